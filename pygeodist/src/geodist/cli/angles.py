"""Angles as people write them: decimal degrees, or degrees, minutes and seconds, with N, S, E, W.

The grammar is that of GeographicLib's tools, described in [1]_. Besides, one whitespace is allowed
after a degree, minute or second sign and beside a hemisphere; whitespace alone may part degrees,
minutes and seconds that have a hemisphere, as in 40 26 46 N; and so is a plain number in exponent
notation where no hemisphere can be meant. A minus sign with S or W, as in -33.9S, is refused:
GeographicLib turns it into 33.9 N, while who writes it means 33.9 S.

References
----------
.. [1] C. F. F. Karney, GeographicLib, class DMS,
   https://geographiclib.sourceforge.io/C++/doc/classGeographicLib_1_1DMS.html
"""

from __future__ import annotations

import math
import re
from typing import Literal, NamedTuple

Axis = Literal["", "lat", "lon"]

_SYMBOLS = str.maketrans(
    {
        **dict.fromkeys("D\u00b0\u00ba\u2070\u02da\u2218*", "d"),
        **dict.fromkeys("`\u2032\u2035\u00b4\u2018\u2019\u201b\u02b9\u02ca\u02cb", "'"),
        **dict.fromkeys("\u2033\u2036\u02dd\u201c\u201d\u201f\u02ba", '"'),
        **dict.fromkeys("\u2795\u2064", "+"),
        **dict.fromkeys("\u2010\u2011\u2013\u2014\u2212\u2796", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u200b\u202f\u2063"),
    }
)
_SPACE = re.compile(r"(?<=[d'\":])\s+|\s+(?=[NSEWnsew]$)|(?<=^[NSEWnsew])\s+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_EAST_OR_EXPONENT = re.compile(r"[0-9.][eE][+-]", re.ASCII)
_NUMBER = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_COMPONENTS = re.compile(rf"(?:{_NUMBER}[d'\":])*(?:{_NUMBER})?", re.ASCII)
_BLANKS = re.compile(rf"{_NUMBER}(?:\s+{_NUMBER}){{1,2}}", re.ASCII)
# Degrees, minutes and perhaps seconds that blanks part, with a hemisphere.
_BLANKS_AND_HEMISPHERE = re.compile(
    rf"(?=[NSEW]|.*[NSEW]$)([NSEW]? ?[+-]?[0-9]+)\s+({_NUMBER})(?:\s+({_NUMBER}))?([NSEW]?)",
    re.ASCII,
)
_MINUS_AND_HEMISPHERE = re.compile(r"-.*[SW]|[SW]-.*")
_COMPONENT = re.compile(rf"({_NUMBER})([d'\":]?)", re.ASCII)
_PLACES = ("degrees", "minutes", "seconds")
_HEMISPHERES: dict[str, tuple[Axis, int]] = {
    "N": ("lat", 1),
    "S": ("lat", -1),
    "E": ("lon", 1),
    "W": ("lon", -1),
}


class AngleError(ValueError):
    """A text that is not an angle; the message says why, to be read after the text itself."""


class Angle(NamedTuple):
    """An angle in degrees, and the axis that its hemisphere tells: "lat", "lon" or none."""

    value: float
    axis: Axis = ""


def parse_decimal(text: str) -> float | None:
    """Read a plain number, also in exponent notation; None where it is none.

    >>> parse_decimal("-1.5e3"), parse_decimal("1_000"), parse_decimal("nan")
    (-1500.0, None, None)
    """
    text = text.strip()
    return float(text) if _DECIMAL.fullmatch(text) else None


def parse_angle(text: str) -> Angle:
    r"""Read one angle.

    Raises
    ------
    AngleError
        The text is no angle.

    Examples
    --------
    >>> parse_angle("73d46'48\"W")
    Angle(value=-73.78, axis='lon')
    >>> parse_angle("40:38:24"), parse_angle("-33.9"), parse_angle("40 38 24 N")
    (Angle(value=40.64, axis=''), Angle(value=-33.9, axis=''), Angle(value=40.64, axis='lat'))
    """
    if (value := parse_decimal(text)) is not None:
        return Angle(value)
    plain = text.translate(_SYMBOLS).replace("''", '"').strip()
    plain = _SPACE.sub("", plain).upper().replace("D", "d")
    if match := _BLANKS_AND_HEMISPHERE.fullmatch(plain):
        *parts, end = match.groups(default="")
        plain = ":".join(filter(None, parts)).replace(" ", "") + end
    if not plain:
        raise AngleError("is empty")
    if not any(character.isdigit() for character in plain):
        raise AngleError("is not a number")
    start = 1 if plain[0] in _HEMISPHERES else 0
    # A sign inside begins the next term of a sum.
    terms = re.split(r"(?<!^)(?=[+-])", plain[start:])
    terms[0] = plain[:start] + terms[0]
    if len(terms) == 1 and _MINUS_AND_HEMISPHERE.fullmatch(plain):
        raise AngleError("has a minus sign and S or W: leave one of them out")
    total, axis = 0.0, Angle(0).axis
    for term in terms:
        value, other = _parse_term(term)
        if axis and other and axis != other:
            raise AngleError("mixes a latitude and a longitude")
        total, axis = total + value, axis or other
    return Angle(total, axis)


def is_ambiguous(text: str) -> bool:
    """Tell whether the text is a number in exponent notation that GeographicLib reads as a sum.

    >>> is_ambiguous("7.0E+1"), is_ambiguous("7.0E1")
    (True, False)
    """
    return bool(_EAST_OR_EXPONENT.search(text))


def _parse_term(term: str) -> Angle:
    axis: Axis = ""
    sign = 1
    body = term
    leading = body[:1] in _HEMISPHERES
    if leading:
        axis, sign = _HEMISPHERES[body[0]]
        body = body[1:]
    if body[-1:] in _HEMISPHERES:
        if leading:
            raise AngleError("has two hemispheres")
        axis, sign = _HEMISPHERES[body[-1]]
        body = body[:-1]
    if body[:1] in ("+", "-"):
        sign = -sign if body[0] == "-" else sign
        body = body[1:]
    return Angle(sign * _parse_components(body), axis)


def _parse_components(body: str) -> float:
    if not body or not _COMPONENTS.fullmatch(body):
        bad = re.search(r"[d'\":]", body) or _BLANKS.fullmatch(body)
        raise AngleError(BAD if bad else "is not a number")
    if body.endswith(":"):
        raise AngleError("ends with a colon")
    parts: list[float] = [0.0, 0.0, 0.0]
    place = 0
    matches = list(_COMPONENT.finditer(body))
    for match in matches:
        number, indicator = match.groups()
        at = "d'\"".find(indicator) if indicator and indicator != ":" else place
        if at < place or at > 2:
            raise AngleError("has its degrees, minutes and seconds in the wrong order")
        if "." in number and match is not matches[-1]:
            raise AngleError("has a decimal point before its last part")
        value = float(number)
        # The integer part must be below 60; GeographicLib takes 60.0, to which 59.99... may round.
        if at and (value > 60 or (value == 60 and "." not in number)):
            raise AngleError(f"has {number} {_PLACES[at]}, which must be below 60")
        parts[at] = value
        place = at + 1
    degrees, minutes, seconds = parts
    if seconds:
        return (60 * (60 * degrees + minutes) + seconds) / 3600
    return (60 * degrees + minutes) / 60 if minutes else degrees


# Without a hemisphere blanks part them nowhere: "40 38" may be two numbers.
BAD = "is not made of degrees, minutes and seconds, as 40d38'24\" or 40:38:24 or 40.64"


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
