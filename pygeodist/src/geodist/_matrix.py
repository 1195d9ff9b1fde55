"""Matrices of distances between sets of points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import thread_count, whole_number
from geodist._numbers import real_array

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import SupportsIndex

    from numpy.typing import ArrayLike, DTypeLike, NDArray

    from geodist._typing import EllipsoidLike, FloatArray

    Float32: TypeAlias = type[np.float32] | np.dtype[np.float32] | Literal["float32", "f4"]
    Matrix: TypeAlias = NDArray[np.float64] | NDArray[np.float32]

__all__ = ["cdist", "cdist_blocks", "pdist"]

# A block of `cdist_blocks` by default: much work beside the cost of a call, little of the memory.
_BLOCK_BYTES = 64 * 2**20


@overload
def cdist(
    lat_a: ArrayLike,
    lon_a: ArrayLike,
    lat_b: ArrayLike,
    lon_b: ArrayLike,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: None = None,
    dtype: None = None,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def cdist(
    lat_a: ArrayLike,
    lon_a: ArrayLike,
    lat_b: ArrayLike,
    lon_b: ArrayLike,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: None = None,
    dtype: Float32,
    threads: SupportsIndex | None = None,
) -> NDArray[np.float32]: ...
@overload
def cdist(
    lat_a: ArrayLike,
    lon_a: ArrayLike,
    lat_b: ArrayLike,
    lon_b: ArrayLike,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Matrix: ...
def cdist(
    lat_a: ArrayLike,
    lon_a: ArrayLike,
    lat_b: ArrayLike,
    lon_b: ArrayLike,
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
        Latitudes of the first set, degrees, in [-90, 90].
    lon_a : array_like, shape (m,)
        Longitudes of the first set, degrees, any finite value.
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
        Latitudes and longitudes are not one-dimensional and of one length, or `out` has another
        shape.
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
    """
    a, b = _points(lat_a, lon_a, "_a"), _points(lat_b, lon_b, "_b")
    matrix = _output(out, dtype, (a[0].size, b[0].size))
    _geodist_core.cdist(
        *_apart(a, matrix), *_apart(b, matrix), matrix, ellipsoid, thread_count(threads)
    )
    return matrix


@overload
def pdist(
    lat: ArrayLike,
    lon: ArrayLike,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: None = None,
    dtype: None = None,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def pdist(
    lat: ArrayLike,
    lon: ArrayLike,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: None = None,
    dtype: Float32,
    threads: SupportsIndex | None = None,
) -> NDArray[np.float32]: ...
@overload
def pdist(
    lat: ArrayLike,
    lon: ArrayLike,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Matrix: ...
def pdist(
    lat: ArrayLike,
    lon: ArrayLike,
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
        Latitudes, degrees, in [-90, 90].
    lon : array_like, shape (n,)
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
        Latitudes and longitudes are not one-dimensional and of one length, or `out` has another
        shape.
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
    points = _points(lat, lon, "")
    n = points[0].size
    condensed = _output(out, dtype, (n * (n - 1) // 2,))
    _geodist_core.pdist(*_apart(points, condensed), condensed, ellipsoid, thread_count(threads))
    return condensed


def cdist_blocks(
    lat_a: ArrayLike,
    lon_a: ArrayLike,
    lat_b: ArrayLike,
    lon_b: ArrayLike,
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
        Latitudes of the first set, degrees, in [-90, 90].
    lon_a : array_like, shape (m,)
        Longitudes of the first set, degrees, any finite value.
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
        Latitudes and longitudes are not one-dimensional and of one length, or `rows` is not
        positive.
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
    a, b = _points(lat_a, lon_a, "_a"), _points(lat_b, lon_b, "_b")
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


def _points(lat: Any, lon: Any, suffix: str) -> tuple[FloatArray, FloatArray]:
    """Check one set of points; the columns are not copied if they are float64 already."""
    names = f"lat{suffix}", f"lon{suffix}"
    columns = _column(lat, names[0]), _column(lon, names[1])
    if columns[0].size != columns[1].size:
        raise ValueError(
            f"{names[0]} and {names[1]} must be of one length, "
            f"got {columns[0].size} and {columns[1].size}"
        )
    return columns


def _column(values: Any, name: str) -> FloatArray:
    """Make a float64 column of anything that NumPy can make an array of real numbers of."""
    array = real_array(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got shape {array.shape}")
    return array


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


def _apart(
    columns: tuple[FloatArray, FloatArray], out: NDArray[Any]
) -> tuple[FloatArray, FloatArray]:
    """Copy the columns that the output would overwrite."""
    lat, lon = (c.copy() if np.may_share_memory(c, out) else c for c in columns)
    return lat, lon
