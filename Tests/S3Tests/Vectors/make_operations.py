#!/usr/bin/env python3
"""Writes what botocore 1.43.11 sends for every operation and member, and what it reads from answers.

    make_operations.py

Writes `operations.json` beside itself, and `../Generated/*.swift`, which make Swift's inputs from the same parameters.
No request leaves the process. A parameter tree in the JSON is what boto3 takes, with times and bytes as text.
"""
import base64
import datetime
import io
import json
import os
import sys
import urllib.parse

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore import UNSIGNED

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "Sources", "S3", "Operations", "Model"))
import spelling  # noqa: E402
import words  # noqa: E402
from model import Model  # noqa: E402

MODEL = Model()
TIME = datetime.datetime(2009, 10, 12, 17, 50, 30, tzinfo=datetime.timezone.utc)
# Operations in which botocore does not encode a key of the caller's; we do in all, so these are asked with the MD5 only.
NOT_ENCODED = {"ListParts", "GetObjectAttributes"}
TEXTS = {
    "Bucket": "examplebucket", "Key": "dir/a b+c&d=ü~'(1).txt", "ETag": '"9b2cf535f27731c974343645a3985328"',
    "SSECustomerKey": "0123456789abcdef0123456789abcdef", "CopySourceSSECustomerKey": "fedcba9876543210fedcba9876543210",
    "Prefix": "dir/ü +", "Delimiter": "/", "StartAfter": "dir/a+b %", "Marker": "dir/a+b %", "KeyMarker": "a&b",
    "ContentType": "text/plain; charset=utf-8", "Range": "bytes=3-99", "CopySourceRange": "bytes=0-1023",
    "RenameSource": "/examplebucket/from%20here", "Tagging": "a=1&b=x%20y", "ChecksumAlgorithm": "SHA256",
    "ChecksumMD5": "1B2M2Y8AsgTpgAmY7PhCfg==", "ClientToken": "11112222-3333-4444-5555-666677778888",
}


class Raw(io.BytesIO):
    """An answer's bytes as urllib3 gives them."""

    def stream(self, **_):
        yield self.read()


class Client:
    """A client that sends nothing: every request is noted and answered."""

    def __init__(self):
        self.answer, self.seen, self.script = (200, {}, b""), [], []
        session = botocore.session.Session()
        self.made = session.create_client("s3", region_name="us-east-1", endpoint_url="http://127.0.0.1:9",
                                          config=Config(
            signature_version=UNSIGNED, s3={"addressing_style": "path"}, retries={"max_attempts": 0},
            request_checksum_calculation="when_required", response_checksum_validation="when_required"))
        self.made.meta.events.register("before-send.s3", self.send)

    def send(self, request, **_):
        if self.script:
            self.answer = (200, {}, self.script.pop(0))
        body = request.body
        if hasattr(body, "read"):
            body = body.read()
        self.seen.append((request, body or b""))
        status, headers, content = self.answer
        return AWSResponse(request.url, status, headers, Raw(content))


CLIENT = Client()


def client(answer=(200, {}, b"")):
    CLIENT.answer, CLIENT.seen = answer, []
    return CLIENT.made, CLIENT.seen


def call(made, operation):
    return getattr(made, spelling.boto3_name(operation))


def sample(shape_name, name, second=False, depth=0):
    """A value for a member: the same one each time."""
    shape = MODEL.shapes[shape_name]
    kind = shape["type"]
    if name in TEXTS and kind == "string":
        return TEXTS[name]
    if "enum" in shape:
        return shape["enum"][-1 if second else 0]
    if kind == "string":
        return f"{name} {'two' if second else 'one'} <&>"
    if kind == "boolean":
        return not second
    if kind == "integer":
        return 7 if not second else 8
    if kind == "long":
        return 12345678901
    if kind == "timestamp":
        return TIME
    if kind == "blob":
        return b"hello, world"
    if kind == "map":
        return {"first": "one", "second": "two three"}
    if kind == "list":
        member = shape["member"]["shape"]
        return [sample(member, name, False, depth + 1), sample(member, name, True, depth + 1)]
    return {key: sample(reference["shape"], key, second, depth + 1) for key, reference in shape["members"].items()}


def plain(value):
    """A value as JSON holds it."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ").replace(".000000Z", "Z")
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


IGNORED = {"host", "content-length", "user-agent", "amz-sdk-invocation-id", "amz-sdk-request", "expect",
           "transfer-encoding", "accept-encoding"}


def request_case(operation, name, parameters):
    made, seen = client()
    try:
        call(made, operation)(**parameters)
    except Exception as problem:  # The empty answer may not be what the operation wants.
        if not seen:
            raise problem
    request, body = seen[0]
    url = urllib.parse.urlsplit(request.url)
    query = [] if not url.query else [item.partition("=") for item in url.query.split("&")]
    # What is computed from the body is the business of the checksums, not of the encoding.
    computed = {f"x-amz-checksum-{a.lower()}" for a in MODEL.shapes["ChecksumAlgorithm"]["enum"]
                if f"Checksum{a}" not in parameters}
    if "ChecksumAlgorithm" not in parameters:
        computed.add("x-amz-sdk-checksum-algorithm")
    if "ClientToken" not in parameters:
        # Made anew for each request.
        computed.add("x-amz-client-token")
    headers = {}
    for key, value in request.headers.items():
        key = key.lower()
        if key not in IGNORED and key not in computed:
            headers[key] = value.decode("utf-8") if isinstance(value, bytes) else value
    return {
        "operation": operation, "name": name, "parameters": plain(parameters), "method": request.method,
        "path": url.path,
        "query": sorted([urllib.parse.unquote_to_bytes(k).decode(), urllib.parse.unquote_to_bytes(v).decode()]
                        for k, _, v in query),
        "headers": headers, "body": body.decode("utf-8") if isinstance(body, bytes) else body,
    }


def request_cases(operation):
    shape = MODEL.shapes[MODEL.operations[operation]["input"]["shape"]]
    required = shape.get("required", [])
    value = {name: sample(reference["shape"], name) for name, reference in shape["members"].items()}
    if "CopySource" in value:
        value["CopySource"] = {"Bucket": "source", "Key": TEXTS["Key"], "VersionId": "v1.~_-"}
    if "Body" in value and "ContentLength" in value:
        value["ContentLength"] = len(value["Body"])
    base = {name: value[name] for name in required}
    if operation in NOT_ENCODED:
        del value["SSECustomerKey"]
    cases = [("required", base)]
    for name in value:
        if name in required:
            continue
        alone = {**base, name: value[name]}
        if name == "ContentLength":
            alone["Body"] = value["Body"]
        cases.append((name, alone))
        kind = MODEL.shapes[shape["members"][name]["shape"]]
        if kind["type"] == "boolean":
            cases.append((name + " false", {**base, name: False}))
        if "enum" in kind and len(kind["enum"]) > 1 and name != "ChecksumAlgorithm":
            cases.append((name + " last", {**base, name: kind["enum"][-1]}))
    everything = {name: value[name] for name in shape["members"] if name in value}
    cases.append(("everything", everything))
    for name in ("SSECustomerKey", "CopySourceSSECustomerKey"):
        if name in value:
            trimmed = dict(everything)
            trimmed.pop(name + "MD5")
            cases.append(("everything, " + name + "MD5 computed", trimmed))
    if "CopySource" in value:
        cases.append(("source without version", {**base, "CopySource": {"Bucket": "source", "Key": "a/b c"}}))
        cases.append(("source of an access point", {**base, "CopySource": {
            "Bucket": "arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap", "Key": "a/ü"}}))
    if "Range" in value:
        cases += [("range to the end", {**base, "Range": "bytes=5-"}), ("last bytes", {**base, "Range": "bytes=-500"})]
    return [request_case(operation, name, parameters) for name, parameters in cases] + odd_cases(operation, base)


def odd_cases(operation, base):
    """Lists that are empty, text that XML escapes, and structures with little in them."""
    odd = {
        "DeleteObjects": [
            ("odd keys", {"Delete": {"Objects": [{"Key": "a\rb\nc<>&\"'"}, {"Key": " ü😀 ", "VersionId": "null"}],
                                     "Quiet": True}}),
            ("one key", {"Delete": {"Objects": [{"Key": "k"}]}}),
        ],
        "PutObjectTagging": [("no tags", {"Tagging": {"TagSet": []}}),
                             ("empty value", {"Tagging": {"TagSet": [{"Key": "a", "Value": ""}]}})],
        "PutObjectAcl": [
            ("owner only", {"AccessControlPolicy": {"Owner": {"ID": "me"}}}),
            ("no grants", {"AccessControlPolicy": {"Grants": [], "Owner": {"ID": "me"}}}),
            ("a group", {"AccessControlPolicy": {"Grants": [{
                "Grantee": {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"},
                "Permission": "READ"}]}}),
        ],
        "CompleteMultipartUpload": [
            ("two parts", {"MultipartUpload": {"Parts": [
                {"ETag": '"a"', "PartNumber": 1}, {"ETag": '"b"', "ChecksumCRC32": "AAAAAA==", "PartNumber": 2}]}})],
        "CreateBucket": [
            ("region", {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}),
            ("directory", {"CreateBucketConfiguration": {"Location": {"Type": "AvailabilityZone", "Name": "use1-az5"},
                                                         "Bucket": {"DataRedundancy": "SingleAvailabilityZone",
                                                                    "Type": "Directory"}}})],
        "RestoreObject": [("days", {"RestoreRequest": {"Days": 3, "GlacierJobParameters": {"Tier": "Bulk"}}})],
        "PutObject": [("no body", {}), ("empty body", {"Body": b""}), ("unicode body", {"Body": "ü€".encode()}),
                      ("no metadata", {"Metadata": {}})],
    }
    cases = [request_case(operation, name, {**base, **change}) for name, change in odd.get(operation, [])]
    if "Key" in base:
        for key in ("a", "/a", "a//b", "a/../b", "a/./b", "a/", "?a#b", "%41", "a\\b", "π/😀", "a:b@c,d;e!f*g"):
            if operation in ("GetObject", "CopyObject", "UploadPart"):
                cases.append(request_case(operation, "key " + key, {**base, "Key": key}))
    return cases


# MARK: Answers


def xml_of(value, shape_name, reference, name):
    """A value as the service writes it."""
    shape = MODEL.shapes[shape_name]
    if shape["type"] == "structure":
        inside, attributes = "", ""
        for key, item in value.items():
            member = shape["members"][key]
            if member.get("xmlAttribute"):
                attributes += f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="{item}"'
            else:
                inside += xml_of(item, member["shape"], member, member.get("locationName", key))
        return f"<{name}{attributes}>{inside}</{name}>"
    if shape["type"] == "list":
        member = shape["member"]
        if shape.get("flattened"):
            return "".join(xml_of(item, member["shape"], member, name) for item in value)
        item_name = member.get("locationName", "member")
        return f"<{name}>" + "".join(xml_of(item, member["shape"], member, item_name) for item in value) + f"</{name}>"
    return f"<{name}>{escape(text_of(value))}</{name}>"


def text_of(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return str(value)


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def header_of(value, reference, shape):
    if isinstance(value, datetime.datetime):
        style = reference.get("timestampFormat", shape.get("timestampFormat"))
        return value.strftime("%Y-%m-%dT%H:%M:%SZ" if style == "iso8601" else "%a, %d %b %Y %H:%M:%S GMT")
    return text_of(value)


ROOTS = {
    "CopyObject": "CopyObjectResult", "UploadPartCopy": "CopyPartResult",
    "CreateMultipartUpload": "InitiateMultipartUploadResult", "CompleteMultipartUpload": "CompleteMultipartUploadResult",
    "GetObjectTagging": "Tagging", "GetObjectAttributes": "GetObjectAttributesResponse",
    "GetObjectAcl": "AccessControlPolicy", "ListDirectoryBuckets": "ListAllMyDirectoryBucketsResult",
    "GetBucketVersioning": "VersioningConfiguration", "CreateSession": "CreateSessionResult", **words.ROOTS,
}
NAMESPACE = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


def answer_of(operation, value):
    """Header fields and body for the members of an output."""
    shape = MODEL.shapes[MODEL.operations[operation]["output"]["shape"]]
    headers, body, blob = {"x-amz-request-id": "REQUEST", "x-amz-id-2": "HOST"}, "", b""
    payload = shape.get("payload")
    for name, item in value.items():
        reference = shape["members"][name]
        location = reference.get("location")
        if location == "header":
            headers[reference["locationName"]] = header_of(item, reference, MODEL.shapes[reference["shape"]])
        elif location == "headers":
            headers.update({reference["locationName"] + key: entry for key, entry in item.items()})
        elif name == payload and MODEL.shapes[reference["shape"]]["type"] == "blob":
            blob = item
        elif name == payload:
            body = xml_of(item, reference["shape"], reference, ROOTS[operation])[len(ROOTS[operation]) + 2:-len(ROOTS[operation]) - 3]
        elif operation == "GetBucketLocation":
            return headers, f'<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint{NAMESPACE}>{item}</LocationConstraint>'.encode()
        else:
            body += xml_of(item, reference["shape"], reference, reference.get("locationName", name))
    if operation == "GetBucketLocation":
        return headers, f'<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint{NAMESPACE}/>'.encode()
    if operation not in ROOTS:
        return headers, blob
    root = ROOTS[operation]
    return headers, f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{NAMESPACE}>\n{body}</{root}>'.encode()


def parsed_case(operation, name, headers, body, parameters=None):
    made, _ = client((200, headers, body))
    shape = MODEL.shapes[MODEL.operations[operation]["input"]["shape"]]
    base = {key: sample(shape["members"][key]["shape"], key) for key in shape.get("required", [])}
    if "CopySource" in base:
        base["CopySource"] = {"Bucket": "source", "Key": "key"}
    base.update(parameters or {})
    parsed = call(made, operation)(**base)
    del parsed["ResponseMetadata"]
    if "Body" in parsed:
        parsed["Body"] = parsed["Body"].read()
    return {"operation": operation, "name": name, "parameters": plain(base),
            "headers": [[key.lower(), value] for key, value in headers.items()],
            "body": body.decode("utf-8"), "parsed": plain(parsed)}


def answer_cases(operation):
    output = MODEL.operations[operation].get("output")
    if not output or not MODEL.shapes[output["shape"]]["members"]:
        return []
    shape = MODEL.shapes[output["shape"]]
    value = {name: sample(reference["shape"], name) for name, reference in shape["members"].items()}
    value.pop("EncodingType", None)
    if "Body" in value:
        value["ContentLength"] = len(value["Body"])
    if "IsTruncated" in value:
        # A page that is truncated has to say how it goes on.
        value["IsTruncated"] = False
        for name in ("NextContinuationToken", "NextMarker"):
            value.pop(name, None)
    needed = {"CreateMultipartUpload": ["UploadId"], "CreateSession": ["Credentials"]}.get(operation, [])
    base = {name: value[name] for name in needed}
    cases = [("nothing", base)]
    for name in value:
        alone = {**base, name: value[name]}
        if name == "ContentLength" and "Body" in value:
            alone["Body"] = value["Body"]
        cases.append((name, alone))
        reference = shape["members"][name]
        kind = MODEL.shapes[reference["shape"]]
        if kind["type"] == "boolean":
            cases.append((name + " false", {**base, name: False}))
        if "enum" in kind:
            cases.append((name + " unknown", {**base, name: "SOMETHING_NEW"}))
        if kind["type"] == "list":
            cases.append((name + " of one", {**base, name: value[name][:1]}))
    cases.append(("everything", value))
    return [parsed_case(operation, name, *answer_of(operation, members)) for name, members in cases] + listings(operation)


def listings(operation):
    """Pages as servers write them: keys encoded or not, more to come, the encoding named last."""
    made = []
    def page(name, body, parameters=None, root=None):
        root = root or words.ROOTS[operation]
        document = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{NAMESPACE}>{body}</{root}>'
        made.append(parsed_case(operation, name, {"content-type": "application/xml"}, document.encode(), parameters))
    entry = "<Key>a%2F%F0%9F%98%80+b%2Bc%25</Key><Size>3</Size><ETag>&quot;e&quot;</ETag>"
    if operation in ("ListObjects", "ListObjectsV2"):
        more = "<NextMarker>a%2Fz+1</NextMarker>" if operation == "ListObjects" else \
            "<NextContinuationToken>t%2F+&amp;</NextContinuationToken><StartAfter>s%2B</StartAfter>"
        body = (f"<Name>b</Name><Prefix>a%2F</Prefix><Delimiter>%2F</Delimiter><IsTruncated>true</IsTruncated>{more}"
                f"<Contents>{entry}</Contents><Contents><Key>plain</Key></Contents>"
                "<CommonPrefixes><Prefix>a%2Fb+%2F</Prefix></CommonPrefixes><CommonPrefixes><Prefix>c/</Prefix>"
                "</CommonPrefixes><EncodingType>url</EncodingType>")
        page("encoded, named last", body)
        page("encoded and asked for", body, {"EncodingType": "url"})
        page("not encoded", body.replace("<EncodingType>url</EncodingType>", ""))
        page("spaces between", body.replace("><", ">\n  <"))
        page("unknown elements", body + "<Future><Key>x</Key><Deep><Key>y</Key></Deep></Future>")
    if operation == "ListObjectVersions":
        page("encoded", "<IsTruncated>true</IsTruncated><KeyMarker>a%2B</KeyMarker><NextKeyMarker>b%2B</NextKeyMarker>"
             "<NextVersionIdMarker>v%2B</NextVersionIdMarker><Prefix>%2B</Prefix><Delimiter>%2F</Delimiter>"
             f"<Version>{entry}<VersionId>1</VersionId><IsLatest>true</IsLatest></Version><DeleteMarker><Key>a%2Bb</Key>"
             f"<IsLatest>false</IsLatest></DeleteMarker><Version>{entry}</Version>"
             "<CommonPrefixes><Prefix>c%2F</Prefix></CommonPrefixes><EncodingType>url</EncodingType>")
    if operation == "ListMultipartUploads":
        page("encoded, as asked", "<Upload><Key>a%2Bb</Key><UploadId>u</UploadId></Upload><EncodingType>url</EncodingType>"
             "<CommonPrefixes><Prefix>c%2F</Prefix></CommonPrefixes>", {"EncodingType": "url"})
    if operation == "ListParts":
        page("many", "".join(f"<Part><PartNumber>{n}</PartNumber><ETag>\"{n}\"</ETag><Size>{n * 5}</Size></Part>"
                             for n in range(1, 40)) + "<IsTruncated>true</IsTruncated><NextPartNumberMarker>39</NextPartNumberMarker>")
    return made


# MARK: Pages

PAGED = {
    # Root, element of an item, where the next page begins.
    "ListObjectsV2": ("<Contents><Key>{0}</Key></Contents>", "<NextContinuationToken>t/{0} +ü</NextContinuationToken>"),
    "ListObjects": ("<Contents><Key>{0}</Key></Contents>", ""),
    "ListObjectVersions": ("<Version><Key>{0}</Key></Version>",
                           "<NextKeyMarker>{0}</NextKeyMarker><NextVersionIdMarker>v{0}</NextVersionIdMarker>"),
    "ListMultipartUploads": ("<Upload><Key>{0}</Key><UploadId>u</UploadId></Upload>",
                             "<NextKeyMarker>{0}</NextKeyMarker><NextUploadIdMarker>u{0}</NextUploadIdMarker>"),
    "ListParts": ("<Part><PartNumber>{0}</PartNumber></Part>", "<NextPartNumberMarker>{0}</NextPartNumberMarker>"),
    "ListBuckets": ("<Bucket><Name>{0}</Name></Bucket>", "<ContinuationToken>t{0}</ContinuationToken>"),
    "ListDirectoryBuckets": ("<Bucket><Name>{0}</Name></Bucket>", "<ContinuationToken>t{0}</ContinuationToken>"),
}


def page_body(operation, numbers, is_last):
    item, more = PAGED[operation]
    items = "".join(item.format(n if operation == "ListParts" else f"k{n:02}") for n in numbers)
    if operation.endswith("Buckets"):
        body = f"<Buckets>{items}</Buckets>"
    else:
        body = items + "<IsTruncated>" + ("false" if is_last else "true") + "</IsTruncated>"
    if not is_last:
        body += more.format(numbers[-1])
    if operation in ("ListObjectsV2", "ListObjectVersions", "ListMultipartUploads"):
        # ListObjects names the next marker where there are prefixes; botocore would list them again without it.
        body += f"<CommonPrefixes><Prefix>p{numbers[-1]}</Prefix></CommonPrefixes>"
    root = ROOTS[operation]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{NAMESPACE}>{body}</{root}>'


def page_case(operation, name, config, bodies):
    shape = MODEL.shapes[MODEL.operations[operation]["input"]["shape"]]
    base = {key: sample(shape["members"][key]["shape"], key) for key in shape.get("required", [])}
    made, seen = client()
    CLIENT.script = [body.encode() for body in bodies]
    pages = made.get_paginator(spelling.boto3_name(operation)).paginate(**base, PaginationConfig=config)
    key = pages.result_keys[0].expression
    identity = {"ListParts": "PartNumber", "ListBuckets": "Name", "ListDirectoryBuckets": "Name"}.get(operation, "Key")
    found, prefixes = [], []
    for page in pages:
        found.append([str(item[identity]) for item in page.get(key) or []])
        prefixes.append([item["Prefix"] for item in page.get("CommonPrefixes") or []])
    CLIENT.script = []
    queries = []
    for request, _ in seen:
        query = urllib.parse.parse_qsl(urllib.parse.urlsplit(request.url).query, keep_blank_values=True)
        queries.append(sorted([k, v] for k, v in query))
    return {"operation": operation, "name": name, "parameters": plain(base), "config": config, "answers": bodies,
            "pages": found, "prefixes": prefixes, "queries": queries, "resumeToken": pages.resume_token}


def page_cases(operation):
    groups = [range(1, 4), range(4, 7), range(7, 9)]
    bodies = [page_body(operation, list(group), index == 2) for index, group in enumerate(groups)]
    cases = [page_case(operation, "all", {}, bodies), page_case(operation, "page size", {"PageSize": 3}, bodies)]
    tokens = []
    for limit in (1, 3, 4, 6, 7, 8, 20):
        case = page_case(operation, f"limit {limit}", {"MaxItems": limit}, bodies)
        cases.append(case)
        tokens.append((limit, case["resumeToken"]))
    for limit, token in tokens:
        if token is not None:
            rest = bodies[limit // 3:]
            cases.append(page_case(operation, f"after {limit}", {"StartingToken": token}, rest))
            cases.append(page_case(operation, f"two after {limit}", {"StartingToken": token, "MaxItems": 2}, rest))
    if operation != "ListParts":
        cases.append(page_case(operation, "a token of the service's", {"StartingToken": "opaque"}, bodies[1:]))
        parts = {"ListObjectVersions": "k03___v3", "ListMultipartUploads": "k03___u3"}.get(operation, "k03")
        cases.append(page_case(operation, "a token of the older form", {"StartingToken": parts + "___1"}, bodies[1:]))
    return cases


# MARK: Swift's inputs

SWIFT_HEADER = "// Written by Vectors/make_operations.py; edits are lost.\n\n@testable import S3\n"


def expression(member, source):
    """The Swift that makes a member's value of a parameter."""
    if member.is_list:
        element = member.shape["member"]["shape"]
        shape = MODEL.shapes[element]
        if shape["type"] == "structure":
            return f"{source}.items.map {{ Inputs.{lower(MODEL.type_name(element))}($0) }}"
        return f"{source}.items.map {{ {member.element_type()}(rawValue: $0.text) }}"
    if member.is_map:
        return f"{source}.texts"
    if member.is_body:
        return f"BytesBody({source}.bytes)"
    if member.kind == "structure":
        return f"Inputs.{lower(member.type)}({source})"
    if member.is_enum:
        return f"{member.type}(rawValue: {source}.text)"
    return source + {"String": ".text", "Key": ".key", "Int": ".integer", "Int64": ".long", "Bool": ".isTrue",
                     "Instant": ".instant", "EncryptionKey": ".encryptionKey", "CopySource": ".copySource",
                     "ObjectRange": ".range"}[member.type]


def lower(name):
    return name[0].lower() + name[1:]


def maker(name, type_name, members):
    taken = [m for m in members if m.is_required and m.name not in words.FALSE]
    order = {"Bucket": 0, "Key": 1}
    taken.sort(key=lambda m: (order.get(m.name, 2), members.index(m)))
    rest = [m for m in members if m not in taken]
    lines = [f"    static func {name}(_ p: Parameters) -> {type_name} {{"]
    lines.append(f"        {'var' if rest else 'let'} made = {type_name}(")
    if taken:
        lines += [f"            {m.swift}: {expression(m, f'p[{json.dumps(m.name)}]')}," for m in taken]
        lines[-1] = lines[-1][:-1] + ")"
    else:
        lines[-1] += ")"
    for m in rest:
        head, value = f'        if let v = p.has("{m.name}") {{', f'made.{m.swift} = {expression(m, "v")}'
        one = f"{head} {value} }}"
        lines += [one] if len(one) <= spelling.LIMIT else [head, "            " + value, "        }"]
    return lines + ["        return made", "    }"]


def write_swift():
    folder = os.path.join(HERE, "..", "Generated")
    os.makedirs(folder, exist_ok=True)
    tops, structures = set(), []
    for operation in words.OPERATIONS:
        tops.add(MODEL.operations[operation]["input"]["shape"])
    chunks = [words.OPERATIONS[start:start + 11] for start in range(0, len(words.OPERATIONS), 11)]
    for number, chunk in enumerate(chunks, 1):
        lines = ["extension Inputs {"]
        for operation in chunk:
            members = MODEL.members(MODEL.operations[operation]["input"]["shape"], "input")
            lines += maker(lower(operation), operation + "Input", members) + [""]
        with open(os.path.join(folder, f"Inputs+Operations{number}.swift"), "w") as file:
            file.write(SWIFT_HEADER + "\n" + "\n".join(lines[:-1] + ["}"]) + "\n")
    lines = ["extension Inputs {"]
    for shape in sorted(MODEL.sent - tops):
        if MODEL.shapes[shape]["type"] == "structure":
            members = MODEL.members(shape, MODEL.role(shape))
            name = MODEL.type_name(shape)
            lines += maker(lower(name), name, members) + [""]
    with open(os.path.join(folder, "Inputs+Structures.swift"), "w") as file:
        file.write(SWIFT_HEADER + "\n" + "\n".join(lines[:-1] + ["}"]) + "\n")
    lines = ["extension Inputs {", "    /// The input of an operation with boto3's parameters.",
             "    static func input(_ operation: String, _ p: Parameters) -> (any Presignable)? {",
             "        switch operation {"]
    for operation in words.OPERATIONS:
        lines.append(f'        case "{operation}": {lower(operation)}(p)')
    lines += ["        default: nil", "        }", "    }", "", "    /// What a client answers an operation with.",
              "    static func send(_ operation: String, _ p: Parameters, by client: S3Client) async throws -> Any? {",
              "        switch operation {"]
    for operation in words.OPERATIONS:
        lines.append(f'        case "{operation}": try await client.{lower(operation)}({lower(operation)}(p))')
    lines += ["        default: nil", "        }", "    }", "",
              "    /// What an operation makes of an answer.",
              "    static func output(_ operation: String, _ p: Parameters, _ a: HTTPResponse) throws -> Any? {",
              "        switch operation {"]
    for operation in words.OPERATIONS:
        shape = MODEL.operations[operation]["input"]["shape"]
        arguments = []
        members = [m for m in MODEL.members(shape, "input") if m.is_required]
        order = {"Bucket": 0, "Key": 1}
        members.sort(key=lambda m: order.get(m.name, 2))
        for m in members:
            arguments.append(f"{m.swift}: {expression(m, f'p[{json.dumps(m.name)}]')}")
        lines.append(f'        case "{operation}":')
        variable = "var" if operation in words.DECODED else "let"
        lines.append(f"            {variable} input = {operation}Input(" + ("" if arguments else ")"))
        lines += [f"                {argument}," for argument in arguments]
        if arguments:
            lines[-1] = lines[-1][:-1] + ")"
        if operation in words.DECODED:
            lines.append('            if let v = p.has("EncodingType") { input.encodingType = EncodingType(rawValue: v.text) }')
        extra = ", body: ObjectBody(a.body)" if operation == "GetObject" else ""
        lines.append(f"            return try {operation}Output(a, to: input{extra})")
    lines += ["        default: return nil", "        }", "    }", "}"]
    with open(os.path.join(folder, "Inputs+Dispatch.swift"), "w") as file:
        file.write(SWIFT_HEADER + "\n" + "\n".join(lines) + "\n")


def names():
    """Swift's names of the members."""
    found = {"ExpiresString": "expiresString"}
    for shape in MODEL.sent | MODEL.read:
        for name in MODEL.shapes[shape].get("members", {}):
            found[name] = spelling.member_name(name)
    return found


def main():
    requests = [case for operation in words.OPERATIONS for case in request_cases(operation)]
    answers = [case for operation in words.OPERATIONS for case in answer_cases(operation)]
    pages = [case for operation in PAGED for case in page_cases(operation)]
    with open(os.path.join(HERE, "operations.json"), "w") as file:
        file.write('{"names": ' + json.dumps(names(), sort_keys=True))
        for key, cases in (("requests", requests), ("answers", answers), ("pages", pages)):
            file.write(f',\n"{key}": [\n')
            file.write(",\n".join(json.dumps(case, ensure_ascii=True, sort_keys=True) for case in cases))
            file.write("\n]")
        file.write("}\n")
    write_swift()
    print(len(requests), "requests,", len(answers), "answers,", len(pages), "listings")


if __name__ == "__main__":
    main()
