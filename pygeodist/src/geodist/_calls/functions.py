"""The element-wise functions, as the core's table of operations describes them."""

from __future__ import annotations

from typing import NamedTuple

from geodist import _geodist_core


class Function(NamedTuple):
    """What there is to know of a function besides what it computes."""

    parameters: tuple[str, ...]
    """The coordinates that it takes."""
    result_type: str | None
    """The NamedTuple that it gives; None if it gives one number."""
    results: tuple[str, ...]
    """The numbers that it gives."""
    units: tuple[str, ...]
    """Their units, in the words of the CF conventions."""
    topic: str
    """Where the reference lists it."""


FUNCTIONS = {name: Function(*row) for name, row in _geodist_core.functions.items()}
