"""The part of an index that finds the nearest points, and the farthest one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained_methods, thread_count, whole_number
from geodist._columns.numbers import real_number
from geodist._search.neighbours import Nearest
from geodist._search.queries import Queries, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import SupportsFloat, SupportsIndex

    from numpy.typing import ArrayLike, NDArray

    from geodist._geodist_core import Point, Point3D
    from geodist._types.points_like import QueryPoints
    from geodist._typing import Columns, FloatArray, IntArray, Number


@explained_methods
class NearestQueries(Queries):
    """What `geodist.PointIndex` can say of nearest and farthest points."""

    __slots__ = ()

    @overload
    def query(
        self,
        lat: Number,
        lon: Number,
        k: Literal[1] = 1,
        *,
        altitude: Number | None = None,
        max_distance: SupportsFloat | None = None,
        exclude_self: bool = False,
        threads: SupportsIndex | None = None,
    ) -> Nearest[float, int]: ...
    @overload
    def query(
        self,
        lat: Point | Point3D,
        lon: None = None,
        k: Literal[1] = 1,
        *,
        altitude: None = None,
        max_distance: SupportsFloat | None = None,
        exclude_self: bool = False,
        threads: SupportsIndex | None = None,
    ) -> Nearest[float, int]: ...
    @overload
    def query(
        self,
        lat: QueryPoints,
        lon: ArrayLike | None = None,
        k: SupportsIndex | Sequence[SupportsIndex] = 1,
        *,
        altitude: ArrayLike | None = None,
        max_distance: SupportsFloat | None = None,
        exclude_self: bool = False,
        threads: SupportsIndex | None = None,
    ) -> Nearest[FloatArray, IntArray]: ...
    def query(
        self,
        lat: QueryPoints,
        lon: ArrayLike | None = None,
        k: SupportsIndex | Sequence[SupportsIndex] = 1,
        *,
        altitude: ArrayLike | None = None,
        max_distance: SupportsFloat | None = None,
        exclude_self: bool = False,
        threads: SupportsIndex | None = None,
    ) -> Nearest[Any, Any]:
        """
        Find the nearest indexed points of each query point.

        Parameters
        ----------
        lat : array_like
            Latitudes, degrees, in [-90, 90]; or points, as for the index.
        lon : array_like, optional
            Longitudes, degrees, any finite value; broadcast with the latitudes.
        k : int or sequence of int, default 1
            How many neighbours; or which, counted from 1.
        altitude : array_like, optional
            Heights above the ellipsoid, metres, if and only if the index has them.
        max_distance : float, optional
            Only neighbours up to this distance, inclusive, metres.
        exclude_self : bool, default False
            The query points are the indexed ones, row by row, and no point is its own neighbour.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        Nearest
            The arrays ``distances``, metres, and ``indices``, of the shape of the latitudes and a
            last dimension for the neighbours, the nearest first; without it if `k` is 1, and then
            numbers for numbers. Infinity and -1 where there is no neighbour: fewer than `k` within
            `max_distance`, or a query point that is NaN.

        Raises
        ------
        InvalidLatitudeError
            A latitude is outside [-90, 90] or infinite.
        InvalidLongitudeError
            A longitude is infinite.
        InvalidAltitudeError
            An altitude is beyond 1e100 or -1e100.
        ValueError
            The shapes do not broadcast, `k` is not positive, `max_distance` is negative, altitudes
            are missing or superfluous, or `exclude_self` with another number of points.

        See Also
        --------
        query_blocks : The same block by block.

        Examples
        --------
        >>> import geodist as gd
        >>> index = gd.PointIndex([0, 0, 1], [0, 1, 0])
        >>> index.query(0, 0.4)
        Nearest(distances=44527.79..., indices=0)
        >>> index.query([0, 1], [0.4, 1], k=2).indices
        array([[0, 1],
               [1, 2]])
        """
        columns, shape = self._points(lat, lon, altitude)
        count, ranks = ranks_of(k)
        first_row = self._first_row(exclude_self, columns[0].size)
        distances, rows = self._query(
            columns,
            count,
            limit_of(max_distance),
            first_row,
            thread_count(threads),
        )
        if ranks is not None:
            distances, rows = distances[:, ranks], rows[:, ranks]
        whole = shape if ranks is None and count == 1 else (*shape, distances.shape[1])
        distances, rows = distances.reshape(whole), rows.reshape(whole)
        if whole == ():
            return Nearest(distances.item(), rows.item())
        return Nearest(distances, rows)

    def query_blocks(
        self,
        lat: QueryPoints,
        lon: ArrayLike | None = None,
        k: SupportsIndex = 1,
        *,
        altitude: ArrayLike | None = None,
        max_distance: SupportsFloat | None = None,
        exclude_self: bool = False,
        rows: SupportsIndex | None = None,
        threads: SupportsIndex | None = None,
    ) -> Iterator[tuple[slice, Nearest[FloatArray, IntArray]]]:
        """
        Find nearest points block by block, in bounded memory.

        Parameters
        ----------
        lat, lon : array_like
            As for `query`; made one-dimensional.
        k : int, default 1
            How many neighbours.
        altitude : array_like, optional
            As for `query`.
        max_distance : float, optional
            As for `query`.
        exclude_self : bool, default False
            As for `query`.
        rows : int, optional
            Query points in a block; the default is 131,072.
        threads : int, optional
            Most threads to use.

        Returns
        -------
        iterator of (slice, Nearest)
            Which query points, and their neighbours: arrays of shape (rows, k).

        Raises
        ------
        ValueError
            As `query`, by the iteration where coordinates are at fault; or `rows` is not positive.

        Examples
        --------
        >>> import geodist as gd
        >>> index = gd.PointIndex([0, 0, 1], [0, 1, 0])
        >>> for which, (distances, indices) in index.query_blocks([0, 1, 2], [0.4, 1, 2], rows=2):
        ...     print(which, indices.ravel())
        slice(0, 2, None) [0 1]
        slice(2, 3, None) [1]
        """
        columns, _ = self._points(lat, lon, altitude)
        neighbours, _ = ranks_of(whole_number(k, "k"))
        first_row = self._first_row(exclude_self, columns[0].size)
        count, most = thread_count(threads), limit_of(max_distance)

        def blocks() -> Iterator[tuple[slice, Nearest[FloatArray, IntArray]]]:
            for which, block in blocks_of(columns, rows):
                start = None if first_row is None else which.start
                yield which, Nearest(*self._query(block, neighbours, most, start, count))

        return blocks()

    @overload
    def farthest(
        self,
        lat: Number,
        lon: Number,
        *,
        altitude: Number | None = None,
        threads: SupportsIndex | None = None,
    ) -> Nearest[float, int]: ...
    @overload
    def farthest(
        self,
        lat: Point | Point3D,
        lon: None = None,
        *,
        altitude: None = None,
        threads: SupportsIndex | None = None,
    ) -> Nearest[float, int]: ...
    @overload
    def farthest(
        self,
        lat: QueryPoints,
        lon: ArrayLike | None = None,
        *,
        altitude: ArrayLike | None = None,
        threads: SupportsIndex | None = None,
    ) -> Nearest[FloatArray, IntArray]: ...
    def farthest(
        self,
        lat: QueryPoints,
        lon: ArrayLike | None = None,
        *,
        altitude: ArrayLike | None = None,
        threads: SupportsIndex | None = None,
    ) -> Nearest[Any, Any]:
        """
        Find the farthest indexed point of each query point.

        Parameters
        ----------
        lat, lon : array_like
            As for `query`.
        altitude : array_like, optional
            As for `query`.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        Nearest
            The arrays ``distances``, metres, and ``indices``, of the shape of the latitudes;
            numbers for numbers. Infinity and -1 if the index is empty or the point is NaN.

        Raises
        ------
        ValueError
            As `query`.

        Notes
        -----
        By branch and bound: for each box that may hold the farthest point the exact distance to one
        point of it bounds all others by the triangle inequality; near the antipode, what is left of
        half a way round the Earth does. Among points spread over the globe that takes some hundred
        exact distances, 20 microseconds; among points all about equally far it may take many more.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.PointIndex([0, 0, 1], [0, 1, 0]).farthest(0, 0.4)
        Nearest(distances=119202.43..., indices=2)
        """
        columns, shape = self._points(lat, lon, altitude)
        distances, rows = _new_results((columns[0].size,))
        self._core.farthest(*columns, distances, rows, thread_count(threads))
        if shape == ():
            return Nearest(distances.item(), rows.item())
        return Nearest(distances.reshape(shape), rows.reshape(shape))

    def _query(
        self, columns: Columns, k: int, most: float, first_row: int | None, threads: int
    ) -> tuple[FloatArray, IntArray]:
        distances, rows = _new_results((columns[0].size, k))
        self._core.query(*columns, k, distances, rows, most, first_row, threads)
        return distances, rows


def _new_results(shape: tuple[int, ...]) -> tuple[FloatArray, IntArray]:
    """Make arrays for distances and rows."""
    return (
        _geodist_core.new_array(shape, np.dtype(np.float64)),
        _geodist_core.new_array(shape, np.dtype(np.int64)),
    )


def limit_of(max_distance: Any) -> float:
    """Give the largest distance of a neighbour; None means any."""
    return np.inf if max_distance is None else real_number(max_distance, "max_distance")


def ranks_of(k: Any) -> tuple[int, NDArray[np.int64] | None]:
    """Give how many neighbours are wanted, and which of them, counted from 0; None is all."""
    if np.ndim(k) == 0:
        count = whole_number(k, "k")
        if count < 1:
            raise ValueError(f"k must be positive, got {count}")
        return count, None
    ranks = np.array([whole_number(rank, "k") for rank in k], dtype=np.int64)
    if ranks.size == 0 or ranks.min() < 1:
        raise ValueError("k must be positive, and not empty")
    return int(ranks.max()), ranks - 1
