"""Memory beyond inputs and outputs stays below 8 MiB, whatever the size."""

from __future__ import annotations

import subprocess
import sys

import pytest

ROWS = 2_000_000  # a copy of one column would take 16 MB
LIMIT = 8 * 2**20

PROGRAM = f"""
import pathlib
import numpy as np
import geodist as gd

def memory(field):
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(x for x in lines if x.startswith(field)).split()[1])

rng = np.random.default_rng(0)
n = {ROWS}
lat1, lat2 = rng.uniform(-90, 90, (2, n))
lon1, lon2 = rng.uniform(-180, 180, (2, n))
half = [x.astype(np.float32) for x in (lat1, lon1, lat2, lon2)]
table = np.empty((n, 4))
table[:] = np.stack([lat1, lon1, lat2, lon2], axis=1)
out = tuple(np.ones(n) for _ in range(6))
gd.inverse(lat1[:100], lon1[:100], lat2[:100], lon2[:100])
calls = {{
    "contiguous": lambda t: gd.inverse(lat1, lon1, lat2, lon2, out=out[:3], threads=t),
    "float32": lambda t: gd.inverse(*half, out=out[:3], threads=t),
    "strided": lambda t: gd.inverse_full(*table.T, out=out, threads=t),
    "broadcast": lambda t: gd.distance(lat1, lon1, 47.0, 8.0, out=out[0], threads=t),
    "where": lambda t: gd.distance(lat1, lon1, lat2, lon2, out=out[0], where=mask, threads=t),
}}
mask = lat1 > 0
for name, call in calls.items():
    for threads in (1, 4):
        pathlib.Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
        before = memory("VmRSS")
        call(threads)
        print(name, threads, memory("VmHWM") - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_memory_beyond_inputs_and_outputs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=300
    )
    extra = {call: int(size) for call, size in (x.rsplit(" ", 1) for x in done.stdout.splitlines())}
    assert len(extra) == 10
    assert max(extra.values()) < LIMIT, extra
