"""What fills an argument of a command: a column, parts of an angle, whole points, or a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geodist._columns.slots import Slot, Split, Whole, columns_of
from geodist.cli.errors import TableError
from geodist.cli.parse.numbers import (
    NEEDS_ORDER,
    explain,
    explain_point,
    explain_split,
    parse_points,
    parse_split,
)
from geodist.cli.parse.quotes import quote, show
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.io.cells import FloatArray
    from geodist.cli.io.layer import Batch


def read_slot(batch: Batch, slot: int | Split, kind: Kind) -> FloatArray:
    """Read the numbers of an argument from the rows of a batch, NaN where there is none."""
    if isinstance(slot, int):
        return batch.numbers(slot, Kind.LONGITUDE if kind.axis == "lon" else kind)
    columns = [batch.argument(column) for column in slot.columns]
    decimal = batch.source.format.decimal
    return parse_split(columns, kind, decimal, has_hemisphere=slot.has_hemisphere)


def read_whole(batch: Batch, slot: Whole, order: str) -> dict[str, FloatArray]:
    """Read both coordinates from a column of whole points, by axis; NaN where there is none.

    Raises
    ------
    TableError
        Points need an order, and none is given.
    """
    decimal = batch.source.format.decimal
    lat, lon, status = parse_points(batch.argument(slot.column), order, decimal)
    unknown = np.flatnonzero(status == NEEDS_ORDER)
    if len(unknown):
        row = int(unknown[0])
        why = explain_point(_text(batch, row, slot.column), order, decimal)
        raise TableError(f"{batch.place(row, slot.column)}: {why}")
    return {"lat": lat, "lon": lon}


class Explainer:
    """Says what is wrong with cells of a batch.

    Parameters
    ----------
    batch
        The rows.
    order
        Of two coordinates in one cell.
    """

    def __init__(self, batch: Batch, order: str) -> None:
        self._batch = batch
        self._order = order

    def explain(self, row: int, slot: Slot, kind: Kind, value: float, other: float | None) -> str:
        """Say what is wrong with the cells of an argument, whose value is ``value``."""
        batch = self._batch
        if isinstance(slot, int):
            return self._problem(row, slot, kind, value, other)
        cells = [_text(batch, row, column) for column in columns_of(slot)]
        decimal = batch.source.format.decimal
        if isinstance(slot, Split):
            reason = explain_split(cells, kind, decimal, has_hemisphere=slot.has_hemisphere)
        else:
            reason = explain_point(cells[0], self._order, decimal)
        return reason or f"{', '.join(map(quote, cells))} {kind.refusal(value, other)}"

    def _problem(self, row: int, column: int, kind: Kind, value: float, other: float | None) -> str:
        """Say what is wrong with one cell, which is shown first: "'abc' is not a number"."""
        batch, geometry = self._batch, self._batch.source.schema.geometry
        cell: object = value
        if geometry is None or column != geometry.column:
            cell = batch.cell(row, column)
        elif (problem := batch.geometry_problem(row)) is not None:
            return problem
        if cell is None:
            return "the value is missing (null)"
        if isinstance(cell, str):
            reason = explain(cell, kind, batch.source.format.decimal)
            return reason or f"{quote(cell)} {kind.refusal(value, other)}"
        if np.isnan(value):
            return f"{show(cell)} is not a number"
        return f"{show(cell)} {kind.refusal(value, other)}"


def slot_place(batch: Batch, row: int, slot: Slot) -> str:
    """Say where the cells of an argument are."""
    if isinstance(slot, Split):
        return f"{batch.place(row)}, {slot_columns(batch.source.schema.readable, slot)}"
    return batch.place(row, slot if isinstance(slot, int) else slot.column)


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


def _text(batch: Batch, row: int, column: int) -> str:
    """Return a cell as its text is read."""
    cell = batch.cell(row, column)
    if isinstance(cell, str):
        return cell
    return "" if cell is None else str(cell).replace(".", batch.source.format.decimal)
