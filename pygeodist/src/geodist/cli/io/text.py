"""CSV and TSV: rows keep their own bytes, in any encoding that extends ASCII."""

from __future__ import annotations

import codecs
import re
from bisect import bisect
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from geodist._geodist_core import (
    ROW_FAULTS,
    fitting_types,
    gather_texts,
    read_numbers,
    split_csv,
)
from geodist.cli.errors import RowError, TableError, counted
from geodist.cli.io.cells import BLOCK_BYTES, Texts, shown
from geodist.cli.io.json_text import Text
from geodist.cli.io.layer import Batch, Own, Schema, Source
from geodist.cli.parse.numbers import BLANK_HINT, axis_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geodist._geodist_core import CsvRows
    from geodist.cli.io.cells import FloatArray, Rows, Spans
    from geodist.cli.io.formats import Format
    from geodist.cli.io.streams import Input
    from geodist.cli.roles import Kind

# A row may hold a shape as text; a quote that is never closed shall still be found.
MAX_ROW = 1 << 26
_SIZE = f"{MAX_ROW >> 20} MiB"

_GOOD, _OPEN_QUOTE = ROW_FAULTS.index("none"), ROW_FAULTS.index("open_quote")
_AFTER_QUOTE = ROW_FAULTS.index("text_after_quote")
_AFTER_QUOTE_TEXT = "there is text after a closing quote"
_OTHERS = ((b'";', "';'"), (b'"\t', "'\\t'"), (b'",', "','"), (b'"|', "'|'"))
# Whether a CR at the end of a piece is one, the next piece tells.
_LINE_END = re.compile(rb"\r\n|\n|\r(?!\Z)")
_LINE_ENDS = (b"\r\n", b"\n", b"\r")
# What `fitting_types` says of a column without a full cell, and of whole numbers and numbers.
_ANY_TYPE, _NUMBER_TYPES = 7, 6


class CsvSource(Source):
    """A CSV table: its header now, its rows batch by batch.

    Parameters
    ----------
    stream
        Where it is read from.
    form
        Its format, with the delimiter.
    """

    row_word = "line"

    def __init__(self, stream: Input, form: Format) -> None:
        self.name = stream.name
        self.format = form
        self.own_as = f"csv {form.delimiter}"
        self._text = Text(stream)
        # Which types the cells of each column fit, once that is known.
        self.fits: list[int] | None = None
        self._begin()

    def batches(self) -> Iterator[Batch]:
        """Yield the rows after the header."""
        self._text.go_on()
        while self._text.data or not self._text.ended:
            yield self._next_batch()

    def typed(self) -> Any:
        """Return the Arrow schema of types that keep what the cells of the whole file say."""
        from geodist.cli.io.typed import arrow_schema

        return arrow_schema(self.schema.names, self._fitting())

    def named(self, *, bare: bool = False) -> Sequence[str]:
        """Return the names of the columns."""
        if bare:
            self._fitting()
        return self.schema.names

    @property
    def progress(self) -> tuple[int, int | None]:
        """Stored bytes read, and their number."""
        return self._text.stream.position, self._text.stream.size

    def _fitting(self) -> list[int]:
        """Tell which types the columns fit, by reading the table once more than the rows need."""
        if self.fits is None:
            text = self.format.text
            fits = [0 if "*" in text or name in text else _ANY_TYPE for name in self.schema.names]
            self._text.restart()
            self._begin()
            for batch in self.batches():
                assert isinstance(batch, CsvBatch)
                for i in range(len(fits)):
                    fits[i] &= fits[i] and batch.fitting(i)
            self._text.restart()
            self._begin()
            # A column that is empty is text.
            self.fits = [0 if fit == _ANY_TYPE else fit & _NUMBER_TYPES for fit in fits]
        return self.fits

    def _begin(self) -> None:
        """Read the beginning of the file, up to the first row."""
        self._text.fill(BLOCK_BYTES)
        text = self._text.data
        line = text.split(b"\n", 1)[0]
        if b"\0" in line or text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise TableError(
                f"{self.name} is not CSV in UTF-8: it is UTF-16 or not text; save it "
                "as 'CSV UTF-8' first"
            )
        if not text:
            raise TableError(f"{self.name} is empty: its first line must have the column names")
        if text.lstrip().startswith((b"{", b"[")):
            raise TableError(
                f"{self.name} looks like JSON, not CSV: use --from-format jsonl or --from-format "
                "geojson"
            )
        if text.startswith((b"\n", b"\r")):
            raise TableError(f"{self.name}, line 1 is blank: it must have the column names")
        self._line = 1
        self._read_header()

    def _read_header(self) -> None:
        data, found = self._split(0, 1)
        if not len(found.rows) or found.faults[0] == _OPEN_QUOTE:
            if found.open_quote is not None:
                self._refuse_quote(found)
            raise TableError(f"{self.name}, line 1 is longer than {_SIZE}")
        (begin, end), width = found.rows[0].tolist(), int(found.fields[0])
        if found.faults[0] == _AFTER_QUOTE:
            other = next((name for byte, name in _OTHERS if byte in data[:end]), None)
            hint = f"; try --delimiter {other}" if other else ""
            raise RowError(f"{self.name}, line 1: {_AFTER_QUOTE_TEXT}{hint}")
        found = split_csv(data[:end], self.format.delimiter, width, 1, is_last=True)
        offsets, text, _ = gather_texts(data, found.cells[0], "csv")
        pairs = zip(offsets.tolist(), offsets[1:].tolist(), strict=False)
        self.schema = Schema(tuple(shown(text[a:b].tobytes()).strip() for a, b in pairs))
        rest = data[end:]
        self.line_end = next((x for x in _LINE_ENDS if rest.startswith(x)), b"")
        self.head = self._text.mark + data[begin:end]
        self._text.data = rest[len(self.line_end) :]
        self._line = found.next_line + bool(self.line_end)
        self.line_end = self.line_end or b"\n"

    def _next_batch(self) -> CsvBatch:
        width = len(self.schema.names)
        data, found = self._split(width)
        if not found.consumed and not self._text.ended:
            return self._pass_row(found)
        self._text.data = data[found.consumed :]
        self._line = found.next_line
        malformed = {}
        for row in np.flatnonzero(found.faults != _GOOD).tolist():
            if found.faults[row] == _OPEN_QUOTE:
                self._refuse_quote(found)
            if found.faults[row] == _AFTER_QUOTE:
                malformed[row] = _AFTER_QUOTE_TEXT
                continue
            begin, end = found.rows[row].tolist()
            hint = self._blank_hint(data[begin:end])
            fields = counted(int(found.fields[row]), "field")
            malformed[row] = f"the row has {fields}, the header has {width}{hint}"
        used = data[: found.consumed]
        return CsvBatch(
            self, len(found.rows), malformed, used, found.cells, found.rows, found.lines
        )

    def _blank_hint(self, row: bytes) -> str:
        """Say why quotes do not hold a field together, where a blank is before them."""
        delimiter = re.escape(self.format.delimiter.encode())
        return f"; {BLANK_HINT}" if re.search(delimiter + rb' +"', row) else ""

    def _split(self, width: int, most: int | None = None) -> tuple[bytes, CsvRows]:
        """Read until there is a whole row, and find the rows there are."""
        text, mark, size = self._text, self.format.delimiter, BLOCK_BYTES
        while True:
            text.fill(size)
            found = split_csv(
                text.data, mark, width, self._line, is_last=text.ended, most_rows=most
            )
            # Blank lines belong to the row before them: a batch ends where another row begins.
            after = text.data[found.consumed : found.consumed + 1]
            whole = found.consumed and (most or after.strip(b"\r\n"))
            if whole or text.ended or size >= MAX_ROW:
                return text.data, found
            size *= 2

    def _pass_row(self, found: CsvRows) -> CsvBatch:
        """Pass over a row that is too long to be held in memory: a malformed one."""
        if found.open_quote is not None:
            self._refuse_quote(found)
        text, line = self._text, self._line
        # All line ends up to here are within quotes.
        self._line += 1 + len(_LINE_END.findall(text.data))
        end = None
        while end is None and not text.ended:
            text.data = b"\r" if text.data.endswith(b"\r") else b""
            text.fill(BLOCK_BYTES)
            end = _LINE_END.search(text.data)
        text.data = text.data[end.end() :] if end else b""
        nowhere = np.zeros((1, 2), np.int32)
        cells = np.zeros((0, len(self.schema.names), 2), np.int32)
        malformed = {0: f"the row is longer than {_SIZE}"}
        return CsvBatch(self, 1, malformed, b"", cells, nowhere, np.array([line]))

    def _refuse_quote(self, found: CsvRows) -> NoReturn:
        within = "" if self._text.ended else f" within {_SIZE}"
        raise RowError(
            f"{self.name}, line {found.open_quote}: a quote that opens here is never closed{within}: "
            "where rows begin and end cannot be told from here on"
        )


@dataclass(slots=True)
class CsvBatch(Batch):
    """Consecutive rows of a CSV table: their bytes, and where the cells are.

    Parameters
    ----------
    data
        The bytes, with line ends and blank lines.
    cells
        Where each cell is, quotes included, of rows that are not malformed.
    spans
        Where each row is.
    at
        The line of each row.
    """

    source: CsvSource
    data: bytes
    cells: Any
    spans: Spans
    at: Rows
    # The malformed rows, in their order.
    _wrong: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the malformed rows."""
        self._wrong = list(self.malformed)

    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return a column as numbers, NaN where a cell is not a number."""
        axis, decimal = axis_of(kind), self.source.format.decimal
        return read_numbers(self.data, self._spans(column), "csv", axis, decimal)

    def cell(self, row: int, column: int) -> object:
        """Return the text of a cell, without its quotes."""
        begin, end = self.cells[row - bisect(self._wrong, row), column].tolist()
        text = self.data[begin:end]
        if text.startswith(b'"'):
            text = text[1:-1].replace(b'""', b'"')
        return shown(text)

    def lines(self, rows: Rows) -> Rows:
        """Tell the lines on which rows begin."""
        return self.at[rows]

    def fitting(self, column: int) -> int:
        """Tell which types the cells of a column fit."""
        return fitting_types(self.data, self.cells[:, column], "csv", self.source.format.decimal)

    def _spans(self, column: int) -> Spans:
        """Where the cells of a column are; nowhere in malformed rows."""
        cells: Spans = self.cells[:, column]
        if not self.malformed:
            return cells
        spans = np.zeros((self.rows, 2), np.int32)
        spans[np.delete(np.arange(self.rows), self._wrong)] = cells
        return spans

    def texts(self, column: int, rows: Rows | None = None) -> Texts:
        """Return the cells of a column as text."""
        spans = self._spans(column) if rows is None else self._spans(column)[rows]
        offsets, data, _ = gather_texts(self.data, spans, "csv")
        texts = Texts(data, offsets.astype(np.int64))
        if self.source.fits is None or not self.source.fits[column]:
            return texts
        # A column of numbers: JSON has them with a point and digits behind it, and without nothing.
        if self.source.format.decimal != ".":
            texts = replace(texts, data=np.where(data == ord(","), np.uint8(ord(".")), data))
        texts = _without_last_points(texts)
        empty = np.diff(texts.offsets) == 0
        return replace(texts, missing=empty, bare=np.ones(len(empty), bool))

    def own(self) -> Own:
        """Return the own bytes of the rows."""
        if not self.rows or not self.data:
            return Own(self.data, self.spans, None, lead=self.data)
        nexts = np.append(self.spans[1:, 0], np.int32(len(self.data)))
        tails = np.stack([self.spans[:, 1], nexts], 1)
        return Own(self.data, self.spans, tails, lead=self.data[: self.spans[0, 0]])


def _without_last_points(texts: Texts) -> Texts:
    """Take points off that have no digit behind them, as in "5."; they are rare."""
    points = np.flatnonzero(texts.data == ord("."))
    after = np.append(texts.data, np.uint8(0))[points + 1] - ord("0")
    ends = np.zeros(len(texts.data) + 1, bool)
    ends[texts.offsets] = True
    wrong = points[(after > 9) | ends[points + 1]]
    if not len(wrong):
        return texts
    offsets = texts.offsets - np.searchsorted(wrong, texts.offsets)
    return replace(texts, data=np.delete(texts.data, wrong), offsets=offsets)
