"""Calls with columns and expressions of Polars."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from geodist._numbers import real_array

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


def call_polars(
    fields: Sequence[str],
    function: Callable[..., Any],
    parameters: Sequence[str],
    inputs: Sequence[Any],
    out: Any,
    where: Any,
) -> list[Any]:
    """
    Call a function with operands of which at least one is of Polars.

    Parameters
    ----------
    fields : sequence of str
        The names of the results.
    function : callable
        The function for arrays.
    parameters : sequence of str
        The names of the inputs.
    inputs, out, where : object
        As of the function.

    Returns
    -------
    list
        The results: Series, or expressions if one of the operands is an expression.
    """
    if any(isinstance(value, pl.Expr) for value in (*inputs, where)):
        if out is not None:
            raise TypeError("expressions of Polars take no out=; give the result to with_columns")
        return _expressions(fields, function, parameters, inputs, where)
    nulls = [_nulls(value) for value in inputs]
    if where is not True and out is None:
        # Rows left out of a new column are missing there.
        nulls.append(~_mask(where))
    results = function(
        *(
            real_array(value, name) if isinstance(value, pl.Series | np.ma.MaskedArray) else value
            for value, name in zip(inputs, parameters, strict=True)
        ),
        out=out,
        where=True if where is True else _mask(where),
    )
    if len(fields) == 1:
        results = (results,)
    return [_wrap(result, field, nulls) for result, field in zip(results, fields, strict=True)]


def _nulls(value: Any) -> NDArray[np.bool_]:
    if isinstance(value, pl.Series) and value.null_count():
        return np.asarray(value.is_null().to_numpy())
    return np.zeros((), np.bool_)


def _mask(where: Any) -> NDArray[np.bool_]:
    if isinstance(where, pl.Series):
        if where.dtype != pl.Boolean:
            raise TypeError(f"where must hold booleans, got a Series of {where.dtype}")
        where = where.fill_null(False).to_numpy()
    return np.asarray(where)


def _wrap(result: Any, field: str, nulls: Sequence[NDArray[np.bool_]]) -> Any:
    if np.ndim(result) != 1:
        return result  # a Series against a matrix
    null = np.logical_or.reduce(np.broadcast_arrays(*nulls, result)[:-1])
    column = pl.Series(field, result)
    return column.set(pl.Series(null), None) if null.any() else column


def _expressions(
    fields: Sequence[str],
    function: Callable[..., Any],
    parameters: Sequence[str],
    inputs: Sequence[Any],
    where: Any,
) -> list[Any]:
    """Make expressions that call the function with the columns when they are there."""
    names = (*parameters, "where")
    operands = [_operand(v, name) for v, name in zip((*inputs, where), names, strict=True)]
    columns = [value for value in operands if isinstance(value, pl.Expr)]
    constants = [None if isinstance(value, pl.Expr) else value for value in operands]
    several = len(fields) > 1
    kind = pl.Struct(dict.fromkeys(fields, pl.Float64)) if several else pl.Float64
    rows = pl.struct(*(column.alias(f"{i}") for i, column in enumerate(columns)))
    result = rows.map_batches(
        partial(_evaluate, fields, function, parameters, constants),
        return_dtype=kind,
        is_elementwise=True,
    )
    if several:
        return [result.struct.field(field) for field in fields]
    return [result.alias(fields[0])]


def _operand(value: Any, name: str) -> Any:
    """Make an expression of what has a value a row; a number stays as it is."""
    if isinstance(value, pl.Expr) or np.ndim(value) == 0:
        return value
    if isinstance(value, pl.Series):
        return pl.lit(value)
    return pl.lit(pl.Series(np.asarray(value) if name == "where" else real_array(value, name)))


def _evaluate(
    fields: Sequence[str],
    function: Callable[..., Any],
    parameters: Sequence[str],
    constants: Sequence[Any],
    rows: Any,
) -> Any:
    given = iter(rows.struct.unnest())
    *inputs, where = (next(given) if value is None else value for value in constants)
    results = call_polars(fields, function, parameters, inputs, None, where)
    return results[0] if len(results) == 1 else pl.struct(*results, eager=True)
