"""A map as a picture, drawn by matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from geodist.cli.map.data import graticule

if TYPE_CHECKING:
    from geodist.cli.map.data import MapData


def draw_picture(data: MapData, title: str, stream: BinaryIO, form: str) -> None:
    """Draw a map in the equirectangular projection.

    Parameters
    ----------
    data
        What it shows.
    title
        Its title.
    stream
        Where the picture goes.
    form
        "png" or "svg".
    """
    west, east, south, north = data.extent()
    # As wide as high at the middle latitude, within what fits a page.
    shrink = float(np.cos(np.radians((south + north) / 2)))
    ratio = float(np.clip((north - south) / ((east - west) * max(shrink, 0.2)), 0.3, 1.5))
    with mpl.rc_context({"svg.hashsalt": "geodist", "svg.fonttype": "none", "text.usetex": False}):
        figure = Figure(figsize=(10, 10 * ratio + 0.8), layout="constrained")
        axes = figure.add_subplot(xlim=(west, east), ylim=(south, north))
        # A dollar sign in it is one, no formula.
        axes.set_title(title, parse_math=False)
        axes.set_aspect(1 / max(shrink, 0.2))
        for axis, span, letters in (
            (axes.xaxis, east - west, "EW"),
            (axes.yaxis, north - south, "NS"),
        ):
            axis.set_major_locator(MultipleLocator(graticule(0, span)))
            axis.set_major_formatter(
                FuncFormatter(lambda value, _, names=letters: _degrees(value, names))
            )
        axes.grid(color="0.85", linewidth=0.6, gid="graticule")
        axes.plot(*data.coast, color="0.55", linewidth=0.6, gid="coastlines")
        thin = 0.3 if data.rows > 500 else 1.0
        axes.plot(*data.lines, color="#1f6fb4", linewidth=thin, alpha=0.6, gid="geodesics")
        size = 1.5 if data.rows > 5000 else 3 if data.rows > 500 else 5
        axes.plot(
            *data.points, "o", color="#c2410c", markersize=size, markeredgewidth=0, gid="points"
        )
        metadata = {"Date": None} if form == "svg" else None
        figure.savefig(stream, format=form, dpi=150, metadata=metadata)


def _degrees(value: float, names: str) -> str:
    letter = names[0] if value > 0 else names[1] if value < 0 else ""
    return f"{abs(value):g}\N{DEGREE SIGN}{letter}"
