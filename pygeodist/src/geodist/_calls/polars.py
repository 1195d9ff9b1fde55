"""Calls with columns and expressions of Polars."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from geodist._columns.numbers import real_array, real_array_where

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
    mask: Any = True if where is True else _mask(where)
    if mask is not True and out is None:
        # Rows left out of a new column are missing there.
        nulls.append(~mask)
    results = function(
        *(_numbers(value, name, mask) for value, name in zip(inputs, parameters, strict=True)),
        out=out,
        where=mask,
    )
    if len(fields) == 1:
        results = (results,)
    return [_wrap(result, field, nulls) for result, field in zip(results, fields, strict=True)]


def _numbers(value: Any, name: str, mask: Any) -> Any:
    if not isinstance(value, pl.Series | np.ma.MaskedArray):
        return value
    if isinstance(value, pl.Series) and value.dtype == pl.Struct:
        # NumPy would make a matrix of its fields.
        raise TypeError(
            f"{name} must hold real numbers, got Series of dtype {value.dtype}; "
            "give a field of it, as by .struct.field('lat')"
        )
    if isinstance(value, pl.Series) and value.dtype == pl.Object:
        value = value.to_numpy()
    return real_array_where(value, name, mask)


def _nulls(value: Any) -> NDArray[np.bool_]:
    if isinstance(value, pl.Series) and value.null_count():
        return np.asarray(value.is_null().to_numpy())
    return np.zeros((), np.bool_)


def _mask(where: Any) -> NDArray[np.bool_]:
    if isinstance(where, pl.Series):
        if where.dtype != pl.Boolean:
            raise TypeError(f"where must hold booleans, got a Series of {where.dtype}")
        where = where.fill_null(False).to_numpy()
    return np.asarray(where, np.bool_)


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
    columns = {i: value for i, value in enumerate(operands) if isinstance(value, pl.Expr)}
    constants = {i: value for i, value in enumerate(operands) if i not in columns}
    wide = [names[i] for i, column in columns.items() if column.meta.has_multiple_outputs()]
    if wide and len(columns) > 1:
        raise TypeError(
            f"{wide[0]} is an expression of several columns, which goes with numbers only, and "
            "not with other columns; give one column, as polars.col('lat')"
        )
    several = len(fields) > 1
    kind = pl.Struct(dict.fromkeys(fields, pl.Float64)) if several else pl.Float64
    rows = pl.struct(*(column.alias(f"{i}") for i, column in columns.items()))
    result = (next(iter(columns.values())) if wide else rows).map_batches(
        partial(_evaluate, fields, function, parameters, constants, bool(wide)),
        return_dtype=kind,
        is_elementwise=True,
    )
    results = [result.struct.field(field) for field in fields] if several else [result]
    if wide:
        # A name of the result would be that of several columns.
        return [column.name.keep() for column in results]
    return [column.alias(field) for column, field in zip(results, fields, strict=True)]


def _operand(value: Any, name: str) -> Any:
    """Make an expression of what has a value a row; a number stays as it is."""
    if value is None and name != "where":
        # A number that was forgotten, rather than missing.
        real_array(value, name)
    if isinstance(value, pl.Expr) or np.ndim(value) == 0:
        return value
    if isinstance(value, pl.Series):
        return pl.lit(value)
    return pl.lit(pl.Series(np.asarray(value) if name == "where" else real_array(value, name)))


def _evaluate(
    fields: Sequence[str],
    function: Callable[..., Any],
    parameters: Sequence[str],
    constants: Mapping[int, Any],
    single: bool,
    rows: Any,
) -> Any:
    given = iter([rows] if single else rows.struct.unnest())
    count = len(parameters) + 1
    *inputs, where = (constants[i] if i in constants else next(given) for i in range(count))
    results = call_polars(fields, function, parameters, inputs, None, where)
    return results[0] if len(results) == 1 else pl.struct(*results, eager=True)
