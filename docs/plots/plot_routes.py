"""
A map of airline routes
=======================

The 2420 routes of ``examples/routes.csv``, drawn as geodesics. One call of `geodist.waypoints` computes
all points on the way.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection

import geodist as gd
from geodist.cli.map.data import coastlines

folder = Path.cwd()
while not (folder / "examples" / "routes.csv").exists():
    folder = folder.parent
routes = pd.read_csv(folder / "examples" / "routes.csv")

ends = [
    routes[column].to_numpy()
    for column in ("origin_lat", "origin_lon", "destination_lat", "destination_lon")
]
lat, lon = gd.waypoints(*ends, 40)
# a line across the antimeridian continues beyond 180 degrees instead of jumping back
lon = np.unwrap(lon, period=360)
lon[lon.min(axis=1) > 0] -= 360
km = gd.distance(*ends) / 1000

figure, axes = plt.subplots(figsize=(8, 4.6), layout="constrained")
axes.plot(*coastlines(), color="0.6", lw=0.5)
order = np.argsort(-km)
lines = LineCollection(
    np.stack([lon, lat], axis=-1)[order], array=km[order], cmap="viridis_r", lw=0.5, alpha=0.6
)
axes.add_collection(lines)
axes.set(
    xlim=(-180, -60),
    ylim=(12, 73),
    aspect=1 / np.cos(np.radians(40)),
    xlabel="longitude, degrees",
    ylabel="latitude, degrees",
    title=f"{len(routes)} routes, {km.min():.0f} to {km.max():.0f} km",
)
axes.grid(alpha=0.3)
figure.colorbar(lines, label="km", shrink=0.8)
