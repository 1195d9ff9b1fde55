"""From a table to the same table with computed columns, block by block."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, NoReturn

import numpy as np
import numpy.typing as npt

import geodist
from geodist.cli.errors import RowError, TableError, counted
from geodist.cli.table import Block, Table, shown

FloatArray = npt.NDArray[np.float64]
Compute = Callable[..., Sequence[FloatArray]]

_LINE_ENDS = "\r\n"


def append_columns(
    table: Table,
    inputs: Mapping[str, int],
    outputs: Sequence[str],
    compute: Compute,
    stream: BinaryIO,
) -> int:
    """Write the table with the columns that ``compute`` makes appended; return the number of rows.

    Parameters
    ----------
    table
        The table; what it holds is written byte for byte as it stands.
    inputs
        The column of each argument of ``compute``, by role.
    outputs
        Names of the new columns, one per array that ``compute`` returns.
    compute
        Takes one array per input, in order, and returns one array per output.
    stream
        Where the result goes.

    Raises
    ------
    TableError
        A new column has the name of one that is there.
    RowError
        A row cannot be read or measured; the message names file, line, column and value of the
        first one in the file.
    """
    taken = [name for name in outputs if name in table.header]
    if taken:
        raise TableError(
            f"{table.name} already has a column named {taken[0]!r}; "
            "rename it, or name the new columns apart with --prefix"
        )
    header, end = _split_end(table.header_record, "\n")
    names = _header_text(outputs, table.delimiter)
    stream.write(table.byte_order_mark + header.encode("latin-1"))
    stream.write(f"{table.delimiter}{names}{end}".encode())
    rows = 0
    for block in table.blocks():
        rows += _append_to_block(table, block, inputs, compute, end, stream)
    return rows


def _append_to_block(
    table: Table,
    block: Block,
    inputs: Mapping[str, int],
    compute: Compute,
    line_end: str,
    stream: BinaryIO,
) -> int:
    blank = [] in block.rows
    if blank:
        kept = [i for i, row in enumerate(block.rows) if row]
        full = Block(
            [block.rows[i] for i in kept],
            [block.records[i] for i in kept],
            [block.lines[i] for i in kept],
        )
    else:
        full = block
    results = _compute_rows(table, full, inputs, compute)
    # repr is the shortest text that reads back as the same number.
    new = zip(*(map(repr, column.tolist()) for column in results), strict=True)
    delimiter = table.delimiter
    parts: list[str] = []
    for record in block.records:
        text, end = _split_end(record, line_end)
        # A blank line is passed through; it has no row to append to.
        parts.append(delimiter.join((text, *next(new))) + end if text else record)
    stream.write("".join(parts).encode("latin-1"))
    return len(full.rows)


def _compute_rows(
    table: Table, block: Block, inputs: Mapping[str, int], compute: Compute
) -> Sequence[FloatArray]:
    bad = len(block.rows)
    arrays = _convert(block.rows, len(table.header), inputs)
    if arrays is None:
        # A row before the first bad cell may hold a value out of range, which then comes first.
        bad = _first_bad(block.rows, len(table.header), inputs)
        arrays = _convert(block.rows[:bad], len(table.header), inputs)
        assert arrays is not None
    try:
        results = compute(*arrays)
    except geodist.GeodistError as error:
        _refuse_value(table, block, inputs, arrays, error)
    if bad < len(block.rows):
        _refuse_cell(table, block.rows[bad], block.lines[bad], inputs)
    return results


def _convert(
    rows: Sequence[Sequence[str]], width: int, inputs: Mapping[str, int]
) -> list[FloatArray] | None:
    """Convert the input columns to numbers, or return None where any cell or row is bad."""
    if any(len(row) != width for row in rows):
        return None
    arrays = []
    for column in inputs.values():
        cells = [row[column] for row in rows]
        # float() takes digits grouped by underscores, which no table means.
        if "_" in "".join(cells):
            return None
        try:
            array = np.fromiter(map(float, cells), np.float64, count=len(cells))
        except ValueError:
            return None
        if np.isnan(array).any():
            return None
        arrays.append(array)
    return arrays


def _first_bad(rows: Sequence[Sequence[str]], width: int, inputs: Mapping[str, int]) -> int:
    for i, row in enumerate(rows):
        if len(row) != width or any(_problem(row[column]) for column in inputs.values()):
            return i
    raise AssertionError("no bad row")


def _problem(cell: str) -> str | None:
    """Say why a cell is not a number, or None where it is one."""
    if not cell.strip():
        return "is empty"
    if _is_number(cell):
        return None
    if _is_number(cell.replace(",", ".", 1)):
        return "is not a number (write decimals with a point)"
    return "is not a number"


def _is_number(cell: str) -> bool:
    try:
        value = float(cell)
    except ValueError:
        return False
    return "_" not in cell and not math.isnan(value)


def _refuse_cell(
    table: Table, row: Sequence[str], line: int, inputs: Mapping[str, int]
) -> NoReturn:
    if len(row) != len(table.header):
        raise RowError(
            f"{table.place(line)}: the row has {counted(len(row), 'field')}, "
            f"the header has {len(table.header)}"
        )
    for column in inputs.values():
        if problem := _problem(row[column]):
            raise RowError(f"{table.place(line, column)}: {shown(row[column])!r} {problem}")
    raise AssertionError("no bad cell")


def _refuse_value(
    table: Table,
    block: Block,
    inputs: Mapping[str, int],
    arrays: Sequence[FloatArray],
    error: geodist.GeodistError,
) -> NoReturn:
    """Name the cell whose value the core refused."""
    row = error.index
    if not isinstance(row, int):
        raise RowError(f"{table.name}: {error}") from error
    kind = "lat" if isinstance(error, geodist.InvalidLatitudeError) else "lon"
    reason = "is not a latitude in [-90, 90]" if kind == "lat" else "is not a finite longitude"
    if "swapped" in str(error):
        reason += "; latitude and longitude swapped?"
    for (role, column), array in zip(inputs.items(), arrays, strict=True):
        if role.startswith(kind) and array[row] == error.value:
            cell = shown(block.rows[row][column])
            raise RowError(f"{table.place(block.lines[row], column)}: {cell!r} {reason}") from error
    raise RowError(f"{table.place(block.lines[row])}: {error}") from error


def _split_end(record: str, default: str) -> tuple[str, str]:
    """Split a record into its text and its line end; only the last record may lack one."""
    text = record.rstrip(_LINE_ENDS)
    return text, record[len(text) :] or default


def _header_text(names: Sequence[str], delimiter: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=_LINE_ENDS).writerow(names)
    return buffer.getvalue().removesuffix(_LINE_ENDS)
