"""The table, the rules and the plots of mounts.py."""
import os

from . import documents, places, plots
from .peers import SUBJECT
from .rules import RULES, Medians
from .workloads import ROWS

MODES = {"none": "no latency", "s3like": "20 ms to the first byte, 90 MB/s a connection"}
MIB = 1 << 20

PLOTS = {
    "reading": ("Reading large files", ["read-cold", "read-4", "reread-disk", "reread-warm"]),
    "random": ("Random reads", ["random-4k-1", "random-4k-8", "random-128k-8"]),
    "small-files": ("Small files (less is better)", ["cat-listed", "cat-known", "create-1", "create-8"]),
    "listing": ("Listing (less is better)", ["ls-small", "ls-large", "ls-l-small", "ls-l-large", "find"]),
}


def peers_of(results, mode):
    """The peers first, as they were given, then the limits."""
    found = {}
    for row in ROWS:
        for peer, entry in results.get(mode, {}).get(row.name, {}).items():
            found.setdefault(peer, entry.get("limit", False))
    return sorted(found, key=lambda peer: (found[peer], peer != SUBJECT))


def short(failure):
    failed, gave_up = failure
    return f"> {gave_up:.0f} s" if gave_up else "failed" if failed else "–"


def table_of(medians, mode, cell):
    """Rows by peers, as far as something was measured."""
    peers = peers_of(medians.results, mode)
    lines = []
    for row in ROWS:
        if medians.results.get(mode, {}).get(row.name):
            lines.append([cell(row, None)] + [cell(row, peer) for peer in peers])
    return documents.table(["workload"] + peers, lines)


def values_table(medians, mode):
    def cell(row, peer):
        if peer is None:
            return f"{row.title}, {row.unit}"
        value = medians.of(mode, row.name, peer=peer)
        return documents.figure(value) if value is not None else short(medians.failure(mode, row.name, peer))
    return table_of(medians, mode, cell)


def costs_table(medians, mode):
    """Requests, CPU and memory; limits have none."""
    def cell(row, peer):
        if peer is None:
            return row.title
        requests = medians.request(mode, row.name, "requests", peer=peer)
        if requests is None:
            return "–"
        cpu, resident = medians.of(mode, row.name, "cpu", peer), medians.of(mode, row.name, "resident", peer)
        return f"{requests:.0f} / {cpu:.2f} / {resident / MIB:.0f}"
    return table_of(medians, mode, cell)


def judged(medians):
    """The rules for what was measured, with their judgement."""
    return [(rule, *rule.judge(medians)) for rule in RULES if medians.runs(rule.mode, rule.row, SUBJECT)]


WORDS = {True: "holds", False: "**falls short**", None: "cannot be said"}


def rules_table(medians):
    titles = {row.name: row.title for row in ROWS}
    lines = [[titles[rule.row], MODES[rule.mode].split(" to ")[0], rule.text, seen, WORDS[holds]]
             for rule, holds, seen in judged(medians)]
    return documents.table(["workload", "latency", "must", "measured", ""], lines)


def write_plots(medians):
    """The paths of the plots that were written."""
    written = []
    os.makedirs(places.PLOTS, exist_ok=True)
    for mode, name in MODES.items():
        peers = peers_of(medians.results, mode)
        for plot, (title, names) in PLOTS.items():
            blocks = []
            for row in (row for row in ROWS if row.name in names and medians.results.get(mode, {}).get(row.name)):
                values = [(peer, medians.of(mode, row.name, peer=peer), short(medians.failure(mode, row.name, peer)))
                          for peer in peers if medians.runs(mode, row.name, peer)]
                blocks.append((row.title, row.unit, values))
            if blocks:
                path = os.path.join(places.PLOTS, f"{plot}-{mode}.svg")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(plots.bars(f"{title}: {name}", blocks))
                written.append((f"{title}, {name}", os.path.relpath(path, os.path.dirname(places.DOCUMENT))))
    return written


def write_document(stored, sizes):
    """Puts everything into docs/performance.md."""
    medians = Medians(stored["results"], sizes)
    text = ["## Beside other programs", "",
            f"By `make bench` on {stored['date']}: {documents.where(stored['machine'])}. Medians of interleaved runs "
            "(at most " + str(stored["runs"]) + ") on one server in memory on the same machine, each on a fresh mount with an "
            "empty cache. The server, the programs and the readers share the cores. Page cache dropped by "
            + (stored["dropped"] or "nothing") + ". How it is measured: [Benchmarks](../Benchmarks/README.md)."]
    versions = ", ".join(f"{name}: {version}" for name, version in stored["versions"].items() if version)
    text += ["", f"Versions: {versions}. `curl-4` and `curl-16` are so many parallel range GETs, `local-disk` a file beside "
             "the cache, `empty-fuse` a file system that answers from one buffer, `empty-fuse-pread` one that reads a local "
             "file, `one-get` GETs one after another on one connection."]
    for mode, name in MODES.items():
        if stored["results"].get(mode):
            text += ["", f"### With {name}", "", values_table(medians, mode), "",
                     "Requests, daemon CPU seconds and peak resident MB of the same:", "", costs_table(medians, mode)]
    text += ["", "### What must hold", "", rules_table(medians), ""]
    text += [f"![{title}]({path})" for title, path in write_plots(medians)]
    documents.replace_block("mounts", "\n".join(text))


def print_summary(results, sizes, modes, rows):
    """The rules of what was measured now, on the terminal."""
    words = {True: "holds", False: "FALLS SHORT", None: "cannot be said"}
    names = {row.name for row in rows}
    for rule, holds, seen in judged(Medians(results, sizes)):
        if rule.mode in modes and rule.row in names:
            print(f"{words[holds]:15} {rule.mode:7} {rule.row:17} {rule.text}: {seen}")
