"""What functions of matrices take: one or two sets of points, and an array to write to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from geodist import _geodist_core
from geodist._columns.coordinates import check_labels, real_column
from geodist._columns.datums import shared_ellipsoid
from geodist._columns.numbers import holds_points
from geodist._types.point_arguments import given_datum, refuse_altitudes
from geodist._types.points import find_points

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import DTypeLike, NDArray

    from geodist._columns.datums import Datum
    from geodist._typing import EllipsoidLike, FloatArray

    Float32: TypeAlias = type[np.float32] | np.dtype[np.float32] | Literal["float32", "f4"]
    Matrix: TypeAlias = NDArray[np.float64] | NDArray[np.float32]
    LatLonColumns: TypeAlias = tuple[FloatArray, FloatArray]
    PlacedColumns: TypeAlias = tuple[LatLonColumns, Datum | None]


def two_sets(
    function: str, lat_a: Any, lon_a: Any, lat_b: Any, lon_b: Any, ellipsoid: EllipsoidLike
) -> tuple[LatLonColumns, LatLonColumns, EllipsoidLike]:
    """Take columns, or two sets of points in place of the first two; choose the ellipsoid."""
    if lat_b is None and lon_b is None:
        missing = "lat_b, lon_b" if lon_a is not None else "lon_a, lat_b, lon_b"
        a, datum_a = one_set(function, lat_a, missing)
        b, datum_b = one_set(function, lon_a, missing)
        return a, b, shared_ellipsoid(ellipsoid, a=datum_a, b=datum_b)
    if lon_a is None or lat_b is None or lon_b is None:
        given = {"lon_a": lon_a, "lat_b": lat_b, "lon_b": lon_b}
        missing = ", ".join(name for name, value in given.items() if value is None)
        raise TypeError(f"{function}() is missing {missing}")
    return checked_columns(lat_a, lon_a, "_a"), checked_columns(lat_b, lon_b, "_b"), ellipsoid


def one_set(function: str, value: Any, missing: str) -> PlacedColumns:
    """Take the columns of a set of points, and its datum; `missing` names what is missing."""
    points = find_points(value)
    if points is None and holds_points(value):
        points = value
    if points is None:
        raise TypeError(
            f"{function}() is missing {missing}; instead of columns it takes sets of points, as "
            "Points.from_latlon(array) or Points.from_lonlat(array)"
        )
    if getattr(points, "altitude", None) is not None:
        refuse_altitudes(function, value, "points")
    return checked_columns(points.lat, points.lon, ""), given_datum(points)


def checked_columns(lat: Any, lon: Any, suffix: str) -> LatLonColumns:
    """Check one set of points; the columns are not copied if they are float64 already."""
    names = f"lat{suffix}", f"lon{suffix}"
    check_labels(**{names[0]: lat, names[1]: lon})
    columns = real_column(lat, names[0]), real_column(lon, names[1])
    if columns[0].size != columns[1].size:
        raise ValueError(
            f"{names[0]} and {names[1]} must be of one length, "
            f"got {columns[0].size} and {columns[1].size}"
        )
    return columns


def float_type(dtype: DTypeLike | None) -> np.dtype[Any]:
    kind = np.dtype(np.float64 if dtype is None else dtype)
    if kind not in (np.float64, np.float32):
        raise TypeError(f"dtype must be float64 or float32, got {kind}")
    return kind


def output_array(out: Any, dtype: DTypeLike | None, shape: tuple[int, ...]) -> NDArray[Any]:
    """Check the array to write to, or make it."""
    if out is None:
        return _geodist_core.new_array(shape, float_type(dtype))
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out must be an array, got {type(out).__name__}")
    if out.dtype not in (np.float64, np.float32):
        raise TypeError(f"out must be an array of float64 or float32, got {out.dtype.str}")
    if dtype is not None and out.dtype != float_type(dtype):
        raise TypeError(f"out is of dtype {out.dtype}, not {np.dtype(dtype)}")
    if out.shape != shape:
        raise ValueError(f"out must have shape {shape}, got {out.shape}")
    if not out.flags.writeable:
        raise ValueError("out is read-only")
    return out


def is_plain(out: NDArray[Any]) -> bool:
    """Tell whether the core can write to it: float64, one after the other."""
    return bool(out.dtype == float and out.flags.c_contiguous and out.flags.aligned)


def filled(out: NDArray[Any], fill: Callable[[FloatArray], None]) -> NDArray[Any]:
    """Have the core fill an output of any kind: straight, or by an array of its own."""
    if is_plain(out):
        fill(out)
    else:
        whole = np.empty(out.shape)
        fill(whole)
        out[...] = whole
    return out


def apart(columns: LatLonColumns, out: NDArray[Any]) -> LatLonColumns:
    """Copy the columns that the output would overwrite."""
    lat, lon = (c.copy() if np.may_share_memory(c, out) else c for c in columns)
    return lat, lon
