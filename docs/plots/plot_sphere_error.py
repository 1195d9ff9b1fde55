"""
Where the sphere is wrong
=========================

A haversine formula assumes that the Earth is a sphere. The error depends on the place and the direction
of a line. The plot shows it for lines of 100 km, by the latitude of their middle and their azimuth.
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
# No radius is right everywhere: a larger one only moves the black line, where the sphere is right. At
# the equator a line to the north is 0.56 % too long, and one to the east 0.11 % too short.
