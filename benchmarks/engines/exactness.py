"""200 nearest joins and 50 within a radius, in 8 and 64 parts, compared with one index bit by bit.

Half of the nearest joins send all rows home first, the others as engines choose.

python -m benchmarks.engines.exactness
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

import geodist as gd
from geodist._search.spread import Search

sys.path.insert(0, str(Path(__file__).parents[2] / "tests/python"))
from spread_shapes import COLUMNS, InParts, columns  # type: ignore[import-not-found]


def main() -> None:
    """Run them all, and print which differ."""
    wrong = runs = 0
    for there_kind in COLUMNS:
        there = columns(there_kind, 20_000, 1)
        index = gd.PointIndex(*there)
        # About twenty rows each, however densely they lie.
        radius = float(np.median(index.query(there[0], there[1], 20).distances[:, -1]))
        for here_kind in COLUMNS:
            here = columns(here_kind, 4_000, 2)
            for groups in (8, 64):
                sent = []
                for k, home_first in ((1, None), (3, None), (1, True), (3, True), (None, None)):
                    limit = np.inf if k else radius
                    parts = InParts(Search(k, limit, False, gd.WGS84), there, groups)
                    found, times = parts.join(here, home_first=home_first)
                    lat, lon = here
                    whole: Any = (
                        index.query(lat, lon, k) if k else index.query_radius(lat, lon, limit)
                    )
                    same = np.array_equal(found[1], whole.indices.reshape(-1)) and np.array_equal(
                        found[2], whole.distances.reshape(-1)
                    )
                    wrong, runs = wrong + (not same), runs + 1
                    sent.append(f"{times:.2f}")
                print(
                    f"{here_kind:12} to {there_kind:12} groups {groups:2}  "
                    f"rows sent / rows for k = 1, k = 3, both home first, {radius / 1000:.1f} km: "
                    f"{', '.join(sent)}",
                    flush=True,
                )
    print(f"{wrong} of {runs} joins differ from one index")


if __name__ == "__main__":
    main()
