"""One row of a collection of shapes."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, final

from geodist._columns.layouts import KINDS
from geodist._errors import EmptyGeometryError
from geodist._geodist_core import BoundingBox

if TYPE_CHECKING:
    from typing import Self

    from geodist._types.shapes import Shapes
    from geodist._typing import FloatArray


@final
class Shape:
    """
    One row of `Shapes`: a point, a line, a polygon, or several of a kind.

    You get it by indexing. Pass it to a function that takes shapes, and you get a single number.

    See Also
    --------
    Shapes : A collection of them.

    Examples
    --------
    >>> import geodist as gd
    >>> shapes = gd.Shapes.lines(lat=[0, 0, 1, 2], lon=[0, 1, 5, 5], offsets=[0, 2, 4])
    >>> shapes[0]
    <Shape: LineString of 2 vertices>
    >>> round(gd.length(shapes[0]))
    111319
    """

    __slots__ = ("_rows",)
    __module__ = "geodist"

    _rows: Shapes

    def __new__(cls) -> Self:
        """Refuse: it is a row of a collection."""
        raise TypeError("a Shape is a row of Shapes: Shapes(geometries)[0]")

    @classmethod
    def _of(cls, rows: Shapes) -> Self:
        self = object.__new__(cls)
        object.__setattr__(self, "_rows", rows)
        return self

    @property
    def kind(self) -> str:
        """What it is: "LineString", "Polygon" and so on."""
        return KINDS[self._rows._layout.kinds[0]]

    @property
    def lat(self) -> FloatArray:
        """Latitudes of its vertices in degrees, read-only."""
        return self._rows.lat

    @property
    def lon(self) -> FloatArray:
        """Longitudes of its vertices in degrees, as given, read-only."""
        return self._rows.lon

    @property
    def vertex_count(self) -> int:
        """How many vertices it has."""
        return self._rows.lat.size

    @property
    def is_empty(self) -> bool:
        """Whether it has no vertex."""
        return not self.vertex_count

    @property
    def shapes(self) -> Shapes:
        """A collection of it alone."""
        return self._rows

    @property
    def bounds(self) -> BoundingBox:
        """
        The smallest box that holds it: see `Shapes.bounds`.

        It raises `EmptyGeometryError` if the shape is empty.
        """
        if self.is_empty:
            raise EmptyGeometryError("no bounds: the shape is empty")
        return BoundingBox(*(float(column[0]) for column in self._rows.bounds))

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return self._rows._geojson_geometries()[0] or {}

    def to_shapely(self) -> Any:
        """
        Give it as a geometry of Shapely, x being the longitude.

        Returns
        -------
        shapely.Geometry
            The geometry, with the SRID of the CRS if that is one of EPSG.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Shapes.lines(lat=[1, 2], lon=[3, 4], offsets=[0, 2])[0].to_shapely()
        <LINESTRING (3 1, 4 2)>
        """
        return self._rows.to_shapely()[0]

    def to_wkb(self) -> bytes:
        """
        Give it as well-known binary.

        Returns
        -------
        bytes
            Little-endian, without SRID. Rings are closed.

        Examples
        --------
        >>> import geodist as gd
        >>> len(gd.Shapes.lines(lat=[1, 2], lon=[3, 4], offsets=[0, 2])[0].to_wkb())
        41
        """
        return self._rows.to_wkb()[0] or b""

    def __eq__(self, other: object) -> bool:
        return self._rows == other._rows if isinstance(other, Shape) else NotImplemented

    def __hash__(self) -> int:
        return hash((Shape, self._rows))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Shape is immutable: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Shape is immutable: cannot delete {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return operator.itemgetter(0), (self._rows,)

    def __repr__(self) -> str:
        count = self.vertex_count
        vertices = "1 vertex" if count == 1 else f"{count} vertices"
        return f"<Shape: {self.kind} of {vertices}>"
