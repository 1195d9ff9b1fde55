"""Collections of shapes made of what says the order of its coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._arguments import explained_methods, is_of
from geodist._columns.cells import is_missing
from geodist._columns.geojson import holds_geojson
from geodist._columns.pandas import refuse_bare_frame
from geodist._types.edge_gaps import say_spherical
from geodist._types.points import Points
from geodist._types.shape import Shape
from geodist._types.shape_rows import ShapeRows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike


@explained_methods
class ShapeReaders(ShapeRows):
    """What `geodist.Shapes` can be made of.

    Each reader is imported where it is used: a program needs one of them, or none.
    """

    __slots__ = ()

    @classmethod
    def from_shapely(
        cls,
        geometries: Any,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges | None = None,
        oriented: bool = False,
    ) -> Self:
        """
        Make shapes of Shapely's geometries, whose x is the longitude and whose y is the latitude.

        Parameters
        ----------
        geometries : array_like of shapely.Geometry, or GeoSeries
            Points, lines, polygons and their multi forms; ``None`` is missing. Or a single one. A z
            and an m are left out, which a warning says once.
        crs : object, optional
            The CRS, if the data do not state it: "EPSG:4267", an EPSG code, WKT, PROJJSON, or a
            pyproj object. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.
        edges : {"geodesic", "planar"}, default "geodesic"
            What an edge is; Shapely does not say.
        oriented : bool, default False
            Whether the inside of a polygon is to the left of its outer ring.

        Returns
        -------
        Shapes
            A shape for each geometry.

        Raises
        ------
        InvalidGeometryError
            A geometry is a collection, or a coordinate is not finite; the error has its index.
        GeodistError
            A GeoSeries has a CRS that is not longitude and latitude in degrees, or not `crs`.

        Examples
        --------
        >>> import geodist as gd
        >>> import shapely
        >>> gd.Shapes.from_shapely([shapely.LineString([(4.76, 52.31), (8.57, 50.03)]), None])
        <2 Shapes: 1 LineString, 1 missing>
        """
        from geodist._columns.shapes import shapes_of_shapely

        return cls._of(shapes_of_shapely(geometries), crs, ellipsoid, edges, oriented)

    @classmethod
    def from_geopandas(
        cls,
        layer: Any,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges | None = None,
        oriented: bool = False,
    ) -> Self:
        """
        Make shapes of a GeoSeries, or of the active geometry of a GeoDataFrame.

        Parameters
        ----------
        layer : GeoSeries or GeoDataFrame
            The layer. A z and an m are left out.
        crs : object, optional
            The CRS, if the layer does not state it. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.
        edges : {"geodesic", "planar"}, default "geodesic"
            What an edge is; a layer does not say.
        oriented : bool, default False
            Whether the inside of a polygon is to the left of its outer ring.

        Returns
        -------
        Shapes
            A shape for each row.

        Raises
        ------
        InvalidGeometryError
            A geometry is a collection, or a coordinate is not finite; the error has its index.
        GeodistError
            The CRS is not longitude and latitude in degrees, or not `crs`.
        TypeError
            It is not a layer of GeoPandas.

        Examples
        --------
        >>> import geodist as gd
        >>> import geopandas
        >>> import shapely
        >>> layer = geopandas.GeoSeries([shapely.box(0, 0, 1, 1)], crs="EPSG:4267")
        >>> gd.Shapes.from_geopandas(layer).ellipsoid.name
        'Clarke 1866'
        """
        if not hasattr(layer, "geometry") or not hasattr(layer, "crs"):
            if is_of("geopandas", "GeoDataFrame", layer):
                raise TypeError(
                    "the GeoDataFrame has no active geometry: name it by set_geometry()"
                )
            raise TypeError(f"a GeoSeries or GeoDataFrame is needed, got {type(layer).__name__}")
        return cls.from_shapely(
            layer.geometry, crs=crs, ellipsoid=ellipsoid, edges=edges, oriented=oriented
        )

    @classmethod
    def from_wkb(
        cls,
        cells: Sequence[bytes | str | None],
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges | None = None,
        oriented: bool = False,
    ) -> Self:
        """
        Make shapes of well-known binary.

        Parameters
        ----------
        cells : sequence of bytes or str
            A geometry each, in ISO's form or the extended one, of either byte order, or the same in
            hexadecimal text, as PostGIS shows it: a list, or a column of pandas, Polars or PyArrow.
            ``None``, NaN and NA are missing.
        crs : object, optional
            The CRS, if no SRID states it. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.
        edges : {"geodesic", "planar"}, default "geodesic"
            What an edge is; well-known binary does not say.
        oriented : bool, default False
            Whether the inside of a polygon is to the left of its outer ring.

        Returns
        -------
        Shapes
            A shape for each cell.

        Raises
        ------
        InvalidGeometryError
            A geometry is cut off, of an unknown type or a collection; the error has its index.
        GeodistError
            SRIDs differ, or one is not of longitude and latitude in degrees.
        TypeError
            A cell is not bytes.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Shapes.from_wkb(["0101000000000000000000F03F0000000000000040"])
        <1 Shapes: 1 Point>
        """
        from geodist._columns.shapes import shapes_of_wkb

        return cls._of(shapes_of_wkb(cells), crs, ellipsoid, edges, oriented)

    @classmethod
    def from_wkt(
        cls,
        cells: Sequence[str | None],
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges | None = None,
        oriented: bool = False,
    ) -> Self:
        """
        Make shapes of well-known text, which Shapely reads.

        Parameters
        ----------
        cells : sequence of str
            A geometry each, also with an SRID, as ``SRID=4326;POINT (4 52)``: a list, or a column of
            pandas, Polars or PyArrow. ``None``, NaN and NA are missing.
        crs : object, optional
            The CRS, if no SRID states it. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.
        edges : {"geodesic", "planar"}, default "geodesic"
            What an edge is; well-known text does not say.
        oriented : bool, default False
            Whether the inside of a polygon is to the left of its outer ring.

        Returns
        -------
        Shapes
            A shape for each cell.

        Raises
        ------
        InvalidGeometryError
            A text is not a geometry, or is a collection; the error has its index.
        GeodistError
            SRIDs differ, or one is not of longitude and latitude in degrees.
        TypeError
            A cell is not text.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Shapes.from_wkt(["LINESTRING (4.76 52.31, 4.77 52.31)", None])
        <2 Shapes: 1 LineString, 1 missing>
        """
        from geodist._columns.wkt import shapes_of_wkt

        return cls._of(shapes_of_wkt(cells), crs, ellipsoid, edges, oriented)

    @classmethod
    def from_geojson(
        cls,
        geojson: str | bytes | Mapping[str, Any] | Sequence[Any] | Any,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges | None = None,
        oriented: bool = False,
    ) -> Self:
        """
        Make shapes of GeoJSON, in text or parsed.

        Parameters
        ----------
        geojson : str, bytes, dict or object
            A FeatureCollection, a Feature or a geometry; an object with ``__geo_interface__``; or a
            list of features, geometries or such objects. A feature without geometry is missing.
        crs : object, optional
            The CRS, if an old file does not state one. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.
        edges : {"geodesic", "planar"}, default "planar"
            What an edge is. The edges of GeoJSON are straight in longitude and latitude [1]_.
        oriented : bool, default False
            Whether the inside of a polygon is to the left of its outer ring.

        Returns
        -------
        Shapes
            A shape for each feature.

        Raises
        ------
        InvalidGeometryError
            The text is not GeoJSON, or a geometry is a collection; the error has its index.

        References
        ----------
        .. [1] H. Butler et al., "The GeoJSON Format", RFC 7946, section 3.1.1, 2016,
           https://www.rfc-editor.org/rfc/rfc7946

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Shapes.from_geojson('{"type": "LineString", "coordinates": [[4, 52], [8, 50]]}')
        <1 Shapes: 1 LineString, planar edges>
        """
        from geodist._columns.shapes import shapes_of_geojson

        return cls._of(shapes_of_geojson(geojson), crs, ellipsoid, edges, oriented, usual="planar")

    @classmethod
    def from_arrow(
        cls,
        source: Any,
        *,
        column: str | None = None,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges | None = None,
        oriented: bool | None = None,
    ) -> Self:
        """
        Make shapes of Arrow data, from any library that speaks the PyCapsule interface.

        Parameters
        ----------
        source : object
            What has ``__arrow_c_array__`` or ``__arrow_c_stream__``: an array of a GeoArrow type
            (separated, interleaved, well-known binary or text), or a table with such a column, for
            example a GeoParquet file that PyArrow has read.
        column : str, optional
            The column of a table that holds the geometries, of a GeoArrow type or well-known
            binary; by default the only one of a GeoArrow type.
        crs : object, optional
            The CRS, if the data do not state it: "EPSG:4267", an EPSG code, WKT, PROJJSON, or a
            pyproj object. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.
        edges : {"geodesic", "planar"}, optional
            What an edge is. By default what the metadata say; without a word of theirs, edges are
            planar [1]_. Spherical ones are taken as geodesics of the ellipsoid, which a warning
            says once.
        oriented : bool, optional
            Whether the inside of a polygon is to the left of its outer ring. By default it is for
            GeoParquet that says so of geometries with spherical edges.

        Returns
        -------
        Shapes
            A shape for each row. Nulls are missing. Separated float64 coordinates of an array in
            one chunk are not copied, nor are its 64-bit offsets.

        Raises
        ------
        InvalidGeometryError
            The data are not geometries, or one is a collection.
        GeodistError
            No column is recognised, or several; or the CRS is not longitude and latitude in
            degrees, or differs from `crs`.
        TypeError
            The object does not speak the PyCapsule interface.

        References
        ----------
        .. [1] "GeoArrow specification", https://geoarrow.org/extension-types.html
        .. [2] "GeoParquet specification", https://geoparquet.org/releases/v1.1.0/

        Examples
        --------
        >>> import geodist as gd
        >>> line = gd.Shapes.lines(lat=[1, 2], lon=[3, 3], offsets=[0, 2])
        >>> gd.Shapes.from_arrow(line.to_arrow()) == line
        True
        """
        from geodist._columns.arrow_shapes import read_shapes

        read = read_shapes(source, column)
        if read.spherical and edges is None:
            say_spherical()
            edges = "geodesic"
        if oriented is None:
            oriented = read.oriented and edges != "planar"
        usual: Edges = "geodesic" if read.geodesic else "planar"
        return cls._of((read.layout, read.datum), crs, ellipsoid, edges, oriented, usual=usual)

    @classmethod
    def _find(cls, value: Any, **options: Any) -> Self | None:
        """Make shapes of what says the order of its coordinates; None of anything else."""
        if isinstance(value, Shape):
            value = value.shapes
        if isinstance(value, cls):
            return value._with(**options) if options else value
        if isinstance(value, type):
            return None  # it has the methods below, but holds nothing
        if is_of("geopandas", "GeoDataFrame", value) or is_of("geopandas", "GeoSeries", value):
            return cls.from_geopandas(value, **options)
        if isinstance(value, Points):
            return cls._of_points(value)._with(**options)
        if hasattr(value, "geom_type"):
            return cls.from_shapely(value, **options)
        if is_of("pandas", "DataFrame", value):
            refuse_bare_frame(value)
        if is_of("pandas", "Series", value):
            value = value.to_numpy()
        if hasattr(value, "__arrow_c_array__") or hasattr(value, "__arrow_c_stream__"):
            return cls.from_arrow(value, **options)
        if hasattr(value, "__geo_interface__") or isinstance(value, dict):
            return cls.from_geojson(value, **options)
        if isinstance(value, list | tuple):
            items = np.empty(len(value), object)
            items[:] = list(value)
            value = items
        if isinstance(value, np.ndarray) and value.dtype == object:
            cells = value.ravel()
            if any(isinstance(c, Shape) for c in cells):
                return cls._of_rows(value)._with(**options)
            # No cell at all, or only missing ones, are geometries too.
            if any(hasattr(c, "geom_type") for c in cells) or all(map(is_missing, cells)):
                return cls.from_shapely(value, **options)  # which refuses more dimensions
            if any(map(holds_geojson, cells)):
                return cls.from_geojson(value.tolist(), **options)
        return None
