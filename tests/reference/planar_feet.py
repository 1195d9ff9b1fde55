"""Points and edges that are straight in longitude and latitude: inputs, and the nearest point of
the edge. Deterministic; inputs are exact doubles.

All minima of the distance along the edge are found by many samples and golden section in double
precision (GeographicLib); the least, and what is within a micrometre of it, by the secant method
on the derivative of half the square of the distance, in arbitrary precision. Its second derivative
is a difference: no formula for the curvature of the edge is used.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any, NamedTuple

import exact
from geographiclib.geodesic import Geodesic
from mpmath import mp
from pairs import latitude, log_uniform
from segments import FLATTENINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    Ellipsoid = tuple[float, float]
    Case = tuple[float, ...]

SAMPLES = 240
GOLDEN = (math.sqrt(5) - 1) / 2


class Foot(NamedTuple):
    """The nearest point of an edge. `gap`: how much farther the next best minimum is; `bend`: the
    second derivative of half the square of the distance along the edge, small where the foot is
    hard to find; `speed`: metres along the edge for its whole, there.
    """

    distance: Any
    fraction: Any
    gap: float
    bend: float
    speed: float


class Edge:
    """Positions by the fraction of the edge."""

    def __init__(self, ell: Ellipsoid, lat1: float, lon1: float, lat2: float, lon2: float) -> None:
        self.ell, self.ends = ell, (lat1, lon1, lat2, lon2)
        self.doubles = Geodesic(*ell)

    def at(self, t: Any) -> tuple[Any, Any]:
        lat1, lon1, lat2, lon2 = self.ends if isinstance(t, float) else map(mp.mpf, self.ends)
        return lat1 + t * (lat2 - lat1), lon1 + t * (lon2 - lon1)

    def distance(self, t: float, lat: float, lon: float) -> float:
        y, x = self.at(t)
        y = min(max(y, -90.0), 90.0)
        return self.doubles.Inverse(y, x, lat, lon, Geodesic.DISTANCE)["s12"]

    def slope(self, t: Any, lat: float, lon: float) -> tuple[Any, Any, Any]:
        """The distance, the derivative of half its square, and the speed."""
        a, f = map(mp.mpf, self.ell)
        lat1, lon1, lat2, lon2 = map(mp.mpf, self.ends)
        y, x = self.at(mp.mpf(t))
        found = exact.inverse(*self.ell, y, x, lat, lon)
        sine, cosine = mp.sin(mp.radians(y)), mp.cos(mp.radians(y))
        root = mp.sqrt(1 - f * (2 - f) * sine**2)
        north = a * (1 - f) ** 2 / root**3 * mp.radians(lat2 - lat1)
        east = a / root * cosine * mp.radians(lon2 - lon1)
        s, c = exact.sincosd(mp.mpf(found.azi1))
        return found.s12, -found.s12 * (north * c + east * s), mp.hypot(north, east)


def golden(edge: Edge, lat: float, lon: float, low: float, high: float) -> tuple[float, float]:
    """A minimum between two places: the place and its distance."""
    for _ in range(60):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if edge.distance(left, lat, lon) < edge.distance(right, lat, lon):
            high = right
        else:
            low = left
    t = 0.5 * (low + high)
    return t, edge.distance(t, lat, lon)


def minima(edge: Edge, lat: float, lon: float) -> list[tuple[float, float]]:
    places = [k / SAMPLES for k in range(SAMPLES + 1)]
    found = [edge.distance(t, lat, lon) for t in places]
    best = min(found)
    seen = []
    for k, value in enumerate(found):
        before, behind = max(k - 1, 0), min(k + 1, SAMPLES)
        is_least = value <= found[before] and value <= found[behind]
        # no minimum is below its samples by more than their step
        step = abs(found[behind] - found[before]) + edge.distance(
            places[before], *edge.at(places[k])
        )
        if is_least and value - step <= best:
            seen.append(golden(edge, lat, lon, places[before], places[behind]))
            seen.extend(
                (t, edge.distance(t, lat, lon)) for t in (0.0, 1.0) if abs(t - places[k]) < 0.01
            )
    return sorted(seen, key=lambda each: each[1])


def refine(edge: Edge, lat: float, lon: float, t: float) -> tuple[Any, Any, Any, Any]:
    """The distance, place, bend and speed of the minimum next to a place."""
    for end, sign in ((0.0, 1), (1.0, -1)):
        if abs(t - end) < 1e-6:
            distance, slope, speed = edge.slope(end, lat, lon)
            if slope * sign >= 0:
                return distance, mp.mpf(end), mp.mpf(1), speed
    # towards the middle, for beyond its ends an edge may leave the ellipsoid
    width = mp.mpf(10) ** -7
    last, place = mp.mpf(t) + (width if t < 0.5 else -width), mp.mpf(t)
    _, last_slope, _ = edge.slope(last, lat, lon)
    for _ in range(40):
        distance, slope, speed = edge.slope(place, lat, lon)
        if (place == 0 and slope >= 0) or (place == 1 and slope <= 0):
            return distance, place, mp.mpf(1), speed
        if slope == last_slope:
            return distance, place, mp.mpf(0), speed
        bend = (slope - last_slope) / (place - last)
        step = -slope / bend
        if abs(step * speed) < mp.mpf(10) ** -9:
            # half the square is a parabola here
            square = distance**2 - slope**2 / bend
            return mp.sqrt(max(square, 0)), place + step, bend / speed**2, speed
        last, last_slope = place, slope
        place = min(max(place + step, mp.mpf(0)), mp.mpf(1))
    raise ArithmeticError("no convergence of a foot")


def foot(a: float, f: float, *places: float) -> Foot:
    """The point of the edge (lat1, lon1, lat2, lon2) nearest to (lat, lon)."""
    *ends, lat, lon = places
    edge = Edge((a, f), *ends)
    found = minima(edge, lat, lon)
    best = found[0][1]
    near = [refine(edge, lat, lon, t) for t, d in found if d <= best + 1e-6]
    distance, t, bend, speed = min(near, key=lambda each: each[0])
    others = [d - best for place, d in found if abs(place - float(t)) * float(speed) > 1e-1]
    return Foot(distance, t, min(others, default=1e9), float(bend), float(speed))


def random_edge(kind: str, r: random.Random) -> Case:
    lat, lon, side = latitude(r), r.uniform(-180, 180), r.choice([-1, 1])
    if kind == "parallel":
        return lat, lon, lat, lon + side * log_uniform(r, 1e-2, 300)
    if kind == "meridian":
        return lat, lon, min(max(lat + r.uniform(-50, 50), -90.0), 90.0), lon
    if kind == "polar":
        ends = [side * (90 - log_uniform(r, 1e-6, 10)) for _ in range(2)]
        return ends[0], lon, ends[r.randrange(2)], r.uniform(-180, 180)
    if kind == "to_pole":
        return side * r.uniform(50, 89.9), lon, side * 90.0, r.uniform(-180, 180)
    if kind == "wide":
        return lat, -r.uniform(90, 180), latitude(r), r.uniform(90, 200)
    size = log_uniform(r, 1e-8, 1e-3) if kind == "tiny" else log_uniform(r, 1e-2, 40)
    end = min(max(lat + size * r.uniform(-1, 1), -90.0), 90.0)
    return lat, lon, end, lon + size * r.uniform(-2, 2)


KINDS = ["parallel", "meridian", "diagonal", "polar", "to_pole", "wide", "tiny"]


def case(kind: str, r: random.Random, ell: Ellipsoid) -> Case:
    ends = random_edge(kind, r)
    if r.random() < 0.25:
        return *ends, latitude(r), r.uniform(-180, 180)
    y, x = Edge(ell, *ends).at(r.uniform(-0.1, 1.1))
    y = min(max(y, -90.0), 90.0)
    away = log_uniform(r, 1e-9, 1e-3) if r.random() < 0.2 else log_uniform(r, 1, 3e6)
    end = Geodesic(*ell).Direct(y, x, r.uniform(-180, 180), away)
    return *ends, end["lat2"], end["lon2"]


def inputs() -> Iterator[tuple[str, Ellipsoid, Case]]:
    r = random.Random(7946)
    for f in FLATTENINGS:
        for kind in KINDS:
            for _ in range(25):
                ell = (6378137.0, f)
                yield kind, ell, case(kind, r, ell)
