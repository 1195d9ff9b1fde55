"""Hard arguments and exact values of the elementary functions that kernels need."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from exact import atan2d, sincosd
from mpmath import mp
from pairs import log_uniform, split

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPS: dict[str, list[str]] = {
    "trigonometric": [
        "sin_degrees",
        "cos_degrees",
        "sin",
        "cos",
        "tan",
        "atan",
        "atan2",
        "atan2_degrees",
    ],
    "exponential": ["exp", "expm1", "log", "log1p", "sinh", "asinh", "atanh", "cbrt"],
}
COUNT = 1500


def around(r: random.Random, centres: list[float]) -> float:
    """Close to one of these numbers, down to the last bit."""
    x = r.choice(centres)
    return (
        x + r.choice([0, -1, 1, -2, 2]) * math.ulp(x)
        if r.random() < 0.4
        else x + r.choice([-1, 1]) * log_uniform(r, 1e-15, 1e-2)
    )


def signed(r: random.Random, low: float, high: float) -> float:
    return r.choice([-1, 1]) * log_uniform(r, low, high)


def argument(name: str, r: random.Random) -> tuple[float, float]:
    """An argument (x, y) of the function; y is 0 where it has one only."""
    u = r.random()
    if name.endswith("degrees") and name != "atan2_degrees":
        if u < 0.4:
            return r.uniform(-180, 180), 0.0
        if u < 0.7:
            return around(r, [15.0 * k for k in range(-24, 25)]), 0.0
        return (signed(r, 1e-300, 1e-3) if u < 0.85 else signed(r, 360, 1e9)), 0.0
    if name in ("sin", "cos", "tan"):
        if u < 0.5:
            return r.uniform(-math.pi, math.pi), 0.0
        if u < 0.8:
            return around(r, [k * math.pi / 8 for k in range(-8, 9)]), 0.0
        return signed(r, 1e-300, 1.0), 0.0
    if name in ("atan2", "atan2_degrees"):  # x is the ordinate, as in atan2(x, y)
        if u < 0.3:
            return r.uniform(-1, 1), r.uniform(-1, 1)
        if u < 0.6:
            angle, size = (
                around(r, [k * math.pi / 8 for k in range(-8, 9)]),
                log_uniform(r, 1e-6, 1e6),
            )
            return size * math.sin(angle), size * math.cos(angle)
        if u < 0.7:
            return r.choice(
                [
                    (0.0, 1.0),
                    (-0.0, 1.0),
                    (1.0, 0.0),
                    (-1.0, 0.0),
                    (0.0, -1.0),
                    (-0.0, -1.0),
                    (1.0, 1.0),
                    (1.0, -1.0),
                ]
            )
        return signed(r, 1e-150, 1e150), signed(r, 1e-150, 1e150)
    if name in ("exp", "expm1", "sinh"):
        return (
            r.uniform(-40, 40)
            if u < 0.5
            else signed(r, 1e-300, 1.0)
            if u < 0.8
            else r.uniform(-700, 700)
        ), 0.0
    if name == "log":
        return (
            around(r, [0.5, 0.75, 1.0, 1.5, 2.0]) if u < 0.5 else log_uniform(r, 1e-300, 1e300)
        ), 0.0
    if name == "log1p":
        return (
            r.uniform(-0.999, 3)
            if u < 0.4
            else signed(r, 1e-300, 0.5)
            if u < 0.8
            else log_uniform(r, 1e-3, 1e300)
        ), 0.0
    if name == "atanh":
        if u < 0.4:
            return r.uniform(-1, 1), 0.0
        return (
            signed(r, 1e-300, 0.5)
            if u < 0.7
            else r.choice([-1, 1]) * (1 - log_uniform(r, 1e-16, 0.1))
        ), 0.0
    return (
        r.uniform(-4, 4)
        if u < 0.4
        else signed(r, 1e-300, 1.0)
        if u < 0.7
        else signed(r, 1e-3, 1e300)
    ), 0.0


def inputs(names: list[str]) -> Iterator[list[float]]:
    for kind, name in enumerate(names):
        r = random.Random(name)
        for _ in range(COUNT):
            x, y = argument(name, r)
            while (name == "atanh" and abs(x) >= 1) or (name == "log1p" and x <= -1):
                x, y = argument(name, r)
            yield [float(kind), x, y]


def truth(names: list[str], row: list[float]) -> list[float]:
    """The exact value of the function of that number, split."""
    name, x, y = names[int(row[0])], row[1], row[2]
    with mp.workdps(400 if name in ("expm1", "log1p", "atanh", "asinh", "sinh") else 80):
        z = mp.mpf(x)
        if name == "sin_degrees":
            value = sincosd(x)[0]
        elif name == "cos_degrees":
            value = sincosd(x)[1]
        elif name == "atan2":
            value = mp.atan2(z, mp.mpf(y))
        elif name == "atan2_degrees":
            value = atan2d(z, mp.mpf(y))
        elif name == "cbrt":
            value = mp.sign(z) * mp.cbrt(abs(z))
        else:
            value = getattr(mp, name)(z)
        if value == 0:
            return [math.copysign(0.0, x) if name not in ("cos_degrees", "log") else 0.0, 0.0]
        if x == 0 and name.startswith("atan2"):  # the sign of zero says which side of the cut
            value = abs(value) * (1 if math.copysign(1, x) > 0 else -1)
        high, low = split(value)
        return [high, low]
