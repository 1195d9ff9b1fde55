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

# ISO 8601, with dashes and colons or without. A day alone without dashes is a number.
_DAY = r"^\d{4}-\d{2}-\d{2}"
_CLOCK = r"[ T]\d{2}(:?\d{2}(:?\d{2}(\.\d+)?)?)?"
_MOMENT = rf"(?:{_DAY}|^\d{{8}}){_CLOCK}"
_ZONE = r" ?(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)$"
# What Arrow does not read, and how it is written instead.
_REWRITTEN = (
    (r"^(\d{4})(\d\d)(\d\d)[ T]", r"\1-\2-\3T"),
    (r"([ T]\d\d)(\d\d)(\d\d)", r"\1:\2:\3"),
    (r"([ T]\d\d)(\d\d)", r"\1:\2"),
    (r"(\.\d{6})\d+", r"\1"),
    (r" ?(Z|UTC|GMT)$", "Z"),
    (r" ([+-])", r"\1"),
)
_DURATION = (
    r"^(?P<sign>-?)P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?"
    r"(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?$"
)
_SECONDS = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}
_KINDS = ("", "a number", "a time without a zone", "a time with a zone", "a duration")
_NUMBER, _TIME, _ZONED, _SPAN = 1, 2, 3, 4


class Order:
    """A column that says which row comes first: numbers, or times or durations in ISO 8601.

    The first of its cells says which; all others must be like it.

    Parameters
    ----------
    column
        Its position.
    """

    def __init__(self, column: int) -> None:
        self.column = column
        self._kind = 0

    def read(self, batch: Batch) -> tuple[NDArray[Any], Mask]:
        """Read numbers or times, and say which are neither, or not as those before."""
        values, kinds = self._read(batch)
        known = kinds[kinds > 0]
        if not self._kind and known.size:
            self._kind = int(known[0])
        return values[self._kind], kinds != (self._kind or -1)

    def explain(self, batch: Batch, row: int) -> str:
        """Say what is wrong with a cell."""
        cell = batch.cell(row, self.column)
        if cell is None or cell == "":
            return "the cell is empty, so the row has no place in the order"
        kind = int(self._read(batch)[1][row])
        shown = quote(cell if isinstance(cell, str) else str(cell))
        if kind:
            return f"{shown} is {_KINDS[kind]}; the first row has {_KINDS[self._kind]}"
        return (
            f"{shown} is neither a number nor a time such as 2024-05-01T12:30:00Z nor a duration "
            "such as PT90S"
        )

    def _read(self, batch: Batch) -> tuple[dict[int, NDArray[Any]], NDArray[Any]]:
        """Read cells as each kind that there is, and say which kind each is; 0 for none."""
        numbers = batch.numbers(self.column, Kind.NUMBER)
        times = np.full(batch.rows, "NaT", "M8[us]")
        spans = np.full(batch.rows, "NaT", "m8[us]")
        kinds = np.where(np.isfinite(numbers), _NUMBER, 0)
        cells = None if kinds.all() else as_arrow(batch.argument(self.column))
        for kind, pattern, read, into in (
            (_TIME, rf"{_DAY}$|{_MOMENT}$", _times, times),
            (_ZONED, f"{_MOMENT}{_ZONE}", _zoned_times, times),
            (_SPAN, _DURATION, _durations, spans),
        ):
            rest = np.flatnonzero(kinds == 0)
            if cells is None or not rest.size:
                break
            some = cells.take(pa.array(rest))
            fits = pc.match_substring_regex(some, pattern).fill_null(False)
            rows = rest[fits.to_numpy(zero_copy_only=False)]
            into[rows] = read(some.filter(fits).cast(pa.string()))
            kinds[rows[~np.isnat(into[rows])]] = kind
        return {0: times, _NUMBER: numbers, _TIME: times, _ZONED: times, _SPAN: spans}, kinds


def _times(texts: Any, zone: str | None = None) -> NDArray[Any]:
    for pattern, instead in _REWRITTEN:
        texts = pc.replace_substring_regex(texts, pattern, instead)
    found: NDArray[Any] = _cast(texts, pa.timestamp("us", zone)).to_numpy(zero_copy_only=False)
    return found


def _zoned_times(texts: Any) -> NDArray[Any]:
    return _times(texts, "UTC")


def _durations(texts: Any) -> NDArray[Any]:
    """Read durations of days and less, which are all as long as each other."""
    found = pc.extract_regex(texts, _DURATION)
    micros = np.zeros(len(texts))
    for name, seconds in _SECONDS.items():
        part = pc.struct_field(found, name)
        part = pc.if_else(pc.equal(part, ""), "0", part).cast(pa.float64())
        micros += part.to_numpy(zero_copy_only=False) * (seconds * 1e6)
    negative = pc.equal(pc.struct_field(found, "sign"), "-").to_numpy(zero_copy_only=False)
    written = pc.match_substring_regex(texts, r"\d[DHMS]$").to_numpy(zero_copy_only=False)
    whole = np.where(written & (micros < 2.0**63), micros, np.nan)
    with np.errstate(invalid="ignore"):
        micros = np.rint(np.where(negative, -whole, whole))
        return (
            np.where(np.isnan(micros), np.iinfo(np.int64).min, micros)
            .astype(np.int64)
            .view("m8[us]")
        )


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
