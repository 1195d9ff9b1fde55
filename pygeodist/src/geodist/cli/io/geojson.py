"""GeoJSON: features of collections and of sequences, a single feature or geometry."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

import geodist
from geodist._columns.crs import datum_of
from geodist._columns.datums import DEFAULT
from geodist._geodist_core import (
    JSON_FAULTS,
    MISSING_GEOMETRY,
    find_array,
    geometry_fault,
    geometry_kind,
    member_names,
    read_points,
    scan_objects,
    wkb_from_geojson,
)
from geodist.cli.errors import RowError, TableError
from geodist.cli.io.cells import Texts
from geodist.cli.io.formats import named_format
from geodist.cli.io.json import ArraySource, ItemsSource, LinesSource
from geodist.cli.io.json_text import BLANKS, FAULTS, MAX_ROW, TOO_LONG, Pieces, Text, fault_of
from geodist.cli.io.layer import Geometry
from geodist.cli.io.objects import GEOMETRY, PROPERTIES, JsonBatch, JsonSource, Path, gathered
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geodist._columns.datums import Datum
    from geodist.cli.io.cells import FloatArray, Rows, Spans
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Source
    from geodist.cli.io.streams import Input

_ID: Path = ("id", None)
_TYPE: Path = ("geometry", "type")
_COORDINATES: Path = ("geometry", "coordinates")
# Before each text of a sequence by RFC 8142; no JSON has it within.
SEPARATOR = b"\x1e"
_AXES = (Kind.LATITUDE, Kind.LONGITUDE)
_KINDS = {b'"Feature"', *(f'"{geometry_kind(i)}"'.encode() for i in range(1, 8))}


class FeatureSource(JsonSource):
    """One feature, or one geometry, whose feature it becomes.

    The columns of all GeoJSON are the properties, then the identifier of the features where they
    have one, then the geometry.
    """

    own_as = "geojson"
    row_word = "feature"
    always = (PROPERTIES, GEOMETRY)
    datum: Datum = DEFAULT
    crs: str | None = None
    _has_heights = False
    # Whether all geometries so far are points, or missing.
    _has_only_points = True

    def _start(self) -> None:
        # `find_geojson` has seen that there is no more.
        self._text.fill(MAX_ROW)

    def _pieces(self) -> Iterator[Pieces]:
        data = self._text.data.strip(BLANKS)
        (kind, crs) = _members(data, "type", "crs")
        self._read_crs(json.loads(crs or b"null"))
        if kind != b'"Feature"':
            data = b'{"type":"Feature","properties":null,"geometry":' + data + b"}"
        yield Pieces(data, _all_of(data), np.ones(1, np.int64))

    def _read_crs(self, crs: Any) -> None:
        """Read the member crs of GeoJSON before RFC 7946."""
        if crs is None:
            return
        about = crs.get("properties") if isinstance(crs, dict) else None
        label = about.get("name") if isinstance(about, dict) else None
        if not isinstance(label, str):
            raise TableError(f"{self.name}: the member crs does not name a CRS: {json.dumps(crs)}")
        try:
            self.datum, self.crs = datum_of(label), label
        except geodist.GeodistError as error:
            raise TableError(f"{self.name}: {error}") from error

    def _make(self, pieces: Pieces, paths: Sequence[Path]) -> JsonBatch:
        made = super()._make(pieces, paths)
        batch = FeatureBatch(self, made.rows, made.malformed, pieces, made.found, paths)
        cells = batch.cells(PROPERTIES)
        first = np.frombuffer(pieces.data + b" ", np.uint8)[cells[:, 0]]
        wrong = (cells[:, 1] > 0) & (first != ord("{")) & (first != ord("n"))
        if wrong.any():
            reason = "the properties of the feature are not an object"
            batch.malformed = {
                **dict.fromkeys(np.flatnonzero(wrong).tolist(), reason),
                **made.malformed,
            }
        return batch

    def _find(self, batch: JsonBatch) -> list[Path]:
        assert isinstance(batch, FeatureBatch)
        self._has_heights |= bool(np.isfinite(batch.points[2]).any())
        self._has_only_points &= batch.has_only_points
        cells = np.ascontiguousarray(batch.cells(PROPERTIES))
        paths: list[Path] = [("properties", name) for name in member_names(batch.data, cells)]
        self._own_id = "feature_id" if ("properties", "id") in paths else "id"
        return [*paths, _ID] if batch.cells(_ID)[:, 1].any() else paths

    def _label(self, path: Path) -> str:
        return path[1] or self._own_id

    def _geometry(self, column: int) -> Geometry:
        dimensions = 3 if self._has_heights else 2
        kinds = ("Point",) if self._fits and self._has_only_points else ()
        return Geometry(column, "geojson", dimensions, kinds, crs=self.crs, datum=self.datum)

    def choose(self, columns: Sequence[float]) -> None:
        """Remember where a command takes its arguments from."""
        super().choose(columns)
        if self.reads_geometry:
            self._chosen += [_TYPE, _COORDINATES]


class CollectionSource(FeatureSource, ItemsSource):
    """A collection of features."""

    _pieces = ItemsSource._pieces

    def _start(self) -> None:
        begin, fault, where = _find_features(self._text)
        data = self._text.data
        if begin is None:
            why = fault_of(fault, data, 0, where) if fault != "none" else "it has no features"
            raise TableError(f"{self.name} is not a GeoJSON FeatureCollection: {why}")
        self.head, self._text.data = data[:begin], data[begin:]
        (crs,) = _members(self.head + b"]}", "crs")
        self._read_crs(json.loads(crs or b"null"))

    def _end(self, tail: bytes) -> None:
        whole = self.head + tail
        fault = JSON_FAULTS[scan_objects(whole, _all_of(whole), []).faults[0]]
        if fault == "trailing":
            raise TableError(f"{self.name} has text after the end of its collection")
        if fault != "none":
            raise TableError(f"{self.name} is not JSON after its features: {FAULTS[fault]}")
        text, before = whole.decode(), self.datum
        names = [name for name, _ in json.loads(text, object_pairs_hook=tuple)]
        if names.count("features") > 1:
            raise TableError(f"{self.name} has two members named 'features'")
        self._read_crs(json.loads(text).get("crs"))
        if before.key != self.datum.key:
            raise TableError(
                f"{self.name}: the member crs, {self.datum.name}, comes after the features, too "
                "late; put it before them"
            )


class SequenceSource(FeatureSource, LinesSource):
    """Features one after the other: on lines, or behind separators as RFC 8142 has them."""

    row_word = "line"

    def _start(self) -> None:
        if self._text.first() == SEPARATOR:
            self.head, self.row_word = SEPARATOR, "feature"

    def _pieces(self) -> Iterator[Pieces]:
        if not self.head:
            yield from LinesSource._pieces(self)
            return
        text, size, count = self._text, self._text.block, 0
        while True:
            text.fill(size)
            marks = np.flatnonzero(np.frombuffer(text.data, np.uint8) == SEPARATOR[0])
            if text.ended:
                marks = np.append(marks, len(text.data))
            if len(marks) < 2:
                if text.ended:
                    return
                if size >= MAX_ROW:
                    raise RowError(f"{self.name}, feature {count + 1}: {TOO_LONG}")
                size *= 2
                continue
            data, text.data = text.data, text.data[marks[-1] :]
            bounds = []
            for begin, end in itertools.pairwise(marks.tolist()):
                row = data[begin + 1 : end].rstrip(BLANKS)
                if inner := row.lstrip(BLANKS):
                    stop = begin + 1 + len(row)
                    bounds.append((stop - len(inner), stop))
            spans = np.array(bounds, np.int32).reshape(-1, 2)
            yield Pieces(data, spans, np.arange(count, count + len(spans)) + 1)
            count, size = count + len(spans), text.block


def _all_of(data: bytes) -> Spans:
    return np.array([[0, len(data)]], np.int32)


def _members(data: bytes, *names: str) -> list[bytes]:
    """Return members of an object as they are written; nothing for those that it lacks."""
    found = scan_objects(data, _all_of(data), [(name, None) for name in names])
    return [data[begin:end] for begin, end in found.members[0].tolist()]


def _find_features(text: Text) -> tuple[int | None, str, int]:
    """Find the features in the first object of a text, which is read until that is known."""
    size = text.block
    while True:
        text.fill(size)
        begin, fault, where = find_array(text.data, "features")
        if fault != "unfinished" or text.ended or size >= MAX_ROW:
            return begin, fault, where
        size *= 2


def find_geojson(text: Text) -> tuple[Callable[[Text, Format], JsonSource], str] | None:
    """Tell which kind of GeoJSON a text is, and the name of its format; None where it is other JSON."""
    if text.first() == SEPARATOR:
        return SequenceSource, "geojsonl"
    begin, fault, where = _find_features(text)
    if begin is not None:
        (kind,) = _members(text.data[:begin] + b"]}", "type")
        # The type may come behind the features.
        return (CollectionSource, "geojson") if kind in (b"", b'"FeatureCollection"') else None
    if fault != "none":
        return None
    (kind,) = _members(text.data[:where], "type")
    if kind not in _KINDS:
        return None
    while not text.ended and not text.data[where:].strip(BLANKS):
        text.fill(len(text.data) + text.block)
    if not text.data[where:].strip(BLANKS):
        return FeatureSource, "geojson"
    return (SequenceSource, "geojsonl") if kind == b'"Feature"' else None


def open_geojson(stream: Input, form: Format) -> Source:
    """Open a file of GeoJSON, whichever kind it holds."""
    text = Text(stream)
    make, kind = find_geojson(text) or (CollectionSource, "geojson")
    if not text.first():
        raise TableError(f"{stream.name} is empty")
    return make(text, replace(form, handler=named_format(kind).handler))


def open_json(stream: Input, form: Format) -> Source:
    """Open a file of the ending .json, which may hold JSON of any kind."""
    text = Text(stream)
    if text.first() == b"[":
        return ArraySource(text, form)
    found = find_geojson(text)
    if found is not None:
        make, kind = found
        return make(text, replace(form, handler=named_format(kind).handler))
    return LinesSource(text, replace(form, handler=named_format("jsonl").handler))


def open_lines(stream: Input, form: Format) -> Source:
    """Open a file of JSON Lines; where its first line is a feature, all of them are taken as such."""
    text = Text(stream)
    begin, fault, where = _find_features(text)
    if begin is None and fault == "none" and _members(text.data[:where], "type") == [b'"Feature"']:
        return SequenceSource(text, replace(form, handler=named_format("geojsonl").handler))
    return LinesSource(text, form)


@dataclass(slots=True)
class FeatureBatch(JsonBatch):
    """Consecutive features."""

    _points: tuple[FloatArray, FloatArray, FloatArray] | None = None

    @property
    def points(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Latitude, longitude and height of the points, NaN where there is none."""
        if self._points is None:
            types, coordinates = self.cells(_TYPE), self.cells(_COORDINATES)
            lon, lat, height, _ = read_points(self.data, types, coordinates)
            self._points = lat, lon, height
        return self._points

    @property
    def has_only_points(self) -> bool:
        """Whether all geometries are points, or missing."""
        nowhere = np.flatnonzero(np.isnan(self.points[0]))
        cells = self.cells(GEOMETRY)[nowhere]
        *_, states = wkb_from_geojson(*_buffers(self.data, cells))
        return bool((states["fault"] <= MISSING_GEOMETRY).all() and (states["kind"] <= 1).all())

    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return a column as numbers, NaN where a cell is not a number."""
        if self.source.read[column] != GEOMETRY:
            return JsonBatch.numbers(self, column, kind)
        return self.points[_AXES.index(kind) if kind in _AXES else 2]

    def fitting(self, path: Path) -> int:
        """Tell which types the cells of a column fit."""
        return 0 if path == GEOMETRY else JsonBatch.fitting(self, path)

    def geometry_problem(self, row: int) -> str | None:
        """Say why the geometry of a row gives no point."""
        begin, end = self.cells(GEOMETRY)[row].tolist()
        if begin == end:
            return "the geometry is missing"
        if self.data[begin:end] == b"null":
            return "the geometry is missing (null)"
        _, _, states = wkb_from_geojson(*_buffers(self.data, np.array([[begin, end]])))
        kind = geometry_kind(int(states["kind"][0]))
        if kind not in ("", "Point"):
            return f"the geometry is a {kind}, not a Point"
        if fault := geometry_fault(int(states["fault"][0])):
            return f"the geometry {fault}"
        is_empty = bool(np.isnan(self.points[0][row]))
        return "the geometry is an empty Point" if is_empty else None

    def geometries(self, encoding: Literal["wkb", "geojson"], rows: Rows | None = None) -> Texts:
        """Return the geometries of rows."""
        cells = self.cells(GEOMETRY)
        cells = cells if rows is None else cells[rows]
        if encoding == "geojson":
            return gathered(self.data, cells)
        data, offsets, states = wkb_from_geojson(*_buffers(self.data, cells))
        wrong = np.flatnonzero(states["fault"] > MISSING_GEOMETRY)
        if len(wrong):
            row = int(wrong[0]) if rows is None else int(rows[wrong[0]])
            fault = geometry_fault(int(states["fault"][wrong[0]]))
            raise RowError(f"{self.place(row)}: the geometry {fault}; only GeoJSON can be written")
        return Texts(data, offsets, states["fault"] == MISSING_GEOMETRY)

    def texts(self, column: int, rows: Rows | None = None) -> Texts:
        """Return the cells of a column as text."""
        if self.source.columns[column] == GEOMETRY:
            return self.geometries("geojson", rows)
        return JsonBatch.texts(self, column, rows)

    def _objects(self) -> Spans:
        return self.cells(PROPERTIES)

    @property
    def _around(self) -> tuple[bytes, bytes]:
        return b'{"type":"Feature","geometry":null,"properties":', b"}"


def _buffers(data: bytes, cells: Spans) -> tuple[Any, Rows, Rows]:
    begins, ends = cells[:, 0].astype(np.int64), cells[:, 1].astype(np.int64)
    return np.frombuffer(data, np.uint8), begins, ends
