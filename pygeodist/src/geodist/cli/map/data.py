"""What a map shows: points, geodesics cut at the antimeridian, coastlines."""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

import geodist
from geodist.cli.operation import Settings
from geodist.cli.pipeline import read_arguments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.columns import Choice
    from geodist.cli.io.cells import FloatArray
    from geodist.cli.io.layer import Source
    from geodist.cli.roles import Role

# Neighbours on a drawn geodesic: close enough to look round at any scale of a map.
STEP_METRES = 100_000.0
# More of them than a page or a picture can show.
MAX_ROWS = 100_000
# The rows of coastlines.npy that part one line from the next, and the unit of the others.
COAST_GAP = -32768
COAST_PER_DEGREE = 100


@dataclass(slots=True)
class MapData:
    """Points and lines, in degrees; NaN is between one line and the next.

    Parameters
    ----------
    points
        Longitudes and latitudes of the points of all rows.
    lines
        Longitudes and latitudes along the lines.
    rows
        How many rows are shown.
    invalid
        How many rows cannot be.
    reason
        Why the first of them cannot.
    surplus
        How many rows are too many.
    coast
        Coastlines, in the same form as lines.
    """

    points: tuple[FloatArray, FloatArray]
    lines: tuple[FloatArray, FloatArray]
    rows: int
    invalid: int
    reason: str
    surplus: int
    coast: tuple[FloatArray, FloatArray] = field(default_factory=lambda: coastlines())  # noqa: PLW0108 - defined below

    def extent(self) -> tuple[float, float, float, float]:
        """Return west, east, south and north of what is shown, with a margin."""
        lon = np.concatenate([self.points[0], self.lines[0]])
        lat = np.concatenate([self.points[1], self.lines[1]])
        if not np.isfinite(lon).any():
            return -180.0, 180.0, -90.0, 90.0
        west, east = float(np.nanmin(lon)), float(np.nanmax(lon))
        south, north = float(np.nanmin(lat)), float(np.nanmax(lat))
        margin = max(0.05 * (east - west), 0.05 * (north - south), 0.01)
        west, east = max(west - margin, -180), min(east + margin, 180)
        return west, east, max(south - margin, -90), min(north + margin, 90)


def read_map(
    source: Source, roles: Sequence[Role], choice: Choice, ellipsoid: Any, order: str = ""
) -> MapData:
    """Read what a table has to show: a point per row, or two and the geodesic between them."""
    parts: list[list[FloatArray]] = [[] for _ in roles]
    shown = invalid = surplus = 0
    reason = ""
    for batch in source.batches():
        arguments = read_arguments(batch, roles, choice, Settings(order=order))
        good = np.flatnonzero(~arguments.bad)
        if len(good) < batch.rows and not invalid:
            reason = arguments.reason(int(np.argmax(arguments.bad)))
        invalid += batch.rows - len(good)
        surplus += max(0, shown + len(good) - MAX_ROWS)
        good = good[: MAX_ROWS - shown]
        shown += len(good)
        for part, array in zip(parts, arguments.arrays, strict=True):
            part.append(array[good])
    arrays = [np.concatenate([np.zeros(0), *part]) for part in parts]
    lats, lons = arrays[0::2], [wrap(lon) for lon in arrays[1::2]]
    nothing = np.zeros(0), np.zeros(0)
    lines = geodesics(arrays, ellipsoid) if len(arrays) == 4 else nothing
    return MapData(
        (np.concatenate(lons), np.concatenate(lats)), lines, shown, invalid, reason, surplus
    )


def wrap(lon: FloatArray) -> FloatArray:
    """Bring longitudes into [-180, 180].

    >>> wrap(np.array([190.0, -180.0, 180.0, 540.0])).tolist()
    [-170.0, -180.0, 180.0, 180.0]
    """
    inside = np.abs(lon) <= 180
    turned = 180 - np.mod(180 - lon, 360)
    return np.where(inside, lon, turned)


def geodesics(ends: Sequence[FloatArray], ellipsoid: Any) -> tuple[FloatArray, FloatArray]:
    """Follow the geodesics between pairs of points.

    Returns
    -------
    lon, lat
        Along all lines; NaN is between one and the next, and the two sides of the antimeridian.
    """
    lat1, lon1, lat2, lon2 = ends
    along = geodist.waypoints(lat1, lon1, lat2, lon2, spacing=STEP_METRES, ellipsoid=ellipsoid)
    return cut(wrap(along.lon), along.lat, np.flatnonzero(np.diff(along.line)) + 1)


def cut(lon: FloatArray, lat: FloatArray, starts: Any) -> tuple[FloatArray, FloatArray]:
    """Cut lines before the indices ``starts``, and where they cross the antimeridian.

    >>> cut(np.array([170.0, -170.0]), np.array([0.0, 10.0]), np.zeros(0, int))[0].tolist()
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
    return (
        np.insert(lon, where[order], new_lon[order]),
        np.insert(lat, where[order], new_lat[order]),
    )


def coastlines() -> tuple[FloatArray, FloatArray]:
    """Return the coastlines of the world: Natural Earth 1:50 million, right to about 6 km.

    They come with geodist: ``pygeodist/tools/make_coastlines.py`` made them, and says of what.
    """
    with (
        importlib.resources.files("geodist.cli.map").joinpath("coastlines.npy").open("rb") as stream
    ):
        table = np.load(stream, allow_pickle=False)
    lon, lat = np.where(table == COAST_GAP, np.nan, table / COAST_PER_DEGREE).T
    return lon, lat


def graticule(west: float, east: float) -> float:
    """Choose the distance between the lines of a graticule, in degrees.

    >>> graticule(-180, 180), graticule(5.9, 6.2)
    (30.0, 0.05)
    """
    span = east - west
    steps = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0)
    return next((step for step in steps if span / step <= 12), 30.0)
