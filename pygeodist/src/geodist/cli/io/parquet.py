"""Parquet and GeoParquet."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from geodist.cli.errors import TableError
from geodist.cli.io.arrow import ArrowSink, ArrowSource, in_utf8
from geodist.cli.io.geoparquet import (
    Seen,
    agreed,
    crs_members,
    read_labels,
    read_metadata,
    read_types,
)
from geodist.cli.io.layer import BLOCK_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodist.cli.io.cells import Texts
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Added, Piece, Source
    from geodist.cli.io.streams import Input

# Rows kept in memory before they are written together: what readers skip and decode at once.
GROUP_ROWS = 8 * BLOCK_ROWS
# What a batch, or a row group that waits, is at most.
GROUP_BYTES = 1 << 26
# Read at a time of a column: whole chunks of columns, the library's usual, are fresh memory each.
_READ_BYTES = 1 << 16


class ParquetSource(ArrowSource):
    """A Parquet table."""

    def __init__(self, stream: Input, form: Format) -> None:
        super().__init__(stream, form)
        with in_utf8(self.name):
            try:
                self._file = pq.ParquetFile(
                    _native(stream.seekable()), pre_buffer=False, buffer_size=_READ_BYTES
                )
                arrow = _with_all_metadata(self._file)
            except (pa.ArrowException, OSError) as error:
                raise TableError(f"{self.name} is not a Parquet table: {error}") from error
            self._about(arrow)

    def _about(self, arrow: Any) -> None:
        about = agreed(
            self.name,
            arrow,
            read_metadata(self.name, arrow),
            read_types(arrow, self._file.schema),
            read_labels(self.name, arrow),
        )
        metadata = self._file.metadata
        groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
        self._rows = metadata.num_rows
        widest = max((g.total_byte_size / max(g.num_rows, 1) for g in groups), default=1)
        rows = max(1, min(BLOCK_ROWS, int(GROUP_BYTES / max(widest, 1))))
        self._rest = self._file.iter_batches(batch_size=rows, use_threads=False)
        # What describes a column may be damaged, and only to who reads it the library says so: to
        # others it may end the process.
        with self._reading():
            self._first = next(self._rest, None)
        stored = {}
        for i in range(0 if self._first is None else metadata.num_columns):
            column = groups[0].column(i)
            stored[column.path_in_schema] = Stored(column.compression, _is_repetitive(column))
        self._describe(arrow, self._geometry(about, arrow), stored)

    def _batches(self) -> Iterator[Any]:
        first, self._first = self._first, None
        if first is not None:
            yield first
            yield from self._rest

    def close(self) -> None:
        """Close the file."""
        self._file.close(force=True)


def _native(file: BinaryIO) -> Any:
    """Open a file as the library reads it fastest; never mapped, as others may make it shorter."""
    return pa.OSFile(file.name) if isinstance(file.name, str) else file


class Stored(NamedTuple):
    """How a column is stored.

    Parameters
    ----------
    codec
        What compresses it.
    by_dictionary
        Whether a dictionary of its values makes it smaller.
    """

    codec: str
    by_dictionary: bool


def _is_repetitive(column: Any) -> bool:
    if not column.has_dictionary_page:
        return False
    # Of all numbers different nothing but the number of bytes tells that a dictionary is of no use.
    width = {"INT32": 4, "INT64": 8, "FLOAT": 4, "DOUBLE": 8}.get(column.physical_type)
    return width is None or 2 * column.total_uncompressed_size < width * column.num_values


def _with_all_metadata(file: Any) -> Any:
    """Return the schema of a file; what PyArrow stored apart from it has its own metadata."""
    arrow, stored = file.schema_arrow, dict(file.metadata.metadata or {})
    stored.pop(b"ARROW:schema", None)
    return arrow.with_metadata({**stored, **(arrow.metadata or {})})


class ParquetSink(ArrowSink):
    """A Parquet table being written; as GeoParquet 1.1 where it has geometries.

    Parameters
    ----------
    stream
        Where it goes.
    form
        Its format.
    """

    def __init__(self, stream: BinaryIO, form: Format) -> None:
        del form
        self._stream = stream
        self._waiting: list[Any] = []
        self._rows = self._bytes = 0
        self._is_whole = True

    def begin(self, source: Source, added: Added) -> None:
        """Write the start of the file."""
        self._geo = json.loads((source.typed().metadata or {}).get(b"geo", b"{}"))
        described = self._geo.get("columns", {})
        self._seen: dict[str, Seen] = {}
        geometry = self._geometry = source.schema.geometry
        keeps = geometry is not None and source.schema.names[geometry.column] in described
        self._plan(source, added, keeps=keeps)
        metadata = dict(self._schema.metadata or {})
        metadata.pop(b"geo", None)
        self._schema = self._schema.with_metadata(metadata)
        self._writer = pq.ParquetWriter(
            pa.PythonFile(self._stream, "w"),
            self._schema,
            # At the end it is stored with all metadata.
            store_schema=False,
            **_as_stored(self._schema, source.schema.codec),
        )

    def _look(self, name: str, cells: Texts) -> None:
        self._seen.setdefault(name, Seen()).look(cells)

    def write(self, piece: Piece) -> None:
        """Write rows of a batch with their new columns."""
        self._is_whole &= piece.rows is None
        made = self._made(piece)
        self._waiting.append(made)
        self._rows += made.num_rows
        self._bytes += made.nbytes
        if self._rows >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._flush()

    def finish(self) -> None:
        """Write the rest and the end of the file."""
        self._flush()
        metadata = dict(self._schema.metadata or {})
        if self._geo or self._made_geometries:
            metadata[b"geo"] = json.dumps(self._described()).encode()
        schema = self._schema.with_metadata(metadata).serialize().to_pybytes()
        metadata[b"ARROW:schema"] = base64.b64encode(schema)
        self._writer.add_key_value_metadata(metadata)
        self._writer.close()

    def _described(self) -> Any:
        """Describe the columns of geometries by GeoParquet 1.1."""
        columns = self._geo.setdefault("columns", {})
        if self._geo.setdefault("version", "1.0.0").startswith("1."):
            self._geo["version"] = "1.1.0"
        for about in columns.values():
            if not self._is_whole:
                # Which rows are left, nobody has looked at.
                about.pop("bbox", None)
                if len(about.get("geometry_types", ())) > 1:
                    about["geometry_types"] = []
        for name in self._made_geometries:
            seen = self._seen.get(name, Seen())
            columns[name] = seen.describe()
            # Computed points are on the datum of those that they were computed from.
            if self._geometry is not None:
                columns[name] |= crs_members(name, self._geometry, seen.kinds)
            self._geo["primary_column"] = name
        return self._geo

    def _flush(self) -> None:
        if self._waiting:
            table = pa.Table.from_batches(self._waiting, self._schema)
            self._writer.write_table(table, row_group_size=max(table.num_rows, 1))
        self._waiting, self._rows, self._bytes = [], 0, 0


def _leaves(schema: Any) -> Iterator[tuple[str, Any]]:
    """Name the columns that Parquet stores, those inside of others too."""
    for field in schema:
        yield from _inside(field.name, field.type)


def _inside(path: str, type_: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(type_, pa.BaseExtensionType):
        type_ = type_.storage_type
    if pa.types.is_struct(type_):
        for i in range(type_.num_fields):
            yield from _inside(f"{path}.{type_.field(i).name}", type_.field(i).type)
    elif pa.types.is_map(type_):
        yield from _inside(f"{path}.key_value.key", type_.key_type)
        yield from _inside(f"{path}.key_value.value", type_.item_type)
    elif pa.types.is_nested(type_):
        yield from _inside(f"{path}.list.element", type_.value_type)
    else:
        yield path, type_


def _as_stored(schema: Any, stored: Any) -> dict[str, Any]:
    """Store columns as they were, and new ones as the first; measured numbers are all different."""
    known = {"UNCOMPRESSED": "NONE"}
    before: dict[str, Stored] = stored if isinstance(stored, dict) else {}
    codecs = {path: known.get(x.codec, x.codec) for path, x in before.items() if _can(x.codec)}
    usual = next(iter(codecs.values()), "SNAPPY")
    leaves = dict(_leaves(schema))
    return {
        "compression": {path: codecs.get(path, usual) for path in leaves} or usual,
        "use_dictionary": [
            path
            for path, type_ in leaves.items()
            if (before[path].by_dictionary if path in before else not pa.types.is_floating(type_))
        ],
    }


def _can(codec: str) -> bool:
    return codec == "UNCOMPRESSED" or (codec != "LZO" and pa.Codec.is_available(codec.lower()))
