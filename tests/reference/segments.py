"""Points and geodesic edges: inputs, and the nearest point of the edge; pairs of edges, and where
the geodesics that they are part of meet. Deterministic; inputs are exact doubles.

The nearest point is a minimum of the distance along the edge. All minima are found by many
samples and Newton iteration in double precision (GeographicLib); the least, and what is within a
micrometre of it, by Newton iteration on the derivative of half the square of the distance, in
arbitrary precision.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any, NamedTuple

import exact
from geographiclib.geodesic import Geodesic
from mpmath import mp
from pairs import Pair, latitude, log_uniform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Ellipsoid = tuple[float, float]
    Case = tuple[float, ...]

FLATTENINGS = [1 / 298.257223563, 1 / 150, -1 / 150, 1 / 50, -1 / 50, 0.0]
SAMPLES = 96
NEAR = 40e3
NEAR_STRONG = 30e3  # for flattenings above 1/290
SMALLEST = 1e-9  # metres; nearer than this, the distance is what counts, not the foot


class Foot(NamedTuple):
    """The nearest point of an edge. `gap`: how much farther the next best minimum is; `scale`: the
    geodesic scale M12 there, small where the foot is hard to find; `length`, `m12`: of the edge.
    """

    distance: Any
    fraction: Any
    gap: float
    scale: float
    length: float
    m12: float


class Curve:
    """An edge: positions by their distance from its first end."""

    def __init__(self, ell: Ellipsoid, lat1: float, lon1: float, lat2: float, lon2: float) -> None:
        self.ell, self.first, self.last = ell, (lat1, lon1), (lat2, lon2)
        self.line = exact.inverse(*ell, lat1, lon1, lat2, lon2)
        self.length = self.line.s12
        self.doubles = Geodesic(*ell)
        self.double_line = self.doubles.Line(lat1, lon1, float(self.line.azi1))

    def at(self, s: Any) -> tuple[Any, Any, Any]:
        if s == 0:
            return (*self.first, self.line.azi1)
        if s == self.length:
            return (*self.last, self.line.azi2)
        return tuple(exact.direct(*self.ell, *self.first, self.line.azi1, s))

    def to(self, s: Any, lat: Any, lon: Any) -> tuple[Any, Any, Any, Any]:
        """The distance to a point, the slope and curvature of half its square, and the scale."""
        y, x, azi = self.at(s)
        found = exact.inverse(*self.ell, y, x, lat, lon)
        sine, cosine = exact.sincosd(mp.mpf(found.azi1) - azi)
        bend = found.s12 * found.M12 / found.m12 if found.m12 else mp.mpf(1)
        return found.s12, -found.s12 * cosine, cosine**2 + sine**2 * bend, found.M12

    def in_doubles(self, s: float, lat: float, lon: float) -> tuple[float, float, float]:
        at = self.double_line.Position(s)
        found = self.doubles.Inverse(at["lat2"], at["lon2"], lat, lon, Geodesic.ALL)
        gamma = math.radians(found["azi1"] - at["azi2"])
        bend = found["s12"] * found["M12"] / found["m12"] if found["m12"] else 1.0
        slope = -found["s12"] * math.cos(gamma)
        return found["s12"], slope, math.cos(gamma) ** 2 + math.sin(gamma) ** 2 * bend


def minima(curve: Curve, lat: float, lon: float) -> Iterator[tuple[float, float]]:
    """The minima of the distance along an edge, in double precision: places and distances."""
    length = float(curve.length)
    places = [length * k / SAMPLES for k in range(SAMPLES + 1)] if length else [0.0]
    found = [curve.in_doubles(s, lat, lon)[0] for s in places]
    last = len(places) - 1
    for k in range(last + 1):
        before, behind = max(k - 1, 0), min(k + 1, last)
        if found[k] <= found[before] and found[k] <= found[behind]:
            low, s, high = places[before], places[k], places[behind]
            for _ in range(80):
                _, slope, bend = curve.in_doubles(s, lat, lon)
                low, high = (s, high) if slope < 0 else (low, s)
                trial = min(max(s - slope / bend, 0.0), length) if bend > 0 else math.nan
                trial = trial if low <= trial <= high else (low + high) / 2
                if abs(trial - s) < 1e-9:
                    break
                s = trial
            yield s, curve.in_doubles(s, lat, lon)[0]


def refine(curve: Curve, lat: float, lon: float, s: Any) -> tuple[Any, Any, Any]:
    """The distance, place and scale of the minimum next to a place, in arbitrary precision."""
    length = float(curve.length)
    at_end = s < 1e-6 or s > length - 1e-6
    s = mp.mpf(0) if s < 1e-6 else curve.length if at_end else mp.mpf(s)
    for _ in range(40):
        distance, slope, bend, scale = curve.to(s, lat, lon)
        if (s == 0 and slope >= 0) or (s == curve.length and slope <= 0):
            return distance, s, scale
        step = -slope / bend
        if abs(step) < mp.mpf(10) ** -7:
            # half the square is a parabola here, but for 1e-20 m
            return mp.sqrt(max(distance**2 - slope**2 / bend, 0)), s + step, scale
        s = min(max(s + step, mp.mpf(0)), curve.length)
    raise ArithmeticError("no convergence of a foot")


def foot(a: float, f: float, *places: float) -> Foot:
    """The point of the edge (lat1, lon1, lat2, lon2) nearest to (lat, lon)."""
    lat1, lon1, lat2, lon2, lat, lon = places
    curve = Curve((a, f), lat1, lon1, lat2, lon2)
    found = sorted(minima(curve, lat, lon), key=lambda each: each[1])
    best = found[0]
    near = [refine(curve, lat, lon, s) for s, d in found if d <= best[1] + 1e-6]
    distance, s, scale = min(near, key=lambda each: each[0])
    others = [d - best[1] for place, d in found if abs(place - float(s)) > 1e-3]
    fraction = s / curve.length if curve.length else mp.mpf(0)
    gap = min(others, default=1e9)
    return Foot(distance, fraction, gap, float(scale), float(curve.length), float(curve.line.m12))


class Meeting(NamedTuple):
    """Where the geodesics of two edges meet, as fractions of both."""

    first: Any
    second: Any


def meeting(a: float, f: float, *places: float) -> Meeting:
    """Next to the middle of both edges (four points, latitude and longitude each)."""
    ell = (a, f)
    one, two = Curve(ell, *places[:4]), Curve(ell, *places[4:])
    s, t = one.length / 2, two.length / 2
    for _ in range(60):
        y1, x1, azi1 = one.at(s)
        y2, x2, azi2 = two.at(t)
        gap = exact.inverse(*ell, y1, x1, y2, x2)
        # in the plane at the first point, by azimuths from it
        turn = exact.sincosd(mp.mpf(azi2) - mp.mpf(gap.azi2))
        sine, cosine = exact.sincosd(mp.mpf(gap.azi1) - azi1)
        along, across = gap.s12 * cosine, gap.s12 * sine
        # the direction of the second geodesic there
        ds, dc = sine * turn[1] + cosine * turn[0], cosine * turn[1] - sine * turn[0]
        step_t = -across / ds
        step_s = along + step_t * dc
        s, t = s + step_s, t + step_t
        if abs(step_s) + abs(step_t) < mp.mpf(10) ** -18:
            return Meeting(s / one.length, t / two.length)
    raise ArithmeticError("no convergence of a meeting")


def offset(
    ell: Ellipsoid, pair: Pair, fraction: float, turn: float, distance: float
) -> tuple[float, float]:
    """A point about that far from an edge, at that angle to it."""
    g = Geodesic(*ell)
    line = g.InverseLine(*pair)
    at = line.Position(line.s13 * fraction)
    end = g.Direct(at["lat2"], at["lon2"], at["azi2"] + turn, distance)
    return end["lat2"], end["lon2"]


def from_point(r: random.Random, ell: Ellipsoid, lat: float, azi: float, length: float) -> Pair:
    lon = r.uniform(-180, 180)
    end = Geodesic(*ell).Direct(lat, lon, azi, length)
    return lat, lon, end["lat2"], end["lon2"]


def near_reach(f: float) -> float:
    return NEAR if abs(f) <= 1 / 290 else NEAR_STRONG


def near_length(r: random.Random) -> float:
    return r.choice([NEAR * r.uniform(0.5, 0.999), log_uniform(r, 10, NEAR)])


def near_case(kind: str, r: random.Random, ell: Ellipsoid) -> Case:
    lat, azi, length = latitude(r), r.uniform(-180, 180), near_length(r)
    reach = near_reach(ell[1])
    away = r.choice([reach * r.uniform(0.5, 0.999), log_uniform(r, 0.1, reach)])
    fraction = r.uniform(0, 1)
    if kind == "polar":
        lat = r.choice([-1, 1]) * (90 - log_uniform(r, 1e-9, 1.0))
    elif kind == "equator":
        lat, azi = r.uniform(-0.1, 0.1) * r.choice([0, 1]), r.choice([azi, 90.0, -90.0])
    elif kind == "meridian":
        azi = r.choice([0.0, 180.0])
    elif kind == "middle":
        lat = r.choice([-1, 1]) * r.uniform(40, 50)
    elif kind == "tiny":
        length = log_uniform(r, 1e-3, 10)
    elif kind == "beside":
        away = log_uniform(r, 1e-9, 1)
    elif kind == "ends":
        fraction = r.choice([-0.1, 1.1, 0.0, 1.0, 1e-9, 1 - 1e-9]) + r.uniform(-0.05, 0.05) / 10
    pair = from_point(r, ell, lat, azi, length)
    if kind == "vertex":
        return *pair, *(pair[:2] if r.random() < 0.5 else pair[2:])
    return *pair, *offset(ell, pair, fraction, r.choice([-90, 90]), away)


FAR = {
    "region": (4e4, 1e6, 2e6),
    "continent": (1e6, 5e6, 5e6),
    "ocean": (5e6, 1.9e7, 1e7),
    "near_antipodal": (1.9e7, 1.999e7, 1e7),
    "beside_long": (1e6, 1.9e7, 4e4),
}
FAR_KINDS = [*FAR, "shell", "antipode", "anywhere"]


def far_case(kind: str, r: random.Random, ell: Ellipsoid) -> Case:
    shortest, longest, away = FAR.get(kind, (5e6, 1.9e7, 0.0))
    pair = from_point(r, ell, latitude(r), r.uniform(-180, 180), r.uniform(shortest, longest))
    side, fraction = r.choice([-90, 90]), r.uniform(-0.1, 1.1)
    if kind == "shell":
        return *pair, *offset(ell, pair, fraction, side, 1.0e7 + r.uniform(-6e4, 6e4))
    if kind == "antipode":
        lat, lon = offset(ell, pair, r.random(), side, log_uniform(r, 10, 1e6))
        return *pair, -lat, lon + 180
    if kind == "anywhere":
        return *pair, latitude(r), r.uniform(-180, 180)
    return *pair, *offset(ell, pair, fraction, side, log_uniform(r, away / 1e6, away))


NEAR_KINDS = [
    "middle",
    "anywhere",
    "polar",
    "equator",
    "meridian",
    "tiny",
    "beside",
    "ends",
    "vertex",
]


def meeting_case(kind: str, r: random.Random, ell: Ellipsoid) -> Case:
    """The second edge runs through a point of the first, or ends a little before it."""
    longest = NEAR if kind == "near" else log_uniform(r, 4e4, 5e6)
    lat = r.choice([latitude(r), r.choice([-1, 1]) * r.uniform(89.8, 90)])
    pair = from_point(r, ell, lat, r.uniform(-180, 180), longest * r.uniform(0.1, 0.999))
    fraction, angle = r.uniform(0.02, 0.98), r.choice([-1, 1]) * log_uniform(r, 1e-2, 90)
    size = longest * log_uniform(r, 1e-3, 0.4)
    short = r.random() < 0.5
    begin = -log_uniform(r, 1e-8, 1e-2) if short else size * r.uniform(0.01, 1)
    first = offset(ell, pair, fraction, angle + 180, begin)
    last = offset(ell, pair, fraction, angle, size)
    return *pair, *first, *last


MEETING_KINDS = ["near", "far"]


def cases(
    seed: int, kinds: list[str], count: int, make: Callable[[str, random.Random, Ellipsoid], Case]
) -> Iterator[tuple[str, Ellipsoid, Case]]:
    r = random.Random(seed)
    for f in FLATTENINGS:
        for kind in kinds:
            for _ in range(count):
                ell = (6378137.0, f)
                yield kind, ell, make(kind, r, ell)


def near_inputs() -> Iterator[tuple[str, Ellipsoid, Case]]:
    return cases(1843, NEAR_KINDS, 19, near_case)


def far_inputs() -> Iterator[tuple[str, Ellipsoid, Case]]:
    return cases(1982, FAR_KINDS, 21, far_case)


def meeting_inputs() -> Iterator[tuple[str, Ellipsoid, Case]]:
    return cases(2024, MEETING_KINDS, 84, meeting_case)
