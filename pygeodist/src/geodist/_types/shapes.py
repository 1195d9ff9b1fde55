"""Collections of points, lines and polygons, in columns."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, final, overload

import numpy as np

from geodist._arguments import explained_methods
from geodist._columns.datums import DEFAULT, Datum, common_datum
from geodist._columns.layouts import KINDS, Layout, joined, taken
from geodist._types.shape import Shape
from geodist._types.shape_files import ShapeFiles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self, SupportsIndex

    from numpy.typing import NDArray

    from geodist._types.shape_columns import Edges
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import EllipsoidLike, IntArray

__all__ = ["Shape", "Shapes"]

_BARE: Final = (
    "numbers do not say where lines begin; use Shapes.lines(lat, lon, offsets) or "
    "Shapes.polygons(lat, lon, ring_offsets)"
)

_TEXT: Final = (
    "text and bytes do not say what they are; use Shapes.from_wkb, Shapes.from_wkt or "
    "Shapes.from_geojson"
)


@final
@explained_methods
class Shapes(ShapeFiles):
    """
    An immutable collection of points, lines and polygons, kept in columns.

    It keeps the order of its rows and is indexed like a NumPy array of one dimension. A row is a
    Point, a LineString, a Polygon, one of their multi forms, or missing. Heights and measures are
    left out: distances on the Earth do not have them.

    Parameters
    ----------
    shapes : object
        Geometries of Shapely, a layer of GeoPandas, GeoJSON, GeoArrow, `Points`, an object with
        ``__geo_interface__``, a list of such objects or of GeoJSON, or a list of rows of `Shapes`
        (`Shape`, and None for a missing one).
        For columns of vertices see `lines` and `polygons`.
    crs : object, optional
        The CRS, if the data do not state it: "EPSG:4267", an EPSG code, WKT, PROJJSON, or a pyproj
        object. By default WGS84.
    ellipsoid : Ellipsoid or str, optional
        The ellipsoid to measure them on, instead of that of the CRS.
    edges : {"geodesic", "planar"}, optional
        What an edge is: the geodesic between its ends, or straight in longitude and latitude. By
        default what the standard of the source says; see the notes.
    oriented : bool, optional
        Whether the inside of a polygon is to the left of its outer ring, however large that is. By
        default it is the smaller side, whichever way the ring goes.

    Raises
    ------
    InvalidGeometryError
        A geometry is a collection, or a coordinate is not finite; the error has its index.
    InvalidLatitudeError
        A latitude is outside [-90, 90]; the error has the row and the vertex.
    GeodistError
        The CRS is not longitude and latitude in degrees, or differs from that of the shapes.
    TypeError
        It is not a collection of shapes.

    Warns
    -----
    EdgeWarning
        You did not say what edges are, and geodesics and planar edges differ by more than a metre
        somewhere: the warning has the largest difference. It is said once for each kind of edges,
        and again where the difference is ten times as large.
        Or planar edges span more than 180 degrees of longitude.
    UserWarning
        Heights or measures are left out. It is said once.

    See Also
    --------
    Points : Points alone, which need less memory.

    Notes
    -----
    An edge is the geodesic between its ends, or straight in longitude and latitude: the standard of
    the source decides, and `edges` says which. Edges of GeoJSON are straight; of Shapely, GeoPandas,
    well-known binary and columns they are taken as geodesics, as PostGIS does for `geography`. A
    hundred kilometres along a parallel at 45 degrees, the two are 196 m apart.

    The inside of a polygon is the smaller side of its outer ring, whichever way the ring goes,
    unless it is `oriented`. With planar edges it is what the ring encloses on the map, oriented or
    not. Rings may be closed by their first vertex or not.

    Two collections are equal if they have the same rows on the same datum.

    Examples
    --------
    >>> import geodist as gd
    >>> import shapely
    >>> shapes = gd.Shapes([shapely.box(0, 0, 1, 1), shapely.LineString([(0, 0), (1, 1)])])
    >>> shapes
    <2 Shapes: 1 LineString, 1 Polygon>
    >>> gd.length(shapes).round(), (gd.area(shapes) / 1e6).round()
    (array([     0., 156900.]), array([12309.,     0.]))
    >>> shapes[1:].kinds
    array(['LineString'], dtype='<U15')
    """

    __slots__ = ()
    __module__ = "geodist"

    def __new__(
        cls,
        shapes: ShapesLike,
        /,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges | None = None,
        oriented: bool | None = None,
    ) -> Self:
        given = {"crs": crs, "ellipsoid": ellipsoid, "edges": edges, "oriented": oriented}
        options = {name: value for name, value in given.items() if value is not None}
        found = as_shapes(shapes, **options)
        assert isinstance(found, cls)
        return found

    @overload
    def __getitem__(  # type: ignore[overload-overlap]
        self, index: SupportsIndex, /
    ) -> Shape | None: ...
    @overload
    def __getitem__(
        self, index: slice | list[int] | list[bool] | NDArray[np.integer[Any] | np.bool_], /
    ) -> Shapes: ...
    def __getitem__(self, index: Any, /) -> Shape | Shapes | None:
        if not isinstance(index, slice | np.ndarray | list):
            try:
                return self._row(operator.index(index))
            except TypeError:
                pass  # no number: NumPy knows what it is
        if isinstance(index, list) and not index:
            index = slice(0, 0)
        rows = np.arange(len(self))[index]
        if rows.ndim != 1:
            raise IndexError("Shapes have one dimension")
        return self._take(rows)

    def _take(self, rows: IntArray) -> Shapes:
        layout = taken(self._layout, rows)
        return Shapes._checked(layout, self._datum, self._edges, self._oriented)

    def _row(self, row: int) -> Shape | None:
        if not -len(self) <= row < len(self):
            raise IndexError(f"index {row} is out of bounds for {len(self)} shapes")
        row %= len(self)
        if self._layout.kinds[row] == 0:
            return None
        return Shape._of(self._take(np.array([row])))

    def __iter__(self) -> Iterator[Shape | None]:
        return (self._row(row) for row in range(len(self)))

    @classmethod
    def concat(cls, parts: Iterable[ShapesLike], /) -> Shapes:
        """
        Join collections of shapes end to end.

        Parameters
        ----------
        parts : iterable of Shapes or object
            The collections: `Shapes`, or what `Shapes` takes.

        Returns
        -------
        Shapes
            All rows in their order, on the datum of the first collection with vertices.

        Raises
        ------
        GeodistError
            The collections are on datums that cannot be combined.
        ValueError
            There is no collection, or they differ in edges or orientation.

        Warns
        -----
        DatumWarning
            Collections are on datums that differ by little.

        Examples
        --------
        >>> import geodist as gd
        >>> line = gd.Shapes.lines(lat=[1, 2], lon=[3, 4], offsets=[0, 2])
        >>> gd.Shapes.concat([line, line])
        <2 Shapes: 2 LineString>
        """
        sets = [as_shapes(part, f"parts[{i}]") for i, part in enumerate(parts)]
        if not sets:
            raise ValueError("concat() needs at least one collection of shapes")
        # Those without a vertex have no edges, and fit anything.
        counted = {i: part for i, part in enumerate(sets) if part.lat.size} or {0: sets[0]}
        first = next(iter(counted))
        about = sets[first]
        for i, part in counted.items():
            for name in ("edges", "oriented"):
                if getattr(part, name) != getattr(about, name):
                    raise ValueError(f"parts[{first}] and parts[{i}] differ in {name!r}")
        datum = common_datum(**{f"parts[{i}]": part._datum for i, part in counted.items()})
        layout = joined([part._layout for part in sets])
        return cls._checked(layout, datum or DEFAULT, about.edges, about.oriented)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Shapes):
            return NotImplemented
        columns: list[tuple[Any, Any]] = list(zip(self._layout, other._layout, strict=True))
        return self._about == other._about and all(np.array_equal(*pair) for pair in columns)

    def __hash__(self) -> int:
        if self._hash is None:
            # Equal numbers of different bits, zeros, are made the same.
            columns = tuple((column + column.dtype.type(0)).tobytes() for column in self._layout)
            object.__setattr__(self, "_hash", hash((*columns, self._about)))
        return operator.index(self._hash)  # type: ignore[arg-type]

    @property
    def _about(self) -> tuple[Any, ...]:
        return self._datum.key, self._edges, self._oriented

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore_shapes, (
            *self._layout,
            tuple(self._datum),
            self._edges,
            self._oriented,
        )

    def __repr__(self) -> str:
        counts = np.bincount(self._layout.kinds, minlength=len(KINDS)).tolist()
        parts = [f"{n} {kind}" for n, kind in zip(counts[1:], KINDS[1:], strict=True) if n]
        parts += [f"{counts[0]} missing"] if counts[0] else []
        parts += ["planar edges"] if self._edges == "planar" else []
        parts += ["oriented"] if self._oriented else []
        parts += [f"datum={self._datum.name!r}"] if self._datum.key != DEFAULT.key else []
        return f"<{len(self)} Shapes{': ' if parts else ''}{', '.join(parts)}>"


def _restore_shapes(*kept: Any) -> Shapes:
    """Make shapes of what a pickle holds, which nobody else refers to."""
    *columns, datum, edges, oriented = kept
    return Shapes._own(Layout(*columns), Datum._make(datum), edges, oriented)


_restore_shapes.__module__ = "geodist"  # where it stays; pickles name it


def as_shapes(value: Any, name: str = "shapes", **options: Any) -> Shapes:
    """
    Make `Shapes` of data whose coordinate order is known, for functions that take shapes.

    Parameters
    ----------
    value : object
        `Shapes`, geometries of Shapely, a layer of GeoPandas, GeoJSON, GeoArrow or what has
        ``__geo_interface__``.
    name : str
        What messages call it.
    **options : object
        What the caller says of them, as `Shapes` takes it.

    Returns
    -------
    Shapes
        The shapes.

    Raises
    ------
    TypeError
        It is not a collection of shapes.
    """
    shapes = Shapes._find(value, **options)
    if shapes is None:
        what = type(value).__name__
        raise TypeError(f"{name} must be Shapes or geometries, got {what}{_hint(value)}")
    return shapes


def _hint(value: Any) -> str:
    """Say what to write instead of what holds no shapes."""
    if value is None:
        return ": a missing geometry is a row of a column, [None]"
    if isinstance(value, Iterator):
        return ": make a list of it"
    value = value.tolist() if hasattr(value, "tolist") else value  # arrays, and Series of pandas
    first = value[0] if isinstance(value, list | tuple) and value else value
    if isinstance(first, str | bytes | bytearray):
        return f": {_TEXT}"
    return f": {_BARE}" if first is not value else ""


def is_single(value: Any) -> bool:
    """Tell whether a value that `as_shapes` takes is one geometry, not a column of them."""
    if isinstance(value, Shape):
        return True
    if isinstance(getattr(value, "geom_type", None), str):
        return True
    # Of collections and tables, which have a length, it would be made all at once.
    if hasattr(type(value), "__geo_interface__") and not hasattr(value, "__len__"):
        value = value.__geo_interface__
    return isinstance(value, dict) and value.get("type") != "FeatureCollection"
