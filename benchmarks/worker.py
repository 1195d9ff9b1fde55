"""One workload in a process of its own: `python -m benchmarks.worker inverse_uniform`.

Prints what it measured as JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

ROUND = 0.1  # seconds that one measurement lasts: the first call finds its data out of cache


class Contestant(NamedTuple):
    """A competitor made ready: so many pairs are computed by a call of `run`."""

    name: str
    version: str
    run: Callable[[], Any]
    pairs: int
    error: float


def interleave(
    contestants: list[Contestant], seconds: float, clock: Callable[[], float]
) -> dict[str, list[float]]:
    """Nanoseconds a pair of each, measured in turns (A B C A B C ...) so that all see the same
    machine.
    """
    calls = {}
    turn = 0.0
    for contestant in contestants:
        start = clock()
        contestant.run()
        once = max(clock() - start, 1e-9)
        calls[contestant.name] = max(1, round(min(ROUND, seconds) / once))
        turn += once * calls[contestant.name]
    found: dict[str, list[float]] = {contestant.name: [] for contestant in contestants}
    for _ in range(max(3, min(101, round(seconds / turn)))):
        for contestant in contestants:
            n = calls[contestant.name]
            start = clock()
            for _ in range(n):
                contestant.run()
            found[contestant.name].append((clock() - start) / n / contestant.pairs * 1e9)
    return found


def contestants(name: str, size: int | None) -> tuple[list[Contestant], dict[str, str]]:
    """Those of a workload that are installed, geodist first, and why the others are not there."""
    workload = importlib.import_module(f"benchmarks.{name}")
    inputs = workload.inputs(size or workload.SIZE)
    found: list[Contestant] = []
    absent: dict[str, str] = {}
    files = sorted(module.name for module in pkgutil.iter_modules(workload.__path__))
    for file in sorted(files, key=lambda file: file != "geodist"):
        try:
            module = importlib.import_module(f"benchmarks.{name}.{file}")
        except ImportError as reason:
            absent[file] = str(reason)
            continue
        mine = cut(inputs, getattr(module, "LIMIT", None), matrix(workload) or indexed(workload))
        pairs = mine[0].size * (mine[2].size if matrix(workload) else 1)
        run = module.prepare(*mine)
        run()  # also fills caches, starts compilers, touches memory
        error = workload.error(finished(module))
        found.append(Contestant(file, module.VERSION, run, pairs, error))
    return found, absent


def matrix(workload: Any) -> bool:
    return getattr(workload, "MATRIX", False)


def indexed(workload: Any) -> bool:
    """The first two columns are asked for, the others searched."""
    return getattr(workload, "INDEX", False)


def cut(inputs: tuple[Any, ...], limit: int | None, is_matrix: bool) -> tuple[Any, ...]:
    """The first pairs, or the first rows of a matrix, or queries, for those that are slow."""
    if limit is None:
        return inputs
    return tuple(x if is_matrix and k >= 2 else x[:limit].copy() for k, x in enumerate(inputs))


def finished(module: Any) -> Callable[..., Callable[[], Any]]:
    """The competitor's call followed by what is not timed."""
    finish = getattr(module, "finish", None)
    if finish is None:
        prepare: Callable[..., Callable[[], Any]] = module.prepare
        return prepare

    def prepare_and_finish(*inputs: Any) -> Callable[[], Any]:
        run = module.prepare(*inputs)
        return lambda: finish(run())

    return prepare_and_finish


def measure(name: str, size: int | None, seconds: float) -> dict[str, Any]:
    workload = importlib.import_module(f"benchmarks.{name}")
    cores = getattr(workload, "CORES", 1)
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        if len(allowed) < cores:
            return {"workload": name, "absent": {"all": f"needs {cores} processors"}, "found": []}
        os.sched_setaffinity(0, allowed[-cores:])
    ready, absent = contestants(name, size)
    # Other processes do not count, except where the point is to use several cores.
    clock = time.process_time if cores == 1 else time.perf_counter
    times = interleave(ready, seconds, clock)
    found = [
        {
            "competitor": x.name,
            "version": x.version,
            "pairs": x.pairs,
            "error": x.error if np.isfinite(x.error) else None,
            "median_ns": float(np.median(times[x.name])),
            "ns": [round(t, 4) for t in times[x.name]],
        }
        for x in ready
    ]
    return {
        "workload": name,
        "size": size or workload.SIZE,
        "clock": clock.__name__,
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "found": found,
        "absent": absent,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workload")
    parser.add_argument("--size", type=int, help="pairs, or the side of the matrix")
    parser.add_argument("--seconds", type=float, default=5.0)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    json.dump(measure(arguments.workload, arguments.size, arguments.seconds), sys.stdout)


if __name__ == "__main__":
    main()
