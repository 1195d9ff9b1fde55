"""JSON as text: what an input holds, a piece at a time, and where rows are in it."""

from __future__ import annotations

import codecs
import itertools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodist.cli.io.cells import BLOCK_BYTES, shown

if TYPE_CHECKING:
    from geodist.cli.io.cells import Rows, Spans, Texts
    from geodist.cli.io.streams import Input

# A row may hold a shape; one that has no end shall still be found.
MAX_ROW = 1 << 28
TOO_LONG = f"it is longer than {MAX_ROW >> 20} MiB"
BLANKS = b" \t\r\n"
FAULTS = {
    "unexpected": "an unexpected character",
    "unfinished": "the text ends too early",
    "trailing": "text after the end",
    "control_character": "a control character in a string",
    "wrong_escape": "an unknown escape in a string",
    "wrong_number": "an invalid number",
    "too_deep": "more than 200 levels of nesting",
    "not_utf8": "bytes that are not UTF-8",
}


def fault_of(fault: str, data: bytes, begin: int, where: int) -> str:
    """Say what is wrong with JSON text that begins there."""
    if fault != "not_an_object":
        at = len(shown(data[begin:where])) + 1
        return f"{FAULTS[fault]} at character {at}"
    return "it is another JSON value"


class Text:
    """The text of an input, a piece of which is in memory.

    Parameters
    ----------
    stream
        Where it is read from.
    """

    block = BLOCK_BYTES

    def __init__(self, stream: Input) -> None:
        self.stream = stream
        self._begun = b""
        self._begins = True
        self._open()

    def _open(self) -> None:
        self.ended = False
        self.data = b""
        # As much as tells that a file is compressed, too.
        self.fill(16)
        self.mark = codecs.BOM_UTF8 if self.data.startswith(codecs.BOM_UTF8) else b""
        self.data = self.data.removeprefix(self.mark)

    def fill(self, size: int) -> None:
        """Read until there are that many bytes, or the end has come."""
        if not self.ended and len(self.data) < size:
            more = self.stream.read(size - len(self.data))
            self.ended = len(more) < size - len(self.data)
            self.data += more
            if self._begins:
                self._begun += more

    def first(self) -> bytes:
        """Return the first character that is not blank."""
        while not (text := self.data.lstrip(BLANKS)) and not self.ended:
            self.fill(len(self.data) + self.block)
        return text[:1]

    def go_on(self) -> None:
        """Keep no more of the beginning: it is read but once."""
        self._begins, self._begun = False, b""

    def restart(self) -> None:
        """Begin again, where `go_on` was not called before."""
        self.stream.rewind(self._begun)
        self._begins, self._begun = False, b""
        self._open()


def json_cells(texts: Texts) -> list[str]:
    """Write cells as JSON has them."""
    data, bare, missing = texts.data.tobytes(), texts.bare, texts.missing
    cells = [shown(data[a:b]) for a, b in itertools.pairwise(texts.offsets.tolist())]
    for i in range(len(cells)) if bare is None else np.flatnonzero(~bare).tolist():
        cells[i] = json.dumps(cells[i], ensure_ascii=False)
    for i in () if missing is None else np.flatnonzero(missing).tolist():
        cells[i] = "null"
    return cells


@dataclass(slots=True)
class Pieces:
    """Consecutive rows as they are found in the text.

    Parameters
    ----------
    data
        The bytes that they are in.
    spans
        Where each row is.
    at
        Where each row is in the file, as messages count them.
    tails
        The line end of each row, with blank lines behind it.
    lead
        Blank lines before the first row.
    reason
        Why the rows cannot be used; "" where they tell by themselves.
    """

    data: bytes
    spans: Spans
    at: Rows
    tails: Spans | None = None
    lead: bytes = b""
    reason: str = ""

    def part(self, begin: int, end: int) -> Pieces:
        """Return some of them."""
        tails = None if self.tails is None else self.tails[begin:end]
        lead = b"" if begin else self.lead
        spans, at = self.spans[begin:end], self.at[begin:end]
        return Pieces(self.data, spans, at, tails, lead, self.reason)
