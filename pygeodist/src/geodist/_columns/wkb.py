"""Points in well-known binary, ISO's or the extended form, of either byte order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist._columns.crs import datum_of_srids
from geodist._columns.datums import DEFAULT
from geodist._errors import InvalidGeometryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist._columns.datums import ReadPoints

_WKB_TYPES = (
    *("Geometry", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString"),
    *("MultiPolygon", "GeometryCollection"),
)


def wkb_columns(
    data: NDArray[np.uint8],
    begin: NDArray[np.int64],
    sizes: NDArray[np.int64],
    valid: NDArray[np.bool_] | None,
) -> ReadPoints:
    """Read the points that begin at these bytes; those without bytes are missing.

    The datum is that of their SRID.
    """
    lat, lon, heights = (np.full(sizes.size, np.nan) for _ in range(3))
    present = np.flatnonzero(sizes > 0 if valid is None else valid & (sizes > 0))
    if present.size == 0:
        return lat, lon, None, DEFAULT
    at = begin[present].astype(np.intp)
    end = at + sizes[present]
    _require_wkb((sizes[present] >= 5) & (end <= data.size), present, "is cut off")
    little, types, has_z, srids, at = read_wkb_headers(data, at)
    not_point = np.flatnonzero(types != 1)
    if not_point.size:
        name = wkb_name(int(types[not_point[0]]))
        _require_wkb(types == 1, present, f"is a {name}, not a Point")
    datum = datum_of_srids(srids)
    _require_wkb(end - at >= np.where(has_z, 24, 16), present, "is cut off")
    xy = _gather(data, at, little, np.float64, 2)
    lon[present], lat[present] = xy[:, 0], xy[:, 1]
    empty = np.isnan(xy).all(axis=1)
    if not has_z[~empty].any():
        return lat, lon, None, datum
    _require_wkb(has_z | empty, present, "has no altitude, but others have")
    z = np.flatnonzero(has_z)
    heights[present[z]] = _gather(data, at[z] + 16, little[z], np.float64, 1)[:, 0]
    return lat, lon, heights, datum


class WkbHeaders(NamedTuple):
    """What comes before the coordinates in geometries of well-known binary.

    Parameters
    ----------
    little
        Whether their bytes are in that order.
    types
        The number of each type; 1 is a point.
    has_z
        Whether they have heights.
    srids
        The SRID of each; 0 where there is none.
    begin
        Where the coordinates are.
    """

    little: NDArray[np.bool_]
    types: NDArray[np.integer[Any]]
    has_z: NDArray[np.bool_]
    srids: NDArray[np.integer[Any]]
    begin: NDArray[np.intp]


def read_wkb_headers(data: NDArray[np.uint8], begin: NDArray[np.intp]) -> WkbHeaders:
    """Read the headers of the geometries that begin there, each of 5 bytes at least."""
    little = data[begin] == 1
    code = _gather(data, begin + 1, little, np.uint32, 1)[:, 0]
    kind = code & 0xFFFF
    has_z = (code & 0x80000000 != 0) | (kind // 1000 == 1) | (kind // 1000 == 3)
    # The extended form may have an SRID.
    extended = code & 0x20000000 != 0
    srids = np.zeros(begin.size, np.int32)
    # Where the bytes end before it, what reads the coordinates says so.
    there = np.flatnonzero(extended & (begin + 9 <= data.size))
    srids[there] = _gather(data, begin[there] + 5, little[there], np.int32, 1)[:, 0]
    return WkbHeaders(little, kind % 1000, has_z, srids, begin + np.where(extended, 9, 5))


def wkb_name(number: int) -> str:
    """Name a type of geometry."""
    return _WKB_TYPES[number] if number < len(_WKB_TYPES) else f"geometry of type {number}"


def _require_wkb(good: NDArray[np.bool_], rows: NDArray[np.intp], problem: str) -> None:
    bad = np.flatnonzero(~good)
    if bad.size:
        row = int(rows[bad[0]])
        raise InvalidGeometryError(f"geometry {row} {problem}", index=row)


def _gather(
    data: NDArray[np.uint8],
    begin: NDArray[np.intp],
    little: NDArray[np.bool_],
    dtype: type[np.generic],
    count: int,
) -> NDArray[Any]:
    """Read that many numbers from each of these places."""
    kind = np.dtype(dtype)
    raw = data[begin[:, np.newaxis] + np.arange(count * kind.itemsize)]
    values = raw.view(kind.newbyteorder("<"))
    if not little.all():
        values = np.where(little[:, np.newaxis], values, raw.view(kind.newbyteorder(">")))
    numbers: NDArray[Any] = values.astype(kind, copy=False)
    return numbers
