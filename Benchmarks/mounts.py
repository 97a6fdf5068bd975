#!/usr/bin/env python3
"""The same workloads on Pail and on other programs that mount a bucket, in turn, on one server in one run.

Builds what it needs (the server, the load generator, Pail), measures, prints what must hold, and writes
Benchmarks/results/mounts.json, docs/plots/*.svg and the block `mounts` in docs/performance.md. Everything else stays under
.build/bench. Needs root or fusermount3, s3fs (Debian), and rclone in .build/venv (`make environment`).
"""
import argparse
import datetime
import fnmatch
import os
import random
import subprocess
import sys
import time
import urllib.request

from bench import documents, mountreport, places
from bench.mounting import MOUNT_POINT, Mount
from bench.peers import PEERS, SUBJECT
from bench.processes import Failure, TimedOut, exit_on_signals, usage
from bench.servers import MemoryServer
from bench.workloads import FULL, QUICK, ROWS, Run, seed

MODES = {"none": (0, 0), "s3like": (20, 90)}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes, one run, nothing written to docs or results")
    parser.add_argument("--rows", default="*", help="names or patterns, by commas: " + ", ".join(row.name for row in ROWS))
    parser.add_argument("--modes", default=",".join(MODES), help="by commas: none, s3like")
    parser.add_argument("--peers", default=",".join(PEERS), help="by commas, see bench/peers.py")
    parser.add_argument("--add", action="append", default=[], metavar="NAME=COMMAND", help="one more peer")
    parser.add_argument("--no-limits", action="store_true", help="leaves curl, local disk and empty FUSE out")
    parser.add_argument("--runs", type=int, help="of each; default 5, quick 1")
    parser.add_argument("--timeout", type=float, default=100, metavar="SECONDS", help="of one workload")
    parser.add_argument("--budget", type=float, default=60, metavar="SECONDS",
                        help="a peer that has used so much on a row is not run again, but once; never Pail")
    parser.add_argument("--no-build", action="store_true", help="takes the binaries that are there")
    parser.add_argument("--no-docs", action="store_true", help="writes only the JSON")
    parser.add_argument("--report", action="store_true", help="writes docs from the JSON, measures nothing")
    return parser.parse_args()


def build():
    subprocess.run([os.path.join(places.ROOT, "Benchmarks", "build.sh")], check=True)
    subprocess.run(["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "pail"], cwd=places.ROOT, check=True)


def verify(server, name):
    """Three places of a file, read through the mount and straight from the server."""
    size, block = os.path.getsize(name), 64 << 10
    key = os.path.relpath(name, MOUNT_POINT)
    with open(name, "rb") as file:
        for offset in (0, random.randrange(size - block), size - block):
            file.seek(offset)
            request = urllib.request.Request(f"{server.endpoint}/{places.BUCKET}/{key}",
                                             headers={"Range": f"bytes={offset}-{offset + block - 1}"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                if file.read(block) != answer.read():
                    raise Failure(f"{key} has other bytes at {offset} than the server")


def measure_mount(run, row, command):
    """One run of a row on a fresh mount: the figure, and what it cost."""
    run.server.remove("new")
    run.server.control("reset")
    result = {}
    try:
        with Mount(command, run.server.endpoint) as mount:
            run.mount = mount
            before = {"cpu": 0.0}

            def mark():
                run.server.control("reset")
                before["cpu"] = usage(mount.process.pid)[0]

            run.mark = mark
            try:
                answer = row.measure(run)
                result = dict(answer) if isinstance(answer, dict) else {"value": answer}
            finally:
                requests = run.server.control("stats")
                cpu, resident = usage(mount.process.pid)
                result.update(cpu=cpu - before["cpu"], resident=resident,
                              requests={name: value for name, value in requests.items() if value and name != "keys"})
            if row.name == "read-cold":
                verify(run.server, run.path("big/one"))
    except TimedOut as failure:
        result.update(failed=str(failure), gave_up=failure.seconds)
    except (Failure, OSError) as failure:
        result.update(failed=str(failure) or type(failure).__name__)
    return result


def measure_limit(run, limit):
    try:
        return {"value": limit(run)}
    except (Failure, OSError) as failure:
        return {"failed": str(failure)}


def show(mode, row, name, result):
    if "failed" in result:
        text = f"failed: {result['failed']}"
    else:
        text = f"{documents.figure(result['value'])} {row.unit}"
    if "requests" in result:
        text += (f", {result['requests'].get('requests', 0)} requests, {result['cpu']:.2f} s CPU, "
                 f"{result['resident'] >> 20} MB")
    print(f"{time.strftime('%H:%M:%S')} {mode:7} {row.name:17} {name:17} {text}", flush=True)


def measure_row(server, sizes, mode, row, peers, options):
    """All peers and limits in turn, beginning with another one in each run."""
    turns = [(name, command, False) for name, command in peers.items()]
    if not options.no_limits:
        turns += [(name, limit, True) for name, limit in row.limits.items()]
    entries = {name: {"limit": is_limit, "runs": []} for name, _, is_limit in turns}
    spent = dict.fromkeys(entries, 0.0)
    dropped = None
    for turn in range(options.runs):
        shift = turn % len(turns)
        for name, what, is_limit in turns[shift:] + turns[:shift]:
            runs = entries[name]["runs"]
            if name != SUBJECT and runs and (spent[name] > options.budget or "failed" in runs[-1]):
                continue
            run = Run(server, sizes, mode, name, name == SUBJECT, options.timeout)
            begin = time.monotonic()
            runs.append(measure_limit(run, what) if is_limit else measure_mount(run, row, what))
            spent[name] += time.monotonic() - begin
            dropped = dropped or run.notes.get("page cache dropped by")
            show(mode, row, name, runs[-1])
    return entries, dropped


def versions(peers):
    found = {"pail": places.first_line(places.PAIL, "--version"), "s3fs": places.first_line("s3fs", "--version"),
             "rclone": places.first_line(places.tool("rclone"), "version")}
    return {name: version for name, version in found.items() if name in peers}


def main():
    options = arguments()
    path = os.path.join(places.HOME if options.quick else places.RESULTS, "mounts.json")
    sizes = QUICK if options.quick else FULL
    stored = documents.load(path)
    if options.report:
        mountreport.write_document(stored, FULL)
        return
    options.runs = options.runs or (1 if options.quick else 5)
    rows = [row for row in ROWS if any(fnmatch.fnmatch(row.name, name) for name in options.rows.split(","))]
    peers = {name: PEERS[name] for name in options.peers.split(",") if name}
    peers.update(each.split("=", 1) for each in options.add)
    modes = options.modes.split(",")
    if not rows or not peers or any(mode not in MODES for mode in modes):
        sys.exit("nothing to measure: look at --help")
    if not options.no_build:
        build()
    os.makedirs(places.HOME, exist_ok=True)
    password = os.path.join(places.HOME, "passwd")
    with open(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(f"{places.ACCESS_KEY}:{places.SECRET_KEY}\n")
    exit_on_signals()

    results = stored.setdefault("results", {})
    stored.setdefault("dropped", None)
    with MemoryServer() as server:
        seed(server, sizes, rows)
        for mode in modes:
            latency, bandwidth = MODES[mode]
            server.control("config", latency=latency, bandwidth=bandwidth)
            for row in rows:
                entries, dropped = measure_row(server, sizes, mode, row, peers, options)
                results.setdefault(mode, {})[row.name] = entries
                stored.update(machine=places.machine(), date=datetime.date.today().isoformat(), runs=options.runs,
                              versions=versions(peers), dropped=dropped or stored["dropped"])
                documents.save(path, stored)
    mountreport.print_summary(results, sizes, modes, rows)
    if not options.quick and not options.no_docs:
        mountreport.write_document(stored, sizes)


if __name__ == "__main__":
    main()
