"""What the rest of the process must not notice: small stacks, signals, shutdown, memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="read as Linux tells it")

SETUP = """
import os, resource, signal, sys, threading, time
import numpy as np, geodist as gd
def peak():  # MiB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
"""


def run(code: str) -> str:
    """Run code in a new process, where it may crash; return what it prints."""
    command = [sys.executable, "-c", SETUP + code]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, (done.returncode, done.stderr)
    return done.stdout.strip()


@pytest.mark.parametrize("n", [1, 2, 20_000])
@pytest.mark.parametrize("byte", [1, 2, 255])
def test_any_byte_of_where_but_0_is_true(n: int, byte: int) -> None:
    code = f"""
where = np.full({n}, {byte}, np.uint8)
where[::2] = 0
lat = np.linspace(0, 80, {n})
result = gd.distance(lat, 0, 0, 0, where=where.view(bool), threads=1)
expected = np.where(where, gd.distance(lat, 0, 0, 0), np.nan)
print(np.array_equal(result, expected, equal_nan=True))
"""
    assert run(code) == "True"
