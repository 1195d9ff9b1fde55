"""Collections of shapes made of columns that were read, of points, and of rows of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._columns.cells import is_missing
from geodist._columns.datums import DEFAULT, common_datum
from geodist._columns.layouts import NO_SHAPE, POINT, Layout, joined
from geodist._errors import GeodistError, InvalidGeometryError
from geodist._types.point_readers import datum_said
from geodist._types.shape import Shape
from geodist._types.shape_builders import ShapeBuilders, checked_edges

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

    from geodist._columns.datums import Datum
    from geodist._types.points import Points
    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike


class ShapeRows(ShapeBuilders):
    """What the readers of `geodist.Shapes` have in common."""

    __slots__ = ()

    @classmethod
    def _of(
        cls,
        read: tuple[Layout, Datum],
        crs: Any,
        ellipsoid: EllipsoidLike,
        edges: Edges | None,
        oriented: bool,
        *,
        usual: Edges = "geodesic",
    ) -> Self:
        layout, datum = read
        datum = datum_said(datum, crs, ellipsoid)
        return cls._own(layout, datum, checked_edges(edges), oriented, usual=usual)

    def _with(
        self,
        *,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges | None = None,
        oriented: bool | None = None,
    ) -> Self:
        """Give the same shapes, of which the caller says more."""
        about = (
            datum_said(self._datum, crs, ellipsoid),
            checked_edges(edges) or self._edges,
            self._oriented if oriented is None else oriented,
        )
        if about == (self._datum, self._edges, self._oriented):
            return self
        return self._checked(self._layout, *about)

    @classmethod
    def _of_rows(cls, rows: NDArray[np.object_]) -> Self:
        """Join single shapes, and None for what is missing."""
        if rows.ndim != 1:
            raise InvalidGeometryError(f"shapes must have one dimension, got shape {rows.shape}")
        kept: dict[int, Any] = {}
        for row, shape in enumerate(rows):
            if isinstance(shape, Shape):
                kept[row] = shape.shapes
            elif not is_missing(shape):
                what = type(shape).__name__
                raise TypeError(
                    f"beside rows of Shapes there may be None only, got {what} (row {row})"
                )
        first = next(iter(kept))
        datums = {shapes._datum.key: (row, shapes._datum) for row, shapes in kept.items()}
        datum = common_datum(**{f"row {row}": datum for row, datum in datums.values()})
        about = kept[first].edges, kept[first].oriented
        for row, shapes in kept.items():
            if (shapes.edges, shapes.oriented) != about:
                raise GeodistError(f"rows {first} and {row} differ in 'edges' or 'oriented'")
        layouts = (kept[i]._layout if i in kept else NO_SHAPE for i in range(rows.size))
        return cls._checked(joined(list(layouts)), datum or DEFAULT, *about)

    @classmethod
    def _of_points(cls, points: Points) -> Self:
        there = ~points.missing
        vertices = np.arange(np.count_nonzero(there) + 1)
        rows = np.concatenate([[0], np.cumsum(there)]).astype(np.int64)
        lat, lon = points.lat[there], points.lon[there]
        kinds = np.where(there, POINT, 0).astype(np.uint8)
        return cls._own(Layout(lat, lon, vertices, vertices, rows, kinds), points._datum)
