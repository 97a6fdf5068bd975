"""What is written through the mount is what boto3 reads, and the other way round.

usage: interop.py ENDPOINT BUCKET MOUNT FILE
"""
import os
import sys
import time

import boto3

endpoint, bucket, mount, sample = sys.argv[1:]
s3 = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
data = open(sample, "rb").read()

for name, content_type in [("page.html", "text/html"), ("data.bin", "application/octet-stream"), ("p.png", "image/png")]:
    with open(f"{mount}/{name}", "wb") as file:
        file.write(data)
    answer = s3.get_object(Bucket=bucket, Key=name)
    assert answer["Body"].read() == data, name
    assert answer["ContentLength"] == len(data), answer["ContentLength"]
    assert answer["ContentType"] == content_type, answer["ContentType"]

# Replaced behind the mount's back: seen at once on open.
assert open(f"{mount}/page.html", "rb").read() == data
for turn in range(5):
    fresh = b"fresh %d " % turn * (turn * 1000 + 1)
    s3.put_object(Bucket=bucket, Key="page.html", Body=fresh)
    assert open(f"{mount}/page.html", "rb").read() == fresh, turn

# New: seen within the time-to-live.
s3.put_object(Bucket=bucket, Key="from-boto3/new.txt", Body=b"new")
deadline = time.monotonic() + 90
while not os.path.exists(f"{mount}/from-boto3/new.txt"):
    assert time.monotonic() < deadline, "an object of boto3 does not show up"
    time.sleep(0.5)
assert open(f"{mount}/from-boto3/new.txt", "rb").read() == b"new"
os.remove(f"{mount}/from-boto3/new.txt")
left = s3.list_objects_v2(Bucket=bucket, Prefix="from-boto3/new")
assert left["KeyCount"] == 0, left
