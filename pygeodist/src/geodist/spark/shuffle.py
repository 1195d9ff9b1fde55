"""Joins of two tables of Spark that are both too large for one machine."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

from geodist._search.spread import Spread, merged
from geodist._search.spread_tables import GROUP, OTHER, ROW
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


def plan(right: Any, join: TableJoin, search: Search, summary: Summary, groups: int) -> Spread:
    """Divide the right table into groups, and find how far each reaches."""
    spread = Spread.of(search, summary, groups)
    return spread.fitted(_states(right, parts.fit_part, join, spread))


def shuffled(left: Any, right: Any, join: TableJoin, spread: Spread, schema: Any) -> Any:
    """Carry rows to their groups, join these, and keep what counts."""
    from pyspark.sql import functions as F  # noqa: N812
    from pyspark.sql import types as T  # noqa: N812

    mine = _with_groups(left, parts.visit_part, join, spread)
    other = _with_groups(right, parts.assign_part, join, spread)
    wider = T.StructType(
        [*schema, T.StructField(ROW, T.LongType()), T.StructField(OTHER, T.LongType())]
    )
    run = on_workers(parts.join_group, join, spread, arrow_schema(wider, left.sparkSession))

    def join_group(here: Any, there: Any) -> Any:
        return run(here, there)

    _annotate(join_group, ("here", "there"))
    found = mine.groupBy(GROUP).cogroup(other.groupBy(GROUP)).applyInArrow(join_group, schema=wider)
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


def _with_groups(table: Any, function: Callable[..., Any], *state: Any) -> Any:
    from pyspark.sql import types as T  # noqa: N812

    table = numbered(table)
    schema = T.StructType([*table.schema, T.StructField(GROUP, T.IntegerType())])
    return table.mapInArrow(on_workers(function, *state), schema)


def _states(table: Any, function: Callable[..., Any], *state: Any) -> list[Any]:
    """Run a function on each partition, and collect what it packed."""
    rows = table.mapInArrow(on_workers(function, *state), f"{parts.STATE} binary").collect()
    return [pickle.loads(row[0]) for row in rows]


def _annotate(function: Any, names: tuple[str, ...]) -> None:
    """Say that it takes and gives whole tables, which Spark reads from annotations."""
    import pyarrow as pa

    function.__annotations__ = dict.fromkeys((*names, "return"), pa.Table)
