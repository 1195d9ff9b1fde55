"""The C and C++ libraries, as functions on columns (geographiclib.cpp, proj.cpp)."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.inputs import Array

ROOT = Path(__file__).resolve().parents[1]


def folder() -> Path:
    """Where Meson built them."""
    return Path(os.environ.get("GEODIST_BENCH_NATIVE", ROOT / "build" / "dev" / "benchmarks"))


def load(library: str) -> ctypes.CDLL:
    """Raise ImportError where it was not built."""
    path = folder() / f"bench_{library}.so"
    if not path.exists():
        raise ImportError(f"{path} was not built")
    return ctypes.CDLL(str(path))


def version(library: str) -> str:
    function = load(library).version
    function.restype = ctypes.c_char_p
    text: bytes = function()
    return text.decode()


def columns(
    library: str, name: str, inputs: tuple[Array, ...], outputs: int
) -> Callable[[], tuple[Array, ...]]:
    """A call of the library's loop over the inputs, which returns the output columns."""
    function = load(library)[name]
    function.restype = None
    inputs = tuple(np.ascontiguousarray(x, dtype=np.float64) for x in inputs)
    size = inputs[0].size
    pointers = [ctypes.c_void_p(x.ctypes.data) for x in inputs]

    def run() -> tuple[Array, ...]:
        assert inputs  # keeps the arrays behind the pointers alive
        results = tuple(np.empty(size) for _ in range(outputs))
        function(*pointers, *(ctypes.c_void_p(x.ctypes.data) for x in results), size_t(size))
        return results

    return run


size_t = ctypes.c_size_t
