"""Blocks whose cells have types: of Parquet, JSON Lines and GeoJSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodist.cli.blocks import Block, FloatArray, Rows, Source
from geodist.cli.errors import RowError
from geodist.cli.numbers import explain, parse_numbers
from geodist.cli.quotes import show
from geodist.cli.texts import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodist.cli.formats import Format
    from geodist.cli.roles import Kind


@dataclass(slots=True)
class TypedBlock(Block):
    """Consecutive rows, as Arrow arrays.

    Parameters
    ----------
    arrays
        The columns of the source, in order.
    first
        The number of the first row.
    """

    arrays: list[Any]
    first: int

    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return a column as numbers, NaN where a cell is none."""
        array = _decoded(self.arrays[column])
        if _is_text(array.type):
            return parse_numbers(array.cast(pa.string()), kind, self.source.format.decimal)
        if not _is_number(array.type):
            return np.full(len(array), np.nan)
        if array.null_count or not pa.types.is_float64(array.type):
            array = pc.fill_null(pc.cast(array, pa.float64(), safe=False), np.nan)
        numbers: FloatArray = array.to_numpy(zero_copy_only=False)
        return numbers

    def texts(self, column: int) -> Any:
        """Return a column as Arrow text; null where its cells have none."""
        array = _decoded(self.arrays[column])
        if not (_is_text(array.type) or _is_number(array.type)):
            return pa.nulls(len(array), pa.string())
        return array.cast(pa.string())

    def problem(self, row: int, column: int, kind: Kind, other: float | None = None) -> str:
        """Say what is wrong with a cell."""
        value = self.arrays[column][row].as_py()
        if value is None:
            return "the value is missing (null)"
        if (
            isinstance(value, str)
            and (reason := explain(value, kind, self.source.format.decimal)) is not None
        ):
            return reason
        (number,) = self.numbers(column, kind)[row : row + 1]
        if np.isnan(number):
            return f"{show(value)} is not a number"
        return f"{show(value)} {kind.refusal(float(number), other)}"

    def line_numbers(self, rows: Rows) -> Rows:
        """Tell the numbers of rows, the first of the table being 1."""
        return rows + self.first

    def columns(self) -> list[Any]:
        """Return all columns, of the types that the source has."""
        return [
            self._converted(i, array, type_)
            for i, (array, type_) in enumerate(zip(self.arrays, self.source.types(), strict=True))
        ]

    def _converted(self, column: int, array: Any, type_: Any) -> Any:
        if array.type == type_:
            return array
        try:
            return array.cast(type_)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            first = int(self.line_numbers(np.zeros(1, np.int64))[0])
            raise RowError(
                f"{self.source.name}, column {self.source.header[column]!r}: its values are of type"
                f" {array.type} from {self.source.row_word} {first} on, but {type_} before"
            ) from None


class ValuesSource(Source):
    """One row without columns: all arguments of a command are numbers.

    Parameters
    ----------
    form
        The format of its output where nothing else is said.
    """

    name = "values"

    def __init__(self, form: Format) -> None:
        self.format = form
        self.header: list[str] = []

    def blocks(self) -> Iterator[TypedBlock]:
        """Yield the row."""
        yield TypedBlock(self, 1, {}, [], 1)

    def types(self) -> list[Any]:
        """Return no types."""
        return []

    @property
    def progress(self) -> tuple[int, int | None]:
        """Nothing is read."""
        return 0, None


def _decoded(array: Any) -> Any:
    array = plain(array)
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _is_text(type_: Any) -> bool:
    types = pa.types
    return bool(
        types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_)
    )


def _is_number(type_: Any) -> bool:
    types = pa.types
    return bool(
        types.is_integer(type_)
        or types.is_floating(type_)
        or types.is_decimal(type_)
        or types.is_null(type_)
    )
