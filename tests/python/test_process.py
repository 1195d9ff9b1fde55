"""What the rest of the process must not notice: small stacks, signals, shutdown, memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geodist import _geodist_core

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="read as Linux tells it")

SETUP = """
import importlib, os, resource, signal, sys, threading, time
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


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("x", "gd.distance(x, x, x, x[::-1], threads=1)"),
        ("x[:20_000].tolist()", "gd.distance(a, a, a, a, threads=1)"),
        ("x[:2000].tolist()", "gd.cdist(a, a, a, a, threads=1)"),
        ("importlib.import_module('pandas').Series(x[:20_000])", "gd.distance(a, 1, 2, 3)"),
        ("Foreign()", "gd.distance(a, 1, 2, 3)"),
    ],
)
def test_a_daemon_thread_in_a_call_does_not_disturb_the_exit(argument: str, call: str) -> None:
    if "pandas" in argument:
        pytest.importorskip("pandas")
    code = f"""
class Foreign:
    def __array__(self, dtype=None, copy=None):
        for _ in range(10_000):
            pass
        return x[:1000]
x = np.linspace(-80, 80, 1_000_000)
a = {argument}
def work():
    while True:
        {call}
for _ in range(2):
    threading.Thread(target=work, daemon=True).start()
time.sleep(0.2)
"""
    run(code)


# What is measured starts when all inputs and outputs are in memory and the threads are made.
MEMORY = """
n = 10_000_000
lat = np.tile(np.linspace(-89, 89, 1000), n // 1000)
lon, out, where = np.full(n, 5.0), np.full(n, 1.0), np.full(n, True)
lat_f, out_f = lat.astype("f4"), tuple(np.full(n, 1, "f4") for _ in range(6))
gd.distance(lat[:99_999], 1, 2, 3, threads=4)
before = peak()
{call}
print(peak() - before)
"""


@linux
@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize(
    "call",
    [
        "gd.distance(lat, lon, lon, lat, out=out, threads={})",
        "gd.distance(lat[::-1], lon, lon[::-1], lat, out=out, threads={})",
        "gd.distance(lat, lon, lon, lat, out=lat, threads={})",
        "gd.direct(lat, lon, lon, lon, out=(lat, lon, out), threads={})",
        "gd.inverse_full(lat_f, lat_f, lon, lat_f, out=out_f, where=where, threads={})",
        "gd.distance(lat_f, 1, lat_f, 2, out=lat_f, threads={})",
    ],
)
def test_memory_beyond_inputs_and_outputs_is_bounded(call: str, threads: int) -> None:
    assert float(run(MEMORY.format(call=call.format(threads)))) < 8


@pytest.mark.parametrize(
    "call",
    [
        "gd.distance(x, x, x, x[::-1], threads=1)",
        "gd.inverse_full(*(x.astype('f4'),) * 4, threads=1)",
        "gd.interpolate(x, x, 1, 2, x, threads=1)",
        "gd.cdist(x[:2000], x[:2000], x, x, threads=1)",
        "gd.ufuncs.distance(x, x, x, x[::-1], 6378137.0, 1 / 298.25)",
    ],
)
def test_a_small_stack_is_enough(call: str) -> None:
    code = f"""
x = np.linspace(-80, 80, 30_000)
threading.stack_size(128 * 1024)
thread = threading.Thread(target=lambda: {call})
thread.start()
thread.join()
"""
    run(code)


def test_objects_that_were_never_initialised_are_refused() -> None:
    code = """
from geodist import _geodist_core
calls = 0
for kind in (
    gd.Point, gd.Point3D, gd.BoundingBox, gd.Ellipsoid,
    _geodist_core.PointIndex, _geodist_core.ShapeIndex,
):
    empty = kind.__new__(kind)
    uses = [lambda name=name: getattr(empty, name) for name, value in vars(kind).items()
            if type(value) is property]
    uses.append(lambda: empty.__reduce__())
    if kind.__module__ == "geodist":
        uses += [lambda: repr(empty), lambda: hash(empty), lambda: list(empty), lambda: empty == empty]
    here = gd.Point(1, 2)
    uses += {
        gd.Point: [
            lambda: here.distance(empty),
            lambda: empty.distance(here),
            lambda: empty in gd.BoundingBox(0, 0, 1, 1),
            lambda: gd.hausdorff([empty], [here]),
        ],
        gd.BoundingBox: [lambda: gd.hausdorff([here], [here], bbox=empty)],
        gd.Ellipsoid: [
            lambda: gd.distance(0, 0, 1, 1, ellipsoid=empty),
            lambda: here.distance(here, ellipsoid=empty),
        ],
        _geodist_core.PointIndex: [lambda: empty.to_bytes(), lambda: empty.coordinates()],
        _geodist_core.ShapeIndex: [lambda: empty.to_bytes(), lambda: empty.columns()],
    }.get(kind, [])
    for use in uses:
        try:
            use()
        except TypeError as error:
            assert str(error) == kind.__name__ + ".__init__() was never called", error
            calls += 1
        else:
            raise AssertionError(kind)
print(calls)
"""
    assert int(run(code)) > 50


def test_none_has_no_properties_of_a_point() -> None:
    code = """
from geodist import _geodist_core
calls = 0
for kind in (
    gd.Point, gd.Point3D, gd.BoundingBox, gd.Ellipsoid,
    _geodist_core.PointIndex, _geodist_core.ShapeIndex,
):
    for name, member in vars(kind).items():
        if isinstance(member, property):
            try:
                member.fget(None)
            except TypeError:
                calls += 1
print(calls)
"""
    assert int(run(code)) > 10


def test_another_interpreter_is_refused() -> None:
    code = f"""
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
interpreters.run_string(interpreters.create(), '''
import importlib.util
spec = importlib.util.spec_from_file_location(
    "geodist._geodist_core", {_geodist_core.__file__!r}
)
try:
    importlib.util.module_from_spec(spec)
except ImportError:
    print("refused", flush=True)
''')
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "refused\n"), done.stderr
