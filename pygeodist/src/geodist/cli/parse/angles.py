"""Angles as people write them: decimal degrees, or degrees, minutes and seconds, with N, S, E, W.

The grammar is the core's (geodist/text.hpp).
"""

from __future__ import annotations

import math
import re
from typing import Literal, NamedTuple, cast

from geodist._geodist_core import read_angle, read_number
from geodist._geodist_core import split_point as _split_point

Axis = Literal["", "lat", "lon"]

_EAST_OR_EXPONENT = re.compile(r"[0-9.][eE][+-]", re.ASCII)


class AngleError(ValueError):
    """A text that is not an angle; the message says why, to be read after the text itself."""


class Angle(NamedTuple):
    """An angle in degrees, and the axis that its hemisphere tells: "lat", "lon" or none."""

    value: float
    axis: Axis = ""


def as_utf8(text: str) -> str:
    """Replace what is not text: halves of surrogate pairs, which no angle has.

    >>> as_utf8("40\ud800N")
    '40?N'
    """
    return text.encode(errors="replace").decode()


def parse_decimal(text: str) -> float | None:
    """Read a plain number, also in exponent notation; None if it is not one.

    >>> parse_decimal("-1.5e3"), parse_decimal("1_000"), parse_decimal("nan")
    (-1500.0, None, None)
    """
    return read_number(as_utf8(text))


def parse_angle(text: str) -> Angle:
    r"""Read one angle.

    Raises
    ------
    AngleError
        The text is not an angle.

    Examples
    --------
    >>> parse_angle("73d46'48\"W")
    Angle(value=-73.78, axis='lon')
    >>> parse_angle("40:38:24"), parse_angle("-33.9"), parse_angle("40 38 24 N")
    (Angle(value=40.64, axis=''), Angle(value=-33.9, axis=''), Angle(value=40.64, axis='lat'))
    >>> parse_angle("40-38-24N"), parse_angle("0734648W"), parse_angle("40 deg 38 min 24 sec N")
    (Angle(value=40.64, axis='lat'), Angle(value=-73.78, axis='lon'), Angle(value=40.64, axis='lat'))
    """
    value, axis, reason = read_angle(as_utf8(text))
    if reason:
        raise AngleError(reason)
    return Angle(value, cast("Axis", axis))


def is_ambiguous(text: str) -> bool:
    """Tell whether the text is a number in exponent notation that GeographicLib reads as a sum.

    >>> is_ambiguous("7.0E+1"), is_ambiguous("7.0E1")
    (True, False)
    """
    return bool(_EAST_OR_EXPONENT.search(text))


def split_point(text: str) -> list[str]:
    """Split a text that holds both coordinates with nothing but blanks between; else it is alone.

    >>> split_point("403824N0734648W"), split_point("4042N 07400W"), split_point("N40.5W73.5")
    (['403824N', '0734648W'], ['4042N', '07400W'], ['N40.5', 'W73.5'])
    >>> split_point("+40.6413-073.7781/"), split_point("+4038-07346/"), split_point("40.5N")
    (['+40.6413', '-073.7781'], ['+40:38', '-073:46'], ['40.5N'])
    """
    return list(_split_point(as_utf8(text)) or (text,))


def order_point(first: Angle, second: Angle) -> tuple[float, float]:
    """Tell latitude and longitude of two angles: latitude first, unless their letters say more.

    Raises
    ------
    AngleError
        Both are latitudes, or both are longitudes.

    Examples
    --------
    >>> order_point(parse_angle("73.78W"), parse_angle("40.64"))
    (40.64, -73.78)
    """
    if first.axis and first.axis == second.axis:
        name = {"lat": "latitudes", "lon": "longitudes"}[first.axis]
        raise AngleError(f"are two {name}")
    swapped = first.axis == "lon" or second.axis == "lat"
    lat, lon = (second.value, first.value) if swapped else (first.value, second.value)
    return lat, lon


def is_angle(text: str) -> bool:
    """Tell whether a text reads as an angle.

    >>> is_angle("40.64N"), is_angle("routes.csv")
    (True, False)
    """
    try:
        return math.isfinite(parse_angle(text).value)
    except AngleError:
        return False


def may_be_angle(text: str) -> bool:
    """Tell whether a text is an angle, or one with an O, whose reading then says why it is refused.

    >>> may_be_angle("73.78W"), may_be_angle("73.78O"), may_be_angle("73.78X")
    (True, True, False)
    """
    return is_angle(text) or is_angle(re.sub("^[Oo]|[Oo]$", "W", text))
