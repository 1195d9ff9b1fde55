"""Pairs of shapes of two layers that have a relation, or are nearest to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geodist._arguments import thread_count
from geodist._measures.shape_pairs import distances
from geodist._measures.shape_relations import contains, covers, intersects
from geodist._search.index import PointIndex
from geodist._search.shape_caps import Caps, near_pairs

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import SupportsIndex

    from numpy.typing import NDArray

    from geodist._geodist_core import Ellipsoid
    from geodist._types.shapes import Shapes
    from geodist._typing import FloatArray, IntArray

    Compare = Callable[[Any, Any], NDArray[Any]]

PREDICATES: Final = ("intersects", "within", "contains", "covers", "covered_by", "dwithin")
# Rows of so many vertices meet all their partners at once; others go pair by pair.
_MANY: Final = 64
# Pairs that are looked at in one go.
_BLOCK: Final = 2**18


class Matching:
    """Two columns of shapes, and how to compare their rows.

    Parameters
    ----------
    left, right
        The columns.
    figure
        The ellipsoid.
    threads
        Most threads to use.
    """

    def __init__(
        self, left: Shapes, right: Shapes, figure: Ellipsoid, threads: SupportsIndex | None
    ) -> None:
        self._left, self._right = left, right
        self._figure, self._threads = figure, threads
        self._caps = Caps(left, figure), Caps(right, figure)

    def related(self, predicate: str, radius: FloatArray | None) -> tuple[IntArray, IntArray]:
        """Find all pairs of which the predicate is true; `radius`: of each row of the left."""
        options: Any = {"ellipsoid": self._figure, "threads": self._threads}
        compare: dict[str, Compare] = {
            "intersects": lambda a, b: intersects(a, b, **options),
            "within": lambda a, b: contains(b, a, **options),
            "contains": lambda a, b: contains(a, b, **options),
            "covers": lambda a, b: covers(a, b, **options),
            "covered_by": lambda a, b: covers(b, a, **options),
        }
        here = self._caps[0]
        reach = np.zeros(here.rows.size) if radius is None else radius[here.rows]
        some = np.flatnonzero(reach >= 0)  # neither NaN nor below 0
        mine, other = self._near(some, reach[some])
        if radius is not None:
            kept = self._each(self._distances, mine, other) <= radius[mine]
            return mine[kept], other[kept]
        kept = self._each(compare[predicate], mine, other).astype(bool)
        return mine[kept], other[kept]

    def nearest(
        self, k: int, max_distance: float, exclusive: bool
    ) -> tuple[IntArray, IntArray, FloatArray]:
        """Find the k nearest of each row of the left, and all that are as far as the last."""
        here = self._caps[0]
        skipped = np.zeros(len(self._left), np.int64)
        same, width = np.empty(0, np.int64), max(1, len(self._right))
        if exclusive:
            mine, other = self._equal()
            skipped = np.bincount(mine, minlength=skipped.size).astype(np.int64)
            same = mine * width + other
        reach = np.minimum(self._limits(k + skipped[here.rows]), max_distance)
        mine, other = self._near(np.arange(here.rows.size), reach)
        if exclusive:
            kept = ~np.isin(mine * width + other, same)
            mine, other = mine[kept], other[kept]
        apart = self._each(self._distances, mine, other)
        order = np.lexsort((other, apart, mine))
        order = order[apart[order] <= max_distance]
        mine, other, apart = mine[order], other[order], apart[order]
        counts = np.bincount(mine, minlength=len(self._left))
        starts = np.cumsum(counts) - counts
        last = apart[np.minimum(starts + k, starts + counts)[counts > 0] - 1]
        farthest = np.full(counts.size, np.nan)
        farthest[counts > 0] = last
        kept = apart <= farthest[mine]
        return mine[kept], other[kept], apart[kept]

    def _limits(self, k: IntArray) -> FloatArray:
        """Bound how far the k-th shape of the right is: by its first vertex."""
        here, there = self._caps
        if not (here.rows.size and there.rows.size):
            return np.zeros(here.rows.size)
        firsts = [
            shapes._layout.rings[shapes._layout.parts[shapes._layout.rows[caps.rows]]]
            for shapes, caps in ((self._left, here), (self._right, there))
        ]
        (lat, lon), (lats, lons) = (
            (shapes.lat[first], shapes.lon[first])
            for shapes, first in zip((self._left, self._right), firsts, strict=True)
        )
        options: Any = {"ellipsoid": self._figure, "threads": self._threads}
        if (k == 1).all():  # any vertex will do
            found = PointIndex(self._right.lat, self._right.lon, **options).query(lat, lon)
            return np.asarray(found.distances)
        index, limits = PointIndex(lats, lons, **options), np.full(k.size, np.inf)
        for count in np.unique(np.minimum(k, there.rows.size)).tolist():
            alike = np.flatnonzero(np.minimum(k, there.rows.size) == count)
            found = index.query(lat[alike], lon[alike], [count], threads=self._threads)
            limits[alike] = found.distances[:, 0]
        return limits

    def _equal(self) -> tuple[IntArray, IntArray]:
        """Find pairs that cover each other."""
        options: Any = {"ellipsoid": self._figure, "threads": self._threads}
        here = self._caps[0]
        mine, other = self._near(np.arange(here.rows.size), np.zeros(here.rows.size))
        for first in (True, False):
            compare: Compare = (
                (lambda a, b: covers(a, b, **options))
                if first
                else (lambda a, b: covers(b, a, **options))
            )
            kept = self._each(compare, mine, other).astype(bool)
            mine, other = mine[kept], other[kept]
        return mine, other

    def _distances(self, a: Shapes, b: Shapes) -> NDArray[Any]:
        return np.asarray(distances(a, b, self._figure, thread_count(self._threads)))

    def _near(self, some: IntArray, reach: FloatArray) -> tuple[IntArray, IntArray]:
        here, there = self._caps
        return near_pairs(here.of(some), there, reach, self._figure, self._threads)

    def _each(self, compare: Compare, mine: IntArray, other: IntArray) -> NDArray[Any]:
        """Compare pairs of rows, those with a row of many vertices together."""
        out = np.zeros(mine.size)
        alone = np.ones(mine.size, np.bool_)
        for rows, shapes, turned in ((other, self._right, False), (mine, self._left, True)):
            layout = shapes._layout
            large = np.diff(layout.rings[layout.parts[layout.rows]]) > _MANY
            pairs = np.flatnonzero(alone & large[rows])
            pairs = pairs[np.argsort(rows[pairs], kind="stable")]
            heads = np.flatnonzero(np.diff(rows[pairs], prepend=-1))
            for group in np.split(pairs, heads[1:]) if pairs.size else []:
                one = shapes._take(rows[group[:1]])
                several = self._left._take(mine[group]) if not turned else self._right._take(other[group])
                out[group] = compare(one, several) if turned else compare(several, one)
            alone[pairs] = False
        rest = np.flatnonzero(alone)
        for start in range(0, rest.size, _BLOCK):
            some = rest[start : start + _BLOCK]
            out[some] = compare(self._left._take(mine[some]), self._right._take(other[some]))
        return out
