"""What all queries of an index have in common: the query points, and blocks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._arguments import whole_number
from geodist._search.saved import SavedIndex
from geodist._types.point_arguments import load_points

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import SupportsIndex

    from geodist import _geodist_core
    from geodist._typing import Columns, FloatArray

# Rows of a block of the streaming forms by default: much work beside the cost of a call.
_BLOCK_ROWS = 2**17


class Queries(SavedIndex):
    """An index of points, as its queries see it."""

    __slots__ = ()

    _core: _geodist_core.PointIndex

    def _points(self, lat: Any, lon: Any, altitude: Any) -> tuple[Columns, tuple[int, ...]]:
        """Give the query points as columns, and their shape."""
        columns, datum = load_points(lat, lon, altitude)
        self._check_datum(datum)
        return broadcast(columns)

    def _first_row(self, exclude_self: bool, size: int) -> int | None:
        """Say which row of the index the first query point is."""
        if exclude_self and size != self._core.size:
            raise ValueError(
                f"exclude_self asks for the indexed points themselves: {self._core.size} rows, "
                f"got {size}"
            )
        return 0 if exclude_self else None


def flat(lat: FloatArray, lon: FloatArray, altitude: FloatArray | None) -> Columns:
    """Make contiguous columns."""
    return (
        np.ascontiguousarray(lat).reshape(-1),
        np.ascontiguousarray(lon).reshape(-1),
        None if altitude is None else np.ascontiguousarray(altitude).reshape(-1),
    )


def broadcast(columns: Columns) -> tuple[Columns, tuple[int, ...]]:
    """Broadcast against each other; also give the shape before they were made flat."""
    lat, lon, altitude = columns
    try:
        shape = np.broadcast_shapes(*(c.shape for c in columns if c is not None))
    except ValueError:
        names = zip(("lat", "lon", "altitude"), columns, strict=True)
        shapes = ", ".join(f"{name} {c.shape}" for name, c in names if c is not None)
        raise ValueError(f"shapes do not broadcast: {shapes}") from None
    whole = flat(
        np.broadcast_to(lat, shape),
        np.broadcast_to(lon, shape),
        None if altitude is None else np.broadcast_to(altitude, shape),
    )
    return whole, shape


def blocks_of(columns: Columns, rows: SupportsIndex | None) -> Iterator[tuple[slice, Columns]]:
    """Cut columns into blocks of rows."""
    height = _BLOCK_ROWS if rows is None else whole_number(rows, "rows")
    if height < 1:
        raise ValueError(f"rows must be positive, got {height}")

    def blocks() -> Iterator[tuple[slice, Columns]]:
        lat, lon, altitude = columns
        for start in range(0, lat.size, height):
            which = slice(start, min(start + height, lat.size))
            yield which, (lat[which], lon[which], None if altitude is None else altitude[which])

    return blocks()
