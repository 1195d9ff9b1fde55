"""Points of other libraries by the Arrow PyCapsule interface, in GeoArrow's layouts."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geodist import _geodist_core
from geodist._columns.arrow_numbers import blank, read_numbers, valid_rows
from geodist._columns.crs import datum_of, one_datum
from geodist._columns.datums import DEFAULT
from geodist._columns.geoarrow_labels import EXTENSION_METADATA, EXTENSION_NAME, labelled
from geodist._columns.names import choose_point_columns
from geodist._columns.wkb import wkb_columns
from geodist._errors import GeodistError, InvalidGeometryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist._columns.datums import Datum, ReadPoints
    from geodist._geodist_core import _ArrowChunk, _ArrowField
    from geodist._typing import Columns

_BYTES: Final = {"z", "Z", "vz"}
WKB_LABELS: Final = {"geoarrow.wkb", "ogc.wkb"}


def read_points(
    source: Any,
    column: str | None = None,
    lat: str | None = None,
    lon: str | None = None,
    altitude: str | None = None,
    names: tuple[str, str] = ("lat", "lon"),
) -> ReadPoints:
    """Make columns of latitude, longitude and altitude of what speaks the PyCapsule interface.

    The datum is that of the CRS in the metadata of GeoArrow or GeoParquet, else of the SRID.
    """
    field, chunks = open_arrow(source)
    field = labelled(field, choose=column is None)
    path = _choose(field, column, lat, lon, altitude, names)
    parts = [_read_chunk(field, chunk, path) for chunk in chunks]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return np.empty(0), np.empty(0), None, _stated_datum(field, path) or DEFAULT
    lats, lons, heights, datums = zip(*parts, strict=True)
    # A chunk of missing points does not say what it is on.
    there = [d for d, lat in zip(datums, lats, strict=True) if not np.isnan(lat).all()]
    datum = one_datum(there or datums)
    if all(part is None for part in heights):
        return np.concatenate(lats), np.concatenate(lons), None, datum
    # A chunk of missing points alone does not say whether it has altitudes.
    if any(
        part is None and not np.isnan(lat).all() for lat, part in zip(lats, heights, strict=True)
    ):
        raise InvalidGeometryError("some points have an altitude, and some have none")
    filled = [
        np.full(lat.size, np.nan) if h is None else h for lat, h in zip(lats, heights, strict=True)
    ]
    return np.concatenate(lats), np.concatenate(lons), np.concatenate(filled), datum


def open_arrow(source: Any) -> tuple[_ArrowField, list[_ArrowChunk]]:
    """Take what speaks the PyCapsule interface over: its type, and its memory in chunks."""
    if hasattr(source, "__arrow_c_array__"):
        return _geodist_core.read_arrow_array(*source.__arrow_c_array__())
    if hasattr(source, "__arrow_c_stream__"):
        return _geodist_core.read_arrow_stream(source.__arrow_c_stream__())
    raise TypeError(
        f"an object with __arrow_c_array__ or __arrow_c_stream__ is needed, "
        f"got {type(source).__name__}"
    )


def _choose(
    field: _ArrowField,
    column: str | None,
    lat: str | None,
    lon: str | None,
    altitude: str | None,
    arguments: tuple[str, str],
) -> int | list[int] | None:
    """Find where the points are: in the field itself, in one child, or in columns of numbers."""
    form, _, metadata, children = field
    names = [child[1] for child in children]
    labelled = [i for i, child in enumerate(children) if EXTENSION_NAME in child[2]]
    geometries = [
        i for i in labelled if extension_of(children[i]).startswith(("geoarrow.", "ogc."))
    ]
    explicit = lat is not None or lon is not None or altitude is not None
    if EXTENSION_NAME in metadata or form != "+s":
        if column is not None or explicit:
            raise GeodistError("columns are named, but the Arrow data is not a table")
        return None
    if column is not None:
        if explicit:
            raise TypeError("give column or lat and lon, not both")
        if names.count(column) != 1:
            raise GeodistError(f"no single column is named {column!r}; the table has: {names}")
        return names.index(column)
    if not explicit:
        # GeoArrow's own storage; some libraries drop the label of an extension type.
        if names in (["x", "y"], ["x", "y", "z"]):
            return None
        if len(geometries) == 1:
            return geometries[0]
        if geometries:
            found = ", ".join(repr(names[i]) for i in geometries)
            raise GeodistError(f"several columns hold geometries, give column: {found}")
    chosen = list(choose_point_columns(names, lat, lon, arguments))
    if altitude is not None:
        if names.count(altitude) != 1:
            raise GeodistError(f"no single column is named {altitude!r}; the table has: {names}")
        chosen.append(names.index(altitude))
    return chosen


def _read_chunk(field: _ArrowField, chunk: _ArrowChunk, path: int | list[int] | None) -> ReadPoints:
    length, offset, _, children = chunk
    if path is None:
        return _read_field(field, chunk, 0, length)
    valid = valid_rows(chunk, 0, length)
    if isinstance(path, int):
        lat, lon, heights, datum = _read_field(
            field[3][path], children[path], offset, length, chosen=True
        )
    else:
        columns = [read_numbers(field[3][i], children[i], offset, length) for i in path]
        lat, lon, heights = columns[0], columns[1], columns[2] if len(columns) == 3 else None
        datum = DEFAULT
    return blank(lat, valid), blank(lon, valid), heights, datum


# Arrow's formats of whole and floating-point numbers.
_KEYS = frozenset("cCsSiIlL")
_NUMBERS = _KEYS | frozenset("efg")


def _read_field(
    field: _ArrowField, chunk: _ArrowChunk, start: int, length: int, *, chosen: bool = False
) -> ReadPoints:
    """Read rows ``start ... start + length - 1`` of a field of points.

    In a column that the caller chose, bytes without a label are well-known binary.
    """
    form, name, _, _ = field
    extension = extension_of(field)
    stated = _datum_in(field)
    if form in _BYTES and (extension in WKB_LABELS or (chosen and not extension)):
        lat, lon, heights, of_srids = _read_wkb(form, chunk, start, length)
        return lat, lon, heights, stated or of_srids
    refuse_dictionary(field)
    if extension not in {"", "geoarrow.point"} or (not extension and form != "+s"):
        kind = extension or f"of format {form!r} without a label"
        hint = ""
        if form in _NUMBERS:
            kind = "one column of numbers"
            hint = "; give both, as Points(lat=..., lon=...)"
        elif form.startswith("+w:"):
            hint = (
                "; pairs say their order by the type geoarrow.point, "
                "or in Points.from_latlon() or Points.from_lonlat()"
            )
        raise InvalidGeometryError(f"the Arrow field {name!r} is {kind}, not GeoArrow points{hint}")
    if form == "+s":
        return *_read_separated(field, chunk, start, length), stated or DEFAULT
    if form.startswith("+w:"):
        return *_read_interleaved(field, chunk, start, length), stated or DEFAULT
    raise InvalidGeometryError(f"geoarrow.point has no layout of Arrow format {form!r}")


def refuse_dictionary(field: _ArrowField) -> None:
    """Refuse a dictionary of geometries, which shows its keys: whole numbers."""
    form, name, _, _ = field
    extension = extension_of(field)
    if form in _KEYS and extension in {*WKB_LABELS, "geoarrow.wkt"}:
        raise InvalidGeometryError(
            f"the Arrow field {name!r} is {extension}, but its storage is a dictionary; decode it, "
            "for example with dictionary_decode() of PyArrow"
        )


def extension_of(field: _ArrowField) -> str:
    """Give the label of a field, "" without one."""
    return field[2].get(EXTENSION_NAME, b"").decode()


def stated_about(field: _ArrowField) -> dict[str, Any]:
    """Read what the metadata of GeoArrow say of a field; nothing without any."""
    text = field[2].get(EXTENSION_METADATA, b"")
    return _about_in(text) if text else {}


@lru_cache(maxsize=64)  # All chunks have the same.
def _about_in(text: bytes) -> dict[str, Any]:
    try:
        about = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidGeometryError(f"the GeoArrow metadata are not JSON: {error}") from error
    if not isinstance(about, dict):
        raise InvalidGeometryError("the GeoArrow metadata are not a JSON object")
    return about


def _datum_in(field: _ArrowField) -> Datum | None:
    """Read the datum that the metadata of a field state; None if they state none."""
    crs = stated_about(field).get("crs")
    return None if crs is None else datum_of(crs)


def _stated_datum(field: _ArrowField, path: int | list[int] | None) -> Datum | None:
    """Read the datum of the field where the points are, without points."""
    if isinstance(path, list):
        return None
    return _datum_in(field if path is None else field[3][path])


def _read_separated(field: _ArrowField, chunk: _ArrowChunk, start: int, length: int) -> Columns:
    first = chunk[1] + start
    valid = valid_rows(chunk, start, length)
    columns = {
        name: blank(read_numbers(field[3][i], chunk[3][i], first, length), valid)
        for i, name in enumerate(child[1] for child in field[3])
        if name in {"x", "y", "z"}
    }
    if not {"x", "y"} <= columns.keys():
        raise InvalidGeometryError("a struct of points must have the fields x and y")
    return columns["y"], columns["x"], columns.get("z")


def _read_interleaved(field: _ArrowField, chunk: _ArrowChunk, start: int, length: int) -> Columns:
    size = int(field[0].removeprefix("+w:"))
    ((_, dimensions, _, _),) = field[3]
    if size not in {2, 3, 4}:
        raise InvalidGeometryError(f"points have 2 to 4 coordinates, not {size}")
    has_z = size == 4 or (size == 3 and dimensions != "xym")
    flat = read_numbers(field[3][0], chunk[3][0], (chunk[1] + start) * size, length * size)
    rows = flat.reshape(length, size)
    valid = valid_rows(chunk, start, length)
    lon, lat = blank(rows[:, 0], valid), blank(rows[:, 1], valid)
    return lat, lon, blank(rows[:, 2], valid) if has_z else None


def _read_wkb(form: str, chunk: _ArrowChunk, start: int, length: int) -> ReadPoints:
    data, begins, sizes = binary_cells(form, chunk, start, length)
    return wkb_columns(data, begins, sizes, valid_rows(chunk, start, length))


def binary_cells(
    form: str, chunk: _ArrowChunk, start: int, length: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """Find the bytes of rows, where those of each begin and how many; null rows have none."""
    _, offset, buffers, _ = chunk
    first = offset + start
    data, places = buffers[2] if len(buffers) > 2 else None, buffers[1]
    valid = valid_rows(chunk, start, length)
    if form == "vz" and length:
        return _bytes_of_views(buffers, first, length, valid)
    if length == 0 or places is None or data is None:
        return np.empty(0, np.uint8), np.zeros(length, np.int64), np.zeros(length, np.int64)
    offsets = places.view(np.int32 if form in {"z", "u"} else np.int64)
    ends = offsets[first : first + length + 1].astype(np.int64)
    sizes = np.diff(ends)
    return data, ends[:-1], sizes if valid is None else np.where(valid, sizes, 0)


def _bytes_of_views(
    buffers: tuple[NDArray[np.uint8] | None, ...],
    first: int,
    length: int,
    valid: NDArray[np.bool_] | None,
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """Put the bytes of views in one array, and say where those of each row begin and how many.

    A view is its length, and up to 12 bytes; or four bytes, the number of a buffer, and where in it.
    """
    parts = [np.empty(0, np.uint8) if buffer is None else buffer for buffer in buffers[1:-1]]
    starts = np.cumsum([0, *(part.size for part in parts)])
    views = parts[0].view(np.int32).reshape(-1, 4)[first : first + length].astype(np.int64)
    if valid is not None:
        views[~valid] = 0
    sizes, place = views[:, 0], views[:, 3]
    inline = sizes <= 12
    within = starts[np.where(inline, 0, views[:, 2] + 1)]
    begin = within + np.where(inline, 16 * np.arange(first, first + length) + 4, place)
    return np.concatenate(parts), begin, sizes
