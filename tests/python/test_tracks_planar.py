"""Continuous measures along edges that are straight in longitude and latitude, against samples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from continuous_checks import FIGURES, TOLERANCE, sampled_frechet

import geodist as gd
from geodist.tracks import frechet, hausdorff, is_within

MEASURES = (hausdorff, frechet)


def planar(lat: Any, lon: Any) -> gd.Shapes:
    return gd.Shapes.lines(lat, lon, [0, len(lat)], edges="planar")


def along(line: gd.Shapes, parts: int) -> tuple[Any, Any]:
    """Give places along planar edges, vertices included."""
    at = np.linspace(0, line.lat.size - 1, (line.lat.size - 1) * parts + 1)
    vertices = np.arange(line.lat.size)
    return np.interp(at, vertices, line.lat), np.interp(at, vertices, line.lon)


def longest_step(lat: Any, lon: Any, figure: gd.Ellipsoid) -> float:
    return float(gd.distance(lat[:-1], lon[:-1], lat[1:], lon[1:], ellipsoid=figure).max())


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"f={figure.f:.4f}")
@pytest.mark.parametrize("tolerance", [1e-6, 1e-3, 1.0])
def test_parallels(figure: gd.Ellipsoid, tolerance: float) -> None:
    # circles of latitude: everywhere as far apart as along a meridian
    south, north = planar([45, 45], [179.9, 180.1]), planar([45.1, 45.1, 45.1], [179.9, 180, 180.1])
    truth = gd.distance(45, 0, 45.1, 0, ellipsoid=figure)
    for measure in MEASURES:
        found = measure(south, north, tolerance=tolerance, ellipsoid=figure)
        assert found.lower <= truth + 1e-8
        assert found.upper >= truth - 1e-8
        assert found.upper - found.lower <= tolerance + 1e-9
        metric = measure.__name__
        for apart, answer in ((truth + 1.01 * tolerance, True), (truth - 1.01 * tolerance, False)):
            decision = is_within(south, north, apart, metric, tolerance=tolerance, ellipsoid=figure)
            assert decision is answer
    # a planar edge and the geodesic between its ends are not the same
    bulge = hausdorff(south, gd.Shapes.lines(south.lat, south.lon, [0, 2], edges="geodesic"))
    assert bulge.lower > 1


@pytest.mark.parametrize("seed", range(30))
def test_dense_samples(seed: int) -> None:
    rng = np.random.default_rng(seed)
    figure = FIGURES[seed % len(FIGURES)]
    lat0, lon0 = [(0.0, 0.0), (45.0, 179.99), (-75.0, 10.0), (88.0, -60.0)][rng.integers(4)]
    wide = float(10 ** rng.uniform(-3, 0.2))
    n, m = rng.integers(1, 6, 2)
    sides = [
        planar(lat0 + rng.uniform(-1, 1, k) * wide, lon0 + rng.uniform(-2, 2, k) * wide)
        for k in (n, m)
    ]
    tolerance = max(1e-6, 1e-5 * wide)
    places = [along(side, 60) for side in sides]
    steps = [longest_step(*place, figure) if place[0].size > 1 else 0.0 for place in places]
    step = max(steps)
    cells = gd.cdist(*places[0], *places[1], ellipsoid=figure)
    options: dict[str, Any] = {"ellipsoid": figure, "tolerance": tolerance}
    both = hausdorff(*sides, **options)
    sample = max(cells.min(axis=1).max(), cells.min(axis=0).max())
    leash = frechet(*sides, **options)
    walked = sampled_frechet(cells)
    for found, expected in ((both, sample), (leash, walked)):
        assert found.lower <= expected + step + 1e-7
        assert found.upper >= expected - step - 1e-7
        assert found.upper - found.lower <= tolerance + 1e-9
    assert leash.upper >= both.lower
    # places are on the edges, and as far apart as it says
    at = gd.distance(both.a.lat, both.a.lon, both.b.lat, both.b.lon, ellipsoid=figure)
    assert abs(at - both.distance) <= 2 * tolerance


def test_against_vertices_so_dense_that_edges_do_not_matter() -> None:
    a, b = planar([50, 51, 50.5], [5, 6, 7.5]), planar([50.1, 50.9, 50.4], [5, 6.2, 7.5])
    fine = [gd.Shapes.lines(*along(side, 3000), [0, 6001], edges="geodesic") for side in (a, b)]
    for measure in MEASURES:
        found, expected = measure(a, b, tolerance=1e-5), measure(*fine)
        # steps of 40 m are within 40 um of the geodesics
        assert abs(found.distance - expected.distance) < 1e-4
    mixed = hausdorff(a, fine[1], tolerance=1e-5)
    assert abs(mixed.distance - hausdorff(*fine).distance) < 1e-4


def test_filled() -> None:
    square = "(0 40, 20 40, 20 60, 0 60, 0 40)"
    a, b = (
        gd.Shapes.from_wkt([text], edges="planar")
        for text in (
            f"POLYGON ({square})",
            f"POLYGON ({square}, (5 45, 15 45, 15 55, 5 55, 5 45))",
        )
    )
    found = hausdorff(a, b, filled=True, tolerance=1e-2)
    lat, lon = (each.ravel() for each in np.mgrid[45:55:101j, 5:15:101j])
    sample = gd.distance(gd.Points(lat=lat, lon=lon), b).max()
    assert sample <= found.upper
    assert found.lower - 8e3 <= sample
    assert found.a.edge == -1
    assert abs(gd.distance(gd.Point(found.a.lat, found.a.lon), b) - found.distance) <= 1e-2
    assert hausdorff(b, a, directed=True, filled=True, tolerance=1e-2).lower == 0


def test_matrices_and_columns() -> None:
    tracks = gd.Shapes.lines(
        [50, 50.1, 51, 51.1, 50, 51], [5, 5.1] * 3, [0, 2, 4, 6], edges="planar"
    )
    matrix = gd.tracks.cdist(tracks, tracks, metric="frechet", tolerance=1e-3)
    assert np.abs(matrix - matrix.T).max() <= 1e-3
    assert np.diag(matrix).max() <= 1e-3
    assert matrix[1, 2] == frechet(tracks[1], tracks[2], tolerance=1e-3).distance
    walk = frechet(tracks[0], tracks[1], matching=True, tolerance=1e-3)
    apart = gd.distance(
        walk.matching.a.lat, walk.matching.a.lon, walk.matching.b.lat, walk.matching.b.lon
    )
    assert apart.max() <= walk.upper + 1e-3


def test_refused() -> None:
    a = planar([45, 60], [0, 100])
    words = (
        r"a has planar edges that 4\d{6} geodesics replace within this tolerance, over 2000000 more"
    )
    with pytest.raises(gd.GeodistError, match=words):
        frechet(a, a)
    assert frechet(a, a, tolerance=1).upper <= 1


def test_a_large_tolerance_gives_no_more_than_it_must() -> None:
    a, b = planar([50, 50.5], [0, 1]), planar([50.1, 50.7], [0, 1])
    tight = hausdorff(a, b)
    for tolerance in (1e5, 1e6, 1e9):
        wide = hausdorff(a, b, tolerance=tolerance)
        assert wide.lower <= tight.upper
        assert tight.lower <= wide.upper
        assert wide.upper - wide.lower <= 3e4


def test_many_short_edges_need_no_more_geodesics() -> None:
    rng = np.random.default_rng(0)
    vertices = 2_100_000
    lat, lon = 50 + rng.uniform(0, 1e-6, vertices), rng.uniform(0, 1e-6, vertices)
    offsets = np.arange(0, vertices + 1, 100)
    many = gd.Shapes.lines(lat, lon, offsets, edges="planar")
    assert hausdorff(many, many[:1], tolerance=1).distance.max() < 1


def test_tolerances_that_are_too_small() -> None:
    a = planar([45, 60], [0, 100])
    with pytest.raises(ValueError, match=r"tolerance must be at least 600.* with planar edges"):
        hausdorff(a, a, tolerance=5e-7)
    assert TOLERANCE >= 6e-7
