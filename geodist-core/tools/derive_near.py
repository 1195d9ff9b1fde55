"""Bounds for the error of the formula for near points (src/geodesy/near.hpp), derived and proved.

docs/near-points.md has the derivation. Lengths are in units of a; e = 1/(1-f)^2 - 1, q = 1 + e. A geodesic is
followed from its middle, where y = e (dz/ds)^2 and x = 1 - 1/N^2. All that follows is a polynomial in e, y and x with
rational coefficients, and exact here:

1. power series, about the middle, of the chord, of its part along the axis and of 1/N^2;
2. of the error (s_formula - s) / s, in even powers of s: s^2 and s^4 vanish, s^6 and s^8 begin with second order in
   e, y, x;
3. with y = e Y, x = e xi a power of e can be taken out. Lines have Y >= 0, xi >= 0 and Y + q xi <= 1: suprema over
   this triangle, and over e, by Bernstein coefficients;
4. what comes behind s^12, by Cauchy's estimate on a circle of complex half lengths.

Usage: python derive_near.py    # prints the bounds that src/geodesy/near_constants.cpp has, in five seconds
"""

from __future__ import annotations

import math
from fractions import Fraction as Q
from itertools import pairwise

import numpy as np

TERMS = 7  # of a series in s^2: up to s^12
ORDER = 2 * TERMS - 1  # of derivatives at the middle
BITS = 8  # of an exponent: one integer holds those of e, y and x
MASK = (1 << BITS) - 1


class Poly:
    """A polynomial in e, y and x: coefficients by packed exponents."""

    def __init__(self, terms: dict[int, Q | int]) -> None:
        self.terms = {k: c for k, c in terms.items() if c}

    def __add__(self, other: Poly | Q | int) -> Poly:
        terms = dict(self.terms)
        for k, c in as_poly(other).terms.items():
            terms[k] = terms.get(k, 0) + c
        return Poly(terms)

    def __mul__(self, other: Poly | Q | int) -> Poly:
        terms: dict[int, Q | int] = {}
        for k, c in self.terms.items():
            for m, d in as_poly(other).terms.items():
                terms[k + m] = terms.get(k + m, 0) + c * d
        return Poly(terms)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Poly:
        return self * -1

    def __sub__(self, other: Poly | Q | int) -> Poly:
        return self + other * -1

    def exponents(self) -> dict[tuple[int, int, int], Q | int]:
        return {(k & MASK, k >> BITS & MASK, k >> 2 * BITS): c for k, c in self.terms.items()}

    def least_degree(self) -> int:
        return min(sum(k) for k in self.exponents())


def as_poly(x: Poly | Q | int) -> Poly:
    return x if isinstance(x, Poly) else Poly({0: x})


ZERO, ONE = as_poly(0), as_poly(1)
e, y, x = (Poly({1 << BITS * i: 1}) for i in range(3))
q, w, h = 1 + e, 1 + y, ONE - x  # h = 1/G, G = N^2
Series = list[Poly]

# ---- 1. A geodesic about its middle, t = 0 ------------------------------------------------------------------------
# A function is the list of its derivatives there. G'/G = r stands once in each odd derivative of an "even" function
# and in each even one of an "odd" function, and is left out; its square is a polynomial.
R2 = 4 * q * x * h * y


def derivative(f: Series, g: Series, n: int, odd: bool) -> Poly:
    """The n-th derivative of f g (Leibniz); f is even, g may be odd."""
    total = ZERO
    for i in range(n + 1):
        term = math.comb(n, i) * (f[i] * g[n - i])
        total += term * R2 if i % 2 and (n - i + odd) % 2 else term
    return total


def follow() -> list[Series]:
    """Series in t^2: c^2, e z^2, W = c^2 + e z^2, each over (2t)^2, of the chord from -t to t; mean of 1/G there."""
    growth, shrinking, curvature = [ONE, ONE], [ONE], [w * h]  # G/G(0), its reciprocal, lambda
    # Solutions of f'' = -lambda f that start with (1, 0) and (0, 1); those of f'' = -q lambda f, less these, over e.
    a, b, da, db = [ONE, ZERO], [ZERO, ONE], [ZERO, ZERO], [ZERO, ZERO]
    for n in range(ORDER + 1):
        if n:
            shrinking.append(-derivative([*shrinking, ZERO], growth, n, False))
            # J / G^2, where J = w G is constant
            curvature.append(w * h * derivative(shrinking, shrinking, n, False))
        growth.append(2 * q * h * (curvature[n] - (0 if n else 1)))
        for f, g, odd in ((a, da, False), (b, db, True)):
            both = [u + q * v for u, v in zip(f, g, strict=True)]
            f.append(-derivative(curvature, f, n, odd))
            g.append(-derivative(curvature, both, n, odd))
    a, b, da, db = (  # odd parts, over r t (a, da) or t
        [f[2 * i + 1] * Q(1, math.factorial(2 * i + 1)) for i in range(TERMS)]
        for f in (a, b, da, db)
    )
    a3, b3 = add(a, scale(e, da)), add(b, scale(e, db))  # of z
    bent = add(
        scale(R2, multiply(a, a)),
        scale(w, multiply(b, b)),
        scale(4 * q * x * x * y, multiply(da, add(a, a3))),
        scale(4 * q * x * y, add(multiply(da, b3), multiply(a, db))),
        scale(q * y, multiply(db, add(b, b3))),
    )
    ez2 = add(
        scale(4 * x * x * y, multiply(a3, a3)),
        scale(4 * x * y, multiply(a3, b3)),
        scale(y, multiply(b3, b3)),
    )
    mean = [h * shrinking[2 * i] * Q(1, math.factorial(2 * i)) for i in range(TERMS)]
    return [add(bent, scale(-1, ez2)), ez2, bent, mean]


# ---- 2. The formula's error ---------------------------------------------------------------------------------------


def add(*series: Series) -> Series:
    return [sum(terms, ZERO) for terms in zip(*series, strict=True)]


def scale(c: Poly | Q | int, f: Series) -> Series:
    return [c * term for term in f]


def constant(c: Poly | Q | int) -> Series:
    return [as_poly(c)] + [ZERO] * (TERMS - 1)


def convolve(f: Series, g: Series, n: int, first: int = 0) -> Poly:
    return sum((f[i] * g[n - i] for i in range(first, n + 1 - first)), ZERO)


def multiply(f: Series, g: Series) -> Series:
    return [convolve(f, g, n) for n in range(TERMS)]


def reciprocal(f: Series) -> Series:
    g = [ONE]
    for n in range(1, TERMS):
        g.append(-convolve(f, [*g, ZERO], n))
    return g


def root(f: Series) -> Series:
    g = [ONE]
    for n in range(1, TERMS):
        g.append(Q(1, 2) * (f[n] - convolve(g, g, n, 1)))
    return g


def sphere(n: int) -> Q:
    """Coefficients of 2 asin(c/2) = c (1 + c^2/24 + ...)."""
    return Q(math.comb(2 * n, n), 16**n * (2 * n + 1))


# s_f = c (1 + sum u^n (k + l p)): the sphere's k, and the l that leave nothing of first order in e.
CONSTANTS = [
    (sphere(n), times_p)
    for n, times_p in ((1, Q(1, 24)), (2, Q(23, 1344)), (3, Q(39, 7168)), (4, Q(0)))
]


def error() -> Series:
    """Of near.hpp's s_f / s - 1, in powers of s^2."""
    c2, ez2, bent, mean = ([Q(1, 4**i) * c for i, c in enumerate(f)] for f in follow())  # s = 2t
    slope = multiply(bent, reciprocal(c2))  # w of near.hpp
    v, s2, z2 = ([ZERO, *f[:-1]] for f in (multiply(bent, mean), c2, ez2))  # times s^2
    bracket = add(
        scale(Q(2, 15), add(slope, constant(-q))),
        scale(Q(11, 15) * q, add(constant(1), scale(-1, mean), scale(Q(-1, 4), z2))),
    )
    first = scale(Q(1, 10) * q, add(v, scale(-1, s2)))
    p = multiply(mean, add(first, scale(-1, multiply(z2, bracket))))
    u, total = multiply(v, slope), constant(0)
    for k, m in reversed([(Q(1), Q(0)), *CONSTANTS]):
        total = add(constant(k), scale(m, p), multiply(u, total))
    return add(multiply(root(c2), total), constant(-1))


# ---- 3. Suprema of its coefficients -------------------------------------------------------------------------------


def supremum(poly: Poly, power: int, low: float, high: float, degree: int) -> float:
    """At least |poly| / |e|^power for e in [low, high] and all lines, for which Y + (1 + low) xi <= 1: the largest
    Bernstein coefficient, and more than rounding can be.
    """
    terms = {(i + j + k - power, j, k): float(c) for (i, j, k), c in poly.exponents().items()}
    n, top = max(i for i, _, _ in terms), max(j + k for _, j, k in terms)
    c = np.zeros((n + 1, top + 1, top + 1))
    for (
        i,
        j,
        k,
    ), value in terms.items():  # Y^j ((1 + low) xi)^k has falling factorials as coefficients
        c[i, j, k] = value / (1 + low) ** k / math.perm(degree, j + k)
    falling = np.array(
        [[float(math.perm(m, j)) for j in range(top + 1)] for m in range(degree + 1)]
    )
    inside = np.add.outer(range(degree + 1), range(degree + 1)) <= degree
    shift, bernstein = np.zeros((2, n + 1, n + 1))
    for i in range(n + 1):
        for m in range(i + 1):
            shift[m, i] = math.comb(i, m) * low ** (i - m) * (high - low) ** m
            bernstein[i, m] = math.comb(i, m) / math.comb(n, m)

    def largest(shift: np.ndarray, c: np.ndarray) -> float:
        by_e = np.einsum("mi,ijk->mjk", bernstein @ shift, c)
        return float(np.abs(falling @ by_e @ falling.T * inside).max())

    return largest(shift, c) + 1e-12 * largest(np.abs(shift), np.abs(c))


def suprema(series: Series, flattening: float) -> list[float]:
    """Of the coefficients of s^6 and s^8, over e^2, of s^10 and s^12, for |f| <= flattening."""
    low, high = (1 / (1 - f) ** 2 - 1 for f in (-flattening, flattening))
    edges = [*np.linspace(low - 1e-15, 0, 9), *np.linspace(0, high + 1e-15, 9)[1:]]
    return [
        max(supremum(series[n], power, *part, degree) for part in pairwise(edges))
        for n, power, degree in ((3, 2, 120), (4, 2, 24), (5, 0, 24), (6, 0, 24))
    ]


# ---- 4. What comes behind -----------------------------------------------------------------------------------------


def majorant(flattening: float, r: float) -> float:
    """At least |s_f / s - 1| for complex half lengths |t| <= r and |f| <= flattening. Each step is a triangle
    inequality that grows with |e|; q is taken from above and from below, for both signs of e.
    """
    e = 1 / (1 - flattening) ** 2 - 1
    q, q_low = 1 + e, 1 - e
    total = 1 + e / (4 * q_low)  # q Z + Y
    curvature = q  # of |lambda|: good where it comes out smaller
    for _ in range(10_000):
        k = math.sqrt(curvature * q)
        z2 = total / q_low * (math.cosh(k * r) ** 2 + math.sinh(k * r) ** 2 / curvature)
        change = q * e * z2  # of |G - 1|
        if change < 0.9 and q / (1 - change) ** 2 < curvature:
            break
        curvature *= 1.0005
    else:
        raise ArithmeticError("no bound of the curvature")
    k, h = math.sqrt(curvature), 1 / (1 - change)
    x2 = 2 * (math.cosh(k * r) ** 2 + math.sinh(k * r) ** 2 / curvature)  # x^2 + y^2
    delta = curvature * math.sqrt(x2 + q**2 * z2) * r / 6
    change = 2 * delta + delta**2  # of |c^2/s^2 - 1|
    if change >= 1:
        raise ArithmeticError("the chord may vanish")
    s2, c2, part = 4 * r * r, 1 + change, (1 + delta) ** 2
    bent, ez2 = c2 + e * part, e * s2 * part
    slope = bent / (1 - change)
    v = s2 * bent * h
    p = h * (q / 10 * (v + s2 * c2) + ez2 * ((slope + q) * 2 + (1 + h + ez2 / 4) * q * 11) / 15)
    series = 0.0
    for c, m in reversed([(Q(1), Q(0)), *CONSTANTS]):
        series = float(c) + float(m) * p + v * slope * series
    return (math.sqrt(c2) * series + 1) * (1 + 1e-9)


def bounds(series: Series) -> dict[str, list[float]]:
    if any(p.terms for p in series[:3]) or min(p.least_degree() for p in series[3:5]) < 2:
        raise ArithmeticError("the formula has lower terms")
    classes = {"slight": (1 / 290, 1.2), "strong": (1 / 50, 1.0)}
    return {
        name: [*suprema(series, f), majorant(f, reach / 2), reach]
        for name, (f, reach) in classes.items()
    }


if __name__ == "__main__":
    for name, numbers in bounds(error()).items():
        print(name, *(f"{x:.5e}" for x in numbers))
