"""Joins of Dask's tables by the distance between their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from geodist._arguments import explained
from geodist._search.spread_tables import TableJoin, metres
from geodist.dask.running import run

if TYPE_CHECKING:
    from typing import SupportsFloat, SupportsIndex

    from geodist._search.joins import How, Suffixes
    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike

    Strategy: TypeAlias = Literal["broadcast", "shuffle"]

__all__ = ["contains_join", "nearest_join", "within_join"]


@explained
def nearest_join(
    left: Any,
    right: Any,
    k: SupportsIndex = 1,
    *,
    max_distance: SupportsFloat | None = None,
    how: How = "inner",
    exclude_self: bool | None = None,
    lat: str | None = None,
    lon: str | None = None,
    left_lat: str | None = None,
    left_lon: str | None = None,
    right_lat: str | None = None,
    right_lon: str | None = None,
    suffixes: Suffixes = ("_x", "_y"),
    distance_col: str = "distance",
    ellipsoid: EllipsoidLike = None,
    edges: Edges | None = None,
    strategy: Strategy | None = None,
    partitions: SupportsIndex | None = None,
) -> Any:
    """
    Join each row of a Dask table to the rows of another that are nearest to it.

    Parameters
    ----------
    left : dask.dataframe.DataFrame or dask_geopandas.GeoDataFrame
        The table.
    right : DataFrame, GeoDataFrame, Arrow table or dict
        The other one: of Dask, in parts too, or in memory, then also of Polars.
    k : int, default 1
        The largest number of rows of `right` for each row of `left`.
    max_distance : float, optional
        Join only rows up to this distance, inclusive, metres.
    how : {"inner", "left"}, default "inner"
        Whether rows of `left` without a match are left out, or kept once with missing values.
    exclude_self : bool, optional
        True if both tables are the same: then no row matches itself.
    lat, lon, left_lat, left_lon, right_lat, right_lon : str, optional
        The columns of latitude and longitude, as in `geodist.nearest_join`.
    suffixes : tuple of str, default ("_x", "_y")
        Suffixes for the names of columns that are in both tables.
    distance_col : str, default "distance"
        The name of the column of distances, metres.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth. By default that of the points, WGS84 where they do not say.
    edges : {"geodesic", "planar"}, optional
        What an edge of lines and polygons is, as in `geodist.nearest_join`.
    strategy : {"broadcast", "shuffle"}, optional
        Whether all tasks get the right table, or rows of both tables are sent to the cells they are
        in. By default the right table is sent if it is in memory, takes up to 512 MiB, or one of
        them has geometries of dask-geopandas; the logger ``geodist.dask`` tells which was chosen.
    partitions : int, optional
        How many cells the right table is divided into by a shuffle; by default as many as it has
        partitions, or more if that makes over 500,000 rows each.

    Returns
    -------
    dask.dataframe.DataFrame or dask_geopandas.GeoDataFrame
        Lazy. Rows, distances and ties are those of `geodist.nearest_join` on both tables computed, to the
        last bit; after a shuffle rows come in another order. Each partition has its own index. With
        ``how="left"``, integers of `right` become float64, as in pandas; those of a type that has missing
        values, such as Int64, stay what they are.

    Raises
    ------
    TypeError
        A table is not of Dask, or geometries are to be joined by a shuffle.
    ValueError
        An option is invalid, or names would not be unique.
    GeodistError
        Columns are missing or not recognised; a coordinate is out of range, when Dask computes.

    See Also
    --------
    geodist.nearest_join : The same on one machine.
    geodist.Cells : What a shuffle divides the Earth into.

    Notes
    -----
    Rows with a missing coordinate match nothing, without a warning. To choose, the right table is counted, and
    for a shuffle it is read once more, and up to eight partitions of the left one, when you call the function.
    Broadcast of a lazy right table computes it whole when you call the function; later changes of its source
    are not seen. Each task runs on one thread, and an error counts rows within its partition.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> import geodist.dask
    >>> import pandas as pd
    >>> towns = pd.DataFrame({"town": ["Delft", "Lille"], "lat": [52.01, 50.63], "lon": [4.36, 3.07]})
    >>> airports = pd.DataFrame({"iata": ["AMS", "BRU"], "lat": [52.31, 50.90], "lon": [4.76, 4.48]})
    >>> near = geodist.dask.nearest_join(dd.from_pandas(towns, npartitions=2), airports)
    >>> near[["town", "iata", "distance"]].compute().round()
        town iata  distance
    0  Delft  AMS   43169.0
    0  Lille  BRU  103911.0
    """
    join = TableJoin.checked(
        (lat, lon, left_lat, left_lon, right_lat, right_lon),
        k=k,
        limit=float("inf") if max_distance is None else metres(max_distance, "max_distance"),
        exclude_self=exclude_self,
        how=how,
        suffixes=suffixes,
        distance_col=distance_col,
        ellipsoid=ellipsoid,
        edges=edges,
    )
    return run("nearest_join", left, right, join, exclude_self, strategy, partitions)


@explained
def within_join(
    left: Any,
    right: Any,
    radius: SupportsFloat,
    *,
    how: How = "inner",
    exclude_self: bool | None = None,
    lat: str | None = None,
    lon: str | None = None,
    left_lat: str | None = None,
    left_lon: str | None = None,
    right_lat: str | None = None,
    right_lon: str | None = None,
    suffixes: Suffixes = ("_x", "_y"),
    distance_col: str = "distance",
    ellipsoid: EllipsoidLike = None,
    edges: Edges | None = None,
    strategy: Strategy | None = None,
    partitions: SupportsIndex | None = None,
) -> Any:
    """
    Join each row of a Dask table to all rows of another within a radius.

    Parameters
    ----------
    left, right : DataFrame
        The tables, as in `nearest_join`.
    radius : float
        The radius, inclusive, metres.
    how : {"inner", "left"}, default "inner"
        Whether rows of `left` without a match are left out, or kept once with missing values.
    exclude_self : bool, optional
        True if both tables are the same: then no row matches itself.
    lat, lon, left_lat, left_lon, right_lat, right_lon : str, optional
        The columns of latitude and longitude, as in `geodist.within_join`.
    suffixes : tuple of str, default ("_x", "_y")
        Suffixes for the names of columns that are in both tables.
    distance_col : str, default "distance"
        The name of the column of distances, metres.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth. By default that of the points, WGS84 where they do not say.
    edges : {"geodesic", "planar"}, optional
        What an edge of lines and polygons is, as in `geodist.within_join`.
    strategy : {"broadcast", "shuffle"}, optional
        As in `nearest_join`.
    partitions : int, optional
        As in `nearest_join`.

    Returns
    -------
    dask.dataframe.DataFrame or dask_geopandas.GeoDataFrame
        Lazy, with the rows of `geodist.within_join`, as in `nearest_join`.

    Raises
    ------
    TypeError
        A table is not of Dask, or geometries are to be joined by a shuffle.
    ValueError
        An option is invalid, or names would not be unique.
    GeodistError
        Columns are missing or not recognised, or the radius is negative; a coordinate is out of
        range, when Dask computes.

    See Also
    --------
    geodist.within_join : The same on one machine.

    Notes
    -----
    As in `nearest_join`, a lazy right table is counted when you call the function, and then computed whole or, for a
    shuffle, read once more.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> import geodist.dask
    >>> import pandas as pd
    >>> towns = pd.DataFrame({"town": ["Delft", "Lille"], "lat": [52.01, 50.63], "lon": [4.36, 3.07]})
    >>> airports = pd.DataFrame({"iata": ["AMS", "BRU"], "lat": [52.31, 50.90], "lon": [4.76, 4.48]})
    >>> near = geodist.dask.within_join(dd.from_pandas(towns, npartitions=1), airports, 50_000)
    >>> near[["town", "iata", "distance"]].compute().round()
        town iata  distance
    0  Delft  AMS   43169.0
    """
    join = TableJoin.checked(
        (lat, lon, left_lat, left_lon, right_lat, right_lon),
        limit=metres(radius, "radius"),
        exclude_self=exclude_self,
        how=how,
        suffixes=suffixes,
        distance_col=distance_col,
        ellipsoid=ellipsoid,
        edges=edges,
    )
    return run("within_join", left, right, join, exclude_self, strategy, partitions)


@explained
def contains_join(
    left: Any,
    right: Any,
    *,
    how: How = "inner",
    left_lat: str | None = None,
    left_lon: str | None = None,
    suffixes: Suffixes = ("_x", "_y"),
    ellipsoid: EllipsoidLike = None,
    edges: Edges | None = None,
) -> Any:
    """
    Join each row of a Dask table to the polygons of another that it is in.

    Parameters
    ----------
    left : dask.dataframe.DataFrame or dask_geopandas.GeoDataFrame
        A table of points, or of lines and polygons.
    right : GeoDataFrame or dask_geopandas.GeoDataFrame
        A table of polygons, which all tasks get.
    how : {"inner", "left"}, default "inner"
        Whether rows of `left` without a match are left out, or kept once with missing values.
    left_lat, left_lon : str, optional
        The columns of latitude and longitude of points in `left`.
    suffixes : tuple of str, default ("_x", "_y")
        Suffixes for the names of columns that are in both tables.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth. By default that of the data, WGS84 where they do not say.
    edges : {"geodesic", "planar"}, optional
        What an edge of a polygon is, as in `geodist.contains_join`.

    Returns
    -------
    dask.dataframe.DataFrame or dask_geopandas.GeoDataFrame
        Lazy, with the rows of `geodist.contains_join`.

    Raises
    ------
    TypeError
        `left` is not of Dask, or `right` holds points.
    ValueError
        An option is invalid, or names would not be unique.
    GeodistError
        Columns are missing or not recognised; a coordinate is out of range, when Dask computes.

    See Also
    --------
    geodist.contains_join : The same on one machine.

    Notes
    -----
    A lazy right table is computed whole when you call the function; later changes of its source are not seen.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> import geodist.dask
    >>> import geopandas
    >>> import pandas as pd
    >>> import shapely
    >>> squares = geopandas.GeoDataFrame(
    ...     {"name": ["west", "east"]},
    ...     geometry=[shapely.box(0, 50, 1, 51), shapely.box(1, 50, 2, 51)], crs="EPSG:4326")
    >>> towns = pd.DataFrame({"town": ["a", "b"], "lat": [50.5, 50.5], "lon": [0.5, 1.5]})
    >>> inside = geodist.dask.contains_join(dd.from_pandas(towns, npartitions=1), squares)
    >>> inside[["town", "name"]].compute()
      town  name
    0    a  west
    1    b  east
    """
    join = TableJoin.checked(
        (None, None, left_lat, left_lon, None, None),
        how=how,
        suffixes=suffixes,
        distance_col=None,
        ellipsoid=ellipsoid,
        edges=edges,
    )
    return run("contains_join", left, right, join, None, "broadcast", None)
