"""How a join runs: what is sent where."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._columns.names import choose_point_columns
from geodist._errors import GeodistError
from geodist._search.spread_tables import (
    ROW,
    check_self_join,
    checked_strategy,
    chosen_strategy,
    group_count,
)
from geodist.spark import parts, shuffle
from geodist.spark.files import RightFiles
from geodist.spark.schemas import (
    arrow_schema,
    check_case,
    in_types_of_spark,
    is_plain,
    quoted,
)
from geodist.spark.workers import on_workers

if TYPE_CHECKING:
    from geodist._search.spread_tables import TableJoin

_log = logging.getLogger("geodist.spark")


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
    from pyspark.sql import DataFrame

    chosen = checked_strategy(strategy)
    if not isinstance(left, DataFrame):
        raise TypeError(
            f"left must be a DataFrame of Spark, got {type(left).__name__}; geodist.{name}() joins "
            "tables in memory"
        )
    context = _context_of(left)
    local = not isinstance(right, DataFrame)
    same = not local and (left is right or left.sameSemantics(right))
    check_self_join(join, exclude_self, same, "Spark")
    if local:
        if chosen == "shuffle":
            raise ValueError("strategy='shuffle' needs a right table of Spark")
        join, right = _in_arrow(join, right)
        right = in_types_of_spark(right)
    there = right if local else _without_rows(right)
    schema = _joined_schema(left, there, join)
    mine, other, plain = _renamed(left, None if local else right, join, same)
    if local:
        joined = _broadcast(context, mine, right, plain, None)
    else:
        joined = _of_tables(name, mine, other, plain, chosen, partitions)
    return joined if plain is join else joined.toDF(*schema.names)


def _of_tables(
    name: str, left: Any, right: Any, join: TableJoin, chosen: str | None, partitions: Any
) -> Any:
    """Join two tables of Spark, whose columns have plain names."""
    context = left.sparkSession.sparkContext
    here, there = _without_rows(left), _without_rows(right)
    schema = _joined_schema(left, there, join)
    places = join.places(here, "left"), join.places(there, "right")
    summary = None
    if chosen != "broadcast":
        points = right.select(*_coordinates(there, join, "right"))
        summary = shuffle.summarise(points, join)
        chosen = chosen_strategy(chosen, summary.rows, summary.rows * _row_bytes(right.schema))
        _log.info("%s: %s, as the right table has %d rows", name, chosen, summary.rows)
    if summary is None or chosen == "broadcast":
        numbers = None
        table = (shuffle.numbered(right) if join.exclude_self else right).toArrow()
        if join.exclude_self:
            numbers = np.asarray(table.column(ROW))
            table = table.drop_columns([ROW])
        return _broadcast(context, left, table, join, numbers)
    least = int(left.sparkSession.conf.get("spark.sql.shuffle.partitions"))
    groups = group_count(partitions, summary.rows, least)
    search = join.search(*(place._datum for place in places))
    mine = left
    with suppress(GeodistError):  # where they are not in two columns
        mine = left.select(*_coordinates(here, join, "left"))
    spread = shuffle.plan(mine, points, join, search, summary, groups)
    if spread.home_first:
        _log.info("%s: rows of the left table go to their home cell first, as many are far", name)
    return shuffle.shuffled(left, right, join, spread, schema)


def _renamed(left: Any, right: Any, join: TableJoin, same: bool) -> tuple[Any, Any, TableJoin]:
    """Give columns plain names where PySpark cannot give theirs to Python, and the join by these.

    None stands for a right table in memory.
    """
    if not all(map(is_plain, left.columns)):
        names = [f"geodist_left_{i}" for i in range(len(left.columns))]
        lat, lon = _coordinates_at(left.columns, join, "left")
        join = replace(join, left=(names[lat], names[lon]))
        left, before = left.toDF(*names), left
        if same:
            lat, lon = _coordinates_at(before.columns, join, "right")
            return left, left, replace(join, right=(names[lat], names[lon]))
    if right is not None and not all(map(is_plain, right.columns)):
        names = [f"geodist_right_{i}" for i in range(len(right.columns))]
        lat, lon = _coordinates_at(right.columns, join, "right")
        join = replace(join, right=(names[lat], names[lon]))
        right = right.toDF(*names)
    return left, right, join


def _broadcast(context: Any, left: Any, right: Any, join: TableJoin, numbers: Any) -> Any:
    schema = _joined_schema(left, right, join)
    files = RightFiles.send(context, join, right, _without_rows(left), numbers)
    sent = arrow_schema(schema, left.sparkSession)
    run = on_workers(parts.join_part, join, files, sent, numbers is not None)
    table = left if numbers is None else shuffle.numbered(left)
    return table.mapInArrow(run, schema)


def _context_of(left: Any) -> Any:
    """Give what carries files to workers."""
    try:
        return left.sparkSession.sparkContext
    except Exception as error:  # an error of Spark's own
        raise TypeError(
            "joins by geodist.spark need a session of Spark itself, not of Spark Connect"
        ) from error


def _in_arrow(join: TableJoin, table: Any) -> tuple[TableJoin, Any]:
    """Make an Arrow table of one in memory."""
    import pyarrow as pa

    if hasattr(table, "geom_type") and hasattr(table, "to_arrow"):
        # What is usual for GeoPandas; Arrow's tables have their own way.
        edges = join.edges or "geodesic"
        return replace(join, edges=edges), pa.table(table.to_arrow(index=False))
    if hasattr(table, "iloc"):
        return join, pa.Table.from_pandas(table, preserve_index=False)
    if isinstance(table, dict) or hasattr(table, "__arrow_c_stream__"):
        return join, pa.table(table)
    raise TypeError(
        "right must be a DataFrame of Spark, pandas, GeoPandas or Polars or an Arrow table, "
        f"got {type(table).__name__}"
    )


def _without_rows(table: Any) -> Any:
    """Give the Arrow table that a table of Spark without rows becomes."""
    return arrow_schema(table.schema, table.sparkSession).empty_table()


def _coordinates(table: Any, join: TableJoin, side: str) -> list[Any]:
    """Name the columns of a table that hold its points."""
    names = table.column_names
    return [quoted(names[i]) for i in _coordinates_at(names, join, side)]


def _coordinates_at(names: list[str], join: TableJoin, side: str) -> tuple[int, int]:
    """Say which columns of these names hold the points of a table."""
    columns = join.left if side == "left" else join.right
    try:
        return choose_point_columns(names, *columns, (f"{side}_lat", f"{side}_lon"))
    except GeodistError as error:
        error.args = (f"{side} table: {error}",)
        raise


def _joined_schema(left: Any, right: Any, join: TableJoin) -> Any:
    """Give the schema of the result."""
    from pyspark.sql import types as T  # noqa: N812
    from pyspark.sql.pandas.types import from_arrow_schema

    other = parts.plain(right)
    names = join.names(_without_rows(left), other)
    fields = [*left.schema, *from_arrow_schema(other.schema)]
    renamed = [
        T.StructField(name, field.dataType, True, field.metadata)
        for name, field in zip([*names[0], *names[1]], fields, strict=True)
    ]
    if join.distance_col is not None:
        renamed.append(T.StructField(join.distance_col, T.DoubleType()))
    check_case((field.name for field in renamed), left.sparkSession)
    return T.StructType(renamed)


def _row_bytes(schema: Any) -> int:
    """Guess how many bytes a row takes."""
    fixed = {"boolean": 1, "tinyint": 1, "smallint": 2, "int": 4, "float": 4, "date": 4}
    wide = {"bigint": 8, "double": 8, "timestamp": 8, "timestamp_ntz": 8}
    return sum({**fixed, **wide}.get(field.dataType.simpleString(), 64) for field in schema)
