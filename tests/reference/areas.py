"""Areas under edges, along geodesics and along straight lines in longitude and latitude.

An edge's area is the one between it and the meridians of its ends up to a pole, the northern one
unless the edge's middle lies south: positive if the pole is to the left. It is the integral of what
lies poleward per radian, in closed form, over the longitude: by Gauss-Legendre quadrature, with no
series and no spherical excess.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import exact
from mpmath import mp

if TYPE_CHECKING:
    from collections.abc import Callable

Real = Any  # an mpmath.mpf; mpmath is not typed


class Figure:
    """An ellipsoid by what its areas are made of."""

    def __init__(self, a: float, f: float) -> None:
        self.a, self.f = mp.mpf(a), mp.mpf(f)
        self.e2 = self.f * (2 - self.f)
        self.b2 = (self.a * (1 - self.f)) ** 2
        self.quarter = self.from_equator(mp.mpf(1))  # the square of the authalic radius

    def from_equator(self, s: Real) -> Real:
        """The area from the equator to the latitude of this sine, per radian of longitude."""
        if self.e2 == 0:
            return self.b2 * s
        e = mp.sqrt(abs(self.e2))
        arc = mp.atanh(e * s) / e if self.e2 > 0 else mp.atan(e * s) / e
        return self.b2 / 2 * (s / (1 - self.e2 * s * s) + arc)


def nearest_pole(lat1: float, lat2: float) -> int:
    return 1 if lat1 + lat2 >= 0 else -1


class EdgeArea(NamedTuple):
    """A geodesic edge: its length, reduced length and area, metres and square metres."""

    distance: Real
    m12: Real
    area: Real


def geodesic_edge(
    a: float, f: float, lat1: float, lon1: float, lat2: float, lon2: float
) -> EdgeArea:
    """The shortest geodesic; C. F. F. Karney, J. Geodesy 87 (2013), eqs. 5, 8 and 11 for its course
    on the auxiliary sphere.
    """
    line = exact.inverse(a, f, lat1, lon1, lat2, lon2)
    pole = nearest_pole(lat1, lat2)
    with mp.workdps(90):
        figure = Figure(a, f)
        lon12, sign = exact.lon_difference(lon1, lon2)
        lam12 = lon12 * sign * mp.pi / 180
        left = line.s12, line.m12
        if abs(lat1) == 90 or abs(lat2) == 90:
            end = lat1 if abs(lat1) == 90 else lat2  # along a meridian: nothing from that pole
            gap = 0 if end * pole > 0 else 2
            return EdgeArea(*left, pole * lam12 * gap * figure.quarter)
        (sb1, cb1), (sb2, cb2) = exact.reduced(lat1, figure.f), exact.reduced(lat2, figure.f)
        sa1, ca1 = exact.sincosd(line.azi1)
        ca2 = exact.sincosd(line.azi2)[1]
        s0 = sa1 * cb1
        if s0 == 0 or lon12 == 0:
            return EdgeArea(*left, mp.mpf(0))  # over the nearest pole, if over one
        if sb1 == 0 and sb2 == 0 and ca1 == 0:
            return EdgeArea(*left, pole * lam12 * figure.quarter)
        start, end = mp.atan2(sb1, ca1 * cb1), mp.atan2(sb2, ca2 * cb2)
        if end < start:
            end += 2 * mp.pi
        return EdgeArea(*left, pole * lam12 * figure.quarter - under(figure, s0, start, end))


def under(figure: Figure, s0: Real, start: Real, end: Real) -> Real:
    """The area between the edge and the equator, eastward and in the north positive.

    In either hemisphere the integrand counts from its own pole, where the longitude's rate and the
    rest both lean on the squared distance from the axis: it is smooth even next to the pole.
    """
    c0 = mp.sqrt(1 - s0 * s0)
    k2 = c0 * c0 * figure.e2 / (1 - figure.f) ** 2
    cuts = [start, *(x for x in (mp.mpf(0), +mp.pi, 2 * mp.pi) if start < x < end), end]
    total = mp.mpf(0)
    for low, high in pairwise(cuts):
        side = mp.sign(mp.sin((low + high) / 2))
        rest = mp.mpf(0)
        middle, half = (low + high) / 2, (high - low) / 2
        for x, w in exact.gauss_legendre(exact.NODES, 220):
            sb = c0 * mp.sin(middle + half * x)
            root = mp.sqrt(1 + k2 / (c0 * c0) * sb * sb) if c0 != 0 else mp.mpf(1)
            s = sb / ((1 - figure.f) * root)
            axis = 1 - sb * sb
            rate = s0 / axis - figure.f * s0 * (2 - figure.f) / (1 + (1 - figure.f) * root)
            rest += w * half * rate * (figure.quarter - figure.from_equator(abs(s)))
        turn = longitude(figure, s0, c0, k2, low, high)
        total += side * (figure.quarter * turn - rest)
    return total


def longitude(figure: Figure, s0: Real, c0: Real, k2: Real, low: Real, high: Real) -> Real:
    """The longitude from one arc to another, at most half a turn on."""
    omega = [mp.atan2(s0 * mp.sin(x), mp.cos(x)) for x in (low, high)]
    step = omega[1] - omega[0]
    tiny = mp.mpf(10) ** -60
    if (s0 > 0 and step < -tiny) or (s0 < 0 and step > tiny):
        step += 2 * mp.pi * mp.sign(s0)
    return step - figure.f * s0 * exact.integrals(low, high, k2, figure.f).i3


class PlanarEdge(NamedTuple):
    """A straight line in longitude and latitude: its length and area."""

    length: Real
    area: Real


def planar_edge(
    a: float, f: float, lat1: float, lon1: float, lat2: float, lon2: float
) -> PlanarEdge:
    """Longitudes as they are: from 179 to -179 the long way."""
    pole = nearest_pole(lat1, lat2)
    with mp.workdps(60):
        figure = Figure(a, f)
        y1, y2 = mp.mpf(lat1), mp.mpf(lat2)
        lam12 = (mp.mpf(lon2) - mp.mpf(lon1)) * mp.pi / 180
        rise = (y2 - y1) * mp.pi / 180

        def poleward(t: Real) -> Real:
            s, _ = exact.sincosd(y1 + (y2 - y1) * t)
            return figure.quarter - figure.from_equator(pole * s)

        def speed(t: Real) -> Real:
            s, c = exact.sincosd(y1 + (y2 - y1) * t)
            q = 1 - figure.e2 * s * s
            north = (1 - figure.e2) / (q * mp.sqrt(q)) * rise
            return figure.a * mp.hypot(north, c / mp.sqrt(q) * lam12)

        zero, one = mp.mpf(0), mp.mpf(1)
        area = pole * lam12 * bisected(poleward, zero, one) if lam12 != 0 else zero
        return PlanarEdge(bisected(speed, zero, one), area)


def bisected(function: Callable[[Real], Real], low: Real, high: Real) -> Real:
    """The integral, halves of an interval taken apart until they add up to the whole."""

    def rule(low: Real, high: Real) -> Real:
        middle, half = (low + high) / 2, (high - low) / 2
        points = exact.gauss_legendre(30, 220)
        return half * mp.fsum(w * function(middle + half * x) for x, w in points)

    def refined(low: Real, high: Real, whole: Real, depth: int) -> Real:
        middle = (low + high) / 2
        halves = rule(low, middle), rule(middle, high)
        if abs(halves[0] + halves[1] - whole) <= mp.mpf(10) ** -24 or depth == 0:
            return halves[0] + halves[1]
        return refined(low, middle, halves[0], depth - 1) + refined(
            middle, high, halves[1], depth - 1
        )

    return refined(low, high, rule(low, high), 120)
