"""Nearest neighbours on the ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist import _geodist_core
from geodist._arguments import checked_path, explained_methods, thread_count
from geodist._columns.datums import DEFAULT, Datum, ellipsoid_for
from geodist._search.nearest import NearestQueries
from geodist._search.queries import flat
from geodist._search.radius import RadiusQueries
from geodist._search.saved import datum_behind
from geodist._types.point_arguments import load_points

if TYPE_CHECKING:
    from os import PathLike
    from typing import SupportsIndex

    from numpy.typing import ArrayLike

    from geodist._types.points_like import ColumnOrPoints
    from geodist._typing import EllipsoidLike, FloatArray

__all__ = ["PointIndex"]


@explained_methods
class PointIndex(NearestQueries, RadiusQueries):
    """
    An index of points that finds exact nearest neighbours on the ellipsoid.

    Parameters
    ----------
    lat : array_like, shape (n,)
        Latitudes, degrees, in [-90, 90]; or `Points`, what says the order of its coordinates as for
        `Points`, or an object with attributes ``lat`` and ``lon`` (and perhaps ``altitude``), such
        as another index.
    lon : array_like, shape (n,), optional
        Longitudes, degrees, any finite value.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the points,
        WGS84 where they do not say.
    altitude : array_like, shape (n,), optional
        Heights above the ellipsoid, metres, from -1e100 to 1e100. With them all distances are straight
        lines through space, like those of `chord`, and queries need altitudes too.
    threads : int, optional
        Most threads to use for building; the default is that of `get_num_threads`.

    Raises
    ------
    InvalidLatitudeError
        A latitude is outside [-90, 90] or infinite.
    InvalidLongitudeError
        A longitude is infinite.
    InvalidAltitudeError
        An altitude is beyond 1e100 or -1e100.
    ValueError
        The columns are not one-dimensional and of one length.
    TypeError
        The coordinates are not real numbers, or a single array was given, whose order nobody knows.

    See Also
    --------
    cdist : All distances between two sets.

    Notes
    -----
    Each distance has the bits that `cdist` gives for the pair (with altitudes, `chord`): its
    error is at most 6 nm where abs(f) <= 1/290, 12 nm up to 1/50, 10 nm on a sphere, and it
    differs from `distance` by no more than both may err. For ties, the lowest row comes first. So
    the answers are those of a search through the whole matrix of distances, to the last bit,
    whatever the number of threads.

    A search goes through a tree of boxes over the points in the order of a Hilbert curve. Up to
    about 500 km it measures exact distances at once. Farther away it compares straight lines through
    space: two rigorous bounds, which follow from the extreme radii of curvature of the ellipsoid,
    oblate or prolate, turn lengths of chords into bounds of distances; the few points that these
    leave in doubt are measured exactly, many at a time [1]_.

    Rows with NaN are missing: they match nothing, and `n_missing` counts them. The index takes 46
    bytes a point, 54 with altitudes. It never changes; several threads may query it at once.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    Which of three airports is nearest to Brussels, and which are within 200 km?

    >>> import geodist as gd
    >>> airports = gd.PointIndex([52.31, 51.47, 49.01], [4.76, -0.45, 2.55])
    >>> distance, which = airports.query(50.85, 4.35)
    >>> round(distance), which
    (164905, 0)
    >>> airports.query_radius([50.85], [4.35], 200_000)[0].indices
    array([0])
    """

    __slots__ = ()
    __module__ = "geodist"

    def __init__(
        self,
        lat: ColumnOrPoints,
        lon: ArrayLike | None = None,
        *,
        ellipsoid: EllipsoidLike = None,
        altitude: ArrayLike | None = None,
        threads: SupportsIndex | None = None,
    ) -> None:
        columns, datum = load_points(lat, lon, altitude)
        self._datum = datum or (DEFAULT if ellipsoid is None else datum_behind(ellipsoid))
        ellipsoid = ellipsoid_for(ellipsoid, datum)
        for name, column in zip(("lat", "lon", "altitude"), columns, strict=True):
            if column is not None and column.ndim != 1:
                raise ValueError(f"{name} must be one-dimensional, got shape {column.shape}")
        if len({column.size for column in columns if column is not None}) > 1:
            sizes = ", ".join(
                f"{name} {column.size}"
                for name, column in zip(("lat", "lon", "altitude"), columns, strict=True)
                if column is not None
            )
            raise ValueError(f"the columns must be of one length, got {sizes}")
        self._core = _geodist_core.PointIndex(*flat(*columns), ellipsoid, thread_count(threads))

    def __repr__(self) -> str:
        missing = f", {self.n_missing} missing" if self.n_missing else ""
        return f"<PointIndex of {len(self)} points{missing} on {self.ellipsoid!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        datum = () if self._datum is None else (tuple(self._datum),)
        return _restore_index, (self._core.to_bytes(), *datum)

    @property
    def n_missing(self) -> int:
        """Number of rows with NaN, which match nothing."""
        return self._core.missing

    @property
    def nbytes(self) -> int:
        """Memory that the index takes, bytes."""
        return self._core.nbytes

    @property
    def lat(self) -> FloatArray:
        """Latitudes, degrees; NaN in missing rows. Each access makes a new array."""
        return self._core.coordinates()[0]

    @property
    def lon(self) -> FloatArray:
        """Longitudes, degrees, those beyond 360 without whole turns. A new array each time."""
        return self._core.coordinates()[1]

    @property
    def altitude(self) -> FloatArray | None:
        """Altitudes, metres, or None. Each access makes a new array."""
        return self._core.coordinates()[2]

    @classmethod
    def load(
        cls, path: str | PathLike[str], *, mmap: bool = True, verify: bool = True
    ) -> PointIndex:
        """
        Open an index that `save` wrote.

        Parameters
        ----------
        path : path-like
            The file.
        mmap : bool, default True
            Map the file into memory: each part is read when a query needs it, and processes that
            open the file share one copy. Do not change the file meanwhile; `save` replaces it, which
            is harmless. If False, or if the system cannot map files, the whole file is read.
        verify : bool, default True
            Read the whole file once to compare its checksums. If False, opening takes no time, and
            damage to the points is noticed only where a row is impossible: a query that finds one
            raises an `IndexFileError`.

        Returns
        -------
        PointIndex
            The index.

        Raises
        ------
        IndexFileError
            The file is not an index, is damaged or truncated, or was written by another version or on a
            machine with another order of bytes.
        OSError
            The file cannot be read.

        Examples
        --------
        >>> import geodist as gd, os, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "points.gdx")
        ...     gd.PointIndex([0, 0, 1], [0, 1, 0]).save(path)
        ...     print(gd.PointIndex.load(path).query(0, 0.9).indices)
        1
        """
        name = checked_path(path)
        core = _geodist_core.PointIndex.load(name, mmap, verify)
        return cls._of_file(core, name)


def _restore_index(state: Any, datum: tuple[Any, ...] | None = None) -> PointIndex:
    """Make an index of the bytes of a pickle."""
    core = _geodist_core.PointIndex.from_bytes(state)
    return PointIndex._wrap(core, None if datum is None else Datum._make(datum))


_restore_index.__module__ = "geodist"  # where it stays; pickles name it
