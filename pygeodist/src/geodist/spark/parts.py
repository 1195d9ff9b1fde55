"""What workers do with parts of tables, which are batches and tables of Arrow."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._search.spread import summarise
from geodist._search.spread_tables import GROUP, HOME, OTHER, ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geodist._search.spread import Spread
    from geodist._search.spread_tables import RightTable, TableJoin
    from geodist.spark.files import RightFiles

STATE = "state"

_opened: dict[RightFiles, RightTable] = {}


def summary_of(batches: Iterable[Any], join: TableJoin) -> Iterator[Any]:
    """Summarise the points of a partition of the right table, in one row."""
    from pyspark import TaskContext

    context = TaskContext.get()
    points = (join.points(_table(batch), "right") for batch in batches)
    yield _packed(summarise(points, 0 if context is None else context.partitionId()))


def reach_of(batches: Iterable[Any], join: TableJoin, spread: Spread) -> Iterator[Any]:
    """Tell how far a partition of the right table reaches, in one row."""
    yield _packed(spread.reach(join.points(_table(batch), "right") for batch in batches))


def count_visits(batches: Iterable[Any], join: TableJoin, spread: Spread) -> Iterator[Any]:
    """Count how many groups the first rows of a partition of the left table would visit, in one row."""
    for batch in batches:
        yield _packed(spread.count_visits(*join.points(_table(batch), "left")))
        break


def join_part(
    batches: Iterable[Any], join: TableJoin, files: RightFiles, schema: Any, numbered: bool
) -> Iterator[Any]:
    """Join a partition to a table that all workers have."""
    if files not in _opened:
        _opened.clear()
        _opened[files] = files.open(join)
    right = _opened[files]
    for batch in batches:
        left, numbers = _table(batch), None
        if numbered:
            numbers = np.asarray(left.column(ROW))
            left = left.drop_columns([ROW])
        yield from _cast(right(left, numbers), schema).to_batches()


def assign_part(batches: Iterable[Any], join: TableJoin, spread: Spread) -> Iterator[Any]:
    """Give rows of the right table their groups."""
    import pyarrow as pa

    for batch in batches:
        table = _table(batch)
        groups = spread.groups_of(*join.points(table.drop_columns([ROW]), "right"))
        yield from table.append_column(GROUP, pa.array(groups)).filter(groups >= 0).to_batches()


def visit_part(batches: Iterable[Any], join: TableJoin, spread: Spread) -> Iterator[Any]:
    """Give rows of the left table, each as often as it visits a group."""
    import pyarrow as pa

    for batch in batches:
        table = _table(batch)
        points = join.points(table.drop_columns([ROW]), "left")
        rows, groups, home = spread.visits(*points, keep=join.how == "left")
        table = table.take(pa.array(rows)).append_column(GROUP, pa.array(groups))
        yield from table.append_column(HOME, pa.array(home)).to_batches()


def join_group(left: Any, right: Any, join: TableJoin, spread: Spread, schema: Any) -> Any:
    """Join a group of both tables; say which group rows that came home visit next."""
    home = np.asarray(left.column(HOME))
    group = left.column(GROUP)[0].as_py() if left.num_rows else -1
    left = left.drop_columns([GROUP, HOME])
    return _joined_group(left, right, join, spread, schema, (home, group))


def join_later(
    found: Any, right: Any, join: TableJoin, spread: Spread, schema: Any, names: list[str]
) -> Any:
    """Join rows of the left table, whose columns have these names, after they were at home.

    What was found already comes in groups of its own, and remains.
    """
    if not found.num_rows or found.column(GROUP)[0].as_py() < 0:
        return _cast(found.drop_columns([GROUP]), schema)
    left = found.select(range(len(names))).rename_columns(names)
    left = left.append_column(ROW, found.column(ROW))
    return _joined_group(left, right, join, spread, schema)


def _joined_group(
    left: Any, right: Any, join: TableJoin, spread: Spread, schema: Any, home: Any = None
) -> Any:
    import pyarrow as pa

    right = right.sort_by(ROW)
    numbers, others = np.asarray(left.column(ROW)), np.asarray(right.column(ROW))
    left, right = left.drop_columns([ROW]), right.drop_columns([ROW, GROUP])
    found = join.group(spread, left, right, numbers, others, *(home or ()))
    added = {ROW: numbers[found.rows], OTHER: found.partners, GROUP: found.later}
    table = found.table
    for name in schema.names[len(table.column_names) :]:
        table = table.append_column(name, pa.array(added[name]))
    return _cast(table, schema)


def _table(batch: Any) -> Any:
    import pyarrow as pa

    return pa.Table.from_batches([batch])


def _packed(state: Any) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([pa.array([pickle.dumps(state)], pa.binary())], names=[STATE])


def _cast(table: Any, schema: Any) -> Any:
    """Give the columns the types that Spark expects, by their positions."""
    import pyarrow as pa

    columns = [
        column.cast(field.type) for column, field in zip(plain(table).columns, schema, strict=True)
    ]
    return pa.table(columns, schema=schema)


def plain(table: Any) -> Any:
    """Give columns of extension types, such as GeoArrow's, as what they are stored as."""
    import pyarrow as pa

    if not any(isinstance(field.type, pa.BaseExtensionType) for field in table.schema):
        return table
    columns = [
        pa.chunked_array([chunk.storage for chunk in column.chunks], column.type.storage_type)
        if isinstance(column.type, pa.BaseExtensionType)
        else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)
