"""Earth-centred coordinates in arbitrary precision."""

from __future__ import annotations

from exact import Real, atan2d, sincosd
from mpmath import mp


def to_ecef(
    a: float, f: float, lat: float, lon: float, h: float, digits: int = 60
) -> tuple[Real, Real, Real]:
    """Cartesian coordinates of a point at a height above the ellipsoid."""
    with mp.workdps(digits):
        ax, fx, hx = mp.mpf(a), mp.mpf(f), mp.mpf(h)
        (s, c), (sl, cl) = sincosd(lat), sincosd(lon)
        n = ax / mp.sqrt(1 - fx * (2 - fx) * s * s)
        r = (n + hx) * c
        return r * cl, r * sl, ((1 - fx) ** 2 * n + hx) * s


def nearest_on_ellipse(long: Real, short: Real, u: Real, v: Real) -> tuple[Real, Real]:
    """The point nearest to (u, v) on the ellipse with these semiaxes; u, v >= 0, u along the longer
    one.

    D. Eberly, "Distance from a Point to an Ellipse": the largest root t of a decreasing convex
    function.
    """
    if v == 0:
        reach = long - short * short / long  # the cusp of the evolute
        if u < reach:
            x = long * long * u / (long * long - short * short)
            return x, short * mp.sqrt(1 - (x / long) ** 2)
        return long, mp.mpf(0)
    # Newton from the left of the root never overshoots. The unknown is t + short^2, which may be
    # tiny.
    gap = long * long - short * short
    w = max(short * v, long * u - gap)
    for _ in range(4000):
        p, q = long * u / (w + gap), short * v / w
        step = (p * p + q * q - 1) / (2 * (p * p / (w + gap) + q * q / w))
        w += step
        if abs(step) <= mp.mpf(10) ** (20 - mp.dps) * w:
            return long * long * u / (w + gap), short * short * v / w
    raise ArithmeticError("no convergence on the ellipse")


def from_ecef(a: float, f: float, x: float, y: float, z: float) -> tuple[Real, Real, Real]:
    """Latitude, longitude and height of the nearest point of the ellipsoid.

    Where several are nearest: the northern one; at the centre of a sphere the north pole; on the
    axis longitude 0.
    """
    with mp.workdps(100):
        ax, b = mp.mpf(a), mp.mpf(a) * (1 - mp.mpf(f))
        r, zx = mp.hypot(mp.mpf(x), mp.mpf(y)), abs(mp.mpf(z))
        lon = atan2d(mp.mpf(y), mp.mpf(x)) if r != 0 else mp.mpf(0)
        if f == 0:
            lat = atan2d(zx, r) if r != 0 or zx != 0 else mp.mpf(90)
            return lat * (-1 if z < 0 else 1), lon, mp.hypot(r, zx) - ax
        if f > 0:
            pr, pz = nearest_on_ellipse(ax, b, r, zx)
        else:
            pz, pr = nearest_on_ellipse(b, ax, zx, r)
        lat = atan2d(pz * ax * ax, pr * b * b)
        h = mp.hypot(r - pr, zx - pz)
        inside = (r / ax) ** 2 + (zx / b) ** 2 < 1
        return lat * (-1 if z < 0 else 1), lon, -h if inside else h


def chord(
    a: float, f: float, lat1: float, lon1: float, h1: float, lat2: float, lon2: float, h2: float
) -> Real:
    """Straight distance between two points."""
    with mp.workdps(700):  # separations down to 1e-300 cancel
        p = to_ecef(a, f, lat1, lon1, h1, 700)
        q = to_ecef(a, f, lat2, lon2, h2, 700)
        return mp.sqrt(sum((u - v) ** 2 for u, v in zip(p, q, strict=True)))
