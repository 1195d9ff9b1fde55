"""Reading a CSV table in blocks, with every record's own bytes kept.

The text is read as Latin-1, in which every byte is one character: the structure of a CSV file
(delimiter, quotes, line ends) is ASCII, so a table in UTF-8 or any other encoding that extends
ASCII passes through byte for byte.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import itertools
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from geodist.cli.errors import FileError, RowError, TableError
from geodist.cli.output import STANDARD_STREAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Rows read, measured and written at a time: enough for the kernels, little in memory.
BLOCK_ROWS = 16384

# One field may hold a geometry as text; a quote that is never closed shall still be found soon.
MAX_FIELD = 1 << 24

QUOTE = '"'

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def shown(text: str) -> str:
    """Text of the table as a person reads it: UTF-8 where it is that, else Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive records: their fields, their text with its line end, the line each begins on."""

    rows: list[list[str]]
    records: list[str]
    lines: Sequence[int]


class Table:
    """A CSV table: its header now, its records block by block.

    Parameters
    ----------
    text
        The lines of the table, each byte as one character, with their ends.
    name
        What messages call the table.
    delimiter
        The character between two fields.
    """

    def __init__(self, text: Iterator[str], name: str, delimiter: str) -> None:
        self.name = name
        self.delimiter = delimiter
        self._source = text
        self.byte_order_mark = self._begin()
        self._lines_read = 0
        csv.field_size_limit(MAX_FIELD)
        self.header_record, self.header = self._read_header()

    def place(self, line: int, column: int | None = None) -> str:
        """Where a cell is, for a message."""
        if column is None:
            return f"{self.name}, line {line}"
        return f"{self.name}, line {line}, column {self.header[column]!r}"

    def blocks(self) -> Iterator[Block]:
        """Yield the records after the header; blank lines are records without fields."""
        while block := self._next_block(BLOCK_ROWS):
            yield block

    def _begin(self) -> bytes:
        """Take the byte-order mark off; refuse what is no text with ASCII in it."""
        start = "".join(self._take_lines(1))
        if "\0" in start or start.encode("latin-1").startswith(UTF_16):
            raise TableError(
                f"{self.name} is not a CSV table in UTF-8: it is UTF-16 or not text; "
                "save it as 'CSV UTF-8' first"
            )
        text = start.removeprefix(codecs.BOM_UTF8.decode("latin-1"))
        if text:
            self._source = itertools.chain([text], self._source)
        return codecs.BOM_UTF8 if text != start else b""

    def _take_lines(self, count: int) -> list[str]:
        try:
            return list(itertools.islice(self._source, count))
        except OSError as error:
            raise FileError.of("read", self.name, error) from error

    def _read_header(self) -> tuple[str, list[str]]:
        block = self._next_block(1)
        if block is None:
            raise TableError(f"{self.name} is empty: its first line must name the columns")
        if not block.rows[0]:
            raise TableError(f"{self.name}, line 1 is blank: it must name the columns")
        return block.records[0], [shown(name).strip() for name in block.rows[0]]

    def _next_block(self, count: int) -> Block | None:
        first = self._lines_read + 1
        lines = self._take_lines(count)
        if not lines:
            return None
        if QUOTE in "".join(lines):
            return self._read_quoted(lines, first)
        self._lines_read += len(lines)
        rows = list(csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE))
        return Block(rows, lines, range(first, first + len(lines)))

    def _read_quoted(self, lines: list[str], first: int) -> Block:
        """Split into records lines of which some may continue in the next one, within quotes."""
        taken: list[str] = []

        def feed() -> Iterator[str]:
            for line in itertools.chain(lines, self._source):
                taken.append(line)
                yield line

        reader = csv.reader(feed(), delimiter=self.delimiter, strict=True)
        block = Block([], [], [])
        starts: list[int] = []
        done = 0
        while done < len(lines):
            start = first + done
            try:
                row = next(reader)
            except csv.Error as error:
                self._bad_quotes(start, error)
            block.rows.append(row)
            block.records.append("".join(taken))
            starts.append(start)
            taken.clear()
            done = reader.line_num
        self._lines_read += done
        return Block(block.rows, block.records, starts)

    def _bad_quotes(self, line: int, error: csv.Error) -> NoReturn:
        reason = str(error)
        if "unexpected end" in reason or "field larger" in reason:
            reason = "a quote that opens here is never closed"
        raise RowError(f"{self.place(line)}: {reason}") from None


@contextlib.contextmanager
def open_table(name: str, delimiter: str | None) -> Iterator[Table]:
    """Open the table in the file ``name``; ``-`` is standard input.

    Without a ``delimiter`` it is a tab in files that end in .tsv or .tab, and a comma elsewhere.
    """
    if delimiter is None:
        delimiter = "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    if name == STANDARD_STREAM:
        with _lines(sys.stdin.buffer) as text:
            yield Table(text, "standard input", delimiter)
        return
    path = Path(name)
    if path.is_dir():
        raise FileError(f"cannot read {name}: it is a folder")
    try:
        stream = path.open("rb")
    except OSError as error:
        raise FileError.of("read", name, error) from error
    with stream, _lines(stream) as text:
        yield Table(text, name, delimiter)


@contextlib.contextmanager
def _lines(stream: BinaryIO) -> Iterator[io.TextIOWrapper]:
    # newline="" ends lines at \n, \r\n and \r, and leaves each as it is.
    text = io.TextIOWrapper(stream, encoding="latin-1", newline="")
    try:
        yield text
    finally:
        text.detach()
