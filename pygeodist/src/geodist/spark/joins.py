"""Joins of Spark's tables by the distance between their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from geodist._arguments import explained
from geodist._search.spread_tables import TableJoin, metres
from geodist.spark.running import run

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
    Join each row of a Spark table to the rows of another that are nearest to it.

    Parameters
    ----------
    left : pyspark.sql.DataFrame
        The table.
    right : pyspark.sql.DataFrame, or a table in memory
        The other one: of Spark, pandas, GeoPandas, Polars or Arrow.
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
        Whether all workers get the right table, in files that they map, or rows of both tables are
        sent to the cells they are in. By default the right table is sent if it is in memory or takes up
        to 512 MiB; the logger ``geodist.spark`` tells which was chosen.
    partitions : int, optional
        How many cells the right table is divided into by a shuffle; by default as many as
        ``spark.sql.shuffle.partitions`` says, or more if that makes over 500,000 rows each.

    Returns
    -------
    pyspark.sql.DataFrame
        Rows, distances and ties are those of `geodist.nearest_join` on ``left.toArrow()`` and
        ``right.toArrow()``, to the last bit; after a shuffle they come in another order.

    Raises
    ------
    TypeError
        A table is not of Spark, or lines and polygons are to be joined by a shuffle.
    ValueError
        An option is invalid, or names would not be unique.
    GeodistError
        Columns are missing or not recognised; a coordinate is out of range, when Spark computes.

    See Also
    --------
    geodist.nearest_join : The same on one machine.
    geodist.Cells : What a shuffle divides the Earth into.

    Notes
    -----
    Rows with a missing coordinate match nothing, without a warning. To choose, the right table is counted, and
    for a shuffle its points are read once more, and the first rows of each partition of `left`, when you call the
    function. Broadcast of a lazy right table computes it whole on the driver when you call the function; later
    changes of its source are not seen. Each task runs on one thread, and an error counts rows within the batch of a task. All workers use the instruction set of the driver, so that a worker which is lost and replaced gives the
    same bits; one that cannot use it raises an error. Tables whose rows come in another order each time they
    are computed, after ``repartition`` or from ``rand()``, must be cached or written first.
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
    Join each row of a Spark table to all rows of another within a radius.

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
    pyspark.sql.DataFrame
        With the rows of `geodist.within_join`, as in `nearest_join`.

    Raises
    ------
    TypeError
        A table is not of Spark, or lines and polygons are to be joined by a shuffle.
    ValueError
        An option is invalid, or names would not be unique.
    GeodistError
        Columns are missing or not recognised, or the radius is negative; a coordinate is out of
        range, when Spark computes.

    See Also
    --------
    geodist.within_join : The same on one machine.

    Notes
    -----
    As in `nearest_join`, a lazy right table is counted when you call the function, and then computed whole on the driver or,
    for a shuffle, its points are read once more.
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
    Join each row of a Spark table to the polygons of another that it is in.

    Parameters
    ----------
    left : pyspark.sql.DataFrame
        A table of points.
    right : GeoDataFrame, or a table of Polars or Arrow
        A table of polygons in memory, which all workers get; their geometry becomes well-known binary.
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
    pyspark.sql.DataFrame
        With the rows of `geodist.contains_join`.

    Raises
    ------
    TypeError
        `left` is not of Spark, or `right` holds points.
    ValueError
        An option is invalid, or names would not be unique.
    GeodistError
        Columns are missing or not recognised; a coordinate is out of range, when Spark computes.

    See Also
    --------
    geodist.contains_join : The same on one machine.
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
