"""Joins of tables by the distance between their points."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import numpy as np

from geodist._arguments import explained, whole_number
from geodist._columns.coordinates import check_labels
from geodist._columns.datums import shared_ellipsoid
from geodist._errors import GeodistError
from geodist._search.index import PointIndex
from geodist._search.tables import open_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import SupportsIndex

    from numpy.typing import ArrayLike

    from geodist._types.points import Points
    from geodist._typing import EllipsoidLike, FloatArray, IntArray

    How: TypeAlias = Literal["inner", "left"]
    Suffixes: TypeAlias = tuple[str | None, str | None]

__all__ = ["nearest_join", "within_join"]

T = TypeVar("T")


@explained
def nearest_join(
    left: T,
    right: T,
    k: SupportsIndex = 1,
    max_distance: float | None = None,
    how: How = "inner",
    exclude_self: bool = False,
    *,
    lat: str | None = None,
    lon: str | None = None,
    left_lat: str | None = None,
    left_lon: str | None = None,
    right_lat: str | None = None,
    right_lon: str | None = None,
    suffixes: Suffixes = ("_x", "_y"),
    distance_col: str = "distance",
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> T:
    """
    Join each row of a table to the rows of another that are nearest to it.

    Parameters
    ----------
    left, right : DataFrame of pandas or Polars, or Arrow table
        The tables, both of one library. Anything else with ``__arrow_c_stream__`` is read as an
        Arrow table of PyArrow.
    k : int, default 1
        How many rows of `right` each row of `left` is joined to, at most.
    max_distance : float, optional
        Join only rows up to this distance, inclusive, metres.
    how : {"inner", "left"}, default "inner"
        What becomes of rows of `left` that are joined to nothing: left out, or kept once with
        missing values.
    exclude_self : bool, default False
        Both tables are the same, row by row, and no row is joined to itself.
    lat, lon : str, optional
        The columns of latitude and longitude, degrees, in both tables. By default those of the
        usual names, as on the command line; in an Arrow table or Polars frame first the only
        column of GeoArrow points.
    left_lat, left_lon, right_lat, right_lon : str, optional
        The same for one of the tables.
    suffixes : tuple of str, default ("_x", "_y")
        What is added to the names of columns that are in both tables, as by `pandas.merge`.
    distance_col : str, default "distance"
        The name of the column of distances, which are in metres.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    DataFrame or Arrow table, shape (rows, p + q + 1)
        Of the same library: the p columns of `left`, the q of `right`, and the distances in metres.
        Rows are in the order of `left`, those of one row by distance, and of equal distances the
        earlier row of `right` comes first. The index of pandas is a new one, as `pandas.merge`
        makes it.

    Raises
    ------
    GeodistError
        The tables are of datums that do not go together; the columns are not recognised or not there, a coordinate is out of range, or the name of
        the new column is taken.
    ValueError
        Names would be there twice, `how` is something else, `k` is not positive, `max_distance` is
        negative, or `exclude_self` with tables of different lengths.
    TypeError
        The tables are not of one library, or coordinates are not real numbers.

    Warns
    -----
    UserWarning
        Rows have a missing coordinate; such rows are joined to nothing. It says how many.

    See Also
    --------
    within_join : All rows within a radius.
    geodist.geopandas.sjoin_nearest : The same for layers of GeoPandas.
    PointIndex : What finds the neighbours.

    Notes
    -----
    The neighbours are exact, and the distances those of `distance`: their error is at most 12 nm on
    an ellipsoid, 10 nm on a sphere. No row is visited in Python.

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
    join = _Join(left, right, how, suffixes, distance_col)
    columns = (lat, lon, left_lat, left_lon, right_lat, right_lon)
    here, there = join.points(columns)
    ellipsoid = shared_ellipsoid(ellipsoid, left=here._datum, right=there._datum)
    # No row has more neighbours than there are rows, however many are asked for.
    k = min(whole_number(k, "k"), max(1, len(there)))
    found = PointIndex(there.lat, there.lon, ellipsoid=ellipsoid, threads=threads).query(
        here.lat,
        here.lon,
        k,
        max_distance=max_distance,
        exclude_self=exclude_self,
        threads=threads,
    )
    shape = len(here), k
    rows, distances = found.indices.reshape(shape), found.distances.reshape(shape)
    matched = rows >= 0
    result: T = join.result(matched.sum(axis=1), rows[matched], distances[matched])
    return result


@explained
def within_join(
    left: T,
    right: T,
    radius: ArrayLike,
    how: How = "inner",
    exclude_self: bool = False,
    *,
    lat: str | None = None,
    lon: str | None = None,
    left_lat: str | None = None,
    left_lon: str | None = None,
    right_lat: str | None = None,
    right_lon: str | None = None,
    suffixes: Suffixes = ("_x", "_y"),
    distance_col: str = "distance",
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> T:
    """
    Join each row of a table to all rows of another within a radius.

    Parameters
    ----------
    left, right : DataFrame of pandas or Polars, or Arrow table
        The tables, both of one library. Anything else with ``__arrow_c_stream__`` is read as an
        Arrow table of PyArrow.
    radius : float or array_like, shape (n,)
        The radius, inclusive, metres: one, or one for each row of `left`.
    how : {"inner", "left"}, default "inner"
        What becomes of rows of `left` that are joined to nothing: left out, or kept once with
        missing values.
    exclude_self : bool, default False
        Both tables are the same, row by row, and no row is joined to itself.
    lat, lon : str, optional
        The columns of latitude and longitude, degrees, in both tables. By default those of the
        usual names, as on the command line; in an Arrow table or Polars frame first the only
        column of GeoArrow points.
    left_lat, left_lon, right_lat, right_lon : str, optional
        The same for one of the tables.
    suffixes : tuple of str, default ("_x", "_y")
        What is added to the names of columns that are in both tables, as by `pandas.merge`.
    distance_col : str, default "distance"
        The name of the column of distances, which are in metres.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    DataFrame or Arrow table, shape (rows, p + q + 1)
        Of the same library: the p columns of `left`, the q of `right`, and the distances in metres.
        Rows are in the order of `left`, those of one row by distance, and of equal distances the
        earlier row of `right` comes first. The index of pandas is a new one, as `pandas.merge`
        makes it.

    Raises
    ------
    GeodistError
        The tables are of datums that do not go together; the columns are not recognised or not there, a coordinate is out of range, a radius is
        negative or NaN, or the name of the new column is taken.
    ValueError
        Names would be there twice, `how` is something else, there are not as many radii as rows or
        their index is not that of `left`, or `exclude_self` with tables of different lengths.
    TypeError
        The tables are not of one library, or coordinates are not real numbers.

    Warns
    -----
    UserWarning
        Rows have a missing coordinate; such rows are joined to nothing. It says how many.

    See Also
    --------
    nearest_join : The nearest rows.
    PointIndex : What finds the neighbours.

    Notes
    -----
    The neighbours are exact, and the distances those of `distance`: their error is at most 12 nm on
    an ellipsoid, 10 nm on a sphere. No row is visited in Python.

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
    join = _Join(left, right, how, suffixes, distance_col)
    columns = (lat, lon, left_lat, left_lon, right_lat, right_lon)
    here, there = join.points(columns)
    ellipsoid = shared_ellipsoid(ellipsoid, left=here._datum, right=there._datum)
    if isinstance(radius, str):
        raise TypeError("radius must be numbers; for those in a column give left[name]")
    check_labels(left=left, radius=radius)
    found = PointIndex(there.lat, there.lon, ellipsoid=ellipsoid, threads=threads).query_radius(
        here.lat, here.lon, radius, exclude_self=exclude_self, threads=threads
    )
    result: T = join.result(np.diff(found.indptr), found.indices, found.distances)
    return result


class _Join:
    """The two tables of a join, and how to make one of them."""

    def __init__(
        self, left: Any, right: Any, how: str, suffixes: Suffixes, distance_col: str
    ) -> None:
        if how not in {"inner", "left"}:
            raise ValueError(f"how must be 'inner' or 'left', got {how!r}")
        self._how = how
        self._distance = distance_col
        self._tables = a, b = open_table(left, "left"), open_table(right, "right")
        if a.library != b.library:
            raise TypeError(f"both tables must be of one library, got {a.library} and {b.library}")
        self._names = merged_names(a.names, b.names, suffixes)
        every_name = [*self._names[0], *self._names[1]]
        if a.library == "Polars" and len(set(every_name)) < len(every_name):
            raise ValueError(
                f"suffixes {suffixes!r} make columns twice, which Polars does not take"
            )
        if distance_col in every_name:
            raise GeodistError(
                f"there is a column {distance_col!r} already; choose another distance_col"
            )

    def points(self, columns: Sequence[str | None]) -> tuple[Points, Points]:
        """Find the points of both tables."""
        lat, lon, *sides = columns
        if (lat is not None or lon is not None) and any(side is not None for side in sides):
            raise TypeError("give lat and lon for both tables, or columns of each, not both")
        common = lat is not None or lon is not None
        chosen = [(lat, lon), (lat, lon)] if common else [sides[:2], sides[2:]]
        sets = []
        for table, side, (its_lat, its_lon) in zip(
            self._tables, ("left", "right"), chosen, strict=True
        ):
            try:
                names = ("lat", "lon") if common else (f"{side}_lat", f"{side}_lon")
                points = table.points(its_lat, its_lon, names)
            except GeodistError as error:
                raise type(error)(f"{side} table: {error}", error.value, error.index) from error
            except TypeError as error:
                raise TypeError(f"{side} table: {error}") from error
            warn_of_missing(points, f"{side} table")
            sets.append(points)
        return sets[0], sets[1]

    def result(self, counts: IntArray, right_rows: IntArray, distances: FloatArray) -> Any:
        """Put the joined rows together: row i of left with the next ``counts[i]`` of right."""
        left_rows, right_rows, distances = joined_rows(
            counts, right_rows, distances, keep=self._how == "left"
        )
        left, right = self._tables
        return left.assemble(
            left.take(left_rows), right.take(right_rows), self._names, self._distance, distances
        )


def joined_rows(
    counts: IntArray, right_rows: IntArray, distances: FloatArray, *, keep: bool
) -> tuple[IntArray, IntArray, FloatArray]:
    """Pair rows; those without partner are left out, or kept with -1 and NaN.

    >>> import numpy as np
    >>> from geodist._search.joins import joined_rows
    >>> joined_rows(np.array([1, 0, 2]), np.array([5, 6, 7]), np.array([1.0, 2.0, 3.0]), keep=True)
    (array([0, 1, 2, 2]), array([ 5, -1,  6,  7]), array([ 1., nan,  2.,  3.]))
    """
    if not keep or counts.all():
        return np.repeat(np.arange(counts.size), counts), right_rows, distances
    repeats = np.maximum(counts, 1)
    left_rows = np.repeat(np.arange(counts.size), repeats)
    matched = np.repeat(counts > 0, repeats)
    every_row = np.full(left_rows.size, -1, dtype=np.int64)
    every_row[matched] = right_rows
    every_distance = np.full(left_rows.size, np.nan)
    every_distance[matched] = distances
    return left_rows, every_row, every_distance


def merged_names(
    left: Sequence[Any], right: Sequence[Any], suffixes: Any
) -> tuple[list[Any], list[Any]]:
    """Name the columns of both tables in one, by the rules of `pandas.merge`."""
    if isinstance(suffixes, str) or len(suffixes) != 2:
        raise TypeError(f"suffixes must be a tuple of two, got {suffixes!r}")
    common = set(left) & set(right)
    if common and not any(suffixes):
        raise ValueError(f"columns overlap but no suffix specified: {sorted(map(str, common))}")
    renamed = tuple(
        [f"{name}{suffix}" if name in common and suffix is not None else name for name in names]
        for names, suffix in zip((left, right), suffixes, strict=True)
    )
    # Names that were there twice before, and those that both suffixes make, are the caller's.
    twice = {
        name
        for names, before in zip(renamed, (left, right), strict=True)
        for at, name in enumerate(names)
        if name in names[:at] and before[at] not in before[:at]
    }
    twice |= set(renamed[0]) & (set(right) - common)
    twice |= set(renamed[1]) & (set(left) - common)
    if twice:
        raise ValueError(f"suffixes {suffixes!r} make columns twice: {sorted(map(str, twice))}")
    return renamed[0], renamed[1]


def warn_of_missing(points: Points, what: str) -> None:
    """Say how many rows are joined to nothing because they say not where they are."""
    missing = int(points.missing.sum())
    if missing:
        warnings.warn(
            f"{missing} of {len(points)} rows of the {what} have a missing coordinate, "
            "and are joined to nothing",
            UserWarning,
            stacklevel=5,
        )
