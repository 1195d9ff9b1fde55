"""Collections of points, in columns."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final, final, overload

import numpy as np

from geodist._arguments import explained_methods
from geodist._columns.datums import DEFAULT, Datum, common_datum
from geodist._errors import EmptyGeometryError
from geodist._geodist_core import BoundingBox, Point, Point3D
from geodist._types.point_files import PointFiles
from geodist._types.point_readers import datum_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self, SupportsIndex

    from numpy.typing import ArrayLike, NDArray

    from geodist._types.points_like import PointsLike
    from geodist._typing import EllipsoidLike, FloatArray

__all__ = ["Points"]

_SHOWN: Final = 6
_PAIRS: Final = (
    "an array of pairs does not say which number is the latitude; "
    "use Points.from_latlon(array) or Points.from_lonlat(array)"
)


@final
@explained_methods
class Points(PointFiles):
    """
    An immutable collection of points, kept in columns.

    It keeps the order of its rows and is indexed like a NumPy array of one dimension. You can pass
    it to every function that takes a set of points. A row with a NaN is missing: it keeps its
    place, indexing gives ``None`` for it, and `bounds` ignores it.

    Parameters
    ----------
    points : object, optional
        Instead of columns, data whose coordinate order is known: a sequence of `Point` or
        `Point3D`, with ``None`` for missing points, or what one of the constructors
        ``from_pandas``, ``from_shapely``, ``from_arrow``, ``from_geojson`` takes.
    lat : array_like, shape (n,)
        Latitudes, degrees, in [-90, 90]. NaN is missing.
    lon : array_like, shape (n,)
        Longitudes, degrees, any finite value; kept as given.
    altitude : array_like, shape (n,), optional
        Heights above the ellipsoid, metres, from -1e100 to 1e100.
    crs : object, optional
        The CRS of the points, if the data do not state it: "EPSG:4267", an EPSG code, WKT,
        PROJJSON, or a pyproj object. By default WGS84.
    ellipsoid : Ellipsoid or str, optional
        The ellipsoid to measure them on, instead of that of the CRS.

    Raises
    ------
    InvalidLatitudeError
        A latitude is outside [-90, 90] or infinite; the error has its index.
    InvalidLongitudeError
        A longitude is infinite.
    InvalidAltitudeError
        An altitude is beyond 1e100 or -1e100.
    GeodistError
        The CRS is not longitude and latitude in degrees, or differs from that of the points.
    ValueError
        The columns are not one-dimensional and of the same length, or their rows have different
        labels.
    TypeError
        The columns are not real numbers, or a bare array of pairs is given.

    See Also
    --------
    Point : A single point.

    Notes
    -----
    The columns are copied, so that nothing changes them later; Arrow columns are immutable and are
    not copied. Two collections are equal if they have the same numbers on the same datum. NaN
    equals NaN; longitudes of 190 and -170 are not equal. The hash follows the same rule and is
    computed once.

    Points keep the datum and the ellipsoid of their source. Functions measure them on that
    ellipsoid, and refuse points on datums that cannot be combined.

    Examples
    --------
    >>> import geodist as gd
    >>> points = gd.Points(lat=[52.31, 40.64, 35.76], lon=[4.76, -73.78, 140.39])
    >>> points
    Points(lat=[52.31, 40.64, 35.76], lon=[4.76, -73.78, 140.39])
    >>> points[0]
    Point(lat=52.31, lon=4.76)
    >>> points[points.lat > 40]
    Points(lat=[52.31, 40.64], lon=[4.76, -73.78])
    >>> points.bounds
    BoundingBox(min_lat=35.76, min_lon=-73.78, max_lat=52.31, max_lon=140.39)
    >>> gd.Points.from_lonlat([(4.76, 52.31), (-73.78, 40.64)]) == points[:2]
    True
    >>> gd.Points([gd.Point(52.31, 4.76), None])
    Points(lat=[52.31, nan], lon=[4.76, nan])
    """

    __slots__ = ()
    __module__ = "geodist"

    if TYPE_CHECKING:

        @overload
        def __new__(
            cls, points: PointsLike, /, *, crs: Any = None, ellipsoid: EllipsoidLike = None
        ) -> Self: ...
        @overload
        def __new__(
            cls,
            *,
            lat: ArrayLike,
            lon: ArrayLike,
            altitude: ArrayLike | None = None,
            crs: Any = None,
            ellipsoid: EllipsoidLike = None,
        ) -> Self: ...
        def __new__(cls, *args: Any, **kwargs: Any) -> Self: ...

    else:

        def _signature(
            self, points=None, /, *, lat=None, lon=None, altitude=None, crs=None, ellipsoid=None
        ):
            """Say what callers write; the real one takes anything, to refuse it in words."""

        def __new__(cls, *points, lat=None, lon=None, altitude=None, crs=None, ellipsoid=None):
            columns = lat, lon, altitude
            if len(points) > 1:
                raise TypeError(
                    "Points takes columns by name: Points(lat=..., lon=...); for rows of pairs "
                    "use Points.from_latlon(array) or Points.from_lonlat(array)"
                )
            if points:
                if any(column is not None for column in columns):
                    raise TypeError("Points takes one collection, or lat= and lon=, not both")
                found = as_points(points[0])
                datum = datum_said(found._datum, crs, ellipsoid)
                if datum == found._datum:
                    return found
                return cls._checked(found._lat, found._lon, found._altitude, datum)
            if lat is None or lon is None:
                raise TypeError("Points needs lat= and lon=")
            return cls._copy(lat, lon, altitude, datum_said(DEFAULT, crs, ellipsoid))

        __new__.__wrapped__ = _signature

    @property
    def bounds(self) -> BoundingBox:
        """
        The smallest box that holds all points that are not missing.

        It crosses the antimeridian where that makes it span fewer degrees of longitude; see
        `BoundingBox.around`. It raises `EmptyGeometryError` if there is no such point.
        """
        there = ~self.missing
        if not there.any():
            what = "all points are missing" if len(self) else "there are no points"
            raise EmptyGeometryError(f"no bounds: {what}")
        if there.all():
            return BoundingBox.around(self._lat, self._lon)
        return BoundingBox.around(self._lat[there], self._lon[there])

    @overload
    def __getitem__(  # type: ignore[overload-overlap]
        self, index: SupportsIndex, /
    ) -> Point | Point3D | None: ...
    @overload
    def __getitem__(
        self, index: slice | list[int] | list[bool] | NDArray[np.integer[Any] | np.bool_], /
    ) -> Points: ...
    def __getitem__(self, index: Any, /) -> Point | Point3D | Points | None:
        if not isinstance(index, slice | np.ndarray | list):
            try:
                return self._row(operator.index(index))
            except TypeError:
                pass  # no number: NumPy knows what it is
        if isinstance(index, list) and not index:
            index = slice(0, 0)
        columns = [
            None if column is None else column[index]
            for column in (self._lat, self._lon, self._altitude)
        ]
        lat, lon, altitude = columns
        if lat is None or lon is None or lat.ndim != 1:
            raise IndexError("Points have one dimension")
        return Points._checked(lat, lon, altitude, self._datum)

    @classmethod
    def concat(cls, parts: Iterable[PointsLike], /) -> Points:
        """
        Join sets of points end to end.

        Parameters
        ----------
        parts : iterable of Points or object
            The sets: `Points`, or what `Points` takes; with altitudes, all of them or none.

        Returns
        -------
        Points
            All rows in their order, on the datum of the first set.

        Raises
        ------
        GeodistError
            The sets are on datums that cannot be combined, or are measured on different ellipsoids.
        ValueError
            There is no set, or only some have altitudes.
        TypeError
            `parts` is one set of points rather than a list of them.

        Warns
        -----
        DatumWarning
            Sets are on datums that differ by little.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points.concat([gd.Points(lat=[52.31], lon=[4.76]), [gd.Point(40.64, -73.78)]])
        Points(lat=[52.31, 40.64], lon=[4.76, -73.78])
        """
        if any(hasattr(type(parts), name) for name in ("geom_type", "__geo_interface__")):
            what = type(parts).__name__
            raise TypeError(f"concat() takes a list of sets of points, got {what}; give [a, b]")
        sets = [as_points(part, f"parts[{i}]") for i, part in enumerate(parts)]
        if not sets:
            raise ValueError("concat() needs at least one set of points")
        high = [part._altitude is not None for part in sets]
        if any(high) and not all(high):
            row = high.index(not high[0])
            raise ValueError(f"parts[0] and parts[{row}] do not both have altitudes")
        datum = common_datum(**{f"parts[{i}]": part._datum for i, part in enumerate(sets)})
        heights = [part._altitude for part in sets if part._altitude is not None]
        return cls._checked(
            np.concatenate([part._lat for part in sets]),
            np.concatenate([part._lon for part in sets]),
            np.concatenate(heights) if heights else None,
            datum or DEFAULT,
        )

    def unique(self) -> Points:
        """
        Remove rows that are equal to an earlier one.

        Returns
        -------
        Points
            The first row of each point, in their order. Missing values are equal; longitudes of 190
            and -170 are not.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Points(lat=[1, 2, 1], lon=[3, 4, 3]).unique()
        Points(lat=[1.0, 2.0], lon=[3.0, 4.0])
        """
        columns = [c + 0.0 for c in (self._lat, self._lon, self._altitude) if c is not None]
        # Equal ones stand beside each other, earlier ones first.
        order = np.lexsort(columns[::-1])
        new = np.zeros(len(self), np.bool_)
        new[:1] = True
        for column in columns:
            values = column[order]
            differ = values[1:] != values[:-1]
            new[1:] |= differ & ~(np.isnan(values[1:]) & np.isnan(values[:-1]))
        rows = np.sort(order[new])
        heights = None if self._altitude is None else self._altitude[rows]
        return Points._checked(self._lat[rows], self._lon[rows], heights, self._datum)

    def _row(self, row: int) -> Point | Point3D | None:
        if not -len(self) <= row < len(self):
            raise IndexError(f"index {row} is out of bounds for {len(self)} points")
        height = 0.0 if self._altitude is None else self._altitude[row]
        return _make_point(self._lat[row], self._lon[row], height, self._altitude is not None)

    def __iter__(self) -> Iterator[Point | Point3D | None]:
        high = self._altitude is not None
        heights = [0.0] * len(self) if self._altitude is None else self._altitude.tolist()
        rows = zip(self._lat.tolist(), self._lon.tolist(), heights, strict=True)
        return (_make_point(lat, lon, height, high) for lat, lon, height in rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Points):
            return NotImplemented
        return (
            self._datum.key == other._datum.key
            and np.array_equal(self._lat, other._lat, equal_nan=True)
            and np.array_equal(self._lon, other._lon, equal_nan=True)
            and (self._altitude is None) == (other._altitude is None)
            and (
                self._altitude is None
                or np.array_equal(self._altitude, other._altitude, equal_nan=True)  # type: ignore[arg-type]
            )
        )

    def __hash__(self) -> int:
        if self._hash is None:
            # Equal numbers of different bits, zeros and NaNs, are made the same.
            with np.errstate(invalid="ignore"):  # a signalling NaN is one like others
                parts = tuple(
                    None if c is None else np.where(np.isnan(c), np.nan, c + 0.0).tobytes()
                    for c in (self._lat, self._lon, self._altitude)
                )
            object.__setattr__(self, "_hash", hash((*parts, self._datum.key)))
        return operator.index(self._hash)  # type: ignore[arg-type]

    def __reduce__(self) -> tuple[Any, ...]:
        # Only what the numbers do not say, as older versions wrote it.
        datum = () if self._datum == DEFAULT else (tuple(self._datum),)
        return _restore_points, (self._lat, self._lon, self._altitude, *datum)

    def __repr__(self) -> str:
        columns = {"lat": self._lat, "lon": self._lon, "altitude": self._altitude}
        shown = ", ".join(f"{k}={_shown(v)}" for k, v in columns.items() if v is not None)
        if self._datum.key != DEFAULT.key:
            shown += f", datum={self._datum.name!r}"
        return f"Points({shown})" if len(self) <= _SHOWN else f"<{len(self)} Points: {shown}>"


def _shown(column: FloatArray) -> str:
    if column.size <= _SHOWN:
        return str(column.tolist())
    head, tail = column[:3].tolist(), column[-3:].tolist()
    return f"[{', '.join(map(repr, head))}, ..., {', '.join(map(repr, tail))}]"


def _make_point(lat: float, lon: float, height: float, high: bool) -> Point | Point3D | None:
    if lat != lat or lon != lon or height != height:
        return None
    return Point3D(lat, lon, height) if high else Point(lat, lon)


def _restore_points(
    lat: FloatArray,
    lon: FloatArray,
    altitude: FloatArray | None,
    datum: tuple[Any, ...] = tuple(DEFAULT),
) -> Points:
    """Make points of what a pickle holds, which nobody else refers to."""
    return Points._own(lat, lon, altitude, Datum._make(datum))


_restore_points.__module__ = "geodist"  # where it stays; pickles name it


def find_points(value: Any) -> Points | None:
    """Make `Points` of a set of points that says its order; None of anything else."""
    return value if isinstance(value, Points) else Points._find(value)


def as_points(value: Any, name: str = "points") -> Points:
    """
    Make `Points` of data whose coordinate order is known, for functions that take sets.

    Parameters
    ----------
    value : object
        `Points`; a sequence of `Point` or of `Point3D`; Shapely points or an array of them; a table
        of pandas; GeoArrow data; GeoJSON or what has ``__geo_interface__``.
    name : str
        What messages call it.

    Returns
    -------
    Points
        The points.

    Raises
    ------
    TypeError
        It is a bare array of pairs, or nothing that holds points.
    """
    points = find_points(value)
    if points is None:
        what = type(value).__name__
        hint = f": {_PAIRS}" if isinstance(value, np.ndarray | list | tuple) else ""
        raise TypeError(f"{name} must be Points or say its order, got {what}{hint}")
    return points
