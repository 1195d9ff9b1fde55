"""What the geometries of a layer measure."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._arguments import explained, is_of
from geodist._calls.shapes import distances
from geodist._errors import GeodistError
from geodist._measures import shapes as measures
from geodist._measures.shape_relations import dwithin as pair_dwithin
from geodist._types.shapes import Shapes
from geodist._warnings import warn

if TYPE_CHECKING:
    from typing import SupportsIndex

    from numpy.typing import NDArray

    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike

__all__ = ["area", "distance", "dwithin", "length"]


@explained
def length(
    layer: Any,
    *,
    edges: Edges | None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Measure how long the geometries of a layer are.

    It is `GeoSeries.length`, but on the ellipsoid and in metres.

    Parameters
    ----------
    layer : GeoSeries or GeoDataFrame
        The layer, with a geographic CRS.
    edges : {"geodesic", "planar"}, default "geodesic"
        What an edge is: planar ones are straight in longitude and latitude.
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
    shapes = _shapes_of(layer, edges)
    lines = measures.length(shapes, ellipsoid=ellipsoid, threads=threads)
    return _series(layer, lines + measures.perimeter(shapes, ellipsoid=ellipsoid, threads=threads))


@explained
def area(
    layer: Any,
    *,
    edges: Edges | None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Measure what the polygons of a layer cover.

    It is `GeoSeries.area`, but on the ellipsoid and in square metres.

    Parameters
    ----------
    layer : GeoSeries or GeoDataFrame
        The layer, with a geographic CRS.
    edges : {"geodesic", "planar"}, default "geodesic"
        What an edge is: planar ones are straight in longitude and latitude.
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
    shapes = _shapes_of(layer, edges)
    return _series(layer, measures.area(shapes, ellipsoid=ellipsoid, threads=threads))


@explained
def distance(
    layer: Any,
    other: Any,
    align: bool | None = None,
    *,
    edges: Edges | None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Measure the distance of each geometry of a layer to another one.

    It is `GeoSeries.distance`, but on the ellipsoid and in metres.

    Parameters
    ----------
    layer : GeoSeries or GeoDataFrame
        The layer, with a geographic CRS.
    other : GeoSeries, GeoDataFrame or shapely.Geometry
        Another layer on the same datum, or one geometry for all.
    align : bool, optional
        Whether to pair rows with the same label, as in GeoPandas: the result has all labels.
        False goes by position. By default by label, with a warning where the labels differ.
    edges : {"geodesic", "planar"}, default "geodesic"
        What an edge is: planar ones are straight in longitude and latitude.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; by default that of the CRS.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    pandas.Series
        Metres, 0 where geometries meet or one is in the other; NaN where one is missing or empty.

    Raises
    ------
    GeodistError
        A layer has no CRS, or one that is not longitude and latitude in degrees, or the two are on
        datums that cannot be combined.
    InvalidGeometryError
        A geometry is a collection, or a coordinate is not finite; the error has its row.
    TypeError
        It is not a layer.

    Warns
    -----
    UserWarning
        The labels differ, and `align` is not given.

    See Also
    --------
    geodist.distance : The same for any shapes.

    Notes
    -----
    The error is at most 20 nm, for edges up to 19,000 km (18,000 km where f > 1/290).

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geopandas
    >>> import shapely
    >>> from geodist.geopandas import distance
    >>> layer = geopandas.GeoSeries([shapely.Point(2, 0), shapely.Point(0, 0)], crs="EPSG:4326")
    >>> distance(layer, shapely.box(0, 0, 1, 1)).round().tolist()
    [111319.0, 0.0]
    """
    used = None if threads is None else operator.index(threads)
    layer, here, there = _pair(layer, other, align, edges)
    return _series(layer, np.asarray(distances(here, there, ellipsoid, used)))


@explained
def dwithin(
    layer: Any,
    other: Any,
    distance: Any,
    align: bool | None = None,
    *,
    edges: Edges | None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Tell which geometries of a layer are within a distance of another one.

    It is `GeoSeries.dwithin`, but on the ellipsoid and in metres.

    Parameters
    ----------
    layer : GeoSeries or GeoDataFrame
        The layer, with a geographic CRS.
    other : GeoSeries, GeoDataFrame or shapely.Geometry
        Another layer on the same datum, or one geometry for all.
    distance : float or array_like
        The largest distance, inclusive, metres: one, or one for each row; a Series goes by label.
    align : bool, optional
        Whether to pair rows with the same label, as in GeoPandas: the result has all labels.
        False goes by position. By default by label, with a warning where the labels differ.
    edges : {"geodesic", "planar"}, default "geodesic"
        What an edge is: planar ones are straight in longitude and latitude.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; by default that of the CRS.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    pandas.Series of bool
        Whether they are; False where one is missing or empty.

    Raises
    ------
    GeodistError
        A layer has no CRS, or one that is not longitude and latitude in degrees, or the two are on
        datums that cannot be combined.
    InvalidGeometryError
        A geometry is a collection, or a coordinate is not finite; the error has its row.
    TypeError
        It is not a layer.
    ValueError
        A Series of distances has no value for a label of the layer, or several for one.

    Warns
    -----
    UserWarning
        The labels differ, and `align` is not given.

    See Also
    --------
    geodist.dwithin : The same for any shapes.

    Examples
    --------
    >>> import geopandas
    >>> import shapely
    >>> from geodist.geopandas import dwithin
    >>> layer = geopandas.GeoSeries([shapely.Point(2, 0), shapely.Point(0, 0)], crs="EPSG:4326")
    >>> dwithin(layer, shapely.box(0, 0, 1, 1), 100_000).tolist()
    [False, True]
    """
    mine = layer.index if hasattr(layer, "index") else ()
    layer, here, there = _pair(layer, other, align, edges)
    distance = _by_label(distance, mine, layer.index)
    found = pair_dwithin(here, there, distance, ellipsoid=ellipsoid, threads=threads)
    return _series(layer, np.asarray(found))


def _by_label(distance: Any, mine: Any, labels: Any) -> Any:
    """Give distances the order of rows of these labels, if they have labels themselves.

    Rows that only the other layer has match nothing, and need none.
    """
    if not is_of("pandas", "Series", distance) or distance.index.equals(labels):
        return distance
    if not distance.index.is_unique:
        raise ValueError("distance has several values for a label; give to_numpy() of it")
    lack = mine[~mine.isin(distance.index)]
    if len(lack):
        raise ValueError(
            f"distance has no value for the label {lack.tolist()[0]!r} of the layer; give one for each "
            "label, or to_numpy() of it to go by position"
        )
    return distance.reindex(labels)


def _pair(
    layer: Any, other: Any, align: bool | None, edges: Edges | None
) -> tuple[Any, Shapes, Any]:
    """Give a layer, and the shapes of it and of what its rows are compared with."""
    import geopandas
    import shapely

    layer = layer.geometry if isinstance(layer, geopandas.GeoDataFrame) else layer
    other = other.geometry if isinstance(other, geopandas.GeoDataFrame) else other
    if not isinstance(other, geopandas.GeoSeries):
        shapes = _shapes_of(layer, edges)
        if not isinstance(other, shapely.Geometry):
            what = type(other).__name__
            raise TypeError(f"other must be a layer or a geometry of Shapely, got {what}")
        crs = None if shapely.get_srid(other) else shapes.crs
        return layer, shapes, Shapes.from_shapely(other, crs=crs, edges=edges)[0]
    _shapes_of(layer.iloc[:0], edges)
    _shapes_of(other.iloc[:0], edges, "the other layer")
    if align is not False and not layer.index.equals(other.index):
        if align is None:
            warn(
                "the labels of the two layers differ, so that rows go by label; give align=True to "
                "say so, or align=False to go by position",
                UserWarning,
            )
        both = layer.crs, other.crs
        layer, other = layer.align(other)
        layer, other = layer.set_crs(both[0]), other.set_crs(both[1])
    if len(layer) != len(other):
        raise ValueError(f"the layers have {len(layer)} and {len(other)} rows")
    here, there = (Shapes.from_geopandas(side, edges=edges) for side in (layer, other))
    return layer, here, there


def _shapes_of(layer: Any, edges: Edges | None, name: str = "the layer") -> Shapes:
    shapes = Shapes.from_geopandas(layer, edges=edges)
    if layer.crs is None:
        raise GeodistError(
            f"{name} has no CRS, so nothing says what its coordinates are; "
            "set it, for example with set_crs('EPSG:4326')"
        )
    return shapes


def _series(layer: Any, values: NDArray[Any]) -> Any:
    import pandas as pd

    return pd.Series(values, index=layer.index)
