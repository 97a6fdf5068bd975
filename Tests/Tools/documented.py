#!/usr/bin/env python3
"""Lists the public symbols of S3 that have no documentation of their own; fails if there are any.

usage: documented.py SCRATCH    where `make docs` left the symbol graphs of the module
"""
import json
import pathlib
import sys


def main():
    graphs = sorted(pathlib.Path(sys.argv[1]).rglob("extracted-symbols/**/S3.symbols.json"))
    if not graphs:
        raise SystemExit(f"no symbol graph of S3 in {sys.argv[1]}")
    newest = max(graphs, key=lambda graph: graph.stat().st_mtime)
    symbols = json.loads(newest.read_text())["symbols"]
    own = [symbol for symbol in symbols if "location" in symbol and "::SYNTHESIZED::" not in symbol["identifier"]["precise"]]
    bare = [symbol for symbol in own if "docComment" not in symbol or not is_own(symbol)]
    for symbol in bare:
        place = symbol["location"]["uri"].split("/Sources/")[-1], symbol["location"]["position"]["line"] + 1
        print(f"{place[0]}:{place[1]}: {'.'.join(symbol['pathComponents'])} has no documentation")
    print(f"{len(own)} public symbols, {len(bare)} without documentation")
    return 1 if bare else 0


def is_own(symbol):
    """A comment that comes from a protocol of another module says nothing of this one."""
    return symbol["docComment"].get("module", "S3") == "S3"


sys.exit(main())
