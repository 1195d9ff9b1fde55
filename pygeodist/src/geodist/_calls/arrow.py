"""Calls with columns whose nulls are not NaN: those of Arrow, and Series of Polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._calls.functions import numbers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from geodist._calls.functions import Call


def call_arrow(call: Call, inputs: Sequence[Any], out: Any, where: Any) -> Sequence[Any]:
    """
    Call a function with operands of which at least one is a column of Arrow.

    Parameters
    ----------
    call : Call
        The function.
    inputs, out, where : object
        As of the function.

    Returns
    -------
    sequence
        The results: arrays of PyArrow, chunked if one of the inputs is.

    Raises
    ------
    TypeError
        PyArrow, which makes them, is not installed.
    """
    pa = pyarrow_module()

    def make(_: str, values: Any, null: Any) -> Any:
        array = pa.array(values, mask=null)
        return pa.chunked_array([array]) if chunked else array

    columns = [arrow_column(value) for value in inputs]
    where = arrow_column(where)
    chunked = any(isinstance(value, pa.ChunkedArray) for value in (*columns, where))
    if isinstance(where, pa.Array | pa.ChunkedArray) and not pa.types.is_boolean(where.type):
        raise TypeError(f"where must hold booleans, got an Arrow array of {where.type}")
    return call_with_nulls(call, columns, out, where, make)


def arrow_column(value: Any) -> Any:
    """Make an array of PyArrow, with its nulls, of what is a column of Arrow."""
    pa = pyarrow_module()
    if not isinstance(value, pa.Array | pa.ChunkedArray):
        if hasattr(value, "__arrow_c_array__"):
            value = pa.array(value)
        elif hasattr(value, "__arrow_c_stream__"):
            value = pa.chunked_array(value)
        else:
            return value
    # The null_count of runs is that of their own buffer: always 0.
    return pa.compute.run_end_decode(value) if pa.types.is_run_end_encoded(value.type) else value


def pyarrow_module() -> Any:
    """Import PyArrow, which makes the results."""
    try:
        import pyarrow.compute
    except ImportError:
        raise TypeError(
            "results beside columns of Arrow need PyArrow: pip install pyarrow; "
            "or give arrays, for example numpy.asarray(x)"
        ) from None
    return pyarrow


def call_with_nulls(
    call: Call,
    inputs: Sequence[Any],
    out: Any,
    where: Any,
    make: Callable[[str, Any, NDArray[np.bool_] | None], Any],
) -> Sequence[Any]:
    """
    Call a function with columns that have nulls, and make columns of the results.

    Parameters
    ----------
    call : Call
        The function.
    inputs, out, where : object
        As of the function; `where` holds booleans.
    make : callable
        Makes a column of a name, its numbers, and which of these are null, if any.

    Returns
    -------
    sequence
        The results: NaN stays NaN, and rows that `where` leaves out are null.
    """
    if where is not True:
        where = np.asarray(where.fill_null(False) if _has_nulls(where) else where, np.bool_)
    nulls = [np.asarray(v.is_null()) for v in inputs if _has_nulls(v) and _null_count(v)]
    if where is not True and out is None:
        # Rows left out of a new column are missing there.
        nulls.append(~where)
    arrays = numbers_of(call, inputs, where, lambda v: _has_nulls(v) or np.ma.isMaskedArray(v))
    results = call(*arrays, out=out, where=where)
    made = []
    for field, result in zip(call.about.fields, results, strict=True):
        null = np.logical_or.reduce(np.broadcast_arrays(*nulls, result)[:-1]) if nulls else None
        # A column against a matrix gives a matrix.
        made.append(make(field, result, null) if np.ndim(result) == 1 else result)
    return made


def _has_nulls(value: Any) -> bool:
    return hasattr(value, "is_null")


def _null_count(column: Any) -> int:
    count = column.null_count
    return int(count() if callable(count) else count)
