"""What tasks do with partitions, which are tables of pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._search.spread import Summary, keep_nearest, summarise
from geodist._search.spread_tables import GROUP, OTHER, ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist._search.cells import Cells
    from geodist._search.spread import Spread
    from geodist._search.spread_tables import RightTable, TableJoin
    from geodist._typing import IntArray

SHARED = "_geodist_shared"  # beside the columns that all engines have
HELPERS = (ROW, OTHER, SHARED)
_ROW_BITS = 36  # of the numbers of rows: those before are the partition's


def numbers_of(part: Any, partition_info: Any) -> IntArray:
    """Give the rows of a partition numbers, rising from partition to partition."""
    first = 0 if partition_info is None else partition_info["number"] << _ROW_BITS
    return np.arange(first, first + len(part))


def numbered(part: Any, partition_info: Any) -> tuple[Any, IntArray]:
    """Give a partition and the numbers of its rows."""
    return part, numbers_of(part, partition_info)


def in_one(found: Sequence[tuple[Any, IntArray]]) -> tuple[Any, IntArray]:
    """Put numbered partitions together."""
    import pandas as pd

    tables, numbers = zip(*found, strict=True)
    return pd.concat(tables, ignore_index=True), np.concatenate(numbers)


def summary_of(part: Any, join: TableJoin, partition_info: Any = None) -> Summary:
    """Summarise the points of a partition of the right table."""
    number = 0 if partition_info is None else partition_info["number"]
    return summarise([join.points(part, "right")], number)


def fit_part(part: Any, join: TableJoin, spread: Spread) -> Cells:
    """Give the cells as far as a partition of the right table reaches."""
    return spread.fit(*join.points(part, "right"))


def join_part(part: Any, right: RightTable, dtypes: Any, partition_info: Any = None) -> Any:
    """Join a partition to a table that all tasks have."""
    return as_types(right(part, numbers_of(part, partition_info)), dtypes)


def assign_part(part: Any, join: TableJoin, spread: Spread, partition_info: Any = None) -> Any:
    """Give rows of the right table their numbers and groups."""
    groups = spread.groups_of(*join.points(part, "right"))
    part = part.assign(**{ROW: numbers_of(part, partition_info), GROUP: groups})
    return part[groups >= 0]


def visit_part(part: Any, join: TableJoin, spread: Spread, partition_info: Any = None) -> Any:
    """Give rows of the left table their numbers, each as often as it visits a group."""
    numbers = numbers_of(part, partition_info)
    rows, groups = spread.visits(*join.points(part, "left"), keep=join.how == "left")
    times = np.bincount(rows, minlength=len(part))
    return part.iloc[rows].assign(**{ROW: numbers[rows], GROUP: groups, SHARED: times[rows] > 1})


def join_groups(left: Any, right: Any, join: TableJoin, spread: Spread, dtypes: Any) -> Any:
    """Join the groups that are in a partition, each by itself."""
    import pandas as pd

    others = dict(tuple(right.groupby(GROUP, sort=False)))
    nothing = right.iloc[:0]
    found = [
        _join_group(rows, others.get(group, nothing), join, spread)
        for group, rows in left.groupby(GROUP, sort=True)
    ]
    if not found:
        found = [_join_group(left, nothing, join, spread)]
    return as_types(pd.concat(found, ignore_index=True), dtypes)


def _join_group(left: Any, right: Any, join: TableJoin, spread: Spread) -> Any:
    right = right.sort_values(ROW)
    numbers, others = left[ROW].to_numpy(), right[ROW].to_numpy()
    shared = left[SHARED].to_numpy()
    right = right.drop(columns=[ROW, GROUP])
    left = left.drop(columns=[ROW, GROUP, SHARED])
    table, rows, partners = join.group(spread.search, left, right, numbers, others)
    return table.assign(**{ROW: numbers[rows], OTHER: partners, SHARED: shared[rows]})


def select(part: Any, *, shared: bool) -> Any:
    """Take the rows that visited several groups, or the others."""
    return part[part[SHARED] == shared]


def keep_part(part: Any, join: TableJoin) -> Any:
    """Keep of rows that visited several groups what counts."""
    distances = part[join.distance_col].to_numpy()
    kept = keep_nearest(join.k, part[ROW].to_numpy(), part[OTHER].to_numpy(), distances)
    return part.iloc[kept]


def as_types(table: Any, dtypes: Any) -> Any:
    """Give columns the types that missing values need, whether the part has them or not."""
    import pandas as pd

    wrong = {
        name: kind
        for name, kind in dtypes.items()
        if (given := table[name].dtype) != kind
        # Dask may not know the categories, the part does.
        and not (isinstance(given, pd.CategoricalDtype) and isinstance(kind, pd.CategoricalDtype))
    }
    return table.astype(wrong) if wrong else table
