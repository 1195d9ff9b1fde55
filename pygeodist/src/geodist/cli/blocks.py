"""What every format offers to the commands: a source of blocks of rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from geodist._columns.datums import DEFAULT
from geodist._columns.names import repeated_name
from geodist.cli.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geodist._columns.datums import Datum
    from geodist.cli.formats import Format
    from geodist.cli.roles import Kind

FloatArray = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

# Bytes read, measured and written at a time: enough for the kernels, little in memory.
BLOCK_BYTES = 1 << 22
# Rows at a time where a format has no text, and rows that one step of a command may make.
BLOCK_ROWS = 1 << 16


def shown(data: bytes) -> str:
    """Text of a table as a person reads it: UTF-8 where it is that, else Latin-1."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


@dataclass(slots=True)
class Raw:
    """The own bytes of some rows, to which columns can be appended.

    Row i is ``texts[i]``, then what is appended, then ``tails[i]``; before the first row comes
    ``lead``.
    """

    texts: Any
    tails: Any
    lead: bytes = b""
    # For objects: whether they have members already, so that a comma is needed.
    filled: Any = None


@dataclass(slots=True)
class Block(ABC):
    """Consecutive rows of a table.

    Parameters
    ----------
    source
        The table.
    rows
        Their number.
    malformed
        Rows whose cells cannot be told apart, and why.
    """

    source: Source
    rows: int
    malformed: dict[int, str]

    @abstractmethod
    def numbers(self, column: int, kind: Kind) -> FloatArray:
        """Return a column as numbers, NaN where a cell is none."""

    @abstractmethod
    def texts(self, column: int) -> Any:
        """Return a column as Arrow text."""

    @abstractmethod
    def problem(self, row: int, column: int, kind: Kind, other: float | None = None) -> str:
        """Say what is wrong with a cell, which is shown first: "'abc' is not a number".

        ``other`` is the other coordinate of its point.
        """

    @abstractmethod
    def line_numbers(self, rows: Rows) -> Rows:
        """Tell where rows stand in the file, counted as `Source.row_word` says."""

    @abstractmethod
    def columns(self) -> list[Any]:
        """Return all columns as Arrow arrays of the types in `Source.types`."""

    def plain_columns(self) -> list[Any]:
        """Return all columns as formats without geometries have them: `Source.plain_fields`."""
        return self.columns()

    def has_late_heights(self) -> bool:
        """Tell whether its geometries have heights, for which the source has no column."""
        return False

    def raw(self) -> Raw | None:
        """Return the own bytes of the rows, or None where the format cannot append to them."""
        return None

    def raw_row(self, row: int) -> bytes:
        """Return the own bytes of a malformed row."""
        raise NotImplementedError

    def place(self, row: int, column: int | None = None) -> str:
        """Where a row or a cell is, for a message."""
        (line,) = self.line_numbers(np.array([row], np.int64))
        where = f"{self.source.name}, {self.source.row_word} {line}"
        return where if column is None else f"{where}, column {self.source.header[column]!r}"


class Source(ABC):
    """A table being read.

    Attributes
    ----------
    name
        What messages call it.
    format
        Its format.
    header
        The names of its columns.
    row_word
        What its rows are counted as in messages.
    geometry
        The positions of the columns lat, lon and perhaps h that a GeoJSON geometry makes, or for
        each of them that of the column of points of a GeoParquet table; None if there are none.
    reads_geometry
        Whether a command takes its points from there.
    datum
        What the points of the geometry are on.
    """

    name: str
    format: Format
    header: list[str]
    row_word = "row"
    geometry: tuple[int, ...] | None = None
    reads_geometry = False
    datum: Datum = DEFAULT

    @abstractmethod
    def blocks(self) -> Iterator[Block]:
        """Yield the rows, block by block, in their order."""

    @abstractmethod
    def types(self) -> list[Any]:
        """Return the Arrow types of the columns."""

    def choose(self, columns: Iterable[float]) -> None:
        """Remember where a command takes its arguments from: columns (int), or numbers (float)."""
        chosen = {column for column in columns if isinstance(column, int)}
        self.reads_geometry = not chosen.isdisjoint(self.geometry or ())

    def plain_fields(self) -> list[tuple[str, Any]]:
        """Return names and Arrow types of the columns for formats without geometries."""
        return list(zip(self.header, self.types(), strict=True))

    def plain_names(self) -> list[str]:
        """Return the names alone, for which no type has to be found out."""
        return self.header

    @property
    @abstractmethod
    def progress(self) -> tuple[int, int | None]:
        """How much has been read, of how much; the latter None where that is unknown."""

    def close(self) -> None:  # noqa: B027
        """Let go of what only this table uses."""

    @property
    def progress_unit(self) -> str:
        """What `progress` counts."""
        return "B"


def refuse_repeated_names(source: Source) -> None:
    """Refuse a table with a name twice, which only CSV can hold."""
    for i, name in enumerate(source.header):
        if name in source.header[:i]:
            what = repeated_name(source.header, name)
            raise TableError(f"{source.name}: {what}, or write CSV, which can have both")


def geometry_names(others: Sequence[str], *, heights: bool) -> list[str]:
    """Name the columns that stand for a geometry, apart from the others of a table.

    >>> geometry_names(["code"], heights=True), geometry_names(["lat"], heights=False)
    (['lat', 'lon', 'h'], ['geometry_lat', 'geometry_lon'])
    """
    names = ["lat", "lon", *(["h"] if heights else [])]
    return [f"geometry_{name}" for name in names] if set(names).intersection(others) else names


class Place(NamedTuple):
    """The points of some rows.

    Parameters
    ----------
    lat, lon
        Their coordinates, NaN where there is none.
    columns
        The columns of the source that hold them; empty where they were computed.
    """

    lat: FloatArray
    lon: FloatArray
    columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column that is written besides those of the source."""

    name: str
    type: Any


class Writer(ABC):
    """A table being written.

    Attributes
    ----------
    has_geometries
        Whether a column of it may hold points.
    """

    has_geometries = True

    def names(self, source: Source) -> list[str]:
        """Name the columns that the table has from ``source``."""
        return source.header if self.has_geometries else source.plain_names()

    @abstractmethod
    def begin(self, source: Source, new: Sequence[NewColumn]) -> None:
        """Write what comes before the first row."""

    @abstractmethod
    def write(
        self,
        block: Block,
        rows: Rows | None,
        new: Sequence[Any],
        place: Place | None = None,
    ) -> None:
        """Write rows of a block with their new columns.

        Parameters
        ----------
        block
            The block.
        rows
            Which of its rows, each as often as it stands there; None for all of them.
        new
            The new columns, Arrow arrays as long as there are rows.
        place
            The point of each row, for formats that have geometries.
        """

    @abstractmethod
    def finish(self) -> None:
        """Write what comes after the last row."""

    def abandon(self) -> None:  # noqa: B027
        """Write nothing more: the table is not whole."""
