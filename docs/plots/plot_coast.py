"""
How far is the sea?
===================

The distance from every place to the nearest coast. `geodist.ShapeIndex` finds it among 20,263 edges for each
of 260,000 points of a grid. The nearest point can be anywhere on an edge.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import geodist as gd

folder = Path.cwd()
while not (folder / "examples" / "coast.geojson").exists():
    folder = folder.parent
coast = gd.Shapes.from_geojson((folder / "examples" / "coast.geojson").read_bytes())
countries = gd.Shapes.from_geojson((folder / "examples" / "countries.geojson").read_bytes())
index = gd.ShapeIndex(coast)

lat, lon = np.linspace(-90, 90, 361), np.linspace(-180, 180, 721)
km = index.query(lat[:, None], lon).distances / 1000

figure, axes = plt.subplots(figsize=(9, 4.3), layout="constrained")
filled = axes.contourf(lon, lat, km, np.arange(0, 2701, 150), cmap="viridis_r", extend="max")
breaks = coast.ring_offsets[1:-1]
axes.plot(np.insert(coast.lon, breaks, np.nan), np.insert(coast.lat, breaks, np.nan), "k", lw=0.4)
axes.set(xlim=(-180, 180), ylim=(-90, 90), aspect=1)
axes.set_xticks(range(-180, 181, 60), ["180°", "120° W", "60° W", "0°", "60° E", "120° E", "180°"])
axes.set_yticks(range(-60, 61, 30), ["60° S", "30° S", "0°", "30° N", "60° N"])
axes.tick_params(length=0, labelcolor="0.3")
figure.colorbar(filled, label="km to the nearest coast", ticks=range(0, 2701, 300), pad=0.01)

# %%
# The places that are farthest from a coast, on land and at sea (the coast of this map lacks small islands):
on_land = gd.ShapeIndex(countries).covering(lat[:, None], lon).counts.reshape(km.shape) > 0
for name, where in (("land", on_land), ("sea", ~on_land)):
    row, column = np.unravel_index(np.where(where, km, 0).argmax(), km.shape)
    print(f"{name}: {lat[row]:.1f}, {lon[column]:.1f}: {km[row, column]:.0f} km")
