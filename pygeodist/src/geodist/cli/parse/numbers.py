"""From cells of text to numbers."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from geodist._geodist_core import (
    join_parts,
    read_cells,
    read_point,
    read_point_cells,
    read_split_cells,
)
from geodist.cli.io.cells import with_mark
from geodist.cli.parse.angles import AngleError, as_utf8, is_angle, parse_angle, parse_decimal
from geodist.cli.parse.quotes import quote
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from geodist.cli.io.cells import FloatArray, Texts

BLANK_HINT = "quotes behind a blank are text: remove the blank before the quote"
_COMMAS = "is not a number: with --decimal , the decimal mark is a comma"
# What became of a cell with a point.
NEEDS_ORDER, _READ = 1, 2
_SHAPE = re.compile(
    r"\s*(?:SRID=\d+;)?\s*((?:MULTI)?(?:LINESTRING|POLYGON)|MULTIPOINT|GEOMETRYCOLLECTION)\b",
    re.IGNORECASE | re.ASCII,
)
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE | re.ASCII)


def read_texts(texts: Texts, kind: Kind, decimal: str = ".") -> FloatArray:
    """Read a column of text as numbers, NaN where a cell is not a number."""
    return _without_missing(read_cells(_cells(texts, decimal), axis_of(kind), decimal), texts)


def parse_split(
    columns: Sequence[Texts], kind: Kind, decimal: str = ".", *, has_hemisphere: bool
) -> FloatArray:
    """Read columns of degrees, minutes, seconds and hemispheres, NaN where they make no angle.

    Parameters
    ----------
    columns
        The parts, each optional from the right.
    kind
        What the angle is.
    decimal
        The decimal mark.
    has_hemisphere
        Whether the last column must hold hemispheres; else it may.
    """
    cells = [_cells(column, decimal) for column in columns]
    values = read_split_cells(cells, has_hemisphere, axis_of(kind), decimal)
    for column in columns:
        values = _without_missing(values, column)
    return values


def parse_points(
    texts: Texts, order: str, decimal: str = "."
) -> tuple[FloatArray, FloatArray, npt.NDArray[np.uint8]]:
    """Read a column of texts that hold both coordinates.

    Parameters
    ----------
    texts
        The cells.
    order
        "lat,lon" or "lon,lat", of two numbers that do not say it; "" where it is not known.
    decimal
        The decimal mark.

    Returns
    -------
    lat, lon
        NaN where a cell is not read.
    status
        0 for what is not a point, 1 where the order has to be known, 2 for what is read.
    """
    lat, lon, status = read_point_cells(_cells(texts, decimal), order, decimal)
    return _without_missing(lat, texts), _without_missing(lon, texts), status


def _cells(texts: Texts, decimal: str) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    texts = with_mark(texts, decimal)
    return texts.data, texts.offsets


def _without_missing(values: FloatArray, texts: Texts) -> FloatArray:
    if texts.missing is not None:
        values[texts.missing] = math.nan
    return values


def axis_of(kind: Kind) -> str:
    """Name the axis whose angles a cell may hold: "lat", "lon" or none."""
    # An azimuth has no axis of its own; east and west are as good as for a longitude.
    return "lon" if kind is Kind.AZIMUTH else kind.axis


def explain(text: str, kind: Kind, decimal: str = ".") -> str | None:
    """Say why a cell is not a number of this kind, whatever its range; None where it is one."""
    if not text.strip():
        return "the cell is empty"
    if decimal == ".":
        reason = _explain(text, kind)
    elif "." in text:
        reason = _COMMAS
    else:
        reason = _explain(text.replace(decimal, "."), kind)
    return reason and f"{quote(text)} {reason}"


def _explain(text: str, kind: Kind) -> str | None:
    if parse_decimal(text) is not None or _INFINITE.fullmatch(text.strip()):
        return None
    if text[0] == " " and text.lstrip(" ").startswith('"'):
        return f"is not a number; {BLANK_HINT}"
    if "," in text and _is_read(text.replace(",", ".", 1), kind):
        return "is not a number; for decimal commas use --decimal ,"
    if not kind.is_angle or not any(character.isdigit() for character in text):
        return "is not a number"
    status = read_point(as_utf8(text), "")[2]
    if kind.axis and (status == _READ or (status == NEEDS_ORDER and re.search("[,;]", text))):
        return (
            "has both coordinates: name its column for latitude and longitude, and add --order "
            "lat,lon or --order lon,lat if the cell does not say it"
        )
    try:
        angle = parse_angle(text)
    except AngleError as error:
        return str(error)
    wanted = "lat" if kind is Kind.LATITUDE else "lon"
    if angle.axis and angle.axis != wanted:
        name = {"lat": "latitude", "lon": "longitude"}[angle.axis]
        return f"is a {name}, not {kind.value}"
    return None


def _is_read(text: str, kind: Kind) -> bool:
    """Tell whether a text is a number, or an angle where one is wanted."""
    return parse_decimal(text) is not None or (kind.is_angle and is_angle(text))


def explain_split(
    texts: Sequence[str], kind: Kind, decimal: str = ".", *, has_hemisphere: bool
) -> str | None:
    """Say why parts do not make an angle, whatever its range; None where they do."""
    if any(not text.strip() for text in texts):
        return "a cell is empty"
    if decimal != "." and (wrong := next((text for text in texts if "." in text), None)):
        return f"{quote(wrong)} {_COMMAS}"
    parts = [text.strip().replace(decimal, ".") for text in texts]
    joined = join_parts(list(map(as_utf8, parts)), has_hemisphere)
    if joined:
        return explain(joined, kind)
    shown = ", ".join(map(quote, texts))
    is_letter = parts[-1][:1].isalpha()
    if has_hemisphere and not is_letter:
        return f"{quote(texts[-1])} is not a hemisphere: N, S, E or W"
    if is_letter and parts[0][0] in "+-":
        return f"{shown}: both a sign and a hemisphere; remove one of them"
    return f"{shown} are not degrees, minutes and seconds"


def explain_point(text: str, order: str, decimal: str = ".") -> str | None:
    """Say why a cell is not a point; None where it is one."""
    if not text.strip():
        return "the cell is empty"
    if decimal != "." and "." in text:
        return f"{quote(text)} {_COMMAS}"
    if found := _SHAPE.match(text):
        return (
            f"{quote(text)} is a {found[1].upper()}, not a point; lines and polygons are read from "
            "formats with geometries, such as GeoJSON, GeoPackage and GeoParquet"
        )
    plain = as_utf8(text)
    lat, lon, status, reason = read_point(plain.replace(decimal, "."), order)
    if status == _READ:
        return None
    if status == NEEDS_ORDER:
        one, two = f"{lat:.15g}", f"{lon:.15g}"
        return (
            f"{quote(text)} may be latitude {one}, longitude {two} (--order lat,lon) or longitude "
            f"{one}, latitude {two} (--order lon,lat)"
        )
    is_decimal_comma = decimal == "." and ";" in text and "," in text
    if is_decimal_comma and read_point(plain.replace(",", "."), order)[2]:
        reason += "; for decimal commas use --decimal ,"
    return f"{quote(text)} {reason}"
