"""Tables in parts: what a join by distance does with each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist._arguments import whole_number
from geodist._columns.datums import measured_ellipsoid
from geodist._columns.numbers import real_number
from geodist._errors import GeodistError
from geodist._search.found_rows import Sides
from geodist._search.index import PointIndex
from geodist._search.joining import Join, joined_rows, places_of, polygons_of, warn_of_self_join
from geodist._search.shape_index import ShapeIndex
from geodist._search.spread import Search
from geodist._search.tables import Joined, open_tables
from geodist._types.points import Points
from geodist._types.shapes import Shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geodist._columns.datums import Datum
    from geodist._search.found_rows import Found
    from geodist._search.spread import Pair, Spread
    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike, FloatArray, IntArray

# Columns that rows carry between tasks, and how all such names begin.
ROW, GROUP, OTHER, HOME = "_geodist_row", "_geodist_group", "_geodist_other", "_geodist_home"
RESERVED = "_geodist_"
STRATEGIES = ("broadcast", "shuffle")
# The right table is sent to all workers up to this size of its columns and index.
BROADCAST_BYTES = 512 * 2**20
INDEX_BYTES_OF_ROW = 46
# Rows of a group, by default.
GROUP_ROWS = 500_000
MOST_GROUPS = 2**16


def chosen_strategy(strategy: str | None, rows: int, size: int) -> str:
    """Choose by the size of the right table, whose columns take `size`, unless the caller did."""
    size += rows * INDEX_BYTES_OF_ROW
    return strategy or ("broadcast" if size <= BROADCAST_BYTES else "shuffle")


def group_count(partitions: Any, rows: int, least: int) -> int:
    """Say into how many groups the right table is divided."""
    if partitions is None:
        return max(least, -(-rows // GROUP_ROWS))
    count = whole_number(partitions, "partitions")
    if not 1 <= count <= MOST_GROUPS:
        raise ValueError(f"partitions must be from 1 to {MOST_GROUPS}, got {count}")
    return count


def metres(value: Any, name: str) -> float:
    """Make a length of an argument."""
    length = real_number(value, name)
    if not length >= 0:
        raise GeodistError(f"{name} must not be negative or NaN, got {length}")
    return length


def checked_strategy(strategy: str | None) -> str | None:
    """Refuse anything but a strategy."""
    if strategy is not None and strategy not in STRATEGIES:
        raise ValueError(f"strategy must be 'broadcast', 'shuffle' or None, got {strategy!r}")
    return strategy


def check_self_join(join: TableJoin, exclude_self: bool | None, same: bool, engine: str) -> None:
    """Refuse to leave out rows of another table; warn of a table joined to itself without a word."""
    if exclude_self and not same:
        raise ValueError(f"exclude_self=True needs the same table of {engine} twice")
    if same and exclude_self is None and join.limit:
        warn_of_self_join()


class JoinedGroup(NamedTuple):
    """A group of both tables, joined.

    Parameters
    ----------
    table
        The joined rows.
    rows
        Which rows of the left table they are.
    partners
        The numbers of their partners, -1 for none.
    later
        The group that a row of the left table visits next, after its home: then it only carries
        that row. Otherwise -1.
    """

    table: Any
    rows: IntArray
    partners: IntArray
    later: NDArray[np.int32]


@dataclass(frozen=True)
class TableJoin:
    """What a join of tables is to do, whatever runs it.

    Parameters
    ----------
    k
        How many neighbours; None for all within the limit.
    limit
        The largest distance, metres; None for a join to polygons that cover points.
    how, suffixes, distance_col, ellipsoid, edges
        As of `nearest_join`.
    left, right
        The columns of latitude and longitude in each table, if they are named.
    exclude_self
        Whether rows of the same number are not joined.
    """

    k: int | None
    limit: float | None
    how: str
    suffixes: Any
    distance_col: str | None
    ellipsoid: EllipsoidLike
    edges: Edges | None
    left: tuple[str | None, str | None]
    right: tuple[str | None, str | None]
    exclude_self: bool = False

    @classmethod
    def checked(
        cls,
        columns: Sequence[str | None],
        *,
        k: Any = None,
        limit: Any = None,
        exclude_self: bool | None = None,
        **options: Any,
    ) -> TableJoin:
        """Check what a caller gave; `columns` are lat, lon, and those of each table."""
        lat, lon, *sides = columns
        common = lat is not None or lon is not None
        if common and any(side is not None for side in sides):
            raise TypeError("give lat and lon for both tables, or columns of each, not both")
        if common:
            sides = [lat, lon, lat, lon]
        count = None if k is None else whole_number(k, "k")
        if count is not None and count < 1:
            raise ValueError(f"k must be positive, got {count}")
        how = options["how"]
        if how not in {"inner", "left"}:
            raise ValueError(f"how must be 'inner' or 'left', got {how!r}")
        return cls(
            k=count,
            limit=limit,
            left=(sides[0], sides[1]),
            right=(sides[2], sides[3]),
            exclude_self=bool(exclude_self),
            **options,
        )

    def places(self, table: Any, side: str) -> Points | Shapes:
        """Find the points or shapes of a table, without a word on those that are missing."""
        opened = open_tables(table, table)[0]
        columns = self.left if side == "left" else self.right
        try:
            return places_of(opened, *columns, (f"{side}_lat", f"{side}_lon"), self.edges)
        except (GeodistError, TypeError) as error:
            error.args = (f"{side} table: {error}",)
            raise

    def points(self, table: Any, side: str) -> Pair:
        """Find the points of a table as columns."""
        found = self.places(table, side)
        if isinstance(found, Shapes):
            raise TypeError(
                f"{side} table: only points can be joined by a shuffle; "
                "with lines or polygons give strategy='broadcast'"
            )
        return found.lat, found.lon

    def search(self, left: Datum, right: Datum) -> Search:
        """Say what is looked for, of tables on these datums."""
        assert self.limit is not None
        figure = measured_ellipsoid(self.ellipsoid, left=left, right=right)
        return Search(self.k, self.limit, self.exclude_self, figure)

    def names(self, left: Any, right: Any) -> tuple[list[Any], list[Any]]:
        """Name the columns of two tables in one; refuse names that clash or are reserved."""
        names = Join(left, right, self.how, self.suffixes, self.distance_col).names
        for name in (*names[0], *names[1], self.distance_col):
            if isinstance(name, str) and name.startswith(RESERVED):
                raise ValueError(
                    f"column {name!r}: names that begin with {RESERVED!r} are used by the join itself; "
                    "rename it"
                )
        return names

    def result(
        self, left: Any, right: Any, found: Found
    ) -> tuple[Any, tuple[IntArray, IntArray, FloatArray]]:
        """Put the joined rows beside each other; also give them, as `joined_rows` does."""
        join = Join(left, right, self.how, self.suffixes, self.distance_col)
        rows = joined_rows(*found, keep=self.how == "left")
        mine, other = join.tables
        return mine.joined(other, Joined(*rows, join.names, self.distance_col)), rows

    def group(
        self,
        spread: Spread,
        left: Any,
        right: Any,
        numbers: IntArray,
        others: IntArray,
        home: NDArray[np.bool_] | None = None,
        group: int = -1,
    ) -> JoinedGroup:
        """Join a group of both tables, whose rows have these numbers.

        `home` says for which rows of `left` it is their home, and `group` which one it is.
        """
        here = self.points(left, "left")
        index = spread.search.index(*self.points(right, "right"))
        found = spread.search.find(index, here, numbers, others)
        groups = np.empty(0, np.int32)
        if home is not None and home.any():
            if not len(right):
                raise GeodistError(
                    "right table: it came in other places than when the join was made; "
                    "cache or write it first"
                )
            again, groups = spread.later_visits(here, found, home, group)
            counts, first, far = found
            # Beside each other as if they had found the first row, whose types then fit.
            ends = counts.cumsum()[again]
            counts = counts + np.bincount(again, minlength=counts.size)
            found = counts, np.insert(first, ends, 0), np.insert(far, ends, -1.0)
        table, rows = self.result(left, right, found)
        later = np.full(rows[0].size, -1, np.int32)
        later[rows[2] < 0] = groups
        return JoinedGroup(table, rows[0], np.append(others, -1)[rows[1]], later)


class RightTable:
    """A table in memory that parts of another one are joined to.

    Parameters
    ----------
    join
        What is to be done.
    table
        The right table.
    numbers
        The numbers of its rows, rising; by default their positions.
    index
        The index of its rows, if there is one already.
    """

    def __init__(
        self,
        join: TableJoin,
        table: Any,
        numbers: IntArray | None = None,
        index: PointIndex | ShapeIndex | None = None,
    ) -> None:
        self._join, self._table, self._index = join, table, index
        self._numbers = np.arange(len(table)) if numbers is None else numbers
        self._places = None if index is not None else join.places(table, "right")
        if join.limit is None and self._places is not None:
            self._places = polygons_of(self._places)

    def prepare(self, left: Any) -> PointIndex | ShapeIndex:
        """Make the index, once, for tables such as this one."""
        return self._prepared(self._join.places(left, "left"))

    def __call__(self, left: Any, numbers: IntArray | None = None) -> Any:
        """Join the rows of a part of the left table, whose numbers these are."""
        here = self._join.places(left, "left")
        return self._join.result(left, self._table, self._find(here, numbers))[0]

    def _prepared(self, here: Points | Shapes) -> PointIndex | ShapeIndex:
        there = self._places
        if self._index is not None or there is None:
            assert self._index is not None
            return self._index
        figure = measured_ellipsoid(self._join.ellipsoid, left=here._datum, right=there._datum)
        if isinstance(here, Points) and isinstance(there, Points):
            self._index = PointIndex(there.lat, there.lon, ellipsoid=figure)
        elif self._join.exclude_self:
            raise TypeError("exclude_self=True takes points only, unless both tables are in memory")
        else:
            shapes = there if isinstance(there, Shapes) else Shapes._of_points(there)
            self._index = ShapeIndex(shapes, ellipsoid=figure)
        return self._index

    def _check_order(self, here: Points, numbers: IntArray) -> None:
        """Refuse rows that are not those of the same numbers in this table."""
        if self._places is None:
            self._places = self._join.places(self._table, "right")
        there = self._places
        assert isinstance(there, Points)
        rows = np.searchsorted(self._numbers, numbers)
        same = bool(np.all(rows < self._numbers.size)) and np.array_equal(
            self._numbers[rows], numbers
        )
        for mine, other in ((here.lat, there.lat), (here.lon, there.lon)):
            same = same and np.array_equal(mine, other[rows], equal_nan=True)
        if not same:
            raise GeodistError(
                "exclude_self: the table came in another order than when the join was made; "
                "cache or write it first"
            )

    def _find(self, here: Points | Shapes, numbers: IntArray | None) -> Found:
        index, join = self._prepared(here), self._join
        if isinstance(index, PointIndex):
            if isinstance(here, Shapes):
                raise TypeError("left table: lines and polygons among tables of points")
            assert join.limit is not None
            search = Search(join.k, join.limit, join.exclude_self, index.ellipsoid)
            mine = np.arange(len(here)) if numbers is None else numbers
            if join.exclude_self and numbers is not None:
                self._check_order(here, numbers)
            return search.find(index, (here.lat, here.lon), mine, self._numbers)
        sides = Sides(here, None, None, False, 1, index)
        if join.limit is None:
            return sides.covering()
        return sides.within(join.limit) if join.k is None else sides.nearest(join.k, join.limit)
