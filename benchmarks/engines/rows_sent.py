"""How often a shuffle sends each row of the left table, for all pairs of shapes of data.

python -m benchmarks.engines.rows_sent
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

import geodist as gd
from benchmarks.inputs import Array
from geodist._search.spread import Search, Spread, merged, summarise

sys.path.insert(0, str(Path(__file__).parents[2] / "tests/python"))
from spread_shapes import COLUMNS, columns  # type: ignore[import-not-found]

LEFT, RIGHT = 5_000, 1_000_000
KINDS = [*COLUMNS, "towns"]
Pair = tuple[Array, Array]


def split(kind: str) -> tuple[Pair, Pair]:
    """Make a left and a right table in the same places."""
    lat, lon = columns(kind, LEFT + RIGHT, 2)
    order = np.random.default_rng(1).permutation(lat.size)
    here, there = order[:LEFT], order[LEFT:]
    return (lat[here], lon[here]), (lat[there], lon[there])


def main() -> None:
    """Print a table for each number of cells and of neighbours."""
    elsewhere = {kind: columns(kind, LEFT, 1) for kind in KINDS}
    for right in KINDS:
        same, there = split(right)
        summary = merged([summarise([there], 0)])
        for groups in (16, 64):
            for k in (1, 3):
                spread = Spread.of(Search(k, np.inf, False, gd.WGS84), summary, groups)
                spread = spread.fitted([spread.fit(*there)])
                sent = [
                    f"{name} {spread.visits(*here)[0].size / LEFT:.2f}"
                    for name, here in {"the same places": same, **elsewhere}.items()
                ]
                print(f"to {right}, {groups} cells, k = {k}: {', '.join(sent)}", flush=True)


if __name__ == "__main__":
    main()
