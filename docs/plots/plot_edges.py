"""
Two edges between the same ends
===============================

For 2000 km, the border of Canada and the United States follows the 49th parallel. If an edge is straight in
longitude and latitude, two vertices are enough for that. If it is the shortest way, the geodesic, it
runs north of the border. `geodist.Shapes` takes the edges of a data set as one or the other.
"""

import matplotlib.pyplot as plt
import numpy as np

import geodist as gd
from geodist.cli.map.data import coastlines

west, east, parallel = -122.84, -95.16, 49.0
lat, lon = gd.interpolate(parallel, west, parallel, east, np.linspace(0, 1, 201))


figure, axes = plt.subplots(figsize=(8, 4.2), layout="constrained")
axes.plot(*coastlines(), color="0.6", lw=0.6)
axes.fill_between(lon, parallel, lat, color="#f2c14e", alpha=0.5, lw=0)
axes.plot([west, east], [parallel, parallel], color="#1f6fb4", lw=1.8, label="planar edge")
axes.plot(lon, lat, color="#c03030", lw=1.8, label="geodesic edge")
axes.plot([west, east], [parallel, parallel], "o", color="k", ms=4)
middle = len(lat) // 2
gap = gd.distance(parallel, lon[middle], lat[middle], lon[middle])
axes.annotate(
    f"{gap / 1000:.0f} km",
    (lon[middle], (parallel + lat[middle]) / 2),
    (8, 30),
    textcoords="offset points",
    arrowprops={"arrowstyle": "-", "lw": 0.8},
)
axes.set(xlim=(-130, -85), ylim=(41, 57), aspect=1.5)
axes.set_xticks(range(-130, -84, 10), [f"{-x}° W" for x in range(-130, -84, 10)])
axes.set_yticks(range(42, 57, 4), [f"{y}° N" for y in range(42, 57, 4)])
axes.tick_params(length=0, labelcolor="0.3")
axes.legend(loc="upper right", frameon=False)

# %%
# The two have different lengths, and between them lies a strip of land. Its ring follows the geodesic
# in 200 short steps, and the last planar edge takes it back along the parallel.
border = {"lat": [parallel, parallel], "lon": [west, east], "offsets": [0, 2]}
for edges in ("planar", "geodesic"):
    length = gd.length(gd.Shapes.lines(**border, edges=edges))[0]
    print(f"{edges}: {length / 1000:.1f} km")

strip = gd.Shapes.polygons(lat, lon, [0, len(lat)], edges="planar")
print(f"between them: {gd.area(strip)[0] / 1e6:,.0f} km2")
