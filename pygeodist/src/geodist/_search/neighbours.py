"""What an index of points returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import SupportsIndex

    import pandas as pd
    import scipy.sparse

    from geodist._types.witnesses import Location
    from geodist._typing import FloatArray, IntArray

__all__ = ["IndexPairs", "Nearest", "NearestPairs", "NearestPlaces", "RadiusResult"]

D = TypeVar("D")
R = TypeVar("R")


class Nearest(NamedTuple, Generic[D, R]):
    """
    Neighbours and their distances, as `geodist.PointIndex` returns them.

    Parameters
    ----------
    distances : float or ndarray
        Metres; infinite where there is no neighbour.
    indices : int or ndarray
        Rows of the indexed points; -1 where there is no neighbour.
    """

    distances: D
    indices: R


class NearestPlaces(NamedTuple):
    """
    Neighbours, their distances and where they are nearest, as `geodist.ShapeIndex.query` gives them.

    Parameters
    ----------
    distances : float or ndarray
        Metres; infinite where there is no neighbour.
    indices : int or ndarray
        Rows of the indexed shapes; -1 where there is no neighbour.
    places : Location
        The nearest place on each of them: numbers or arrays of the same shape.
    """

    distances: Any
    indices: Any
    places: Location


class NearestPairs(NamedTuple):
    """
    Neighbours of shapes and both nearest places, as `geodist.ShapeIndex.query` gives them.

    Parameters
    ----------
    distances : float or ndarray
        Metres; infinite where there is no neighbour.
    indices : int or ndarray
        Rows of the indexed shapes; -1 where there is no neighbour.
    places : Location
        The nearest place on each of them: numbers or arrays of the same shape.
    own_places : Location
        The place on the shape that you asked about, for each of them.
    """

    distances: Any
    indices: Any
    places: Location
    own_places: Location


class IndexPairs(NamedTuple):
    """
    Pairs of indexed points and their distances, as `geodist.PointIndex.query_pairs` returns them.

    Parameters
    ----------
    i, j : ndarray, shape (n,)
        Rows of the indexed points, i < j, in rising order.
    distances : ndarray, shape (n,)
        Metres.
    """

    i: IntArray
    j: IntArray
    distances: FloatArray

    def to_frame(self) -> pd.DataFrame:
        """
        Give one line for each pair.

        Returns
        -------
        pandas.DataFrame
            Columns ``i`` and ``j`` (rows of the indexed points), ``distance`` (metres).

        Examples
        --------
        >>> import geodist as gd
        >>> gd.PointIndex([0, 0, 1], [0, 1, 0]).query_pairs(111_000).to_frame().round()
           i  j  distance
        0  0  2  110574.0
        """
        from pandas import DataFrame

        return DataFrame({"i": self.i, "j": self.j, "distance": self.distances})


class RadiusResult:
    """
    The points within a radius of each of many points: a sparse matrix by rows.

    Row r has the neighbours ``indices[indptr[r]:indptr[r + 1]]`` and their ``distances``. Indexing
    and iteration give single rows, each a `Nearest`.

    Parameters
    ----------
    indptr : ndarray, shape (rows + 1,)
        Where each row begins in the other two arrays; its last element is their length.
    indices : ndarray, shape (n,)
        Rows of the indexed points.
    distances : ndarray, shape (n,)
        Metres.
    columns : int
        Number of points of the index: the width of the matrix.

    Examples
    --------
    >>> import geodist as gd
    >>> index = gd.PointIndex([0, 0, 1], [0, 1, 0])
    >>> near = index.query_radius([0, 50], [0.1, 0], 120_000)
    >>> len(near), near.counts
    (2, array([3, 0]))
    >>> near[0].indices
    array([0, 1, 2])
    >>> near.to_scipy().shape
    (2, 3)
    """

    __slots__ = ("_columns", "_distances", "_indices", "_indptr")
    __module__ = "geodist"

    def __init__(
        self, indptr: IntArray, indices: IntArray, distances: FloatArray, columns: int
    ) -> None:
        for array in (indptr, indices, distances):
            array.flags.writeable = False
        self._indptr, self._indices, self._distances = indptr, indices, distances
        self._columns = columns

    @property
    def indptr(self) -> IntArray:
        """Where each row begins in the other two arrays; the last element is their length."""
        return self._indptr

    @property
    def indices(self) -> IntArray:
        """Rows of the indexed points."""
        return self._indices

    @property
    def distances(self) -> FloatArray:
        """Distances, metres."""
        return self._distances

    @property
    def columns(self) -> int:
        """Number of points of the index: the width of the matrix."""
        return self._columns

    def __len__(self) -> int:
        return self.indptr.size - 1

    def __getitem__(self, row: SupportsIndex) -> Nearest[FloatArray, IntArray]:
        number = row.__index__()
        at = number + len(self) if number < 0 else number
        if not 0 <= at < len(self):
            raise IndexError(f"row {number} of {len(self)}")
        which = slice(self.indptr[at], self.indptr[at + 1])
        return Nearest(self.distances[which], self.indices[which])

    def __iter__(self) -> Iterator[Nearest[FloatArray, IntArray]]:
        return (self[row] for row in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RadiusResult):
            return NotImplemented
        return (
            self.columns == other.columns
            and np.array_equal(self.indptr, other.indptr)
            and np.array_equal(self.indices, other.indices)
            and np.array_equal(self.distances, other.distances)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<RadiusResult of {len(self)} rows with {self.indices.size} neighbours>"

    def __reduce__(self) -> tuple[type[RadiusResult], tuple[Any, ...]]:
        return RadiusResult, (self.indptr, self.indices, self.distances, self.columns)

    @property
    def counts(self) -> IntArray:
        """
        How many neighbours each row has.

        Returns
        -------
        ndarray, shape (rows,)
            Their numbers.
        """
        return np.diff(self.indptr)

    def to_scipy(self) -> scipy.sparse.csr_array:
        """
        Give the distances as a sparse array; zero distances are stored too.

        Returns
        -------
        scipy.sparse.csr_array, shape (rows, columns)
            Distances in metres, in the order of the rows here.
        """
        from scipy.sparse import csr_array

        return csr_array(
            (self.distances, self.indices, self.indptr), shape=(len(self), self.columns)
        )

    def to_frame(self) -> pd.DataFrame:
        """
        Give one line for each neighbour.

        Returns
        -------
        pandas.DataFrame
            Columns ``query`` (row of the query), ``index`` (row of the indexed points), ``distance``
            (metres).
        """
        from pandas import DataFrame

        return DataFrame(
            {
                "query": np.repeat(np.arange(len(self)), self.counts),
                "index": self.indices,
                "distance": self.distances,
            }
        )


for _result in (Nearest, NearestPairs, NearestPlaces, IndexPairs):
    _result.__module__ = "geodist"  # where they are public; pickles name it
