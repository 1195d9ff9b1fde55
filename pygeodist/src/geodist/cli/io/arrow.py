"""Rows as Arrow record batches: what all formats share whose columns have types."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
import pyarrow as pa

import geodist
from geodist import _geodist_core as core
from geodist._columns.arrow_numbers import read_numbers
from geodist._columns.crs import datum_of, datum_of_srids
from geodist._columns.datums import common_datum
from geodist._columns.geoarrow_wkb import geoarrow_wkb
from geodist._columns.layouts import KINDS
from geodist.cli.errors import FileError, RowError, TableError
from geodist.cli.io.arrow_text import (
    bytes_of,
    is_number,
    is_text,
    plain,
    plain_array,
    take_rows,
    text_array,
    texts_of,
)
from geodist.cli.io.cells import Texts, Typed, Whole, pieces, take
from geodist.cli.io.flat import refuse_repeated_names
from geodist.cli.io.layer import Batch, Geometry, Schema, Sink, Source
from geodist.cli.parse.numbers import read_texts
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geodist.cli.io.cells import Column, FloatArray, Rows
    from geodist.cli.io.formats import Format
    from geodist.cli.io.geoparquet import About
    from geodist.cli.io.layer import Added, Piece, Place
    from geodist.cli.io.streams import Input

# An azimuth has no axis of its own; east and west are as good as for a longitude.
_AXES = (Kind.LATITUDE, Kind.LONGITUDE, Kind.LENGTH)
_KINDS = {kind.lower(): kind for kind in KINDS}
_TYPES = {"number": pa.float64(), "whole": pa.int64(), "text": pa.string(), "wkb": pa.binary()}


class ArrowSource(Source):
    """A table that is read as Arrow record batches.

    Parameters
    ----------
    stream
        Where it is read from.
    form
        Its format.

    Attributes
    ----------
    geoarrow
        The kind of its geometries in GeoArrow's layouts; "" for well-known binary.
    paths
        Where in their columns the numbers of `Schema.nested` are.
    """

    geoarrow = ""

    def __init__(self, stream: Input, form: Format) -> None:
        self.name = stream.name
        self.format = form
        self._read = 0
        self._rows: int | None = None

    def _describe(self, arrow: Any, geometry: Geometry | None, codec: Any = None) -> None:
        own = None if geometry is None else geometry.column
        found = {
            name: path
            for i, column in enumerate(arrow)
            if i != own
            for name, path in _paths(column.type, column.name, i)
            if name not in arrow.names
        }
        self.paths, nested = list(found.values()), tuple(found)
        self.schema = Schema(tuple(arrow.names), geometry, nested, arrow, codec)

    def _geometry(self, about: About | None, arrow: Any) -> Geometry | None:
        """Describe the column of geometries; refuse one that is not in degrees."""
        if about is None:
            return None
        column = arrow.field(about.column)
        if about.encoding != "wkb":
            self.geoarrow = about.encoding
            # One kind, with heights or without.
            stored = getattr(column.type, "storage_type", column.type)
            has_z = "z:" in str(stored) or "xyz" in str(stored)
            kinds: tuple[str, ...] = (_KINDS[about.encoding] + " Z" * has_z,)
        else:
            kinds = about.types
        try:
            datum = datum_of(about.crs)
        except geodist.GeodistError as error:
            raise TableError(f"{self.name}, column {column.name!r}: {error}") from error
        tall = not kinds or any("Z" in kind for kind in kinds)
        return Geometry(
            about.column,
            "geoarrow" if self.geoarrow else "wkb",
            3 if tall else 2,
            kinds,
            about.crs,
            about.edges,
            datum,
        )

    def _batches(self) -> Iterator[Any]:
        raise NotImplementedError

    def batches(self) -> Iterator[ArrowBatch]:
        """Yield the rows, batch by batch."""
        batches = self._batches()
        while True:
            with self._reading():
                batch = next(batches, None)
            if batch is None:
                return
            self._read += batch.num_rows
            yield ArrowBatch(self, batch.num_rows, {}, batch, self._read - batch.num_rows + 1)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (pa.ArrowException, OSError) as error:
            raise FileError(f"cannot read {self.name}: it is damaged: {error}") from error

    def typed(self) -> Any:
        """Return the Arrow schema."""
        return self.schema.arrow

    @property
    def progress(self) -> tuple[int, int | None]:
        """Rows read, and their number."""
        return self._read, self._rows

    @property
    def progress_unit(self) -> str:
        """Rows are counted."""
        return " rows"


@contextlib.contextmanager
def in_utf8(name: str) -> Iterator[None]:
    """Refuse a table whose names or labels are not text."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise TableError(f"{name}: a name or a label of its columns is not UTF-8") from error


def _paths(type_: Any, name: str, *path: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Find the numbers and texts inside of structs: their names, and where they are."""
    if pa.types.is_struct(type_):
        for i in range(type_.num_fields):
            inner = type_.field(i)
            yield from _paths(inner.type, f"{name}.{inner.name}", *path, i)
    elif len(path) > 1 and (is_number(type_) or is_text(type_)):
        yield name, path


@dataclass(slots=True)
class ArrowBatch(Batch):
    """Consecutive rows as an Arrow record batch.

    Parameters
    ----------
    batch
        The rows.
    first
        The number of the first one.
    """

    source: ArrowSource
    batch: Any
    first: int
    _points: list[FloatArray] = field(default_factory=list)
    _states: Any = None

    def _column(self, column: int) -> Any:
        count = len(self.source.schema.names)
        if column < count:
            return self.batch.column(column)
        (at, *path) = self.source.paths[column - count]
        array = self.batch.column(at)
        for i in path:
            # A number in a struct that is null is null.
            array = plain(array).flatten()[i]
        return array

    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return a column as numbers, NaN where a cell is not a number."""
        geometry = self.source.schema.geometry
        if geometry is not None and column == geometry.column:
            if not self._points:
                self._read_points(geometry)
            return self._points[_AXES.index(kind)]
        array = plain(self._column(column))
        if is_text(array.type):
            return read_texts(bytes_of(array), kind, self.source.format.decimal)
        if not self.rows or not is_number(array.type):
            return np.full(self.rows, np.nan)
        about, (chunk,) = core.read_arrow_array(*array.__arrow_c_array__())
        return read_numbers(about, chunk, 0, self.rows)

    def cell(self, row: int, column: int) -> object:
        """Return one cell, for a message."""
        array = plain(self._column(column).slice(row, 1))
        if pa.types.is_integer(array.type) or pa.types.is_floating(array.type):
            return array[0].as_py()
        texts = bytes_of(array) if is_text(array.type) else texts_of(array)
        if texts.missing is not None:
            return None
        data = texts.data[texts.offsets[0] : texts.offsets[1]].tobytes()
        return float(data) if pa.types.is_decimal(array.type) else data.decode(errors="replace")

    def lines(self, rows: Rows) -> Rows:
        """Tell the numbers of rows, the first of the table being 1."""
        return rows + self.first

    def texts(self, column: int, rows: Rows | None = None) -> Texts:
        """Return the cells of a column as text."""
        array = take_rows(self._column(column), rows)
        try:
            return texts_of(array)
        except UnicodeDecodeError as error:
            row = self._where(array, rows)
            raise RowError(f"{self.place(row, column)}: the cell is not UTF-8: {error}") from error

    def _where(self, array: Any, rows: Rows | None) -> int:
        """Find the first row whose cell is not UTF-8."""
        for i in range(len(array)):
            try:
                texts_of(array.slice(i, 1))
            except UnicodeDecodeError:
                return i if rows is None else int(rows[i])
        raise AssertionError

    def arrow(self, rows: Rows | None = None) -> Any:
        """Return rows as an Arrow record batch."""
        return take_rows(self.batch, rows)

    def geometries(self, encoding: Literal["wkb", "geojson"], rows: Rows | None = None) -> Texts:
        """Return the geometries of rows."""
        geometry = self.source.schema.geometry
        assert geometry is not None
        cells = self._wkb(geometry)
        if rows is not None:
            cells = cast("Texts", take(cells, rows))
        if encoding == "wkb":
            return cells
        data, offsets, states = core.geojson_from_wkb(*pieces(cells))
        return Texts(data, offsets, states["fault"] > 0, np.ones(len(states), bool))

    def geometry_problem(self, row: int) -> str | None:
        """Say why the geometry of a row gives no point."""
        geometry = self.source.schema.geometry
        assert geometry is not None
        self.numbers(geometry.column, Kind.LATITUDE)
        fault, kind = (int(self._states[name][row]) for name in ("fault", "kind"))
        if fault > core.MISSING_GEOMETRY:
            return f"the geometry {core.geometry_fault(fault)}"
        if kind > 1:
            return f"the geometry is a {core.geometry_kind(kind)}, not a Point"
        if fault == core.MISSING_GEOMETRY:
            return "the geometry is missing"
        if np.isnan(self._points[0][row]) and np.isnan(self._points[1][row]):
            return "the geometry is an empty Point"
        return None

    def _wkb(self, geometry: Geometry) -> Texts:
        array = plain(self.batch.column(geometry.column))
        if not self.source.geoarrow:
            return bytes_of(array)
        about, (chunk,) = core.read_arrow_array(*array.__arrow_c_array__())
        try:
            data, bounds = geoarrow_wkb(about, chunk, self.source.geoarrow)
        except (geodist.GeodistError, TypeError) as error:
            raise TableError(f"{self._where_geometry(geometry)}: {error}") from error
        return Texts(data, bounds, bytes_of(array).missing)

    def _where_geometry(self, geometry: Geometry) -> str:
        return f"{self.source.name}, column {self.source.schema.names[geometry.column]!r}"

    def _read_points(self, geometry: Geometry) -> None:
        cells = self._wkb(geometry)
        *self._points, self._states = core.points_from_wkb(*pieces(cells))
        self.check_srids(self._states["srid"])

    def check_srids(self, srids: Any) -> None:
        """Refuse geometries of the extended form whose SRIDs are not of the datum of the table."""
        geometry = self.source.schema.geometry
        assert geometry is not None
        # 0 says nothing.
        srids = np.unique(srids)
        try:
            datum = datum_of_srids(srids[srids != 0])
            if datum.crs is not None and not (datum.mixes and geometry.datum.mixes):
                common_datum(**{"the SRID": datum, "the CRS of the table": geometry.datum})
        except geodist.GeodistError as error:
            raise TableError(f"{self._where_geometry(geometry)}: {error}") from error


# Columns that are written


class ArrowSink(Sink):
    """A table that is written as Arrow record batches."""

    def _plan(self, source: Source, added: Added, *, keeps: bool) -> None:
        """Make the schema that is written.

        Parameters
        ----------
        source
            Where the rows come from.
        added
            What each row gets: a column of points too, unless columns have them.
        keeps
            Whether the geometries stay as they are stored; otherwise they become well-known binary.
        """
        arrow = source.typed()
        fields = list(arrow)
        for name, kind in added.new:
            fields.append(pa.field(name, _TYPES[kind] if isinstance(kind, str) else kind))
        geometry, self._at = source.schema.geometry, -1
        self._made_geometries = []
        if geometry is not None and not keeps:
            self._at = geometry.column
            name = fields[self._at].name
            fields[self._at] = pa.field(name, pa.binary(), fields[self._at].nullable)
            self._made_geometries.append(name)
        names = [field.name for field in fields]
        refuse_repeated_names(source, names)
        self._places = added.places and not added.columns
        if self._places:
            self._made_geometries.append(free_name(names))
            fields.append(pa.field(self._made_geometries[-1], pa.binary()))
        self._schema = pa.schema(fields, arrow.metadata)

    def _made(self, piece: Piece) -> Any:
        """Make a record batch of that schema."""
        batch, rows, new, place = piece
        columns = [*batch.arrow(rows).columns, *map(arrow_of, new)]
        if self._at >= 0:
            cells = batch.geometries("wkb", rows)
            self._look(self._made_geometries[0], cells)
            columns[self._at] = text_array(cells, pa.binary())
        columns += self._point_column(place)
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)

    def _point_column(self, place: Place | None) -> list[Any]:
        if place is None or not self._places:
            return []
        cells = point_cells(place)
        self._look(self._made_geometries[-1], cells)
        return [text_array(cells, pa.binary())]

    def _look(self, name: str, cells: Texts) -> None:
        """Look at geometries that are written."""


def arrow_of(column: Column) -> Any:
    """Return a new column as an Arrow array; missing numbers are null."""
    if isinstance(column, Typed):
        return column.array
    if isinstance(column, Texts):
        return text_array(column)
    if isinstance(column, Whole):
        return plain_array(column.values, column.missing)
    values = column.values
    if column.decimals is not None:
        values = np.round(values, column.decimals)
    missing = np.isnan(values)
    return plain_array(values, missing if missing.any() else None)


def free_name(names: Sequence[str]) -> str:
    """Name the column of computed points apart from the others.

    >>> free_name(["id"]), free_name(["geometry"])
    ('geometry', 'geometry_2')
    """
    usual = ["geometry", *(f"geometry_{i}" for i in range(2, len(names) + 3))]
    return next(name for name in usual if name not in names)


def point_cells(place: Place) -> Texts:
    """Write points as well-known binary; those without coordinates are missing."""
    data, offsets, states = core.wkb_from_points(place.lat, place.lon)
    return Texts(data, offsets, states["fault"] > 0)
