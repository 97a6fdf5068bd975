"""What is measured on clients, and how each of them is asked to do it."""
import datetime
import hashlib
import hmac
import os
import sys
import urllib.parse
from dataclasses import dataclass

from . import places

SMALL = 4096
WIDTHS = (1, 8, 64)
SUBJECT = "S3"


@dataclass(frozen=True)
class Sizes:
    """How much of everything there is."""

    large: int = 1 << 30
    small: int = 10_000
    listed: int = 100_000
    million: int = 1_000_000


FULL = Sizes()
QUICK = Sizes(64 << 20, 300, 5000, 20_000)


@dataclass(frozen=True)
class Row:
    """One row: a kind of work, with so many requests in flight."""

    name: str
    kind: str
    width: int
    title: str

    @property
    def is_large(self):
        return self.kind.endswith("-large")


def rows():
    found = [Row("get-large", "get-large", 8, "GET of 1 GiB"), Row("put-large", "put-large", 8, "PUT of 1 GiB")]
    for verb in ("get", "put", "head"):
        for width in WIDTHS:
            found.append(Row(f"{verb}-small-{width}", f"{verb}-small", width,
                             f"10,000 {verb.upper()}s of 4 KiB, {width} in flight"))
    found.append(Row("list", "list", 1, "LIST of 100,000 keys"))
    found.append(Row("list-million", "list-million", 1, "LIST of 1,000,000 keys"))
    return found


ROWS = rows()
FOLDER = os.path.join(places.HOME, "client")
SOURCE = os.path.join(FOLDER, "source")
TARGET = os.path.join(FOLDER, "target")
SMALL_SOURCE = os.path.join(FOLDER, "small-source")
SMALL_TARGET = os.path.join(FOLDER, "small-target")


@dataclass
class Task:
    """A row on a server; what the commands are made from."""

    row: Row
    sizes: Sizes
    endpoint: str
    signs: bool

    def keys(self):
        """Prefix and count of the keys that the row is about."""
        return {"list": ("listed/", self.sizes.listed), "list-million": ("million/", self.sizes.million)}.get(
            self.row.kind, ("new/" if self.row.kind == "put-small" else "small/f", self.sizes.small))

    def url(self, key, method="GET"):
        """The URL of an object, presigned where the server checks signatures."""
        plain = f"{self.endpoint}/{places.BUCKET}/{key}"
        return presigned(method, plain) if self.signs else plain


def presigned(method, url):
    """A URL signed by Signature Version 4 for an hour; curl then has nothing to compute."""
    parts = urllib.parse.urlsplit(url)
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{now[:8]}/us-east-1/s3/aws4_request"
    query = urllib.parse.urlencode({
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Credential": f"{places.ACCESS_KEY}/{scope}", "X-Amz-Date": now,
        "X-Amz-Expires": "3600", "X-Amz-SignedHeaders": "host"})
    request = "\n".join([method, urllib.parse.quote(parts.path), query, f"host:{parts.netloc}", "", "host",
                         "UNSIGNED-PAYLOAD"])
    text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = ("AWS4" + places.SECRET_KEY).encode()
    for word in scope.split("/"):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return f"{url}?{query}&X-Amz-Signature={hmac.new(key, text.encode(), hashlib.sha256).hexdigest()}"


# ---- the commands: from a task to a list or shell string, or None for what a peer cannot do

def program_with_rows(*program):
    """Our own two programs understand the rows themselves."""
    def command(task):
        kind = task.row.kind
        if kind == "get-large":
            return [*program, "get-large", "large", TARGET]
        if kind == "put-large":
            return [*program, "put-large", SOURCE, "new-large"]
        prefix, count = task.keys()
        return [*program, kind.replace("-million", ""), prefix, str(count)]
    return command


def aws(task):
    """`aws s3`; it has no command for many HEADs."""
    bucket, kind = f"s3://{places.BUCKET}", task.row.kind
    program = [places.tool("aws"), "--endpoint-url", task.endpoint, "s3"]
    if kind == "get-large":
        return program + ["cp", "--only-show-errors", f"{bucket}/large", TARGET]
    if kind == "put-large":
        return program + ["cp", "--only-show-errors", SOURCE, f"{bucket}/new-large"]
    if kind == "get-small":
        return program + ["cp", "--only-show-errors", "--recursive", f"{bucket}/small/", SMALL_TARGET]
    if kind == "put-small":
        return program + ["cp", "--only-show-errors", "--recursive", SMALL_SOURCE, f"{bucket}/new/"]
    if kind in ("list", "list-million"):
        return " ".join(program + ["ls", "--recursive", f"{bucket}/{task.keys()[0]}"]) + " > /dev/null"
    return None


def rclone(task):
    """rclone; its way to many HEADs is a list of names that it must not look for by listing."""
    remote, width, kind = f"bench:{places.BUCKET}", str(task.row.width), task.row.kind
    program = [places.tool("rclone"), "--ignore-times", "--s3-no-check-bucket"]
    wide = ["--transfers", width, "--checkers", width]
    if kind == "get-large":
        return program + ["copyto", f"{remote}/large", TARGET]
    if kind == "put-large":
        return program + ["copyto", SOURCE, f"{remote}/new-large"]
    if kind == "get-small":
        return program + wide + ["copy", f"{remote}/small", SMALL_TARGET]
    if kind == "put-small":
        return program + wide + ["copy", SMALL_SOURCE, f"{remote}/new"]
    if kind == "head-small":
        return program + wide + ["size", "--no-traverse", "--files-from", os.path.join(FOLDER, "names"), f"{remote}/small"]
    return " ".join(program + ["lsf", "-R", "--fast-list", f"{remote}/{task.keys()[0]}"]) + " > /dev/null"


def curl(task):
    """Plain parallel curl: 4 for the large objects, one with parallel transfers for the small ones."""
    kind, count = task.row.kind, 4
    part = task.sizes.large // count
    if kind == "get-large":
        gets = (f"curl -sf -o {TARGET}.{i} -r {i * part}-{(i + 1) * part - 1} '{task.url('large')}' &" for i in range(count))
        return " ".join(gets) + " wait"
    if kind == "put-large":
        puts = (f"curl -sf -T {SOURCE}.{i} '{task.url(f'new-large.{i}', 'PUT')}' &" for i in range(count))
        return " ".join(puts) + " wait"
    if not kind.endswith("-small"):
        return None
    prefix, number = task.keys()
    path = os.path.join(FOLDER, "curl")
    with open(path, "w", encoding="ascii") as file:
        for i in range(number):
            method = kind.split("-")[0].upper()
            file.write(f'url = "{task.url(f"{prefix}{i:06}", method)}"\noutput = "/dev/null"\n')
            if method == "HEAD":
                file.write("head\n")
            if method == "PUT":
                file.write(f'upload-file = "{SMALL_SOURCE}/{i:06}"\n')
            file.write("next\nsilent\nfail\n" if i + 1 < number else "silent\nfail\n")
    return ["curl", "--parallel", "--parallel-immediate", "--parallel-max", str(task.row.width), "-K", path]


def python():
    """The Python that has boto3."""
    mine = os.path.join(places.VENV, "python")
    return mine if os.path.exists(mine) else sys.executable


PEERS = {
    SUBJECT: program_with_rows(os.path.join(places.ROOT, ".build", "s3bench", "release", "s3bench")),
    "boto3": program_with_rows(python(), os.path.join(places.ROOT, "Benchmarks", "peers", "boto3_peer.py")),
    "aws-cli": aws,
    "rclone": rclone,
    "curl": curl,
}
