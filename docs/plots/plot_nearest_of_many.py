"""
Whose airport is nearest?
=========================

Each place on Earth has a nearest airport among these: a Voronoi diagram on the ellipsoid, correct across
the antimeridian and at the poles. `geodist.PointIndex` finds the nearest two airports for every point of
a grid; where both are almost equally far, the plot shows a border.
"""

import matplotlib.pyplot as plt
import numpy as np

import geodist as gd
from geodist.cli.map.data import coastlines

airports = {
    "AMS": (52.31, 4.76), "FAI": (64.82, -147.86), "CPT": (-33.96, 18.60), "DEL": (28.57, 77.10),
    "DXB": (25.25, 55.36), "EZE": (-34.82, -58.54), "GRU": (-23.43, -46.47), "HNL": (21.32, -157.92),
    "ICN": (37.46, 126.44), "JFK": (40.64, -73.78), "LAX": (33.94, -118.41), "LOS": (6.58, 3.32),
    "MCM": (-77.87, 166.97), "MEX": (19.44, -99.07), "NAN": (-17.76, 177.44), "NBO": (-1.32, 36.93),
    "PER": (-31.94, 115.97), "SIN": (1.36, 103.99), "SYD": (-33.95, 151.18), "SVO": (55.97, 37.41),
}  # fmt: skip
lat, lon = np.array(list(airports.values())).T
index = gd.PointIndex(lat, lon)

grid_lat, grid_lon = np.linspace(-90, 90, 361), np.linspace(-180, 180, 721)
distances, nearest = index.query(grid_lat[:, None], grid_lon, k=2)
owner = nearest[..., 0]
margin = (distances[..., 1] - distances[..., 0]) / 1000

figure, axes = plt.subplots(figsize=(8, 4.4), layout="constrained")
axes.pcolormesh(grid_lon, grid_lat, owner, cmap="tab20", alpha=0.6, rasterized=True)
axes.plot(*coastlines(), color="0.35", lw=0.4)
axes.contour(grid_lon, grid_lat, margin, [60], colors="k", linewidths=0.6)
axes.plot(lon, lat, "k.", ms=4)
for name, (y, x) in airports.items():
    side = {"ha": "right", "xytext": (-3, 3)} if x > 150 else {"ha": "left", "xytext": (3, 3)}
    axes.annotate(name, (x, y), textcoords="offset points", fontsize=7, **side)
axes.set(
    xlim=(-180, 180),
    ylim=(-90, 90),
    aspect=1,
    xticks=range(-180, 181, 60),
    yticks=range(-90, 91, 30),
    xlabel="longitude, degrees",
    ylabel="latitude, degrees",
    title=f"The nearest of {len(index)} airports, for {owner.size:,} places",
)

# %%
# The place that is farthest from all of them:
row, column = np.unravel_index(distances[..., 0].argmax(), owner.shape)
print(f"{grid_lat[row]:.1f}, {grid_lon[column]:.1f}: {distances[row, column, 0] / 1000:.0f} km")
