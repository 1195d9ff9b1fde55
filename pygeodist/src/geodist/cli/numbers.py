"""From cells of text to numbers, and back."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodist._geodist_core import join_parts, read_cells, read_point, read_points, read_split_cells
from geodist.cli.angles import AngleError, is_angle, parse_angle, parse_decimal
from geodist.cli.quotes import quote
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from geodist.cli.blocks import FloatArray

_NO_NUMBER = "\0"
_COMMAS = "is not a number: --decimal says that decimals have a comma"
# What became of a cell with a point.
NEEDS_ORDER, _READ = 1, 2
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE | re.ASCII)
# Up to here a double holds every whole number.
EXACT = float(1 << 53)


def with_points(texts: Any, decimal: str) -> Any:
    """Write the decimal commas of an Arrow array of text as points, if it has commas."""
    if decimal == ".":
        return texts
    # What has a point, as 1.234, is no number then: it may be a thousand.
    texts = pc.replace_substring(texts, ".", _NO_NUMBER)
    return pc.replace_substring(texts, decimal, ".")


def parse_numbers(texts: Any, kind: Kind, decimal: str = ".") -> FloatArray:
    """Read an Arrow array of text as numbers, NaN where a cell is none."""
    values = read_cells(_cells(texts), _axis(kind), decimal)
    return _without_nulls(values, texts)


def parse_split(
    columns: Sequence[Any], kind: Kind, decimal: str = ".", *, has_hemisphere: bool
) -> FloatArray:
    """Read Arrow arrays of degrees, minutes, seconds and hemispheres, NaN where they make no angle.

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
    values = read_split_cells(list(map(_cells, columns)), has_hemisphere, _axis(kind), decimal)
    for column in columns:
        values = _without_nulls(values, column)
    return values


def parse_points(
    texts: Any, order: str, decimal: str = "."
) -> tuple[FloatArray, FloatArray, npt.NDArray[np.uint8]]:
    """Read an Arrow array of texts that hold both coordinates.

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
    lat, lon, status = read_points(_cells(texts), order, decimal)
    return _without_nulls(lat, texts), _without_nulls(lon, texts), status


def _cells(texts: Any) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Give the bytes of an Arrow array of text, and where its cells begin and end."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    texts = texts.cast(pa.large_binary())
    _, offsets, data = texts.buffers()
    first, last = texts.offset, texts.offset + len(texts) + 1
    return (
        np.frombuffer(data or b"", np.uint8),
        np.frombuffer(offsets, np.int64)[first:last] if len(texts) else np.zeros(1, np.int64),
    )


def _without_nulls(values: FloatArray, texts: Any) -> FloatArray:
    if texts.null_count:
        values[texts.is_null().to_numpy(zero_copy_only=False)] = math.nan
    return values


def _axis(kind: Kind) -> str:
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
    if "," in text and _is_read(text.replace(",", ".", 1), kind):
        return "is not a number; decimals with a comma are read by --decimal ,"
    if not kind.is_angle or not any(character.isdigit() for character in text):
        return "is not a number"
    status = read_point(text, "")[2]
    if kind.axis and (status == _READ or (status == NEEDS_ORDER and re.search("[,;]", text))):
        return (
            "holds both coordinates: name the column for latitude and for longitude, and write "
            "--order lat,lon or --order lon,lat if the cell does not say it"
        )
    try:
        angle = parse_angle(text)
    except AngleError as error:
        return str(error)
    wanted = "lat" if kind is Kind.LATITUDE else "lon"
    if angle.axis and angle.axis != wanted:
        name = {"lat": "latitude", "lon": "longitude"}[angle.axis]
        return f"is a {name}, where {kind.value} is needed"
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
    joined = join_parts(parts, has_hemisphere)
    if joined:
        return explain(joined, kind)
    shown = ", ".join(map(quote, texts))
    is_letter = parts[-1][:1].isalpha()
    if has_hemisphere and not is_letter:
        return f"{quote(texts[-1])} is not a hemisphere: N, S, E or W"
    if is_letter and parts[0][0] in "+-":
        return f"{shown}: degrees with a sign have a hemisphere too; leave one of them out"
    return f"{shown} are not degrees, minutes and seconds"


def explain_point(text: str, order: str, decimal: str = ".") -> str | None:
    """Say why a cell is not a point; None where it is one."""
    if not text.strip():
        return "the cell is empty"
    if decimal != "." and "." in text:
        return f"{quote(text)} {_COMMAS}"
    lat, lon, status, reason = read_point(text.replace(decimal, "."), order)
    if status == _READ:
        return None
    if status == NEEDS_ORDER:
        one, two = f"{lat:.15g}", f"{lon:.15g}"
        return (
            f"{quote(text)} may be latitude {one}, longitude {two} (--order lat,lon) or longitude "
            f"{one}, latitude {two} (--order lon,lat): write which"
        )
    return f"{quote(text)} {reason}"


def format_numbers(values: Any, decimals: int | None) -> Any:
    """Write numbers as text: the shortest that reads back as the same, or with fixed decimals.

    Parameters
    ----------
    values
        An Arrow array of float64; null stays null.
    decimals
        Digits after the point.

    Examples
    --------
    >>> import pyarrow as pa
    >>> format_numbers(pa.array([0.1, -2.0, None]), 2).to_pylist()
    ['0.10', '-2.00', None]
    """
    if decimals is None:
        return pc.cast(values, pa.string())
    numbers = pc.fill_null(values, 0).to_numpy(zero_copy_only=False)
    power = 10**decimals
    scaled = np.rint(numbers * power)
    if len(scaled) and not np.abs(scaled).max() < EXACT:
        texts = [None if v is None else f"{v:.{decimals}f}" for v in values.to_pylist()]
        return pa.array(texts, pa.string())
    units = np.abs(scaled).astype(np.int64)
    sign = pa.array(["", "-"]).take(pa.array((scaled < 0).view(np.int8)))
    whole = pc.cast(pa.array(units // power), pa.string())
    parts = [sign, whole]
    if decimals:
        digits = pc.cast(pa.array(units % power), pa.string())
        parts += [pa.scalar("."), pc.utf8_lpad(digits, decimals, "0")]
    text = pc.binary_join_element_wise(*parts, pa.scalar(""))
    return pc.if_else(pc.is_valid(values), text, pa.scalar(None, pa.string()))


def round_numbers(values: Any, decimals: int | None) -> Any:
    """Round an Arrow array of float64 for a format that holds numbers, not text."""
    return values if decimals is None else pc.round(values, decimals)
