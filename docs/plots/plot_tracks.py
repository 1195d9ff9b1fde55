"""
How alike are two storms?
=========================

Two hurricanes, and the vertices of their tracks that belong together when both are walked at the pace that makes the sum of
distances least: dynamic time warping, on the ellipsoid.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

import geodist as gd

folder = Path.cwd()
while not (folder / "examples" / "storms.csv").exists():
    folder = folder.parent
storms = pd.read_csv(folder / "examples" / "storms.csv", parse_dates=["time"])
tracks = gd.Shapes.lines_from(storms, by="storm", order="time", edges="geodesic")
names = storms.storm.unique()
irma, jose = (tracks[names.tolist().index(name)] for name in ("Irma 2017", "Jose 2017"))

found = gd.tracks.dtw(irma, jose, alignment=True)
figure, axes = plt.subplots(figsize=(9, 5), layout="constrained")
gd.tracks.plot(irma, jose, found, ax=axes)

# %%
# The distances of all pairs of 83 hurricanes: how far each ran beside the other, on average
# (``sspd``). Tracks that are alike stand next to each other.
km = squareform(gd.tracks.pdist(tracks, metric="sspd")) / 1000
order = leaves_list(linkage(squareform(km), "average", optimal_ordering=True))

figure, axes = plt.subplots(figsize=(7, 6), layout="constrained")
shown = axes.imshow(km[np.ix_(order, order)], cmap="magma_r")
axes.set_xticks([])
axes.set_yticks(range(0, len(order), 6), names[order][::6], fontsize=7)
figure.colorbar(shown, label="km", pad=0.01)
