#!/usr/bin/env python3
"""The rows of the client benchmark, for all peers in turn; started by client.sh, which builds what is needed."""
import argparse
import contextlib
import datetime
import fnmatch
import os
import shutil
import time

from bench import clientreport, documents, places
from bench.clientrows import FOLDER, FULL, PEERS, QUICK, ROWS, SMALL, SMALL_SOURCE, SMALL_TARGET, SOURCE, SUBJECT, Task
from bench.processes import Failure, exit_on_signals, run_measured
from bench.servers import MemoryServer, SeaweedServer

SERVERS = {server.name: server for server in (MemoryServer, SeaweedServer)}


def arguments():
    parser = argparse.ArgumentParser(prog="client.sh", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, one run, nothing written to docs or results")
    parser.add_argument("--runs", type=int, help="of each; default 5, quick 1")
    parser.add_argument("--rows", default="*", help="names or patterns, by commas: " + ", ".join(row.name for row in ROWS))
    parser.add_argument("--peers", default=",".join(PEERS), help="by commas")
    parser.add_argument("--servers", default=",".join(SERVERS), help="by commas")
    parser.add_argument("--timeout", type=float, default=300, metavar="SECONDS", help="of one run")
    parser.add_argument("--budget", type=float, default=120, metavar="SECONDS",
                        help="a peer that has used so much on a row is not run again, but once; never S3")
    parser.add_argument("--no-docs", action="store_true", help="writes only the JSON")
    parser.add_argument("--no-build", action="store_true", help="takes what client.sh built before")
    parser.add_argument("--report", action="store_true", help="writes docs from the JSON, measures nothing")
    return parser.parse_args()


def make_files(sizes):
    """What is uploaded, and where downloads go; under .build/bench/client."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(SMALL_SOURCE)
    block = os.urandom(1 << 20)
    for number in range(4):
        with open(f"{SOURCE}.{number}", "wb") as part, open(SOURCE, "ab") as whole:
            for _ in range(sizes.large // 4 >> 20):
                part.write(block)
                whole.write(block)
    for number in range(sizes.small):
        with open(f"{SMALL_SOURCE}/{number:06}", "wb") as file:
            file.write(block[number:number + SMALL])
    with open(os.path.join(FOLDER, "names"), "w", encoding="ascii") as file:
        file.writelines(f"f{number:06}\n" for number in range(sizes.small))


def environment(endpoint, row):
    """The AWS CLI takes its concurrency from a file only."""
    path = os.path.join(FOLDER, "aws-config")
    with open(path, "w", encoding="ascii") as file:
        wide = "" if row.is_large else f"  max_concurrent_requests = {row.width}\n"
        file.write(f"[default]\ns3 =\n  addressing_style = path\n{wide}")
    return dict(places.environment(endpoint), AWS_CONFIG_FILE=path, BENCH_ENDPOINT=endpoint, BENCH_BUCKET=places.BUCKET,
                BENCH_WIDTH=str(row.width), RCLONE_S3_UPLOAD_CONCURRENCY="8")


def fill(server, sizes, rows):
    """Puts the objects that are read on the server; a real one gets them from the library itself."""
    kinds = {row.kind for row in rows}
    if isinstance(server, MemoryServer):
        server.seed("large", size=sizes.large)
        server.seed("small/f", count=sizes.small, size=SMALL)
        server.seed("listed/", count=sizes.listed, size=1)
        if "list-million" in kinds:
            server.seed("million/", count=sizes.million, size=1)
        return
    program = os.path.join(places.ROOT, ".build", "s3bench", "release", "s3bench")
    env = dict(environment(server.endpoint, ROWS[0]), BENCH_WIDTH="64")
    work = [["create-bucket"], ["put-small", "small/f", str(sizes.small)], ["put-large", SOURCE, "large"]]
    if "list" in kinds:
        work.append(["put-small", "listed/", str(sizes.listed)])
    for command in work:
        run_measured([program, *command], 1800, env)


def clean():
    """Downloads go, and with them what the kernel would have to write out."""
    shutil.rmtree(SMALL_TARGET, ignore_errors=True)
    os.makedirs(SMALL_TARGET)
    for name in os.listdir(FOLDER):
        if name.startswith("target"):
            os.unlink(os.path.join(FOLDER, name))


def warm(sizes):
    """Has the kernel use as much memory as a download needs, and let go of it.

    A virtual machine gives long unused memory back to its host, and pays for it dearly when it uses it again: whoever
    came first would pay for all.
    """
    path = os.path.join(FOLDER, "target-warm")
    with open(path, "wb", buffering=0) as file:
        for _ in range(sizes.large >> 20):
            file.write(bytes(1 << 20))
    os.unlink(path)


def measure(server, task, command, timeout):
    clean()
    if task.row.kind == "get-large":
        warm(task.sizes)
    if isinstance(server, MemoryServer):
        server.remove("new")
        server.control("reset")
    try:
        result = run_measured(command, timeout, environment(server.endpoint, task.row))
    except (Failure, OSError) as failure:
        return {"failed": str(failure) or type(failure).__name__}
    finally:
        clean()
    if isinstance(server, MemoryServer):
        result["requests"] = server.control("stats")["requests"]
    return result


def measure_row(server, sizes, row, peers, options):
    task = Task(row, sizes, server.endpoint, not isinstance(server, MemoryServer))
    commands = {name: PEERS[name](task) for name in peers}
    turns = [name for name in peers if commands[name]]
    runs = {name: [] for name in turns}
    spent = dict.fromkeys(turns, 0.0)
    for turn in range(options.runs):
        shift = turn % len(turns)
        for name in turns[shift:] + turns[:shift]:
            if name != SUBJECT and runs[name] and (spent[name] > options.budget or "failed" in runs[name][-1]):
                continue
            begin = time.monotonic()
            result = measure(server, task, PEERS[name](task) if task.signs else commands[name], options.timeout)
            spent[name] += time.monotonic() - begin
            runs[name].append(result)
            shown = result.get("failed") or (f"{result['wall']:.2f} s, {result['cpu']:.2f} s CPU, {result['rss'] >> 20} MB"
                                             + (f", {result['requests']} requests" if "requests" in result else ""))
            print(f"{time.strftime('%H:%M:%S')} {server.name:10} {row.name:14} {name:8} {shown}", flush=True)
    return runs


def main():
    options = arguments()
    path = os.path.join(places.HOME if options.quick else places.RESULTS, "client.json")
    stored = documents.load(path)
    if options.report:
        clientreport.write_document(stored)
        return
    options.runs = options.runs or (1 if options.quick else 5)
    sizes = QUICK if options.quick else FULL
    rows = [row for row in ROWS if any(fnmatch.fnmatch(row.name, name) for name in options.rows.split(","))]
    peers, servers = options.peers.split(","), options.servers.split(",")
    exit_on_signals()
    os.makedirs(places.HOME, exist_ok=True)
    make_files(sizes)
    results = stored.setdefault("results", {})
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, FOLDER, ignore_errors=True)
        for name in servers:
            with SERVERS[name]() as server:
                fill(server, sizes, rows)
                for row in rows:
                    # A million real objects would take longer than all the rest.
                    if row.kind == "list-million" and not isinstance(server, MemoryServer):
                        continue
                    results.setdefault(name, {})[row.name] = measure_row(server, sizes, row, peers, options)
                    stored.update(machine=places.machine(), date=datetime.date.today().isoformat(), runs=options.runs,
                                  versions=clientreport.versions())
                    documents.save(path, stored)
    clientreport.print_summary(results, rows, servers)
    if not options.quick and not options.no_docs:
        clientreport.write_document(stored)


if __name__ == "__main__":
    main()
