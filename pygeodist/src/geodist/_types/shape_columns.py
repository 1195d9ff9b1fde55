"""The columns of a collection of shapes: checked once, and never changed after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from geodist import _geodist_core
from geodist._columns.datums import DEFAULT
from geodist._columns.shapes import Layout
from geodist._errors import InvalidGeometryError
from geodist._types.point_columns import frozen

if TYPE_CHECKING:
    from typing import Self, TypeAlias

    from numpy.typing import NDArray

    from geodist._columns.datums import Datum
    from geodist._geodist_core import Ellipsoid
    from geodist._typing import FloatArray, IntArray

    Edges: TypeAlias = Literal["geodesic", "planar"]

# Numbered as in well-known binary; 0 is missing.
KINDS: Final = (
    *("", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"),
)
LINES: Final = (2, 5)
POLYGONS: Final = (3, 6)


class ShapeColumns:
    """What `geodist.Shapes` keeps."""

    __slots__ = ("__weakref__", "_datum", "_edges", "_hash", "_layout", "_oriented")

    _layout: Layout
    _datum: Datum
    _edges: Edges
    _oriented: bool
    _hash: int | None

    @classmethod
    def _own(
        cls,
        layout: Layout,
        datum: Datum = DEFAULT,
        edges: Edges = "geodesic",
        oriented: bool = False,
    ) -> Self:
        """Check columns, and take those that nobody else will change."""
        check_vertices(layout)
        return cls._checked(layout, datum, edges, oriented)

    @classmethod
    def _checked(cls, layout: Layout, datum: Datum, edges: Edges, oriented: bool) -> Self:
        self = object.__new__(cls)
        columns: Any = (frozen(np.ascontiguousarray(column)) for column in layout)
        kept = Layout(*columns)
        for name, value in (
            *(("_layout", kept), ("_datum", datum), ("_edges", edges)),
            *(("_oriented", oriented), ("_hash", None)),
        ):
            object.__setattr__(self, name, value)
        return self

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

    @property
    def ellipsoid(self) -> Ellipsoid:
        """The ellipsoid that functions measure the shapes on, unless they are given another."""
        return self._datum.ellipsoid

    @property
    def datum(self) -> str | None:
        """The name of the geodetic datum; None if only the ellipsoid is known."""
        return self._datum.frame

    @property
    def crs(self) -> str | None:
        """The CRS of the shapes: a name such as "EPSG:4267", or PROJJSON; None without one."""
        return self._datum.crs

    def __len__(self) -> int:
        return self._layout.kinds.size

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Shapes are immutable: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Shapes are immutable: cannot delete {name!r}")


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


def place_of(layout: Layout, vertex: int) -> tuple[int, int, int, int]:
    """Tell the row of a vertex, the part in it, the ring in that, and the vertex in that."""
    ring = int(np.searchsorted(layout.rings, vertex, "right")) - 1
    part = int(np.searchsorted(layout.parts, ring, "right")) - 1
    row = int(np.searchsorted(layout.rows, part, "right")) - 1
    return (
        row,
        part - int(layout.rows[row]),
        ring - int(layout.parts[part]),
        vertex - int(layout.rings[ring]),
    )


def taken(layout: Layout, rows: IntArray) -> Layout:
    """Take rows, in any order and any number of times."""
    row_offsets, parts = _items(layout.rows, rows)
    part_offsets, rings = _items(layout.parts, parts)
    ring_offsets, vertices = _items(layout.rings, rings)
    return Layout(
        layout.lat[vertices],
        layout.lon[vertices],
        ring_offsets,
        part_offsets,
        row_offsets,
        layout.kinds[rows],
    )


def joined(layouts: list[Layout]) -> Layout:
    """Join collections end to end."""
    return Layout(
        np.concatenate([x.lat for x in layouts]),
        np.concatenate([x.lon for x in layouts]),
        _joined_offsets([x.rings for x in layouts]),
        _joined_offsets([x.parts for x in layouts]),
        _joined_offsets([x.rows for x in layouts]),
        np.concatenate([x.kinds for x in layouts]),
    )


def _joined_offsets(offsets: list[IntArray]) -> IntArray:
    sizes = [np.diff(part) for part in offsets]
    return np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)


def _items(offsets: IntArray, chosen: IntArray) -> tuple[IntArray, IntArray]:
    """Give the offsets of what is chosen, and the items that it has."""
    begins, counts = offsets[chosen], offsets[chosen + 1] - offsets[chosen]
    ends = np.cumsum(counts)
    new = np.concatenate([[0], ends]).astype(np.int64)
    return new, np.repeat(begins - new[:-1], counts) + np.arange(int(new[-1]))
