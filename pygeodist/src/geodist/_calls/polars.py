"""Calls with Polars columns and expressions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from geodist._calls.arrow import call_with_nulls
from geodist._calls.functions import FUNCTIONS, Call
from geodist._columns.numbers import real_array

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def call_polars(call: Call, inputs: Sequence[Any], out: Any, where: Any) -> Sequence[Any]:
    """
    Call a function with operands of which at least one is of Polars.

    Parameters
    ----------
    call : Call
        The function.
    inputs, out, where : object
        As of the function.

    Returns
    -------
    sequence
        The results: Series, or expressions if one of the operands is an expression.
    """
    if any(isinstance(value, pl.Expr) for value in (*inputs, where)):
        if out is not None:
            raise TypeError("Polars expressions take no out=; give the result to with_columns")
        return _expressions(call, inputs, where)
    if isinstance(where, pl.Series) and where.dtype != pl.Boolean:
        raise TypeError(f"where must hold booleans, got a Series of {where.dtype}")
    return call_with_nulls(call, inputs, out, where, _series)


def _series(field: str, values: Any, null: Any) -> Any:
    column = pl.Series(field, values)
    return column if null is None or not null.any() else column.set(pl.Series(null), None)


def _expressions(call: Call, inputs: Sequence[Any], where: Any) -> Sequence[Any]:
    """Make expressions that call the function with the columns when they are there."""
    about, names = call.about, (*call.about.parameters, "where")
    operands = [_operand(v, name) for v, name in zip((*inputs, where), names, strict=True)]
    columns = {i: value for i, value in enumerate(operands) if isinstance(value, pl.Expr)}
    constants = {i: value for i, value in enumerate(operands) if i not in columns}
    wide = [names[i] for i, column in columns.items() if column.meta.has_multiple_outputs()]
    if wide and len(columns) > 1:
        raise TypeError(
            f"{wide[0]} is an expression of several columns, which works with numbers only, and "
            "not with other columns; give one column, as polars.col('lat')"
        )
    several = len(about.fields) > 1
    rows = pl.struct(*(column.alias(f"{i}") for i, column in columns.items()))
    result = (next(iter(columns.values())) if wide else rows).map_batches(
        partial(_evaluate, call.function, constants, bool(wide)),
        return_dtype=pl.Struct(dict.fromkeys(about.fields, pl.Float64)) if several else pl.Float64,
        is_elementwise=True,
    )
    results = [result.struct.field(field) for field in about.fields] if several else [result]
    if wide:
        # A name of the result would be that of several columns.
        return [column.name.keep() for column in results]
    return [column.alias(field) for column, field in zip(results, about.fields, strict=True)]


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


def _evaluate(function: Any, constants: Mapping[int, Any], single: bool, rows: Any) -> Any:
    """Compute rows of a struct."""
    given = iter([rows] if single else rows.struct.unnest())
    call = Call(FUNCTIONS[function.func.__name__], function)
    count = len(call.about.parameters) + 1
    *inputs, where = (constants[i] if i in constants else next(given) for i in range(count))
    results = call_polars(call, inputs, None, where)
    return results[0] if len(results) == 1 else pl.struct(*results, eager=True)
