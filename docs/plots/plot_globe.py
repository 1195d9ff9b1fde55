"""
The shortest way and the constant course
========================================

From New York to Tokyo: the geodesic, which is the shortest way, and the rhumb line, which keeps one
compass course. You can draw a globe without a map library: `geodist.to_ecef` gives the places in
space, and a rotation turns them towards the viewer.
"""

import matplotlib.pyplot as plt
import numpy as np

import geodist as gd
from geodist.cli.map.data import coastlines

jfk, nrt = gd.Point(40.64, -73.78), gd.Point(35.76, 140.39)
geodesic = gd.waypoints(*jfk, *nrt, 200)
rhumb = gd.rhumb_inverse(*jfk, *nrt)
loxodrome = gd.rhumb_direct(*jfk, rhumb.azi12, np.linspace(0, rhumb.distance, 200))


def seen(lat, lon, eye_lat=50, eye_lon=-165):
    """Return how far right and up a distant viewer sees each place; NaN if it is hidden."""
    lat, lon = np.broadcast_arrays(lat, lon)
    space = np.array(gd.to_ecef(lat, lon, np.zeros(lat.shape))) / gd.WGS84.a
    phi, lam = np.radians([eye_lat, eye_lon])
    east = np.array([-np.sin(lam), np.cos(lam), 0])
    towards = np.array([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
    north = np.cross(towards, east)
    right, up, depth = (np.tensordot(axis, space, 1) for axis in (east, north, towards))
    return np.where(depth > 0, right, np.nan), np.where(depth > 0, up, np.nan)


figure, axes = plt.subplots(figsize=(6, 6), layout="constrained")
axes.add_patch(plt.Circle((0, 0), 1, color="#e8f0f7", zorder=0))
fine = np.linspace(-180, 180, 721)
for parallel in range(-60, 90, 30):
    axes.plot(*seen(parallel, fine), color="0.75", lw=0.6)
for meridian in range(-180, 180, 30):
    axes.plot(*seen(fine / 2, meridian), color="0.75", lw=0.6)
coast_lon, coast_lat = coastlines()
axes.plot(*seen(coast_lat, coast_lon), color="0.45", lw=0.6)
axes.plot(*seen(*geodesic), lw=2, label=f"geodesic, {jfk.distance(nrt) / 1000:.0f} km")
axes.plot(*seen(*loxodrome), lw=2, label=f"rhumb line, {rhumb.distance / 1000:.0f} km")
for name, place in {"New York": jfk, "Tokyo": nrt}.items():
    x, y = seen(*place)
    axes.plot(x, y, "ko", ms=4)
    axes.annotate(name, (x, y), xytext=(6, -12), textcoords="offset points")
axes.set(aspect=1, xlim=(-1.02, 1.02), ylim=(-1.02, 1.02))
axes.axis("off")
axes.legend(loc="lower center")
