"""Several results of Polars as one column."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
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
    Make one struct of the results of a function, as an expression or a Series of Polars.

    The expression computes all of them in one run, where each of a named tuple of expressions
    computes its own.

    Parameters
    ----------
    results : NamedTuple of polars.Expr or of polars.Series
        What a function such as `inverse` returns.

    Returns
    -------
    polars.Expr or polars.Series
        A struct that has a field for each result, with its name.

    Raises
    ------
    TypeError
        The results are not of Polars.

    See Also
    --------
    inverse : Its three results are the most used ones.

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
        raise TypeError(f"as_struct() takes several results of Polars, as of inverse(), got {kind}")
    if kinds == {polars.Series}:
        series: Column = polars.struct(*given, eager=True)
        return series
    # Each is a field of one struct, under another name.
    columns = [column.meta.pop()[0] for column in given]
    struct: Column = columns[0].meta.pop()[0]
    if all(
        column.meta.eq(struct.struct.field(field))
        for column, field in zip(columns, fields, strict=True)
    ):
        return struct
    struct = polars.struct(*given)  # the caller has changed some
    return struct
