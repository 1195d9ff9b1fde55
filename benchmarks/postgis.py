"""The nearest of many places for each row of a table, against PostGIS with its index.

`python -m benchmarks.postgis [--left 1000000] [--right 100000] [--queries 100000]` makes two tables,
lets `geodist nearest` join them, from CSV to CSV with one thread, and PostGIS in a database of its own,
which is thrown away. Tables and index of PostGIS are ready before its time begins; the first QUERIES
rows are queried by `ORDER BY a <-> b LIMIT 1` on geographies, and its time is multiplied to that of
all rows. `PointIndex.query` answers the same queries, its index ready, too. Times are processor times:
of geodist that of the whole process or of the call, of PostGIS that of the server. It needs PostgreSQL's server programs and PostGIS (Debian: postgresql-15-postgis-3).
"""

from __future__ import annotations

import argparse
import csv
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

import geodist as gd
from benchmarks.machine import processor

SQL = """
create extension postgis;
create table a (i int, g geography(point));
create table b (j int, g geography(point));
create temp table raw (i int, lat float8, lon float8);
copy raw from '{folder}/left.csv' csv header;
insert into a select i, st_point(lon, lat)::geography from raw where i < {queries};
truncate raw;
copy raw from '{folder}/right.csv' csv header;
insert into b select i, st_point(lon, lat)::geography from raw;
create index on b using gist (g);
vacuum analyze a;
vacuum analyze b;
"""
JOIN = (
    "select a.i, n.j from a cross join lateral (select b.j from b order by a.g <-> b.g limit 1) n"
)


class Database:
    """A server of PostgreSQL in a folder, for this process alone.

    Parameters
    ----------
    folder
        Where it is.
    """

    def __init__(self, folder: Path) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise SystemExit("PostgreSQL's initdb is not installed")
        self._bin, self._folder = found[-1].parent, folder
        # The server does not run as root.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            about = pwd.getpwnam(self._user)
            for path in (folder, *folder.iterdir()):
                os.chown(path, about.pw_uid, about.pw_gid)
        self._run("initdb", "-D", folder / "data", "-A", "trust", "-U", "bench")
        settings = (
            f"-k {folder} -c listen_addresses='' -c jit=off -c max_parallel_workers_per_gather=0"
        )
        settings += " -c shared_buffers=512MB -c work_mem=64MB -c fsync=off"
        self._run("pg_ctl", "-D", folder / "data", "-w", "-o", settings, "start")

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [str(self._bin / program), *map(str, arguments)]
        if self._user:
            command = ["runuser", "-u", self._user, "--", *command]
        # The server keeps what it inherits.
        subprocess.run(command, cwd=self._folder, check=True, stdout=subprocess.DEVNULL)

    def query(self, sql: str) -> str:
        """Run statements, and return what they give as CSV."""
        command = [
            str(self._bin / "psql"),
            "-h",
            str(self._folder),
            "-U",
            "bench",
            "-d",
            "postgres",
        ]
        command += ["-q", "--csv", "-t", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(command, input=sql, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout

    def stop(self) -> None:
        """End the server."""
        self._run("pg_ctl", "-D", self._folder / "data", "-w", "-m", "immediate", "stop")


def make_table(path: Path, rows: int, seed: int) -> None:
    """Write places, uniform on the globe."""
    rng = np.random.default_rng(seed)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, rows))).round(6).tolist()
    lon = rng.uniform(-180, 180, rows).round(6).tolist()
    with path.open("w") as stream:
        stream.write("i,lat,lon\n")
        stream.writelines(
            f"{i},{y!r},{x!r}\n" for i, (y, x) in enumerate(zip(lat, lon, strict=True))
        )


def nearest(folder: Path) -> float:
    """Join the tables by geodist, and return the processor time of the process."""
    command = [sys.executable, "-m", "geodist.cli", "nearest", "left.csv", "right.csv"]
    command += ["-q", "--threads", "1", "-o", "out.csv"]
    process = subprocess.Popen(command, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("geodist nearest failed")
    return usage.ru_utime + usage.ru_stime


def query(folder: Path) -> tuple[float, list[int]]:
    """Query an index that is ready; return the processor time, and the rows that are nearest."""
    left, right = (
        np.loadtxt(folder / f"{name}.csv", delimiter=",", skiprows=1, usecols=(1, 2), unpack=True)
        for name in ("left", "right")
    )
    index = gd.PointIndex(*right, threads=1)
    times = []
    for _ in range(3):
        begin = process_time()
        found: Any = index.query(*left, threads=1)
        times.append(process_time() - begin)
    return min(times), found.indices.tolist()


def nearest_in(database: Database) -> tuple[float, list[list[str]]]:
    """Join the tables by PostGIS; return the processor time of the server, and pairs of rows."""
    used = "select rtrim(pg_read_file('/proc/self/stat'), chr(10));"
    first, *pairs, last = database.query(f"{used}{JOIN};{used}").splitlines()
    ticks = [sum(map(int, line.rpartition(")")[2].split()[11:13])) for line in (first, last)]
    return (ticks[1] - ticks[0]) / os.sysconf("SC_CLK_TCK"), [line.split(",") for line in pairs]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--left", type=int, default=1_000_000)
    parser.add_argument("--right", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100_000)
    options = parser.parse_args()
    queries = min(options.queries, options.left)
    folder = Path(tempfile.mkdtemp())
    try:
        make_table(folder / "left.csv", options.left, 1)
        make_table(folder / "right.csv", options.right, 2)
        database = Database(folder)
        try:
            database.query(SQL.format(folder=folder, queries=queries))
            own = min(nearest(folder) for _ in range(3))
            alone, rows = query(folder)
            theirs, pairs = nearest_in(database)
            taken = theirs * options.left / queries
        finally:
            database.stop()
        with (folder / "out.csv").open() as stream:
            ours = {row["i"]: row["i_right"] for row in csv.DictReader(stream)}
        others = sum(ours[i] != j for i, j in pairs)
        assert all(rows[int(i)] == int(j) for i, j in ours.items())
    finally:
        shutil.rmtree(folder)
    print(f"{processor()}\n{options.left:,} rows, {options.right:,} places, one thread\n")
    print(f"PostGIS, index ready                        {taken:8.2f} s")
    print(f"PointIndex.query, index ready               {alone:8.2f} s  {taken / alone:.0f}x")
    print(f"geodist nearest, CSV to CSV, whole process  {own:8.2f} s  {taken / own:.1f}x")
    print(f"rows with another place in PostGIS: {others} of {len(pairs)}")


if __name__ == "__main__":
    main()
