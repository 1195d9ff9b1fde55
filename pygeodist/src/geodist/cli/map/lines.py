"""Lines on a map: geodesics and outlines, cut where they cross the antimeridian."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

import geodist
from geodist.cli.map.areas import Area, fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.io.cells import FloatArray, Rows
    from geodist.cli.map.outlines import Outline

# Neighbours on a drawn geodesic: close enough to look round at any scale of a map.
STEP_METRES = 100_000.0
# Longest pieces of planar edges: those that jump further cross the antimeridian.
LONGEST_DEGREES = 120.0


class Lines(NamedTuple):
    """Lines, in degrees; NaN is between one and the next, and the two sides of the antimeridian.

    Parameters
    ----------
    lon, lat
        Their vertices.
    row
        Which row each vertex belongs to.
    """

    lon: FloatArray
    lat: FloatArray
    row: Rows

    def parts(self) -> list[tuple[FloatArray, FloatArray, int]]:
        """Return the longitudes, the latitudes and the row of each part."""
        begins, ends = self._spans()
        pairs = zip(begins.tolist(), ends.tolist(), strict=True)
        return [(self.lon[i:j], self.lat[i:j], int(self.row[i])) for i, j in pairs]

    def bounds(self) -> tuple[FloatArray, FloatArray]:
        """Return the least and the greatest longitude of each part."""
        begins, ends = self._spans()
        if not len(begins):
            return np.zeros(0), np.zeros(0)
        at = np.stack([begins, ends], 1).ravel()
        lon = np.append(self.lon, 0)
        return np.fmin.reduceat(lon, at)[::2], np.fmax.reduceat(lon, at)[::2]

    def _spans(self) -> tuple[Rows, Rows]:
        there = np.concatenate([[False], np.isfinite(self.lon), [False]])
        edges = np.flatnonzero(np.diff(there))
        return edges[::2], edges[1::2]


def wrap(lon: FloatArray) -> FloatArray:
    """Bring longitudes into [-180, 180].

    >>> wrap(np.array([190.0, -180.0, 180.0, 540.0])).tolist()
    [-170.0, -180.0, 180.0, 180.0]
    """
    inside = np.abs(lon) <= 180
    turned = 180 - np.mod(180 - lon, 360)
    return np.where(inside, lon, turned)


def trace(ends: Sequence[FloatArray], ellipsoid: Any, max_vertices: int) -> Lines:
    """Follow the geodesics between pairs of points, with not many more vertices than allowed."""
    lat1, lon1, lat2, lon2 = ends
    total = float(geodist.distance(lat1, lon1, lat2, lon2, ellipsoid=ellipsoid).sum())
    spacing = max(STEP_METRES, total / max_vertices)
    along = geodist.waypoints(lat1, lon1, lat2, lon2, spacing=spacing, ellipsoid=ellipsoid)
    return cut(wrap(along.lon), along.lat, along.line, np.flatnonzero(np.diff(along.line)) + 1)


class Drawn(NamedTuple):
    """Outlines as they are drawn.

    Parameters
    ----------
    lines
        All of them.
    areas
        The polygons among them.
    wide
        How many edges are planar and longer than half a turn.
    """

    lines: Lines
    areas: list[Area]
    wide: int


def join(
    outlines: Sequence[tuple[int, Outline]],
    edges: Literal["geodesic", "planar"],
    ellipsoid: Any,
    max_vertices: int,
) -> Drawn:
    """Make lines and areas of outlines, each with its row."""
    if not outlines:
        return Drawn(cut(np.zeros(0), np.zeros(0), np.zeros(0, int), np.zeros(0, int)), [], 0)
    lon, lat = np.concatenate([outline.vertices for _, outline in outlines]).T
    starts = np.cumsum([0, *(len(outline.vertices) for _, outline in outlines)])
    wide = 0
    if edges == "planar":
        lon, lat, starts, wide = _divide(lon, lat, starts)
    else:
        shapes = geodist.Shapes.lines(lat, wrap(lon), starts, edges="geodesic")
        total = float(geodist.length(shapes, ellipsoid=ellipsoid).sum())
        spacing = max(STEP_METRES, total / max_vertices)
        layout = geodist.densify(shapes, spacing, ellipsoid=ellipsoid)._layout
        lon, lat, starts = layout.lon, layout.lat, layout.rings
    areas: list[Area] = []
    pairs = itertools.pairwise(starts.tolist())
    for (row, outline), (begin, end) in zip(outlines, pairs, strict=True):
        if outline.ring < 0:
            continue
        if outline.ring == 0:
            areas.append(Area([], row))
        own = lon[begin:end]
        if edges == "geodesic":
            own = np.unwrap(own, period=360)
        if areas and areas[-1].row == row:
            areas[-1].rings.extend(fill(own, lat[begin:end], hole=outline.ring > 0))
    rows = np.repeat([row for row, _ in outlines], np.diff(starts))
    return Drawn(cut(wrap(lon), lat, rows, starts[1:-1]), areas, wide)


def _divide(
    lon: FloatArray, lat: FloatArray, starts: Rows
) -> tuple[FloatArray, FloatArray, Rows, int]:
    """Divide planar edges so that none is as long as half a turn, and count those that are."""
    length = np.abs(np.diff(lon))
    length[starts[1:-1] - 1] = 0
    pieces = np.append(np.maximum(np.ceil(length / LONGEST_DEGREES), 1), 1).astype(np.int64)
    begins = np.cumsum(pieces) - pieces
    edge = np.repeat(np.arange(len(lon)), pieces)
    along = (np.arange(len(edge)) - begins[edge]) / pieces[edge]
    after = np.minimum(edge + 1, len(lon) - 1)
    new_lon, new_lat = (
        values[edge] + along * (values[after] - values[edge]) for values in (lon, lat)
    )
    return new_lon, new_lat, np.append(begins, len(edge))[starts], int((length > 180).sum())


def cut(lon: FloatArray, lat: FloatArray, row: Rows, starts: Rows) -> Lines:
    """Cut lines before the indices ``starts``, and where they cross the antimeridian.

    >>> none = np.zeros(0, int)
    >>> cut(np.array([170.0, -170.0]), np.array([0.0, 10.0]), np.zeros(2, int), none).lon.tolist()
    [170.0, 180.0, nan, -180.0, -170.0]
    """
    jump = np.zeros(len(lon), bool)
    jump[1:] = np.abs(np.diff(lon)) > 180
    jump[starts] = False
    at = np.flatnonzero(jump)
    side = np.sign(lon[at - 1])
    before, after = 180 - np.abs(lon[at - 1]), 180 - np.abs(lon[at])
    share = before / np.where(before + after > 0, before + after, 1)
    crossing = lat[at - 1] + share * (lat[at] - lat[at - 1])
    nan = np.full(len(at), np.nan)
    where = np.concatenate([np.repeat(at, 3), starts])
    order = np.argsort(where, kind="stable")
    new_lon = np.concatenate(
        [np.stack([180 * side, nan, -180 * side], 1).ravel(), np.full(len(starts), np.nan)]
    )
    new_lat = np.concatenate(
        [np.stack([crossing, nan, crossing], 1).ravel(), np.full(len(starts), np.nan)]
    )
    where = where[order]
    return Lines(
        np.insert(lon, where, new_lon[order]),
        np.insert(lat, where, new_lat[order]),
        np.insert(row, where, row[where]),
    )
