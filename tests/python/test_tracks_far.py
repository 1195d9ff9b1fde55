"""Continuous measures of tracks that are far apart, against dense samples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from continuous_checks import FIGURES, TOLERANCE, coordinates, dense, sampled_frechet, track
from hypothesis import given, settings
from hypothesis import strategies as st

import geodist as gd
from geodist.tracks import frechet, hausdorff, is_within


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"f={figure.f:.4f}")
def test_hausdorff_at_any_distance(figure: gd.Ellipsoid) -> None:
    # past a quarter of the Earth distances are concave, up to the antipodes
    a = track([10, 14, 12], [0, 20, 45])
    for lat, lon in (([-10, -14], [180, 200]), ([-5, -40], [100, 140]), ([80, -80], [95, 95])):
        b = track(lat, lon)
        lat_a, lon_a, step_a = dense(a, figure, 300)
        lat_b, lon_b, step_b = dense(b, figure, 300)
        cells = gd.cdist(lat_a, lon_a, lat_b, lon_b, ellipsoid=figure)
        for found, sample, step in (
            (hausdorff(a, b, directed=True, ellipsoid=figure), cells.min(axis=1).max(), step_b),
            (hausdorff(b, a, directed=True, ellipsoid=figure), cells.min(axis=0).max(), step_a),
        ):
            assert found.upper - found.lower <= TOLERANCE + 1e-9
            assert found.upper >= sample - step / 2
            assert found.lower <= sample + max(step_a, step_b) / 2


@st.composite
def far_pairs(draw: Any) -> tuple[gd.Shapes, gd.Shapes, gd.Ellipsoid]:
    """Draw two tracks 8000 to 17,000 km apart."""
    figure = draw(st.sampled_from(FIGURES))
    lat0, lon0 = draw(st.sampled_from([(0.0, 0.0), (50.0, 179.9), (-89.9, 10.0)]))
    azimuth = draw(st.sampled_from([0.0, 37.0, 90.0]))
    away = gd.direct(lat0, lon0, azimuth, draw(st.floats(8e6, 17e6)), ellipsoid=figure)
    wide = draw(st.sampled_from([1e4, 3e5]))
    tracks = []
    for lat, lon in ((lat0, lon0), (float(away[0]), float(away[1]))):
        n = draw(st.integers(1, 4))
        y = draw(st.lists(coordinates, min_size=n, max_size=n))
        x = draw(st.lists(coordinates, min_size=n, max_size=n))
        course, way = np.degrees(np.arctan2(x, y)), np.hypot(x, y) * wide
        at = gd.direct(lat, lon, course, way, ellipsoid=figure)
        tracks.append(track(at[0], at[1]))
    return tracks[0], tracks[1], figure


@settings(max_examples=60, deadline=None)
@given(far_pairs())
def test_frechet_at_any_distance(drawn: tuple[gd.Shapes, gd.Shapes, gd.Ellipsoid]) -> None:
    # what is within a distance of a place need not be one part of an edge there
    a, b, figure = drawn
    lat_a, lon_a, step_a = dense(a, figure, 30)
    lat_b, lon_b, step_b = dense(b, figure, 30)
    found = frechet(a, b, ellipsoid=figure)
    walked = sampled_frechet(gd.cdist(lat_a, lon_a, lat_b, lon_b, ellipsoid=figure))
    step = max(step_a, step_b)
    assert walked - step - 1e-7 <= found.upper
    assert found.lower <= walked + step + 1e-7
    assert found.upper - found.lower <= TOLERANCE + 1e-9
    assert found.upper >= hausdorff(a, b, ellipsoid=figure).lower
    assert is_within(a, b, found.upper + TOLERANCE, ellipsoid=figure)
    assert not is_within(a, b, found.lower - TOLERANCE, ellipsoid=figure)
    assert abs(frechet(b, a, ellipsoid=figure).distance - found.distance) <= TOLERANCE


def test_frechet_beyond_a_quarter_of_the_earth() -> None:
    # two meridians, farthest in the middle, where neither track has a vertex
    a, b = track([-4, 4], [0, 0]), track([-4, 4], [95, 95])
    found, middle = frechet(a, b), gd.distance(0, 0, 0, 95)
    assert middle - gd.distance(4, 0, 4, 95) > 1000
    assert found.lower <= middle <= found.upper
    with pytest.raises(
        gd.GeodistError, match=r"more than 8\d\d\d km apart have no certified match"
    ):
        frechet(a, b, matching=True)
    assert is_within(a, b, 1e6) is False


def test_frechet_next_to_antipodes() -> None:
    a, b = track([10, 10.5], [20, 20.5]), track([-10.2, -10.3], [200.5, 200.1])
    with pytest.raises(
        gd.GeodistError, match=r"too nearly antipodal .* within this tolerance; one"
    ):
        frechet(a, b)
    found = frechet(a, b, tolerance=1000)
    lat_a, lon_a, step_a = dense(a, gd.WGS84, 100)
    lat_b, lon_b, step_b = dense(b, gd.WGS84, 100)
    walked = sampled_frechet(gd.cdist(lat_a, lon_a, lat_b, lon_b))
    assert walked - max(step_a, step_b) <= found.upper <= found.lower + 1000
    assert found.lower <= walked + max(step_a, step_b)
