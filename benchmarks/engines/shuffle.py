"""Two large tables of Dask joined by a shuffle, compared with one index bit by bit.

    python -m benchmarks.engines.shuffle [--rows 2000000] [--cells 16] [--workers 2]

Both have 60 % of their rows in 2000 towns; k = 3. Prints how often rows were sent, the time, and the most memory
of this process, in which all runs.
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import dask
import dask.dataframe as dd
import numpy as np

import geodist as gd
import geodist.dask
from benchmarks.machine import processor
from geodist._columns.datums import DEFAULT
from geodist.dask import parts, shuffle

sys.path.insert(0, str(Path(__file__).parents[2] / "tests/python"))
from spread_shapes import nearest_rows, table  # type: ignore[import-not-found]

K, PARTITIONS = 3, 16


def rows_sent(left: Any, right: Any, cells: int) -> float:
    """Count how often rows of the left table are sent at first, for each."""
    join = nearest_rows(K)
    summary, _ = shuffle.summarise(right, join)
    spread = shuffle.plan(left, right, join, join.search(DEFAULT, DEFAULT), summary, cells)
    print(f"rows go home first: {spread.home_first}; sample of {len(spread.sample or '')} rows")
    visits = [dask.delayed(parts.visit_part)(part, join, spread) for part in left.to_delayed()]
    counts = dask.compute(*[dask.delayed(len)(part) for part in visits])
    return float(sum(counts) / len(left))


def main() -> None:
    """Join them, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--cells", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    here, there = table("towns", options.rows, "a", 1), table("towns", options.rows, "b", 1)
    there = there.assign(lat=there.lat.to_numpy()[::-1], lon=there.lon.to_numpy()[::-1] + 0.001)
    left, right = (dd.from_pandas(frame, npartitions=PARTITIONS) for frame in (here, there))
    print(f"{processor()}: {options.rows:,} rows on each side, k = {K}, {options.cells} cells")
    begin = perf_counter()
    whole = gd.nearest_join(here, there, K, threads=options.workers)
    print(f"gd.nearest_join: {perf_counter() - begin:.1f} s")
    with dask.config.set(scheduler="threads", num_workers=options.workers):
        print(f"rows sent: {rows_sent(left, right, options.cells):.3f} for each")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begin = perf_counter()
        joined = geodist.dask.nearest_join(
            left, right, K, strategy="shuffle", partitions=options.cells
        )
        found = joined.compute()
        print(f"geodist.dask, shuffle: {perf_counter() - begin:.1f} s")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"most memory: {after / 2**20:.1f} GiB, {before / 2**20:.1f} before the shuffle")
    order = np.lexsort((found.b, found.distance, found.a))
    names = ["a", "b", "distance"]
    rows = whole[names].to_numpy()
    same = np.array_equal(
        found[names].to_numpy()[order], rows[np.lexsort((rows[:, 1], rows[:, 2], rows[:, 0]))]
    )
    print(f"the same rows and bits: {same}")


if __name__ == "__main__":
    main()
