"""The outlines of lines and areas, from the text of GeoJSON geometries."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geodist.cli.roles import MOST_LONGITUDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodist.cli.io.cells import Rows
    from geodist.cli.io.layer import Batch

# Longitudes and latitudes along a line, a row for each vertex; one vertex is a point.
Outline = npt.NDArray[np.float64]


def read_outlines(batch: Batch, rows: Rows) -> dict[int, list[Outline]]:
    """Read the outlines of rows by their numbers; rows without any are left out."""
    kept = rows[~np.isin(rows, list(batch.malformed))]
    if not len(kept):
        return {}
    texts = batch.geometries("geojson", kept)
    data, offsets = texts.data.tobytes(), texts.offsets.tolist()
    found = {
        row: parse_outlines(data[begin:end])
        for row, (begin, end) in zip(kept.tolist(), itertools.pairwise(offsets), strict=True)
    }
    return {row: outlines for row, outlines in found.items() if outlines}


def parse_outlines(text: bytes) -> list[Outline]:
    """Read the outlines of a geometry; none where it is a point, empty, missing or wrong.

    >>> text = b'{"type": "LineString", "coordinates": [[8, 50], [9, 51, 100]]}'
    >>> [outline.tolist() for outline in parse_outlines(text)]
    [[[8.0, 50.0], [9.0, 51.0]]]
    """
    try:
        geometry = json.loads(text)
        parts = () if geometry["type"] == "Point" else _parts(geometry)
        outlines = [_outline(part) for part in parts]
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return []
    return [outline for outline in outlines if len(outline)]


def _parts(geometry: Any) -> Iterable[Any]:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return itertools.chain.from_iterable(map(_parts, geometry["geometries"]))
    coordinates = geometry["coordinates"]
    if kind == "Point":
        return [[coordinates]]
    if kind == "MultiPoint":
        return [[point] for point in coordinates]
    if kind == "LineString":
        return [coordinates]
    if kind in ("MultiLineString", "Polygon"):
        return list(coordinates)
    if kind == "MultiPolygon":
        return itertools.chain.from_iterable(coordinates)
    raise ValueError(kind)


def _outline(points: Any) -> Outline:
    if not points:
        return np.zeros((0, 2))
    outline = np.array([point[:2] for point in points], np.float64)
    if outline.shape[1:] != (2,) or not np.isfinite(outline).all():
        raise ValueError("not pairs of numbers")
    if (np.abs(outline).max(axis=0) > (MOST_LONGITUDE, 90)).any():
        raise ValueError("not in degrees")
    return outline
