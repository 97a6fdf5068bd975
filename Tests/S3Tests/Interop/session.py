#!/usr/bin/env python3
"""Runs a session's steps through boto3 and writes what each answered.

    session.py WORK     WORK is a JSON file: see `InteropWork` in Swift, which writes it

The results are raw: Swift brings both sides into one form. All traffic goes to the endpoint of WORK.
"""
import datetime
import hashlib
import io
import json
import socket
import sys
import urllib.parse

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

PERIOD = 65521
RESOLVE = socket.getaddrinfo


def resolve(host, *rest, **options):
    """getaddrinfo(3), with names below `localhost` as curl has them: loopback."""
    name = host.decode() if isinstance(host, bytes) else host
    return RESOLVE("127.0.0.1" if name and name.endswith(".localhost") else host, *rest, **options)


socket.getaddrinfo = resolve


def add_slash(request, **_):
    """Asks for what is signed: botocore's Version 2 signs `/bucket/` and asks for `/bucket`."""
    parts = urllib.parse.urlsplit(request.url)
    if parts.path == f"/{request.context['s3_redirect']['bucket']}":
        request.url = parts._replace(path=parts.path + "/").geturl()


def pattern(size, seed):
    """The bytes of a body: a stream of hashes that repeats after a prime number of bytes."""
    block = b"".join(hashlib.sha256(f"{seed}:{n}".encode()).digest() for n in range(PERIOD // 32 + 1))[:PERIOD]
    return (block * (size // PERIOD + 1))[:size]


def read(body):
    return {"count": len(body), "sha256": hashlib.sha256(body).hexdigest()}


def plain(value):
    """A value as JSON holds it."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dict):
        return {key: {"HTTPStatusCode": item["HTTPStatusCode"]} if key == "ResponseMetadata" else plain(item)
                for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "read"):
        return read(value.read())
    if isinstance(value, bytes):
        return read(value)
    return value


class Session:
    def __init__(self, work):
        self.endpoint, self.buckets, self.kept = work["endpoint"], work["buckets"], {}
        self.client = boto3.client(
            "s3", endpoint_url=self.endpoint, region_name="us-east-1",
            aws_access_key_id=work["accessKey"], aws_secret_access_key=work["secretKey"],
            config=Config(signature_version=work["signature"], s3={"addressing_style": work["addressing"]},
                          retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=60, read_timeout=120))
        if work["addsSlash"]:
            self.client.meta.events.register("before-sign.s3", add_slash)

    def run(self, step):
        try:
            return {"result": plain(getattr(self, "do_" + step["do"])(step))}
        except ClientError as problem:
            answer, metadata = problem.response, problem.response["ResponseMetadata"]
            return {"error": {"code": answer["Error"].get("Code"), "message": answer["Error"].get("Message"),
                              "status": metadata.get("HTTPStatusCode")}}
        except Exception as problem:
            return {"error": {"code": "client", "message": f"{type(problem).__name__}: {problem}"}}

    def value(self, value):
        """A parameter with what it refers to in its place."""
        if isinstance(value, dict):
            if "$" in value:
                return self.kept.get(value["$"], "none")
            if "$bytes" in value:
                return pattern(*value["$bytes"])
            return {key: self.buckets.get(item, item) if key == "Bucket" and isinstance(item, str) else self.value(item)
                    for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        return value

    def keep(self, step, answer):
        for name, path in step.get("keep", {}).items():
            found = answer
            for part in path.split("."):
                found = found.get(part, {})
            self.kept[name] = found if isinstance(found, str) else "none"

    def method(self, operation):
        names = self.client.meta.method_to_api_mapping
        return next(name for name in names if names[name] == operation)

    # MARK: What steps do

    def do_call(self, step):
        answer = getattr(self.client, self.method(step["operation"]))(**self.value(step["with"]))
        self.keep(step, answer)
        return answer

    def do_pages(self, step):
        pages = self.client.get_paginator(self.method(step["operation"])).paginate(
            **self.value(step["with"]), PaginationConfig=step.get("pages", {}))
        return {"Pages": list(pages)}

    def do_presign(self, step):
        url = self.client.generate_presigned_url(
            self.method(step["operation"]), Params=self.value(step["with"]), ExpiresIn=step.get("expires", 3600),
            HttpMethod=step.get("method"))
        send = step.get("send", {})
        method = step.get("method") or self.client.meta.service_model.operation_model(step["operation"]).http["method"]
        answer = self.http(method, url, send.get("headers", {}), self.value(send["body"]) if "body" in send else None)
        query = urllib.parse.urlsplit(url).query
        return {"query": sorted(item.partition("=")[0] for item in query.split("&")), **answer}

    def do_post(self, step):
        form = self.client.generate_presigned_post(
            self.buckets[step["bucket"]], step["key"], Fields=step.get("fields"), Conditions=step.get("conditions"),
            ExpiresIn=step.get("expires", 3600))
        boundary = "----interop"
        fields = {**form["fields"], **step.get("change", {})}
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                 for name, value in fields.items()]
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{step["file"]}"\r\n'
                     f"Content-Type: text/plain\r\n\r\n".encode())
        body = b"".join(parts) + self.value(step["body"]) + f"\r\n--{boundary}--\r\n".encode()
        answer = self.http("POST", form["url"], {"content-type": f"multipart/form-data; boundary={boundary}"}, body)
        return {"fields": sorted(form["fields"]), **answer}

    def do_upload(self, step):
        self.client.upload_fileobj(
            io.BytesIO(self.value(step["body"])), self.buckets[step["bucket"]], step["key"],
            ExtraArgs=step.get("extra"), Config=self.transfer(step))
        return {}

    def do_download(self, step):
        file = io.BytesIO()
        self.client.download_fileobj(self.buckets[step["bucket"]], step["key"], file, Config=self.transfer(step))
        return {"Body": file.getvalue()}

    def do_copy(self, step):
        self.client.copy(self.value(step["source"]), self.buckets[step["bucket"]], step["key"],
                         ExtraArgs=step.get("extra"), Config=self.transfer(step))
        return {}

    def transfer(self, step):
        return TransferConfig(multipart_threshold=step.get("part", 8 << 20), multipart_chunksize=step.get("part", 8 << 20))

    def do_state(self, step):
        """Everything about every object, and every version, of a bucket."""
        bucket, versioned = self.buckets[step["bucket"]], step["versions"]
        operation = "list_object_versions" if versioned else "list_objects_v2"
        objects, markers = [], []
        for page in self.client.get_paginator(operation).paginate(Bucket=bucket):
            markers += page.get("DeleteMarkers", [])
            objects += page.get("Versions" if versioned else "Contents", [])
        return {"DeleteMarkers": markers, "Objects": [self.object_state(bucket, item) for item in objects]}

    def object_state(self, bucket, item):
        name = {"Bucket": bucket, "Key": item["Key"]}
        if "VersionId" in item:
            name["VersionId"] = item["VersionId"]
        state = {"Listed": item}
        for operation in ("GetObject", "HeadObject", "GetObjectTagging"):
            state[operation] = self.run({"do": "call", "operation": operation, "with": name})
        return state

    def do_empty(self, step):
        """Removes what is in a bucket."""
        bucket = self.buckets[step["bucket"]]
        for upload in self.client.list_multipart_uploads(Bucket=bucket).get("Uploads", []):
            self.client.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])
        for page in self.client.get_paginator("list_object_versions").paginate(Bucket=bucket):
            for item in page.get("Versions", []) + page.get("DeleteMarkers", []):
                self.client.delete_object(Bucket=bucket, Key=item["Key"], VersionId=item["VersionId"])
        for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for item in page.get("Contents", []):
                self.client.delete_object(Bucket=bucket, Key=item["Key"])
        return {}

    # MARK: Plain HTTP

    def http(self, method, url, headers, body):
        """A request by a socket, as whoever is given a URL may make it."""
        parts = urllib.parse.urlsplit(url)
        fields = {"host": parts.netloc, **headers}
        if body is not None:
            fields["content-length"] = str(len(body))
        target = parts.path + ("?" + parts.query if parts.query else "")
        head = f"{method} {target} HTTP/1.0\r\n" + "".join(f"{n}: {v}\r\n" for n, v in fields.items()) + "\r\n"
        with socket.create_connection(("127.0.0.1", parts.port), timeout=120) as connection:
            connection.sendall(head.encode() + (body or b""))
            answer = b""
            while True:
                piece = connection.recv(1 << 16)
                if not piece:
                    break
                answer += piece
        head, _, content = answer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        fields = [line.partition(": ") for line in lines[1:]]
        result = {"status": int(lines[0].split()[1]), "headers": {n.lower(): v for n, _, v in fields}}
        if result["status"] >= 400:
            result["code"] = content.partition(b"<Code>")[2].partition(b"</Code>")[0].decode()
        else:
            result["Body"] = read(content)
        return result


def main():
    with open(sys.argv[1]) as file:
        work = json.load(file)
    session = Session(work)
    results = [session.run(step) for step in work["steps"]]
    with open(work["results"], "w") as file:
        json.dump(results, file)


if __name__ == "__main__":
    main()
