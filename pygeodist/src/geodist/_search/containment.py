"""Joins of points, lines and polygons to the polygons that they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from geodist._arguments import explained
from geodist._columns.datums import shared_ellipsoid
from geodist._search.joining import Join, polygons_of
from geodist._search.lazy import is_lazy, lazy_join

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._search.joins import DataFrame, How, LazyFrame, LazyT, OtherTable, Suffixes, T
    from geodist._search.tables import Kept
    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike

__all__ = ["contains_join"]


@overload
def contains_join(
    left: T,
    right: DataFrame | OtherTable,
    *,
    how: How = "inner",
    left_lat: str | None = None,
    left_lon: str | None = None,
    suffixes: Suffixes = ("_x", "_y"),
    ellipsoid: EllipsoidLike = None,
    edges: Edges | None = None,
    threads: SupportsIndex | None = None,
) -> T: ...
@overload
def contains_join(
    left: LazyT,
    right: DataFrame | LazyFrame | OtherTable,
    *,
    how: How = "inner",
    left_lat: str | None = None,
    left_lon: str | None = None,
    suffixes: Suffixes = ("_x", "_y"),
    ellipsoid: EllipsoidLike = None,
    edges: Edges | None = None,
    threads: SupportsIndex | None = None,
) -> LazyT: ...
@overload
def contains_join(
    left: DataFrame | OtherTable,
    right: LazyT,
    *,
    how: How = "inner",
    left_lat: str | None = None,
    left_lon: str | None = None,
    suffixes: Suffixes = ("_x", "_y"),
    ellipsoid: EllipsoidLike = None,
    edges: Edges | None = None,
    threads: SupportsIndex | None = None,
) -> LazyT: ...
@overload
def contains_join(
    left: OtherTable,
    right: DataFrame | OtherTable,
    *,
    how: How = "inner",
    left_lat: str | None = None,
    left_lon: str | None = None,
    suffixes: Suffixes = ("_x", "_y"),
    ellipsoid: EllipsoidLike = None,
    edges: Edges | None = None,
    threads: SupportsIndex | None = None,
) -> Any: ...
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
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Join each point, line or polygon of a table to the polygons of another that it is in.

    Parameters
    ----------
    left : DataFrame, Arrow table, or dict of columns
        A table of points, lines or polygons: of pandas, GeoPandas and other subclasses, Polars or
        PyArrow. A lazy frame of Polars, on either side, gives one; see `nearest_join`.
    right : DataFrame or Arrow table
        A table of the same library whose geometries are polygons: a GeoDataFrame, or an Arrow table
        or Polars frame with a column of GeoArrow's types or of GeoParquet.
    how : {"inner", "left"}, default "inner"
        Whether rows of `left` without a match are left out, or kept once with missing values.
    left_lat, left_lon : str, optional
        The columns of latitude and longitude of points in `left`, degrees. By default those with the usual
        names, such as "lat" and "longitude"; in an Arrow table or Polars frame first the only
        column of GeoArrow points; in a GeoDataFrame its geometry.
    suffixes : tuple of str, default ("_x", "_y")
        Suffixes for the names of columns that are in both tables, as in `pandas.merge`.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    edges : {"geodesic", "planar"}, optional
        What an edge of a polygon is. By default what the standard of the table says: of GeoPandas
        geodesic; of Arrow tables what the metadata say, or else planar.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    DataFrame, Arrow table or dict of arrays, shape (rows, p + q)
        Of the type of `left`: the p columns of `left` and the q of `right`. Rows are in the order of
        `left`, the matches of one row by their row in `right`. pandas gets a new index, as in
        `pandas.merge`. A GeoDataFrame has the geometry of `left`.

    Raises
    ------
    GeodistError
        The tables are on datums that cannot be combined; columns are missing or not recognised, or
        a coordinate is out of range.
    ValueError
        Names would not be unique, or `how` is invalid.
    TypeError
        The tables are not of one library, or `right` holds points.

    Warns
    -----
    UserWarning
        Rows have a missing coordinate or geometry and match nothing. The warning counts them.

    See Also
    --------
    nearest_join : The nearest rows.
    covers : The same of pairs.
    geodist.geopandas.sjoin : Other predicates.

    Notes
    -----
    A point on a border, to 30 nm, is in the polygons on both sides of it, and has a row for each. A
    line or polygon is in a polygon that covers it: no point of it is outside (`covers`). Rows of
    `right` that are points or lines match nothing.

    References
    ----------
    .. [1] K. Hormann, A. Agathos, "The point in polygon problem for arbitrary polygons",
       Computational Geometry 20, 131-144, 2001, https://doi.org/10.1016/S0925-7721(01)00012-8

    Examples
    --------
    >>> import geodist as gd
    >>> import geopandas
    >>> import shapely
    >>> squares = geopandas.GeoDataFrame(
    ...     {"name": ["west", "east"]},
    ...     geometry=[shapely.box(0, 50, 1, 51), shapely.box(1, 50, 2, 51)], crs="EPSG:4326")
    >>> import pandas as pd
    >>> towns = pd.DataFrame({"town": ["a", "b"], "lat": [50.5, 50.5], "lon": [0.5, 1.5]})
    >>> gd.contains_join(towns, squares)[["town", "name"]]
      town  name
    0    a  west
    1    b  east
    """

    def solve(left: Any, right: Any, kept: Kept | None = None) -> Any:
        join = Join(left, right, how, suffixes, None, kept)
        columns = (None, None, left_lat, left_lon, None, None)
        here, there = join.places(columns, edges)
        there = polygons_of(there)
        figure = shared_ellipsoid(ellipsoid, left=here._datum, right=there._datum)
        return join.result(*join.of_places(here, there, figure, threads).covering())

    if is_lazy(left, right):
        return lazy_join(solve, left, right, how, suffixes, None)
    return solve(left, right)
