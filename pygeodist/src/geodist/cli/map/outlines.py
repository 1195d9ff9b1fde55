"""The outlines of lines and areas, from the text of GeoJSON geometries."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from geodist.cli.roles import MOST_LONGITUDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodist.cli.io.cells import Rows
    from geodist.cli.io.layer import Batch


class Outline(NamedTuple):
    """A line, a ring or a point.

    Parameters
    ----------
    vertices
        Longitudes and latitudes, a row for each vertex; one vertex is a point.
    ring
        The number of a ring in its polygon, from 0, the outer one; -1 for lines and points.
    """

    vertices: npt.NDArray[np.float64]
    ring: int = -1


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
    >>> [outline.vertices.tolist() for outline in parse_outlines(text)]
    [[[8.0, 50.0], [9.0, 51.0]]]
    """
    try:
        geometry = json.loads(text)
        parts = () if geometry["type"] == "Point" else _parts(geometry)
        outlines = [Outline(_vertices(part), ring) for part, ring in parts]
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return []
    return [outline for outline in outlines if len(outline.vertices)]


def _parts(geometry: Any) -> Iterable[tuple[Any, int]]:
    """Return the coordinates of each outline, and the number of a ring."""
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return itertools.chain.from_iterable(map(_parts, geometry["geometries"]))
    coordinates = geometry["coordinates"]
    if kind == "Point":
        return [([coordinates], -1)]
    if kind == "MultiPoint":
        return [([point], -1) for point in coordinates]
    if kind == "LineString":
        return [(coordinates, -1)]
    if kind == "MultiLineString":
        return [(line, -1) for line in coordinates]
    if kind == "Polygon":
        return [(ring, i) for i, ring in enumerate(coordinates)]
    if kind == "MultiPolygon":
        return [(ring, i) for polygon in coordinates for i, ring in enumerate(polygon)]
    raise ValueError(kind)


def _vertices(points: Any) -> npt.NDArray[np.float64]:
    if not points:
        return np.zeros((0, 2))
    vertices = np.array([point[:2] for point in points], np.float64)
    if vertices.shape[1:] != (2,) or not np.isfinite(vertices).all():
        raise ValueError("not pairs of numbers")
    if (np.abs(vertices).max(axis=0) > (MOST_LONGITUDE, 90)).any():
        raise ValueError("not in degrees")
    return vertices
