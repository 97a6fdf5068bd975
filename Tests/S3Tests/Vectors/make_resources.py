#!/usr/bin/env python3
"""Writes resources.json: the requests that boto3's S3 resources make, for ResourceVectorTests.

Needs boto3 1.43.11 and botocore 1.43.11. Run without arguments; the file beside this script is replaced. Nothing is
sent: each request is answered from a list, and written down as an operation with parameters and as it would go out.
"""

import datetime
import io
import json
import pathlib
import urllib.parse

import boto3
import botocore
from botocore.awsrequest import AWSResponse
from botocore.config import Config

assert boto3.__version__ == "1.43.11", boto3.__version__
assert botocore.__version__ == "1.43.11", botocore.__version__

DATE = "2024-01-02T03:04:05.000Z"
HTTP_DATE = "Tue, 02 Jan 2024 03:04:05 GMT"
DAY = datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
KEY = "dir/ä key+1"


# Answers.


def ok(body="", headers=()):
    return {"status": 200, "headers": dict(headers), "body": body}


def failed(status, code=None):
    body = f"<Error><Code>{code}</Code><Message>m</Message></Error>" if code else ""
    return {"status": status, "headers": {}, "body": body}


def buckets(*names, token=None):
    listed = "".join(
        f"<Bucket><Name>{name}</Name><CreationDate>{DATE}</CreationDate><BucketRegion>eu-{name}</BucketRegion>"
        f"<BucketArn>arn:{name}</BucketArn></Bucket>"
        for name in names
    )
    more = f"<ContinuationToken>{token}</ContinuationToken>" if token else ""
    return ok(f"<ListAllMyBucketsResult><Buckets>{listed}</Buckets>{more}</ListAllMyBucketsResult>")


def objects(*keys, more=False, prefixes=()):
    listed = "".join(
        f"<Contents><Key>{key}</Key><LastModified>{DATE}</LastModified><ETag>\"e-{key}\"</ETag>"
        f"<ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>7</Size>"
        f"<StorageClass>STANDARD</StorageClass><Owner><ID>o</ID></Owner>"
        f"<RestoreStatus><IsRestoreInProgress>true</IsRestoreInProgress></RestoreStatus></Contents>"
        for key in keys
    )
    rolled = "".join(f"<CommonPrefixes><Prefix>{prefix}</Prefix></CommonPrefixes>" for prefix in prefixes)
    marker = f"<NextMarker>{(list(prefixes) + list(keys))[-1]}</NextMarker>" if more else ""
    return ok(
        f"<ListBucketResult><IsTruncated>{str(more).lower()}</IsTruncated><EncodingType>url</EncodingType>"
        f"{marker}{listed}{rolled}</ListBucketResult>"
    )


def versions(*named, markers=(), more=None):
    def one(tag, pair, extra):
        key, number = pair
        return (
            f"<{tag}><Key>{key}</Key><VersionId>{number}</VersionId><IsLatest>true</IsLatest>"
            f"<LastModified>{DATE}</LastModified>{extra}<Owner><ID>o</ID></Owner></{tag}>"
        )

    extra = (
        "<ETag>\"e\"</ETag><ChecksumAlgorithm>SHA1</ChecksumAlgorithm><ChecksumType>COMPOSITE</ChecksumType>"
        "<Size>9</Size><StorageClass>GLACIER</StorageClass>"
    )
    listed = "".join(one("DeleteMarker", pair, "") for pair in markers)
    listed += "".join(one("Version", pair, extra) for pair in named)
    token = ""
    if more:
        token = f"<NextKeyMarker>{more[0]}</NextKeyMarker><NextVersionIdMarker>{more[1]}</NextVersionIdMarker>"
    return ok(
        f"<ListVersionsResult><IsTruncated>{'true' if more else 'false'}</IsTruncated>{token}{listed}"
        "</ListVersionsResult>"
    )


def uploads(*named, more=None):
    listed = "".join(
        f"<Upload><Key>{key}</Key><UploadId>{number}</UploadId><Initiated>{DATE}</Initiated>"
        f"<StorageClass>STANDARD_IA</StorageClass><Owner><ID>o</ID></Owner><Initiator><ID>i</ID></Initiator>"
        f"<ChecksumAlgorithm>SHA256</ChecksumAlgorithm><ChecksumType>COMPOSITE</ChecksumType></Upload>"
        for key, number in named
    )
    token = ""
    if more:
        token = f"<NextKeyMarker>{more[0]}</NextKeyMarker><NextUploadIdMarker>{more[1]}</NextUploadIdMarker>"
    return ok(
        f"<ListMultipartUploadsResult><IsTruncated>{'true' if more else 'false'}</IsTruncated>{token}{listed}"
        "</ListMultipartUploadsResult>"
    )


def parts(*numbers, more=None):
    listed = "".join(
        f"<Part><PartNumber>{number}</PartNumber><LastModified>{DATE}</LastModified><ETag>\"p{number}\"</ETag>"
        f"<Size>{number}0</Size><ChecksumCRC32>a{number}</ChecksumCRC32><ChecksumCRC32C>b{number}</ChecksumCRC32C>"
        f"<ChecksumCRC64NVME>c{number}</ChecksumCRC64NVME><ChecksumSHA1>d{number}</ChecksumSHA1>"
        f"<ChecksumSHA256>e{number}</ChecksumSHA256></Part>"
        for number in numbers
    )
    token = f"<NextPartNumberMarker>{more}</NextPartNumberMarker>" if more else ""
    return ok(
        f"<ListPartsResult><IsTruncated>{'true' if more else 'false'}</IsTruncated>{token}{listed}</ListPartsResult>"
    )


def deleted(*keys):
    gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
    return ok(f"<DeleteResult>{gone}</DeleteResult>")


HEAD = {
    "accept-ranges": "bytes", "cache-control": "max-age=1", "content-disposition": "inline",
    "content-encoding": "br", "content-language": "de", "content-length": "12", "content-type": "text/plain",
    "content-range": "bytes 0-11/20", "etag": '"tag"', "expires": HTTP_DATE, "last-modified": HTTP_DATE,
    "x-amz-archive-status": "ARCHIVE_ACCESS", "x-amz-checksum-crc32": "c1", "x-amz-checksum-crc32c": "c2",
    "x-amz-checksum-crc64nvme": "c3", "x-amz-checksum-md5": "c4", "x-amz-checksum-sha1": "c5",
    "x-amz-checksum-sha256": "c6", "x-amz-checksum-sha512": "c7", "x-amz-checksum-type": "COMPOSITE",
    "x-amz-checksum-xxhash128": "c8", "x-amz-checksum-xxhash3": "c9", "x-amz-checksum-xxhash64": "c10",
    "x-amz-delete-marker": "false", "x-amz-expiration": "soon", "x-amz-meta-one": "1", "x-amz-missing-meta": "2",
    "x-amz-mp-parts-count": "3", "x-amz-object-lock-legal-hold": "ON", "x-amz-object-lock-mode": "GOVERNANCE",
    "x-amz-object-lock-retain-until-date": DATE, "x-amz-replication-status": "COMPLETED",
    "x-amz-request-charged": "requester", "x-amz-restore": 'ongoing-request="true"',
    "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": "k",
    "x-amz-server-side-encryption-bucket-key-enabled": "true",
    "x-amz-server-side-encryption-customer-algorithm": "AES256",
    "x-amz-server-side-encryption-customer-key-md5": "m", "x-amz-storage-class": "GLACIER_IR",
    "x-amz-tagging-count": "4", "x-amz-version-id": "v1", "x-amz-website-redirect-location": "/there",
}
VERSIONING = (
    "<VersioningConfiguration><Status>Suspended</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>"
)
ACL = (
    "<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList><Grant>"
    '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>g</ID></Grantee>'
    "<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>"
)
CREATED = "<InitiateMultipartUploadResult><UploadId>up</UploadId></InitiateMultipartUploadResult>"
COPIED = "<CopyObjectResult><ETag>\"c\"</ETag></CopyObjectResult>"
PART_COPIED = "<CopyPartResult><ETag>\"c\"</ETag></CopyPartResult>"
COMPLETED = "<CompleteMultipartUploadResult><Key>k</Key><ETag>\"c-1\"</ETag></CompleteMultipartUploadResult>"


# What a scenario gave, as texts.


def text(value):
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        return str(int(value.timestamp()))
    if isinstance(value, list):
        return ",".join(text(item) for item in value)
    if hasattr(value, "meta"):
        return described(value)
    return str(value)


def described(resource):
    def camel(name):
        head, *tail = name.split("_")
        return head + "".join("ID" if word == "id" else word.capitalize() for word in tail)

    def quoted(value):
        return str(value) if isinstance(value, int) else f'"{value}"'

    named = ", ".join(f"{camel(name)}: {quoted(getattr(resource, name))}" for name in resource.meta.identifiers)
    return f"S3.{resource.meta.resource_model.name}({named})"


def read(resource, names):
    return [text(getattr(resource, name)) for name in names.split()]


OBJECT = (
    "delete_marker accept_ranges expiration restore archive_status last_modified content_length checksum_crc32"
    " checksum_crc32_c checksum_crc64_nvme checksum_sha1 checksum_sha256 checksum_sha512 checksum_md5"
    " checksum_xxhash64 checksum_xxhash3 checksum_xxhash128 checksum_type e_tag missing_meta version_id cache_control"
    " content_disposition content_encoding content_language content_type content_range expires"
    " website_redirect_location server_side_encryption sse_customer_algorithm sse_customer_key_md5 ssekms_key_id"
    " bucket_key_enabled storage_class request_charged replication_status parts_count tag_count object_lock_mode"
    " object_lock_retain_until_date object_lock_legal_hold_status"
)
SUMMARY = "last_modified e_tag checksum_type size storage_class"
LISTED = "last_modified e_tag checksum_algorithm checksum_type size storage_class"
VERSION = (
    "e_tag checksum_algorithm checksum_type size storage_class key version_id is_latest last_modified"
)
UPLOAD = "upload_id key initiated storage_class checksum_algorithm checksum_type"
PART = (
    "last_modified e_tag size checksum_crc32 checksum_crc32_c checksum_crc64_nvme checksum_sha1 checksum_sha256"
    " checksum_sha512 checksum_md5 checksum_xxhash64 checksum_xxhash3 checksum_xxhash128"
)

SCENARIOS = []


def scenario(name, answers, run):
    SCENARIOS.append((name, answers, run))


def quiet(*values):
    return None


# The service.
scenario("createBucket", [ok()], lambda s3: s3.create_bucket(Bucket="new-b"))
scenario(
    "createBucket with members", [ok()],
    lambda s3: s3.create_bucket(
        Bucket="new-b", ACL="private", ObjectLockEnabledForBucket=True, ObjectOwnership="BucketOwnerEnforced",
        CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}),
)
two = [buckets("b-1", "b-2", token="t"), buckets("b-3")]
scenario("buckets.all", two, lambda s3: list(s3.buckets.all()))
scenario(
    "buckets.filter", [buckets("b-1")],
    lambda s3: list(s3.buckets.filter(Prefix="b", BucketRegion="eu-west-1", MaxBuckets=9)))
scenario("buckets.limit", two, lambda s3: list(s3.buckets.limit(2)))
scenario("buckets.pageSize", two, lambda s3: list(s3.buckets.page_size(2)))
scenario(
    "buckets attributes", [buckets("b-1")],
    lambda s3: [read(b, "creation_date bucket_region bucket_arn") for b in s3.buckets.all()])
scenario(
    "subresources", [],
    lambda s3: [
        s3.Bucket("bkt").Object("k"), s3.Bucket("bkt").Versioning(), s3.Object("bkt", "k").Bucket(),
        s3.Object("bkt", "k").Acl(), s3.Object("bkt", "k").Version("v"), s3.Object("bkt", "k").MultipartUpload("u"),
        s3.ObjectSummary("bkt", "k").Object(), s3.ObjectSummary("bkt", "k").Bucket(),
        s3.ObjectSummary("bkt", "k").Acl(), s3.ObjectSummary("bkt", "k").Version("v"),
        s3.ObjectSummary("bkt", "k").MultipartUpload("u"), s3.ObjectVersion("bkt", "k", "v").Object(),
        s3.MultipartUpload("bkt", "k", "u").Object(), s3.MultipartUpload("bkt", "k", "u").Part(7),
        s3.MultipartUploadPart("bkt", "k", "u", 7).MultipartUpload(), s3.BucketVersioning("bkt").Bucket(),
        s3.ObjectAcl("bkt", "k").Object(),
    ])

# Bucket.
scenario("bucket.create", [ok()], lambda s3: quiet(s3.Bucket("bkt").create(ACL="public-read")))
scenario("bucket.delete", [failed(204)], lambda s3: quiet(s3.Bucket("bkt").delete(ExpectedBucketOwner="111")))
scenario(
    "bucket.deleteObjects", [deleted("a", "b")],
    lambda s3: quiet(s3.Bucket("bkt").delete_objects(
        Delete={"Objects": [{"Key": "a"}, {"Key": "b", "VersionId": "v"}], "Quiet": True}, MFA="1 2")))
scenario(
    "bucket.putObject", [ok()],
    lambda s3: s3.Bucket("bkt").put_object(Key=KEY, Body=b"bytes", ContentType="a/b", Metadata={"m": "1"}))
NAMES = "creation_date bucket_region bucket_arn"
scenario("bucket attributes", [buckets("other", "bkt")], lambda s3: read(s3.Bucket("bkt"), NAMES))
scenario("bucket attributes absent", [buckets("other")], lambda s3: read(s3.Bucket("bkt"), NAMES))
scenario("bucket attributes denied", [failed(403, "AccessDenied")], lambda s3: read(s3.Bucket("bkt"), NAMES))


def reloaded(resource, attribute):
    resource.load()
    resource.reload()
    return [text(getattr(resource, attribute))]


def after_action(resource, attribute, action):
    found = [text(getattr(resource, attribute))]
    action(resource)
    return found + [text(getattr(resource, attribute))]


scenario(
    "bucket attributes after an action", [buckets("bkt"), failed(204), buckets()],
    lambda s3: after_action(s3.Bucket("bkt"), "bucket_arn", lambda b: b.delete()))


def loaded(resource, attribute):
    resource.load()
    return [text(getattr(resource, attribute))]


scenario("bucket.load", [buckets("bkt")], lambda s3: loaded(s3.Bucket("bkt"), "bucket_arn"))
SOON = {"Delay": 0, "MaxAttempts": 3}
scenario(
    "bucket.waitUntilExists", [failed(404), ok()],
    lambda s3: quiet(s3.Bucket("bkt").wait_until_exists(WaiterConfig=SOON, ExpectedBucketOwner="111")))
scenario(
    "bucket.waitUntilNotExists", [ok(), failed(404)],
    lambda s3: quiet(s3.Bucket("bkt").wait_until_not_exists(WaiterConfig=SOON)))

# Its objects.
three = [objects("a", "b", more=True), objects("c", "d", more=True), objects("e")]
scenario("objects.all", three, lambda s3: list(s3.Bucket("bkt").objects.all()))
scenario("objects.all of none", [objects()], lambda s3: list(s3.Bucket("bkt").objects.all()))
scenario("objects.all of odd keys", [objects("%C3%A4+b%2B")], lambda s3: list(s3.Bucket("bkt").objects.all()))
scenario(
    "objects.filter", three[:1] + [objects("c")],
    lambda s3: list(s3.Bucket("bkt").objects.filter(
        Delimiter="/", Marker="m", MaxKeys=2, Prefix="pre/", RequestPayer="requester", ExpectedBucketOwner="111")))
scenario(
    "objects.filter encoded", [objects("%C3%A4")],
    lambda s3: list(s3.Bucket("bkt").objects.filter(EncodingType="url")))
scenario(
    "objects.filter twice", [objects("c")],
    lambda s3: list(
        s3.Bucket("bkt").objects.filter(Prefix="p", MaxKeys=5, OptionalObjectAttributes=["RestoreStatus"])
        .filter(Prefix="q", Delimiter="-")))
for count in (1, 2, 3, 5, 9):
    scenario(f"objects.limit {count}", three, lambda s3, count=count: list(s3.Bucket("bkt").objects.limit(count)))
scenario("objects.pageSize", three, lambda s3: list(s3.Bucket("bkt").objects.page_size(2)))
scenario(
    "objects.pageSize over maxKeys", three,
    lambda s3: list(s3.Bucket("bkt").objects.filter(MaxKeys=7).page_size(2).limit(3)))
scenario("objects.pages", three, lambda s3: [text(page) for page in s3.Bucket("bkt").objects.pages()])
scenario(
    "objects.limit.pages", three, lambda s3: [text(page) for page in s3.Bucket("bkt").objects.limit(3).pages()])
scenario(
    "objects.pages of prefixes", [objects(more=True, prefixes=["p/"]), objects("q")],
    lambda s3: [text(page) for page in s3.Bucket("bkt").objects.filter(Delimiter="/").pages()])
scenario(
    "objects attributes", [objects("a")],
    lambda s3: [
        read(o, LISTED) + [o.owner["ID"], text(o.restore_status["IsRestoreInProgress"])]
        for o in s3.Bucket("bkt").objects.all()])
scenario(
    "objects.delete", [three[0], deleted("a", "b"), three[1], deleted("c", "d"), three[2], deleted("e")],
    lambda s3: [str(len(a["Deleted"])) for a in s3.Bucket("bkt").objects.delete()])
scenario(
    "objects.filter.delete", [objects("a", "c"), deleted("a", "c")],
    lambda s3: quiet(s3.Bucket("bkt").objects.filter(Prefix="x").delete(
        MFA="1 2", RequestPayer="requester", BypassGovernanceRetention=True, ExpectedBucketOwner="111")))
scenario(
    "objects.limit.delete", [three[0], deleted("a", "b"), three[1], deleted("c")],
    lambda s3: quiet(s3.Bucket("bkt").objects.limit(3).delete()))
scenario(
    "objects.pageSize.delete", [three[0], deleted("a", "b"), objects("c"), deleted("c")],
    lambda s3: quiet(s3.Bucket("bkt").objects.page_size(2).delete()))
scenario("objects.delete of none", [objects()], lambda s3: quiet(s3.Bucket("bkt").objects.all().delete()))

# Its versions.
mixed = [
    versions(("a", "1"), ("a", "2"), markers=[("a", "3")], more=("a", "2")),
    versions(markers=[("b", "1"), ("b", "2")], more=("b", "2")), versions(("c", "null")),
]
scenario("objectVersions.all", mixed, lambda s3: list(s3.Bucket("bkt").object_versions.all()))
for count in (2, 3, 4, 6, 7):
    scenario(
        f"objectVersions.limit {count}", mixed,
        lambda s3, count=count: list(s3.Bucket("bkt").object_versions.limit(count)))
scenario(
    "objectVersions.filter", [versions(("a", "1"))],
    lambda s3: list(s3.Bucket("bkt").object_versions.filter(
        Delimiter="/", KeyMarker="k", VersionIdMarker="v", MaxKeys=3, Prefix="p", ExpectedBucketOwner="111",
        RequestPayer="requester", OptionalObjectAttributes=["RestoreStatus"])))
scenario(
    "objectVersions.pages", mixed,
    lambda s3: [text(page) for page in s3.Bucket("bkt").object_versions.page_size(3).pages()])
scenario(
    "objectVersions attributes", [versions(("a", "1"))],
    lambda s3: [read(v, VERSION) + [v.owner["ID"]] for v in s3.Bucket("bkt").object_versions.all()])
scenario(
    "objectVersions.delete", [mixed[0], deleted("a"), mixed[1], deleted("b"), mixed[2], deleted("c")],
    lambda s3: quiet(s3.Bucket("bkt").object_versions.all().delete()))
scenario(
    "objectVersions.filter.delete", [versions(("a", "1")), deleted("a")],
    lambda s3: quiet(s3.Bucket("bkt").object_versions.filter(Prefix="a").delete(BypassGovernanceRetention=False)))

# Its uploads.
begun = [uploads(("a", "u1"), ("b", "u2"), more=("b", "u2")), uploads(("c", "u3"))]
scenario("multipartUploads.all", begun, lambda s3: list(s3.Bucket("bkt").multipart_uploads.all()))
scenario("multipartUploads.limit", begun, lambda s3: list(s3.Bucket("bkt").multipart_uploads.limit(2)))
scenario(
    "multipartUploads.filter", begun[1:],
    lambda s3: list(s3.Bucket("bkt").multipart_uploads.filter(
        Delimiter="/", KeyMarker="k", UploadIdMarker="u", MaxUploads=3, Prefix="p", ExpectedBucketOwner="111",
        RequestPayer="requester")))
scenario("multipartUploads.pageSize", begun, lambda s3: list(s3.Bucket("bkt").multipart_uploads.page_size(2)))
scenario(
    "multipartUploads attributes", begun[1:],
    lambda s3: [
        read(u, UPLOAD) + [u.owner["ID"], u.initiator["ID"]] for u in s3.Bucket("bkt").multipart_uploads.all()])

# Object and ObjectSummary.
head = ok(headers=HEAD)
scenario(
    "object attributes", [head],
    lambda s3: (lambda o: read(o, OBJECT) + [o.metadata["one"]])(s3.Object("bkt", KEY)))
scenario("object.load", [head, head], lambda s3: reloaded(s3.Object("bkt", KEY), "e_tag"))
scenario("objectSummary attributes", [head], lambda s3: read(s3.ObjectSummary("bkt", KEY), SUMMARY))
scenario("objectSummary.load", [head], lambda s3: loaded(s3.ObjectSummary("bkt", KEY), "size"))


def actions(name, make):
    scenario(
        f"{name}.get", [ok("body", {"content-length": "4"})],
        lambda s3: [make(s3).get()["Body"].read().decode()])
    scenario(
        f"{name}.get with members", [ok("body", {"content-length": "4"})],
        lambda s3: quiet(make(s3).get(
            VersionId="v", IfMatch="\"e\"", IfModifiedSince=DAY, RequestPayer="requester",
            ExpectedBucketOwner="111", ResponseContentType="x/y")))
    scenario(f"{name}.put", [ok()], lambda s3: quiet(make(s3).put(Body=b"some bytes")))
    scenario(f"{name}.put of nothing", [ok()], lambda s3: quiet(make(s3).put()))
    scenario(
        f"{name}.put with members", [ok()],
        lambda s3: quiet(make(s3).put(
            Body=b"", ACL="public-read", CacheControl="no-cache", ContentType="text/html", IfNoneMatch="*",
            Metadata={"one": "1", "two": "2"}, ServerSideEncryption="AES256", StorageClass="STANDARD_IA",
            Tagging="a=b", ExpectedBucketOwner="111")))
    scenario(f"{name}.delete", [failed(204)], lambda s3: quiet(make(s3).delete()))
    scenario(
        f"{name}.delete with members", [failed(204)],
        lambda s3: quiet(make(s3).delete(MFA="1 2", VersionId="v", BypassGovernanceRetention=True, IfMatch="e")))
    scenario(
        f"{name}.copyFrom", [ok(COPIED)],
        lambda s3: quiet(make(s3).copy_from(
            CopySource={"Bucket": "src", "Key": "s ä", "VersionId": "v"}, MetadataDirective="REPLACE",
            Metadata={"m": "1"}, CopySourceIfMatch="e")))
    scenario(
        f"{name}.initiateMultipartUpload", [ok(CREATED)],
        lambda s3: make(s3).initiate_multipart_upload(ContentType="a/b", StorageClass="GLACIER"))
    scenario(
        f"{name}.restoreObject", [ok()],
        lambda s3: quiet(make(s3).restore_object(
            RestoreRequest={"Days": 3, "GlacierJobParameters": {"Tier": "Bulk"}}, VersionId="v")))
    scenario(
        f"{name}.waitUntilExists", [failed(404), ok()],
        lambda s3: quiet(make(s3).wait_until_exists(WaiterConfig=SOON, VersionId="v")))
    scenario(
        f"{name}.waitUntilNotExists", [ok(), failed(404)],
        lambda s3: quiet(make(s3).wait_until_not_exists(WaiterConfig=SOON)))
    scenario(
        f"{name} attributes after an action", [head, ok(), head],
        lambda s3: after_action(make(s3), "e_tag", lambda o: o.put(Body=b"x")))


actions("object", lambda s3: s3.Object("bkt", KEY))
actions("objectSummary", lambda s3: s3.ObjectSummary("bkt", KEY))

# ObjectVersion.
scenario(
    "objectVersion.get", [ok("body", {"content-length": "4"})],
    lambda s3: [s3.ObjectVersion("bkt", KEY, "v/1").get(RequestPayer="requester")["Body"].read().decode()])
scenario(
    "objectVersion.head", [head], lambda s3: [s3.ObjectVersion("bkt", KEY, "v/1").head(PartNumber=2)["ETag"]])
scenario(
    "objectVersion.delete", [failed(204)], lambda s3: quiet(s3.ObjectVersion("bkt", KEY, "v/1").delete(MFA="1 2")))

# MultipartUpload and its parts.
scenario(
    "multipartUpload.abort", [failed(204)],
    lambda s3: quiet(s3.MultipartUpload("bkt", KEY, "u/1").abort(RequestPayer="requester")))
scenario(
    "multipartUpload.complete", [ok(COMPLETED)],
    lambda s3: s3.MultipartUpload("bkt", KEY, "u/1").complete(
        MultipartUpload={"Parts": [{"ETag": "\"1\"", "PartNumber": 1}, {"ETag": "\"2\"", "PartNumber": 2}]},
        IfNoneMatch="*"))
listing = [parts(1, 2, more=2), parts(3)]
scenario("parts.all", listing, lambda s3: list(s3.MultipartUpload("bkt", "k", "u").parts.all()))
scenario("parts.limit", listing, lambda s3: list(s3.MultipartUpload("bkt", "k", "u").parts.limit(2)))
scenario("parts.pageSize", listing, lambda s3: list(s3.MultipartUpload("bkt", "k", "u").parts.page_size(2)))
scenario(
    "parts.filter", listing[1:],
    lambda s3: list(s3.MultipartUpload("bkt", "k", "u").parts.filter(
        MaxParts=3, PartNumberMarker=2, RequestPayer="requester", ExpectedBucketOwner="111",
        SSECustomerAlgorithm="AES256")))
scenario(
    "parts attributes", listing[1:],
    lambda s3: [read(p, PART) for p in s3.MultipartUpload("bkt", "k", "u").parts.all()])
scenario(
    "multipartUploadPart.upload", [ok()],
    lambda s3: quiet(s3.MultipartUploadPart("bkt", KEY, "u/1", 7).upload(Body=b"part", RequestPayer="requester")))
scenario(
    "multipartUploadPart.copyFrom", [ok(PART_COPIED)],
    lambda s3: quiet(s3.MultipartUploadPart("bkt", KEY, "u/1", 7).copy_from(
        CopySource={"Bucket": "src", "Key": "s"}, CopySourceRange="bytes=0-9", CopySourceIfMatch="e")))

# BucketVersioning and ObjectAcl.
state = ok(VERSIONING)
scenario("bucketVersioning attributes", [state], lambda s3: read(s3.BucketVersioning("bkt"), "status mfa_delete"))
scenario(
    "bucketVersioning attributes after an action", [state, ok(), state],
    lambda s3: after_action(s3.BucketVersioning("bkt"), "status", lambda v: v.enable()))
scenario("bucketVersioning.reload", [state, state], lambda s3: reloaded(s3.BucketVersioning("bkt"), "status"))
scenario(
    "bucketVersioning.enable", [ok()],
    lambda s3: quiet(s3.BucketVersioning("bkt").enable(ExpectedBucketOwner="111")))
scenario(
    "bucketVersioning.suspend", [ok()],
    lambda s3: quiet(s3.BucketVersioning("bkt").suspend(ExpectedBucketOwner="111")))
scenario(
    "bucketVersioning.put", [ok()],
    lambda s3: quiet(s3.BucketVersioning("bkt").put(
        MFA="1 2", VersioningConfiguration={"MFADelete": "Disabled", "Status": "Enabled"})))
access = ok(ACL, {"x-amz-request-charged": "requester"})
scenario(
    "objectAcl attributes", [access],
    lambda s3: (lambda a: [
        a.owner["ID"], a.grants[0]["Grantee"]["ID"], a.grants[0]["Permission"], a.request_charged
    ])(s3.ObjectAcl("bkt", KEY)))
scenario("objectAcl.reload", [access, access], lambda s3: reloaded(s3.ObjectAcl("bkt", KEY), "request_charged"))
scenario("objectAcl.put", [ok()], lambda s3: quiet(s3.ObjectAcl("bkt", KEY).put(ACL="private", VersionId="v")))
scenario(
    "objectAcl attributes after an action", [access, ok(), access],
    lambda s3: (lambda a: [a.owner["ID"], quiet(a.put(ACL="private")) or a.owner["ID"]])(s3.ObjectAcl("bkt", KEY)))


# The machinery.


class Raw(io.BytesIO):
    def stream(self, **kwargs):
        while chunk := self.read(1 << 16):
            yield chunk


def plain(value):
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, (bytes, bytearray)):
        return value.decode()
    return value


# What is the same for all requests, or follows from the signature and the checksum of the body.
LEFT_OUT = {
    "authorization", "amz-sdk-invocation-id", "amz-sdk-request", "content-length", "content-md5", "expect",
    "user-agent", "x-amz-content-sha256", "x-amz-date", "x-amz-sdk-checksum-algorithm", "x-amz-trailer", "host",
    "transfer-encoding", "x-amz-checksum-mode", "x-amz-decoded-content-length", "accept-encoding",
}


def resource():
    session = boto3.session.Session(
        aws_access_key_id="AKID", aws_secret_access_key="secret", region_name="us-east-1")
    return session.resource(
        "s3", endpoint_url="http://127.0.0.1:9",
        config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}))


def run(name, answers, action):
    s3 = resource()
    waiting = list(answers)
    calls = []

    def called(params, model, **kwargs):
        calls.append({"operation": model.name, "parameters": plain(params)})

    def sent(request, **kwargs):
        url = urllib.parse.urlsplit(request.url)
        body = request.body or b""
        if hasattr(body, "read"):
            body = body.read()
        headers = {}
        for field, value in request.headers.items():
            field = field.lower()
            if field not in LEFT_OUT and not field.startswith("x-amz-checksum-"):
                headers[field] = value.decode() if isinstance(value, bytes) else value
        call = calls[-1]
        call["method"] = request.method
        call["path"] = url.path
        call["query"] = sorted(list(pair) for pair in urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        call["headers"] = headers
        call["body"] = bytes(body).decode() if isinstance(body, (bytes, bytearray)) else body
        answer = waiting.pop(0)
        headers = answer["headers"]
        return AWSResponse(request.url, answer["status"], headers, Raw(answer["body"].encode()))

    events = s3.meta.client.meta.events
    events.register_first("provide-client-params.s3", called)
    events.register("before-send.s3", sent)
    result = action(s3)
    if result is None:
        result = []
    elif not isinstance(result, list):
        result = [result]
    flat = []
    for item in result:
        flat += item if isinstance(item, list) else [item]
    return {
        "name": name, "answers": [
            {"status": answer["status"], "headers": [[k, v] for k, v in answer["headers"].items()],
             "body": answer["body"]} for answer in answers
        ], "calls": calls, "result": [text(item) for item in flat],
    }


def main():
    names = [name for name, _, _ in SCENARIOS]
    assert len(names) == len(set(names))
    vectors = [run(*one) for one in SCENARIOS]
    path = pathlib.Path(__file__).with_name("resources.json")
    lines = ",\n".join(json.dumps(vector, ensure_ascii=True, sort_keys=True) for vector in vectors)
    path.write_text(f"[\n{lines}\n]\n")
    print(len(vectors), "scenarios,", sum(len(vector["calls"]) for vector in vectors), "requests")


main()
