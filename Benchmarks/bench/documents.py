"""Writing what was measured where people read it."""
import json
import os
import statistics

from . import places


def load(path):
    """Results that were written before."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def save(path, value):
    """Writes results whole or not at all."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, sort_keys=True)
        file.write("\n")
    os.replace(path + ".new", path)


def replace_block(name, text):
    """Puts text between the markers of that name in docs/performance.md, at the end when there are none yet."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    with open(places.DOCUMENT, encoding="utf-8") as file:
        document = file.read()
    if begin not in document:
        document = document.rstrip("\n") + f"\n\n{begin}\n{end}\n"
    head, rest = document.split(begin, 1)
    _, tail = rest.split(end, 1)
    with open(places.DOCUMENT, "w", encoding="utf-8") as file:
        file.write(f"{head}{begin}\n{text.strip()}\n{end}{tail}")


def median(values):
    """The median of what is not None; None when there is nothing."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def figure(value):
    """A number with three digits that mean something."""
    if value is None:
        return "–"
    if value >= 1000:
        return f"{value:,.0f}"
    if value >= 100:
        return f"{value:.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def table(head, rows):
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def where(machine):
    """One sentence about the machine."""
    return (f"{machine['cores']} cores of {machine['processor']}, {machine['memory']} of memory, Linux "
            f"{machine['kernel']}; commit {machine['commit']}")
