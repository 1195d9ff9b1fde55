"""The nearest lines and polygons on the ellipsoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist import _geodist_core
from geodist._arguments import checked_path, explained_methods, thread_count
from geodist._columns.datums import Datum, datum_on, ellipsoid_for
from geodist._columns.layouts import Layout
from geodist._search.shape_queries import ShapeQueries
from geodist._types.shapes import Shapes, as_shapes

if TYPE_CHECKING:
    from os import PathLike
    from typing import SupportsIndex

    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike

__all__ = ["ShapeIndex"]


@explained_methods
class ShapeIndex(ShapeQueries):
    """
    An index of lines and polygons that finds the exactly nearest ones on the ellipsoid.

    Parameters
    ----------
    shapes : Shapes, Shape or object, shape (n,)
        Points, lines and polygons; or geometries of Shapely, a layer of GeoPandas, GeoJSON.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the shapes,
        WGS84 where they do not say.
    threads : int, optional
        Most threads to use for building; the default is that of `get_num_threads`.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    GeodistError
        The CRS of a layer is not longitude and latitude in degrees.

    See Also
    --------
    PointIndex : The same for points alone, which is quicker and knows more queries.

    Notes
    -----
    Each distance errs by at most 20 nm where geodesic edges are no longer than 19,000 km (18,000
    km where f > 1/290). The distance to a polygon is 0 inside of it and on its boundary. For ties,
    the lowest row comes first, and of a row the first edge, whatever the number of threads.

    Edges are cut into geodesic pieces of at most 40 km, which a tree of boxes holds in the order of
    a Hilbert curve. A search compares straight lines through space: how far an arc may be from its
    chord, and rigorous bounds of distances by chords (`PointIndex`), leave few pieces in doubt.
    These are measured exactly, many at a time: up to 40 km in closed form, farther away by Newton's
    method on the derivatives of the distance [1]_. Planar edges are cut like geodesic ones; how far
    they may be from the geodesics of their pieces is added to the bounds. A query of shapes
    measures whole rows as `cdist` does, those first that may be the nearest, until no other can
    come before what was found.

    Missing and empty rows match nothing, and `n_missing` counts them. The index keeps a copy of the
    shapes and takes about 50 bytes a vertex with it. The first query makes another structure, which
    finds out whether points are inside polygons; the first query of shapes cuts the edges once
    more, into about 45 bytes a piece. The index never changes; several threads may query it at once.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    Which road is nearest, how far is it, and where on it?

    >>> import geodist as gd
    >>> roads = gd.Shapes.lines(lat=[50, 50.2, 51, 51], lon=[4, 4.4, 4, 4.4], offsets=[0, 2, 4])
    >>> index = gd.ShapeIndex(roads)
    >>> found = index.query(50.1, 4.3, witnesses=True)
    >>> round(found.distances), found.indices
    (4421, 0)
    >>> round(found.places.fraction, 3), round(found.places.lat, 3), round(found.places.lon, 3)
    (0.656, 50.131, 4.262)
    """

    __slots__ = ()
    __module__ = "geodist"

    def __init__(
        self,
        shapes: ShapesLike,
        *,
        ellipsoid: EllipsoidLike = None,
        threads: SupportsIndex | None = None,
    ) -> None:
        mine = as_shapes(shapes)
        self._datum = mine._datum
        self._core = _geodist_core.ShapeIndex(
            mine._columns, ellipsoid_for(ellipsoid, mine._datum), thread_count(threads)
        )

    def __repr__(self) -> str:
        missing = f", {self.n_missing} missing or empty" if self.n_missing else ""
        return f"<ShapeIndex of {len(self)} shapes{missing} on {self.ellipsoid!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        datum = () if self._datum is None else (tuple(self._datum),)
        return _restore_shape_index, (self._core.to_bytes(), *datum)

    @property
    def n_missing(self) -> int:
        """Number of rows that are missing or empty, which match nothing."""
        return self._core.missing

    @property
    def nbytes(self) -> int:
        """Memory that the index takes, bytes, without what first queries make."""
        return self._core.nbytes

    @property
    def shapes(self) -> Shapes:
        """The shapes. Each access makes a new collection."""
        *columns, edges, oriented = self._core.columns()
        datum = self._datum or datum_on(self.ellipsoid)
        return Shapes._checked(Layout(*columns), datum, edges, oriented)

    @classmethod
    def load(
        cls, path: str | PathLike[str], *, mmap: bool = True, verify: bool = True
    ) -> ShapeIndex:
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
            Compare checksums. The vertices are checked in any case. Other damage is noticed only
            where a row is impossible: a query that finds one raises an `IndexFileError`.

        Returns
        -------
        ShapeIndex
            The index.

        Raises
        ------
        IndexFileError
            The file is not an index of shapes, is damaged or truncated, or was written by another
            version or on a machine with another order of bytes.
        OSError
            The file cannot be read.

        Examples
        --------
        >>> import geodist as gd, os, tempfile
        >>> line = gd.Shapes.lines(lat=[0, 0], lon=[0, 1], offsets=[0, 2])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "shapes.gdx")
        ...     gd.ShapeIndex(line).save(path)
        ...     print(gd.ShapeIndex.load(path).query(1, 0.5).indices)
        0
        """
        name = checked_path(path)
        core = _geodist_core.ShapeIndex.load(name, mmap, verify)
        return cls._of_file(core, name)


def _restore_shape_index(state: Any, datum: tuple[Any, ...] | None = None) -> ShapeIndex:
    """Make an index of the bytes of a pickle."""
    core = _geodist_core.ShapeIndex.from_bytes(state)
    return ShapeIndex._wrap(core, None if datum is None else Datum._make(datum))


_restore_shape_index.__module__ = "geodist"  # where it stays; pickles name it
