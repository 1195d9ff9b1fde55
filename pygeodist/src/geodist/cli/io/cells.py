"""Columns of cells: computed numbers, text, and what Arrow has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

# Bytes of text read, measured and written at a time: enough for the kernels, little in memory.
BLOCK_BYTES = 1 << 20

FloatArray = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Buffer = npt.NDArray[np.uint8]
# Pieces of a block of text: a row for each, with the positions of its begin and its end.
Spans = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Computed numbers; NaN is missing.

    Parameters
    ----------
    values
        The numbers, in the unit that is written.
    decimals
        Digits after the point; None for the shortest text that reads back as the same number.
    """

    values: FloatArray
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """Computed whole numbers."""

    values: Rows
    missing: Mask | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """Cells of text, one after the other, without the quotes or escapes of a format.

    Parameters
    ----------
    data
        The bytes of all cells: UTF-8, or from CSV any encoding that extends ASCII.
    offsets
        Where each cell begins, and the last one ends: one more than there are cells.
    missing
        The cells that are null; None where none is. An empty cell of CSV is text of no length.
    bare
        The cells that JSON writes as they are, without quotes: numbers, true, arrays; None where
        none is.
    """

    data: Buffer
    offsets: Rows
    missing: Mask | None = None
    bare: Mask | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """Cells that are an Arrow array."""

    array: Any


Column = Numbers | Whole | Texts | Typed


def shown(data: bytes) -> str:
    """Text of a table as a person reads it: UTF-8 where it is that, else Latin-1."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


NOT_UTF8 = "is not UTF-8, which the format of the output needs; convert the table first, for example with iconv"


def broken_cell(texts: Texts) -> int | None:
    """Find the first cell that is not UTF-8; None where all are."""
    offsets = texts.offsets
    data = texts.data[offsets[0] : offsets[-1]]
    try:
        data.tobytes().decode()
    except UnicodeDecodeError as error:
        return int(np.searchsorted(offsets, offsets[0] + error.start, "right")) - 1
    # Two cells may be that only together: the second begins within a character of the first.
    full = np.flatnonzero(np.diff(offsets))
    within = np.flatnonzero((data[offsets[full] - offsets[0]] & 0xC0) == 0x80)
    return int(full[within[0] - 1]) if len(within) else None


def whole_texts(column: Whole) -> Texts:
    """Write whole numbers, some of which are missing."""
    texts = text_column([str(value) for value in column.values])
    return replace(texts, missing=column.missing, bare=np.ones(len(column.values), bool))


def text_column(cells: Sequence[str]) -> Texts:
    """Make a column of texts."""
    parts = [cell.encode("utf-8", "surrogateescape") for cell in cells]
    offsets = np.cumsum([0, *map(len, parts)])
    return Texts(np.frombuffer(b"".join(parts), np.uint8), offsets)


def pieces(cells: Texts) -> tuple[Buffer, Rows, Rows]:
    """Tell where cells begin and end; those that are missing have no bytes."""
    ends = cells.offsets[1:]
    if cells.missing is not None:
        ends = np.where(cells.missing, cells.offsets[:-1], ends)
    return cells.data, cells.offsets[:-1], ends


def with_mark(texts: Texts, mark: str) -> Texts:
    """Write the numbers of a format that has them with a decimal mark, as its texts have it.

    >>> texts = Texts(np.frombuffer(b"1.5a.b", np.uint8), np.array([0, 3, 6]), bare=np.array([True, False]))
    >>> bytes(with_mark(texts, ",").data)
    b'1,5a.b'
    """
    if mark == "." or texts.bare is None:
        return texts
    is_bare = np.zeros(len(texts.data), bool)
    is_bare[texts.offsets[0] : texts.offsets[-1]] = np.repeat(texts.bare, np.diff(texts.offsets))
    is_point = is_bare & (texts.data == ord("."))
    return replace(texts, data=np.where(is_point, np.uint8(ord(mark)), texts.data))


def take(column: Column, rows: Rows, missing: Mask | None = None) -> Column:
    """Take cells of a column; those that ``missing`` tells are missing, whatever ``rows`` says.

    >>> texts = Texts(np.frombuffer(b"abcde", np.uint8), np.array([0, 2, 5]))
    >>> taken = take(texts, np.array([1, 0, 0]), np.array([False, True, False]))
    >>> bytes(taken.data), taken.offsets.tolist(), taken.missing.tolist()
    (b'cdeab', [0, 3, 3, 5], [False, True, False])
    """
    if missing is not None:
        if missing.all():
            return blank(column, len(rows))
        rows = np.where(missing, 0, rows)
    if isinstance(column, Typed):
        import pyarrow as pa

        return Typed(column.array.take(pa.array(rows, mask=missing)))
    if isinstance(column, Numbers):
        values = column.values[rows]
        if missing is not None:
            values[missing] = np.nan
        return Numbers(values, column.decimals)
    missing = _any(column.missing, rows, missing)
    if isinstance(column, Whole):
        return Whole(column.values[rows], missing)
    starts = column.offsets[rows]
    lengths = column.offsets[rows + 1] - starts
    if missing is not None:
        lengths[missing] = 0
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    # Where each byte comes from: on from the start of its cell.
    where = np.repeat(starts - offsets[:-1], lengths) + np.arange(offsets[-1])
    bare = None if column.bare is None else column.bare[rows]
    return Texts(column.data[where], offsets, missing, bare)


def blank(like: Column, count: int) -> Column:
    """Return a column of cells that are missing."""
    missing = np.ones(count, bool)
    if isinstance(like, Numbers):
        return Numbers(np.full(count, np.nan), like.decimals)
    if isinstance(like, Whole):
        return Whole(np.zeros(count, np.int64), missing)
    if isinstance(like, Texts):
        return Texts(np.zeros(0, np.uint8), np.zeros(count + 1, np.int64), missing)
    import pyarrow as pa

    return Typed(pa.nulls(count, like.array.type))


def concatenate(columns: Sequence[Column]) -> Column:
    """Put parts of one column, of one kind, behind each other; there is at least one."""
    first = columns[0]
    if len(columns) == 1:
        return first
    parts: Any = columns
    if isinstance(first, Typed):
        import pyarrow as pa

        return Typed(pa.concat_arrays([part.array for part in parts]))
    if isinstance(first, Numbers):
        return Numbers(np.concatenate([part.values for part in parts]), first.decimals)
    counts = [len(part.values if isinstance(part, Whole) else part.offsets[1:]) for part in parts]
    missing = _masks([part.missing for part in parts], counts)
    if isinstance(first, Whole):
        return Whole(np.concatenate([part.values for part in parts]), missing)
    begins = np.cumsum([0, *(len(part.data) for part in parts)])
    offsets = [part.offsets[1:] + begin for part, begin in zip(parts, begins, strict=False)]
    return Texts(
        np.concatenate([part.data for part in parts]),
        np.concatenate([np.zeros(1, np.int64), *offsets]),
        missing,
        _masks([part.bare for part in parts], counts),
    )


def _masks(masks: Sequence[Mask | None], counts: Sequence[int]) -> Mask | None:
    if all(mask is None for mask in masks):
        return None
    pairs = zip(masks, counts, strict=True)
    return np.concatenate([np.zeros(n, bool) if mask is None else mask for mask, n in pairs])


def _any(own: Mask | None, rows: Rows, missing: Mask | None) -> Mask | None:
    if own is None:
        return missing
    taken: Mask = own[rows]
    return taken if missing is None else taken | missing
