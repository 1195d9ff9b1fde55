"""Points and ellipsoids as they are written on the command line."""

from __future__ import annotations

import math
import re

import click

import geodist

Point = tuple[float, float]

# An argument that begins like a negative number is a value, never an option.
NEGATIVE_NUMBER = re.compile(r"-\.?[0-9]")


def parse_point(text: str) -> Point | None:
    """Read "lat,lon" in degrees; None where the text is not two numbers.

    >>> parse_point("40.64,-73.78"), parse_point("routes.csv")
    ((40.64, -73.78), None)
    """
    parts = text.split(",")
    if len(parts) != 2 or "_" in text:
        return None
    try:
        lat, lon = map(float, parts)
    except ValueError:
        return None
    return None if math.isnan(lat) or math.isnan(lon) else (lat, lon)


def parse_ellipsoid(text: str) -> geodist.Ellipsoid:
    """Read an ellipsoid: its name, or "a,f" with a in metres and f as a decimal or as 1/number.

    Raises
    ------
    click.BadParameter
        There is no such ellipsoid; the message says which there are.
    """
    a, comma, f = text.partition(",")
    try:
        if comma:
            return geodist.Ellipsoid(float(a), _ratio(f))
        return geodist.Ellipsoid.named(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _ratio(text: str) -> float:
    numerator, slash, denominator = text.partition("/")
    if not slash:
        return float(text)
    if float(denominator) == 0:
        raise ValueError(f"the flattening {text!r} is not a number")
    return float(numerator) / float(denominator)
