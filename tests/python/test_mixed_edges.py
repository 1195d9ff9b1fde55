"""Planar edges beside geodesics: an index finds what pairs of shapes say."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import geodist as gd


def some_lines(rng, count, edges):
    """Draw lines of two edges, from 1 km to 500 km long, many of which cross."""
    lines = []
    for _ in range(count):
        at, size = rng.uniform([-3, 46], [3, 52]), 10 ** rng.uniform(-2, 0.8)
        lines.append(shapely.LineString(at + size * rng.uniform(-1, 1, (3, 2))))
    return gd.Shapes(lines, edges=edges)


@pytest.fixture
def both():
    """Give lines of both kinds."""
    rng = np.random.default_rng(5)
    return some_lines(rng, 60, "planar"), some_lines(rng, 70, "geodesic")


@pytest.mark.parametrize("of_planar", [True, False])
def test_distances_in_an_index_are_those_of_pairs(both, of_planar):
    rows, asked = both if of_planar else both[::-1]
    expected = gd.cdist(asked, rows)
    found = gd.ShapeIndex(rows).query(asked, k=len(rows))
    distances = np.empty_like(expected)
    np.put_along_axis(distances, found.indices, found.distances, axis=1)
    np.testing.assert_array_equal(distances, expected)
    assert (distances == 0).sum() == 106


@pytest.mark.parametrize("of_planar", [True, False])
def test_a_radius_of_0_finds_what_crosses(both, of_planar):
    rows, asked = both if of_planar else both[::-1]
    meets = np.array([gd.intersects(asked[i : i + 1], rows) for i in range(len(asked))])
    within = np.array([gd.dwithin(asked[i : i + 1], rows, 0) for i in range(len(asked))])
    found = gd.ShapeIndex(rows).query_radius(asked, radius=0)
    assert (found.distances == 0).all()
    met = np.zeros_like(meets)
    met[np.repeat(np.arange(len(asked)), found.counts), found.indices] = True
    np.testing.assert_array_equal(met, meets)
    np.testing.assert_array_equal(met, within)
    assert met.sum() == 106


def test_polygons_and_lines_of_either_kind_touch_in_an_index():
    # The geodesic bulges to the north of the parallel between its ends.
    parallel = gd.Shapes([shapely.LineString([(0, 50), (10, 50)])], edges="planar")
    box = gd.Shapes([shapely.box(0, 49, 10, 50)], edges="geodesic")
    south, north = (
        gd.Shapes([shapely.LineString([(5, lat), (5, lat + 0.05)])], edges="geodesic")
        for lat in (49.96, 50.01)
    )
    assert gd.ShapeIndex(parallel).query_radius(south, radius=0).counts == [1]
    assert gd.ShapeIndex(parallel).query_radius(north, radius=0).counts == [0]
    assert gd.ShapeIndex(box).query_radius(parallel, radius=0).counts == [1]
    assert gd.ShapeIndex(parallel).query(box).distances == [0]
    assert gd.ShapeIndex(box).covering(parallel).counts == gd.covers(box, parallel).astype(int)
