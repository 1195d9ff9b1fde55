"""Derive the table of rhumb_series.cpp: geographic in terms of rectifying latitude, as a series in n.

    phi - mu = sum_k n^k p_k(n^2) sin(2 k mu)

mu(phi) is a Fourier series with known coefficients (powers of |1 + n exp(2 i phi)|^-3); Lagrange's reversion of
it is carried out exactly, on power series in n whose coefficients are sine and cosine sums of rationals.
Prints one line of the C++ table per k, from n^0 up.
"""

from __future__ import annotations

from fractions import Fraction

ORDER = 9
# A series: term[j] is the coefficient of n^j, a Laurent polynomial in z = exp(2 i phi): {power: coefficient}.
Series = list[dict[int, Fraction]]


def zero() -> Series:
    return [{} for _ in range(ORDER + 1)]


def multiply(x: Series, y: Series) -> Series:
    out = zero()
    for i, xi in enumerate(x):
        for j, yj in enumerate(y[: ORDER + 1 - i]):
            for p, cp in xi.items():
                for q, cq in yj.items():
                    out[i + j][p + q] = out[i + j].get(p + q, Fraction(0)) + cp * cq
    return out


def derivative(x: Series) -> Series:
    """d/dphi over the imaginary unit: z^p gives 2 p z^p."""
    return [{p: 2 * p * c for p, c in t.items()} for t in x]


def binomial(j: int) -> Fraction:
    b = Fraction(1)
    for i in range(1, j + 1):
        b *= (Fraction(-3, 2) - i + 1) / i
    return b


def meridian_harmonic(k: int) -> list[Fraction]:
    """Coefficients in n of sum_j binomial(j) binomial(j + k) n^(2 j + k)."""
    out = [Fraction(0)] * (ORDER + 1)
    for j in range(ORDER + 1):
        if 2 * j + k <= ORDER:
            out[2 * j + k] = binomial(j) * binomial(j + k)
    return out


def divide(x: list[Fraction], y: list[Fraction]) -> list[Fraction]:
    out: list[Fraction] = []
    for j in range(ORDER + 1):
        out.append((x[j] - sum((out[i] * y[j - i] for i in range(j)), Fraction(0))) / y[0])
    return out


def correction() -> Series:
    """(mu - phi) * i as a series: sin(2 k phi) = (z^k - z^-k)/(2 i)."""
    out = zero()
    mean = meridian_harmonic(0)
    for k in range(1, ORDER + 1):
        for j, c in enumerate(divide(meridian_harmonic(k), mean)):
            if c:
                out[j][k] = c / (2 * k)
                out[j][-k] = -c / (2 * k)
    return out


def reversion() -> list[list[Fraction]]:
    """Lagrange: phi = mu + sum_m (-1)^m/m! (d/dmu)^(m-1) g(mu)^m, where g = mu - phi; here G = i g, d/dmu = i D."""
    g = correction()
    power = g
    total = zero()
    factorial = 1
    for m in range(1, ORDER + 1):
        factorial *= m
        term = power
        for _ in range(m - 1):
            term = derivative(term)
        # (-1)^m (i D)^(m-1) (G/i)^m = (-1)^m i^(m-1) i^-m D^(m-1) G^m = (-1)^m (1/i) D^(m-1) G^m
        for j, t in enumerate(term):
            for p, c in t.items():
                total[j][p] = total[j].get(p, Fraction(0)) + (-1) ** m * c / factorial
        power = multiply(power, g)
    # total / i = sum_k d_k sin(2 k mu), so the coefficient of z^k is d_k / 2
    return [
        [2 * total[j].get(k, Fraction(0)) for j in range(ORDER + 1)] for k in range(1, ORDER + 1)
    ]


if __name__ == "__main__":
    for k, row in enumerate(reversion(), start=1):
        entries = [row[k + 2 * i] for i in range((ORDER - k) // 2 + 1)]
        print("    {" + ", ".join(f"{c.numerator}.0 / {c.denominator}" for c in entries) + "},")
