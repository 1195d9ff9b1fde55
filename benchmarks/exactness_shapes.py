"""How often searches of lines and polygons are wrong, against brute force.

`python -m benchmarks.exactness_shapes` asks a million times for the nearest of sets of shapes of many
kinds, and compares rows and distances with those of all pairs; then it counts for a million points
the borders that lie north of them, along geodesics and along planar edges, and compares the countries
that a point is in. That takes a quarter of an hour; `--queries 100000` asks less often.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

import geodist as gd
from benchmarks import shape_inputs
from benchmarks.inputs import Array, uniform_points
from benchmarks.shape_truth import distances
from benchmarks.truth import in_words

BOUND = 40e-9  # metres: both distances may err by 20 nm
BLOCK = 10_000  # queries at a time
EDGES: tuple[tuple[gd.Edges, str], ...] = (("geodesic", ""), ("planar", ", planar edges"))
CLOSE = 1e-6  # metres: points so near to a border are left out


Points = Callable[[np.random.Generator, int], tuple[Array, Array]]
Flags = npt.NDArray[np.bool_]


class Set(NamedTuple):
    """Shapes, and a generator of points that are asked for."""

    shapes: gd.Shapes
    points: Points


def lines(lat: Array, lon: Array, edges: gd.Edges = "geodesic") -> gd.Shapes:
    """Each row of the matrices is a line."""
    offsets = np.arange(0, lat.size + 1, lat.shape[1])
    return gd.Shapes.lines(lat.ravel(), lon.ravel(), offsets, edges=edges)


def anywhere(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    return np.degrees(np.arcsin(rng.uniform(-1, 1, n))), rng.uniform(-180, 180, n)


def around(lat: float, lon: float, reach: tuple[float, float]) -> Points:
    """Points in a box, up to so many degrees of latitude and longitude from its middle."""

    def points(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
        north, east = (rng.uniform(-most, most, n) for most in reach)
        return np.clip(lat + north, -90, 90), lon + east

    return points


def near(lat: Array, lon: Array, reach: float) -> Points:
    """Points about so many degrees from vertices, every tenth on one."""

    def points(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
        which = rng.integers(0, lat.size, n)
        off = reach * rng.normal(size=(2, n)) * (rng.uniform(0, 1, n) > 0.1)
        return np.clip(lat.ravel()[which] + off[0], -90, 90), lon.ravel()[which] + off[1]

    return points


def lattice(side: int) -> Points:
    """Points on a grid and in the middle of its cells, as near to several rows."""

    def points(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
        return rng.integers(0, 2 * side, n) / 200, rng.integers(0, 2 * side, n) / 200

    return points


def sets(rng: np.random.Generator, rows: int) -> Iterator[tuple[str, Set]]:
    lat, lon = anywhere(rng, rows)
    city = lat + rng.normal(0, 0.02, rows), lon + rng.normal(0, 0.02, rows)
    streets = np.column_stack([lat, city[0]]), np.column_stack([lon, city[1]])
    streets = np.clip(streets[0], -90, 90), streets[1]
    yield "cities", Set(lines(*streets), near(*streets, 0.01))

    text = (shape_inputs.EXAMPLES / "coast.geojson").read_text()
    few = gd.Shapes.from_geojson(text, edges="geodesic")[:rows]
    yield "coasts", Set(few, near(few.lat, few.lon, 0.5))

    side = round(rows**0.5)
    y, x = (axis.ravel() / 100 for axis in np.mgrid[:side, :side])
    grid = np.column_stack([y, y]), np.column_stack([x, x + 0.01])
    yield "grid with ties", Set(lines(*grid), lattice(side))

    lat = 90 - rng.uniform(0, 2, (rows, 3))
    lon = rng.uniform(-180, 180, (rows, 3))
    yield "north pole", Set(lines(lat, lon), around(89, 0, (2, 180)))
    lat, lon = rng.uniform(-10, 10, (rows, 3)), 180 + rng.uniform(-5, 5, (rows, 3))
    lon = np.where(rng.uniform(0, 1, lon.shape) < 0.5, lon, lon - 360)
    yield "antimeridian", Set(lines(lat, lon), around(0, 180, (10, 10)))

    lat, lon = anywhere(rng, rows)
    far = gd.direct(lat, lon, rng.uniform(-180, 180, rows), rng.uniform(1e6, 1.9e7, rows))
    yield (
        "long edges",
        Set(lines(np.column_stack([lat, far[0]]), np.column_stack([lon, far[1]])), anywhere),
    )

    for edges, name in EDGES:
        countries = country_shapes(edges)
        yield f"countries{name}", Set(countries, near(countries.lat, countries.lon, 1.0))

    lat, lon = anywhere(rng, rows)
    ends = np.clip(lat + rng.normal(0, 20, rows), -90, 90), lon + rng.normal(0, 60, rows)
    ends[0][::4] = lat[::4]  # parallels
    sides = np.column_stack([lat, ends[0]]), np.column_stack([lon, ends[1]])
    yield "long planar edges", Set(lines(*sides, "planar"), anywhere)
    lat, lon = 90 - rng.uniform(0, 2, (rows, 3)), rng.uniform(-180, 180, (rows, 3))
    yield "planar edges at the north pole", Set(lines(lat, lon, "planar"), around(89, 0, (2, 180)))


def country_shapes(edges: gd.Edges) -> gd.Shapes:
    return gd.Shapes.from_shapely(shape_inputs.country_geometries(), edges=edges)


def wrong_nearest(these: Set, rng: np.random.Generator, queries: int) -> tuple[int, float]:
    """Queries whose nearest row or its distance is wrong, and by how much a distance differs."""
    index = gd.ShapeIndex(these.shapes)
    wrong, most = 0, 0.0
    for start in range(0, queries, BLOCK):
        lat, lon = these.points(rng, min(BLOCK, queries - start))
        found = index.query(gd.Points(lat=lat, lon=lon))
        matrix = distances(lat, lon, these.shapes)
        least = matrix.min(axis=1)
        taken = matrix[np.arange(lat.size), found.indices]
        off = np.maximum(abs(found.distances - least), taken - least)
        wrong += int((off > BOUND).sum())
        most = max(most, float(off.max()))
    return wrong, most


def wrong_countries(lat: Array, lon: Array, edges: gd.Edges) -> tuple[int, int]:
    """Points whose countries differ from a count of crossings, and those that are left out."""
    order = np.argsort(lon)
    lat, lon = lat[order], lon[order]
    of_points = crossings(lat, lon, edges)
    found = gd.ShapeIndex(country_shapes(edges)).covering(gd.Points(lat=lat, lon=lon))
    covers = np.zeros_like(of_points.odd)
    covers[np.repeat(np.arange(lat.size), np.diff(found.indptr)), found.indices] = True
    wrong = (covers != of_points.odd).any(axis=1) & ~of_points.close
    return int(wrong.sum()), int(of_points.close.sum())


class Crossings(NamedTuple):
    """Whether a point is in a country, and whether it is so close to a border that it may not count."""

    odd: Flags
    close: Flags


def crossings(lat: Array, lon: Array, edges: gd.Edges) -> Crossings:
    """Count the edges north of each point, longitudes ascending; the north pole is in no country."""
    every = shape_inputs.countries()
    odd = np.zeros((lat.size, int(every.rows[-1]) + 1), bool)
    close = np.zeros(lat.size, bool)
    for row, first, last in zip(every.rows, every.offsets[:-1], every.offsets[1:], strict=True):
        for begin, end in pairwise(every.rings[first : last + 1]):
            vertices = np.append(np.arange(begin, end), begin)
            for a, b in pairwise(vertices):
                ends = every.lat[[a, b]], every.lon[[a, b]]
                cross((lat, lon), odd[:, row], close, ends, edges)
    return Crossings(odd, close)


def cross(
    points: tuple[Array, Array],
    odd: Flags,
    close: Flags,
    edge: tuple[Array, Array],
    edges: gd.Edges,
) -> None:
    """Turn the parity of points south of an edge."""
    lat, lon = points
    (lat1, lat2), (lon1, lon2) = edge
    turn = lon2 - lon1
    if edges == "geodesic":
        turn = np.remainder(turn + 180, 360) - 180
    west = lon1 if turn > 0 else lon1 + turn
    for shift in (-360.0, 0.0, 360.0):
        ends = np.searchsorted(lon, [west + shift, west + abs(turn) + shift], side="left")
        mine = np.arange(*ends)
        # A geodesic leaves the latitudes of its ends by less than that.
        margin = min(90.0, turn**2 / 400 + 1e-6)
        odd[mine[lat[mine] < min(lat1, lat2) - margin]] ^= True
        hard = mine[
            (lat[mine] >= min(lat1, lat2) - margin) & (lat[mine] <= max(lat1, lat2) + margin)
        ]
        if hard.size:
            if edges == "geodesic":
                north = latitude_at(edge, turn, lon[hard] - shift) - lat[hard]
            else:
                north = lat1 + (lat2 - lat1) * ((lon[hard] - shift - lon1) / turn) - lat[hard]
            odd[hard[north > 0]] ^= True
            close[hard[abs(north) < CLOSE / 110e3]] = True


def latitude_at(edge: tuple[Array, Array], turn: float, lon: Array) -> Array:
    """Where an edge crosses meridians, by bisection along it."""
    (lat1, lat2), (lon1, _) = edge
    low, high = np.zeros(lon.size), np.ones(lon.size)
    for _ in range(55):
        middle = (low + high) / 2
        lat, at = gd.interpolate(lat1, lon1, lat2, lon1 + turn, middle)
        gone = np.remainder(at - lon1 + 180, 360) - 180
        before = abs(gone) < abs(np.remainder(lon - lon1 + 180, 360) - 180)
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    return np.asarray(lat)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exactness_shapes")
    parser.add_argument("--queries", type=int, default=1_000_000, help="of each kind, in all")
    queries = parser.parse_args().queries
    rng = np.random.default_rng(20261128)
    every = list(sets(rng, 100))
    share = -(-queries // len(every))
    for name, these in every:
        wrong, most = wrong_nearest(these, rng, share)
        print(
            f"{name}: {wrong} of {share} nearest wrong; distances agree to {in_words(most)}",
            flush=True,
        )
    share = -(-queries // 3)
    for name, points in (
        ("anywhere", uniform_points(share, 1)),
        ("near borders", shape_inputs.near_borders(share)),
        ("beside borders", shape_inputs.beside_borders(share)),
    ):
        lat, lon = points[0], np.remainder(points[1] + 180, 360) - 180
        for edges, kind in EDGES:
            wrong, close = wrong_countries(lat, lon, edges)
            print(
                f"{name}{kind}: countries of {wrong} of {share - close} points wrong, {close}"
                f" within {in_words(CLOSE)} of a border left out",
                flush=True,
            )


if __name__ == "__main__":
    main()
