"""Joins of two tables of Spark that are both too large for one machine."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

from geodist._search.spread import Spread, merged
from geodist._search.spread_tables import GROUP, HOME, OTHER, ROW
from geodist.spark import parts
from geodist.spark.schemas import arrow_schema, quoted
from geodist.spark.workers import on_workers

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodist._search.spread import Search, Summary
    from geodist._search.spread_tables import TableJoin


def summarise(right: Any, join: TableJoin) -> Summary:
    """Look at all points of the right table once."""
    return merged(_states(right, parts.summary_of, join))


def plan(
    left: Any, right: Any, join: TableJoin, search: Search, summary: Summary, groups: int
) -> Spread:
    """Divide the right table into groups, find how far each reaches, and how often rows are sent."""
    spread = Spread.of(search, summary, groups)
    spread = spread.fitted(summary, _states(right, parts.reach_of, join, spread))
    if search.k is None:
        return spread
    return spread.settled(_states(left, parts.count_visits, join, spread))


def shuffled(left: Any, right: Any, join: TableJoin, spread: Spread, schema: Any) -> Any:
    """Carry rows to their groups, join these, and keep what counts."""
    from pyspark.sql import functions as F  # noqa: N812
    from pyspark.sql import types as T  # noqa: N812

    other = _with_columns(right, {GROUP: T.IntegerType()}, parts.assign_part, join, spread)
    there = other.groupBy(GROUP)
    kinds = {GROUP: T.IntegerType(), HOME: T.BooleanType()}
    mine = _with_columns(left, kinds, parts.visit_part, join, spread)
    helpers = [T.StructField(name, T.LongType()) for name in (ROW, OTHER)]
    wider = T.StructType([*schema, *helpers])
    first = T.StructType([*wider, T.StructField(GROUP, T.IntegerType())])
    first = first if spread.home_first else wider
    sent = [arrow_schema(kind, left.sparkSession) for kind in (first, wider)]
    found = _cogrouped(mine.groupBy(GROUP), there, first, parts.join_group, join, spread, sent[0])
    if spread.home_first:
        # What was found goes to other groups than the rows that look for more: in one pass.
        own = F.when(F.col(GROUP) < 0, (-1 - F.col(ROW) % spread.groups).cast("int"))
        found = found.withColumn(GROUP, own.otherwise(F.col(GROUP)))
        found = found.groupBy(GROUP)
        state = (join, spread, sent[1], left.columns)
        found = _cogrouped(found, there, wider, parts.join_later, *state)
    if join.k is not None or join.how == "left":
        from pyspark.sql.window import Window

        rank = "_geodist_rank"
        distance = F.col(quoted(str(join.distance_col)))
        order = Window.partitionBy(ROW).orderBy(distance.asc_nulls_last(), OTHER)
        found = found.withColumn(rank, F.row_number().over(order))
        kept = (F.col(OTHER) >= 0) | (F.col(rank) == 1)
        if join.k is not None:
            kept &= F.col(rank) <= join.k
        found = found.filter(kept).drop(rank)
    return found.drop(ROW, OTHER)


def numbered(table: Any) -> Any:
    """Give the rows numbers, rising in the order of the table."""
    from pyspark.sql import functions as F  # noqa: N812

    return table.withColumn(ROW, F.monotonically_increasing_id())


def _with_columns(
    table: Any, kinds: dict[str, Any], function: Callable[..., Any], *state: Any
) -> Any:
    """Give a table numbers of rows, and the columns that a function adds to its parts."""
    from pyspark.sql import types as T  # noqa: N812

    table = numbered(table)
    added = (T.StructField(name, kind) for name, kind in kinds.items())
    return table.mapInArrow(on_workers(function, *state), T.StructType([*table.schema, *added]))


def _cogrouped(
    mine: Any, other: Any, schema: Any, function: Callable[..., Any], *state: Any
) -> Any:
    """Call a function with each group of both tables."""
    run = on_workers(function, *state)

    def join_group(here: Any, there: Any) -> Any:
        return run(here, there)

    _annotate(join_group, ("here", "there"))
    return mine.cogroup(other).applyInArrow(join_group, schema=schema)


def _states(table: Any, function: Callable[..., Any], *state: Any) -> list[Any]:
    """Run a function on each partition, and collect what it packed."""
    rows = table.mapInArrow(on_workers(function, *state), f"{parts.STATE} binary").collect()
    return [pickle.loads(row[0]) for row in rows]


def _annotate(function: Any, names: tuple[str, ...]) -> None:
    """Say that it takes and gives whole tables, which Spark reads from annotations."""
    import pyarrow as pa

    function.__annotations__ = dict.fromkeys((*names, "return"), pa.Table)
