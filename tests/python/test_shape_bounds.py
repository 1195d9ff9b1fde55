"""Bounding boxes of shapes: against dense sampling, at poles and across the antimeridian."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import example, given
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
        (lines((90, 45), (-90, 225), (-80, 0)), [-90, -135, 90, 0]),  # along a meridian
        (rings((90, 45), (-90, 225), (45, 0)), [-90, -135, 90, 0]),
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


# Vertices at poles, opposite each other, and half a turn apart.
CORNERS = st.tuples(
    st.sampled_from([90.0, -90.0, 45.0, 0.0, -0.0, -45.0, 33.5, 80.0, -80.0]),
    st.sampled_from([0.0, -0.0, 180.0, -180.0, 45.0, 225.0, -162.05, 90.0, -90.0, 10.0, 540.0]),
)


@given(
    st.lists(CORNERS, min_size=3, max_size=5),
    st.sampled_from([1 / 298, -1 / 50, 0.0]),
    st.booleans(),
)
@example([(90, -170), (-90, -162.05), (0, 90), (33.5, 225)], -1 / 50, True)
@example([(90, 45), (-90, 225), (45, 360), (33.5045, 45), (0, -162.05)], 1 / 298, False)
@example([(0, -170), (0, 225), (45, 90), (-90, 45)], 0.0, True)
def test_all_that_a_polygon_covers_is_in_its_box(
    ring: list[tuple[float, float]], f: float, oriented: bool
) -> None:
    ellipsoid = gd.Ellipsoid(6378137, f)
    lat, lon = (
        each.ravel() for each in np.meshgrid(np.arange(-88.5, 90, 6.9), np.arange(0, 360, 7.3))
    )
    shape = rings(*ring, ellipsoid=ellipsoid, oriented=oriented)
    inside = gd.covers(shape, gd.Points(lat=lat, lon=lon, ellipsoid=ellipsoid))
    box = shape[0].bounds  # type: ignore[union-attr]
    assert box.contains(lat[inside], lon[inside]).all()


def test_half_a_turn_of_a_prolate_ellipsoid_goes_to_the_side_that_longitudes_say() -> None:
    slim = gd.Ellipsoid(6378137, -1 / 50)
    for first, half in ((0, 180), (0, -180), (20, 180), (20, -180), (540, 180), (540, -180)):
        lon = [first, first + half, first + half / 2]
        shape = rings((0, lon[0]), (0, lon[1]), (80, lon[2]), ellipsoid=slim)
        # its half is one polygon without such an edge
        part = rings((0, lon[0]), (0, lon[2]), (80, lon[2]), ellipsoid=slim)
        assert gd.area(shape)[0] == pytest.approx(2 * gd.area(part)[0], rel=1e-12)
        places = gd.Points(lat=[10, 10], lon=[lon[2], lon[2] + 180], ellipsoid=slim)
        assert np.array_equal(gd.covers(shape, places), [True, False])
        assert gd.distance(shape, places)[0] == 0
        south, west, north, east = bounds(shape)[0]
        assert (south, north) == (0, 80)
        assert ((lon[2] - 90 - west) % 360, (lon[2] + 90 - east) % 360) == (0, 0)


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


def test_parts_across_the_antimeridian_and_beside_it() -> None:
    # The one across it goes farther east than the other.
    fiji = [[(177, -17), (182, -17)], [(-179.5, -16), (-179, -16)]]
    for parts in (fiji, fiji[::-1]):
        for edges in ("geodesic", "planar"):
            box = bounds(gd.Shapes([shapely.MultiLineString(parts)], edges=edges))[0]
            assert box[1::2] == [177, -178]


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
