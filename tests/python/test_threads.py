"""Results do not depend on threads, and many threads of Python may call at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from test_elementwise import points, same_bits

import geodist as gd

if TYPE_CHECKING:
    from collections.abc import Iterator

N = 300_000


@pytest.fixture(autouse=True)
def _default_afterwards() -> Iterator[None]:
    yield
    gd.set_num_threads(0)


def test_set_and_get() -> None:
    gd.set_num_threads(3)
    assert gd.get_num_threads() == 3
    gd.set_num_threads(0)
    assert 1 <= gd.get_num_threads() <= len(os.sched_getaffinity(0))


@pytest.mark.parametrize("bad", [-1, 1025, 10**6])
def test_set_is_checked(bad: int) -> None:
    with pytest.raises(gd.GeodistError):
        gd.set_num_threads(bad)


@pytest.mark.parametrize("bad", [0, -1, 1025, 10**30, -(10**30)])
def test_the_number_of_a_call_is_checked(bad: int) -> None:
    with pytest.raises(ValueError, match=f"between 1 and 1024, got {bad}$"):
        gd.distance([1], 2, 3, 4, threads=bad)
    with pytest.raises(ValueError, match=f"between 1 and 1024, got {bad}$"):
        gd.cdist([1], [2], [3], [4], threads=bad)


def in_a_new_process(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout.strip() + done.stderr.strip().rpartition("\n")[2]


def test_the_environment_says_the_default() -> None:
    code = "import geodist; print(geodist.get_num_threads())"
    assert in_a_new_process(code, GEODIST_NUM_THREADS="7") == "7"
    assert "GEODIST_NUM_THREADS" in in_a_new_process(code, GEODIST_NUM_THREADS="many")


def test_affinity_is_obeyed() -> None:
    code = "import os, geodist; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
    code += "print(geodist.get_num_threads())"
    assert in_a_new_process(code) == "1"


@pytest.mark.parametrize("threads", [1, 2, 3, 16])
def test_the_same_bits_with_any_number(threads: int) -> None:
    args = points(N)
    expected = gd.inverse(*args, threads=1)
    for value, truth in zip(gd.inverse(*args, threads=threads), expected, strict=True):
        assert same_bits(value, truth)
    distance = gd.distance(*args, threads=1)
    gd.set_num_threads(threads)
    assert same_bits(gd.distance(*args), distance)
    assert same_bits(gd.distance(*(x.astype(">f8") for x in args)), distance)


def test_many_callers() -> None:
    args = points(N)
    expected = gd.distance(*args, threads=1)
    with ThreadPoolExecutor(8) as pool:
        for result in pool.map(lambda _: gd.distance(*args), range(24)):
            assert same_bits(result, expected)


def test_callers_with_errors() -> None:
    lat = np.zeros(N)
    lat[N // 2] = 100

    def call(_: int) -> object:
        with pytest.raises(gd.InvalidLatitudeError) as caught:
            gd.distance(lat, 0, 0, 0)
        return caught.value.index

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(call, range(16))) == {N // 2}


def test_the_interpreter_is_free_meanwhile() -> None:
    args = points(2_000_000)
    done = threading.Event()

    def work() -> None:
        gd.inverse_full(*args, threads=1)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    turns = 0
    while not done.wait(0.001):
        turns += 1
    thread.join()
    assert turns > 5


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_fork_does_not_hang() -> None:
    lat = np.linspace(-90, 90, N)
    expected = gd.distance(lat, 0, 10, 20, threads=2)
    child = os.fork()
    if child == 0:
        same = same_bits(gd.distance(lat, 0, 10, 20, threads=2), expected)
        os._exit(0 if same else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert same_bits(gd.distance(lat, 0, 10, 20, threads=2), expected)


@pytest.mark.parametrize("threads", [-1, 1025, 2**31, 2**63, -(2**70)])
def test_set_num_threads_says_what_it_takes(threads: int) -> None:
    with pytest.raises(gd.GeodistError, match=f"must be from 0 to 1024, got {threads}"):
        gd.set_num_threads(threads)
