"""GeoJSON: collections of points, passed through byte for byte with properties added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodist._columns.datums import DEFAULT
from geodist.cli.blocks import (
    BLOCK_BYTES,
    Raw,
    Rows,
    Source,
    Writer,
    geometry_names,
    refuse_repeated_names,
    shown,
)
from geodist.cli.errors import RowError, TableError
from geodist.cli.geojson_parse import (
    datum_in,
    ids_of,
    points_of,
    properties_of,
    with_scalars,
)
from geodist.cli.json_lines import MAX_LINE, columns_of
from geodist.cli.json_parse import parse_lines
from geodist.cli.json_scan import Structure, scan
from geodist.cli.roles import Kind
from geodist.cli.texts import contents, hexadecimal, join, json_members, json_text, json_values
from geodist.cli.typed import TypedBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geodist.cli.blocks import Block, NewColumn, Place
    from geodist.cli.formats import Format
    from geodist.cli.streams import Input

_FEATURES = re.compile(rb'"features"\s*:\s*\[')
_PROPERTIES = re.compile(rb'"properties"\s*:\s*')
_HEAD = b'{"type":"FeatureCollection","features":[\n'
_TAIL = b"\n]}\n"
_NO_FEATURE = b'{"type":"Feature","geometry":null,"properties":{"reject_text":'


class Late(NamedTuple):
    """What features have that those of the first block had not; properties have names."""

    kind: str
    name: str | None = None


_HEIGHT = Late("a height")


class GeoJsonSource(Source):
    """A collection of GeoJSON features whose geometries are points.

    The columns are the properties, and lat and lon (and h, where points have heights) of the
    geometry; these are called geometry_lat and so on where a property has such a name. Where
    features have an id, it is the column id, or feature_id where a property is called id.

    Parameters
    ----------
    stream
        Where it is read from.
    form
        Its format.
    """

    row_word = "feature"

    def __init__(self, stream: Input, form: Format) -> None:
        self.name = stream.name
        self.format = form
        self._stream = stream
        self._rest = b""
        self._ended = False
        self._count = 0
        self.head = self._read_head()
        self.tail = b""
        self.header: list[str] = []
        self._types: list[Any] = []
        self.id_column: int | None = None
        self._first = self._next_block()

    def blocks(self) -> Iterator[GeoJsonBlock]:
        """Yield blocks of features."""
        block, self._first = self._first, None
        while block is not None:
            yield block
            block = self._next_block()

    def types(self) -> list[Any]:
        """Return the types of the first block."""
        return self._types

    @property
    def progress(self) -> tuple[int, int | None]:
        """Stored bytes read, and their number."""
        return self._stream.position, self._stream.size

    def _fill(self, size: int) -> None:
        if not self._ended and len(self._rest) < size:
            more = self._stream.read(size - len(self._rest))
            self._ended = len(more) < size - len(self._rest)
            self._rest += more

    def _read_head(self) -> bytes:
        self._fill(BLOCK_BYTES)
        structure = scan(self._rest)
        for match in _FEATURES.finditer(self._rest):
            at = np.array([match.start()])
            if structure.depth_at(at)[0] == 1:
                head, self._rest = self._rest[: match.end()], self._rest[match.end() :]
                self.datum = datum_in(self.name, head + b"]}")
                return head
        raise TableError(f"{self.name} is not a GeoJSON FeatureCollection")

    def _next_block(self) -> GeoJsonBlock | None:
        size = BLOCK_BYTES
        while True:
            self._fill(size)
            structure = scan(self._rest)
            closes = structure.depth < np.concatenate([[0], structure.depth[:-1]])
            opens = structure.brackets[~closes & (structure.depth == 1)]
            ends = structure.brackets[closes & (structure.depth == 0)] + 1
            over = structure.brackets[structure.depth < 0]
            if len(over):
                # The array of features ends here; the depth after it says nothing.
                ends, opens = ends[ends <= over[0]], opens[opens < over[0]]
            if len(ends) or len(over):
                break
            if self._ended:
                raise TableError(f"{self.name} ends within the feature {self._count + 1}")
            if size >= MAX_LINE:
                raise RowError(f"{self.name}, feature {self._count + 1} has no end")
            size *= 2
        starts = opens[: len(ends)]
        stop = int(over[0]) if len(over) else int(ends[-1])
        starts, ends = with_scalars(self._rest, starts, ends, stop)
        if not len(ends):
            self._finish(stop)
            if not self.header:
                self._set_header(pa.table({}), None, None)
            return None
        block = self._make_block(self._rest, structure, starts, ends)
        self._rest = self._rest[int(ends[-1]) :]
        return block

    def _finish(self, end: int) -> None:
        self.tail = self._rest[end:]
        while not self._ended:
            self._rest = b""
            self._fill(BLOCK_BYTES)
            self.tail += self._rest
        late = datum_in(self.name, b'{"features":[' + self.tail)
        if late.key not in (DEFAULT.key, self.datum.key):
            raise TableError(
                f"{self.name}: the member crs, {late.name}, comes after the features, which are "
                "measured by then; put it before them"
            )

    def _make_block(
        self, data: bytes, structure: Structure, starts: Rows, ends: Rows
    ) -> GeoJsonBlock:
        # Features become lines: what is between them goes, and so do line ends inside them.
        lines = b"\n".join(
            data[a:b].replace(b"\n", b" ").replace(b"\r", b" ")
            for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
        )
        table, broken = parse_lines(lines, len(starts))
        points = points_of(table)
        properties, ids = properties_of(table), ids_of(table)
        if not self.header:
            self._set_header(properties, points, ids)
        names = self._names
        arrays = [pa.nulls(len(starts), type_) for type_ in self._types[: len(names)]]
        if properties.num_columns:
            arrays = columns_of(properties, names, self._types[: len(names)])
        late = [Late("a property", n) for n in properties.column_names if n not in names]
        if self.id_column is not None:
            nothing = pa.nulls(len(starts), self._types[self.id_column])
            arrays.append(nothing if ids is None else ids)
        elif ids is not None:
            late.append(Late("an id"))
        if len(self._geometry_names) == 2 and points[2].null_count < len(starts):
            late.append(_HEIGHT)
        block = GeoJsonBlock(
            self,
            len(starts),
            broken,
            [*arrays, *points[: len(self._geometry_names)]],
            self._count + 1,
            data,
            structure,
            starts,
            ends,
            late,
        )
        self._count += len(starts)
        return block

    def _set_header(self, properties: Any, points: list[Any] | None, ids: Any) -> None:
        heights = points is not None and points[2].null_count < len(points[2])
        self._names = list(properties.column_names)
        self._types = [pa.string() if pa.types.is_null(t) else t for t in properties.schema.types]
        self.header = list(self._names)
        if ids is not None:
            self.id_column = len(self.header)
            self.header.append("feature_id" if "id" in self._names else "id")
            self._types.append(ids.type)
        self._geometry_names = geometry_names(self.header, heights=heights)
        self.geometry = tuple(range(len(self.header), len(self.header) + 2 + heights))
        self.header += self._geometry_names
        self._types += [pa.float64() for _ in self._geometry_names]


@dataclass(slots=True)
class GeoJsonBlock(TypedBlock):
    """Consecutive features."""

    data: bytes
    structure: Structure
    starts: Rows
    ends: Rows
    late: list[Late]
    _raw: Raw | None = None

    def problem(self, row: int, column: int, kind: Any, other: float | None = None) -> str:
        """Say what is wrong with a cell, or with the geometry it is from."""
        assert self.source.geometry is not None
        if column in self.source.geometry[:2] and self.arrays[column][row].as_py() is None:
            return "the geometry is missing, or not a Point with two numbers"
        return super(GeoJsonBlock, self).problem(row, column, kind, other)

    def columns(self) -> list[Any]:
        """Return all columns; those that the first block lacked have no place."""
        if self.late:
            kind, name = self.late[0]
            what = f"{kind} {name!r}" if name is not None else kind
            raise RowError(
                f"{self.source.name}, after feature {self.first}: there is {what}, "
                "which no feature before had; only GeoJSON can be written"
            )
        return super(GeoJsonBlock, self).columns()

    def has_late_heights(self) -> bool:
        """Tell whether its points have heights, which those of the first block had not."""
        return _HEIGHT in self.late

    def raw(self) -> Raw:
        """Return the own bytes of the features, which end where properties end."""
        if self._raw is None:
            self._raw = self._make_raw()
        return self._raw

    def _make_raw(self) -> Raw:
        places: dict[int, int] = {}
        matches = list(_PROPERTIES.finditer(self.data))
        at = np.array([match.start() for match in matches], np.int64)
        inside = self.structure.outside(at) & (self.structure.depth_at(at) == 1)
        rows = np.searchsorted(self.starts, at, side="right") - 1
        # Before the first whole feature there is none (row -1), behind the last one another begins.
        inside &= at < np.append(self.ends, -1)[rows]
        for match, row, good in zip(matches, rows.tolist(), inside.tolist(), strict=True):
            if good:
                places[row] = match.end()
        closes = self.structure.brackets
        texts, tails, filled = [], [], []
        for row, (start, end) in enumerate(
            zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        ):
            value = places.get(row)
            if row in self.malformed:
                # What is no object is kept as text, in a feature of its own.
                text = json_text(shown(self.data[start:end]))
                texts.append(_NO_FEATURE + text)
                tails.append(b"}}")
                filled.append(True)
            elif value is None:
                texts.append(self.data[start : end - 1] + b',"properties":{')
                tails.append(b"}}")
                filled.append(False)
            elif self.data[value : value + 1] == b"{":
                first = int(np.searchsorted(closes, value))
                deeper = self.structure.depth[first:]
                close = int(closes[first + int(np.argmax(deeper < deeper[0]))])
                texts.append(self.data[start:close])
                tails.append(self.data[close:end])
                filled.append(bool(self.data[value + 1 : close].strip()))
            else:
                texts.append(self.data[start:value] + b"{")
                tails.append(b"}" + self.data[value + len(b"null") : end])
                filled.append(False)
        binary = pa.binary()
        return Raw(pa.array(texts, binary), pa.array(tails, binary), b"", pa.array(filled))


class GeoJsonWriter(Writer):
    """A collection of GeoJSON features being written.

    Parameters
    ----------
    stream
        Where it goes.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._between = b""

    def begin(self, source: Source, new: Sequence[NewColumn]) -> None:
        """Write what comes before the features."""
        refuse_repeated_names(source)
        self._source = source
        self._new = [column.name for column in new]
        if isinstance(source, GeoJsonSource):
            self._stream.write(source.head + b"\n")
        else:
            self._stream.write(_HEAD)

    def write(
        self,
        block: Block,
        rows: Rows | None,
        new: Sequence[Any],
        place: Place | None = None,
    ) -> None:
        """Write rows of a block as features."""
        index = None if rows is None else pa.array(rows)
        if isinstance(block, GeoJsonBlock) and (place is None or place.columns):
            parts = self._own(block, index, new)
        else:
            parts = self._features(block, index, new, place)
        if len(features := join(*parts, b",\n")):
            data = contents(features)
            self._stream.write(self._between)
            # The comma after the last feature waits for the next one.
            self._stream.write(memoryview(data)[: len(data) - 2])
            self._between = b",\n"

    def finish(self) -> None:
        """Write what comes after the features."""
        source = self._source
        tail = source.tail if isinstance(source, GeoJsonSource) else b""
        self._stream.write(b"\n" + tail if tail else _TAIL)

    def _own(self, block: GeoJsonBlock, index: Any, new: Sequence[Any]) -> list[Any]:
        taken = [name for name in self._new if Late("a property", name) in block.late]
        if taken:
            raise TableError(f"{block.source.name} has properties named {min(taken)!r}")
        raw = block.raw()
        parts = [raw.texts, raw.filled, raw.tails]
        if index is not None:
            parts = [part.take(index) for part in parts]
        comma = pa.array([b"", b","], pa.binary()).take(parts[1].cast(pa.int8()))
        return [parts[0], comma, *json_members(self._new, new), parts[2]]

    def _features(
        self, block: Block, index: Any, new: Sequence[Any], place: Place | None
    ) -> list[Any]:
        header = block.source.header
        points = place.columns if place is not None and len(place.columns) == 2 else ()
        # A GeoParquet column of points is both.
        skipped = list(dict.fromkeys(points))
        at = block.source.id_column if isinstance(block.source, GeoJsonSource) else None
        kept = [i for i in range(len(header)) if i not in skipped and i != at]
        columns = [hexadecimal(column) for column in block.columns()]
        old = [columns[i] if index is None else columns[i].take(index) for i in kept]
        names = [header[i] for i in kept]
        members = json_members([*names, *self._new], [*old, *new])
        count = len(new[0]) if new else block.rows
        kept_cells: list[Any] = []
        if place is not None and skipped and members:
            # Cells that make no geometry stay in the properties: nothing is lost.
            cells = [columns[i] if index is None else columns[i].take(index) for i in skipped]
            texts = join(*json_members([header[i] for i in skipped], cells), b",")
            kept_cells = [pc.if_else(_is_there(place), pa.scalar(b"", pa.binary()), texts)]
        own: list[Any] = []
        if at is not None:
            # The point is another one; the feature stays the same.
            cells = columns[at] if index is None else columns[at].take(index)
            member = join(b',"id":', json_values(cells))
            own = [pc.if_else(cells.is_valid(), member, pa.scalar(b"", pa.binary()))]
        return [
            b'{"type":"Feature"',
            *own,
            b',"geometry":',
            _geometries(place, count, _heights(block, points, index)),
            b',"properties":{',
            *kept_cells,
            *members,
            b"}}",
        ]


def _is_there(place: Place) -> Any:
    return pa.array(np.isfinite(place.lat) & np.isfinite(place.lon))


def _heights(block: Block, points: Sequence[int], index: Any) -> Any:
    """Return the heights of the points of a GeoParquet column, None where there are none."""
    geometry = block.source.geometry
    if geometry is None or tuple(points) != geometry[:2] or len(set(geometry)) != 1:
        return None
    heights = pa.array(block.numbers(geometry[0], Kind.LENGTH))
    return heights if index is None else heights.take(index)


def _geometries(place: Place | None, count: int, heights: Any = None) -> Any:
    if place is None:
        return pa.array([b"null"] * count, pa.binary())
    texts = [pa.array(axis).cast(pa.string()).cast(pa.binary()) for axis in (place.lon, place.lat)]
    if heights is not None:
        tails = join(b",", heights.cast(pa.string()).cast(pa.binary()))
        texts.append(pc.if_else(pc.is_finite(heights), tails, pa.scalar(b"", pa.binary())))
    start = b'{"type":"Point","coordinates":['
    points = join(start, texts[0], b",", *texts[1:], b"]}")
    return pc.if_else(_is_there(place), points, pa.scalar(b"null", pa.binary()))
