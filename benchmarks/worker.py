"""One workload in a process of its own: `python -m benchmarks.worker inverse_uniform`.

Prints what it measured as JSON.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib
import json
import os
import pkgutil
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, NamedTuple

import numpy as np

from benchmarks.companion import Companion

ROUND = 1e8  # nanoseconds that one measurement lasts: the first call finds its data out of cache


class Contestant(NamedTuple):
    """A competitor made ready: what so many of its calls cost, and how many pairs a call computes."""

    name: str
    version: str
    cost: Callable[[int], float]
    pairs: int
    error: float | None


def interleave(contestants: list[Contestant], seconds: float) -> dict[str, list[float]]:
    """What a pair costs each, measured in turns (A B C A B C ...) so that all see the same machine."""
    calls = {}
    turn = 0.0
    for contestant in contestants:
        once = max(contestant.cost(1), 1.0)
        calls[contestant.name] = max(1, round(min(ROUND, seconds * 1e9) / once))
        turn += once * calls[contestant.name]
    found: dict[str, list[float]] = {contestant.name: [] for contestant in contestants}
    for _ in range(max(3, min(101, round(seconds * 1e9 / turn)))):
        for contestant in contestants:
            n = calls[contestant.name]
            found[contestant.name].append(contestant.cost(n) / n / contestant.pairs)
    return found


def contestant(name: str, file: str, inputs: tuple[Any, ...]) -> Contestant:
    """Raise ImportError where the competitor is not installed."""
    workload = importlib.import_module(f"benchmarks.{name}")
    if getattr(workload, "FRESH", False):
        fresh_memory()
    module = importlib.import_module(f"benchmarks.{name}.{file}")
    mine = cut(inputs, getattr(module, "LIMIT", None), matrix(workload) or indexed(workload))
    pairs = computed(workload, mine)
    run = module.prepare(*mine)
    run()  # also fills caches, starts compilers, touches memory
    error = workload.error(finished(module))
    finite = error if np.isfinite(error) else None
    return Contestant(file, module.VERSION, costs(workload, run), pairs, finite)


def contestants(
    name: str, size: int | None, *, alone: bool = False
) -> tuple[list[Contestant], dict[str, str]]:
    """Those of a workload that are installed, geodist first, and why the others are not there."""
    workload = importlib.import_module(f"benchmarks.{name}")
    inputs = workload.inputs(size or workload.SIZE)
    found: list[Contestant] = []
    absent: dict[str, str] = {}
    files = sorted(module.name for module in pkgutil.iter_modules(workload.__path__))
    for file in ["geodist"] if alone else sorted(files, key=lambda file: file != "geodist"):
        try:
            found.append(contestant(name, file, inputs))
        except ImportError as reason:
            absent[file] = str(reason)
    return found, absent


def computed(workload: Any, inputs: tuple[Any, ...]) -> int:
    """Count what a call computes: numbers of the first column, unless the workload says otherwise."""
    count = getattr(workload, "count", None)
    if count is not None:
        return int(count(*inputs))
    return int(inputs[0].size * (inputs[2].size if matrix(workload) else 1))


def matrix(workload: Any) -> bool:
    return getattr(workload, "MATRIX", False)


def indexed(workload: Any) -> bool:
    """The first two columns are asked for, the others searched."""
    return getattr(workload, "INDEX", False)


def unit(workload: Any) -> str:
    """What a pair costs: nanoseconds, or bytes where the call returns their number."""
    return getattr(workload, "UNIT", "ns")


def clock(workload: Any) -> Callable[[], float]:
    """Other processes do not count, except where the point is to use several cores."""
    return time.process_time if getattr(workload, "CORES", 1) == 1 else time.perf_counter


def fresh_memory() -> None:
    """Let glibc map large results anew, as it does when a process starts.

    Later it depends on what the process has freed; what a call costs would be what came before it.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        threshold = -3  # M_MMAP_THRESHOLD
        mallopt(threshold, 128 * 1024)


def costs(workload: Any, run: Callable[[], Any]) -> Callable[[int], float]:
    now = clock(workload)

    def nanoseconds(calls: int) -> float:
        start = now()
        for _ in range(calls):
            result = run()  # lives until the next one is there, as a variable's value does
        taken = now() - start
        del result
        return taken * 1e9

    return (lambda calls: float(calls * run())) if unit(workload) == "bytes" else nanoseconds


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


def measure(
    name: str, size: int | None, seconds: float, *, alone: bool = False, earlier: str | None = None
) -> dict[str, Any]:
    """Measure geodist, the other libraries if not `alone`, and the geodist of an `earlier` Python."""
    workload = importlib.import_module(f"benchmarks.{name}")
    cores = getattr(workload, "CORES", 1)
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        if len(allowed) < cores:
            return {"workload": name, "absent": {"all": f"needs {cores} processors"}, "found": []}
        os.sched_setaffinity(0, allowed[-cores:])  # a companion's too
    ready, absent = contestants(name, size, alone=alone)
    with ExitStack() as stack:
        if earlier is not None:
            companion = Companion(earlier, name, size)
            stack.callback(companion.close)
            if companion.absent is None:
                ready.insert(1, Contestant("earlier", cost=companion.cost, **companion.facts))
            else:
                absent["earlier"] = companion.absent
        found = interleave(ready, seconds)
    return {
        "workload": name,
        "size": size or workload.SIZE,
        "unit": unit(workload),
        "error_unit": getattr(workload, "ERROR_UNIT", "m"),
        "clock": clock(workload).__name__,
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "found": [
            {
                "competitor": x.name,
                "version": x.version,
                "pairs": x.pairs,
                "error": x.error,
                "median_ns": float(np.median(found[x.name])),
                "ns": [round(t, 4) for t in found[x.name]],
            }
            for x in ready
        ],
        "absent": absent,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workload")
    parser.add_argument("--size", type=int, help="pairs, or the side of the matrix")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--alone", action="store_true", help="without other libraries")
    parser.add_argument("--earlier", help="a Python that has another build of geodist")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    found = measure(
        options.workload,
        options.size,
        options.seconds,
        alone=options.alone,
        earlier=options.earlier,
    )
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
