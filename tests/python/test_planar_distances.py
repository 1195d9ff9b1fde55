"""Distances of planar edges, against dense samples and golden section with PROJ's geodesics."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import pytest
import shapely

import geodist as gd

if TYPE_CHECKING:
    from collections.abc import Callable

    Edge = tuple[float, float, float, float]
    Places = Callable[[Any], tuple[Any, Any]]

BOUND = 2e-8 + 1e-8  # ours, and what PROJ's distances err by
GOLDEN = (np.sqrt(5) - 1) / 2
FLATTENINGS = [1 / 298.257223563, 0.0, -1 / 150, 1 / 50]


def solver(f: float) -> pyproj.Geod:
    return pyproj.Geod(a=6378137.0, b=6378137.0 * (1 - f))


def along(edge: Edge, geod: pyproj.Geod | None = None) -> Places:
    """Places on a planar edge, or on a geodesic, by fractions."""
    lat1, lon1, lat2, lon2 = edge
    if geod is None:
        return lambda t: (np.clip(lat1 + (lat2 - lat1) * t, -90, 90), lon1 + (lon2 - lon1) * t)
    azimuth, _, length = geod.inv(lon1, lat1, lon2, lat2)

    def place(t: Any) -> tuple[Any, Any]:
        one = np.ones_like(t)
        lon, lat, _ = geod.fwd(lon1 * one, lat1 * one, azimuth * one, length * t)
        return lat, lon

    return place


def least(f: Callable[[Any], Any], low: Any, high: Any, steps: int) -> Any:
    """The minima between places, by golden section."""
    for _ in range(steps):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        is_left = f(left) < f(right)
        high, low = np.where(is_left, right, high), np.where(is_left, low, left)
    return f(0.5 * (low + high))


def point_truth(geod: pyproj.Geod, place: Places, lat: float, lon: float) -> float:
    def f(t: Any) -> Any:
        y, x = place(t)
        return geod.inv(x, y, np.full_like(t, lon), np.full_like(t, lat))[2]

    n = 600
    t = np.linspace(0, 1, n + 1)
    d = f(t)
    padded = np.pad(d, 1, constant_values=np.inf)
    i = np.flatnonzero((d <= padded[:-2]) & (d <= padded[2:]))
    i = i[np.argsort(d[i])][:8]
    found = least(f, t[np.maximum(i - 1, 0)], t[np.minimum(i + 1, n)], 60)
    return float(min(found.min(), d.min()))


def pair_truth(geod: pyproj.Geod, one: Places, two: Places) -> float:
    """An upper bound, and the distance itself if edges are about as long as they are apart."""

    def f(s: Any, t: Any) -> Any:
        (y1, x1), (y2, x2) = one(s), two(t)
        return geod.inv(x1, y1, x2, y2)[2]

    n = 80
    grid = np.linspace(0, 1, n + 1)
    s, t = (x.ravel() for x in np.meshgrid(grid, grid))
    d = f(s, t)
    best = np.argsort(d)[:6]
    s, t, step = s[best], t[best], 3 / n

    def inner(at: Any) -> Any:
        return least(lambda u: f(at, u), np.maximum(t - step, 0), np.minimum(t + step, 1), 45)

    low, high = np.maximum(s - 1.5 / n, 0), np.minimum(s + 1.5 / n, 1)
    ends = min(inner(low).min(), inner(high).min(), d.min())
    return float(min(ends, least(inner, low, high, 45).min()))


def random_edge(rng: np.random.Generator, kind: str) -> Edge:
    u, lat, lon = rng.uniform, rng.uniform(-85, 85), rng.uniform(-180, 180)
    if kind == "parallel":
        return lat, lon, lat, lon + 10 ** u(-2, 2.4) * rng.choice([-1, 1])
    if kind == "meridian":
        return lat, lon, float(np.clip(lat + u(-50, 50), -90, 90)), lon
    if kind == "polar":
        side = rng.choice([-1, 1])
        lats = side * (90 - 10 ** u(-5, 1, 2))
        return float(lats[0]), lon, float(lats[1]), u(-180, 180)
    if kind == "to_pole":
        side = rng.choice([-1, 1])
        return side * u(60, 89), lon, side * 90.0, u(-180, 180)
    if kind == "wide":
        return u(-80, 80), -u(90, 180), u(-80, 80), u(90, 200)
    size = 10 ** (u(-8, -3) if kind == "tiny" else u(-2, 1.6))
    return lat, lon, float(np.clip(lat + size * u(-1, 1), -90, 90)), lon + size * u(-2, 2)


def line(edge: Edge, edges: Any = "planar", ellipsoid: Any = None) -> gd.Shapes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", gd.EdgeWarning)
        lat, lon = [edge[0], edge[2]], [edge[1], edge[3]]
        return gd.Shapes.lines(lat, lon, offsets=[0, 2], edges=edges, ellipsoid=ellipsoid)


@pytest.mark.parametrize("f", FLATTENINGS)
@pytest.mark.parametrize(
    "kind", ["parallel", "meridian", "diagonal", "polar", "to_pole", "wide", "tiny"]
)
def test_points_are_as_far_as_samples_say(f: float, kind: str) -> None:
    rng, geod, figure = np.random.default_rng(12), solver(f), gd.Ellipsoid(6378137.0, f)
    for k in range(12):
        edge = random_edge(rng, kind)
        y, x = (float(value) for value in along(edge)(rng.uniform(-0.1, 1.1)))
        away = [1e-5, 1e-2, 1.0, 20.0][k % 4]
        lat = float(np.clip(y + away * rng.normal(), -90, 90))
        lon = x + away * rng.normal()
        shape = line(edge, ellipsoid=figure)
        truth = point_truth(geod, along(edge), lat, lon)
        found = gd.nearest_points(gd.Point(lat, lon), shape, ellipsoid=figure)
        assert abs(found.distance[0] - truth) <= BOUND
        at = found.b.fraction[0], found.b.lat[0], found.b.lon[0]
        assert abs(geod.inv(at[2], at[1], lon, lat)[2] - found.distance[0]) <= BOUND
        assert along(edge)(at[0]) == pytest.approx(at[1:], abs=1e-12)
        # one search for all
        assert gd.distance(gd.Point(lat, lon), shape, ellipsoid=figure) == found.distance
        seen = gd.ShapeIndex(shape, ellipsoid=figure).query(lat, lon, witnesses=True)
        assert seen.distances == found.distance
        assert seen.places.fraction == pytest.approx(at[0], abs=1e-12)
        located = gd.locate(shape, gd.Point(lat, lon), ellipsoid=figure)
        assert abs(located.across) == found.distance


@pytest.mark.parametrize("f", [1 / 298.257223563, -1 / 150])
@pytest.mark.parametrize("edges", ["planar", "geodesic"])
@pytest.mark.parametrize("away", [0.03, 1.0, 40.0])
def test_lines_are_as_far_as_samples_say(f: float, edges: Any, away: float) -> None:
    rng, geod, figure = np.random.default_rng(13), solver(f), gd.Ellipsoid(6378137.0, f)
    kinds = ["parallel", "meridian", "diagonal", "polar"]
    for _ in range(12):
        # nearly parallel ones face each other
        lat, lon = rng.uniform(-80, 80), rng.uniform(-180, 180)
        width, slope = away * rng.uniform(0.3, 2), rng.normal() * 10 ** rng.uniform(-4, 0)
        tilt = rng.normal() * 10 ** rng.uniform(-8, -1) * width
        first: Edge = (lat, lon, float(np.clip(lat + slope * width, -90, 90)), lon + width)
        if rng.uniform() < 0.3:
            first = random_edge(rng, str(rng.choice(kinds)))
        north = float(np.clip(lat + away * rng.choice([-1, 1]) * rng.uniform(0.1, 1), -89, 89))
        shift = 0.5 * width * rng.normal()
        end = float(np.clip(north + slope * width + tilt, -90, 90))
        second: Edge = (north, lon + shift, end, lon + shift + width)
        found = gd.nearest_points(
            line(first, ellipsoid=figure), line(second, edges, figure), ellipsoid=figure
        )
        other = along(second, geod if edges == "geodesic" else None)
        distance = float(found.distance[0])
        assert distance <= pair_truth(geod, along(first), other) + BOUND
        own = geod.inv(found.a.lon[0], found.a.lat[0], found.b.lon[0], found.b.lat[0])[2]
        assert abs(own - distance) <= BOUND


def test_parallels_that_face_each_other_are_as_far_as_their_meridian() -> None:
    south = gd.Shapes([shapely.box(0, 50, 4, 52)], edges="planar")
    north = gd.Shapes([shapely.box(1, 53, 30, 55)], edges="planar")
    distance = gd.distance(52, 0, 53, 0)
    assert abs(gd.distance(south, north)[0] - distance) <= BOUND
    tiles = gd.Shapes(
        [shapely.box(x, y, x + 1, y + 1) for x in range(5) for y in range(60, 65)], edges="planar"
    )
    found = gd.cdist(tiles, tiles)
    for k in range(5):  # of the same column
        for m in range(k + 2, 5):
            truth = gd.distance(61 + k, 0, 60 + m, 0)
            assert abs(found[k, m] - truth) <= BOUND
            assert found[k, m] == found[m, k]
    assert np.all(found[gd.intersects(tiles[:1], tiles), 0] == 0)


def test_a_point_on_an_edge_is_at_distance_0() -> None:
    edge = line((49.0, 0.0, 49.0, 4.0))
    lon = np.linspace(0, 4, 101)
    index = gd.ShapeIndex(edge)
    for lat, is_on in ((49.0, True), (np.nextafter(49.0, 50), True), (49 + 1e-12, False)):
        points = gd.Points(lat=np.full(101, lat), lon=lon)
        assert np.all((gd.distance(points, edge) == 0) == is_on)
        assert np.all(gd.dwithin(points, edge, 0) == is_on)
        assert np.all((index.query(points).distances == 0) == is_on)


def test_an_edge_from_179_to_minus_179_runs_through_0() -> None:
    edge = line((10.0, -179.0, 10.0, 179.0))
    assert gd.distance(gd.Point(10, 0), edge) == 0
    assert abs(gd.distance(gd.Point(10, 180), edge) - gd.distance(10, 179, 10, 180)) <= BOUND
    found = gd.nearest_points(gd.Point(12, 3), edge).b
    assert found.lat == 10
    assert found.lon == pytest.approx(3, abs=1e-11)


def test_the_place_is_right_where_the_distance_is_great() -> None:
    # by symmetry on the meridian of the point
    edge = line((48.0, 0.0, 48.0, 10.0))
    for lat in (47.0, 48.0005, 48.05, 50.0, 60.0, 80.0, -20.0):
        found = gd.nearest_points(gd.Point(lat, 3.2), edge)
        assert found.b.lon == pytest.approx(3.2, abs=1e-11)
        assert abs(found.distance - gd.distance(48, 3.2, lat, 3.2)) <= BOUND


def test_an_index_of_planar_edges_is_hardly_larger() -> None:
    shapes = [shapely.box(x, y, x + 1, y + 0.5) for x in range(60) for y in range(-60, 60)]
    planar, geodesic = (
        gd.ShapeIndex(gd.Shapes(shapes, edges=edges)).nbytes for edges in ("planar", "geodesic")
    )
    assert planar < 1.5 * geodesic


def test_an_index_finds_what_pairs_are_near() -> None:
    rng = np.random.default_rng(14)
    shapes = []
    for _ in range(60):
        at, size = rng.uniform([-180, -88], [180, 80]), 10 ** rng.uniform(-2, 1)
        shapes.append(shapely.LineString(at + size * rng.uniform(-1, 1, (4, 2)) * [2, 0.5]))
    column = gd.Shapes(shapes, edges="planar")
    index = gd.ShapeIndex(column)
    lat, lon = rng.uniform(-90, 90, 40), rng.uniform(-180, 180, 40)
    points = gd.Shapes([shapely.Point(x, y) for x, y in zip(lon, lat, strict=True)], edges="planar")
    expected = np.sort(gd.cdist(points, column), axis=1)
    np.testing.assert_allclose(
        index.query(lat, lon, k=5).distances, expected[:, :5], atol=1e-8, rtol=0
    )
    near = index.query_radius(lat, lon, radius=2e6)
    assert near.counts.tolist() == (expected <= 2e6).sum(axis=1).tolist()


def test_nothing_is_lost_where_near_ends_and_far_begins() -> None:
    south = gd.Shapes([shapely.box(0, 50, 3, 52)], edges="planar")
    for away in np.linspace(39.9e3, 40.1e3, 81):
        lat = gd.direct(52, 0, 0, away).lat2
        north = gd.Shapes([shapely.box(1, lat, 2, 55)], edges="planar")
        assert abs(gd.distance(south, north)[0] - away) <= BOUND
