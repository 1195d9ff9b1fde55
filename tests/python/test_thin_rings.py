"""Rings of no width, and of vertices at poles: the area and what is covered agree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import geodist as gd

ANYWHERE = gd.Points(
    lat=[90, -90, 89.9, 45, -45, 0, 0, 10, 0.5], lon=[0, 0, 10, 10, 200, 99, 5, 5, 0]
)


def polygon(lat: Any, lon: Any, **options: Any) -> gd.Shapes:
    return gd.Shapes.polygons(lat, lon, [0, len(lat)], **options)


@pytest.mark.parametrize("oriented", [False, True])
@pytest.mark.parametrize("edges", ["geodesic", "planar"])
@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ([0, 10, 0], [0, 10, 0]),
        ([1, 11, 21, 11], [0, 10, 50, 10]),
        ([1, 11, 31, 11, 21, 11], [0, 10, 50, 10, -20, 10]),
        ([5, 5, 5], [7, 7, 7]),
        ([0, 0, 0], [0, 10, 5]),
        ([80, 90, 80], [10, 50, 10]),
        ([80, 80, 80], [10, 190, 10]),
    ],
)
def test_a_ring_that_goes_back_has_no_inside(lat, lon, edges, oriented):
    for step in (1, -1):
        ring = polygon(lat[::step], lon[::step], edges=edges, oriented=oriented)
        assert gd.area(ring).tolist() == [0]
        assert not gd.contains(ring, ANYWHERE).any()
        assert (gd.covers(ring, ANYWHERE) == (gd.distance(ring, ANYWHERE) == 0)).all()
        assert gd.covers(ring, gd.Points(lat=lat, lon=lon)).all()


def test_rounding_makes_no_earth_of_a_ring_that_goes_back():
    rng = np.random.default_rng(1)
    for scale in (1e-6, 1e-2, 1, 90):
        for _ in range(100):
            n = rng.integers(2, 7)
            lat = np.clip(rng.uniform(-90, 90) + scale * rng.uniform(-1, 1, n), -90, 90)
            lon = rng.uniform(-180, 180) + 2 * scale * rng.uniform(-1, 1, n)
            there_and_back = np.r_[0:n, n - 2 : 0 : -1]
            start = rng.integers(there_and_back.size)
            way = np.roll(there_and_back, start)
            ring = polygon(lat[way], lon[way], oriented=True)
            assert gd.area(ring).tolist() == [0]
            assert not gd.contains(ring, gd.Points(lat=[-lat[0] / 2], lon=[lon[0] + 170])).any()


def test_a_hole_that_goes_back_takes_nothing_away():
    lat, lon = [0, 0, 4, 4], [0, 4, 4, 0]
    holed = gd.Shapes.polygons([*lat, 1, 2, 1], [*lon, 1, 2.5, 1], [0, 4, 7], [0, 2], oriented=True)
    assert gd.area(holed) == gd.area(polygon(lat, lon))
    points = gd.Points(lat=[3, 1.3, 1, 50], lon=[3, 1.7, 1, 50])
    assert gd.covers(holed, points).tolist() == [True, True, True, False]


@pytest.mark.parametrize("edges", ["geodesic", "planar"])
@pytest.mark.parametrize("lon", [[0, 120, 240], [0, 0, 0], [0, 100], [0, 90, 180, 270, 360]])
def test_a_ring_at_a_pole_is_a_point(lon, edges):
    for pole in (-90, 90):
        for oriented in (False, True):
            ring = polygon([pole] * len(lon), lon, edges=edges, oriented=oriented)
            assert gd.area(ring).tolist() == [0]
            points = gd.Points(lat=[pole, pole, -pole, pole * 0.99], lon=[0, 55, 0, 0])
            assert gd.covers(ring, points).tolist() == [True, True, False, False]
            assert not gd.contains(ring, points).any()
            assert gd.ShapeIndex(ring).covering(points).counts.tolist() == [1, 1, 0, 0]


def test_a_lune_between_poles_is_covered():
    inside = gd.Points(lat=[45, 0, -89, 89.9], lon=[10, 50, 99, 10])
    border = gd.Points(lat=[90, -90, 0, 30], lon=[5, 180, 0, 100])
    outside = gd.Points(lat=[45, 0, -89], lon=[101, -50, 200])
    lat, lon = [90, 90, -90, -90], [0, 100, 100, 0]
    for step in (1, -1):
        ring = polygon(lat[::step], lon[::step])
        assert gd.area(ring)[0] == pytest.approx(gd.WGS84.area * 100 / 360)
        assert gd.contains(ring, inside).all()
        assert gd.covers(ring, border).all()
        assert not gd.contains(ring, border).any()
        assert not gd.covers(ring, outside).any()
        left = polygon(lat[::step], lon[::step], oriented=True)
        share = gd.area(left)[0] / gd.WGS84.area
        assert share == pytest.approx(260 / 360 if step == 1 else 100 / 360)
        assert gd.contains(left, inside).all() == (step == -1)
        assert gd.contains(left, outside).all() == (step == 1)


def test_a_planar_edge_to_a_pole_ends_there_whatever_the_longitude():
    ring = polygon([80, 90, 80], [0, 10, 20], edges="planar")
    poles = gd.Points(lat=[90, 90, 90, -90], lon=[10, 3, -150, 10])
    assert gd.covers(ring, poles).tolist() == [True, True, True, False]
    assert not gd.contains(ring, poles).any()
    assert gd.ShapeIndex(ring).covering(poles).counts.tolist() == [1, 1, 1, 0]
    assert (gd.distance(ring, poles)[:3] == 0).all()


def test_planar_rings_have_their_inside_on_the_map_whichever_way_they_go():
    lat, lon = [0, 0, 4, 4], [0, 4, 4, 0]
    for step in (1, -1):
        ring = polygon(lat[::step], lon[::step], edges="planar", oriented=True)
        assert gd.area(ring) == gd.area(polygon(lat, lon, edges="planar"))
        assert gd.covers(ring, gd.Points(lat=[1, 50], lon=[1, 1])).tolist() == [True, False]
