"""The table layer: what every format implements, and all that a command may know of one.

A `Source` is a schema and batches of rows; a `Sink` takes batches with new columns. A command
reads numbers from a batch, computes `Column`s, and hands both to the sink. What a row was comes
out again: a sink of the source's own text format writes the row's bytes and appends to them
(`Batch.own`); a sink of another text format takes the cells' texts (`Batch.texts`), one with types
the Arrow columns (`Batch.arrow`). Nobody asks which source a batch is from.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from geodist._columns.candidates import find_pairs
from geodist._columns.datums import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geodist._columns.datums import Datum
    from geodist.cli.io.cells import Column, FloatArray, Rows, Spans, Texts
    from geodist.cli.io.formats import Format
    from geodist.cli.roles import Kind

# Rows at a time where a format has no text.
BLOCK_ROWS = 1 << 16


class NewColumn(NamedTuple):
    """The name of a column that a command adds, and what it holds.

    Parameters
    ----------
    name
        Its name.
    kind
        "number", "whole", "text" or "wkb"; else an Arrow type.
    """

    name: str
    kind: Any


class Added(NamedTuple):
    """What rows get that are written.

    Parameters
    ----------
    new
        The columns that are added.
    places
        Whether rows come with points: the geometry of a format whose rows are features, and, without
        ``columns``, of one that may have geometries.
    columns
        The columns of latitude and longitude that these points are from, which features do
        without; none where a command computes the points.
    """

    new: Sequence[NewColumn]
    places: bool = False
    columns: tuple[int, ...] = ()


class Place(NamedTuple):
    """Points that are to be the geometry of rows.

    Parameters
    ----------
    lat, lon
        Their coordinates, NaN where there is none.
    """

    lat: FloatArray
    lon: FloatArray


class Piece(NamedTuple):
    """Rows to be written.

    Parameters
    ----------
    batch
        Where they are from.
    rows
        Which of its rows, repeated as often as it occurs there; None for all of them.
    new
        The new columns, as long as there are rows.
    place
        The point of each row, where `Added.places` says so.
    """

    batch: Batch
    rows: Rows | None
    new: Sequence[Column]
    place: Place | None = None


# Tables


@dataclass(frozen=True, slots=True)
class Geometry:
    """The one geometry column of a table.

    Parameters
    ----------
    column
        Its position among the names.
    encoding
        How its cells are stored.
    dimensions
        3 where points have, or may have, heights.
    types
        The kinds of geometry in it, as GeoParquet names them; none where that is not known.
    crs
        What the source says of its coordinates: PROJJSON, WKT or a name; None for OGC:CRS84.
    edges
        "planar", "spherical", or an algorithm of Parquet's GEOGRAPHY.
    datum
        What its points are on.
    """

    column: int
    encoding: Literal["wkb", "geoarrow", "struct", "geojson"]
    dimensions: int = 2
    types: tuple[str, ...] = ()
    crs: Any = None
    edges: str = "planar"
    datum: Datum = DEFAULT

    @property
    def may_be_points(self) -> bool:
        """Whether rows may have points to measure."""
        return not self.types or any(name.split(" ")[0] == "Point" for name in self.types)


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a table.

    Parameters
    ----------
    names
        Their names, as they are; two may be alike where the format allows it.
    geometry
        Which of them holds geometries.
    nested
        Numbers inside of objects or structs, such as "location.lat": a command may read them, at the
        positions after the names; no sink writes them.
    arrow
        The Arrow schema of a format with types, metadata included; None for text.
    codec
        What compresses the columns of a Parquet file.
    """

    names: tuple[str, ...]
    geometry: Geometry | None = None
    nested: tuple[str, ...] = ()
    arrow: Any = None
    codec: Any = None

    @property
    def points(self) -> Geometry | None:
        """Where points are without a word of the user: not in shapes beside columns of points."""
        there = self.geometry
        known = there is not None and not there.may_be_points
        return None if known and find_pairs(self.names) else there

    @property
    def readable(self) -> tuple[str, ...]:
        """All that a command may read, by name."""
        return (*self.names, *self.nested)


@dataclass(slots=True)
class Own:
    """The own bytes of some rows of a text format, to which cells can be appended.

    Parameters
    ----------
    data
        The bytes that they are in.
    rows
        Where each row begins and ends, without its line end.
    tails
        Where the line end of each row is, with the blank lines behind it.
    objects
        Where the object is that gets new members; None where cells are appended at the end.
    lead
        What precedes the first row: blank lines.
    """

    data: Any
    rows: Spans
    tails: Spans | None = None
    objects: Spans | None = None
    lead: bytes = b""

    def of(self, rows: Rows | None) -> Own:
        """Return some of them."""
        if rows is None:
            return self
        tails = None if self.tails is None else self.tails[rows]
        objects = None if self.objects is None else self.objects[rows]
        return replace(self, rows=self.rows[rows], tails=tails, objects=objects)


@dataclass(slots=True)
class Batch(ABC):
    """Consecutive rows of a table.

    Parameters
    ----------
    source
        The table.
    rows
        Their number, those included whose cells cannot be told apart.
    malformed
        Of these: which they are, and why.
    """

    source: Source
    rows: int
    malformed: Mapping[int, str]

    @abstractmethod
    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return a column as numbers, NaN where a cell is not a number.

        Of the geometry column ``kind`` tells what: latitude, longitude, or length, the height.
        """

    def argument(self, column: int) -> Texts:
        """Return a column that a command reads as text, nested ones too."""
        return self.texts(column)

    @abstractmethod
    def cell(self, row: int, column: int) -> object:
        """Return one cell, for a message: text, a number, None where it is missing. O(1)."""

    @abstractmethod
    def lines(self, rows: Rows) -> Rows:
        """Tell where rows are in the file, counted as `Source.row_word` says."""

    @abstractmethod
    def texts(self, column: int, rows: Rows | None = None) -> Texts:
        """Return the cells of a column as text, for text formats other than the source's."""

    def arrow(self, rows: Rows | None = None) -> Any:
        """Return rows as an Arrow record batch of the schema `Source.typed`: here of their texts."""
        from geodist.cli.io.typed import arrow_batch

        columns = [self.texts(i, rows) for i in range(len(self.source.schema.names))]
        return arrow_batch(self.source.typed(), columns, self, rows)

    def geometry_problem(self, row: int) -> str | None:  # noqa: ARG002
        """Say why the geometry of a row gives no point: "the geometry is a Polygon, ..."."""
        return None

    def geometries(self, encoding: Literal["wkb", "geojson"], rows: Rows | None = None) -> Texts:
        """Return the geometries of rows in the encoding of another format."""
        raise NotImplementedError

    def check_srids(self, srids: Any) -> None:  # noqa: B027
        """Refuse SRIDs of geometries that are not of the datum of the table."""

    def own(self) -> Own | None:
        """Return the own bytes of the rows; None where the format is not text."""
        return None

    def place(self, row: int, column: int | None = None) -> str:
        """Where a row or a cell is, for a message."""
        (line,) = self.lines(np.array([row], np.int64))
        where = f"{self.source.name}, {self.source.row_word} {line}"
        if column is None:
            return where
        return f"{where}, column {self.source.schema.readable[column]!r}"


class Source(ABC):
    """A table being read.

    Attributes
    ----------
    name
        What messages call it.
    format
        Its format.
    schema
        Its columns, as far as the beginning of the file tells.
    row_word
        What its rows are counted as in messages.
    reads_geometry
        Whether a command takes its points from the geometry column.
    reads_shapes
        Whether it measures the geometries as they are: lines and polygons.
    own_as
        What `Batch.own` gives: only a sink of the same word writes it. "" for no text.
    head
        The text before the first row, which such a sink writes first: a header, the beginning of a
        collection.
    line_end
        What ends its rows, where they are lines.
    spare_axes
        Which numbers of its points other columns hold as well, once `point_axes` has looked.
    """

    name: str
    format: Format
    schema: Schema
    row_word = "row"
    reads_geometry = False
    reads_shapes = False
    own_as = ""
    head = b""
    line_end = b"\n"
    spare_axes: tuple[str, ...] | None = None

    @abstractmethod
    def batches(self) -> Iterator[Batch]:
        """Yield the rows, batch by batch, in their order; once."""

    @abstractmethod
    def typed(self) -> Any:
        """Return the Arrow schema that every row of the table fits.

        A text format reads the whole file for it, once: a file again from its beginning, a pipe
        into a temporary file first. It must be called before `batches`.
        """

    def named(self, *, bare: bool = False) -> Sequence[str]:  # noqa: ARG002
        """Return the names of all columns, for a text format other than the source's.

        A text format may read the whole file for it, as `typed` does: members of JSON appear late,
        and whether all cells of a CSV column are numbers of JSON is known only at the end. It must
        be called before `batches`, and `schema` has these names from then on.

        Parameters
        ----------
        bare
            Whether `Texts.bare` is needed, as the other format tells numbers from text.
        """
        return self.schema.names

    def choose(self, columns: Sequence[float]) -> None:
        """Remember where a command takes its arguments from: columns (int), or numbers (float)."""
        geometry = self.schema.geometry
        chosen = {column for column in columns if isinstance(column, int)}
        self.reads_geometry = geometry is not None and geometry.column in chosen

    def tail(self) -> bytes:
        """Return the text after the last row, once all batches were read."""
        return b""

    @property
    @abstractmethod
    def progress(self) -> tuple[int, int | None]:
        """How much has been read, of how much; the latter None where that is unknown."""

    @property
    def progress_unit(self) -> str:
        """What `progress` counts."""
        return "B"

    def close(self) -> None:  # noqa: B027
        """Let go of what only this table uses."""


class Sink(ABC):
    """A table being written.

    Attributes
    ----------
    rejects
        Whether it holds rows that cannot be used, malformed ones too.
    """

    rejects = False

    @abstractmethod
    def begin(self, source: Source, added: Added) -> None:
        """Write what comes before the first row.

        Parameters
        ----------
        source
            Where the rows come from; its `Source.typed` or `Source.named` is called here.
        added
            What each row gets.
        """

    @abstractmethod
    def write(self, piece: Piece) -> None:
        """Write rows of a batch with their new columns."""

    @abstractmethod
    def finish(self) -> None:
        """Write what comes after the last row."""
