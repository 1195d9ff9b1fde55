"""Spark on two processors: geodist.spark.nearest_join beside a pandas function over scikit-learn's BallTree.

    python -m benchmarks.engines.spark

A million rows to 100,000, after a first run of each; the BallTree measures on a sphere. Needs Java.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROWS, OTHERS, REPEATS = 1_000_000, 100_000, 3


def timed(function: Callable[[], Any]) -> float:
    """Give the best time of some, seconds, after one that is not measured."""
    times = []
    for _ in range(REPEATS + 1):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times[1:])


def main() -> None:
    """Measure both, and print their ratio."""
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
        pq.write_table(points(ROWS, "a"), path, row_group_size=ROWS // 8)
        left, right = session.read.parquet(path), points(OTHERS, "b")
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
        ours = timed(lambda: joined.select(F.sum("distance"), F.sum("b")).collect())
        print(f"geodist.spark, broadcast: {ours:.2f} s")
        found = left.mapInPandas(by_tree, "row long, distance double")
        theirs = timed(lambda: found.select(F.sum("distance"), F.sum("row")).collect())
        print(f"pandas and BallTree (sphere): {theirs:.2f} s, {theirs / ours:.1f} times as long")
    session.stop()


if __name__ == "__main__":
    main()
