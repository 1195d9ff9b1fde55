"""The error of the formula for near points, as `derive_near.py` derives and bounds it: against
what the core uses, against samples, and against geodesics in arbitrary precision.
"""

import random
import re
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "geodist-core"
LIMITS = {"slight": 1 / 290, "strong": 1 / 50}


@pytest.fixture(scope="module")
def derivation():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(CORE / "tools"))
        import derive_near
    return derive_near


@pytest.fixture(scope="module")
def error(derivation: ModuleType):
    return derivation.error()


@pytest.fixture(scope="module")
def table(derivation: ModuleType, error):
    return derivation.bounds(error)


@pytest.fixture(scope="module")
def series(error):
    return [p.exponents() for p in error]


@pytest.mark.parametrize("name", LIMITS)
def test_the_core_uses_the_bounds_that_are_proved(name: str, table):
    source = (CORE / "src" / "geodesy" / "near_constants.cpp").read_text(encoding="ascii")
    found = re.search(rf"\b{name}{{([^}}]*)}}", source)
    assert found
    used = [float(x) for x in found[1].split(",")]
    *proved, reach = table[name]
    assert used[-1] == reach
    for mine, theirs in zip(used, [*proved, reach], strict=True):
        assert theirs <= mine <= 1.02 * theirs


@pytest.mark.parametrize("name", LIMITS)
def test_no_line_exceeds_a_supremum_and_some_come_near(name: str, table, series):
    r, n = np.random.default_rng(3), 4000
    f = LIMITS[name] * r.choice([-1, 1, 0.3, -0.7], n)
    e = 1 / (1 - f) ** 2 - 1
    # edges and corners of the triangle, too
    big_y = r.uniform(-0.2, 1.2, n).clip(0, 1)
    xi = (1 - big_y) * r.uniform(-0.2, 1.2, n).clip(0, 1) / (1 + e)
    worst = []
    for terms, power in zip(series[3:], (2, 2, 0, 0), strict=True):
        total = sum(
            float(c) * e**i * (e * big_y) ** j * (e * xi) ** k for (i, j, k), c in terms.items()
        )
        worst.append(np.max(np.abs(total) / np.abs(e) ** power))
    for seen, bound in zip(worst, table[name], strict=False):
        assert 0.985 * bound <= seen <= bound


def test_the_series_is_the_error_of_the_formula(series, monkeypatch):
    mp = pytest.importorskip("mpmath").mp
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "reference"))
    import exact

    def in_space(lat, lon, f):
        (sp, cp), (sl, cl) = exact.sincosd(lat), exact.sincosd(lon)
        normal = 1 / mp.sqrt(1 - f * (2 - f) * sp**2)
        return normal * cp * cl, normal * cp * sl, normal * (1 - f) ** 2 * sp, 1 / normal**2

    r = random.Random(4)
    with mp.workdps(60):
        exactly = [
            {k: mp.mpf(Fraction(c).numerator) / Fraction(c).denominator for k, c in terms.items()}
            for terms in series
        ]
        for f in (0.0, 1 / 298.257223563, -1 / 150, 1 / 50, -1 / 50):
            for _ in range(2):
                lat, azi = r.uniform(-90, 90), r.uniform(-180, 180)
                middle = (1.0, f, lat, 10.0, azi)
                s = mp.mpf(1) / 100
                one, two = (exact.direct(*middle, t) for t in (-s / 2, s / 2))
                mf = mp.mpf(f)
                e, q = 1 / (1 - mf) ** 2 - 1, 1 / (1 - mf) ** 2
                a = in_space(one.lat2, one.lon2, mf)
                b = in_space(two.lat2, two.lon2, mf)
                z2 = (b[2] - a[2]) ** 2
                c2 = sum((v - u) ** 2 for u, v in zip(a[:3], b[:3], strict=True))
                h = (a[3] + b[3]) / 2
                w = 1 + e * z2 / c2
                v = c2 * w * h
                u = v * w
                third = mp.mpf(11) / 15 * q * (1 - h - e * z2 / 4)
                p = h * (q * (v - c2) / 10 - e * z2 * (mp.mpf(2) / 15 * (w - q) + third))
                formula = mp.sqrt(c2) * (
                    1
                    + u * (1 + p) / 24
                    + u**2 * (mp.mpf(3) / 640 + 23 * p / 1344)
                    + u**3 * (5 + 39 * p) / 7168
                    + 35 * u**4 / 294912
                )
                normal, cosine = in_space(lat, 0, mf)[3], exact.sincosd(lat)[1]
                y = e * (cosine * exact.sincosd(azi)[1]) ** 2
                expected = sum(
                    c * e**i * y**j * (1 - normal) ** k * s ** (2 * n)
                    for n, terms in enumerate(exactly)
                    for (i, j, k), c in terms.items()
                )
                rest = 4 * s**14  # what comes behind s^12, at most
                assert abs(expected) > 100 * rest
                assert abs(formula / s - 1 - expected) < rest
