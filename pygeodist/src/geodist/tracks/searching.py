"""The nearest tracks of a set, which is made ready once or for one search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodist import _geodist_core
from geodist._arguments import (
    checked_path,
    explained,
    explained_methods,
    thread_count,
    whole_number,
)
from geodist._columns.datums import common_datum, datum_on, measured_ellipsoid
from geodist._columns.layouts import Layout
from geodist._search.saved import SavedIndex
from geodist._types.shapes import Shapes, is_single
from geodist.tracks._arguments import as_tracks
from geodist.tracks._measures import measure_of
from geodist.tracks._results import NearestTracks

if TYPE_CHECKING:
    from os import PathLike
    from typing import SupportsIndex

    from geodist._geodist_core import Ellipsoid, Point
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike, FloatArray, IntArray

__all__ = ["TrackIndex", "nearest"]


def _checked_count(k: SupportsIndex) -> int:
    count = whole_number(k, "k")
    if count < 1:
        raise ValueError(f"k must be at least 1, got {count}")
    return count


def _nearest_tracks(
    found: tuple[IntArray, FloatArray, int, int], queries: int, k: int, single: bool
) -> NearestTracks:
    """Give what the core found its shape."""
    rows, distances, compared, abandoned = found
    shape = (k,) if single else (queries, k)
    return NearestTracks(rows.reshape(shape), distances.reshape(shape), compared, abandoned)


@explained_methods
class TrackIndex(SavedIndex):
    """
    A set of tracks that finds those nearest to others, by any measure of vertices.

    Parameters
    ----------
    tracks : Shapes or object, shape (n,)
        Tracks: `Shapes` of lines; geometries of Shapely, a layer of GeoPandas, GeoJSON. A point is
        a track of one vertex.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use for building; the default is that of `get_num_threads`.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.

    See Also
    --------
    nearest : The same for a set that is searched once.
    ShapeIndex : The nearest lines and polygons by their distance, 0 where they meet.

    Notes
    -----
    The index keeps the shapes, 32 bytes for each vertex and 170 for each track. It never changes;
    several threads may query it at once. One index does for all measures. It saves to files, which
    hold the tracks; a pickle holds them, too.

    Examples
    --------
    >>> import geodist as gd
    >>> tracks = gd.Shapes.lines(
    ...     lat=[52.0, 52.1, 52.0, 52.1, 53.0, 53.1],
    ...     lon=[4.0, 4.0, 4.01, 4.01, 4.0, 4.0],
    ...     offsets=[0, 2, 4, 6],
    ... )
    >>> index = gd.tracks.TrackIndex(tracks)
    >>> index
    <TrackIndex of 3 tracks>
    >>> index.query(tracks[2], metric="dtw").rows, index.query(tracks[2], metric="sspd").rows
    (array([2]), array([2]))
    """

    __slots__ = ("_tracks",)
    __module__ = "geodist.tracks"

    _core: _geodist_core.TrackIndex
    _tracks: Shapes | None  # None as long as they are only in a file

    def __init__(
        self,
        tracks: ShapesLike,
        *,
        ellipsoid: EllipsoidLike = None,
        threads: SupportsIndex | None = None,
    ) -> None:
        self._tracks = as_tracks(tracks, "tracks")
        self._datum = self._tracks._datum
        self._core = _geodist_core.TrackIndex(
            self._tracks._columns,
            measured_ellipsoid(ellipsoid, tracks=self._datum),
            thread_count(threads),
        )

    def __repr__(self) -> str:
        return f"<TrackIndex of {len(self)} tracks>"

    def __getstate__(self) -> tuple[Shapes, Ellipsoid]:
        return self.tracks, self.ellipsoid

    def __setstate__(self, state: tuple[Shapes, Ellipsoid]) -> None:
        tracks, ellipsoid = state
        TrackIndex.__init__(self, tracks, ellipsoid=ellipsoid)

    @property
    def tracks(self) -> Shapes:
        """The tracks that it was made of."""
        if self._tracks is None:  # in a file until now
            *columns, edges, oriented = self._core.columns()
            datum = self._datum or datum_on(self.ellipsoid)
            self._tracks = Shapes._checked(Layout(*columns), datum, edges, oriented)
        return self._tracks

    @property
    def nbytes(self) -> int:
        """Memory that the index takes beside the tracks, bytes."""
        return self._core.nbytes

    def query(
        self,
        query: ShapesLike,
        *,
        metric: str,
        k: SupportsIndex = 1,
        eps: float | None = None,
        gap: Point | None = None,
        window: SupportsIndex | None = None,
        open_begin: bool = False,
        open_end: bool = False,
        max_distance: float | None = None,
        threads: SupportsIndex | None = None,
    ) -> NearestTracks:
        """
        Find the tracks of the index that are nearest to a track, or to each of several.

        Parameters
        ----------
        query : Shapes, Shape or object, shape (n,)
            What to look for: one track or several, as `cdist` takes them.
        metric : {"dtw", "discrete_frechet", "edr", "lcss", "erp", "sspd", "chamfer"}
            Which measure: see the function of that name.
        k : int, optional
            How many.
        eps : float, optional
            How far apart vertices may be that match, metres: of "edr" and "lcss", which need it.
        gap : Point, optional
            What vertices that are left out are compared with: of "erp", which needs it.
        window : int, optional
            How far apart the numbers of vertices may be that are matched: of "dtw".
        open_begin : bool, optional
            Whether vertices of a track of the set before the first match may be left out: of "dtw".
        open_end : bool, optional
            Whether those after the last match may be: of "dtw".
        max_distance : float, optional
            Tracks that are farther away are not found: of "dtw" and "discrete_frechet".
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`. One track is looked for
            on one.

        Returns
        -------
        NearestTracks
            Rows of the index and distances, the nearest first, and how many pairs were compared.

        Raises
        ------
        TypeError
            It is not a collection of shapes; or the metric needs an argument, or takes none of that
            name.
        EmptyGeometryError
            A row is missing or empty; the error has its index.
        InvalidGeometryError
            A row is not one line.
        ValueError
            The metric is unknown; a number is negative; or `k` is not positive.
        GeodistError
            The two are on datums that cannot be combined.

        See Also
        --------
        geodist.tracks.cdist : The distances of all pairs.

        Notes
        -----
        The result is that of the whole matrix; of tracks equally near the lower row comes first.
        But bounds leave out most of the set, the cheapest first: gaps between the boxes of tracks,
        distances of their ends, of vertices from a box, of vertices from the boxes of those that a
        window allows [1]_; for "edr" and "lcss" how many vertices can match at all. Tracks are
        compared in the order of these bounds. Time warping and the discrete Frechet distance are
        given up as soon as they exceed the k-th distance so far. Where a matching distance `eps`
        reaches most tracks of a set, most are compared.

        References
        ----------
        .. [1] E. Keogh and C. A. Ratanamahatana, "Exact indexing of dynamic time warping",
           Knowledge and Information Systems 7, 358-386, 2005

        Examples
        --------
        >>> import geodist as gd
        >>> tracks = gd.Shapes.lines(
        ...     lat=[52.0, 52.1, 52.0, 52.1, 53.0, 53.1],
        ...     lon=[4.0, 4.0, 4.01, 4.01, 4.0, 4.0],
        ...     offsets=[0, 2, 4, 6],
        ... )
        >>> found = gd.tracks.TrackIndex(tracks).query(tracks[0], metric="dtw", k=2)
        >>> found.rows, found.distances.round()
        (array([0, 1]), array([   0., 1372.]))
        """
        measure = measure_of(
            metric,
            eps=eps,
            gap=gap,
            window=window,
            open_begin=open_begin,
            open_end=open_end,
            max_distance=max_distance,
        )
        count = _checked_count(k)
        asked = as_tracks(query, "query")
        common_datum(query=asked._datum, index=self._datum)
        found = self._core.query(asked._columns, measure, count, thread_count(threads))
        return _nearest_tracks(found, len(asked), count, is_single(query))

    @classmethod
    def load(
        cls,
        path: str | PathLike[str],
        *,
        mmap: bool = True,
        verify: bool = True,
        threads: SupportsIndex | None = None,
    ) -> TrackIndex:
        """
        Open an index that `save` wrote.

        A file holds the tracks and their datum. The rest of the index is made again of them,
        as fast as by the constructor.

        Parameters
        ----------
        path : path-like
            The file.
        mmap : bool, default True
            Map the file into memory: processes that open it share one copy of the tracks. Do not
            change the file meanwhile; `save` replaces it, which is harmless. If False, or if the
            system cannot map files, the whole file is read.
        verify : bool, default True
            Compare checksums. The vertices are checked in any case.
        threads : int, optional
            Most threads to use; the default is that of `get_num_threads`.

        Returns
        -------
        TrackIndex
            The index.

        Raises
        ------
        IndexFileError
            The file is not an index of tracks, is damaged or truncated, or was written by another
            version or on a machine with another order of bytes.
        OSError
            The file cannot be read.

        Examples
        --------
        >>> import geodist as gd, os, tempfile
        >>> tracks = gd.Shapes.lines(lat=[0, 0, 1, 1], lon=[0, 1, 0, 1], offsets=[0, 2, 4])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "tracks.gdx")
        ...     gd.tracks.TrackIndex(tracks).save(path)
        ...     index = gd.tracks.TrackIndex.load(path, mmap=False)
        >>> index.query(tracks[1], metric="dtw").rows
        array([1])
        """
        name = checked_path(path)
        core = _geodist_core.TrackIndex.load(name, mmap, verify, thread_count(threads))
        index = cls._of_file(core, name)
        index._tracks = None
        return index


@explained
def nearest(
    query: ShapesLike,
    tracks: ShapesLike,
    *,
    metric: str,
    k: SupportsIndex = 1,
    eps: float | None = None,
    gap: Point | None = None,
    window: SupportsIndex | None = None,
    open_begin: bool = False,
    open_end: bool = False,
    max_distance: float | None = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> NearestTracks:
    """
    Find the tracks of a set that are nearest to a track, or to each of several.

    Parameters
    ----------
    query : Shapes, Shape or object, shape (n,)
        What to look for: one track or several, as `cdist` takes them.
    tracks : Shapes or object, shape (m,)
        The set to look in.
    metric : {"dtw", "discrete_frechet", "edr", "lcss", "erp", "sspd", "chamfer"}
        Which measure: see the function of that name.
    k : int, optional
        How many.
    eps : float, optional
        How far apart vertices may be that match, metres: of "edr" and "lcss", which need it.
    gap : Point, optional
        What vertices that are left out are compared with: of "erp", which needs it.
    window : int, optional
        How far apart the numbers of vertices may be that are matched: of "dtw".
    open_begin : bool, optional
        Whether vertices of a track of the set before the first match may be left out: of "dtw".
    open_end : bool, optional
        Whether those after the last match may be: of "dtw".
    max_distance : float, optional
        Tracks that are farther away are not found: of "dtw" and "discrete_frechet".
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the data,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    NearestTracks
        Rows of the set and distances, the nearest first, and how many pairs were compared.

    Raises
    ------
    TypeError
        It is not a collection of shapes; or the metric needs an argument, or takes none of that
        name.
    EmptyGeometryError
        A row is missing or empty; the error has its index.
    InvalidGeometryError
        A row is not one line.
    ValueError
        The metric is unknown; a number is negative; or `k` is not positive.
    GeodistError
        The two are on datums that cannot be combined.

    See Also
    --------
    TrackIndex : A set that is searched again and again, made ready once.
    cdist : The distances of all pairs.

    Notes
    -----
    The result is that of `TrackIndex.query`, which says how most of the set is left out. Making the
    set ready takes longer than the search: if you search it again, make an index.

    References
    ----------
    .. [1] E. Keogh and C. A. Ratanamahatana, "Exact indexing of dynamic time warping", Knowledge
       and Information Systems 7, 358-386, 2005

    Examples
    --------
    >>> import geodist as gd
    >>> tracks = gd.Shapes.lines(
    ...     lat=[52.0, 52.1, 52.0, 52.1, 53.0, 53.1],
    ...     lon=[4.0, 4.0, 4.01, 4.01, 4.0, 4.0],
    ...     offsets=[0, 2, 4, 6],
    ... )
    >>> found = gd.tracks.nearest(tracks[0], tracks, metric="dtw", k=2)
    >>> found.rows, found.distances.round()
    (array([0, 1]), array([   0., 1372.]))
    """
    measure = measure_of(
        metric,
        eps=eps,
        gap=gap,
        window=window,
        open_begin=open_begin,
        open_end=open_end,
        max_distance=max_distance,
    )
    count = _checked_count(k)
    asked, among = as_tracks(query, "query"), as_tracks(tracks, "tracks")
    figure = measured_ellipsoid(ellipsoid, query=asked._datum, tracks=among._datum)
    found = _geodist_core.nearest_tracks(
        asked._columns, among._columns, measure, count, figure, thread_count(threads)
    )
    return _nearest_tracks(found, len(asked), count, is_single(query))
