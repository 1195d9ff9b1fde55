"""Points and shapes as GeoArrow, for libraries that speak the Arrow PyCapsule interface."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geodist import _geodist_core
from geodist._columns.geoarrow_labels import EXTENSION_METADATA, EXTENSION_NAME

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist._columns.layouts import Layout
    from geodist._geodist_core import _WrittenArray, _WrittenField
    from geodist._typing import FloatArray, IntArray

# The types of GeoArrow by kind, and what the lists in them hold, from the outside to the inside.
_NATIVE: Final[dict[int, tuple[str, tuple[str, ...]]]] = {
    1: ("point", ()),
    2: ("linestring", ("vertices",)),
    3: ("polygon", ("rings", "vertices")),
    4: ("multipoint", ("points",)),
    5: ("multilinestring", ("linestrings", "vertices")),
    6: ("multipolygon", ("polygons", "rings", "vertices")),
}
_AREAS: Final = {3, 6}
_NARROW: Final = 2**31 - 1


class GeoArrow:
    """
    An array of GeoArrow for libraries that speak the Arrow PyCapsule interface.

    Parameters
    ----------
    what : str
        What its repr says of it.
    field : tuple
        Its type.
    array : tuple
        Its memory.
    """

    __slots__ = ("_array", "_field", "_what")

    def __init__(self, what: str, field: _WrittenField, array: _WrittenArray) -> None:
        self._what, self._field, self._array = what, field, array

    def __len__(self) -> int:
        return self._array[0]

    def __repr__(self) -> str:
        return f"<GeoArrow: {self._what}>"

    def __arrow_c_schema__(self) -> object:
        return _geodist_core.write_arrow_schema(self._field)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        # A producer may leave a wish unheard; consumers look at the schema that they get.
        del requested_schema
        return self.__arrow_c_schema__(), _geodist_core.write_arrow_array(self._array)


def geoarrow_points(
    lat: FloatArray, lon: FloatArray, altitude: FloatArray | None, interleaved: bool, crs: Any
) -> GeoArrow:
    """Make an array of points, as `Points.to_arrow` gives it."""
    columns = [lon, lat] if altitude is None else [lon, lat, altitude]
    (form, children), array = _coordinates(columns, interleaved)
    layout = "interleaved" if interleaved else "separated"
    field = (form, "", True, _labels("point", crs), children)
    return GeoArrow(f"{lat.size} points, {layout}", field, array)


def geoarrow_shapes(layout: Layout, kind: int, interleaved: bool, crs: Any, edges: str) -> GeoArrow:
    """Make an array of shapes that are all of one kind, or of it and what it holds several of."""
    name, lists = _NATIVE[kind]
    missing = layout.kinds == 0
    lat, lon, offsets = _vertices_of(layout, kind)
    (form, children), array = _coordinates([lon, lat], interleaved)
    field: _WrittenField = (form, lists[-1] if lists else "", not lists, {}, children)
    for i in reversed(range(len(lists))):
        here = offsets[i]
        narrow = here[-1] <= _NARROW
        buffer = here.astype(np.int32) if narrow else here
        array = here.size - 1, 0, (None, buffer), (array,)
        field = "+l" if narrow else "+L", lists[i - 1] if i else "", i == 0, {}, (field,)
    field = *field[:3], _labels(name, crs, edges), field[4]
    array = _with_nulls(array, missing)
    return GeoArrow(f"{missing.size} {name} geometries", field, array)


def geoarrow_wkb(
    data: NDArray[np.uint8], offsets: IntArray, missing: NDArray[np.bool_], crs: Any, edges: str
) -> GeoArrow:
    """Make an array of well-known binary."""
    narrow = offsets[-1] <= _NARROW
    buffer = offsets.astype(np.int32) if narrow else offsets
    array: _WrittenArray = (missing.size, 0, (None, buffer, data), ())
    field = ("z" if narrow else "Z", "", True, _labels("wkb", crs, edges), ())
    return GeoArrow(f"{missing.size} geometries, WKB", field, _with_nulls(array, missing))


def _labels(name: str, crs: Any, edges: str = "planar") -> dict[str, str]:
    about = {} if crs is None else {"crs": crs}
    if edges != "planar":
        # The format's word for geodesics of the ellipsoid is that of an algorithm.
        about["edges"] = {"geodesic": "karney"}.get(edges, edges)
    return {EXTENSION_NAME: f"geoarrow.{name}", EXTENSION_METADATA: json.dumps(about)}


def _coordinates(
    columns: list[FloatArray], interleaved: bool
) -> tuple[tuple[str, tuple[_WrittenField, ...]], _WrittenArray]:
    """Put columns of coordinates beside each other, or the numbers of each vertex."""
    names, length = "xyz"[: len(columns)], columns[0].size
    if interleaved:
        flat = np.column_stack(columns).reshape(-1)
        leaf: _WrittenArray = (flat.size, 0, (None, flat), ())
        return (f"+w:{len(names)}", (("g", names, False, {}, ()),)), (length, 0, (None,), (leaf,))
    leaves = tuple((length, 0, (None, np.ascontiguousarray(c)), ()) for c in columns)
    return ("+s", tuple(("g", name, False, {}, ()) for name in names)), (length, 0, (None,), leaves)


def _vertices_of(layout: Layout, kind: int) -> tuple[FloatArray, FloatArray, list[IntArray]]:
    """Give the vertices, and the offsets of lists, from the outside to the inside."""
    if kind == 1:
        there = np.diff(layout.rows) > 0
        lat, lon = np.full((2, there.size), np.nan)
        lat[there], lon[there] = layout.lat, layout.lon
        return lat, lon, []
    if kind in _AREAS:
        layout = _closed(layout)
    outer = layout.parts[layout.rows]
    offsets = {
        2: [layout.rings[outer]],
        3: [outer, layout.rings],
        4: [layout.rings[outer]],
        5: [outer, layout.rings],
        6: [layout.rows, layout.parts, layout.rings],
    }[kind]
    return layout.lat, layout.lon, offsets


def _closed(layout: Layout) -> Layout:
    """End rings with their first vertex, as the format has them."""
    first, last = layout.rings[:-1], layout.rings[1:] - 1
    open_ = (layout.lat[first] != layout.lat[last]) | (layout.lon[first] != layout.lon[last])
    if not open_.any():
        return layout
    at, which = layout.rings[1:][open_], first[open_]
    added = np.concatenate([[0], np.cumsum(open_)]).astype(np.int64)
    return layout._replace(
        lat=np.insert(layout.lat, at, layout.lat[which]),
        lon=np.insert(layout.lon, at, layout.lon[which]),
        rings=layout.rings + added,
    )


def _with_nulls(array: _WrittenArray, missing: NDArray[np.bool_]) -> _WrittenArray:
    if not missing.any():
        return array
    length, _, (_, *buffers), children = array
    bitmap = np.packbits(~missing, bitorder="little")
    return length, int(missing.sum()), (bitmap, *buffers), children
