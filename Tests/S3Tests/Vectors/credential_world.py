"""One small world of configuration, and what botocore's credentials come to in it; every request ends in here."""
import base64
import calendar
import contextlib
import datetime
import json
import os
import pathlib
import random
import re
import tempfile
import time
import urllib.parse
from unittest import mock

import botocore
import botocore.credentials
import botocore.exceptions
import botocore.httpsession
import botocore.session
import botocore.tokens
from botocore.awsrequest import AWSResponse

# Made for these tests; opens nothing.
KEY = """-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIJSu1xDzq/zprLeTtuAhp+tQi7dGrfuCmwz6AdG/Fq17oAoGCCqGSM49
AwEHoUQDQgAEuxQ0ih5Ah0D22H9nuFIVemuCCs8fP8ClZO7/jJKX5ow6eTjwhmQu
7hOLhYVpd7O/ulOFtZ+aXLyvGbgAPxv2qA==
-----END EC PRIVATE KEY-----
"""


def iso(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def place(text, home, now):
    """Fills in what differs from run to run: the home directory and the time."""
    text = text.replace("{home}", home).replace("{key}", json.dumps(KEY)[1:-1])
    text = re.sub(r"\{now([+-]\d+)\}", lambda m: iso(now + int(m[1])), text)
    return re.sub(r"\{ms([+-]\d+)\}", lambda m: str((now + int(m[1])) * 1000), text)


class Wire:
    """Takes the place of botocore's HTTP."""

    def __init__(self, answers, home, now):
        self.answers = [dict(a) for a in answers]
        self.home, self.now, self.requests = home, now, []

    def send(self, _, request):
        body = request.body or b""
        body = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else body.read()
        headers = {k.lower(): v.decode() if isinstance(v, bytes) else v for k, v in request.headers.items()}
        self.requests.append(self.record(request.method, request.url, body.decode(), headers))
        line = f"{request.method} {request.url} {body.decode()}&"
        for answer in self.answers:
            if not all(part in line for part in answer["match"]) or answer.get("times", 1) == 0:
                continue
            if "times" in answer:
                answer["times"] -= 1
            if "fail" in answer:
                if answer["fail"] == "timeout":
                    raise botocore.exceptions.ReadTimeoutError(endpoint_url=request.url)
                break
            text = place(answer["body"], self.home, self.now)
            raw = mock.Mock()
            raw.stream = lambda *_, **__: iter([text.encode()])
            return AWSResponse(request.url, answer["status"], {"content-type": "text/plain", **answer.get("headers", {})}, raw)
        raise botocore.exceptions.EndpointConnectionError(endpoint_url=request.url)

    def record(self, method, url, body, headers):
        found = {"method": method, "url": url}
        if body.startswith("{"):
            found["json"] = json.loads(body)
        elif body:
            pairs = sorted(urllib.parse.parse_qsl(body, keep_blank_values=True))
            found["form"] = [[k, re.sub(r"^botocore-session-\d+$", "SESSION", v)] for k, v in pairs]
        kept = ["x-amz-sso_bearer_token", "x-aws-ec2-metadata-token", "x-aws-ec2-metadata-token-ttl-seconds",
                "x-amz-security-token"]
        found["headers"] = {k: headers[k] for k in kept if k in headers}
        authorization = headers.get("authorization")
        if authorization and authorization.startswith("AWS4"):
            key, _, region, service, _ = re.search(r"Credential=([^,]*)", authorization)[1].split("/")
            found["signer"] = [key, region, service]
        elif authorization:
            found["headers"]["authorization"] = authorization
        if "dpop" in headers:
            parts = [json.loads(base64.urlsafe_b64decode(p + "==")) for p in headers["dpop"].split(".")[:2]]
            found["proof"] = [parts[0]["jwk"]["x"], parts[0]["jwk"]["y"], parts[1]["htm"], parts[1]["htu"]]
        return found


def scenario(name, env=None, config=None, credentials=None, profile=None, files=None, answers=(), metadata=False,
             ordered=True):
    """One world and what botocore makes of it.

    metadata: whether the instance metadata service may be asked.
    ordered: whether the requests of a failure are compared, too.
    """
    env = {**({} if metadata else {"AWS_EC2_METADATA_DISABLED": "true"}), **(env or {})}
    files = dict(files or {})
    with tempfile.TemporaryDirectory() as home, contextlib.ExitStack() as stack:
        now = int(time.time())
        for path, text in {".aws/config": config, ".aws/credentials": credentials, **files}.items():
            if text is not None:
                target = pathlib.Path(home, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(place(text, home, now))
        before = {p: p.read_bytes() for p in pathlib.Path(home).rglob("*.json")}
        wire = Wire(answers, home, now)
        variables = {"HOME": home, "PATH": os.environ["PATH"], **{k: place(v, home, now) for k, v in env.items()}}
        cache = home + "/.aws/sso/cache"
        patch = lambda *a, **k: stack.enter_context(mock.patch.object(*a, **k))
        stack.enter_context(mock.patch.dict(os.environ, variables, clear=True))
        patch(botocore.httpsession.URLLib3Session, "send", lambda me, request: wire.send(me, request))
        patch(botocore.credentials.SSOProvider, "_SSO_TOKEN_CACHE_DIR", cache)
        patch(botocore.tokens.SSOTokenProvider, "_SSO_TOKEN_CACHE_DIR", cache)
        patch(time, "sleep", lambda _: None)
        patch(random, "randint", lambda *_: 360)
        patch(botocore.credentials.AssumeRoleCredentialFetcher, "_assume_role_kwargs", refuse_code)
        expected = {}
        try:
            session = botocore.session.Session(profile=profile)
            session.get_scoped_config()
            found = session.get_credentials()
            if found is not None:
                frozen = found.get_frozen_credentials()
                expected["provider"] = found.method
                expected["credentials"] = [frozen.access_key, frozen.secret_key, frozen.token]
                end = getattr(found, "_expiry_time", None)
                if end is not None:
                    seconds = calendar.timegm(end.utctimetuple())
                    expected["ends" if seconds > 4e9 else "endsIn"] = seconds if seconds > 4e9 else seconds - now
        except Exception as error:  # what botocore says is the expectation
            expected = {"error": type(error).__name__}
        if ordered or "error" not in expected:
            expected["requests"] = wire.requests
        written = {}
        for path in pathlib.Path(home).rglob("*.json"):
            if before.get(path) != path.read_bytes():
                written[str(path.relative_to(home))] = relative(json.loads(path.read_text()), now)
        if written:
            expected["written"] = written
    return {"name": name, "environment": env, "config": config, "credentials": credentials, "profile": profile, "files": files,
            "answers": list(answers), "expected": expected}


def relative(value, now):
    """Times near now as a distance in tens of seconds, so that a slow run writes the same."""
    if isinstance(value, dict):
        return {k: relative(v, now) for k, v in value.items()}
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value):
        seconds = calendar.timegm(time.strptime(value, "%Y-%m-%dT%H:%M:%SZ"))
        return value if seconds > 4e9 else f"now{round((seconds - now) / 10) * 10:+}"
    return value


original_kwargs = botocore.credentials.AssumeRoleCredentialFetcher._assume_role_kwargs


def refuse_code(self):
    if "SerialNumber" in self._assume_kwargs:
        raise EOFError("nobody is here to type a code")
    return original_kwargs(self)
