"""Spark on two processors: geodist.spark.nearest_join beside a pandas function over scikit-learn's BallTree.

    python -m benchmarks.engines.spark [--rows 1000000] [--others 100000]

The best of three runs of each, in turn, after a first one; the BallTree measures on a sphere. Needs Java 17.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

REPEATS = 3


def timed(*functions: Callable[[], Any]) -> list[float]:
    """Give the best time of each, seconds, of runs in turn after one that is not measured."""
    best = [float("inf") for _ in functions]
    for repeat in range(REPEATS + 1):
        for i, function in enumerate(functions):
            start = time.perf_counter()
            function()
            if repeat:
                best[i] = min(best[i], time.perf_counter() - start)
    return best


def main() -> None:
    """Measure both, and print their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--others", type=int, default=100_000)
    options = parser.parse_args()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["GEODIST_NUM_THREADS"] = "1"
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as F  # noqa: N812

    import geodist.spark as gds

    random = np.random.default_rng(1)

    def points(n: int, name: str) -> Any:
        lat = np.degrees(np.arcsin(random.uniform(-1, 1, n)))
        return pa.table({name: np.arange(n), "lat": lat, "lon": random.uniform(-180, 180, n)})

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "2g")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "left.parquet")
        pq.write_table(points(options.rows, "a"), path, row_group_size=options.rows // 8)
        left, right = session.read.parquet(path), points(options.others, "b")
        radians = np.radians(np.column_stack([right["lat"].to_numpy(), right["lon"].to_numpy()]))
        shared = session.sparkContext.broadcast(radians)

        def by_tree(frames: Any) -> Any:
            import pandas as pd
            from sklearn.neighbors import BallTree

            tree = BallTree(shared.value, metric="haversine")
            for frame in frames:
                far, rows = tree.query(np.radians(frame[["lat", "lon"]].to_numpy()))
                yield pd.DataFrame({"row": rows[:, 0], "distance": 6371008.8 * far[:, 0]})

        joined = gds.nearest_join(left, right)
        found = left.mapInPandas(by_tree, "row long, distance double")
        ours, theirs = timed(
            lambda: joined.select(F.sum("distance"), F.sum("b")).collect(),
            lambda: found.select(F.sum("distance"), F.sum("row")).collect(),
        )
    print(f"{options.rows:,} rows to {options.others:,}")
    print(f"geodist.spark, broadcast: {ours:.2f} s")
    print(f"pandas and BallTree (sphere): {theirs:.2f} s, {theirs / ours:.1f} times as long")
    session.stop()


if __name__ == "__main__":
    main()
