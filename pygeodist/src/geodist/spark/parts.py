"""What workers do with parts of tables, which are batches and tables of Arrow."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._search.spread import summarise
from geodist._search.spread_tables import GROUP, OTHER, ROW

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


def fit_part(batches: Iterable[Any], join: TableJoin, spread: Spread) -> Iterator[Any]:
    """Give the cells as far as a partition of the right table reaches, in one row."""
    cells = spread.cells.fitted([], [])
    for batch in batches:
        cells = cells.united(spread.fit(*join.points(_table(batch), "right")))
    yield _packed(cells)


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
        rows, groups = spread.visits(*points, keep=join.how == "left")
        yield from table.take(pa.array(rows)).append_column(GROUP, pa.array(groups)).to_batches()


def join_group(left: Any, right: Any, join: TableJoin, spread: Spread, schema: Any) -> Any:
    """Join a group of both tables."""
    import pyarrow as pa

    right = right.sort_by(ROW)
    numbers, others = np.asarray(left.column(ROW)), np.asarray(right.column(ROW))
    left, right = (table.drop_columns([ROW, GROUP]) for table in (left, right))
    table, rows, partners = join.group(spread.search, left, right, numbers, others)
    table = table.append_column(ROW, pa.array(numbers[rows]))
    return _cast(table.append_column(OTHER, pa.array(partners)), schema)


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
