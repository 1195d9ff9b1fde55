"""Pairs of shapes of two layers that have a relation, or are nearest to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geodist import _geodist_core
from geodist._arguments import thread_count
from geodist._columns.layouts import POLYGONS
from geodist._search.shape_index import ShapeIndex
from geodist._types.points import Points

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import SupportsIndex

    from numpy.typing import NDArray

    from geodist._geodist_core import Ellipsoid
    from geodist._types.shapes import Shapes
    from geodist._typing import FloatArray, IntArray

    Equal = Callable[[IntArray, IntArray], NDArray[np.bool_]]

PREDICATES: Final = ("intersects", "within", "contains", "covers", "covered_by", "dwithin")
# Metres. Shapes that have something in common are nearer, whatever the rounding.
_TOUCHING: Final = 1e-6


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
        self._index = ShapeIndex(right, ellipsoid=figure, threads=threads)
        self._query = _as_points(left)

    def within(self, radius: Any) -> tuple[IntArray, IntArray, FloatArray]:
        """Find all pairs up to a distance, metres: one, or one for each row of the left."""
        found = self._index.query_radius(self._query, radius=radius, threads=self._threads)
        rows = np.repeat(np.arange(len(self._left)), found.counts)
        return rows, found.indices, found.distances

    def related(self, predicate: str) -> tuple[IntArray, IntArray]:
        """Find all pairs of which a predicate is true."""
        mine, other = self._meeting()
        if predicate == "intersects":
            return mine, other
        relation = "contains" if predicate in {"contains", "within"} else "covers"
        sides = (self._left, mine), (self._right, other)
        (a, rows_a), (b, rows_b) = sides if predicate in {"contains", "covers"} else sides[::-1]
        kept = _geodist_core.shape_rows_relate(
            *(a._columns, b._columns, rows_a, rows_b, relation, self._figure),
            thread_count(self._threads),
        ).view(np.bool_)
        return mine[kept], other[kept]

    def _meeting(self) -> tuple[IntArray, IntArray]:
        """Find all pairs that have a point in common."""
        if isinstance(self._query, Points) and _are_polygons(self._right):
            found = self._index.covering(self._query, threads=self._threads)
            return np.repeat(np.arange(len(self._left)), found.counts), found.indices
        return self.within(0)[:2]

    def nearest(
        self, k: int, max_distance: float, equal: Equal | None = None
    ) -> tuple[IntArray, IntArray, FloatArray]:
        """Find the k nearest of each row of the left, and all that are as far as the last.

        Pairs that are equal are left out.
        """
        size, width = len(self._left), max(1, len(self._right))
        more, same = np.zeros(size, np.int64), np.empty(0, np.int64)
        if equal is not None:
            mine, other, _ = self.within(_TOUCHING)
            kept = equal(mine, other)
            mine, other = mine[kept], other[kept]
            more = np.bincount(mine, minlength=size)
            same = mine * width + other
        reach = np.full(size, -1.0)
        for extra in np.unique(more).tolist():
            rows = np.flatnonzero(more == extra)
            count = min(k + extra, width)
            found = self._index.query(
                self._asked(rows), k=count, max_distance=max_distance, threads=self._threads
            )
            apart = found.distances.reshape(rows.size, count)
            reach[rows] = np.where(np.isfinite(apart), apart, -1.0).max(axis=1, initial=-1.0)
        rows = np.flatnonzero(reach >= 0)
        near = self._index.query_radius(
            self._asked(rows), radius=reach[rows], threads=self._threads
        )
        mine, other, apart = np.repeat(rows, near.counts), near.indices, near.distances
        if equal is not None:
            kept = ~np.isin(mine * width + other, same)
            mine, other, apart = mine[kept], other[kept], apart[kept]
        # Those of equal ones that were looked at beyond the k-th are too many.
        counts = np.bincount(mine, minlength=size)
        last = np.cumsum(counts) - counts + np.minimum(counts, k) - 1
        kept = apart <= apart[last[mine]]
        return mine[kept], other[kept], apart[kept]

    def _asked(self, rows: IntArray) -> Any:
        index: Any = rows
        return self._query[index]


def _are_polygons(shapes: Shapes) -> bool:
    return bool(np.isin(shapes._layout.kinds, (0, *POLYGONS)).all())


def _as_points(shapes: Shapes) -> Shapes | Points:
    """Give a column of nothing but points as such, which are found more quickly."""
    layout = shapes._layout
    if (layout.kinds > 1).any():
        return shapes
    there = np.diff(layout.rows) > 0
    lat, lon = np.full((2, there.size), np.nan)
    lat[there], lon[there] = layout.lat, layout.lon
    return Points._checked(lat, lon, None, shapes._datum)
