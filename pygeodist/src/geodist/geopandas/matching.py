"""Pairs of shapes of two layers that have a relation, or are nearest to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geodist import _geodist_core
from geodist._arguments import thread_count
from geodist._errors import InvalidGeometryError
from geodist._search.shape_index import ShapeIndex
from geodist._types.points import Points
from geodist._types.shape_columns import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import SupportsIndex

    from numpy.typing import NDArray

    from geodist._geodist_core import Ellipsoid
    from geodist._types.shapes import Shapes
    from geodist._typing import FloatArray, IntArray

    Compare = Callable[[Shapes, Shapes], NDArray[np.bool_]]
    Equal = Callable[[IntArray, IntArray], NDArray[np.bool_]]

PREDICATES: Final = ("intersects", "within", "contains", "covers", "covered_by", "dwithin")
_POINT, _LINE, _POLYGONS = 1, 2, (3, 6)
_INSIDE = 1  # Place::inside of the core; boundaries are beyond, what is outside is 0
# Metres. Shapes that have something in common are nearer, whatever the rounding.
_TOUCHING: Final = 1e-6
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
        self._index = ShapeIndex(right, ellipsoid=figure, threads=threads)
        self._query = _as_points(left)

    def within(self, radius: Any) -> tuple[IntArray, IntArray, FloatArray]:
        """Find all pairs up to a distance, metres: one, or one for each row of the left."""
        found = self._index.query_radius(self._query, radius=radius, threads=self._threads)
        rows = np.repeat(np.arange(len(self._left)), found.counts)
        return rows, found.indices, found.distances

    def related(self, predicate: str) -> tuple[IntArray, IntArray]:
        """Find all pairs of which a predicate is true."""
        mine, other, _ = self.within(_TOUCHING)
        kept = self._each(self._compare(predicate), mine, other)
        return mine[kept], other[kept]

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

    def _compare(self, predicate: str) -> Compare:
        """Give what tells for pairs of shapes whether a predicate is true."""
        last = self._figure, thread_count(self._threads)

        def meets(a: Shapes, b: Shapes) -> NDArray[np.bool_]:
            return _geodist_core.shapes_intersect(a._columns, b._columns, *last).astype(np.bool_)

        def relates(a: Shapes, b: Shapes, relation: str) -> NDArray[np.bool_]:
            areal = np.isin(a._layout.kinds, _POLYGONS)
            size = max(len(a), len(b))
            out = np.zeros(size, np.bool_)
            points = b._layout.lat.size == len(b) and bool((b._layout.kinds == _POINT).all())
            if areal.all() and len(a) == 1 and points:
                places = _geodist_core.find_places(a._columns, b.lat, b.lon, *last)
                inside: NDArray[np.bool_] = places == _INSIDE
                return inside if relation == "contains" else places > 0
            if areal.all():
                flags = _geodist_core.shapes_relate(a._columns, b._columns, relation, *last)
                return flags.astype(np.bool_)
            one, two = (x if len(x) == size else x._take(np.zeros(size, int)) for x in (a, b))
            areal = np.isin(one._layout.kinds, _POLYGONS)
            if areal.any():
                out[areal] = relates(_some(one, areal), _some(two, areal), relation)
            out[~areal] = _covers(_some(one, ~areal), _some(two, ~areal), relation, meets)
            return out

        compare: dict[str, Compare] = {
            "intersects": meets,
            "within": lambda a, b: relates(b, a, "contains"),
            "contains": lambda a, b: relates(a, b, "contains"),
            "covers": lambda a, b: relates(a, b, "covers"),
            "covered_by": lambda a, b: relates(b, a, "covers"),
        }
        return compare[predicate]

    def _each(self, compare: Compare, mine: IntArray, other: IntArray) -> NDArray[np.bool_]:
        """Compare pairs of rows, those with a row of many vertices together."""
        out = np.zeros(mine.size, np.bool_)
        alone = np.ones(mine.size, np.bool_)
        sides = (other, self._right), (mine, self._left)
        for rows, shapes in sides:
            layout = shapes._layout
            large = np.diff(layout.rings[layout.parts[layout.rows]]) > _MANY
            pairs = np.flatnonzero(alone & large[rows])
            pairs = pairs[np.argsort(rows[pairs], kind="stable")]
            heads = np.flatnonzero(np.diff(rows[pairs], prepend=-1))
            for group in np.split(pairs, heads[1:]) if pairs.size else []:
                one = shapes._take(rows[group[:1]])
                if shapes is self._left and rows is mine:
                    out[group] = compare(one, self._right._take(other[group]))
                else:
                    out[group] = compare(self._left._take(mine[group]), one)
            alone[pairs] = False
        rest = np.flatnonzero(alone)
        for start in range(0, rest.size, _BLOCK):
            some = rest[start : start + _BLOCK]
            out[some] = compare(self._left._take(mine[some]), self._right._take(other[some]))
        return out


def _some(shapes: Shapes, which: NDArray[np.bool_]) -> Shapes:
    return shapes._take(np.flatnonzero(which))


def _covers(a: Shapes, b: Shapes, relation: str, meets: Compare) -> NDArray[np.bool_]:
    """Tell which points and lines cover points: those with a place in common."""
    out = np.zeros(len(a), np.bool_)
    kinds, others = a._layout.kinds, b._layout.kinds
    touching = meets(a, b)
    wider = (others > kinds % 3) & (others != _POINT) & (others != _POINT + 3)
    unknown = touching & ~(wider & (kinds % 3 == 1)) & (others != _POINT)
    unknown &= ~np.isin(others, _POLYGONS)
    if relation == "contains":  # nor is the end of a line in it
        unknown |= touching & (kinds % 3 == _LINE)
    if unknown.any():
        row = int(np.argmax(unknown))
        one, two = KINDS[kinds[row]], KINDS[others[row]]
        raise InvalidGeometryError(
            f"whether a {one} {relation} a {two} is not known to geodist: of lines only which "
            "points they cover, of polygons everything"
        )
    out[:] = touching & (others == _POINT)
    return out


def _as_points(shapes: Shapes) -> Shapes | Points:
    """Give a column of nothing but points as such, which are found more quickly."""
    layout = shapes._layout
    if (layout.kinds > 1).any():
        return shapes
    there = np.diff(layout.rows) > 0
    lat, lon = np.full((2, there.size), np.nan)
    lat[there], lon[there] = layout.lat, layout.lon
    return Points._checked(lat, lon, None, shapes._datum)
