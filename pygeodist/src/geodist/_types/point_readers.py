"""Points of other libraries whose standard fixes the order: x is longitude, y is latitude."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._columns.crs import check_geographic
from geodist._columns.names import choose_point_columns
from geodist._columns.numbers import real_array
from geodist._errors import InvalidGeometryError
from geodist._geodist_core import Point, Point3D

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geodist._types.points import Points
    from geodist._typing import FloatArray

    Columns = tuple[FloatArray, FloatArray, FloatArray | None]


_VERTICES = "; for its vertices: Points.from_lonlat(geometry.coords)"
_HINTS = {
    "MultiPoint": "; a MultiPoint is taken alone, not in an array",
    "LineString": _VERTICES,
    "LinearRing": _VERTICES,
}


def shapely_columns(geometries: Any) -> Columns:
    """Take the coordinates of Shapely points, in an array or single."""
    import shapely

    check_geographic(getattr(geometries, "crs", None))
    if isinstance(geometries, shapely.MultiPoint):
        geometries = shapely.get_parts(geometries)
    values = np.atleast_1d(np.asarray(geometries, dtype=object))
    if values.ndim != 1:
        raise InvalidGeometryError(f"points must have one dimension, got shape {values.shape}")
    try:
        kinds = shapely.get_type_id(values)
    except TypeError as error:
        raise TypeError("from_shapely() takes geometries of Shapely and None") from error
    wrong = np.flatnonzero((kinds != 0) & (kinds != -1))
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
    return lat, lon, altitude if has_z.any() else None


def geojson_columns(geojson: Any) -> Columns:
    """Take the coordinates of GeoJSON."""
    if isinstance(geojson, str | bytes | bytearray):
        try:
            geojson = json.loads(geojson)
        except ValueError as error:
            raise InvalidGeometryError(f"the text is not JSON: {error}") from error
    geojson = getattr(geojson, "__geo_interface__", geojson)
    if not hasattr(geojson, "get"):
        raise TypeError(f"GeoJSON is text or a dictionary, got {type(geojson).__name__}")
    check_geographic((geojson.get("crs") or {}).get("properties", {}).get("name"))
    positions = list(_positions(geojson))
    there = [i for i, position in enumerate(positions) if position is not None]
    lengths = {len(positions[i]) for i in there}
    high = bool(lengths) and max(lengths) > 2
    if high and min(lengths) < 3:
        row = next(i for i in there if len(positions[i]) < 3)
        raise InvalidGeometryError(f"point {row} has no altitude, but others have", index=row)
    if lengths and min(lengths) < 2:
        row = next(i for i in there if len(positions[i]) < 2)
        raise InvalidGeometryError(
            f"point {row} must have longitude and latitude, got {positions[row]!r}", index=row
        )
    size = 3 if high else 2
    columns = np.full((size, len(positions)), np.nan)
    if there:
        # Numbers behind the third say nothing in RFC 7946.
        cut = max(lengths) > size or len(lengths) > 1
        rows = [positions[i][:size] if cut else positions[i] for i in there]
        try:
            numbers = np.array(rows)
        except ValueError:
            numbers = np.array(None)
        if numbers.dtype.kind not in "iuf" or numbers.shape != (len(there), size):
            raise InvalidGeometryError("the coordinates of points must be numbers")
        columns[:, there] = numbers.T
    return columns[1], columns[0], columns[2] if high else None


def _positions(geojson: Mapping[str, Any]) -> Iterable[Any]:
    """List the positions of points, None for a missing one."""
    kind = geojson.get("type")
    match kind:
        case "Point":
            return [geojson.get("coordinates") or None]
        case "MultiPoint":
            return geojson.get("coordinates") or []
        case "GeometryCollection":
            return (p for part in geojson.get("geometries") or [] for p in _positions(part))
        case "Feature":
            geometry = geojson.get("geometry")
            return [None] if geometry is None else _positions(geometry)
        case "FeatureCollection":
            return [_only_position(i, f) for i, f in enumerate(geojson.get("features") or [])]
    raise InvalidGeometryError(f"GeoJSON of type {kind!r} does not hold points", value=str(kind))


def _only_position(row: int, feature: Mapping[str, Any]) -> Any:
    geometry = feature.get("geometry")
    if geometry is None:
        return None
    if geometry.get("type") != "Point":
        kind = str(geometry.get("type"))
        raise InvalidGeometryError(f"feature {row} is a {kind}, not a Point", kind, row)
    return geometry.get("coordinates") or None


def pandas_columns(
    frame: Any,
    lat: str | None,
    lon: str | None,
    altitude: str | None = None,
    names: tuple[str, str] = ("lat", "lon"),
) -> tuple[Any, Any, Any]:
    """Take the columns of a table, or the active geometry of one of GeoPandas."""
    named = lat is not None or lon is not None or altitude is not None
    geometry = None if named else getattr(frame, "geometry", None)
    if hasattr(geometry, "geom_type"):
        return shapely_columns(geometry)
    if not (hasattr(frame, "columns") and hasattr(frame, "iloc")):
        got = type(frame).__name__
        if hasattr(frame, "__arrow_c_stream__") or hasattr(frame, "__arrow_c_array__"):
            library = type(frame).__module__.partition(".")[0]
            got = f"{got} of {library}; use from_arrow()"
        raise TypeError(f"from_pandas() takes a DataFrame or GeoSeries, got {got}")
    header = list(frame.columns)
    lats, lons = (frame.iloc[:, i] for i in choose_point_columns(header, lat, lon, names))
    columns = (lats, lons, None if altitude is None else frame[altitude])
    for column in columns:
        if column is not None:
            _check_numbers(column)
    return columns


# Python objects that pandas finds in a column of numbers.
_NUMBERS = {"floating", "integer", "mixed-integer-float", "decimal", "boolean", "empty"}


def _check_numbers(column: Any) -> None:
    """Refuse texts, of which NumPy would make numbers where it can."""
    from pandas.api import types

    numeric = types.is_numeric_dtype(column.dtype) and not types.is_complex_dtype(column.dtype)
    if not numeric and types.infer_dtype(column, skipna=True) not in _NUMBERS:
        real_array(column, repr(column.name))  # names the first that is none
        raise TypeError(f"{column.name!r} must hold real numbers, got dtype {column.dtype}")


def foreign_points(value: Any) -> Points | None:
    """Make points of what says the order of its coordinates; None of anything else."""
    from geodist._types.points import Points

    if isinstance(value, Point | Point3D):
        value = [value]
    if _is_of("pandas", "DataFrame", value) or (
        hasattr(value, "geom_type") and hasattr(value, "crs")
    ):
        return Points.from_pandas(value)
    if hasattr(value, "geom_type"):
        return Points.from_shapely(value)
    if hasattr(value, "__arrow_c_array__") or hasattr(value, "__arrow_c_stream__"):
        return Points.from_arrow(value)
    if hasattr(value, "__geo_interface__") or isinstance(value, dict):
        return Points.from_geojson(value)
    if isinstance(value, list | tuple) and value:
        there = [point for point in value if point is not None]
        for kind, size in ((Point, 2), (Point3D, 3)):
            if there and all(isinstance(point, kind) for point in there):
                gap = (np.nan,) * size
                return Points.from_latlon([gap if p is None else tuple(p) for p in value])
    if isinstance(value, list | tuple | np.ndarray):
        items = np.asarray(value, dtype=object) if isinstance(value, list | tuple) else value
        if (
            items.dtype == object
            and items.ndim == 1
            and any(hasattr(v, "geom_type") for v in items)
        ):
            return Points.from_shapely(items)
    return None


def _is_of(module: str, kind: str, value: Any) -> bool:
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(value, getattr(loaded, kind))
