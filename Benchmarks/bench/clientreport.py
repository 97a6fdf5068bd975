"""The table and the rules of client.sh."""
import sys

from . import documents, places
from .clientrows import PEERS, ROWS, SUBJECT, python

MIB = 1 << 20
FASTER_THAN = ("boto3", "aws-cli", "rclone")
MOST_RESIDENT = 50


def versions():
    return {
        "boto3": places.first_line(python(), "-c", "import boto3; print(boto3.__version__)"),
        "aws-cli": places.first_line(places.tool("aws"), "--version"),
        "rclone": places.first_line(places.tool("rclone"), "version"),
        "curl": places.first_line("curl", "--version").split(" (")[0],
        "python": sys.version.split()[0],
    }


def medians(runs):
    """Wall, CPU and memory; None when nothing succeeded."""
    done = [run for run in runs if "failed" not in run]
    return {key: documents.median([run.get(key) for run in done]) for key in ("wall", "cpu", "rss")} if done else None


def judge(results, row):
    """(text, seen, holds) for what must hold in a row."""
    mine = medians(results.get(SUBJECT, []))
    if not mine:
        return []
    found = []
    for peer, factor in [(peer, 1.0) for peer in FASTER_THAN] + ([("curl", 0.9)] if row.is_large else []):
        other = medians(results.get(peer, []))
        if other:
            speed = other["wall"] / mine["wall"]
            found.append((f"at least {factor:g} times the speed of {peer}", f"{speed:.2f}", speed >= factor))
    if row.kind == "list-million":
        resident = mine["rss"] / MIB
        found.append((f"under {MOST_RESIDENT} MB resident", f"{resident:.0f} MB", resident < MOST_RESIDENT))
    return found


def rows_of(results):
    """(server, row, runs by peer) of everything that was measured."""
    for server, by_row in results.items():
        for row in ROWS:
            if row.name in by_row:
                yield server, row, by_row[row.name]


def print_summary(results, rows, servers):
    """The rules of what was measured now, on the terminal."""
    names = {row.name for row in rows}
    for server, row, runs in rows_of(results):
        if row.name in names and server in servers:
            for text, seen, holds in judge(runs, row):
                print(f"{'holds' if holds else 'FALLS SHORT':12} {server:10} {row.name:14} {text}: {seen}")


def write_document(stored):
    """Puts everything into docs/performance.md."""
    results = stored["results"]
    text = ["## The library beside other clients", "",
            f"By `make bench-client` on {stored['date']}: {documents.where(stored['machine'])}. Medians of {stored['runs']} "
            "interleaved runs (fewer for peers that took minutes) of a process from its start to its end. Large objects "
            "go to and come from a file on the local disk. `curl` is 4 of them with a quarter each for the large objects, "
            "one with parallel transfers of URLs that need no signature computed for the small ones. The AWS CLI and rclone "
            "write small objects to files and read them from files, the others keep them in memory.", "",
            "Versions: " + ", ".join(f"{name}: {version}" for name, version in stored["versions"].items() if version) + "."]
    peers = [peer for peer in PEERS if any(peer in runs for _, _, runs in rows_of(results))]
    for server in results:
        lines = []
        for _, row, runs in (entry for entry in rows_of(results) if entry[0] == server):
            line = [row.title]
            for peer in peers:
                figures = medians(runs.get(peer, []))
                line.append(f"{documents.figure(figures['wall'])} / {documents.figure(figures['cpu'])} / "
                            f"{figures['rss'] / MIB:.0f}" if figures else "failed" if runs.get(peer) else "–")
            lines.append(line)
        text += ["", f"### On {server}: wall seconds / CPU seconds / resident MB", "",
                 documents.table(["work"] + peers, lines)]
    lines = [[server, row.title, rule, seen, "holds" if holds else "**falls short**"]
             for server, row, runs in rows_of(results) for rule, seen, holds in judge(runs, row)]
    text += ["", "What must hold:", "", documents.table(["server", "work", "must", "measured", ""], lines)]
    documents.replace_block("client", "\n".join(text))
