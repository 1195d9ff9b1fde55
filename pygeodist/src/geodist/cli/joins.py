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
from geodist._columns.datums import datum_on
from geodist._columns.layouts import POLYGONS
from geodist.cli.edges import Edges, say_edges
from geodist.cli.errors import TableError
from geodist.cli.held import (
    AXES,
    choose_point,
    hold,
    point_roles,
    right_format,
    written_format,
)
from geodist.cli.io.cells import take
from geodist.cli.io.drafts import check_apart
from geodist.cli.io.streams import STANDARD_STREAM, check_readable
from geodist.cli.io.tables import open_table
from geodist.cli.operation import Chunk, Operation, in_steps
from geodist.cli.roles import Kind, Output
from geodist.cli.run import (
    check_text_columns,
    input_format,
    make_settings,
    output_name,
    run_table,
)
from geodist.cli.shapes import GEOMETRY, Geometries, any_longitude, choose_geometry

if TYPE_CHECKING:
    from geodist.cli.columns import Choice
    from geodist.cli.held import Held
    from geodist.cli.io.cells import FloatArray, Rows
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Batch, Source

    # Latitudes and longitudes, or shapes and None.
    At = tuple[FloatArray, FloatArray] | tuple[geodist.Shapes, None]
    # Finds the neighbours of points or shapes: how many each has, their rows, then columns of each
    # pair: its distance first. The last argument is which rows of the index they are themselves, to
    # be left out.
    Find = Callable[[Any, At, Rows | None], tuple[Rows, Rows, *tuple[FloatArray, ...]]]


DISTANCE = Output("distance", Kind.LENGTH)
# Where on the neighbour the nearest place is.
WITNESS = (
    Output("near_edge", Kind.COUNT),
    Output("near_fraction", Kind.NUMBER),
    Output("near_lat", Kind.LATITUDE),
    Output("near_lon", Kind.LONGITUDE),
)


def join(
    inputs: tuple[str, ...],
    find: Find,
    options: Mapping[str, Any],
    added: tuple[Output, ...] = (DISTANCE,),
    *,
    needs: str = "",
    polygons: bool = False,
) -> None:
    """Do the work of a command that joins two tables.

    Parameters
    ----------
    inputs
        The tables.
    find
        Finds the neighbours.
    options
        All options of the command, by name.
    added
        The columns that it gives for each pair.
    needs
        What needs shapes in RIGHT, if anything.
    polygons
        Whether that has to be polygons, and LEFT may have lines and polygons too.
    """
    if len(inputs) != 2:
        raise click.UsageError(f"needs two tables, LEFT and RIGHT; got {len(inputs)}")
    left_name, right_name = inputs
    if right_name == STANDARD_STREAM:
        raise click.UsageError("RIGHT must be a file; standard input is for LEFT")
    check_readable(left_name)
    if options.get("exclude_self"):
        options = _same_columns(left_name, right_name, options)
    if options["right_rejects"] and options["invalid"] == "error":
        raise click.UsageError("--right-rejects needs --invalid=null or --invalid=skip")
    outputs = {"--output": output_name(options), "--rejects": options["rejects"]}
    outputs["--right-rejects"] = options["right_rejects"]
    check_apart({"LEFT": left_name, "RIGHT": right_name}, outputs, left_name)
    written = written_format(left_name, options)
    left = edges_of(left_name, input_format(left_name, options), options)
    there = edges_of(right_name, right_format(right_name, options), options, "right_")
    kinds = "polygons" if polygons else "lines or polygons"
    if needs and there is None:
        raise click.UsageError(f"{needs} needs {kinds} in RIGHT, as GeoJSON has them")
    if needs and left is not None and not polygons:
        raise click.UsageError(
            f"{needs} needs points in LEFT; its geometries are lines or polygons"
        )
    with contextlib.ExitStack() as stack:
        right = hold(right_name, written, options, stack, "right_", there)
        if polygons and right.shapes is not None:
            found = right.shapes._layout.kinds
            if found.size and not np.isin(found, POLYGONS).any():
                raise TableError(f"{right_name} has no polygon: {needs} needs polygons in RIGHT")
        index = _index(right, options, shapes=left is not None)
        _join(left_name, right_name, right, partial(find, index), options, written, added, left)
    say_edges(left, there)


def _index(right: Held, options: Mapping[str, Any], *, shapes: bool) -> Any:
    ellipsoid = options["ellipsoid"].value
    if right.shapes is not None:
        return geodist.ShapeIndex(right.shapes, ellipsoid=ellipsoid)
    if shapes:
        points = geodist.Points(lat=right.lat, lon=right.lon, ellipsoid=ellipsoid)
        return geodist.ShapeIndex(geodist.Shapes(points), ellipsoid=ellipsoid)
    return geodist.PointIndex(right.lat, right.lon, ellipsoid=ellipsoid)


def edges_of(name: str, form: Format, options: Mapping[str, Any], side: str = "") -> Edges | None:
    """Tell what edges the geometries of a table have; None where its rows are points.

    Where the format does not say what its geometries are, those at the beginning of the file do.
    Standard input, which can be read only once, is points.
    """
    if name == STANDARD_STREAM or any(options[f"{side}{x}"] is not None for x in ("lat", "lon")):
        return None
    edges = Edges(options["edges"])
    with open_table(name, form, quiet=True) as source:
        geometry = source.schema.points
        if geometry is None:
            return None
        if geometry.may_be_points:
            batch = next(iter(source.batches()), None)
            choice = choose_geometry(source, edges)
            if batch is None:
                return None
            kinds = Geometries(batch, choice, any_longitude(options)).kinds
            if not (kinds > 1).any():
                return None
        return edges


def _join(
    left_name: str,
    right_name: str,
    right: Held,
    find: Callable[..., Any],
    options: Mapping[str, Any],
    written: Format,
    added: tuple[Output, ...],
    edges: Edges | None,
) -> None:
    """Join the table in a file to one that is loaded; ``written`` is the format of the result."""
    from geodist.cli.pipeline import names_in, new_column

    def prepare(source: Source) -> tuple[Operation, Choice]:
        check_text_columns(options, [*source.schema.names, *right.header])
        choice = choose_point(source, options) if edges is None else choose_geometry(source, edges)
        own = names_in(source, written)
        settings = make_settings({**options, "prefix": ""})
        new = [new_column(output, settings).name for output in added]
        # Beside a geometry, plain names would be read as its own coordinates.
        taken = {*own, *new, *(("lat", "lon", "h") if source.reads_geometry else ())}
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
        names += new
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise TableError(f"{right_name}: two columns would be named {twice!r}; change --suffix")
        outputs += added
        keep = options["how"] == "left"
        if options.get("exclude_self") and choice != right.choice:
            raise click.UsageError(
                "--exclude-self: the points of LEFT and RIGHT must be the same columns"
            )
        done = 0

        def compute_at(at: At) -> Iterator[Chunk]:
            nonlocal done
            count = len(at[0])
            own = np.arange(done, done + count) if options.get("exclude_self") else None
            done += count
            return _chunks(right, *find(at, own), keep=keep)

        def compute(lat: FloatArray, lon: FloatArray) -> Iterator[Chunk]:
            return compute_at((lat, lon))

        if edges is None:
            return Operation(point_roles(options), tuple(outputs), compute), choice
        held: list[geodist.Shapes] = []

        def read(batch: Batch, chosen: Choice) -> Geometries:
            found = Geometries(batch, chosen, any_longitude(options))
            datum = datum_on(options["ellipsoid"].value)
            held[:] = [geodist.Shapes._checked(found.layout, datum, edges.value, oriented=False)]
            edges.look(held[0], tall=found.is_tall)
            found.arrays = [np.arange(batch.rows, dtype=float)]
            return found

        def compute_shapes(rows: FloatArray) -> Iterator[Chunk]:
            return compute_at((held[0]._take(rows.astype(np.int64)), None))

        return Operation((GEOMETRY,), tuple(outputs), compute_shapes, read=read), choice

    run_table(left_name, prepare, options)


def _same_columns(left: str, right: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Take the points of RIGHT from the columns of LEFT, which is the same table."""
    if left == STANDARD_STREAM or not (Path(right).exists() and Path(left).samefile(right)):
        raise click.UsageError("--exclude-self: LEFT and RIGHT must be the same file")
    return {**options, **{f"right_{x}": options[f"right_{x}"] or options[x] for x in AXES}}


def _chunks(
    right: Held, counts: Rows, rows: Rows, *values: FloatArray, keep: bool
) -> Iterator[Chunk]:
    """Make the rows of a block, in steps of bounded size."""
    starts = np.cumsum(counts) - counts
    for left_rows, positions in in_steps(np.maximum(counts, 1) if keep else counts):
        alone = counts[left_rows] == 0
        where = np.where(alone, 0, starts[left_rows] + positions)
        if alone.all():
            found, beside = (
                np.zeros(alone.size, np.int64),
                [np.full(alone.size, np.nan)] * len(values),
            )
        else:
            found = rows[where]
            beside = [np.where(alone, np.nan, column[where]) for column in values]
        cells = [take(column, found, alone if alone.any() else None) for column in right.columns]
        yield Chunk([*cells, *beside], left_rows)
