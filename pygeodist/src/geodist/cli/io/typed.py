"""Types for columns of text, where the output has types: those that keep what every cell says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from geodist._geodist_core import read_integers, read_numbers
from geodist.cli.errors import RowError
from geodist.cli.io.arrow_text import text_array
from geodist.cli.io.cells import NOT_UTF8, broken_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.io.cells import Rows, Texts
    from geodist.cli.io.layer import Batch

# What the core says of cells: the first that fits is taken.
_TYPES = ((2, pa.int64()), (4, pa.float64()), (1, pa.bool_()))
_ALL = 7


def arrow_schema(names: Sequence[str], fits: Sequence[int]) -> Any:
    """Choose the types of columns by what fits all their cells, as `fitting_types` of the core says.

    A column without any cell that is not empty, which every type fits, is text.

    >>> print(arrow_schema(["a", "b", "c"], [6, 4, 0]).types)
    [DataType(int64), DataType(double), DataType(string)]
    """
    types = [
        next((type_ for bit, type_ in _TYPES if bit & fit and fit != _ALL), pa.string())
        for fit in fits
    ]
    return pa.schema(list(zip(names, types, strict=True)))


def arrow_batch(schema: Any, columns: Sequence[Texts], batch: Batch, rows: Rows | None) -> Any:
    """Convert columns of text to the types of a schema that they fit.

    Parameters
    ----------
    schema
        The types.
    columns
        The cells of ``rows``.
    batch
        Where they are from, for messages.
    rows
        Which rows of it; None for all.
    """
    arrays = []
    for i, (texts, type_) in enumerate(zip(columns, schema.types, strict=True)):
        if type_ == pa.string():
            array, at = text_array(texts, type_), broken_cell(texts)
        else:
            array, at = _numbers(texts, type_)
        if at is not None:
            row = at if rows is None else int(rows[at])
            reason = (
                NOT_UTF8
                if type_ == pa.string()
                else f"is not of the type {type_}, as all cells were when the table was read before"
            )
            raise RowError(f"{batch.place(row, i)}: {batch.cell(row, i)!r} {reason}")
        arrays.append(array)
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _numbers(texts: Texts, type_: Any) -> tuple[Any, int | None]:
    """Read cells, and find the first that is not of the type."""
    spans = np.stack([texts.offsets[:-1], texts.offsets[1:]], 1).astype(np.int32)
    missing = spans[:, 0] == spans[:, 1]
    if texts.missing is not None:
        missing |= texts.missing
    values: Any
    if type_ == pa.bool_():
        data = np.append(texts.data, np.uint8(0))
        values = data[spans[:, 0]] == ord("t")
        there = np.ones(len(values), bool)
    elif type_ == pa.int64():
        values, found = read_integers(texts.data.data, spans, "csv")
        there = found != 0
    else:
        values = read_numbers(texts.data.data, spans, "csv", "", ".")
        there = ~np.isnan(values)
    wrong = np.flatnonzero(~there & ~missing)
    return pa.array(values, type_, mask=missing), int(wrong[0]) if len(wrong) else None
