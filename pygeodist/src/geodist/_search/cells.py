"""A partition of the Earth, for joins that are spread over processes or machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained_methods, thread_count, whole_number
from geodist._columns.coordinates import check_labels
from geodist._columns.datums import DEFAULT, Datum, common_datum, ellipsoid_for
from geodist._columns.numbers import real_array
from geodist._search.queries import broadcast
from geodist._search.saved import datum_behind
from geodist._types.point_arguments import load_points

if TYPE_CHECKING:
    from typing import SupportsIndex

    from numpy.typing import ArrayLike, NDArray

    from geodist._geodist_core import Ellipsoid
    from geodist._types.points_like import ColumnOrPoints
    from geodist._typing import EllipsoidLike, FloatArray, IntArray

__all__ = ["CellCover", "Cells"]


class CellCover(NamedTuple):
    """The cells that can hold what is near each of many points.

    Parameters
    ----------
    indptr : ndarray of int64, shape (n + 1,)
        Where the cells of each point begin.
    indices : ndarray of int32
        The cells: those of point i are ``indices[indptr[i]:indptr[i + 1]]``, rising.

    Examples
    --------
    >>> import geodist as gd
    >>> cells = gd.Cells.from_sample([0, 0, 0, 0], [-60, -20, 20, 60], count=2)
    >>> cells.cover([0, 0], [-1, 50], radius=500_000).indptr
    array([0, 2, 3])
    """

    indptr: IntArray
    indices: NDArray[np.int32]


CellCover.__module__ = "geodist"


@explained_methods
class Cells:
    """
    A partition of the Earth into cells that hold about as many points each.

    `from_sample` makes it. With it, two tables that are too large for one machine are joined
    by distance, exactly: each row of one table goes to its `cell`, each row of the other to
    all cells that its radius can reach (`cover`), and each cell is joined by itself. Every pair
    within the radius meets in exactly one cell.

    See Also
    --------
    geodist.spark : Joins of Spark's tables, which use cells.
    geodist.dask : Joins of Dask's.
    PointIndex : Neighbours on one machine.

    Notes
    -----
    The cells lie between planes through space, each across an axis, through the middle of what the
    sample has there: so there is no seam at the antimeridian and none at the poles. `cover` is
    rigorous: a geodesic of length s on an ellipsoid, oblate or prolate, whose largest radius of
    curvature is R, ends at most 2 R sin(s / 2 R) from where it began, straight through space [1]_, and 100 nm
    are added for what is rounded. Cells are
    small and pickle: 16 bytes for each, 64 if they are fitted. They never change, and are equal if
    all their planes are. Altitudes are not looked at.

    References
    ----------
    .. [1] W. Blaschke, "Kreis und Kugel", Leipzig, 1916, section 24.

    Examples
    --------
    Both towns are on the border of two cells; around the antimeridian, one is within 300 km of both.

    >>> import geodist as gd
    >>> ports = gd.Points(lat=[-18.1, -17.8, -21.2, -13.8], lon=[178.4, 177.4, -175.2, -171.8])
    >>> cells = gd.Cells.from_sample(ports, count=2)
    >>> cells
    <Cells: 2 on Ellipsoid(a=6378137.0, f=0.0033528106647474805)>
    >>> cells.cell(ports)
    array([1, 1, 0, 0], dtype=int32)
    >>> cells.cover([-18, -18], [-178, -160], radius=300_000).indices
    array([0, 1, 0], dtype=int32)
    """

    __slots__ = ("_core", "_datum")
    __module__ = "geodist"

    _core: _geodist_core.Cells
    _datum: Datum | None

    def __init__(self) -> None:
        raise TypeError("Cells are made by Cells.from_sample(lat, lon, count=)")

    @classmethod
    def _wrap(cls, core: _geodist_core.Cells, datum: Datum | None) -> Cells:
        cells = cls.__new__(cls)
        cells._core, cells._datum = core, datum
        return cells

    @classmethod
    def from_sample(
        cls,
        lat: ColumnOrPoints,
        lon: ArrayLike | None = None,
        *,
        count: SupportsIndex,
        ellipsoid: EllipsoidLike = None,
    ) -> Cells:
        """
        Divide the Earth so that each cell holds as much of a sample as the others.

        Parameters
        ----------
        lat : array_like, shape (n,)
            Latitudes, degrees, in [-90, 90]; or `Points`, or anything that `PointIndex` takes.
        lon : array_like, shape (n,), optional
            Longitudes, degrees, any finite value.
        count : int
            How many cells, from 1 to 1,048,576. A hundred points for each are enough.
        ellipsoid : Ellipsoid or str, optional
            The figure of the Earth; by default that of the points, WGS84 where they do not say.

        Returns
        -------
        Cells
            The partition. Rows with NaN do not count. Points at one place are not divided: then, or
            if there are fewer points than cells, some cells hold nothing of the sample.

        Raises
        ------
        EmptyGeometryError
            There is no point, and `count` is more than 1.
        InvalidLatitudeError
            A latitude is outside [-90, 90] or infinite.
        InvalidLongitudeError
            A longitude is infinite.
        ValueError
            `count` is out of range, or the columns do not have one length.

        Examples
        --------
        >>> import geodist as gd
        >>> len(gd.Cells.from_sample([0, 0, 0], [0, 10, 20], count=3))
        3
        """
        columns, datum = load_points(lat, lon, None)
        (lats, lons, _), shape = broadcast((columns[0], columns[1], None))
        if len(shape) != 1:
            raise ValueError(f"a sample must be one-dimensional, got shape {shape}")
        number = whole_number(count, "count")
        if number < 1:
            raise ValueError(f"count must be positive, got {number}")
        chosen = datum or (DEFAULT if ellipsoid is None else datum_behind(ellipsoid))
        figure = ellipsoid_for(ellipsoid, datum)
        return cls._wrap(_geodist_core.Cells.from_sample(lats, lons, number, figure), chosen)

    def __len__(self) -> int:
        return self._core.size

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Cells) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._core.state().tobytes())

    def __repr__(self) -> str:
        fitted = ", fitted" if self.is_fitted else ""
        return f"<Cells: {len(self)} on {self.ellipsoid!r}{fitted}>"

    def __reduce__(self) -> tuple[Any, ...]:
        datum = None if self._datum is None else tuple(self._datum)
        return _restore_cells, (self._core.state(), self.ellipsoid, datum)

    @property
    def ellipsoid(self) -> Ellipsoid:
        """The figure of the Earth."""
        return self._core.ellipsoid

    @property
    def is_fitted(self) -> bool:
        """Whether cells reach no farther than the points that `fitted` was given."""
        return self._core.is_fitted

    def cell(
        self,
        lat: ColumnOrPoints,
        lon: ArrayLike | None = None,
        *,
        threads: SupportsIndex | None = None,
    ) -> NDArray[np.int32]:
        """
        Tell in which cell each point is.

        Parameters
        ----------
        lat, lon : array_like
            The points, degrees, as for `from_sample`. They broadcast.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        ndarray of int32
            Numbers from 0; -1 where a coordinate is NaN.

        Raises
        ------
        GeodistError
            A coordinate is out of range, or the points are on another datum.

        Examples
        --------
        >>> import geodist as gd
        >>> cells = gd.Cells.from_sample([0, 0], [-20, 20], count=2)
        >>> cells.cell([10, 10, float("nan")], [-30, 30, 0])
        array([ 0,  1, -1], dtype=int32)
        """
        (lats, lons), shape = self._points(lat, lon)
        return self._core.cell(lats, lons, thread_count(threads)).reshape(shape)

    def cover(
        self,
        lat: ColumnOrPoints,
        lon: ArrayLike | None = None,
        radius: ArrayLike | None = None,
        *,
        threads: SupportsIndex | None = None,
    ) -> CellCover:
        """
        Find all cells that can hold anything within a radius of each point.

        Parameters
        ----------
        lat, lon : array_like, shape (n,)
            The points, degrees, as for `from_sample`.
        radius : float or array_like, shape (n,)
            The radius, inclusive, metres: one, or one for each point; it may be infinite.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        CellCover
            ``indptr`` and ``indices``. A point with NaN has none; neither has one that no point
            given to `fitted` can be so near to.

        Raises
        ------
        GeodistError
            A coordinate is out of range, a radius is negative or NaN, or the points are on another
            datum.
        ValueError
            There are not as many radii as points.

        Examples
        --------
        >>> import geodist as gd
        >>> cells = gd.Cells.from_sample([0, 0], [-20, 20], count=2)
        >>> cells.cover([10, 10], [-30, 10], radius=[1e5, 5e6])
        CellCover(indptr=array([0, 1, 3]), indices=array([0, 0, 1], dtype=int32))
        """
        (lats, lons), shape = self._points(lat, lon)
        if radius is None:
            raise TypeError("radius is missing")
        check_labels(lat=lat, radius=radius)
        within = real_array(radius, "radius")
        if len(shape) > 1 or within.ndim > 1:
            raise ValueError(
                "coordinates and radius must be numbers or one-dimensional, got shapes "
                f"{shape} and {within.shape}"
            )
        if within.ndim == 1 and within.size != lats.size:
            raise ValueError(
                f"there must be one radius, or one for each of {lats.size} points, got {within.size}"
            )
        within = np.ascontiguousarray(within).reshape(-1)
        return CellCover(*self._core.cover(lats, lons, within, thread_count(threads)))

    def fitted(self, lat: ColumnOrPoints, lon: ArrayLike | None = None) -> Cells:
        """
        Give the same cells, which reach no farther than some points.

        Where these are all the points that cells are to hold, `cover` meets fewer cells: far from all
        of them the nearest few, and none if nothing is within the radius.

        Parameters
        ----------
        lat, lon : array_like, shape (n,)
            The points, degrees, as for `from_sample`.

        Returns
        -------
        Cells
            Cells of the same numbers; `cell` gives the same.

        Raises
        ------
        GeodistError
            A coordinate is out of range, or the points are on another datum.

        See Also
        --------
        united : Put together what was fitted part by part.

        Examples
        --------
        >>> import geodist as gd
        >>> cells = gd.Cells.from_sample([0, 0], [-20, 20], count=2)
        >>> near = cells.fitted([0, 0], [-20, 20])
        >>> cells.cover([0], [0], 1_000_000).indices, near.cover([0], [0], 1_000_000).indices
        (array([0, 1], dtype=int32), array([], dtype=int32))
        """
        (lats, lons), _ = self._points(lat, lon)
        return self._wrap(self._core.fitted(lats, lons), self._datum)

    def united(self, other: Cells) -> Cells:
        """
        Give cells that are fitted to the points of two.

        Parameters
        ----------
        other : Cells
            Cells of the same partition, fitted too.

        Returns
        -------
        Cells
            Fitted to the points of both.

        Raises
        ------
        ValueError
            They are not of one partition, or not fitted.

        Examples
        --------
        >>> import geodist as gd
        >>> cells = gd.Cells.from_sample([0, 0], [-20, 20], count=2)
        >>> both = cells.fitted([0], [-20]).united(cells.fitted([0], [20]))
        >>> both == cells.fitted([0, 0], [-20, 20])
        True
        """
        if not isinstance(other, Cells):
            raise TypeError(f"other must be Cells, got {type(other).__name__}")
        return self._wrap(self._core.united(other._core), self._datum)

    def _points(self, lat: Any, lon: Any) -> tuple[tuple[FloatArray, FloatArray], tuple[int, ...]]:
        """Give points as columns, and their shape."""
        columns, datum = load_points(lat, lon, None)
        if datum is not None and datum != self._datum:
            common_datum(**{"the cells": self._datum, "the points": datum})
        (lats, lons, _), shape = broadcast((columns[0], columns[1], None))
        return (lats, lons), shape


def _restore_cells(state: Any, ellipsoid: Ellipsoid, datum: tuple[Any, ...] | None) -> Cells:
    """Make cells of their numbers in a pickle."""
    core = _geodist_core.Cells.from_state(np.ascontiguousarray(state, np.int64), ellipsoid)
    return Cells._wrap(core, None if datum is None else Datum._make(datum))


_restore_cells.__module__ = "geodist"  # where it stays; pickles name it
