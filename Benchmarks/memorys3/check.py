#!/usr/bin/env python3
"""Asks memorys3 through boto3 for everything it answers, and compares with what S3 would say.

usage: check.py (needs boto3; build.sh first)
"""
import hashlib
import http.client
import os
import sys
import tempfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from bench import places  # noqa: E402
from bench.servers import MemoryServer  # noqa: E402

BUCKET = places.BUCKET
ODD = "odd key&<ü>+%41.txt"


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] in code, error.response
    else:
        raise AssertionError(f"{call.__name__} was not refused")


def check_objects(s3):
    tag = s3.put_object(Bucket=BUCKET, Key=ODD, Body=b"hello", Metadata={"x": "y"}, ContentType="text/plain")["ETag"]
    assert tag == f'"{hashlib.md5(b"hello").hexdigest()}"', tag
    head = s3.head_object(Bucket=BUCKET, Key=ODD)
    assert (head["Metadata"], head["ContentLength"], head["ContentType"]) == ({"x": "y"}, 5, "text/plain"), head
    for asked, expected in (("1-2", b"el"), ("3-", b"lo"), ("-2", b"lo"), ("0-99", b"hello")):
        answer = s3.get_object(Bucket=BUCKET, Key=ODD, Range=f"bytes={asked}", IfMatch=tag)
        assert answer["Body"].read() == expected, asked
    refused(["InvalidRange"], s3.get_object, Bucket=BUCKET, Key=ODD, Range="bytes=5-")
    refused(["NoSuchKey"], s3.get_object, Bucket=BUCKET, Key="absent")
    refused(["404"], s3.head_object, Bucket=BUCKET, Key="absent")
    refused(["PreconditionFailed"], s3.get_object, Bucket=BUCKET, Key=ODD, IfMatch='"other"')
    refused(["304"], s3.get_object, Bucket=BUCKET, Key=ODD, IfNoneMatch=tag)
    refused(["PreconditionFailed"], s3.put_object, Bucket=BUCKET, Key=ODD, IfNoneMatch="*")
    refused(["PreconditionFailed"], s3.put_object, Bucket=BUCKET, Key=ODD, IfMatch='"other"')
    refused(["NotImplemented"], s3.get_object_tagging, Bucket=BUCKET, Key=ODD)
    source = {"Bucket": BUCKET, "Key": ODD}
    s3.copy_object(Bucket=BUCKET, Key="copy", CopySource=source)
    assert s3.head_object(Bucket=BUCKET, Key="copy")["Metadata"] == {"x": "y"}
    s3.copy_object(Bucket=BUCKET, Key="copy", CopySource=source, MetadataDirective="REPLACE", Metadata={"z": "1"})
    assert s3.head_object(Bucket=BUCKET, Key="copy")["Metadata"] == {"z": "1"}
    s3.delete_object(Bucket=BUCKET, Key="copy")
    refused(["404"], s3.head_object, Bucket=BUCKET, Key="copy")


def check_multipart(s3, folder):
    content = os.urandom(20 << 20)
    source, target = os.path.join(folder, "source"), os.path.join(folder, "target")
    with open(source, "wb") as file:
        file.write(content)
    s3.upload_file(source, BUCKET, "large")
    s3.download_file(BUCKET, "large", target)
    with open(target, "rb") as file:
        assert file.read() == content
    name = {"Bucket": BUCKET, "Key": "copied"}
    name["UploadId"] = s3.create_multipart_upload(Bucket=BUCKET, Key="copied")["UploadId"]
    parts = []
    for number, (first, last) in enumerate(((0, 9_999_999), (10_000_000, 19_999_999)), start=1):
        answer = s3.upload_part_copy(**name, PartNumber=number, CopySource={"Bucket": BUCKET, "Key": "large"},
                                     CopySourceRange=f"bytes={first}-{last}")
        parts.append({"PartNumber": number, "ETag": answer["CopyPartResult"]["ETag"]})
    assert [part["ETag"] for part in s3.list_parts(**name)["Parts"]] == [part["ETag"] for part in parts]
    s3.complete_multipart_upload(**name, MultipartUpload={"Parts": parts})
    assert s3.get_object(Bucket=BUCKET, Key="copied")["Body"].read() == content[:20_000_000]
    refused(["NoSuchUpload"], s3.abort_multipart_upload, **name)


def check_listing(s3):
    names = [f"m/{i % 7}/{i}" for i in range(50)] + [f"m/f{i}" for i in range(50)] + ["m/é&<", "m-", "m0"]
    for name in names:
        s3.put_object(Bucket=BUCKET, Key=name, Body=b"1")
    names = sorted((name for name in names if name.startswith("m/")), key=lambda name: name.encode())
    for operation in ("list_objects_v2", "list_objects"):
        for page_size in (1, 3, 7, 1000):
            def pages(**arguments):
                return s3.get_paginator(operation).paginate(
                    Bucket=BUCKET, Prefix="m/", PaginationConfig={"PageSize": page_size}, **arguments)
            found = [entry["Key"] for page in pages() for entry in page.get("Contents", [])]
            assert found == names, (operation, page_size)
            found, prefixes = [], []
            for page in pages(Delimiter="/"):
                found += [entry["Key"] for entry in page.get("Contents", [])]
                prefixes += [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
            assert found == [name for name in names if name.count("/") == 1], (operation, page_size)
            assert prefixes == [f"m/{i}/" for i in range(7)], (operation, page_size)
    for after in names[::9]:
        found = s3.list_objects_v2(Bucket=BUCKET, Prefix="m/", StartAfter=after).get("Contents", [])
        assert [entry["Key"] for entry in found] == [name for name in names if name.encode() > after.encode()]
    deleted = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": name} for name in names + [ODD]]})
    assert len(deleted["Deleted"]) == len(names) + 1
    assert "Contents" not in s3.list_objects_v2(Bucket=BUCKET, Prefix="m/")


def check_chunks(s3, address):
    """aws-chunked bodies, inside HTTP chunks and without."""
    inside = [b"5\r\nhello\r\n", b"6;chunk-signature=abc\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n"]
    headers = {"x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "Content-Encoding": "aws-chunked",
               "x-amz-decoded-content-length": "11"}
    connection = http.client.HTTPConnection(address)
    for chunked in (True, False):
        body = iter(inside) if chunked else b"".join(inside)
        more = {"Transfer-Encoding": "chunked"} if chunked else {}
        connection.request("PUT", f"/{BUCKET}/chunks", body=body, headers=headers | more, encode_chunked=chunked)
        connection.getresponse().read()
        answer = s3.get_object(Bucket=BUCKET, Key="chunks")
        assert answer["Body"].read() == b"hello world" and "ContentEncoding" not in answer
    connection.close()


def check_order(server, s3):
    """Many keys in no order, so that the index splits and empties its chunks."""
    for number in range(3000):
        server.seed(f"order/{number * 7919 % 3000:05}", size=1)
    found = [entry["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="order/")
             for entry in page["Contents"]]
    assert found == [f"order/{number:05}" for number in range(3000)]
    server.remove("order/01")
    assert server.count("order/") == (2000, 2000)
    server.remove("order/")
    assert server.count("order/") == (0, 0)


def main():
    os.environ.update(places.environment(""))
    with MemoryServer() as server, tempfile.TemporaryDirectory() as folder:
        s3 = boto3.client("s3", endpoint_url=server.endpoint,
                          config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}))
        s3.head_bucket(Bucket=BUCKET)
        assert s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] is None
        check_objects(s3)
        check_multipart(s3, folder)
        check_listing(s3)
        check_chunks(s3, server.endpoint.removeprefix("http://"))
        check_order(server, s3)
    print("memorys3 answers as S3 does")


if __name__ == "__main__":
    main()
