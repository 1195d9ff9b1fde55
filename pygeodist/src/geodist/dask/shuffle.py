"""Joins of two tables that are both too large for one machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist._search.spread import Spread, merged
from geodist._search.spread_tables import GROUP, HOME, OTHER, ROW
from geodist.dask import parts

if TYPE_CHECKING:
    from geodist._search.spread import Search, Summary
    from geodist._search.spread_tables import TableJoin


# Partitions of the left table that are asked how often their rows would be sent.
_ASKED_PARTS = 8


def summarise(table: Any, join: TableJoin) -> tuple[Summary, int]:
    """Look at all points of the right table once, and say how many bytes it takes."""
    import dask

    tasks = [
        dask.delayed(parts.summary_of)(part, join, number)
        for number, part in enumerate(table.to_delayed())
    ]
    summaries, sizes = zip(*dask.compute(*tasks), strict=True)
    return merged(summaries), sum(sizes)


def plan(
    left: Any, right: Any, join: TableJoin, search: Search, summary: Summary, groups: int
) -> Spread:
    """Divide the right table into groups, find how far each reaches, and how often rows are sent."""
    import dask

    spread = Spread.of(search, summary, groups)
    tasks = [dask.delayed(parts.reach_of)(part, join, spread) for part in right.to_delayed()]
    spread = spread.fitted(summary, dask.compute(*tasks))
    if search.k is None:
        return spread
    some = left.to_delayed()[:: -(-left.npartitions // _ASKED_PARTS)]
    tasks = [dask.delayed(parts.count_visits)(part, join, spread) for part in some]
    return spread.settled(dask.compute(*tasks))


def shuffled(left: Any, right: Any, join: TableJoin, spread: Spread, meta: Any) -> Any:
    """Carry rows to their groups, join these, and keep what counts."""
    import dask
    import dask.dataframe as dd

    shared_spread = dask.delayed(spread)
    common = {ROW: "int64", GROUP: "int32"}
    left_meta = _with(left._meta, {**common, parts.SHARED: "bool", HOME: "bool"})
    mine = left.map_partitions(parts.visit_part, join, shared_spread, meta=left_meta)
    other = right.map_partitions(
        parts.assign_part, join, shared_spread, meta=_with(right._meta, common)
    )
    other = other.shuffle(on=GROUP, npartitions=spread.groups, ignore_index=True)
    found_meta = _with(meta, {ROW: "int64", OTHER: "int64", parts.SHARED: "bool", GROUP: "int32"})

    def joined(rows: Any) -> Any:
        rows = rows.shuffle(on=GROUP, npartitions=spread.groups, ignore_index=True)
        return rows.map_partitions(
            parts.join_groups,
            other,
            join,
            shared_spread,
            meta.dtypes.to_dict(),
            meta=found_meta,
            align_dataframes=False,
        )

    found = joined(mine)
    if join.k is not None or join.how == "left":
        # Filters of Dask's own would be moved to before the join, where rows are others.
        shared = found.map_partitions(parts.select, shared=True, meta=found_meta)
        single = found.map_partitions(parts.select, shared=False, meta=found_meta)
        if spread.home_first:
            names = list(left._meta.columns)
            later = found.map_partitions(parts.later_part, names, meta=left_meta)
            shared = dd.concat([shared, joined(later)])
        shared = shared.shuffle(on=ROW, npartitions=left.npartitions, ignore_index=True)
        shared = shared.map_partitions(parts.keep_part, join, meta=found_meta)
        found = dd.concat([single, shared])
    return found[list(meta.columns)]


def _with(meta: Any, columns: dict[str, str]) -> Any:
    """Give a table without rows more columns, of these types."""
    import pandas as pd

    return meta.assign(**{name: pd.Series([], dtype=kind) for name, kind in columns.items()})
