"""Collections of points in Parquet files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist import _geodist_core
from geodist._arguments import explained_methods
from geodist._columns.datums import written_crs
from geodist._types.point_readers import PointReaders, datum_said
from geodist._types.point_writers import PointWriters

if TYPE_CHECKING:
    from typing import Self

    from geodist._typing import EllipsoidLike


@explained_methods
class PointFiles(PointReaders, PointWriters):
    """How `geodist.Points` are read from files and written to them."""

    __slots__ = ()

    @classmethod
    def from_parquet(
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
        Read the points of a Parquet file: of its own types, GeoParquet's, or columns of numbers.

        Parameters
        ----------
        source : path-like or file
            The file. Only the columns that hold the points are read.
        column : str, optional
            The column of geometries: GEOMETRY, GEOGRAPHY, or one that GeoParquet's metadata or a
            label of GeoArrow describe; by default the only one.
        lat, lon : str, optional
            The columns that hold the coordinates; where there are no geometries by default those of
            the usual names.
        altitude : str, optional
            The column that holds the altitudes.
        crs : object, optional
            The CRS of the points, if the file does not state it, as in `from_arrow`.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.

        Returns
        -------
        Points
            The points. Nulls are missing.

        Raises
        ------
        InvalidGeometryError
            A geometry is not a point.
        GeodistError
            No column is recognised, or several; two kinds of metadata contradict each other; the CRS
            is not longitude and latitude in degrees, or differs from `crs`; it is not a Parquet file.
        OSError
            The file cannot be read.
        TypeError
            PyArrow, which reads it, is not installed.

        See Also
        --------
        from_arrow : A table that is in memory.

        References
        ----------
        .. [1] "Parquet geospatial types",
           https://github.com/apache/parquet-format/blob/master/Geospatial.md

        Examples
        --------
        >>> import geodist as gd, os, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "points.parquet")
        ...     gd.Points(lat=[52.31], lon=[4.76]).to_parquet(path)
        ...     print(gd.Points.from_parquet(path))
        Points(lat=[52.31], lon=[4.76])
        """
        from geodist._columns.arrow import read_points
        from geodist._columns.parquet import read_parquet

        table = read_parquet(source, column, lat, lon, altitude)
        lats, lons, heights, datum = read_points(table, column, lat, lon, altitude)
        return cls._own(lats, lons, heights, datum_said(datum, crs, ellipsoid))

    def to_parquet(self, path: Any, *, column: str = "geometry", table: Any = None) -> None:
        """
        Write the points to a Parquet file, as its own type GEOMETRY.

        Parameters
        ----------
        path : path-like or file
            The file.
        column : str, default "geometry"
            What the column of points is called.
        table : DataFrame or Arrow table, optional
            Other columns of the same rows, which are written before the points.

        Raises
        ------
        GeodistError
            The table has another number of rows, or a column of that name.
        TypeError
            PyArrow, which writes it, is not installed, or `table` is not a table.

        See Also
        --------
        to_arrow : Points as a column of a table of your own.

        Notes
        -----
        The CRS is in the type. Missing points are null, altitudes are z.

        Examples
        --------
        >>> import geodist as gd, os, tempfile
        >>> import pyarrow.parquet as pq
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "points.parquet")
        ...     gd.Points(lat=[52.31], lon=[4.76], crs="EPSG:4267").to_parquet(path)
        ...     print(pq.ParquetFile(path).schema.column(0).logical_type)
        Geometry(crs=EPSG:4267)
        """
        from geodist._columns.parquet import write_parquet
        from geodist._types.geoarrow import geoarrow_wkb

        data, offsets, _ = _geodist_core.wkb_from_points(self._lat, self._lon, self._altitude)
        crs = written_crs(self._datum)
        cells = geoarrow_wkb(data, offsets, self.missing, crs, "planar")
        write_parquet(path, column, cells, table)
