"""Opening tables of any format, to read and to write."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

import click

from geodist.cli.csv_reader import CsvSource
from geodist.cli.csv_writer import CsvWriter
from geodist.cli.formats import Format, choose_format, find_format
from geodist.cli.geojson import GeoJsonSource, GeoJsonWriter
from geodist.cli.json_lines import JsonSource, JsonWriter
from geodist.cli.output import open_output
from geodist.cli.streams import compress, open_input

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geodist.cli.blocks import Source, Writer
    from geodist.cli.streams import Input


@contextlib.contextmanager
def open_table(name: str, form: Format, text_columns: Sequence[str] = ()) -> Iterator[Source]:
    """Open the table in the file ``name``; ``-`` is standard input."""
    with open_input(name, form.compression) as stream:
        source = make_source(stream, form, None if "*" in text_columns else text_columns)
        with contextlib.closing(source):
            yield source


def make_source(stream: Input, form: Format, text_columns: Sequence[str] | None = ()) -> Source:
    """Make the reader of a format."""
    if form.kind == "parquet":
        from geodist.cli.parquet import ParquetSource

        return ParquetSource(stream, form)
    if form.kind == "jsonl":
        return JsonSource(stream, form)
    if form.kind == "geojson":
        return GeoJsonSource(stream, form)
    return CsvSource(stream, form, text_columns)


@contextlib.contextmanager
def open_writer(name: str, form: Format) -> Iterator[Writer]:
    """Open the file ``name`` for a table; it is complete when the block ends, or not there."""
    with open_output(name) as raw, compress(raw, form.compression) as stream:
        writer = make_writer(stream, form)
        try:
            yield writer
        except BaseException:
            writer.abandon()
            raise


def make_writer(stream: BinaryIO, form: Format) -> Writer:
    """Make the writer of a format."""
    if form.kind == "parquet":
        from geodist.cli.parquet import ParquetWriter

        return ParquetWriter(stream)
    if form.kind == "jsonl":
        return JsonWriter(stream)
    if form.kind == "geojson":
        return GeoJsonWriter(stream)
    return CsvWriter(stream, form)


@contextlib.contextmanager
def open_rejects(name: str, source: Source, option: str = "--rejects") -> Iterator[Writer]:
    """Open the file for the rows that cannot be used: a table in the format of the input."""
    found = find_format(name)
    form = source.format
    if found is None or found.kind != form.kind:
        raise click.UsageError(f"{option}: {name} must have the input's format, {form.kind}")
    with open_output(name) as raw, compress(raw, found.compression) as stream:
        form = replace(form, compression=None)
        if form.is_delimited:
            # Rows of any width can have columns in front.
            yield CsvWriter(stream, form, in_front=True)
        else:
            yield make_writer(stream, form)


def output_format(name: str, given: str | None, delimiter: str | None, source: Source) -> Format:
    """Choose the format of an output; that of the input where there is no ending."""
    form = source.format
    # An ending that is none of a table's is refused, or "x.xlsx" would hold CSV.
    silent = name == "-" or not PurePath(name).suffix
    same = replace(form, compression=None) if silent else None
    form = replace(choose_format(name, given, delimiter, same), decimal=form.decimal)
    if form.kind == source.format.kind and form.is_delimited and delimiter is None:
        return replace(form, delimiter=source.format.delimiter)
    return form
