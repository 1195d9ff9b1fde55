"""Points near lines and in polygons: columns (lat, lon) of those asked for, then of the vertices."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

import geodist as gd
from benchmarks.inputs import METRES_PER_DEGREE, SEED, Array, Pairs, uniform_points
from benchmarks.shapes import random_walks

Rows = npt.NDArray[np.int64]
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
COUNTRIES = EXAMPLES / "countries.geojson"


def near_segment(n: int) -> Pairs:
    """Points up to 30 km beside a segment of 100 km, and 10 km beyond its ends."""
    rng = np.random.default_rng(SEED)
    lat2, lon2, _ = gd.direct(48.0, 11.0, 60.0, 100e3)
    along, beside = rng.uniform(-10e3, 110e3, n), rng.uniform(-30e3, 30e3, n)
    lat, lon, course = gd.direct(48.0, 11.0, 60.0, along)
    lat, lon, _ = gd.direct(lat, lon, course + 90, beside)
    return lat, lon, np.array([48.0, lat2]), np.array([11.0, lon2])


def far_from_segment(n: int) -> Pairs:
    """Points anywhere, and a segment of 5000 km."""
    lat2, lon2, _ = gd.direct(48.0, 11.0, 60.0, 5e6)
    return *uniform_points(n, 1), np.array([48.0, lat2]), np.array([11.0, lon2])


def near_line(n: int) -> Pairs:
    """Points within 5 km of a line of 10,000 vertices, 100 m apart."""
    rng = np.random.default_rng(SEED)
    course = np.cumsum(0.3 * rng.normal(size=10_000))
    lat = 45 + np.cumsum(100 / METRES_PER_DEGREE * np.cos(course))
    lon = 10 + np.cumsum(100 / METRES_PER_DEGREE * np.sin(course)) / np.cos(np.radians(45))
    which = rng.integers(0, lat.size, n)
    reach = 5e3 / METRES_PER_DEGREE
    beside = rng.uniform(-reach, reach, (2, n))
    return lat[which] + beside[0], lon[which] + 1.4 * beside[1], lat, lon


def near_segments(n: int) -> Pairs:
    """As many segments, of up to 1 km, as points, in a box of 10 by 10 degrees."""
    rng = np.random.default_rng(SEED)
    lat, lon = 40 + rng.uniform(0, 10, n), rng.uniform(0, 10, n)
    return lat, lon, *segments(n)


def segments(n: int) -> tuple[Array, Array]:
    """The vertices of the segments: two rows of each matrix are one."""
    rng = np.random.default_rng(SEED + 1)
    lat, lon = 40 + rng.uniform(0, 10, n), rng.uniform(0, 10, n)
    course, length = rng.uniform(0, 2 * np.pi, n), rng.uniform(0, 0.009, n)
    far = lat + length * np.cos(course), lon + length * np.sin(course) * 1.4
    return np.column_stack([lat, far[0]]).ravel(), np.column_stack([lon, far[1]]).ravel()


class Polygons(NamedTuple):
    """Columns of vertices, where rings begin in them, and where polygons begin among the rings."""

    lat: Array
    lon: Array
    rings: Rows
    offsets: Rows
    # Which row of the table each polygon belongs to.
    rows: Rows


@cache
def countries() -> Polygons:
    """The parts of all countries, open rings."""
    features = json.loads(COUNTRIES.read_text(encoding="utf-8"))["features"]
    vertices: list[list[float]] = []
    rings, offsets, rows = [0], [0], []
    for row, feature in enumerate(features):
        shape = feature["geometry"]
        several = shape["type"] == "MultiPolygon"
        for polygon in shape["coordinates"] if several else [shape["coordinates"]]:
            for ring in polygon:
                vertices += ring[:-1]
                rings.append(len(vertices))
            offsets.append(len(rings) - 1)
            rows.append(row)
    columns = np.array(vertices, dtype=np.float64)
    numbers = (np.array(x, dtype=np.int64) for x in (rings, offsets, rows))
    return Polygons(columns[:, 1].copy(), columns[:, 0].copy(), *numbers)


@cache
def country_geometries() -> Any:
    """The countries as Shapely has them, x being the longitude."""
    import shapely

    text = COUNTRIES.read_text(encoding="utf-8")
    return np.array(shapely.get_parts(shapely.from_geojson(text)))


@cache
def country_shapes() -> gd.Shapes:
    """The countries with geodesic edges."""
    return gd.Shapes.from_shapely(country_geometries())


def anywhere(n: int) -> tuple[Array, Array]:
    return uniform_points(n, 1)


def near_borders(n: int) -> tuple[Array, Array]:
    """About a degree from the vertices of countries."""
    rng = np.random.default_rng(SEED)
    every = countries()
    which = rng.integers(0, every.lat.size, n)
    lat = np.clip(every.lat[which] + rng.normal(size=n), -90, 90)
    return lat, every.lon[which] + rng.normal(size=n)


def beside_borders(n: int) -> tuple[Array, Array]:
    """A tenth of a millimetre to a kilometre from borders, every tenth at a vertex."""
    rng = np.random.default_rng(SEED)
    every = countries()
    rings = np.searchsorted(every.rings, np.arange(every.lat.size), side="right") - 1
    after = np.arange(1, every.lat.size + 1)
    after[every.rings[1:] - 1] = every.rings[:-1]
    assert (rings[after] == rings).all()
    a = rng.integers(0, every.lat.size, n)
    b = after[a]
    fraction = rng.uniform(0, 1, n) * (rng.uniform(0, 1, n) > 0.1)
    lat, lon = gd.interpolate(every.lat[a], every.lon[a], every.lat[b], every.lon[b], fraction)
    lat, lon, _ = gd.direct(lat, lon, rng.uniform(-180, 180, n), 10 ** rng.uniform(-4, 3, n))
    return lat, lon


@cache
def borders() -> gd.Shapes:
    """The borders of the countries, as lines."""
    import shapely

    return gd.Shapes.from_shapely(shapely.boundary(country_geometries()))


def two_lines(n: int) -> Pairs:
    """Pairs of lines of 1000 vertices, some kilometres apart; a row of each matrix is a line."""
    lat, lon = random_walks(2 * n, 1000, 200)
    middle = lat[:n].mean(axis=1, keepdims=True), lon[:n].mean(axis=1, keepdims=True)
    offset = np.random.default_rng(SEED).uniform(0.05, 0.2, (n, 1))
    moved = (
        lat[n:] - lat[n:].mean(axis=1, keepdims=True) + middle[0] + offset,
        lon[n:] - lon[n:].mean(axis=1, keepdims=True) + middle[1],
    )
    return lat[:n].copy(), lon[:n].copy(), *moved
