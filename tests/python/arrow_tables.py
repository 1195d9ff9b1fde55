"""Tables of all Arrow types, and copies of tables through the sources and sinks of the command line."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import TYPE_CHECKING, Any

import hypothesis.strategies as st
import numpy as np
import pyarrow as pa

from geodist.cli.io.cells import Numbers
from geodist.cli.io.formats import find_format
from geodist.cli.io.layer import Added, NewColumn, Piece, Place
from geodist.cli.io.tables import open_sink, open_table

if TYPE_CHECKING:
    from pathlib import Path

    from geodist.cli.io.layer import Schema

_DATES = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
# Without a zone, within what nanoseconds hold.
_TIMES = st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1))  # noqa: DTZ001
_WORDS = st.text(st.characters(codec="utf-8"), max_size=20)


def _whole(bits: int, *, signed: bool = True) -> st.SearchStrategy[int]:
    return (
        st.integers(-(1 << bits - 1), (1 << bits - 1) - 1)
        if signed
        else st.integers(0, (1 << bits) - 1)
    )


def _floats(width: Any) -> st.SearchStrategy[float]:
    return st.floats(width=width)


# Types and what their cells may be.
TYPES: dict[Any, st.SearchStrategy[Any]] = {
    pa.int8(): _whole(8),
    pa.int16(): _whole(16),
    pa.int32(): _whole(32),
    pa.int64(): _whole(64),
    pa.uint8(): _whole(8, signed=False),
    pa.uint16(): _whole(16, signed=False),
    pa.uint32(): _whole(32, signed=False),
    pa.uint64(): _whole(64, signed=False),
    pa.float16(): _floats(16).map(np.float16),
    pa.float32(): _floats(32),
    pa.float64(): _floats(64),
    pa.bool_(): st.booleans(),
    pa.string(): _WORDS,
    pa.large_string(): _WORDS,
    pa.string_view(): _WORDS,
    pa.binary(): st.binary(max_size=20),
    pa.large_binary(): st.binary(max_size=20),
    pa.binary_view(): st.binary(max_size=20),
    pa.binary(4): st.binary(min_size=4, max_size=4),
    pa.decimal128(20, 3): st.integers(-(10**19), 10**19).map(
        lambda n: decimal.Decimal(n).scaleb(-3)
    ),
    pa.decimal256(60, 0): st.integers(-(10**59), 10**59).map(decimal.Decimal),
    pa.date32(): _DATES,
    pa.timestamp("us"): _TIMES,
    pa.timestamp("ms", "UTC"): _TIMES.map(lambda t: t.replace(microsecond=0, tzinfo=dt.UTC)),
    pa.time64("us"): st.times(),
    pa.duration("us"): st.integers(-(10**15), 10**15).map(lambda n: dt.timedelta(microseconds=n)),
    pa.list_(pa.int64()): st.lists(st.none() | _whole(64), max_size=3),
    pa.list_(pa.int32(), 2): st.lists(st.none() | _whole(32), min_size=2, max_size=2),
    pa.struct([("a", pa.int64()), ("b", pa.string())]): st.fixed_dictionaries(
        {"a": st.none() | _whole(64), "b": st.none() | _WORDS}
    ),
    pa.map_(pa.string(), pa.float64()): st.dictionaries(_WORDS, _floats(64), max_size=3).map(
        lambda d: list(d.items())
    ),
    pa.dictionary(pa.int32(), pa.string()): st.sampled_from(["x", "y", ""]),
}


@st.composite
def tables(draw: st.DrawFn, types: Any = tuple(TYPES)) -> pa.Table:
    """Draw a table with some columns of these types."""
    chosen = draw(st.lists(st.sampled_from(types), min_size=1, max_size=4))
    count = draw(st.integers(0, 5))
    arrays, fields = [], []
    for i, type_ in enumerate(chosen):
        nullable = draw(st.booleans())
        cells = TYPES[type_] | st.none() if nullable else TYPES[type_]
        arrays.append(pa.array(draw(st.lists(cells, min_size=count, max_size=count)), type_))
        metadata = {"unit": "m"} if draw(st.booleans()) else None
        fields.append(pa.field(f"c{i}", type_, nullable=nullable, metadata=metadata))
    metadata = {"about": "test"} if draw(st.booleans()) else None
    return pa.table(arrays, schema=pa.schema(fields, metadata))


def copy(
    source: Path,
    target: Path,
    rows: list[int] | None = None,
    place: Place | None = None,
    name: str = "new",
) -> Schema:
    """Copy a table, or some rows of its first batch, with a column of numbers; return its schema."""
    read, written = find_format(str(source)), find_format(str(target))
    assert read is not None
    assert written is not None
    with (
        open_table(str(source), read, quiet=True) as table,
        open_sink(str(target), written) as sink,
    ):
        sink.begin(table, Added([NewColumn(name, "number")], place is not None))
        done = 0
        for batch in table.batches():
            chosen = None if rows is None else np.array(rows, np.int64)
            count = batch.rows if chosen is None else len(chosen)
            sink.write(Piece(batch, chosen, [Numbers(done + np.arange(count) + 0.5)], place))
            done += count
        sink.finish()
        return table.schema
