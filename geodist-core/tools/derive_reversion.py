"""Derive the coefficients of the reverted distance integral; prints src/geodesy/reversion_coefficients.hpp.

Karney 2013 (J. Geodesy 87, 43-55), eqs. 15 to 21: with the expansion parameter eps and k^2 = 4 eps / (1 - eps)^2,

    I1(sigma) = A1 tau,   tau = sigma + sum_l C1_l sin(2 l sigma),   sigma = tau + sum_l C1'_l sin(2 l tau).

C1 comes from the binomial series of sqrt(1 + k^2 sin^2 sigma) = |1 - eps exp(2 i sigma)| / (1 - eps); C1' from
Lagrange's inversion theorem, in exact rational arithmetic. C1'_l is eps^l times an even polynomial in eps.

Usage: python derive_reversion.py > ../src/geodesy/reversion_coefficients.hpp
"""

from __future__ import annotations

from fractions import Fraction

ORDER = 8

# A Fourier series with coefficients that are polynomials in eps: {(power of eps, harmonic): coefficient of
# exp(2 i harmonic sigma)}. Sine series are kept as their coefficients of exp(...) times 2i, which are real.
Series = dict[tuple[int, int], Fraction]


def multiply(x: Series, y: Series) -> Series:
    out: Series = {}
    for (p, h), c in x.items():
        for (q, g), d in y.items():
            if p + q <= ORDER:
                key = (p + q, h + g)
                out[key] = out.get(key, Fraction(0)) + c * d
    return out


def binomial_half(j: int) -> Fraction:
    value = Fraction(1)
    for i in range(j):
        value *= (Fraction(1, 2) - i) / (i + 1)
    return value


def distance_series() -> list[dict[int, Fraction]]:
    """C1_l as {power: coefficient}, l = 0 unused."""
    # (1 - eps) sqrt(1 + k^2 sin^2 sigma) = sqrt(1 - eps z) sqrt(1 - eps / z), z = exp(2 i sigma)
    product: Series = {}
    for i in range(ORDER + 1):
        for j in range(ORDER + 1 - i):
            key = (i + j, i - j)
            product[key] = product.get(key, Fraction(0)) + binomial_half(i) * binomial_half(j) * (
                -1
            ) ** (i + j)
    mean = {p: c for (p, h), c in product.items() if h == 0}
    inverse = {0: Fraction(1)}  # 1 / mean; mean starts with 1
    for p in range(1, ORDER + 1):
        inverse[p] = -sum(
            (mean.get(q, Fraction(0)) * inverse[p - q] for q in range(1, p + 1)), Fraction(0)
        )
    result: list[dict[int, Fraction]] = [{}]
    for harmonic in range(1, ORDER + 1):
        cosine = {p: 2 * c for (p, h), c in product.items() if h == harmonic}
        integral: dict[int, Fraction] = {}
        for p, c in cosine.items():
            for q, d in inverse.items():
                if p + q <= ORDER:
                    integral[p + q] = integral.get(p + q, Fraction(0)) + c * d / (2 * harmonic)
        result.append(integral)
    return result


def reverted_series() -> list[dict[int, Fraction]]:
    """C1'_l as {power: coefficient}, l = 0 unused."""
    # B(sigma) = sum C1_l sin(2 l sigma) = S / (2 i), S = sum C1_l (z^l - z^-l)
    s: Series = {}
    for harmonic, polynomial in enumerate(distance_series()):
        for power, c in polynomial.items():
            s[power, harmonic] = c
            s[power, -harmonic] = -c
    # Lagrange: sigma = tau + sum_n (-1)^n / n! (d/dtau)^(n-1) B(tau)^n; d/dtau z^h = 2 i h z^h
    total: Series = {}
    power_of_s: Series = {(0, 0): Fraction(1)}
    factorial = Fraction(1)
    for n in range(1, ORDER + 1):
        power_of_s = multiply(power_of_s, s)
        factorial *= n
        for (p, h), c in power_of_s.items():
            # (2 i h)^(n-1) / (2 i)^n = h^(n-1) / (2 i); the 1 / (2 i) makes it a sine again
            total[p, h] = (
                total.get((p, h), Fraction(0)) + (-1) ** n * c * Fraction(h) ** (n - 1) / factorial
            )
    return [
        {p: c for (p, h), c in total.items() if h == harmonic and c}
        for harmonic in range(ORDER + 1)
    ]


def main() -> None:
    print("// Made by tools/derive_reversion.py; do not edit.")
    print("#pragma once")
    print()
    print("namespace geodist::geodesy {")
    print()
    print(f"inline constexpr int reversion_order = {ORDER};")
    print()
    print(
        "// C1'_l / eps^l = sum_j reversion[l - 1][j] eps^(2 j)   (Karney 2013, eq. 21, to a higher order)"
    )
    print(f"inline constexpr double reversion[{ORDER}][{ORDER // 2}] = {{")
    for harmonic, polynomial in list(enumerate(reverted_series()))[1:]:
        terms = [polynomial.get(harmonic + 2 * j, Fraction(0)) for j in range(ORDER // 2)]
        cells = [f"{c.numerator}.0 / {c.denominator}" if c else "0.0" for c in terms]
        print("    {" + ", ".join(cells) + "},")
    print("};")
    print()
    print("}  // namespace geodist::geodesy")


if __name__ == "__main__":
    main()
