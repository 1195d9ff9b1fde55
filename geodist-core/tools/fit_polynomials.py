"""Fit the polynomials of great_circle.hpp and math_hyperbolic.hpp (needs mpmath).

Each function f(z) is fitted as f(0) + z p(z), with p near-minimax (Chebyshev) on the interval, so that the
leading coefficient is the exact one, rounded. Prints each relative error and the coefficients from z^0 up.
"""

from __future__ import annotations

from collections.abc import Callable

from mpmath import asin, atanh, chebyfit, mp, mpf, nstr, pi, sin, sqrt

mp.dps = 60
TINY = mpf("1e-18")
Real = mpf
Function = Callable[[Real], Real]


def fit(f: Function, at_zero: Real, high: Real, terms: int) -> list[float]:
    tail = chebyfit(lambda z: (f(z) - at_zero) / z, [TINY, high], terms - 1)
    return [float(at_zero)] + [float(c) for c in reversed(tail)]


def relative_error(f: Function, coefficients: list[float], high: Real) -> Real:
    def error(z: Real) -> Real:
        return abs(sum(mpf(c) * z**k for k, c in enumerate(coefficients)) / f(z) - 1)

    return max(error(high * i / 997) for i in range(1, 998))


def report(name: str, f: Function, at_zero: Real, high: Real, terms: int) -> None:
    coefficients = fit(f, at_zero, high, terms)
    print(f"{name}: relative error {nstr(relative_error(f, coefficients, high), 2)}")
    print("".join(f"  {c!r}\n" for c in coefficients))


if __name__ == "__main__":
    half_degree = pi / 360
    report(
        "half_squares, z = degrees^2",
        lambda z: sin(half_degree * sqrt(z)) ** 2 / z,
        half_degree**2,
        mpf(8100),
        9,
    )
    report("asin_ratio", lambda z: asin(sqrt(z)) / sqrt(z), mpf(1), mpf("0.2501"), 13)
    report("atanh_ratio", lambda z: atanh(sqrt(z)) / sqrt(z), mpf(1), mpf("0.1112"), 11)
