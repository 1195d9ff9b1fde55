"""Arrow's own formats: files (.arrow, .feather) and streams (.arrows)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from geodist._columns.geoarrow_labels import EXTENSION_METADATA, EXTENSION_NAME
from geodist.cli.errors import TableError
from geodist.cli.io.arrow import ArrowSink, ArrowSource, in_utf8
from geodist.cli.io.geoparquet import agreed, read_labels, read_metadata
from geodist.cli.io.layer import BLOCK_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Added, Piece, Source
    from geodist.cli.io.streams import Input

_FILE, _OLD_FEATHER = b"ARROW1", b"FEA1"
# In the order of their numbers in the format.
_CODECS = ("lz4", "zstd")


class IpcSource(ArrowSource):
    """A table in a file or a stream of Arrow."""

    def __init__(self, stream: Input, form: Format) -> None:
        super().__init__(stream, form)
        codec = None
        try:
            if form.kind == "arrows" and stream.size is None:
                # A pipe is read as it comes.
                self._reader = pa.ipc.open_stream(pa.PythonFile(_Reader(stream), "r"))
            else:
                file = stream.seekable()
                begin = file.read(len(_FILE))
                if begin.startswith(_OLD_FEATHER):
                    raise TableError(
                        f"{self.name} is Feather version 1, which geodist does not read; "
                        "pyarrow.feather.read_table() does"
                    )
                file.seek(0)
                codec = _codec(file, 8 if begin == _FILE else 0)
                file.seek(0)
                make = pa.ipc.open_file if begin == _FILE else pa.ipc.open_stream
                self._reader = make(pa.PythonFile(file, "r"))
        except (pa.ArrowException, OSError) as error:
            raise TableError(f"{self.name} is not an Arrow table: {error}") from error
        arrow = self._reader.schema
        with in_utf8(self.name):
            labels, metadata = read_labels(self.name, arrow), read_metadata(self.name, arrow)
            about = agreed(self.name, arrow, labels, metadata)
            self._describe(arrow, self._geometry(about, arrow), codec)

    def _batches(self) -> Iterator[Any]:
        for batch in self._each():
            for first in range(0, batch.num_rows, BLOCK_ROWS):
                piece = batch.slice(first, BLOCK_ROWS)
                piece.validate(full=True)
                yield piece

    def _each(self) -> Iterator[Any]:
        if isinstance(self._reader, pa.ipc.RecordBatchFileReader):
            for i in range(self._reader.num_record_batches):
                yield self._reader.get_batch(i)
        else:
            yield from self._reader


class _Reader:
    """An input as Arrow reads it."""

    closed = False

    def __init__(self, stream: Input) -> None:
        self.read = stream.read

    def close(self) -> None:
        """Leave it open: who opened it closes it."""


def _codec(file: Any, begin: int) -> str | None:
    """Tell what compresses the first record batch; None where nothing does.

    It is a table of FlatBuffers: https://arrow.apache.org/docs/format/Columnar.html
    """
    file.seek(begin)
    for message in pa.ipc.MessageReader.open_stream(pa.PythonFile(file, "r")):
        if message.type != "record batch":
            continue
        data = message.metadata.to_pybytes()
        batch = _table(data, _member(data, _number(data, 0, 4), 2))
        compression = _table(data, _member(data, batch, 3))
        if not compression:
            return None
        codec = _member(data, compression, 0)
        return _CODECS[data[codec] if codec else 0]
    return None


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little", signed=size == 4)


def _member(data: bytes, table: int, index: int) -> int:
    """Find a member of a table; 0 where it is not there."""
    members, place = table - _number(data, table, 4), 4 + 2 * index
    at = _number(data, members + place, 2) if place < _number(data, members, 2) else 0
    return table + at if at else 0


def _table(data: bytes, at: int) -> int:
    return at + _number(data, at, 4) if at else 0


class IpcSink(ArrowSink):
    """A file or a stream of Arrow being written, with the labels of GeoArrow.

    Parameters
    ----------
    stream
        Where it goes.
    form
        Its format.
    """

    def __init__(self, stream: BinaryIO, form: Format) -> None:
        self._stream = stream
        self._make = pa.ipc.new_stream if form.kind == "arrows" else pa.ipc.new_file

    def begin(self, source: Source, added: Added) -> None:
        """Write the start of the file."""
        geometry = source.schema.geometry
        keeps = geometry is not None and geometry.encoding in ("wkb", "geoarrow")
        self._plan(source, added, keeps=keeps)
        metadata = dict(self._schema.metadata or {})
        metadata.pop(b"geo", None)
        schema = self._schema.with_metadata(metadata)
        about = {"crs": "OGC:CRS84"}
        if geometry is not None:
            about = {"crs": geometry.crs or "OGC:CRS84"}
            if geometry.edges != "planar":
                about["edges"] = geometry.edges
            kind = "wkb" if geometry.encoding != "geoarrow" else geometry.types[0].split()[0]
            schema = _labelled(schema, geometry.column, kind.lower(), about)
        if self._places:
            schema = _labelled(schema, len(schema) - 1, "wkb", about)
        self._schema = schema
        codec = source.schema.codec
        options = pa.ipc.IpcWriteOptions(compression=codec if isinstance(codec, str) else None)
        self._writer = self._make(pa.PythonFile(self._stream, "w"), schema, options=options)

    def write(self, piece: Piece) -> None:
        """Write rows of a batch with their new columns."""
        self._writer.write_batch(self._made(piece))

    def finish(self) -> None:
        """Write the end of the file."""
        self._writer.close()


def _labelled(schema: Any, column: int, kind: str, about: dict[str, Any]) -> Any:
    """Label a column of geometries; leave one that is labelled."""
    field = schema.field(column)
    metadata = dict(field.metadata or {})
    if isinstance(field.type, pa.BaseExtensionType) or EXTENSION_NAME.encode() in metadata:
        return schema
    metadata[EXTENSION_NAME] = f"geoarrow.{kind}"
    metadata[EXTENSION_METADATA] = json.dumps(about)
    return schema.set(column, field.with_metadata(metadata))
