"""The inputs of the fixtures of areas: edges of all lengths, along geodesics and straight in
longitude and latitude. Deterministic, exact doubles.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import exact
from pairs import Pair, about, latitude, log_uniform, shifted

if TYPE_CHECKING:
    from collections.abc import Iterator

FLATTENINGS = [1 / 298.257, 1 / 150, -1 / 150, 1 / 50, -1 / 50, 0.0]
LENGTHS = {
    "metre": (0.5, 2.0),
    "block": (100.0, 1e3),
    "village": (1e3, 1e4),
    "town": (1e4, 3e4),
    "county": (3e4, 1e5),
    "country": (1e5, 1e6),
    "continent": (1e6, 1e7),
    "ocean": (1e7, 1.9e7),
}
GEODESIC_KINDS = [
    *LENGTHS,
    "polar",
    "pole",
    "over_pole",
    "equator",
    "meridian",
    "antimeridian",
    "parallel",
    "near_antipodal",
    "antipodal_equator",
]
PER_KIND = 12


def near_pole(r: random.Random, ell: tuple[float, float]) -> Pair:
    lat = r.choice([-1, 1]) * r.uniform(85, 90)
    return shifted(r, ell, log_uniform(r, 1.0, 1e5), lat)


def at_pole(r: random.Random) -> Pair:
    pole = r.choice([-90.0, 90.0])
    other = latitude(r) if r.random() < 0.5 else pole * (1 - log_uniform(r, 1e-12, 1e-2))
    ends = [(pole, r.uniform(-180, 180)), (other, r.uniform(-180, 180))]
    r.shuffle(ends)
    return (*ends[0], *ends[1])


def over_pole(r: random.Random, ell: tuple[float, float]) -> Pair:
    """The middle of the edge next to a pole, or there."""
    lat = r.choice([-1, 1]) * (90 - r.choice([0.0, log_uniform(r, 1e-9, 1.0)]))
    return about(ell, lat, r.uniform(-180, 180), r.uniform(-180, 180), log_uniform(r, 1e2, 1e7))


def on_equator(r: random.Random) -> Pair:
    """On the equator, or a hair beside it; all shorter than the shortest way over a pole."""
    lon1, lon12 = r.uniform(-180, 180), r.choice([-1, 1]) * log_uniform(r, 1e-5, 170.0)
    lats = [r.choice([0.0, 0.0, -0.0, r.uniform(-1, 1) * 1e-9, r.uniform(-1, 1)]) for _ in "12"]
    return lats[0], lon1, lats[1], lon1 + lon12


def on_meridian(r: random.Random) -> Pair:
    """Along a meridian or opposite ones, and a hair beside that."""
    lon1 = float(r.randint(-180, 180))
    lon2 = lon1 + r.choice([0, 0, 180, -180]) + r.choice([0.0, 0.0, r.uniform(-1, 1) * 1e-7])
    return latitude(r), lon1, latitude(r), lon2


def over_antimeridian(r: random.Random) -> Pair:
    """Across 180 degrees, and at it."""
    size = log_uniform(r, 1e-5, 20.0)
    lat1 = latitude(r)
    lat2 = max(-89.0, min(89.0, lat1 + r.uniform(-1, 1) * size))
    lon1 = 180 - r.choice([0.0, size * r.random()])
    lon2 = r.choice([-180, 180, 540]) + size * r.random()
    return (lat1, lon1, lat2, lon2) if r.random() < 0.5 else (lat2, lon2, lat1, lon1)


def along_parallel(r: random.Random) -> Pair:
    """Both ends on one parallel: the largest bulges."""
    lat = latitude(r)
    lon1 = r.uniform(-180, 180)
    return lat, lon1, lat, lon1 + r.choice([-1, 1]) * log_uniform(r, 1e-5, 175.0)


def near_antipodal(r: random.Random, ell: tuple[float, float]) -> Pair:
    """From 19,000 km to some kilometres from the antipode."""
    lat, lon = latitude(r), r.uniform(-180, 180)
    end = exact.direct(*ell, lat, lon, r.uniform(-180, 180), r.uniform(1.9e7, 1.999e7))
    return lat, lon, float(end.lat2), float(end.lon2)


def antipodal_equator(r: random.Random) -> Pair:
    """Almost half a turn apart and near the equator, and not at opposite latitudes, where two edges
    are as short.
    """
    lat1 = r.choice([-1, 1]) * log_uniform(r, 1e-3, 1.0)
    lat2 = lat1 * r.choice([1.0, 1.0, 0.9, -0.5, 2.0])
    lon12 = 180 - log_uniform(r, 1e-2, 8.0)
    return lat1, -lon12 / 2, lat2, r.choice([-1, 1]) * lon12 / 2


def geodesic_edge(kind: str, r: random.Random, ell: tuple[float, float]) -> Pair:
    if kind in LENGTHS:
        return shifted(r, ell, log_uniform(r, *LENGTHS[kind]))
    makers = {
        "polar": lambda: near_pole(r, ell),
        "pole": lambda: at_pole(r),
        "over_pole": lambda: over_pole(r, ell),
        "equator": lambda: on_equator(r),
        "meridian": lambda: on_meridian(r),
        "antimeridian": lambda: over_antimeridian(r),
        "parallel": lambda: along_parallel(r),
        "near_antipodal": lambda: near_antipodal(r, ell),
        "antipodal_equator": lambda: antipodal_equator(r),
    }
    return makers[kind]()


def geodesic_inputs() -> Iterator[tuple[str, tuple[float, float], Pair]]:
    r = random.Random(1887)
    for f in FLATTENINGS:
        for kind in GEODESIC_KINDS:
            for _ in range(PER_KIND):
                yield kind, (6378137.0, f), geodesic_edge(kind, r, (6378137.0, f))


SPANS = {
    "tiny": (1e-7, 1e-4),
    "thousandth": (1e-4, 1e-2),
    "tenth": (1e-2, 0.3),
    "degree": (0.3, 1.0),
    "degrees": (1.0, 30.0),
    "wide": (30.0, 360.0),
}
PLANAR_KINDS = [*SPANS, "parallel", "meridian", "to_pole", "along_pole", "by_pole", "turns"]
PLANAR_PER_KIND = 15


def planar_edge(kind: str, r: random.Random) -> Pair:
    lat1, lon1 = latitude(r), r.uniform(-180, 180)
    if kind in SPANS:
        size = log_uniform(r, *SPANS[kind])
        rise = size * r.uniform(-1, 1)
        lat2 = max(-90.0, min(90.0, lat1 + rise))
        return lat1, lon1, lat2, lon1 + size * r.uniform(-1, 1)
    side = r.choice([-1, 1])
    lon2 = lon1 + side * log_uniform(r, 1e-3, 360.0)
    if kind == "parallel":
        return lat1, lon1, lat1, lon2
    if kind == "meridian":
        return lat1, lon1, latitude(r), lon1
    pole = r.choice([-90.0, 90.0])
    if kind == "along_pole":
        return pole, lon1, pole, lon2
    near = pole * (1 - log_uniform(r, 1e-9, 1.0))
    if kind == "by_pole":
        return near, lon1, pole * (1 - log_uniform(r, 1e-9, 1.0)), lon2
    if kind == "to_pole":
        return (near, lon1, pole, lon2) if r.random() < 0.5 else (pole, lon2, near, lon1)
    return lat1, lon1, r.choice([lat1, near, pole]), lon1 + side * log_uniform(r, 360.0, 4000.0)


def planar_inputs() -> Iterator[tuple[str, tuple[float, float], Pair]]:
    r = random.Random(1946)
    for f in FLATTENINGS:
        for kind in PLANAR_KINDS:
            for _ in range(PLANAR_PER_KIND):
                yield kind, (6378137.0, f), planar_edge(kind, r)
