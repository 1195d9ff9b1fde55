"""What the command line costs per row: `python -m benchmarks.command_line [ROWS]`.

The same table is copied as bytes, read and written by PyArrow's CSV reader and writer, and measured
by geodist, each in a process of its own, with one thread. What is beyond PyArrow's reading and
writing is the cost of measuring.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.machine import processor

REPEATS = 3
COPY = "import shutil; shutil.copyfile('in.csv', 'out.csv')"
ARROW = """
import pyarrow as pa, pyarrow.csv as pc
pa.set_cpu_count(1)
with pc.open_csv('in.csv', pc.ReadOptions(use_threads=False)) as table:
    with pc.CSVWriter('out.csv', table.schema) as writer:
        for batch in table:
            writer.write_batch(batch)
"""


def geodist(*arguments: str) -> list[str]:
    """The command line on the table, with one thread."""
    command = [sys.executable, "-m", "geodist.cli", *arguments, "in.csv", "-q"]
    return [*command, "--threads", "1", "-o", "out.csv"]


CONTESTANTS = {
    "copy the bytes": [sys.executable, "-c", COPY],
    "PyArrow: read and write": [sys.executable, "-c", ARROW],
    "geodist distance": geodist("distance"),
    "geodist inverse": geodist("inverse"),
    "geodist inverse --precision 3": geodist("inverse", "--precision", "3"),
}


def make_table(path: Path, rows: int) -> None:
    """Write pairs of places, uniform on the globe."""
    rng = np.random.default_rng(1)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, (rows, 2))))
    lon = rng.uniform(-180, 180, (rows, 2))
    with path.open("w") as stream:
        stream.write("id,name,lat1,lon1,lat2,lon2\n")
        for i, (a, b, c, d) in enumerate(
            zip(lat[:, 0], lon[:, 0], lat[:, 1], lon[:, 1], strict=True)
        ):
            stream.write(f"{i},place {i},{a:.6f},{b:.6f},{c:.6f},{d:.6f}\n")


def seconds(command: list[str], folder: Path) -> float:
    """The median time of a process, from its start to its end."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure and print a table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(tempfile.mkdtemp())
    try:
        make_table(folder / "in.csv", rows)
        size = (folder / "in.csv").stat().st_size
        print(f"{processor()}\n{rows:,} rows, {size / 1e6:.0f} MB; median of {REPEATS} processes\n")
        print(f"{'':<30} {'s':>7} {'us a row':>9} {'beyond PyArrow':>15}")
        base = 0.0
        for name, command in CONTESTANTS.items():
            taken = seconds(command, folder)
            base = taken if name.startswith("PyArrow") else base
            beyond = f"{(taken - base) / rows * 1e6:+.2f}" if base else ""
            print(f"{name:<30} {taken:7.2f} {taken / rows * 1e6:9.2f} {beyond:>15}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
