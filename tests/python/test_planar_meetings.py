"""Where planar edges meet, and what they cover: on grids, the same as Shapely says."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import geodist as gd

STEPS = st.sampled_from([1.0, 0.5])


def planar(*geometries):
    """Read geometries with planar edges."""
    return gd.Shapes.from_shapely(list(geometries), edges="planar")


@st.composite
def vertices(draw, least, most):
    """Draw places of a grid, with halves of a degree in between or without."""
    step = draw(STEPS)
    place = st.tuples(st.integers(0, 8), st.integers(0, 8))
    places = draw(st.lists(place, min_size=least, max_size=most))
    return [(step * x, 48 + step * y) for x, y in places]


@st.composite
def lines(draw):
    """Draw lines that may cross themselves."""
    line = shapely.LineString(draw(vertices(2, 5)))
    assume(line.length > 0)
    return line


@st.composite
def polygons(draw):
    """Draw boxes, boxes with a hole, and other polygons."""
    corners = np.array(draw(vertices(2, 2)))
    box = shapely.box(*corners.min(axis=0), *corners.max(axis=0))
    kind = draw(st.sampled_from(["box", "hole", "ring"]))
    if kind == "hole":
        polygon = shapely.box(-1, 47, 9, 57).difference(box)
    elif kind == "ring":
        polygon = shapely.Polygon(draw(vertices(3, 6)))
    else:
        polygon = box
    assume(polygon.is_valid and polygon.area > 0)
    return polygon


def shapes():
    """Draw lines, polygons or points."""
    return st.one_of(lines(), polygons(), vertices(1, 1).map(lambda at: shapely.Point(at[0])))


@settings(max_examples=400)
@given(shapes(), shapes())
def test_predicates_are_those_of_shapely(one, other):
    a, b = planar(one), planar(other)
    meet = one.intersects(other)
    assert gd.intersects(a, b)[0] == meet
    assert gd.dwithin(a, b, 0)[0] == meet
    assert (gd.distance(a, b)[0] == 0) == meet
    assert gd.covers(a, b)[0] == one.covers(other)
    assert gd.contains(a, b)[0] == one.contains(other)
    assert gd.covers(b, a)[0] == other.covers(one)


@settings(max_examples=300)
@given(lines(), polygons())
def test_lines_are_clipped_as_by_shapely(line, polygon):
    assume(line.is_simple)
    parts = gd.clip(planar(line), planar(polygon))
    common = line.intersection(polygon)
    expected = [part for part in getattr(common, "geoms", [common]) if part.length > 0]
    found = parts.to_shapely()[0]
    assert found.length == pytest.approx(sum(part.length for part in expected), abs=1e-12)
    if expected:
        assert shapely.hausdorff_distance(found, shapely.union_all(expected)) < 1e-12


def borders(geometry):
    """Give the lines of a polygon, or a line itself."""
    return geometry.boundary if geometry.geom_type.endswith("Polygon") else geometry


def expected_places(one, other):
    """Give isolated places, and the vertices where lines run along each other."""
    common = borders(one).intersection(borders(other))
    places = []
    for part in getattr(common, "geoms", [common]):
        if part.geom_type == "Point" and not part.is_empty:
            places.append((part.x, part.y))
        elif not part.is_empty:
            ends = np.vstack([shapely.get_coordinates(geometry) for geometry in (one, other, part)])
            places += [tuple(at) for at in ends if part.distance(shapely.Point(at)) == 0]
    return {(round(x, 10), round(y, 10)) for x, y in places}


@settings(max_examples=300)
@given(st.one_of(lines(), polygons()), st.one_of(lines(), polygons()))
def test_places_are_those_of_shapely(one, other):
    found = gd.intersection_points(planar(one), planar(other))
    places = {(round(x, 10), round(y, 10)) for x, y in zip(found.a.lon, found.a.lat, strict=True)}
    assert places == expected_places(one, other)
    assert len(places) == len(found.a.lat)
    assert (len(places) > 0) == borders(one).intersects(borders(other))


def test_a_line_that_touches_a_polygon_leaves_nothing():
    line, box = planar(shapely.LineString([(0, 52), (3, 54), (6, 52)])), shapely.box(2, 54, 7, 57)
    assert gd.clip(line, planar(box)).to_wkt() == ["LINESTRING EMPTY"]
    assert not gd.covers(planar(box), line)[0]
    assert gd.intersects(planar(box), line)[0]


def test_what_runs_along_a_border_is_kept_to_its_vertices():
    line = planar(shapely.LineString([(1, 54), (7, 54)]))
    assert gd.clip(line, planar(shapely.box(2, 52, 6, 54))).to_wkt() == ["LINESTRING (2 54, 6 54)"]
    found = gd.intersection_points(line, planar(shapely.box(2, 52, 6, 54)))
    assert found.a.lon.tolist() == [2, 6]
    assert found.a.fraction.tolist() == [1 / 6, 5 / 6]


@pytest.mark.parametrize("edges", ["planar", "geodesic"])
def test_a_polygon_does_not_cover_what_fills_its_hole(edges):
    hole, aside = shapely.box(1, 50, 2, 51), shapely.box(2.5, 49, 3, 50)
    around = gd.Shapes.from_shapely([shapely.box(0, 48, 4, 52).difference(hole)], edges=edges)
    inner = [hole, shapely.MultiPolygon([hole, aside]), aside]
    assert gd.covers(around, gd.Shapes.from_shapely(inner, edges=edges)).tolist() == [0, 0, 1]


def test_a_point_on_an_edge_is_on_it():
    edge = planar(shapely.LineString([(0, 49), (4, 49)]))
    lats = np.array([49, np.nextafter(49, 50), 49 + 1e-12])
    points = gd.Points(lat=lats, lon=[2, 2, 2])
    assert gd.intersects(edge, points).tolist() == [True, True, False]  # 30 nm is near enough
    assert gd.dwithin(edge, points, 0).tolist() == [True, True, False]
    assert (gd.distance(edge, points) == 0).tolist() == [True, True, False]


def test_longitudes_may_be_of_any_turn():
    pacific = planar(shapely.LineString([(170, 0), (190, 0)]))
    island = planar(shapely.box(-176, -1, -174, 1))
    assert gd.intersects(pacific, island)[0]
    assert gd.clip(pacific, island).to_wkt() == ["LINESTRING (184 0, 186 0)"]
    found = gd.intersection_points(pacific, island)
    assert found.a.lon.tolist() == [184, 186]
    assert found.b.lon.tolist() == [-176, -174]
    the_long_way = planar(shapely.LineString([(170, 0), (-170, 0)]))
    assert not gd.intersects(the_long_way, planar(shapely.Point(180, 0)))[0]
    assert gd.intersects(the_long_way, planar(shapely.Point(360, 0)))[0]


def test_all_longitudes_of_a_pole_are_one_place():
    one = planar(shapely.LineString([(0, 80), (0, 90)]))
    other = planar(shapely.LineString([(100, 70), (120, 90)]))
    assert gd.intersects(one, other)[0]
    assert gd.intersection_points(one, other).lat.tolist() == [90]
    assert gd.intersects(one, gd.Point(90, 33))
    assert gd.covers(one, gd.Point(90, 33))
    assert not gd.intersects(one, planar(shapely.LineString([(0, -80), (0, -90)])))[0]


def test_crossings_of_a_line_with_itself_are_exact():
    line = planar(shapely.LineString([(0, 40), (10, 50), (10, 40), (0, 50), (0, 45), (4, 45)]))
    found = gd.self_crossings(line)
    assert found.first.edge.tolist() == [0]
    assert (found.lat.tolist(), found.lon.tolist()) == ([45], [5])
    # a vertex in the middle of an edge
    touching = planar(shapely.LineString([(0, 49), (4, 49), (4, 51), (2, 49), (0, 51)]))
    found = gd.self_crossings(touching)
    assert (found.lat.tolist(), found.lon.tolist()) == ([49], [2])
    assert (found.first.edge.tolist(), found.second.edge.tolist()) == ([0], [3])
    assert (found.first.fraction.tolist(), found.second.fraction.tolist()) == ([0.5], [0])


@pytest.mark.parametrize("seed", range(4))
def test_planar_and_geodesic_edges_cross_where_sides_change(seed):
    random = np.random.default_rng(seed)
    places = 0
    for _ in range(40):
        size, lat = 10.0 ** random.uniform(-3, 1.3), random.uniform(-70, 70)
        wide = size / np.cos(np.radians(lat))
        ends = np.array([lat, 20]) + random.uniform(-1, 1, (2, 2, 2)) * [size, wide]
        if random.random() < 0.3:
            ends[0, 1, 0] = ends[0, 0, 0]  # along a parallel
        flat = gd.Shapes.lines(*ends[0].T, [0, 2], edges="planar")
        geodesic = gd.Shapes.lines(*ends[1].T, [0, 2], edges="geodesic")
        t = np.linspace(0, 1, 2001)[:, None]
        along = ends[0, 0] + t * (ends[0, 1] - ends[0, 0])
        seen = gd.locate(geodesic, gd.Points(lat=along[:, 0], lon=along[:, 1]))
        beside = (seen.along > 0) & (seen.along < gd.length(geodesic)[0])
        changes = np.sign(seen.across[1:]) != np.sign(seen.across[:-1])
        found = gd.intersection_points(flat, geodesic)
        assert len(found.lat) >= (changes & beside[1:] & beside[:-1]).sum()
        assert len(found.lat) <= (changes & (beside[1:] | beside[:-1])).sum()
        assert gd.intersects(flat, geodesic)[0] == (len(found.lat) > 0)
        assert len(gd.intersection_points(geodesic, flat).lat) == len(found.lat)
        if len(found.lat) > 0:
            at = gd.Points(lat=found.a.lat, lon=found.a.lon)
            assert gd.distance(geodesic, at).max() < 25e-9
        places += len(found.lat)
    assert places > 1
