"""Lines along lines: compared with Shapely for lines of shared vertices, and with geodesics."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import geodist as gd

LATITUDES = (-80.0, -33.0, 0.0, 52.0)
LENGTHS = (1.0, 1e3, 3e4, 2e5, 5e6)


def walk(random, steps):
    """Make a line on a grid of some 30 places, which crosses itself and goes back."""
    chain = [random.integers(0, 5, 2)]
    while len(chain) < steps:
        step = random.integers(-1, 2, 2)
        if step.any():
            chain.append(chain[-1] + step)
    # Numbers that differ by rounding would be one place here, and two for Shapely.
    return np.round(np.array(chain) * 0.01 + [5.0, 50.0], 2)


@pytest.mark.parametrize("seed", range(8))
def test_lines_of_shared_vertices_are_as_in_shapely(seed):
    random = np.random.default_rng(seed)
    found, expected = [], []
    for _ in range(60):
        chain = walk(random, random.integers(3, 10))
        first, last = np.sort(random.choice(len(chain), 2, replace=False))
        part = chain[first : last + 1][:: random.choice([-1, 1])]
        line = shapely.LineString(chain)
        for vertices in (walk(random, 3), chain[::-1], part, np.vstack([part, part[::-1]])):
            other = shapely.LineString(vertices)
            expected.append((line.covers(other), line.contains(other)))
            found.append((gd.covers(line, other), gd.contains(line, other)))
    assert found == expected
    assert 180 <= np.sum(expected, axis=0)[0] < 240


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("lat", LATITUDES)
def test_a_part_of_a_geodesic_is_covered_wherever_it_is_cut(lat, length):
    random = np.random.default_rng(int(length))
    for azimuth in (0.0, 37.0, 90.0, -160.0):
        end = gd.direct(lat, 179.9, azimuth, length)
        line = gd.Shapes.lines([lat, end.lat2], [179.9, end.lon2], [0, 2], edges="geodesic")
        at = np.sort(random.uniform(0, 1, 4))
        places = gd.interpolate(lat, 179.9, end.lat2, end.lon2, at)
        part = gd.Shapes.lines(*places, [0, 4], edges="geodesic")
        fine = gd.densify(line, max(length / 7, 0.1))
        assert gd.covers(line, part).all()
        assert gd.contains(line, part).all()
        assert not gd.covers(part, line).any()
        assert gd.covers(line, fine).all()
        assert gd.covers(fine, line).all()
        beside = gd.direct(places[0][1], places[1][1], azimuth + 90, 1e-6)
        lats, lons = np.array(places[0]), np.array(places[1])
        lats[1], lons[1] = beside.lat2, beside.lon2
        off = gd.Shapes.lines(lats, lons, [0, 4], edges="geodesic")
        assert not gd.covers(line, off).any()


def test_several_edges_cover_one_together():
    overlapping = shapely.MultiLineString([[(0, 0), (0, 5)], [(0, 3), (0, 8)]])
    assert gd.covers(overlapping, shapely.LineString([(0, 1), (0, 7)]))
    apart = shapely.MultiLineString([[(0, 0), (0, 4)], [(0, 5), (0, 8)]])
    assert not gd.covers(apart, shapely.LineString([(0, 1), (0, 7)]))


def test_the_ends_of_a_line_are_covered_but_not_contained():
    line = shapely.LineString([(0, 0), (0, 1), (0, 2)])
    ends = gd.Points(lat=[0, 1, 2], lon=[0, 0, 0])
    assert gd.covers(line, ends).tolist() == [True, True, True]
    assert gd.contains(line, ends).tolist() == [False, True, False]
    ring = shapely.LineString([(0, 0), (0, 1), (1, 1), (0, 0)])
    assert gd.contains(ring, ends).tolist() == [True, True, False]


def test_a_line_covers_no_polygon():
    ring = shapely.box(0, 0, 1, 1)
    assert not gd.covers(ring.exterior, ring)
    assert gd.covers(ring, ring.exterior)
    assert not gd.contains(ring, ring.exterior)


def test_planar_lines_cover_what_lies_along_them():
    line = shapely.LineString([(0, 50), (4, 50), (4, 52)])
    flat = gd.Shapes.from_shapely([line], edges="planar")
    along = shapely.LineString([(1, 50), (4, 50), (4, 51)])
    beyond = shapely.LineString([(1, 50), (4, 50), (4, 53)])
    inner = gd.Shapes.from_shapely([along, beyond, shapely.box(0, 50, 4, 52)], edges="planar")
    assert gd.covers(flat, inner).tolist() == [True, False, False]
    assert gd.contains(flat, inner).tolist() == [True, False, False]
    ends = gd.Points(lat=[50, 50, 50 + 1e-12], lon=[0, 2, 2])
    assert gd.covers(flat, ends).tolist() == [True, True, False]
    assert gd.contains(flat, ends).tolist() == [False, True, False]
    # a vertex in between that is rounded
    slanted = gd.Shapes.from_shapely([shapely.LineString([(0, 50), (1, 51.1)])], edges="planar")
    finer = shapely.segmentize(slanted.to_shapely()[0], 0.1)
    assert gd.covers(slanted, gd.Shapes.from_shapely([finer], edges="planar")).all()


def test_planar_lines_beside_geodesics():
    parallel = shapely.LineString([(0, 50), (4, 50)])
    meridian = shapely.LineString([(0, 50), (0, 54)])
    part = shapely.LineString([(0, 51), (0, 53)])
    flat = gd.Shapes.from_shapely([parallel, meridian], edges="planar")
    geodesics = gd.Shapes.from_shapely([parallel, part], edges="geodesic")
    # a meridian is both
    assert gd.covers(flat, geodesics).tolist() == [False, True]


@pytest.mark.parametrize(
    ("lat", "first", "last"),
    [(0, 180, -180), (0, 0, 360), (50, 540, 180), (90, 7, 120), (10, 20, 20)],
)
def test_a_closed_line_has_no_ends_whatever_its_longitudes(lat, first, last):
    closed = gd.Shapes.lines(
        [lat, lat - 9, lat - 9, lat], [first, first, first + 9, last], [0, 4], edges="geodesic"
    )
    open_line = gd.Shapes.lines(closed.lat[:3], closed.lon[:3], [0, 3], edges="geodesic")
    end = gd.Points(lat=[lat], lon=[first])
    assert gd.contains(closed, end).all()
    assert not gd.contains(open_line, end).any()
