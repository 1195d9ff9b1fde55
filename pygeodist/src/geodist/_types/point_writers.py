"""Collections of points as other libraries hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._arguments import explained_methods
from geodist._columns.datums import GEOJSON, common_datum, srid_of, written_crs
from geodist._errors import InvalidGeometryError
from geodist._types.collection import checked_labels
from geodist._types.point_columns import PointColumns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist._types.geoarrow import GeoArrow
    from geodist._typing import FloatArray


@explained_methods
class PointWriters(PointColumns):
    """What `geodist.Points` can be turned into."""

    __slots__ = ()

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
            The points; ``None`` where one is missing. They have the SRID of the CRS, if the points
            have one of EPSG.

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
        if (srid := srid_of(self._datum)) is not None:
            points[there] = shapely.set_srid(points[there], srid)
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
            A point is missing, which GeoJSON cannot express.
        GeodistError
            The points are not on WGS84, the only datum of GeoJSON [1]_.

        Warns
        -----
        DatumWarning
            The points are on ETRS89 or NAD83, and written as they are.

        References
        ----------
        .. [1] H. Butler et al., "The GeoJSON Format", RFC 7946, section 4, 2016,
           https://www.rfc-editor.org/rfc/rfc7946

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points(lat=[52.31], lon=[4.76]).to_geojson()
        {'type': 'MultiPoint', 'coordinates': [[4.76, 52.31]]}
        """
        if self.missing.any():
            row = int(np.argmax(self.missing))
            raise InvalidGeometryError(
                f"point {row} is missing, which GeoJSON cannot express; "
                "use points[~points.missing]",
                index=row,
            )
        common_datum(**{"GeoJSON": GEOJSON, "the points": self._datum})
        return {"type": "MultiPoint", "coordinates": self.to_lonlat().tolist()}

    def to_arrow(self, *, interleaved: bool = False, crs: Any = None) -> GeoArrow:
        """
        Give the points as a GeoArrow array.

        Parameters
        ----------
        interleaved : bool, default False
            Put the coordinates of a point beside each other, which copies them. Otherwise they
            stay in columns, and are not copied if they are contiguous.
        crs : str or dict, optional
            The coordinate reference system to write into the metadata: a name, such as
            "OGC:CRS84", or PROJJSON. By default that of the points, if any. Its datum must be
            that of the points.

        Returns
        -------
        object
            It has ``__arrow_c_array__`` and ``__arrow_c_schema__``, for `pyarrow.array`,
            `GeoSeries.from_arrow` and others. Missing points are NaN there.

        Raises
        ------
        GeodistError
            `crs` is not longitude and latitude in degrees, or is on another datum than the points.

        Notes
        -----
        The CRS is in the metadata of the field. An array of PyArrow has no field and loses it; a
        table keeps it: ``pa.table([pa.array(points)], schema=pa.schema([pa.field(points)]))``.

        Examples
        --------
        >>> import geodist as gd
        >>> import pyarrow as pa
        >>> pa.array(gd.Points(lat=[52.31], lon=[4.76]).to_arrow()).to_pylist()
        [{'x': 4.76, 'y': 52.31}]
        """
        from geodist._types.geoarrow import geoarrow_points

        datum = self._stated(crs)
        written = crs if isinstance(crs, str | dict) else written_crs(datum)
        return geoarrow_points(self._lat, self._lon, self._altitude, interleaved, written)

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

    def to_geoseries(self, crs: Any = None, *, index: Any = None) -> Any:
        """
        Give the points as a GeoSeries of GeoPandas.

        Parameters
        ----------
        crs : object, optional
            The coordinate reference system of the result. By default that of the points, or
            "EPSG:4326" if they have none. Its datum must be that of the points.
        index : pandas.Index or array_like, shape (n,), optional
            The labels of the rows, such as those of the layer that they come from. By default 0, 1
            and so on.

        Returns
        -------
        geopandas.GeoSeries
            The points; ``None`` where one is missing.

        Raises
        ------
        GeodistError
            `crs` is not longitude and latitude in degrees, or is on another datum than the points.
            To convert them, call `to_crs` of the result.
        ValueError
            There are more labels than points, or fewer.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points(lat=[52.31], lon=[4.76]).to_geoseries().x.tolist()
        [4.76]
        """
        import geopandas

        written = written_crs(self._stated(crs)) or "EPSG:4326"
        return geopandas.GeoSeries(
            self.to_shapely(),
            crs=written if crs is None else crs,
            index=checked_labels(index, len(self)),
        )
