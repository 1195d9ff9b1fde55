"""JSON Lines and JSON arrays: rows are objects, and keep their own bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from geodist._geodist_core import scan_objects, split_items, split_lines, write_members
from geodist.cli.errors import RowError, TableError
from geodist.cli.io.cells import (
    NOT_UTF8,
    Numbers,
    Texts,
    Whole,
    broken_cell,
    shown,
    text_column,
    whole_texts,
)
from geodist.cli.io.flat import flat_columns, flat_names, refuse_repeated_names
from geodist.cli.io.json_text import BLANKS, MAX_ROW, TOO_LONG, Pieces, json_cells
from geodist.cli.io.layer import Own, Sink
from geodist.cli.io.objects import JsonSource, json_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geodist.cli.io.cells import Column, Rows, Spans
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Added, Batch, Piece, Source

_ONE_LINE = bytes.maketrans(b"\r\n", b"  ")


class LinesSource(JsonSource):
    """JSON Lines: an object on each line."""

    row_word = "line"

    def _pieces(self) -> Iterator[Pieces]:
        text, line, size, lead = self._text, 1, self._text.block, b""
        while True:
            text.fill(size)
            if text.ended and text.data and not text.data.endswith(b"\n"):
                text.data += b"\n"
            found = split_lines(text.data, line, text.ended)
            spans, end = found.rows, found.consumed
            if len(spans) < 2 and not text.ended and size < MAX_ROW:
                size *= 2
                continue
            if not len(spans) and not text.ended:
                yield Pieces(b"", np.zeros((1, 2), np.int32), np.array([line]), reason=TOO_LONG)
                self._pass_line()
                line, size = line + 1, text.block
                continue
            line = found.next_line
            if not text.ended and len(spans) > 1:
                # Blank lines may follow the last row, which waits for them.
                spans, end, line = spans[:-1], int(spans[-1, 0]), int(found.lines[-1])
            data, text.data = text.data, text.data[end:]
            size = text.block
            begins = np.append(spans[:, 0], np.int32(end))
            lead += data[: begins[0]]
            tails = np.stack([spans[:, 1], begins[1:]], 1)
            if lead or len(spans):
                yield Pieces(data, spans, found.lines[: len(spans)], tails, lead)
            lead = b""
            if text.ended and not text.data:
                return

    def _pass_line(self) -> None:
        """Pass over a line that is too long to be held in memory."""
        text = self._text
        while b"\n" not in text.data and not text.ended:
            text.data = b""
            text.fill(text.block)
        text.data = text.data.partition(b"\n")[2]

    def _describe(self) -> None:
        if self._first is None or not len(self._first.spans):
            raise TableError(f"{self.name} is empty")
        super()._describe()


class ItemsSource(JsonSource):
    """Rows that are the items of an array."""

    row_word = "item"

    def _pieces(self) -> Iterator[Pieces]:
        text, state, size, count = self._text, "first", self._text.block, 0
        while state != "ended":
            text.fill(size)
            found = split_items(text.data, state, text.ended)  # type: ignore[arg-type]
            if not len(found.items) and found.state != "ended" and found.fault == "none":
                if size >= MAX_ROW:
                    raise RowError(f"{self.name}, {self.row_word} {count + 1}: {TOO_LONG}")
                size *= 2
                continue
            size, state = text.block, found.state
            data, text.data = text.data, text.data[found.consumed :]
            if len(found.items):
                yield Pieces(data, found.items, np.arange(count, count + len(found.items)) + 1)
                count += len(found.items)
            if found.fault != "none":
                what = "ends within" if found.fault == "unfinished" else "is not JSON at"
                raise TableError(f"{self.name} {what} the {self.row_word} {count + 1}")
        while not text.ended and len(text.data) < MAX_ROW:
            text.fill(len(text.data) + text.block)
        self._tail, text.data = b"]" + text.data, b""
        self._end(self._tail)

    def _end(self, tail: bytes) -> None:
        """Look at the text from the closing bracket on."""
        if tail[1:].strip(BLANKS):
            raise TableError(f"{self.name} has text after the end of its array")


class ArraySource(ItemsSource):
    """A JSON array of objects."""

    def _start(self) -> None:
        if self._text.first() != b"[":
            raise TableError(f"{self.name} is not a JSON array")
        begin = self._text.data.index(b"[") + 1
        self.head, self._text.data = self._text.data[:begin], self._text.data[begin:]


# Tables that are written


class JsonSink(Sink):
    """A table of JSON objects being written.

    Parameters
    ----------
    stream
        Where it goes.
    form
        Its format.
    """

    own_as = "json"
    # What is around the rows and between them.
    head, between, last = b"", b"\n", b""
    # Whether each row is a line.
    one_line = True
    # The member that new members go into.
    inside = ""

    def __init__(self, stream: BinaryIO, form: Format) -> None:
        self._stream = stream
        self._kind = form.kind
        self._waiting = b""

    def begin(self, source: Source, added: Added) -> None:
        """Write what comes before the rows."""
        self._source = source
        self._is_own = source.own_as == self.own_as
        self._is_same = self._is_own and source.format.kind == self._kind
        self._new = [column.name for column in added.new]
        self._names = [] if self._is_own else self._others(source)
        refuse_repeated_names(source, [*self._names, *self._new])
        if head := self._head():
            self._stream.write(head + b"\n")

    def _head(self) -> bytes:
        return (self._source.head if self._is_same else b"") or self.head

    def _others(self, source: Source) -> list[str]:
        """Name the columns of another format."""
        return flat_names(source, bare=True)

    def write(self, piece: Piece) -> None:
        """Write rows of a batch with their new members."""
        own = piece.batch.own() if self._is_own else None
        if own is None:
            self._write_others(piece)
        else:
            self._write_own(own.of(piece.rows), piece)

    def _write_own(self, own: Own, piece: Piece) -> None:
        assert own.objects is not None
        self._refuse_taken(own)
        self._put(self._new, piece.new, own.data, own.rows, own.objects, own.tails, own.lead)

    def _write_others(self, piece: Piece) -> None:
        columns = flat_columns(piece.batch, piece.rows)
        refuse_bytes(piece.batch, piece.rows, self._names, columns)
        self._put([*self._names, *self._new], [*columns, *piece.new])

    def _refuse_taken(self, own: Own) -> None:
        """Refuse new members that rows have, which no name at the beginning of the table told."""
        for name in self._new:
            if json_bytes(name) in own.data or b"\\u" in own.data:
                objects = np.ascontiguousarray(own.objects)
                if scan_objects(own.data, objects, [(name, None)]).members.any():
                    raise TableError(
                        f"{self._source.name} has members named {name!r}; use --prefix"
                    )

    def _put(
        self,
        names: Sequence[str],
        columns: Sequence[Column],
        data: Any = b"",
        rows: Spans | None = None,
        objects: Spans | None = None,
        tails: Spans | None = None,
        lead: bytes = b"",
    ) -> None:
        """Write rows, the old ones with new members or new ones."""
        is_lines = self.between == b"\n"
        if not (is_lines and self._is_same):
            tails, lead = None, b""
        if self.one_line and not self._is_same and (b"\n" in data or b"\r" in data):
            data = data.translate(_ONE_LINE)
        cells = [written(column) for column in columns]
        decimals = [x.decimals if isinstance(x, Numbers) else None for x in columns]
        text = write_members(
            data,
            rows,
            objects,
            tails,
            names,
            cells,
            self.inside,
            self.between.decode(),
            decimals,
        )
        if lead and not self.rejects:
            self._stream.write(lead)
        if len(text):
            end = len(text) - (0 if is_lines else len(self.between))
            self._stream.write(self._waiting)
            self._stream.write(text.data[:end])
            self._waiting = b"" if is_lines else self.between

    def finish(self) -> None:
        """Write what comes after the last row."""
        if tail := (self._source.tail() if self._is_same else b"") or self.last:
            self._stream.write(b"\n" + tail)


class LinesSink(JsonSink):
    """JSON Lines being written."""


class ArraySink(JsonSink):
    """A JSON array being written."""

    head, between, last = b"[", b",\n", b"]\n"
    one_line = False


def refuse_bytes(
    batch: Batch, rows: Rows | None, names: Sequence[str], columns: Sequence[Column]
) -> None:
    """Refuse cells in another encoding than UTF-8, which all JSON has."""
    for name, column in zip(names, columns, strict=True):
        if not isinstance(column, Texts):
            continue
        if (at := broken_cell(column)) is not None:
            row = at if rows is None else int(rows[at])
            cell = shown(column.data[column.offsets[at] : column.offsets[at + 1]].tobytes())
            raise RowError(f"{batch.place(row)}, column {name!r}: {cell!r} {NOT_UTF8}")


def written(column: Column) -> Any:
    """Make a column one that the core writes."""
    if isinstance(column, Numbers):
        return column.values
    if isinstance(column, Whole):
        if column.missing is None or not column.missing.any():
            return column.values
        column = whole_texts(column)
    assert isinstance(column, Texts), "text formats take no Arrow arrays"
    bare, missing = column.bare, column.missing
    verbatim = bare is not None and bool((bare if missing is None else bare | missing).all())
    if bare is not None and not verbatim and bare.any():
        # Cells of JSON that are of several types.
        column, verbatim = replace(text_column(json_cells(column)), missing=missing), True
    there = None if missing is None else (~missing).view(np.uint8)
    return column.offsets.astype(np.int32), column.data, there, verbatim
