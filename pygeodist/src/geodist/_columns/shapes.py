"""Columns of lines and polygons, from what other libraries hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core
from geodist._columns.cells import cells_of
from geodist._columns.crs import datum_of, datum_of_srids
from geodist._columns.datums import DEFAULT
from geodist._columns.geojson import datum_of_geojson, geojson_item, parsed_geojson
from geodist._columns.layouts import COLLECTION, POINT, Layout
from geodist._columns.shapely import checked_geometries
from geodist._columns.wkb import is_empty_collection
from geodist._errors import GeodistError, InvalidGeometryError
from geodist._warnings import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from geodist._columns.datums import Datum
    from geodist._typing import IntArray

_said: set[str] = set()
_MISSING = _geodist_core.MISSING_GEOMETRY


def shapes_of_wkb(cells: Sequence[bytes | str | None]) -> tuple[Layout, Datum]:
    """Read well-known binary, ISO's or the extended form; None is missing."""
    if isinstance(cells, str | bytes | bytearray | memoryview):
        raise TypeError(f"from_wkb() takes a list of cells, got {type(cells).__name__}; give [wkb]")
    texts = [_bytes_of(row, cell) for row, cell in enumerate(cells_of(cells))]
    return shapes_of_buffer(*_buffer_of(texts))


def shapes_of_buffer(
    data: NDArray[np.uint8], begins: IntArray, ends: IntArray
) -> tuple[Layout, Datum]:
    """Read well-known binary in one buffer; cells of no bytes are missing."""
    lat, lon, rings, parts, rows, states = _geodist_core.shapes_from_wkb(data, begins, ends)
    kinds = _kinds_of(states, "geometry", lambda row: is_empty_collection(data, begins[row]))
    datum = datum_of_srids(states["srid"][kinds > 0])
    return Layout(lat, lon, rings, parts, rows, kinds), datum


def shapes_of_shapely(geometries: Any) -> tuple[Layout, Datum]:
    """Read geometries of Shapely, in an array or single, or a column of GeoPandas."""
    import shapely

    crs = getattr(geometries, "crs", None)
    values = np.atleast_1d(np.asarray(geometries, dtype=object))
    if values.ndim != 1:
        raise InvalidGeometryError(f"shapes must have one dimension, got shape {values.shape}")
    values, kinds = checked_geometries(values)
    rings = kinds == 2  # a LinearRing is a line that is closed
    if rings.any():
        values = values.copy()
        values[rings] = [shapely.LineString(ring) for ring in values[rings]]
    cells = shapely.to_wkb(values, include_srid=crs is None).tolist()
    layout, datum = shapes_of_buffer(*_buffer_of([cell or b"" for cell in cells]))
    return layout, datum if crs is None else datum_of(crs)


def shapes_of_geojson(geojson: Any) -> tuple[Layout, Datum]:
    """Read GeoJSON, in text or parsed: a collection of features, a feature, or a geometry."""
    geojson = parsed_geojson(geojson)
    if isinstance(geojson, list):
        return _shapes_of_objects([_object_of(row, item) for row, item in enumerate(geojson)])
    if "type" not in geojson and any(hasattr(v, "geom_type") for v in geojson.values()):
        raise TypeError("a dictionary of geometries has no rows: give list(geometries.values())")
    if "type" not in geojson:
        raise InvalidGeometryError(
            "a dictionary without 'type' is not GeoJSON; make lines of a dictionary of columns by "
            "Shapes.lines_from(table, by=...)"
        )
    datum = datum_of_geojson(geojson)
    kind = geojson.get("type")
    if kind == "FeatureCollection":
        found = [_geometry_of(row, feature) for row, feature in enumerate(geojson["features"])]
    elif kind == "Feature":
        found = [_geometry_of(0, geojson)]
    else:
        found = [geojson]
    return _shapes_of_objects(
        found, "feature" if kind == "FeatureCollection" else "geometry", datum
    )


def _shapes_of_objects(
    found: list[Any], word: str = "geometry", datum: Datum = DEFAULT
) -> tuple[Layout, Datum]:
    """Read geometries of GeoJSON, of which the core, whatever is in them, reads the text."""
    texts = [b"" if one is None else _json_of(one) for one in found]
    lat, lon, rings, parts, rows, states = _geodist_core.shapes_from_geojson(*_buffer_of(texts))
    kinds = _kinds_of(states, word, lambda row: not found[row].get("geometries"))
    return Layout(lat, lon, rings, parts, rows, kinds), datum


def _object_of(row: int, item: Any) -> Any:
    """Give an item of a list as a geometry of GeoJSON; None where it is missing."""
    item = geojson_item(row, item, "geometry")
    is_feature = item is not None and item.get("type") == "Feature"
    return _geometry_of(row, item) if is_feature else item


def _json_of(geometry: Any) -> bytes:
    text = json.dumps(geometry)
    if "NaN" in text or "Infinity" in text:
        # Python's words for what JSON does not have; the core finds the vertex.
        text = text.replace("NaN", "null").replace("Infinity", "1e999")
    return text.encode()


def _buffer_of(texts: list[bytes]) -> tuple[NDArray[np.uint8], IntArray, IntArray]:
    """Put cells one after the other, and tell where each begins and ends."""
    offsets = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    return np.frombuffer(b"".join(texts), np.uint8), offsets[:-1].copy(), offsets[1:].copy()


def _geometry_of(row: int, feature: Any) -> Any:
    if not hasattr(feature, "get") or feature.get("type") != "Feature":
        raise InvalidGeometryError(f"feature {row} is not a GeoJSON Feature", index=row)
    return feature.get("geometry")


def _bytes_of(row: int, cell: Any) -> bytes:
    if cell is None:
        return b""
    if isinstance(cell, str):
        try:
            return bytes.fromhex(cell)
        except ValueError:
            raise InvalidGeometryError(
                f"geometry {row} is text that is not hexadecimal", index=row
            ) from None
    if not isinstance(cell, bytes | bytearray | memoryview):
        raise TypeError(f"geometry {row} must be bytes, got {type(cell).__name__}")
    return bytes(cell)


def say_dimensions(heights: bool, measures: bool) -> None:
    """Warn, once, that heights or measures are left out."""
    for what, there in (("heights (z)", heights), ("measures (m)", measures)):
        if there and what not in _said:
            warn(
                f"{what} of shapes are left out: they are measured on the ellipsoid; this is said "
                "once",
                UserWarning,
            )
            # Not where a filter has made an error of it: the same call is refused again.
            _said.add(what)


def say_left_out(rows: NDArray[np.bool_]) -> None:
    """Warn, once, that rows have lost empty parts or rings."""
    if rows.any() and "empty" not in _said:
        warn(
            f"row {int(np.argmax(rows))} has empty parts or rings, which are left out: the others "
            "are numbered without them; this is said once",
            UserWarning,
        )
        _said.add("empty")


def _kinds_of(
    states: NDArray[np.void], word: str, is_nothing: Callable[[int], bool]
) -> NDArray[np.uint8]:
    """Give the kinds of rows, 0 for missing ones; refuse what could not be read, by row.

    A collection that holds nothing is an empty row, of a kind that is in the column already.
    """
    faults, kinds = states["fault"], states["kind"].astype(np.uint8)
    collections = np.flatnonzero((kinds == COLLECTION) & (faults == 0))
    empty = [row for row in collections.tolist() if is_nothing(row)]
    if empty:
        others = kinds[kinds < COLLECTION]
        kinds[empty] = max(others.max(initial=0), POINT)
    wrong = (faults > _MISSING) | (kinds >= COLLECTION)
    if wrong.any():
        row = int(np.argmax(wrong))
        if faults[row] > _MISSING:
            reason = _geodist_core.geometry_fault(int(faults[row]))
            part, ring, vertex = (int(states[name][row]) for name in ("part", "ring", "vertex"))
            if vertex < 0:
                raise InvalidGeometryError(f"{word} {row} {reason}", index=row)
            where = f"part {part}, ring {ring}, vertex {vertex}"
            raise InvalidGeometryError(f"{word} {row} {reason} ({where})", index=row, vertex=vertex)
        name = _geodist_core.geometry_kind(int(kinds[row]))
        raise InvalidGeometryError(
            f"{word} {row} is a {name}, which holds several; give its geometries one by one, for "
            "example by explode() of GeoPandas",
            value=name,
            index=row,
        )
    say_dimensions(bool(states["has_z"].any()), bool(states["had_m"].any()))
    say_left_out(states["left_out"])
    return np.where(faults == _MISSING, 0, kinds).astype(np.uint8)


def check_offsets(offsets: Any, name: str, size: int, of: str) -> IntArray:
    """Make offsets of what a caller gives: rising from 0 to the number of what they count."""
    values = np.asarray(offsets)
    if values.ndim != 1 or values.size == 0 or values.dtype.kind not in "iu":
        raise GeodistError(f"{name} must be a column of whole numbers, one more than it has items")
    values = values.astype(np.int64)
    if values[0] != 0 or (np.diff(values) < 0).any() or values[-1] != size:
        raise GeodistError(f"{name} must rise from 0 to {size}, the number of {of}")
    return values
