#!/usr/bin/env python3
"""The rows of the client benchmark, done by boto3 and s3transfer; the caller measures the process.

usage: boto3_peer.py get-large KEY FILE | put-large FILE KEY | get-small PREFIX COUNT | head-small PREFIX COUNT |
       put-small PREFIX COUNT | list PREFIX COUNT
The endpoint is BENCH_ENDPOINT, the bucket BENCH_BUCKET, the requests in flight BENCH_WIDTH; keys as everywhere.
"""
import os
import sys
import threading

import boto3
from botocore.config import Config

SIZE = 4096


def in_parallel(count, width, job):
    """Does a job for each number under count, at most so many at once."""
    numbers, lock, failures = iter(range(count)), threading.Lock(), []

    def work():
        while not failures:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                job(number)
            except Exception as failure:  # pylint: disable=broad-exception-caught
                failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(width)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def main():
    what, first, second = sys.argv[1:4]
    bucket, width = os.environ["BENCH_BUCKET"], int(os.environ["BENCH_WIDTH"])
    # As over TLS, where bodies have a checksum and no hash in the signature; the library S3 is told the same.
    options = {"addressing_style": "path", "payload_signing_enabled": False}
    config = Config(max_pool_connections=max(width, 10), s3=options)
    client = boto3.client("s3", endpoint_url=os.environ["BENCH_ENDPOINT"], config=config)

    def get(number):
        answer = client.get_object(Bucket=bucket, Key=f"{first}{number:06}")
        if len(answer["Body"].read()) != SIZE:
            raise ValueError("a short object")

    def head(number):
        client.head_object(Bucket=bucket, Key=f"{first}{number:06}")

    def put(number):
        client.put_object(Bucket=bucket, Key=f"{first}{number:06}", Body=bytes(SIZE))

    if what == "get-large":
        client.download_file(bucket, first, second)
    elif what == "put-large":
        client.upload_file(first, bucket, second)
    elif what == "list":
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=first)
        seen = sum(len(page.get("Contents", ())) for page in pages)
        if seen != int(second):
            raise ValueError(f"{seen} keys")
    else:
        in_parallel(int(second), width, {"get-small": get, "head-small": head, "put-small": put}[what])


if __name__ == "__main__":
    main()
