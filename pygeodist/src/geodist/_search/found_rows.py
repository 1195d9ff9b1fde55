"""Rows of one column of points or shapes that are near rows of another, or in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from geodist._search.index import PointIndex
from geodist._search.shape_index import ShapeIndex
from geodist._types.points import Points
from geodist._types.shapes import Shapes

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._typing import EllipsoidLike, FloatArray, IntArray

    # How many rows each has found, these rows, and how far they are.
    Found: TypeAlias = tuple[IntArray, IntArray, FloatArray]


class Sides:
    """Two columns of points or shapes, of which one is searched.

    Parameters
    ----------
    here
        The column whose rows find others.
    there
        The column that is searched.
    ellipsoid
        The figure of the Earth.
    exclude_self
        Whether both columns are the same, and no row finds itself.
    threads
        Most threads to use.
    index
        An index of the column that is searched, if there is one already.
    """

    def __init__(
        self,
        here: Points | Shapes,
        there: Points | Shapes | None,
        ellipsoid: EllipsoidLike,
        exclude_self: bool,
        threads: SupportsIndex | None,
        index: PointIndex | ShapeIndex | None = None,
    ) -> None:
        self._here = here
        self._exclude_self, self._threads = exclude_self, threads
        self._index: PointIndex | ShapeIndex
        if there is None or index is not None:
            assert index is not None
            self._index = index
        elif isinstance(here, Points) and isinstance(there, Points):
            self._index = PointIndex(there.lat, there.lon, ellipsoid=ellipsoid, threads=threads)
        else:
            if exclude_self and len(here) != len(there):
                raise ValueError(
                    "exclude_self=True needs the same table twice, "
                    f"got {len(here)} and {len(there)} rows"
                )
            shapes = there if isinstance(there, Shapes) else Shapes._of_points(there)
            self._index = ShapeIndex(shapes, ellipsoid=ellipsoid, threads=threads)

    @property
    def index(self) -> PointIndex | ShapeIndex:
        """The index of the column that is searched."""
        return self._index

    def nearest(self, k: int, max_distance: Any) -> Found:
        """Find the k nearest of each row, the nearest first."""
        # No row has more neighbours than there are rows, however large k is.
        k = min(k, max(1, len(self._index)))
        options: Any = {"max_distance": max_distance, "threads": self._threads}
        if isinstance(self._index, PointIndex):
            here: Any = self._here
            count = k
            found = self._index.query(
                here.lat, here.lon, k, exclude_self=self._exclude_self, **options
            )
        else:
            count = min(k + self._exclude_self, max(1, len(self._index)))
            found = self._index.query(self._here, k=count, **options)
        shape = len(self._here), count
        rows, distances = found.indices.reshape(shape), found.distances.reshape(shape)
        matched = rows >= 0
        if self._exclude_self and isinstance(self._index, ShapeIndex):
            matched &= rows != np.arange(len(self._here))[:, np.newaxis]
            matched &= matched.cumsum(axis=1) <= k
        return matched.sum(axis=1), rows[matched], distances[matched]

    def within(self, radius: Any) -> Found:
        """Find all up to a distance of each row, the nearest first."""
        if isinstance(self._index, PointIndex):
            here: Any = self._here
            found = self._index.query_radius(
                here.lat, here.lon, radius, exclude_self=self._exclude_self, threads=self._threads
            )
            return found.counts, found.indices, found.distances
        found = self._index.query_radius(self._here, radius=radius, threads=self._threads)
        return self._without_self(found.counts, found.indices, found.distances)

    def covering(self) -> Found:
        """Find all polygons that cover each row."""
        assert isinstance(self._index, ShapeIndex)
        found = self._index.covering(self._here, threads=self._threads)
        return found.counts, found.indices, found.distances

    def _without_self(self, counts: IntArray, rows: IntArray, distances: FloatArray) -> Found:
        if not self._exclude_self:
            return counts, rows, distances
        owners = np.repeat(np.arange(counts.size), counts)
        others = rows != owners
        counts = np.bincount(owners[others], minlength=counts.size).astype(np.int64)
        return counts, rows[others], distances[others]
