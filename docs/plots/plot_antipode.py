"""
Near the antipode
=================

On a sphere all great circles from a point meet again at its antipode. On the ellipsoid the geodesics
miss it: neighbouring ones cross on a curve with four cusps, an astroid, 100 km across at this
latitude. Four geodesics reach each place inside it, and the shortest one is hard to find. The plot
shows geodesics from 30° N in all directions, where they pass the antipode.
"""

import matplotlib.pyplot as plt
import numpy as np

import geodist as gd

lat0, lon0 = 30, 0
azimuth = np.arange(0, 360, 3)[:, None]
along = np.linspace(19_900e3, 20_110e3, 60)
lat, lon, _ = gd.direct(lat0, lon0, azimuth, along)
# on a map in kilometres around the antipode
km_per_degree = 111.2
x = (lon % 360 - 180) * np.cos(np.radians(lat0)) * km_per_degree
y = (lat + lat0) * km_per_degree

figure, axes = plt.subplots(figsize=(6, 6), layout="constrained")
axes.plot(x.T, y.T, color="C0", lw=0.6, alpha=0.7)
axes.plot(0, 0, "r+", ms=12, label="antipode")
axes.set(
    xlim=(-60, 60),
    ylim=(-60, 60),
    aspect=1,
    xlabel="km to the east",
    ylabel="km to the north",
    title="Geodesics from 30° N near 30° S, 180°",
)
axes.legend(loc="upper right")

# %%
# A geodesic is the shortest way only up to the point where it crosses its mirror image, on the
# parallel through the antipode. Beyond that point, another one is shorter.
