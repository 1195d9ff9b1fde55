"""What fills an argument of a command: a column, parts of an angle, whole points, or a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from geodist._columns.slots import Slot, Split, Whole, columns_of
from geodist.cli.blocks import shown
from geodist.cli.errors import TableError
from geodist.cli.numbers import (
    NEEDS_ORDER,
    explain_point,
    explain_split,
    parse_points,
    parse_split,
)
from geodist.cli.quotes import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.blocks import Block, FloatArray
    from geodist.cli.roles import Kind


def read_slot(block: Block, slot: Slot, kind: Kind, order: str = "") -> FloatArray:
    """Read the numbers of an argument from the rows of a block, NaN where there is none.

    Raises
    ------
    TableError
        Points need an order, and none is given.
    """
    if isinstance(slot, int):
        return block.numbers(slot, kind)
    decimal = block.source.format.decimal
    if isinstance(slot, Split):
        columns = [block.texts(column) for column in slot.columns]
        return parse_split(columns, kind, decimal, has_hemisphere=slot.has_hemisphere)
    texts = block.texts(slot.column)
    lat, lon, status = parse_points(texts, order, decimal)
    unknown = np.flatnonzero(status == NEEDS_ORDER)
    if len(unknown):
        row = int(unknown[0])
        why = explain_point(_cell(texts.cast(pa.binary()), row), order, decimal)
        raise TableError(f"{block.place(row, slot.column)}: {why}")
    return lat if kind.axis == "lat" else lon


class Explainer:
    """Says what is wrong with cells of a block.

    Parameters
    ----------
    block
        The rows.
    order
        Of two coordinates in one cell.
    """

    def __init__(self, block: Block, order: str) -> None:
        self._block = block
        self._order = order
        self._texts: dict[int, Any] = {}

    def explain(self, row: int, slot: Slot, kind: Kind, value: float, other: float | None) -> str:
        """Say what is wrong with the cells of an argument, whose value is ``value``."""
        block = self._block
        if isinstance(slot, int):
            return block.problem(row, slot, kind, other)
        cells = [self._cell(row, column) for column in columns_of(slot)]
        decimal = block.source.format.decimal
        if isinstance(slot, Split):
            reason = explain_split(cells, kind, decimal, has_hemisphere=slot.has_hemisphere)
        else:
            reason = explain_point(cells[0], self._order, decimal)
        return reason or f"{', '.join(map(quote, cells))} {kind.refusal(value, other)}"

    def _cell(self, row: int, column: int) -> str:
        if column not in self._texts:
            self._texts[column] = self._block.texts(column).cast(pa.binary())
        return _cell(self._texts[column], row)


def slot_place(block: Block, row: int, slot: Slot) -> str:
    """Say where the cells of an argument are."""
    if isinstance(slot, Split):
        return f"{block.place(row)}, {slot_columns(block.source.header, slot)}"
    return block.place(row, slot if isinstance(slot, int) else slot.column)


def slot_columns(header: Sequence[str], slot: Slot) -> str:
    """Name the columns of an argument."""
    names = ", ".join(repr(header[column]) for column in columns_of(slot))
    return f"{'columns' if isinstance(slot, Split) else 'column'} {names}"


def describe_slot(header: Sequence[str], slot: Slot | float) -> str:
    """Name what an argument is read from: "'lat'", "'deg' 'min'", "51.47"."""
    if isinstance(slot, float):
        return f"{slot:.15g}"
    return " ".join(repr(header[column]) for column in columns_of(slot))


def is_whole(choice: Sequence[Slot | float]) -> bool:
    """Tell whether both coordinates of a point are in one column."""
    return len(set(choice)) == 1 and isinstance(choice[0], int | Whole)


def _cell(texts: Any, row: int) -> str:
    return shown(texts[row].as_py() or b"")
