"""JSON through the table layer, for tests: tables in memory, read and written anew."""

from __future__ import annotations

import io
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from geodist.cli.io.cells import Numbers, Whole, text_column
from geodist.cli.io.formats import load, named_format
from geodist.cli.io.json_text import Text
from geodist.cli.io.layer import Added, NewColumn, Piece
from geodist.cli.io.streams import Input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodist.cli.io.layer import Sink, Source


class Pipe(io.BytesIO):
    """What is read but once."""

    def seekable(self) -> bool:
        return False


class Written(NamedTuple):
    """What came of a table."""

    out: bytes
    rejects: bytes
    source: Source
    read: int


@contextmanager
def block_of(size: int) -> Iterator[None]:
    before, Text.block = Text.block, size
    try:
        yield
    finally:
        Text.block = before


_OPEN: list[Input] = []


def close_inputs() -> None:
    while _OPEN:
        _OPEN.pop().close()


def open_source(data: bytes, kind: str) -> Source:
    close_inputs()
    form = named_format(kind)
    stream = Input("in", cast("Any", Pipe(data)), quiet=True)
    _OPEN.append(stream)
    return cast("Source", load(form.handler, "source")(stream, form))


def open_sink(kind: str, *, rejects: bool = False) -> tuple[Sink, io.BytesIO]:
    out = io.BytesIO()
    sink = load(named_format(kind).handler, "sink")(out, named_format(kind))
    sink.rejects = rejects
    return sink, out


def convert(data: bytes, kind: str, to: str, block: int = 1 << 20) -> Written:
    """Write a table anew, with the number of each good row as a new column."""
    with block_of(block):
        source = open_source(data, kind)
        sink, out = open_sink(to)
        bad, rejects = open_sink(source.format.kind, rejects=True)
        sink.begin(source, Added([NewColumn("new", "number")]))
        bad.begin(source, Added([NewColumn("line", "whole"), NewColumn("why", "text")]))
        count = 0
        for batch in source.batches():
            wrong = np.array(sorted(batch.malformed), np.int64)
            good = np.setdiff1d(np.arange(batch.rows), wrong)
            new = count + np.arange(len(good))
            sink.write(Piece(batch, good if len(wrong) else None, [Numbers(new.astype(float))]))
            if len(wrong):
                why = text_column([batch.malformed[row] for row in wrong.tolist()])
                bad.write(Piece(batch, wrong, [Whole(batch.lines(wrong)), why]))
            count += len(good)
        sink.finish()
        bad.finish()
        return Written(out.getvalue(), rejects.getvalue(), source, count)


def rows_in(text: bytes, kind: str) -> list[Any]:
    """Read rows as Python does."""
    if kind == "csv":
        return text.decode().splitlines()
    if kind in ("jsonl", "geojsonl"):
        lines = text.decode().split("\x1e" if text.startswith(b"\x1e") else "\n")
        return [json.loads(line) for line in lines if line.strip()]
    whole = json.loads(text)
    return cast("list[Any]", whole["features"] if kind == "geojson" else whole)


def with_new(feature: Any, new: float) -> Any:
    return feature | {"properties": (feature.get("properties") or {}) | {"new": new}}
