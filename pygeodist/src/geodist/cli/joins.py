"""Two tables joined by distance: one is held in memory, the other passes by in blocks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

import geodist
from geodist.cli.errors import InvalidRowError, RowError, TableError, counted
from geodist.cli.formats import Format, choose_format
from geodist.cli.operation import Chunk, Operation, in_steps
from geodist.cli.output import check_apart
from geodist.cli.roles import POINT, Kind, Output, with_any_longitude
from geodist.cli.run import (
    check_text_columns,
    describe_point,
    make_settings,
    need_pyarrow,
    run_table,
)
from geodist.cli.streams import STANDARD_STREAM, check_readable

if TYPE_CHECKING:
    from geodist.cli.blocks import FloatArray, Rows, Source
    from geodist.cli.columns import Choice
    from geodist.cli.roles import Role

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
    columns
        The columns, as Arrow arrays.
    choice
        The columns of the file that its points are from.
    """

    index: geodist.PointIndex
    header: list[str]
    columns: list[Any]
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
    need_pyarrow()
    if options["threads"]:
        geodist.set_num_threads(options["threads"])
    check_readable(left_name)
    exclude_self = options["exclude_self"]
    if exclude_self:
        options = _same_columns(left_name, right_name, options)
    if options["right_rejects"] and options["invalid"] == "error":
        raise click.UsageError("--right-rejects needs --invalid=null or --invalid=skip")
    outputs = {"--output": options["output"] or STANDARD_STREAM, "--rejects": options["rejects"]}
    outputs["--right-rejects"] = options["right_rejects"]
    check_apart({"LEFT": left_name, "RIGHT": right_name}, outputs, left_name)
    # Cells come out as the texts that they are, where the format has no types and one decimal mark.
    written = choose_format(
        options["output"] or left_name, options["to_format"], None, Format("csv")
    )
    alike = options["right_decimal"] in (None, options["decimal"])
    text_columns = ["*"] if written.is_delimited and alike else options["text_columns"]
    with contextlib.ExitStack() as stack:
        right = _load(right_name, text_columns, options, stack)
        _join(left_name, right_name, right, find, options, geometries=written.has_geometries)


def _join(
    left_name: str,
    right_name: str,
    right: Right,
    find: Find,
    options: Mapping[str, Any],
    *,
    geometries: bool,
) -> None:
    """Join the table in a file to one that is loaded; ``geometries`` may be what is written."""
    from geodist.cli.pipeline import new_column

    def prepare(source: Source) -> tuple[Operation, Choice]:
        check_text_columns(options, [*source.header, *right.header])
        choice = _choose(source, options["lat"], options["lon"])
        own = source.header if geometries else source.plain_names()
        distance = Output("distance", Kind.LENGTH)
        added = new_column(distance, make_settings({**options, "prefix": ""}), as_text=False).name
        taken = {*own, added}
        outputs = [
            Output(f"{name}{options['suffix']}" if name in taken else name, Kind.TEXT, column.type)
            for name, column in zip(right.header, right.columns, strict=True)
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

        return Operation(_roles(options), tuple(outputs), compute), choice

    run_table(left_name, prepare, options)


def _roles(options: Mapping[str, Any]) -> tuple[Role, ...]:
    return with_any_longitude(POINT) if options["any_longitude"] else POINT


def _same_columns(left: str, right: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Take the points of RIGHT from the columns of LEFT, which is the same table."""
    if left == STANDARD_STREAM or not (Path(right).exists() and Path(left).samefile(right)):
        raise click.UsageError("--exclude-self: LEFT and RIGHT must be the same file")
    return {**options, **{f"right_{x}": options[f"right_{x}"] or options[x] for x in AXES}}


def _chunks(
    right: Right, counts: Rows, rows: Rows, distances: FloatArray, *, keep: bool
) -> Iterator[Chunk]:
    """Make the rows of a block, in steps of bounded size."""
    import pyarrow as pa

    starts = np.cumsum(counts) - counts
    for left_rows, positions in in_steps(np.maximum(counts, 1) if keep else counts):
        alone = counts[left_rows] == 0
        where = np.where(alone, 0, starts[left_rows] + positions)
        if alone.all():
            found, apart = np.zeros(alone.size, np.int64), np.full(alone.size, np.nan)
        else:
            found, apart = rows[where], np.where(alone, np.nan, distances[where])
        which = pa.array(found, mask=alone)
        yield Chunk([*(column.take(which) for column in right.columns), apart], left_rows)


def _choose(source: Source, lat: str | None, lon: str | None, prefix: str = "") -> Choice:
    """Choose the columns of the points, with errors that name the table and the options."""
    from geodist.cli.columns import choose_one_point, positions

    try:
        choice = choose_one_point(source.header, POINT, (lat, lon), source.geometry, prefix)
    except TableError as error:
        raise TableError(f"{source.name}: {error.message}") from error
    source.choose(positions(choice))
    return choice


def _load(
    name: str,
    text_columns: Sequence[str],
    options: Mapping[str, Any],
    stack: contextlib.ExitStack,
) -> Right:
    """Read a whole table, and index its points."""
    import pyarrow as pa

    from geodist.cli.pipeline import Rejects, read_arguments
    from geodist.cli.tables import open_rejects, open_table

    check_readable(name)
    form = _right_format(name, options)
    settings = make_settings(options)
    with open_table(name, form, text_columns) as source:
        choice = _choose(source, options["right_lat"], options["right_lon"], "right-")
        fields = source.plain_fields()
        parts: list[list[Any]] = [[] for _ in fields]
        points = [(np.empty(0),) * 2]
        left_out = 0
        rejects = None
        if options["right_rejects"]:
            writer = stack.enter_context(
                open_rejects(options["right_rejects"], source, "--right-rejects")
            )
            rejects = Rejects(writer, source)
        for block in source.blocks():
            arguments = read_arguments(block, _roles(options), choice, settings)
            bad = np.flatnonzero(arguments.bad)
            if bad.size and settings.invalid == "error":
                reason = arguments.reason(int(bad[0]), with_place=True)
                raise InvalidRowError(reason, "--right-rejects", nullable=False)
            if rejects is not None:
                rejects.write(block, arguments, bad)
            elif bad.size and options["rejects"] and not options["exclude_self"]:
                reason = arguments.reason(int(bad[0]), with_place=True)
                raise RowError(f"{reason}; --right-rejects FILE would keep such rows of RIGHT")
            left_out += bad.size
            good = np.flatnonzero(~arguments.bad)
            lat, lon = arguments.arrays
            points.append((lat[good], lon[good]))
            for part, column in zip(parts, block.plain_columns(), strict=True):
                part.append(column if not bad.size else column.take(pa.array(good)))
        columns = [
            pa.concat_arrays(part) if part else pa.array([], type_)
            for part, (_, type_) in zip(parts, fields, strict=True)
        ]
        lats, lons = (np.concatenate(column) for column in zip(*points, strict=True))
        if form.is_delimited and form.decimal != options["decimal"]:
            # A cell that was left out may have made them text, with the decimal mark of RIGHT.
            for axis, values in (("lat", lats), ("lon", lons)):
                if isinstance(at := choice[axis], int):
                    columns[at] = pa.array(values)
        if rejects is not None:
            rejects.finish()
        chosen = describe_point(source.header, POINT, choice)
        options["ellipsoid"].take(source, quiet=options["quiet"])
    if not options["quiet"]:
        text = f"columns of {name}: {chosen}"
        text += f"; {counted(lats.size, 'row')}"
        if left_out:
            text += f", {left_out} invalid, left out"
            text += f", kept in {options['right_rejects']}" if rejects else ""
        click.echo(f"geodist: {text}", err=True)
    names = [name for name, _ in fields]
    return Right(
        geodist.PointIndex(lats, lons, ellipsoid=options["ellipsoid"].value), names, columns, choice
    )


def _right_format(name: str, options: Mapping[str, Any]) -> Format:
    """Tell the format of RIGHT: its own ending first, which --from-format is not about."""
    given = options["from_format"]
    delimiter = options["right_delimiter"] or options["delimiter"]
    fallback = choose_format(name, given, delimiter) if given else None
    form = choose_format(name, None, delimiter, fallback)
    delimiter = "\t" if form.kind == "tsv" else form.delimiter
    return replace(
        form, delimiter=delimiter, decimal=options["right_decimal"] or options["decimal"]
    )
