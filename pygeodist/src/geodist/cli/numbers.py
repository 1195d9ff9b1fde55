"""From cells of text to numbers, and back."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodist._geodist_core import read_cells
from geodist.cli.angles import AngleError, parse_angle, parse_decimal
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from geodist.cli.blocks import FloatArray

_NO_NUMBER = "\0"
# An azimuth has no axis of its own; east and west are as good as for a longitude.
_AXES = {Kind.LATITUDE: "lat", Kind.LONGITUDE: "lon", Kind.AZIMUTH: "lon"}
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
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    texts = texts.cast(pa.large_binary())
    _, offsets, data = texts.buffers()
    first, last = texts.offset, texts.offset + len(texts) + 1
    values: FloatArray = read_cells(
        np.frombuffer(data or b"", np.uint8),
        np.frombuffer(offsets, np.int64)[first:last] if len(texts) else np.zeros(1, np.int64),
        _AXES.get(kind, ""),
        decimal,
    )
    if texts.null_count:
        values[texts.is_null().to_numpy(zero_copy_only=False)] = math.nan
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
