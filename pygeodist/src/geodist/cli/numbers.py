"""From cells of text to numbers."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from geodist._geodist_core import read_cells
from geodist.cli.angles import AngleError, parse_angle, parse_decimal
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from geodist.cli.io.cells import FloatArray, Texts

# An azimuth has no axis of its own; east and west are as good as for a longitude.
AXES = {Kind.LATITUDE: "lat", Kind.LONGITUDE: "lon", Kind.AZIMUTH: "lon"}
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE | re.ASCII)


def read_texts(texts: Texts, kind: Kind, decimal: str = ".") -> FloatArray:
    """Read a column of text as numbers, NaN where a cell is none."""
    values: FloatArray = read_cells(texts.data, texts.offsets, AXES.get(kind, ""), decimal)
    if texts.missing is not None:
        values[texts.missing] = math.nan
    return values


def explain(text: str, kind: Kind, decimal: str = ".") -> str | None:
    """Say why a cell is not a number of this kind, whatever its range; None where it is one."""
    if not text.strip():
        return "the cell is empty"
    if decimal == ".":
        reason = _explain(text, kind)
    elif "." in text:
        reason = "is not a number: --decimal says that decimals have a comma"
    else:
        reason = _explain(text.replace(decimal, "."), kind)
    return reason and f"{text!r} {reason}"


def _explain(text: str, kind: Kind) -> str | None:
    if parse_decimal(text) is not None or _INFINITE.fullmatch(text.strip()):
        return None
    if parse_decimal(text.replace(",", ".", 1)) is not None:
        return "is not a number; decimals with a comma are read by --decimal ,"
    if not kind.is_angle or not any(character.isdigit() for character in text):
        return "is not a number"
    try:
        angle = parse_angle(text)
    except AngleError as error:
        return str(error)
    wanted = "lat" if kind is Kind.LATITUDE else "lon"
    if angle.axis and angle.axis != wanted:
        name = {"lat": "latitude", "lon": "longitude"}[angle.axis]
        return f"is a {name}, where {kind.value} is needed"
    return None
