"""What touches is at distance 0, whichever function is asked; seams are no borders."""

from __future__ import annotations

import pytest

import geodist as gd

shapely = pytest.importorskip("shapely")

PLANAR = gd.Shapes.lines(
    [36.616871533579086, 36.61926282074558],
    [-107.14235081419572, -107.14571320346307],
    [0, 2],
    edges="planar",
)
GEODESIC = gd.Shapes.lines(
    [36.618224544264, 36.61876087507245], [-107.14010669087115, -107.14915400943686], [0, 2]
)
# The line runs past the corner of the polygon, some nanometres beside it.
CORNER = gd.Shapes.from_wkt(["POLYGON ((10 20, 9.9 19.9, 10.1 19.9, 10 20))"])
PAST = gd.Shapes.lines([19.5, 20.3], [10.1 + 1e-13, 10.1 + 1e-13], [0, 2])


@pytest.mark.parametrize(("a", "b"), [(PLANAR, GEODESIC), (CORNER, PAST)])
def test_what_meets_is_within_nothing(a: gd.Shapes, b: gd.Shapes) -> None:
    for first, second in ((a, b), (b, a)):
        assert gd.distance(first, second).tolist() == [0]
        assert gd.intersects(first, second).tolist() == [True]
        assert gd.dwithin(first, second, 0).tolist() == [True]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ((-180, -90, 180, 90), (170, 2, 190, 8)),
        ((0, 0, 360, 10), (-5, 2, 5, 8)),
        ((-180, 0, 180, 80), (179, 1, 181, 2)),
    ],
)
def test_a_seam_is_no_gap(outer: tuple[float, ...], inner: tuple[float, ...]) -> None:
    a, b = (gd.Shapes.from_shapely([shapely.box(*box)], edges="planar") for box in (outer, inner))
    assert gd.covers(a, b).tolist() == [True]


HALF_GAP = 1e-13  # degrees: 11 nm from a pole, so two such places touch, whatever their longitudes


def line_and_others(edges, pole, gap, east):
    """Give a line that begins beside a pole, and a line and a polygon that do so elsewhere."""
    lat, low = pole - pole / 90 * gap, pole / 9 * 8
    away = 2 if east <= 300 else -2  # apart from each other
    line = gd.Shapes([shapely.LineString([(20, lat), (20 - away, low)])], edges=edges)
    at = 20 + east
    other = gd.Shapes([shapely.LineString([(at, lat), (at + away, low)])], edges=edges)
    ring = [(at, lat), (at + away, low), (at + 2 * away, low), (at, lat)]
    return line, other, gd.Shapes([shapely.Polygon(ring)], edges=edges)


@pytest.mark.parametrize("edges", ["planar", "geodesic"])
@pytest.mark.parametrize("pole", [-90, 90])
@pytest.mark.parametrize(
    ("gap", "east"),
    [(0, 180), (0, 300), (HALF_GAP, 180), (HALF_GAP, 200), (1e-7, 1e-4), (1e-7, 360 - 1e-4)],
)
def test_what_touches_at_a_pole_does_so_for_all_functions(edges, pole, gap, east):
    line, other, polygon = line_and_others(edges, pole, gap, east)
    for a, b in ((line, other), (line, polygon), (polygon, line)):
        assert gd.distance(a, b)[0] < 3e-8
        assert gd.intersects(a, b)[0]
        assert gd.dwithin(a, b, 0)[0] == (gd.distance(a, b)[0] == 0)
        found = gd.intersection_points(a, b)
        assert found.a.lat.tolist() == pytest.approx([line.lat[0]])
    assert gd.distance(line, polygon) == gd.ShapeIndex(polygon).query(line).distances[0] == 0


@pytest.mark.parametrize("edges", ["planar", "geodesic"])
@pytest.mark.parametrize(("gap", "east"), [(1e-12, 180), (1e-7, 0.01), (1e-7, 360 - 0.01)])
def test_what_is_beside_a_pole_does_not_touch(edges, gap, east):
    line, other, polygon = line_and_others(edges, 90, gap, east)
    for shape in (other, polygon):
        assert gd.distance(line, shape)[0] > 1e-7
        assert not gd.intersects(line, shape)[0]
        assert not gd.dwithin(line, shape, 0)[0]
        assert gd.intersection_points(line, shape).a.lat.size == 0
