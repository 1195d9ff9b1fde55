"""Types for the columns of a CSV table, where the output has types.

A type is chosen only where it keeps what the text says: whole numbers without leading zeros that
fit 64 bits, and decimal numbers that a double holds to their last digit; all else stays text.
"""

from __future__ import annotations

from decimal import Context, Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from geodist.cli.errors import RowError

if TYPE_CHECKING:
    from geodist.cli.csv_reader import CsvBlock

_WHOLE = r"^(-?[1-9][0-9]*|0)$"
_DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?$"
# A double holds all numbers of 15 digits, and some of more.
_LONG = r"([0-9]\.?){16}"
_WORDS = {"int64": "a whole number", "double": "a number"}


def infer_type(texts: Any) -> Any:
    """Choose the type of a column by its first texts."""
    cells = texts.cast(pa.binary())
    full = cells.filter(pc.not_equal(cells, b""))
    if not len(full):
        return pa.string()
    if _all_match(full, _WHOLE):
        try:
            full.cast(pa.string()).cast(pa.int64())
        except pa.ArrowInvalid:
            return pa.string()
        return pa.int64()
    if _all_match(full, _DECIMAL) and not len(_inexact(full)):
        return pa.float64()
    return pa.string()


def _all_match(cells: Any, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(cells, pattern)).as_py())


def _inexact(cells: Any) -> Any:
    """Find decimal numbers that a double does not hold to their last digit: their positions."""
    cells = cells.cast(pa.binary())
    long = pc.fill_null(pc.match_substring_regex(cells, _LONG), False)
    rows = np.flatnonzero(long.to_numpy(zero_copy_only=False))
    if not len(rows):
        return rows
    texts = cells.take(pa.array(rows)).cast(pa.string())
    # What comes back as it was written needs no closer look.
    other = pc.not_equal(texts.cast(pa.float64()).cast(pa.string()), texts)
    changed = np.flatnonzero(other.to_numpy(zero_copy_only=False))
    held = [_is_held(text) for text in texts.take(pa.array(changed)).to_pylist()]
    wrong: npt.NDArray[np.int64] = rows[changed[~np.array(held, bool)]]
    return wrong


def _is_held(text: str) -> bool:
    """Tell whether the double nearest to a decimal number, as short or as long as it, is it again.

    >>> _is_held("51.469999999999999"), _is_held("9007199254740993"), _is_held("0.10000000000000000")
    (True, False, True)
    """
    value = float(text)
    if not isfinite(value):
        return False
    if f"{value:.17g}" == text:  # as most programs write what is as long
        return True
    number = Decimal(text)
    digits = len(number.as_tuple().digits)
    return number in (Decimal(repr(value)), Context(prec=digits).plus(Decimal(value)))


def convert_column(block: CsvBlock, column: int, texts: Any, type_: Any) -> Any:
    """Convert the texts of a column; in a column of numbers an empty text is null.

    Raises
    ------
    RowError
        A text is not of this type, or not UTF-8; the message names it and says what to do.
    """
    if pa.types.is_string(type_):
        try:
            texts.validate(full=True)
        except pa.ArrowInvalid:
            _refuse_encoding(block, column, texts)
        return texts
    cells = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    try:
        numbers = cells.cast(type_)
    except pa.ArrowInvalid:
        _refuse_type(block, column, cells, type_)
        raise
    if pa.types.is_floating(type_) and len(rows := _inexact(cells)):
        _refuse_cell(block, column, int(rows[0]), "has more digits than a number of 64 bits holds")
    return numbers


def _refuse_type(block: CsvBlock, column: int, cells: Any, type_: Any) -> None:
    whole = pa.types.is_integer(type_)
    pattern = _WHOLE if whole else _DECIMAL
    binary = cells.cast(pa.binary())
    fits = pc.fill_null(pc.match_substring_regex(binary, pattern), True)
    for row in np.flatnonzero(~fits.to_numpy(zero_copy_only=False)).tolist():
        reason = f"is not {_WORDS[str(type_)]}, as the cells before it"
        _refuse_cell(block, column, row, reason)
    if whole:
        for row, cell in enumerate(binary.to_pylist()):
            if cell is not None and not -(1 << 63) <= int(cell) < 1 << 63:
                _refuse_cell(block, column, row, "is a whole number of more than 64 bits")


def _refuse_cell(block: CsvBlock, column: int, row: int, reason: str) -> NoReturn:
    raise RowError(
        f"{block.place(row, column)}: {block.cell(row, column)!r} {reason}; "
        f"keep the column as text with --text {block.source.header[column]!r}"
    )


def _refuse_encoding(block: CsvBlock, column: int, texts: Any) -> None:
    for row, cell in enumerate(texts.cast(pa.binary()).to_pylist()):
        try:
            cell.decode("utf-8")
        except UnicodeDecodeError:
            raise RowError(
                f"{block.place(row, column)}: {block.cell(row, column)!r} is not UTF-8, "
                "which the format of the output needs; convert the table first, as with iconv"
            ) from None
