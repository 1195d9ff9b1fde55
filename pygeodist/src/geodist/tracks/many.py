"""Many tracks: matrices of their distances, and the nearest of a set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist import _geodist_core
from geodist._arguments import explained, thread_count
from geodist._columns.datums import measured_ellipsoid
from geodist._measures.matrix_arguments import output_array
from geodist.tracks._arguments import as_tracks
from geodist.tracks._measures import Continuous, matrix_measure

if TYPE_CHECKING:
    from typing import SupportsIndex

    from numpy.typing import DTypeLike, NDArray

    from geodist._geodist_core import Point
    from geodist._measures.matrix_arguments import Matrix
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike

__all__ = ["cdist", "pdist"]


@explained
def cdist(
    a: ShapesLike,
    b: ShapesLike,
    *,
    metric: str,
    eps: float | None = None,
    gap: Point | None = None,
    window: SupportsIndex | None = None,
    open_begin: bool = False,
    open_end: bool = False,
    max_distance: float | None = None,
    tolerance: float | None = None,
    filled: bool = False,
    ellipsoid: EllipsoidLike = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Matrix:
    """
    Compare all tracks of one column with all tracks of another.

    Parameters
    ----------
    a : Shapes or object, shape (m,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex. For "hausdorff", shapes of any kind.
    b : Shapes or object, shape (n,)
        The same.
    metric : {"dtw", "discrete_frechet", "edr", "lcss", "erp", "sspd", "chamfer", "frechet", \
"hausdorff"}
        Which measure: see the function of that name. Of "frechet" and "hausdorff" you get the
        middle of their bounds, right to half their `tolerance`.
    eps : float, optional
        How far apart vertices may be that match, metres: of "edr" and "lcss", which need it.
    gap : Point, optional
        What vertices that are left out are compared with: of "erp", which needs it.
    window : int, optional
        How far apart the numbers of vertices may be that are matched: of "dtw".
    open_begin : bool, optional
        Whether vertices of a track of `b` before the first match may be left out: of "dtw".
    open_end : bool, optional
        Whether those after the last match may be: of "dtw".
    max_distance : float, optional
        Beyond so many metres a distance is infinite: of "dtw" and "discrete_frechet".
    tolerance : float, optional
        How far the bounds may be apart, metres: of "frechet" and "hausdorff", 1e-6 by default. A
        larger one saves time.
    filled : bool, default False
        Whether what is inside of polygons counts: of "hausdorff".
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    out : ndarray, shape (m, n), optional
        Where to put the distances: float64 or float32, of any strides, a memory-mapped file too.
    dtype : dtype, optional
        Either float64, the default, or float32, which halves the memory.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray, shape (m, n)
        The distances, row i from track i of `a`; `out` if given.

    Raises
    ------
    TypeError
        It is not a collection of shapes; the metric needs an argument, or takes none of that name;
        or `out` or `dtype` is not float64 or float32.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line, for metrics other than "hausdorff".
    ValueError
        The metric is unknown; a number is negative; or `out` has another shape.
    GeodistError
        The two are on datums that cannot be combined; or what the function of the metric refuses of
        a pair, whose rows the message names.

    See Also
    --------
    pdist : The tracks of one column, each pair once.
    nearest : The nearest tracks alone, without the matrix.

    Notes
    -----
    Each distance has the bits, and the error, that the function of the metric gives for the pair,
    whatever the number of threads. Beside inputs and result, 32 bytes are used for each vertex,
    100 by "frechet" and "hausdorff", about 200 where polygons are filled.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> tracks = gd.Shapes.lines(
    ...     lat=[52.0, 52.1, 52.0, 52.1, 53.0, 53.1],
    ...     lon=[4.0, 4.0, 4.01, 4.01, 4.0, 4.0],
    ...     offsets=[0, 2, 4, 6],
    ... )
    >>> gd.tracks.cdist(tracks, tracks[:1], metric="dtw").round()
    array([[     0.],
           [  1372.],
           [222556.]])
    """
    options = {"eps": eps, "gap": gap, "window": window, "max_distance": max_distance}
    options |= {"open_begin": open_begin, "open_end": open_end}
    measure = matrix_measure(metric, tolerance, filled, options)
    one, two = as_tracks(a, "a"), as_tracks(b, "b")
    figure = measured_ellipsoid(ellipsoid, a=one._datum, b=two._datum)
    matrix = output_array(out, dtype, (len(one), len(two)))
    common = (matrix, figure, thread_count(threads))
    if isinstance(measure, Continuous):
        _geodist_core.continuous_matrix(one._columns, two._columns, *measure, *common)
    else:
        _geodist_core.track_matrix(one._columns, two._columns, measure, *common)
    return matrix


@explained
def pdist(
    tracks: ShapesLike,
    *,
    metric: str,
    eps: float | None = None,
    gap: Point | None = None,
    window: SupportsIndex | None = None,
    max_distance: float | None = None,
    tolerance: float | None = None,
    filled: bool = False,
    ellipsoid: EllipsoidLike = None,
    out: NDArray[Any] | None = None,
    dtype: DTypeLike | None = None,
    threads: SupportsIndex | None = None,
) -> Matrix:
    """
    Compare the tracks of one column, each pair once.

    Parameters
    ----------
    tracks : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines; geometries of Shapely, a layer of GeoPandas, GeoJSON. A point is
        a track of one vertex. For "hausdorff", shapes of any kind.
    metric : {"dtw", "discrete_frechet", "edr", "lcss", "erp", "sspd", "chamfer", "frechet", \
"hausdorff"}
        Which measure: see the function of that name. Of "frechet" and "hausdorff" you get the
        middle of their bounds, right to half their `tolerance`.
    eps : float, optional
        How far apart vertices may be that match, metres: of "edr" and "lcss", which need it.
    gap : Point, optional
        What vertices that are left out are compared with: of "erp", which needs it.
    window : int, optional
        How far apart the numbers of vertices may be that are matched: of "dtw".
    max_distance : float, optional
        Beyond so many metres a distance is infinite: of "dtw" and "discrete_frechet".
    tolerance : float, optional
        How far the bounds may be apart, metres: of "frechet" and "hausdorff", 1e-6 by default. A
        larger one saves time.
    filled : bool, default False
        Whether what is inside of polygons counts: of "hausdorff".
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    out : ndarray, shape (n * (n - 1) / 2,), optional
        Where to put the distances: float64 or float32, of any stride, a memory-mapped file too.
    dtype : dtype, optional
        Either float64, the default, or float32, which halves the memory.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    ndarray, shape (n * (n - 1) / 2,)
        Distances of the pairs (0, 1), (0, 2), ..., (0, n - 1), (1, 2), ...: the condensed form of
        `scipy.spatial.distance`, whose ``squareform`` makes the whole matrix of it. It is `out` if
        given.

    Raises
    ------
    TypeError
        It is not a collection of shapes; the metric needs an argument, or takes none of that name;
        or `out` or `dtype` is not float64 or float32.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line, for metrics other than "hausdorff".
    ValueError
        The metric is unknown; a number is negative; or `out` has another shape.
    GeodistError
        What the function of the metric refuses of a pair, whose rows the message names.

    See Also
    --------
    cdist : The tracks of two columns.
    nearest : The nearest tracks alone, without the matrix.

    Notes
    -----
    Each distance has the bits, and the error, that the function of the metric gives for the pair,
    whatever the number of threads.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> tracks = gd.Shapes.lines(
    ...     lat=[52.0, 52.1, 52.0, 52.1, 53.0, 53.1],
    ...     lon=[4.0, 4.0, 4.01, 4.01, 4.0, 4.0],
    ...     offsets=[0, 2, 4, 6],
    ... )
    >>> gd.tracks.pdist(tracks, metric="discrete_frechet").round()
    array([   687., 111279., 111281.])
    """
    options = {"eps": eps, "gap": gap, "window": window, "max_distance": max_distance}
    measure = matrix_measure(metric, tolerance, filled, options)
    rows = as_tracks(tracks, "tracks")
    figure = measured_ellipsoid(ellipsoid, tracks=rows._datum)
    condensed = output_array(out, dtype, (len(rows) * (len(rows) - 1) // 2,))
    common = (condensed, figure, thread_count(threads))
    if isinstance(measure, Continuous):
        _geodist_core.continuous_pairs(rows._columns, *measure, *common)
    else:
        _geodist_core.track_pairs(rows._columns, measure, *common)
    return condensed
