"""Bounding boxes of shapes: against dense sampling, at poles and across the antimeridian."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geodist as gd

PLACES = st.tuples(st.floats(-90, 90), st.floats(-200, 400))
# Where the northernmost point of a geodesic is known to be; in degrees.
TOLERANCE = 1e-9


def bounds(shapes: gd.Shapes) -> list[list[float]]:
    return [list(map(float, row)) for row in np.column_stack(shapes.bounds)]


def lines(*vertices: tuple[float, float], **options: Any) -> gd.Shapes:
    lat, lon = zip(*vertices, strict=True)
    return gd.Shapes.lines(lat, lon, [0, len(lat)], **{"edges": "geodesic", **options})


def rings(*vertices: tuple[float, float], **options: Any) -> gd.Shapes:
    lat, lon = zip(*vertices, strict=True)
    return gd.Shapes.polygons(lat, lon, [0, len(lat)], **{"edges": "geodesic", **options})


@given(st.lists(PLACES, min_size=1, max_size=5), st.sampled_from(["WGS84", "sphere"]))
def test_a_box_is_that_of_many_points_along_the_line(
    vertices: list[tuple[float, float]], ellipsoid: str
) -> None:
    line = lines(*vertices, ellipsoid=ellipsoid)
    box = line[0].bounds  # type: ignore[union-attr]
    lat, lon = [np.array([vertices[0][0]])], [np.array([vertices[0][1]])]
    for a, b in pairwise(vertices):
        way = gd.interpolate(*a, *b, np.linspace(0, 1, 100), ellipsoid=ellipsoid)
        lat.append(way.lat)
        lon.append(way.lon)
    lats, lons = np.concatenate(lat), np.concatenate(lon)
    wide = gd.BoundingBox(
        max(box.min_lat - TOLERANCE, -90),
        box.min_lon - TOLERANCE,
        min(box.max_lat + TOLERANCE, 90),
        box.max_lon + TOLERANCE,
    )
    # Next to a pole longitudes of a geodesic are not known so well.
    sure = np.abs(lats) < 89.99
    assert wide.contains(lats[sure], lons[sure]).all()
    assert box.min_lat <= lats.min() + TOLERANCE
    assert box.max_lat >= lats.max() - TOLERANCE
    # It is not larger: the samples, up to 1.8 degrees from each other, reach nearly as far.
    assert box.max_lat <= lats.max() + 0.95
    assert box.min_lat >= lats.min() - 0.95


@pytest.mark.parametrize(
    ("shapes", "box"),
    [
        (lines((10, 20)), [10, 20, 10, 20]),
        (lines((0, 170), (10, -170)), [0, 170, 10, -170]),
        (lines((0, 170), (10, 180)), [0, 170, 10, 180]),
        (lines((0, -180), (10, -170)), [0, -180, 10, -170]),
        (lines((0, 0), (0, 90)), [0, 0, 0, 90]),
        (lines((0, 350), (10, 370)), [0, -10, 10, 10]),
        (lines((80, 10), (70, -170)), [70, 10, 90, -170]),  # over the pole
        (lines((80, 10), (90, 77)), [80, 10, 90, 10]),
        (lines((90, 33)), [90, 33, 90, 33]),
        (lines((-80, 10), (-90, 0), (-80, 20)), [-90, 10, -80, 20]),
        (lines((0, 0), (1, 120), (0, -120), (2, 0)), [0, -180, 2, 180]),  # all the way round
    ],
)
def test_boxes_that_are_known(shapes: gd.Shapes, box: list[float]) -> None:
    found = bounds(shapes)[0]
    if box[0] == 70:  # either way round holds both meridians
        found[1:4:2] = sorted(found[1:4:2], reverse=True)
    if box[1] == -180 and box[3] == 180:  # its edges go beyond their ends
        found = [round(value, -1) for value in found]
        box = [round(value, -1) for value in box]
    assert found == pytest.approx(box, abs=1e-12)


def test_an_edge_goes_north_of_its_ends() -> None:
    south, west, north, east = bounds(lines((45, 0), (45, 90)))[0]
    assert (south, west, east) == (45, 0, 90)
    middle = gd.midpoint(45, 0, 45, 90)
    assert north == pytest.approx(middle.lat, abs=1e-12)
    assert bounds(lines((45, 0), (45, 90), edges="planar"))[0] == [45, 0, 45, 90]


def test_polygons_around_a_pole_reach_it() -> None:
    around = [(60.0, lon) for lon in range(-180, 180, 30)]
    for ring in (around, around[::-1]):
        south, west, north, east = bounds(rings(*ring))[0]
        assert (south, west, north, east) == (60, -180, 90, 180)
        assert bounds(rings(*((-lat, lon) for lat, lon in ring)))[0][::2] == [-90, -60]
    # With the inside to the left, the same ring has one of both poles in it.
    assert bounds(rings(*around, oriented=True))[0][::2] == [60, 90]
    turned = bounds(rings(*around[::-1], oriented=True))[0]
    assert turned[0] == -90
    assert turned[2] < 90
    # A line along it does not.
    assert bounds(lines(*around, (60.0, 180.0)))[0][2] < 70


def test_a_polygon_turned_inside_out_is_all_of_the_earth() -> None:
    square = rings((0, 0), (1, 0), (1, 1), (0, 1), oriented=True)
    assert bounds(square)[0] == [-90, -180, 90, 180]
    assert bounds(rings((0, 0), (0, 1), (1, 1), (1, 0), oriented=True))[0][:2] == [0, 0]


def test_planar_boxes_are_those_of_the_map() -> None:
    assert bounds(lines((0, 179), (5, -179), edges="planar"))[0] == [0, -179, 5, 179]
    assert bounds(lines((0, 170), (5, 190), edges="planar"))[0] == [0, 170, 5, -170]
    world = rings((-90, -180), (-90, 180), (90, 180), (90, -180), edges="planar")
    assert bounds(world)[0] == [-90, -180, 90, 180]


def test_parts_of_a_row_are_in_one_box() -> None:
    fiji = shapely.MultiPoint([(179, -17), (-179, -18), (178, -19)])
    spread = shapely.MultiLineString([[(0, 0), (10, 0)], [(20, 5), (30, 5)], [(-100, 1), (-90, 1)]])
    shapes = gd.Shapes([fiji, spread, None, shapely.Point()], edges="geodesic")
    found = bounds(shapes)
    assert found[0] == [-19, 178, -17, -179]
    assert found[1][1::2] == [-100, 30]
    assert np.isnan(found[2:]).all()
    assert shapes[0].bounds.crosses_antimeridian  # type: ignore[union-attr]
    with pytest.raises(gd.EmptyGeometryError, match="the shape is empty"):
        _ = shapes[3].bounds  # type: ignore[union-attr]


@given(st.lists(st.lists(PLACES, min_size=1, max_size=3), min_size=1, max_size=4))
def test_a_box_does_not_depend_on_the_order_of_parts(
    parts: list[list[tuple[float, float]]],
) -> None:
    def box(which: list[list[tuple[float, float]]]) -> list[float]:
        lines = [shapely.LineString([(lon, lat) for lat, lon in part * 2]) for part in which]
        return bounds(gd.Shapes([shapely.multilinestrings(lines)], edges="geodesic"))[0]

    assert box(parts) == pytest.approx(box(parts[::-1]), abs=1e-12)


def test_points_have_the_box_of_bounding_boxes() -> None:
    rng = np.random.default_rng(1)
    lat, lon = rng.uniform(-90, 90, 40), rng.uniform(-180, 180, 40)
    for n in (1, 2, 3, 10, 40):
        shapes = gd.Shapes([shapely.MultiPoint(np.column_stack([lon, lat])[:n])])
        assert shapes[0].bounds == gd.BoundingBox.around(lat[:n], lon[:n])  # type: ignore[union-attr]


def test_many_polygons_that_overlap() -> None:
    count = 100_000
    south = np.repeat(np.linspace(0, 50, count), 4)
    lat, lon = south + np.tile([0.0, 0, 1, 1], count), np.tile([0.0, 1, 1, 0], count)
    shapes = gd.Shapes.polygons(lat, lon, np.arange(0, 4 * count + 1, 4), edges="geodesic")
    found = shapes.bounds
    assert (found.min_lat == south[::4]).all()
    assert (found.max_lon == 1).all()
    assert found.max_lat.max() < 51.01
