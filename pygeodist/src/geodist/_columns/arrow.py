"""Points to and from other libraries by the Arrow PyCapsule interface, in GeoArrow's layouts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from geodist import _geodist_core
from geodist._columns.crs import check_geographic
from geodist._columns.names import choose_point_columns
from geodist._errors import GeodistError, InvalidGeometryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist._geodist_core import _ArrowChunk, _ArrowField
    from geodist._typing import FloatArray

    Columns = tuple[FloatArray, FloatArray, FloatArray | None]

_NAME = "ARROW:extension:name"
_METADATA = "ARROW:extension:metadata"

# https://arrow.apache.org/docs/format/CDataInterface.html#data-type-description-format-strings
_DTYPES: Final[dict[str, type[np.number[Any]]]] = {
    "c": np.int8,
    "C": np.uint8,
    "s": np.int16,
    "S": np.uint16,
    "i": np.int32,
    "I": np.uint32,
    "l": np.int64,
    "L": np.uint64,
    "e": np.float16,
    "f": np.float32,
    "g": np.float64,
}

_WKB_TYPES = (
    *("Geometry", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString"),
    *("MultiPolygon", "GeometryCollection"),
)


def read_points(
    source: Any,
    column: str | None = None,
    lat: str | None = None,
    lon: str | None = None,
    altitude: str | None = None,
    names: tuple[str, str] = ("lat", "lon"),
) -> Columns:
    """Make columns of latitude, longitude and altitude of what speaks the PyCapsule interface."""
    if hasattr(source, "__arrow_c_array__"):
        field, chunks = _geodist_core.read_arrow_array(*source.__arrow_c_array__())
    elif hasattr(source, "__arrow_c_stream__"):
        field, chunks = _geodist_core.read_arrow_stream(source.__arrow_c_stream__())
    else:
        raise TypeError(
            f"an object with __arrow_c_array__ or __arrow_c_stream__ is needed, "
            f"got {type(source).__name__}"
        )
    path = _choose(field, column, lat, lon, altitude, names)
    parts = [_read_chunk(field, chunk, path) for chunk in chunks]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return np.empty(0), np.empty(0), None
    lats, lons, heights = zip(*parts, strict=True)
    if all(part is None for part in heights):
        return np.concatenate(lats), np.concatenate(lons), None
    # A chunk of missing points alone does not say whether it has altitudes.
    if any(
        part is None and not np.isnan(lat).all() for lat, part in zip(lats, heights, strict=True)
    ):
        raise InvalidGeometryError("some points have an altitude, and some have none")
    filled = [
        np.full(lat.size, np.nan) if h is None else h for lat, h in zip(lats, heights, strict=True)
    ]
    return np.concatenate(lats), np.concatenate(lons), np.concatenate(filled)


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
    labelled = [i for i, child in enumerate(children) if _NAME in child[2]]
    geometries = [i for i in labelled if _extension(children[i]).startswith(("geoarrow.", "ogc."))]
    explicit = lat is not None or lon is not None or altitude is not None
    if _NAME in metadata or form != "+s":
        if column is not None or explicit:
            raise GeodistError("columns are named, but the Arrow data is no table")
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


def _read_chunk(field: _ArrowField, chunk: _ArrowChunk, path: int | list[int] | None) -> Columns:
    length, offset, _, children = chunk
    if path is None:
        return _read_field(field, chunk, 0, length)
    valid = _valid(chunk, 0, length)
    if isinstance(path, int):
        lat, lon, heights = _read_field(field[3][path], children[path], offset, length)
    else:
        columns = [_numbers(field[3][i], children[i], offset, length) for i in path]
        lat, lon, heights = columns[0], columns[1], columns[2] if len(columns) == 3 else None
    return _blank(lat, valid), _blank(lon, valid), heights


def _read_field(field: _ArrowField, chunk: _ArrowChunk, start: int, length: int) -> Columns:
    """Read rows ``start ... start + length - 1`` of a field of points."""
    form, name, metadata, _ = field
    extension = _extension(field)
    _check_metadata(metadata)
    if extension in {"geoarrow.wkb", "ogc.wkb"} and form in {"z", "Z"}:
        return _read_wkb(form, chunk, start, length)
    if extension not in {"", "geoarrow.point"} or (not extension and form != "+s"):
        kind = extension or f"of format {form!r} without a label"
        hint = ""
        if form.startswith("+w:"):
            hint = (
                "; pairs say their order by the type geoarrow.point, "
                "or in Points.from_latlon() or Points.from_lonlat()"
            )
        raise InvalidGeometryError(f"the Arrow field {name!r} is {kind}, not GeoArrow points{hint}")
    if form == "+s":
        return _read_separated(field, chunk, start, length)
    if form.startswith("+w:"):
        return _read_interleaved(field, chunk, start, length)
    raise InvalidGeometryError(f"geoarrow.point has no layout of Arrow format {form!r}")


def _extension(field: _ArrowField) -> str:
    return field[2].get(_NAME, b"").decode()


def _check_metadata(metadata: dict[str, bytes]) -> None:
    text = metadata.get(_METADATA, b"")
    about = json.loads(text) if text else {}
    check_geographic(about.get("crs"))


def _read_separated(field: _ArrowField, chunk: _ArrowChunk, start: int, length: int) -> Columns:
    first = chunk[1] + start
    valid = _valid(chunk, start, length)
    columns = {
        name: _blank(_numbers(field[3][i], chunk[3][i], first, length), valid)
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
    flat = _numbers(field[3][0], chunk[3][0], (chunk[1] + start) * size, length * size)
    rows = flat.reshape(length, size)
    valid = _valid(chunk, start, length)
    lon, lat = _blank(rows[:, 0], valid), _blank(rows[:, 1], valid)
    return lat, lon, _blank(rows[:, 2], valid) if has_z else None


def _numbers(field: _ArrowField, chunk: _ArrowChunk, start: int, length: int) -> FloatArray:
    """Read rows as float64, nulls as NaN; a view where the memory holds that already."""
    form, name, _, _ = field
    _, offset, buffers, _ = chunk
    dtype = _DTYPES.get(form)
    if dtype is None or len(buffers) != 2 or buffers[1] is None:
        what = "text" if form in {"u", "U", "vu"} else f"Arrow data of format {form!r}"
        raise TypeError(f"{name!r} must hold real numbers, got {what}")
    values = buffers[1].view(dtype)[offset + start : offset + start + length]
    if values.size != length:
        raise InvalidGeometryError(f"the Arrow field {name!r} is shorter than it says")
    aligned = np.require(values.astype(np.float64, copy=False), requirements="A")
    return _blank(aligned, _valid(chunk, start, length))


def _valid(chunk: _ArrowChunk, start: int, length: int) -> NDArray[np.bool_] | None:
    bitmap = chunk[2][0] if chunk[2] else None
    if bitmap is None:
        return None
    first = chunk[1] + start
    bits = np.unpackbits(bitmap, count=first + length, bitorder="little")[first:]
    return None if bits.all() else bits.astype(np.bool_)


def _blank(values: FloatArray, valid: NDArray[np.bool_] | None) -> FloatArray:
    return values if valid is None else np.where(valid, values, np.nan)


def _read_wkb(form: str, chunk: _ArrowChunk, start: int, length: int) -> Columns:
    """Read points in well-known binary, ISO's or the extended form, of either byte order."""
    _, offset, buffers, _ = chunk
    first = offset + start
    offsets, data = buffers[1], buffers[2]
    lat, lon, heights = np.full(length, np.nan), np.full(length, np.nan), np.full(length, np.nan)
    if length == 0 or offsets is None or data is None:
        return lat, lon, None
    ends: NDArray[np.int64] = offsets.view(np.int32 if form == "z" else np.int64)[
        first : first + length + 1
    ].astype(np.int64)
    sizes = np.diff(ends)
    valid = _valid(chunk, start, length)
    present = np.flatnonzero(sizes > 0 if valid is None else valid & (sizes > 0))
    if present.size == 0:
        return lat, lon, None
    begin = ends[present].astype(np.intp)
    _require_wkb(sizes[present] >= 5, present, "is cut off")
    little, types, has_z, begin = read_wkb_headers(data, begin)
    not_point = np.flatnonzero(types != 1)
    if not_point.size:
        name = wkb_name(int(types[not_point[0]]))
        _require_wkb(types == 1, present, f"is a {name}, not a Point")
    room = ends[present] + sizes[present] - begin
    _require_wkb(room >= np.where(has_z, 24, 16), present, "is cut off")
    xy = _gather(data, begin, little, np.float64, 2)
    lon[present], lat[present] = xy[:, 0], xy[:, 1]
    empty = np.isnan(xy).all(axis=1)
    if not has_z[~empty].any():
        return lat, lon, None
    _require_wkb(has_z | empty, present, "has no altitude, but others have")
    z = np.flatnonzero(has_z)
    heights[present[z]] = _gather(data, begin[z] + 16, little[z], np.float64, 1)[:, 0]
    return lat, lon, heights


class WkbHeaders(NamedTuple):
    """What stands before the coordinates in geometries of well-known binary.

    Parameters
    ----------
    little
        Whether their bytes are in that order.
    types
        The number of each type; 1 is a point.
    has_z
        Whether they have heights.
    begin
        Where the coordinates are.
    """

    little: NDArray[np.bool_]
    types: NDArray[np.integer[Any]]
    has_z: NDArray[np.bool_]
    begin: NDArray[np.intp]


def read_wkb_headers(data: NDArray[np.uint8], begin: NDArray[np.intp]) -> WkbHeaders:
    """Read the headers of the geometries that begin there, each of 5 bytes at least."""
    little = data[begin] == 1
    code = _gather(data, begin + 1, little, np.uint32, 1)[:, 0]
    kind = code & 0xFFFF
    has_z = (code & 0x80000000 != 0) | (kind // 1000 == 1) | (kind // 1000 == 3)
    # The extended form may have an SRID.
    return WkbHeaders(little, kind % 1000, has_z, begin + np.where(code & 0x20000000 != 0, 9, 5))


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


class GeoArrowPoints:
    """
    Points for libraries that speak the Arrow PyCapsule interface, as `Points.to_arrow` makes them.

    Parameters
    ----------
    lat, lon : ndarray
        The columns.
    altitude : ndarray or None
        The altitudes, if any.
    interleaved : bool
        Whether the coordinates of a point lie beside each other.
    crs : object
        What the metadata say of the CRS; None to say nothing.
    """

    __slots__ = ("_columns", "_interleaved", "_length", "_metadata", "_names")

    def __init__(
        self,
        lat: FloatArray,
        lon: FloatArray,
        altitude: FloatArray | None,
        interleaved: bool,
        crs: Any,
    ) -> None:
        columns = [lon, lat] if altitude is None else [lon, lat, altitude]
        self._names = ["x", "y", "z"][: len(columns)]
        self._length = lat.size
        self._interleaved = interleaved
        if interleaved:
            self._columns = [np.column_stack(columns).reshape(-1)]
        else:
            self._columns = [np.ascontiguousarray(column) for column in columns]
        about = {} if crs is None else {"crs": crs}
        self._metadata = {_NAME: "geoarrow.point", _METADATA: json.dumps(about)}

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        layout = "interleaved" if self._interleaved else "separated"
        return f"<GeoArrowPoints: {self._length} points, {layout}>"

    def __arrow_c_schema__(self) -> object:
        if self._interleaved:
            form, children = f"+w:{len(self._names)}", ["".join(self._names)]
        else:
            form, children = "+s", self._names
        return _geodist_core.write_arrow_schema(form, children, self._metadata)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        # A producer may leave a wish unheard; consumers look at the schema that they get.
        del requested_schema
        array = _geodist_core.write_arrow_array(self._length, self._interleaved, self._columns)
        return self.__arrow_c_schema__(), array
