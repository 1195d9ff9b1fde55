"""Geometries in GeoArrow's nested layouts as well-known binary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geodist._columns.arrow_numbers import read_numbers
from geodist._errors import InvalidGeometryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist._geodist_core import _ArrowChunk, _ArrowField

# The type of each in well-known binary, and what it consists of. Rings have no type.
_KINDS: Final = {
    "point": (1, "coordinates"),
    "linestring": (2, "coordinates"),
    "polygon": (3, "ring"),
    "multipoint": (4, "point"),
    "multilinestring": (5, "linestring"),
    "multipolygon": (6, "polygon"),
    "ring": (0, "coordinates"),
}
ENCODINGS: Final = tuple(kind for kind in _KINDS if kind != "ring")


def geoarrow_wkb(
    field: _ArrowField, chunk: _ArrowChunk, kind: str
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """
    Write a column of geometries of one kind as well-known binary.

    Parameters
    ----------
    field, chunk : tuple
        The column: its type, and its memory.
    kind : str
        One of `ENCODINGS`.

    Returns
    -------
    data : ndarray of uint8
        The geometries, one after the other. What stands for a null row has no meaning.
    bounds : ndarray of int64
        Where each begins, and the last one ends.

    Raises
    ------
    InvalidGeometryError
        The column does not have the layout of that kind.

    Notes
    -----
    https://geoarrow.org/format.html
    """
    return _encode(field, chunk, kind, 0, chunk[0])


def _encode(
    field: _ArrowField, chunk: _ArrowChunk, kind: str, start: int, length: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    form, name, _, children = field
    if kind == "coordinates":
        return _coordinates(field, chunk, start, length)
    number, of = _KINDS[kind]
    if kind == "point":
        data, bounds = _encode(field, chunk, of, start, length)
        return _with_headers(_headers(number, field, None, length), data, bounds)
    if form not in {"+l", "+L"}:
        raise InvalidGeometryError(f"the Arrow field {name!r} does not hold {kind}s of GeoArrow")
    first = chunk[1] + start
    offsets = np.zeros(length + 1, np.int64)
    if length and (buffer := chunk[2][1]) is not None:
        stored = buffer.view(np.int32 if form == "+l" else np.int64)
        offsets = stored[first : first + length + 1].astype(np.int64)
    begin, end = int(offsets[0]), int(offsets[-1])
    data, parts = _encode(children[0], chunk[3][0], of, begin, end - begin)
    headers = _headers(number, field, np.diff(offsets), length)
    return _with_headers(headers, data, parts[offsets - begin])


def _coordinates(
    field: _ArrowField, chunk: _ArrowChunk, start: int, length: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    form, _, _, children = field
    axes = _axes(field)
    first = chunk[1] + start
    if form == "+s":
        names = [child[1] for child in children]
        each = [names.index(axis) for axis in axes]
        columns = [read_numbers(children[i], chunk[3][i], first, length) for i in each]
        values = np.stack(columns, axis=1)
    else:
        size = len(axes)
        flat = read_numbers(children[0], chunk[3][0], first * size, length * size)
        values = flat.reshape(length, size)
    data = np.ascontiguousarray(values, "<f8").view(np.uint8).reshape(-1)
    return data, 8 * len(axes) * np.arange(length + 1)


def _axes(field: _ArrowField) -> str:
    """Tell the axes of coordinates: "xy", "xyz", "xym" or "xyzm"."""
    form, name, _, children = field
    while form in {"+l", "+L"}:
        form, _, _, children = children[0]
    names = [child[1] for child in children]
    axes = "".join(names) if form == "+s" else ""
    if form.startswith("+w:"):
        # The name of the only child says which three there are.
        usual = {"2": "xy", "3": "xyz", "4": "xyzm"}.get(form.removeprefix("+w:"), "")
        axes = names[0] if usual == "xyz" and names[0] == "xym" else usual
    found = "".join(axis for axis in "xyzm" if axis in axes)
    if len(found) != len(axes) or not found.startswith("xy"):
        raise InvalidGeometryError(f"the Arrow field {name!r} has no coordinates of GeoArrow")
    return found


def _headers(
    number: int, field: _ArrowField, counts: NDArray[np.int64] | None, length: int
) -> NDArray[np.uint8]:
    """Write what comes before the content of each geometry: byte order, type, number of items."""
    parts = []
    if number:
        axes = _axes(field)
        code = np.array([number + 1000 * ("z" in axes) + 2000 * ("m" in axes)], "<u4")
        begin = np.concatenate([np.ones(1, np.uint8), code.view(np.uint8)])
        parts.append(np.broadcast_to(begin, (length, 5)))
    if counts is not None:
        parts.append(counts.astype("<u4").view(np.uint8).reshape(length, 4))
    return np.concatenate(parts, axis=1)


def _with_headers(
    headers: NDArray[np.uint8], data: NDArray[np.uint8], bounds: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Put a header before each piece of bytes."""
    count, size = headers.shape
    begins = bounds + size * np.arange(count + 1)
    result = np.empty(begins[-1], np.uint8)
    places = begins[:-1, np.newaxis] + np.arange(size)
    rest = np.ones(result.size, np.bool_)
    rest[places] = False
    result[places] = headers
    result[rest] = data
    return result, begins
