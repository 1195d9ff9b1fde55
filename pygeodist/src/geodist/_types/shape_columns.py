"""The columns of a collection of shapes: checked once, and never changed after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geodist import _geodist_core
from geodist._columns.datums import DEFAULT
from geodist._columns.layouts import KINDS, Layout, place_of
from geodist._errors import InvalidGeometryError
from geodist._types.collection import Collection, frozen
from geodist._types.edge_gaps import say_edges
from geodist._types.results import Bounds

if TYPE_CHECKING:
    from typing import Self, TypeAlias

    from numpy.typing import NDArray

    from geodist._columns.datums import Datum
    from geodist._typing import FloatArray, IntArray

    Edges: TypeAlias = Literal["geodesic", "planar"]


class ShapeColumns(Collection):
    """What `geodist.Shapes` keeps."""

    __slots__ = ("_edges", "_layout", "_oriented")

    _layout: Layout
    _edges: Edges
    _oriented: bool

    @classmethod
    def _own(
        cls,
        layout: Layout,
        datum: Datum = DEFAULT,
        edges: Edges | None = None,
        oriented: bool = False,
        *,
        usual: Edges = "geodesic",
    ) -> Self:
        """Check columns, and take those that nobody else will change.

        Edges that nobody gave are those that are usual for the source.
        """
        check_vertices(layout)
        say_edges(layout, datum.ellipsoid, usual if edges is None else edges, edges is not None)
        return cls._checked(layout, datum, usual if edges is None else edges, oriented)

    @classmethod
    def _checked(cls, layout: Layout, datum: Datum, edges: Edges, oriented: bool) -> Self:
        columns: Any = (frozen(np.ascontiguousarray(column)) for column in layout)
        return cls._of_attributes(
            _layout=Layout(*columns), _datum=datum, _edges=edges, _oriented=oriented
        )

    @property
    def _columns(self) -> tuple[Any, ...]:
        """What functions of the core take for shapes."""
        return *self._layout, self._edges, self._oriented

    @property
    def lat(self) -> FloatArray:
        """Latitudes of all vertices in degrees, read-only."""
        return self._layout.lat

    @property
    def lon(self) -> FloatArray:
        """Longitudes of all vertices in degrees, as given, read-only."""
        return self._layout.lon

    @property
    def bounds(self) -> Bounds:
        """
        The smallest box of each row, degrees: as named columns, south, west, north, east.

        It holds the whole of the shape: geodesic edges, which go beyond the latitudes of their
        ends, by at most 1e-12 degrees of error, and the inside of polygons with a pole in it. A
        box with ``min_lon > max_lon`` crosses the antimeridian, as in `BoundingBox`; one from -180
        to 180 goes all the way round. NaN where a row is missing or empty.
        """
        return Bounds(*_geodist_core.shape_bounds(self._columns, self.ellipsoid, 0))

    @property
    def ring_offsets(self) -> IntArray:
        """Where each line or ring begins among the vertices, and the end of the last one."""
        return self._layout.rings

    @property
    def part_offsets(self) -> IntArray:
        """Where each part begins among the rings, and the end of the last one."""
        return self._layout.parts

    @property
    def row_offsets(self) -> IntArray:
        """Where each row begins among the parts, and the end of the last one."""
        return self._layout.rows

    @property
    def vertex_counts(self) -> IntArray:
        """How many vertices each row has, those that close rings as they were given."""
        counts: IntArray = np.diff(self._layout.rings[self._layout.parts[self._layout.rows]])
        return counts

    @property
    def kinds(self) -> NDArray[np.str_]:
        """The kind of each row: "LineString", "Polygon" and so on; "" where it is missing."""
        return np.array(KINDS)[self._layout.kinds]

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Which rows hold no geometry."""
        missing: NDArray[np.bool_] = self._layout.kinds == 0
        return missing

    @property
    def empty(self) -> NDArray[np.bool_]:
        """Which rows hold a geometry without a vertex."""
        empty: NDArray[np.bool_] = (np.diff(self._layout.rows) == 0) & ~self.missing
        return empty

    @property
    def edges(self) -> Edges:
        """What an edge is: "geodesic", or "planar", straight in longitude and latitude."""
        return self._edges

    @property
    def oriented(self) -> bool:
        """Whether the inside of a polygon is to the left of its outer ring."""
        return self._oriented

    def __len__(self) -> int:
        return self._layout.kinds.size


def check_vertices(layout: Layout) -> None:
    """Refuse a vertex that is NaN or out of range, by row, part, ring and vertex."""
    wrong = ~(np.abs(layout.lat) <= 90) | ~np.isfinite(layout.lon)
    if not wrong.any():
        return
    at = int(np.argmax(wrong))
    row, part, ring, vertex = place_of(layout, at)
    values = layout.lat[at : at + 1], layout.lon[at : at + 1]
    where = f"row {row}, part {part}, ring {ring}, vertex {vertex}"
    if any(np.isnan(column[0]) for column in values):
        raise InvalidGeometryError(
            f"a vertex of a shape must not be NaN ({where}); leave it out", index=row, vertex=vertex
        )
    try:
        _geodist_core.check_points(*values, "lat", "lon")
    except ValueError as error:
        raise type(error)(f"{_without_place(error)} ({where})", values[0][0], row, vertex) from None


def _without_place(error: ValueError) -> str:
    """Give the message of an error of one point without where it is in the column of one."""
    head, _, tail = str(error).partition(" (lat, index 0)")
    return head.partition(" (lon, index 0)")[0] + tail
