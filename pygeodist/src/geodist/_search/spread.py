"""Joins by distance of tables in parts: what each part sends where, finds, and keeps of it.

The rows of the right table are divided into groups of neighbouring cells. A row of the left table
visits the groups that can hold what it looks for: within its radius, or as near as the k-th nearest
of a sample, which the k-th nearest of all rows cannot be farther than. The sample has some rows of
every place, and the outermost ones, which are the nearest of what is far away. Where it still says
too little, a row first visits the group of its nearest neighbour in the sample, its home, and then
those that can hold anything nearer than what it found there. Each group is searched by
an index of its own. Rows have numbers that rise in the order of their table, by which ties are
decided. What runs the parts, Spark or Dask, only carries rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geodist import _geodist_core
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
# Where rows are outermost: towards the faces, edges and corners of a cube; so many of each.
_DIRECTIONS = np.array([way for way in product((-1.0, 0.0, 1.0), repeat=3) if any(way)])
_MOST_OUTERMOST = 32
# Rows go home first only if without it each of them would be sent more often on average: that never sends
# a row more often, but takes another round.
_OFTEN = 1.25
# Rows of each part of the left table that are asked how often they would be sent.
_ASKED_ROWS = 1000


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


class Reach(NamedTuple):
    """How far rows of the right table reach: fitted cells, and the outermost of the rows."""

    cells: Cells
    lat: FloatArray
    lon: FloatArray


class Visits(NamedTuple):
    """Which groups rows of the left table visit.

    Parameters
    ----------
    rows
        The rows, each as often as it visits a group.
    groups
        These groups.
    home
        Whether a row visits its home first, to learn which others it must visit.
    """

    rows: IntArray
    groups: NDArray[np.int32]
    home: NDArray[np.bool_]


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
    homes
        The groups of these rows.
    home_first
        Whether rows that would visit several groups go home first.
    """

    search: Search
    groups: int
    cells: Cells
    sample: PointIndex | None = None
    homes: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    home_first: bool = False

    @classmethod
    def of(cls, search: Search, right: Summary, groups: int) -> Spread:
        """Plan it by a summary of the right table."""
        # No point: then one cell does.
        count = groups * _CELLS_IN_GROUP if right.lat.size else 1
        cells = Cells.from_sample(right.lat, right.lon, count=count, ellipsoid=search.ellipsoid)
        return cls(search, groups, cells)

    def reach(self, points: Iterable[Pair]) -> Reach:
        """Tell how far rows of the right table reach, which come part by part."""
        cells = self.cells.fitted([], [])
        outer = np.empty(0), np.empty(0)
        for lat, lon in points:
            cells = cells.united(self.cells.fitted(lat, lon))
            if self.search.k is not None:
                outer = self._outermost(outer, (lat, lon))
        return Reach(cells, *outer)

    def fitted(self, right: Summary, parts: Iterable[Reach]) -> Spread:
        """Take what `reach` gave of all parts, and a sample."""
        cells = self.cells.fitted([], [])
        points = np.empty((0, 2))
        for part in parts:
            cells = cells.united(part.cells)
            points = np.concatenate([points, np.column_stack([part.lat, part.lon])])
        spread = replace(self, cells=cells)
        if self.search.k is None:
            return spread
        # No row may be in a sample twice, and rows have no names here: so no place is added twice.
        known = set(zip(right.lat.tolist(), right.lon.tolist(), strict=True))
        lat, lon = np.unique(points, axis=0).T
        outer = self._outermost((lat[:0], lon[:0]), (lat, lon))
        new = [at not in known for at in zip(*(side.tolist() for side in outer), strict=True)]
        lat, lon = (
            np.append(some, more[new])
            for some, more in zip((right.lat, right.lon), outer, strict=True)
        )
        return replace(spread, sample=self.search.index(lat, lon), homes=spread.groups_of(lat, lon))

    def count_visits(self, lat: FloatArray, lon: FloatArray) -> tuple[int, int]:
        """Count some rows of a part of the left table that visit groups, and their visits."""
        step = max(1, -(-lat.size // _ASKED_ROWS))
        rows = self.visits(lat[::step], lon[::step]).rows
        return np.unique(rows).size, rows.size

    def settled(self, counts: Iterable[tuple[int, int]]) -> Spread:
        """Choose by what `count_visits` gave of some parts whether rows go home first."""
        rows, visits = np.sum([(0, 0), *counts], axis=0)
        return replace(self, home_first=bool(visits > _OFTEN * rows))

    def groups_of(self, lat: FloatArray, lon: FloatArray) -> NDArray[np.int32]:
        """Give the group of each row of the right table; -1 of those without a place."""
        return self._group(self.cells.cell(lat, lon, threads=1))

    def visits(self, lat: FloatArray, lon: FloatArray, *, keep: bool = False) -> Visits:
        """Say which groups rows of the left table visit, at first.

        With `keep`, those that can find nothing visit one, too.
        """
        radius, nearest = self._look_around(lat, lon)
        rows, groups = self._covered(lat, lon, radius)
        home = np.zeros(rows.size, bool)
        if self.home_first:
            wide = np.bincount(rows, minlength=lat.size) > 1
            home = wide[rows] & (groups == nearest[rows])
            wide[:] = False
            wide[rows[home]] = True
            first = home | ~wide[rows]
            rows, groups, home = rows[first], groups[first], home[first]
        if keep:
            alone = np.flatnonzero(np.bincount(rows, minlength=lat.size) == 0)
            rows = np.append(rows, alone)
            groups = np.append(groups, (alone % self.groups).astype(np.int32))
            home = np.append(home, np.zeros(alone.size, bool))
        return Visits(rows, groups, home)

    def later_visits(
        self, points: Pair, found: Found, home: NDArray[np.bool_], group: int
    ) -> tuple[IntArray, NDArray[np.int32]]:
        """Say which other groups rows visit after their home.

        Parameters
        ----------
        points
            The rows that visited a group.
        found
            What they found in it.
        home
            Whether it is their home.
        group
            The group.

        Returns
        -------
        tuple of ndarray
            The rows, rising, each as often as it visits another group, and these groups.
        """
        counts, _, distances = found
        lat, lon = (side[home] for side in points)
        radius, _ = self._look_around(lat, lon)
        full = counts[home] == self.search.k
        last = counts.cumsum()[home][full] - 1
        radius[full] = np.minimum(radius[full], distances[last])
        rows, groups = self._covered(lat, lon, radius)
        others = groups != group
        return np.flatnonzero(home)[rows[others]], groups[others]

    def _look_around(self, lat: FloatArray, lon: FloatArray) -> tuple[FloatArray, IntArray]:
        """Say how far the k-th nearest can be at most, and the group of the nearest of the sample."""
        radius = np.full(lat.size, self.search.limit)
        if self.sample is None or not lat.size or not len(self.sample):
            return radius, np.full(lat.size, -1)
        # Not the row itself, if the sample has it.
        k = (self.search.k or 0) + self.search.exclude_self
        asked = min(k, len(self.sample))
        near = self.sample.query(lat, lon, asked, threads=1)
        if asked == k:
            radius = np.minimum(radius, near.distances.reshape(lat.size, k)[:, -1])
        nearest = near.indices.reshape(lat.size, asked)[:, 0]
        return radius, np.append(self.homes, -1)[nearest]

    def _outermost(self, known: Pair, more: Pair) -> Pair:
        """Choose, of the outermost rows that are known and more of them, those that are now."""
        most = min((self.search.k or 0) + self.search.exclude_self, _MOST_OUTERMOST)
        lat, lon = more
        kept = ~np.isnan(lat + lon)
        if known[0].size > most:
            least = np.partition(self._outwards(*known), -most, axis=1)[:, -most]
            kept &= (self._outwards(lat, lon) > least[:, np.newaxis]).any(axis=0)
        lat, lon = np.append(known[0], lat[kept]), np.append(known[1], lon[kept])
        if lat.size <= most:
            return lat, lon
        rows = np.unique(np.argpartition(self._outwards(lat, lon), -most, axis=1)[:, -most:])
        return lat[rows], lon[rows]

    def _outwards(self, lat: FloatArray, lon: FloatArray) -> FloatArray:
        """Say how far rows lie out in each direction."""
        level, figure = np.zeros(lat.size), self.search.ellipsoid
        space = _geodist_core.to_ecef(lat, lon, level, ellipsoid=figure, threads=1)
        # Not by a product of matrices, which would start threads.
        outwards: FloatArray = np.einsum("dc,cn->dn", _DIRECTIONS, np.stack(space))
        return outwards

    def _covered(
        self, lat: FloatArray, lon: FloatArray, radius: FloatArray
    ) -> tuple[IntArray, NDArray[np.int32]]:
        """Give rows, rising, and the groups that can hold anything within their radius."""
        starts, cells = self.cells.cover(lat, lon, radius, threads=1)
        rows = np.repeat(np.arange(lat.size), np.diff(starts))
        groups = self._group(cells)
        first = np.ones(rows.size, bool)
        first[1:] = (rows[1:] != rows[:-1]) | (groups[1:] != groups[:-1])
        return rows[first], groups[first]

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
