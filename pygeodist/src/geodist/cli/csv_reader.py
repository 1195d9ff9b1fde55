"""Reading CSV in blocks, with every record's own bytes kept.

The structure of a CSV file (delimiter, quotes, line ends) is ASCII, so a table in UTF-8 or any
other encoding that extends ASCII passes through byte for byte.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodist.cli.blocks import BLOCK_BYTES, Block, Raw, Rows, Source, shown
from geodist.cli.csv_split import Positions, Split, UnclosedQuoteError, split
from geodist.cli.csv_types import convert_column, infer_type
from geodist.cli.errors import RowError, TableError, counted
from geodist.cli.numbers import explain, parse_numbers, with_points
from geodist.cli.quotes import quote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from geodist.cli.blocks import FloatArray
    from geodist.cli.formats import Format
    from geodist.cli.roles import Kind
    from geodist.cli.streams import Input

# One record may hold a geometry as text; a quote that is never closed shall still be found soon.
MAX_RECORD = 1 << 24

_UNCLOSED = (
    "a quote that opens here is never closed: where rows begin and end cannot be told from here on"
)
_AFTER_QUOTE = "there is text after a closing quote"
_QUOTE = 0x22
_OTHERS = ((b'";', "';'"), (b'"\t', "'\\t'"), (b'",', "','"), (b'"|', "'|'"))

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class CsvSource(Source):
    """A CSV table: its header now, its records block by block.

    Parameters
    ----------
    stream
        Where it is read from.
    form
        Its format, with the delimiter.
    text_columns
        The columns that stay text in formats with types; None where all of them do.
    """

    row_word = "line"

    def __init__(
        self, stream: Input, form: Format, text_columns: Collection[str] | None = ()
    ) -> None:
        self.name = stream.name
        self.format = form
        self._stream = stream
        self._text_columns = text_columns
        self._types: list[Any] = []
        self._line = 1
        self._rest = stream.read(BLOCK_BYTES)
        self._ended = len(self._rest) < BLOCK_BYTES
        self.byte_order_mark = b""
        self._begin()
        self.header, self.header_record, self.line_end = self._read_header()
        self._first = self._sample = self._next_block()

    def blocks(self) -> Iterator[CsvBlock]:
        """Yield the records after the header."""
        block, self._first = self._first, None
        while block is not None:
            yield block
            block = self._next_block()

    def types(self) -> list[Any]:
        """Return the types that the first block suggests."""
        if not self._types:
            keep, block = self._text_columns, self._sample
            self._types = [
                pa.string()
                if keep is None or name in keep or block is None
                else infer_type(with_points(block.texts(i), self.format.decimal))
                for i, name in enumerate(self.header)
            ]
        return self._types

    @property
    def progress(self) -> tuple[int, int | None]:
        """Stored bytes read, and their number."""
        return self._stream.position, self._stream.size

    def _begin(self) -> None:
        """Take the byte-order mark off; refuse what is no text with ASCII in it."""
        data = self._rest
        line = data[:MAX_RECORD].split(b"\n", 1)[0]
        if b"\0" in line or data.startswith(UTF_16):
            raise TableError(
                f"{self.name} is not a CSV table in UTF-8: it is UTF-16 or not text; "
                "save it as 'CSV UTF-8' first"
            )
        self._rest = data.removeprefix(codecs.BOM_UTF8)
        if self._rest != data:
            self.byte_order_mark = codecs.BOM_UTF8
        if not self._rest:
            raise TableError(f"{self.name} is empty: its first line must name the columns")
        if self._rest.lstrip().startswith((b"{", b"[")):
            raise TableError(
                f"{self.name} is no CSV table, it begins as JSON does: set --from-format jsonl "
                "or --from-format geojson"
            )
        if self._rest.startswith((b"\n", b"\r")):
            raise TableError(f"{self.name}, line 1 is blank: it must name the columns")

    def _read_header(self) -> tuple[list[str], bytes, bytes]:
        data, found = self._split()
        if 0 in found.broken:
            line = data[: int(found.ends[0])]
            other = next((name for byte, name in _OTHERS if byte in line), None)
            hint = f"; try --delimiter {other}" if other else ""
            raise RowError(f"{self.name}, line 1: {_AFTER_QUOTE}{hint}")
        end = int(found.ends[0])
        after = end + (2 if data[end : end + 2] == b"\r\n" else 1)
        line_end = data[end:after] or b"\n"
        stops = found.separators[: int(found.counts[0])]
        starts = [0, *(stops[:-1] + 1)]
        names = [shown(_unquote(data[a : min(b, end)])) for a, b in zip(starts, stops, strict=True)]
        self._line += count_lines(data[:after])
        self._rest = data[after:]
        return [name.strip() for name in names], data[:end], line_end

    def _next_block(self) -> CsvBlock | None:
        if not self._rest and self._ended:
            return None
        data, found = self._split()
        used, self._rest = data[: found.end], data[found.end :]
        block = CsvBlock.of(self, used, found, self._line)
        self._line += count_lines(used)
        return block

    def _split(self) -> tuple[bytes, Split]:
        """Read until there is a whole record, and split what there is."""
        size = BLOCK_BYTES
        while True:
            if not self._ended and len(self._rest) < size:
                more = self._stream.read(size - len(self._rest))
                self._ended = len(more) < size - len(self._rest)
                self._rest += more
            try:
                found = split(self._rest, ord(self.format.delimiter), final=self._ended)
            except UnclosedQuoteError as error:
                self._refuse(error.start, str(error))
            if found.end or self._ended:
                return self._rest, found
            if size >= MAX_RECORD:
                self._refuse(0, _UNCLOSED if found.quoted else "the line has no end")
            size *= 2

    def _refuse(self, start: int, reason: str) -> NoReturn:
        line = self._line + count_lines(self._rest[:start])
        raise RowError(f"{self.name}, line {line}: {reason}")


def count_lines(data: bytes) -> int:
    """Count the line ends: LF, CRLF, and CR alone."""
    lines = data.count(b"\n")
    if b"\r" in data:
        lines += data.count(b"\r") - data.count(b"\r\n")
    return lines


def _unquote(data: bytes) -> bytes:
    if len(data) > 1 and data.startswith(b'"') and data.endswith(b'"'):
        return data[1:-1].replace(b'""', b'"')
    return data


@dataclass(slots=True)
class CsvBlock(Block):
    """Consecutive records of a CSV table."""

    source: CsvSource
    data: bytes
    split: Split
    first_line: int
    _raw: Raw | None = None

    @classmethod
    def of(cls, source: CsvSource, data: bytes, found: Split, first_line: int) -> CsvBlock:
        """Make the block of what was found in ``data``."""
        width = len(source.header)
        wrong = np.flatnonzero(found.counts != width).tolist()
        malformed = {
            row: f"the row has {counted(int(found.counts[row]), 'field')}, the header has {width}"
            for row in wrong
        }
        malformed |= dict.fromkeys(found.broken, _AFTER_QUOTE)
        return cls(source, len(found.starts), malformed, data, found, first_line)

    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return a column as numbers, NaN where a cell is none."""
        return parse_numbers(self.texts(column), kind, self.source.format.decimal)

    def problem(self, row: int, column: int, kind: Kind, other: float | None = None) -> str:
        """Say what is wrong with a cell."""
        text = self.cell(row, column)
        decimal = self.source.format.decimal
        if (reason := explain(text, kind, decimal)) is not None:
            return reason
        (value,) = parse_numbers(pa.array([text]), kind, decimal)
        return f"{quote(text)} {kind.refusal(float(value), other)}"

    def cell(self, row: int, column: int) -> str:
        """Return the text of a cell, without its quotes."""
        starts, ends = self._bounds(column)
        return shown(_unquote(self.data[starts[row] : ends[row]]))

    def line_numbers(self, rows: Rows) -> Rows:
        """Tell the lines on which records begin."""
        starts = self.split.starts[rows].tolist()
        lines, line, done = [], self.first_line, 0
        for start in starts:
            line += count_lines(self.data[done:start])
            done = start
            lines.append(line)
        return np.array(lines, np.int64)

    def columns(self) -> list[Any]:
        """Return all columns, of the types that the first block suggests."""
        return [self._converted(i, type_) for i, type_ in enumerate(self.source.types())]

    def _converted(self, column: int, type_: Any) -> Any:
        texts = self.texts(column)
        if not pa.types.is_string(type_):
            texts = with_points(texts, self.source.format.decimal)
        return convert_column(self, column, texts, type_)

    def texts(self, column: int) -> Any:
        """Return a column as Arrow text without quotes, whose bytes may not be valid UTF-8."""
        starts, ends = self._bounds(column)
        doubled = False
        if self.split.quoted and len(starts):
            array = np.frombuffer(self.data, np.uint8)
            first = np.minimum(starts, len(array) - 1)
            quoted = (ends - starts >= 2) & (array[first] == _QUOTE)
            starts, ends = starts + quoted, ends - quoted
            doubled = bool(quoted.any())
        texts = _slices(self.data, starts, ends, pa.string())
        if doubled:
            unescaped = pc.replace_substring(texts.cast(pa.binary()), b'""', b'"')
            unescaped = pa.StringArray.from_buffers(len(texts), *unescaped.buffers()[1:])
            texts = pc.if_else(pa.array(quoted), unescaped, texts)
        return texts

    def raw(self) -> Raw:
        """Return the own bytes of the rows."""
        if self._raw is None:
            self._raw = self._make_raw()
        return self._raw

    def _make_raw(self) -> Raw:
        starts, ends = self.split.starts, self.split.ends
        if not self.rows:
            nothing = pa.array([], pa.binary())
            return Raw(nothing, nothing, self.data)
        after = np.append(starts[1:], np.int32(len(self.data)))
        tails = _slices(self.data, ends, after, pa.binary())
        if ends[-1] == len(self.data):
            tails = pa.concat_arrays([tails[:-1], pa.array([self.source.line_end])])
        return Raw(_slices(self.data, starts, ends, pa.binary()), tails, self.data[: starts[0]])

    def raw_row(self, row: int) -> bytes:
        """Return the own bytes of a record."""
        return self.data[self.split.starts[row] : self.split.ends[row]]

    def _bounds(self, column: int) -> tuple[Positions, Positions]:
        """Where a column's cells begin and end; nowhere in malformed records."""
        found = self.split
        width = len(self.source.header)
        separators = found.separators
        if not len(separators):
            return found.starts, found.starts
        index = np.minimum(found.firsts + column, len(separators) - 1)
        starts = separators[index - 1] + np.int32(1) if column else found.starts
        ends = separators[index] if column < width - 1 else found.ends
        if self.malformed:
            wrong = np.zeros(self.rows, bool)
            wrong[list(self.malformed)] = True
            starts = np.where(wrong, found.starts, starts)
            ends = np.where(wrong, found.starts, ends)
        return starts, ends


def _slices(data: bytes, starts: Positions, ends: Positions, type_: Any) -> Any:
    """Make an Arrow array of pieces of ``data``, which follow each other."""
    count = len(starts)
    # The pieces and what stands between them share the bytes; only the pieces are copied.
    offsets = np.empty(2 * count + 1, np.int32)
    offsets[0:-1:2] = starts
    offsets[1::2] = ends
    offsets[-1] = ends[-1] if count else 0
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    both = pa.Array.from_buffers(type_, 2 * count, buffers)
    return both.take(pa.array(np.arange(0, 2 * count, 2, dtype=np.int32)))
