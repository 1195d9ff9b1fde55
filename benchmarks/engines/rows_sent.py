"""How often a shuffle sends each row of the left table, for all pairs of shapes of data.

Of two numbers, the first is without going home first, the other as engines choose.

python -m benchmarks.engines.rows_sent
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

import geodist as gd
from benchmarks.inputs import Array
from geodist._search.spread import Search

sys.path.insert(0, str(Path(__file__).parents[2] / "tests/python"))
from spread_shapes import COLUMNS, InParts, columns  # type: ignore[import-not-found]

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
    """Print a line for each number of cells and of neighbours."""
    elsewhere = {kind: columns(kind, LEFT, 1) for kind in KINDS}
    for right in KINDS:
        same, there = split(right)
        for groups in (16, 64):
            for k in (1, 3):
                parts = InParts(Search(k, np.inf, False, gd.WGS84), there, groups)
                sent = []
                for name, here in {"the same places": same, **elsewhere}.items():
                    before, after = (
                        parts.join(here, home_first=first)[1] for first in (False, None)
                    )
                    sent.append(f"{name} {before:.2f} {after:.2f}")
                print(f"to {right}, {groups} cells, k = {k}: {', '.join(sent)}", flush=True)


if __name__ == "__main__":
    main()
