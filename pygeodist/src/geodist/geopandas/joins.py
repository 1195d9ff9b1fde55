"""Joins of layers by geodesic distance, and by what their geometries are to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geodist._arguments import explained, whole_number
from geodist._columns.coordinates import check_labels
from geodist._columns.datums import known_ellipsoid
from geodist._columns.numbers import real_array, real_number
from geodist.geopandas.layers import Layers
from geodist.geopandas.matching import PREDICATES, Matching
from geodist.geopandas.neighbours import Places, nearest_with_ties

if TYPE_CHECKING:
    from typing import SupportsIndex, TypeAlias

    from geodist._types.shape_columns import Edges
    from geodist._typing import FloatArray

    Predicate: TypeAlias = Literal[
        "intersects", "within", "contains", "covers", "covered_by", "dwithin"
    ]

__all__ = ["sjoin", "sjoin_nearest"]


@explained
def sjoin_nearest(
    left_df: Any,
    right_df: Any,
    how: Literal["inner", "left", "right"] = "inner",
    max_distance: float | None = None,
    lsuffix: str = "left",
    rsuffix: str = "right",
    distance_col: str | None = None,
    exclusive: bool = False,
    *,
    k: SupportsIndex = 1,
    edges: Edges | None = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Join each geometry of a layer to the nearest ones of another, by geodesic distance.

    It works like `geopandas.sjoin_nearest`, but on the ellipsoid of the layers' CRS and in metres.

    Parameters
    ----------
    left_df, right_df : GeoDataFrame
        The layers, of points, lines or polygons, with geographic CRS of one datum: its ellipsoid is
        used.
    how : {"inner", "left", "right"}, default "inner"
        Which rows, index and geometry to keep: those of `left_df` that have a match, all of
        `left_df`, or all of `right_df`, each with the nearest geometries of `left_df`.
    max_distance : float, optional
        Join only geometries up to this distance, inclusive, metres. It must be positive.
    lsuffix, rsuffix : str, default "left" and "right"
        Suffixes, after an underscore, for names that are in both layers, and for "index", the
        column that keeps the other layer's index.
    distance_col : str, optional
        The name of a new column for the distances, metres; by default there is no such column.
    exclusive : bool, default False
        Leave out geometries that are equal, as `shapely.equals` has it.
    k : int, default 1
        The number of neighbours; those as far as the last one are added.
    edges : {"geodesic", "planar"}, default "geodesic"
        What an edge is: planar ones are straight in longitude and latitude.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    GeoDataFrame
        The joined layer. If several geometries are equally near, there is a row for each, in the order
        of their own rows.

    Raises
    ------
    GeodistError
        A layer has no CRS, or one that is not longitude and latitude in degrees, or the two are on
        datums that cannot be combined.
    InvalidGeometryError
        A geometry is a collection, or a coordinate is not finite; the error has its row.
    ValueError
        A layer is not a GeoDataFrame, `how` is invalid, `max_distance` or `k` is not positive,
        or a name is taken.

    Warns
    -----
    UserWarning
        Geometries are missing or empty and match nothing. The warning counts them.

    See Also
    --------
    geodist.nearest_join : The same for tables with columns of coordinates.

    Notes
    -----
    Distances of points are those of `geodist.cdist`: their error is at most 6 nm where
    abs(f) <= 1/290, 12 nm up to 1/50. That of other geometries is at most 20 nm; it is 0 where they
    meet, or one is in the other. Geometries are equally far if their computed distances are equal,
    to the last bit.

    If you join a layer to itself, each geometry matches itself at distance 0, as in GeoPandas;
    ``exclusive=True`` leaves it out.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geopandas
    >>> import geodist as gd
    >>> from geodist.geopandas import sjoin_nearest
    >>> airports = gd.Points(lat=[52.31, 50.90], lon=[4.76, 4.48]).to_geoseries()
    >>> airports = geopandas.GeoDataFrame({"iata": ["AMS", "BRU"]}, geometry=airports)
    >>> towns = gd.Points(lat=[52.01, 50.63], lon=[4.36, 3.07]).to_geoseries()
    >>> towns = geopandas.GeoDataFrame({"town": ["Delft", "Lille"]}, geometry=towns)
    >>> near = sjoin_nearest(towns, airports, distance_col="metres")
    >>> near[["town", "iata", "metres"]].round()
        town iata    metres
    0  Delft  AMS   43169.0
    1  Lille  BRU  103911.0
    """
    layers = Layers(left_df, right_df, how, lsuffix, rsuffix, edges)
    reach = np.inf if max_distance is None else real_number(max_distance, "max_distance")
    if not reach > 0:
        raise ValueError(f"max_distance must be greater than 0, got {max_distance}")
    count = whole_number(k, "k")
    if count < 1:
        raise ValueError(f"k must be positive, got {count}")
    points = layers.points()
    if points is None:
        left, right = layers.shapes(warned=True)
        here, there = (right, left) if how == "right" else (left, right)
        matching = Matching(here, there, known_ellipsoid(layers.ellipsoid), threads)
        equal = layers.equal if exclusive else None
        asked, found, apart = matching.nearest(count, reach, equal)
        rows = (found, asked) if how == "right" else (asked, found)
        return layers.matched(*rows, apart, distance_col)
    # No point has more neighbours than there are points, however large k is.
    count = min(count, max(1, len(points[1])))
    places = Places(points[1], layers.ellipsoid, exclusive, threads)
    counts, neighbours, distances = nearest_with_ties(places, points[0], count, reach, exclusive)
    return layers.joined(counts, neighbours, distances, distance_col)


@explained
def sjoin(
    left_df: Any,
    right_df: Any,
    how: Literal["inner", "left", "right"] = "inner",
    predicate: Predicate = "intersects",
    lsuffix: str = "left",
    rsuffix: str = "right",
    distance: Any = None,
    on_attribute: Any = None,
    *,
    edges: Edges | None = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Join the geometries of two layers that meet, or are in each other, on the ellipsoid.

    It works like `geopandas.sjoin`, but edges are geodesics if you do not say otherwise, and distances are in metres.

    Parameters
    ----------
    left_df, right_df : GeoDataFrame
        The layers, with geographic CRS of one datum: its ellipsoid is used.
    how : {"inner", "left", "right"}, default "inner"
        Which rows, index and geometry to keep: those of `left_df` that have a match, all of
        `left_df`, or all of `right_df`.
    predicate : str, default "intersects"
        What must be true of a geometry of `left_df` and one of `right_df`: "intersects", "within",
        "contains", "covers", "covered_by" or "dwithin".
    lsuffix, rsuffix : str, default "left" and "right"
        Suffixes, after an underscore, for names that are in both layers, and for "index", the
        column that keeps the other layer's index.
    distance : float or array_like, optional
        The largest distance for "dwithin", inclusive, metres: one, or one for each row of
        `left_df`.
    on_attribute : str or list of str, optional
        Columns of both layers that must be equal too. They are in the result once.
    edges : {"geodesic", "planar"}, default "geodesic"
        What an edge is: planar ones are straight in longitude and latitude.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    GeoDataFrame
        The joined layer: a row for each pair, in the order of the kept layer's rows, then of the
        other's.

    Raises
    ------
    GeodistError
        A layer has no CRS, or one that is not longitude and latitude in degrees, or the two are on
        datums that cannot be combined.
    InvalidGeometryError
        A geometry is a collection, or a coordinate is not finite; the error has its row.
    ValueError
        A layer is not a GeoDataFrame, `how` or `predicate` is not one of those above, "dwithin" has
        no `distance` or another predicate has one, the distances are negative, or not one for each
        row with its label, or a name is taken.

    See Also
    --------
    sjoin_nearest : The nearest geometries.
    geodist.intersects, geodist.covers, geodist.contains : The predicates for pairs.

    Notes
    -----
    A point on the border of a polygon, to 30 nm, intersects it and is covered by it, but is not
    within it. A point on a border of two polygons meets both. Nor is the end of a line within it.
    A line covers another that runs along it, to 30 nm, whatever their vertices are.

    References
    ----------
    .. [1] Open Geospatial Consortium, "Simple Feature Access", part 1, 2011,
       https://www.ogc.org/standard/sfa/

    Examples
    --------
    >>> import geopandas
    >>> import shapely
    >>> from geodist.geopandas import sjoin
    >>> squares = geopandas.GeoDataFrame(
    ...     {"name": ["west", "east"]},
    ...     geometry=[shapely.box(0, 50, 1, 51), shapely.box(1, 50, 2, 51)], crs="EPSG:4326")
    >>> towns = geopandas.GeoDataFrame(
    ...     {"town": ["a", "b"]}, geometry=geopandas.points_from_xy([0.5, 1.5], [50.5, 51.001]),
    ...     crs="EPSG:4326")
    >>> sjoin(towns, squares)[["town", "name"]]
      town  name
    0    a  west
    1    b  east
    """
    layers = Layers(left_df, right_df, how, lsuffix, rsuffix, edges)
    if predicate not in PREDICATES:
        raise ValueError(
            f"predicate must be one of {', '.join(map(repr, PREDICATES))}, got {predicate!r}"
        )
    if distance is None and predicate == "dwithin":
        raise ValueError("predicate='dwithin' needs distance=")
    if distance is not None and predicate != "dwithin":
        raise ValueError(f"distance= is for predicate='dwithin', got {predicate!r}")
    left, right = layers.shapes()
    matching = Matching(left, right, known_ellipsoid(layers.ellipsoid), threads)
    if predicate == "dwithin":
        rows = matching.within(_limits(distance, left_df))[:2]
    else:
        rows = matching.related(predicate)
    names = [on_attribute] if isinstance(on_attribute, str) else list(on_attribute or ())
    return layers.matched(*layers.alike(*rows, names))


def _limits(distance: Any, layer: Any) -> FloatArray:
    """Take the largest distances of a join: one for each row of the left layer."""
    check_labels(left_df=layer, distance=distance)
    limits = real_array(distance, "distance")
    if limits.ndim > 1 or limits.size not in (1, len(layer)):
        raise ValueError(
            f"distance must be a number, or one for each of {len(layer)} rows of left_df, got shape "
            f"{limits.shape}"
        )
    if (limits < 0).any():
        row = int(np.argmax(limits < 0))
        raise ValueError(f"distance must not be negative, got {limits.flat[row]} (index {row})")
    return np.broadcast_to(limits, (len(layer),))
