"""Lines and polygons of other libraries by the Arrow PyCapsule interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from geodist._columns.arrow import (
    WKB_LABELS,
    binary_cells,
    extension_of,
    open_arrow,
    refuse_dictionary,
    stated_about,
)
from geodist._columns.arrow_numbers import read_numbers, valid_rows
from geodist._columns.crs import datum_of, one_datum
from geodist._columns.datums import DEFAULT
from geodist._columns.geoarrow_labels import EXTENSION_NAME, labelled
from geodist._columns.layouts import Layout, joined, lost_some, no_shapes, taken, without_empty
from geodist._columns.shapes import say_dimensions, say_left_out, shapes_of_buffer
from geodist._columns.wkt import shapes_of_wkt
from geodist._errors import GeodistError, InvalidGeometryError

if TYPE_CHECKING:
    from geodist._columns.datums import Datum
    from geodist._geodist_core import _ArrowChunk, _ArrowField
    from geodist._typing import FloatArray, IntArray

# The kind of each type of GeoArrow, and how often lists are nested in it.
_NATIVE: Final = {
    "geoarrow.point": (1, 0),
    "geoarrow.linestring": (2, 1),
    "geoarrow.polygon": (3, 2),
    "geoarrow.multipoint": (4, 1),
    "geoarrow.multilinestring": (5, 2),
    "geoarrow.multipolygon": (6, 3),
}
_BINARY: Final = {"z", "Z", "vz"}
_TEXT: Final = {"u", "U"}
# Edges along the ellipsoid, however they are computed.
_GEODESIC: Final = {"karney", "vincenty", "thomas", "andoyer"}


class ReadShapes(NamedTuple):
    """What was read, and what the metadata say of it.

    Parameters
    ----------
    layout
        The shapes.
    datum
        Their datum.
    geodesic
        Whether their edges are geodesics.
    spherical
        Whether they are great circles.
    oriented
        Whether the inside of a polygon is to the left of its outer ring.
    """

    layout: Layout
    datum: Datum
    geodesic: bool
    spherical: bool
    oriented: bool


def read_shapes(source: Any, column: str | None = None) -> ReadShapes:
    """Read what speaks the PyCapsule interface."""
    field, chunks = open_arrow(source)
    field = labelled(field, choose=False)
    child = _choose(field, column)
    chosen = field if child is None else field[3][child]
    about = stated_about(chosen)
    crs = about.get("crs")
    stated = None if crs is None else datum_of(crs)
    edges = str(about.get("edges") or "planar")
    if edges not in {"planar", "spherical", *_GEODESIC}:
        raise GeodistError(
            f"the edges of the Arrow data are {edges!r}, which geodist does not know"
        )
    parts, datums = [], []
    for chunk in chunks:
        length, offset, _, children = chunk
        if child is None:
            layout, datum = _read(chosen, chunk, 0, length, chosen=False)
        else:
            layout, datum = _read(chosen, children[child], offset, length, chosen=True)
            layout = _blanked(layout, valid_rows(chunk, 0, length))
        parts.append(layout)
        # A chunk of missing rows does not say what it is on.
        datums += [datum] if layout.kinds.any() else []
    layout = parts[0] if len(parts) == 1 else joined([no_shapes(), *parts])
    return ReadShapes(
        layout,
        stated or one_datum(datums),
        edges in _GEODESIC,
        edges == "spherical",
        about.get("orientation") == "counterclockwise" and edges == "spherical",
    )


def _choose(field: _ArrowField, column: str | None) -> int | None:
    """Find the column of geometries of a table; None where the data are one themselves."""
    form, _, metadata, children = field
    names = [child[1] for child in children]
    if EXTENSION_NAME in metadata or form != "+s" or names[:2] == ["x", "y"]:
        if column is not None:
            raise GeodistError("a column is named, but the Arrow data is not a table")
        return None
    if column is not None:
        if names.count(column) != 1:
            raise GeodistError(f"no single column is named {column!r}; the table has: {names}")
        return names.index(column)
    found = [i for i, child in enumerate(children) if _is_geometry(child)]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(repr(names[i]) for i in found)
        raise GeodistError(
            f"several columns hold geometries: {several}; choose one by "
            "Shapes.from_arrow(table, column=...)"
        )
    raise GeodistError(
        f"no column of the table is labelled as geometries; it has: {names}. Name one by "
        "Shapes.from_arrow(table, column=...), or make lines of its rows by "
        "Shapes.lines_from(table, by=...)"
    )


def _is_geometry(field: _ArrowField) -> bool:
    return extension_of(field).startswith(("geoarrow.", "ogc."))


def _read(
    field: _ArrowField, chunk: _ArrowChunk, start: int, length: int, *, chosen: bool
) -> tuple[Layout, Datum]:
    """Read rows of a field; in a column that the caller chose, unlabelled bytes are geometries."""
    form, name, _, _ = field
    extension = extension_of(field)
    if form in _BINARY and (extension in WKB_LABELS or (chosen and not extension)):
        data, begins, sizes = binary_cells(form, chunk, start, length)
        return shapes_of_buffer(data, begins, begins + sizes)
    if form in _TEXT and extension == "geoarrow.wkt":
        data, begins, sizes = binary_cells(form, chunk, start, length)
        ends = (begins + sizes).tolist()
        cells = zip(begins.tolist(), ends, strict=True)
        return shapes_of_wkt([data[a:b].tobytes().decode() if a < b else None for a, b in cells])
    if extension in _NATIVE:
        return _read_native(field, chunk, start, length, extension), DEFAULT
    if form == "+s" and not extension:
        return _read_native(field, chunk, start, length, "geoarrow.point"), DEFAULT
    refuse_dictionary(field)
    what = extension or f"of format {form!r} without a label"
    raise InvalidGeometryError(
        f"the Arrow field {name!r} is {what}; geodist takes {', '.join(_NATIVE)}, geoarrow.wkb and "
        "geoarrow.wkt"
    )


def _read_native(
    field: _ArrowField, chunk: _ArrowChunk, start: int, length: int, extension: str
) -> Layout:
    kind, depth = _NATIVE[extension]
    valid = valid_rows(chunk, start, length)
    offsets: list[IntArray] = []
    for _ in range(depth):
        if field[0] not in {"+l", "+L"}:
            raise InvalidGeometryError(
                f"the Arrow field {field[1]!r} does not have the layout of {extension}"
            )
        bounds = _bounds(field, chunk, start, length)
        start, length = int(bounds[0]), int(bounds[-1] - bounds[0])
        offsets.append(bounds - start)
        field, chunk = field[3][0], chunk[3][0]
    lat, lon = _coordinates(field, chunk, start, length, extension)
    count = offsets[0].size - 1 if offsets else length
    layout = _nested(lat, lon, kind, offsets, np.full(count, kind, np.uint8))
    return _blanked(layout, valid)


def _nested(
    lat: FloatArray, lon: FloatArray, kind: int, offsets: list[IntArray], kinds: Any
) -> Layout:
    """Make a layout of GeoArrow's offsets, from the outside to the inside."""
    if kind == 1:  # one without coordinates is empty
        there = ~np.isnan(lat)
        rows = np.concatenate([[0], np.cumsum(there)]).astype(np.int64)
        each = np.arange(int(rows[-1]) + 1)
        if not there.all():
            lat, lon = lat[there], lon[there]
        return Layout(lat, lon, each, each, rows, kinds)
    if kind == 4:
        each = np.arange(lat.size + 1)
        return Layout(lat, lon, each, each, offsets[0], kinds)
    rings, before = without_empty(offsets[-1])
    if kind == 2:
        return Layout(lat, lon, rings, np.arange(rings.size), before, kinds)
    kept = before[offsets[-2]]
    lost = lost_some(offsets[-2], kept)
    if kind == 5:
        say_left_out(lost)
        return Layout(lat, lon, rings, np.arange(rings.size), kept, kinds)
    parts, full = without_empty(kept)
    if kind == 3:
        say_left_out(lost)
        return Layout(lat, lon, rings, parts, full, kinds)
    rows = full[offsets[0]]
    counts = np.concatenate([[0], np.cumsum(lost)])
    say_left_out(lost_some(offsets[0], rows) | (np.diff(counts[offsets[0]]) > 0))
    return Layout(lat, lon, rings, parts, rows, kinds)


def _blanked(layout: Layout, valid: Any) -> Layout:
    """Make rows missing that are null, whatever is in their memory."""
    if valid is None:
        return layout
    if (np.diff(layout.rows)[~valid] > 0).any():
        kept = np.flatnonzero(valid)
        sizes = np.zeros(valid.size, np.int64)
        sizes[kept] = np.diff(layout.rows)[kept]
        layout = taken(layout, kept)._replace(
            rows=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), kinds=layout.kinds
        )
    return layout._replace(kinds=np.where(valid, layout.kinds, 0).astype(np.uint8))


def _bounds(field: _ArrowField, chunk: _ArrowChunk, start: int, length: int) -> IntArray:
    """Read where the items of lists begin, and where the last one ends."""
    form, name, _, _ = field
    _, offset, buffers, children = chunk
    first = offset + start
    if len(buffers) < 2 or buffers[1] is None:
        return np.zeros(length + 1, np.int64)
    stored = buffers[1].view(np.int32 if form == "+l" else np.int64)
    bounds: IntArray = stored[first : first + length + 1].astype(np.int64, copy=False)
    if not length:
        return np.zeros(1, np.int64)
    if bounds.size != length + 1 or bounds[0] < 0 or (np.diff(bounds) < 0).any():
        raise InvalidGeometryError(f"the offsets of the Arrow field {name!r} do not rise")
    if bounds[-1] > children[0][0]:
        raise InvalidGeometryError(f"the Arrow field {name!r} is shorter than it says")
    return bounds


def _coordinates(
    field: _ArrowField, chunk: _ArrowChunk, start: int, length: int, extension: str
) -> tuple[FloatArray, FloatArray]:
    """Read latitudes and longitudes, separated or interleaved."""
    form, name, _, children = field
    names = [child[1] for child in children]
    first = chunk[1] + start
    if form == "+s" and {"x", "y"} <= set(names):
        say_dimensions("z" in names, "m" in names)
        x, y = (
            read_numbers(children[i], chunk[3][i], first, length)
            for i in (names.index("x"), names.index("y"))
        )
        return y, x
    size = int(form.removeprefix("+w:")) if form.startswith("+w:") else 0
    if not 2 <= size <= 4:
        raise InvalidGeometryError(
            f"the Arrow field {name!r} has no coordinates as {extension} has them"
        )
    say_dimensions(size == 4 or (size == 3 and names[0] != "xym"), size == 4 or names[0] == "xym")
    flat = read_numbers(children[0], chunk[3][0], first * size, length * size)
    rows = flat.reshape(length, size)
    return np.ascontiguousarray(rows[:, 1]), np.ascontiguousarray(rows[:, 0])
