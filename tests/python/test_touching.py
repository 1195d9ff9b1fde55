"""Shapes are at distance 0 where they intersect, and nowhere else, whichever function is asked."""

from __future__ import annotations

import numpy as np
import pytest

import geodist as gd

shapely = pytest.importorskip("shapely")

ROWS = 300


@pytest.fixture(params=["geodesic", "planar"])
def lines(request: pytest.FixtureRequest) -> gd.Shapes:
    rng = np.random.default_rng(3)
    lat = rng.uniform(-80, 80, (ROWS, 1)) + rng.uniform(-3, 3, (ROWS, 2))
    lon = rng.uniform(-170, 170, (ROWS, 1)) + rng.uniform(-3, 3, (ROWS, 2))
    return gd.Shapes.lines(
        lat.ravel(), lon.ravel(), np.arange(0, 2 * ROWS + 1, 2), edges=request.param
    )


def on(lines: gd.Shapes, rows: object = slice(None)) -> gd.Points:
    """Give a place on each line, as near as numbers are."""
    rng = np.random.default_rng(4)
    found = gd.interpolate_along(lines, gd.length(lines) * rng.uniform(0, 1, len(lines)))
    return gd.Points(lat=found.lat, lon=found.lon)


def test_places_on_lines_are_at_distance_0(lines: gd.Shapes) -> None:
    points = on(lines)
    assert gd.intersects(lines, points).all()
    assert gd.dwithin(points, lines, 0).all()
    assert (gd.distance(lines, points) == 0).all()
    assert (gd.nearest_points(points, lines).distance == 0).all()
    assert (np.diagonal(gd.cdist(lines, points)) == 0).all()
    assert (gd.distance(lines[0], on(gd.Shapes.concat([lines[:1]] * ROWS))) == 0).all()


def test_an_index_finds_the_lines_that_points_are_on(lines: gd.Shapes) -> None:
    points = on(lines)
    index = gd.ShapeIndex(lines)
    pairs = gd.cdist(points, lines)
    assert index.query(points).indices.tolist() == pairs.argmin(axis=1).tolist()
    touching = index.query_radius(points, radius=0)
    rows = np.repeat(np.arange(ROWS), touching.counts)
    assert (touching.distances == 0).all()
    assert list(zip(rows.tolist(), touching.indices.tolist(), strict=True)) == [
        (int(i), int(j)) for i, j in np.argwhere(pairs == 0)
    ]


@pytest.mark.parametrize("edges", ["geodesic", "planar"])
@pytest.mark.parametrize("k", [1, 2, 3])
def test_of_lines_that_touch_the_first_come_first(edges: str, k: int) -> None:
    # All begin at one place, which most of them miss by a nanometre.
    ends = np.linspace(0, 2 * np.pi, 9)[:-1]
    lat = np.column_stack([40 - np.sin(ends), 40 + np.sin(ends)])
    lon = np.column_stack([10 - np.cos(ends), 10 + np.cos(ends)])
    lines = gd.Shapes.lines(lat.ravel(), lon.ravel(), np.arange(0, 17, 2), edges=edges)
    middle = gd.interpolate_along(lines[:1], gd.length(lines[:1]) / 2)
    point = gd.Points(lat=middle.lat, lon=middle.lon)
    touching = np.flatnonzero(gd.intersects(lines, point))
    found = gd.ShapeIndex(lines).query(point, k=k)
    expected = touching[:k]
    assert np.atleast_2d(found.indices)[0, : expected.size].tolist() == expected.tolist()
    assert (np.atleast_2d(found.distances)[0, : expected.size] == 0).all()


def test_points_meet_only_where_they_are_one_place() -> None:
    a = gd.Shapes([shapely.Point(7, 45), shapely.Point(180, 3), shapely.Point(0, 90)])
    b = gd.Shapes(
        [shapely.Point(7, 45.00000000000001), shapely.Point(-180, 3), shapely.Point(50, 90)]
    )
    for meet in (gd.intersects(a, b), gd.covers(a, b), gd.dwithin(a, b, 0), gd.distance(a, b) == 0):
        assert meet.tolist() == [False, True, True]
    index = gd.ShapeIndex(b)
    assert (index.query_radius(a, radius=0).counts == [0, 1, 1]).all()
