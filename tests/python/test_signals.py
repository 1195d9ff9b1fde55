"""Ctrl-C stops a long call."""

from __future__ import annotations

import os
import signal
import threading

import numpy as np
import pytest

import geodist as gd


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("dtype", ["f8", "f4"])
def test_control_c(threads: int, dtype: str) -> None:
    # Seconds of work on memory that is not touched before the work comes to it.
    n = 200_000_000
    lat = np.broadcast_to(np.array(10, dtype), n)
    out = np.zeros(n)
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        gd.distance(lat, 20, 30, 40, out=out, threads=threads)
    timer.join()
    assert out[0] == gd.distance(10, 20, 30, 40)
    assert out[-1] == 0


def test_a_handler_that_does_not_raise_changes_nothing() -> None:
    seen = []
    before = signal.signal(signal.SIGALRM, lambda *_: seen.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.005, 0.005)
        lat = np.linspace(-90, 90, 3_000_000)
        result = gd.distance(lat, 0, 10, 20)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert seen
    assert np.array_equal(result, gd.distance(lat, 0, 10, 20))
