"""What polygons cover: truth, ways to say the same, and what is refused."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shape_cases import groups, points, polygons

import geodist as gd


@pytest.mark.parametrize(
    "group", list(groups("point_polygon_distance")), ids=lambda group: group[0]["id"]
)
def test_points_are_inside_outside_or_on_the_border_as_in_the_cases(group):
    shapes, places = polygons(group), points(group)
    location = np.array([case["location"] for case in group])
    covered = gd.covers(shapes, places)
    assert [case["id"] for case in np.array(group)[covered != (location != "outside")]] == []
    contained = gd.contains(shapes, places)
    assert [case["id"] for case in np.array(group)[contained != (location == "inside")]] == []


def test_one_row_goes_with_all_of_the_other():
    boxes = gd.Shapes([shapely.box(x, 0, x + 2, 2) for x in range(3)])
    places = gd.Points(lat=[1, 1, 1, 5], lon=[0.5, 1.5, 2.5, 1])
    expected = np.array([[True, True, False, False], [False, True, True, False]])
    for row in range(2):
        assert gd.covers(boxes[row], places).tolist() == expected[row].tolist()
        assert gd.contains(boxes[row : row + 1], places).tolist() == expected[row].tolist()
    for place in range(2):
        assert gd.covers(boxes[:2], places[place]).tolist() == expected[:, place].tolist()
    assert gd.covers(boxes[0], gd.Point(1, 1)) is True
    assert gd.covers(boxes[0], shapely.Point(1, 1)) is True
    assert gd.contains(boxes[0], shapely.Point(0, 1)) is False
    with pytest.raises(ValueError, match="one length"):
        gd.covers(boxes, places)


def test_missing_and_empty_rows_cover_nothing_and_are_not_covered():
    shapes = gd.Shapes([None, shapely.Polygon(), shapely.box(0, 0, 2, 2)])
    assert gd.covers(shapes, gd.Point(1, 1)).tolist() == [False, False, True]
    nowhere = gd.Points(lat=[np.nan, 1], lon=[1, 1])
    assert gd.covers(shapes[2], nowhere).tolist() == [False, True]
    assert gd.contains(shapes[2], gd.Points(lat=[], lon=[])).tolist() == []


def test_a_column_may_hold_polygons_lines_and_points():
    line = shapely.LineString([(0, 0), (0, 2)])
    shapes = gd.Shapes([shapely.box(0, 0, 2, 2), line, shapely.Point(0, 1), None])
    assert gd.covers(shapes, gd.Point(1, 0)).tolist() == [True, True, True, False]
    assert gd.contains(shapes, gd.Point(1, 0)).tolist() == [False, True, True, False]
    assert gd.covers(shapes, line).tolist() == [True, True, False, False]
    assert gd.covers(gd.Points(lat=[1, 2], lon=[1, 1]), gd.Point(1, 1)).tolist() == [True, False]


def test_a_point_is_covered_by_rows_of_points_too():
    box = gd.Shapes([shapely.box(0, 0, 2, 2)])
    rows = gd.Shapes([shapely.Point(1, 1), shapely.Point(3, 1), shapely.Point(2, 1)])
    assert gd.covers(box, rows).tolist() == [True, False, True]
    assert gd.contains(box, rows).tolist() == [True, False, False]


def test_the_ellipsoid_and_the_edges_count():
    box = shapely.box(0, 40, 60, 50)
    north = gd.Point(52.0, 30)
    sphere = gd.covers(box, gd.Points(lat=[54.0, 54.2], lon=[30, 30]), ellipsoid="sphere")
    assert gd.covers(box, north)
    assert not gd.covers(gd.Shapes.from_shapely([box], edges="planar"), north)[0]
    # the top of the great circle between two points at 50 degrees, 60 apart
    top = np.degrees(np.arctan(np.tan(np.radians(50)) / np.cos(np.radians(30))))
    places = gd.Points(lat=[top - 1e-9, top + 1e-9], lon=[30, 30])
    assert gd.covers(box, places, ellipsoid="sphere").tolist() == [True, False]
    assert sphere.tolist() == (np.array([54.0, 54.2]) < top).tolist()


def test_threads_change_nothing():
    ring = np.linspace(0, 2 * np.pi, 500, endpoint=False)
    radius = 3 + np.sin(7 * ring)
    star = gd.Shapes.polygons(
        50 + radius * np.sin(ring), 10 + radius * np.cos(ring), ring_offsets=[0, 500]
    )
    random = np.random.default_rng(1)
    places = gd.Points(lat=random.uniform(45, 55, 50_000), lon=random.uniform(4, 16, 50_000))
    found = gd.covers(star, places, threads=1)
    assert 0.2 < found.mean() < 0.8
    assert np.array_equal(found, gd.covers(star, places, threads=3))
    few = [gd.covers(star, places[i : i + 1])[0] for i in range(0, 50_000, 5000)]
    assert few == found[::5000].tolist()


vertex = st.tuples(st.floats(-60, 60), st.floats(-60, 60))


@settings(max_examples=60, deadline=None)
@given(st.lists(vertex, min_size=3, max_size=9), st.integers(0, 8), st.integers(-3, 3))
def test_direction_beginning_and_turns_change_nothing(ring, first, turns):
    lat, lon = np.array(ring).T
    random = np.random.default_rng(3)
    places = gd.Points(lat=random.uniform(-70, 70, 200), lon=random.uniform(-70, 70, 200))

    def covered(lat, lon):
        return gd.covers(gd.Shapes.polygons(lat, lon, ring_offsets=[0, lat.size])[0], places)

    found = covered(lat, lon)
    assert np.array_equal(found, covered(lat[::-1], lon[::-1]))
    assert np.array_equal(found, covered(np.roll(lat, first), np.roll(lon, first)))
    shifted = covered(lat, lon + 360.0 * turns)
    # a shift rounds longitudes, so that places next to an edge may change
    assert np.count_nonzero(found != shifted) <= (0 if turns == 0 else 1)


def test_a_point_is_where_even_odd_says_in_a_ring_that_crosses_itself():
    star = [(np.cos(t), np.sin(t)) for t in np.arange(5) * 4 * np.pi / 5]
    lon, lat = np.array(star).T
    shape = gd.Shapes.polygons(lat, lon, ring_offsets=[0, 5])
    middle, tip = gd.Points(lat=[0], lon=[0]), gd.Points(lat=[0], lon=[0.8])
    assert not gd.covers(shape, middle)[0]
    assert gd.covers(shape, tip)[0]


def test_self_crossings_of_a_star_and_of_a_plain_ring():
    lon, lat = np.array([(np.cos(t), np.sin(t)) for t in np.arange(5) * 4 * np.pi / 5]).T
    star = gd.Shapes.polygons(lat, lon, ring_offsets=[0, 5])
    found = gd.self_crossings(star)
    pairs = list(zip(found.first.edge.tolist(), found.second.edge.tolist(), strict=True))
    assert sorted(pairs) == [(0, 2), (0, 3), (1, 3), (1, 4), (2, 4)]
    assert all(x <= y for x, y in pairwise(pairs))
    assert np.hypot(found.lat, found.lon) == pytest.approx(np.full(5, 0.381966), abs=2e-3)
    for side in (found.first, found.second):
        ends = np.append(lat, lat[0]), np.append(lon, lon[0])
        at = gd.interpolate(
            ends[0][side.edge], ends[1][side.edge], ends[0][side.edge + 1], ends[1][side.edge + 1],
            side.fraction,
        )  # fmt: skip
        assert gd.distance(*at, found.lat, found.lon).max() < 1e-6
    box = gd.self_crossings(shapely.box(0, 0, 1, 1))
    assert box.lat.size == 0


def test_self_crossings_name_row_part_and_ring():
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    rows = [
        None,
        shapely.MultiPolygon([shapely.box(5, 5, 6, 6), bow]),
        shapely.LineString([(0, 0), (2, 2), (2, 0), (0, 2)]),
    ]
    found = gd.self_crossings(rows)
    assert found.first.row.tolist() == [1, 2]
    assert found.first.part.tolist() == [1, 0]
    assert found.lat == pytest.approx([0.5, 1.0], abs=1e-3)


def test_a_vertex_that_the_ring_comes_back_to_is_a_crossing():
    ring = [(0, 0), (1, 1), (2, 0), (2, 2), (1, 1), (0, 2)]
    found = gd.self_crossings(shapely.Polygon(ring))
    assert (found.first.edge.tolist(), found.second.edge.tolist()) == ([1], [4])
    assert (found.lat.tolist(), found.lon.tolist()) == ([1], [1])
    assert found.first.fraction.tolist() == [0]


def test_long_edges_cross_once_where_they_are_cut():
    # edges of 2000 km, each in 50 pieces or more
    ring = gd.Shapes.polygons([0, 20, 0, 20], [0, 20, 20, 0], ring_offsets=[0, 4])
    found = gd.self_crossings(ring)
    assert found.lat.size == 1
    middle = gd.interpolate(0, 0, 20, 20, 0.5)
    assert gd.distance(found.lat[0], found.lon[0], *middle) < 5e4
