"""Parquet tables, read and written by batches of rows."""

from __future__ import annotations

import io
import tempfile
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from geodist.cli.blocks import (
    BLOCK_BYTES,
    BLOCK_ROWS,
    Source,
    Writer,
    geometry_names,
    refuse_repeated_names,
)
from geodist.cli.errors import FileError, TableError
from geodist.cli.geoparquet import GeometryBlock, find_points
from geodist.cli.typed import TypedBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geodist.cli.blocks import Block, NewColumn, Place, Rows
    from geodist.cli.formats import Format
    from geodist.cli.streams import Input

# Rows kept in memory before they are written together: what readers skip and decode at once.
GROUP_ROWS = 4 * BLOCK_ROWS
# What a piece of a row group is while it waits, at most.
GROUP_BYTES = 1 << 26


class ParquetSource(Source):
    """A Parquet table.

    Parameters
    ----------
    stream
        Where it is read from; what cannot be read from its end is kept in a temporary file.
    form
        Its format.
    """

    def __init__(self, stream: Input, form: Format) -> None:
        self.name = stream.name
        self.format = form
        self._copy: Any = None
        try:
            file = stream.raw.base
            if stream.compressed or not stream.raw.seekable():
                file = self._copy = _copy(stream)
            self._file = pq.ParquetFile(file, memory_map=False, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            if self._copy is not None:
                self._copy.close()
            raise TableError(f"{self.name} is not a Parquet table: {error}") from error
        self.schema = self._file.schema_arrow
        self.header = list(self.schema.names)
        self._points = find_points(self.name, self.schema)
        if self._points is not None:
            self.datum = self._points.datum
            self.geometry = (self._points.column,) * self._points.dimensions
        self._read = 0

    def blocks(self) -> Iterator[TypedBlock]:
        """Yield batches of rows."""
        batches = self._file.iter_batches(batch_size=BLOCK_ROWS, use_threads=False)
        while True:
            try:
                batch = next(batches, None)
            except (pa.ArrowException, OSError) as error:
                raise FileError(f"cannot read {self.name}: it is damaged: {error}") from error
            if batch is None:
                return
            columns, first = batch.columns, self._read + 1
            if self._points is None:
                yield TypedBlock(self, batch.num_rows, {}, columns, first)
            else:
                yield GeometryBlock(self, batch.num_rows, {}, columns, first, self._points)
            self._read += batch.num_rows

    def types(self) -> list[Any]:
        """Return the types of the columns."""
        return list(self.schema.types)

    def plain_fields(self) -> list[tuple[str, Any]]:
        """Return names and types of the columns, of numbers in place of points."""
        fields = super().plain_fields()
        if self._points is not None and self.reads_geometry:
            at, heights = self._points.column, self._points.dimensions == 3
            names = geometry_names([name for name, _ in fields], heights=heights)
            fields[at : at + 1] = [(name, pa.float64()) for name in names]
        return fields

    def plain_names(self) -> list[str]:
        """Return these names."""
        return [name for name, _ in self.plain_fields()]

    @property
    def progress(self) -> tuple[int, int | None]:
        """Rows read, and their number."""
        return self._read, self._file.metadata.num_rows

    def close(self) -> None:
        """Close the temporary copy."""
        self._file.close(force=True)
        if self._copy is not None:
            self._copy.close()

    @property
    def progress_unit(self) -> str:
        """Rows are counted."""
        return " rows"


def _copy(stream: Input) -> Any:
    """Copy what cannot be read from its end to a temporary file, which closing deletes."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115
    while data := stream.read(BLOCK_BYTES):
        copy.write(data)
    copy.seek(0)
    return copy


class _Sink(io.RawIOBase):
    """A stream to write to, which an abandoned writer cannot finish."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.abandoned = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if not self.abandoned:
            self._stream.write(data)
        return len(data)


class ParquetWriter(Writer):
    """A Parquet table being written.

    Parameters
    ----------
    stream
        Where it goes.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._sink = _Sink(stream)
        self._waiting: list[Any] = []
        self._rows = 0

    def begin(self, source: Source, new: Sequence[NewColumn]) -> None:
        """Write the start of the file."""
        if isinstance(source, ParquetSource):
            fields, metadata = list(source.schema), source.schema.metadata
        else:
            fields = [
                pa.field(name, type_)
                for name, type_ in zip(source.header, source.types(), strict=True)
            ]
            metadata = None
        fields += [pa.field(column.name, column.type) for column in new]
        refuse_repeated_names(source)
        self._schema = pa.schema(fields, metadata)
        self._writer = pq.ParquetWriter(pa.PythonFile(self._sink, "w"), self._schema)

    def write(
        self,
        block: Block,
        rows: Rows | None,
        new: Sequence[Any],
        place: Place | None = None,  # noqa: ARG002
    ) -> None:
        """Write rows of a block with their new columns."""
        old = block.columns()
        if rows is not None:
            index = pa.array(rows)
            old = [column.take(index) for column in old]
        batch = pa.RecordBatch.from_arrays([*old, *new], schema=self._schema)
        self._waiting.append(batch)
        self._rows += batch.num_rows
        waiting = sum(part.nbytes for part in self._waiting)
        if self._rows >= GROUP_ROWS or waiting >= GROUP_BYTES:
            self._flush()

    def finish(self) -> None:
        """Write the rest and the end of the file."""
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Leave the file without its end, so that no reader takes it for a table."""
        self._sink.abandoned = True

    def _flush(self) -> None:
        if self._waiting:
            table = pa.Table.from_batches(self._waiting, self._schema)
            self._writer.write_table(table, row_group_size=max(table.num_rows, 1))
        self._waiting, self._rows = [], 0
