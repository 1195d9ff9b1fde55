"""Joins of lazy frames of Polars."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from geodist._arguments import is_of
from geodist._search.joining import Join
from geodist._search.tables import Kept

if TYPE_CHECKING:
    from collections.abc import Callable


def is_lazy(*tables: Any) -> bool:
    """Tell whether one of them is a lazy frame of Polars."""
    return any(is_of("polars", "LazyFrame", table) for table in tables)


def lazy_join(
    solve: Callable[[Any, Any, Kept | None], Any],
    left: Any,
    right: Any,
    how: str,
    suffixes: Any,
    distance_col: str | None,
    *,
    exclude_self: bool | None = False,
    whole: bool = False,
) -> Any:
    """Make a lazy frame that joins two tables when it is collected.

    Parameters
    ----------
    solve
        Joins a frame of `left` and one of `right`, of which something is kept.
    left, right
        The tables.
    how, suffixes, distance_col, exclude_self
        As of the join.
    whole
        Whether all rows of `left` are needed at once. Else Polars may pass them in batches, if
        `right` is in memory: then it is searched again, but not indexed again.

    Returns
    -------
    polars.LazyFrame
        The frame, whose columns are known.
    """
    import polars as pl

    tables = [pl.DataFrame(dict(t)) if isinstance(t, Mapping) else t for t in (left, right)]
    for side, table in zip(("left", "right"), tables, strict=True):
        if not isinstance(table, pl.DataFrame | pl.LazyFrame):
            raise TypeError(
                f"both tables must be of one library; beside a lazy frame {side} must be a frame of "
                f"Polars, got {type(table).__name__}"
            )
    schemas = [table.collect_schema() for table in tables]
    # It checks the names.
    here, there = (schema.to_frame() for schema in schemas)
    names = Join(here, there, how, suffixes, distance_col).names
    schema = {
        name: kind
        for columns, given in zip(names, schemas, strict=True)
        for name, kind in zip(columns, given.dtypes(), strict=True)
    }
    if distance_col is not None:
        schema[distance_col] = pl.Float64()
    searched, lock, kept = tables[1], Lock(), Kept()

    def join(rows: pl.DataFrame) -> Any:
        if isinstance(searched, pl.LazyFrame):
            # What it reads may be another thing the next time.
            return solve(rows, searched.collect(), None)
        with lock:
            return solve(rows, searched, kept)

    # A table joined to itself is recognised by all of its rows.
    itself = exclude_self is None and schemas[0].names() == schemas[1].names()
    streamable = not (whole or exclude_self or itself or isinstance(searched, pl.LazyFrame))
    return tables[0].lazy().map_batches(join, schema=schema, streamable=streamable)
