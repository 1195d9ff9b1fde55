"""Matrices of distances between sets of points."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, overload

from geodist import _geodist_core
from geodist._arguments import explained, thread_count
from geodist._columns.datums import ellipsoid_for
from geodist._measures.matrix_arguments import (
    apart,
    checked_columns,
    one_set,
    output_array,
    two_sets,
)
from geodist._measures.shape_pairs import distance_matrix
from geodist._types.shape_arguments import holds_shapes

if TYPE_CHECKING:
    from typing import SupportsIndex

    import numpy as np
    from numpy.typing import ArrayLike, DTypeLike, NDArray

    from geodist._measures.matrix_arguments import Float32, Matrix
    from geodist._types.points_like import ColumnOrPoints
    from geodist._typing import EllipsoidLike, FloatArray

__all__ = ["cdist", "pdist"]


@overload
def cdist(
    lat_a: ColumnOrPoints,
    lon_a: ColumnOrPoints | None = None,
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
    lat_a: ColumnOrPoints,
    lon_a: ColumnOrPoints | None = None,
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
    lat_a: ColumnOrPoints,
    lon_a: ColumnOrPoints | None = None,
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
    lat_a: ColumnOrPoints,
    lon_a: ColumnOrPoints | None = None,
    lat_b: ArrayLike | None = None,
    lon_b: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = None,
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
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
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
    The error of a distance is at most 6 nm where abs(f) <= 1/290, as on the Earth, and 1 nm up to
    300 km; 12 nm where abs(f) <= 1/50, and 10 nm on a sphere. Points are prepared, once each:
    near pairs, up to about 500 km, need only their coordinates in space, which makes an entry
    many times cheaper than a pair of `distance`. A pair has the same bits in every matrix, index
    and distance between sets, and differs from `distance` by no more than both may err. Beside
    inputs and result the memory in use does not grow with the size; inputs of another type than
    float64 are converted first.

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
    if lat_b is None and lon_b is None and (holds_shapes(lat_a) or holds_shapes(lon_a)):
        output = partial(output_array, out, dtype)
        return distance_matrix(lat_a, lon_a, ellipsoid, output, thread_count(threads))
    a, b, ellipsoid = two_sets("cdist", lat_a, lon_a, lat_b, lon_b, ellipsoid)
    matrix = output_array(out, dtype, (a[0].size, b[0].size))
    _geodist_core.cdist(
        *apart(a, matrix), *apart(b, matrix), matrix, ellipsoid, thread_count(threads)
    )
    return matrix


@overload
def pdist(
    lat: ColumnOrPoints,
    lon: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: None = None,
    dtype: None = None,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def pdist(
    lat: ColumnOrPoints,
    lon: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: None = None,
    dtype: Float32,
    threads: SupportsIndex | None = None,
) -> NDArray[np.float32]: ...
@overload
def pdist(
    lat: ColumnOrPoints,
    lon: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = ...,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Matrix: ...
@explained
def pdist(
    lat: ColumnOrPoints,
    lon: ArrayLike | None = None,
    *,
    ellipsoid: EllipsoidLike = None,
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
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
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
    Each distance has the bits that `cdist` gives for the pair: its error is at most 6 nm
    where abs(f) <= 1/290 (1 nm up to 300 km), 12 nm up to 1/50, 10 nm on a sphere.

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
    if lon is None:
        points, datum = one_set("pdist", lat, "lon")
        ellipsoid = ellipsoid_for(ellipsoid, datum)
    else:
        points = checked_columns(lat, lon, "")
    n = points[0].size
    condensed = output_array(out, dtype, (n * (n - 1) // 2,))
    _geodist_core.pdist(*apart(points, condensed), condensed, ellipsoid, thread_count(threads))
    return condensed
