"""Opening tables of any format, to read and to write."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from geodist.cli.io.drafts import open_output, open_output_path
from geodist.cli.io.formats import choose_format, find_format, has_ending_of, load, named_format
from geodist.cli.io.streams import STANDARD_STREAM, compress, open_input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geodist.cli.io.drafts import Output
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Sink, Source


@contextlib.contextmanager
def open_table(name: str, form: Format, *, quiet: bool = False) -> Iterator[Source]:
    """Open the table in the file ``name``; ``-`` is standard input."""
    make = load(form.handler, "source")
    with (
        open_input(name, form.compression, quiet=quiet) as stream,
        contextlib.closing(make(stream, form)) as source,
    ):
        yield source


@contextlib.contextmanager
def open_twice(name: str, form: Format, *, quiet: bool = False) -> Iterator[Callable[[], Source]]:
    """Open a table that is read from its beginning more than once: standard input by a copy."""
    make = load(form.handler, "source")
    with (
        open_input(name, form.compression, quiet=quiet) as stream,
        contextlib.ExitStack() as stack,
    ):

        def open_source() -> Source:
            stream.rewind(b"")
            source: Source = stack.enter_context(contextlib.closing(make(stream, form)))
            return source

        yield open_source


@contextlib.contextmanager
def open_sink(name: str, form: Format, *, rejects: bool = False) -> Iterator[Sink]:
    """Open the file ``name`` for a table; it is complete when the block ends, or not there."""
    make = load(form.handler, "sink")
    with contextlib.ExitStack() as stack:
        raw: Output | None = None
        if form.handler.streams:
            raw = stack.enter_context(open_output(name))
            sink = make(stack.enter_context(compress(raw, form.compression)), form)
        else:
            sink = make(stack.enter_context(open_output_path(name)), form)
        sink.rejects = rejects
        try:
            yield sink
        except BaseException:
            if raw is not None:
                raw.abandoned = True
            raise


@contextlib.contextmanager
def open_rejects(name: str, source: Source, option: str = "--rejects") -> Iterator[Sink]:
    """Open the file for the rows that cannot be used: a table in the format of the input."""
    form = source.format
    found = find_format(name)
    if found is None or not (found.kind == form.kind or has_ending_of(name, form)):
        raise click.UsageError(f"{option}: {name} must have the input's format, {form.kind}")
    with open_sink(name, replace(form, compression=found.compression), rejects=True) as sink:
        yield sink


def output_format(name: str, given: str | None, delimiter: str | None, source: Source) -> Format:
    """Choose the format of an output; that of the input where there is no ending."""
    form = source.format
    # An ending that is none of a table's is refused, or "x.doc" would hold CSV.
    silent = name == STANDARD_STREAM or not PurePath(name).suffix
    same = replace(form, compression=None) if silent else None
    if same and name == STANDARD_STREAM and not form.handler.streams:
        same = named_format("csv", delimiter)
    found = choose_format(name, given, delimiter, same)
    if found.kind != form.kind and has_ending_of(f"x.{given}" if given else name, form):
        # Formats that share an ending: the input's.
        found = replace(found, handler=form.handler)
    found = replace(found, decimal=form.decimal, text=form.text)
    if found.kind == form.kind and form.is_delimited and delimiter is None:
        return replace(found, delimiter=form.delimiter)
    return found
