"""The inputs of the fixtures for rhumb lines, Cartesian coordinates and chords."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import cartesian
import loxodrome
import pairs
from pairs import ELLIPSOIDS, WGS84, Pair, latitude, log_uniform

if TYPE_CHECKING:
    from collections.abc import Iterator

Ell = tuple[float, float]
RHUMB_KINDS = [
    "uniform",
    "short",
    "tiny",
    "near_east_west",
    "parallel",
    "meridional",
    "antipodal",
    "near_pole",
    "wrapped",
    "pole",
    "special",
]
SPECIAL_LATS = [-89.999999999999986, -45.0, -1e-10, -1e-300, -0.0, 0.0, 1e-300, 30.0, 89.999]


def rhumb_pair(kind: str, r: random.Random, ell: Ell) -> Pair:
    lat1, lon1, lat2, lon2 = pairs.uniform(r, ell)
    if kind in ("short", "tiny", "meridional", "wrapped", "near_pole", "pole"):
        return pairs.INVERSE_KINDS[kind](r, ell)
    if kind == "near_east_west":
        lat2 = max(-89.9, min(89.9, lat1 + r.choice([-1, 1]) * log_uniform(r, 1e-14, 1e-1)))
    elif kind == "parallel":
        lat2 = lat1
    elif kind == "antipodal":
        lon2 = lon1 + 180 + r.choice([0.0, r.choice([-1, 1]) * log_uniform(r, 1e-12, 1.0)])
    elif kind == "special":
        lat1, lat2 = r.choice(SPECIAL_LATS), r.choice(SPECIAL_LATS)
        lon1, lon2 = r.choice(pairs.SPECIAL_LONS), r.choice(pairs.SPECIAL_LONS)
    return lat1, lon1, lat2, lon2


def rhumb_inputs() -> Iterator[tuple[str, Ell, Pair]]:
    r = random.Random(11)
    for ell in ELLIPSOIDS:
        for kind in RHUMB_KINDS:
            for _ in range(60 if ell == WGS84 else 18):
                yield kind, ell, rhumb_pair(kind, r, ell)


RHUMB_DIRECT_KINDS = [
    "uniform",
    "short",
    "near_east_west",
    "parallel",
    "meridional",
    "past_pole",
    "near_pole",
    "wrapped",
    "spiral",
    "zero",
]


def rhumb_start(kind: str, r: random.Random, ell: Ell) -> pairs.Start:
    lat1, lon1, azi, s12 = (
        latitude(r),
        r.uniform(-180, 180),
        r.uniform(-180, 180),
        r.uniform(-1e7, 1e7),
    )
    east = r.choice([-90.0, 90.0])
    if kind == "short":
        s12 = r.choice([-1, 1]) * log_uniform(r, 1e-9, 1e5)
    elif kind == "near_east_west":
        azi = east + r.choice([-1, 1]) * log_uniform(r, 1e-13, 1e-1)
        s12 = r.choice([s12, log_uniform(r, 1e-3, 4e7)])
    elif kind == "parallel":
        azi, s12 = east, r.uniform(-4e7, 4e7)
        lat1 = r.choice([lat1, 0.0])
    elif kind == "meridional":
        azi = r.choice([0.0, 180.0, -180.0, 1e-12, 360.0])
    elif kind == "past_pole":
        azi, s12 = r.uniform(-80, 80), r.choice([-1, 1]) * r.uniform(1.2e8, 3e8)
    elif kind == "near_pole":
        lat1 = r.choice([-1, 1]) * (90 - log_uniform(r, 1e-9, 1.0))
        s12 = r.choice([-1, 1]) * log_uniform(r, 1e-3, 1e6)
    elif kind == "wrapped":
        lon1, azi = lon1 + 360 * r.randint(-3, 3), azi + 360 * r.randint(-2, 2)
    elif kind == "spiral":
        azi = east + r.uniform(-3, 3)
        s12 = r.uniform(-1e8, 1e8)
    elif kind == "zero":
        s12, lat1 = 0.0, r.choice([lat1, 0.0, 60.0])
    return lat1, lon1, azi, s12


def rhumb_direct_inputs() -> Iterator[tuple[str, Ell, pairs.Start]]:
    """Courses that wind more than three times, or end beyond a pole, only in the kinds made for
    them.
    """
    r = random.Random(13)
    for ell in ELLIPSOIDS:
        for kind in RHUMB_DIRECT_KINDS:
            count = 6 if kind == "zero" else 50 if ell == WGS84 else 18
            while count:
                start = rhumb_start(kind, r, ell)
                lon12 = loxodrome.rhumb_direct(*ell, *start)[2]
                fits = (
                    math.isnan(lon12)
                    if kind == "past_pole"
                    else kind == "spiral" or abs(lon12) <= 1080
                )
                if fits:
                    count -= 1
                    yield kind, ell, start


HEIGHTS = ["surface", "low", "orbit", "deep", "far", "pole", "equator", "special"]


def place(kind: str, r: random.Random) -> tuple[float, float, float]:
    lat, lon, h = latitude(r), r.uniform(-180, 180), 0.0
    if kind == "low":
        h = r.choice([r.uniform(-1e4, 1e4), r.choice([-1, 1]) * log_uniform(r, 1e-9, 1e3)])
    elif kind == "orbit":
        h = log_uniform(r, 1e5, 5e6)
    elif kind == "deep":
        h = -r.choice([log_uniform(r, 1e4, 5e6), r.uniform(5e6, 6.3e6)])
    elif kind == "far":
        h = log_uniform(r, 5e6, 1e12)
    elif kind == "pole":
        lat = r.choice([-1, 1]) * (90 - r.choice([0.0, log_uniform(r, 1e-13, 1e-2)]))
        h = r.choice([0.0, r.uniform(-5e6, 5e6)])
    elif kind == "equator":
        lat = r.choice([0.0, r.choice([-1, 1]) * log_uniform(r, 1e-300, 1e-6)])
        h = r.choice([0.0, r.uniform(-5e6, 5e6)])
    elif kind == "special":
        lat, lon = r.choice(pairs.SPECIAL_LATS), r.choice(pairs.SPECIAL_LONS)
        h = r.choice([0.0, -0.0, 1e-300, 1e-9, -1000.0, 1e7])
    return lat, lon, h


def to_ecef_inputs() -> Iterator[tuple[str, Ell, tuple[float, float, float]]]:
    r = random.Random(17)
    for ell in ELLIPSOIDS:
        for kind in HEIGHTS:
            for _ in range(60 if ell == WGS84 else 18):
                yield kind, ell, place(kind, r)


FROM_KINDS = [*HEIGHTS[:-1], "axis", "plane", "core", "centre"]


def from_ecef_inputs() -> Iterator[tuple[str, Ell, tuple[float, float, float]]]:
    """Rounded Cartesian coordinates of places, and points on the axis, in the plane of the equator,
    in the core.
    """
    r = random.Random(19)
    for ell in ELLIPSOIDS:
        a, f = ell
        for kind in FROM_KINDS:
            for _ in range(3 if kind == "centre" else 60 if ell == WGS84 else 18):
                if kind in HEIGHTS:
                    x, y, z = (float(w) for w in cartesian.to_ecef(a, f, *place(kind, r)))
                elif kind == "axis":
                    x = y = 0.0
                    z = r.choice([-1, 1]) * r.choice(
                        [log_uniform(r, 1e-300, 1.0), r.uniform(0, 2 * a), 1e11]
                    )
                elif kind == "plane":
                    angle, size = r.uniform(0, 2 * math.pi), r.uniform(0, 2) * a
                    if r.random() < 0.4:
                        size = 2 * abs(f) * a * r.random()
                    x, y, z = size * math.cos(angle), size * math.sin(angle), 0.0
                    if r.random() < 0.3:
                        z = r.choice([-1, 1]) * log_uniform(r, 1e-300, 1e-6)
                elif kind == "core":
                    size = log_uniform(r, 1e-3, 2 * abs(f) * a + 1)
                    x, y, z = (size * r.uniform(-1, 1) for _ in range(3))
                else:
                    x = y = z = 0.0
                    if r.random() < 0.6:
                        x, y, z = (
                            r.uniform(-1, 1) * log_uniform(r, 1e-300, 1e-100) for _ in range(3)
                        )
                yield kind, ell, (x, y, z)


CHORD_KINDS = ["uniform", "short", "tiny", "antipodal", "heights", "vertical", "far", "special"]


def chord_inputs() -> Iterator[tuple[str, Ell, tuple[float, ...]]]:
    r = random.Random(23)
    for ell in ELLIPSOIDS:
        for kind in CHORD_KINDS:
            for _ in range(40 if ell == WGS84 else 12):
                lat1, lon1, lat2, lon2 = pairs.uniform(r, ell)
                h1, h2 = r.uniform(-5e6, 5e6), r.uniform(-5e6, 5e6)
                if kind in ("uniform", "short", "tiny", "antipodal"):
                    make = "near_antipodal" if kind == "antipodal" else kind
                    lat1, lon1, lat2, lon2 = pairs.INVERSE_KINDS[make](r, ell)
                    h1 = r.choice([0.0, r.uniform(-1e4, 1e4)])
                    h2 = h1 if kind == "tiny" else r.choice([h1, 0.0, h1 + r.uniform(-10, 10)])
                elif kind == "vertical":
                    lat2, lon2, h1 = lat1, lon1 + r.choice([0, 360]), r.uniform(-1e4, 1e4)
                    h2 = h1 + r.choice([-1, 1]) * log_uniform(r, 1e-9, 1e6)
                elif kind == "far":
                    h1, h2 = log_uniform(r, 5e6, 1e12), r.choice([0.0, log_uniform(r, 5e6, 1e12)])
                elif kind == "special":
                    (lat1, lon1, h1), (lat2, lon2, h2) = place("special", r), place("special", r)
                yield kind, ell, (lat1, lon1, h1, lat2, lon2, h2)
