"""Hausdorff and Frechet distances of tracks with their edges, against truth and dense samples."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from continuous_checks import (
    FIGURES,
    TOLERANCE,
    assert_walks,
    coordinates,
    dense,
    sampled_frechet,
    track,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from shape_cases import Case, groups, lines

import geodist as gd
from geodist import _geodist_core
from geodist.tracks import frechet, hausdorff, is_within


def certain_groups(metric: str) -> list[list[Case]]:
    known = [
        [case for case in group if case["value"].get(metric) is not None]
        for group in groups("path_similarity")
    ]
    return [group for group in known if group]


@pytest.mark.parametrize("metric", ["hausdorff12", "hausdorff21", "hausdorff", "frechet"])
def test_truth(metric: str) -> None:
    seen = 0
    for group in certain_groups(metric):
        a, b = lines(group, "line1"), lines(group, "line2")
        if metric == "frechet":
            found = frechet(a, b)
        elif metric == "hausdorff21":
            found = hausdorff(b, a, directed=True)
        else:
            found = hausdorff(a, b, directed=metric == "hausdorff12")
        lower, upper = np.array([case["value"][metric] for case in group]).T
        assert (found.lower <= upper).all()
        assert (found.upper >= lower).all()
        assert (found.upper - found.lower <= TOLERANCE + 1e-9).all()
        seen += len(group)
    assert seen >= 147


@pytest.mark.parametrize("metric", ["hausdorff", "frechet"])
def test_decisions_agree_with_values(metric: str) -> None:
    for group in certain_groups(metric):
        a, b = lines(group, "line1"), lines(group, "line2")
        found = getattr(gd.tracks, metric)(a, b)
        assert is_within(a, b, found.upper + TOLERANCE, metric).all()
        below = found.lower - TOLERANCE
        assert not is_within(a, b, np.maximum(below, 0), metric)[below > 0].any()
        assert not is_within(a, b, np.nan, metric).any()


def test_witnesses_are_as_far_apart_as_it_says() -> None:
    for group in groups("path_similarity"):
        a, b = lines(group, "line1"), lines(group, "line2")
        found = hausdorff(a, b)
        figure = a._datum.ellipsoid if a._datum else None
        apart = gd.distance(found.a.lat, found.a.lon, found.b.lat, found.b.lon, ellipsoid=figure)
        assert np.abs(apart - found.distance).max() <= 2 * TOLERANCE
        assert (found.a.row == np.arange(len(group))).all()
        # the place is where edge and fraction say
        on_a = gd.interpolate(*_vertices(a, found.a), found.a.fraction, ellipsoid=figure)
        back = gd.distance(found.a.lat, found.a.lon, on_a[0], on_a[1], ellipsoid=figure)
        assert back.max() <= TOLERANCE


def _vertices(line: gd.Shapes, at: gd.Location) -> tuple[Any, Any, Any, Any]:
    layout = line._layout
    first = layout.rings[layout.parts[layout.rows[at.row]]] + at.edge
    last = np.minimum(first + 1, layout.rings[layout.parts[layout.rows[at.row]] + 1] - 1)
    return layout.lat[first], layout.lon[first], layout.lat[last], layout.lon[last]


def test_two_arcs_that_pass_crosswise() -> None:
    # What is free of their cell is torn in two between the distance of the ends and that of the
    # middles: the plain algorithm accepts 2.4 mm too early.
    a, b = track([-0.04, 0.04], [0, 0]), track([-0.04, 0.04], [0.09, 0.09])
    ends = gd.distance(0.04, 0, 0.04, 0.09)
    middle = gd.distance(0, 0, 0, 0.09)
    assert middle - ends > 2e-3
    found = frechet(a, b)
    assert found.lower <= middle + 1e-8
    assert found.upper >= middle - 1e-8
    assert not is_within(a, b, middle - 1e-4)
    assert is_within(a, b, middle + TOLERANCE)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"f={figure.f:.4f}")
@pytest.mark.parametrize("height", [0.0, 60.0, 88.5])
def test_torn_cells_everywhere(figure: gd.Ellipsoid, height: float) -> None:
    # Two geodesics on both sides of a meridian, at right angles to the geodesic between their
    # middles: nearest where they part, so that the middles decide.
    for apart, length in ((10e3, 9e3), (60e3, 70e3), (900e3, 300e3)):
        rows = []
        for side in (90.0, -90.0):
            middle = gd.direct(height, 20, side, apart / 2, ellipsoid=figure)
            across = float(middle[2]) + 90
            ends = [
                gd.direct(middle[0], middle[1], across + turn, length / 2, ellipsoid=figure)
                for turn in (180, 0)
            ]
            ends = ends if side > 0 else ends[::-1]
            rows.append(track([float(end[0]) for end in ends], [float(end[1]) for end in ends]))
        found = frechet(*rows, ellipsoid=figure, matching=True)
        assert found.upper - found.lower <= TOLERANCE + 1e-9
        # each column of the cell has to be crossed
        lat, lon, _ = dense(rows[0], figure, 200)
        least = max(
            float(hausdorff(track([p], [q]), rows[1], directed=True, ellipsoid=figure).lower)
            for p, q in zip(lat, lon, strict=True)
        )
        assert found.upper >= least
        assert_walks(found, figure)


@st.composite
def pairs(draw: Any) -> tuple[gd.Shapes, gd.Shapes, gd.Ellipsoid, float]:
    """Draw two tracks somewhere, from some metres to thousands of kilometres wide."""
    figure = draw(st.sampled_from(FIGURES))
    lat0 = draw(st.sampled_from([0.0, 45.0, -89.9, 90.0, 89.9995]))
    lon0 = draw(st.sampled_from([0.0, 179.9999, -180.0]))
    wide = draw(st.sampled_from([1e-4, 1e-2, 0.3, 8.0, 25.0]))
    tracks = []
    for _ in range(2):
        n = draw(st.integers(1, 6))
        y = draw(st.lists(coordinates, min_size=n, max_size=n))
        x = draw(st.lists(coordinates, min_size=n, max_size=n))
        azimuth = np.degrees(np.arctan2(x, y))
        way = np.hypot(x, y) * wide * 111e3
        at = gd.direct(lat0, lon0, azimuth, way, ellipsoid=figure)
        tracks.append(track(at[0], at[1]))
    return tracks[0], tracks[1], figure, wide


@settings(max_examples=150, deadline=None)
@given(pairs())
def test_dense_samples(drawn: tuple[gd.Shapes, gd.Shapes, gd.Ellipsoid, float]) -> None:
    a, b, figure, _ = drawn
    lat_a, lon_a, step_a = dense(a, figure)
    lat_b, lon_b, step_b = dense(b, figure)
    cells = gd.cdist(lat_a, lon_a, lat_b, lon_b, ellipsoid=figure)
    forward = hausdorff(a, b, directed=True, ellipsoid=figure)
    sample = cells.min(axis=1).max()
    assert forward.upper >= sample - step_b / 2 - 1e-7
    assert forward.lower <= sample + step_a / 2 + 1e-7
    both = hausdorff(a, b, ellipsoid=figure)
    backward = hausdorff(b, a, directed=True, ellipsoid=figure)
    assert abs(both.distance - max(forward.distance, backward.distance)) <= TOLERANCE
    leash = frechet(a, b, ellipsoid=figure, matching=True)
    walked = sampled_frechet(cells)
    assert leash.lower <= walked + max(step_a, step_b) + 1e-7
    assert leash.upper >= walked - max(step_a, step_b) - 1e-7
    assert leash.upper >= both.lower
    assert (
        leash.distance
        >= gd.distance(
            a._layout.lat[0], a._layout.lon[0], b._layout.lat[0], b._layout.lon[0], ellipsoid=figure
        )
        - TOLERANCE
    )
    assert_walks(leash, figure)
    for found in (forward, both, leash):
        assert found.lower <= found.distance <= found.upper <= found.lower + TOLERANCE + 1e-9
    turned = frechet(b, a, ellipsoid=figure)
    assert abs(turned.distance - leash.distance) <= TOLERANCE


@settings(max_examples=60, deadline=None)
@given(pairs(), pairs())
def test_triangle_inequality(one: Any, two: Any) -> None:
    a, b, figure, _ = one
    c = two[0]
    if float(hausdorff(a, c, ellipsoid=figure)) + float(hausdorff(b, c, ellipsoid=figure)) > 15e6:
        return  # perhaps nearly antipodal
    for measure in (hausdorff, frechet):
        ab, bc, ac = (measure(p, q, ellipsoid=figure) for p, q in ((a, b), (b, c), (a, c)))
        assert ac.lower <= ab.upper + bc.upper


def test_tracks_of_one_place() -> None:
    a, b = track([10], [20]), track([10, 10.1], [20.01, 20.01])
    far = gd.distance(10, 20, 10.1, 20.01)
    for found in (hausdorff(a, b), frechet(a, b), hausdorff(b, a, directed=True)):
        assert abs(found.distance - far) <= TOLERANCE
    near = hausdorff(a, b, directed=True)
    assert abs(near.distance - gd.distance(track([10], [20]), b)) <= TOLERANCE
    assert frechet(a, a).upper <= TOLERANCE
    repeated = track([10, 10, 10], [20, 20, 20])
    assert frechet(a, repeated).lower == 0
    point = gd.Shapes.from_wkt(["POINT (20 10)"], edges="geodesic")
    assert frechet(point, b).distance == frechet(a, b).distance


def test_coincident_tracks() -> None:
    # the same line, with vertices elsewhere
    lat = np.linspace(50, 50.5, 60)
    fine, coarse = track(lat, np.full(60, 7.0)), track([50, 50.5], [7, 7])
    for found in (hausdorff(fine, coarse), frechet(fine, coarse)):
        assert found.lower == 0
        assert found.upper <= 2 * TOLERANCE


def test_across_the_antimeridian_and_over_a_pole() -> None:
    a, b = track([0, 0], [179.9, -179.9]), track([0.01, 0.01], [179.9, -179.9])
    top = gd.interpolate(0.01, 179.9, 0.01, -179.9, 0.5)  # of b, which rises between its ends
    assert abs(frechet(a, b).distance - gd.distance(0, 180, *top[:2])) < TOLERANCE
    over, beside = track([89.9, 89.9], [0, 180]), track([89.9, 89.9], [10, 190])
    assert frechet(over, beside).distance < 2000


@pytest.mark.parametrize("isa", _geodist_core.config()["simd"]["available"])
def test_every_instruction_set(isa: str) -> None:
    names = "test_truth", "test_two_arcs_that_pass_crosswise"
    code = (
        "import sys, pytest;"
        f"sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', {__file__!r}, '-k', "
        f"{' or '.join(names)!r}]))"
    )
    environment = {**os.environ, "GEODIST_ISA": isa}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
