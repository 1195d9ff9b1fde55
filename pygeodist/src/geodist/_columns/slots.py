"""What a coordinate is read from: a column, parts of an angle, or whole points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Split:
    """Columns that make one coordinate: degrees, minutes, seconds, hemisphere.

    Parameters
    ----------
    columns : tuple of int
        Their positions; each part is optional from the right.
    has_hemisphere : bool
        Whether the last one is known to be the hemisphere.
    """

    columns: tuple[int, ...]
    has_hemisphere: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """A column whose cells hold both coordinates of a point.

    Parameters
    ----------
    column : int
        Its position.
    """

    column: int


# What a coordinate is read from.
Slot: TypeAlias = int | Split | Whole


def columns_of(*slots: Slot | float) -> tuple[int, ...]:
    """Name the positions of columns; a number for all rows has none.

    >>> columns_of(3, Split((4, 5)), 1.5, Whole(3))
    (3, 4, 5, 3)
    """
    found: list[int] = []
    for slot in slots:
        if isinstance(slot, Split):
            found += slot.columns
        elif isinstance(slot, Whole):
            found.append(slot.column)
        elif isinstance(slot, int):
            found.append(slot)
    return tuple(found)
