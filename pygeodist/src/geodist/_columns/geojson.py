"""Points of GeoJSON, whose positions hold the longitude before the latitude."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._arguments import is_of
from geodist._columns.cells import is_missing
from geodist._columns.crs import datum_of
from geodist._errors import InvalidGeometryError
from geodist._geodist_core import Point, Point3D

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodist._columns.datums import Datum, ReadPoints


def geojson_columns(geojson: Any) -> ReadPoints:
    """Take the coordinates of GeoJSON, which are on WGS84 unless an old file states another CRS."""
    geojson = parsed_geojson(geojson)
    if isinstance(geojson, list):
        features = [_feature_of(row, item) for row, item in enumerate(geojson)]
        geojson = {"type": "FeatureCollection", "features": features}
    datum = datum_of_geojson(geojson)
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
    return columns[1], columns[0], columns[2] if high else None, datum


def parsed_geojson(geojson: Any) -> list[Any] | Mapping[str, Any]:
    """Give GeoJSON as a dictionary, or as a list of items: of text, and of what gives it."""
    if isinstance(geojson, str | bytes | bytearray):
        try:
            geojson = json.loads(geojson)
        except ValueError as error:
            raise InvalidGeometryError(f"the text is not JSON: {error}") from error
    geojson = getattr(geojson, "__geo_interface__", geojson)
    if is_of("pandas", "Series", geojson):
        geojson = geojson.tolist()
    if isinstance(geojson, list | tuple | np.ndarray):
        return list(geojson)
    if not isinstance(geojson, Mapping):
        raise TypeError(f"GeoJSON is text or a dictionary, got {type(geojson).__name__}")
    return geojson


def datum_of_geojson(geojson: Mapping[str, Any]) -> Datum:
    """Give the datum, which is WGS84 unless an old file states another CRS."""
    return datum_of((geojson.get("crs") or {}).get("properties", {}).get("name") or "OGC:CRS84")


def geojson_item(row: int, item: Any, what: str) -> Any:
    """Give an item of a list as a dictionary; None where it is missing."""
    item = None if is_missing(item) else getattr(item, "__geo_interface__", item)
    if item is not None and not hasattr(item, "get"):
        raise TypeError(f"{what} {row} must be GeoJSON, got {type(item).__name__}")
    return item


def holds_geojson(item: Any) -> bool:
    """Tell whether an item of a list is GeoJSON, or gives it; points and geometries say more.

    >>> holds_geojson({"type": "Point", "coordinates": [4, 52]}), holds_geojson({"lat": 52})
    (True, False)
    """
    if isinstance(item, dict):
        return isinstance(item.get("type"), str)
    if isinstance(item, Point | Point3D) or hasattr(item, "geom_type"):
        return False
    # Of the class, since the object makes it anew each time.
    return hasattr(type(item), "__geo_interface__")


def _feature_of(row: int, item: Any) -> Any:
    """Give an item of a list as a Feature."""
    item = geojson_item(row, item, "point")
    if item is not None and item.get("type") == "Feature":
        return item
    return {"type": "Feature", "geometry": item}


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
