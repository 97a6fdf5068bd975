#!/usr/bin/env python3
"""Writes `steps.json`: the session that boto3 and Swift both go through.

    make_steps.py

A step is what `session.py` and `InteropSession.swift` do; `{"$": "name"}` stands for what an earlier step kept, and
`{"$bytes": [size, seed]}` for a body. Buckets are `main` (no versions), `versioned` and `missing`, which is not there;
every run has its own. A step with `not` is left out on that server.
"""
import base64
import json
import os
import sys

sys.dont_write_bytecode = True
import session  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
MIB = 1 << 20
PART = 5 * MIB

STEPS = []
NAMES = set()


def add(name, kind, **step):
    # A name may come again: it is numbered.
    number, base = 2, name
    while name in NAMES:
        name, number = f"{base} #{number}", number + 1
    NAMES.add(name)
    STEPS.append({"name": name, "do": kind, **step})


def call(name, operation, keep=None, without=None, **parameters):
    parameters.setdefault("Bucket", "main")
    step = {"operation": operation, "with": parameters}
    if without:
        step["not"] = without
    if keep:
        step["keep"] = keep
    add(name, "call", **step)


def body(size, seed=0):
    return {"$bytes": [size, seed]}


def reflected(data, polynomial, width):
    """A cyclic redundancy check, bits reflected, in base64."""
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (polynomial if byte & 1 else 0)
        table.append(byte)
    value = mask = (1 << width) - 1
    for byte in data:
        value = value >> 8 ^ table[(value ^ byte) & 0xFF]
    return base64.b64encode((value ^ mask).to_bytes(width // 8, "big")).decode()


def checksum(algorithm, size, seed):
    """How a body is given a checksum: by name, or the value itself where boto3 alone cannot compute it."""
    if algorithm == "CRC32C":
        return {"ChecksumCRC32C": reflected(session.pattern(size, seed), 0x82F63B78, 32)}
    if algorithm == "CRC64NVME":
        return {"ChecksumCRC64NVME": reflected(session.pattern(size, seed), 0x9A6C9329AC4BC9B5, 64)}
    return {"ChecksumAlgorithm": algorithm}


def kept(name):
    return {"$": name}


# MARK: Keys

ODD_KEYS = [
    "plain.txt", "dir/file", "dir/sub/file", "space in name", "trailing space ", " leading space", "plus+plus",
    "per%cent", "%20literal", "%2Fliteral", "%zz", "amp&and=eq", "question?mark#hash", "semi;colon:comma,", "quote'\"",
    "angle<tag>&amp;", "back\\slash", "pipe|brace{}[]^`", "tilde~-_.", "star*(paren)!", "at@dollar$", "ünïcödé",
    "日本語/ファイル", "emoji😀👨‍👩‍👧", "combining-e\u0301", "a//b", "//two", "/leading-slash", "trailing/slash/", "dot.", ".hidden", "..double",
    "x/...", "a/./b", "a/../b", "x/..", "tab\tkey", "newline\nkey", "cr\rkey", "ctrl-\x01-\x1f", "del\x7f", "\ufeffbom",
    "line\u2028separator", "nbsp\u00a0", "long/" + "k" * 200, "deep/" + "d/" * 60 + "e", "?versionId=x", "uploads",
]


def odd_keys():
    for number, key in enumerate(ODD_KEYS):
        title = f"key {key[:24]!r}"
        call(f"{title}: put", "PutObject", Key=key, Body=body(100 + number, number), ContentType="text/x-odd",
             Metadata={"number": str(number)})
        call(f"{title}: head", "HeadObject", Key=key)
        call(f"{title}: get", "GetObject", Key=key)
        call(f"{title}: range", "GetObject", Key=key, Range="bytes=10-49")
        call(f"{title}: list", "ListObjectsV2", Prefix=key)
        call(f"{title}: copy", "CopyObject", Key=f"copies/{number:03}", CopySource={"Bucket": "main", "Key": key})
        call(f"{title}: copy to", "CopyObject", Key=f"{key}-copied", CopySource={"Bucket": "main", "Key": key})
        call(f"{title}: tag", "PutObjectTagging", Key=key, Tagging={"TagSet": [{"Key": "n", "Value": str(number)}]})
        add(f"{title}: presigned get", "presign", operation="GetObject", **{"with": {"Bucket": "main", "Key": key}})
        add(f"{title}: presigned put", "presign", operation="PutObject", **{"with": {"Bucket": "main", "Key": key + ".put"}},
            send={"body": body(33, number)})
    call("keys: remove copies", "DeleteObjects", Delete={
        "Objects": [{"Key": key + "-copied"} for key in ODD_KEYS if key.isprintable()]})
    call("keys: remove quietly", "DeleteObjects", Delete={
        "Objects": [{"Key": key + ".put"} for key in ODD_KEYS[:10]], "Quiet": True})
    call("keys: remove a control character", "DeleteObjects", Delete={
        "Objects": [{"Key": "newline\nkey-copied"}, {"Key": "tab\tkey-copied"}, {"Key": "cr\rkey-copied"}]})
    call("keys: what is left", "ListObjectsV2")
    call("keys: what is left, version 1", "ListObjects")


# MARK: Objects

STORED = {
    "cache-control": {"CacheControl": "max-age=60"},
    "disposition": {"ContentDisposition": 'attachment; filename="a b.txt"'},
    "encoding": {"ContentEncoding": "x-odd"},
    "language": {"ContentLanguage": "de, en"},
    "type": {"ContentType": "application/x-thing; charset=utf-8"},
    "expires": {"Expires": "2030-01-02T03:04:05Z"},
    "metadata": {"Metadata": {"one": "1", "two-words": "two words", "Case": "MiXed", "empty": ""}},
    "spaces in metadata": {"Metadata": {"inner": "a  b", "comma": "a, b,c"}},
    "metadata of ASCII signs": {"Metadata": {"signs": "!#$%&'()*+-./:;<=>?@[]^_`{|}~"}},
    "class": {"StorageClass": "STANDARD"},
    "class of another kind": {"StorageClass": "STANDARD_IA"},
    "redirect": {"WebsiteRedirectLocation": "/elsewhere"},
    "tags": {"Tagging": "a=1&b=two%20words&c="},
    "acl": {"ACL": "public-read"},
    "acl private": {"ACL": "private"},
    "everything": {"CacheControl": "no-cache", "ContentDisposition": "inline", "ContentLanguage": "en",
                   "ContentType": "text/html", "Metadata": {"k": "v"}, "Tagging": "x=y"},
}


def objects():
    for size in (0, 1, 100, 4096, 65536, MIB, 3 * MIB + 7):
        call(f"body of {size}", "PutObject", Key=f"bodies/{size}", Body=body(size, size))
        call(f"body of {size}: get", "GetObject", Key=f"bodies/{size}")
        call(f"body of {size}: head", "HeadObject", Key=f"bodies/{size}")
    call("text body", "PutObject", Key="bodies/text", Body="grüße €")
    call("no body", "PutObject", Key="bodies/none")
    call("body replaced", "PutObject", Key="bodies/1", Body=body(7, 3))
    for name, options in STORED.items():
        key = f"stored/{name}"
        call(f"stored {name}", "PutObject", Key=key, Body=body(64, 5), **options)
        call(f"stored {name}: head", "HeadObject", Key=key)
        call(f"stored {name}: get", "GetObject", Key=key)
        call(f"stored {name}: copy", "CopyObject", Key=key + "/copy", CopySource={"Bucket": "main", "Key": key})
        call(f"stored {name}: head of copy", "HeadObject", Key=key + "/copy")
    overrides = {
        "ResponseContentType": "text/plain", "ResponseContentLanguage": "fr", "ResponseCacheControl": "no-store",
        "ResponseContentDisposition": 'attachment; filename="über.txt"', "ResponseContentEncoding": "identity",
        "ResponseExpires": "2031-01-01T00:00:00Z"}
    for name, value in overrides.items():
        call(f"answer with {name}", "GetObject", Key="stored/everything", **{name: value})
    call("answer with all", "GetObject", Key="stored/everything", **overrides)
    call("head with a response type", "HeadObject", Key="stored/everything", ResponseContentType="text/plain")


def ranges():
    key = "ranges/object"
    call("ranges: put", "PutObject", Key=key, Body=body(100000, 9))
    call("ranges: put nothing", "PutObject", Key="ranges/empty", Body=body(0))
    for text in ("0-0", "0-99", "1-1", "50000-50999", "99999-99999", "99990-", "0-", "-1", "-100", "-200000", "0-199999",
                 "100000-", "100000-100001", "200000-300000"):
        call(f"range {text}", "GetObject", Key=key, Range="bytes=" + text)
        call(f"range {text}: head", "HeadObject", Key=key, Range="bytes=" + text)
    for text in ("0-0", "0-", "-1"):
        call(f"range {text} of nothing", "GetObject", Key="ranges/empty", Range="bytes=" + text)
    call("range of what is not there", "GetObject", Key="ranges/missing", Range="bytes=0-9")
    call("part 1 of a plain object", "GetObject", Key=key, PartNumber=1)
    call("head of part 1 of a plain object", "HeadObject", Key=key, PartNumber=1)
    call("part 2 of a plain object", "GetObject", Key=key, PartNumber=2)


def conditions():
    key = "conditions/object"
    call("conditions: put", "PutObject", Key=key, Body=body(50, 1), keep={"tag": "ETag"})
    past, future = "2001-01-01T00:00:00Z", "2035-01-01T00:00:00Z"
    wrong = '"00000000000000000000000000000000"'
    sets = [
        ("right tag", {"IfMatch": kept("tag")}), ("wrong tag", {"IfMatch": wrong}), ("any tag", {"IfMatch": "*"}),
        ("none of right tag", {"IfNoneMatch": kept("tag")}), ("none of wrong tag", {"IfNoneMatch": wrong}),
        ("none of any", {"IfNoneMatch": "*"}), ("modified since the past", {"IfModifiedSince": past}),
        ("modified since the future", {"IfModifiedSince": future}),
        ("unmodified since the past", {"IfUnmodifiedSince": past}),
        ("unmodified since the future", {"IfUnmodifiedSince": future}),
        ("right tag and unmodified since the past", {"IfMatch": kept("tag"), "IfUnmodifiedSince": past}),
        ("none of right tag, modified since the past", {"IfNoneMatch": kept("tag"), "IfModifiedSince": past}),
        ("right tag, a range", {"IfMatch": kept("tag"), "Range": "bytes=1-2"}),
        ("wrong tag, a range", {"IfMatch": wrong, "Range": "bytes=1-2"}),
    ]
    for name, options in sets:
        call(f"get if {name}", "GetObject", Key=key, **options)
        call(f"head if {name}", "HeadObject", Key=key, **options)
    for name, options in (("right tag", {"IfMatch": kept("tag")}), ("wrong tag", {"IfMatch": wrong}),
                          ("none", {"IfNoneMatch": "*"})):
        call(f"put if {name}", "PutObject", Key=key, Body=body(50, 1), **options)
    call("put if none, where there is none", "PutObject", Key="conditions/new", Body=body(5, 2), IfNoneMatch="*")
    call("put if match, where there is none", "PutObject", Key="conditions/missing", Body=body(5, 2), IfMatch=wrong)
    call("get if match of what is not there", "GetObject", Key="conditions/missing", IfMatch=kept("tag"))
    for name, options in (
            ("right tag", {"CopySourceIfMatch": kept("tag")}), ("wrong tag", {"CopySourceIfMatch": wrong}),
            ("none of right", {"CopySourceIfNoneMatch": kept("tag")}), ("none of wrong", {"CopySourceIfNoneMatch": wrong}),
            ("modified since the past", {"CopySourceIfModifiedSince": past}),
            ("modified since the future", {"CopySourceIfModifiedSince": future}),
            ("unmodified since the past", {"CopySourceIfUnmodifiedSince": past}),
            ("unmodified since the future", {"CopySourceIfUnmodifiedSince": future})):
        call(f"copy if {name}", "CopyObject", Key="conditions/copied " + name, CopySource={"Bucket": "main", "Key": key},
             **options)
    call("delete if wrong tag", "DeleteObject", Key="conditions/new", IfMatch=wrong)
    call("delete if right tag", "DeleteObject", Key=key, IfMatch=kept("tag"))


def checksums():
    for algorithm in ("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"):
        for size in (0, 1000, 70000):
            key = f"checksums/{algorithm}-{size}"
            call(f"checksum {algorithm} of {size}", "PutObject", Key=key, Body=body(size, 4), **checksum(algorithm, size, 4))
            call(f"checksum {algorithm} of {size}: get", "GetObject", Key=key, ChecksumMode="ENABLED")
            call(f"checksum {algorithm} of {size}: head", "HeadObject", Key=key, ChecksumMode="ENABLED")
        call(f"checksum {algorithm}: attributes", "GetObjectAttributes", Key=f"checksums/{algorithm}-1000",
             ObjectAttributes=["ETag", "Checksum", "ObjectSize", "StorageClass", "ObjectParts"])
    wrong = {"ChecksumCRC32": "AAAAAA==", "ChecksumCRC32C": "AAAAAA==", "ChecksumSHA1": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
             "ChecksumSHA256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "ContentMD5": "AAAAAAAAAAAAAAAAAAAAAA=="}
    for name, value in wrong.items():
        call(f"wrong {name}", "PutObject", Key=f"checksums/wrong {name}", Body=body(10, 1), **{name: value})
    call("right ContentMD5", "PutObject", Key="checksums/md5", Body="hello", ContentMD5="XUFAKrxLKna5cZ2REBfFkg==")
    call("invalid ContentMD5", "PutObject", Key="checksums/md5", Body="hello", ContentMD5="nonsense")


def tags():
    key = "tags/object"
    call("tags: put", "PutObject", Key=key, Body=body(10, 1))
    sets = [[], [("a", "1")], [("a", ""), ("b", "2")], [("ünï", "cödé €"), ("sp ace", " v ")],
            [("k" * 128, "v" * 256)], [(f"k{n}", str(n)) for n in range(10)], [(f"k{n}", str(n)) for n in range(11)],
            [("same", "1"), ("same", "2")], [("signs+-=._:/@", "+-=._:/@")], [("<&>", "\"'")]]
    for number, tags in enumerate(sets):
        call(f"tags {number}: set", "PutObjectTagging", Key=key,
             Tagging={"TagSet": [{"Key": k, "Value": v} for k, v in tags]})
        call(f"tags {number}: get", "GetObjectTagging", Key=key)
        call(f"tags {number}: head", "HeadObject", Key=key)
    call("tags: remove", "DeleteObjectTagging", Key=key)
    call("tags: none left", "GetObjectTagging", Key=key)
    call("tags: of what is not there", "GetObjectTagging", Key="tags/missing")
    call("tags: set on what is not there", "PutObjectTagging", Key="tags/missing",
         Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    call("tags: put with a copy's", "PutObject", Key="tags/source", Body=body(10, 1), Tagging="from=source")
    for directive in ("COPY", "REPLACE"):
        call(f"tags: copy, {directive}", "CopyObject", Key=f"tags/{directive}", TaggingDirective=directive,
             CopySource={"Bucket": "main", "Key": "tags/source"}, **({"Tagging": "by=copy"} if directive == "REPLACE" else {}))
        call(f"tags: copy, {directive}: get", "GetObjectTagging", Key=f"tags/{directive}")


def access():
    key = "access/object"
    call("access: put", "PutObject", Key=key, Body=body(10, 1))
    call("access: read", "GetObjectAcl", Key=key, keep={"owner": "Owner.ID"})
    for acl in ("private", "public-read", "public-read-write", "authenticated-read", "bucket-owner-read",
                "bucket-owner-full-control"):
        call(f"access {acl}", "PutObjectAcl", Key=key, ACL=acl)
        call(f"access {acl}: read", "GetObjectAcl", Key=key)
    group = "http://acs.amazonaws.com/groups/global/AllUsers"
    call("access by document", "PutObjectAcl", Key=key, AccessControlPolicy={
        "Owner": {"ID": kept("owner")},
        "Grants": [{"Grantee": {"Type": "CanonicalUser", "ID": kept("owner")}, "Permission": "FULL_CONTROL"},
                   {"Grantee": {"Type": "Group", "URI": group}, "Permission": "READ"}]})
    call("access by document: read", "GetObjectAcl", Key=key)
    call("access by grants", "PutObjectAcl", Key=key, GrantRead=f'uri="{group}"')
    call("access by grants: read", "GetObjectAcl", Key=key)
    call("access of what is not there", "GetObjectAcl", Key="access/missing")


def copies():
    source = "copies/source"
    call("copy: put", "PutObject", Key=source, Body=body(5000, 8), ContentType="text/x-source", CacheControl="max-age=1",
         Metadata={"of": "source"}, Tagging="t=source")
    for directive in (None, "COPY", "REPLACE"):
        options = {"MetadataDirective": directive} if directive else {}
        call(f"copy, {directive}", "CopyObject", Key=f"copies/{directive}", CopySource={"Bucket": "main", "Key": source},
             Metadata={"of": "copy"}, ContentType="text/x-copy", **options)
        call(f"copy, {directive}: head", "HeadObject", Key=f"copies/{directive}")
    call("copy onto itself", "CopyObject", Key=source, CopySource={"Bucket": "main", "Key": source})
    call("copy onto itself with other metadata", "CopyObject", Key=source, CopySource={"Bucket": "main", "Key": source},
         MetadataDirective="REPLACE", Metadata={"now": "changed"})
    call("copy onto itself: head", "HeadObject", Key=source)
    call("copy of what is not there", "CopyObject", Key="copies/x", CopySource={"Bucket": "main", "Key": "copies/missing"})
    call("copy from no bucket", "CopyObject", Key="copies/x", CopySource={"Bucket": "missing", "Key": "x"})
    call("copy to the other bucket", "CopyObject", Bucket="versioned", Key="copied", CopySource={"Bucket": "main", "Key": source})
    call("copy with a class", "CopyObject", Key="copies/class", CopySource={"Bucket": "main", "Key": source},
         StorageClass="STANDARD_IA")
    call("copy with a class: head", "HeadObject", Key="copies/class")
    call("copy with a checksum", "CopyObject", Key="copies/checksum", CopySource={"Bucket": "main", "Key": source},
         ChecksumAlgorithm="SHA256")
    call("copy text for a source", "CopyObject", Key="copies/expires", CopySource={"Bucket": "main", "Key": source},
         MetadataDirective="REPLACE", Expires="2030-01-01T00:00:00Z", ContentLanguage="la", ContentDisposition="inline")
    call("copy text for a source: head", "HeadObject", Key="copies/expires")


# MARK: Multipart

def multipart():
    key = "multipart/object"
    call("parts: begin", "CreateMultipartUpload", Key=key, ContentType="video/x-thing", Metadata={"in": "parts"},
         Tagging="in=parts", CacheControl="no-cache", keep={"upload": "UploadId"})
    call("parts: none yet", "ListParts", Key=key, UploadId=kept("upload"))
    for number, size in ((1, PART), (2, PART), (3, 1000)):
        call(f"parts: send {number}", "UploadPart", Key=key, UploadId=kept("upload"), PartNumber=number,
             Body=body(size, number), keep={f"part{number}": "ETag"})
    # SeaweedFS lists both, in any order.
    call("parts: send 3 again", "UploadPart", without="seaweedfs", Key=key, UploadId=kept("upload"), PartNumber=3, Body=body(1234, 33),
         keep={"part3": "ETag"})
    call("parts: list", "ListParts", Key=key, UploadId=kept("upload"))
    call("parts: list one", "ListParts", Key=key, UploadId=kept("upload"), MaxParts=1)
    call("parts: list after 1", "ListParts", Key=key, UploadId=kept("upload"), PartNumberMarker=1)
    add("parts: pages", "pages", operation="ListParts", pages={"PageSize": 1},
        **{"with": {"Bucket": "main", "Key": key, "UploadId": kept("upload")}})
    call("parts: uploads", "ListMultipartUploads")
    call("parts: no object yet", "HeadObject", Key=key)
    parts = [{"PartNumber": n, "ETag": kept(f"part{n}")} for n in (1, 2, 3)]
    call("parts: complete with a wrong tag", "CompleteMultipartUpload", Key=key, UploadId=kept("upload"), MultipartUpload={
        "Parts": parts[:2] + [{"PartNumber": 3, "ETag": '"00000000000000000000000000000000"'}]})
    call("parts: complete out of order", "CompleteMultipartUpload", Key=key, UploadId=kept("upload"), MultipartUpload={
        "Parts": [parts[1], parts[0], parts[2]]})
    call("parts: complete with none", "CompleteMultipartUpload", Key=key, UploadId=kept("upload"), MultipartUpload={"Parts": []})
    call("parts: complete", "CompleteMultipartUpload", Key=key, UploadId=kept("upload"), MultipartUpload={"Parts": parts})
    call("parts: complete again", "CompleteMultipartUpload", Key=key, UploadId=kept("upload"), MultipartUpload={"Parts": parts})
    call("parts: abort what is complete", "AbortMultipartUpload", Key=key, UploadId=kept("upload"))
    call("parts: list what is complete", "ListParts", Key=key, UploadId=kept("upload"))
    call("parts: head", "HeadObject", Key=key)
    call("parts: get", "GetObject", Key=key)
    call("parts: tags", "GetObjectTagging", Key=key)
    call("parts: attributes", "GetObjectAttributes", Key=key, ObjectAttributes=["ETag", "ObjectParts", "ObjectSize"])
    for number in (1, 2, 3, 4):
        call(f"parts: get part {number}", "GetObject", Key=key, PartNumber=number)
        call(f"parts: head part {number}", "HeadObject", Key=key, PartNumber=number)
    for text in (f"{PART - 10}-{PART + 9}", f"{2 * PART}-", "-10", f"0-{2 * PART}"):
        call(f"parts: range {text}", "GetObject", Key=key, Range="bytes=" + text)

    # Parts out of other objects.
    call("part copies: begin", "CreateMultipartUpload", Key="multipart/copied", keep={"copying": "UploadId"})
    for number, text in ((1, f"0-{PART - 1}"), (2, f"{PART}-{2 * PART + 99}")):
        call(f"part copies: copy {number}", "UploadPartCopy", Key="multipart/copied", UploadId=kept("copying"),
             PartNumber=number, CopySource={"Bucket": "main", "Key": key}, CopySourceRange="bytes=" + text,
             keep={f"copied{number}": "CopyPartResult.ETag"})
    call("part copies: copy a whole", "UploadPartCopy", Key="multipart/copied", UploadId=kept("copying"), PartNumber=3,
         CopySource={"Bucket": "main", "Key": "ranges/object"}, keep={"copied3": "CopyPartResult.ETag"})
    call("part copies: range beyond the end", "UploadPartCopy", Key="multipart/copied", UploadId=kept("copying"),
         PartNumber=4, CopySource={"Bucket": "main", "Key": "ranges/object"}, CopySourceRange="bytes=99999-100010")
    call("part copies: of what is not there", "UploadPartCopy", Key="multipart/copied", UploadId=kept("copying"),
         PartNumber=5, CopySource={"Bucket": "main", "Key": "ranges/missing"})
    call("part copies: if wrong tag", "UploadPartCopy", Key="multipart/copied", UploadId=kept("copying"), PartNumber=6,
         CopySource={"Bucket": "main", "Key": key}, CopySourceIfMatch='"00000000000000000000000000000000"')
    call("part copies: complete", "CompleteMultipartUpload", Key="multipart/copied", UploadId=kept("copying"),
         MultipartUpload={"Parts": [{"PartNumber": n, "ETag": kept(f"copied{n}")} for n in (1, 2, 3)]})
    call("part copies: get", "GetObject", Key="multipart/copied")

    # Odd numbers and sizes.
    call("odd parts: begin", "CreateMultipartUpload", Key="multipart/odd", keep={"odd": "UploadId"})
    for number in (7, 9999, 10000):
        call(f"odd parts: send {number}", "UploadPart", Key="multipart/odd", UploadId=kept("odd"), PartNumber=number,
             Body=body(PART if number < 10000 else 1, number), keep={f"odd{number}": "ETag"})
    call("odd parts: number 10001", "UploadPart", Key="multipart/odd", UploadId=kept("odd"), PartNumber=10001, Body=body(1))
    call("odd parts: number 0", "UploadPart", Key="multipart/odd", UploadId=kept("odd"), PartNumber=0, Body=body(1))
    call("odd parts: empty", "UploadPart", Key="multipart/odd", UploadId=kept("odd"), PartNumber=3, Body=body(0))
    call("odd parts: list", "ListParts", Key="multipart/odd", UploadId=kept("odd"))
    call("odd parts: complete", "CompleteMultipartUpload", Key="multipart/odd", UploadId=kept("odd"), MultipartUpload={
        "Parts": [{"PartNumber": n, "ETag": kept(f"odd{n}")} for n in (7, 9999, 10000)]})
    call("odd parts: get", "GetObject", Key="multipart/odd")
    call("small parts: begin", "CreateMultipartUpload", Key="multipart/small", keep={"small": "UploadId"})
    for number in (1, 2):
        call(f"small parts: send {number}", "UploadPart", Key="multipart/small", UploadId=kept("small"), PartNumber=number,
             Body=body(100, number), keep={f"small{number}": "ETag"})
    call("small parts: complete", "CompleteMultipartUpload", Key="multipart/small", UploadId=kept("small"),
         MultipartUpload={"Parts": [{"PartNumber": n, "ETag": kept(f"small{n}")} for n in (1, 2)]})
    call("small parts: abort", "AbortMultipartUpload", Key="multipart/small", UploadId=kept("small"))

    # With checksums.
    for algorithm in ("CRC32", "CRC32C", "CRC64NVME", "SHA256"):
        name = f"multipart/{algorithm}"
        call(f"parts with {algorithm}: begin", "CreateMultipartUpload", Key=name, ChecksumAlgorithm=algorithm,
             keep={"with": "UploadId"})
        for number, size in ((1, PART), (2, 77)):
            call(f"parts with {algorithm}: send {number}", "UploadPart", Key=name, UploadId=kept("with"), PartNumber=number,
                 Body=body(size, number), **checksum(algorithm, size, number), keep={f"with{number}": "ETag"})
        call(f"parts with {algorithm}: list", "ListParts", Key=name, UploadId=kept("with"))
        call(f"parts with {algorithm}: complete", "CompleteMultipartUpload", Key=name, UploadId=kept("with"),
             MultipartUpload={"Parts": [{"PartNumber": n, "ETag": kept(f"with{n}")} for n in (1, 2)]})
        call(f"parts with {algorithm}: get", "GetObject", Key=name, ChecksumMode="ENABLED")
        call(f"parts with {algorithm}: head", "HeadObject", Key=name, ChecksumMode="ENABLED")

    # Uploads under way, and their end.
    names = ["up/a", "up/b", "up/dir/c", "up/dir/d", "up+/e f", "up/ü"]
    for number, name in enumerate(names):
        call(f"uploads: begin {name}", "CreateMultipartUpload", Key=name, keep={f"up{number}": "UploadId"})
    for title, options in (
            ("all", {}), ("prefix", {"Prefix": "up/"}), ("delimiter", {"Delimiter": "/"}),
            ("prefix and delimiter", {"Prefix": "up/", "Delimiter": "/"}), ("two", {"Prefix": "up/", "MaxUploads": 2}),
            ("after a key", {"KeyMarker": "up/b"}), ("encoded", {"EncodingType": "url"}), ("nothing", {"Prefix": "nope"}),
            ("after an upload", {"KeyMarker": "up/a", "UploadIdMarker": kept("up0")})):
        call(f"uploads: {title}", "ListMultipartUploads", **options)
    add("uploads: pages", "pages", operation="ListMultipartUploads", pages={"PageSize": 2},
        **{"with": {"Bucket": "main", "Prefix": "up/"}})
    for number, name in enumerate(names[:4]):
        call(f"uploads: abort {name}", "AbortMultipartUpload", Key=name, UploadId=kept(f"up{number}"))
    call("uploads: abort again", "AbortMultipartUpload", Key=names[0], UploadId=kept("up0"))
    call("uploads: abort nonsense", "AbortMultipartUpload", Key=names[0], UploadId="nonsense")
    call("uploads: send to one that is gone", "UploadPart", Key=names[0], UploadId=kept("up0"), PartNumber=1, Body=body(9))
    call("uploads: what is left", "ListMultipartUploads")


# MARK: Lists

def lists():
    keys = ["ls/" + name for name in (
        "a", "a.txt", "b", "d/1", "d/2", "d/e/1", "d/e/2", "d-x", "f/1", "g h/1", "i+j/1", "k%l/1", "m&n", "ö/1", "z")]
    for number, key in enumerate(keys):
        call(f"list: put {key}", "PutObject", Key=key, Body=body(number + 1, number))
    filters = [
        ("prefix", {"Prefix": "ls/"}), ("delimiter", {"Prefix": "ls/", "Delimiter": "/"}),
        ("root", {"Delimiter": "/"}), ("inner prefix", {"Prefix": "ls/d/", "Delimiter": "/"}),
        ("part of a name", {"Prefix": "ls/d", "Delimiter": "/"}), ("name for a prefix", {"Prefix": "ls/a"}),
        ("no match", {"Prefix": "nothing/"}), ("other delimiter", {"Prefix": "ls/", "Delimiter": "1"}),
        ("long delimiter", {"Prefix": "ls/", "Delimiter": "/e/"}), ("delimiter that needs encoding", {"Prefix": "ls/", "Delimiter": " h/"}),
        ("unicode prefix", {"Prefix": "ls/ö"}), ("unicode delimiter", {"Prefix": "ls/", "Delimiter": "ö"}),
        ("plus in prefix", {"Prefix": "ls/i+"}), ("percent in prefix", {"Prefix": "ls/k%"}),
        ("space in prefix", {"Prefix": "ls/g "}), ("encoded", {"Prefix": "ls/", "EncodingType": "url"}),
        ("encoded with delimiter", {"Prefix": "ls/", "Delimiter": "/", "EncodingType": "url"}),
        ("three", {"Prefix": "ls/", "MaxKeys": 3}), ("one with delimiter", {"Prefix": "ls/", "Delimiter": "/", "MaxKeys": 1}),
        ("none", {"Prefix": "ls/", "MaxKeys": 0}), ("more than there are", {"Prefix": "ls/", "MaxKeys": 5000}),
        ("empty prefix", {"Prefix": "", "MaxKeys": 2}), ("empty delimiter", {"Prefix": "ls/", "Delimiter": ""}),
        ("payer", {"Prefix": "ls/", "RequestPayer": "requester"}),
        ("attributes", {"Prefix": "ls/", "OptionalObjectAttributes": ["RestoreStatus"], "MaxKeys": 2}),
    ]
    after = ["ls/", "ls/a", "ls/d/", "ls/d/1", "ls/d/zzz", "ls/g h/1", "ls/i+", "ls/ö", "ls/zzz", "zzz"]
    for title, options in filters:
        call(f"list V2: {title}", "ListObjectsV2", **options)
        call(f"list V1: {title}", "ListObjects", **options)
        call(f"list versions: {title}", "ListObjectVersions", **options)
    for key in after:
        call(f"list V2 after {key}", "ListObjectsV2", Prefix="ls/", StartAfter=key)
        call(f"list V1 after {key}", "ListObjects", Prefix="ls/", Marker=key)
        call(f"list V2 after {key}, delimiter", "ListObjectsV2", Prefix="ls/", StartAfter=key, Delimiter="/")
        call(f"list V1 after {key}, delimiter", "ListObjects", Prefix="ls/", Marker=key, Delimiter="/")
        call(f"list versions after {key}", "ListObjectVersions", Prefix="ls/", KeyMarker=key)
    call("list V2: owner", "ListObjectsV2", Prefix="ls/", FetchOwner=True)
    call("list V2: a page", "ListObjectsV2", Prefix="ls/", MaxKeys=4, keep={"token": "NextContinuationToken"})
    call("list V2: the next page", "ListObjectsV2", Prefix="ls/", MaxKeys=4, ContinuationToken=kept("token"))
    for title, options in (("plain", {"Prefix": "ls/"}), ("delimiter", {"Prefix": "ls/", "Delimiter": "/"}), ("all", {})):
        for operation in ("ListObjectsV2", "ListObjects", "ListObjectVersions"):
            for pages in ({"PageSize": 3}, {"PageSize": 4, "MaxItems": 6}, {"MaxItems": 5}):
                if title == "all" and pages == {"PageSize": 3}:
                    pages = {"PageSize": 50}
                add(f"pages of {operation}: {title}, {pages}", "pages", operation=operation, pages=pages,
                    **{"with": {"Bucket": "main", **options}})


# MARK: Versions

def versions():
    def on(name, operation, **options):
        call(f"versions: {name}", operation, Bucket="versioned", **options)
    on("before", "GetBucketVersioning")
    on("put before", "PutObject", Key="early", Body=body(10, 1))
    on("on", "PutBucketVersioning", VersioningConfiguration={"Status": "Enabled"})
    on("state", "GetBucketVersioning")
    for number in range(3):
        on(f"put {number}", "PutObject", Key="doc", Body=body(100 + number, number), Metadata={"n": str(number)},
           keep={f"v{number}": "VersionId"})
    on("put over the early one", "PutObject", Key="early", Body=body(11, 1))
    on("put an odd key", "PutObject", Key="odd ü+%/key", Body=body(12, 1), keep={"vodd": "VersionId"})
    for number in range(3):
        version = kept(f"v{number}")
        on(f"get {number}", "GetObject", Key="doc", VersionId=version)
        on(f"head {number}", "HeadObject", Key="doc", VersionId=version)
        on(f"range of {number}", "GetObject", Key="doc", VersionId=version, Range="bytes=5-9")
        on(f"tag {number}", "PutObjectTagging", Key="doc", VersionId=version, Tagging={
            "TagSet": [{"Key": "n", "Value": str(number)}]})
        on(f"tags of {number}", "GetObjectTagging", Key="doc", VersionId=version)
        on(f"access of {number}", "GetObjectAcl", Key="doc", VersionId=version)
        on(f"copy {number}", "CopyObject", Key=f"copy-{number}",
           CopySource={"Bucket": "versioned", "Key": "doc", "VersionId": version})
    on("get null", "GetObject", Key="early", VersionId="null")
    on("get no version", "GetObject", Key="doc", VersionId="nonsense")
    on("get another key's version", "GetObject", Key="early", VersionId=kept("v0"))
    on("untag", "DeleteObjectTagging", Key="doc", VersionId=kept("v1"))
    on("presign", "HeadObject", Key="doc")
    add("versions: presigned get", "presign", operation="GetObject",
        **{"with": {"Bucket": "versioned", "Key": "doc", "VersionId": kept("v0")}})
    on("delete", "DeleteObject", Key="doc", )
    STEPS[-1]["keep"] = {"marker": "VersionId"}
    on("get what is deleted", "GetObject", Key="doc")
    on("head what is deleted", "HeadObject", Key="doc")
    on("get the marker", "GetObject", Key="doc", VersionId=kept("marker"))
    on("head the marker", "HeadObject", Key="doc", VersionId=kept("marker"))
    on("get under the marker", "GetObject", Key="doc", VersionId=kept("v1"))
    on("copy what is deleted", "CopyObject", Key="copy-x", CopySource={"Bucket": "versioned", "Key": "doc"})
    on("delete what was never there", "DeleteObject", Key="never")
    for title, options in (
            ("all", {}), ("prefix", {"Prefix": "doc"}), ("delimiter", {"Delimiter": "/"}), ("two", {"MaxKeys": 2}),
            ("odd prefix", {"Prefix": "odd ü+%/"}), ("encoded", {"EncodingType": "url"}), ("after a key", {"KeyMarker": "doc"}),
            ("after a version", {"KeyMarker": "doc", "VersionIdMarker": kept("v1")})):
        on(f"list {title}", "ListObjectVersions", **options)
    for size in (1, 2, 3, 100):
        add(f"versions: pages of {size}", "pages", operation="ListObjectVersions", pages={"PageSize": size},
            **{"with": {"Bucket": "versioned"}})
    on("list objects", "ListObjectsV2")
    on("delete the marker", "DeleteObject", Key="doc", VersionId=kept("marker"))
    on("get what is back", "GetObject", Key="doc")
    on("delete a version", "DeleteObject", Key="doc", VersionId=kept("v2"))
    on("get what is newest now", "GetObject", Key="doc")
    on("delete many", "DeleteObjects", Delete={"Objects": [
        {"Key": "doc", "VersionId": kept("v0")}, {"Key": "early"}, {"Key": "copy-0"}, {"Key": "odd ü+%/key", "VersionId": kept("vodd")},
        {"Key": "nope"}]})
    on("delete many quietly", "DeleteObjects", Delete={"Objects": [{"Key": "copy-1"}], "Quiet": True})
    on("off", "PutBucketVersioning", VersioningConfiguration={"Status": "Suspended"})
    on("state when off", "GetBucketVersioning")
    on("put when off", "PutObject", Key="doc", Body=body(55, 5))
    on("get when off", "GetObject", Key="doc")
    on("delete when off", "DeleteObject", Key="copy-2")
    on("list when off", "ListObjectVersions")
    on("parts: begin", "CreateMultipartUpload", Key="doc")
    STEPS[-1]["keep"] = {"vupload": "UploadId"}
    on("parts: send", "UploadPart", Key="doc", UploadId=kept("vupload"), PartNumber=1, Body=body(99, 9))
    STEPS[-1]["keep"] = {"vpart": "ETag"}
    on("parts: complete", "CompleteMultipartUpload", Key="doc", UploadId=kept("vupload"), MultipartUpload={
        "Parts": [{"PartNumber": 1, "ETag": kept("vpart")}]})


# MARK: Presigned

def presigned():
    def sign(name, operation, send=None, expires=3600, method=None, **options):
        step = {"operation": operation, "with": {"Bucket": "main", **options}, "expires": expires}
        if send:
            step["send"] = send
        if method:
            step["method"] = method
        add(f"presigned: {name}", "presign", **step)
    key = "presigned/object"
    sign("put", "PutObject", Key=key, send={"body": body(500, 6)})
    sign("get", "GetObject", Key=key)
    sign("head", "HeadObject", Key=key)
    sign("get by HEAD", "GetObject", Key=key, method="HEAD")
    sign("put with a type", "PutObject", Key="presigned/typed", ContentType="text/x-signed",
         send={"body": body(10, 1), "headers": {"content-type": "text/x-signed"}})
    sign("put with another type", "PutObject", Key="presigned/mistyped", ContentType="text/x-signed",
         send={"body": body(10, 1), "headers": {"content-type": "text/x-other"}})
    sign("put with metadata", "PutObject", Key="presigned/meta", Metadata={"signed": "yes"},
         send={"body": body(10, 1), "headers": {"x-amz-meta-signed": "yes"}})
    sign("put without its metadata", "PutObject", Key="presigned/nometa", Metadata={"signed": "yes"},
         send={"body": body(10, 1)})
    call("presigned: head of typed", "HeadObject", Key="presigned/typed")
    call("presigned: head of meta", "HeadObject", Key="presigned/meta")
    sign("get with a range", "GetObject", Key=key, send={"headers": {"range": "bytes=0-9"}})
    sign("get with a response type", "GetObject", Key=key, ResponseContentType="text/x-asked",
         ResponseContentDisposition='attachment; filename="x y.txt"')
    sign("get of what is not there", "GetObject", Key="presigned/missing")
    sign("get for a second", "GetObject", Key=key, expires=60)
    sign("list V2", "ListObjectsV2", Prefix="presigned/", Delimiter="/")
    sign("list V1", "ListObjects", Prefix="presigned/")
    sign("head of the bucket", "HeadBucket")
    sign("tags", "GetObjectTagging", Key=key)
    sign("access", "GetObjectAcl", Key=key)
    sign("begin parts", "CreateMultipartUpload", Key="presigned/parts")
    sign("delete", "DeleteObject", Key="presigned/typed")
    sign("odd key", "PutObject", Key="presigned/a b+c%ü&=?#", send={"body": body(10, 2)})
    sign("odd key: get", "GetObject", Key="presigned/a b+c%ü&=?#")
    for name, options in (
            ("plain", {}), ("type", {"fields": {"Content-Type": "text/x-form"}, "conditions": [{"Content-Type": "text/x-form"}]}),
            ("prefix of a field", {"fields": {"Content-Type": "text/x-form"}, "conditions": [["starts-with", "$Content-Type", "text/"]]}),
            ("metadata", {"fields": {"x-amz-meta-by": "form"}, "conditions": [{"x-amz-meta-by": "form"}]}),
            ("length", {"conditions": [["content-length-range", 1, 1000]]}),
            ("too long", {"conditions": [["content-length-range", 1, 10]]}),
            ("status", {"fields": {"success_action_status": "201"}, "conditions": [{"success_action_status": "201"}]}),
            ("condition that does not hold", {"fields": {"acl": "public-read"}, "conditions": [{"acl": "private"}]}),
            ("field without condition", {"fields": {"x-amz-meta-by": "form"}}),
            ("other signature", {"change": {"policy": "bm9uc2Vuc2U="}}),
            ("file name", {"key": "forms/named ${filename}"}), ("odd key", {"key": "forms/ü +%&\"x"})):
        options.setdefault("key", f"forms/{name}")
        add(f"form: {name}", "post", bucket="main", file="file.txt", body=body(200, 7), **options)
        if "${" not in options["key"]:
            call(f"form: {name}: head", "HeadObject", Key=options["key"])
    call("form: what came", "ListObjectsV2", Prefix="forms/")


# MARK: Buckets, errors, transfers

def buckets():
    call("bucket: make again", "CreateBucket")
    call("bucket: head", "HeadBucket")
    call("bucket: place", "GetBucketLocation")
    call("bucket: head of another", "HeadBucket", Bucket="missing")
    call("bucket: list another", "ListObjectsV2", Bucket="missing")
    call("bucket: list another, version 1", "ListObjects", Bucket="missing")
    call("bucket: place of another", "GetBucketLocation", Bucket="missing")
    call("bucket: remove another", "DeleteBucket", Bucket="missing")
    # SeaweedFS removes it with all there is.
    call("bucket: remove one that is full", "DeleteBucket", without="seaweedfs")
    # SeaweedFS makes it on the way.
    call("bucket: put into another", "PutObject", without="seaweedfs", Bucket="missing", Key="x", Body=body(5))
    call("bucket: get from another", "GetObject", Bucket="missing", Key="x")
    call("bucket: begin parts in another", "CreateMultipartUpload", without="seaweedfs", Bucket="missing", Key="x")
    call("bucket: versions of another", "ListObjectVersions", Bucket="missing")
    call("bucket: uploads of another", "ListMultipartUploads", Bucket="missing")
    call("bucket: delete many in another", "DeleteObjects", Bucket="missing", Delete={"Objects": [{"Key": "x"}]})
    call("bucket: make with a bad name", "CreateBucket", Bucket="Bad_Name..x")
    for operation in ("GetObject", "HeadObject", "DeleteObject", "GetObjectTagging", "DeleteObjectTagging"):
        call(f"missing object: {operation}", operation, Key="missing/object")
    call("missing object: delete many", "DeleteObjects", Delete={"Objects": [{"Key": f"missing/{n}"} for n in range(5)]})
    call("many keys: delete", "DeleteObjects", Delete={"Objects": [{"Key": f"missing/{n}"} for n in range(1000)]})
    call("payer", "GetObject", Key="plain.txt", RequestPayer="requester")
    call("owner of another account", "HeadObject", Key="plain.txt", ExpectedBucketOwner="000000000000")
    call("encrypted by the caller", "PutObject", Key="sse/c", Body=body(100, 1), SSECustomerAlgorithm="AES256",
         SSECustomerKey="0123456789abcdef0123456789abcdef")
    call("encrypted by the caller: get", "GetObject", Key="sse/c", SSECustomerAlgorithm="AES256",
         SSECustomerKey="0123456789abcdef0123456789abcdef")
    call("encrypted by the caller: get without", "GetObject", Key="sse/c")
    call("encrypted by the caller: remove", "DeleteObject", Key="sse/c")
    call("encrypted by the server", "PutObject", Key="sse/s3", Body=body(100, 1), ServerSideEncryption="AES256")
    call("encrypted by the server: get", "GetObject", Key="sse/s3")
    call("encrypted by the server: remove", "DeleteObject", Key="sse/s3")


def transfers():
    add("transfer: small upload", "upload", bucket="main", key="transfer/small", body=body(1000, 1),
        extra={"ContentType": "text/x-small", "Metadata": {"by": "transfer"}})
    add("transfer: upload in parts", "upload", bucket="main", key="transfer/large", body=body(2 * PART + 4321, 2), part=PART,
        extra={"ContentType": "text/x-large", "Metadata": {"by": "transfer"}})
    add("transfer: empty upload", "upload", bucket="main", key="transfer/empty", body=body(0), part=PART)
    call("transfer: head", "HeadObject", Key="transfer/large")
    add("transfer: download in parts", "download", bucket="main", key="transfer/large", part=PART)
    add("transfer: small download", "download", bucket="main", key="transfer/small")
    add("transfer: empty download", "download", bucket="main", key="transfer/empty")
    add("transfer: download of what is not there", "download", bucket="main", key="transfer/missing")
    add("transfer: small copy", "copy", bucket="main", key="transfer/small copy", source={"Bucket": "main", "Key": "transfer/small"})
    add("transfer: copy of an odd key", "copy", bucket="main", key="transfer/odd copy ü", source={"Bucket": "main", "Key": "ünïcödé"})
    add("transfer: copy in parts", "copy", bucket="main", key="transfer/large copy", part=PART,
        source={"Bucket": "main", "Key": "transfer/large"}, extra={
            "Metadata": {"by": "copy"}, "MetadataDirective": "REPLACE", "ContentType": "text/x-copied"})
    add("transfer: copy of what is not there", "copy", bucket="main", key="transfer/x", source={"Bucket": "main", "Key": "transfer/missing"})
    call("transfer: list", "ListObjectsV2", Prefix="transfer/")


def main():
    call("make main", "CreateBucket")
    call("make versioned", "CreateBucket", Bucket="versioned")
    for part in (odd_keys, objects, ranges, conditions, checksums, tags, access, copies, multipart, lists, versions,
                 presigned, buckets, transfers):
        part()
    with open(os.path.join(HERE, "steps.json"), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(step) for step in STEPS) + "\n]\n")
    print(len(STEPS), "steps")


if __name__ == "__main__":
    main()
