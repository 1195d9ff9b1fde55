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
