"""Joins of two tables that are both too large for one machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist._search.spread import Spread, merged
from geodist._search.spread_tables import GROUP, OTHER, ROW
from geodist.dask import parts

if TYPE_CHECKING:
    from geodist._search.spread import Search, Summary
    from geodist._search.spread_tables import TableJoin


def summarise(table: Any, join: TableJoin) -> Summary:
    """Look at all points of the right table once."""
    import dask

    tasks = [
        dask.delayed(parts.summary_of)(part, join, {"number": number})
        for number, part in enumerate(table.to_delayed())
    ]
    return merged(dask.compute(*tasks))


def plan(table: Any, join: TableJoin, search: Search, summary: Summary, groups: int) -> Spread:
    """Divide the right table into groups, and find how far each reaches."""
    import dask

    spread = Spread.of(search, summary, groups)
    tasks = [dask.delayed(parts.fit_part)(part, join, spread) for part in table.to_delayed()]
    return spread.fitted(dask.compute(*tasks))


def shuffled(left: Any, right: Any, join: TableJoin, spread: Spread, meta: Any) -> Any:
    """Carry rows to their groups, join these, and keep what counts."""
    import dask
    import dask.dataframe as dd

    shared_spread = dask.delayed(spread)
    common = {ROW: "int64", GROUP: "int32"}
    left_meta = left._meta.assign(
        **{name: _empty(kind) for name, kind in {**common, parts.SHARED: "bool"}.items()}
    )
    right_meta = right._meta.assign(**{name: _empty(kind) for name, kind in common.items()})
    mine = left.map_partitions(parts.visit_part, join, shared_spread, meta=left_meta)
    other = right.map_partitions(parts.assign_part, join, shared_spread, meta=right_meta)
    there = [
        table.shuffle(on=GROUP, npartitions=spread.groups, ignore_index=True)
        for table in (mine, other)
    ]
    helpers = {ROW: "int64", OTHER: "int64", parts.SHARED: "bool"}
    found_meta = meta.assign(**{name: _empty(kind) for name, kind in helpers.items()})
    found = there[0].map_partitions(
        parts.join_groups,
        there[1],
        join,
        shared_spread,
        meta.dtypes.to_dict(),
        meta=found_meta,
        align_dataframes=False,
    )
    if join.k is not None or join.how == "left":
        # Filters of Dask's own would be moved to before the join, where rows are others.
        shared = found.map_partitions(parts.select, shared=True, meta=found_meta)
        shared = shared.shuffle(on=ROW, npartitions=left.npartitions, ignore_index=True)
        shared = shared.map_partitions(parts.keep_part, join, meta=found_meta)
        single = found.map_partitions(parts.select, shared=False, meta=found_meta)
        found = dd.concat([single, shared])
    return found[list(meta.columns)]


def _empty(kind: str) -> Any:
    import pandas as pd

    return pd.Series([], dtype=kind)
