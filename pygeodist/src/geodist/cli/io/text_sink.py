"""CSV and TSV being written: a source's own rows as they are, those of other formats as texts."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from geodist._geodist_core import write_cells
from geodist.cli.io.cells import Numbers, Texts, Whole, text_column, whole_texts, with_mark
from geodist.cli.io.flat import flat_columns, flat_names
from geodist.cli.io.layer import Sink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.io.cells import Column, Spans
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Added, Piece, Source


class CsvSink(Sink):
    """A CSV table being written.

    Parameters
    ----------
    stream
        Where it goes.
    form
        Its format, with the delimiter.
    """

    def __init__(self, stream: BinaryIO, form: Format) -> None:
        self._stream = stream
        self._delimiter = form.delimiter
        self._decimal = form.decimal
        self._line_end = "\n"
        self._own = False

    def begin(self, source: Source, added: Added) -> None:
        """Write the line of names."""
        other_mark = source.format.decimal != self._decimal
        self._own = source.own_as == f"csv {self._delimiter}" and not other_mark
        if self._own:
            self._line_end = source.line_end.decode()
        names = [column.name for column in added.new]
        if self._own:
            mark = codecs.BOM_UTF8 if source.head.startswith(codecs.BOM_UTF8) else b""
            self._stream.write(mark)
            head, span = source.head, [[len(mark), len(source.head)]]
        else:
            head, span = b"", None
            names = flat_names(source, bare=other_mark) + names
        cells: list[Column] = [text_column([name]) for name in names]
        rows = None if span is None else np.array(span, np.int32)
        self._write(head, rows, None, cells)

    def write(self, piece: Piece) -> None:
        """Write rows of a batch with their new columns."""
        batch, rows, new, _ = piece
        own = batch.own() if self._own else None
        if own is None:
            self._write(b"", None, None, [*flat_columns(batch, rows), *new])
            return
        own = own.of(rows)
        if not self.rejects:
            self._stream.write(own.lead)
        self._write(own.data, own.rows, own.tails, new)

    def finish(self) -> None:
        """Write nothing: a table of text ends with its last row."""

    def _write(
        self, data: Any, rows: Spans | None, tails: Spans | None, columns: Sequence[Column]
    ) -> None:
        cells = [self._cells(column) for column in columns]
        decimals = [x.decimals if isinstance(x, Numbers) else None for x in columns]
        mark, end = self._delimiter, self._line_end
        text = write_cells(
            data, rows, tails, cells, mark, self.rejects, end, decimals, self._decimal
        )
        self._stream.write(text.data)

    def _cells(self, column: Column) -> Any:
        """Make a column one that the core writes."""
        if isinstance(column, Numbers):
            return column.values
        if isinstance(column, Whole):
            if column.missing is None or not column.missing.any():
                return column.values
            column = whole_texts(column)
        assert isinstance(column, Texts), "text formats take no Arrow arrays"
        there = None if column.missing is None else (~column.missing).view(np.uint8)
        data = with_mark(column, self._decimal).data
        return column.offsets.astype(np.int32), data, there, False
