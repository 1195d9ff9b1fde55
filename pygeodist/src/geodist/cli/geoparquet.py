"""The column of points in a GeoParquet table."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

import geodist
from geodist._columns.arrow import read_points
from geodist._columns.crs import datum_of
from geodist._columns.names import choose_point_columns
from geodist._columns.wkb import read_wkb_headers, wkb_name
from geodist.cli.errors import RowError, TableError
from geodist.cli.roles import Kind
from geodist.cli.texts import plain
from geodist.cli.typed import TypedBlock

if TYPE_CHECKING:
    from geodist._columns.datums import Datum
    from geodist.cli.blocks import FloatArray

_AXES = {Kind.LATITUDE: 0, Kind.LONGITUDE: 1, Kind.LENGTH: 2}
_AXIS_OF = _AXES | {Kind.ANY_LONGITUDE: 1}
_TYPES = {"WKB": "geoarrow.wkb", "point": "geoarrow.point"}
_CUT_OFF = -1


class PointColumn(NamedTuple):
    """The column of points of a table.

    Parameters
    ----------
    column
        Its position.
    extension
        Its GeoArrow type.
    dimensions
        3 where points may have heights, else 2.
    datum
        What they are on.
    """

    column: int
    extension: str
    dimensions: int
    datum: Datum


def find_points(name: str, schema: Any) -> PointColumn | None:
    """Find the column of points by the metadata of a table.

    Of areas and lines with columns of latitude and longitude beside them it is None.

    https://geoparquet.org/releases/v1.1.0/

    Raises
    ------
    TableError
        Its coordinates are not longitude and latitude in degrees.
    """
    text = (schema.metadata or {}).get(b"geo")
    if text is None:
        return None
    about = json.loads(text)
    column = about.get("primary_column")
    encoding = about.get("columns", {}).get(column, {})
    kind = _TYPES.get(encoding.get("encoding"))
    if kind is None or column not in schema.names:
        return None
    # No types are of any kind: rows tell.
    types = encoding.get("geometry_types") or ["Point", "Point Z"]
    if not any(name.split(" ")[0] == "Point" for name in types) and _has_pair(schema, column):
        return None
    try:
        datum = datum_of(encoding.get("crs"))
    except geodist.GeodistError as error:
        raise TableError(f"{name}, column {column!r}: {error}") from error
    dimensions = 3 if any("Z" in name.partition(" ")[2] for name in types) else 2
    return PointColumn(schema.names.index(column), kind, dimensions, datum)


def _has_pair(schema: Any, column: str) -> bool:
    """Tell whether a table says by other columns where the points of its areas or lines are."""
    try:
        choose_point_columns([name for name in schema.names if name != column])
    except geodist.GeodistError:
        return False
    return True


@dataclass(slots=True)
class GeometryBlock(TypedBlock):
    """Consecutive rows with a column of points, which is latitude and longitude in one.

    Parameters
    ----------
    geometry
        The column.
    """

    geometry: PointColumn
    _points: tuple[FloatArray, FloatArray, FloatArray | None] | None = None
    _others: dict[int, str] = field(default_factory=dict)

    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return a column as numbers, NaN where a cell is none."""
        axis = _AXIS_OF.get(kind)
        if column != self.geometry.column or axis is None:
            return super(GeometryBlock, self).numbers(column, kind)
        if self._points is None:
            self._points = self._read()
        values = self._points[axis]
        return np.full(self.rows, np.nan) if values is None else values

    def problem(self, row: int, column: int, kind: Kind, other: float | None = None) -> str:
        """Say what is wrong with a cell."""
        if column != self.geometry.column or kind not in _AXIS_OF:
            return super(GeometryBlock, self).problem(row, column, kind, other)
        value = float(self.numbers(column, kind)[row])
        if np.isnan(value):
            return self._others.get(row, "the point is missing or empty")
        return f"{value!r} {kind.refusal(value, other)}"

    def plain_columns(self) -> list[Any]:
        """Return all columns, numbers in place of the points that the command reads."""
        columns, at = super(GeometryBlock, self).columns(), self.geometry.column
        if not self.source.reads_geometry:
            return columns
        kinds = list(_AXES)[: self.geometry.dimensions]
        # What is missing is NaN in numbers, and null in a table.
        numbers = [pa.array(self.numbers(at, kind), from_pandas=True) for kind in kinds]
        return [*columns[:at], *numbers, *columns[at + 1 :]]

    def _read(self) -> tuple[FloatArray, FloatArray, FloatArray | None]:
        array = plain(self.arrays[self.geometry.column])
        if self.geometry.extension != "geoarrow.wkb":
            return self._read_alike(array)
        kinds = _read_kinds(array)
        self._others = {row: kinds.problem(row) for row in np.flatnonzero(kinds.others).tolist()}
        if not self._others and not (kinds.tall.any() and kinds.flat.any()):
            return self._read_alike(array)
        columns = [np.full(self.rows, np.nan) for _ in _AXES]
        for which in (kinds.flat, kinds.tall):
            rows = np.flatnonzero(which)
            for column, part in zip(columns, self._read_alike(array.take(rows)), strict=True):
                if part is not None:
                    column[rows] = part
        return columns[0], columns[1], columns[2]

    def _read_alike(self, array: Any) -> tuple[FloatArray, FloatArray, FloatArray | None]:
        """Read points that all have heights, or have none."""
        label = pa.field("", array.type, metadata={"ARROW:extension:name": self.geometry.extension})
        try:
            return read_points(pa.RecordBatch.from_arrays([array], schema=pa.schema([label])))[:3]
        except geodist.GeodistError as error:
            # The number that the message begins with is that in the block, not in the table.
            where = f"{self.source.name}, column {self.source.header[self.geometry.column]!r}"
            raise RowError(f"{where}: {error}") from error


class _Kinds(NamedTuple):
    """What the geometries of a column are.

    Parameters
    ----------
    tall, flat
        Points with and without heights.
    others
        What is no point.
    types
        The number of each type.
    """

    tall: npt.NDArray[np.bool_]
    flat: npt.NDArray[np.bool_]
    others: npt.NDArray[np.bool_]
    types: npt.NDArray[np.int64]

    def problem(self, row: int) -> str:
        """Say what a geometry is that is no point."""
        number = int(self.types[row])
        if number in (_CUT_OFF, 1):
            return "the geometry is cut off"
        return f"the geometry is a {wkb_name(number)}, not a Point"


def _read_kinds(array: Any) -> _Kinds:
    """Tell the types in a column of well-known binary, ISO's or the extended form."""
    if not (pa.types.is_binary(array.type) or pa.types.is_large_binary(array.type)):
        array = array.cast(pa.large_binary())
    count = len(array)
    wide = pa.types.is_large_binary(array.type)
    _, offsets, content = array.buffers()
    stored: Any = np.frombuffer(offsets, np.int64 if wide else np.int32)
    bounds: npt.NDArray[np.int64] = stored[array.offset :][: count + 1].astype(np.int64)
    data = np.frombuffer(content if content is not None else b"", np.uint8)
    sizes = np.diff(bounds)
    present = array.is_valid().to_numpy(zero_copy_only=False) & (sizes > 0)
    types = np.full(count, _CUT_OFF)
    rows = np.flatnonzero(present & (sizes >= 5))
    _, types[rows], has_z, _, begin = read_wkb_headers(data, bounds[rows])
    good = (types[rows] == 1) & (bounds[rows + 1] - begin >= np.where(has_z, 24, 16))
    tall, flat = np.zeros(count, bool), np.zeros(count, bool)
    tall[rows[good & has_z]] = True
    flat[rows[good & ~has_z]] = True
    return _Kinds(tall, flat, present & ~tall & ~flat, types)
