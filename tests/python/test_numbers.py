"""Objects of Python among coordinates: what is a number, what is missing, what is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from test_elementwise import same_bits

import geodist as gd


@pytest.mark.parametrize("number", [Decimal("0.25"), Fraction(1, 4), np.array(0.25, object)])
def test_kinds_of_number_of_python(number: Any) -> None:
    assert gd.distance(number, 1, 2, 3) == gd.distance(0.25, 1, 2, 3)


@pytest.mark.parametrize("make", [list, lambda rows: np.array(rows, dtype=object)])
def test_objects_are_numbers_or_missing(make: Any) -> None:
    lat = make([1, None, Decimal("2.5"), float("nan"), np.float32(3), True])
    plain = np.array([1, np.nan, 2.5, np.nan, 3, 1])
    assert same_bits(gd.distance(lat, 4, 5, 6), gd.distance(plain, 4, 5, 6))
    assert same_bits(gd.cdist(lat, [4] * 6, [5], [6]), gd.cdist(plain, [4] * 6, [5], [6]))
    assert same_bits(gd.Points(lat=lat, lon=[4] * 6).lat, [1, np.nan, 2.5, np.nan, 3, 1])


@pytest.mark.parametrize(
    ("lat", "said"),
    [
        ([1, "north"], r"got 'north' \(index 1\)"),
        (np.array([1.0, None, "north"], object), r"got 'north' \(index 2\)"),
        ([[1.0, 2.0], [None, {}]], r"got \{\} \(index \(1, 1\)\)"),
        ([1, 10**400], r"got 1000.*\(index 1\)"),
        ("north", "got 'north'"),
        (None, "got None"),
    ],
)
def test_refusal_names_the_value_and_its_row(lat: Any, said: str) -> None:
    with pytest.raises(TypeError, match="lat1 must hold real numbers, " + said):
        gd.distance(lat, 0, 0, 0)
    with pytest.raises(TypeError, match="lat1 must hold real numbers, " + said):
        gd.waypoints(lat, 0, 0, 0, 3)
