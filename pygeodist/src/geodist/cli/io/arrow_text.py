"""From typed Arrow columns to the text that CSV and JSON have for them."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from geodist.cli.io.cells import Texts
from geodist.cli.io.json_text import json_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.io.cells import Mask, Rows

_DIGITS = np.frombuffer(b"".join(b"%02x" % i for i in range(256)), np.uint8).reshape(256, 2)
_PER_SECOND = {"s": 0, "ms": 3, "us": 6, "ns": 9}


def plain(array: Any) -> Any:
    """Return a column without the type that a library may have registered for it, and decoded."""
    while True:
        if isinstance(array.type, pa.BaseExtensionType):
            array = array.storage
        elif pa.types.is_dictionary(array.type):
            array = array.dictionary_decode()
        elif pa.types.is_run_end_encoded(array.type):
            array = _compute().run_end_decode(array)
        else:
            return array


def _compute() -> Any:
    # Importing it takes as long as reading 100,000 rows.
    import pyarrow.compute as pc

    return pc


def is_text(type_: Any) -> bool:
    """Tell whether cells of a type are text, also in a dictionary."""
    types = pa.types
    if types.is_dictionary(type_):
        return is_text(type_.value_type)
    return bool(
        types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_)
    )


def is_number(type_: Any) -> bool:
    """Tell whether cells of a type are numbers, also in a dictionary."""
    types = pa.types
    if types.is_dictionary(type_):
        return is_number(type_.value_type)
    return bool(types.is_integer(type_) or types.is_floating(type_) or types.is_decimal(type_))


def take_rows(array: Any, rows: Rows | None) -> Any:
    """Take cells of a column, or rows of a record batch; all of them where None says so."""
    if rows is None:
        return array
    if isinstance(array, pa.RecordBatch):
        columns = [take_rows(column, rows) for column in array.columns]
        return pa.RecordBatch.from_arrays(columns, schema=array.schema)
    try:
        return array.take(plain_array(rows))
    except pa.ArrowNotImplementedError:
        # Some types cannot be taken from, but can be cut: runs of rows are put together.
        if not len(rows):
            return array[:0]
        runs = np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1)
        return pa.concat_arrays([array.slice(run[0], len(run)) for run in runs])


def missing_of(array: Any) -> Mask | None:
    """Tell which cells are null; None where none is."""
    if not array.null_count:
        return None
    bitmap = array.buffers()[0]
    if bitmap is None:
        return np.ones(len(array), bool)
    end = array.offset + len(array)
    valid = np.unpackbits(np.frombuffer(bitmap, np.uint8), count=end, bitorder="little")
    missing: Mask = valid[array.offset :] == 0
    return missing


def bytes_of(array: Any) -> Texts:
    """Return the bytes of text or binary cells; of other columns only which are missing."""
    types = pa.types
    count, type_ = len(array), array.type
    if types.is_string_view(type_) or types.is_binary_view(type_):
        array = array.cast(pa.large_binary())
        type_ = array.type
    if types.is_fixed_size_binary(type_):
        size = type_.byte_width
        offsets = size * np.arange(array.offset, array.offset + count + 1)
        data = array.buffers()[1]
    elif is_text(type_) or types.is_binary(type_) or types.is_large_binary(type_):
        _, stored, data = array.buffers()
        wide = types.is_large_string(type_) or types.is_large_binary(type_)
        offsets = np.zeros(count + 1, np.int64)
        if count:
            # The buffer may be longer than the offsets.
            end = array.offset + count + 1
            whole: Any = np.frombuffer(stored, np.int64 if wide else np.int32, end)
            offsets = whole[array.offset :].astype(np.int64)
    else:
        offsets, data = np.zeros(count + 1, np.int64), None
    return Texts(np.frombuffer(data or b"", np.uint8), offsets, missing_of(array))


def texts_of(array: Any) -> Texts:
    """Return a column as text.

    Times are RFC 3339, durations ISO 8601, bytes hexadecimal; lists, structs and maps are JSON.
    NaN is missing, as JSON and the numbers of a command have it.

    Raises
    ------
    UnicodeDecodeError
        A cell of text is not UTF-8.
    """
    types = pa.types
    uuid = getattr(array.type, "extension_name", "") == "arrow.uuid"
    array = plain(array)
    type_, missing = array.type, missing_of(array)
    if is_text(type_):
        cells = bytes_of(array)
        cells.data[cells.offsets[0] : cells.offsets[-1]].tobytes().decode()
        return cells
    if types.is_nested(type_):
        return _joined(_json(array), missing, np.ones(len(array), bool))
    if "binary" in str(type_):
        return _hexadecimal(bytes_of(array), uuid=uuid)
    if types.is_timestamp(type_):
        return bytes_of(_timestamps(array))
    if types.is_duration(type_):
        return bytes_of(_durations(array))
    if types.is_interval(type_):
        spans = [(0, 0, 0) if v is None else v for v in array.to_pylist()]
        return _joined([f"P{m}M{d}DT{n / 1e9:.9f}S" for m, d, n in spans], missing)
    cells = bytes_of(array.cast(pa.string()))
    bare = np.full(len(array), is_number(type_) or types.is_boolean(type_))
    if types.is_floating(type_):
        values = array.to_numpy(zero_copy_only=False)
        nan = np.isnan(values)
        missing = (nan if missing is None else missing | nan) if nan.any() else missing
        bare &= ~np.isinf(values)
    return Texts(cells.data, cells.offsets, missing, bare)


def _joined(texts: Sequence[str], missing: Mask | None, bare: Mask | None = None) -> Texts:
    cells = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, cells)])
    return Texts(np.frombuffer(b"".join(cells), np.uint8), offsets, missing, bare)


def _hexadecimal(cells: Texts, *, uuid: bool) -> Texts:
    first = cells.offsets[0]
    digits = _DIGITS[cells.data[first : cells.offsets[-1]]]
    offsets = 2 * (cells.offsets - first)
    if uuid:
        with_dashes = np.insert(digits.reshape(-1, 32), (8, 12, 16, 20), ord("-"), axis=1)
        digits, offsets = with_dashes, 36 * np.arange(len(offsets))
    return Texts(digits.reshape(-1), offsets, cells.missing)


def _timestamps(array: Any) -> Any:
    """Write times as RFC 3339 has them; those without a zone stay without one."""
    pc = _compute()
    texts = pc.replace_substring(array.cast(pa.string()), " ", "T", max_replacements=1)
    if array.type.tz is None:
        return texts
    return pc.replace_substring_regex(texts, r"([+-]\d\d)(\d\d)$", r"\1:\2")


def _durations(array: Any) -> Any:
    """Write durations as ISO 8601 has them, in seconds."""
    pc = _compute()
    values = plain(array).view(pa.int64()).to_numpy(zero_copy_only=False)
    missing = missing_of(array)
    values = np.where(missing, 0, values).astype(np.int64) if missing is not None else values
    digits = _PER_SECOND[array.type.unit]
    size = np.abs(values).view(np.uint64)
    whole, rest = np.divmod(size, np.uint64(10**digits))
    sign = pa.array(["", "-"]).take(pa.array((values < 0).view(np.int8)))
    parts = [sign, "PT", pa.array(whole).cast(pa.string())]
    if digits:
        parts += [".", pc.utf8_lpad(pa.array(rest).cast(pa.string()), digits, "0")]
    texts = pc.binary_join_element_wise(*parts, "S", "")
    return texts if missing is None else pc.if_else(pa.array(missing), None, texts)


def _json(array: Any) -> list[str]:
    """Write each cell as JSON."""
    types = pa.types
    uuid = isinstance(array.type, pa.BaseExtensionType)
    inner = array if uuid else plain(array)
    type_ = plain(array).type
    if not types.is_nested(type_):
        return json_cells(texts_of(inner))
    array = plain(array)
    if types.is_union(type_):
        texts = [json.dumps(v, ensure_ascii=False, default=str) for v in array.to_pylist()]
    elif types.is_struct(type_):
        names = [
            json.dumps(type_.field(i).name, ensure_ascii=False) for i in range(type_.num_fields)
        ]
        columns = [_json(column) for column in array.flatten()]
        texts = [
            "{" + ",".join(map(":".join, zip(names, row, strict=True))) + "}"
            for row in (zip(*columns, strict=True) if columns else [()] * len(array))
        ]
    elif types.is_map(type_):
        texts = _maps(array)
    else:
        items = _json(array.values)
        texts = ["[" + ",".join(items[a:b]) + "]" for a, b in _bounds(array)]
    missing = missing_of(array)
    if missing is not None:
        texts = ["null" if null else text for text, null in zip(texts, missing, strict=True)]
    return texts


def _bounds(array: Any) -> list[tuple[int, int]]:
    """Tell where the items of each list begin and end among all values."""
    types = pa.types
    if types.is_fixed_size_list(array.type):
        size = array.type.list_size
        starts = [size * (array.offset + i) for i in range(len(array))]
        return [(start, start + size) for start in starts]
    starts = array.offsets.to_pylist()
    if types.is_list_view(array.type) or types.is_large_list_view(array.type):
        return [(a, a + n) for a, n in zip(starts, array.sizes.to_pylist(), strict=True)]
    return list(itertools.pairwise(starts))


def _maps(array: Any) -> list[str]:
    """Write maps as objects; as pairs where keys are not text, or one is repeated."""
    keys, values = _json(array.keys), _json(array.items)
    texts = []
    for a, b in _bounds(array):
        pairs = list(zip(keys[a:b], values[a:b], strict=True))
        if is_text(array.type.key_type) and len(set(keys[a:b])) == b - a:
            texts.append("{" + ",".join(map(":".join, pairs)) + "}")
        else:
            texts.append("[" + ",".join(f"[{key},{value}]" for key, value in pairs) + "]")
    return texts


# And back


def plain_array(values: Any, missing: Mask | None = None) -> Any:
    """Return numbers as an Arrow array; `pyarrow.array` would import pandas to ask about them."""
    types = {np.dtype(np.float64): pa.float64(), np.dtype(np.int64): pa.int64()}
    values = np.ascontiguousarray(values)
    buffers = [valid_bits(missing), pa.py_buffer(values)]
    return pa.Array.from_buffers(types[values.dtype], len(values), buffers)


def valid_bits(missing: Mask | None) -> Any:
    """Write which cells are there as Arrow does; None where all are."""
    return None if missing is None else pa.py_buffer(np.packbits(~missing, bitorder="little"))


def text_array(texts: Texts, type_: Any = None) -> Any:
    """Return cells of text as an Arrow array, without a copy of their bytes."""
    wide = int(texts.offsets[-1]) >= 1 << 31
    type_ = type_ or (pa.large_string() if wide else pa.string())
    offsets = pa.py_buffer(texts.offsets.astype(np.int64 if "large" in str(type_) else np.int32))
    data = pa.py_buffer(np.ascontiguousarray(texts.data))
    count = len(texts.offsets) - 1
    return pa.Array.from_buffers(type_, count, [valid_bits(texts.missing), offsets, data])
