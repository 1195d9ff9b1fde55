"""Joins of layers by geodesic distance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geodist._arguments import explained, whole_number
from geodist._columns.crs import datum_of
from geodist._columns.datums import shared_ellipsoid
from geodist._columns.numbers import real_number
from geodist._errors import GeodistError
from geodist._search.index import PointIndex
from geodist._search.joining import joined_rows, warn_of_missing
from geodist._types.points import Points

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._typing import EllipsoidLike, FloatArray, IntArray

__all__ = ["sjoin_nearest"]

# Neighbours looked at in one go: some 64 MiB.
_BLOCK_NEIGHBOURS = 2**22


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
    threads: SupportsIndex | None = None,
) -> Any:
    """
    Join each point of a layer to the nearest points of another, by geodesic distance.

    It works like `geopandas.sjoin_nearest`, but on the ellipsoid of the layers' CRS and in metres.

    Parameters
    ----------
    left_df, right_df : GeoDataFrame
        The layers, of points, with geographic CRS of one datum: its ellipsoid is used.
    how : {"inner", "left", "right"}, default "inner"
        Which rows, index and geometry to keep: those of `left_df` that have a match, all of
        `left_df`, or all of `right_df`, each with the nearest points of `left_df`.
    max_distance : float, optional
        Join only points up to this distance, inclusive, metres. It must be positive.
    lsuffix, rsuffix : str, default "left" and "right"
        Suffixes, after an underscore, for names that are in both layers, and for "index", the
        column that keeps the other layer's index.
    distance_col : str, optional
        The name of a new column for the distances, metres; by default there is no such column.
    exclusive : bool, default False
        Leave out points at exactly the same place.
    k : int, default 1
        The number of neighbours; those as far as the last one are added.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    GeoDataFrame
        The joined layer. If several points are equally near, there is a row for each, in the order
        of their own rows.

    Raises
    ------
    GeodistError
        A layer has no CRS, or one that is not longitude and latitude in degrees, or the two are on
        datums that cannot be combined.
    InvalidGeometryError
        A geometry is not a point.
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
    Distances are those of `geodist.cdist`: their error is at most 6 nm where abs(f) <= 1/290, 12 nm
    up to 1/50. Points are equally far
    if their computed distances are equal, to the last bit.

    If you join a layer to itself, each point matches itself at distance 0, as in GeoPandas;
    ``exclusive=True`` leaves out points at the same place.

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
    layers = _Layers(left_df, right_df, how, lsuffix, rsuffix)
    reach = np.inf if max_distance is None else real_number(max_distance, "max_distance")
    if not reach > 0:
        raise ValueError(f"max_distance must be greater than 0, got {max_distance}")
    count = whole_number(k, "k")
    if count < 1:
        raise ValueError(f"k must be positive, got {count}")
    here, there = layers.points()
    # No point has more neighbours than there are points, however large k is.
    count = min(count, max(1, len(there)))
    places = _Places(there, layers.ellipsoid, exclusive, threads)
    counts, rows, distances = _nearest_with_ties(places, here, count, reach, exclusive)
    return layers.joined(counts, rows, distances, distance_col)


class _Places:
    """The points to find neighbours among, those with the same coordinates as one place."""

    def __init__(
        self,
        points: Points,
        ellipsoid: EllipsoidLike,
        exclusive: bool,
        threads: SupportsIndex | None,
    ) -> None:
        # Merge coincident points first: otherwise exclusive=True is quadratic in them.
        # For points that are only found, neighbours in the table are enough.
        rows = np.lexsort((points.lon, points.lat)) if exclusive else np.arange(len(points))
        self._rows = rows
        lat, lon = points.lat[rows], points.lon[rows]
        new = np.ones(len(points), np.bool_)
        new[1:] = (lat[1:] != lat[:-1]) | (lon[1:] != lon[:-1])
        self._starts = np.flatnonzero(new)
        self._sizes = np.diff(self._starts, append=len(points))
        self._index = PointIndex(lat[new], lon[new], ellipsoid=ellipsoid, threads=threads)
        self._threads = threads

    def count_here(self, lat: FloatArray, lon: FloatArray) -> IntArray:
        """Count the places where a point is: several if they differ in turns, or at a pole."""
        return self._index.query_radius(lat, lon, 0.0, count_only=True, threads=self._threads)

    def reach(
        self,
        lat: FloatArray,
        lon: FloatArray,
        k: int,
        here: int,
        max_distance: float,
        exclusive: bool,
    ) -> FloatArray:
        """Find how far the k-th neighbour is, or the last one; -1 if there is none."""
        distances, places = self._index.query(
            lat, lon, np.arange(1, k + here + 1), max_distance=max_distance, threads=self._threads
        )
        points = np.where(places < 0, 0, self._sizes[places]) if self._sizes.size else places * 0
        if exclusive:
            points[distances == 0] = 0
        last = (points.cumsum(axis=1) < k).sum(axis=1)
        last = np.minimum(last, np.isfinite(distances).sum(axis=1) - 1)
        found: FloatArray = np.where(last < 0, -1.0, distances[np.arange(lat.size), last])
        return found

    def within(
        self, lat: FloatArray, lon: FloatArray, reach: FloatArray, exclusive: bool
    ) -> tuple[IntArray, IntArray, FloatArray]:
        """Find all rows up to a distance of each query point; those of a place one by one."""
        asked = np.flatnonzero(reach >= 0)
        near = self._index.query_radius(lat[asked], lon[asked], reach[asked], threads=self._threads)
        kept = near.distances > 0 if exclusive else np.ones(near.distances.size, np.bool_)
        places = near.indices[kept]
        sizes = self._sizes[places]
        nth = np.arange(sizes.sum()) - np.repeat(sizes.cumsum() - sizes, sizes)
        return (
            np.repeat(np.repeat(asked, np.diff(near.indptr))[kept], sizes),
            self._rows[np.repeat(self._starts[places], sizes) + nth],
            np.repeat(near.distances[kept], sizes),
        )


def _nearest_with_ties(
    places: _Places, points: Points, k: int, max_distance: float, exclusive: bool
) -> tuple[IntArray, IntArray, FloatArray]:
    """Find the k nearest of each point and all that are as far as the last, by row."""
    lat, lon = points.lat, points.lon
    here = places.count_here(lat, lon) if exclusive else np.zeros(len(points), np.int64)
    # Points with some places to leave out are asked with those that have up to twice as many.
    more = np.where(here > 0, 2 ** np.ceil(np.log2(np.maximum(here, 1))), 0).astype(np.int64)
    found = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))]
    for extra in np.unique(more).tolist():
        alike = np.flatnonzero(more == extra)
        height = max(1, _BLOCK_NEIGHBOURS // (k + extra))
        for start in range(0, alike.size, height):
            some = alike[start : start + height]
            at = lat[some], lon[some]
            reach = places.reach(*at, k, extra, max_distance, exclusive)
            owner, rows, distances = places.within(*at, reach, exclusive)
            found.append((some[owner], rows, distances))
    owner, rows, distances = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((rows, owner))
    counts = np.bincount(owner, minlength=len(points)).astype(np.int64)
    return counts, rows[order], distances[order]


class _Layers:
    """The two layers of a join."""

    def __init__(self, left: Any, right: Any, how: str, lsuffix: str, rsuffix: str) -> None:
        import geopandas

        for name, layer in (("left_df", left), ("right_df", right)):
            if not isinstance(layer, geopandas.GeoDataFrame):
                raise ValueError(f"{name!r} should be GeoDataFrame, got {type(layer).__name__}")
        if how not in {"inner", "left", "right"}:
            raise ValueError(f"how must be 'inner', 'left' or 'right', got {how!r}")
        self._left, self._right = left, right
        self._how = how
        self._suffixes = lsuffix, rsuffix
        self.ellipsoid = _common_ellipsoid(left.crs, right.crs)

    def points(self) -> tuple[Points, Points]:
        """Give the points to find neighbours of, and those among which."""
        sets = []
        for name, layer in (("left_df", self._left), ("right_df", self._right)):
            try:
                points = Points.from_shapely(layer.geometry)
            except GeodistError as error:
                raise type(error)(f"{name}: {error}", error.value, error.index) from error
            warn_of_missing(points, name)
            sets.append(points)
        left, right = sets
        return (right, left) if self._how == "right" else (left, right)

    def joined(
        self, counts: IntArray, rows: IntArray, distances: FloatArray, distance_col: str | None
    ) -> Any:
        """Make the joined layer: query row i with the next ``counts[i]`` found."""
        import pandas as pd

        asked_rows, found_rows, distances = joined_rows(
            counts, rows, distances, keep=self._how != "inner"
        )
        left, right = self._left, self._right
        if self._how == "right":
            left = pd.DataFrame(left).drop(columns=left.geometry.name)
        else:
            right = pd.DataFrame(right).drop(columns=right.geometry.name)
        left, left_names = _with_index(left, self._suffixes[0], right)
        right, right_names = _with_index(right, self._suffixes[1], left)
        geometry = self._right.geometry.name if self._how == "right" else self._left.geometry.name
        left_columns, right_columns = self._rename(left, right, geometry)
        left_rows, right_rows = asked_rows, found_rows
        if self._how == "right":
            left_rows, right_rows = found_rows, asked_rows
        parts = []
        for part, columns, which in (
            (left, left_columns, left_rows),
            (right, right_columns, right_rows),
        ):
            # No row has the label -1: it becomes one of missing values.
            taken = part.reindex(which) if (which < 0).any() else part.iloc[which]
            taken = taken.reset_index(drop=True)
            taken.columns = columns
            parts.append(taken)
        joined = pd.concat(parts, axis=1)
        names, columns = (
            (right_names, right_columns) if self._how == "right" else (left_names, left_columns)
        )
        joined = joined.set_index(columns[: len(names)])
        joined.index.names = [
            None if name is None else new
            for name, new in zip(names, joined.index.names, strict=True)
        ]
        joined = joined.set_geometry(geometry)
        if distance_col is not None:
            joined[distance_col] = distances
        return joined

    def _rename(self, left: Any, right: Any, geometry: str) -> tuple[list[Any], list[Any]]:
        """Add the suffixes to names that are in both layers, but the geometry's."""
        common = set(left.columns) & set(right.columns)
        if common and not any(self._suffixes):
            raise ValueError(f"columns overlap but no suffix specified: {sorted(map(str, common))}")
        sides = [(left, self._suffixes[0], self._how != "right")]
        sides.append((right, self._suffixes[1], self._how == "right"))
        renamed = []
        for part, suffix, has_geometry in sides:
            names = [
                f"{name}_{suffix}"
                if name in common and not (has_geometry and name == geometry)
                else name
                for name in part.columns
            ]
            twice = {name for name in names if names.count(name) > 1} - {
                name for name in part.columns if list(part.columns).count(name) > 1
            }
            if twice:
                raise ValueError(f"suffixes make columns twice: {sorted(map(str, twice))}")
            renamed.append(names)
        return renamed[0], renamed[1]


def _common_ellipsoid(left: Any, right: Any) -> Any:
    for name, crs in (("left_df", left), ("right_df", right)):
        if crs is None:
            raise GeodistError(
                f"{name} has no CRS, so nothing says what its coordinates are; "
                "set it, for example with set_crs('EPSG:4326')"
            )
    if left != right and not (left.is_geographic and right.is_geographic):
        raise GeodistError(
            f"the CRS of left_df, {left.name!r}, and that of right_df, {right.name!r}, differ; "
            "convert one of them with to_crs()"
        )
    return shared_ellipsoid(None, left_df=datum_of(left), right_df=datum_of(right))


def _with_index(layer: Any, suffix: str, other: Any) -> tuple[Any, list[Any]]:
    """Make columns of the index, before the others; also give the names of its levels."""
    names = list(layer.index.names)
    whole = layer.reset_index()
    columns = list(whole.columns)
    for i, name in enumerate(names):
        if name is None:
            level = str(i) if len(names) > 1 else ""
            new = f"index_{suffix}{level}"
            if new in layer.columns or new in other.columns:
                raise ValueError(f"{new!r} cannot be a column name in the frames being joined")
            columns[i] = new
    whole.columns = columns
    return whole, names
