"""Distances in DuckDB by geodist's SQL functions, against haversine in SQL and DuckDB's own.

`python -m benchmarks.engines.duckdb [--rows 1000000] [--threads 1]` measures pairs that are uniform on
the globe in a table in memory, and prints the best of seven runs of each query, taken in turn.
ST_Distance_Spheroid is of the extension spatial, which DuckDB downloads; where it cannot, it is left out.
For some versions it is on PyPI: `pip install duckdb==1.5.5 duckdb-extension-spatial==1.5.5`.
"""

from __future__ import annotations

import argparse
import importlib.util
from time import perf_counter
from typing import Any

import duckdb

import geodist.duckdb
from benchmarks.machine import processor

PAIRS = """CREATE TABLE pairs AS SELECT
    degrees(asin(2 * random() - 1)) AS lat1, 360 * random() - 180 AS lon1,
    degrees(asin(2 * random() - 1)) AS lat2, 360 * random() - 180 AS lon2 FROM range({rows})"""
TEXT = "('POINT(' || lon{n} || ' ' || lat{n} || ')')::GEOMETRY AS {name}"
GEODIST = "geodist_distance(lat1, lon1, lat2, lon2)"
HAVERSINE = """2 * 6371008.8 * asin(sqrt(sin(radians(lat2 - lat1) / 2) ** 2
    + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2))"""
RUNS = 7


def load_spatial(con: Any) -> str:
    """Load the extension; say why not, if it cannot be."""
    try:
        # As a package of PyPI brings it, or from DuckDB's server.
        if importlib.util.find_spec("duckdb_extensions"):
            importlib.import_module("duckdb_extensions").import_extension("spatial", con=con)
        else:
            con.execute("INSTALL spatial")
        con.execute("LOAD spatial")
    except (duckdb.Error, ImportError, OSError) as error:
        return str(error).partition("\n")[0]
    return ""


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    con: Any = duckdb.connect()
    con.execute(f"SET threads = {options.threads}")
    reason = load_spatial(con)
    geodist.duckdb.register(con)
    con.execute(PAIRS.format(rows=options.rows))
    cells = ", ".join(TEXT.format(n=n, name=name) for n, name in ((1, "a"), (2, "b")))
    con.execute(f"CREATE TABLE points AS SELECT {cells} FROM pairs")
    queries = {
        "geodist_distance, columns of numbers": f"SELECT sum({GEODIST}) FROM pairs",
        "geodist_distance, GEOMETRY": "SELECT sum(geodist_distance(a, b)) FROM points",
        "haversine in SQL, a sphere": f"SELECT sum({HAVERSINE}) FROM pairs",
    }
    if not reason:
        # It takes latitudes first.
        con.execute(
            "CREATE TABLE swapped AS SELECT ST_Point(lat1, lon1)::POINT_2D AS a, "
            "ST_Point(lat2, lon2)::POINT_2D AS b FROM pairs"
        )
        queries["ST_Distance_Spheroid, POINT_2D"] = (
            "SELECT sum(ST_Distance_Spheroid(a, b)) FROM swapped"
        )
    best, sums = dict.fromkeys(queries, float("inf")), dict[str, float]()
    for _ in range(RUNS):
        for name, query in queries.items():
            begin = perf_counter()
            ((sums[name],),) = con.execute(query).fetchall()
            best[name] = min(best[name], perf_counter() - begin)
    print(f"{processor()}\nDuckDB {duckdb.__version__}, {options.rows:,} rows, ", end="")
    print(f"{options.threads} thread(s)\n")
    own = next(iter(best.values()))
    for name, seconds in best.items():
        mean = sums[name] / options.rows
        print(f"{name:38} {seconds:7.3f} s {seconds / own:6.2f}x  mean {mean:.3f} m")
    if reason:
        print(f"\nST_Distance_Spheroid is left out: {reason}")


if __name__ == "__main__":
    main()
