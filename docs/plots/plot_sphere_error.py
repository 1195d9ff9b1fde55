"""
Where the sphere is wrong
=========================

A haversine formula takes the Earth for a sphere. How wrong that is depends on where a line is and
where it leads: here the error of lines of 100 km, by the latitude of their middle and by azimuth.
"""

import matplotlib.pyplot as plt
import numpy as np

import geodist as gd

lat = np.linspace(-90, 90, 181)[:, None]
azimuth = np.linspace(0, 180, 181)
half = 50e3
lat1, lon1, _ = gd.direct(lat, 0, azimuth, -half)
lat2, lon2, _ = gd.direct(lat, 0, azimuth, half)
sphere = gd.distance(lat1, lon1, lat2, lon2, ellipsoid="sphere")
error = sphere / (2 * half) - 1

figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
levels = np.arange(-0.6, 0.61, 0.1)
filled = axes.contourf(azimuth, lat[:, 0], 100 * error, levels, cmap="RdBu_r")
axes.contour(azimuth, lat[:, 0], error, [0], colors="k", linewidths=1)
axes.set(
    xlabel="azimuth, degrees",
    ylabel="latitude, degrees",
    title="Error of the great-circle distance",
    xticks=range(0, 181, 45),
    yticks=range(-90, 91, 30),
)
figure.colorbar(filled, label="percent")

# %%
# No radius makes it right everywhere: a larger one moves the black line, on which the sphere is
# right, and no more. At the equator a line to the north is 0.56 % too long, and one to the east
# 0.11 % too short.
