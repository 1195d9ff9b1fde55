"""The column of points in a GeoParquet table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

import geodist
from geodist._arrow import read_points
from geodist._crs import check_geographic
from geodist.cli.errors import RowError, TableError
from geodist.cli.roles import Kind
from geodist.cli.texts import plain
from geodist.cli.typed import TypedBlock

if TYPE_CHECKING:
    from geodist.cli.blocks import FloatArray

_AXES = {Kind.LATITUDE: 0, Kind.LONGITUDE: 1, Kind.LENGTH: 2}
_TYPES = {"WKB": "geoarrow.wkb", "point": "geoarrow.point"}


class PointColumn(NamedTuple):
    """The column of points of a table.

    Parameters
    ----------
    column
        Its position.
    extension
        Its GeoArrow type.
    dimensions
        3 where all of its points have heights, else 2.
    """

    column: int
    extension: str
    dimensions: int


def find_points(name: str, schema: Any) -> PointColumn | None:
    """Find the column of points by the metadata of a table.

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
    try:
        check_geographic(encoding.get("crs"))
    except geodist.GeodistError as error:
        raise TableError(f"{name}, column {column!r}: {error}") from error
    dimensions = 3 if encoding.get("geometry_types") == ["Point Z"] else 2
    return PointColumn(schema.names.index(column), kind, dimensions)


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

    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return a column as numbers, NaN where a cell is none."""
        axis = _AXES.get(kind)
        if column != self.geometry.column or axis is None:
            return super(GeometryBlock, self).numbers(column, kind)
        if self._points is None:
            self._points = self._read()
        values = self._points[axis]
        return np.full(self.rows, np.nan) if values is None else values

    def problem(self, row: int, column: int, kind: Kind, other: float | None = None) -> str:
        """Say what is wrong with a cell."""
        if column != self.geometry.column or kind not in _AXES:
            return super(GeometryBlock, self).problem(row, column, kind, other)
        value = float(self.numbers(column, kind)[row])
        if np.isnan(value):
            return (
                "the point has no height"
                if kind is Kind.LENGTH
                else "the point is missing or empty"
            )
        return f"{value!r} {kind.refusal(value, other)}"

    def _read(self) -> tuple[FloatArray, FloatArray, FloatArray | None]:
        array = plain(self.arrays[self.geometry.column])
        field = pa.field("", array.type, metadata={"ARROW:extension:name": self.geometry.extension})
        try:
            return read_points(pa.RecordBatch.from_arrays([array], schema=pa.schema([field])))
        except geodist.GeodistError as error:
            row = error.index if isinstance(error.index, int) else 0
            where = self.place(row, self.geometry.column)
            raise RowError(f"{where}: {error}") from error
