"""Points of Shapely, whose x is the longitude and whose y is the latitude."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._columns.cells import without_missing
from geodist._columns.crs import datum_of, datum_of_srids
from geodist._columns.layouts import COLLECTION
from geodist._errors import InvalidGeometryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist._columns.datums import ReadPoints

_VERTICES = "; for its vertices: Points.from_lonlat(geometry.coords)"
_HINTS = {
    "MultiPoint": "; a MultiPoint is taken alone, not in an array",
    "LineString": _VERTICES,
    "LinearRing": _VERTICES,
}


def shapely_columns(geometries: Any) -> ReadPoints:
    """Take the coordinates of Shapely points, in an array or single, and their datum.

    It is that of the CRS of a GeoSeries, else of the SRID of the points.
    """
    import shapely

    crs = getattr(geometries, "crs", None)
    datum = None if crs is None else datum_of(crs)
    srid = shapely.get_srid(geometries) if isinstance(geometries, shapely.MultiPoint) else 0
    if isinstance(geometries, shapely.MultiPoint):
        geometries = shapely.get_parts(geometries)
    values = np.atleast_1d(np.asarray(geometries, dtype=object))
    if values.ndim != 1:
        raise InvalidGeometryError(f"points must have one dimension, got shape {values.shape}")
    values, kinds = checked_geometries(values)
    nothing = (kinds == COLLECTION) & shapely.is_empty(values)
    wrong = np.flatnonzero((kinds != 0) & (kinds != -1) & ~nothing)
    if wrong.size:
        row = int(wrong[0])
        kind = values[row].geom_type
        hint = _HINTS.get(kind, "")
        raise InvalidGeometryError(
            f"geometry {row} is a {kind}, not a Point{hint}", value=kind, index=row
        )
    there = np.flatnonzero((kinds == 0) & ~shapely.is_empty(values))
    has_z = shapely.has_z(values[there])
    if has_z.any() and not has_z.all():
        row = int(there[np.argmin(has_z)])
        raise InvalidGeometryError(f"point {row} has no altitude, but others have", index=row)
    lat, lon, altitude = np.full((3, values.size), np.nan)
    lat[there], lon[there] = shapely.get_y(values[there]), shapely.get_x(values[there])
    altitude[there] = shapely.get_z(values[there])
    if datum is None:
        datum = datum_of_srids(shapely.get_srid(values[there]) if not srid else np.array([srid]))
    return lat, lon, altitude if has_z.any() else None, datum


def checked_geometries(
    values: NDArray[np.object_],
) -> tuple[NDArray[np.object_], NDArray[np.integer[Any]]]:
    """Give geometries, None for what is missing in other words, and Shapely's numbers of kinds.

    What is neither is refused by its row.
    """
    import shapely

    with suppress(TypeError):
        return values, shapely.get_type_id(values)
    values = without_missing(values)
    try:
        return values, shapely.get_type_id(values)
    except TypeError as error:
        row, value = next(
            (row, value)
            for row, value in enumerate(values)
            if value is not None and not hasattr(value, "geom_type")
        )
        what = type(value).__name__
        raise TypeError(
            f"from_shapely() takes geometries of Shapely and None, got {what} (index {row})"
        ) from error
