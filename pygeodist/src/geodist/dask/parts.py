"""What tasks do with partitions, which are tables of pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._search.spread import Summary, keep_nearest, summarise
from geodist._search.spread_tables import GROUP, HOME, OTHER, ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist._search.spread import Reach, Spread
    from geodist._search.spread_tables import RightTable, TableJoin
    from geodist._typing import IntArray

SHARED = "_geodist_shared"  # beside the columns that all engines have
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


def summary_of(part: Any, join: TableJoin, number: int) -> tuple[Summary, int]:
    """Summarise the points of a partition of the right table, and say how many bytes it takes."""
    size = int(part.memory_usage(index=False, deep=True).sum())
    return summarise([join.points(part, "right")], number), size


def reach_of(part: Any, join: TableJoin, spread: Spread) -> Reach:
    """Tell how far a partition of the right table reaches."""
    return spread.reach([join.points(part, "right")])


def join_part(part: Any, right: RightTable, dtypes: Any, partition_info: Any = None) -> Any:
    """Join a partition to a table that all tasks have."""
    return as_types(right(part, numbers_of(part, partition_info)), dtypes)


def assign_part(part: Any, join: TableJoin, spread: Spread, partition_info: Any = None) -> Any:
    """Give rows of the right table their numbers and groups."""
    groups = spread.groups_of(*join.points(part, "right"))
    part = part.assign(**{ROW: numbers_of(part, partition_info), GROUP: groups})
    return part[groups >= 0]


def count_visits(part: Any, join: TableJoin, spread: Spread) -> tuple[int, int]:
    """Count how many groups rows of a partition of the left table would visit."""
    return spread.count_visits(*join.points(part, "left"))


def visit_part(part: Any, join: TableJoin, spread: Spread, partition_info: Any = None) -> Any:
    """Give rows of the left table their numbers, each as often as it visits a group."""
    numbers = numbers_of(part, partition_info)
    rows, groups, home = spread.visits(*join.points(part, "left"), keep=join.how == "left")
    shared = np.bincount(rows, minlength=len(part))[rows] > 1
    return part.iloc[rows].assign(**{ROW: numbers[rows], GROUP: groups, SHARED: shared, HOME: home})


def join_groups(left: Any, right: Any, join: TableJoin, spread: Spread, dtypes: Any) -> Any:
    """Join the groups that are in a partition, each by itself."""
    import pandas as pd

    nothing = right.iloc[:0]
    if left.empty:
        return as_types(_join_group(left, nothing, join, spread, -1), dtypes)
    others = dict(tuple(right.groupby(GROUP, sort=False)))
    found = [
        _join_group(rows, others.get(group, nothing), join, spread, group)
        for group, rows in left.groupby(GROUP, sort=True)
    ]
    return as_types(pd.concat(found, ignore_index=True), dtypes)


def _join_group(left: Any, right: Any, join: TableJoin, spread: Spread, group: int) -> Any:
    right = right.sort_values(ROW)
    numbers, others = left[ROW].to_numpy(), right[ROW].to_numpy()
    shared, home = left[SHARED].to_numpy(copy=True), left[HOME].to_numpy()
    right = right.drop(columns=[ROW, GROUP])
    left = left.drop(columns=[ROW, GROUP, SHARED, HOME])
    found = join.group(spread, left, right, numbers, others, home, group)
    shared[found.rows[found.later >= 0]] = True
    return found.table.assign(
        **{
            ROW: numbers[found.rows],
            OTHER: found.partners,
            SHARED: shared[found.rows],
            GROUP: found.later,
        }
    )


def select(part: Any, *, shared: bool) -> Any:
    """Take what rows found that visited several groups, or the others."""
    return part[(part[SHARED] == shared) & (part[GROUP] < 0)]


def later_part(part: Any, names: Sequence[Any]) -> Any:
    """Take the rows of the left table, whose columns have these names, that visit other groups now."""
    part = part[part[GROUP] >= 0]
    rows = part.iloc[:, : len(names)].set_axis(list(names), axis=1)
    return rows.assign(**{ROW: part[ROW], GROUP: part[GROUP], SHARED: True, HOME: False})


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
