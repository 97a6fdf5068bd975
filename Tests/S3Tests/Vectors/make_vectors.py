#!/usr/bin/env python3
"""Asks botocore what it does, and writes the answers that the tests compare with.

Run it with botocore installed; it makes no request:
    python3 make_vectors.py
"""
import datetime
import hashlib
import json
import pathlib
import random
import sys
import urllib.parse
from unittest import mock

import botocore
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

HERE = pathlib.Path(__file__).parent
ACCESS, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzE//example+token=="


def encode(raw, safe):
    return urllib.parse.quote(raw, safe=safe)


def signature(name, method, key, query=(), headers=(), body=b"", unsigned=False, token=None, region="us-east-1",
              scheme="https", authority="bucket.s3.amazonaws.com", base="", time=1369353600):
    path = base + "/" + encode(key, "/-._~")
    pairs = [(n, v) for n, v in query]
    text = "&".join(encode(n, "-._~") + ("" if v is None else "=" + encode(v, "-._~")) for n, v in pairs)
    url = f"{scheme}://{authority}{path}" + ("?" + text if text else "")
    request = AWSRequest(method=method, url=url, data=body)
    for header, value in headers:
        request.headers.add_header(header, value)
    if unsigned:
        request.context["client_config"] = Config(s3={"payload_signing_enabled": False})
    now = datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
    with mock.patch("botocore.auth.get_current_datetime", lambda: now):
        signer = botocore.auth.S3SigV4Auth(Credentials(ACCESS, SECRET, token), "s3", region)
        signer.add_auth(request)
    host, _, port = authority.partition(":") if not authority.startswith("[") else authority.rpartition(":")
    return {
        "name": name, "method": method, "scheme": scheme, "host": host, "port": int(port) if port else None,
        "path": path, "query": [[n.hex(), None if v is None else v.hex()] for n, v in pairs],
        "headers": [list(h) for h in headers],
        "payload": None if unsigned else hashlib.sha256(body).hexdigest(), "region": region, "token": token,
        "time": time, "authorization": request.headers["Authorization"],
    }


def signatures():
    vectors = []
    keys = [
        b"plain", b"a b", b"a  b ", b"a+b", b"a%20b", b"100%", b"a&b=c?d#e", b"~tilde-._", b"!*'();:@$,[]", b"a//b", b"/leading",
        b"trailing/", b"./..", b"../up", b".", b"\xc3\xa9t\xc3\xa9.txt", "日本語/ファイル".encode(), "😀".encode(), b"\xff\xfe",
        b"new\nline", b"tab\tbell\x07", b"nul\x00", b"quote\"back\\slash", b"pipe|caret^`{}<>", b"\x7f\x80", b"x" * 1024, b"",
        b"UPPER/lower", "e\u0301".encode(), b"a\r\nb",
    ]
    for index, key in enumerate(keys):
        vectors.append(signature(f"GET key {key[:24]!r}", "GET", key))
        vectors.append(signature(
            f"PUT key {key[:24]!r}", "PUT", key, body=b"body %d" % index, token=TOKEN if index % 2 else None,
            region=["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"][index % 4], time=1700000000 + index * 86399,
        ))
    for name in ["acl", "uploads", "versioning", "tagging", "lifecycle", "policy", "location", "cors", "delete"]:
        vectors.append(signature(f"sub-resource {name}", "GET", b"", [(name.encode(), None)]))
    lists = [
        [(b"list-type", b"2"), (b"prefix", b"a/b c"), (b"delimiter", b"/"), (b"encoding-type", b"url"), (b"max-keys", b"1000")],
        [(b"prefix", "é/".encode()), (b"marker", b"a+b&c=d"), (b"delimiter", b"")],
        [(b"continuation-token", b"1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=="), (b"list-type", b"2"), (b"start-after", b"\xff")],
        [(b"partNumber", b"10"), (b"uploadId", b"VXBsb2FkIElEIGZvciA2aWWpbmcncyBteS1tb3ZpZS5tMnRzIHVwbG9hZA")],
        [(b"b", b"2"), (b"a", b"2"), (b"a", b"1"), (b"A", b"3"), (b"a-", b"x"), (b"a", b""), (b"a.b", b"~")],
        [(b"prefix", b"\x00\x01\n"), (b"delimiter", b"%2F")], [(b"versionId", b"null"), (b"response-content-type", b"text/plain; a=\"b\"")],
    ]
    for index, query in enumerate(lists):
        vectors.append(signature(f"query {index}", "GET", b"", query, token=TOKEN if index % 2 else None))
    headers = [
        [("range", "bytes=0-9")], [("if-match", '"abc"'), ("range", "bytes=100-")], [("x-amz-meta-a", "  two   spaces  ")],
        [("x-amz-meta-b", "tab\tand more"), ("x-amz-meta-a", "1"), ("content-type", "text/plain; charset=utf-8")],
        [("user-agent", "pail/1"), ("expect", "100-continue"), ("x-amzn-trace-id", "Root=1"), ("x-amz-acl", "private")],
        [("x-amz-copy-source", "/bucket/a%20b?versionId=1"), ("x-amz-metadata-directive", "REPLACE")],
        [("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="), ("content-length", "0"), ("content-type", "application/xml")],
        [("x-amz-meta-unicode", "é")], [("x-amz-meta-empty", "")], [("x-amz-tagging", "a=b&c=d%20e"), ("if-none-match", "*")],
    ]
    for index, fields in enumerate(headers):
        vectors.append(signature(f"headers {index}", "PUT", b"key", headers=fields, body=b"x" * index))
        vectors.append(signature(f"headers {index}, unsigned", "PUT", b"key", headers=fields, unsigned=True, token=TOKEN))
    places = [("http", "localhost:9000", "/bucket"), ("http", "127.0.0.1:8333", "/b"), ("http", "[::1]:9000", "/b"),
              ("https", "storage.example.com", "/base/bucket"), ("https", "bucket.s3.cn-north-1.amazonaws.com.cn", "")]
    for scheme, authority, base in places:
        for method in ["GET", "HEAD", "DELETE", "POST"]:
            vectors.append(signature(f"{method} {authority}", method, b"k 1", scheme=scheme, authority=authority, base=base))
    source = random.Random(20)
    for index in range(40):
        key = bytes(source.randrange(256) for _ in range(source.randrange(1, 60)))
        query = [(bytes(source.randrange(32, 127) for _ in range(source.randrange(1, 8))),
                  bytes(source.randrange(256) for _ in range(source.randrange(0, 12)))) for _ in range(source.randrange(0, 5))]
        vectors.append(signature(f"random {index}", source.choice(["GET", "PUT", "DELETE"]), key, query,
                                 body=bytes([index]), token=source.choice([None, TOKEN]), time=source.randrange(10**9, 4 * 10**9)))
    return {"accessKeyID": ACCESS, "secretAccessKey": SECRET, "vectors": vectors}


for name, make in {"signatures": signatures, "sessions": sessions}.items():
    made = {"botocore": botocore.__version__, **make()}
    (HERE / f"{name}.json").write_text(json.dumps(made, indent=1, ensure_ascii=True) + "\n")
    print(name, len(next(v for v in made.values() if isinstance(v, list))), file=sys.stderr)
