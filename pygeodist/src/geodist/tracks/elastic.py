"""Measures of tracks by the distances of their vertices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained, thread_count
from geodist.tracks._arguments import track_pair, vertex_counts
from geodist.tracks._measures import measure_of
from geodist.tracks._results import TrackCount, TrackDistance, split_paths

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._geodist_core import Point
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike, FloatArray
    from geodist.tracks._arguments import TrackPair
    from geodist.tracks._measures import Measure

__all__ = ["chamfer", "discrete_frechet", "dtw", "edr", "erp", "lcss", "sspd"]


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
    between vertices nobody looks.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the other.
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
    where abs(f) <= 1/50. The memory in use grows with the number of vertices, not of cells, with `alignment` too: at most
    4 MiB of steps are kept at a time.

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
    return _compared(track_pair(a, b, ellipsoid), measure, alignment, threads)


@explained
def dtw(
    a: ShapesLike,
    b: ShapesLike,
    *,
    window: SupportsIndex | None = None,
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
        The same. Both have n rows, or one of them a single one, compared with each row of the other.
    window : int, optional
        Vertices i and j are matched only if abs(i - j) <= window. Where the numbers of vertices
        differ by more, there is no way, and the distance is infinite.
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
    both tracks together; 12 nm where abs(f) <= 1/50. The memory in use grows with the number of vertices, not of cells, with `alignment` too: at most
    4 MiB of steps are kept at a time.
    Alike tracks take less time than others: cells are left out that no way
    of least sum can use, which does not change the result.

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
    """
    measure = measure_of("dtw", window=window, max_distance=max_distance)
    return _compared(track_pair(a, b, ellipsoid), measure, alignment, threads)


@explained
def edr(
    a: ShapesLike,
    b: ShapesLike,
    eps: float,
    *,
    alignment: bool = False,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackCount[Any, Any, Any]:
    """
    Count the edits that make one track of another, pair by pair: edit distance on real sequences.

    Vertices within `eps` of each other match. The count says how many have to be inserted, left out
    or replaced; it is not divided by anything.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the other.
    eps : float
        How far apart vertices may be that match, metres.
    alignment : bool, optional
        Whether to tell which vertices belong together.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackCount
        The count, as `distance` too, and, with `alignment`, the vertices that match or are
        replaced. Numbers where both columns have one row, else columns.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length; or `eps` is negative.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    lcss : The vertices in common.
    erp : Edits that cost metres.
    cdist : All pairs of two columns.

    Notes
    -----
    The count is exact unless two vertices are within 6 nm of being `eps` apart (12 nm where abs(f) <=
    1/50). The paper compares each coordinate with `eps`; here the distance is. The memory in use grows with the number of vertices, not of cells, with `alignment` too: at most
    4 MiB of steps are kept at a time.

    References
    ----------
    .. [1] L. Chen, M. T. Oezsu and V. Oria, "Robust and fast similarity search for moving object
       trajectories", SIGMOD 2005, 491-502

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.0), (4.1, 52.01), (4.2, 52.0)])
    >>> gd.tracks.edr(a, b, eps=100).count, gd.tracks.edr(a, b, eps=2000).count
    (1, 0)
    """
    measure = measure_of("edr", eps=eps)
    return _counted(track_pair(a, b, ellipsoid), measure, alignment, threads)


@explained
def lcss(
    a: ShapesLike,
    b: ShapesLike,
    eps: float,
    *,
    alignment: bool = False,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackCount[Any, Any, Any]:
    """
    Measure how many vertices tracks have in common, pair by pair: longest common subsequence.

    Vertices within `eps` of each other are the same. The count is the length of the longest sequence
    of vertices that is in both tracks, others in between; the distance is 1 - count / min(n, m),
    where n and m are the numbers of vertices.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the other.
    eps : float
        How far apart vertices may be that are the same, metres.
    alignment : bool, optional
        Whether to tell which vertices belong together.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackCount
        The distance, from 0 to 1, the count and, with `alignment`, the vertices in common. Numbers
        where both columns have one row, else columns.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length; or `eps` is negative.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    edr : The vertices that differ.
    cdist : All pairs of two columns.

    Notes
    -----
    The count is exact unless two vertices are within 6 nm of being `eps` apart (12 nm where abs(f) <=
    1/50). The numbers of the vertices may differ by any amount: the paper's window is left out.
    The memory in use grows with the number of vertices, not of cells, with `alignment` too: at most
    4 MiB of steps are kept at a time.

    References
    ----------
    .. [1] M. Vlachos, G. Kollios and D. Gunopulos, "Discovering similar multidimensional
       trajectories", ICDE 2002, 673-684

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.0), (4.1, 52.01), (4.2, 52.0)])
    >>> found = gd.tracks.lcss(a, b, eps=100, alignment=True)
    >>> round(found.distance, 3), found.count, found.path.tolist()
    (0.333, 2, [[0, 0], [2, 2]])
    """
    measure = measure_of("lcss", eps=eps)
    return _counted(track_pair(a, b, ellipsoid), measure, alignment, threads)


@explained
def erp(
    a: ShapesLike,
    b: ShapesLike,
    gap: Point,
    *,
    alignment: bool = False,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackDistance[Any, Any]:
    """
    Measure the metres of edits between tracks, pair by pair: edit distance with real penalty.

    Two vertices that are matched cost their distance; a vertex that is left out costs its distance
    from the point `gap`. The result is the least sum. Unlike time warping it is a metric.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the other.
    gap : Point
        What vertices that are left out are compared with: the same for all tracks that you compare,
        such as the middle of the region.
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
        The sum in metres and, with `alignment`, the vertices that are matched; those left out are
        not in it. Numbers where both columns have one row, else columns.

    Raises
    ------
    TypeError
        It is not a collection of shapes. `gap` is not a Point.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    dtw : Time warping, without a gap.
    edr : Edits that are counted.
    cdist : All pairs of two columns.

    Notes
    -----
    The error is at most 6 nm for each vertex of both tracks, 12 nm where abs(f) <= 1/50.
    The memory in use grows with the number of vertices, not of cells, with `alignment` too: at most
    4 MiB of steps are kept at a time.

    References
    ----------
    .. [1] L. Chen and R. Ng, "On the marriage of Lp-norms and edit distance", VLDB 2004, 792-803

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.0), (4.2, 52.0)])
    >>> round(gd.tracks.erp(a, b, gap=gd.Point(52.0, 4.0)).distance)
    6868
    """
    measure = measure_of("erp", gap=gap)
    return _compared(track_pair(a, b, ellipsoid), measure, alignment, threads)


@explained
def sspd(
    a: ShapesLike,
    b: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackDistance[Any, None]:
    """
    Measure how far vertices of tracks are from the other track, pair by pair.

    The symmetrised segment-path distance: the mean distance of the vertices of `a` from the line `b`,
    and that of the vertices of `b` from the line `a`, averaged. Order does not count, nor how
    densely the other track was sampled.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackDistance
        Metres: a number where both columns have one row, else a column.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    chamfer : The same from vertex to vertex.
    cdist : All pairs of two columns.

    Notes
    -----
    The error is at most 20 nm where no edge is longer than 19,000 km, and 1 mm more along planar
    edges.

    References
    ----------
    .. [1] P. Besse, B. Guillouet, J.-M. Loubes and F. Royer, "Review and perspective for distance
       based trajectory clustering", 2015, https://arxiv.org/abs/1508.04904

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.01), (4.2, 52.01)])
    >>> round(gd.tracks.sspd(a, b).distance)
    1113
    """
    measure = measure_of("sspd")
    return _compared(track_pair(a, b, ellipsoid), measure, False, threads)


@explained
def chamfer(
    a: ShapesLike,
    b: ShapesLike,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> TrackDistance[Any, None]:
    """
    Measure how far vertices of tracks are from the nearest vertex of the other, pair by pair.

    The mean distance from the vertices of `a` to the nearest of `b`, plus that from the vertices of
    `b` to the nearest of `a`: `geodist.chamfer` of the vertices. Order does not count.

    Parameters
    ----------
    a : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines, a `Shape`; geometries of Shapely, a layer of GeoPandas, GeoJSON.
        A point is a track of one vertex.
    b : Shapes or object, shape (n,)
        The same. Both have n rows, or one of them a single one, compared with each row of the other.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`. One pair is compared on one.

    Returns
    -------
    TrackDistance
        Metres: a number where both columns have one row, else a column.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The columns differ in length.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    sspd : The same to the line between the vertices.
    cdist : All pairs of two columns.

    Notes
    -----
    The error is at most 12 nm where abs(f) <= 1/290, as on the Earth, 24 nm where abs(f) <= 1/50.

    References
    ----------
    .. [1] H. G. Barrow, J. M. Tenenbaum, R. C. Bolles and H. C. Wolf, "Parametric correspondence and
       chamfer matching", IJCAI 1977, 659-663

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> a = shapely.LineString([(4.0, 52.0), (4.1, 52.0), (4.2, 52.0)])
    >>> b = shapely.LineString([(4.0, 52.01), (4.2, 52.01)])
    >>> round(gd.tracks.chamfer(a, b).distance)
    4173
    """
    measure = measure_of("chamfer")
    return _compared(track_pair(a, b, ellipsoid), measure, False, threads)


def _solved(
    pair: TrackPair, measure: Measure, alignment: bool, threads: Any
) -> tuple[FloatArray, Any]:
    """Give the distances and, for an alignment, the paths."""
    count = thread_count(threads)
    if not alignment:
        out = np.empty(pair.size)
        _geodist_core.track_distances(pair.a, pair.b, measure, out, pair.ellipsoid, count)
        return out, None
    distance, indptr, first, second = _geodist_core.align_tracks(
        pair.a, pair.b, measure, pair.ellipsoid, count
    )
    path = np.column_stack([first, second])
    return distance, path if pair.single else split_paths(indptr, path)


def _compared(
    pair: TrackPair, measure: Measure, alignment: bool, threads: Any
) -> TrackDistance[Any, Any]:
    distance, path = _solved(pair, measure, alignment, threads)
    return TrackDistance(distance[0].item() if pair.single else distance, path)


def _counted(
    pair: TrackPair, measure: Measure, alignment: bool, threads: Any
) -> TrackCount[Any, Any, Any]:
    distance, path = _solved(pair, measure, alignment, threads)
    if measure[0] == "lcss":
        shorter = np.minimum(vertex_counts(pair.a), vertex_counts(pair.b))
        count = np.rint((1 - distance) * shorter).astype(np.int64)
    else:
        count = distance.astype(np.int64)
    if pair.single:
        return TrackCount(distance[0].item(), count[0].item(), path)
    return TrackCount(distance, count, path)
