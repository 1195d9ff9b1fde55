"""Lines on a map: geodesics and outlines, cut where they cross the antimeridian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import geodist

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.io.cells import FloatArray, Rows
    from geodist.cli.map.outlines import Outline

# Neighbours on a drawn geodesic: close enough to look round at any scale of a map.
STEP_METRES = 100_000.0


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


def join(outlines: Sequence[tuple[int, Outline]]) -> Lines:
    """Make lines of outlines, each with its row."""
    if not outlines:
        return Lines(np.zeros(0), np.zeros(0), np.zeros(0, np.int64))
    lon, lat = np.concatenate([outline for _, outline in outlines]).T
    lengths = [len(outline) for _, outline in outlines]
    row = np.repeat([row for row, _ in outlines], lengths)
    return cut(wrap(lon), lat, row, np.cumsum(lengths)[:-1])


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
