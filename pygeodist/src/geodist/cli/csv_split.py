"""Where the records and fields of CSV text stand, found for whole blocks at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int32]

_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D


class UnclosedQuoteError(Exception):
    """A quote that is never closed; ``start`` is where its record begins."""

    def __init__(self, start: int) -> None:
        super().__init__("a quote that opens here is never closed")
        self.start = start


@dataclass(slots=True)
class Split:
    """The structure of a piece of CSV text that begins with a record.

    Parameters
    ----------
    end
        Where the first record begins that is not complete.
    starts, ends
        Where the text of each record begins and ends, without its line end. Blank lines are no
        records: they belong to the line end before them.
    firsts
        For each record, the index in ``separators`` of the end of its first field.
    counts
        The number of fields of each record.
    separators
        Where each field ends.
    quoted
        Whether there are quotes.
    broken
        Records with text after a closing quote.
    """

    end: int
    starts: Positions
    ends: Positions
    firsts: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    separators: Positions
    quoted: bool
    broken: set[int] = field(default_factory=set)


def split(data: bytes, delimiter: int, *, final: bool) -> Split:
    """Find the records and fields of ``data``.

    Parameters
    ----------
    data
        Text that begins with a record.
    delimiter
        The byte between two fields.
    final
        Whether the text ends here: its last record may lack a line end.

    Raises
    ------
    UnclosedQuoteError
        The text ends within quotes.
    """
    array = np.frombuffer(data, np.uint8)
    line_end = array == _LF
    if b"\r" in data:
        lone = array == _CR
        lone[:-1] &= array[1:] != _LF
        # What follows the last byte is not known yet.
        lone[-1:] &= final
        line_end |= lone
    separators = np.flatnonzero(line_end | (array == delimiter)).astype(np.int32)
    broken: dict[int, None] = {}
    quoted = b'"' in data
    if quoted:
        quotes = np.flatnonzero(array == _QUOTE)
        if _is_regular(array, quotes, delimiter) and not (final and len(quotes) % 2):
            inside = np.searchsorted(quotes, separators) & 1
            separators = separators[inside == 0]
        else:
            separators, broken = _scan(data, delimiter, final=final)
    if (
        final
        and len(data)
        and not (len(separators) and separators[-1] == len(data) - 1 and line_end[-1])
    ):
        separators = np.append(separators, np.int32(len(data)))
        line_end = np.append(line_end, True)
    return _records(array, separators, line_end, quoted, broken)


def _records(
    array: npt.NDArray[np.uint8],
    separators: Positions,
    line_end: npt.NDArray[np.bool_],
    quoted: bool,
    broken: dict[int, None],
) -> Split:
    lasts = np.flatnonzero(line_end[separators])
    if not len(lasts):
        nothing = np.zeros(0, np.int32)
        return Split(0, nothing, nothing, lasts, lasts, nothing, quoted)
    stops = separators[lasts]
    starts = np.concatenate([[0], stops[:-1] + 1]).astype(np.int32)
    firsts = np.concatenate([[0], lasts[:-1] + 1])
    ends = stops.copy()
    if len(array):
        before = np.maximum(stops, 1) - 1
        at = np.minimum(stops, len(array) - 1)
        pair = (array[before] == _CR) & (array[at] == _LF) & (stops > starts)
        ends -= pair
    full = ends > starts
    if not full.all():
        starts, ends, firsts, lasts = starts[full], ends[full], firsts[full], lasts[full]
    result = Split(
        min(int(stops[-1]) + 1, len(array)),
        starts,
        ends,
        firsts,
        lasts - firsts + 1,
        separators,
        quoted,
    )
    if broken:
        result.broken = {int(np.searchsorted(starts, start)) for start in broken}
    return result


def _is_regular(
    array: npt.NDArray[np.uint8], quotes: npt.NDArray[np.int64], delimiter: int
) -> bool:
    """Tell whether every quote opens at the start of a field or closes at the end of one."""
    border = np.zeros(256, bool)
    border[[delimiter, _LF, _CR, _QUOTE]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    opening = opening[1:] if len(opening) and opening[0] == 0 else opening
    closing = closing[:-1] if len(closing) and closing[-1] == len(array) - 1 else closing
    return bool(border[array[opening - 1]].all() and border[array[closing + 1]].all())


def _scan(data: bytes, delimiter: int, *, final: bool) -> tuple[Positions, dict[int, None]]:
    """Find the separators one by one, where quotes stand inside fields that are not quoted."""
    mark = re.escape(bytes([delimiter]))
    plain = b"[^" + mark + rb"\r\n]"
    pattern = re.compile(rb'"[^"]*(?:""[^"]*)*"(?=[\r\n]|\Z|' + mark + b')|(?!")' + plain + b"*")
    closed = re.compile(rb'"[^"]*(?:""[^"]*)*"')
    line = re.compile(rb"[\r\n]")
    separators: list[int] = []
    broken: dict[int, None] = {}
    start = position = 0
    while position < len(data):
        match = pattern.match(data, position)
        if match is not None:
            position = match.end()
        elif (quote := closed.match(data, position)) is None:
            if final:
                raise UnclosedQuoteError(start)
            break
        else:
            broken[start] = None
            found = line.search(data, quote.end())
            position = found.start() if found else len(data)
        if position == len(data):
            break
        byte = data[position]
        if byte == _CR and position + 1 == len(data) and not final:
            break
        if byte == _CR and data[position + 1 : position + 2] == b"\n":
            position += 1
        separators.append(position)
        position += 1
        if byte != delimiter:
            start = position
    return np.array(separators, np.int32), broken
