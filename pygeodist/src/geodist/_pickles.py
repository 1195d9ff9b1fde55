"""Pickles from before the package had rooms: what they name, where they name it."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_MOVED = {
    "geodist._dispatch": {
        "_call_in_chunk": "geodist._calls.arrays:_call_in_chunk",
        "_call_with_where": "geodist._calls.arrays:_call_with_where",
    },
    "geodist._dispatch_polars": {"_evaluate": "geodist._calls.polars:_evaluate"},
    "geodist._ellipsoids": {"ellipsoids": "geodist:ellipsoids"},
    "geodist._index": {"_restore": "geodist:_restore_index"},
    "geodist._joins": {name: f"geodist:{name}" for name in ("nearest_join", "within_join")},
    "geodist._matrix": {name: f"geodist:{name}" for name in ("cdist", "cdist_blocks", "pdist")},
    "geodist._points": {"_restore": "geodist:_restore_points"},
    "geodist._set_distance": {
        name: f"geodist:{name}" for name in ("center", "chamfer", "diameter", "hausdorff", "medoid")
    },
    "geodist._threads": {
        name: f"geodist:{name}" for name in ("get_num_threads", "set_num_threads")
    },
    "geodist._waypoints": {"waypoints": "geodist:waypoints"},
}


class _Moved(ModuleType):
    """A module that is no more."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)  # find_spec() wants one of what is imported

    def __getattr__(self, name: str) -> Any:
        try:
            module, _, new = _MOVED[self.__name__][name].partition(":")
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None
        # Only now, since it may need a library that is slow to import.
        return getattr(import_module(module), new)


for _name in _MOVED:
    sys.modules[_name] = _Moved(_name)
