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
    """Draw sets and witnesses; longitudes in [-180, 180], latitudes upwards."""
    ax = axes_or_new(ax)
    for points, name, marker in ((found.a, "a", "o"), (found.b, "b", "s")):
        ax.plot(wrapped(points.lon), points.lat, marker, markersize=3, label=name)
    directions = [("a to b", found.forward)]
    if found.backward is not None:
        directions.append(("b to a", found.backward))
    for name, direction in directions:
        lat, lon = line(direction.witness)
        ax.plot(lon, lat, label=f"{name}: {direction.witness.distance:,.0f} m")
    return finished(ax, np.concatenate([found.a.lat, found.b.lat]))


def axes_or_new(ax: Axes | None) -> Axes:
    """Make axes where none are given."""
    if ax is None:
        from matplotlib import pyplot as plt

        _, ax = plt.subplots(layout="constrained")
    return ax


def finished(ax: Axes, lat: FloatArray) -> Axes:
    """Name the axes of a map, and what is on it; as wide as high at the middle latitude."""
    middle = np.radians((np.nanmin(lat) + np.nanmax(lat)) / 2)
    # Poles would stretch it without end.
    aspect = 1 / max(float(np.cos(middle)), 0.2)
    ax.set(xlabel="longitude", ylabel="latitude", aspect=aspect)
    # Above the map, where it hides no point.
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, frameon=False)
    return ax


def line(witness: Witness) -> tuple[FloatArray, FloatArray]:
    """Give the points of the geodesic, with NaN where it leaves the map at the antimeridian."""
    a, b = witness.a, witness.b
    lat1, lon1, lat2, lon2 = (np.asarray(end, float) for end in (a.lat, a.lon, b.lat, b.lon))
    _, lat, lon = _geodist_core.waypoints(lat1, lon1, lat2, lon2, _STEPS, None, None, 0)
    return on_map(lat, lon)


def on_map(lat: FloatArray, lon: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Wrap a path that has no long edges, with NaN where it leaves the map at the antimeridian."""
    lon = wrapped(lon)
    jumps = np.flatnonzero(np.abs(np.diff(lon)) > 180)
    side = np.copysign(180.0, lon[jumps])
    # Up to the edge of the map, and on from the other edge.
    ahead = lon[jumps + 1] + 2 * side
    share = np.where(ahead != lon[jumps], (side - lon[jumps]) / (ahead - lon[jumps]), 0)
    crossing = lat[jumps] + share * (lat[jumps + 1] - lat[jumps])
    gap = np.full(jumps.size, np.nan)
    at = np.repeat(jumps + 1, 3)
    return (
        np.insert(lat, at, np.column_stack([crossing, gap, crossing]).ravel()),
        np.insert(lon, at, np.column_stack([side, gap, -side]).ravel()),
    )


def wrapped(lon: FloatArray) -> FloatArray:
    """Bring longitudes to [-180, 180)."""
    return np.remainder(lon + 180, 360) - 180
