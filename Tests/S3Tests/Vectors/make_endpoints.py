#!/usr/bin/env python3
"""Asks botocore where requests go, and writes the answers that the endpoint tests compare with.

Four files:
  endpoint-partitions.json botocore's partition of every region that it knows, and of some that it does not;
  endpoint-rules.json      botocore's rule engine over S3's rule set, so that every rule that can be reached is;
  endpoint-requests.json   what boto3 clients would send, caught before it leaves;
  endpoint-providers.json  the same for the documented endpoints of servers that are not AWS's.

endpoint-cases.json is not made here: it has the parameters and outcomes of the test cases that AWS publishes beside the
rule set. 297 of 298 are in it; the other one, dualstack for a directory bucket, was an error then and is none now. This
program asks botocore's engine each of them, and fails if its answer is another.

Run it with boto3 1.43.11 installed; it makes no request:
    python3 make_endpoints.py
"""
import collections
import gzip
import itertools
import json
import os
import pathlib
import random
import sys
from unittest import mock

import boto3
import botocore
import botocore.auth
import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.endpoint_provider import EndpointProvider, ErrorRule, RuleSetStandardLibrary, TreeRule
from botocore.exceptions import EndpointProviderError

HERE = pathlib.Path(__file__).parent
DATA = pathlib.Path(botocore.__path__[0]) / "data"
RULES = json.loads(gzip.open(DATA / "s3/2006-03-01/endpoint-rule-set-1.json.gz").read())
PARTITIONS = json.loads((DATA / "partitions.json").read_text())
assert botocore.__version__ == "1.43.11", botocore.__version__

# ---------------------------------------------------------------- the rule engine

REGIONS = ["us-east-1", "us-west-2", "eu-central-1", "aws-global", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "eusc-de-east-1",
           "eu-isoe-west-1", "ap-future-9", "aws-cn-global", "moon", "Upper-1", "a b", "us-east-1.dotted", "-x", None]
ENDPOINTS = [None, "https://example.com", "http://example.com:8080", "https://example.com/base", "https://example.com/base/",
             "http://192.0.2.1:9000", "https://192.0.2.1/base", "http://[2001:db8::1]:9000", "https://beta.example.com:1234/a/b"]
ZONES = ["use1-az4", "usw2-az10", "use1-lax1-az1", "use1-test-az10a", "use1-az4-dedicate-01", "use1-az4x-az99", "az"]
ACCOUNT = "123456789012"


def buckets():
    yield None
    yield from ["bucket", "bucket-1", "a.dotted.bucket", "UPPER", "under_score", "ab", "192.168.0.1", "1.2.3", "-edge", "edge-",
                "x" * 63, "x" * 64, "with space", "per%cent", "é-bucket", "a..b", "a.-b", "bucket.", "arn", "arn:", "arn:aws",
                "arn:aws:s3", "arn:é", "--x-s3", "--xa-s3", "--op-s3"]
    for zone in ZONES:
        for suffix in ["--x-s3", "--xa-s3"]:
            yield f"mybucket--{zone}{suffix}"
            yield f"my.bucket--{zone}{suffix}"
            yield f"{zone}{suffix}"
            yield f"x-{zone}{suffix}"
            yield f"Upper--{zone}{suffix}"
    for hardware, place, outpost in itertools.product("eoxA", ["beta0", "01234", "beta-", "betab"], ["op-01234567890abc", "op_0123456789abcd", "0123456789abcdefg", "-op12345678901234"]):
        yield f"test-accessp-{hardware}{outpost}{'0' * 20}{place[:4]}0--op-s3"
        yield f"Test.accessp-{hardware}{outpost}{'0' * 20}{place[:4]}0--op-s3"
    for service, region, account, resource in itertools.product(
            ["s3", "s3-object-lambda", "s3-outposts", "sqs"], ["us-west-2", "us-east-1", "cn-north-1", "us-gov-east-1", "", "us_west", "a b", "a.b"],
            [ACCOUNT, "", "1234_5", "-1"],
            ["accesspoint:mypoint", "accesspoint/mypoint", "accesspoint:my_point", "accesspoint:my.point", "accesspoint:", "accesspoint",
             "accesspoint:a:b", "accesspoint:a:", "outpost:op-1:accesspoint:mypoint", "outpost/op-1/accesspoint/my_point", "outpost:op_1:accesspoint:x",
             "outpost", "outpost:op-1", "outpost:op-1:accesspoint", "outpost:op-1:bucket:x", "outpost:op-1:accesspoint:a:b",
             "bucket:name", ":x", "/", "accesspoint:mfzwi23gnjvgw.mrap", ""]):
        yield f"arn:aws:{service}:{region}:{account}:{resource}"
    for partition, region in [("aws-cn", ""), ("aws-us-gov", ""), ("", "us-west-2"), ("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1"), ("aws-iso", "us-iso-east-1")]:
        yield f"arn:{partition}:s3:{region}:{ACCOUNT}:accesspoint:mypoint"
        yield f"arn:{partition}:s3-object-lambda:{region}:{ACCOUNT}:accesspoint:mypoint"
        yield f"arn:{partition}:s3-outposts:{region}:{ACCOUNT}:outpost:op-1:accesspoint:mypoint"


FLAGS = ["UseFIPS", "UseDualStack", "Accelerate", "ForcePathStyle", "UseGlobalEndpoint", "UseObjectLambdaEndpoint", "UseS3ExpressControlEndpoint",
         "DisableS3ExpressSessionAuth", "DisableAccessPoints", "DisableMultiRegionAccessPoints"]


class Engine:
    """botocore's engine, watched: which rules decide."""

    def __init__(self):
        self.provider = EndpointProvider(ruleset_data=RULES, partition_data=PARTITIONS)
        self.leaves, self.hit = [], None
        self.watch(self.provider.ruleset.rules, "")

    def watch(self, rules, path):
        for number, rule in enumerate(rules):
            name = f"{path}/{number}"
            if isinstance(rule, TreeRule):
                self.watch(rule.rules, name)
                continue
            self.leaves.append(name)
            original = rule.evaluate

            def evaluate(scope, library, original=original, name=name, rule=rule):
                try:
                    found = original(scope, library)
                except EndpointProviderError:
                    self.hit = name
                    raise
                if found is not None:
                    self.hit = name
                return found

            rule.evaluate = evaluate

    def ask(self, parameters):
        """The vector of one question, and the rule that answered it."""
        self.hit = None
        full = {"UseFIPS": False, "UseDualStack": False, "Accelerate": False, "ForcePathStyle": False, "UseGlobalEndpoint": False,
                "DisableMultiRegionAccessPoints": False, **{k: v for k, v in parameters.items() if v is not None}}
        try:
            found = self.provider.ruleset.evaluate(dict(full))
        except EndpointProviderError as error:
            return {"ask": parameters, "error": error.kwargs["msg"]}, self.hit
        schemes = []
        for scheme in found.properties["authSchemes"]:
            region = scheme.get("signingRegion") or ",".join(scheme["signingRegionSet"])
            schemes.append([scheme["name"], scheme["signingName"], region])
        return {"ask": parameters, "url": found.url, "schemes": schemes}, self.hit


def question(source, names):
    asked = {"Bucket": source.choice(names), "Region": source.choice(REGIONS[:4] if source.random() < 0.7 else REGIONS),
             "Endpoint": source.choice(ENDPOINTS) if source.random() < 0.4 else None}
    chance = source.choice([0.05, 0.2, 0.5])
    for flag in FLAGS:
        if source.random() < chance:
            asked[flag] = True
    if source.random() < 0.15:
        asked["UseArnRegion"] = False
    return {name: value for name, value in asked.items() if value is not None}


def rules():
    engine, source, names = Engine(), random.Random(43), list(buckets())
    kept = collections.defaultdict(list)
    seen = set()

    def keep(asked, most):
        mark = json.dumps(asked, sort_keys=True)
        if mark in seen:
            return
        seen.add(mark)
        vector, rule = engine.ask(asked)
        if len(kept[rule]) < most:
            kept[rule].append(vector)

    plain = [name for name in names if name is None or not name.startswith("arn:aws:")]
    for values in itertools.product([False, True], repeat=5):  # every combination of the client's settings
        flags = {name: True for name, value in zip(FLAGS[:5], values) if value}
        for region, endpoint, bucket in itertools.product(REGIONS[:5], ENDPOINTS[:7], [None, "bucket", "a.dotted.bucket", "UPPER"]):
            keep({k: v for k, v in {"Region": region, "Endpoint": endpoint, "Bucket": bucket, **flags}.items() if v is not None}, 5)
    for bucket in names:  # every bucket with few settings
        for extra in [{}, {"UseFIPS": True}, {"UseDualStack": True}, {"Accelerate": True}, {"UseArnRegion": False}, {"DisableAccessPoints": True},
                      {"Endpoint": "https://example.com/base"}, {"ForcePathStyle": True}, {"DisableMultiRegionAccessPoints": True}]:
            keep({"Region": "us-west-2", **({"Bucket": bucket} if bucket else {}), **extra}, 9)
    for _ in range(200000):
        keep(question(source, plain if source.random() < 0.5 else names), 9)
    vectors = [vector for group in kept.values() for vector in group]
    missed = [name for name in engine.leaves if name not in kept]
    return {"rules": len(engine.leaves), "reached": len(engine.leaves) - len(missed), "vectors": vectors}, missed, engine


# ---------------------------------------------------------------- boto3 clients

class RecordedV4A(botocore.auth.S3SigV4Auth):
    """Stands in for the signer that needs the Common Runtime: only what it is told matters here."""

    def add_auth(self, request):
        region = request.context.get("signing", {}).get("region") or self._region_name
        request.headers["Authorization"] = f"V4A Credential=a/d/{region}/{self._service_name}/aws4_request"


botocore.auth.AUTH_TYPE_MAPS.update({"v4a": RecordedV4A, "s3v4a": RecordedV4A})
SESSION = botocore.session.Session()
MODEL = SESSION.get_service_model("s3")
SESSION_ANSWER = (b'<CreateSessionResult><Credentials><SessionToken>t</SessionToken><SecretAccessKey>s</SecretAccessKey><AccessKeyId>e</AccessKeyId>'
                  b'<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></CreateSessionResult>')
TRAITS = {"UseObjectLambdaEndpoint": "usesObjectLambdaEndpoint", "UseS3ExpressControlEndpoint": "usesExpressControlEndpoint",
          "DisableS3ExpressSessionAuth": "disablesExpressSessionAuth", "DisableAccessPoints": "disablesAccessPoints"}


class Client:
    """One boto3 client whose requests are caught."""

    def __init__(self, **settings):
        """Settings by the names of Swift's ClientConfiguration, beside `region` and `endpointURL`."""
        self.settings = settings
        s3 = {"addressing_style": settings.get("addressingStyle", "auto"),
              "us_east_1_regional_endpoint": settings.get("usEast1Endpoint", "regional")}
        if settings.get("addressingStyle") is None:
            del s3["addressing_style"]
        for name, key in {"usesDualstackEndpoint": "use_dualstack_endpoint", "usesAccelerateEndpoint": "use_accelerate_endpoint",
                          "usesARNRegion": "use_arn_region", "disablesMultiRegionAccessPoints": "s3_disable_multiregion_access_points"}.items():
            if name in settings:
                s3[key] = settings[name]
        config = {"s3": s3}
        for name, key in {"usesFIPSEndpoint": "use_fips_endpoint", "signatureVersion": "signature_version",
                          "disablesS3ExpressSessionAuth": "disable_s3_express_session_auth",
                          "sigV4aSigningRegionSet": "sigv4a_signing_region_set"}.items():
            if name in settings:
                config[key] = settings[name]
        if "sigv4a_signing_region_set" in config:
            config["sigv4a_signing_region_set"] = ",".join(config["sigv4a_signing_region_set"])
        express = config.pop("disable_s3_express_session_auth", None)
        environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
        if express is not None:
            environment["AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"] = str(express).lower()
        with mock.patch.dict(os.environ, environment, clear=True):
            core = botocore.session.Session()
            core.register_component("data_loader", SESSION.get_component("data_loader"))
            self.client = boto3.Session(botocore_session=core).client(
                "s3", region_name=settings["region"], endpoint_url=settings.get("endpointURL"), aws_access_key_id="a",
                aws_secret_access_key="b", config=Config(**config))
        self.client.meta.events.register_last("before-sign.s3", self.note)
        self.client.meta.events.register("before-send.s3", self.catch)

    def note(self, request, **_):
        if "?session" not in request.url:  # the session of a directory bucket is asked for in the midst
            self.auth_path = request.auth_path

    def catch(self, request, **_):
        raw = mock.Mock()
        if "session" in request.url and "?session" in request.url:
            raw.stream = lambda **_: iter([SESSION_ANSWER])
            return AWSResponse(request.url, 200, {}, raw)
        self.caught = request
        raw.stream = lambda **_: iter([b""])
        return AWSResponse(request.url, 200, {}, raw)

    def send(self, operation, bucket=None, key=None, **more):
        """The vector of one request."""
        self.caught = self.auth_path = None
        arguments = {**({"Bucket": bucket} if bucket is not None else {}), **({"Key": key} if key is not None else {}), **more}
        model = MODEL.operation_model(operation)
        traits = {TRAITS[c.name]: c.value for c in model.static_context_parameters if c.name in TRAITS}
        if operation == "GetBucketLocation":
            traits["forcesPathStyle"] = True
        vector = {"client": self.settings, "operation": operation, "bucket": bucket, "key": key}
        if operation == "WriteGetObjectResponse":
            traits["hostPrefix"] = more["RequestRoute"]
            vector["key"] = "WriteGetObjectResponse"
        vector["traits"] = traits
        try:
            getattr(self.client, botocore.xform_name(operation))(**arguments)
        except Exception as error:
            if self.caught is None:
                cause = error.__cause__ if isinstance(error.__cause__, EndpointProviderError) else error
                vector["error"] = cause.kwargs["msg"] if isinstance(cause, EndpointProviderError) else type(error).__name__
                return vector
        request = self.caught
        headers = {k.lower(): v for k, v in request.headers.items()}
        decode = lambda value: value.decode() if isinstance(value, bytes) else value
        vector["url"] = request.url.split("?")[0]
        authorization = decode(headers["authorization"])
        if authorization.startswith("AWS "):
            vector["signature"] = ["v2", None, None]
            path = "/" + vector["url"].split("://", 1)[1].partition("/")[2]
            vector["canonicalResource"] = path if self.auth_path is None else self.auth_path.split("?")[0]
        else:
            kind = "v4a" if authorization.startswith("V4A") else "express" if "x-amz-s3session-token" in headers else "v4"
            scope = authorization.split("Credential=")[1].split("/aws4_request")[0].split("/", 2)[2]
            region, service = scope.rsplit("/", 1)
            vector["signature"] = [kind, service, region]
            if self.auth_path is not None:
                vector["canonicalResource"] = self.auth_path.split("?")[0]
        return vector

    def presign(self, bucket, key):
        vector = {"client": self.settings, "operation": "GetObject", "bucket": bucket, "key": key, "traits": {}, "isPresigned": True}
        try:
            url = self.client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key})
        except Exception as error:
            cause = error.__cause__ if isinstance(error.__cause__, EndpointProviderError) else error
            vector["error"] = cause.kwargs["msg"] if isinstance(cause, EndpointProviderError) else type(error).__name__
            return vector
        vector["url"], query = url.split("?", 1)
        fields = dict(pair.split("=", 1) for pair in query.split("&"))
        if "X-Amz-Credential" in fields:
            scope = fields["X-Amz-Credential"].split("%2F")
            vector["signature"] = ["express" if "X-Amz-S3session-Token" in fields else "v4", scope[3], scope[2]]
        else:
            vector["signature"] = ["v2", None, None]
        return vector


KEYS = ["a/b c", "plain.txt", "é/日本", "100%+~(x)!*'", "//double//", "./..", "a?b#c&d=e"]
BUCKETS = ["my-bucket", "my.dotted.bucket", "UPPER_case", "192.168.1.1", "xy", "x" * 64, "mybucket--use1-az4--x-s3", "point--usw2-az1--xa-s3",
           "point-hash-s3alias", f"arn:aws:s3:us-west-2:{ACCOUNT}:accesspoint/mypoint", f"arn:aws:s3:us-east-1:{ACCOUNT}:accesspoint:mypoint",
           f"arn:aws:s3::{ACCOUNT}:accesspoint:mfzwi23gnjvgw.mrap", f"arn:aws:s3-object-lambda:us-west-2:{ACCOUNT}:accesspoint/lambda",
           f"arn:aws:s3-outposts:us-west-2:{ACCOUNT}:outpost/op-01234567890123456/accesspoint/mypoint",
           f"arn:aws-cn:s3:cn-north-1:{ACCOUNT}:accesspoint/mypoint", f"arn:aws:s3:us-west-2:{ACCOUNT}:bucket/x", "bad name", "a/b"]


def clients():
    for region in ["us-east-1", "us-west-2", "eu-central-1", "ap-southeast-5", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "eusc-de-east-1",
                   "aws-global", "fips-us-gov-west-1", "ca-central-1-fips"]:
        for style in ["auto", "path", "virtual"]:
            yield {"region": region, "addressingStyle": style}
        yield {"region": region, "usesDualstackEndpoint": True}
        yield {"region": region, "usesFIPSEndpoint": True}
        yield {"region": region, "usesFIPSEndpoint": True, "usesDualstackEndpoint": True, "addressingStyle": "path"}
        yield {"region": region, "usesAccelerateEndpoint": True}
    for style in ["auto", "path", "virtual"]:
        yield {"region": "us-east-1", "usEast1Endpoint": "legacy", "addressingStyle": style}
        yield {"region": "us-east-1", "usEast1Endpoint": "legacy", "usesDualstackEndpoint": True, "addressingStyle": style}
    yield {"region": "us-west-2", "usEast1Endpoint": "legacy"}
    yield {"region": "us-west-2", "usesAccelerateEndpoint": True, "usesDualstackEndpoint": True}
    yield {"region": "us-west-2", "usesAccelerateEndpoint": True, "usesFIPSEndpoint": True}
    yield {"region": "us-west-2", "usesAccelerateEndpoint": True, "addressingStyle": "path"}
    yield {"region": "us-east-1", "usesARNRegion": False}
    yield {"region": "us-east-1", "disablesMultiRegionAccessPoints": True}
    yield {"region": "us-east-1", "disablesS3ExpressSessionAuth": True}
    yield {"region": "us-east-1", "sigV4aSigningRegionSet": ["us-east-1", "eu-west-1"]}
    for version in ["s3v4", "s3"]:
        yield {"region": "eu-west-1", "signatureVersion": version}
    for url in ["http://localhost:9000", "http://127.0.0.1:8333", "http://[::1]:9000", "https://storage.example.com", "http://storage.example.com/base",
                "https://storage.example.com:8443/a/b/", "https://s3-accelerate.amazonaws.com", "https://s3-accelerate.dualstack.amazonaws.com"]:
        for style in ["auto", "path", "virtual"]:
            yield {"region": "us-east-1", "endpointURL": url, "addressingStyle": style}
    yield {"region": "eu-west-1", "endpointURL": "https://storage.example.com", "usesFIPSEndpoint": True, "usesDualstackEndpoint": True}
    yield {"region": "eu-west-1", "endpointURL": "https://storage.example.com", "usesAccelerateEndpoint": True}
    yield {"region": "eu-west-1", "endpointURL": "http://storage.example.com", "signatureVersion": "s3", "addressingStyle": "virtual"}


def differs(settings, vector):
    """Where the tests do not follow botocore, because no server could."""
    bucket = vector["bucket"] or ""
    if vector.get("error") == "UnsupportedSignatureVersionError":
        return True  # a URL signed by V4A, which botocore cannot make
    if bucket.endswith(("--x-s3", "--xa-s3")) and "signatureVersion" in settings:
        return True  # signed for the service s3, which directory buckets refuse
    if bucket.endswith("--xa-s3") and vector.get("isPresigned"):
        return True  # a host in the region aws-global, which has no directory buckets
    address = any(text in settings.get("endpointURL", "") for text in ["127.0.0.1", "[::1]"])
    return address and bucket == "my.dotted.bucket"  # put in front of an address, for which no name server answers


def requests():
    """Vectors name their client by its place in a list."""
    vectors, settings = [], list(clients())
    for number, one in enumerate(settings):
        client, made = Client(**one), []
        made.append(client.send("ListBuckets"))
        for index, bucket in enumerate(BUCKETS):
            made.append(client.send("HeadObject", bucket, KEYS[(number + index) % len(KEYS)]))
            if (number + index) % 6 == 0:
                made.append(client.send("HeadBucket", bucket))
            if (number + index) % 6 == 1:
                made.append(client.presign(bucket, "a b"))
            if (number + index) % 9 == 0:
                made.append(client.send("GetBucketLocation", bucket))
                made.append(client.send("CreateBucket", bucket))
            if (number + index) % 12 == 0:
                made.append(client.send("CopyObject", bucket, "k", CopySource={"Bucket": "b", "Key": "c"}))
        made.append(client.presign(BUCKETS[number % 3], "k"))
        if number % 10 == 0:
            made.append(client.send("ListDirectoryBuckets"))
            made.append(client.send("WriteGetObjectResponse", RequestRoute="route", RequestToken="t"))
            made += [client.send("GetObject", "my-bucket", key) for key in KEYS]
        vectors += [{**vector, "client": number} for vector in made if not differs(one, vector)]
    return {"clients": settings, "vectors": vectors}


# ---------------------------------------------------------------- other people's servers

# Name, endpoint as documented, region as documented, styles that the documentation allows, signature versions, a bucket of the usual form.
PROVIDERS = [
    ("Tencent COS", "https://cos.ap-guangzhou.myqcloud.com", "ap-guangzhou", ["virtual"], ["s3", "s3v4"], "examplebucket-1250000000"),
    ("Aliyun OSS", "https://s3.oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou", ["virtual"], ["s3v4", "s3"], "examplebucket"),
    ("Cloudflare R2", "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com", "auto", ["auto", "path", "virtual"], ["s3v4"], "examplebucket"),
    ("Backblaze B2", "https://s3.us-west-004.backblazeb2.com", "us-west-004", ["auto", "path", "virtual"], ["s3v4"], "examplebucket"),
    ("Wasabi", "https://s3.eu-central-1.wasabisys.com", "eu-central-1", ["auto", "path", "virtual"], ["s3v4", "s3"], "examplebucket"),
    ("DigitalOcean Spaces", "https://nyc3.digitaloceanspaces.com", "us-east-1", ["auto", "path", "virtual"], ["s3v4", "s3"], "examplebucket"),
    ("Google Cloud Storage", "https://storage.googleapis.com", "auto", ["auto", "path", "virtual"], ["s3v4", "s3"], "examplebucket"),
    ("MinIO", "http://localhost:9000", "us-east-1", ["auto", "path", "virtual"], ["s3v4", "s3"], "examplebucket"),
    ("Ceph", "http://rgw.example.com:7480", "default", ["auto", "path", "virtual"], ["s3v4", "s3"], "example.bucket"),
    ("SeaweedFS", "http://localhost:8333", "us-east-1", ["auto", "path"], ["s3v4", "s3"], "examplebucket"),
    ("Hetzner", "https://fsn1.your-objectstorage.com", "fsn1", ["auto", "path", "virtual"], ["s3v4"], "examplebucket"),
    ("Scaleway", "https://s3.fr-par.scw.cloud", "fr-par", ["auto", "path", "virtual"], ["s3v4"], "examplebucket"),
    ("OVHcloud", "https://s3.gra.io.cloud.ovh.net", "gra", ["auto", "path", "virtual"], ["s3v4"], "examplebucket"),
    ("Linode", "https://us-east-1.linodeobjects.com", "us-east-1", ["auto", "path", "virtual"], ["s3v4"], "examplebucket"),
    ("Storj", "https://gateway.storjshare.io", "us-east-1", ["auto", "path", "virtual"], ["s3v4"], "examplebucket"),
    ("IDrive e2", "https://s3.us-west-1.idrivee2.com", "us-west-1", ["auto", "path", "virtual"], ["s3v4"], "examplebucket"),
]


def providers():
    vectors = []
    for name, url, region, styles, versions, bucket in PROVIDERS:
        for style, version in itertools.product(styles, versions):
            client = Client(region=region, endpointURL=url, addressingStyle=style, signatureVersion=version)
            for vector in [client.send("ListBuckets"), client.send("HeadBucket", bucket), client.send("GetObject", bucket, "dir/a b é.txt"),
                           client.send("PutObject", bucket, "x+y")]:
                vectors.append({"provider": name, **vector})
    return {"vectors": vectors}


def partitions():
    """Every region that botocore knows, and some that it does not, with what botocore makes of their names."""
    library = RuleSetStandardLibrary(PARTITIONS)
    regions = [region for partition in PARTITIONS["partitions"] for region in partition["regions"]]
    regions += [f"{partition['id']}-global" for partition in PARTITIONS["partitions"]]
    for prefix in ["us", "mx", "xx", "us-gov", "us-iso", "us-isob", "us-isof", "eu-isoe", "cn", "eusc", "eusc-de", "us-isox", ""]:
        regions += [f"{prefix}-{rest}" for rest in ["new-1", "new_9-22", "new", "new-x", "-1", "a-b-1", "new-1-", "NEW-1"]]
    made = []
    for region in regions:
        found = library.aws_partition(region)
        made.append({"region": region, "name": found["name"], "domain": found["dnsSuffix"], "dualstackDomain": found["dualStackDnsSuffix"],
                     "globalRegion": found["implicitGlobalRegion"], "supportsFIPS": found["supportsFIPS"], "supportsDualstack": found["supportsDualStack"]})
    return made


def check_cases(engine):
    """The published cases hold for the rule set that everything else here is made of."""
    for case in json.loads((HERE / "endpoint-cases.json").read_text())["vectors"]:
        found, _ = engine.ask(case["ask"])
        assert found == case, (found, case)


def write(name, content):
    lines = ",\n".join(json.dumps({k: v for k, v in vector.items() if v not in (None, {})}) for vector in content.pop("vectors"))
    head = json.dumps({"botocore": botocore.__version__, **content})[:-1]
    (HERE / name).write_text(head + ',\n"vectors": [\n' + lines + "\n]}\n")
    print(name, lines.count("\n") + 1, file=sys.stderr)


if __name__ == "__main__":
    check_cases(Engine())
    made, missed, engine = rules()
    print("rules", made["rules"], "reached", made["reached"], file=sys.stderr)
    for name in missed:
        rule, path = None, [int(part) for part in name.split("/")[1:]]
        ruleset = engine.provider.ruleset.rules
        for part in path:
            rule = ruleset[part]
            ruleset = getattr(rule, "rules", None)
        print("not reached", name, rule.error if isinstance(rule, ErrorRule) else rule.endpoint["url"], file=sys.stderr)
    write("endpoint-rules.json", made)
    write("endpoint-partitions.json", {"vectors": partitions()})
    write("endpoint-requests.json", requests())
    write("endpoint-providers.json", providers())
