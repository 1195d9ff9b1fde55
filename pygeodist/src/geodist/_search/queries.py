"""Columns of coordinates as an index takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from geodist._arguments import whole_number
from geodist._columns.coordinates import check_labels
from geodist._columns.numbers import holds_points, is_set_of_points, real_array
from geodist._types.points import as_points

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import SupportsIndex

    from numpy.typing import NDArray

    from geodist._typing import FloatArray

    Columns: TypeAlias = tuple[FloatArray, FloatArray, FloatArray | None]

# Rows of a block of the streaming forms by default: much work beside the cost of a call.
_BLOCK_ROWS = 2**17


def load_columns(lat: Any, lon: Any, altitude: Any) -> Columns:
    """Make float64 arrays of latitudes, longitudes and perhaps altitudes, or of a collection."""
    if lon is None:
        points = lat if holds_points(lat) else as_points(lat)
        if altitude is None:
            altitude = getattr(points, "altitude", None)
        lat, lon = points.lat, points.lon
    elif is_set_of_points(lat):
        raise TypeError(
            f"lat must hold real numbers, got {type(lat).__name__}; give its lat and lon, or it "
            "alone, and what comes after it by name, as k=, radius= or ellipsoid="
        )
    check_labels(lat=lat, lon=lon, altitude=altitude)
    return (
        real_array(lat, "lat"),
        real_array(lon, "lon"),
        None if altitude is None else real_array(altitude, "altitude"),
    )


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


def ranks_of(k: Any) -> tuple[int, NDArray[np.int64] | None]:
    """Give how many neighbours are wanted, and which of them, counted from 0; None is all."""
    if np.ndim(k) == 0:
        count = whole_number(k, "k")
        if count < 1:
            raise ValueError(f"k must be positive, got {count}")
        return count, None
    ranks = np.array([whole_number(rank, "k") for rank in k], dtype=np.int64)
    if ranks.size == 0 or ranks.min() < 1:
        raise ValueError("k must be positive, and not empty")
    return int(ranks.max()), ranks - 1
