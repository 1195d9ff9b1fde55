"""Bring the README's table of speed up to date with the results: python -m benchmarks.readme."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
RESULTS = ROOT / "benchmarks" / "results" / "amd-epyc-family-26-model-2.md"

# How many cells a row of each table has.
SHOWN, MEASURED = 7, 9


def cells(line: str) -> list[str]:
    """Split a row of a table in Markdown."""
    return [cell.strip().strip("*") for cell in line.strip("|\n").split("|")]


def plain(competitor: str) -> str:
    """Give the name of a competitor without versions."""
    return " ".join(re.sub(r"\(PROJ .*\)|\b\d+(\.\d+)+", "", competitor).split())


def measured(results: str) -> dict[tuple[str, str], list[str]]:
    """Give the row of each workload and competitor, the first one where there are several."""
    rows: dict[tuple[str, str], list[str]] = {}
    for row in map(cells, results.splitlines()):
        if len(row) == MEASURED:
            rows.setdefault((row[0], plain(row[1])), row)
    return rows


def updated(readme: str, results: str) -> str:
    """Put the numbers of the results into the rows of the README that name them."""
    rows = measured(results)
    lines = readme.splitlines()
    for i, line in enumerate(lines):
        shown = cells(line)
        found = rows.get((shown[0], plain(shown[1]))) if len(shown) == SHOWN else None
        if found:
            ours, theirs, ratio, _, _, our_error, their_error = found[2:]
            row = [shown[0], found[1], ours, theirs, ratio, our_error, their_error]
            lines[i] = f"| {' | '.join(row)} |"
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = updated(README.read_text(encoding="utf-8"), RESULTS.read_text(encoding="utf-8"))
    README.write_text(text, encoding="utf-8")
