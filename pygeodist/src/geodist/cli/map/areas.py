"""Areas on a map: the rings of polygons, as they are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from geodist.cli.io.cells import FloatArray


class Area(NamedTuple):
    """A polygon.

    Parameters
    ----------
    rings
        Longitudes and latitudes, a row for each vertex: outer rings counter-clockwise, holes
        clockwise. What is beyond the antimeridian is on the other side, closed along it.
    row
        Which row it belongs to.
    """

    rings: list[FloatArray]
    row: int


def fill(lon: FloatArray, lat: FloatArray, *, hole: bool) -> list[FloatArray]:
    """Turn a ring, whose longitudes go on beyond 180, into rings within [-180, 180].

    >>> lon, lat = np.array([170.0, 190, 190, 170]), np.array([0.0, 0, 9, 9])
    >>> [ring.tolist() for ring in fill(lon, lat, hole=False)][1]
    [[-180.0, 0.0], [-180.0, 0.0], [-170.0, 0.0], [-170.0, 9.0], [-180.0, 9.0], [-180.0, 9.0]]
    """
    if abs(lon[-1] - lon[0]) > 180:
        # It goes around a pole, which it holds.
        pole = 90.0 if lat.mean() > 0 else -90.0
        lon = np.append(lon, [lon[-1], lon[0]])
        lat = np.append(lat, [pole, pole])
    doubled = float(np.sum(lon * np.roll(lat, -1) - np.roll(lon, -1) * lat))
    if (doubled < 0) != hole:
        lon, lat = lon[::-1], lat[::-1]
    first = int(np.floor((lon.min() + 180) / 360))
    last = max(first, int(np.ceil((lon.max() - 180) / 360)))
    for turn in range(first, last):
        lon, lat = _cross(lon, lat, 360.0 * turn + 180)
    # What is outside is moved to the antimeridian, where it encloses nothing.
    turns = (360.0 * turn for turn in range(first, last + 1))
    return [np.stack([np.clip(lon - turn, -180, 180), lat], 1) for turn in turns]


def _cross(lon: FloatArray, lat: FloatArray, meridian: float) -> tuple[FloatArray, FloatArray]:
    """Add vertices to a ring where it crosses a meridian."""
    after_lon, after_lat = np.roll(lon, -1), np.roll(lat, -1)
    at = np.flatnonzero((lon - meridian) * (after_lon - meridian) < 0)
    share = (meridian - lon[at]) / (after_lon[at] - lon[at])
    crossing = lat[at] + share * (after_lat[at] - lat[at])
    return np.insert(lon, at + 1, meridian), np.insert(lat, at + 1, crossing)
