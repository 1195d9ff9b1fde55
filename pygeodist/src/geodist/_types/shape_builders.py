"""Collections of shapes made of columns of vertices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._arguments import explained_methods
from geodist._columns.coordinates import check_labels, real_column
from geodist._columns.datums import DEFAULT
from geodist._columns.layouts import Layout, lost_some, without_empty
from geodist._columns.shapes import check_offsets, say_left_out
from geodist._errors import GeodistError
from geodist._types.point_readers import datum_said
from geodist._types.shape_columns import ShapeColumns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from numpy.typing import ArrayLike

    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike, FloatArray, IntArray

_LINE, _POLYGON = 2, 3


@explained_methods
class ShapeBuilders(ShapeColumns):
    """Lines and polygons of columns of vertices."""

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
        edges: Edges | None = None,
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
            latitude. If you do not say, and it matters by more than a metre, a warning says so.

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
        layout = _lines(lats, lons, rows)
        return cls._own(layout, datum_said(DEFAULT, crs, ellipsoid), checked_edges(edges))

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
        edges: Edges | None = None,
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
            latitude. If you do not say, and it matters by more than a metre, a warning says so.
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
        rings, before = without_empty(given)
        kept = before[of_rows]
        say_left_out(lost_some(of_rows, kept))
        parts, rows = without_empty(kept)
        layout = Layout(
            *(lats, lons, rings, parts, rows), np.full(of_rows.size - 1, _POLYGON, np.uint8)
        )
        datum = datum_said(DEFAULT, crs, ellipsoid)
        return cls._own(layout, datum, checked_edges(edges), oriented)

    @classmethod
    def lines_from(
        cls,
        frame: Any,
        *,
        by: str | Sequence[str] | None = None,
        order: str | None = None,
        lat: str | None = None,
        lon: str | None = None,
        drop_missing: bool = False,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges | None = None,
    ) -> Self:
        """
        Make lines of a table of points, such as the fixes of tracks: one for each group.

        Parameters
        ----------
        frame : DataFrame, Arrow table or dict of columns
            A table of pandas, GeoPandas, Polars or PyArrow, or anything with
            ``__arrow_c_stream__``: a vertex in each row.
        by : str or list of str, optional
            The columns that say which line a row belongs to. Rows of a line may be apart.
            By default all rows are one line.
        order : str, optional
            The column that says which vertex comes first: times or numbers, not text. By default
            rows are in order.
        lat, lon : str, optional
            The columns of latitude and longitude, degrees; by default those of the usual names. A
            GeoDataFrame gives its active geometry, unless you name columns.
        drop_missing : bool, default False
            Whether to leave out rows without coordinates. By default they are an error. A group that
            has no other rows becomes an empty line, so that lines stay in step with groups.
        crs : object, optional
            The CRS of the points, if the table does not state it: "EPSG:4267", an EPSG code, WKT,
            PROJJSON, or a pyproj object. By default WGS84.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.
        edges : {"geodesic", "planar"}, default "geodesic"
            Whether an edge is the shortest way between its ends, or straight in longitude and
            latitude. If you do not say, and it matters by more than a metre, a warning says so.

        Returns
        -------
        Shapes
            A line for each group, in the order in which groups first appear in the table, which is
            that of ``frame.drop_duplicates(by)`` in pandas. A line may have a single vertex.

        Raises
        ------
        GeodistError
            Columns are missing or not recognised, a row has no group or no place in the order, or
            the CRS is not longitude and latitude in degrees.
        InvalidGeometryError
            A row has no coordinates; the error has its index.
        InvalidLatitudeError, InvalidLongitudeError
            A coordinate is out of range; the error has the row of the table as index.
        TypeError
            It is not a table.

        Examples
        --------
        >>> import geodist as gd
        >>> fixes = {"ship": list("aabab"), "hour": [0, 2, 0, 1, 1],
        ...          "lat": [50.0, 50.2, 40, 50.1, 40], "lon": [0.0, 0, 5, 0, 5.1]}
        >>> tracks = gd.Shapes.lines_from(fixes, by="ship", order="hour", edges="geodesic")
        >>> tracks
        <2 Shapes: 2 LineString>
        >>> tracks.lat.tolist()
        [50.0, 50.1, 50.2, 40.0, 40.0]
        """
        from geodist._types.tracks import grouped_points

        points, offsets = grouped_points(frame, by, order, lat, lon, drop_missing)
        datum = points._datum
        if crs is not None and (lat is not None or lon is not None):
            datum = DEFAULT  # the CRS of a layer is that of its geometry
        layout = _lines(points.lat, points.lon, offsets)
        return cls._own(layout, datum_said(datum, crs, ellipsoid), checked_edges(edges))


def _lines(lat: FloatArray, lon: FloatArray, offsets: IntArray) -> Layout:
    rings, rows = without_empty(offsets)
    kinds = np.full(offsets.size - 1, _LINE, np.uint8)
    return Layout(lat, lon, rings, np.arange(rings.size), rows, kinds)


def _vertices(lat: Any, lon: Any) -> tuple[Any, Any]:
    check_labels(lat=lat, lon=lon)
    lats, lons = np.array(real_column(lat, "lat")), np.array(real_column(lon, "lon"))
    if lats.size != lons.size:
        raise ValueError(f"lat and lon must be of one length, got {lats.size} and {lons.size}")
    return lats, lons


def checked_edges(edges: Any) -> Edges | None:
    """Refuse what does not name a kind of edges; None does not say."""
    if edges not in (None, "geodesic", "planar"):
        raise GeodistError(f"edges must be 'geodesic' or 'planar', got {edges!r}")
    kind: Edges | None = edges
    return kind
