"""How a join runs: what is sent where."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from geodist._search.spread_tables import (
    RightTable,
    check_self_join,
    checked_strategy,
    chosen_strategy,
    group_count,
)
from geodist.dask import parts, shuffle

if TYPE_CHECKING:
    from geodist._search.spread_tables import TableJoin

_log = logging.getLogger("geodist.dask")


def run(
    name: str,
    left: Any,
    right: Any,
    join: TableJoin,
    exclude_self: bool | None,
    strategy: str | None,
    partitions: Any,
) -> Any:
    """Run a join; `name` is what messages call it."""
    import dask.dataframe as dd

    chosen = checked_strategy(strategy)
    if not isinstance(left, dd.DataFrame):
        raise TypeError(
            f"left must be a DataFrame of Dask, got {type(left).__name__}; geodist.{name}() joins "
            "tables in memory"
        )
    lazy = isinstance(right, dd.DataFrame)
    if not lazy:
        right = _in_pandas(right)
    same = lazy and left._name == right._name
    check_self_join(join, exclude_self, same, "Dask")
    empty = right._meta if lazy else right.iloc[:0]
    join.names(left._meta, empty)
    if any(hasattr(table, "geom_type") for table in (left._meta, empty)):
        if chosen == "shuffle":
            raise TypeError(
                "a shuffle takes points in columns of latitude and longitude; "
                "with geometries give strategy='broadcast'"
            )
        chosen = "broadcast"
    if not lazy:
        if chosen == "shuffle":
            raise ValueError("strategy='shuffle' needs a right table of Dask")
        return _broadcast(left, right, join)
    summary = None
    if chosen != "broadcast":
        here, there = join.places(left._meta, "left"), join.places(right._meta, "right")
        summary, size = shuffle.summarise(right, join)
        chosen = chosen_strategy(chosen, summary.rows, size)
        _log.info("%s: %s, as the right table has %d rows", name, chosen, summary.rows)
    if summary is None or chosen == "broadcast":
        return _broadcast(left, right, join)
    groups = group_count(partitions, summary.rows, right.npartitions)
    search = join.search(here._datum, there._datum)
    spread = shuffle.plan(left, right, join, search, summary, groups)
    if spread.home_first:
        _log.info("%s: rows of the left table go to their home cell first, as many are far", name)
    meta = _typed(left._meta, RightTable(join, empty)(left._meta), join)
    return shuffle.shuffled(left, right, join, spread, meta)


def _in_pandas(table: Any) -> Any:
    """Make a table in memory one of pandas."""
    import pandas as pd

    if hasattr(table, "iloc") and hasattr(table, "columns"):
        return table
    if isinstance(table, dict):
        return pd.DataFrame(table)
    if hasattr(table, "to_pandas"):
        return table.to_pandas()
    raise TypeError(
        "right must be a DataFrame of Dask, pandas, GeoPandas or Polars, an Arrow table or a dict of columns, "
        f"got {type(table).__name__}"
    )


def _broadcast(left: Any, right: Any, join: TableJoin) -> Any:
    import dask
    import dask.dataframe as dd

    numbers = None
    if hasattr(right, "dask"):
        numbered = dask.compute(
            *(
                dask.delayed(parts.numbered)(part, {"number": number})
                for number, part in enumerate(right.to_delayed())
            )
        )
        right, numbers = parts.in_one(numbered)
    table = RightTable(join, right, numbers)
    meta = _typed(left._meta, table(left._meta), join)
    shared, dtypes = dask.delayed(table, pure=False), meta.dtypes.to_dict()
    if join.exclude_self:
        # Numbers of partitions that Dask gives by itself change when it leaves some out.
        tasks = [
            dask.delayed(parts.join_part)(part, shared, dtypes, {"number": number})
            for number, part in enumerate(left.to_delayed())
        ]
        return dd.from_delayed(tasks, meta=meta, verify_meta=False)
    return left.map_partitions(parts.join_part, shared, dtypes, meta=meta, clear_divisions=True)


def _typed(left: Any, table: Any, join: TableJoin) -> Any:
    """Give columns that may have missing values a type that holds them."""
    if join.how == "inner":
        return table
    mine = len(left.columns)
    kinds = {"i": "float64", "u": "float64", "b": "object"}
    names = list(table.columns)[mine:]
    return table.astype(
        {
            name: kinds[kind]
            for name in names
            if (kind := getattr(table[name].dtype, "kind", "O")) in kinds
            and type(table[name].dtype).__module__.startswith("numpy")
        }
    )
