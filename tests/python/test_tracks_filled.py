"""The Hausdorff distance of filled polygons, against dense samples of what is inside."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from continuous_checks import FIGURES, TOLERANCE, track

import geodist as gd
from geodist import _geodist_core
from geodist.tracks import hausdorff, is_within

SQUARE = "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))"
WITH_HOLE = "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0), (0.5 0.5, 1.5 0.5, 1.6 1.5, 0.5 1.4, 0.5 0.5))"


def shapes(*texts: str) -> gd.Shapes:
    return gd.Shapes.from_wkt(list(texts), edges="geodesic")


def farthest(a: gd.Shapes, b: gd.Shapes, **options: Any) -> gd.tracks.CertifiedDistance[Any, Any]:
    return hausdorff(a, b, directed=True, filled=True, **options)


def climbed(a: gd.Shapes, b: gd.Shapes, at: Any, width: float, figure: gd.Ellipsoid) -> float:
    """Find the largest distance near a place on finer and finer grids."""
    lat, lon = at
    while width > 1e-4:
        north, east = (0.1 * width * each.ravel() for each in np.mgrid[-10:11, -10:11])
        course, way = np.degrees(np.arctan2(east, north)), np.hypot(north, east)
        grid = gd.direct(lat, lon, course, way, ellipsoid=figure)
        points = gd.Points(lat=grid[0], lon=grid[1])
        inside = gd.covers(a, points, ellipsoid=figure)
        apart = np.where(inside, gd.distance(points, b, ellipsoid=figure), -1)
        best = int(np.argmax(apart))
        lat, lon, width = grid[0][best], grid[1][best], width / 4
    return float(apart[best])


def test_the_middle_of_a_hole() -> None:
    square, with_hole = shapes(SQUARE), shapes(WITH_HOLE)
    found = farthest(square, with_hole)
    assert (found.a.row, found.a.edge, found.b.ring) == (0, -1, 1)
    assert found.upper - found.lower <= TOLERANCE
    assert abs(climbed(square, with_hole, (1, 1), 60e3, gd.WGS84) - found.distance) < 1e-3
    at = gd.Point(found.a.lat, found.a.lon)
    assert abs(gd.distance(at, with_hole) - found.distance) <= TOLERANCE
    assert abs(gd.distance(at, gd.Point(found.b.lat, found.b.lon)) - found.distance) <= TOLERANCE
    # boundaries alone are the same but for the hole, all of which is far from the outer ring
    assert farthest(with_hole, square).upper <= TOLERANCE
    assert hausdorff(with_hole, square, directed=True).distance > found.distance
    both = hausdorff(square, with_hole, filled=True)
    assert (both.lower, both.a.edge) == (found.lower, -1)
    turned = hausdorff(with_hole, square, filled=True)
    assert (turned.b.edge, turned.b.lat) == (-1, found.a.lat)


def test_ridges() -> None:
    # between the parts, all along 220 km, the distance to both is nearly the same
    parts = shapes(
        "MULTIPOLYGON (((0 0, 2 0, 2 0.99, 0 0.99, 0 0)), ((0 1.01, 2 1.01, 2 2, 0 2, 0 1.01)))"
    )
    found = farthest(shapes(SQUARE), parts)
    assert found.a.edge == -1
    assert abs(climbed(shapes(SQUARE), parts, (1, 1), 500, gd.WGS84) - found.distance) < 1e-3
    assert found.upper - found.lower <= TOLERANCE


def test_one_within_the_other() -> None:
    square = shapes(SQUARE)
    for within in (
        SQUARE,
        "POLYGON ((0.1 0.1, 0.3 0.1, 0.2 0.4, 0.1 0.1))",
        "POLYGON ((0 0, 2 0, 1 1, 0 0))",  # with an edge in common
        "MULTIPOLYGON (((0 0, 1 0, 1 0.5, 0 0)), ((1 1, 2 1, 2 2, 1 1)))",
        "LINESTRING (0.5 0.5, 1.5 0.5)",
        "POINT (1 1)",
    ):
        found = farthest(shapes(within), square)
        assert found.lower == 0
        assert found.upper <= TOLERANCE
        assert found.b.edge == -1
        assert gd.covers(shapes(within), gd.Point(found.a.lat, found.a.lon))
        assert is_within(shapes(within), square, 4e5, "hausdorff", filled=True)
    # a line is not filled
    assert farthest(square, shapes("LINESTRING (0 0, 2 0, 2 2, 0 2, 0 0)")).distance > 1e5


def test_what_sticks_out() -> None:
    across = track([0.5, 0.5, 1], [1, 3, 3.5])
    found = farthest(across, shapes(SQUARE))
    assert found.a.edge == 1
    assert found.a.fraction == 1
    assert abs(found.distance - gd.distance(gd.Point(1, 3.5), shapes(SQUARE))) <= TOLERANCE


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"f={figure.f:.4f}")
def test_around_a_pole_and_across_the_antimeridian(figure: gd.Ellipsoid) -> None:
    def circle(lat: float, lon: float, radius: float, turn: float = 0) -> str:
        at = gd.direct(lat, lon, turn + np.arange(0, 361, 72), radius, ellipsoid=figure)
        corners = [f"{x!r} {y!r}" for y, x in zip(at[0].tolist(), at[1].tolist(), strict=True)]
        return "(" + ", ".join([*corners[:-1], corners[0]]) + ")"

    for lat, lon in ((89.9, 10.0), (-90.0, 0.0), (10.0, 179.9)):
        disc = shapes(f"POLYGON ({circle(lat, lon, 50e3)})")
        ring = shapes(f"POLYGON ({circle(lat, lon, 50e3)}, {circle(lat, lon, 20e3, 20)})")
        found = farthest(disc, ring, ellipsoid=figure)
        inner = climbed(disc, ring, (lat, lon), 10e3, figure)
        assert abs(inner - found.distance) < 1e-3
        assert found.a.edge == -1
        assert farthest(ring, disc, ellipsoid=figure).upper <= TOLERANCE
        point = shapes(f"POINT ({lon} {lat})")
        corner = farthest(disc, point, ellipsoid=figure)
        assert abs(corner.distance - 50e3) < 1e-5


def drawn_polygon(
    rng: np.random.Generator, lat: float, lon: float, wide: float, figure: gd.Ellipsoid
) -> str:
    """Draw a star around a place, perhaps with a hole."""

    def ring(radius: float, rough: float) -> str:
        n = int(rng.integers(5, 14))
        course = (np.arange(n) + rng.uniform(0, 0.9, n)) * 360 / n
        at = gd.direct(lat, lon, course, radius * rng.uniform(1 - rough, 1, n), ellipsoid=figure)
        corners = [f"{x!r} {y!r}" for y, x in zip(at[0].tolist(), at[1].tolist(), strict=True)]
        return "(" + ", ".join([*corners, corners[0]]) + ")"

    rings = [ring(wide, 0.5)]
    if rng.random() < 0.5:
        rings.append(ring(wide * rng.uniform(0.1, 0.4), 0.3))
    return "(" + ", ".join(rings) + ")"


def drawn_shape(
    rng: np.random.Generator, lat: float, lon: float, wide: float, figure: gd.Ellipsoid
) -> gd.Shapes:
    if rng.random() < 0.6:
        return shapes("POLYGON " + drawn_polygon(rng, lat, lon, wide, figure))
    parts = []
    for course in (20.0, 150.0, 270.0):
        at = gd.direct(lat, lon, course, wide * 1.3, ellipsoid=figure)
        wide_part = wide * rng.uniform(0.3, 0.9)
        parts.append(drawn_polygon(rng, float(at[0]), float(at[1]), wide_part, figure))
    return shapes("MULTIPOLYGON (" + ", ".join(parts) + ")")


@pytest.mark.parametrize("seed", range(40))
def test_dense_samples(seed: int) -> None:
    rng = np.random.default_rng(seed)
    figure = FIGURES[seed % len(FIGURES)]
    lat, lon = [(0.0, 0.0), (45.0, 179.99), (-89.9, 10.0), (90.0, 0.0)][rng.integers(4)]
    wide = float(10 ** rng.uniform(1, 6.2))
    a = drawn_shape(rng, lat, lon, wide, figure)
    apart = wide * float(rng.choice([0, 0.3, 2.5]))
    beside = gd.direct(lat, lon, rng.uniform(0, 360), apart, ellipsoid=figure)
    scale = wide * 10 ** rng.uniform(-1, 0.5)
    b = drawn_shape(rng, float(beside[0]), float(beside[1]), scale, figure)
    found = farthest(a, b, ellipsoid=figure)
    way = 2.3 * wide * np.sqrt(rng.uniform(0, 1, 2000))
    at = gd.direct(lat, lon, rng.uniform(0, 360, 2000), way, ellipsoid=figure)
    points = gd.Points(lat=np.append(at[0], a.lat), lon=np.append(at[1], a.lon))
    inside = gd.covers(a, points, ellipsoid=figure)
    sample = gd.distance(points[inside], b, ellipsoid=figure).max()
    assert found.upper >= sample - 5e-8
    assert found.lower <= sample + 2.3 * wide * np.sqrt(np.pi / 2000) * 2.5
    assert found.upper - found.lower <= TOLERANCE
    if found.lower > 0:
        at_a = gd.Point(found.a.lat, found.a.lon)
        assert abs(gd.distance(at_a, b, ellipsoid=figure) - found.distance) <= TOLERANCE
        assert found.a.edge >= 0 or gd.covers(a, at_a, ellipsoid=figure)
    # wider bounds, and decisions, agree
    rough = farthest(a, b, ellipsoid=figure, tolerance=wide / 100)
    assert rough.lower <= found.upper
    assert rough.upper >= found.lower
    both = hausdorff(a, b, filled=True, ellipsoid=figure)
    within = {"metric": "hausdorff", "filled": True, "ellipsoid": figure}
    assert is_within(a, b, both.upper + TOLERANCE, **within)
    assert both.lower < 2e-6 or not is_within(a, b, both.lower - TOLERANCE, **within)


def test_all_but_a_cap() -> None:
    cap = [(-60, -60), (-60, 60), (-60, 180)]  # the inside is on the left
    corners = ", ".join(f"{lon} {lat}" for lat, lon in [*cap, cap[0]])
    most = gd.Shapes.from_wkt([f"POLYGON (({corners}))"], edges="geodesic", oriented=True)
    assert gd.covers(most, gd.Point(0, 0))
    boundary = shapes(f"LINESTRING ({corners})")
    found = farthest(most, boundary, tolerance=10)
    assert found.a.edge == -1
    north = gd.distance(gd.Point(90, 0), boundary)
    assert found.lower - 10 <= north <= found.upper


def test_spikes_however_thin() -> None:
    # edges that meet at angles down to 0.2 degrees; less one vertex, by its distance to the chord
    rng = np.random.default_rng(1)
    course = (np.arange(300) + rng.uniform(0, 0.9, 300)) * 360 / 300
    at = gd.direct(50, 5, course, 30e3 * rng.uniform(0.2, 1, 300))
    rings = np.transpose(at[:2])
    whole = gd.Shapes.polygons(*np.vstack([rings, rings[:1]]).T, [0, 301], edges="geodesic")
    same = hausdorff(whole, whole, filled=True)
    assert (same.lower, same.upper <= TOLERANCE) == (0, True)
    radius = gd.distance(50, 5, rings[:, 0], rings[:, 1])
    for k in (int(np.argmax(radius)), int(np.argmin(radius[1:-1])) + 1):
        ring = np.delete(rings, k, axis=0)
        less = gd.Shapes.polygons(*np.vstack([ring, ring[:1]]).T, [0, 300], edges="geodesic")
        found = hausdorff(whole, less, filled=True)
        assert found.upper - found.lower <= TOLERANCE
        # what only one of them covers is a triangle
        weights = rng.dirichlet([0.7, 0.7, 0.7], 20_000)
        grid = weights @ rings[[k - 1, k, (k + 1) % 300]]
        places = gd.Points(lat=grid[:, 0], lon=grid[:, 1])
        a, b = (whole, less) if gd.covers(whole, places).mean() > 0.5 else (less, whole)
        sample = gd.distance(places[gd.covers(a, places)], b).max()
        assert sample - 5e-8 <= found.upper
        assert found.lower <= 1.02 * sample


def test_seams_of_parts_are_no_gaps() -> None:
    # cut along the antimeridian, and elsewhere, with other vertices on either side
    cut = shapes(
        "MULTIPOLYGON (((170 60, 180 60, 180 64.2, 180 70, 170 70, 170 60)), "
        "((-180 60, -170 60, -170 70, -180 70, -180 66.6, -180 60)))",
        "MULTIPOLYGON (((0 0, 1 0, 1 0.3, 1 1, 0 1, 0 0)), ((1 0, 2 0, 2 1, 1 1, 1 0.9, 1 0)))",
    )
    found = hausdorff(cut, cut, filled=True)
    assert found.lower.max() == 0
    assert found.upper.max() <= TOLERANCE
    point = shapes("POINT (-180 65)", "POINT (1 0.5)")
    assert hausdorff(point, cut, filled=True, directed=True).upper.max() <= TOLERANCE
    # a seam that is open at one end
    gap = shapes("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1, 0 0)), ((1.01 0, 2 0, 2 1, 1 1, 1.01 0)))")
    within = farthest(shapes("POLYGON ((0 0, 1 0, 2 0, 2 1, 1 1, 0 1, 0 0))"), gap)
    half = gd.distance(0, 1, 0, 1.01) / 2
    assert within.lower == pytest.approx(half, abs=0.1)


def test_refused() -> None:
    square = shapes(SQUARE)
    with pytest.raises(TypeError, match="filled must be True or False, got 'yes'"):
        hausdorff(square, square, filled="yes")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="frechet takes no filled"):
        is_within(track([0], [0]), track([0], [0]), 1, filled=True)
    at = gd.direct(10, 20, np.arange(0, 360, 10), 15e6)
    corners = ", ".join(f"{x!r} {y!r}" for y, x in zip(*(c.tolist() for c in at[:2]), strict=True))
    first = corners.split(", ")[0]
    large = gd.Shapes.from_wkt([f"POLYGON (({corners}, {first}))"], edges="geodesic")
    assert farthest(large, shapes("POINT (20 10)"), tolerance=1e5).upper > 1.4e7


@pytest.mark.parametrize("isa", _geodist_core.config()["simd"]["available"])
def test_every_instruction_set(isa: str) -> None:
    code = (
        "import sys, pytest;"
        f"sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', {__file__!r}, '-k', "
        "'hole or ridges or (dense and (1 or 2))']))"
    )
    environment = {**os.environ, "GEODIST_ISA": isa}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
