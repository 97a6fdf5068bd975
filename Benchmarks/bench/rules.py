"""What must hold, row by row: each rule compares medians of one run and says what it saw."""
from dataclasses import dataclass
from typing import Callable

from .documents import figure, median
from .peers import SUBJECT
from .workloads import ROWS

TITLES = {row.name: row for row in ROWS}
LATENCY = {"none": 0.0, "s3like": 0.020}
MIB = 1 << 20


class Medians:
    """The medians of what was measured in one mode."""

    def __init__(self, results, sizes):
        self.results, self.sizes = results, sizes

    def runs(self, mode, row, peer):
        return self.results.get(mode, {}).get(row, {}).get(peer, {}).get("runs", [])

    def of(self, mode, row, key="value", peer=SUBJECT):
        """The median of a figure over the runs that succeeded."""
        runs = [run for run in self.runs(mode, row, peer) if "failed" not in run]
        return median([run.get(key) for run in runs])

    def request(self, mode, row, *kinds, peer=SUBJECT):
        runs = [run for run in self.runs(mode, row, peer) if "failed" not in run]
        return median([sum(run["requests"].get(kind, 0) for kind in kinds) for run in runs if "requests" in run])

    def failure(self, mode, row, peer=SUBJECT):
        """Why the last run failed, if it did, and the seconds after which it was given up."""
        runs = self.runs(mode, row, peer)
        return (runs[-1].get("failed"), runs[-1].get("gave_up")) if runs else (None, None)


# A check answers whether it holds (None: cannot be said) and what was seen.
Check = Callable[[Medians, str, str], tuple]


@dataclass(frozen=True)
class Rule:
    """One thing that must hold for a row in a mode."""

    row: str
    mode: str
    text: str
    check: Check

    def judge(self, medians):
        failed, _ = medians.failure(self.mode, self.row)
        if failed:
            return False, failed
        return self.check(medians, self.mode, self.row)


def at_least(peer, factor):
    """More is better: so many times the peer."""
    def check(medians, mode, row):
        mine, other = medians.of(mode, row), medians.of(mode, row, peer=peer)
        if mine is None or not other:
            return None, "not measured"
        return mine >= factor * other, f"{mine / other:.2f}"
    return f"at least {factor} times {peer}", check


def at_most(peer, factor):
    """Less is better: so many times the peer. A peer that was given up took at least that long."""
    def check(medians, mode, row):
        mine, other = medians.of(mode, row), medians.of(mode, row, peer=peer)
        _, gave_up = medians.failure(mode, row, peer)
        if mine is not None and gave_up and TITLES[row].unit == "s":
            holds = mine <= factor * gave_up or None
            return holds, f"under {mine / gave_up:.3f} ({peer} took more than {gave_up:.0f} s)"
        if mine is None or not other:
            return None, "not measured"
        return mine <= factor * other, f"{mine / other:.3f}"
    return f"at most {factor} times {peer}", check


def local_speed():
    """With passthrough the kernel reads the cache file without the daemon, which then needs no CPU."""
    def check(medians, mode, row):
        cpu = medians.of(mode, row, "cpu")
        if cpu is None:
            return None, "not measured"
        passthrough = cpu < 0.05 * medians.sizes.large / (1 << 30)
        peer, factor = ("local-disk", 0.9) if passthrough else ("empty-fuse-pread", 0.8)
        holds, seen = at_least(peer, factor)[1](medians, mode, row)
        return holds, f"{seen} of {peer}, {'with' if passthrough else 'without'} passthrough"
    return "with passthrough at least 0.9 times local-disk, without 0.8 times empty-fuse-pread", check


def one_latency_each(jobs):
    def check(medians, mode, row):
        mine, get = medians.of(mode, row), medians.of(mode, row, peer="one-get")
        if mine is None or not get:
            return None, "not measured"
        factor = jobs * get / mine
        return factor <= 1.1, f"{factor:.2f}"
    return "one GET's latency each, within 1.1", check


def bytes_each(most):
    def check(medians, mode, row):
        fetched, operations = medians.request(mode, row, "bytes_out"), medians.of(mode, row, "operations")
        if fetched is None or not operations:
            return None, "not measured"
        return fetched / operations <= most, f"{fetched / operations / 1024:.0f} KiB"
    return f"at most {most // 1024} KiB fetched for each", check


def value_at_most(most, unit=""):
    def check(medians, mode, row):
        mine = medians.of(mode, row)
        return (None, "not measured") if mine is None else (mine <= most, f"{figure(mine)}{unit}")
    return f"at most {most:g}{unit}", check


def requests_at_most(most, text):
    """`most`: from the sizes."""
    def check(medians, mode, row):
        made = medians.request(mode, row, "requests")
        return (None, "not measured") if made is None else (made <= most(medians.sizes), f"{made:.0f} requests")
    return text, check


def get_and_list_at_most():
    def check(medians, mode, row):
        gets, lists = medians.request(mode, row, "get"), medians.request(mode, row, "list")
        others, files = medians.request(mode, row, "requests"), medians.of(mode, row, "operations")
        if gets is None or not files:
            return None, "not measured"
        seen = f"{gets:.0f} GETs of {files:.0f} files, {lists:.0f} LISTs, {others - gets - lists:.0f} others"
        return gets <= files and lists <= 2 and others == gets + lists, seen
    return "at most 1 GET a file and 2 LISTs in all", check


def one_request_each():
    def check(medians, mode, row):
        made, files = medians.request(mode, row, "requests"), medians.of(mode, row, "operations")
        return (None, "not measured") if made is None else (made <= files, f"{made / files:.3f}")
    return "at most 1.0 requests a file", check


def resident_at_most(most):
    def check(medians, mode, row):
        resident = medians.of(mode, row, "resident")
        return (None, "not measured") if resident is None else (resident < most * MIB, f"{resident / MIB:.0f} MB")
    return f"under {most} MB resident", check


def cpu_at_most(peer, factor):
    def check(medians, mode, row):
        mine, other = medians.of(mode, row, "cpu"), medians.of(mode, row, "cpu", peer)
        if mine is None or not other:
            return None, "not measured"
        return mine < factor * other, f"{mine / other:.2f}"
    return f"daemon CPU under {factor} times {peer}'s", check


def like_plain_listing(plain, size):
    """`ls -l` against our own `ls`."""
    def check(medians, mode, row):
        mine, base = medians.of(mode, row), medians.of(mode, plain)
        if mine is None or base is None:
            return None, "not measured"
        limit = 2 * base + 10e-6 * getattr(medians.sizes, size)
        same = medians.request(mode, row, "requests") <= medians.request(mode, plain, "requests")
        seen = f"{mine / limit:.2f} of that, {'the same' if same else 'more'} requests"
        return mine <= limit and same, seen
    return "at most 2 times our `ls` and 10 us a file, the same requests", check


def first_entries(seconds):
    def check(medians, mode, row):
        first = medians.of(mode, row, "first")
        return (None, "not measured") if first is None else (first <= seconds, f"{first:.2f} s")
    return f"first entries within {seconds:g} s", check


def round_trips(most):
    """How much longer it takes with latency, in round trips; a tenth more is the noise."""
    def check(medians, mode, row):
        near, far = medians.of("none", row), medians.of(mode, row)
        if near is None or far is None:
            return None, "not measured"
        trips = (far - near) / 1000 / LATENCY[mode]
        return trips <= most * 1.1, f"{trips:.1f}"
    return f"at most {most} round trips", check


def pages(sizes, size):
    return -(-getattr(sizes, size) // 1000)


def rules_for(row, mode, *checks):
    return [Rule(row, mode, text, check) for text, check in checks]


def in_both(row, *checks):
    return rules_for(row, "none", *checks) + rules_for(row, "s3like", *checks)


def listing_rules(row, size, plain):
    def few(sizes):
        return 1.3 * pages(sizes, size)
    if plain:
        return in_both(row, like_plain_listing(plain, size))
    return (rules_for(row, "none", at_most("rclone", 0.7)) + rules_for(row, "s3like", at_most("rclone", 0.35))
            + in_both(row, requests_at_most(few, "requests at most 1.3 times the pages")))


NO_REQUESTS = requests_at_most(lambda _: 0, "no requests")

RULES = [
    *rules_for("mount-ls", "none", at_most("s3fs", 1.5)),
    *rules_for("mount-ls", "s3like", round_trips(3)),
    *rules_for("read-cold", "none", at_least("s3fs", 2.0), at_least("curl-4", 0.45)),
    *rules_for("read-cold", "s3like", at_least("s3fs", 3.4), at_least("curl-16", 0.8)),
    *in_both("read-cold", resident_at_most(200), cpu_at_most("s3fs", 0.8)),
    *rules_for("read-4", "none", at_least("s3fs", 1.8)),
    *rules_for("read-4", "s3like", at_least("s3fs", 3.5)),
    *in_both("reread-disk", local_speed(),
             requests_at_most(lambda _: 1, "no request but one that confirms the version")),
    *in_both("reread-warm", at_least("local-disk", 0.9)),
    *rules_for("random-4k-1", "none", at_least("s3fs", 2.5)),
    *rules_for("random-4k-1", "s3like", one_latency_each(1)),
    *in_both("random-4k-1", bytes_each(128 << 10)),
    *rules_for("random-4k-8", "none", at_least("s3fs", 4)),
    *rules_for("random-4k-8", "s3like", one_latency_each(8)),
    *in_both("random-4k-8", bytes_each(128 << 10)),
    *rules_for("random-128k-8", "s3like", one_latency_each(8)),
    *in_both("random-128k-8", bytes_each(256 << 10)),
    *in_both("files-at-once", resident_at_most(512)),
    *rules_for("cat-listed", "none", at_most("rclone", 0.6)),
    *rules_for("cat-listed", "s3like", value_at_most(4, " ms")),
    *in_both("cat-listed", one_request_each()),
    *in_both("cat-known", get_and_list_at_most()),
    *listing_rules("ls-small", "small_directory", None),
    *listing_rules("ls-large", "large_directory", None),
    *listing_rules("ls-l-small", "small_directory", "ls-small"),
    *listing_rules("ls-l-large", "large_directory", "ls-large"),
    *rules_for("find", "none", at_most("rclone", 0.45)),
    *rules_for("find", "s3like", at_most("rclone", 0.03)),
    *in_both("find", requests_at_most(lambda _: 15, "at most 15 requests")),
    *in_both("million-ls", resident_at_most(400), first_entries(1)),
    *in_both("million-find", resident_at_most(400)),
    *in_both("missing-listed", NO_REQUESTS),
    *in_both("missing-unlisted", requests_at_most(lambda _: 2, "at most 2 requests in all")),
]
