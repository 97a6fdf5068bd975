#!/usr/bin/env python3
"""Asks botocore what it does, and writes the answers that the tests compare with.

Run it with botocore installed; it makes no request:
    python3 make_vectors.py
"""
import datetime
import hashlib
import json
import os
import pathlib
import random
import sys
import tempfile
import urllib.parse
from unittest import mock

import botocore
import botocore.auth
import botocore.session
from botocore.awsrequest import AWSRequest, AWSResponse
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


def session(name, env=None, config=None, credentials=None, profile=None, keys=None, files=None):
    with tempfile.TemporaryDirectory() as home:
        place = lambda text: text.replace("{home}", home)
        os.mkdir(home + "/.aws")
        for path, text in {".aws/config": config, ".aws/credentials": credentials, **(files or {})}.items():
            if text is not None:
                pathlib.Path(home, path).write_bytes(place(text).encode())
        environment = {k: place(v) for k, v in (env or {}).items()}
        variables = {"HOME": home, "PATH": os.environ["PATH"], "AWS_EC2_METADATA_DISABLED": "true", **environment}
        expected = {}
        with mock.patch.dict(os.environ, variables, clear=True):
            try:
                core = botocore.session.Session(profile=profile)
                if keys:
                    core.set_credentials(*keys)
                core.get_scoped_config()
                expected["profile"] = core.profile or "default"
                expected["region"] = core.get_config_variable("region")
                bundle = core.get_config_variable("ca_bundle")
                expected["caBundle"] = bundle and bundle.replace(home, "{home}")
                found = core.get_credentials()
                if found is None:
                    expected["credentials"] = None
                else:
                    frozen = found.get_frozen_credentials()
                    expected["credentials"] = [frozen.access_key, frozen.secret_key, frozen.token]
                client = core.create_client("s3", region_name=expected["region"] or "us-east-1", aws_access_key_id="a",
                                            aws_secret_access_key="b", verify=False)
                url = client.meta.endpoint_url
                expected["endpointURL"] = None if "amazonaws.com" in url else url
                s3 = client.meta.config.s3 or {}
                expected["style"] = s3.get("addressing_style")
            except Exception as error:  # what botocore says is the expectation
                expected = {"error": type(error).__name__}
        return {"name": name, "environment": env or {}, "config": config, "credentials": credentials, "profile": profile,
                "keys": keys, "files": files or {}, "expected": expected}


def sessions():
    one = "[default]\naws_access_key_id = FILE\naws_secret_access_key = filesecret\n"
    two = one + "[work]\naws_access_key_id=WORK\naws_secret_access_key=worksecret\naws_session_token=worktoken\n"
    conf = "[default]\nregion = eu-west-1\n[profile work]\nregion = eu-north-1\noutput = json\n"
    envkeys = {"AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "envsecret"}
    process = "printf '{\"Version\":1,\"AccessKeyId\":\"PROC\",\"SecretAccessKey\":\"procsecret\",\"SessionToken\":\"t\"}'"
    shell = "sh -c \"" + process.replace('"', '\\"') + "\""
    s3 = "[default]\nregion = us-west-2\ns3 =\n  addressing_style = path\n  max_concurrent_requests = 20\n"
    return {"scenarios": [
        session("nothing at all"),
        session("explicit keys before everything", envkeys, conf, one, keys=["ARG", "argsecret", None]),
        session("explicit keys with a token", keys=["ARG", "argsecret", "argtoken"]),
        session("environment before files", envkeys, conf, one),
        session("environment with a token", {**envkeys, "AWS_SESSION_TOKEN": "envtoken"}),
        session("the old name of the token", {**envkeys, "AWS_SECURITY_TOKEN": "old", "AWS_SESSION_TOKEN": "new"}),
        session("environment with half of the keys", {"AWS_ACCESS_KEY_ID": "ENV"}, None, one),
        session("an empty key in the environment", {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "x"}, None, one),
        session("shared credentials file", None, None, one),
        session("a named profile", None, conf, two, profile="work"),
        session("a named profile goes before the environment's keys", envkeys, conf, two, profile="work"),
        session("AWS_PROFILE does not go before the environment's keys", {**envkeys, "AWS_PROFILE": "work"}, conf, two),
        session("AWS_PROFILE", {"AWS_PROFILE": "work"}, conf, two),
        session("AWS_DEFAULT_PROFILE", {"AWS_DEFAULT_PROFILE": "work"}, conf, two),
        session("both names of the profile", {"AWS_DEFAULT_PROFILE": "work", "AWS_PROFILE": "default"}, conf, two),
        session("the argument before AWS_PROFILE", {"AWS_PROFILE": "work"}, conf, two, profile="default"),
        session("a profile that is not there", None, conf, two, profile="nowhere"),
        session("a profile of the environment that is not there", {"AWS_PROFILE": "nowhere"}, conf, two),
        session("a profile in the config file only", None, conf + "[profile c]\naws_access_key_id=C\naws_secret_access_key=cs\n", None, profile="c"),
        session("a section without 'profile' is no profile", None, "[c]\nregion = x\n", None, profile="c"),
        session("[profile default] is the default", None, "[profile default]\nregion = ap-south-1\n"),
        session("a profile with a space in its name", None, "[profile \"a b\"]\nregion = ap-south-1\n", profile="a b"),
        session("credentials file before config file", None, "[default]\naws_access_key_id=C\naws_secret_access_key=cs\n", one),
        session("a profile with half of the keys", None, None, "[default]\naws_access_key_id = A\n"),
        session("region of the environment", {"AWS_DEFAULT_REGION": "sa-east-1"}, conf),
        session("region of the profile", None, conf, two, profile="work"),
        session("region in the credentials file", None, conf, one + "region = me-south-1\n"),
        session("another config file", {"AWS_CONFIG_FILE": "{home}/other"}, conf, None, files={"other": "[default]\nregion = il-central-1\n"}),
        session("another config file below ~", {"AWS_CONFIG_FILE": "~/other"}, conf, None, files={"other": "[default]\nregion = il-central-1\n"}),
        session("another config file by a variable", {"AWS_CONFIG_FILE": "$HOME/other"}, conf, None, files={"other": "[default]\nregion = il-central-1\n"}),
        session("another credentials file", {"AWS_SHARED_CREDENTIALS_FILE": "{home}/keys"}, None, one, files={"keys": one.replace("FILE", "OTHER")}),
        session("a config file that is not there", {"AWS_CONFIG_FILE": "{home}/none"}, conf, one),
        session("endpoint of the environment for S3", {"AWS_ENDPOINT_URL_S3": "http://s3:1", "AWS_ENDPOINT_URL": "http://all:2"}, "[default]\nendpoint_url = http://file:3\n"),
        session("endpoint of the environment for all", {"AWS_ENDPOINT_URL": "http://all:2"}, "[default]\nendpoint_url = http://file:3\n"),
        session("endpoint of the profile", None, "[default]\nendpoint_url = http://file:3\n"),
        session("endpoint of another profile", None, "[default]\n[profile a]\nendpoint_url = http://a:3\n"),
        session("endpoint of a services section", None, "[default]\nservices = mine\nendpoint_url = http://file:3\n[services mine]\ns3 =\n  endpoint_url = http://service:4\n"),
        session("endpoints ignored by the environment", {"AWS_ENDPOINT_URL": "http://all:2", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}),
        session("endpoints ignored by the profile", None, "[default]\nignore_configured_endpoint_urls = True\nendpoint_url = http://file:3\n"),
        session("addressing style path", None, s3),
        session("addressing style virtual", None, s3.replace("path", "virtual")),
        session("addressing style that is none", None, s3.replace("path", "sideways")),
        session("an s3 block of another profile", None, "[default]\nregion=x\n[profile a]\n" + s3.split("\n", 1)[1]),
        session("CA bundle of the environment", {"AWS_CA_BUNDLE": "{home}/a.pem"}, "[default]\nca_bundle = {home}/b.pem\n"),
        session("CA bundle of the profile", None, "[default]\nca_bundle = {home}/b.pem\n"),
        session("credential_process", None, f"[default]\ncredential_process = {shell}\n"),
        session("credential_process with a path that has a space", None, "[default]\ncredential_process = sh '{home}/a b.sh'\n", None, files={"a b.sh": process}),
        session("credentials file before credential_process", None, f"[default]\ncredential_process = {shell}\n", one),
        session("credential_process before keys of the config file", None, f"[default]\naws_access_key_id=C\naws_secret_access_key=cs\ncredential_process = {shell}\n"),
        session("credential_process that fails", None, "[default]\ncredential_process = sh -c 'echo no >&2; exit 3'\n"),
        session("credential_process of another version", None, "[default]\ncredential_process = echo '{\"Version\":2}'\n"),
        session("credential_process without a secret", None, "[default]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"A\"}'\n"),
        session("comments, blank lines and CRLF", None, "# a\r\n; b\r\n\r\n[default]\r\n# c\r\nregion = eu-west-2\r\n\r\n", one),
        session("upper-case keys and colons", None, "[default]\nREGION: eu-west-2\n"),
        session("no comment after a value", None, "[default]\nregion = eu-west-2 # here\n"),
        session("an equals sign in a value", None, None, "[default]\naws_access_key_id=A\naws_secret_access_key = a=b==\n"),
        session("a value that goes on", None, "[default]\nca_bundle = /a\n  /b\nregion = eu-west-2\n"),
        session("comments inside an s3 block", None, "[default]\ns3 =\n  # one\n  addressing_style = virtual\n\n  ; two\nregion = eu-west-2\n"),
        session("a key that stands twice", None, "[default]\nregion = a\nregion = b\n"),
        session("a section that stands twice", None, "[default]\nregion = a\n[default]\noutput = b\n"),
        session("a line that is nothing", None, "[default]\nregion\n"),
        session("a key before any section", None, "region = a\n"),
        session("an s3 block that is no block", None, "[default]\ns3 =\n  addressing_style\n"),
        session("[DEFAULT] is in every section", None, "[DEFAULT]\nregion = eu-west-2\n[profile a]\noutput = json\n", profile="a"),
        session("indented sections and keys", None, "  [default]\n  region = eu-west-2\n  output = json\n"),
    ]}


for name, make in {"signatures": signatures, "sessions": sessions}.items():
    made = {"botocore": botocore.__version__, **make()}
    (HERE / f"{name}.json").write_text(json.dumps(made, indent=1, ensure_ascii=True) + "\n")
    print(name, len(next(v for v in made.values() if isinstance(v, list))), file=sys.stderr)
