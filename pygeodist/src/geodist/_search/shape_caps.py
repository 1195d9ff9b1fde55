"""Which shapes of two columns may be near each other: caps around them that overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geodist._geodist_core import distance
from geodist._search.index import PointIndex

if TYPE_CHECKING:
    from typing import SupportsIndex

    from geodist._geodist_core import Ellipsoid
    from geodist._types.shapes import Shapes
    from geodist._typing import FloatArray, IntArray

# Metres. A larger cap does not bound the inside of a polygon: it counts as the whole Earth.
_LARGEST: Final = 9e6
# Metres, for rounding.
_SPARE: Final = 1.0
_DEGREE: Final = 111_700.0
_POLYGONS: Final = (3, 6)


class Caps:
    """A circle around each shape.

    Parameters
    ----------
    shapes
        The shapes.
    figure
        The ellipsoid.

    Attributes
    ----------
    rows
        The shapes that are neither missing nor empty.
    lat, lon, radius
        Their circles; a radius may be infinite.
    """

    def __init__(self, shapes: Shapes, figure: Ellipsoid) -> None:
        layout = shapes._layout
        bounds = layout.rings[layout.parts[layout.rows]]
        sizes = np.diff(bounds)
        self.rows = np.flatnonzero(sizes > 0)
        starts, sizes = bounds[self.rows], sizes[self.rows]
        if not self.rows.size:
            self.lat = self.lon = self.radius = np.empty(0)
            return
        lat, lon = np.radians(layout.lat), np.radians(layout.lon)
        axes = (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))
        x, y, z = (np.add.reduceat(axis, starts) for axis in axes)
        self.lat, self.lon = np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))
        owner = np.repeat(np.arange(self.rows.size), sizes)
        apart = distance(self.lat[owner], self.lon[owner], layout.lat, layout.lon, ellipsoid=figure)
        radius = np.maximum.reduceat(apart, starts)
        # No place on an edge is farther from both its ends than half its length.
        radius += np.maximum.reduceat(_edge_lengths(shapes, figure), starts) / 2 + _SPARE
        areal = np.isin(layout.kinds[self.rows], _POLYGONS)
        vast = radius > _LARGEST
        if shapes.oriented:
            vast |= areal
        if shapes.edges == "planar":
            span = np.maximum.reduceat(layout.lon, starts) - np.minimum.reduceat(layout.lon, starts)
            vast |= span >= 180
        self.radius: FloatArray = np.where(vast, np.inf, radius)

    def of(self, some: IntArray) -> Caps:
        """Give some of them."""
        chosen = object.__new__(Caps)
        chosen.rows, chosen.radius = self.rows[some], self.radius[some]
        chosen.lat, chosen.lon = self.lat[some], self.lon[some]
        return chosen


def _edge_lengths(shapes: Shapes, figure: Ellipsoid) -> FloatArray:
    """Bound the length of the edge that begins at each vertex."""
    layout = shapes._layout
    following = np.arange(1, layout.lat.size + 1)
    following[layout.rings[1:] - 1] = layout.rings[:-1]
    to = layout.lat[following], layout.lon[following]
    if shapes.edges == "planar":
        return _DEGREE * np.hypot(to[0] - layout.lat, to[1] - layout.lon)
    lengths: FloatArray = distance(layout.lat, layout.lon, *to, ellipsoid=figure)
    return lengths


def near_pairs(
    left: Caps,
    right: Caps,
    reach: FloatArray,
    figure: Ellipsoid,
    threads: SupportsIndex | None = None,
) -> tuple[IntArray, IntArray]:
    """List all pairs of rows that may be within a distance of each other, in metres.

    `reach` is that of each cap of the left column. No pair that is nearer is left out.
    """
    found: list[tuple[IntArray, IntArray]] = []
    everywhere = ~np.isfinite(left.radius + reach)
    vast = ~np.isfinite(right.radius)
    for some, others in (
        (np.flatnonzero(everywhere), np.arange(right.rows.size)),
        (np.flatnonzero(~everywhere), np.flatnonzero(vast)),
    ):
        found.append((np.repeat(some, others.size), np.tile(others, some.size)))
    local = np.flatnonzero(~everywhere)
    # Caps of about one size together, so that a large one does not make all others large.
    sizes = np.full(right.radius.size, -1)
    sizes[~vast] = np.log2(np.maximum(right.radius[~vast], 1.0)).astype(int) // 2
    for size in np.unique(sizes[~vast]).tolist():
        some = np.flatnonzero(sizes == size)
        index = PointIndex(right.lat[some], right.lon[some], ellipsoid=figure, threads=threads)
        limit = left.radius[local] + reach[local] + right.radius[some].max() + _SPARE
        near = index.query_radius(left.lat[local], left.lon[local], limit, threads=threads)
        mine, other = np.repeat(local, near.counts), some[near.indices]
        kept = near.distances <= left.radius[mine] + reach[mine] + right.radius[other] + _SPARE
        found.append((mine[kept], other[kept]))
    mine, other = (np.concatenate(column) for column in zip(*found, strict=True))
    return left.rows[mine], right.rows[other]
