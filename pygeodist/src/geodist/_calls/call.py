"""A call of an element-wise function, as all libraries that bring their own arrays see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geodist._calls.functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Call:
    """
    A function for plain arrays, and what is known of its arguments and results.

    Parameters
    ----------
    name : str
        The name of the function.
    function : callable
        The function, which has its ellipsoid and threads.
    """

    name: str
    function: Callable[..., Any]

    def __call__(self, *inputs: Any, out: Any = None, where: Any = True) -> tuple[Any, ...]:
        """Compute plain arrays, one for each field."""
        results = self.function(*inputs, out=out, where=where)
        return results if len(self.fields) > 1 else (results,)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its coordinates."""
        return FUNCTIONS[self.name].parameters

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its results; that of a single one is the function's."""
        several = FUNCTIONS[self.name].result_type is not None
        return FUNCTIONS[self.name].results if several else (self.name,)

    @property
    def units(self) -> tuple[str, ...]:
        """The units of its results."""
        return FUNCTIONS[self.name].units
