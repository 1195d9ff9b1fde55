"""Rhumb lines in arbitrary precision: meridian arcs by quadrature, isometric latitude in closed
form.
"""

from __future__ import annotations

from typing import Any

from exact import (
    DIGITS,
    Real,
    azimuth,
    gauss_legendre,
    lon_difference,
    sincosd,
    working_digits,
    wrap,
)
from mpmath import mp

POLE_TANGENT = 2**104  # GeographicLib's tan(90 degrees)


def arc(a: Real, f: Real, phi1: Real, phi2: Real) -> Real:
    """Length of the meridian between two latitudes (radians)."""
    e2 = f * (2 - f)
    mid, half = (phi1 + phi2) / 2, (phi2 - phi1) / 2
    total = mp.mpf(0)
    for x, w in gauss_legendre(52, 220):
        v = mp.sqrt(1 - e2 * mp.sin(mid + half * x) ** 2)
        total += w / v**3
    return a * (1 - e2) * half * total


def isometric(f: Real, s: Real, c: Real) -> Real:
    """Isometric latitude from the sine and cosine of a latitude; a pole has the tangent 2^104."""
    e2 = f * (2 - f)
    tangent = s / c if c != 0 else mp.sign(s) * POLE_TANGENT
    psi = mp.asinh(tangent)
    e = mp.sqrt(abs(e2))
    return psi - e * mp.atanh(e * s) if f > 0 else psi + e * mp.atan(e * s)


def rhumb_inverse(
    a: float, f: float, lat1: float, lon1: float, lat2: float, lon2: float, tangent: bool = False
) -> tuple[Real, Any]:
    """Distance and azimuth of the rhumb line that goes the short way round.

    To and from a pole: the meridian, which is the limit. With `tangent` instead the line to the
    parallel that stands for the pole in GeographicLib.
    """
    with mp.workdps(1000):
        lon12, lon_sign = lon_difference(lon1, lon2)
        y1, y2 = mp.mpf(lat1), mp.mpf(lat2)
        digits = working_digits(lon12, y1, y2, y1 - y2, 90 - abs(y1), 90 - abs(y2))
    with mp.workdps(digits):
        ax, fx = mp.mpf(a), mp.mpf(f)
        lam12 = lon12 * mp.pi / 180
        (s1, c1), (s2, c2) = sincosd(lat1), sincosd(lat2)
        if lat1 == lat2:
            distance = lam12 * ax * c1 / mp.sqrt(1 - fx * (2 - fx) * s1 * s1)
            return distance, azimuth(lam12, mp.mpf(1), lon_sign, 1) if lam12 == 0 else mp.mpf(
                90 * lon_sign
            )
        length = arc(ax, fx, y1 * mp.pi / 180, y2 * mp.pi / 180)
        if not tangent and 0 in (c1, c2):
            return abs(length), azimuth(mp.mpf(0), length, lon_sign, 1)
        psi12 = isometric(fx, s2, c2) - isometric(fx, s1, c1)
        distance = mp.hypot(lam12, psi12) * length / psi12
        return distance, azimuth(lam12, psi12, lon_sign, 1)


def rhumb_direct(
    a: float, f: float, lat1: float, lon1: float, azi12: float, s12: float
) -> tuple[Real, Real, Real, Real]:
    """End of a rhumb line, its longitude difference in degrees, and its condition number.

    Past a pole the longitudes are nan. The condition number is the displacement of the end along
    its parallel by a displacement of the start along its meridian: tan(azi12) (1 - r2 / r1), with r
    the radii of the parallels.
    """
    with mp.workdps(1000):
        y1 = mp.mpf(lat1)
        digits = (
            working_digits(y1, 90 - abs(y1), wrap(azi12), abs(wrap(azi12)) - 90, mp.mpf(s12) / a)
            + 20
        )
    with mp.workdps(min(digits, 800)):
        ax, fx = mp.mpf(a), mp.mpf(f)
        sa, ca = sincosd(azi12)
        phi1 = mp.mpf(lat1) * mp.pi / 180
        quarter = arc(ax, fx, mp.mpf(0), mp.pi / 2)
        delta = mp.mpf(s12) * ca
        s1, c1 = sincosd(lat1)
        if delta == 0:
            radius = ax * c1 / mp.sqrt(1 - fx * (2 - fx) * s1 * s1)
            if sa * s12 == 0:
                return mp.mpf(lat1), wrap(lon1), mp.mpf(0), mp.mpf(0)
            lam12 = mp.mpf(s12) * sa / radius * 180 / mp.pi if c1 != 0 else mp.nan
            slope = abs(lam12 * s1 * mp.pi / 180)
            return mp.mpf(lat1), wrap(lon1 + lam12) if c1 != 0 else mp.nan, lam12, slope
        start = arc(ax, fx, mp.mpf(0), phi1)
        mu2 = wrap((start + delta) / quarter * 90)
        past = abs(start + delta) > quarter
        if abs(mu2) > 90:
            mu2 = mp.sign(mu2) * 180 - mu2
        target = mu2 / 90 * quarter - start if past else delta
        phi2 = phi1 + target / ax
        covered = arc(ax, fx, phi1, phi2)
        for _ in range(60):
            v = mp.sqrt(1 - fx * (2 - fx) * mp.sin(phi2) ** 2)
            step = (target - covered) * v**3 / (ax * (1 - fx) ** 2)
            covered += arc(ax, fx, phi2, phi2 + step)
            phi2 += step
            if abs(step) <= mp.mpf(10) ** (-DIGITS + 15) * abs(phi2 - phi1):
                break
        else:
            raise ArithmeticError("no convergence in rhumb_direct")
        lat2 = phi2 * 180 / mp.pi
        if past:
            return lat2, mp.nan, mp.nan, mp.nan
        psi12 = isometric(fx, mp.sin(phi2), mp.cos(phi2)) - isometric(fx, s1, c1)
        lam12 = sa / ca * psi12 * 180 / mp.pi
        if c1 == 0:
            return lat2, wrap(mp.mpf(lon1) + lam12), lam12, mp.inf
        e2 = fx * (2 - fx)
        r1, r2 = (mp.cos(p) / mp.sqrt(1 - e2 * mp.sin(p) ** 2) for p in (phi1, phi2))
        return lat2, wrap(mp.mpf(lon1) + lam12), lam12, abs(sa / ca * (1 - r2 / r1))
