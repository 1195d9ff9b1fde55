"""JSON Lines: an object a line, passed through byte for byte with members added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import pyarrow as pa

from geodist.cli.blocks import BLOCK_BYTES, Raw, Rows, Source, Writer, refuse_repeated_names, shown
from geodist.cli.errors import RowError, TableError
from geodist.cli.json_parse import parse_lines
from geodist.cli.texts import contents, hexadecimal, join, json_members, json_text
from geodist.cli.typed import TypedBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geodist.cli.blocks import Block, NewColumn, Place
    from geodist.cli.formats import Format
    from geodist.cli.streams import Input

MAX_LINE = 1 << 24


class JsonSource(Source):
    """A table of JSON Lines.

    Parameters
    ----------
    stream
        Where it is read from.
    form
        Its format.
    """

    row_word = "line"

    def __init__(self, stream: Input, form: Format) -> None:
        self.name = stream.name
        self.format = form
        self._stream = stream
        self._rest = b""
        self._ended = False
        self._line = 1
        self.header: list[str] = []
        self._types: list[Any] = []
        self._first = self._next_block()
        if self._first is None:
            raise TableError(f"{self.name} is empty")

    def blocks(self) -> Iterator[JsonBlock]:
        """Yield blocks of lines."""
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

    def _next_block(self) -> JsonBlock | None:
        data = self._read_lines()
        if not data:
            return None
        lines = np.array([len(line) for line in data.splitlines(keepends=True)], np.int64)
        stops = np.cumsum(lines)
        starts = stops - lines
        text = [line.strip() for line in data.splitlines()]
        full = np.array([bool(line) for line in text])
        table, broken = parse_lines(b"\n".join(t for t in text if t), int(full.sum()))
        if not self.header:
            if 0 in broken:
                raise RowError(f"{self.name}, line {self._line}: {broken[0]}")
            self.header = list(table.column_names)
            self._types = [_known(field.type) for field in table.schema]
        numbers = self._line + np.flatnonzero(full)
        self._line += len(lines)
        return JsonBlock(
            self,
            int(full.sum()),
            broken,
            columns_of(table, self.header, self._types),
            0,
            data,
            starts[full],
            numbers,
            [name for name in table.column_names if name and name not in self.header],
        )

    def _read_lines(self) -> bytes:
        size = BLOCK_BYTES
        while True:
            if not self._ended and len(self._rest) < size:
                more = self._stream.read(size - len(self._rest))
                self._ended = len(more) < size - len(self._rest)
                self._rest += more
            end = len(self._rest) if self._ended else self._rest.rfind(b"\n") + 1
            if end or self._ended:
                data, self._rest = self._rest[:end], self._rest[end:]
                return data
            if size >= MAX_LINE:
                raise RowError(f"{self.name}, line {self._line}: the line has no end")
            size *= 2


def _known(type_: Any) -> Any:
    return pa.string() if pa.types.is_null(type_) else type_


def columns_of(table: Any, header: Sequence[str], types: Sequence[Any]) -> list[Any]:
    """Return the columns of a table that a header names, null where it lacks one."""
    arrays = []
    for name, type_ in zip(header, types, strict=True):
        if name in table.column_names:
            column = table.column(name).combine_chunks()
            arrays.append(column.cast(type_) if pa.types.is_null(column.type) else column)
        else:
            arrays.append(pa.nulls(table.num_rows, type_))
    return arrays


@dataclass(slots=True)
class JsonBlock(TypedBlock):
    """Consecutive lines."""

    data: bytes
    starts: Rows
    numbered: Rows
    others: list[str]
    _raw: Raw | None = None

    def line_numbers(self, rows: Rows) -> Rows:
        """Tell the lines of rows."""
        return self.numbered[rows]

    def columns(self) -> list[Any]:
        """Return all columns; those that the first block lacked have no place."""
        if self.others:
            raise RowError(
                f"{self.source.name}, after line {self.numbered[0]}: there is a member "
                f"{self.others[0]!r}, which no object before had; only JSON Lines can be written"
            )
        return super(JsonBlock, self).columns()

    def raw(self) -> Raw:
        """Return the own bytes of the rows, which end before the last brace of each."""
        if self._raw is None:
            self._raw = self._make_raw()
        return self._raw

    def _make_raw(self) -> Raw:
        array = np.frombuffer(self.data, np.uint8)
        stops = np.append(self.starts[1:], len(array))
        braces = np.flatnonzero(array == ord("}"))
        if not len(braces):
            nothing = pa.array([b""] * self.rows, pa.binary())
            return Raw(nothing, nothing)
        last = braces[np.maximum(np.searchsorted(braces, stops) - 1, 0)]
        last = np.clip(last, self.starts, stops)
        before = last - 1
        space = np.isin(array[before], list(b" \t\r"))
        while space.any():
            before = before - space
            space = np.isin(array[before], list(b" \t\r"))
        tails = slices(self.data, last, stops)
        if self.data[-1:] != b"\n":
            tails = pa.concat_arrays([tails[:-1], pa.array([tails[-1].as_py() + b"\n"])])
        lead = self.data[: int(self.starts[0])] if self.rows else self.data
        filled = pa.array(array[before] != ord("{"))
        return Raw(slices(self.data, self.starts, last), tails, lead, filled)

    def raw_row(self, row: int) -> bytes:
        """Return the own bytes of a line."""
        return self.data[int(self.starts[row]) :].split(b"\n", 1)[0].strip()


def slices(data: bytes, starts: Rows, stops: Rows) -> Any:
    """Make an Arrow array of pieces of ``data``."""
    offsets = np.empty(2 * len(starts) + 1, np.int32)
    offsets[0:-1:2], offsets[1::2] = starts, stops
    offsets[-1] = stops[-1] if len(stops) else 0
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    both = pa.Array.from_buffers(pa.binary(), 2 * len(starts), buffers)
    return both.take(pa.array(np.arange(0, 2 * len(starts), 2)))


class JsonWriter(Writer):
    """A table of JSON Lines being written.

    Parameters
    ----------
    stream
        Where it goes.
    """

    has_geometries = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def begin(self, source: Source, new: Sequence[NewColumn]) -> None:
        """Remember the names."""
        refuse_repeated_names(source)
        self._header = self.names(source)
        self._new = [column.name for column in new]
        self._pass_through = isinstance(source, JsonSource)

    def write(
        self,
        block: Block,
        rows: Rows | None,
        new: Sequence[Any],
        place: Place | None = None,  # noqa: ARG002
    ) -> None:
        """Write rows of a block with their new members."""
        raw = block.raw() if self._pass_through else None
        if raw is None:
            old = [hexadecimal(column) for column in block.plain_columns()]
            if rows is not None:
                old = [column.take(pa.array(rows)) for column in old]
            parts = json_members([*self._header, *self._new], [*old, *new])
            self._stream.write(contents(join(b"{", *parts, b"}\n")))
            return
        taken = set(self._new).intersection(getattr(block, "others", ()))
        if taken:
            raise TableError(f"{block.source.name} has members named {min(taken)!r}; use --prefix")
        self._stream.write(raw.lead)
        raw.lead = b""
        parts = [raw.texts, raw.filled, raw.tails]
        if rows is not None:
            parts = [part.take(pa.array(rows)) for part in parts]
            wrong = np.flatnonzero(np.isin(rows, list(block.malformed)))
            if len(wrong):
                parts = _with_texts(parts, wrong.tolist(), block, rows)
        comma = pa.array([b"", b","], pa.binary()).take(parts[1].cast(pa.int8()))
        members = json_members(self._new, new)
        self._stream.write(contents(join(parts[0], comma, *members, parts[2])))

    def finish(self) -> None:
        """Write nothing: the last line is the end."""


def _with_texts(parts: Sequence[Any], wrong: Sequence[int], block: Block, rows: Rows) -> list[Any]:
    """Put lines that are no objects into objects, as text."""
    texts, filled, tails = (part.to_pylist() for part in parts)
    for i in wrong:
        texts[i] = b'{"reject_text":' + json_text(shown(block.raw_row(int(rows[i]))))
        filled[i], tails[i] = True, b"}\n"
    return [pa.array(texts, pa.binary()), pa.array(filled), pa.array(tails, pa.binary())]
