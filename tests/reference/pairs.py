"""The inputs of the fixtures: which ellipsoids, which pairs of points, which lines. Deterministic,
exact doubles.
"""

from __future__ import annotations

import itertools
import math
import random
from typing import TYPE_CHECKING

import exact
from mpmath import mp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WGS84 = (6378137.0, 1 / 298.257223563)
ELLIPSOIDS: list[tuple[float, float]] = [
    WGS84,
    (6371008.8, 0.0),
    (6378137.0, 0.0),
    (6378137.0, 1 / 298.257222101),
    (6378137.0, 1 / 297),
    (6378137.0, 1 / 293.465),
    (6378137.0, 1 / 150),
    (6378137.0, -1 / 150),
    (6378137.0, 1 / 50),
    (6378137.0, -1 / 50),
    (6378137.0, 1 / 169.894447223612),
    (6378137.0, -1 / 169.894447223612),
    (6378137.0, 1e-6),
]
Pair = tuple[float, float, float, float]
Start = tuple[float, float, float, float]


def latitude(r: random.Random) -> float:
    """Uniform by area."""
    return math.degrees(math.asin(r.uniform(-1, 1)))


def log_uniform(r: random.Random, low: float, high: float) -> float:
    return math.exp(r.uniform(math.log(low), math.log(high)))


def shifted(
    r: random.Random, ell: tuple[float, float], distance: float, lat: float | None = None
) -> Pair:
    """Two points that lie about this far apart."""
    lat1 = latitude(r) if lat is None else lat
    lon1 = r.uniform(-180, 180)
    end = exact.direct(*ell, lat1, lon1, r.uniform(-180, 180), distance)
    return lat1, lon1, float(end.lat2), float(end.lon2)


def uniform(r: random.Random, ell: tuple[float, float]) -> Pair:
    return latitude(r), r.uniform(-180, 180), latitude(r), r.uniform(-180, 180)


def short(r: random.Random, ell: tuple[float, float]) -> Pair:
    return shifted(r, ell, log_uniform(r, 1e-3, 5e4))


def long(r: random.Random, ell: tuple[float, float]) -> Pair:
    return shifted(r, ell, log_uniform(r, 5e4, 1.99e7))


def tiny(r: random.Random, ell: tuple[float, float]) -> Pair:
    """Below a millimetre, many a few ulps apart; near the equator and Greenwich far below."""
    if r.random() < 0.4:
        size = log_uniform(r, 1e-300, 1e-12)
        return tuple(size * r.uniform(-1, 1) for _ in range(4))  # type: ignore[return-value]
    lat1, lon1, lat2, lon2 = shifted(r, ell, log_uniform(r, 1e-12, 1e-3))
    if r.random() < 0.5:
        ulps = r.choice([-2, -1, 0, 1, 2]), r.choice([-2, -1, 0, 1, 2])
        lat2, lon2 = lat1 + ulps[0] * math.ulp(lat1), lon1 + ulps[1] * math.ulp(lon1)
    return lat1, lon1, lat2, lon2


def antipode(r: random.Random, lat1: float, dlat: float, dlon: float) -> Pair:
    lon1 = r.uniform(-180, 180)
    return lat1, lon1, max(-90.0, min(90.0, -lat1 + dlat)), lon1 + 180 + dlon


def near_antipodal(r: random.Random, ell: tuple[float, float]) -> Pair:
    """Within one degree of the antipode in both coordinates."""
    return antipode(r, latitude(r), r.uniform(-1, 1), r.uniform(-1, 1))


def hard_antipodal(r: random.Random, ell: tuple[float, float]) -> Pair:
    """Within 1.2 f pi of the antipode: inside and around the caustic; half of them near the
    equator.
    """
    size = max(0.7, 1.2 * abs(ell[1]) * 180)
    lat1 = log_uniform(r, 1e-13, 1.0) * r.choice([-1, 1]) if r.random() < 0.5 else latitude(r)
    if r.random() < 0.3:
        size *= log_uniform(r, 1e-12, 1.0)
    return antipode(r, lat1, r.uniform(-size, size), r.uniform(-size, size))


def caustic(r: random.Random, ell: tuple[float, float]) -> Pair:
    """The second point on, or a little inside or outside, the caustic of the first one."""
    lat1 = latitude(r)
    beta = math.atan((1 - ell[1]) * math.tan(math.radians(lat1)))
    size = math.degrees(abs(ell[1]) * math.pi * math.cos(beta) ** 2)
    t = r.choice([0.0, 0.5, 1.0, 1.5]) * math.pi if r.random() < 0.3 else r.uniform(0, 2 * math.pi)
    size *= 1 + r.choice([-1, 1]) * log_uniform(r, 1e-6, 0.05)
    return antipode(
        r, lat1, size * math.sin(t) ** 3, size * math.cos(t) ** 3 / math.cos(math.radians(lat1))
    )


def meridional(r: random.Random, ell: tuple[float, float]) -> Pair:
    """On one meridian, or on opposite ones, or within a hair of that."""
    lon1 = float(r.randint(-180, 180))
    lon2 = lon1 + r.choice([0, 180, -180, 360])
    if r.random() < 0.4:
        lon2 += r.choice([-1, 1]) * log_uniform(r, 1e-13, 1e-6)
    return latitude(r), lon1, latitude(r), lon2


def equatorial(r: random.Random, ell: tuple[float, float]) -> Pair:
    """On the equator, short of the cut at (1 - f) 180 degrees, beyond it, and close to it."""
    cut = 180 * (1 - max(ell[1], 0.0))
    lon12 = r.choice(
        [
            r.uniform(-180, 180),
            r.uniform(cut, 180.0),
            180 - log_uniform(r, 1e-12, 1.0),
            min(180.0, cut + r.choice([-1, 1]) * log_uniform(r, 1e-12, 1e-2)),
        ]
    )
    lon1 = float(r.randint(-180, 180))
    lat1, lat2 = 0.0, 0.0
    if r.random() < 0.3:
        lat2 = r.choice([-1, 1]) * log_uniform(r, 1e-14, 1e-3)
    if r.random() < 0.15:
        lat1 = r.choice([-1, 1]) * log_uniform(r, 1e-14, 1e-3)
    return lat1, lon1, lat2, lon1 + r.choice([-1, 1]) * lon12


def pole(r: random.Random, ell: tuple[float, float]) -> Pair:
    """One end at a pole, sometimes both."""
    lat1, lat2 = r.choice([-90.0, 90.0]), latitude(r)
    if r.random() < 0.2:
        lat2 = r.choice([-90.0, 90.0])
    elif r.random() < 0.3:
        lat2 = r.choice([-1, 1]) * (90 - log_uniform(r, 1e-13, 1e-3))
    if r.random() < 0.5:
        lat1, lat2 = lat2, lat1
    return lat1, r.uniform(-180, 180), lat2, r.uniform(-180, 180)


def near_pole(r: random.Random, ell: tuple[float, float]) -> Pair:
    """Both close to the same pole."""
    sign, size = r.choice([-1, 1]), log_uniform(r, 1e-12, 5.0)
    return (
        sign * (90 - size * r.random()),
        r.uniform(-180, 180),
        sign * (90 - size * r.random()),
        r.uniform(-180, 180),
    )


def wrapped(r: random.Random, ell: tuple[float, float]) -> Pair:
    """Longitudes of all turns."""
    lat1, lon1, lat2, lon2 = r.choice([uniform, short, near_antipodal])(r, ell)
    return (
        lat1,
        lon1 + 360 * r.randint(-2, 2),
        lat2,
        lon2 + 360 * r.choice([-100, -2, -1, 0, 1, 2, 50]),
    )


INVERSE_KINDS: dict[str, Callable[[random.Random, tuple[float, float]], Pair]] = {
    k.__name__: k
    for k in (
        uniform,
        short,
        long,
        tiny,
        near_antipodal,
        hard_antipodal,
        caustic,
        meridional,
        equatorial,
        pole,
        near_pole,
        wrapped,
    )
}
SPECIAL_LATS = [
    -90.0,
    -89.999999999999986,
    -45.0,
    -30.0,
    -1e-10,
    -1e-300,
    -0.0,
    0.0,
    1e-300,
    1e-10,
    30.0,
    45.0,
    90.0,
]
SPECIAL_LONS = [
    -540.0,
    -180.0,
    -179.5,
    -90.0,
    -0.0,
    0.0,
    1e-300,
    1e-10,
    90.0,
    179.5,
    179.99999999999997,
    180.0,
    360.0,
    540.0,
]


def inverse_inputs() -> Iterator[tuple[str, tuple[float, float], Pair]]:
    r = random.Random(20240229)
    for ell in ELLIPSOIDS:
        for kind, make in INVERSE_KINDS.items():
            count = 90 if ell == WGS84 else 26
            if kind in ("hard_antipodal", "near_antipodal", "uniform"):
                count = count * 3 // 2
            for _ in range(count):
                yield kind, ell, make(r, ell)


def lattice_inputs() -> Iterator[tuple[str, tuple[float, float], Pair]]:
    """Every pair of special latitudes with drawn longitudes, and all that coincide or are
    antipodal.
    """
    r = random.Random(42)
    for ell in (WGS84, ELLIPSOIDS[2], (6378137.0, 1 / 50), (6378137.0, -1 / 50)):
        for lat1, lat2 in itertools.product(SPECIAL_LATS, SPECIAL_LATS):
            lons = [(r.choice(SPECIAL_LONS), r.choice(SPECIAL_LONS)) for _ in range(4)]
            if abs(lat1) == abs(lat2):
                lons += [(r.choice([0.0, -0.0, 180.0]), x) for x in (-180.0, -0.0, 0.0, 180.0)]
            for lon1, lon2 in lons:
                tiny_parts = any(0 < abs(x) < 1e-5 for x in (lat1, lon1, lat2, lon2))
                yield "tiny" if tiny_parts else "plain", ell, (lat1, lon1, lat2, lon2)
    r = random.Random(2013)
    flattenings = dict.fromkeys(abs(f) for _, f in ELLIPSOIDS if f)
    for f, sign in itertools.product((*flattenings, 2e-14), (1, -1)):
        for pair in opposite_on_equator(r, f):
            yield "opposite", (6378137.0, sign * f), pair


def opposite_on_equator(r: random.Random, f: float) -> Iterator[Pair]:
    """Near the equator, latitudes equal, opposite or close to that, almost half a turn apart: there
    the longitude reached leaps from 0 to 180 degrees as the azimuth passes 90.
    """
    decades = [10.0**k for k in range(-15, 0, 2)]
    for low in decades:
        lat1 = r.choice([-1, 1]) * log_uniform(r, low, min(100 * low, 1.0))
        relative = [0.0, log_uniform(r, 1e-15, 1e-9), log_uniform(r, 1e-9, 1e-3)]
        lats = [lat1 * (1 + r.choice([-1, 1]) * x) for x in relative]
        lats.append(math.nextafter(lat1, r.choice([-1.0, 1.0])))
        lats.append(r.choice([-1, 1]) * log_uniform(r, 1e-15, abs(lat1)))
        for lat2, sign in itertools.product(lats, (1, -1)):
            # short of half a turn by anything, by nothing, by what the flattening makes of one
            for past in (log_uniform(r, 1e-15, 3.0), r.choice([0.0, 180 * f * r.uniform(0, 1.2)])):
                side = r.choice([-1, 1])
                yield lat1, -side * past, sign * lat2, side * 180.0


# For each flattening (a = 6378137 m) a length up to which geodist takes its method for near points, roughly.
NEAR_REACH = {
    1 / 298.257223563: 515e3,
    -1 / 298.257223563: 516e3,
    0.0: 648e3,
    1 / 293.465: 513e3,
    1 / 150: 414e3,
    -1 / 150: 416e3,
    1 / 50: 301e3,
    -1 / 50: 306e3,
}
NEAR_LENGTHS = [1e-3, 1e-2, 1.0, 10.0, 1e3, 1e4, 3e4, 1e5, 2e5, 3e5, 4e5]
NEAR_AZIMUTHS = [0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 90.0, 105.0, 120.0, 135.0, 150.0, 165.0, 180.0]


def about(ell: tuple[float, float], lat: float, lon: float, azi: float, distance: float) -> Pair:
    """The ends of a line of this length with its middle there."""
    one, two = (exact.direct(*ell, lat, lon, azi, half) for half in (-distance / 2, distance / 2))
    return float(one.lat2), float(one.lon2), float(two.lat2), float(two.lon2)


def near_start(kind: str, r: random.Random, azi: float, angle: float) -> tuple[float, float]:
    """Latitude and longitude of one end or of the middle; the line is long this many degrees."""
    lat, lon = latitude(r), r.uniform(-180, 180)
    if kind == "equator":
        lat = r.choice([0.0, 0.0, log_uniform(r, 1e-12, 1.0), -log_uniform(r, 1e-12, 1.0)])
    elif kind == "pole":
        lat = r.choice([-1, 1]) * r.choice([90.0, 90.0, 90 - angle * r.random()])
    elif kind == "antimeridian":
        lon = r.choice([-1, 1]) * r.choice(
            [180.0, 180 - angle * abs(math.sin(math.radians(azi))) * r.random()]
        )
    return lat, lon


def near_pair(
    kind: str, r: random.Random, ell: tuple[float, float], azi: float, distance: float
) -> Pair:
    lat, lon = near_start(kind, r, azi, math.degrees(distance / ell[0]))
    if kind in ("equator", "pole", "middle") and r.random() < 0.6:
        return about(ell, lat, lon, azi, distance)
    end = exact.direct(*ell, lat, lon, azi, distance)
    return lat, lon, float(end.lat2), float(end.lon2)


def coincident(r: random.Random) -> Pair:
    """One point, named twice."""
    lat, lon = r.choice([(90.0, r.uniform(-180, 180)), (-90.0, 0.0), (latitude(r), 180.0)])
    if abs(lat) == 90:
        return lat, lon, lat, r.uniform(-180, 180)
    return r.choice([(lat, -lon, lat, lon), (lat, lon - 360, lat, lon), (lat, 12.5, lat, 12.5)])


NEAR_KINDS = ["anywhere", "equator", "pole", "middle", "antimeridian", "coincident"]


def near_inputs() -> Iterator[tuple[str, tuple[float, float], Pair]]:
    """From a millimetre to what is just beyond reach of the method for near points."""
    r = random.Random(1843)
    for f, reach in NEAR_REACH.items():
        ell = (6378137.0, f)
        azimuths = itertools.cycle(NEAR_AZIMUTHS)
        for kind in NEAR_KINDS[:-1]:
            for _ in range(13):
                lengths = [x * r.uniform(0.9, 1) for x in NEAR_LENGTHS if x < 0.9 * reach]
                lengths += [log_uniform(r, 1e-3, reach), reach * r.uniform(0.8, 0.97)]
                lengths += [reach * r.uniform(0.97, 1), reach * r.uniform(1, 1.02)]
                for distance in lengths:
                    azi = next(azimuths) if r.random() < 0.5 else r.uniform(0, 180)
                    azi *= r.choice([-1, 1])
                    yield kind, ell, near_pair(kind, r, ell, azi, distance)
        for _ in range(20):
            yield "coincident", ell, coincident(r)


DIRECT_KINDS = [
    "uniform",
    "short",
    "beyond",
    "very_long",
    "pole",
    "near_pole",
    "equatorial",
    "meridional",
    "wrapped",
    "zero",
]


def direct_input(kind: str, r: random.Random, ell: tuple[float, float]) -> Start:
    lat1, lon1, azi1 = latitude(r), r.uniform(-180, 180), r.uniform(-180, 180)
    s12 = r.uniform(-2e7, 2e7)
    if kind == "short":
        s12 = r.choice([-1, 1]) * log_uniform(r, 1e-9, 1e5)
    elif kind == "beyond":
        s12 = r.choice([-1, 1]) * r.uniform(2e7, 4e7)
    elif kind == "very_long":
        s12 = r.choice([-1, 1]) * r.choice([1e8, 1e9, log_uniform(r, 4e7, 1e9)])
    elif kind == "pole":
        lat1, s12 = (
            r.choice([-90.0, 90.0]),
            r.choice([log_uniform(r, 1e-6, 4e7), r.uniform(-4e7, 4e7)]),
        )
        if r.random() < 0.3:
            azi1 = float(r.choice([-180, -135, -90, -45, 0, 45, 90, 180]))
    elif kind == "near_pole":
        if r.random() < 0.5:
            lat1 = r.choice([-1, 1]) * (90 - log_uniform(r, 1e-13, 1.0))
        else:  # ends close to a pole
            azi1 = r.choice([0.0, 180.0]) + r.choice([-1, 1]) * log_uniform(r, 1e-14, 1e-2)
            s12 = math.copysign(1, math.cos(math.radians(azi1))) * math.radians(90 - lat1) * ell[0]
            s12 += r.choice([-1, 1]) * log_uniform(r, 1e-3, 1e5)
    elif kind == "equatorial":
        lat1 = r.choice([0.0, 0.0, log_uniform(r, 1e-300, 1e-6)])
        azi1 = r.choice([-90.0, 90.0]) + r.choice(
            [0.0, 0.0, r.choice([-1, 1]) * log_uniform(r, 1e-13, 1e-3)]
        )
        s12 = r.uniform(-4e7, 4e7)
    elif kind == "meridional":
        azi1 = r.choice([0.0, 180.0, -180.0, 1e-300, -1e-14])
        s12 = r.uniform(-4e7, 4e7)
        lat1 = r.choice([lat1, 0.0, 1e-10, 45.0])
    elif kind == "wrapped":
        lon1 += 360 * r.randint(-3, 3)
        azi1 += 360 * r.randint(-2, 2)
    elif kind == "zero":
        s12, lat1 = 0.0, r.choice([lat1, 0.0, 90.0, -90.0, 1e-300])
        lon1 = r.choice([lon1, 0.0, 180.0, -180.0, 540.0])
    return lat1, lon1, azi1, s12


def direct_inputs() -> Iterator[tuple[str, tuple[float, float], Start]]:
    r = random.Random(7)
    for ell in ELLIPSOIDS:
        for kind in DIRECT_KINDS:
            for _ in range(8 if kind == "zero" else 60 if ell == WGS84 else 22):
                yield kind, ell, direct_input(kind, r, ell)


INTERPOLATE_KINDS = [
    "uniform",
    "short",
    "near_antipodal",
    "hard_antipodal",
    "meridional",
    "equatorial",
]
FRACTIONS = [0.0, 0.25, 0.5, 0.75, 1.0, -0.5, 1.5]


def interpolate_inputs() -> Iterator[tuple[str, tuple[float, float], tuple[float, ...]]]:
    r = random.Random(1855)
    for ell in ELLIPSOIDS:
        for kind in INTERPOLATE_KINDS:
            for fraction in FRACTIONS * 2:
                yield kind, ell, (*INVERSE_KINDS[kind](r, ell), fraction)


def split(x: object) -> tuple[float, float]:
    """A number as the sum of two doubles, rounded and the rest."""
    high = float(x)  # type: ignore[arg-type]
    return high, float(mp.mpf(x) - mp.mpf(high)) if math.isfinite(high) else 0.0
