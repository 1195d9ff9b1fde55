"""Large results are arrays as any other, of memory that is used again and stays bounded."""

from __future__ import annotations

import ctypes
import os
import pickle
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy._core.multiarray import get_handler_name  # type: ignore[attr-defined]

import geodist as gd
from geodist import _geodist_core

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="NumPy's memory elsewhere")
ROWS = 50_000
RNG = np.random.default_rng(7)
PAIRS = tuple(RNG.uniform(-90, 90, (4, ROWS)))
INDEX = gd.PointIndex(*PAIRS[:2])

CALLS: dict[str, Callable[[], NDArray[Any]]] = {
    "distance": lambda: gd.distance(*PAIRS),
    "inverse": lambda: gd.inverse(*PAIRS).azi2,
    "direct": lambda: gd.direct(*PAIRS).lon2,
    "broadcast": lambda: gd.distance(PAIRS[0][:200, None], 0, PAIRS[2][:200], 1),
    "float32": lambda: gd.distance(PAIRS[0].astype(np.float32), *PAIRS[1:]),
    "where": lambda: gd.distance(*PAIRS, where=PAIRS[0] > 0),
    "cdist": lambda: gd.cdist(*(x[:200] for x in PAIRS)),
    "pdist": lambda: gd.pdist(PAIRS[0][:300], PAIRS[1][:300]),
    "cdist_blocks": lambda: next(gd.cdist_blocks(*(x[:200] for x in PAIRS)))[1],
    "query": lambda: INDEX.query(*PAIRS[2:], k=2).distances,
    "query, indices": lambda: INDEX.query(*PAIRS[2:], k=2).indices,
    "count": lambda: INDEX.query_radius(*PAIRS[2:], 1000, count_only=True),
}

PROGRAM = """
import os, resource, sys
import numpy as np, geodist as gd

MiB = 2**20
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def pairs(n):
    rng = np.random.default_rng(0)
    return tuple(rng.uniform(-90, 90, (4, n)))
"""


def run(code: str) -> list[int]:
    """Run code in a new process; return the numbers that it prints."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + code],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"GEODIST_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    return [int(x) for x in done.stdout.split()]


@pytest.mark.parametrize("call", CALLS)
def test_a_result_owns_its_memory(call: str) -> None:
    first = CALLS[call]()
    assert first.nbytes >= 2**17
    expected = first.copy()
    for _ in range(3):
        np.testing.assert_array_equal(CALLS[call](), expected)  # in memory used before
    np.testing.assert_array_equal(first, expected)
    if call.startswith("query"):
        return  # views of what owns it
    assert first.flags.owndata
    assert first.flags.writeable
    assert first.flags.c_contiguous
    assert first.base is None
    assert get_handler_name(first) == (
        "geodist" if sys.platform == "linux" else "default_allocator"
    )


def test_what_has_no_handler_of_its_own() -> None:
    small = gd.distance(*(x[:1000] for x in PAIRS))
    assert get_handler_name(small) == "default_allocator"
    gd.distance(*PAIRS)
    assert get_handler_name() == "default_allocator"
    with pytest.raises(gd.InvalidLatitudeError):
        gd.distance(PAIRS[0] + 90, *PAIRS[1:])
    with pytest.raises(ValueError, match="shape"):
        gd.distance(PAIRS[0][1:], *PAIRS[1:])
    assert get_handler_name() == "default_allocator"


def test_no_rows_and_few_bytes() -> None:
    for shape in ((0, 5), (3,), ()):
        made = _geodist_core.new_array(shape, np.dtype(np.int64))
        assert made.shape == shape
        assert made.dtype == np.int64


@pytest.mark.parametrize("rows", [ROWS // 2, 3 * ROWS, 10, 0])
def test_resize(rows: int) -> None:
    result = gd.distance(*PAIRS)
    expected = result.copy()
    expected.resize(rows)
    result.resize(rows, refcheck=False)
    np.testing.assert_array_equal(result, expected)
    assert result.flags.owndata


def test_pickle_and_copy() -> None:
    line = gd.inverse(*PAIRS)
    again = pickle.loads(pickle.dumps(line))
    for one, other in zip(line, again, strict=True):
        np.testing.assert_array_equal(one, other)
    assert get_handler_name(line.distance.copy()) == "default_allocator"


def test_tracemalloc_sees_results() -> None:
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        line = gd.inverse(*PAIRS)
        held = tracemalloc.get_traced_memory()[0] - before
        del line
        after = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert 3 * 8 * ROWS <= held < 3 * 8 * ROWS + 2**16
    assert after < 2**16


@linux
def test_the_callers_memory_handler_stays() -> None:
    api = ctypes.pythonapi
    api.PyCapsule_GetPointer.restype = ctypes.c_void_p
    api.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    api.PyCapsule_New.restype = ctypes.py_object
    api.PyCapsule_New.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    table = ctypes.cast(
        api.PyCapsule_GetPointer(np._core._multiarray_umath._ARRAY_API, None),  # type: ignore[attr-defined]
        ctypes.POINTER(ctypes.c_void_p),
    )
    prototype = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object)
    set_handler = prototype(table[304])  # PyDataMem_SetHandler, by NumPy's stable ABI
    get_handler = ctypes.PYFUNCTYPE(ctypes.py_object)(table[305])
    default = get_handler()
    # Another capsule, of the same functions.
    own = api.PyCapsule_New(api.PyCapsule_GetPointer(default, b"mem_handler"), b"mem_handler", None)
    set_handler(own)
    try:
        assert get_handler_name(gd.distance(*PAIRS)) == "default_allocator"
        assert get_handler() is own
    finally:
        set_handler(default)
    assert get_handler_name(gd.distance(*PAIRS)) == "geodist"


def test_many_threads_at_once() -> None:
    expected = gd.inverse(*PAIRS)

    def check(seed: int) -> bool:
        rng = np.random.default_rng(seed)
        kept = []
        for _ in range(30):
            n = int(rng.integers(ROWS // 3, ROWS))
            line = gd.inverse(*(x[:n] for x in PAIRS), threads=1)
            kept.append(line[int(rng.integers(3))] if n % 2 else line.azi1)
            which = 1 if n % 2 == 0 else next(i for i in range(3) if line[i] is kept[-1])
            if not np.array_equal(kept[-1], expected[which][:n]):
                return False
            if len(kept) > 5:
                kept.pop(0)
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(check, range(8)))


@linux
def test_the_child_of_a_fork_has_its_own() -> None:
    code = """
a = pairs(100_000)
expected = gd.inverse(*a)
kept = gd.inverse(*a).distance
child = os.fork()
same = True
for _ in range(5):
    line = gd.inverse(*a)
    same = same and all(map(np.array_equal, line, expected))
    line.azi1[:] = -1
    line.distance[:] = os.getpid()
same = same and np.array_equal(kept, expected.distance)
if child == 0:
    os._exit(0 if same else 1)
print(int(same), os.waitpid(child, 0)[1])
"""
    assert run(code) == [1, 0]


@linux
@pytest.mark.parametrize("rows", [20_000, 200_000, 1_000_000])
def test_memory_is_used_again(rows: int) -> None:
    code = f"""
a = pairs({rows})
for _ in range(3):
    line = gd.inverse(*a)
before = faults()
for _ in range(10):
    line = gd.inverse(*a)
print(faults() - before)
"""
    [count] = run(code)
    assert count < 100  # fresh memory takes one for each 4 KiB or 2 MiB: 30 arrays, 1200 at least


@linux
def test_kept_results_keep_no_more_than_their_own() -> None:
    code = """
a = pairs(200_000)
gd.inverse(*a)
before = resident()
kept = [gd.inverse(*a).distance for _ in range(100)]
print(resident() - before, sum(x.nbytes for x in kept))
"""
    grown, own = run(code)
    assert grown < own + 72 * 2**20  # 64 MiB are kept for other results, not 320


@linux
def test_a_shorter_result_keeps_nothing_of_a_longer_one() -> None:
    code = """
a = pairs(1_000_000)
b = tuple(x[:820_000] for x in a)
gd.distance(*a)
before = resident()
kept = []
for _ in range(30):
    gd.distance(*a)
    kept.append(gd.distance(*b))
print(resident() - before, sum(x.nbytes for x in kept))
"""
    grown, own = run(code)
    assert grown < own + 16 * 2**20  # the longer ones had 43 MB more


@linux
@pytest.mark.parametrize("rows", [20_000, 200_000, 1_000_000, 4_000_000])
def test_what_dead_results_leave_is_bounded(rows: int) -> None:
    code = f"""
a = pairs({rows})
gd.distance(*a)
before = resident()
kept = [gd.distance(*a) for _ in range(max(10, 30_000_000 // {rows}))]
most = resident() - before
del kept
print(most, resident() - before)
"""
    most, left = run(code)
    assert most > 160 * 2**20
    assert left <= 64 * 2**20 + 8 * 2**20  # the bound, and what Python itself took meanwhile
