"""From typed Arrow columns to the text that CSV and JSON have for them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_CONTROL = r"[\x00-\x1f]"


def join(*parts: Any) -> Any:
    """Join Arrow arrays of bytes, row by row; bytes among the parts stand in every row."""
    scalars = [pa.scalar(part, pa.binary()) if isinstance(part, bytes) else part for part in parts]
    return pc.binary_join_element_wise(*scalars, pa.scalar(b"", pa.binary()))


def contents(array: Any) -> Any:
    """Return the bytes of all rows of an Arrow array of bytes, one after the other."""
    if not len(array):
        return b""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    _, offsets, data = array.buffers()
    wide = pa.types.is_large_binary(array.type)
    bounds = np.frombuffer(offsets, np.int64 if wide else np.int32)
    first, last = int(bounds[array.offset]), int(bounds[array.offset + len(array)])
    return data.slice(first, last - first)


def plain(array: Any) -> Any:
    """Return a column without the type that a library may have registered for it."""
    return array.storage if isinstance(array.type, pa.BaseExtensionType) else array


def csv_cells(array: Any, delimiter: str) -> Any:
    """Write a column as the cells of a CSV table, as bytes; null is empty."""
    array = plain(array)
    texts = _texts(array)
    if _is_text(array.type) or _is_nested(array.type):
        return csv_texts(pc.fill_null(texts, ""), delimiter)
    return pc.fill_null(texts, "").cast(pa.binary())


def csv_texts(texts: Any, delimiter: str) -> Any:
    """Put text, of any encoding that extends ASCII, in quotes where a cell of CSV needs them."""
    cells = texts.cast(pa.binary())
    needed = pc.match_substring_regex(cells, f'[{_escaped(delimiter)}"\\r\\n]')
    if pc.any(needed).as_py():
        doubled = pc.replace_substring(cells, b'"', b'""')
        cells = pc.if_else(needed, join(b'"', doubled, b'"'), cells)
    return cells


def json_values(array: Any) -> Any:
    """Write a column as JSON values, as bytes: null and NaN as null, infinity as text."""
    array = plain(array)
    type_ = array.type
    if _is_nested(type_):
        texts = _texts(array)
    elif _is_text(type_):
        texts = _json_strings(_texts(array))
    elif pa.types.is_floating(type_):
        # JSON has no such numbers.
        texts = pc.if_else(pc.is_nan(array), pa.scalar(None, pa.string()), _texts(array))
        texts = pc.if_else(pc.is_inf(array), _quoted(texts), texts)
    elif pa.types.is_integer(type_) or pa.types.is_boolean(type_) or pa.types.is_decimal(type_):
        texts = _texts(array)
    else:
        texts = _json_strings(_texts(array))
    return pc.fill_null(texts, "null").cast(pa.binary())


def json_members(names: Sequence[str], columns: Sequence[Any]) -> list[Any]:
    """Write columns as the members of objects: parts to be joined, commas between them.

    Bytes are numbers as they are written.
    """
    parts: list[Any] = []
    for name, column in zip(names, columns, strict=True):
        comma = b"," if parts else b""
        is_number = pa.types.is_binary(column.type)
        values = pc.fill_null(column, b"null") if is_number else json_values(column)
        parts += [comma + json_text(name) + b":", values]
    return parts


def hexadecimal(array: Any) -> Any:
    """Write a column of bytes as text; leave others as they are.

    Among the columns of a writer, bytes are numbers as they are written.
    """
    array = plain(array)
    return _texts(array) if pa.types.is_binary(array.type) else array


def json_text(value: object) -> bytes:
    """Write one value as JSON."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=_other_text, allow_nan=False)
    except ValueError:
        text = json.dumps(_without_nan(value), ensure_ascii=False, default=_other_text)
    return text.encode()


def _without_nan(value: Any) -> Any:
    """Replace the numbers that JSON does not have as `json_values` does."""
    if isinstance(value, dict):
        return {name: _without_nan(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(member) for member in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    return value


def _other_text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _json_strings(texts: Any) -> Any:
    if pc.any(pc.match_substring_regex(texts, _CONTROL)).as_py():
        texts = pa.array(
            [
                None if t is None else json.dumps(t, ensure_ascii=False)[1:-1]
                for t in texts.to_pylist()
            ],
            pa.string(),
        )
    else:
        texts = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    return _quoted(texts)


def _quoted(texts: Any) -> Any:
    return pc.binary_join_element_wise('"', texts, '"', "")


def _texts(array: Any) -> Any:
    """Write a column as text, in the plain form that both formats share."""
    type_ = array.type
    if pa.types.is_dictionary(type_):
        array = array.dictionary_decode()
        type_ = array.type
    if _is_nested(type_):
        rows = array.to_pylist()
        return pa.array([None if r is None else json_text(r).decode() for r in rows], pa.string())
    if (
        pa.types.is_binary(type_)
        or pa.types.is_large_binary(type_)
        or pa.types.is_fixed_size_binary(type_)
    ):
        return pa.array([None if r is None else r.hex() for r in array.to_pylist()], pa.string())
    return array.cast(pa.string())


def _is_text(type_: Any) -> bool:
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    return bool(
        pa.types.is_string(type_)
        or pa.types.is_large_string(type_)
        or pa.types.is_string_view(type_)
    )


def _is_nested(type_: Any) -> bool:
    return bool(pa.types.is_nested(type_))


def _escaped(delimiter: str) -> str:
    return (
        "\\t" if delimiter == "\t" else "\\" + delimiter if not delimiter.isalnum() else delimiter
    )
