"""Rows of JSON, whatever text they come from: objects that are found, and their cells."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._geodist_core import (
    JSON_FAULTS,
    TEXT_STATUS,
    fitting_types,
    gather_texts,
    member_names,
    read_numbers,
    scan_objects,
)
from geodist.cli.errors import RowError
from geodist.cli.io.cells import Texts, shown, text_column
from geodist.cli.io.json_text import Pieces, Text, fault_of
from geodist.cli.io.layer import Batch, Own, Schema, Source
from geodist.cli.parse.numbers import axis_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geodist._geodist_core import JsonObjects
    from geodist.cli.io.cells import FloatArray, Rows, Spans
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Geometry
    from geodist.cli.io.streams import Input
    from geodist.cli.roles import Kind


# Where a value is in a row: a member of it, or a member of an object in it.
Path = tuple[str, str | None]

GEOMETRY: Path = ("geometry", None)
PROPERTIES: Path = ("properties", None)

# Values of rows that are looked for at a time: their places take eight bytes each.
_MOST_PLACES = 1 << 22
# Rows at the beginning that tell which objects have numbers in them.
_FIRST_ROWS = 1000
_ALL_TYPES = 7
_SURROGATE, _NO_TEXT = TEXT_STATUS.index("lone_surrogate"), TEXT_STATUS.index("missing")


@dataclass(frozen=True, slots=True)
class _Grown(Schema):
    """A schema with names that were found after a command chose its columns."""

    known: tuple[str, ...] = ()

    @property
    def readable(self) -> tuple[str, ...]:
        return self.known


class JsonSource(Source):
    """A table whose rows are JSON objects.

    Parameters
    ----------
    text
        What is read.
    form
        Its format.
    """

    own_as = "json"
    # What every batch looks for.
    always: tuple[Path, ...] = ()

    def __init__(self, text: Text | Input, form: Format) -> None:
        self._text = text if isinstance(text, Text) else Text(text)
        self.name = self._text.stream.name
        self.format = form
        self._chosen: list[Path] = []
        # Which types fit the cells of each column, once the whole table was read for it.
        self._fits: dict[Path, int] = {}
        self._has_types = False
        self._tail = b""
        self._start()
        self._rest = self._pieces()
        self._first = next(self._rest, None)
        self._describe()

    # What formats differ in

    def _start(self) -> None:
        """Read what comes before the rows."""

    def _pieces(self) -> Iterator[Pieces]:
        """Find the rows, block by block."""
        raise NotImplementedError

    def _make(self, pieces: Pieces, paths: Sequence[Path]) -> JsonBatch:
        """Look for cells of rows."""
        found = scan_objects(pieces.data, pieces.spans, paths)
        return JsonBatch(self, len(pieces.spans), _malformed(pieces, found), pieces, found, paths)

    def _find(self, batch: JsonBatch) -> list[Path]:
        """Find the columns that rows have."""
        return [(name, None) for name in member_names(batch.data, batch.found.objects)]

    def _label(self, path: Path) -> str:
        """Name a column."""
        return path[0]

    def _geometry(self, column: int) -> Geometry | None:  # noqa: ARG002
        """Describe the geometry column, which is at that position; None where there is none."""
        return None

    # What they have in common

    def _describe(self) -> None:
        columns: list[Path] = []
        nested: list[Path] = []
        if self._first is not None:
            batch = self._make(self._first, self.always)
            if 0 < batch.rows == len(batch.malformed) and self._geometry(0) is None:
                raise RowError(f"{batch.place(0)}: {batch.malformed[0]}")
            columns = self._find(batch)
            nested = self._nested(self._first, columns)
        names = [self._label(path) for path in columns]
        geometry = self._geometry(len(columns))
        if geometry is not None:
            columns.append(GEOMETRY)
            names.append("feature_geometry" if "geometry" in names else "geometry")
        self.columns = columns
        # Where the columns are that a command reads, whatever columns are found later.
        self.read = [*columns, *nested]
        self.schema = Schema(tuple(names), geometry, tuple(map(".".join, nested)))  # type: ignore[arg-type]

    def _nested(self, first: Pieces, columns: Sequence[Path]) -> list[Path]:
        found = scan_objects(first.data, first.spans[:_FIRST_ROWS], columns)
        nested: list[Path] = []
        for i, (name, inside) in enumerate(columns):
            if inside is None:
                cells = np.ascontiguousarray(found.members[:, i])
                nested += [(name, inner) for inner in member_names(first.data, cells)]
        return nested

    def choose(self, columns: Sequence[float]) -> None:
        """Remember where a command takes its arguments from."""
        super().choose(columns)
        self._chosen = [self.read[column] for column in columns if isinstance(column, int)]

    @property
    def _paths(self) -> list[Path]:
        """What batches look for; of a table that was read for its columns, these too."""
        return list(dict.fromkeys((*self.always, *self._chosen, *self._fits)))

    def batches(self) -> Iterator[Batch]:
        """Yield the rows."""
        self._text.go_on()
        first, self._first = self._first, None
        if first is not None:
            yield from self._batches(first)
        for pieces in self._rest:
            yield from self._batches(pieces)

    def _batches(self, pieces: Pieces) -> Iterator[JsonBatch]:
        paths = self._paths
        step = max(1, _MOST_PLACES // max(1, len(paths)))
        for i in range(0, max(1, len(pieces.spans)), step):
            yield self._make(pieces.part(i, i + step), paths)

    def typed(self) -> Any:
        """Return the Arrow schema of types that keep what the cells of the whole file say."""
        from geodist.cli.io.typed import arrow_schema

        self._survey(types=True)
        return arrow_schema(self.schema.names, [self._fits.get(path, 0) for path in self.columns])

    def named(self, *, bare: bool = False) -> Sequence[str]:  # noqa: ARG002 - JSON tells by itself
        """Return the names of the columns, of members that appear late too."""
        self._survey(types=False)
        return self.schema.names

    def _survey(self, *, types: bool) -> None:
        """Read the table once more than the rows need: its columns, and the types that they fit."""
        if self._fits and (self._has_types or not types):
            return
        self._has_types = types
        # Batches look for all that is found so far.
        fits = self._fits = dict.fromkeys(self.columns, _ALL_TYPES)
        self._restart()
        for pieces in self._rest:
            for path in self._find(self._make(pieces, self.always)):
                fits.setdefault(path, _ALL_TYPES)
            for batch in self._batches(pieces) if types else ():
                for path in fits:
                    fits[path] &= fits[path] and batch.fitting(path)
        self._restart()
        self._grow()

    def _restart(self) -> None:
        self._text.restart()
        self._start()
        self._first, self._rest = None, self._pieces()

    def _grow(self) -> None:
        schema, geometry, text = self.schema, self.schema.geometry, self.format.text
        late = [path for path in self._fits if path not in self.columns]
        self.columns += late
        names = [*schema.names, *map(self._label, late)]
        if geometry is not None:
            geometry = self._geometry(geometry.column)
        self.schema = _Grown(tuple(names), geometry, schema.nested, known=schema.readable)
        kept = [i for i, name in enumerate(names) if "*" in text or name in text]
        self._fits |= {self.columns[i]: 0 for i in kept}

    @property
    def progress(self) -> tuple[int, int | None]:
        """Stored bytes read, and their number."""
        return self._text.stream.position, self._text.stream.size

    def tail(self) -> bytes:
        """Return the text after the last row."""
        return self._tail


@dataclass(slots=True)
class JsonBatch(Batch):
    """Consecutive objects.

    Parameters
    ----------
    pieces
        Where they are.
    found
        What was found in them.
    paths
        What was looked for.
    """

    source: JsonSource
    pieces: Pieces
    found: JsonObjects
    paths: Sequence[Path]
    _more: dict[Path, Spans] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """The bytes that rows are in."""
        return self.pieces.data

    def cells(self, path: Path) -> Spans:
        """Tell where the cells of a column are; what is missing is nowhere."""
        if path in self.paths:
            return self.found.members[:, self.paths.index(path)]
        if path not in self._more:
            members = scan_objects(self.data, self.pieces.spans, [path]).members
            self._more[path] = members[:, 0]
        return self._more[path]

    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return a column as numbers, NaN where a cell is not a number."""
        cells = self.cells(self.source.read[column])
        decimal = self.source.format.decimal
        return read_numbers(self.data, cells, "json", axis_of(kind), decimal)

    def cell(self, row: int, column: int) -> object:
        """Return a number or a text as it is, anything else as JSON; None where it is missing."""
        begin, end = self.cells(self.source.read[column])[row].tolist()
        text = shown(self.data[begin:end])
        if text in ("", "null"):
            return None
        return text if text[0] in "{[tf" else json.loads(text)

    def lines(self, rows: Rows) -> Rows:
        """Tell where rows are in the file."""
        return self.pieces.at[rows]

    def fitting(self, path: Path) -> int:
        """Tell which types the cells of a column fit."""
        return fitting_types(self.data, self.cells(path), "json", ".")

    def texts(self, column: int, rows: Rows | None = None) -> Texts:
        """Return the cells of a column as text."""
        cells = self.cells(self.source.columns[column])
        return gathered(self.data, cells if rows is None else cells[rows])

    def argument(self, column: int) -> Texts:
        """Return a column that a command reads as text, nested ones too."""
        return gathered(self.data, self.cells(self.source.read[column]))

    def own(self) -> Own:
        """Return the own bytes of the rows; those that are not objects as text in an object."""
        pieces, objects = self.pieces, self._objects()
        data, spans = pieces.data, pieces.spans
        if self.malformed:
            before, behind = self._around
            spans, objects, parts, at = spans.copy(), objects.copy(), [data], len(data)
            for row in self.malformed:
                begin, end = pieces.spans[row].tolist()
                text = b'{"reject_text":' + json_bytes(shown(data[begin:end])) + b"}"
                parts += [before, text, behind]
                objects[row] = at + len(before), at + len(before) + len(text)
                spans[row] = at, at + len(before) + len(text) + len(behind)
                at = int(spans[row, 1])
            data = b"".join(parts)
        return Own(data, spans, pieces.tails, objects, pieces.lead)

    def _objects(self) -> Spans:
        """Tell where the objects are that get new members."""
        return self.found.objects

    @property
    def _around(self) -> tuple[bytes, bytes]:
        """What is around such an object, to make a row of it."""
        return b"", b""


def json_bytes(text: str) -> bytes:
    """Write text as JSON has it."""
    return json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogateescape")


def gathered(data: bytes, cells: Spans) -> Texts:
    """Gather the texts of cells. A half of a surrogate pair, which is not text, stays an escape."""
    offsets: Any
    offsets, texts, status = gather_texts(data, cells, "json")
    if (status == _SURROGATE).any():
        rows = cells.tolist()
        parts = [texts[a:b].tobytes() for a, b in itertools.pairwise(offsets)]
        for row in np.flatnonzero(status == _SURROGATE).tolist():
            text: str = json.loads(data[slice(*rows[row])])
            parts[row] = text.encode("utf-8", "backslashreplace")
        whole = text_column([part.decode() for part in parts])
        texts, offsets = whole.data, whole.offsets
    bytes_ = np.frombuffer(data + b" ", np.uint8)
    bare = bytes_[cells[:, 0]] != ord('"')
    line_ends = (texts == ord("\n")) | (texts == ord("\r"))
    if line_ends.any():
        # In lists and objects they are blanks; a row may have to be a line.
        texts = np.where(line_ends & np.repeat(bare, np.diff(offsets)), np.uint8(ord(" ")), texts)
    return Texts(texts, offsets.astype(np.int64), status == _NO_TEXT, bare)


def _malformed(pieces: Pieces, found: JsonObjects) -> dict[int, str]:
    """Say why rows are not objects."""
    reasons = {}
    for row in np.flatnonzero(found.faults).tolist():
        begin, fault = int(pieces.spans[row, 0]), JSON_FAULTS[found.faults[row]]
        reason = pieces.reason or fault_of(fault, pieces.data, begin, int(found.where[row]))
        reasons[row] = f"this is not a JSON object: {reason}"
    return reasons
