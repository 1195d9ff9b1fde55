"""
How far is the next airport?
============================

The distance from every place of a grid to the nearest of the airports in ``examples/routes.csv``:
eleven million exact distances, by `geodist.cdist`.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import geodist as gd

folder = Path.cwd()
while not (folder / "examples" / "routes.csv").exists():
    folder = folder.parent
routes = pd.read_csv(folder / "examples" / "routes.csv")
airports = routes[["origin_lat", "origin_lon"]].drop_duplicates().to_numpy()

lat, lon = np.linspace(23, 50, 136), np.linspace(-126, -65, 306)
grid_lat, grid_lon = np.meshgrid(lat, lon, indexing="ij")
distances = gd.cdist(grid_lat.ravel(), grid_lon.ravel(), airports[:, 0], airports[:, 1])
nearest = distances.min(axis=1).reshape(grid_lat.shape) / 1000

figure, axes = plt.subplots(figsize=(8, 4.6), layout="constrained")
filled = axes.contourf(lon, lat, nearest, np.arange(0, 1001, 50), cmap="magma_r", extend="max")
axes.plot(airports[:, 1], airports[:, 0], "k.", ms=2)
axes.set(
    xlim=(lon[0], lon[-1]),
    ylim=(lat[0], lat[-1]),
    aspect=1 / np.cos(np.radians(38)),
    xlabel="longitude, degrees",
    ylabel="latitude, degrees",
    title=f"{distances.size / 1e6:.1f} million distances",
)
figure.colorbar(filled, label="km to the nearest airport", shrink=0.85)
