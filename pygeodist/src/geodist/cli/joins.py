"""Two tables joined by distance: one is held in memory, the other is read in blocks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

import geodist
from geodist.cli.errors import TableError
from geodist.cli.held import AXES, choose_point, hold, point_roles, written_format
from geodist.cli.io.cells import take
from geodist.cli.io.drafts import check_apart
from geodist.cli.io.streams import STANDARD_STREAM, check_readable
from geodist.cli.operation import Chunk, Operation, in_steps
from geodist.cli.roles import Kind, Output
from geodist.cli.run import check_text_columns, make_settings, output_name, run_table

if TYPE_CHECKING:
    from geodist.cli.columns import Choice
    from geodist.cli.held import Held
    from geodist.cli.io.cells import FloatArray, Rows
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Source

    # Finds the neighbours of points: how many each has, their rows, their distances.
    # The last argument is which rows of the index they are themselves, to be left out.
    Find = Callable[
        [geodist.PointIndex, FloatArray, FloatArray, Rows | None], tuple[Rows, Rows, FloatArray]
    ]


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
        raise click.UsageError(f"needs two tables, LEFT and RIGHT; got {len(inputs)}")
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
    written = written_format(left_name, options)
    with contextlib.ExitStack() as stack:
        right = hold(right_name, written, options, stack, "right_")
        ellipsoid = options["ellipsoid"].value
        index = geodist.PointIndex(right.lat, right.lon, ellipsoid=ellipsoid)
        _join(left_name, right_name, right, partial(find, index), options, written)


def _join(
    left_name: str,
    right_name: str,
    right: Held,
    find: Callable[..., tuple[Rows, Rows, FloatArray]],
    options: Mapping[str, Any],
    written: Format,
) -> None:
    """Join the table in a file to one that is loaded; ``written`` is the format of the result."""
    from geodist.cli.pipeline import names_in, new_column

    def prepare(source: Source) -> tuple[Operation, Choice]:
        check_text_columns(options, [*source.schema.names, *right.header])
        choice = choose_point(source, options)
        own = names_in(source, written)
        distance = Output("distance", Kind.LENGTH)
        added = new_column(distance, make_settings({**options, "prefix": ""})).name
        # Beside a geometry, plain names would be read as its own coordinates.
        taken = {*own, added, *(("lat", "lon", "h") if source.reads_geometry else ())}
        outputs = [
            Output(f"{name}{options['suffix']}" if name in taken else name, Kind.TEXT, kind)
            for name, kind in zip(right.header, right.kinds, strict=True)
        ]
        names = [output.name for output in outputs]
        both = next((name for name in names if options["prefix"] + name in own), None)
        if both is not None:
            raise TableError(
                f"the columns of {source.name} and {right_name} include {both!r} twice; "
                "change --suffix"
            )
        names.append(added)
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise TableError(f"{right_name}: two columns would be named {twice!r}; change --suffix")
        outputs.append(distance)
        keep = options["how"] == "left"
        if options["exclude_self"] and choice != right.choice:
            raise click.UsageError(
                "--exclude-self: the points of LEFT and RIGHT must be the same columns"
            )
        done = 0

        def compute(lat: FloatArray, lon: FloatArray) -> Iterator[Chunk]:
            nonlocal done
            own = np.arange(done, done + lat.size) if options["exclude_self"] else None
            done += lat.size
            return _chunks(right, *find(lat, lon, own), keep=keep)

        return Operation(point_roles(options), tuple(outputs), compute), choice

    run_table(left_name, prepare, options)


def _same_columns(left: str, right: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Take the points of RIGHT from the columns of LEFT, which is the same table."""
    if left == STANDARD_STREAM or not (Path(right).exists() and Path(left).samefile(right)):
        raise click.UsageError("--exclude-self: LEFT and RIGHT must be the same file")
    return {**options, **{f"right_{x}": options[f"right_{x}"] or options[x] for x in AXES}}


def _chunks(
    right: Held, counts: Rows, rows: Rows, distances: FloatArray, *, keep: bool
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
