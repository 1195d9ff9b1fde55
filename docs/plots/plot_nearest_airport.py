"""
How far is the nearest airport?
===============================

The distance from every place on Earth to the nearest of the airports in ``examples/airports.csv``.
`geodist.PointIndex` finds it for each of 260,000 points of a grid, exactly, without computing the
two billion distances between all points and all airports.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import geodist as gd
from geodist.cli.map.data import coastlines

folder = Path.cwd()
while not (folder / "examples" / "airports.csv").exists():
    folder = folder.parent
airports = pd.read_csv(folder / "examples" / "airports.csv")
index = gd.PointIndex(airports.lat, airports.lon)

lat, lon = np.linspace(-90, 90, 361), np.linspace(-180, 180, 721)
distances, nearest = index.query(lat[:, None], lon)
km = distances / 1000

figure, axes = plt.subplots(figsize=(9, 4.3), layout="constrained")
filled = axes.contourf(lon, lat, km, np.arange(0, 3001, 150), cmap="magma_r", extend="max")
axes.plot(*coastlines(), color="0.35", lw=0.4)
axes.plot(airports.lon, airports.lat, ".", color="#1f6fb4", ms=0.5)
axes.set(xlim=(-180, 180), ylim=(-90, 90), aspect=1)
axes.set_xticks(range(-180, 181, 60), ["180°", "120° W", "60° W", "0°", "60° E", "120° E", "180°"])
axes.set_yticks(range(-60, 61, 30), ["60° S", "30° S", "0°", "30° N", "60° N"])
axes.tick_params(length=0, labelcolor="0.3")
figure.colorbar(filled, label="km to the nearest airport", ticks=range(0, 3001, 500), pad=0.01)

# %%
# The place that is farthest from all airports, and the airport nearest to it:
row, column = np.unravel_index(km.argmax(), km.shape)
airport = airports.airport[nearest[row, column]]
print(f"{lat[row]:.1f}, {lon[column]:.1f}: {km[row, column]:.0f} km to {airport}")
