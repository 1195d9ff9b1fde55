"""GeoJSON being written: collections of features and sequences of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._geodist_core import geojson_from_points, scan_objects, write_members
from geodist.cli.io.cells import Texts, text_column
from geodist.cli.io.flat import refuse_other_datum
from geodist.cli.io.geojson import SEPARATOR
from geodist.cli.io.json import JsonSink, refuse_bytes, written
from geodist.cli.io.json_text import BLANKS
from geodist.cli.io.layer import Own
from geodist.cli.io.objects import GEOMETRY, PROPERTIES

if TYPE_CHECKING:
    from geodist.cli.io.cells import Spans
    from geodist.cli.io.layer import Added, Piece, Place, Source

# Behind each row where rows are still to be told apart: no JSON has it within.
_MARK = SEPARATOR.decode()
# What features without a geometry, or without the member, get.
_EXTRA = np.frombuffer(b'null,"geometry":', np.uint8)


class CollectionSink(JsonSink):
    """A collection of features being written."""

    own_as = "geojson"
    head, between, last = b'{"type":"FeatureCollection","features":[', b",\n", b"]}\n"
    inside = "properties"
    one_line = False

    def begin(self, source: Source, added: Added) -> None:
        """Write what comes before the features."""
        if not (source.own_as == self.own_as and source.format.kind == self._kind):
            refuse_other_datum(source, "GeoJSON")
        self._columns = added.columns
        super().begin(source, added)

    def _others(self, source: Source) -> list[str]:
        names, geometry = source.named(bare=True), source.schema.geometry
        without = {*self._columns, -1 if geometry is None else geometry.column}
        self._kept = [i for i in range(len(names)) if i not in without]
        self._places = [names[i] for i in self._columns]
        return [names[i] for i in self._kept]

    def _write_own(self, own: Own, piece: Piece) -> None:
        super()._write_own(own if piece.place is None else _moved(own, piece.place), piece)

    def _write_others(self, piece: Piece) -> None:
        batch, rows, new, place = piece
        count = batch.rows if rows is None else len(rows)
        geometry, properties = _constant("", count), _constant("{}", count)
        if place is not None:
            # A latitude beyond the poles, of a row that cannot be used, makes no point.
            lat = np.where(np.abs(place.lat) <= 90, place.lat, np.nan)
            data, offsets, _ = geojson_from_points(lat, place.lon)
            geometry = Texts(data, offsets)
            # Cells that make no point stay in the properties: nothing is lost.
            bad = np.flatnonzero(np.diff(offsets) == 0)
            if self._columns and len(bad):
                kept = bad if rows is None else rows[bad]
                points = [batch.texts(i, kept) for i in self._columns]
                refuse_bytes(batch, kept, self._places, points)
                cells = [written(column) for column in points]
                objects = write_members(b"", None, None, None, self._places, cells, "", _MARK, [])
                texts = ["{}"] * count
                parts = objects.tobytes().decode("utf-8").split(_MARK)
                for row, text in zip(bad.tolist(), parts, strict=False):
                    texts[row] = text
                properties = text_column(texts)
        elif batch.source.schema.geometry is not None:
            geometry = batch.geometries("geojson", rows)
        made, spans, inside = _features(geometry, properties)
        columns = [batch.texts(i, rows) for i in self._kept]
        refuse_bytes(batch, rows, self._names, columns)
        self._put([*self._names, *self._new], [*columns, *new], made, spans, inside)


class SequenceSink(CollectionSink):
    """Features being written one after the other: on lines, or behind separators if they were."""

    head, between, last = b"", b"\n", b""
    one_line = True

    def _head(self) -> bytes:
        if self._is_same and self._source.head == SEPARATOR:
            self._waiting, self.between = SEPARATOR, b"\n" + SEPARATOR
        return b""

    def finish(self) -> None:
        """Write what comes after the last feature."""
        if self._waiting == self.between:
            self._stream.write(b"\n")


def _constant(text: str, count: int) -> Texts:
    data = np.frombuffer(text.encode() * count, np.uint8)
    return Texts(data, len(text) * np.arange(count + 1))


def _features(geometry: Texts, properties: Texts) -> tuple[bytes, Spans, Spans]:
    """Write features, and tell where they and their properties are."""
    count = len(geometry.offsets) - 1
    is_there = np.diff(geometry.offsets) > 0
    if geometry.missing is not None:
        is_there &= ~geometry.missing
    columns = [
        written(replace(_constant('"Feature"', count), bare=np.ones(count, bool))),
        (geometry.offsets.astype(np.int32), geometry.data, is_there.view(np.uint8), True),
        written(replace(properties, bare=np.ones(count, bool))),
    ]
    names = ["type", "geometry", "properties"]
    data = write_members(b"", None, None, None, names, columns, "", _MARK, []).tobytes()
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord(_MARK)).astype(np.int32)
    begins = np.append(np.zeros(1, np.int32), ends + 1)[:count]
    spans = np.stack([begins, ends], 1).astype(np.int32)
    sizes = np.diff(properties.offsets).astype(np.int32)
    return data, spans, np.stack([ends - 1 - sizes, ends - 1], 1).astype(np.int32)


def _moved(own: Own, place: Place) -> Own:
    """Give features other points."""
    rows = np.ascontiguousarray(own.rows)
    found = scan_objects(own.data, rows, [GEOMETRY])
    old, objects = found.members[:, 0].astype(np.int64), found.objects.astype(np.int64)
    text, offsets, _ = geojson_from_points(place.lat, place.lon)
    # Behind the rows stand all pieces that they are made of anew.
    data = np.concatenate([np.frombuffer(own.data, np.uint8), text, _EXTRA])
    at = len(data) - len(_EXTRA)
    geometry = np.stack([offsets[:-1], offsets[1:]], 1) + len(own.data)
    geometry[np.diff(offsets) == 0] = at, at + len(b"null")
    name = np.zeros_like(geometry)
    for row in np.flatnonzero(old[:, 1] == 0).tolist():
        begin, end = objects[row].tolist()
        is_empty = not own.data[begin + 1 : end - 1].strip(BLANKS)
        name[row] = at + len(b"null") + is_empty, len(data)
        old[row] = end - 1
    pieces = np.stack(
        [
            np.stack([rows[:, 0], old[:, 0]], 1),
            name,
            geometry,
            np.stack([old[:, 1], rows[:, 1]], 1),
        ],
        1,
    ).reshape(-1, 2)
    sizes = pieces[:, 1] - pieces[:, 0]
    ends = np.cumsum(sizes)
    moved: Any = data[
        np.repeat(pieces[:, 0] - (ends - sizes), sizes) + np.arange(ends[-1] if len(ends) else 0)
    ]
    stops = ends[3::4]
    spans = np.stack([np.append(np.zeros(1, np.int64), stops[:-1])[: len(stops)], stops], 1)
    spans = spans.astype(np.int32)
    whole = moved.tobytes()
    inner = scan_objects(whole, spans, [PROPERTIES]).members[:, 0]
    return Own(whole, spans, None, inner, own.lead)
