"""Types for the columns of a CSV table, where the output has types.

A type is chosen only where it keeps what the text says: whole numbers without leading zeros, and
decimal numbers; all else stays text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodist.cli.errors import RowError

if TYPE_CHECKING:
    from geodist.cli.csv_reader import CsvBlock

_WHOLE = r"^(-?[1-9][0-9]{0,17}|0)$"
_DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?$"
_WORDS = {"int64": "a whole number", "double": "a number"}


def infer_type(texts: Any) -> Any:
    """Choose the type of a column by its first texts."""
    cells = texts.cast(pa.binary())
    full = cells.filter(pc.not_equal(cells, b""))
    if not len(full):
        return pa.string()
    for pattern, type_ in ((_WHOLE, pa.int64()), (_DECIMAL, pa.float64())):
        if pc.all(pc.match_substring_regex(full, pattern)).as_py():
            return type_
    return pa.string()


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
        return cells.cast(type_)
    except pa.ArrowInvalid:
        _refuse_type(block, column, cells, type_)
        raise


def _refuse_type(block: CsvBlock, column: int, cells: Any, type_: Any) -> None:
    pattern = _WHOLE if pa.types.is_integer(type_) else _DECIMAL
    fits = pc.fill_null(pc.match_substring_regex(cells.cast(pa.binary()), pattern), True)
    for row in np.flatnonzero(~fits.to_numpy(zero_copy_only=False)).tolist():
        name = block.source.header[column]
        raise RowError(
            f"{block.place(row, column)}: {block.cell(row, column)!r} is not "
            f"{_WORDS[str(type_)]}, as the cells before it; keep the column as text with "
            f"--text {name!r}"
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
