"""Joins of tables by the distance between their points, lines and polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, overload

import numpy as np

from geodist._arguments import explained, whole_number
from geodist._columns.coordinates import check_labels
from geodist._columns.units import without_units
from geodist._search.joining import Join
from geodist._search.lazy import is_lazy, lazy_join

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol, SupportsFloat, SupportsIndex, TypedDict, Unpack

    from numpy.typing import ArrayLike

    from geodist._search.tables import Kept
    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike

    How: TypeAlias = Literal["inner", "left"]
    Suffixes: TypeAlias = tuple[str | None, str | None]

    class DataFrame(Protocol):
        """What DataFrames and tables of PyArrow have in common, and nothing else has."""

        @property
        def columns(self) -> Any: ...
        @property
        def shape(self) -> tuple[int, int]: ...
        @property
        def drop(self) -> Any: ...
        @property
        def __array__(self) -> Any: ...

    class LazyFrame(Protocol):
        """What lazy frames of Polars have, and no table in memory has."""

        @property
        def collect_schema(self) -> Any: ...
        @property
        def sink_parquet(self) -> Any: ...

    class ArrowStream(Protocol):
        """What is read as a table of PyArrow."""

        def __arrow_c_stream__(self, requested_schema: object | None = None, /) -> object: ...

    class JoinOptions(TypedDict, total=False):
        """What is given by name to every join."""

        how: How
        exclude_self: bool | None
        lat: str | None
        lon: str | None
        left_lat: str | None
        left_lon: str | None
        right_lat: str | None
        right_lon: str | None
        suffixes: Suffixes
        distance_col: str
        ellipsoid: EllipsoidLike
        edges: Edges | None
        threads: SupportsIndex | None

    class NearestOptions(JoinOptions, total=False):
        """And to `nearest_join`."""

        max_distance: SupportsFloat | None

    OtherTable: TypeAlias = ArrowStream | Mapping[str, Any]
    T = TypeVar("T", bound=DataFrame)
    LazyT = TypeVar("LazyT", bound=LazyFrame)

__all__ = ["nearest_join", "within_join"]


@overload
def nearest_join(
    left: T, right: DataFrame | OtherTable, k: SupportsIndex = 1, **options: Unpack[NearestOptions]
) -> T: ...
@overload
def nearest_join(
    left: LazyT,
    right: DataFrame | LazyFrame | OtherTable,
    k: SupportsIndex = 1,
    **options: Unpack[NearestOptions],
) -> LazyT: ...
@overload
def nearest_join(
    left: DataFrame | OtherTable,
    right: LazyT,
    k: SupportsIndex = 1,
    **options: Unpack[NearestOptions],
) -> LazyT: ...
@overload
def nearest_join(
    left: OtherTable,
    right: DataFrame | OtherTable,
    k: SupportsIndex = 1,
    **options: Unpack[NearestOptions],
) -> Any: ...
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
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Join each row of a table to the rows of another that are nearest to it.

    Rows are points, lines or polygons. The distance to a polygon is 0 in it.

    Parameters
    ----------
    left, right : DataFrame, Arrow table, or dict of columns
        The tables, both of one library: pandas, GeoPandas and other subclasses, Polars, PyArrow; or
        Modin, cuDF and others that narwhals knows, if it is installed. Anything else with
        ``__arrow_c_stream__`` is read as a PyArrow table; a dict can be joined to any of them. Lazy
        frames of Polars give a lazy frame; see the notes.
    k : int, default 1
        The largest number of rows of `right` for each row of `left`.
    max_distance : float, optional
        Join only rows up to this distance, inclusive, metres.
    how : {"inner", "left"}, default "inner"
        Whether rows of `left` without a match are left out, or kept once with missing values.
    exclude_self : bool, optional
        True if both tables are the same, row by row: then no row matches itself. By default rows
        match themselves, with a warning; False turns the warning off.
    lat, lon : str, optional
        The columns of latitude and longitude, degrees, in both tables. By default those with the
        usual names, such as "lat" and "longitude"; in an Arrow table or Polars frame first the
        only column of GeoArrow points, or lines and polygons; in a GeoDataFrame its geometry.
    left_lat, left_lon, right_lat, right_lon : str, optional
        The same for one of the tables.
    suffixes : tuple of str, default ("_x", "_y")
        Suffixes for the names of columns that are in both tables, as in `pandas.merge`.
    distance_col : str, default "distance"
        The name of the column of distances, which are in metres.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    edges : {"geodesic", "planar"}, optional
        What an edge of lines and polygons is. By default what the standard of the table says: of
        GeoPandas geodesic; of Arrow tables what the metadata say, or else planar.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    DataFrame, Arrow table or dict of arrays, shape (rows, p + q + 1)
        Of the type of `left`: the p columns of `left`, the q of `right`, and the distances in metres.
        Rows are in the order of `left`; the matches of one row are ordered by distance, and ties
        by their row in `right`. pandas gets a new index, as in `pandas.merge`. A GeoDataFrame has
        the geometry of `left`. Attributes of pandas and metadata of Arrow are kept; where both
        tables have the same key, that of `left` counts.

    Raises
    ------
    GeodistError
        The tables are on datums that cannot be combined; columns are missing or not recognised,
        a coordinate is out of range, or the name of the new column is taken.
    ValueError
        Names would not be unique, `how` is invalid, `k` is not positive, `max_distance` is
        negative, or `exclude_self` with tables of different lengths.
    TypeError
        The tables are not of one library, or coordinates are not real numbers.

    Warns
    -----
    UserWarning
        Rows have a missing coordinate and match nothing. The warning counts them.
    SelfJoinWarning
        Both tables have the same names and points, and `exclude_self` is not given.

    See Also
    --------
    within_join : All rows within a radius.
    contains_join : The polygons that a point is in.
    geodist.geopandas.sjoin_nearest : The same for layers of GeoPandas.
    PointIndex : The index that finds the neighbours.

    Notes
    -----
    The neighbours are exact, and the distances those of `cdist`: their error is at most 6 nm
    where abs(f) <= 1/290, 12 nm up to 1/50, 10 nm on a sphere; 20 nm for lines and polygons. No row
    is visited in Python.

    With a lazy frame, the columns of the result are known at once, and rows are joined when it is
    collected. If `right` is a DataFrame, `left` may be larger than memory: the streaming engine passes
    it in batches, and `right` is indexed once. A table joined to itself is not passed in batches.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> import pandas as pd
    >>> towns = pd.DataFrame({"town": ["Delft", "Lille"], "lat": [52.01, 50.63], "lon": [4.36, 3.07]})
    >>> airports = pd.DataFrame({"iata": ["AMS", "BRU"], "lat": [52.31, 50.90], "lon": [4.76, 4.48]})
    >>> gd.nearest_join(towns, airports)[["town", "iata", "distance"]].round()
        town iata  distance
    0  Delft  AMS   43169.0
    1  Lille  BRU  103911.0
    """

    def solve(left: Any, right: Any, kept: Kept | None = None) -> Any:
        join = Join(left, right, how, suffixes, distance_col, kept)
        columns = (lat, lon, left_lat, left_lon, right_lat, right_lon)
        sides = join.sides(columns, exclude_self, max_distance, ellipsoid, edges, threads)
        return join.result(*sides.nearest(whole_number(k, "k"), max_distance))

    if is_lazy(left, right):
        return lazy_join(solve, left, right, how, suffixes, distance_col, exclude_self=exclude_self)
    return solve(left, right)


@overload
def within_join(
    left: T, right: DataFrame | OtherTable, radius: ArrayLike, **options: Unpack[JoinOptions]
) -> T: ...
@overload
def within_join(
    left: LazyT,
    right: DataFrame | LazyFrame | OtherTable,
    radius: ArrayLike,
    **options: Unpack[JoinOptions],
) -> LazyT: ...
@overload
def within_join(
    left: DataFrame | OtherTable, right: LazyT, radius: ArrayLike, **options: Unpack[JoinOptions]
) -> LazyT: ...
@overload
def within_join(
    left: OtherTable,
    right: DataFrame | OtherTable,
    radius: ArrayLike,
    **options: Unpack[JoinOptions],
) -> Any: ...
@explained
def within_join(
    left: Any,
    right: Any,
    radius: ArrayLike | None = None,
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
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Join each row of a table to all rows of another within a radius.

    Rows are points, lines or polygons. The distance to a polygon is 0 in it.

    Parameters
    ----------
    left, right : DataFrame, Arrow table, or dict of columns
        The tables, both of one library: pandas, GeoPandas and other subclasses, Polars, PyArrow; or
        Modin, cuDF and others that narwhals knows, if it is installed. Anything else with
        ``__arrow_c_stream__`` is read as a PyArrow table; a dict can be joined to any of them. Lazy
        frames of Polars give a lazy frame; see the notes.
    radius : float or array_like, shape (n,)
        The radius, inclusive, metres: one, or one for each row of `left`.
    how : {"inner", "left"}, default "inner"
        Whether rows of `left` without a match are left out, or kept once with missing values.
    exclude_self : bool, optional
        True if both tables are the same, row by row: then no row matches itself. By default rows
        match themselves, with a warning; False turns the warning off.
    lat, lon : str, optional
        The columns of latitude and longitude, degrees, in both tables. By default those with the
        usual names, such as "lat" and "longitude"; in an Arrow table or Polars frame first the
        only column of GeoArrow points, or lines and polygons; in a GeoDataFrame its geometry.
    left_lat, left_lon, right_lat, right_lon : str, optional
        The same for one of the tables.
    suffixes : tuple of str, default ("_x", "_y")
        Suffixes for the names of columns that are in both tables, as in `pandas.merge`.
    distance_col : str, default "distance"
        The name of the column of distances, which are in metres.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    edges : {"geodesic", "planar"}, optional
        What an edge of lines and polygons is. By default what the standard of the table says: of
        GeoPandas geodesic; of Arrow tables what the metadata say, or else planar.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    DataFrame, Arrow table or dict of arrays, shape (rows, p + q + 1)
        Of the type of `left`: the p columns of `left`, the q of `right`, and the distances in metres.
        Rows are in the order of `left`; the matches of one row are ordered by distance, and ties
        by their row in `right`. pandas gets a new index, as in `pandas.merge`. A GeoDataFrame has
        the geometry of `left`. Attributes of pandas and metadata of Arrow are kept; where both
        tables have the same key, that of `left` counts.

    Raises
    ------
    GeodistError
        The tables are on datums that cannot be combined; columns are missing or not recognised,
        a coordinate is out of range, a radius is negative or NaN, or the name of the new
        column is taken.
    ValueError
        Names would not be unique, `how` is invalid, there are not as many radii as rows or
        their index is not that of `left`, or `exclude_self` with tables of different lengths.
    TypeError
        The tables are not of one library, or coordinates are not real numbers.

    Warns
    -----
    UserWarning
        Rows have a missing coordinate and match nothing. The warning counts them.
    SelfJoinWarning
        Both tables have the same names and points, and `exclude_self` is not given.

    See Also
    --------
    nearest_join : The nearest rows.
    contains_join : The polygons that a point is in.
    PointIndex : The index that finds the neighbours.

    Notes
    -----
    The neighbours are exact, and the distances those of `cdist`: their error is at most 6 nm
    where abs(f) <= 1/290, 12 nm up to 1/50, 10 nm on a sphere; 20 nm for lines and polygons. No row
    is visited in Python.

    With a lazy frame, the columns of the result are known at once, and rows are joined when it is
    collected. If `right` is a DataFrame, `left` may be larger than memory: the streaming engine passes
    it in batches, and `right` is indexed once. A table joined to itself is not passed in batches.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> import pandas as pd
    >>> towns = pd.DataFrame({"town": ["Delft", "Lille"], "lat": [52.01, 50.63], "lon": [4.36, 3.07]})
    >>> airports = pd.DataFrame({"iata": ["AMS", "BRU"], "lat": [52.31, 50.90], "lon": [4.76, 4.48]})
    >>> gd.within_join(towns, airports, 125_000)[["town", "iata", "distance"]].round()
        town iata  distance
    0  Delft  AMS   43169.0
    1  Delft  BRU  123777.0
    2  Lille  BRU  103911.0
    """
    if radius is None:
        raise TypeError(
            "within_join() needs a radius, in metres; for the polygons that points are in use "
            "contains_join()"
        )
    if isinstance(radius, str):
        raise TypeError("radius must be numbers; for those in a column give left[name]")

    def solve(left: Any, right: Any, kept: Kept | None = None) -> Any:
        join = Join(left, right, how, suffixes, distance_col, kept)
        columns = (lat, lon, left_lat, left_lon, right_lat, right_lon)
        sides = join.sides(columns, exclude_self, radius, ellipsoid, edges, threads)
        check_labels(left=left, radius=radius)
        return join.result(*sides.within(radius))

    if is_lazy(left, right):
        several = np.ndim(without_units(radius, "radius")) > 0
        return lazy_join(
            solve,
            left,
            right,
            how,
            suffixes,
            distance_col,
            exclude_self=exclude_self,
            whole=several,
        )
    return solve(left, right)
