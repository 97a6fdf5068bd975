#!/usr/bin/env python3
"""Copies the examples of the tests into the articles and the tutorial: what `DocumentationTests` compares.

usage: embed.py    after an example was changed, or its name written below `<!-- example: NAME -->` in an article
"""
import pathlib
import re
import textwrap

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
catalogue = root / "Sources/S3/S3.docc"


def examples():
    found = {}
    for source in [*sorted(here.rglob("*.swift")), root / "Tests/S3Tests/SessionDefaultTests.swift"]:
        pending = {}
        for line in source.read_text().split("\n"):
            mark = re.fullmatch(r" *// (begin|end) (\S+)", line)
            if not mark:
                for lines in pending.values():
                    lines.append(line)
            elif mark[1] == "begin":
                pending[mark[2]] = []
            else:
                found[mark[2]] = textwrap.dedent("\n".join(pending.pop(mark[2])))
        if pending:
            raise SystemExit(f"{source}: no end of {', '.join(pending)}")
    return found


def main():
    known = examples()
    used = set()

    def block(match):
        used.add(match[1])
        if match[1] not in known:
            raise SystemExit(f"no example {match[1]}")
        return f"<!-- example: {match[1]} -->\n```swift\n{known[match[1]]}\n```"

    for text in [*sorted(catalogue.rglob("*.md")), root / "README.md"]:
        before = text.read_text()
        after = re.sub(r"<!-- example: (\S+) -->\n(?:```swift\n.*?^```)?", block, before, flags=re.S | re.M)
        if after != before:
            text.write_text(after)
    files = set()
    for text in catalogue.rglob("*.tutorial"):
        files.update(re.findall(r"file: ([\w-]+)\.swift", text.read_text()))
    for name in files:
        used.add(name)
        (catalogue / "Resources" / f"{name}.swift").write_text(known[name] + "\n")
    if unused := set(known) - used:
        print("shown nowhere:", *sorted(unused))


main()
