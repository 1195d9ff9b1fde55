"""A map as a page that needs no network: its data and its script are inside."""

from __future__ import annotations

import html
import importlib.resources
import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from geodist.cli.io.cells import FloatArray
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
    content = {
        "extent": list(data.extent()),
        "points": _pairs(*data.points),
        "lines": _parts(*data.lines),
        "coast": _parts(*data.coast),
    }
    # A closing tag inside the data would end the script.
    text = json.dumps(content, separators=(",", ":")).replace("</", "<\\/")
    page = template.replace("{title}", html.escape(title)).replace("{notes}", html.escape(notes))
    return page.replace("{data}", text).encode()


def _pairs(lon: FloatArray, lat: FloatArray) -> list[float]:
    return list(np.round(np.stack([lon, lat], 1).ravel(), DIGITS).tolist())


def _parts(lon: FloatArray, lat: FloatArray) -> list[Any]:
    gaps = np.flatnonzero(np.isnan(lon))
    pieces = zip(np.split(lon, gaps), np.split(lat, gaps), strict=True)
    trimmed = [(x[~np.isnan(x)], y[~np.isnan(x)]) for x, y in pieces]
    return [_pairs(x, y) for x, y in trimmed if len(x)]
