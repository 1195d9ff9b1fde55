"""What a command is: the arguments it needs, what it computes, how its numbers are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist.cli.roles import Kind, Output, Role

if TYPE_CHECKING:
    from geodist.cli.columns import Choice
    from geodist.cli.io.cells import FloatArray, Rows
    from geodist.cli.io.layer import Batch
    from geodist.cli.pipeline import Arguments

# A degree of latitude has some 1e5 m: angles get five digits more than lengths.
ANGLE_DIGITS = 5
# Rows that one step of a command may make.
STEP_ROWS = 1 << 16


class Chunk(NamedTuple):
    """What a command computed.

    Parameters
    ----------
    columns
        The new columns: arrays, in metres and degrees, or columns as they are written.
    rows
        The row of the arguments that each value belongs to, ascending; None for one each.
    point
        Latitude and longitude of the computed points, for formats with geometries.
    """

    columns: Sequence[Any]
    rows: Rows | None = None
    point: tuple[FloatArray, FloatArray] | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """What a command does with each row of a table.

    Parameters
    ----------
    inputs
        Its arguments.
    outputs
        The columns it adds.
    compute
        Takes one array of float64 per input, in metres and degrees, and returns one array per
        output; or yields chunks, where a row gives none or several.
    places
        Whether chunks have points.
    check
        Looks at the header of a table and what was chosen from it, and may refuse it.
    read
        Reads the arguments from a batch, where they are not numbers; None for the usual way.
    """

    inputs: tuple[Role, ...]
    outputs: tuple[Output, ...]
    compute: Callable[..., tuple[Any, ...] | Iterable[Chunk]]
    places: bool = False
    check: Callable[[Sequence[str], Choice], None] = lambda _header, _choice: None
    read: Callable[[Batch, Choice], Arguments] | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How numbers are written, and what happens to rows that cannot be used.

    Parameters
    ----------
    unit
        The name of the unit of lengths, or of areas.
    metres
        What it is in metres, or in square metres.
    precision
        Decimals of lengths and areas; None for the shortest text that reads back as the same number.
    prefix
        Begins the names of the new columns.
    invalid
        "error", "null" or "skip".
    order
        Of two coordinates in one cell: "lat,lon", "lon,lat", or "" where it is not known.
    """

    unit: str = "m"
    metres: float = 1.0
    precision: int | None = None
    prefix: str = ""
    invalid: str = "error"
    order: str = ""

    def decimals(self, kind: Kind) -> int | None:
        """Digits after the point."""
        if self.precision is None:
            return None
        return self.precision if kind.has_unit else self.precision + ANGLE_DIGITS


def in_steps(counts: Rows) -> Iterable[tuple[Rows, Rows]]:
    """Split rows that become several into steps of bounded size.

    Parameters
    ----------
    counts
        How many rows each row becomes.

    Yields
    ------
    rows, positions
        For each new row: the row it comes from, and its number among those of that row.

    Examples
    --------
    >>> import numpy as np
    >>> [(r.tolist(), p.tolist()) for r, p in in_steps(np.array([2, 0, 3]))]
    [([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    for start in range(0, total, STEP_ROWS):
        index = np.arange(start, min(start + STEP_ROWS, total))
        rows = np.searchsorted(ends, index, side="right")
        yield rows, index - (ends - counts)[rows]
