"""Collections of points made of what says the order of its coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._arguments import explained_methods, is_of
from geodist._columns.datums import DEFAULT
from geodist._columns.geojson import holds_geojson
from geodist._columns.numbers import real_array
from geodist._columns.units import has_units
from geodist._errors import GeodistError, InvalidGeometryError
from geodist._geodist_core import Point, Point3D
from geodist._types.point_columns import PointColumns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from numpy.typing import ArrayLike

    from geodist._columns.datums import Datum
    from geodist._typing import EllipsoidLike


@explained_methods
class PointReaders(PointColumns):
    """What `geodist.Points` can be made of.

    Each reader is imported where it is used: a program needs one of them, or none.
    """

    __slots__ = ()

    @classmethod
    def from_latlon(
        cls, array: ArrayLike, *, crs: Any = None, ellipsoid: EllipsoidLike = None
    ) -> Self:
        """
        Make points of rows that hold latitude before longitude.

        Parameters
        ----------
        array : array_like, shape (n, 2) or (n, 3)
            Latitude and longitude in degrees, and altitude in metres if there is a third column.
        crs : object, optional
            The CRS of the points, if the data do not state it: "EPSG:4267", an EPSG code, WKT,
            PROJJSON, or a pyproj object. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.

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
        return cls._of_rows(array, 0, "from_latlon", crs, ellipsoid)

    @classmethod
    def from_lonlat(
        cls, array: ArrayLike, *, crs: Any = None, ellipsoid: EllipsoidLike = None
    ) -> Self:
        """
        Make points of rows that hold longitude before latitude.

        Parameters
        ----------
        array : array_like, shape (n, 2) or (n, 3)
            Longitude and latitude in degrees, and altitude in metres if there is a third column.
        crs : object, optional
            The CRS of the points, if the data do not state it: "EPSG:4267", an EPSG code, WKT,
            PROJJSON, or a pyproj object. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.

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
        return cls._of_rows(array, 1, "from_lonlat", crs, ellipsoid)

    @classmethod
    def _of_rows(
        cls,
        array: Any,
        lat_column: int,
        name: str,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
    ) -> Self:
        if hasattr(array, "columns"):
            raise TypeError(f"{name}() takes an array; use Points.from_pandas or from_arrow")
        first = array[0] if isinstance(array, list | tuple) and array else array
        if isinstance(first, PointColumns | Point | Point3D):
            raise TypeError(f"{name}() takes numbers; points say their order: Points(points)")
        rows = real_array(array, "array")
        if rows.shape == (0,):
            rows = np.empty((0, 2))
        if rows.ndim != 2 or rows.shape[1] not in {2, 3}:
            raise GeodistError(
                f"{name}() takes an array of shape (n, 2) or (n, 3), got {rows.shape}"
            )
        if rows.shape[1] == 3 and has_units(type(array)):
            raise TypeError(f"{name}() cannot take degrees and metres of one unit; give columns")
        lat, lon = rows[:, lat_column], rows[:, 1 - lat_column]
        altitude = rows[:, 2] if rows.shape[1] == 3 else None
        return cls._copy(lat, lon, altitude, datum_said(DEFAULT, crs, ellipsoid))

    @classmethod
    def from_shapely(
        cls, geometries: Any, *, crs: Any = None, ellipsoid: EllipsoidLike = None
    ) -> Self:
        """
        Make points of Shapely's, whose x is the longitude and whose y is the latitude.

        Parameters
        ----------
        geometries : array_like of shapely.Point, MultiPoint, or GeoSeries
            Points; ``None`` and the empty point are missing. Or one Point, or one MultiPoint.
            A z is the altitude; an m is left out.
        crs : object, optional
            The CRS of the points, if the data do not state it: "EPSG:4267", an EPSG code, WKT,
            PROJJSON, or a pyproj object. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.

        Returns
        -------
        Points
            The points.

        Raises
        ------
        InvalidGeometryError
            A geometry is not a point, or only some have a z; the error has its index.
        GeodistError
            A GeoSeries has a CRS that is not longitude and latitude in degrees, or not `crs`.

        Examples
        --------
        >>> import geodist as gd
        >>> import shapely
        >>> gd.Points.from_shapely([shapely.Point(4.76, 52.31), None])
        Points(lat=[52.31, nan], lon=[4.76, nan])
        """
        from geodist._columns.shapely import shapely_columns

        lats, lons, heights, datum = shapely_columns(geometries)
        return cls._own(lats, lons, heights, datum_said(datum, crs, ellipsoid))

    @classmethod
    def from_geojson(
        cls,
        geojson: str | bytes | Mapping[str, Any] | Any,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
    ) -> Self:
        """
        Make points of GeoJSON, in text or parsed.

        Parameters
        ----------
        geojson : str, bytes, dict or object
            A Point, a MultiPoint, a Feature of one of them, a GeometryCollection of them, or a
            FeatureCollection of Points; or an object with ``__geo_interface__``. A feature without
            geometry is missing.
        crs : object, optional
            The CRS of the points, if the data do not state it: "EPSG:4267", an EPSG code, WKT,
            PROJJSON, or a pyproj object. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.

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
        from geodist._columns.geojson import geojson_columns

        lats, lons, heights, datum = geojson_columns(geojson)
        return cls._own(lats, lons, heights, datum_said(datum, crs, ellipsoid))

    @classmethod
    def from_arrow(
        cls,
        source: Any,
        *,
        column: str | None = None,
        lat: str | None = None,
        lon: str | None = None,
        altitude: str | None = None,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
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
            The column of a table that holds the points, of a GeoArrow type or well-known binary; by
            default the only one of a GeoArrow type.
        lat, lon : str, optional
            The columns of a table that hold the coordinates; by default those of the usual names.
        altitude : str, optional
            The column of a table that holds the altitudes.
        crs : object, optional
            The CRS of the points, if the data do not state it: "EPSG:4267", an EPSG code, WKT,
            PROJJSON, or a pyproj object. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.

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
            No column is recognised, or several; or the CRS is not
            longitude and latitude in degrees, or differs from `crs`.
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

        lats, lons, heights, datum = read_points(source, column, lat, lon, altitude)
        return cls._own(lats, lons, heights, datum_said(datum, crs, ellipsoid))

    @classmethod
    def from_pandas(
        cls,
        frame: Any,
        lat: str | None = None,
        lon: str | None = None,
        altitude: str | None = None,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
    ) -> Self:
        """
        Make points of a table of pandas or GeoPandas.

        Parameters
        ----------
        frame : DataFrame, GeoDataFrame or GeoSeries
            The table. A GeoDataFrame gives its active geometry, unless you name columns. Named
            columns have the datum of its CRS, if that is geographic and `crs` is not given.
        lat, lon : str, optional
            The columns of latitude and longitude; by default those of the usual names.
        altitude : str, optional
            The column of altitudes.
        crs : object, optional
            The CRS of the points, if the data do not state it: "EPSG:4267", an EPSG code, WKT,
            PROJJSON, or a pyproj object. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.

        Returns
        -------
        Points
            The points, in the order of the rows.

        Raises
        ------
        GeodistError
            No column is recognised, or several; or the CRS is not
            longitude and latitude in degrees, or differs from `crs`.
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
        from geodist._columns.pandas import pandas_columns

        lats, lons, heights, datum = pandas_columns(frame, lat, lon, altitude)
        if crs is not None and (lat is not None or lon is not None or altitude is not None):
            datum = DEFAULT  # the CRS of a layer is that of its geometry
        return cls._of_columns(lats, lons, heights, datum_said(datum, crs, ellipsoid))

    @classmethod
    def _of_columns(cls, lats: Any, lons: Any, heights: Any, datum: Datum) -> Self:
        """Make points of what `pandas_columns` took."""
        if isinstance(lats, np.ndarray):
            return cls._own(lats, lons, heights, datum)
        return cls._copy(lats, lons, heights, datum)

    @classmethod
    def _find(cls, value: Any) -> Self | None:
        """Make points of what says the order of its coordinates; None of anything else."""
        if isinstance(value, Point | Point3D):
            value = [value]
        if is_of("pandas", "DataFrame", value):
            return cls.from_pandas(value)
        if hasattr(value, "geom_type"):
            return cls.from_shapely(value)
        if is_of("pandas", "Series", value) and value.dtype == object:
            value = value.to_numpy()
        if hasattr(value, "__arrow_c_array__") or hasattr(value, "__arrow_c_stream__"):
            try:
                return cls.from_arrow(value)
            except InvalidGeometryError as error:
                if not hasattr(type(value), "ring_offsets"):
                    raise
                raise InvalidGeometryError(f"points are needed, got {value!r}") from error
        if hasattr(value, "__geo_interface__") or isinstance(value, dict):
            return cls.from_geojson(value)
        if isinstance(value, list | tuple) and value:
            there = [point for point in value if point is not None]
            for kind, size in ((Point, 2), (Point3D, 3)):
                if there and all(isinstance(point, kind) for point in there):
                    gap = (np.nan,) * size
                    return cls.from_latlon([gap if p is None else tuple(p) for p in value])
        if isinstance(value, list | tuple | np.ndarray):
            items = np.asarray(value, dtype=object) if isinstance(value, list | tuple) else value
            # Those of more dimensions are refused there.
            if items.dtype == object and any(hasattr(v, "geom_type") for v in items.flat):
                return cls.from_shapely(items)
            if items.dtype == object and items.ndim == 1 and any(map(holds_geojson, items)):
                return cls.from_geojson(items.tolist())
        return None


def datum_said(datum: Datum, crs: Any, ellipsoid: EllipsoidLike) -> Datum:
    """Give the datum that the data have, or that the caller says."""
    if crs is None and ellipsoid is None:
        return datum
    from geodist._columns.crs import stated_datum

    return stated_datum(datum, crs, ellipsoid)
