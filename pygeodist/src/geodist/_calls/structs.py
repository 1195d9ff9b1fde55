"""Several results of Polars as one column."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from geodist._types import results as types

    Column = TypeVar("Column", pl.Expr, pl.Series)
    Results = (
        types.Direct[Column]
        | types.Ecef[Column]
        | types.Geodetic[Column]
        | types.Inverse[Column]
        | types.InverseFull[Column]
        | types.LatLon[Column]
        | types.RhumbInverse[Column]
    )

__all__ = ["as_struct"]


def as_struct(results: Results[Column]) -> Column:
    """
    Combine the results of a function in one struct: an expression or a Series of Polars.

    Polars computes the struct once, but each expression of a named tuple separately.

    Parameters
    ----------
    results : NamedTuple of polars.Expr or of polars.Series
        What a function such as `inverse` returns.

    Returns
    -------
    polars.Expr or polars.Series
        A struct with one field for each result, with its name. The column is named after the
        function, for example "inverse" or "rhumb_inverse".

    Raises
    ------
    TypeError
        The results are not of Polars.

    See Also
    --------
    inverse : A function with three results.

    Examples
    --------
    >>> import geodist as gd
    >>> import polars as pl
    >>> table = pl.DataFrame({"lat": [52.31, 40.64], "lon": [4.76, -73.78]})
    >>> line = gd.inverse(pl.col("lat"), pl.col("lon"), 51.47, -0.45)
    >>> table.with_columns(gd.as_struct(line).struct.unnest()).columns
    ['lat', 'lon', 'distance', 'azi1', 'azi2']
    """
    given: Any = results
    polars = sys.modules.get("polars")
    fields = getattr(type(given), "_fields", ())
    kinds = {type(column) for column in given} if fields else set()
    if polars is None or kinds not in ({polars.Expr}, {polars.Series}):
        kind = type(given[0] if fields else given).__name__
        raise TypeError(
            f"as_struct() takes several results of Polars, such as those of inverse(), got {kind}"
        )
    name = re.sub("(?<=[a-z])(?=[A-Z])", "_", type(given).__name__).lower()
    whole = _whole_of(given, fields) if kinds == {polars.Expr} else None
    if whole is not None:
        # Of several columns, each keeps its name.
        return whole if whole.meta.has_multiple_outputs() else whole.alias(name)
    columns = [column.alias(field) for column, field in zip(given, fields, strict=True)]
    struct: Column = polars.struct(*columns, eager=kinds == {polars.Series}).alias(name)
    return struct


def _whole_of(columns: Sequence[pl.Expr], fields: Sequence[str]) -> Any:
    """Find the expression that these are the fields of; None if the caller has changed some."""
    # Each is a field of one struct, under another name.
    inputs = [column.meta.pop() for column in columns]
    if any(len(given) != 1 for given in inputs):
        return None
    unnamed = [given[0] for given in inputs]
    structs = unnamed[0].meta.pop()
    if len(structs) == 1 and all(
        column.meta.eq(structs[0].struct.field(field))
        for column, field in zip(unnamed, fields, strict=True)
    ):
        return structs[0]
    return None
