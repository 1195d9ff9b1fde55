"""What workers call: they load what a join needs once, and serve many tasks with it."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from typing import Any

from geodist import _geodist_core
from geodist._errors import GeodistError

# What the last few joins need.
_KEPT = 8
_loaded: OrderedDict[str, Any] = OrderedDict()


def active_instructions() -> str:
    """Name the instruction set of this process."""
    return str(_geodist_core.config()["simd"]["active"])


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
