"""Functions for Spark's Python workers: all use one instruction set, and load what they need once."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from geodist import _geodist_core
from geodist._errors import GeodistError

if TYPE_CHECKING:
    from collections.abc import Callable

# A worker serves many tasks; it keeps what the last few joins need.
_KEPT = 8
_loaded: OrderedDict[str, Any] = OrderedDict()


def active_instructions() -> str:
    """Name the instruction set of this process."""
    return str(_geodist_core.config()["simd"]["active"])


def on_workers(function: Callable[..., Any], *state: Any) -> Callable[[Any], Any]:
    """Make a function for workers of one of a module here, and what it needs besides its argument.

    Distances may differ in their last bits from one instruction set to another, so workers are
    given the one of this process. A function defined here is pickled by value: it sets the variable
    before it imports geodist.
    """
    key, payload, instructions = uuid4().hex, pickle.dumps((function, state)), active_instructions()

    def run(*data: Any) -> Any:
        import os

        os.environ.setdefault("GEODIST_ISA", instructions)
        from geodist.spark.workers import call

        return call(key, payload, instructions, *data)

    return run


def call(key: str, payload: bytes, instructions: str, *data: Any) -> Any:
    """Call what `on_workers` packed."""
    mine = active_instructions()
    if mine != instructions:
        raise GeodistError(
            f"this worker uses the instruction set {mine}, the driver {instructions}, so that "
            "distances may differ in their last bits; start both with GEODIST_ISA set to one that "
            "every processor has"
        )
    if key not in _loaded:
        _loaded[key] = pickle.loads(payload)
        while len(_loaded) > _KEPT:
            _loaded.popitem(last=False)
    _loaded.move_to_end(key)
    function, state = _loaded[key]
    return function(*data, *state)
