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

    @property
    def points(self) -> int:
        """How many points it takes."""
        return sum(parameter.startswith("lat") for parameter in self.parameters)

    @property
    def heights(self) -> bool:
        """Whether the points have heights."""
        return any(parameter.startswith("h") for parameter in self.parameters)

    @property
    def other_parameters(self) -> tuple[str, ...]:
        """What it takes besides points."""
        return tuple(p for p in self.parameters if not p.startswith(("lat", "lon", "h")))


FUNCTIONS = {name: Function(*row) for name, row in _geodist_core.functions.items()}
