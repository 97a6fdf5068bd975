"""What is measured on a mount: one function for each row of the table.

A function gets a Run, does its preparations, calls `run.mark()` where requests and CPU begin to count (the mount itself
is not counted unless it wants that), and returns its figure, or a dictionary with the figure as `value`.
"""
import http.client
import json
import os
import time
from dataclasses import dataclass, field
from typing import Callable

from . import places
from .mounting import MOUNT_POINT
from .processes import Failure, TimedOut, drop_page_cache, run

FILE = 4096
MB = 1e6


@dataclass(frozen=True)
class Sizes:
    """How much of everything there is."""

    large: int = 1 << 30
    files: int = 1000
    open_at_once: int = 200
    small_directory: int = 10_000
    large_directory: int = 100_000
    million: int = 1_000_000
    directories: int = 1000
    per_directory: int = 10
    random_reads: int = 2000
    delayed_random_reads: int = 400


FULL = Sizes()
QUICK = Sizes(large=128 << 20, files=100, open_at_once=50, small_directory=1000, large_directory=5000, million=20_000,
              directories=100, random_reads=400, delayed_random_reads=80)


def seed(server, sizes, rows):
    """Puts the objects that the workloads read on the server."""
    server.seed("big/one", size=sizes.large)
    server.seed("big/part", count=4, size=sizes.large // 4)
    server.seed("small/f", count=sizes.files, size=FILE)
    server.seed("many/f", count=sizes.open_at_once, size=4 << 20)
    server.seed("directory/f", count=sizes.small_directory, size=1)
    server.seed("large-directory/f", count=sizes.large_directory, size=1)
    server.seed("tree/", count=sizes.directories * sizes.per_directory, directories=sizes.directories, size=1)
    if any(row.name.startswith("million") for row in rows):
        server.seed("million/f", count=sizes.million, size=1)


@dataclass
class Run:
    """One workload on one mount (or, for a limit, on none)."""

    server: object
    sizes: Sizes
    mode: str
    peer: str
    is_subject: bool
    timeout: float
    mark: Callable[[], None] = lambda: None
    mount: object = None
    notes: dict = field(default_factory=dict)

    def path(self, name):
        return os.path.join(MOUNT_POINT, name)

    def load(self, *arguments, stdin=None):
        """Runs the load generator; what it printed."""
        _, out = run([places.LOAD, *map(str, arguments)], self.timeout, stdin=stdin)
        return json.loads(out)

    def shell(self, command, expected=None):
        """Seconds of a shell command, whose output is the number expected."""
        seconds, out = run(command, self.timeout)
        if expected is not None and int(out) != expected:
            raise Failure(f"{command}: {out.strip()} instead of {expected}")
        return seconds

    def drop(self, *paths):
        self.notes["page cache dropped by"] = drop_page_cache(paths)

    @property
    def few(self):
        """How many small files: fewer for peers that take a minute for a thousand of them."""
        return self.sizes.files if self.is_subject or self.mode == "none" else max(50, self.sizes.files // 5)


def speed(answer):
    return answer["bytes"] / answer["seconds"] / MB


# ---- reading large files

def read_cold(run):
    run.mark()
    return speed(run.load("read", run.path("big/one")))


def read_four(run):
    run.mark()
    return speed(run.load("read", *(run.path(f"big/part{i:06}") for i in range(4))))


def reread_from_disk(run):
    path = run.path("big/one")
    run.load("read", path)
    # The cache is filled behind the reader: what is not there yet would be fetched again.
    time.sleep(2)
    run.drop(path)
    run.mark()
    return speed(run.load("read", path))


def reread_warm(run):
    run.load("read", run.path("big/one"))
    run.mark()
    return speed(run.load("read", run.path("big/one")))


def random_reads(block, jobs):
    def measure(run):
        number = run.sizes.random_reads if run.mode == "none" else run.sizes.delayed_random_reads
        run.mark()
        answer = run.load("random", run.path("big/one"), block, jobs, number)
        return {"value": number / answer["seconds"], "p50": answer["p50"], "p99": answer["p99"], "operations": number}
    return measure


def files_at_once(run):
    run.mark()
    paths = [run.path(f"many/f{i:06}") for i in range(run.sizes.open_at_once)]
    answer = run.load("read", *paths)
    if answer["bytes"] != run.sizes.open_at_once * (4 << 20):
        raise Failure(f"read {answer['bytes']} bytes")
    return speed(answer)


# ---- small files and names

def cat(run, listed):
    names = [run.path(f"small/f{i:06}") for i in range(run.few)]
    if listed:
        run.shell(f"ls {run.path('small')} > /dev/null")
    run.mark()
    answer = run.load("cat", 1, stdin="\n".join(names) + "\n")
    if answer["bytes"] != len(names) * FILE:
        raise Failure(f"read {answer['bytes']} bytes")
    return {"value": answer["seconds"] * 1000 / len(names), "operations": len(names)}


def list_directory(options, directory, size):
    def measure(run):
        number = getattr(run.sizes, size)
        run.mark()
        # `ls -l` prints the total first.
        return run.shell(f"ls {options} {run.path(directory)} | wc -l", number + (options == "-l"))
    return measure


def find(run):
    run.mark()
    entries = 1 + run.sizes.directories * (1 + run.sizes.per_directory)
    return run.shell(f"find {run.path('tree')} | wc -l", entries)


def million_list(run):
    run.mark()
    answer = run.load("list", run.path("million"))
    if answer["count"] != run.sizes.million:
        raise Failure(f"{answer['count']} entries")
    return {"value": answer["seconds"], "first": answer["first"]}


def million_find(run):
    run.mark()
    return run.shell(f"find {run.path('million')} | wc -l", run.sizes.million + 1)


def missing(listed):
    def measure(run):
        if listed:
            run.shell(f"ls {run.path('small')} > /dev/null")
        run.mark()
        answer = run.load("missing", run.path("small"), run.few)
        return {"value": answer["seconds"] * 1000 / run.few, "operations": run.few}
    return measure


def mount_to_list(run):
    seconds = run.mount.started
    os.listdir(MOUNT_POINT)
    return (time.monotonic() - seconds) * 1000


# ---- writing

def wait_until_stored(run, prefix, keys, size):
    begin = time.monotonic()
    while run.server.count(prefix) != (keys, size):
        if time.monotonic() - begin > run.timeout:
            raise TimedOut(run.timeout)
        time.sleep(0.005)
    return time.monotonic() - begin


def write_large(run):
    run.mark()
    answer = run.load("write", run.path("new-file"), run.sizes.large)
    after = wait_until_stored(run, "new-file", 1, run.sizes.large)
    return answer["bytes"] / (answer["seconds"] + after) / MB


def create(jobs):
    def measure(run):
        run.mark()
        answer = run.load("create", run.path("new-directory"), run.few, FILE, jobs)
        # A directory's marker object may be there too: it has no bytes.
        begin = time.monotonic()
        while run.server.count("new-directory/n")[1] != run.few * FILE:
            if time.monotonic() - begin > run.timeout:
                raise TimedOut(run.timeout)
            time.sleep(0.005)
        seconds = answer["seconds"] + time.monotonic() - begin
        return {"value": seconds * 1000 / run.few, "operations": run.few}
    return measure


# ---- limits: what the same machine gives without a file system over S3

LOCAL = os.path.join(places.HOME, "local")


def local_file(size):
    """A file on the local disk of that size, made once."""
    if not os.path.exists(LOCAL) or os.path.getsize(LOCAL) != size:
        with open(LOCAL, "wb") as file:
            for _ in range(0, size, 1 << 20):
                file.write(os.urandom(1 << 20))
            os.fsync(file.fileno())
    return LOCAL


def curl(connections):
    """Parallel range GETs, each by a curl of its own, straight from the server."""
    def measure(run):
        part = run.sizes.large // connections
        url = f"{run.server.endpoint}/{places.BUCKET}/big/one"
        gets = (f"curl -sf -o /dev/null -r {i * part}-{(i + 1) * part - 1} {url} &" for i in range(connections))
        return part * connections / run.shell(" ".join(gets) + " wait") / MB
    return measure


def local_disk(warm):
    def measure(run):
        path = local_file(run.sizes.large)
        if warm:
            run.load("read", path)
        else:
            run.drop(path)
        return speed(run.load("read", path))
    return measure


def local_random(block, jobs):
    def measure(run):
        path = local_file(run.sizes.large)
        run.drop(path)
        answer = run.load("random", path, block, jobs, run.sizes.random_reads)
        return run.sizes.random_reads / answer["seconds"]
    return measure


def empty_fuse(backed):
    """An empty FUSE loop that serves one hot buffer, or preads a local file that is not in the page cache."""
    from .mounting import Mount

    def measure(run):
        path = local_file(run.sizes.large)
        command = f"{places.EMPTY_FUSE} {{mnt}} {run.sizes.large}" + (f" {path}" if backed else "")
        with Mount(command, ""):
            run.drop(path)
            return speed(run.load("read", run.path("file")))
    return measure


def one_get(block):
    """GETs one after another on one connection."""
    def measure(run):
        address = run.server.endpoint.removeprefix("http://")
        connection = http.client.HTTPConnection(address, timeout=run.timeout)
        number, blocks = 50, run.sizes.large // block
        begin = time.monotonic()
        for i in range(number):
            offset = i * 7919 % blocks * block
            headers = {"Range": f"bytes={offset}-{offset + block - 1}"}
            connection.request("GET", f"/{places.BUCKET}/big/one", headers=headers)
            if len(connection.getresponse().read()) != block:
                raise Failure("a short GET")
        connection.close()
        return number / (time.monotonic() - begin)
    return measure


# ---- the rows

@dataclass(frozen=True)
class Row:
    """One row of the table; limits are measured in the same run, in turn with the peers."""

    name: str
    title: str
    unit: str
    measure: Callable
    limits: dict = field(default_factory=dict)

    @property
    def more_is_better(self):
        return self.unit in ("MB/s", "a second")


CURLS = {"curl-4": curl(4), "curl-16": curl(16)}

ROWS = [
    Row("mount-ls", "mount to the first `ls`", "ms", mount_to_list),
    Row("read-cold", "cold sequential read, one reader", "MB/s", read_cold,
        CURLS | {"empty-fuse": empty_fuse(False)}),
    Row("read-4", "4 cold readers", "MB/s", read_four, CURLS),
    Row("reread-disk", "second read, page cache dropped", "MB/s", reread_from_disk,
        {"local-disk": local_disk(False), "empty-fuse-pread": empty_fuse(True)}),
    Row("reread-warm", "second read, page cache warm", "MB/s", reread_warm, {"local-disk": local_disk(True)}),
    Row("random-4k-1", "random 4 KiB, 1 job, cold", "a second", random_reads(4096, 1),
        {"one-get": one_get(4096), "local-disk": local_random(4096, 1)}),
    Row("random-4k-8", "random 4 KiB, 8 jobs, cold", "a second", random_reads(4096, 8),
        {"one-get": one_get(4096), "local-disk": local_random(4096, 8)}),
    Row("random-128k-8", "random 128 KiB, 8 jobs, cold", "a second", random_reads(128 << 10, 8),
        {"one-get": one_get(128 << 10)}),
    Row("files-at-once", "200 files of 4 MiB read at once", "MB/s", files_at_once),
    Row("cat-listed", "4 KiB files one after another, after `ls`", "ms each", lambda run: cat(run, True)),
    Row("cat-known", "the same by known names, no listing before", "ms each", lambda run: cat(run, False)),
    Row("ls-small", "`ls` of 10,000 keys", "s", list_directory("-1", "directory", "small_directory")),
    Row("ls-large", "`ls` of 100,000 keys", "s", list_directory("-1", "large-directory", "large_directory")),
    Row("ls-l-small", "`ls -l` of 10,000 keys", "s", list_directory("-l", "directory", "small_directory")),
    Row("ls-l-large", "`ls -l` of 100,000 keys", "s", list_directory("-l", "large-directory", "large_directory")),
    Row("find", "`find`, 10,000 keys in 1,000 directories", "s", find),
    Row("million-ls", "1,000,000 keys in one directory, read unsorted", "s", million_list),
    Row("million-find", "the same, `find`", "s", million_find),
    Row("missing-listed", "missing names in a listed directory", "ms each", missing(True)),
    Row("missing-unlisted", "missing names in a directory not listed", "ms each", missing(False)),
    Row("write-large", "write 1 GiB until it is stored", "MB/s", write_large),
    Row("create-1", "create 4 KiB files, 1 writer, until stored", "ms each", create(1)),
    Row("create-8", "create 4 KiB files, 8 writers, until stored", "ms each", create(8)),
]
