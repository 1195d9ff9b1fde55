"""The nearest points of points, ties included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geodist._search.index import PointIndex

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._types.points import Points
    from geodist._typing import EllipsoidLike, FloatArray, IntArray

# Neighbours looked at in one go: some 64 MiB.
_BLOCK_NEIGHBOURS: Final = 2**22


class Places:
    """The points to find neighbours among, those with the same coordinates as one place."""

    def __init__(
        self,
        points: Points,
        ellipsoid: EllipsoidLike,
        exclusive: bool,
        threads: SupportsIndex | None,
    ) -> None:
        # Merge coincident points first: otherwise exclusive=True is quadratic in them.
        # For points that are only found, neighbours in the table are enough.
        rows = np.lexsort((points.lon, points.lat)) if exclusive else np.arange(len(points))
        self._rows = rows
        lat, lon = points.lat[rows], points.lon[rows]
        new = np.ones(len(points), np.bool_)
        new[1:] = (lat[1:] != lat[:-1]) | (lon[1:] != lon[:-1])
        self._starts = np.flatnonzero(new)
        self._sizes = np.diff(self._starts, append=len(points))
        self._index = PointIndex(lat[new], lon[new], ellipsoid=ellipsoid, threads=threads)
        self._threads = threads

    def count_here(self, lat: FloatArray, lon: FloatArray) -> IntArray:
        """Count the places where a point is: several if they differ in turns, or at a pole."""
        return self._index.query_radius(lat, lon, 0.0, count_only=True, threads=self._threads)

    def reach(
        self,
        lat: FloatArray,
        lon: FloatArray,
        k: int,
        here: int,
        max_distance: float,
        exclusive: bool,
    ) -> FloatArray:
        """Find how far the k-th neighbour is, or the last one; -1 if there is none."""
        distances, places = self._index.query(
            lat, lon, np.arange(1, k + here + 1), max_distance=max_distance, threads=self._threads
        )
        points = np.where(places < 0, 0, self._sizes[places]) if self._sizes.size else places * 0
        if exclusive:
            points[distances == 0] = 0
        last = (points.cumsum(axis=1) < k).sum(axis=1)
        last = np.minimum(last, np.isfinite(distances).sum(axis=1) - 1)
        found: FloatArray = np.where(last < 0, -1.0, distances[np.arange(lat.size), last])
        return found

    def within(
        self, lat: FloatArray, lon: FloatArray, reach: FloatArray, exclusive: bool
    ) -> tuple[IntArray, IntArray, FloatArray]:
        """Find all rows up to a distance of each query point; those of a place one by one."""
        asked = np.flatnonzero(reach >= 0)
        near = self._index.query_radius(lat[asked], lon[asked], reach[asked], threads=self._threads)
        kept = near.distances > 0 if exclusive else np.ones(near.distances.size, np.bool_)
        places = near.indices[kept]
        sizes = self._sizes[places]
        nth = np.arange(sizes.sum()) - np.repeat(sizes.cumsum() - sizes, sizes)
        return (
            np.repeat(np.repeat(asked, np.diff(near.indptr))[kept], sizes),
            self._rows[np.repeat(self._starts[places], sizes) + nth],
            np.repeat(near.distances[kept], sizes),
        )


def nearest_with_ties(
    places: Places, points: Points, k: int, max_distance: float, exclusive: bool
) -> tuple[IntArray, IntArray, FloatArray]:
    """Find the k nearest of each point and all that are as far as the last, by row."""
    lat, lon = points.lat, points.lon
    here = places.count_here(lat, lon) if exclusive else np.zeros(len(points), np.int64)
    # Points with some places to leave out are asked with those that have up to twice as many.
    more = np.where(here > 0, 2 ** np.ceil(np.log2(np.maximum(here, 1))), 0).astype(np.int64)
    found = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))]
    for extra in np.unique(more).tolist():
        alike = np.flatnonzero(more == extra)
        height = max(1, _BLOCK_NEIGHBOURS // (k + extra))
        for start in range(0, alike.size, height):
            some = alike[start : start + height]
            at = lat[some], lon[some]
            reach = places.reach(*at, k, extra, max_distance, exclusive)
            owner, rows, distances = places.within(*at, reach, exclusive)
            found.append((some[owner], rows, distances))
    owner, rows, distances = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((rows, owner))
    counts = np.bincount(owner, minlength=len(points)).astype(np.int64)
    return counts, rows[order], distances[order]
