"""What is written on the command line: points, numbers, ellipsoids, units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import numpy as np

import geodist
from geodist.cli.parse.angles import (
    AngleError,
    is_ambiguous,
    is_angle,
    may_be_angle,
    order_point,
    parse_angle,
    parse_decimal,
    split_point,
)
from geodist.cli.parse.quotes import quote
from geodist.cli.parse.units import UNIT_NAMES
from geodist.cli.roles import MOST_LONGITUDE, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.roles import Role

# An argument that begins like a negative number is a value, never an option.
NEGATIVE_NUMBER = re.compile(r"-\.?[0-9]")

_SEPARATOR = re.compile(r"[,\s]+")
_COMMA_AND_LETTER = re.compile(r"(?<=[0-9]),([NSEWO])(?=,|\s|$)")
# Decimal commas, or two points
_TWO_READINGS = re.compile(r"\s*[+-]?[0-9]+,[0-9]+\s*;\s*[+-]?[0-9]+,[0-9]+\s*")
_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9.])\s+(?=[0-9.])")


def split_values(arguments: Sequence[str]) -> list[str]:
    r"""Split arguments into values: points may be "lat,lon", "lat;lon", "lat lon" or two arguments.

    >>> split_values(["40.64,-73.78", "51.47", "-0.45"])
    ['40.64', '-73.78', '51.47', '-0.45']
    >>> split_values(["40° 38' 24\" N, 73° 46' 48\" W"])
    ['40° 38\' 24" N', '73° 46\' 48" W']
    >>> split_values(["40 38 24 N, 73 46 48 W", "2 3E"])
    ['40 38 24 N', '73 46 48 W', '2', '3E']
    >>> split_values(["403824N0734648W", "+51.47-000.45/", "4807.038,N,01131.000,E"])
    ['403824N', '0734648W', '+51.47', '-000.45', '4807.038N', '01131.000E']
    >>> split_values(["N 40 38.4, W 073 46.8", "40.64;-73.78"])
    ['N 40 38.4', 'W 073 46.8', '40.64', '-73.78']

    Raises
    ------
    click.UsageError
        An argument has two readings.
    """
    values: list[str] = []
    for argument in arguments:
        if _TWO_READINGS.fullmatch(argument):
            one, two = argument.split(";")
            point = argument.replace(",", ".").replace(";", ",")
            raise click.UsageError(
                f"{argument.strip()} may be the point {point.strip()}, written with decimal commas, "
                f"or the two points {one.strip()} and {two.strip()}: write decimals with a point"
            )
        # NMEA 0183 has a comma before its letters.
        text = _COMMA_AND_LETTER.sub(r"\1", argument)
        whole = split_point(text)
        for part in [text] if len(whole) == 2 else re.split("[,;]", text):
            values += _split_part(part.strip())
    return [value for value in values if value]


def _split_part(text: str) -> list[str]:
    """Split what has no mark between two values."""
    if len(halves := split_point(text)) == 2:
        return halves
    # "2 3E" may be two angles, and is one only in a table.
    if may_be_angle(text) and len(_BETWEEN_NUMBERS.findall(text)) != 1:
        return [text]
    return _SEPARATOR.split(text)


def blanks_hint(arguments: Sequence[str]) -> str:
    """Say how degrees, minutes and seconds are written, if blanks separate too many numbers."""
    if all(len(part.split()) < 3 for argument in arguments for part in argument.split(",")):
        return ""
    return "; degrees, minutes and seconds are written 40:38:24 or 40d38'24\""


def decimals_hint(arguments: Sequence[str], count: int) -> str:
    """Say how decimals are written, where ``count`` numbers seem to have commas."""
    numbers = [number for argument in arguments for number in argument.split()]
    commas = all(re.fullmatch(r"[+-]?[0-9]+,[0-9]+", number) for number in numbers)
    return "; write decimals with a point" if commas and len(numbers) == count else ""


def refuse_decimal_commas(arguments: Sequence[str]) -> None:
    """Refuse what may be one number with a decimal comma, or a point of whole degrees."""
    for argument in arguments:
        match = re.fullmatch(r"\s*([+-]?[0-9]{1,3}),([0-9]{2,})\s*", argument)
        if match and (match[2].startswith("0") or int(match[2]) > MOST_LONGITUDE):
            raise click.UsageError(
                f"{argument.strip()} may be the number {match[1]}.{match[2]}, written with a "
                f"decimal comma, or latitude {match[1]}, longitude {match[2]}: write {match[1]}.{match[2]} "
                f"or {match[1]}.0,{int(match[2])}.0"
            )


def look_like_values(arguments: Sequence[str]) -> bool:
    """Tell whether the arguments are values, not the name of a table."""
    values = split_values(arguments)
    return bool(values) and (is_angle(values[0]) or bool(re.match(r"[+-]?[0-9]+[.:]", values[0])))


def parse_values(values: Sequence[str], roles: Sequence[Role]) -> list[float]:
    """Read one value per role; the two of a point may be in any order if their letters tell.

    Raises
    ------
    click.UsageError
        A value cannot be read.
    """
    result: list[float] = []
    i = 0
    while i < len(roles):
        if roles[i].end:
            result += parse_point(values[i], values[i + 1])
            i += 2
        else:
            result.append(_parse_value(values[i], roles[i].kind))
            i += 1
    return result


def refuse_outside(values: Sequence[float], roles: Sequence[Role]) -> None:
    """Refuse values that are out of the range of what they are."""
    points = {(role.end, role.axis): x for role, x in zip(roles, values, strict=True) if role.end}
    for role, value in zip(roles, values, strict=True):
        if not role.kind.allows(np.array([value]))[0]:
            other = points.get((role.end, "lon")) if role.axis == "lat" else None
            raise click.UsageError(f"{value:.15g} {role.kind.refusal(value, other)}")


def parse_point(first: str, second: str) -> tuple[float, float]:
    """Read a point; latitude comes first unless N, S, E or W say otherwise."""
    angles = []
    for text in (first, second):
        if is_ambiguous(text):
            raise click.UsageError(
                f"{quote(text)} may be a number in exponent notation or a sum of degrees east; "
                "write it without an exponent"
            )
        try:
            angles.append(parse_angle(text))
        except AngleError as error:
            raise click.UsageError(f"{quote(text)} {error}") from error
    try:
        return order_point(*angles)
    except AngleError as error:
        raise click.UsageError(f"{quote(first)} and {quote(second)} {error}") from error


def parse_point_option(text: str, *, any_longitude: bool = False) -> tuple[float, float]:
    """Read a point that is one argument: "lat,lon"."""
    if not any_longitude:
        refuse_decimal_commas([text])
    values = split_values([text])
    if len(values) != 2:
        hint = blanks_hint([text]) or decimals_hint([text], 2)
        raise click.UsageError(f"not a point, LAT,LON{hint}")
    return parse_point(*values)


def _parse_value(text: str, kind: Kind) -> float:
    try:
        value = parse_angle(text).value if kind.is_angle else parse_decimal(text)
    except AngleError as error:
        raise click.UsageError(f"{quote(text)} {error}") from error
    if value is None:
        raise click.UsageError(f"{quote(text)} is not a number{unit_hint(text)}")
    return value


def unit_hint(text: str) -> str:
    """Say how to give a unit that was written after the number.

    >>> unit_hint("100km"), unit_hint("1e3")
    ('; write 100 --units km', '')
    """
    match = re.fullmatch(r"([0-9.eE+-]+) *([A-Za-z]+)", text.strip())
    unit = UNIT_NAMES.get(match[2].lower()) if match else None
    return f"; write {match[1]} --units {unit}" if match and unit else ""


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
        raise ValueError(f"the flattening {quote(text)} is not a number")
    return float(numerator) / float(denominator)
