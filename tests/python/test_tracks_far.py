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


@st.composite
def crosswise_pairs(draw: Any) -> tuple[gd.Shapes, gd.Shapes, gd.Ellipsoid]:
    """Draw two tracks that pass each other crosswise, about a quarter of the Earth apart."""
    figure = draw(st.sampled_from(FIGURES))
    lat0 = draw(st.sampled_from([0.0, 50.0, -80.0]))
    azimuth = draw(st.sampled_from([0.0, 37.0, 90.0]))
    degrees = draw(st.one_of(st.floats(60, 120), st.floats(89.5, 90.5), st.just(90.0)))
    lat1, lon1, azi1 = gd.direct(lat0, 170, azimuth, degrees * 111e3, ellipsoid=figure)
    length = 10 ** draw(st.floats(3, 6.3))
    tracks = []
    for lat, lon, azi in ((lat0, 170.0, azimuth), (float(lat1), float(lon1), float(azi1))):
        turns = draw(st.integers(1, 3))
        way = np.resize([-0.5, 0.5], 2 * turns) * length * draw(st.floats(0.5, 1))
        course = azi + 90 + np.array([draw(st.floats(-1, 1)) for _ in way])
        at = gd.direct(lat, lon, course, way, ellipsoid=figure)
        tracks.append(track(at[0], at[1]))
    return tracks[0], tracks[1], figure


@settings(max_examples=60, deadline=None)
@given(crosswise_pairs(), st.sampled_from([TOLERANCE, 1e-3, 10.0]))
def test_frechet_of_edges_that_pass_crosswise(
    drawn: tuple[gd.Shapes, gd.Shapes, gd.Ellipsoid], tolerance: float
) -> None:
    a, b, figure = drawn
    parts = 240 // (max(a._layout.lat.size, b._layout.lat.size) - 1)
    lat_a, lon_a, step_a = dense(a, figure, parts)
    lat_b, lon_b, step_b = dense(b, figure, parts)
    found = frechet(a, b, tolerance=tolerance, ellipsoid=figure)
    cells = gd.cdist(lat_a, lon_a, lat_b, lon_b, ellipsoid=figure)
    walked = sampled_frechet(cells)
    # From one pair of a walk to the next, the distance is above its chord by no more than the
    # second derivatives allow: less than 1 / 4000 km at such distances.
    assert found.lower <= walked + (step_a + step_b) ** 2 / 8 / 4e6 + 1e-7
    change = max(np.abs(np.diff(cells, axis=axis)).max() for axis in (0, 1))
    assert found.upper >= walked - 2 * change - 1e-7
    assert found.upper - found.lower <= tolerance + 2e-9
    assert is_within(a, b, found.upper + tolerance, tolerance=tolerance, ellipsoid=figure)
    assert not is_within(a, b, found.lower - tolerance, tolerance=tolerance, ellipsoid=figure)


@pytest.mark.parametrize("turns", [1, 3])
@pytest.mark.parametrize("degrees", [60.0, 79.9, 85.0, 90.0, 95.0, 120.0])
def test_great_circles_that_pass_crosswise(degrees: float, turns: int) -> None:
    # With x and y the ways from their middles, in radians, the cosine of the distance is
    # c cos x cos y + sin x sin y, c that of the middles. Where x = y it is at least c, where x = -y
    # at most: so nobody gets across the middles with less than their distance.
    radius = gd.SPHERE.a
    apart = np.radians(degrees) * radius
    to = gd.direct(35, 20, 110, apart, ellipsoid=gd.SPHERE)
    for length in (1e4, 1e5, 2e6):
        tracks = []
        for lat, lon, azi in ((35.0, 20.0, 110.0), (float(to[0]), float(to[1]), float(to[2]))):
            way = np.resize([-0.5, 0.5], 2 * turns) * length
            at = gd.direct(lat, lon, azi + 90, way, ellipsoid=gd.SPHERE)
            tracks.append(track(at[0], at[1]))
        for tolerance in (3e-7, 1e-3):
            found = frechet(*tracks, tolerance=tolerance, ellipsoid=gd.SPHERE)
            assert found.lower <= apart + 2e-8
            assert found.upper >= apart - 2e-8
            assert found.upper - found.lower <= tolerance + 2e-9


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"f={figure.f:.4f}")
def test_meridians_a_quarter_of_the_earth_apart(figure: gd.Ellipsoid) -> None:
    # nearest, of what goes against each other, at the equator, which is a geodesic
    for degrees in (75.0, 90.0, 100.0):
        a = track([-30, 30, -30, 30], [0, 0, 0, 0])
        b = track([-30, 30, -30, 30], [degrees] * 4)
        lat = np.linspace(-30, 30, 2001)
        against = gd.distance(lat, 0, -lat, degrees, ellipsoid=figure)
        equator = np.radians(degrees) * figure.a
        assert against.min() >= equator - 1e-8
        found = frechet(a, b, ellipsoid=figure)
        assert found.lower <= equator + 2e-8
        assert found.upper >= equator - 2e-8
        assert found.upper - found.lower <= TOLERANCE + 2e-9


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
