#!/usr/bin/env python3
"""A small S3 server on loopback that knows Signature Version 2 and no other, for the tests.

usage: version2.py PORTFILE REFUSAL   writes its port to PORTFILE; serves until it is killed
REFUSAL is how it answers any other signature: the status and the code of the error, such as 400/InvalidArgument.
One bucket, `bucket`, and one key pair: PAILTESTACCESS, pail-test-secret.
"""
import base64
import email.utils
import hashlib
import hmac
import os
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ACCESS, SECRET, BUCKET = "PAILTESTACCESS", "pail-test-secret", "bucket"
REFUSED_STATUS, REFUSED_CODE = sys.argv[2].split("/")
MESSAGES = {"InvalidArgument": "Unsupported Authorization Type"}
# The part of the query that is signed.
SUBRESOURCES = {
    "acl", "cors", "delete", "lifecycle", "location", "logging", "notification", "partNumber", "policy",
    "requestPayment", "response-cache-control", "response-content-disposition", "response-content-encoding",
    "response-content-language", "response-content-type", "response-expires", "tagging", "torrent", "uploadId",
    "uploads", "versionId", "versioning", "versions", "website",
}

lock = threading.Lock()
objects = {}  # key: (bytes, etag, fields, time)
uploads = {}  # id: (key, {number: bytes}, fields)


class Refused(Exception):
    def __init__(self, status, code):
        self.status, self.code = status, code


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", fields=()):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        if status not in (204, 304) and not any(name == "Content-Length" for name, _ in fields):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def xml(self, name, inner):
        self.answer(200, f"<{name}>{inner}</{name}>".encode(), [("Content-Type", "application/xml")])

    def refuse(self, status, code):
        text = f"<Error><Code>{code}</Code><Message>{MESSAGES.get(code, code)}</Message></Error>"
        self.answer(int(status), text.encode(), [("Content-Type", "application/xml")])

    def check_signature(self, path):
        given = self.headers.get("Authorization", "")
        if not given.startswith("AWS "):
            raise Refused(REFUSED_STATUS, REFUSED_CODE)
        access, _, signature = given[4:].partition(":")
        if access != ACCESS:
            raise Refused(403, "InvalidAccessKeyId")
        date = self.headers.get("x-amz-date") or self.headers.get("Date") or ""
        try:
            age = time.time() - email.utils.parsedate_to_datetime(date).timestamp()
        except (TypeError, ValueError):
            raise Refused(403, "AccessDenied") from None
        if abs(age) > 900:
            raise Refused(403, "RequestTimeTooSkewed")
        amazon = {}
        for name, value in self.headers.items():
            if name.lower().startswith("x-amz-"):
                amazon.setdefault(name.lower(), []).append(value.strip())
        signed = sorted(pair for pair in self.query_pairs if pair[0] in SUBRESOURCES)
        resource = path + ("?" if signed else "") + "&".join(n if v is None else f"{n}={v}" for n, v in signed)
        text = "\n".join([
            self.command, self.headers.get("Content-MD5", ""), self.headers.get("Content-Type", ""),
            "" if "x-amz-date" in amazon else date,
        ]) + "\n" + "".join(f"{name}:{','.join(amazon[name])}\n" for name in sorted(amazon)) + resource
        mac = hmac.new(SECRET.encode(), text.encode(), hashlib.sha1).digest()
        if not hmac.compare_digest(base64.b64encode(mac).decode(), signature):
            raise Refused(403, "SignatureDoesNotMatch")

    def serve(self):
        path, _, query = self.path.partition("?")
        self.query_pairs = []
        for piece in filter(None, query.split("&")):
            name, equals, value = piece.partition("=")
            self.query_pairs.append((urllib.parse.unquote(name), urllib.parse.unquote(value) if equals else None))
        self.query = dict(self.query_pairs)
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            self.check_signature(path)
            bucket, _, key = urllib.parse.unquote(path, errors="surrogateescape")[1:].partition("/")
            if bucket != BUCKET:
                raise Refused(404, "NoSuchBucket")
            with lock:
                getattr(self, f"{self.command.lower()}_{'object' if key else 'bucket'}")(key)
        except Refused as refused:
            self.refuse(refused.status, refused.code)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = serve

    def fields(self):
        return [(n, v) for n, v in self.headers.items() if n.lower().startswith("x-amz-meta-") or n.lower() == "content-type"]

    def store(self, key, data, fields):
        objects[key] = (data, f'"{hashlib.md5(data).hexdigest()}"', fields, int(time.time()))
        return objects[key][1]

    def find(self, key):
        if key not in objects:
            raise Refused(404, "NoSuchKey")
        return objects[key]

    def head_bucket(self, _):
        self.answer(200)

    def get_bucket(self, _):
        prefix, delimiter = self.query.get("prefix") or "", self.query.get("delimiter") or ""
        start = self.query.get("continuation-token") or self.query.get("start-after") or self.query.get("marker") or ""
        limit = int(self.query.get("max-keys") or 1000)
        quote = (lambda text: urllib.parse.quote(text, errors="surrogateescape")) if self.query.get("encoding-type") else escape
        entries, last, more = [], "", False
        for key in sorted(objects):
            if not key.startswith(prefix):
                continue
            cut = key.find(delimiter, len(prefix)) if delimiter else -1
            name = key if cut < 0 else key[: cut + len(delimiter)]
            if name <= start or name == last:
                continue
            if len(entries) == limit:
                more = True
                break
            last = name
            if cut < 0:
                data, etag, _, moment = objects[key]
                when = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(moment))
                entries.append(
                    f"<Contents><Key>{quote(key)}</Key><LastModified>{when}</LastModified><ETag>{escape(etag)}</ETag>"
                    f"<Size>{len(data)}</Size><StorageClass>STANDARD</StorageClass></Contents>")
            else:
                entries.append(f"<CommonPrefixes><Prefix>{quote(name)}</Prefix></CommonPrefixes>")
        inner = f"<Name>{BUCKET}</Name><IsTruncated>{str(more).lower()}</IsTruncated>" + "".join(entries)
        if self.query.get("encoding-type"):
            inner += "<EncodingType>url</EncodingType>"
        if more:
            field = "NextContinuationToken" if self.query.get("list-type") == "2" else "NextMarker"
            inner += f"<{field}>{quote(last)}</{field}>"
        self.xml("ListBucketResult", inner)

    def post_bucket(self, _):
        for element in ElementTree.fromstring(self.body).iter():
            if element.tag.endswith("Key"):
                objects.pop(element.text, None)
        self.xml("DeleteResult", "")

    def get_object(self, key):
        data, etag, fields, moment = self.find(key)
        if self.headers.get("If-Match", etag).strip('"') != etag.strip('"'):
            raise Refused(412, "PreconditionFailed")
        fields = fields + [
            ("ETag", etag), ("Last-Modified", email.utils.formatdate(moment, usegmt=True)), ("Accept-Ranges", "bytes")]
        status, total = 200, len(data)
        if self.headers.get("Range"):
            first, _, end = self.headers["Range"].removeprefix("bytes=").partition("-")
            first, end = int(first), min(int(end or total - 1), total - 1)
            if first >= total:
                raise Refused(416, "InvalidRange")
            data, status = data[first : end + 1], 206
            fields.append(("Content-Range", f"bytes {first}-{end}/{total}"))
        self.answer(status, data, fields + [("Content-Length", str(len(data)))])

    head_object = get_object

    def put_object(self, key):
        if "uploadId" in self.query:
            if self.query["uploadId"] not in uploads:
                raise Refused(404, "NoSuchUpload")
            uploads[self.query["uploadId"]][1][int(self.query["partNumber"])] = self.body
            return self.answer(200, fields=[("ETag", f'"{hashlib.md5(self.body).hexdigest()}"')])
        if self.headers.get("If-None-Match") == "*" and key in objects:
            raise Refused(412, "PreconditionFailed")
        if "If-Match" in self.headers and self.headers["If-Match"].strip('"') != self.find(key)[1].strip('"'):
            raise Refused(412, "PreconditionFailed")
        source = self.headers.get("x-amz-copy-source")
        if not source:
            return self.answer(200, fields=[("ETag", self.store(key, self.body, self.fields()))])
        data, _, fields, _ = self.find(urllib.parse.unquote(source).lstrip("/").partition("/")[2])
        replaces = self.headers.get("x-amz-metadata-directive") == "REPLACE"
        etag = self.store(key, data, self.fields() if replaces else fields)
        self.xml("CopyObjectResult", f"<ETag>{escape(etag)}</ETag>")

    def post_object(self, key):
        if "uploads" in self.query:
            upload = os.urandom(16).hex()
            uploads[upload] = (key, {}, self.fields())
            return self.xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>")
        if self.query.get("uploadId") not in uploads:
            raise Refused(404, "NoSuchUpload")
        _, parts, fields = uploads.pop(self.query["uploadId"])
        etag = self.store(key, b"".join(parts[number] for number in sorted(parts)), fields)
        self.xml("CompleteMultipartUploadResult", f"<ETag>{escape(etag)}</ETag>")

    def delete_object(self, key):
        if "uploadId" in self.query:
            uploads.pop(self.query["uploadId"], None)
        else:
            objects.pop(key, None)
        self.answer(204)


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
with open(sys.argv[1] + ".new", "w") as file:
    file.write(str(server.server_port))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
