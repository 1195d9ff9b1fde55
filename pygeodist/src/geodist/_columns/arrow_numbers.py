"""Numbers in columns of Arrow, by the rule of `geodist._columns.numbers`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import numpy as np

from geodist._errors import InvalidGeometryError

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from geodist._geodist_core import _ArrowChunk, _ArrowField
    from geodist._typing import FloatArray

# https://arrow.apache.org/docs/format/CDataInterface.html#data-type-description-format-strings
_DTYPES: Final[dict[str, type[np.number[Any]]]] = {
    "c": np.int8,
    "C": np.uint8,
    "s": np.int16,
    "S": np.uint16,
    "i": np.int32,
    "I": np.uint32,
    "l": np.int64,
    "L": np.uint64,
    "e": np.float16,
    "f": np.float32,
    "g": np.float64,
}
_TEXT: Final = {"u", "U", "vu"}
# Whole numbers up to 2**53 and powers of ten up to 10**22 are exact, so that their quotient is
# rounded once.
_EXACT: Final = 2**53
_EXACT_POWER: Final = 22


def read_numbers(field: _ArrowField, chunk: _ArrowChunk, start: int, length: int) -> FloatArray:
    """
    Read rows as float64, nulls as NaN; a view where the memory holds that already.

    Parameters
    ----------
    field, chunk : tuple
        The column: its type, and its memory.
    start, length : int
        Which rows.

    Returns
    -------
    ndarray of float64
        The numbers: booleans are 0 and 1, decimals are rounded to the nearest, and those of a
        dictionary are looked up.

    Raises
    ------
    TypeError
        The column holds something else.
    InvalidGeometryError
        The column is shorter than it says.
    """
    form, name, _, dictionary = field
    _, offset, buffers, _ = chunk
    first = offset + start
    if form == "n":
        return np.full(length, np.nan)
    if dictionary and form in _DTYPES:
        return _looked_up(field, chunk, start, length)
    if len(buffers) != 2 or buffers[1] is None or form.startswith("+"):
        what = "text" if form in _TEXT else f"Arrow data of format {form!r}"
        raise TypeError(f"{name!r} must hold real numbers, got {what}")
    valid = valid_rows(chunk, start, length)
    numbers: FloatArray
    if form == "b":
        bits = np.unpackbits(buffers[1], count=first + length, bitorder="little")
        numbers = bits[first:].astype(np.float64)
    elif form.startswith("d:"):
        numbers = _decimals(form, buffers[1], first, length, valid)
    else:
        values = buffers[1].view(_DTYPES[form])[first : first + length]
        numbers = values.astype(np.float64, copy=False)
    if numbers.size != length:
        raise InvalidGeometryError(f"the Arrow field {name!r} is shorter than it says")
    return blank(np.require(numbers, requirements="A"), valid)


def valid_rows(chunk: _ArrowChunk, start: int, length: int) -> NDArray[np.bool_] | None:
    """Say which rows are not null; None if all are."""
    bitmap = chunk[2][0] if chunk[2] else None
    if bitmap is None:
        return None
    first = chunk[1] + start
    bits = np.unpackbits(bitmap, count=first + length, bitorder="little")[first:]
    return None if bits.all() else bits.astype(np.bool_)


def blank(values: FloatArray, valid: NDArray[np.bool_] | None) -> FloatArray:
    """Make NaN of rows that are null."""
    return values if valid is None else np.where(valid, values, np.nan)


def _looked_up(field: _ArrowField, chunk: _ArrowChunk, start: int, length: int) -> FloatArray:
    """Read rows of a dictionary, whose values are the only child."""
    form, name, metadata, (values,) = field
    _, offset, buffers, (held,) = chunk
    numbers = read_numbers((values[0], name, *values[2:]), held, 0, held[0])
    rows = read_numbers((form, name, metadata, ()), (length, offset, buffers, ()), start, length)
    found = np.full(length, np.nan)
    there = ~np.isnan(rows)
    found[there] = numbers[rows[there].astype(np.intp)]
    return found


def _decimals(
    form: str,
    buffer: NDArray[np.uint8],
    first: int,
    length: int,
    valid: NDArray[np.bool_] | None,
) -> FloatArray:
    """Round decimals, which are whole numbers of 32 to 256 bits and a scale, to the nearest."""
    _, scale, *bits = map(int, form.removeprefix("d:").split(","))
    size = (bits or [128])[0] // 8
    raw = buffer.reshape(-1, size)[first : first + length]
    words = raw.view(np.int32 if size == 4 else np.int64).astype(np.int64)
    if sys.byteorder == "big":
        words = words[:, ::-1]
    low = words[:, 0]
    exact = (np.abs(low) <= _EXACT) & (words[:, 1:] == (low >> 63)[:, np.newaxis]).all(axis=1)
    if abs(scale) > _EXACT_POWER:
        exact[:] = False
    power = float(10 ** min(abs(scale), _EXACT_POWER))
    numbers = np.asarray(low / power if scale >= 0 else low * power, np.float64)
    # Few numbers have more than 15 digits: Python divides these exactly.
    for row in np.flatnonzero(~exact if valid is None else valid & ~exact).tolist():
        whole = int.from_bytes(raw[row].tobytes(), sys.byteorder, signed=True)
        numbers[row] = whole / 10**scale if scale >= 0 else float(whole * 10**-scale)
    return numbers
