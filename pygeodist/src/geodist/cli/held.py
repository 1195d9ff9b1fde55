"""A table of points or shapes that is held in memory: RIGHT of a join, both of a matrix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

import geodist
from geodist._columns.datums import datum_on
from geodist._columns.layouts import joined, no_shapes, taken
from geodist._columns.names import name_columns
from geodist.cli.errors import InvalidRowError, RowError, TableError, counted, say
from geodist.cli.io.cells import Numbers, concatenate
from geodist.cli.io.flat import flat_columns, flat_names, point_axes
from geodist.cli.io.formats import Format, choose_format, named_format
from geodist.cli.io.streams import STANDARD_STREAM, check_readable
from geodist.cli.io.tables import open_rejects, open_table
from geodist.cli.pipeline import Rejects, read_arguments
from geodist.cli.roles import POINT, with_any_longitude
from geodist.cli.run import (
    describe_point,
    in_table,
    input_format,
    make_settings,
    output_name,
    with_layer,
)
from geodist.cli.shapes import Geometries, any_longitude, choose_geometry

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Callable, Mapping

    from geodist._columns.layouts import Layout
    from geodist.cli.columns import Choice
    from geodist.cli.edges import Edges
    from geodist.cli.io.cells import Column, FloatArray
    from geodist.cli.io.layer import Batch, Source
    from geodist.cli.pipeline import Arguments
    from geodist.cli.roles import Role

AXES = ("lat", "lon")


@dataclass(frozen=True, slots=True)
class Held:
    """A table of points or shapes in memory.

    Parameters
    ----------
    lat, lon
        Its points.
    header
        The names of its columns.
    kinds
        What they hold, as `NewColumn` says it.
    columns
        The columns.
    choice
        The columns of the file that its points are from.
    shapes
        Its lines and polygons, instead of points.
    """

    lat: FloatArray
    lon: FloatArray
    header: list[str]
    kinds: list[Any]
    columns: list[Column]
    choice: Choice
    shapes: geodist.Shapes | None = None


def written_format(name: str, options: Mapping[str, Any]) -> Format:
    """Tell the format of the output of a command on the table ``name``."""
    given = options["output"] or name
    form = choose_format(given, options["to_format"], None, named_format("csv"))
    if output_name(options) == STANDARD_STREAM and not form.handler.streams:
        form = named_format("csv")
    return replace(form, decimal=options["decimal"])


def choose_point(source: Source, options: Mapping[str, Any], side: str = "") -> Choice:
    """Choose the columns of the points, with errors that name the table and the options.

    Parameters
    ----------
    source
        The table.
    options
        All options of the command, by name.
    side
        What begins the names of options about this table: "right_" or "".
    """
    from geodist.cli.columns import choose_one_point

    given, prefix = (options[f"{side}lat"], options[f"{side}lon"]), side.replace("_", "-")
    return in_table(source, lambda header, own: choose_one_point(header, POINT, given, own, prefix))


def point_roles(options: Mapping[str, Any]) -> tuple[Role, ...]:
    """Return the arguments of a command on points."""
    return with_any_longitude(POINT) if options["any_longitude"] else POINT


def hold(
    name: str,
    written: Format,
    options: Mapping[str, Any],
    stack: contextlib.ExitStack,
    side: str = "",
    edges: Edges | None = None,
) -> Held:
    """Read a whole table.

    Parameters
    ----------
    name
        The table.
    written
        The format in which its columns will be written.
    options
        All options of the command, by name.
    stack
        Closes the table of rejects, when the command is done.
    side
        What begins the names of options about this table: "right_" or "".
    edges
        What edges of lines and polygons are, if the table holds those instead of points.
    """
    check_readable(name)
    form = right_format(name, options) if side else input_format(name, options)
    option = f"--{side.replace('_', '-')}rejects"
    settings = make_settings(options)
    with open_table(name, form, quiet=options["quiet"]) as source:
        read: Callable[[Batch], Arguments]
        if edges is None:
            choice = choose_point(source, options, side)
            read = partial(
                read_arguments, roles=point_roles(options), choice=choice, settings=settings
            )
        else:
            choice = choose_geometry(source, edges)
            read = partial(Geometries, choice=choice, longitude=any_longitude(options))
        layouts: list[Layout] = []
        names, kinds, kept = _columns_of(source, written, options if side else {})
        encoding: Literal["wkb", "geojson"] = "wkb" if _holds_wkb(written) else "geojson"
        parts: list[list[Column]] = [[] for _ in names]
        points = [(np.empty(0),) * 2]
        left_out, is_tall = 0, False
        rejects = None
        if options[f"{side}rejects"]:
            sink = stack.enter_context(open_rejects(options[f"{side}rejects"], source, option))
            rejects = Rejects(sink, source)
        for batch in source.batches():
            arguments = read(batch)
            bad = np.flatnonzero(arguments.bad)
            if bad.size and settings.invalid == "error":
                reason = arguments.reason(int(bad[0]))
                raise InvalidRowError(reason, option, nullable=False)
            if rejects is not None:
                rejects.write(batch, arguments, bad)
            elif bad.size and options["rejects"] and not options.get("exclude_self"):
                reason = arguments.reason(int(bad[0]))
                raise RowError(f"{reason}; use --right-rejects FILE for invalid rows of RIGHT")
            left_out += bad.size
            good = np.flatnonzero(~arguments.bad)
            if isinstance(arguments, Geometries):
                layouts.append(taken(arguments.layout, good))
                is_tall |= arguments.is_tall
            else:
                lat, lon = arguments.arrays
                points.append((lat[good], lon[good]))
            rows = good if bad.size else None
            typed = not written.handler.text
            columns = flat_columns(batch, rows, typed=typed, encoding=encoding, kept=kept)
            for part, column in zip(parts, columns, strict=True):
                part.append(column)
        lats, lons = (np.concatenate(column) for column in zip(*points, strict=True))
        columns = [concatenate(part) if part else Numbers(np.empty(0)) for part in parts]
        if form.is_delimited and form.decimal != options["decimal"]:
            # A cell that was left out may have made them text, with the decimal mark of RIGHT.
            for axis, values in (("lat", lats), ("lon", lons)):
                if isinstance(at := choice[axis], int) and at in kept:
                    columns[kept.index(at)] = Numbers(values)
        if rejects is not None:
            rejects.finish()
        header = source.schema.readable
        chosen = describe_point(header, POINT, choice) if edges is None else _geometry_of(source)
        options["ellipsoid"].take(source)
        shapes = None
        if edges is not None:
            datum = datum_on(options["ellipsoid"].value)
            layout = joined([no_shapes(), *layouts])
            shapes = geodist.Shapes._checked(layout, datum, edges.value, oriented=False)
            edges.look(shapes, tall=is_tall)
    text = f"{'columns' if shapes is None else 'geometries'} of {name}: {chosen}"
    text += f"; {counted(lats.size if shapes is None else len(shapes), 'row')}"
    if left_out:
        text += f", {left_out} invalid, left out"
        text += f", kept in {options[f'{side}rejects']}" if rejects else ""
    say(text)
    return Held(lats, lons, names, kinds, columns, choice, shapes)


def _geometry_of(source: Source) -> str:
    geometry = source.schema.geometry
    assert geometry is not None
    return repr(source.schema.names[geometry.column])


def _columns_of(
    source: Source, written: Format, options: Mapping[str, Any]
) -> tuple[list[str], list[Any], list[int]]:
    """Name the columns of RIGHT, what they hold in the format that is written, and which are kept."""
    types = None if written.handler.text else list(source.typed().types)
    same_text = written.is_delimited and source.format.decimal == written.decimal
    names = flat_names(source, bare=not same_text)
    kinds = ["text"] * len(source.schema.names) if types is None else types
    geometry = source.schema.geometry
    if geometry is not None:
        own = ["wkb" if _holds_wkb(written) else "text"]
        if source.reads_geometry:
            own = ["number"] * len(point_axes(source))
        kinds[geometry.column : geometry.column + 1] = own
    kept = list(range(len(names)))
    given = options.get("right_columns")
    if given is not None:
        wanted = [] if given == "none" and given not in names else given.split(",")
        for name in wanted:
            if name not in names:
                raise TableError(
                    f"--right-columns: {source.name} has no column {name!r}; {name_columns(names)}"
                )
        kept = [names.index(name) for name in wanted]
    if geometry is not None and not source.reads_geometry:
        # With its own name it would be taken for the geometry of the result.
        names[geometry.column] += options.get("suffix", "")
    return [names[i] for i in kept], [kinds[i] for i in kept], kept


def _holds_wkb(written: Format) -> bool:
    return written.handler.geometries == "may"


def right_format(name: str, options: Mapping[str, Any]) -> Format:
    """Tell the format of RIGHT: its own ending first, which --from-format is not about."""
    given = options["from_format"]
    delimiter = options["right_delimiter"] or options["delimiter"]
    fallback = choose_format(name, given, delimiter) if given else None
    form = choose_format(name, None, delimiter, fallback)
    delimiter = "\t" if form.kind == "tsv" else form.delimiter
    return replace(
        with_layer(form, options["right_layer"], "--right-layer"),
        delimiter=delimiter,
        decimal=options["right_decimal"] or options["decimal"],
        text=options["text_columns"],
    )
