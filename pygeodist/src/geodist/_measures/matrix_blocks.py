"""Matrices of distances block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained, thread_count, whole_number
from geodist._measures.matrix_arguments import float_type, two_sets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import SupportsIndex

    from numpy.typing import ArrayLike, DTypeLike, NDArray

    from geodist._measures.matrix_arguments import Float32, Matrix
    from geodist._types.points_like import ColumnOrPoints
    from geodist._typing import EllipsoidLike, FloatArray

__all__ = ["cdist_blocks"]

# A block of `cdist_blocks` by default: much work beside the cost of a call, little of the memory.
_BLOCK_BYTES = 64 * 2**20


@overload
def cdist_blocks(
    lat_a: ColumnOrPoints,
    lon_a: ColumnOrPoints | None = None,
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
    lat_a: ColumnOrPoints,
    lon_a: ColumnOrPoints | None = None,
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
    lat_a: ColumnOrPoints,
    lon_a: ColumnOrPoints | None = None,
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
    lat_a: ColumnOrPoints,
    lon_a: ColumnOrPoints | None = None,
    lat_b: ArrayLike | None = None,
    lon_b: ArrayLike | None = None,
    *,
    rows: SupportsIndex | None = None,
    ellipsoid: EllipsoidLike = None,
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
        Rows of a block; the default makes blocks of about 64 MiB.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
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
    The call raises all errors; the iteration raises none. Each distance has the bits that `cdist`
    gives for the pair: its error is at most 6 nm
    where abs(f) <= 1/290 (1 nm up to 300 km), 12 nm up to 1/50, 10 nm on a sphere.

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
    a, b, ellipsoid = two_sets("cdist_blocks", lat_a, lon_a, lat_b, lon_b, ellipsoid)
    _geodist_core.check_points(*a, "lat_a", "lon_a")
    _geodist_core.check_points(*b, "lat_b", "lon_b")
    kind = float_type(dtype)
    count = thread_count(threads)
    if rows is None:
        height = max(1, _BLOCK_BYTES // (kind.itemsize * max(1, b[0].size)))
    else:
        height = whole_number(rows, "rows")
    if height < 1:
        raise ValueError(f"rows must be positive, got {height}")
    # refuses what is not an ellipsoid
    empty = np.empty(0)
    _geodist_core.cdist(empty, empty, empty, empty, np.empty((0, 0)), ellipsoid, count)

    def blocks() -> Iterator[tuple[slice, Matrix]]:
        for start in range(0, a[0].size, height):
            which = slice(start, min(start + height, a[0].size))
            block = _geodist_core.new_array((which.stop - start, b[0].size), kind)
            _geodist_core.cdist(a[0][which], a[1][which], *b, block, ellipsoid, count)
            yield which, block

    return blocks()
