"""The queries of an index of shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from geodist._arguments import explained_methods, thread_count
from geodist._columns.coordinates import check_labels
from geodist._columns.numbers import holds_points, is_set_of_points, real_array
from geodist._search.nearest import limit_of, ranks_of
from geodist._search.neighbours import Nearest, NearestPairs, NearestPlaces, RadiusResult
from geodist._search.queries import broadcast
from geodist._search.saved import SavedIndex
from geodist._types.point_arguments import load_points
from geodist._types.shape import Shape
from geodist._types.shape_arguments import is_single_point
from geodist._types.shapes import Shapes, as_shapes, is_single
from geodist._types.witnesses import Location

if TYPE_CHECKING:
    from typing import SupportsFloat, SupportsIndex

    from numpy.typing import ArrayLike

    from geodist import _geodist_core
    from geodist._types.points_like import QueryPoints
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import FloatArray, IntArray, Number


@explained_methods
class ShapeQueries(SavedIndex):
    """What `geodist.ShapeIndex` can say."""

    __slots__ = ()

    _core: _geodist_core.ShapeIndex

    @overload
    def query(
        self,
        lat: Number,
        lon: Number,
        k: Literal[1] = 1,
        *,
        max_distance: SupportsFloat | None = None,
        witnesses: Literal[False] = False,
        threads: SupportsIndex | None = None,
    ) -> Nearest[float, int]: ...
    @overload
    def query(
        self,
        lat: QueryPoints | ShapesLike,
        lon: ArrayLike | None = None,
        k: SupportsIndex = 1,
        *,
        max_distance: SupportsFloat | None = None,
        witnesses: Literal[False] = False,
        threads: SupportsIndex | None = None,
    ) -> Nearest[FloatArray, IntArray]: ...
    @overload
    def query(
        self,
        lat: Shape | Shapes,
        lon: None = None,
        k: SupportsIndex = 1,
        *,
        max_distance: SupportsFloat | None = None,
        witnesses: Literal[True],
        threads: SupportsIndex | None = None,
    ) -> NearestPairs: ...
    @overload
    def query(
        self,
        lat: QueryPoints,
        lon: ArrayLike | None = None,
        k: SupportsIndex = 1,
        *,
        max_distance: SupportsFloat | None = None,
        witnesses: Literal[True],
        threads: SupportsIndex | None = None,
    ) -> NearestPlaces: ...
    def query(
        self,
        lat: QueryPoints | ShapesLike,
        lon: ArrayLike | None = None,
        k: SupportsIndex = 1,
        *,
        max_distance: SupportsFloat | None = None,
        witnesses: bool = False,
        threads: SupportsIndex | None = None,
    ) -> Nearest[Any, Any] | NearestPlaces | NearestPairs:
        """
        Find the nearest indexed shapes of points or of other shapes.

        Parameters
        ----------
        lat : array_like
            Latitudes, degrees, in [-90, 90]; or points, as for `PointIndex.query`; or lines and
            polygons: `Shapes`, geometries of Shapely, a layer of GeoPandas, GeoJSON.
        lon : array_like, optional
            Longitudes, degrees, any finite value; broadcast with the latitudes.
        k : int, default 1
            How many neighbours.
        max_distance : float, optional
            Only neighbours up to this distance, inclusive, metres.
        witnesses : bool, default False
            Also give the place on each neighbour that is nearest, and of shapes the place on yours.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        Nearest, NearestPlaces or NearestPairs
            The arrays ``distances``, metres, and ``indices``, of the shape of the latitudes and a
            last dimension for the neighbours, the nearest first; without it if `k` is 1, and then
            numbers for numbers or a single geometry. Infinity and -1 where there is no neighbour: fewer than `k` within
            `max_distance`, a point that is NaN, or a shape that is missing or empty. The distance is
            0 to a polygon that covers the point, and between shapes that meet or of which one is
            inside the other. With `witnesses` also ``places``, a `Location` of arrays: -1 and NaN
            where there is no neighbour; and of shapes ``own_places``, the same on your shapes.

        Raises
        ------
        InvalidLatitudeError
            A latitude is outside [-90, 90] or infinite.
        InvalidLongitudeError
            A longitude is infinite.
        ValueError
            The shapes do not broadcast, `k` is not positive, `max_distance` is negative, or there are
            altitudes.

        Examples
        --------
        >>> import geodist as gd
        >>> import shapely
        >>> index = gd.ShapeIndex([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
        >>> index.query([0.5, 0.5], [0.5, 1.6]).distances.round()
        array([    0., 44526.])
        >>> line = shapely.LineString([(5, 0), (5, 1)])
        >>> index.query(line, k=2).indices
        array([1, 0])
        >>> index.query(line, witnesses=True).own_places.lat
        1.0
        """
        count, ranks = ranks_of(k)
        most, used = limit_of(max_distance), thread_count(threads)
        others = self._shapes(lat, lon)
        shape: tuple[int, ...]
        if others is not None:
            shape = () if is_single(lat) else (len(others),)
            found = self._core.query_shapes(others._columns, count, most, used)
        else:
            at, shape = self._points(lat, lon)
            found = self._core.query(*at, count, most, used)
        whole = shape if ranks is None and count == 1 else (*shape, count)
        distances, rows, edges = found[0].reshape(whole), found[1].reshape(whole), found[2]
        edges = edges.reshape(whole)
        if ranks is not None:
            distances, rows, edges = distances[..., ranks], rows[..., ranks], edges[..., ranks]
        if witnesses and others is not None:
            return NearestPairs(
                _plain(distances), _plain(rows), *self._two_places(others, rows, used)
            )
        if witnesses:
            return NearestPlaces(
                _plain(distances), _plain(rows), self._places(at, shape, rows, edges)
            )
        return Nearest(_plain(distances), _plain(rows))

    def query_radius(
        self,
        lat: QueryPoints | ShapesLike,
        lon: ArrayLike | None = None,
        radius: ArrayLike | None = None,
        *,
        sort: bool = True,
        threads: SupportsIndex | None = None,
    ) -> RadiusResult:
        """
        Find all indexed shapes within a radius of points or of other shapes.

        Parameters
        ----------
        lat : array_like, shape (m,)
            As for `query`; of points or shapes give `radius` by its name.
        lon : array_like, shape (m,), optional
            Longitudes, degrees, any finite value.
        radius : float or array_like, shape (m,)
            The radius, metres, inclusive; one for all or one for each.
        sort : bool, default True
            Sort the neighbours by distance, equal ones by row. Otherwise by row.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        RadiusResult
            The neighbours and their distances, row by row.

        Raises
        ------
        InvalidLatitudeError
            A latitude is outside [-90, 90] or infinite.
        InvalidLongitudeError
            A longitude is infinite.
        ValueError
            A radius is missing, negative or NaN, the shapes do not broadcast, rows of pandas differ in
            labels, or there are altitudes.

        Examples
        --------
        >>> import geodist as gd
        >>> import shapely
        >>> index = gd.ShapeIndex([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
        >>> index.query_radius([0.5, 0.5], [0.5, 1.6], 50_000).counts
        array([1, 1])
        """
        _refuse_positions(lat, lon)
        if radius is None:
            raise ValueError("query_radius() needs a radius, in metres: radius=")
        check_labels(lat=lat, lon=lon, radius=radius)
        used = thread_count(threads)
        others = self._shapes(lat, lon)
        if others is not None:
            reach = self._radius(radius, (len(others),))
            found = self._core.query_radius_shapes(others._columns, reach, bool(sort), used)
        else:
            at, shape = self._points(lat, lon)
            reach = self._radius(radius, shape)
            found = self._core.query_radius(*at, reach, bool(sort), used)
        return self._result(found)

    def covering(
        self,
        lat: QueryPoints | ShapesLike,
        lon: ArrayLike | None = None,
        *,
        threads: SupportsIndex | None = None,
    ) -> RadiusResult:
        """
        Find the indexed polygons that cover each point, line or polygon.

        Parameters
        ----------
        lat : array_like, shape (m,)
            Latitudes, degrees, in [-90, 90]; or points, lines or polygons.
        lon : array_like, shape (m,), optional
            Longitudes, degrees, any finite value.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        RadiusResult
            The polygons by rows, row by row; all at distance 0. A point on a boundary is covered; a
            line or polygon, if no point of it is outside.

        Raises
        ------
        InvalidLatitudeError
            A latitude is outside [-90, 90] or infinite.
        InvalidLongitudeError
            A longitude is infinite.
        ValueError
            The shapes do not broadcast, or there are altitudes.

        Examples
        --------
        >>> import geodist as gd
        >>> import shapely
        >>> index = gd.ShapeIndex([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 3, 1)])
        >>> [near.indices.tolist() for near in index.covering([0.5, 0.5, 0.5], [0.5, 1, 5])]
        [[0], [0, 1], []]
        >>> index.covering(shapely.box(2, 0.2, 3, 0.8)).indices
        array([1])
        """
        used = thread_count(threads)
        others = self._shapes(lat, lon)
        if others is not None:
            return self._result(self._core.covering_shapes(others._columns, used))
        at, _ = self._points(lat, lon)
        return self._result(self._core.covering(*at, used))

    def _result(self, found: Any) -> RadiusResult:
        starts, rows, _, distances = found
        return RadiusResult(starts, rows, distances, self._core.size)

    def _shapes(self, lat: Any, lon: Any) -> Shapes | None:
        """Give the query as shapes; None if it is points."""
        _refuse_positions(lat, lon)
        if lon is not None:
            return None
        found: Shapes | None
        if isinstance(lat, Shape | Shapes):
            found = as_shapes(lat)
        else:
            found = None if holds_points(lat) else Shapes._find(lat)
            if found is None or _are_points(found):
                return None
        self._check_datum(found._datum)
        return found

    def _points(self, lat: Any, lon: Any) -> tuple[tuple[FloatArray, FloatArray], tuple[int, ...]]:
        single = lon is None and is_single_point(lat)
        (lat, lon, altitude), datum = load_points(lat, lon, None)
        if altitude is not None:
            raise ValueError("an index of shapes measures on the ground: leave altitudes out")
        self._check_datum(datum)
        columns, shape = broadcast((lat, lon, None))
        return columns[:2], () if single else shape

    @staticmethod
    def _radius(radius: Any, shape: tuple[int, ...]) -> FloatArray:
        """Give one radius, or one for each."""
        column = real_array(radius, "radius")
        if column.ndim != 0:
            try:
                column = np.broadcast_to(column, shape)
            except ValueError:
                raise ValueError(
                    f"shapes do not broadcast: radius {column.shape}, the query {shape}"
                ) from None
        return np.ascontiguousarray(column).reshape(-1)

    def _places(
        self,
        at: tuple[FloatArray, FloatArray],
        shape: tuple[int, ...],
        rows: IntArray,
        edges: IntArray,
    ) -> Location:
        """Give the nearest places on the edges that were found."""
        more = (1,) * (rows.ndim - len(shape))
        lat, lon = (
            np.ascontiguousarray(np.broadcast_to(column.reshape((*shape, *more)), rows.shape))
            for column in at
        )
        matched = rows.reshape(-1) >= 0
        found = self._core.locate(
            lat.reshape(-1)[matched],
            lon.reshape(-1)[matched],
            rows.reshape(-1)[matched],
            edges.reshape(-1)[matched],
        )
        return _spread(found, rows)

    def _two_places(
        self, others: Shapes, rows: IntArray, threads: int
    ) -> tuple[Location, Location]:
        """Give the nearest places on the neighbours that were found, and on the shapes."""
        matched = rows.reshape(-1) >= 0
        asked = np.repeat(np.arange(len(others)), rows.size // max(1, len(others)))
        own, found = self._core.locate_shapes(
            others._columns, asked[matched], rows.reshape(-1)[matched], threads
        )
        return _spread(found, rows), _spread(own, rows)


def _refuse_positions(lat: Any, lon: Any) -> None:
    """Refuse what comes after points or shapes by position: that is where longitudes are."""
    if lon is None:
        return
    cells = lat if isinstance(lat, list | tuple) else [lat]
    if is_set_of_points(lat) or any(
        isinstance(cell, Shape | Shapes | dict) or hasattr(cell, "geom_type") for cell in cells
    ):
        raise TypeError(
            f"with {type(lat).__name__} in place of lat and lon, give what comes after it by name, as "
            "k= or radius="
        )


def _spread(found: Any, rows: IntArray) -> Location:
    """Put the places of those rows that are neighbours in their places."""
    columns = []
    for values in found:
        column = np.full(rows.shape, -1 if values.dtype.kind == "i" else np.nan, values.dtype)
        column[rows >= 0] = values
        columns.append(_plain(column))
    return Location(*columns)


def _plain(column: Any) -> Any:
    """Make a number of an array without dimensions."""
    return column.item() if column.shape == () else column


def _are_points(shapes: Shapes) -> bool:
    """Tell whether there are only points, of one position each."""
    kinds = shapes._layout.kinds
    return bool(np.all((kinds == 1) | (kinds == 0)))
