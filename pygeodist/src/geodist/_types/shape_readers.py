"""Collections of shapes made of what says the order of its coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._arguments import explained_methods, is_of
from geodist._columns.coordinates import check_labels, real_column
from geodist._columns.datums import DEFAULT
from geodist._columns.shapes import Layout, check_offsets
from geodist._errors import GeodistError
from geodist._types.point_readers import datum_said
from geodist._types.points import Points
from geodist._types.shape_columns import ShapeColumns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from numpy.typing import ArrayLike

    from geodist._columns.datums import Datum
    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike

_POINT, _LINE, _POLYGON = 1, 2, 3


@explained_methods
class ShapeReaders(ShapeColumns):
    """What `geodist.Shapes` can be made of.

    Each reader is imported where it is used: a program needs one of them, or none.
    """

    __slots__ = ()

    @classmethod
    def lines(
        cls,
        lat: ArrayLike,
        lon: ArrayLike,
        offsets: ArrayLike,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges = "geodesic",
    ) -> Self:
        """
        Make lines of columns of vertices.

        Parameters
        ----------
        lat : array_like, shape (n,)
            Latitudes of the vertices of all lines, one after the other, degrees, in [-90, 90].
        lon : array_like, shape (n,)
            Longitudes, degrees, any finite value; kept as given.
        offsets : array_like of int, shape (m + 1,)
            Where each line begins among the vertices, and the end of the last one: line i has the
            vertices ``offsets[i]`` to ``offsets[i + 1] - 1``. A line without vertices is empty.
        crs : object, optional
            The CRS of the vertices: "EPSG:4267", an EPSG code, WKT, PROJJSON, or a pyproj object.
            By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.
        edges : {"geodesic", "planar"}, default "geodesic"
            Whether an edge is the shortest way between its ends, or straight in longitude and
            latitude.

        Returns
        -------
        Shapes
            A line for each row.

        Raises
        ------
        GeodistError
            The offsets do not rise from 0 to the number of vertices, or the CRS is not longitude
            and latitude in degrees.
        InvalidLatitudeError, InvalidLongitudeError, InvalidGeometryError
            A vertex is out of range or NaN; the error has its row and vertex.

        Examples
        --------
        >>> import geodist as gd
        >>> roads = gd.Shapes.lines(lat=[0, 0, 1, 2], lon=[0, 1, 5, 5], offsets=[0, 2, 4])
        >>> gd.length(roads).round()
        array([111319., 110575.])
        """
        lats, lons = _vertices(lat, lon)
        rows = check_offsets(offsets, "offsets", lats.size, "vertices")
        rings, there = _without_empty(rows)
        layout = Layout(
            lats,
            lons,
            rings,
            np.arange(rings.size),
            np.concatenate([[0], np.cumsum(there)]).astype(np.int64),
            np.full(rows.size - 1, _LINE, np.uint8),
        )
        return cls._own(layout, datum_said(DEFAULT, crs, ellipsoid), _checked_edges(edges))

    @classmethod
    def polygons(
        cls,
        lat: ArrayLike,
        lon: ArrayLike,
        ring_offsets: ArrayLike,
        offsets: ArrayLike | None = None,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges = "geodesic",
        oriented: bool = False,
    ) -> Self:
        """
        Make polygons of columns of vertices.

        Parameters
        ----------
        lat : array_like, shape (n,)
            Latitudes of the vertices of all rings, one after the other, degrees, in [-90, 90].
        lon : array_like, shape (n,)
            Longitudes, degrees, any finite value; kept as given.
        ring_offsets : array_like of int, shape (r + 1,)
            Where each ring begins among the vertices, and the end of the last one. The last vertex
            of a ring may be its first one again.
        offsets : array_like of int, shape (m + 1,), optional
            Where each polygon begins among the rings, and the end of the last one: its outer ring,
            then its holes. By default each ring is a polygon.
        crs : object, optional
            The CRS of the vertices: "EPSG:4267", an EPSG code, WKT, PROJJSON, or a pyproj object.
            By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.
        edges : {"geodesic", "planar"}, default "geodesic"
            Whether an edge is the shortest way between its ends, or straight in longitude and
            latitude.
        oriented : bool, default False
            Whether the inside is to the left of the outer ring, however large it is. By default it
            is the smaller side, whichever way the ring goes.

        Returns
        -------
        Shapes
            A polygon for each row.

        Raises
        ------
        GeodistError
            Offsets do not rise from 0 to the number of what they count, or the CRS is not longitude
            and latitude in degrees.
        InvalidLatitudeError, InvalidLongitudeError, InvalidGeometryError
            A vertex is out of range or NaN; the error has its row and vertex.

        Examples
        --------
        >>> import geodist as gd
        >>> box = gd.Shapes.polygons(lat=[0, 0, 1, 1], lon=[0, 1, 1, 0], ring_offsets=[0, 4])
        >>> (gd.area(box) / 1e6).round()
        array([12309.])
        """
        lats, lons = _vertices(lat, lon)
        given = check_offsets(ring_offsets, "ring_offsets", lats.size, "vertices")
        of_rows = np.arange(given.size) if offsets is None else offsets
        of_rows = check_offsets(of_rows, "offsets", given.size - 1, "rings")
        rings, there = _without_empty(given)
        kept = np.concatenate([[0], np.cumsum(there)]).astype(np.int64)
        parts, full = _without_empty(kept[of_rows])
        layout = Layout(
            lats,
            lons,
            rings,
            parts,
            np.concatenate([[0], np.cumsum(full)]).astype(np.int64),
            np.full(of_rows.size - 1, _POLYGON, np.uint8),
        )
        datum = datum_said(DEFAULT, crs, ellipsoid)
        return cls._own(layout, datum, _checked_edges(edges), oriented)

    @classmethod
    def from_shapely(
        cls,
        geometries: Any,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges = "geodesic",
        oriented: bool = False,
    ) -> Self:
        """
        Make shapes of Shapely's geometries, whose x is the longitude and whose y is the latitude.

        Parameters
        ----------
        geometries : array_like of shapely.Geometry, or GeoSeries
            Points, lines, polygons and their multi forms; ``None`` is missing. Or a single one. A z
            and an m are left out.
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
        edges: Edges = "geodesic",
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
            raise TypeError(f"from_geopandas() takes a layer, got {type(layer).__name__}")
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
        edges: Edges = "geodesic",
        oriented: bool = False,
    ) -> Self:
        """
        Make shapes of well-known binary.

        Parameters
        ----------
        cells : sequence of bytes or str
            A geometry each, in ISO's form or the extended one, of either byte order, or the same in
            hexadecimal text, as PostGIS shows it. ``None`` is missing.
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

        return cls._of(shapes_of_wkb(list(cells)), crs, ellipsoid, edges, oriented)

    @classmethod
    def from_geojson(
        cls,
        geojson: str | bytes | Mapping[str, Any] | Any,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges = "planar",
        oriented: bool = False,
    ) -> Self:
        """
        Make shapes of GeoJSON, in text or parsed.

        Parameters
        ----------
        geojson : str, bytes, dict or object
            A FeatureCollection, a Feature or a geometry; or an object with ``__geo_interface__``. A
            feature without geometry is missing.
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

        return cls._of(shapes_of_geojson(geojson), crs, ellipsoid, edges, oriented)

    @classmethod
    def _of(
        cls,
        read: tuple[Layout, Datum],
        crs: Any,
        ellipsoid: EllipsoidLike,
        edges: Edges,
        oriented: bool,
    ) -> Self:
        layout, datum = read
        datum = datum_said(datum, crs, ellipsoid)
        return cls._own(layout, datum, _checked_edges(edges), oriented)

    @classmethod
    def _find(cls, value: Any) -> Self | None:
        """Make shapes of what says the order of its coordinates; None of anything else."""
        if is_of("geopandas", "GeoDataFrame", value) or is_of("geopandas", "GeoSeries", value):
            return cls.from_geopandas(value)
        if isinstance(value, Points):
            return cls._of_points(value)
        if hasattr(value, "geom_type"):
            return cls.from_shapely(value)
        if hasattr(value, "__geo_interface__") or isinstance(value, dict):
            return cls.from_geojson(value)
        if is_of("pandas", "Series", value):
            value = value.to_numpy()
        if isinstance(value, list | tuple):
            items = np.empty(len(value), object)
            items[:] = list(value)
            value = items
        if isinstance(value, np.ndarray) and value.dtype == object:
            cells = value.ravel()
            # No cell at all, or only missing ones, are geometries too.
            if any(hasattr(c, "geom_type") for c in cells) or all(c is None for c in cells):
                return cls.from_shapely(value)  # which refuses more dimensions
        return None

    @classmethod
    def _of_points(cls, points: Points) -> Self:
        there = ~points.missing
        vertices = np.arange(np.count_nonzero(there) + 1)
        rows = np.concatenate([[0], np.cumsum(there)]).astype(np.int64)
        lat, lon = points.lat[there], points.lon[there]
        kinds = np.where(there, _POINT, 0).astype(np.uint8)
        return cls._own(Layout(lat, lon, vertices, vertices, rows, kinds), points._datum)


def _vertices(lat: Any, lon: Any) -> tuple[Any, Any]:
    check_labels(lat=lat, lon=lon)
    lats, lons = np.array(real_column(lat, "lat")), np.array(real_column(lon, "lon"))
    if lats.size != lons.size:
        raise ValueError(f"lat and lon must be of one length, got {lats.size} and {lons.size}")
    return lats, lons


def _without_empty(offsets: Any) -> tuple[Any, Any]:
    """Leave out items of no size; tell which were there."""
    there = np.diff(offsets) > 0
    return np.concatenate([[0], offsets[1:][there]]).astype(np.int64), there


def _checked_edges(edges: Any) -> Edges:
    if edges not in ("geodesic", "planar"):
        raise GeodistError(f"edges must be 'geodesic' or 'planar', got {edges!r}")
    kind: Edges = edges
    return kind
