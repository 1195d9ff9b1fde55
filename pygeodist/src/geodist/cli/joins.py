"""Two tables joined by distance: one is held in memory, the other passes by in blocks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

import geodist
from geodist._columns.names import choose_point_columns
from geodist.cli.errors import InvalidRowError, RowError, TableError, counted
from geodist.cli.io.cells import Numbers, concatenate, take
from geodist.cli.io.drafts import check_apart
from geodist.cli.io.formats import Format, choose_format, named_format
from geodist.cli.io.layer import flat_columns, flat_names
from geodist.cli.io.streams import STANDARD_STREAM, check_readable
from geodist.cli.operation import Chunk, Operation, in_steps
from geodist.cli.roles import POINT, Kind, Output
from geodist.cli.run import (
    check_text_columns,
    describe_point,
    make_settings,
    output_name,
    run_table,
)

if TYPE_CHECKING:
    from geodist.cli.columns import Choice
    from geodist.cli.io.cells import Column, FloatArray, Rows
    from geodist.cli.io.layer import Source

    # Finds the neighbours of points: how many each has, their rows, their distances.
    # The last argument is which rows of the index they are themselves, to be left out.
    Find = Callable[
        [geodist.PointIndex, FloatArray, FloatArray, Rows | None], tuple[Rows, Rows, FloatArray]
    ]


AXES = ("lat", "lon")


@dataclass(frozen=True, slots=True)
class Right:
    """The table in which neighbours are sought.

    Parameters
    ----------
    index
        Its points.
    header
        The names of its columns.
    kinds
        What they hold, as `NewColumn` says it.
    columns
        The columns.
    choice
        The columns of the file that its points are from.
    """

    index: geodist.PointIndex
    header: list[str]
    kinds: list[Any]
    columns: list[Column]
    choice: Choice


def join(inputs: tuple[str, ...], find: Find, options: Mapping[str, Any]) -> None:
    """Do the work of a command that joins two tables.

    Parameters
    ----------
    inputs
        The tables.
    find
        Finds the neighbours.
    options
        All options of the command, by name.
    """
    if len(inputs) != 2:
        raise click.UsageError(f"two tables are needed, LEFT and RIGHT; got {len(inputs)}")
    left_name, right_name = inputs
    if right_name == STANDARD_STREAM:
        raise click.UsageError("RIGHT must be a file; standard input is for LEFT")
    if options["threads"]:
        geodist.set_num_threads(options["threads"])
    check_readable(left_name)
    exclude_self = options["exclude_self"]
    if exclude_self:
        options = _same_columns(left_name, right_name, options)
    if options["right_rejects"] and options["invalid"] == "error":
        raise click.UsageError("--right-rejects needs --invalid=null or --invalid=skip")
    outputs = {"--output": output_name(options), "--rejects": options["rejects"]}
    outputs["--right-rejects"] = options["right_rejects"]
    check_apart({"LEFT": left_name, "RIGHT": right_name}, outputs, left_name)
    written = replace(
        choose_format(
            options["output"] or left_name, options["to_format"], None, named_format("csv")
        ),
        decimal=options["decimal"],
    )
    with contextlib.ExitStack() as stack:
        right = _load(right_name, written, options, stack)
        _join(left_name, right_name, right, find, options, written)


def _join(
    left_name: str,
    right_name: str,
    right: Right,
    find: Find,
    options: Mapping[str, Any],
    written: Format,
) -> None:
    """Join the table in a file to one that is loaded; ``written`` is the format of the result."""
    from geodist.cli.pipeline import names_in, new_column

    def prepare(source: Source) -> tuple[Operation, Choice]:
        check_text_columns(options, [*source.schema.names, *right.header])
        choice = _choose(source, options["lat"], options["lon"], ("--lat", "--lon"))
        own = names_in(source, written)
        distance = Output("distance", Kind.LENGTH)
        added = new_column(distance, make_settings({**options, "prefix": ""})).name
        taken = {*own, added}
        outputs = [
            Output(f"{name}{options['suffix']}" if name in taken else name, Kind.TEXT, kind)
            for name, kind in zip(right.header, right.kinds, strict=True)
        ]
        names = [output.name for output in outputs]
        both = next((name for name in names if options["prefix"] + name in own), None)
        if both is not None:
            raise TableError(
                f"{source.name} and {right_name} would both give a column named {both!r}; "
                "set --suffix"
            )
        names.append(added)
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise TableError(f"{right_name}: two columns would be named {twice!r}; set --suffix")
        outputs.append(distance)
        keep = options["how"] == "left"
        if options["exclude_self"] and choice != right.choice:
            raise click.UsageError("--exclude-self: both points of a row must be the same columns")
        done = 0

        def compute(lat: FloatArray, lon: FloatArray) -> Iterator[Chunk]:
            nonlocal done
            own = np.arange(done, done + lat.size) if options["exclude_self"] else None
            done += lat.size
            return _chunks(right, *find(right.index, lat, lon, own), keep=keep)

        return Operation(POINT, tuple(outputs), compute), choice

    run_table(left_name, prepare, options)


def _same_columns(left: str, right: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Take the points of RIGHT from the columns of LEFT, which is the same table."""
    if left == STANDARD_STREAM or not (Path(right).exists() and Path(left).samefile(right)):
        raise click.UsageError("--exclude-self: LEFT and RIGHT must be the same file")
    return {**options, **{f"right_{x}": options[f"right_{x}"] or options[x] for x in AXES}}


def _chunks(
    right: Right, counts: Rows, rows: Rows, distances: FloatArray, *, keep: bool
) -> Iterator[Chunk]:
    """Make the rows of a block, in steps of bounded size."""
    starts = np.cumsum(counts) - counts
    for left_rows, positions in in_steps(np.maximum(counts, 1) if keep else counts):
        alone = counts[left_rows] == 0
        where = np.where(alone, 0, starts[left_rows] + positions)
        if alone.all():
            found, apart = np.zeros(alone.size, np.int64), np.full(alone.size, np.nan)
        else:
            found, apart = rows[where], np.where(alone, np.nan, distances[where])
        cells = [take(column, found, alone if alone.any() else None) for column in right.columns]
        yield Chunk([*cells, apart], left_rows)


def _choose(
    source: Source, lat: str | None, lon: str | None, names: tuple[str, str]
) -> dict[str, int | float]:
    """Choose the columns of the points by the rules of `geodist.nearest_join`."""
    from geodist.cli.columns import header_hint

    chosen: tuple[int, int]
    header, geometry = source.schema.readable, source.schema.geometry
    if geometry is not None and geometry.may_be_points and lat is None and lon is None:
        chosen = (geometry.column, geometry.column)
        source.choose(chosen)
        return dict(zip(AXES, chosen, strict=True))
    if not header:
        raise TableError(f"{source.name} has no columns")
    try:
        chosen = choose_point_columns(header, lat, lon, names)
    except geodist.GeodistError as error:
        option = names[0].replace("lat", "delimiter")
        reason = header_hint(header, option) or str(error)
        raise TableError(f"{source.name}: {reason}") from error
    source.choose(chosen)
    return dict(zip(AXES, chosen, strict=True))


def _load(
    name: str, written: Format, options: Mapping[str, Any], stack: contextlib.ExitStack
) -> Right:
    """Read a whole table, and index its points."""
    from geodist.cli.io.tables import open_rejects, open_table
    from geodist.cli.pipeline import Rejects, read_arguments

    check_readable(name)
    form = _right_format(name, options)
    settings = make_settings(options)
    with open_table(name, form, quiet=options["quiet"]) as source:
        choice = _choose(
            source, options["right_lat"], options["right_lon"], ("--right-lat", "--right-lon")
        )
        names, kinds = _columns_of(source, written)
        parts: list[list[Column]] = [[] for _ in names]
        points = [(np.empty(0),) * 2]
        left_out = 0
        rejects = None
        if options["right_rejects"]:
            sink = stack.enter_context(
                open_rejects(options["right_rejects"], source, "--right-rejects")
            )
            rejects = Rejects(sink, source)
        for batch in source.batches():
            arguments = read_arguments(batch, POINT, choice, settings)
            bad = np.flatnonzero(arguments.bad)
            if bad.size and settings.invalid == "error":
                reason = arguments.reason(int(bad[0]))
                raise InvalidRowError(reason, "--right-rejects", nullable=False)
            if rejects is not None:
                rejects.write(batch, arguments, bad)
            elif bad.size and options["rejects"] and not options["exclude_self"]:
                reason = arguments.reason(int(bad[0]))
                raise RowError(f"{reason}; --right-rejects FILE would keep such rows of RIGHT")
            left_out += bad.size
            good = np.flatnonzero(~arguments.bad)
            lat, lon = arguments.arrays
            points.append((lat[good], lon[good]))
            rows = good if bad.size else None
            columns = flat_columns(batch, rows, typed=not written.handler.text)
            for part, column in zip(parts, columns, strict=True):
                part.append(column)
        lats, lons = (np.concatenate(column) for column in zip(*points, strict=True))
        columns = [concatenate(part) if part else Numbers(np.empty(0)) for part in parts]
        if form.is_delimited and form.decimal != options["decimal"]:
            # A cell that was left out may have made them text, with the decimal mark of RIGHT.
            columns[int(choice["lat"])], columns[int(choice["lon"])] = Numbers(lats), Numbers(lons)
        if rejects is not None:
            rejects.finish()
        chosen = describe_point(source.schema.readable, POINT, choice)
        options["ellipsoid"].take(source, quiet=options["quiet"])
    if not options["quiet"]:
        text = f"columns of {name}: {chosen}"
        text += f"; {counted(lats.size, 'row')}"
        if left_out:
            text += f", {left_out} invalid, left out"
            text += f", kept in {options['right_rejects']}" if rejects else ""
        click.echo(f"geodist: {text}", err=True)
    index = geodist.PointIndex(lats, lons, ellipsoid=options["ellipsoid"].value)
    return Right(index, names, kinds, columns, choice)


def _columns_of(source: Source, written: Format) -> tuple[list[str], list[Any]]:
    """Name the columns of RIGHT, and what they hold, for the format that is written."""
    types = None if written.handler.text else list(source.typed().types)
    same_text = written.is_delimited and source.format.decimal == written.decimal
    names = flat_names(source, bare=not same_text)
    kinds = ["text"] * len(source.schema.names) if types is None else types
    geometry = source.schema.geometry
    if geometry is not None and source.reads_geometry:
        kinds[geometry.column : geometry.column + 1] = ["number"] * geometry.dimensions
    return names, kinds


def _right_format(name: str, options: Mapping[str, Any]) -> Format:
    """Tell the format of RIGHT: its own ending first, which --from-format is not about."""
    given = options["from_format"]
    delimiter = options["right_delimiter"] or options["delimiter"]
    fallback = choose_format(name, given, delimiter) if given else None
    form = choose_format(name, None, delimiter, fallback)
    delimiter = "\t" if form.kind == "tsv" else form.delimiter
    return replace(
        form,
        delimiter=delimiter,
        decimal=options["right_decimal"] or options["decimal"],
        text=options["text_columns"],
    )
