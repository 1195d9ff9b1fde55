"""The element-wise functions, as the core's table of operations describes them, and their calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from geodist import _geodist_core
from geodist._columns.numbers import real_array_where

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Function(NamedTuple):
    """What there is to know of a function besides what it computes."""

    name: str
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

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its results; that of a single one is the function's."""
        return (self.name,) if self.result_type is None else self.results


class Call(NamedTuple):
    """A call of a function, as all libraries that bring their own arrays see it."""

    about: Function
    function: Callable[..., Any]
    """The function for plain arrays, which has its ellipsoid and threads."""

    def __call__(self, *inputs: Any, out: Any = None, where: Any = True) -> tuple[Any, ...]:
        """Compute plain arrays, one for each field."""
        results = self.function(*inputs, out=out, where=where)
        return (results,) if self.about.result_type is None else results


def numbers_of(
    call: Call, inputs: Sequence[Any], where: Any, are_columns: Callable[[Any], bool]
) -> list[Any]:
    """Make arrays of the columns among the inputs; NaN stands for what is missing."""
    return [
        real_array_where(value, name, where) if are_columns(value) else value
        for value, name in zip(inputs, call.about.parameters, strict=True)
    ]


FUNCTIONS = {name: Function(name, *row) for name, row in _geodist_core.functions.items()}
