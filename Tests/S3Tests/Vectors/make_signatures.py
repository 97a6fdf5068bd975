#!/usr/bin/env python3
"""Asks botocore how it signs, presigns and checks requests, and writes the answers that the tests compare with.

Run it with boto3 and botocore[crt] installed (botocore 1.43.11 made the files that are checked in); it makes no request:
    python3 make_signatures.py
"""
import base64
import datetime
import email.utils
import hashlib
import itertools
import json
import pathlib
import random
import sys
import urllib.parse
import zlib
from unittest import mock

import awscrt.checksums
import boto3
import botocore
import botocore.auth
import botocore.crt.auth
import botocore.session
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import Credentials

# Where the C runtime is installed it signs, too, with its own order of the query; most installations have the signers in Python.
botocore.auth.AUTH_TYPE_MAPS.update({"s3v4": botocore.auth.S3SigV4Auth, "s3v4-query": botocore.auth.S3SigV4QueryAuth})

HERE = pathlib.Path(__file__).parent
ACCESS, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzE//example+token=="
NOW = 1369353600


def encode(raw, safe):
    return urllib.parse.quote(raw, safe=safe)


class At:
    """Everything that botocore takes the time from, stopped."""

    def __init__(self, time):
        moment = datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
        current = lambda remove_tzinfo=True: moment.replace(tzinfo=None) if remove_tzinfo else moment
        date = lambda timeval=None, usegmt=False: email.utils.formatdate(time if timeval is None else timeval, usegmt=usegmt)
        self.patches = [
            mock.patch("botocore.auth.get_current_datetime", current),
            mock.patch("botocore.signers.get_current_datetime", current),
            mock.patch("botocore.crt.auth.get_current_datetime", current),
            mock.patch("botocore.auth.formatdate", date),
            mock.patch("botocore.auth.time.time", lambda: time),
        ]

    def __enter__(self):
        for patch in self.patches:
            patch.start()

    def __exit__(self, *_):
        for patch in self.patches:
            patch.stop()


# Requests, one by one

def request(kind, name, method, key=b"", query=(), headers=(), body=b"", unsigned=False, token=None, region="us-east-1",
            service="s3", scheme="https", authority="bucket.s3.amazonaws.com", base="", bucket="bucket", time=NOW, expires=3600):
    """One request as one of botocore's signers signs it."""
    path = base + "/" + encode(key, "/-._~")
    resource = "/" + bucket + "/" + encode(key, "/-._~")
    pairs = list(query)
    text = "&".join(encode(n, "-._~") + ("" if v is None else "=" + encode(v, "-._~")) for n, v in pairs)
    url = f"{scheme}://{authority}{path}" + ("?" + text if text else "")
    signed = AWSRequest(method=method, url=url, data=body, auth_path=resource)
    for header, value in headers:
        signed.headers.add_header(header, value)
    payload = hashlib.sha256(body).hexdigest()
    if unsigned == "trailer":
        signed.context["checksum"] = {"request_algorithm": {"in": "trailer"}}
        payload = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    elif unsigned:
        signed.context["client_config"] = Config(s3={"payload_signing_enabled": False})
        payload = "UNSIGNED-PAYLOAD"
    credentials = Credentials(ACCESS, SECRET, token)
    cache = mock.Mock()
    auth, crt = botocore.auth, botocore.crt.auth
    signer = {
        "v4": lambda: auth.S3SigV4Auth(credentials, service, region),
        "v4-query": lambda: auth.S3SigV4QueryAuth(credentials, service, region, expires=expires),
        "v2": lambda: auth.HmacV1Auth(credentials),
        "v2-query": lambda: auth.HmacV1QueryAuth(credentials, expires=expires),
        "express": lambda: auth.S3ExpressAuth(credentials, service, region, identity_cache=cache),
        "express-query": lambda: auth.S3ExpressQueryAuth(credentials, service, region, identity_cache=cache, expires=expires),
        "v4a": lambda: crt.CrtS3SigV4AsymAuth(credentials, service, region),
        "v4a-query": lambda: crt.CrtS3SigV4AsymQueryAuth(credentials, service, region, expires=expires),
    }[kind]()
    with At(time):
        signer.add_auth(signed)
    host, _, port = authority.partition(":") if not authority.startswith("[") else authority.rpartition(":")
    made = {
        "name": name, "kind": kind, "method": method, "scheme": scheme, "host": host, "port": int(port) if port else None,
        "path": path, "resource": resource, "query": [[n.hex(), None if v is None else v.hex()] for n, v in pairs],
        "headers": [list(h) for h in headers], "payload": payload, "region": region, "service": service, "token": token,
        "time": time, "expires": expires,
    }
    if kind.endswith("query"):
        made["url"] = signed.url
    else:
        made["authorization"] = signed.headers["Authorization"]
    return made


KEYS = [
    b"plain", b"a b", b"a  b ", b"a+b", b"a%20b", b"100%", b"a&b=c?d#e", b"~tilde-._", b"!*'();:@$,[]", b"a//b", b"/leading",
    b"trailing/", b"./..", b"../up", b".", b"\xc3\xa9t\xc3\xa9.txt", "日本語/ファイル".encode(), "😀".encode(), b"\xff\xfe",
    b"new\nline", b"tab\tbell\x07", b"nul\x00", b"quote\"back\\slash", b"pipe|caret^`{}<>", b"\x7f\x80", b"x" * 1024, b"",
    b"UPPER/lower", "e\u0301".encode(), b"a\r\nb", b"//", b"a/../b", b"?", b"#", b"=", b"a;b,c",
]
SUBRESOURCES = ["acl", "uploads", "versioning", "tagging", "lifecycle", "policy", "location", "cors", "delete", "restore", "torrent",
                "website", "logging", "notification", "replication", "requestPayment", "accelerate", "analytics", "inventory",
                "metrics", "object-lock", "select", "versions", "encryption", "publicAccessBlock", "attributes", "session"]
LISTS = [
    [(b"list-type", b"2"), (b"prefix", b"a/b c"), (b"delimiter", b"/"), (b"encoding-type", b"url"), (b"max-keys", b"1000")],
    [(b"prefix", "é/".encode()), (b"marker", b"a+b&c=d"), (b"delimiter", b"")],
    [(b"continuation-token", b"1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=="), (b"list-type", b"2"), (b"start-after", b"z\x00")],
    [(b"partNumber", b"10"), (b"uploadId", b"VXBsb2FkIElEIGZvciA2aWWpbmcncyBteS1tb3ZpZS5tMnRzIHVwbG9hZA")],
    [(b"uploadId", b"a+b/c=="), (b"partNumber", b"1")],
    [(b"b", b"2"), (b"A", b"3"), (b"a-", b"x"), (b"a", b""), (b"a.b", b"~")],
    [(b"prefix", b"\x00\x01\n"), (b"delimiter", b"%2F")], [(b"versionId", b"null"), (b"response-content-type", b"text/plain; a=\"b\"")],
    [(b"response-content-disposition", "attachment; filename=\"ü &+.txt\"".encode()), (b"response-expires", b"Thu, 01 Jan 2026 00:00:00 GMT")],
    [(b"versionId", b"3HL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY"), (b"acl", None)], [(b"tagging", None), (b"versionId", b"x/y")],
    [(b"response-cache-control", b"no-cache"), (b"response-content-encoding", b"gzip"), (b"response-content-language", b"de")],
    [(b"storageClass", b"GLACIER"), (b"select", None), (b"select-type", b"2"), (b"x-id", b"SelectObjectContent")],
    [(b"uploads", b""), (b"prefix", b"p"), (b"key-marker", b"k/"), (b"upload-id-marker", b"u")],
    [(b"versions", None), (b"key-marker", b"k"), (b"version-id-marker", b"v"), (b"max-keys", b"2")],
]
# Where a name stands twice: botocore keeps one only when it presigns.
REPEATED = [[(b"a", b"2"), (b"a", b"1")], [(b"b", b"2"), (b"a", b"2"), (b"a", b"1"), (b"A", b"3"), (b"a-", b"x"), (b"a", b""), (b"a.b", b"~")]]
FIELDS = [
    [("range", "bytes=0-9")], [("if-match", '"abc"'), ("range", "bytes=100-")], [("x-amz-meta-a", "  two   spaces  ")],
    [("x-amz-meta-b", "tab\tand more"), ("x-amz-meta-a", "1"), ("content-type", "text/plain; charset=utf-8")],
    [("user-agent", "pail/1"), ("expect", "100-continue"), ("x-amzn-trace-id", "Root=1"), ("x-amz-acl", "private")],
    [("connection", "keep-alive"), ("te", "trailers"), ("upgrade", "h2c"), ("keep-alive", "1"), ("trailer", "x"),
     ("proxy-authorization", "Basic x"), ("transfer-encoding", "chunked"), ("x-amz-acl", "private")],
    [("x-amz-copy-source", "/bucket/a%20b?versionId=1"), ("x-amz-metadata-directive", "REPLACE")],
    [("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="), ("content-length", "0"), ("content-type", "application/xml")],
    [("x-amz-meta-unicode", "é")], [("x-amz-meta-empty", "")], [("x-amz-tagging", "a=b&c=d%20e"), ("if-none-match", "*")],
    [("x-amz-server-side-encryption-customer-algorithm", "AES256"), ("x-amz-server-side-encryption-customer-key", "a+/=")],
    [("x-amz-meta-dup", "one"), ("x-amz-meta-dup", " two "), ("content-type", " text/html ")],
    [("content-type", ""), ("content-md5", " x ")], [("cache-control", "max-age=1"), ("content-encoding", "gzip,aws-chunked")],
]
PLACES = [("http", "localhost:9000", "/bucket"), ("http", "127.0.0.1:8333", "/bucket"), ("http", "[::1]:9000", "/bucket"),
          ("https", "storage.example.com", "/base/bucket"), ("https", "bucket.s3.cn-north-1.amazonaws.com.cn", ""),
          ("https", "bucket.cos.ap-beijing.myqcloud.com", "")]
REGIONS = ["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"]


def is_text(raw):
    try:
        raw.decode()
        return True
    except UnicodeDecodeError:
        return False


def requests():
    made = []
    for kind in ["v4", "v4-query", "v2", "v2-query", "express", "express-query"]:
        family, isquery = kind.split("-")[0], kind.endswith("query")
        express = {"service": "s3express", "authority": "bucket--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com",
                   "region": "us-west-2", "bucket": "bucket--usw2-az1--x-s3"} if family == "express" else {}
        token = lambda index: TOKEN if index % 2 or express else None
        for index, key in enumerate(KEYS):
            place = express or {"region": REGIONS[index % 4]}
            made.append(request(kind, f"GET key {key[:24]!r}", "GET", key, token=token(index), expires=60 + index, **place))
            if not isquery:
                made.append(request(kind, f"PUT key {key[:24]!r}", "PUT", key, body=b"body %d" % index, token=token(index + 1),
                                    time=1700000000 + index * 86399, **place))
        for index, fields in enumerate(FIELDS):
            made.append(request(kind, f"headers {index}", "PUT", b"key", headers=fields, body=b"" if isquery else b"x" * index,
                                token=token(0), **express))
            made.append(request(kind, f"headers {index}, unsigned", "PUT", b"key", headers=fields, unsigned=True, token=TOKEN, **express))
        if family == "express" and isquery:
            continue
        for name in SUBRESOURCES:
            made.append(request(kind, f"sub-resource {name}", "GET", b"", [(name.encode(), None)], token=token(0), **express))
        for index, query in enumerate(LISTS + ([] if isquery else REPEATED)):
            made.append(request(kind, f"query {index}", "GET", b"", query, token=token(index), **express))
        if family == "express":
            continue
        for scheme, authority, base in PLACES:
            for method in ["GET", "HEAD", "DELETE", "POST"]:
                made.append(request(kind, f"{method} {authority}", method, b"k 1", scheme=scheme, authority=authority, base=base))
            made.append(request(kind, f"bucket at {authority}", "GET", b"", scheme=scheme, authority=authority, base=base))
        source = random.Random(20)
        for index in range(30):
            key = bytes(source.randrange(256) for _ in range(source.randrange(1, 60)))
            name = lambda: bytes(source.randrange(97, 123) for _ in range(source.randrange(1, 8)))
            value = lambda: bytes(source.randrange(128) for _ in range(source.randrange(0, 12)))
            query = list({name(): value() for _ in range(source.randrange(0, 5))}.items())
            if family == "v2":
                query += [(source.choice([b"versionId", b"uploadId", b"response-content-type"]), value() or b"1")]
            made.append(request(kind, f"random {index}", source.choice(["GET", "PUT", "DELETE"]), key, query,
                                body=b"" if isquery else bytes([index]), token=source.choice([None, TOKEN]),
                                time=source.randrange(10**9, 4 * 10**9), expires=source.randrange(1, 604800)))
    for index, fields in enumerate(FIELDS):
        made.append(request("v4", f"trailer {index}", "PUT", b"k", headers=fields + [("x-amz-trailer", "x-amz-checksum-crc32")],
                            unsigned="trailer", body=b"x"))
    for service in ["s3-object-lambda", "s3-outposts", "sts"]:
        made.append(request("v4", f"service {service}", "GET", b"k", service=service))
    for kind in ["v4a", "v4a-query"]:
        for index, key in enumerate(k for k in KEYS if is_text(k) and b"\x00" not in k and b"\n" not in k):
            made.append(request(kind, f"key {key[:24]!r}", "GET", key, [(b"versionId", b"a b")] if index % 3 else [],
                                region=["*", "us-east-1,eu-*"][index % 2], token=[None, TOKEN][index % 2],
                                headers=[("range", "bytes=0-1")] if index % 4 == 0 else [],
                                authority="mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com"))
    return {"accessKeyID": ACCESS, "secretAccessKey": SECRET, "vectors": made}


# Clients

def client(region="us-east-1", version="s3v4", style=None, endpoint=None, token=None, **config):
    s3 = {"addressing_style": style} if style else {}
    if region == "us-east-1":
        s3["us_east_1_regional_endpoint"] = "regional"
    return boto3.session.Session(ACCESS, SECRET, token, region).client(
        "s3", endpoint_url=endpoint, config=Config(signature_version=version, s3=s3, **config))


CLIENTS = [
    {}, {"region": "eu-west-1"}, {"region": "eu-west-1", "style": "virtual", "token": TOKEN}, {"region": "eu-west-1", "style": "path"},
    {"region": "cn-north-1"}, {"endpoint": "http://localhost:9000"}, {"endpoint": "https://storage.example.com/base", "token": TOKEN},
    {"endpoint": "https://cos.ap-beijing.myqcloud.com", "style": "virtual", "region": "ap-beijing"},
]
CALLS = [
    ("get_object", {"Bucket": "bkt", "Key": "a b/é+~*"}), ("get_object", {"Bucket": "bkt", "Key": "k", "VersionId": "null",
     "ResponseContentType": "a/b; c=\"d\"", "ResponseContentDisposition": "attachment; filename=\"ü &.txt\""}),
    ("get_object", {"Bucket": "bkt", "Key": "//x/../y", "Range": "bytes=0-9", "ChecksumMode": "ENABLED"}),
    ("head_object", {"Bucket": "bkt", "Key": "k"}), ("delete_object", {"Bucket": "bkt", "Key": "k", "VersionId": "v+/="}),
    ("put_object", {"Bucket": "bkt", "Key": "k", "ContentType": "text/plain", "Metadata": {"a": "b c"}, "ServerSideEncryption": "AES256"}),
    ("put_object", {"Bucket": "bkt", "Key": "k", "ACL": "public-read", "ContentMD5": "1B2M2Y8AsgTpgAmY7PhCfg=="}),
    ("upload_part", {"Bucket": "bkt", "Key": "k", "UploadId": "u+/=", "PartNumber": 3}),
    ("create_multipart_upload", {"Bucket": "bkt", "Key": "k"}), ("list_objects_v2", {"Bucket": "bkt", "Prefix": "a b/é", "Delimiter": "/"}),
    ("list_objects", {"Bucket": "bkt", "Marker": "x"}), ("head_bucket", {"Bucket": "bkt"}), ("get_bucket_acl", {"Bucket": "bkt"}),
    ("get_object_tagging", {"Bucket": "bkt", "Key": "k"}), ("list_buckets", {}), ("delete_bucket", {"Bucket": "dotted.name"}),
]


def place(options):
    return {"region": options.get("region", "us-east-1"), "style": options.get("style") or "auto", "endpoint": options.get("endpoint"),
            "token": options.get("token")}


def presigned():
    made = []
    for index, (version, options, (operation, parameters)) in enumerate(itertools.product(["s3v4", "s3"], CLIENTS, CALLS)):
        if index % 3 and operation != "get_object":  # a third of them shows everything that all would
            continue
        if operation == "list_buckets" and not options.get("endpoint") and options.get("region", "us-east-1") != "us-east-1":
            continue  # ours goes to the region that signs, which needs no redirect
        expires, method = 60 + index * 13, "HEAD" if operation == "get_object" and index % 5 == 0 else None
        boto, seen = client(version=version, **options), []
        boto.meta.events.register_first("before-sign.s3", lambda request, **_: seen.append((request.method, request.url, list(request.headers.items()))))
        time = NOW + index * 4001
        with At(time):
            url = boto.generate_presigned_url(operation, parameters, ExpiresIn=expires, HttpMethod=method)
        verb, bare, headers = seen[0]
        query = [pair.partition("=") for pair in urllib.parse.urlsplit(bare).query.split("&") if pair]
        made.append({
            "name": f"{version} {operation} {options.get('endpoint') or options.get('region')}", "version": version, **place(options),
            "time": time, "expires": expires, "method": verb, "bucket": parameters.get("Bucket"), "key": parameters.get("Key"),
            "query": [[urllib.parse.unquote(n), urllib.parse.unquote(v) if e else None] for n, e, v in query],
            "headers": [[n.lower(), v] for n, v in headers], "url": url,
        })
    return {"accessKeyID": ACCESS, "secretAccessKey": SECRET, "vectors": made}


FORMS = [
    ("k", {}, []), ("dir/${filename}", {}, []), ("é/\"quoted\\ key\"", {"acl": "public-read"}, [{"acl": "public-read"}]),
    ("k", {"Content-Type": "image/ü"}, [["starts-with", "$Content-Type", "image/"], ["content-length-range", 1, 10485760]]),
    ("k", {"success_action_redirect": "http://x/?a=b&c"}, [{"success_action_redirect": "http://x/?a=b&c"}, ["starts-with", "$x-amz-meta-a", ""]]),
]


def forms():
    made = []
    for index, (version, options, (key, fields, conditions)) in enumerate(itertools.product(["s3v4", "s3"], CLIENTS, FORMS)):
        if index % 2:
            continue
        time, expires = NOW + index * 7919, 100 + index
        with At(time):
            form = client(version=version, **options).generate_presigned_post("bkt", key, dict(fields), json.loads(json.dumps(conditions)), expires)
        made.append({"name": f"{version} {key} {options}", "version": version, **place(options), "time": time, "expires": expires,
                     "bucket": "bkt", "key": key, "fields": [list(f) for f in fields.items()], "conditions": json.dumps(conditions),
                     "given": [[list(c.items())[0][0], "=", list(c.items())[0][1]] if isinstance(c, dict) else
                               [c[1][1:], "^", c[2]] if c[0] == "starts-with" else ["", str(c[1]), str(c[2])] for c in conditions],
                     "url": form["url"], "form": [list(f) for f in form["fields"].items()]})
    return {"accessKeyID": ACCESS, "secretAccessKey": SECRET, "vectors": made}


# Bodies

def sample(count):
    """The bytes that the tests make for themselves."""
    state, made = count & 0xFFFFFFFF, bytearray()
    for _ in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        made.append(state >> 24)
    return bytes(made)


def checksums():
    lengths = list(range(0, 140)) + [191, 192, 193, 255, 256, 257, 511, 512, 767, 768, 769, 1000, 1023, 1024, 1535, 1536, 4095, 4096, 4097,
                                     8191, 12287, 12288, 12289, 13057, 24576, 65535, 65536, 65537, 100003, 262144, 262147]
    made = []
    for count in lengths:
        raw = sample(count)
        text = lambda value, width: base64.b64encode(value.to_bytes(width, "big")).decode()
        digest = lambda value: base64.b64encode(value).decode()
        made.append([count, text(zlib.crc32(raw), 4), text(awscrt.checksums.crc32c(raw), 4), text(awscrt.checksums.crc64nvme(raw), 8),
                     digest(hashlib.sha1(raw).digest()), digest(hashlib.sha256(raw).digest()), digest(hashlib.md5(raw).digest())])
    return {"vectors": made}


INTERESTING = ("x-amz-checksum-", "x-amz-sdk-checksum-algorithm", "x-amz-trailer", "content-encoding", "content-md5",
               "x-amz-decoded-content-length", "x-amz-content-sha256")
TAGS = {"TagSet": [{"Key": "a", "Value": "b"}]}
BODIES = [
    ("PutObject", {"Key": "k", "Body": sample(10)}), ("PutObject", {"Key": "k", "Body": sample(0)}), ("PutObject", {"Key": "k"}),
    ("PutObject", {"Key": "k", "Body": sample(3 << 20)}), ("PutObject", {"Key": "k", "Body": sample((1 << 20) + 5), "ContentEncoding": "gzip"}),
    ("PutObject", {"Key": "k", "Body": sample(99), "ChecksumAlgorithm": "CRC32C"}), ("PutObject", {"Key": "k", "Body": sample(99), "ChecksumAlgorithm": "CRC64NVME"}),
    ("PutObject", {"Key": "k", "Body": sample(99), "ChecksumAlgorithm": "SHA1"}), ("PutObject", {"Key": "k", "Body": sample(99), "ChecksumAlgorithm": "SHA256"}),
    ("PutObject", {"Key": "k", "Body": sample(9), "ChecksumSHA256": "x"}), ("PutObject", {"Key": "k", "Body": sample(9), "ContentMD5": "x"}),
    ("UploadPart", {"Key": "k", "Body": sample(10), "UploadId": "u", "PartNumber": 1}), ("PutBucketTagging", {"Tagging": TAGS}),
    ("PutBucketTagging", {"Tagging": TAGS, "ChecksumAlgorithm": "SHA1"}), ("DeleteObjects", {"Delete": {"Objects": [{"Key": "a"}]}}),
    ("GetObject", {"Key": "k"}), ("GetObject", {"Key": "k", "ChecksumMode": "ENABLED"}), ("HeadObject", {"Key": "k"}),
    ("CreateMultipartUpload", {"Key": "k", "ChecksumAlgorithm": "CRC32"}),
]


def payloads():
    made = []
    places = [None, "http://localhost:9000"]
    for version, endpoint, policy, (operation, parameters) in itertools.product(["s3v4", "s3"], places, ["when_supported", "when_required"], BODIES):
        boto = client(version=version, endpoint=endpoint, request_checksum_calculation=policy, response_checksum_validation=policy)
        seen = []

        def capture(request, **_):
            body = request.body
            seen.append((dict(request.headers), body if isinstance(body, (bytes, type(None))) else body.read()))
            return AWSResponse(request.url, 200, {}, mock.Mock(stream=lambda **_: iter([b""])))

        boto.meta.events.register("before-send.s3", capture)
        with At(NOW):
            getattr(boto, botocore.xform_name(operation))(Bucket="bkt", **parameters)
        headers = {n.lower(): v.decode() if isinstance(v, bytes) else str(v) for n, v in seen[0][0].items()}
        sent = seen[0][1] or b""
        model = boto.meta.service_model.operation_model(operation)
        traits = model.http_checksum
        given, raw = [], sent
        if "Body" in parameters:
            raw = parameters["Body"]
        for member, header in [("ChecksumSHA256", "x-amz-checksum-sha256"), ("ContentMD5", "content-md5"), ("ContentEncoding", "content-encoding"),
                               ("ChecksumMode", "x-amz-checksum-mode")]:
            if member in parameters:
                given.append([header, parameters[member]])
        if operation == "CreateMultipartUpload":
            given.append(["x-amz-checksum-algorithm", "CRC32"])
        streamed = "Body" in parameters
        made.append({
            "name": f"{version} {endpoint} {policy} {operation} {[p for p in parameters if p != 'Body']}", "version": version, "endpoint": endpoint,
            "policy": policy, "operation": operation, "given": given, "isSupported": "requestAlgorithmMember" in traits,
            "isRequired": bool(model.http_checksum_required or traits.get("requestChecksumRequired")),
            "algorithm": parameters.get("ChecksumAlgorithm") if traits.get("requestAlgorithmMember") else None,
            "hasResponse": bool(traits.get("requestValidationModeMember")), "isAsked": "ChecksumMode" in parameters,
            "count": len(raw) if streamed else None, "text": None if streamed else raw.hex(),
            "headers": sorted([n, v] for n, v in headers.items() if n.startswith(INTERESTING)),
            "sent": [len(sent), hashlib.sha256(sent).hexdigest()],
        })
    return {"vectors": made}


def write(name, content):
    head = {"botocore": botocore.__version__, **{k: v for k, v in content.items() if k != "vectors"}}
    lines = ",\n".join(json.dumps(v, ensure_ascii=True, separators=(",", ":")) for v in content["vectors"])
    text = json.dumps(head, separators=(",", ":"))[:-1] + ',"vectors":[\n' + lines + "\n]}\n"
    (HERE / f"{name}.json").write_text(text)
    print(name, len(content["vectors"]), file=sys.stderr)


for name, make in {"signatures": requests, "presigned": presigned, "forms": forms, "checksums": checksums, "payloads": payloads}.items():
    write(name, make())
