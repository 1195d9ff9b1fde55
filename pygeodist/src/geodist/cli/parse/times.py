"""Numbers and times in text, as they say what comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist.cli.errors import MissingExtraError
from geodist.cli.parse.quotes import quote
from geodist.cli.roles import Kind

try:
    import pyarrow as pa
    import pyarrow.compute as pc
except ModuleNotFoundError:
    raise MissingExtraError("cli", "pyarrow", "the names and times of tracks need") from None

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist.cli.io.cells import Mask, Texts
    from geodist.cli.io.layer import Batch

# ISO 8601, with what comes after the day.
_DAY = r"^\d{4}-\d{2}-\d{2}"
_CLOCK = r"[ T]\d{2}(:?\d{2}(:?\d{2}(\.\d+)?)?)?"
_ZONE = r"(Z|[+-]\d{2}(:?\d{2})?)$"
_KINDS = ("", "a number", "a time without a zone", "a time with a zone")
_NUMBER, _TIME, _ZONED = 1, 2, 3


class Order:
    """A column that says which row comes first: numbers, or times in ISO 8601.

    The first of its cells says which; all others must be like it.

    Parameters
    ----------
    column
        Its position.
    """

    def __init__(self, column: int) -> None:
        self.column = column
        self._kind = 0

    @property
    def has_times(self) -> bool:
        """Whether they are times."""
        return self._kind in (_TIME, _ZONED)

    def read(self, batch: Batch) -> tuple[NDArray[Any], Mask]:
        """Read numbers or times, and say which are neither, or not as those before."""
        values, kinds = self._read(batch)
        known = kinds[kinds > 0]
        if not self._kind and known.size:
            self._kind = int(known[0])
        taken = values[0] if self._kind == _NUMBER else values[1]
        return taken, kinds != (self._kind or -1)

    def explain(self, batch: Batch, row: int) -> str:
        """Say what is wrong with a cell."""
        cell = batch.cell(row, self.column)
        if cell is None or cell == "":
            return "the cell is empty, so the row has no place in the order"
        kind = int(self._read(batch)[1][row])
        shown = quote(cell if isinstance(cell, str) else str(cell))
        if kind:
            return f"{shown} is {_KINDS[kind]}; the first row has {_KINDS[self._kind]}"
        return f"{shown} is neither a number nor a time such as 2024-05-01T12:30:00Z"

    def _read(self, batch: Batch) -> tuple[tuple[NDArray[Any], NDArray[Any]], NDArray[Any]]:
        """Read cells as numbers and as times, and what each is."""
        numbers = batch.numbers(self.column, Kind.NUMBER)
        times = np.full(batch.rows, "NaT", "M8[us]")
        kinds = np.where(np.isfinite(numbers), _NUMBER, 0)
        if not kinds.all():
            cells = as_arrow(batch.argument(self.column))
            for kind, pattern, zone in (
                (_TIME, f"{_DAY}({_CLOCK})?$", None),
                (_ZONED, f"{_DAY}{_CLOCK}{_ZONE}", "UTC"),
            ):
                fits = pc.match_substring_regex(cells, pattern).fill_null(False)
                rows = np.flatnonzero(fits.to_numpy(zero_copy_only=False))
                texts = cells.take(pa.array(rows)).cast(pa.string())
                texts = pc.replace_substring_regex(texts, r"(\.\d{6})\d+", r"\1")
                times[rows] = _cast(texts, pa.timestamp("us", zone)).to_numpy(zero_copy_only=False)
                kinds[rows[~np.isnat(times[rows])]] = kind
        return (numbers, times), kinds


def _cast(texts: Any, kind: Any) -> Any:
    """Make times of texts, and nothing of days that no month has."""
    try:
        return texts.cast(kind)
    except pa.ArrowInvalid:
        pass

    def one(text: Any) -> Any:
        try:
            return text.cast(kind)
        except pa.ArrowInvalid:
            return pa.scalar(None, kind)

    return pa.array([one(text).as_py() for text in texts], kind)


def as_arrow(cells: Texts) -> Any:
    """Make an Arrow array of bytes; what is missing or empty is null."""
    offsets = np.ascontiguousarray(cells.offsets, np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(cells.data))]
    array = pa.LargeBinaryArray.from_buffers(pa.large_binary(), offsets.size - 1, buffers)
    missing = np.diff(offsets) == 0
    if cells.missing is not None:
        missing |= cells.missing
    return pc.if_else(pa.array(~missing), array, pa.scalar(None, pa.large_binary()))
