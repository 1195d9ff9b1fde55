"""Joins by distance of tables in parts: what each part sends where, finds, and keeps of it.

The rows of the right table are divided into groups of neighbouring cells. A row of the left table
visits the groups that can hold what it looks for: within its radius, or as near as the k-th nearest
of a sample, which the k-th nearest of all rows cannot be farther than. Each group is searched by
an index of its own. Rows have numbers that rise in the order of their table, by which ties are
decided. What runs the parts, Spark or Dask, only carries rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist._search.cells import Cells
from geodist._search.index import PointIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geodist._geodist_core import Ellipsoid
    from geodist._search.found_rows import Found
    from geodist._typing import FloatArray, IntArray

    Pair = tuple[FloatArray, FloatArray]

# Cells of a group: their boxes say more exactly where its points are than one box would.
_CELLS_IN_GROUP = 16
# Rows of a sample: a part keeps no more, and all together this share of the rows, or so many.
_PART_SAMPLE = 20_000
_SAMPLE_SHARE = 0.01
_LEAST_SAMPLE = 20_000


@dataclass(frozen=True)
class Search:
    """What is looked for.

    Parameters
    ----------
    k
        How many neighbours; None for all within the limit.
    limit
        The largest distance, metres.
    exclude_self
        Whether the row of the same number is left out.
    ellipsoid
        The figure of the Earth.
    """

    k: int | None
    limit: float
    exclude_self: bool
    ellipsoid: Ellipsoid

    def index(self, lat: FloatArray, lon: FloatArray) -> PointIndex:
        """Make the index of a part; parts run side by side already."""
        return PointIndex(lat, lon, ellipsoid=self.ellipsoid, threads=1)

    def find(self, index: PointIndex, points: Pair, numbers: IntArray, others: IntArray) -> Found:
        """Find the rows of an index that points look for; ties go to the lower row.

        Parameters
        ----------
        index
            The index of a part, whose rows are in the order of their numbers.
        points
            Latitudes and longitudes.
        numbers, others
            The numbers of the points, and of the rows of the index.

        Returns
        -------
        tuple of ndarray
            How many rows each point has found, these rows, and their distances.
        """
        lat, lon = points
        if self.k is None:
            near = index.query_radius(lat, lon, self.limit, threads=1)
            counts, rows, distances = near.counts, near.indices, near.distances
            if not self.exclude_self:
                return counts, rows, distances
            owners = np.repeat(np.arange(counts.size), counts)
            kept = others[rows] != numbers[owners]
            counts = np.bincount(owners[kept], minlength=counts.size).astype(np.int64)
            return counts, rows[kept], distances[kept]
        k = min(self.k + self.exclude_self, max(1, len(index)))
        found = index.query(lat, lon, k, max_distance=self.limit, threads=1)
        rows, distances = found.indices.reshape(-1, k), found.distances.reshape(-1, k)
        matched = rows >= 0
        if self.exclude_self and others.size:
            matched &= others[rows] != numbers[:, np.newaxis]
            matched &= matched.cumsum(axis=1) <= self.k
        return matched.sum(axis=1), rows[matched], distances[matched]


class Summary(NamedTuple):
    """What is known of some points: how many there are, and a share of them."""

    rows: int
    share: float
    lat: FloatArray
    lon: FloatArray


def summarise(parts: Iterable[Pair], seed: int) -> Summary:
    """Take an even share of points that come part by part."""
    random = np.random.default_rng(seed)
    rows, share = 0, 1.0
    lat, lon = np.empty(0), np.empty(0)
    for lats, lons in parts:
        rows += lats.size
        kept = (random.random(lats.size) < share) & ~np.isnan(lats + lons)
        lat, lon = np.append(lat, lats[kept]), np.append(lon, lons[kept])
        while lat.size > 2 * _PART_SAMPLE:
            kept = random.random(lat.size) < 0.5
            share /= 2
            lat, lon = lat[kept], lon[kept]
    return Summary(rows, share, lat, lon)


def merged(summaries: Sequence[Summary]) -> Summary:
    """Put summaries of parts together, with the same share of each."""
    rows = sum(part.rows for part in summaries)
    wanted = max(_SAMPLE_SHARE, min(1.0, _LEAST_SAMPLE / max(1, rows)))
    share = min([wanted, *(part.share for part in summaries)])
    random = np.random.default_rng(rows)
    lats, lons = [np.empty(0)], [np.empty(0)]
    for part in summaries:
        kept = random.random(part.lat.size) < share / part.share
        lats.append(part.lat[kept])
        lons.append(part.lon[kept])
    return Summary(rows, share, np.concatenate(lats), np.concatenate(lons))


@dataclass(frozen=True)
class Spread:
    """Which group a row of the right table is in, and which ones a row of the left visits.

    Parameters
    ----------
    search
        What is looked for.
    groups
        How many groups there are.
    cells
        What they consist of.
    sample
        An index of some rows of the right table; None if all within a radius are looked for.
    """

    search: Search
    groups: int
    cells: Cells
    sample: PointIndex | None

    @classmethod
    def of(cls, search: Search, right: Summary, groups: int) -> Spread:
        """Plan it by a summary of the right table."""
        # No point: then one cell does.
        count = groups * _CELLS_IN_GROUP if right.lat.size else 1
        cells = Cells.from_sample(right.lat, right.lon, count=count, ellipsoid=search.ellipsoid)
        sample = None if search.k is None else search.index(right.lat, right.lon)
        return cls(search, groups, cells, sample)

    def fit(self, lat: FloatArray, lon: FloatArray) -> Cells:
        """Give the cells as far as rows of a part of the right table reach."""
        return self.cells.fitted(lat, lon)

    def fitted(self, parts: Iterable[Cells]) -> Spread:
        """Take what `fit` gave of all parts."""
        cells = self.cells.fitted([], [])
        for part in parts:
            cells = cells.united(part)
        return replace(self, cells=cells)

    def groups_of(self, lat: FloatArray, lon: FloatArray) -> NDArray[np.int32]:
        """Give the group of each row of the right table; -1 of those without a place."""
        return self._group(self.cells.cell(lat, lon, threads=1))

    def visits(
        self, lat: FloatArray, lon: FloatArray, *, keep: bool = False
    ) -> tuple[IntArray, NDArray[np.int32]]:
        """Give the rows of the left table, each as often as it visits a group, and these groups.

        With `keep`, those that can find nothing visit one, too.
        """
        radius: Any = self.search.limit
        if self.sample is not None and lat.size:
            # Not the row itself, if the sample has it.
            k = (self.search.k or 0) + self.search.exclude_self
            if k <= len(self.sample):
                near = self.sample.query(lat, lon, k, threads=1).distances
                radius = np.minimum(radius, near.reshape(lat.size, k)[:, -1])
        starts, cells = self.cells.cover(lat, lon, radius, threads=1)
        rows = np.repeat(np.arange(lat.size), np.diff(starts))
        groups = self._group(cells)
        first = np.ones(rows.size, bool)
        first[1:] = (rows[1:] != rows[:-1]) | (groups[1:] != groups[:-1])
        rows, groups = rows[first], groups[first]
        if keep:
            alone = np.flatnonzero(np.bincount(rows, minlength=lat.size) == 0)
            rows = np.append(rows, alone)
            groups = np.append(groups, (alone % self.groups).astype(np.int32))
        return rows, groups

    def _group(self, cells: NDArray[np.int32]) -> NDArray[np.int32]:
        wide = cells.astype(np.int64) * self.groups // len(self.cells)
        return wide.astype(np.int32)


def keep_nearest(
    k: int | None, numbers: IntArray, others: IntArray, distances: FloatArray
) -> IntArray:
    """Choose what counts of all that rows have found in several groups.

    Parameters
    ----------
    k
        How many of each row; None for all.
    numbers, others
        The numbers of the rows, and of those they found; -1 where it found none in a group.
    distances
        The distances; NaN beside -1.

    Returns
    -------
    ndarray of int64
        What to take: rows by their numbers, of each the nearest first, and a -1 if there is nothing else.

    Examples
    --------
    >>> import numpy as np
    >>> keep_nearest(1, np.array([7, 7, 8, 7]), np.array([3, 2, -1, -1]), np.array([5, 5, np.nan, np.nan]))
    array([1, 2])
    """
    order = np.lexsort((others, distances, numbers))
    rows = numbers[order]
    rank = np.arange(rows.size) - np.searchsorted(rows, rows)
    kept = (rank == 0) | (others[order] >= 0)
    if k is not None:
        kept &= rank < k
    chosen: IntArray = order[kept]
    return chosen
