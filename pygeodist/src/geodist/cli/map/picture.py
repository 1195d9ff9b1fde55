"""A map as a picture, drawn by matplotlib."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, BinaryIO

import matplotlib as mpl
import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import ListedColormap, LogNorm, Normalize, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.ticker import FuncFormatter, MultipleLocator

from geodist.cli.map.data import graticule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from geodist.cli.map.colors import Coloring
    from geodist.cli.map.data import MapData, Points

POINT_COLOR = "#c2410c"
LINE_COLOR = "#1f6fb4"
# What keeps a picture the same in every run.
METADATA = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}


def draw_picture(data: MapData, title: str, stream: BinaryIO, form: str) -> bool:
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
        "png", "svg" or "pdf".

    Returns
    -------
    bool
        Whether the font has all characters.
    """
    west, east, south, north = data.extent()
    # As wide as high at the middle latitude, within what fits a page.
    shrink = float(np.cos(np.radians((south + north) / 2)))
    ratio = float(np.clip((north - south) / ((east - west) * max(shrink, 0.2)), 0.3, 1.5))
    with mpl.rc_context({"svg.hashsalt": "geodist", "svg.fonttype": "none", "text.usetex": False}):
        figure = Figure(figsize=(10, 10 * ratio + 2), layout="constrained")
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
        # The world once more to the east of the antimeridian, where the map crosses it.
        for shift in (0, 360) if east > 180 else (0,):
            _draw(axes, data, shift)
        _add_legend(figure, axes, data)
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            # A legend needs an unknown height: the edges are cut to what is there.
            figure.savefig(
                stream, format=form, dpi=150, bbox_inches="tight", metadata=METADATA.get(form)
            )
    return not any(str(warning.message).startswith("Glyph") for warning in said)


def _draw(axes: Axes, data: MapData, shift: float) -> None:
    lon, lat = data.coast
    axes.plot(lon + shift, lat, color="0.55", linewidth=0.6, gid="coastlines")
    if data.areas:
        _fill(axes, data, shift)
    many = data.rows > 500
    parts = data.lines.parts()
    rows = np.array([row for _, _, row in parts], np.int64)
    colors: Any = [LINE_COLOR] if data.coloring is None else _colors(data.coloring, rows)
    axes.add_collection(
        LineCollection(
            [np.stack([x + shift, y], 1) for x, y, _ in parts],
            colors=colors,
            linewidths=0.3 if many else 1.0,
            alpha=0.6 if data.coloring is None else 0.8,
            gid="geodesics" if len(data.ends.row) else "outlines",
        ),
        autolim=False,
    )
    size = 1.5 if data.rows > 5000 else 3.0 if many else 5.0
    if len(data.ends.row):
        _scatter(axes, data, data.points, shift, size, hollow=True)
        _scatter(axes, data, data.ends, shift, size, hollow=False)
    else:
        _scatter(axes, data, data.points, shift, size, hollow=False)


def _fill(axes: Axes, data: MapData, shift: float) -> None:
    rows = np.array([area.row for area in data.areas], np.int64)
    colors: Any = [LINE_COLOR] if data.coloring is None else _colors(data.coloring, rows)
    move = np.array([shift, 0.0])
    paths = [
        Path.make_compound_path(*(Path(ring + move) for ring in area.rings)) for area in data.areas
    ]
    axes.add_collection(
        PathCollection(
            paths,
            facecolors=colors,
            linewidths=0,
            alpha=0.2 if data.coloring is None else 0.4,
            gid="areas",
        ),
        autolim=False,
    )


def _scatter(
    axes: Axes, data: MapData, points: Points, shift: float, size: float, *, hollow: bool
) -> None:
    colors: Any = [POINT_COLOR] if data.coloring is None else _colors(data.coloring, points.row)
    axes.scatter(
        points.lon + shift,
        points.lat,
        s=size**2,
        c="white" if hollow else colors,
        edgecolors=colors if hollow else "none",
        linewidths=size / 5 if hollow else 0,
        zorder=3,
        gid="starts" if hollow else "points",
    )


def _colors(coloring: Coloring, rows: Any) -> Any:
    return to_rgba_array(coloring.colors)[coloring.codes[rows]]


def _add_legend(figure: Figure, axes: Axes, data: MapData) -> None:
    """Say what colours and marks mean, beside and below the map."""
    coloring = data.coloring
    marks: list[tuple[str, str, bool]] = []
    if coloring is not None and coloring.bounds is not None:
        norm = (LogNorm if coloring.logarithmic else Normalize)(*coloring.bounds)
        scale = ScalarMappable(norm, ListedColormap(coloring.colors[:-1]))
        bar = figure.colorbar(scale, ax=axes, shrink=0.6, aspect=30, pad=0.02)
        bar.ax.set_gid("legend")
        bar.ax.set_ylabel(
            coloring.name + (", logarithmic" if coloring.logarithmic else ""), parse_math=False
        )
        bar.ax.minorticks_off()
        bar.ax.set_yticks(coloring.bounds, coloring.ends)
        if coloring.grey:
            marks.append((coloring.grey, coloring.colors[-1], False))
    elif coloring is not None:
        colors = coloring.colors[: len(coloring.labels)]
        marks += [(text, color, False) for text, color in zip(coloring.labels, colors, strict=True)]
    if len(data.ends.row):
        color = POINT_COLOR if coloring is None else "0.3"
        marks += [("start", color, True), ("end", color, False)]
    if marks:
        _list_marks(axes, marks, "" if coloring is None or coloring.bounds else coloring.name)


def _list_marks(axes: Axes, marks: Sequence[tuple[str, str, bool]], title: str) -> None:
    handles = [
        Line2D([], [], ls="", marker="o", mec=color, mfc="white" if hollow else color)
        for _, color, hollow in marks
    ]
    # Texts are set afterwards: as labels, those that begin with an underscore would be left out.
    legend = axes.legend(
        handles,
        [str(i) for i in range(len(marks))],
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        borderaxespad=3,
        ncols=4,
        title=" ",
    )
    legend.set_gid("legend")
    legend.get_title().set_parse_math(False)
    legend.set_title(title)
    for text, (label, _, _) in zip(legend.get_texts(), marks, strict=True):
        text.set_parse_math(False)
        text.set_text(label)


def _degrees(value: float, names: str) -> str:
    turned = value - 360 if names == "EW" and value > 180 else value
    letter = names[0] if turned > 0 else names[1] if turned < 0 else ""
    return f"{abs(turned):g}\N{DEGREE SIGN}{letter}"
