"""The part of an index that finds all points within a radius."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained_methods, thread_count
from geodist._columns.coordinates import check_labels
from geodist._columns.numbers import real_array, real_number
from geodist._search.neighbours import IndexPairs, RadiusResult
from geodist._search.queries import Queries, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import SupportsFloat, SupportsIndex

    import scipy.sparse
    from numpy.typing import ArrayLike

    from geodist._types.points_like import QueryPoints
    from geodist._typing import Columns, FloatArray, IntArray


@explained_methods
class RadiusQueries(Queries):
    """What `geodist.PointIndex` can do with a radius."""

    __slots__ = ()

    @overload
    def query_radius(
        self,
        lat: QueryPoints,
        lon: ArrayLike | None = None,
        radius: ArrayLike | None = None,
        *,
        altitude: ArrayLike | None = None,
        sort: bool = True,
        count_only: Literal[False] = False,
        exclude_self: bool = False,
        threads: SupportsIndex | None = None,
    ) -> RadiusResult: ...
    @overload
    def query_radius(
        self,
        lat: QueryPoints,
        lon: ArrayLike | None = None,
        radius: ArrayLike | None = None,
        *,
        altitude: ArrayLike | None = None,
        sort: bool = True,
        count_only: Literal[True],
        exclude_self: bool = False,
        threads: SupportsIndex | None = None,
    ) -> IntArray: ...
    def query_radius(
        self,
        lat: QueryPoints,
        lon: ArrayLike | None = None,
        radius: ArrayLike | None = None,
        *,
        altitude: ArrayLike | None = None,
        sort: bool = True,
        count_only: bool = False,
        exclude_self: bool = False,
        threads: SupportsIndex | None = None,
    ) -> RadiusResult | IntArray:
        """
        Find all indexed points within a radius of each query point.

        Parameters
        ----------
        lat : array_like, shape (m,)
            Latitudes, degrees, in [-90, 90]; or points, as for the index, and
            then `radius` by its name.
        lon : array_like, shape (m,), optional
            Longitudes, degrees, any finite value.
        radius : float or array_like, shape (m,)
            The radius, metres, inclusive; one for all points or one for each.
        altitude : array_like, shape (m,), optional
            Heights above the ellipsoid, metres, if and only if the index has them.
        sort : bool, default True
            Sort the neighbours of a point by distance, equal ones by row. Otherwise they come in
            an order of the index's own, always the same, and sooner.
        count_only : bool, default False
            Only count them: much quicker where there are many.
        exclude_self : bool, default False
            The query points are the indexed ones, row by row, and no point is its own neighbour.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        RadiusResult or ndarray, shape (m,)
            The neighbours of each point and their distances in metres, as a sparse matrix by rows;
            or their numbers. A point that is NaN has none.

        Raises
        ------
        InvalidLatitudeError
            A latitude is outside [-90, 90] or infinite.
        InvalidLongitudeError
            A longitude is infinite.
        InvalidAltitudeError
            An altitude is beyond 1e100 or -1e100.
        GeodistError
            A radius is negative or NaN.
        ValueError
            The shapes do not fit, altitudes are missing or superfluous, or `exclude_self` with
            another number of points.

        See Also
        --------
        query_radius_blocks : The same block by block.

        Examples
        --------
        >>> import geodist as gd
        >>> index = gd.PointIndex([0, 0, 1], [0, 1, 0])
        >>> near = index.query_radius([0, 0.5], [0.4, 0], [50_000, 100_000])
        >>> [row.indices.tolist() for row in near]
        [[0], [0, 2]]
        >>> index.query_radius([0, 0.5], [0.4, 0], 100_000, count_only=True)
        array([2, 2])
        """
        columns, within = self._radius(lat, lon, radius, altitude)
        first_row = self._first_row(exclude_self, columns[0].size)
        count = thread_count(threads)
        if count_only:
            counts = _geodist_core.new_array((columns[0].size,), np.dtype(np.int64))
            self._core.count_radius(*columns, within, counts, first_row, count)
            return counts
        found = self._core.query_radius(*columns, within, sort, False, first_row, count)
        return RadiusResult(*found, self._core.size)

    def query_radius_blocks(
        self,
        lat: QueryPoints,
        lon: ArrayLike | None = None,
        radius: ArrayLike | None = None,
        *,
        altitude: ArrayLike | None = None,
        sort: bool = True,
        exclude_self: bool = False,
        rows: SupportsIndex | None = None,
        threads: SupportsIndex | None = None,
    ) -> Iterator[tuple[slice, RadiusResult]]:
        """
        Find all points within a radius block by block, in bounded memory.

        Parameters
        ----------
        lat, lon : array_like, shape (m,)
            As for `query_radius`.
        radius : float or array_like, shape (m,)
            As for `query_radius`.
        altitude : array_like, shape (m,), optional
            As for `query_radius`.
        sort : bool, default True
            As for `query_radius`.
        exclude_self : bool, default False
            As for `query_radius`.
        rows : int, optional
            Query points in a block; the default is 131,072.
        threads : int, optional
            Most threads to use.

        Returns
        -------
        iterator of (slice, RadiusResult)
            Which query points, and their neighbours.

        Raises
        ------
        ValueError
            As `query_radius`, by the iteration where coordinates are at fault; or `rows` is not
            positive.

        Examples
        --------
        >>> import geodist as gd
        >>> index = gd.PointIndex([0, 0, 1], [0, 1, 0])
        >>> for which, near in index.query_radius_blocks([0, 1, 2], [0.4, 1, 2], 1e5, rows=2):
        ...     print(which, near.counts)
        slice(0, 2, None) [2 0]
        slice(2, 3, None) [0]
        """
        columns, within = self._radius(lat, lon, radius, altitude)
        first_row = self._first_row(exclude_self, columns[0].size)
        count = thread_count(threads)
        parts = blocks_of(columns, rows)

        def blocks() -> Iterator[tuple[slice, RadiusResult]]:
            for which, block in parts:
                mine = within if within.size == 1 else within[which]
                start = None if first_row is None else which.start
                found = self._core.query_radius(*block, mine, sort, False, start, count)
                yield which, RadiusResult(*found, self._core.size)

        return blocks()

    def query_pairs(
        self, radius: SupportsFloat, *, threads: SupportsIndex | None = None
    ) -> IndexPairs:
        """
        Find all pairs of indexed points within a radius of each other.

        Parameters
        ----------
        radius : float
            The largest distance, metres, inclusive.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        IndexPairs
            The arrays ``i``, ``j`` and ``distances``: each pair once, i < j, in rising order.

        Raises
        ------
        GeodistError
            The radius is negative or NaN.

        See Also
        --------
        query_pairs_blocks : The same block by block.

        Examples
        --------
        >>> import geodist as gd
        >>> pairs = gd.PointIndex([0, 0, 1], [0, 1, 0]).query_pairs(120_000)
        >>> pairs.i, pairs.j
        (array([0, 0]), array([1, 2]))
        """
        starts, j, distances = self._core.query_pairs(
            real_number(radius, "radius"), False, True, thread_count(threads)
        )
        return IndexPairs(np.repeat(np.arange(starts.size - 1), np.diff(starts)), j, distances)

    def query_pairs_blocks(
        self,
        radius: SupportsFloat,
        *,
        rows: SupportsIndex | None = None,
        threads: SupportsIndex | None = None,
    ) -> Iterator[tuple[slice, IndexPairs]]:
        """
        Find all pairs within a radius block by block, in bounded memory.

        Parameters
        ----------
        radius : float
            The largest distance, metres, inclusive.
        rows : int, optional
            Indexed points in a block; the default is 131,072.
        threads : int, optional
            Most threads to use.

        Returns
        -------
        iterator of (slice, IndexPairs)
            Rows of the indexed points, and the pairs whose i is among them.

        Raises
        ------
        ValueError
            The radius is negative or NaN, or `rows` is not positive.

        Examples
        --------
        >>> import geodist as gd
        >>> index = gd.PointIndex([0, 0, 1], [0, 1, 0])
        >>> [pairs.j.tolist() for _, pairs in index.query_pairs_blocks(120_000, rows=2)]
        [[1, 2], []]
        """
        return self._pairs(radius, rows, threads)

    def sparse_distance_matrix(
        self, radius: SupportsFloat, *, threads: SupportsIndex | None = None
    ) -> scipy.sparse.csr_array:
        """
        Compute the distances within a radius among the indexed points, as a sparse array.

        Parameters
        ----------
        radius : float
            The largest distance, metres, inclusive.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        scipy.sparse.csr_array, shape (n, n)
            Distances in metres, symmetric, each row sorted by distance. The zeros of the diagonal
            and of coincident points are stored: a graph for ``metric="precomputed"``.

        Raises
        ------
        GeodistError
            The radius is negative or NaN.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.PointIndex([0, 0, 1], [0, 1, 0]).sparse_distance_matrix(120_000).nnz
        7
        """
        found = self._core.query_pairs(
            real_number(radius, "radius"), True, False, thread_count(threads)
        )
        return RadiusResult(*found, self._core.size).to_scipy()

    def _pairs(
        self, radius: SupportsFloat, rows: SupportsIndex | None, threads: SupportsIndex | None
    ) -> Iterator[tuple[slice, IndexPairs]]:
        within, count = np.array([real_number(radius, "radius")]), thread_count(threads)
        empty = np.empty(0)  # refuses a radius that is not valid
        self._core.count_radius(
            empty, empty, self._altitude(empty), within, np.empty(0, np.int64), None, count
        )
        parts = blocks_of(self._core.coordinates(), rows)

        def blocks() -> Iterator[tuple[slice, IndexPairs]]:
            for which, block in parts:
                starts, j, distances = self._core.query_radius(
                    *block, within, False, True, which.start, count
                )
                i = np.repeat(np.arange(which.start, which.stop), np.diff(starts))
                yield which, IndexPairs(i, j, distances)

        return blocks()

    def _altitude(self, values: FloatArray) -> FloatArray | None:
        return values if self._core.has_altitudes else None

    def _radius(self, lat: Any, lon: Any, radius: Any, altitude: Any) -> tuple[Columns, FloatArray]:
        """Give the query points as columns, and their radius or radii."""
        columns, shape = self._points(lat, lon, altitude)
        if radius is None:
            raise TypeError("radius is missing")
        check_labels(lat=lat, radius=radius)
        within = real_array(radius, "radius")
        if len(shape) > 1 or within.ndim > 1:
            raise ValueError(
                "coordinates and radius must be numbers or one-dimensional, got shapes "
                f"{shape} and {within.shape}"
            )
        if within.ndim == 1 and within.size != columns[0].size:
            raise ValueError(
                f"there must be one radius, or one for each of {columns[0].size} points, "
                f"got {within.size}"
            )
        return columns, np.ascontiguousarray(within).reshape(-1)
