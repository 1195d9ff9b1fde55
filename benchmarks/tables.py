"""What the command line costs on whole tables, and how much an earlier build of it took.

`python -m benchmarks.tables [--earlier PYTHON] [--scale 0.1] [WORKLOAD ...]` makes the tables in a
temporary folder, and runs the command on each in a process of its own, with one thread. Processor
time is that of the whole process, its start included: the least of several runs, in which the two
builds take turns. The workload `large` writes 4 GB, and is measured only by name.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

# Makes in.ENDING with rows of two points; in a process of its own, which takes the memory with it.
MAKE = """
import json, sys
import numpy as np
ending, rows = sys.argv[1], int(sys.argv[2])
rng = np.random.default_rng(1)
def column(lowest, highest, size):
    return rng.uniform(lowest, highest, size).round(6)
with open("in." + ending, "w") as stream:
    if ending == "csv":
        stream.write("lat1,lon1,lat2,lon2\\n")
    if ending == "geojson":
        stream.write('{"type":"FeatureCollection","features":[')
    if ending == "parquet":
        import pyarrow as pa, pyarrow.parquet as pq
        columns = [column(-90, 90, rows), column(-180, 180, rows)] * 2
        pq.write_table(pa.table(columns, ["lat1", "lon1", "lat2", "lon2"]), "in.parquet")
        rows = 0
    for start in range(0, rows, 1 << 18):
        size = min(1 << 18, rows - start)
        axes = (90, 180, 90, 180)
        columns = [column(-axis, axis, size).tolist() for axis in axes]
        if ending == "csv":
            stream.writelines("%r,%r,%r,%r\\n" % row for row in zip(*columns))
        elif ending == "jsonl":
            stream.writelines(
                '{"lat1":%r,"lon1":%r,"lat2":%r,"lon2":%r}\\n' % row for row in zip(*columns)
            )
        else:
            stream.writelines(
                ("," if start or i else "") + '{"type":"Feature","properties":{"n":%d,"lat2":%r,'
                '"lon2":%r},"geometry":{"type":"Point","coordinates":[%r,%r]}}' % (i, c, d, b, a)
                for i, (a, b, c, d) in enumerate(zip(*columns))
            )
    if ending == "geojson":
        stream.write("]}")
"""
BAD = """
import sys
with open("in.csv", "w") as stream:
    stream.write("id,lat,lon\\n")
    stream.writelines("%d,999,5\\n" % i for i in range(int(sys.argv[2])))
"""


class Workload(NamedTuple):
    """A command on a table.

    Parameters
    ----------
    rows
        The rows of the table; none for a command without one.
    ending
        Its format, and that of the output.
    arguments
        The command, without its tables.
    repeats
        How often each build runs it.
    """

    rows: int
    ending: str
    arguments: tuple[str, ...]
    repeats: int = 5


TO = ("--to", "51.47,-0.45")
WORKLOADS = {
    "csv": Workload(1_000_000, "csv", ("distance",)),
    "jsonl": Workload(1_000_000, "jsonl", ("distance",)),
    "geojson": Workload(200_000, "geojson", ("distance", *TO)),
    "parquet": Workload(5_000_000, "parquet", ("distance",)),
    # So few rows that a build whose time grows with their square comes to an end.
    "rejects": Workload(
        20_000, "csv", ("distance", *TO, "--invalid", "skip", "--rejects", "bad.csv"), 1
    ),
    "start": Workload(0, "", ("--version",), 20),
    "large": Workload(48_000_000, "csv", ("distance",), 1),
}


class Cost(NamedTuple):
    """Processor time in seconds, and memory in MB."""

    seconds: float
    memory: float


def run(python: str, workload: Workload, folder: Path) -> Cost:
    """Run a command once."""
    command = [python, "-m", "geodist.cli", *workload.arguments]
    if workload.rows:
        name = f"in.{workload.ending}"
        command += [name, "--threads", "1", "-q", "-o", f"out.{workload.ending}"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def measure(workload: Workload, pythons: list[str], folder: Path) -> list[Cost]:
    """Run a command with each build in turn, and keep the least of each."""
    if workload.rows:
        code = BAD if "--rejects" in workload.arguments else MAKE
        command = [sys.executable, "-c", code, workload.ending, str(workload.rows)]
        subprocess.run(command, cwd=folder, check=True)
    costs = [[run(python, workload, folder) for python in pythons] for _ in range(workload.repeats)]
    return [
        Cost(*(min(column) for column in zip(*of_one, strict=True)))
        for of_one in zip(*costs, strict=True)
    ]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=", ".join(WORKLOADS))
    parser.add_argument("--earlier", metavar="PYTHON", help="one that has another build of geodist")
    parser.add_argument("--scale", type=float, default=1, help="of the numbers of rows")
    options = parser.parse_args()
    names = options.workloads or [name for name in WORKLOADS if name != "large"]
    pythons = [sys.executable, *([options.earlier] if options.earlier else [])]
    print(f"{'':<8} {'rows':>10} {'s':>8} {'MB':>6} {'earlier s':>10} {'MB':>6} {'ratio':>7}")
    for name in names:
        workload = WORKLOADS[name]
        workload = workload._replace(rows=round(workload.rows * options.scale))
        folder = Path(tempfile.mkdtemp())
        try:
            now, *before = measure(workload, pythons, folder)
        finally:
            shutil.rmtree(folder)
        line = f"{name:<8} {workload.rows:>10,} {now.seconds:8.3f} {now.memory:6.0f}"
        for cost in before:
            ratio = cost.seconds / now.seconds
            line += f" {cost.seconds:10.3f} {cost.memory:6.0f} {ratio:6.2f}x"
        print(line, flush=True)


if __name__ == "__main__":
    main()
