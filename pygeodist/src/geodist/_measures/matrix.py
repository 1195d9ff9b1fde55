"""Matrices of distances between sets of points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import thread_count, whole_number
from geodist._columns.coordinates import check_labels, real_column
from geodist._columns.numbers import holds_points
from geodist._signatures import explained
from geodist._types.points import find_points

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import SupportsIndex

    from numpy.typing import ArrayLike, DTypeLike, NDArray

    from geodist._typing import EllipsoidLike, FloatArray

    Float32: TypeAlias = type[np.float32] | np.dtype[np.float32] | Literal["float32", "f4"]
    Matrix: TypeAlias = NDArray[np.float64] | NDArray[np.float32]
    Columns: TypeAlias = tuple[FloatArray, FloatArray]

__all__ = ["cdist", "cdist_blocks", "pdist"]

# A block of `cdist_blocks` by default: much work beside the cost of a call, little of the memory.
_BLOCK_BYTES = 64 * 2**20


@overload
def cdist(
    lat_a: Any,
    lon_a: Any = None,
    lat_b: ArrayLike | None = None,
    lon_b: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: None = None,
    dtype: None = None,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def cdist(
    lat_a: Any,
    lon_a: Any = None,
    lat_b: ArrayLike | None = None,
    lon_b: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: None = None,
    dtype: Float32,
    threads: SupportsIndex | None = None,
) -> NDArray[np.float32]: ...
@overload
def cdist(
    lat_a: Any,
    lon_a: Any = None,
    lat_b: ArrayLike | None = None,
    lon_b: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Matrix: ...
@explained
def cdist(
    lat_a: Any,
    lon_a: Any = None,
    lat_b: ArrayLike | None = None,
    lon_b: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = "WGS84",
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Matrix:
    """
    Compute the distances between all points of one set and all points of another.

    Parameters
    ----------
    lat_a : array_like, shape (m,)
        Latitudes of the first set, degrees, in [-90, 90]. Or two sets of points alone: `Points`, or
        what says the order of its coordinates as for `Points`.
    lon_a : array_like, shape (m,)
        Longitudes of the first set, degrees, any finite value. Or the second set of points.
    lat_b : array_like, shape (n,)
        Latitudes of the second set, degrees, in [-90, 90].
    lon_b : array_like, shape (n,)
        Longitudes of the second set, degrees, any finite value.
    ellipsoid : Ellipsoid or str, default "WGS84"
        The figure of the Earth; ``"sphere"`` gives great circles.
    out : ndarray, shape (m, n), optional
        Where to put the distances: float64 or float32, of any strides, a memory-mapped file too.
    dtype : dtype, optional
        Either float64, the default, or float32, which halves the memory and rounds each distance
        to 24 bits: by 1 m at most beyond 16,777 km, by less below.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray, shape (m, n)
        Distances in metres, row i from point i of the first set; `out` if given. NaN in the rows
        and columns of points with a NaN or masked coordinate.

    Raises
    ------
    InvalidLatitudeError
        A latitude is outside [-90, 90] or infinite.
    InvalidLongitudeError
        A longitude is infinite.
    ValueError
        Latitudes and longitudes are not one-dimensional and of one length, or of other rows of a
        table; `out` has another shape; or points have altitudes.
    TypeError
        The coordinates are not real numbers, or `out` or `dtype` is not float64 or float32.

    See Also
    --------
    pdist : Distances within one set, each pair once.
    cdist_blocks : The same in blocks of rows, for matrices larger than memory.
    distance : Distances between points pair by pair.

    Notes
    -----
    Each distance has the bits that `distance` gives for the pair: its error is at most 12 nm on an
    ellipsoid, 10 nm on a sphere. What depends on one point alone is computed once, which makes an
    entry cheaper than a pair. Beside inputs and result the memory in use does not grow with the
    size; inputs of another type than float64 are converted first.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    Amsterdam and New York to Tokyo, Sydney and Amsterdam, in kilometres:

    >>> import geodist as gd
    >>> km = gd.cdist([52.31, 40.64], [4.76, -73.78], [35.76, -33.95, 52.31], [140.39, 151.18, 4.76])
    >>> (km / 1000).round(1)
    array([[ 9342.6, 16654.1,     0. ],
           [10854.7, 16012.7,  5863.1]])
    >>> points = gd.Points(lat=[52.31, 40.64], lon=[4.76, -73.78])
    >>> gd.cdist(points, points).shape
    (2, 2)
    """
    a, b = _two_sets("cdist", lat_a, lon_a, lat_b, lon_b)
    matrix = _output(out, dtype, (a[0].size, b[0].size))
    _geodist_core.cdist(
        *_apart(a, matrix), *_apart(b, matrix), matrix, ellipsoid, thread_count(threads)
    )
    return matrix


@overload
def pdist(
    lat: Any,
    lon: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: None = None,
    dtype: None = None,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def pdist(
    lat: Any,
    lon: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: None = None,
    dtype: Float32,
    threads: SupportsIndex | None = None,
) -> NDArray[np.float32]: ...
@overload
def pdist(
    lat: Any,
    lon: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Matrix: ...
@explained
def pdist(
    lat: Any,
    lon: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = "WGS84",
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Matrix:
    """
    Compute the distances between the points of one set, each pair once.

    Parameters
    ----------
    lat : array_like, shape (n,)
        Latitudes, degrees, in [-90, 90]. Or a set of points alone: `Points`, or what says the order
        of its coordinates as for `Points`.
    lon : array_like, shape (n,), optional
        Longitudes, degrees, any finite value.
    ellipsoid : Ellipsoid or str, default "WGS84"
        The figure of the Earth; ``"sphere"`` gives great circles.
    out : ndarray, shape (n * (n - 1) / 2,), optional
        Where to put the distances: float64 or float32, of any stride, a memory-mapped file too.
    dtype : dtype, optional
        Either float64, the default, or float32, which halves the memory and rounds each distance
        to 24 bits: by 1 m at most beyond 16,777 km, by less below.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray, shape (n * (n - 1) / 2,)
        Distances in metres of the pairs (0, 1), (0, 2), ..., (0, n - 1), (1, 2), ...: the condensed
        form of `scipy.spatial.distance`, whose ``squareform`` makes the whole matrix of it. NaN
        where a coordinate is NaN or masked. It is `out` if given.

    Raises
    ------
    InvalidLatitudeError
        A latitude is outside [-90, 90] or infinite.
    InvalidLongitudeError
        A longitude is infinite.
    ValueError
        Latitudes and longitudes are not one-dimensional and of one length, or of other rows of a
        table; `out` has another shape; or points have altitudes.
    TypeError
        The coordinates are not real numbers, or `out` or `dtype` is not float64 or float32.

    See Also
    --------
    cdist : Distances between two sets.

    Notes
    -----
    Each distance has the bits that `distance` gives for the pair: its error is at most 12 nm on an
    ellipsoid, 10 nm on a sphere.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> gd.pdist([52.31, 40.64, 35.76], [4.76, -73.78, 140.39]).round(-3)
    array([ 5863000.,  9343000., 10855000.])
    """
    points = _set("pdist", lat, "lon") if lon is None else _points(lat, lon, "")
    n = points[0].size
    condensed = _output(out, dtype, (n * (n - 1) // 2,))
    _geodist_core.pdist(*_apart(points, condensed), condensed, ellipsoid, thread_count(threads))
    return condensed


@overload
def cdist_blocks(
    lat_a: Any,
    lon_a: Any = None,
    lat_b: ArrayLike | None = None,
    lon_b: ArrayLike | None = None,
    *,
    rows: SupportsIndex | None = None,
    ellipsoid: EllipsoidLike = ...,
    dtype: None = None,
    threads: SupportsIndex | None = None,
) -> Iterator[tuple[slice, FloatArray]]: ...
@overload
def cdist_blocks(
    lat_a: Any,
    lon_a: Any = None,
    lat_b: ArrayLike | None = None,
    lon_b: ArrayLike | None = None,
    *,
    rows: SupportsIndex | None = None,
    ellipsoid: EllipsoidLike = ...,
    dtype: Float32,
    threads: SupportsIndex | None = None,
) -> Iterator[tuple[slice, NDArray[np.float32]]]: ...
@overload
def cdist_blocks(
    lat_a: Any,
    lon_a: Any = None,
    lat_b: ArrayLike | None = None,
    lon_b: ArrayLike | None = None,
    *,
    rows: SupportsIndex | None = None,
    ellipsoid: EllipsoidLike = ...,
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Iterator[tuple[slice, Matrix]]: ...
@explained
def cdist_blocks(
    lat_a: Any,
    lon_a: Any = None,
    lat_b: ArrayLike | None = None,
    lon_b: ArrayLike | None = None,
    *,
    rows: SupportsIndex | None = None,
    ellipsoid: EllipsoidLike = "WGS84",
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Iterator[tuple[slice, Matrix]]:
    """
    Compute a matrix of distances block by block, for matrices larger than memory.

    Parameters
    ----------
    lat_a : array_like, shape (m,)
        Latitudes of the first set, degrees, in [-90, 90]. Or two sets of points alone: `Points`, or
        what says the order of its coordinates as for `Points`.
    lon_a : array_like, shape (m,)
        Longitudes of the first set, degrees, any finite value. Or the second set of points.
    lat_b : array_like, shape (n,)
        Latitudes of the second set, degrees, in [-90, 90].
    lon_b : array_like, shape (n,)
        Longitudes of the second set, degrees, any finite value.
    rows : int, optional
        Rows of a block; the default makes blocks of some 64 MiB.
    ellipsoid : Ellipsoid or str, default "WGS84"
        The figure of the Earth; ``"sphere"`` gives great circles.
    dtype : dtype, optional
        Either float64, the default, or float32.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    iterator of (slice, ndarray)
        Which points of the first set, and their distances in metres to all points of the second
        set: a new array of shape (rows, n) each time. The last one may have fewer rows.

    Raises
    ------
    InvalidLatitudeError
        A latitude is outside [-90, 90] or infinite.
    InvalidLongitudeError
        A longitude is infinite.
    ValueError
        Latitudes and longitudes are not one-dimensional and of one length, or of other rows of a
        table; `rows` is not positive; or points have altitudes.
    TypeError
        The coordinates are not real numbers, or `dtype` is not float64 or float32.

    See Also
    --------
    cdist : The whole matrix at once; also into a memory-mapped file.

    Notes
    -----
    All errors are raised by the call, none by the iteration. Each distance has the bits that
    `distance` gives for the pair: its error is at most 12 nm on an ellipsoid, 10 nm on a sphere.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    The farthest place from each of 1000 points, without ever holding the whole matrix:

    >>> import geodist as gd
    >>> import numpy as np
    >>> lat, lon = np.linspace(-90, 90, 1000), np.linspace(-180, 180, 1000)
    >>> farthest = np.empty(1000, dtype=int)
    >>> for which, block in gd.cdist_blocks(lat, lon, lat, lon, rows=256):
    ...     farthest[which] = block.argmax(axis=1)
    >>> int(farthest[0])
    999
    """
    a, b = _two_sets("cdist_blocks", lat_a, lon_a, lat_b, lon_b)
    _geodist_core.check_points(*a, "lat_a", "lon_a")
    _geodist_core.check_points(*b, "lat_b", "lon_b")
    kind = _float_type(dtype)
    count = thread_count(threads)
    if rows is None:
        height = max(1, _BLOCK_BYTES // (kind.itemsize * max(1, b[0].size)))
    else:
        height = whole_number(rows, "rows")
    if height < 1:
        raise ValueError(f"rows must be positive, got {height}")
    # refuses an ellipsoid that is none
    empty = np.empty(0)
    _geodist_core.cdist(empty, empty, empty, empty, np.empty((0, 0)), ellipsoid, count)

    def blocks() -> Iterator[tuple[slice, Matrix]]:
        for start in range(0, a[0].size, height):
            which = slice(start, min(start + height, a[0].size))
            block = np.empty((which.stop - start, b[0].size), kind)
            _geodist_core.cdist(a[0][which], a[1][which], *b, block, ellipsoid, count)
            yield which, block

    return blocks()


def _two_sets(
    function: str, lat_a: Any, lon_a: Any, lat_b: Any, lon_b: Any
) -> tuple[Columns, Columns]:
    """Take columns, or two sets of points in place of the first two."""
    if lat_b is None and lon_b is None:
        missing = "lat_b, lon_b" if lon_a is not None else "lon_a, lat_b, lon_b"
        return _set(function, lat_a, missing), _set(function, lon_a, missing)
    if lon_a is None or lat_b is None or lon_b is None:
        given = {"lon_a": lon_a, "lat_b": lat_b, "lon_b": lon_b}
        missing = ", ".join(name for name, value in given.items() if value is None)
        raise TypeError(f"{function}() is missing {missing}")
    return _points(lat_a, lon_a, "_a"), _points(lat_b, lon_b, "_b")


def _set(function: str, value: Any, missing: str) -> Columns:
    """Take the columns of a set of points; `missing` is said of what is none."""
    points = find_points(value)
    if points is None and holds_points(value):
        points = value
    if points is None:
        raise TypeError(
            f"{function}() is missing {missing}; instead of columns it takes sets of points, as "
            "Points.from_latlon(array) or Points.from_lonlat(array)"
        )
    if getattr(points, "altitude", None) is not None:
        raise ValueError(f"{function}() takes no altitudes; give the columns lat and lon of points")
    return _points(points.lat, points.lon, "")


def _points(lat: Any, lon: Any, suffix: str) -> Columns:
    """Check one set of points; the columns are not copied if they are float64 already."""
    names = f"lat{suffix}", f"lon{suffix}"
    check_labels(**{names[0]: lat, names[1]: lon})
    columns = real_column(lat, names[0]), real_column(lon, names[1])
    if columns[0].size != columns[1].size:
        raise ValueError(
            f"{names[0]} and {names[1]} must be of one length, "
            f"got {columns[0].size} and {columns[1].size}"
        )
    return columns


def _float_type(dtype: DTypeLike | None) -> np.dtype[Any]:
    kind = np.dtype(np.float64 if dtype is None else dtype)
    if kind not in (np.float64, np.float32):
        raise TypeError(f"dtype must be float64 or float32, got {kind}")
    return kind


def _output(out: Any, dtype: DTypeLike | None, shape: tuple[int, ...]) -> NDArray[Any]:
    """Check the array to write to, or make it."""
    if out is None:
        return np.empty(shape, _float_type(dtype))
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out must be an array, got {type(out).__name__}")
    if out.dtype not in (np.float64, np.float32):
        raise TypeError(f"out must be an array of float64 or float32, got {out.dtype.str}")
    if dtype is not None and out.dtype != _float_type(dtype):
        raise TypeError(f"out is of dtype {out.dtype}, not {np.dtype(dtype)}")
    if out.shape != shape:
        raise ValueError(f"out must have shape {shape}, got {out.shape}")
    if not out.flags.writeable:
        raise ValueError("out is read-only")
    return out


def _apart(columns: Columns, out: NDArray[Any]) -> Columns:
    """Copy the columns that the output would overwrite."""
    lat, lon = (c.copy() if np.may_share_memory(c, out) else c for c in columns)
    return lat, lon
