"""From JSON objects, one a line, to Arrow columns."""

from __future__ import annotations

import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj

from geodist.cli.blocks import shown
from geodist.cli.numbers import EXACT


def parse_lines(lines: bytes, count: int) -> tuple[Any, dict[int, str]]:
    """Parse objects, one a line.

    Parameters
    ----------
    lines
        The text: ``count`` lines, none of them blank.

    Returns
    -------
    pyarrow.Table, dict
        A row for each line, all null where it holds no object; and why it does not.
    """
    try:
        table = _read(lines)
        if table.num_rows == count and not _are_some_rounded(table):
            return table, {}
    except pa.ArrowInvalid:
        pass
    return _parse_one_by_one(lines)


def _read(lines: bytes) -> Any:
    read = pj.ReadOptions(use_threads=False, block_size=len(lines) + 1)
    table = pj.read_json(io.BytesIO(lines), read)
    plain = pa.schema([field.with_type(_plain(field.type)) for field in table.schema])
    if plain != table.schema:
        parse = pj.ParseOptions(explicit_schema=plain)
        table = pj.read_json(io.BytesIO(lines), read, parse)
    return table.combine_chunks()


def _are_some_rounded(table: Any) -> bool:
    """Tell whether whole numbers may have lost digits, which are read as decimals among others."""
    columns = [column.combine_chunks() for column in table.columns]
    while columns:
        column = columns.pop()
        if pa.types.is_list(column.type):
            columns.append(column.flatten())
        elif pa.types.is_struct(column.type):
            columns += column.flatten()
        elif pa.types.is_floating(column.type) and _reaches(column, EXACT):
            return True
    return False


def _reaches(column: Any, size: float) -> bool:
    return bool(pc.any(pc.greater_equal(pc.abs(column), size)).as_py())


def _plain(type_: Any) -> Any:
    """Keep text that looks like a time as the text it is."""
    if pa.types.is_timestamp(type_):
        return pa.string()
    if pa.types.is_list(type_):
        return pa.list_(_plain(type_.value_type))
    if pa.types.is_struct(type_):
        return pa.struct([field.with_type(_plain(field.type)) for field in type_])
    return type_


def _parse_one_by_one(lines: bytes) -> tuple[Any, dict[int, str]]:
    """Parse lines of which some are broken, or whose values have mixed types."""
    rows: list[dict[str, Any]] = []
    broken: dict[int, str] = {}
    for i, line in enumerate(lines.splitlines()):
        row: Any = {}
        try:
            row = json.loads(shown(line))
            if not isinstance(row, dict):
                raise ValueError("it is no object")
        except json.JSONDecodeError as error:
            # Its own number of the line is that in this line.
            broken[i] = f"this is not a JSON object: {error.msg} at character {error.pos + 1}"
            row = {}
        except ValueError as error:
            broken[i] = f"this is not a JSON object: {error}"
            row = {}
        rows.append(row)
    table = columns_by_name(rows)
    return table if table.num_columns else pa.table({"": pa.nulls(len(rows))}), broken


def columns_by_name(rows: list[dict[str, Any]]) -> Any:
    """Make a table of objects, null where one lacks a member; text where types are mixed."""
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: _array([row.get(name) for row in rows]) for name in names})


def _array(values: list[Any]) -> Any:
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        texts = [
            v if v is None or isinstance(v, str) else json.dumps(v, ensure_ascii=False)
            for v in values
        ]
        return pa.array(texts, pa.string())
