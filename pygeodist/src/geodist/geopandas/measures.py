"""What the geometries of a layer measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist._arguments import explained
from geodist._errors import GeodistError
from geodist._measures import shapes as measures
from geodist._types.shapes import Shapes

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._typing import EllipsoidLike, FloatArray

__all__ = ["area", "length"]


@explained
def length(
    layer: Any, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> Any:
    """
    Measure how long the geometries of a layer are.

    It is `GeoSeries.length`, but along geodesics and in metres.

    Parameters
    ----------
    layer : GeoSeries or GeoDataFrame
        The layer, with a geographic CRS.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; by default that of the CRS.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    pandas.Series
        Metres, with the index of the layer: the length of lines, the perimeter of polygons, 0 for
        points and what is empty, NaN where a geometry is missing.

    Raises
    ------
    GeodistError
        The layer has no CRS, or one that is not longitude and latitude in degrees.
    InvalidGeometryError
        A geometry is a collection, or a coordinate is not finite; the error has its row.
    TypeError
        It is not a layer.

    See Also
    --------
    geodist.length : The same for any shapes; 0 for polygons.
    geodist.perimeter : Of polygons alone.

    Notes
    -----
    The error is at most 10 nm for each edge.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geopandas
    >>> import shapely
    >>> from geodist.geopandas import length
    >>> lines = [shapely.LineString([(0, 0), (1, 0)]), shapely.box(0, 0, 1, 1)]
    >>> length(geopandas.GeoSeries(lines, crs="EPSG:4326")).round().tolist()
    [111319.0, 443771.0]
    """
    shapes = _shapes_of(layer)
    lines = measures.length(shapes, ellipsoid=ellipsoid, threads=threads)
    return _series(layer, lines + measures.perimeter(shapes, ellipsoid=ellipsoid, threads=threads))


@explained
def area(
    layer: Any, *, ellipsoid: EllipsoidLike = None, threads: SupportsIndex | None = None
) -> Any:
    """
    Measure what the polygons of a layer cover.

    It is `GeoSeries.area`, but on the ellipsoid and in square metres.

    Parameters
    ----------
    layer : GeoSeries or GeoDataFrame
        The layer, with a geographic CRS.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; by default that of the CRS.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    pandas.Series
        Square metres, with the index of the layer: the smaller side of each outer ring less the
        holes. 0 for points, lines and what is empty, NaN where a geometry is missing.

    Raises
    ------
    GeodistError
        The layer has no CRS, or one that is not longitude and latitude in degrees.
    InvalidGeometryError
        A geometry is a collection, or a coordinate is not finite; the error has its row.
    TypeError
        It is not a layer.

    See Also
    --------
    geodist.area : The same for any shapes.

    Notes
    -----
    The error is at most 1e-3 m2 for each edge below 100 km; see `geodist.area` for longer ones.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, section 6, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geopandas
    >>> import shapely
    >>> from geodist.geopandas import area
    >>> layer = geopandas.GeoSeries([shapely.box(0, 0, 1, 1), None], crs="EPSG:4326")
    >>> (area(layer) / 1e6).round(2).tolist()
    [12308.78, nan]
    """
    shapes = _shapes_of(layer)
    return _series(layer, measures.area(shapes, ellipsoid=ellipsoid, threads=threads))


def _shapes_of(layer: Any) -> Shapes:
    shapes = Shapes.from_geopandas(layer)
    if layer.crs is None:
        raise GeodistError(
            "the layer has no CRS, so nothing says what its coordinates are; "
            "set it, for example with set_crs('EPSG:4326')"
        )
    return shapes


def _series(layer: Any, values: FloatArray) -> Any:
    import pandas as pd

    return pd.Series(values, index=layer.index)
