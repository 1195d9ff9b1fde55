"""The functions beside GeographicLib and PROJ, and properties of every pair of points."""

from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

import geodist as gd

# The bounds of the accuracy contract, metres, and what GeographicLib's double precision may add.
DISTANCE, DISTANCE_PEER = 12e-9, 11e-9
AZIMUTH, AZIMUTH_PEER = 15e-9, 13e-9
POSITION, POSITION_PEER = 25e-9, 19e-9
RHUMB_DISTANCE, RHUMB_POSITION = 20e-9, 25e-9
CARTESIAN = 10e-9

ELLIPSOIDS = [gd.WGS84, gd.SPHERE, gd.Ellipsoid(6378137, 1 / 50), gd.Ellipsoid(6378137, -1 / 50)]
each_ellipsoid = pytest.mark.parametrize("ellipsoid", ELLIPSOIDS, ids=str)


def pairs(n: int, kind: str) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(len(kind))
    lat1 = np.degrees(np.arcsin(rng.uniform(-1, 1, n)))
    lon1 = rng.uniform(-180, 180, n)
    if kind == "uniform":
        return lat1, lon1, np.degrees(np.arcsin(rng.uniform(-1, 1, n))), rng.uniform(-180, 180, n)
    scale = 10.0 ** rng.uniform(-9, 0, (2, n)) * rng.choice([-1, 1], (2, n))
    if kind == "close":
        return lat1, lon1, np.clip(lat1 + scale[0], -90, 90), lon1 + scale[1]
    if kind == "antipodal":
        return lat1, lon1, np.clip(-lat1 + scale[0], -90, 90), lon1 + 180 + scale[1]
    if kind == "equator":
        return scale[0], lon1, scale[1], rng.uniform(-180, 180, n)
    if kind == "half a turn":
        near = scale[0] * rng.choice([1, 1 + 1e-15, 1 + 1e-9, 1 + 1e-3], n)
        return scale[0], np.zeros(n), near, 180 - scale[1]
    return 90 * np.sign(lat1) - scale[0] * np.sign(scale[0] * lat1), lon1, -lat1, lon1 + scale[1]


KINDS = ["uniform", "close", "antipodal", "equator", "half a turn", "polar"]


@each_ellipsoid
@pytest.mark.parametrize("kind", KINDS)
def test_inverse_beside_geographiclib(kind: str, ellipsoid: gd.Ellipsoid) -> None:
    columns = pairs(400, kind)
    oracle = Geodesic(ellipsoid.a, ellipsoid.f)
    line = gd.inverse_full(*columns, ellipsoid=ellipsoid)
    mask = Geodesic.STANDARD | Geodesic.REDUCEDLENGTH | Geodesic.GEODESICSCALE
    for i, pair in enumerate(zip(*columns, strict=True)):
        truth = oracle.Inverse(*map(float, pair), mask)
        assert abs(line.distance[i] - truth["s12"]) <= DISTANCE + DISTANCE_PEER
        for azimuth, expected in ((line.azi1[i], "azi1"), (line.azi2[i], "azi2")):
            turn = math.radians(math.remainder(azimuth - truth[expected], 360))
            assert abs(turn * truth["m12"]) <= AZIMUTH + AZIMUTH_PEER
        assert abs(line.m12[i] - truth["m12"]) <= 2 * 20e-9
        assert abs(line.M12[i] - truth["M12"]) <= 2 * 1e-14
        assert abs(line.M21[i] - truth["M21"]) <= 2 * 1e-14


@each_ellipsoid
@pytest.mark.parametrize("kind", KINDS)
def test_distance_beside_proj(kind: str, ellipsoid: gd.Ellipsoid) -> None:
    lat1, lon1, lat2, lon2 = pairs(20_000, kind)
    oracle = pyproj.Geod(a=ellipsoid.a, f=ellipsoid.f)
    truth = oracle.inv(lon1, lat1, lon2, lat2)[2]
    error = gd.distance(lat1, lon1, lat2, lon2, ellipsoid=ellipsoid) - truth
    assert np.max(np.abs(error)) <= DISTANCE + DISTANCE_PEER


@each_ellipsoid
def test_same_meridian_between_opposite_poles(ellipsoid: gd.Ellipsoid) -> None:
    """Nearly antipodal, but by latitude: the longitudes are nearly equal."""
    rng = np.random.default_rng(5)
    n = 300_000
    lon = rng.uniform(-180, 180, n)
    lat1, lat2 = 90 - 10 ** rng.uniform(-9, 0, n), -np.degrees(np.arcsin(rng.uniform(0, 1, n)))
    east = lon + 10 ** rng.uniform(-12, 0, n) * rng.choice([-1, 1], n)
    truth = pyproj.Geod(a=ellipsoid.a, f=ellipsoid.f).inv(lon, lat1, east, lat2)[2]
    for distance in (
        gd.distance(lat1, lon, lat2, east, ellipsoid=ellipsoid),
        gd.inverse(lat1, lon, lat2, east, ellipsoid=ellipsoid).distance,
        gd.inverse_full(lat1, lon, lat2, east, ellipsoid=ellipsoid).distance,
    ):
        assert np.max(np.abs(distance - truth)) <= DISTANCE + DISTANCE_PEER


@each_ellipsoid
def test_direct_beside_proj(ellipsoid: gd.Ellipsoid) -> None:
    rng = np.random.default_rng(1)
    lat1, lon1, _, azi1 = pairs(20_000, "uniform")
    distance = rng.uniform(-2e7, 2e7, azi1.size)
    oracle = pyproj.Geod(a=ellipsoid.a, f=ellipsoid.f)
    lon2, lat2, back = oracle.fwd(lon1, lat1, azi1, distance)
    end = gd.direct(lat1, lon1, azi1, distance, ellipsoid=ellipsoid)
    apart = oracle.inv(lon2, lat2, end.lon2, end.lat2)[2]
    assert np.max(apart) <= POSITION + POSITION_PEER
    # PROJ's azimuths at the end look back.
    turn = np.radians(np.remainder(end.azi2 - back, 360) - 180)
    assert np.max(np.abs(turn) * np.cos(np.radians(lat2))) * ellipsoid.a <= POSITION + POSITION_PEER


def test_cartesian_beside_proj() -> None:
    rng = np.random.default_rng(2)
    lat, lon, _, _ = pairs(20_000, "uniform")
    height = rng.uniform(-1e4, 1e6, lat.size)
    oracle = pyproj.Transformer.from_pipeline("+proj=cart +ellps=WGS84")
    truth = oracle.transform(lon, lat, height, radians=False)
    for value, expected in zip(gd.to_ecef(lat, lon, height), truth, strict=True):
        assert np.max(np.abs(value - expected)) <= CARTESIAN + 5e-9


# Multiples of 2^-20 degrees can be turned and mirrored without rounding.
def exact_angles(limit: int) -> st.SearchStrategy[float]:
    fine = st.integers(-limit << 20, limit << 20).map(lambda i: i / (1 << 20))
    return st.one_of(fine, st.sampled_from([0.0, -0.0, 90.0, -90.0, 45.0, 1.0, -1.0]))


lats, lons = exact_angles(90), exact_angles(180)
points = st.tuples(lats, lons)
figures = st.sampled_from(ELLIPSOIDS)


@given(points, points, figures)
def test_symmetric_to_the_bit(
    p: tuple[float, float], q: tuple[float, float], figure: gd.Ellipsoid
) -> None:
    assert gd.distance(*p, *q, ellipsoid=figure) == gd.distance(*q, *p, ellipsoid=figure)


@given(points, figures)
def test_zero_from_a_point_to_itself(p: tuple[float, float], figure: gd.Ellipsoid) -> None:
    assert gd.distance(*p, *p, ellipsoid=figure) == 0
    assert gd.distance(*p, p[0], p[1] + 360, ellipsoid=figure) == 0
    assert gd.rhumb_distance(*p, *p, ellipsoid=figure) == 0


@given(points, points, points, figures)
def test_triangle_inequality(
    p: tuple[float, float], q: tuple[float, float], r: tuple[float, float], figure: gd.Ellipsoid
) -> None:
    detour = gd.distance(*p, *q, ellipsoid=figure) + gd.distance(*q, *r, ellipsoid=figure)
    assert gd.distance(*p, *r, ellipsoid=figure) <= detour + 3 * DISTANCE


@given(points, points, exact_angles(180), figures)
def test_rotation_about_the_axis(
    p: tuple[float, float], q: tuple[float, float], turn: float, figure: gd.Ellipsoid
) -> None:
    distance = gd.distance(*p, *q, ellipsoid=figure)
    turned = gd.distance(p[0], p[1] + turn, q[0], q[1] + turn, ellipsoid=figure)
    assert abs(turned - distance) <= 2 * DISTANCE


@given(points, points, figures)
def test_reflection(p: tuple[float, float], q: tuple[float, float], figure: gd.Ellipsoid) -> None:
    distance = gd.distance(*p, *q, ellipsoid=figure)
    north_south = gd.distance(-p[0], p[1], -q[0], q[1], ellipsoid=figure)
    east_west = gd.distance(p[0], -p[1], q[0], -q[1], ellipsoid=figure)
    assert abs(north_south - distance) <= 2 * DISTANCE
    assert abs(east_west - distance) <= 2 * DISTANCE


@given(points, points, st.sampled_from([360, -360, 720, 36000]), figures)
def test_whole_turns_of_longitude(
    p: tuple[float, float], q: tuple[float, float], turn: float, figure: gd.Ellipsoid
) -> None:
    distance = gd.distance(*p, *q, ellipsoid=figure)
    assert abs(gd.distance(p[0], p[1] + turn, *q, ellipsoid=figure) - distance) <= 2 * DISTANCE


@given(points, points, figures)
@settings(max_examples=200)
def test_direct_undoes_inverse(
    p: tuple[float, float], q: tuple[float, float], figure: gd.Ellipsoid
) -> None:
    line = gd.inverse(*p, *q, ellipsoid=figure)
    end = gd.direct(*p, line.azi1, line.distance, ellipsoid=figure)
    missed = gd.distance(end.lat2, end.lon2, *q, ellipsoid=figure)
    assert missed <= POSITION + AZIMUTH + 2 * DISTANCE


@given(points, points, st.floats(0, 1), figures)
def test_interpolate_divides_the_line(
    p: tuple[float, float], q: tuple[float, float], fraction: float, figure: gd.Ellipsoid
) -> None:
    middle = gd.interpolate(*p, *q, fraction, ellipsoid=figure)
    distance = gd.distance(*p, *q, ellipsoid=figure)
    there = gd.distance(*p, *middle, ellipsoid=figure)
    rest = gd.distance(*middle, *q, ellipsoid=figure)
    bound = POSITION + 2 * DISTANCE
    assert abs(there - fraction * distance) <= bound
    assert abs(rest - (1 - fraction) * distance) <= bound + POSITION
    assert gd.midpoint(*p, *q, ellipsoid=figure) == gd.interpolate(*p, *q, 0.5, ellipsoid=figure)


@given(points, points, figures)
def test_chord_geodesic_rhumb(
    p: tuple[float, float], q: tuple[float, float], figure: gd.Ellipsoid
) -> None:
    distance = gd.distance(*p, *q, ellipsoid=figure)
    assert gd.chord(*p, 0, *q, 0, ellipsoid=figure) <= distance + DISTANCE + CARTESIAN
    assert distance <= gd.rhumb_distance(*p, *q, ellipsoid=figure) + DISTANCE + RHUMB_DISTANCE


@given(points, points, figures)
@settings(max_examples=200)
def test_rhumb_direct_undoes_rhumb_inverse(
    p: tuple[float, float], q: tuple[float, float], figure: gd.Ellipsoid
) -> None:
    line = gd.rhumb_inverse(*p, *q, ellipsoid=figure)
    end = gd.rhumb_direct(*p, line.azi12, line.distance, ellipsoid=figure)
    if 90 in (abs(p[0]), abs(q[0])) or math.isnan(end.lon):
        return
    missed = gd.distance(*end, *q, ellipsoid=figure)
    # An azimuth has no more digits than a double.
    rounding = math.radians(math.ulp(line.azi12)) * line.distance / math.cos(math.radians(q[0]))
    assert missed <= RHUMB_POSITION + RHUMB_DISTANCE + 2 * DISTANCE + rounding


@given(points, st.floats(-1e6, 1e7), figures)
def test_from_ecef_undoes_to_ecef(
    p: tuple[float, float], height: float, figure: gd.Ellipsoid
) -> None:
    back = gd.from_ecef(*gd.to_ecef(*p, height, ellipsoid=figure), ellipsoid=figure)
    assert gd.chord(*p, height, *back, ellipsoid=figure) <= 3 * max(CARTESIAN, 2e7 * 1e-15)
