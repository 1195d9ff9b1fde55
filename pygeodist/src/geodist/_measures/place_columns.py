"""Columns of places on shapes: those that the core fills, and those that follow from the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist import _geodist_core
from geodist._columns.layouts import LINES
from geodist._types.witnesses import Location

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist._types.shape_arguments import ShapeSide


class PlaceColumns(NamedTuple):
    """The columns of a `Location`; None for those that the core does not fill.

    Parameters
    ----------
    row, part, ring, edge
        Numbers.
    fraction, lat, lon
        The place.
    """

    row: NDArray[np.int64] | None = None
    part: NDArray[np.int64] | None = None
    ring: NDArray[np.int64] | None = None
    edge: NDArray[np.int64] | None = None
    fraction: NDArray[np.float64] | None = None
    lat: NDArray[np.float64] | None = None
    lon: NDArray[np.float64] | None = None


def new_column(size: int, kind: type = float) -> NDArray[Any]:
    """Make a column for results."""
    return _geodist_core.new_array((size,), np.dtype(kind))


def stored_places(side: ShapeSide, size: int) -> PlaceColumns:
    """Make the columns of places on this side that differ from row to row."""
    if side.are_points:
        return PlaceColumns()
    _, _, rings, _, _, kinds, *_ = side.columns
    is_simple = kinds.max(initial=0) <= LINES[0]
    has_edges = not is_simple or np.diff(rings).max(initial=0) > 2
    part, ring = (None if is_simple else new_column(size, np.int64) for _ in range(2))
    edge = new_column(size, np.int64) if has_edges else None
    return PlaceColumns(None, part, ring, edge, *(new_column(size) for _ in range(3)))


def places(
    side: ShapeSide, stored: PlaceColumns, size: int, missing: NDArray[np.bool_] | None
) -> Location:
    """Give all columns: the row of a pair is known, and so are places on points.

    Rows of the same number have it once in memory.
    """
    columns: dict[str, Any] = {
        name: np.broadcast_to(np.int64(0), (size,)) if column is None else column
        for name, column in stored._asdict().items()
    }
    if side.size == size != 1:
        columns["row"] = np.arange(size)
    if side.are_points:
        at = {"fraction": np.float64(0), "lat": side.columns[0], "lon": side.columns[1]}
        columns |= {name: np.broadcast_to(values, (size,)) for name, values in at.items()}
    if missing is not None:
        for name in ("row", "part", "ring", "edge"):
            columns[name] = np.where(missing, -1, columns[name])
        if side.are_points:
            at = {name: np.where(missing, np.nan, columns[name]) for name in at}
            columns |= at
    return Location(**columns)
