"""Drawings of two sets of points and of the lines between their witnesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geodist import _geodist_core

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from geodist._types.witnesses import SetDistance, Witness
    from geodist._typing import FloatArray

_STEPS = 101  # points on a line


def draw(found: SetDistance, ax: Axes | None) -> Axes:
    """Draw sets and witnesses; longitudes across, latitudes upwards."""
    directions = [("a to b", found.forward)]
    if found.backward is not None:
        directions.append(("b to a", found.backward))
    lines = [(name, direction.witness, *line(direction.witness)) for name, direction in directions]
    shown = [points.lon[np.isfinite(points.lat)] for points in (found.a, found.b)]
    west = west_edge(ax, *shown, *(lon for *_, lon in lines))
    ax = axes_or_new(ax)
    for points, name, marker in ((found.a, "a", "o"), (found.b, "b", "s")):
        ax.plot(wrapped(points.lon, west), points.lat, marker, markersize=3, label=name)
    for name, witness, lat, lon in lines:
        y, x = on_map(lat, lon, west)
        ax.plot(x, y, label=f"{name}: {witness.distance:,.0f} m")
    return finished(ax, np.concatenate([found.a.lat, found.b.lat]), west)


def axes_or_new(ax: Axes | None) -> Axes:
    """Make axes where none are given."""
    if ax is None:
        from matplotlib import pyplot as plt

        _, ax = plt.subplots(layout="constrained")
    return ax


def finished(ax: Axes, lat: FloatArray, west: float) -> Axes:
    """Name the axes of a map, and what is on it; as wide as high at the middle latitude."""
    if west != -180:
        ax.xaxis.set_major_formatter(_longitude)
    if ax.dataLim.width > 330:
        ax.margins(x=0)  # there is nothing beyond
    middle = np.radians((np.nanmin(lat) + np.nanmax(lat)) / 2)
    # Poles would stretch it without end.
    aspect = 1 / max(float(np.cos(middle)), 0.2)
    ax.set(xlabel="longitude", ylabel="latitude", aspect=aspect)
    # Above the map, where it hides no point.
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, frameon=False)
    return ax


def _longitude(value: float, _: float = 0) -> str:
    """Name a place on the axis of longitudes.

    >>> _longitude(182), _longitude(180.0003)
    ('-178', '-179.9997')
    """
    return f"{round((value + 180) % 360 - 180, 9):.10g}"


def line(witness: Witness) -> tuple[FloatArray, FloatArray]:
    """Give the points of the geodesic."""
    a, b = witness.a, witness.b
    lat1, lon1, lat2, lon2 = (np.asarray(end, float) for end in (a.lat, a.lon, b.lat, b.lon))
    _, lat, lon = _geodist_core.waypoints(lat1, lon1, lat2, lon2, _STEPS, None, None, 0)
    return lat, lon


def on_map(lat: FloatArray, lon: FloatArray, west: float = -180) -> tuple[FloatArray, FloatArray]:
    """Wrap a path that has no long edges, with NaN where it leaves the map at its western edge.

    >>> on_map(np.array([0.0, 1.0]), np.array([179.0, -179.0]))[1].tolist()
    [179.0, 180.0, nan, -180.0, -179.0]
    >>> on_map(np.array([0.0, 1.0]), np.array([179.0, -179.0]), 0)[1].tolist()
    [179.0, 181.0]
    """
    lon = wrapped(lon, west)
    jumps = np.flatnonzero(np.abs(np.diff(lon)) > 180)
    east = lon[jumps] > west + 180
    side, other = np.where(east, west + 360, west), np.where(east, west, west + 360)
    # Up to the edge of the map, and on from the other edge.
    ahead = lon[jumps + 1] + side - other
    share = np.where(ahead != lon[jumps], (side - lon[jumps]) / (ahead - lon[jumps]), 0)
    crossing = lat[jumps] + share * (lat[jumps + 1] - lat[jumps])
    gap = np.full(jumps.size, np.nan)
    at = np.repeat(jumps + 1, 3)
    return (
        np.insert(lat, at, np.column_stack([crossing, gap, crossing]).ravel()),
        np.insert(lon, at, np.column_stack([side, gap, other]).ravel()),
    )


def wrapped(lon: FloatArray, west: float = -180) -> FloatArray:
    """Bring longitudes to [west, west + 360)."""
    return np.remainder(lon - west, 360) + west


def west_edge(ax: Axes | None, *longitudes: FloatArray) -> float:
    """Choose where to cut the map: at -180, unless what is shown lies on both sides of it.

    Axes that show something already keep their longitudes.

    >>> west_edge(None, np.array([10.0, 350.0])), west_edge(None, np.array([178.0, -178.0]))
    (-180.0, 0.0)
    """
    if ax is not None and ax.has_data():
        return -180.0
    lon = wrapped(np.concatenate([np.ravel(each) for each in longitudes]))
    lon = lon[np.isfinite(lon)]
    west, east = span(lon, lon) if lon.size else (0.0, 0.0)
    return (west + east) / 2 - 180 if east > 180 else -180.0


def span(begins: FloatArray, ends: FloatArray) -> tuple[float, float]:
    """Find the shortest range of longitudes that holds some intervals.

    It crosses the antimeridian only where that saves much.

    >>> span(np.array([179.0, -178.0]), np.array([180.0, -170.0]))
    (179.0, 190.0)
    >>> span(np.array([-10.0, 20.0]), np.array([0.0, 30.0]))
    (-10.0, 30.0)
    """
    order = np.argsort(begins)
    begins, ends = begins[order], np.maximum.accumulate(ends[order])
    west, east = float(begins[0]), float(ends[-1])
    if len(begins) > 1:
        gaps = begins[1:] - ends[:-1]
        widest = int(np.argmax(gaps))
        if gaps[widest] > west + 360 - east + 30:
            return float(begins[widest + 1]), float(ends[widest]) + 360
    return west, east
