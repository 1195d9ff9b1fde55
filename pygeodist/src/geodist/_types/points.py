"""Collections of points, in columns."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final, final, overload

import numpy as np

from geodist import _geodist_core
from geodist._columns.coordinates import check_labels, real_column
from geodist._columns.numbers import real_array
from geodist._errors import EmptyGeometryError, GeodistError, InvalidGeometryError
from geodist._geodist_core import BoundingBox, Point, Point3D
from geodist._signatures import explained_methods

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Self, SupportsIndex

    from numpy.typing import ArrayLike, NDArray

    from geodist._columns.arrow import GeoArrowPoints
    from geodist._typing import FloatArray

__all__ = ["Points"]

_PAIRS: Final = (
    "a bare array of pairs does not say which number is the latitude; "
    "use Points.from_latlon(array) or Points.from_lonlat(array)"
)


@final
@explained_methods
class Points:
    """
    An immutable collection of points, kept in columns.

    It has the order of its rows, indexes as a NumPy array of one dimension does, and can be given
    wherever a set of points is asked for. A row with a NaN is missing: it is kept, reads as
    ``None``, and is left out of `bounds`.

    Parameters
    ----------
    points : object, optional
        Instead of columns, a set of points that says its order: a sequence of `Point` or of
        `Point3D`, ``None`` being missing, or what one of the constructors ``from_pandas``,
        ``from_shapely``, ``from_arrow``, ``from_geojson`` takes.
    lat : array_like, shape (n,)
        Latitudes, degrees, in [-90, 90]. NaN is missing.
    lon : array_like, shape (n,)
        Longitudes, degrees, any finite value; kept as given.
    altitude : array_like, shape (n,), optional
        Heights above the ellipsoid, metres, any finite value.

    Raises
    ------
    InvalidLatitudeError
        A latitude is outside [-90, 90] or infinite; the error has its index.
    InvalidLongitudeError
        A longitude is infinite.
    InvalidAltitudeError
        An altitude is infinite.
    ValueError
        The columns are not one-dimensional and of one length, or of other rows of a table.
    TypeError
        The columns are not real numbers, or a bare array of pairs is given.

    See Also
    --------
    Point : A single point.

    Notes
    -----
    The columns are copied, so that nothing changes them later; those of Arrow, which are immutable,
    are not. Two collections are equal when they have the same numbers, NaN being equal to NaN:
    longitudes of 190 and -170 are not the same number. Collections are hashable by the same rule:
    the first call reads all of them, the result is kept.

    Examples
    --------
    >>> import geodist as gd
    >>> points = gd.Points(lat=[52.31, 40.64, 35.76], lon=[4.76, -73.78, 140.39])
    >>> points
    Points(lat=[52.31, 40.64, 35.76], lon=[4.76, -73.78, 140.39])
    >>> points[0]
    Point(lat=52.31, lon=4.76)
    >>> points[points.lat > 40]
    Points(lat=[52.31, 40.64], lon=[4.76, -73.78])
    >>> points.bounds
    BoundingBox(min_lat=35.76, min_lon=-73.78, max_lat=52.31, max_lon=140.39)
    >>> gd.Points.from_lonlat([(4.76, 52.31), (-73.78, 40.64)]) == points[:2]
    True
    >>> gd.Points([gd.Point(52.31, 4.76), None])
    Points(lat=[52.31, nan], lon=[4.76, nan])
    """

    __slots__ = ("__weakref__", "_altitude", "_hash", "_lat", "_lon")
    __module__ = "geodist"

    _lat: FloatArray
    _lon: FloatArray
    _altitude: FloatArray | None
    _hash: int | None

    if TYPE_CHECKING:

        @overload
        def __new__(cls, points: Any, /) -> Self: ...
        @overload
        def __new__(
            cls, *, lat: ArrayLike, lon: ArrayLike, altitude: ArrayLike | None = None
        ) -> Self: ...
        def __new__(cls, *args: Any, **kwargs: Any) -> Self: ...

    else:

        def _signature(self, points=None, /, *, lat=None, lon=None, altitude=None):
            """Say what callers write; the real one takes anything, to refuse it in words."""

        def __new__(cls, *points, lat=None, lon=None, altitude=None):
            columns = lat, lon, altitude
            if len(points) > 1:
                raise TypeError(
                    "Points takes columns by name: Points(lat=..., lon=...); for rows of pairs "
                    "use Points.from_latlon(array) or Points.from_lonlat(array)"
                )
            if points:
                if any(column is not None for column in columns):
                    raise TypeError("Points takes one collection, or lat= and lon=, not both")
                return as_points(points[0])
            if lat is None or lon is None:
                raise TypeError("Points needs lat= and lon=")
            check_labels(lat=lat, lon=lon, altitude=altitude)
            return cls._own(_copied(lat, "lat"), _copied(lon, "lon"), _copied(altitude, "altitude"))

        __new__.__wrapped__ = _signature

    @classmethod
    def _own(cls, lat: FloatArray, lon: FloatArray, altitude: FloatArray | None = None) -> Self:
        """Check columns, and take those that nobody else will change."""
        for name, column in (("lon", lon), ("altitude", altitude)):
            if column is not None and column.size != lat.size:
                raise ValueError(
                    f"lat and {name} must be of one length, got {lat.size} and {column.size}"
                )
        _geodist_core.check_points(lat, lon, "lat", "lon")
        if altitude is not None:
            _geodist_core.check_altitudes(altitude, "altitude")
        return cls._checked(lat, lon, altitude)

    @classmethod
    def _checked(cls, lat: FloatArray, lon: FloatArray, altitude: FloatArray | None) -> Self:
        self = object.__new__(cls)
        for name, column in (("_lat", lat), ("_lon", lon), ("_altitude", altitude)):
            object.__setattr__(self, name, None if column is None else _frozen(column))
        object.__setattr__(self, "_hash", None)
        return self

    @classmethod
    def from_latlon(cls, array: ArrayLike) -> Self:
        """
        Make points of rows that hold latitude before longitude.

        Parameters
        ----------
        array : array_like, shape (n, 2) or (n, 3)
            Latitude and longitude in degrees, and altitude in metres if there is a third column.

        Returns
        -------
        Points
            The points.

        Raises
        ------
        GeodistError
            The array has another shape, or a value is out of range.
        TypeError
            The array is a table with names of columns, or does not hold real numbers.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points.from_latlon([(52.31, 4.76), (40.64, -73.78)])
        Points(lat=[52.31, 40.64], lon=[4.76, -73.78])
        """
        return cls._of_rows(array, 0, "from_latlon")

    @classmethod
    def from_lonlat(cls, array: ArrayLike) -> Self:
        """
        Make points of rows that hold longitude before latitude.

        Parameters
        ----------
        array : array_like, shape (n, 2) or (n, 3)
            Longitude and latitude in degrees, and altitude in metres if there is a third column.

        Returns
        -------
        Points
            The points.

        Raises
        ------
        GeodistError
            The array has another shape, or a value is out of range.
        TypeError
            The array is a table with names of columns, or does not hold real numbers.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points.from_lonlat([(4.76, 52.31), (-73.78, 40.64)])
        Points(lat=[52.31, 40.64], lon=[4.76, -73.78])
        """
        return cls._of_rows(array, 1, "from_lonlat")

    @classmethod
    def _of_rows(cls, array: Any, lat_column: int, name: str) -> Self:
        if hasattr(array, "columns"):
            raise TypeError(f"{name}() takes an array; use Points.from_pandas or from_arrow")
        first = array[0] if isinstance(array, list | tuple) and array else array
        if isinstance(first, Points | Point | Point3D):
            raise TypeError(f"{name}() takes numbers; points say their order: Points(points)")
        rows = real_array(array, "array")
        if rows.shape == (0,):
            rows = np.empty((0, 2))
        if rows.ndim != 2 or rows.shape[1] not in {2, 3}:
            raise GeodistError(
                f"{name}() takes an array of shape (n, 2) or (n, 3), got {rows.shape}"
            )
        lat, lon = rows[:, lat_column], rows[:, 1 - lat_column]
        return cls(lat=lat, lon=lon, altitude=rows[:, 2] if rows.shape[1] == 3 else None)

    @classmethod
    def from_shapely(cls, geometries: Any) -> Self:
        """
        Make points of Shapely's, whose x is the longitude and whose y is the latitude.

        Parameters
        ----------
        geometries : array_like of shapely.Point, MultiPoint, or GeoSeries
            Points; ``None`` and the empty point are missing. Or one Point, or one MultiPoint.
            A z is the altitude; an m is left out.

        Returns
        -------
        Points
            The points.

        Raises
        ------
        InvalidGeometryError
            A geometry is not a point, or only some have a z; the error has its index.
        GeodistError
            A GeoSeries has a CRS that is not longitude and latitude in degrees.

        Examples
        --------
        >>> import geodist as gd
        >>> import shapely
        >>> gd.Points.from_shapely([shapely.Point(4.76, 52.31), None])
        Points(lat=[52.31, nan], lon=[4.76, nan])
        """
        from geodist._types.point_readers import shapely_columns

        return cls._own(*shapely_columns(geometries))

    @classmethod
    def from_geojson(cls, geojson: str | bytes | Mapping[str, Any] | Any) -> Self:
        """
        Make points of GeoJSON, in text or parsed.

        Parameters
        ----------
        geojson : str, bytes, dict or object
            A Point, a MultiPoint, a Feature of one of them, a GeometryCollection of them, or a
            FeatureCollection of Points; or an object with ``__geo_interface__``. A feature without
            geometry is missing.

        Returns
        -------
        Points
            The points, in their order.

        Raises
        ------
        InvalidGeometryError
            It is another geometry, or only some points have an altitude.

        References
        ----------
        .. [1] H. Butler et al., "The GeoJSON Format", RFC 7946, 2016,
           https://www.rfc-editor.org/rfc/rfc7946

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points.from_geojson('{"type": "Point", "coordinates": [4.76, 52.31, 11]}')
        Points(lat=[52.31], lon=[4.76], altitude=[11.0])
        """
        from geodist._types.point_readers import geojson_columns

        return cls._own(*geojson_columns(geojson))

    @classmethod
    def from_arrow(
        cls,
        source: Any,
        *,
        column: str | None = None,
        lat: str | None = None,
        lon: str | None = None,
        altitude: str | None = None,
    ) -> Self:
        """
        Make points of Arrow data, from any library that speaks the PyCapsule interface.

        Parameters
        ----------
        source : object
            What has ``__arrow_c_array__`` or ``__arrow_c_stream__``: an array of GeoArrow points
            (separated, interleaved, or well-known binary), or a table with such a column or with
            columns of latitude and longitude.
        column : str, optional
            The column of a table that holds the points; by default the only one of a GeoArrow type.
        lat, lon : str, optional
            The columns of a table that hold the coordinates; by default those of the usual names.
        altitude : str, optional
            The column of a table that holds the altitudes.

        Returns
        -------
        Points
            The points. Nulls are missing. Without nulls, float64 coordinates of an array in one
            chunk are not copied.

        Raises
        ------
        InvalidGeometryError
            The data are not points.
        GeodistError
            No column is recognised, or several; or the CRS is not longitude and latitude in degrees.
        TypeError
            The object does not speak the PyCapsule interface.

        References
        ----------
        .. [1] "GeoArrow specification", https://geoarrow.org/format.html
        .. [2] "The Arrow PyCapsule Interface",
           https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html

        Examples
        --------
        >>> import geodist as gd
        >>> import pyarrow as pa
        >>> gd.Points.from_arrow(pa.table({"latitude": [52.31, None], "longitude": [4.76, 8.57]}))
        Points(lat=[52.31, nan], lon=[4.76, 8.57])
        """
        from geodist._columns.arrow import read_points

        return cls._own(*read_points(source, column, lat, lon, altitude))

    @classmethod
    def from_pandas(
        cls,
        frame: Any,
        lat: str | None = None,
        lon: str | None = None,
        altitude: str | None = None,
    ) -> Self:
        """
        Make points of a table of pandas or GeoPandas.

        Parameters
        ----------
        frame : DataFrame, GeoDataFrame or GeoSeries
            The table. Of a GeoDataFrame the active geometry is taken, unless columns are named.
        lat, lon : str, optional
            The columns of latitude and longitude; by default those of the usual names.
        altitude : str, optional
            The column of altitudes.

        Returns
        -------
        Points
            The points, in the order of the rows.

        Raises
        ------
        GeodistError
            No column is recognised, or several; or the CRS is not longitude and latitude in degrees.
        InvalidGeometryError
            A geometry is not a point.

        Examples
        --------
        >>> import geodist as gd
        >>> import pandas as pd
        >>> airports = pd.DataFrame({"iata": ["AMS"], "latitude": [52.31], "longitude": [4.76]})
        >>> gd.Points.from_pandas(airports)
        Points(lat=[52.31], lon=[4.76])
        """
        from geodist._types.point_readers import pandas_columns

        return cls._of_columns(*pandas_columns(frame, lat, lon, altitude))

    @classmethod
    def _of_columns(cls, lats: Any, lons: Any, heights: Any) -> Self:
        """Make points of what `pandas_columns` took."""
        if isinstance(lats, np.ndarray):
            return cls._own(lats, lons, heights)
        return cls(lat=lats, lon=lons, altitude=heights)

    @property
    def lat(self) -> FloatArray:
        """Latitudes in degrees, read-only."""
        return self._lat

    @property
    def lon(self) -> FloatArray:
        """Longitudes in degrees, as given, read-only."""
        return self._lon

    @property
    def altitude(self) -> FloatArray | None:
        """Heights above the ellipsoid in metres, read-only; None where the points have none."""
        return self._altitude

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Which rows have a NaN."""
        missing: NDArray[np.bool_] = np.isnan(self._lat) | np.isnan(self._lon)
        return missing if self._altitude is None else missing | np.isnan(self._altitude)

    @property
    def bounds(self) -> BoundingBox:
        """
        The smallest box that holds all points that are not missing.

        It crosses the antimeridian where that makes it span fewer degrees of longitude; see
        `BoundingBox.around`. Without a point to hold, `EmptyGeometryError` is raised.
        """
        there = ~self.missing
        if not there.any():
            what = "all points are missing" if len(self) else "there are no points"
            raise EmptyGeometryError(f"no bounds: {what}")
        if there.all():
            return BoundingBox.around(self._lat, self._lon)
        return BoundingBox.around(self._lat[there], self._lon[there])

    def __len__(self) -> int:
        return self._lat.size

    @overload
    def __getitem__(  # type: ignore[overload-overlap]
        self, index: SupportsIndex, /
    ) -> Point | Point3D | None: ...
    @overload
    def __getitem__(
        self, index: slice | list[int] | list[bool] | NDArray[np.integer[Any] | np.bool_], /
    ) -> Points: ...
    def __getitem__(self, index: Any, /) -> Point | Point3D | Points | None:
        if not isinstance(index, slice | np.ndarray | list):
            try:
                return self._row(operator.index(index))
            except TypeError:
                pass  # no number: NumPy knows what it is
        if isinstance(index, list) and not index:
            index = slice(0, 0)
        columns = [
            None if column is None else column[index]
            for column in (self._lat, self._lon, self._altitude)
        ]
        lat, lon, altitude = columns
        if lat is None or lon is None or lat.ndim != 1:
            raise IndexError("Points have one dimension")
        return Points._checked(lat, lon, altitude)

    def _row(self, row: int) -> Point | Point3D | None:
        if not -len(self) <= row < len(self):
            raise IndexError(f"index {row} is out of bounds for {len(self)} points")
        height = 0.0 if self._altitude is None else self._altitude[row]
        return _make_point(self._lat[row], self._lon[row], height, self._altitude is not None)

    def __iter__(self) -> Iterator[Point | Point3D | None]:
        high = self._altitude is not None
        heights = [0.0] * len(self) if self._altitude is None else self._altitude.tolist()
        rows = zip(self._lat.tolist(), self._lon.tolist(), heights, strict=True)
        return (_make_point(lat, lon, height, high) for lat, lon, height in rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Points):
            return NotImplemented
        return (
            np.array_equal(self._lat, other._lat, equal_nan=True)
            and np.array_equal(self._lon, other._lon, equal_nan=True)
            and (self._altitude is None) == (other._altitude is None)
            and (
                self._altitude is None
                or np.array_equal(self._altitude, other._altitude, equal_nan=True)  # type: ignore[arg-type]
            )
        )

    def __hash__(self) -> int:
        if self._hash is None:
            # Equal numbers of different bits, zeros and NaNs, are made the same.
            parts = tuple(
                None if c is None else np.where(np.isnan(c), np.nan, c + 0.0).tobytes()
                for c in (self._lat, self._lon, self._altitude)
            )
            object.__setattr__(self, "_hash", hash(parts))
        return operator.index(self._hash)  # type: ignore[arg-type]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Points are immutable: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Points are immutable: cannot delete {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self._lat, self._lon, self._altitude)

    def __repr__(self) -> str:
        columns = {"lat": self._lat, "lon": self._lon, "altitude": self._altitude}
        shown = ", ".join(f"{k}={_shown(v)}" for k, v in columns.items() if v is not None)
        return f"Points({shown})" if len(self) <= _SHOWN else f"<{len(self)} Points: {shown}>"

    def __array__(self, dtype: object = None, copy: object = None) -> NDArray[Any]:
        raise TypeError(
            "an array of Points needs an order: use to_latlon() or to_lonlat(), or give lat and lon"
        )

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return self.to_geojson()

    def __arrow_c_schema__(self) -> object:
        return self.to_arrow().__arrow_c_schema__()

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return self.to_arrow().__arrow_c_array__(requested_schema)

    def to_latlon(self) -> FloatArray:
        """
        Give the points as rows of latitude and longitude.

        Returns
        -------
        ndarray, shape (n, 2) or (n, 3)
            Degrees; the third column holds altitudes in metres, if the points have them.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points(lat=[52.31], lon=[4.76]).to_latlon()
        array([[52.31,  4.76]])
        """
        columns = [self._lat, self._lon, self._altitude]
        return np.column_stack([column for column in columns if column is not None])

    def to_lonlat(self) -> FloatArray:
        """
        Give the points as rows of longitude and latitude.

        Returns
        -------
        ndarray, shape (n, 2) or (n, 3)
            Degrees; the third column holds altitudes in metres, if the points have them.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points(lat=[52.31], lon=[4.76]).to_lonlat()
        array([[ 4.76, 52.31]])
        """
        columns = [self._lon, self._lat, self._altitude]
        return np.column_stack([column for column in columns if column is not None])

    def to_shapely(self) -> NDArray[np.object_]:
        """
        Give the points as Shapely's, x being the longitude.

        Returns
        -------
        ndarray of shapely.Point, shape (n,)
            The points; ``None`` where one is missing.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points(lat=[52.31, float("nan")], lon=[4.76, 0]).to_shapely()
        array([<POINT (4.76 52.31)>, None], dtype=object)
        """
        import shapely

        points: NDArray[np.object_] = np.full(len(self), None, dtype=object)
        there = ~self.missing
        points[there] = shapely.points(self.to_lonlat()[there])
        return points

    def to_geojson(self) -> dict[str, Any]:
        """
        Give the points as a GeoJSON geometry.

        Returns
        -------
        dict
            A MultiPoint, ready for `json.dumps`.

        Raises
        ------
        InvalidGeometryError
            A point is missing, which GeoJSON cannot say.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points(lat=[52.31], lon=[4.76]).to_geojson()
        {'type': 'MultiPoint', 'coordinates': [[4.76, 52.31]]}
        """
        if self.missing.any():
            row = int(np.argmax(self.missing))
            raise InvalidGeometryError(
                f"point {row} is missing, which GeoJSON cannot say; take points[~points.missing]",
                index=row,
            )
        return {"type": "MultiPoint", "coordinates": self.to_lonlat().tolist()}

    def to_arrow(self, *, interleaved: bool = False, crs: Any = None) -> GeoArrowPoints:
        """
        Give the points as a GeoArrow array.

        Parameters
        ----------
        interleaved : bool, default False
            Put the coordinates of a point beside each other, which copies them. Otherwise they
            stay in columns, and are not copied if they are contiguous.
        crs : str or dict, optional
            What the metadata say of the coordinate reference system: a name, as "OGC:CRS84", or
            PROJJSON. By default nothing.

        Returns
        -------
        object
            It has ``__arrow_c_array__`` and ``__arrow_c_schema__``, for `pyarrow.array`,
            `GeoSeries.from_arrow` and others. Missing points are NaN there.

        Examples
        --------
        >>> import geodist as gd
        >>> import pyarrow as pa
        >>> pa.array(gd.Points(lat=[52.31], lon=[4.76]).to_arrow()).to_pylist()
        [{'x': 4.76, 'y': 52.31}]
        """
        from geodist._columns.arrow import GeoArrowPoints

        return GeoArrowPoints(self._lat, self._lon, self._altitude, interleaved, crs)

    def to_frame(self) -> Any:
        """
        Give the points as a table of pandas.

        Returns
        -------
        pandas.DataFrame
            With the columns lat, lon, and altitude if the points have it.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points(lat=[52.31], lon=[4.76]).to_frame()
             lat   lon
        0  52.31  4.76
        """
        import pandas as pd

        columns = {"lat": self._lat, "lon": self._lon, "altitude": self._altitude}
        return pd.DataFrame({k: v.copy() for k, v in columns.items() if v is not None})

    def to_geoseries(self, crs: Any = "EPSG:4326") -> Any:
        """
        Give the points as a GeoSeries of GeoPandas.

        Parameters
        ----------
        crs : object, default "EPSG:4326"
            The coordinate reference system that it is to have.

        Returns
        -------
        geopandas.GeoSeries
            The points; ``None`` where one is missing.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points(lat=[52.31], lon=[4.76]).to_geoseries().x.tolist()
        [4.76]
        """
        import geopandas

        return geopandas.GeoSeries(self.to_shapely(), crs=crs)


_SHOWN: Final = 6


def _copied(values: Any, name: str) -> FloatArray | None:
    if values is None:
        return None
    return np.array(real_column(values, name))


def _frozen(column: FloatArray) -> FloatArray:
    """Make it read-only, and what it is a view of, so that no caller can make it writable again."""
    owner: Any = column
    while isinstance(owner, np.ndarray):
        owner.setflags(write=False)
        owner = owner.base
    return column.view()


def _shown(column: FloatArray) -> str:
    if column.size <= _SHOWN:
        return str(column.tolist())
    head, tail = column[:3].tolist(), column[-3:].tolist()
    return f"[{', '.join(map(repr, head))}, ..., {', '.join(map(repr, tail))}]"


def _make_point(lat: float, lon: float, height: float, high: bool) -> Point | Point3D | None:
    if lat != lat or lon != lon or height != height:
        return None
    return Point3D(lat, lon, height) if high else Point(lat, lon)


def _restore(lat: FloatArray, lon: FloatArray, altitude: FloatArray | None) -> Points:
    """Make points of what a pickle holds, which nobody else refers to."""
    return Points._own(lat, lon, altitude)


def find_points(value: Any) -> Points | None:
    """Make `Points` of a set of points that says its order; None of anything else."""
    if isinstance(value, Points):
        return value
    from geodist._types.point_readers import foreign_points

    return foreign_points(value)


def as_points(value: Any, name: str = "points") -> Points:
    """
    Make `Points` of a set of points that says its order, for functions that take such sets.

    Parameters
    ----------
    value : object
        `Points`; a sequence of `Point` or of `Point3D`; Shapely points or an array of them; a table
        of pandas; GeoArrow data; GeoJSON or what has ``__geo_interface__``.
    name : str
        What messages call it.

    Returns
    -------
    Points
        The points.

    Raises
    ------
    TypeError
        It is a bare array of pairs, or nothing that holds points.
    """
    points = find_points(value)
    if points is None:
        what = type(value).__name__
        hint = f": {_PAIRS}" if isinstance(value, np.ndarray | list | tuple) else ""
        raise TypeError(f"{name} must be Points or say its order, got {what}{hint}")
    return points
