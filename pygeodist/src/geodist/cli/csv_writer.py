"""Writing CSV: own bytes passed through where the input is CSV too, cells made elsewhere."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from geodist.cli.blocks import Writer
from geodist.cli.csv_reader import CsvBlock, CsvSource
from geodist.cli.texts import contents, csv_cells, csv_texts, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.blocks import Block, NewColumn, Place, Rows, Source
    from geodist.cli.formats import Format

_LINE_END = b"\n"


class CsvWriter(Writer):
    """A CSV table being written.

    Parameters
    ----------
    stream
        Where it goes.
    form
        Its format, with the delimiter.
    in_front
        Whether new columns go before the others, where rows of any width can have them.
    """

    has_geometries = False

    def __init__(self, stream: BinaryIO, form: Format, *, in_front: bool = False) -> None:
        self._stream = stream
        self._delimiter = form.delimiter
        self._decimal = form.decimal
        self._separator = form.delimiter.encode()
        self._in_front = in_front
        self._pass_through = False

    def begin(self, source: Source, new: Sequence[NewColumn]) -> None:
        """Write the line of names."""
        names = self._line([column.name for column in new])
        if isinstance(source, CsvSource) and source.format.delimiter == self._delimiter:
            self._pass_through = True
            self._stream.write(source.byte_order_mark)
            old, end = source.header_record, source.line_end
        else:
            old, end = self._line(self.names(source)), _LINE_END
        both = [names, old] if self._in_front else [old, names]
        self._stream.write(self._separator.join(part for part in both if part) + end)

    def write(
        self,
        block: Block,
        rows: Rows | None,
        new: Sequence[Any],
        place: Place | None = None,  # noqa: ARG002
    ) -> None:
        """Write rows of a block with their new columns."""
        # Numbers come as the bytes they are written with.
        cells = [
            self._numbers(pc.fill_null(column, b""))
            if pa.types.is_binary(column.type)
            else self._cells(column)
            for column in new
        ]
        raw = block.raw() if self._pass_through else None
        if raw is None:
            texts: Any = [_taken(column, rows) for column in self._old_cells(block)]
            tails: Any = _LINE_END
        else:
            texts, tails = [_taken(raw.texts, rows)], _taken(raw.tails, rows)
            if not self._in_front:
                self._stream.write(raw.lead)
                raw.lead = b""
        parts = [*cells, *texts] if self._in_front else [*texts, *cells]
        separated = [item for part in parts for item in (self._separator, part)][1:]
        if separated:
            self._stream.write(contents(join(*separated, tails)))

    def finish(self) -> None:
        """Write nothing: a table of text ends with its last row."""

    def _old_cells(self, block: Block) -> list[Any]:
        if isinstance(block, CsvBlock):
            # Neither table has types: cells stay the text that they are.
            count = len(block.source.header)
            return [csv_texts(block.texts(i), self._delimiter) for i in range(count)]
        return [self._cells(column) for column in block.plain_columns()]

    def _cells(self, column: Any) -> Any:
        cells = csv_cells(column, self._delimiter)
        has_decimals = pa.types.is_floating(column.type) or pa.types.is_decimal(column.type)
        return self._numbers(cells) if has_decimals else cells

    def _numbers(self, cells: Any) -> Any:
        """Give numbers their decimal mark; in quotes, where it is the delimiter too."""
        if self._decimal == ".":
            return cells
        cells = pc.replace_substring(cells, b".", self._decimal)
        if self._decimal != self._delimiter:
            return cells
        return pc.if_else(pc.match_substring(cells, self._decimal), join(b'"', cells, b'"'), cells)

    def _line(self, names: Sequence[str]) -> bytes:
        buffer = io.StringIO()
        # Only the characters of the line end make the writer quote a name.
        writer = csv.writer(buffer, delimiter=self._delimiter, lineterminator="\r\n")
        writer.writerow(names)
        return buffer.getvalue().removesuffix("\r\n").encode()


def _taken(column: Any, rows: Rows | None) -> Any:
    return column if rows is None else column.take(pa.array(rows))
