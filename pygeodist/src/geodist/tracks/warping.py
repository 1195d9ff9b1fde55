"""Measures of tracks by walks along both, from vertex to vertex."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist._arguments import explained
from geodist.tracks._arguments import track_pair
from geodist.tracks._measures import measure_of
from geodist.tracks._solving import compared

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike
    from geodist.tracks._results import TrackDistance

__all__ = ["discrete_frechet", "dtw"]


@explained
def discrete_frechet(
    a: ShapesLike,
    b: ShapesLike,
    *,
    max_distance: float | None = None,
    alignment: bool = False,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackDistance[Any, Any]:
    """
    Measure how long a leash has to be for two tracks walked from vertex to vertex, pair by pair.

    Of all ways to walk along both tracks, forwards and from vertex to vertex, the least of the
    largest distances on the way. This is what Shapely and MobilityDB call the Frechet distance:
    what lies between vertices does not count.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the
        other.
    max_distance : float, optional
        Metres. A pair that is farther apart gets an infinite distance, as soon as that is sure.
    alignment : bool, optional
        Whether to tell which vertices belong together.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackDistance
        The distance in metres and, with `alignment`, the vertices that are walked together.
        Numbers where both columns have one row, else columns.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length; or `max_distance` is negative.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    dtw : The sum of the distances on the way.
    cdist : All pairs of two columns.

    Notes
    -----
    The error is that of one distance: at most 6 nm where abs(f) <= 1/290, as on the Earth, 12 nm
    where abs(f) <= 1/50.
    The memory in use grows with the number of vertices, not of cells, with `alignment` too: at
    most 4 MiB of steps are kept at a time.

    References
    ----------
    .. [1] T. Eiter and H. Mannila, "Computing discrete Frechet distance", TU Vienna CD-TR 94/64,
       1994

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> out = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> back = shapely.LineString([(4.0, 52.01), (4.1, 52.02), (4.2, 52.01)])
    >>> found = gd.tracks.discrete_frechet(out, back, alignment=True)
    >>> round(found.distance), found.path.tolist()
    (2225, [[0, 0], [1, 1], [2, 2]])
    """
    measure = measure_of("discrete_frechet", max_distance=max_distance)
    return compared(track_pair(a, b, ellipsoid), measure, alignment, threads)


@explained
def dtw(
    a: ShapesLike,
    b: ShapesLike,
    *,
    window: SupportsIndex | None = None,
    open_begin: bool = False,
    open_end: bool = False,
    max_distance: float | None = None,
    alignment: bool = False,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackDistance[Any, Any]:
    """
    Measure tracks by dynamic time warping, pair by pair.

    Of all ways to walk along both tracks, forwards and from vertex to vertex, the least sum of the
    distances on the way. The sum is in metres, neither of squares nor divided by anything.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the
        other.
    window : int, optional
        Vertices i and j are matched only if abs(i - j) <= window. Where the numbers of vertices
        differ by more, there is no way, and the distance is infinite.
    open_begin : bool, optional
        Whether vertices of `b` before the first match may be left out.
    open_end : bool, optional
        Whether those after the last match may be. With both, the part of `b` is found that is most
        like `a`; `alignment` tells which part that is.
    max_distance : float, optional
        Metres. A pair that is farther apart gets an infinite distance, as soon as that is sure.
    alignment : bool, optional
        Whether to tell which vertices belong together.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackDistance
        The sum in metres and, with `alignment`, the vertices that are matched. Numbers where both
        columns have one row, else columns.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length; or `window` or `max_distance` is negative.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    discrete_frechet : The largest distance on the way.
    erp : Time warping that is a metric.
    cdist : All pairs of two columns.

    Notes
    -----
    The error is at most 6 nm for each pair of vertices on the way, of which there are fewer than in
    both tracks together; 12 nm where abs(f) <= 1/50.
    The memory in use grows with the number of vertices, not of cells, with `alignment` too: at
    most 4 MiB of steps are kept at a time.
    Alike tracks take less time than others: cells are left out that no way of least sum can use,
    which does not change the result.
    With open ends the two tracks are not treated alike: all vertices of `a` are matched. The names
    are those of R's dtw; dtaidistance says ``psi``, tslearn subsequence.

    References
    ----------
    .. [1] H. Sakoe and S. Chiba, "Dynamic programming algorithm optimization for spoken word
       recognition", IEEE Trans. ASSP 26, 43-49, 1978
    .. [2] M. Herrmann and G. I. Webb, "Early abandoning and pruning for elastic distances", Data
       Mining and Knowledge Discovery 35, 2577-2601, 2021

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.0), (4.0, 52.0), (4.1, 52.01), (4.2, 52.0)])
    >>> found = gd.tracks.dtw(a, b, alignment=True)
    >>> round(found.distance), found.path.tolist()
    (1113, [[0, 0], [0, 1], [1, 2], [2, 3]])
    >>> gd.tracks.dtw(a, b, max_distance=1000).distance
    inf

    Where along `b` is something like its last two vertices?

    >>> last = shapely.LineString([(4.1, 52.01), (4.2, 52.0)])
    >>> gd.tracks.dtw(last, b, open_begin=True, open_end=True, alignment=True).path.tolist()
    [[0, 2], [1, 3]]
    """
    measure = measure_of(
        "dtw",
        window=window,
        open_begin=open_begin,
        open_end=open_end,
        max_distance=max_distance,
    )
    return compared(track_pair(a, b, ellipsoid), measure, alignment, threads)
