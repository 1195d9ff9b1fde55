"""A map as a page that needs no network: its data and its script are inside."""

from __future__ import annotations

import html
import importlib.resources
import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from geodist.cli.io.cells import FloatArray
    from geodist.cli.map.colors import Coloring
    from geodist.cli.map.data import MapData

# A metre on the ground.
DIGITS = 5


def make_page(data: MapData, title: str, notes: str) -> bytes:
    """Make the page of a map.

    Parameters
    ----------
    data
        What it shows.
    title
        Its title.
    notes
        A line below it.
    """
    template = importlib.resources.files("geodist.cli.map").joinpath("page.html").read_text("utf-8")
    lines, (lon, lat) = data.lines.parts(), data.coast
    coast = np.split(np.stack([lon, lat], 1), np.flatnonzero(np.isnan(lon)))
    content = {
        "extent": list(data.extent()),
        "points": _pairs(data.points.lon, data.points.lat),
        "pointRows": data.points.row.tolist(),
        "ends": _pairs(data.ends.lon, data.ends.lat),
        "lines": [_pairs(x, y) for x, y, _ in lines],
        "lineRows": [row for _, _, row in lines],
        "areas": [[_pairs(*ring.T) for ring in area.rings] for area in data.areas],
        "areaRows": [area.row for area in data.areas],
        "coast": [_pairs(*part[np.isfinite(part[:, 0])].T) for part in coast if len(part) > 1],
        "color": _color(data.coloring),
        "names": data.names,
        "cells": data.cells,
        "degree": np.radians(data.radius),
    }
    # Nothing in the data can end the script or begin a tag.
    text = json.dumps(content, separators=(",", ":")).replace("<", "\\u003c")
    values = {"title": html.escape(title), "notes": html.escape(notes), "data": text}
    # In one go: a title may look like a place for something else.
    return re.sub(r"\{(title|notes|data)\}", lambda found: values[found[1]], template).encode()


def _color(coloring: Coloring | None) -> dict[str, Any] | None:
    if coloring is None:
        return None
    return {
        "name": coloring.name,
        "codes": coloring.codes.tolist(),
        "colors": coloring.colors,
        "labels": coloring.labels,
        "ends": list(coloring.ends),
        "logarithmic": coloring.logarithmic,
        "grey": coloring.grey,
    }


def _pairs(lon: FloatArray, lat: FloatArray) -> list[float]:
    return list(np.round(np.stack([lon, lat], 1).ravel(), DIGITS).tolist())
