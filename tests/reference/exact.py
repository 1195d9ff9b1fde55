"""Geodesics, rhumb lines and Cartesian coordinates in arbitrary precision.

Everything here is slow, plain and independent of the kernels: integrals by Gauss-Legendre
quadrature of the defining integrands, no series in the flattening, roots by guarded Newton
iteration at 60 digits or more. Arguments and results are degrees and metres, as in the library;
arcs and angles inside are radians. Inputs are exact doubles.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, NamedTuple

from mpmath import mp

Real = Any  # an mpmath.mpf; mpmath is not typed
NODES = 52  # leaves less than 1e-45 for |f| <= 1/50 over an arc of pi
DIGITS = 60


@cache
def gauss_legendre(n: int, prec: int) -> list[tuple[Real, Real]]:
    """Nodes and weights on [-1, 1], by Newton iteration on the Legendre polynomial."""
    rule = []
    with mp.workprec(prec + 20):
        for i in range(1, n + 1):
            x = mp.cos(mp.pi * (i - mp.mpf(1) / 4) / (n + mp.mpf(1) / 2))
            for _ in range(60):
                p0, p1 = mp.mpf(1), x
                for k in range(2, n + 1):
                    p0, p1 = p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k
                slope = n * (x * p1 - p0) / (x * x - 1)
                step = p1 / slope
                x -= step
                if abs(step) < mp.mpf(2) ** (-prec - 10):
                    break
            rule.append((+x, 2 / ((1 - x * x) * slope * slope)))
    return rule


def sincosd(x: float | Real) -> tuple[Real, Real]:
    """Sine and cosine of an angle in degrees, exact at multiples of 90."""
    x = mp.mpf(x)
    quarter = int(mp.nint(x / 90))
    r = (x - 90 * quarter) * mp.pi / 180
    s, c = mp.sin(r), mp.cos(r)
    return [(s, c), (c, -s), (-s, -c), (-c, s)][quarter % 4]


def atan2d(y: Real, x: Real) -> Real:
    """Direction of (x, y) in degrees, exact on the axes."""
    if y == 0:
        return mp.mpf(0) if x >= 0 else mp.mpf(180)
    if x == 0:
        return mp.mpf(90) if y > 0 else mp.mpf(-90)
    return mp.atan2(y, x) * 180 / mp.pi


def reduced(lat: float | Real, f: Real) -> tuple[Real, Real]:
    """Sine and cosine of the reduced latitude, tan(beta) = (1 - f) tan(phi)."""
    s, c = sincosd(lat)
    s = s * (1 - f)
    h = mp.hypot(s, c)
    return s / h, c / h


def wrap(x: Real) -> Real:
    """The angle x (degrees) modulo 360 in (-180, 180]."""
    x = mp.mpf(x)
    return x - 360 * mp.ceil((x - 180) / 360)


def lon_difference(lon1: float, lon2: float) -> tuple[Real, int]:
    """The shortest way from lon1 to lon2: its size in degrees, and its direction.

    Where both ways are equal, and where there is none, the sign of lon2 - lon1 in doubles decides,
    signed zeros included (as in GeographicLib's AngDiff).
    """
    d = wrap(mp.mpf(lon2) - mp.mpf(lon1))
    if d in (0, 180):
        return d, 1 if math.copysign(1, lon2 - lon1) > 0 else -1
    return abs(d), 1 if d > 0 else -1


class Integrals(NamedTuple):
    """The three integrals between two arcs: length, longitude, reduced length."""

    i1: Real
    i3: Real
    j: Real


def integrals(sigma1: Real, sigma2: Real, k2: Real, f: Real, nodes: int = NODES) -> Integrals:
    """Quadrature between two arcs (radians from the node); C. F. F. Karney, J. Geodesy 87 (2013),
    eqs. 7, 8, 40.
    """
    zero = mp.mpf(0)
    if sigma1 == sigma2:
        return Integrals(zero, zero, zero)
    pieces = max(1, math.ceil(float(abs(sigma2 - sigma1)) / 3.3))
    half = (sigma2 - sigma1) / (2 * pieces)
    i1 = i3 = j = zero
    for piece in range(pieces):
        mid = sigma1 + (2 * piece + 1) * half
        for x, w in gauss_legendre(nodes, 220):
            s = mp.sin(mid + half * x)
            q = k2 * s * s
            r = mp.sqrt(1 + q)
            i1 += w * r
            i3 += w * (2 - f) / (1 + (1 - f) * r)
            j += w * q / r
    return Integrals(i1 * half, i3 * half, j * half)


class Line(NamedTuple):
    """One geodesic between two points, as its arcs."""

    s12: Real
    lam12: Real
    salp2: Real
    calp2: Real
    m12: Real
    scale12: Real
    scale21: Real


def finish(
    a: Real, f: Real, sig1: Real, sig2: Real, k2: Real, nodes: int = NODES
) -> tuple[Integrals, Real, Real, Real]:
    """Integrals, m12, M12 and M21 between two arcs; Karney (2013), eqs. 38 and 39."""
    b = a * (1 - f)
    part = integrals(sig1, sig2, k2, f, nodes)
    s1, c1, s2, c2 = mp.sin(sig1), mp.cos(sig1), mp.sin(sig2), mp.cos(sig2)
    r1, r2 = mp.sqrt(1 + k2 * s1 * s1), mp.sqrt(1 + k2 * s2 * s2)
    m12 = b * (r2 * c1 * s2 - r1 * s1 * c2 - c1 * c2 * part.j)
    c12 = mp.cos(sig2 - sig1)
    t = k2 * (s2 - s1) * (s2 + s1) / (r1 + r2)
    scale12 = c12 + (t * s2 - c2 * part.j) * s1 / r1
    scale21 = c12 - (t * s1 - c1 * part.j) * s2 / r2
    return part, m12, scale12, scale21


def to_parallel(a: Real, f: Real, b1: Any, b2: Any, alp1: Real, nodes: int = NODES) -> Line:
    """The geodesic from point 1 at azimuth alp1 (radians) to its first northward crossing of the
    second parallel.

    Reduced latitudes are (sin, cos) with sin(beta1) <= 0 and abs(beta2) <= abs(beta1).
    """
    (sb1, cb1), (sb2, cb2) = b1, b2
    if alp1 == 0:
        sa1, ca1 = mp.mpf(0), mp.mpf(1)
    elif alp1 is PI:
        sa1, ca1 = mp.mpf(0), mp.mpf(-1)
    else:
        sa1, ca1 = mp.sin(alp1), mp.cos(alp1)
    sa0 = sa1 * cb1
    ca02 = ca1 * ca1 + (sa1 * sb1) ** 2
    sa2 = sa0 / cb2
    x1 = ca1 * cb1
    x2 = mp.sqrt(x1 * x1 + (sb1 - sb2) * (sb1 + sb2)) if abs(sb1) != abs(sb2) else abs(x1)
    sig1, om1 = mp.atan2(sb1, x1), mp.atan2(sa0 * sb1, x1)
    if x1 < 0 and sb1 == 0:
        sig1, om1 = -mp.pi, -mp.pi
    elif x1 < 0 and sa0 == 0:
        om1 = -mp.pi
    sig2, om2 = mp.atan2(sb2, x2), mp.atan2(sa0 * sb2, x2)
    k2 = ca02 * f * (2 - f) / (1 - f) ** 2
    part, m12, scale12, scale21 = finish(a, f, sig1, sig2, k2, nodes)
    lam12 = om2 - om1 - f * sa0 * part.i3
    return Line(a * (1 - f) * part.i1, lam12, sa2, x2 / cb2, m12, scale12, scale21)


PI = object()  # the azimuth of 180 degrees, exactly


def solve_azimuth(
    a: Real, f: Real, b1: Any, b2: Any, lam12: Real, scale: Real
) -> tuple[Real, Line]:
    """The azimuth whose first crossing of the second parallel lies at longitude lam12, by guarded
    Newton iteration.

    lam12(alp1) grows with alp1 on (0, pi) along shortest geodesics, its slope is m12 / (a cos(alp2)
    cos(beta2)).
    """
    (sb1, cb1), (sb2, cb2) = b1, b2
    low, high = mp.mpf(0), +mp.pi
    if sb1 == 0:
        low = mp.pi / 2
    spread = mp.sqrt(1 - f * (2 - f) * ((cb1 + cb2) / 2) ** 2)
    om12 = min(lam12 / spread, mp.pi - (mp.pi - lam12) * mp.mpf(0.05))
    alp1 = mp.atan2(cb2 * mp.sin(om12), cb1 * sb2 - sb1 * cb2 * mp.cos(om12))
    if not low < alp1 < high:
        alp1 = (low + high) / 2
    nodes, tolerance, floor = 24, mp.mpf(10) ** -9, mp.mpf(10) ** (8 - mp.dps)
    for _ in range(4000):
        line = to_parallel(a, f, b1, b2, alp1, nodes)
        miss = line.lam12 - lam12
        # A prolate ellipsoid has lam12 > pi beyond the conjugate point: those lines are too far
        # east as well.
        if miss > 0 or line.m12 < 0:
            high = alp1
        elif miss < 0:
            low = alp1
        slope = line.m12 / (a * line.calp2 * cb2) if line.calp2 != 0 else mp.mpf(0)
        step = -miss / slope if slope > 0 else None
        size = min(alp1, mp.pi - alp1, abs(alp1 - mp.pi / 2) or mp.pi)
        if step is not None and abs(step) <= max(tolerance * size, floor):
            if nodes == NODES and abs(step) <= max(mp.mpf(10) ** -40 * size, floor):
                return alp1, line
            nodes = NODES
            low, high = max(low - abs(step), mp.mpf(0)), min(high + abs(step), +mp.pi)
            alp1 += step
            continue
        trial = alp1 + step if step is not None else None
        alp1 = trial if trial is not None and low < trial < high else (low + high) / 2
    raise ArithmeticError(f"no convergence: {b1} {b2} {mp.nstr(lam12, 25)} {f}")


class Inverse(NamedTuple):
    """A shortest geodesic. Azimuths are degrees, forward at both ends, as mpf or (for signed zeros)
    float.
    """

    s12: Real
    azi1: Any
    azi2: Any
    m12: Real
    M12: Real
    M21: Real


def azimuth(s: Real, c: Real, s_sign: int, c_sign: int) -> Any:
    """Azimuth of (sin, cos), signed zeros and half turns included."""
    if s == 0:
        return math.copysign(0.0 if c * c_sign > 0 else 180.0, s_sign)
    return atan2d(s * s_sign, c * c_sign)


def working_digits(*scales: Real) -> int:
    """Decimal digits that keep 60 good ones through the cancellations at these scales."""
    small = min((abs(x) for x in scales if x != 0), default=mp.mpf(1))
    return DIGITS + int(max(0.0, -2.2 * float(mp.log10(small))) if small < 1e-10 else 0)


def inverse(a: float, f: float, lat1: float, lon1: float, lat2: float, lon2: float) -> Inverse:
    """The shortest geodesic between two points, conventions of GeographicLib where it is not
    unique.
    """
    with mp.workdps(1000):
        lon12, lon_sign = lon_difference(lon1, lon2)
        y1, y2 = mp.mpf(lat1), mp.mpf(lat2)
        digits = working_digits(
            lon12, 180 - lon12, y1, y2, y1 - y2, y1 + y2, 90 - abs(y1), 90 - abs(y2)
        )
    with mp.workdps(digits):
        ax, fx = mp.mpf(a), mp.mpf(f)
        swap = 1
        p1, p2 = lat1, lat2
        if abs(p1) < abs(p2) or math.isnan(p2):
            swap = -1
            lon_sign = -lon_sign
            p1, p2 = p2, p1
        lat_sign = 1 if math.copysign(1, p1) < 0 else -1
        b1, b2 = reduced(p1 * lat_sign, fx), reduced(p2 * lat_sign, fx)
        lam12 = lon12 * mp.pi / 180
        slam, clam = sincosd(lon12)
        result = canonical_inverse(ax, fx, b1, b2, p1 * lat_sign, p2 * lat_sign, lam12, slam, clam)
        line, salp1, calp1, salp2, calp2 = result
        scale12, scale21 = line.scale12, line.scale21
        if swap < 0:
            salp1, salp2, calp1, calp2 = salp2, salp1, calp2, calp1
            scale12, scale21 = scale21, scale12
        azi1 = azimuth(salp1, calp1, swap * lon_sign, swap * lat_sign)
        azi2 = azimuth(salp2, calp2, swap * lon_sign, swap * lat_sign)
        # Two lines to opposite sides tie within any rounding: no direction is right.
        tie = 180 - lon12 < 1e-15 and 0 < abs(y1 + y2) < 1e-15 and f > 0
        if tie or (lon12 == 180 and f < 0 and abs(lat1) == 90 and lat2 == -lat1):
            azi1 = azi2 = math.nan
        return Inverse(line.s12, azi1, azi2, line.m12, scale12, scale21)


def canonical_inverse(
    a: Real,
    f: Real,
    b1: Any,
    b2: Any,
    lat1: float,
    lat2: float,
    lam12: Real,
    slam: Real,
    clam: Real,
) -> tuple[Line, Real, Real, Real, Real]:
    """Solve with lat1 <= 0, abs(lat2) <= -lat1, 0 <= lam12 <= pi: line, then sin and cos of both
    azimuths.
    """
    zero, one = mp.mpf(0), mp.mpf(1)
    if lat1 == -90:  # any azimuth: head for the target's meridian, arrive northward
        line = (
            to_parallel(a, f, (-one, zero), (b2[0], b2[1] or one), zero)
            if lat2 != 90
            else pole_to_pole(a, f)
        )
        return line, slam, clam, zero, one
    if lam12 == 0 or slam == 0:
        if lam12 == 0:
            line = to_parallel(a, f, b1, b2, zero)
            return line, zero, one, zero, one
        line = to_parallel(a, f, b1, b2, PI)
        if f >= 0 or line.m12 >= 0:
            return line, zero, -one, zero, one
    if lat1 == 0 and (f <= 0 or lam12 <= (1 - f) * mp.pi):
        arc = lam12 / (1 - f)
        line = Line(
            a * lam12, lam12, one, zero, a * (1 - f) * mp.sin(arc), mp.cos(arc), mp.cos(arc)
        )
        return line, one, zero, one, zero
    alp1, line = solve_azimuth(a, f, b1, b2, lam12, one)
    if line.m12 < 0:
        raise ArithmeticError("past the conjugate point")
    return line, mp.sin(alp1), mp.cos(alp1), line.salp2, line.calp2


def pole_to_pole(a: Real, f: Real) -> Line:
    """Half a meridian."""
    k2 = f * (2 - f) / (1 - f) ** 2
    part, m12, scale12, scale21 = finish(a, f, -mp.pi / 2, mp.pi / 2, k2)
    return Line(a * (1 - f) * part.i1, mp.mpf(0), mp.mpf(0), mp.mpf(1), m12, scale12, scale21)


class Direct(NamedTuple):
    """The end of a geodesic, degrees."""

    lat2: Real
    lon2: Real
    azi2: Real


def direct(a: float, f: float, lat1: float, lon1: float, azi1: float, s12: float) -> Direct:
    """Follow a geodesic for s12 metres (either sign, any length); lon2 in (-180, 180].

    A start at a pole is the limit of starts on the meridian lon1 (as in GeographicLib): the line
    leaves the north pole along lon1 + 180 - azi1, the south pole along lon1 + azi1.
    """
    with mp.workdps(1000):
        y1 = mp.mpf(lat1)
        digits = working_digits(y1, 90 - abs(y1), wrap(azi1), mp.mpf(s12) / a) + 20
    with mp.workdps(min(digits, 800)):
        ax, fx = mp.mpf(a), mp.mpf(f)
        b = ax * (1 - fx)
        sb1, cb1 = reduced(lat1, fx)
        if s12 == 0:
            return Direct(mp.mpf(lat1), wrap(lon1), wrap(azi1))
        if cb1 == 0:
            cb1 = mp.mpf(10) ** -70
            sb1 = mp.sqrt(1 - cb1 * cb1) * mp.sign(sb1)
        sa1, ca1 = sincosd(azi1)
        sa0 = sa1 * cb1
        ca0 = mp.hypot(ca1, sa1 * sb1)
        if sb1 == 0 and ca1 == 0:
            lon2 = wrap(mp.mpf(lon1) + sa1 * mp.mpf(s12) / ax * 180 / mp.pi)
            return Direct(mp.mpf(0), lon2, wrap(azi1))
        k2 = ca0 * ca0 * fx * (2 - fx) / (1 - fx) ** 2
        sig1 = mp.atan2(sb1, ca1 * cb1)
        om1 = mp.atan2(sa0 * sb1, ca1 * cb1)
        whole = integrals(mp.mpf(0), +mp.pi, k2, fx)
        turns = int(mp.nint(mp.mpf(s12) / b / whole.i1))
        rest = mp.mpf(s12) / b - turns * whole.i1
        delta = rest * mp.pi / whole.i1
        for _ in range(60):
            part = integrals(sig1, sig1 + delta, k2, fx)
            step = (rest - part.i1) / mp.sqrt(1 + k2 * mp.sin(sig1 + delta) ** 2)
            delta += step
            if abs(step) <= max(mp.mpf(10) ** -35 * abs(delta), mp.mpf(10) ** (12 - mp.dps)):
                break
        else:
            raise ArithmeticError("no convergence in direct")
        part = integrals(sig1, sig1 + delta, k2, fx)
        sig2 = sig1 + delta + turns * mp.pi
        s2, c2 = mp.sin(sig2), mp.cos(sig2)
        sb2, cb2 = ca0 * s2, mp.hypot(sa0, ca0 * c2)
        om2 = mp.atan2(sa0 * s2, c2)
        lam12 = om2 - om1 - fx * sa0 * (part.i3 + turns * whole.i3)
        lat2 = mp.atan2(sb2, (1 - fx) * cb2) * 180 / mp.pi
        lon2 = wrap(mp.mpf(lon1) + lam12 * 180 / mp.pi)
        return Direct(lat2, lon2, atan2d(sa0, ca0 * c2))
