"""Running a command: on values, or on a table."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import geodist
from geodist._columns.names import name_columns
from geodist.cli.errors import FileError, TableError, counted, say
from geodist.cli.io.drafts import check_apart
from geodist.cli.io.formats import Format, choose_format, find_format, named_format
from geodist.cli.io.streams import STANDARD_STREAM, check_readable
from geodist.cli.operation import ANGLE_DIGITS, Chunk, Settings
from geodist.cli.options import unit_of
from geodist.cli.parse.units import AREA_UNITS, UNITS
from geodist.cli.parse.values import (
    blanks_hint,
    decimals_hint,
    look_like_values,
    parse_point_option,
    parse_values,
    refuse_decimal_commas,
    refuse_outside,
    split_values,
)
from geodist.cli.roles import POINT, Kind, Role, with_any_longitude

if TYPE_CHECKING:
    from geodist._columns.slots import Slot
    from geodist.cli.columns import Choice
    from geodist.cli.io.layer import Source
    from geodist.cli.operation import Operation
    from geodist.cli.pipeline import Counts

# What a command on values has no use for, ...
_INPUT_OPTIONS = {
    *(
        "from_format",
        "layer",
        "from_point",
        "to_point",
        "invalid",
        "rejects",
        "text_columns",
        "order",
    ),
}
# ... unless its result is a table: one of the first options says so, the others how it is written.
_OUTPUT_OPTIONS = {"output", "to_format"}
_WRITING_OPTIONS = {"delimiter", "decimal", "prefix"}


def run(inputs: Sequence[str], operation: Operation, options: Mapping[str, Any], what: str) -> None:
    """Do the work of a command.

    Parameters
    ----------
    inputs
        Its arguments.
    operation
        What it computes.
    options
        All its options, by name.
    what
        The name of its values in messages, such as "two points".
    """
    if options["any_longitude"]:
        operation = replace(operation, inputs=with_any_longitude(operation.inputs))
    tables = [text for text in inputs if _names_table(text)]
    if len(inputs) == 1 and (Path(inputs[0]).exists() or tables or not look_like_values(inputs)):
        _run_table(inputs[0], operation, options)
    elif not tables and any(x == "," or x.isdigit() for x in "".join(inputs)):
        _run_values(inputs, operation, options, what)
    else:
        raise click.UsageError(
            f"needs one table, or {what}; got: "
            + " ".join(map(str.strip, inputs))
            + _point_hint(inputs, operation.inputs, options)
        )


def _names_table(text: str) -> bool:
    if text == STANDARD_STREAM or find_format(text):
        return True
    return Path(text).exists() and not look_like_values([text])


def _point_hint(inputs: Sequence[str], roles: Sequence[Role], options: Mapping[str, Any]) -> str:
    """Say how the same values of all rows are given, where a table and values are the arguments."""
    points = [text for text in inputs if not _names_table(text)]
    scalars = [role for role in roles if not role.end and role.default is None]
    if scalars and len(points) == len(inputs) - 1 == len(scalars):
        table = next(text for text in inputs if _names_table(text))
        given = [f"--{r.name} {p.strip()}" for r, p in zip(scalars, points, strict=True)]
        return f"; for the same values in all rows: {table} {' '.join(given)}"
    if len(inputs) != 2 or len(points) != 1 or not any(role.end == 2 for role in roles):
        return ""
    table = next(text for text in inputs if _names_table(text))
    for option, name in (("--from", "from_point"), ("--to", "to_point")):
        if (half := options.get(name)) is not None:
            return f"; a point is one argument: {table} {option} {half.strip()},{points[0].strip()}"
    option = "--from" if points[0] == inputs[0] else "--to"
    return f"; for the same point in all rows: {table} {option} {points[0].strip()}"


# Values


def _run_values(
    inputs: Sequence[str], operation: Operation, options: Mapping[str, Any], what: str
) -> None:
    context = click.get_current_context()
    given = {
        name
        for name in context.params
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    as_table = bool(given & _OUTPUT_OPTIONS)
    refused = _INPUT_OPTIONS.union(role.name for role in operation.inputs)
    if not as_table:
        refused |= _WRITING_OPTIONS
    if given & refused:
        names = [max(x.opts, key=len) for x in context.command.params if x.name in given & refused]
        raise click.UsageError(
            f"{', '.join(names)}: {what} cannot be combined with options for tables"
        )
    values = split_values(inputs)
    roles = operation.inputs
    needed = [role for role in roles if role.default is None]
    if len(values) not in (len(roles), len(needed)):
        raise click.UsageError(
            f"needs {what}, {counted(len(needed), 'number')}; got {len(values)}: "
            + " ".join(values)
            + (blanks_hint(inputs) or decimals_hint(inputs, len(needed)))
        )
    if not options["any_longitude"]:
        refuse_decimal_commas(inputs)
    numbers = parse_values(values, roles[: len(values)])
    refuse_outside(numbers, roles[: len(values)])
    numbers += [role.default for role in roles[len(values) :] if role.default is not None]
    if as_table:
        _write_values(numbers, operation, options)
        return
    metres = UNITS[options["units"]]
    numbers = [
        number * metres if role.kind is Kind.LENGTH else number
        for number, role in zip(numbers, roles, strict=True)
    ]
    try:
        result = operation.compute(*([number] for number in numbers))
        _show(result, operation, options)
    except geodist.GeodistError as error:
        raise click.UsageError(str(error)) from error


def _write_values(
    numbers: Sequence[float], operation: Operation, options: Mapping[str, Any]
) -> None:
    """Write the result of a command on values as a table."""
    from geodist.cli.io.values import ValuesSource

    names = [role.name for role in operation.inputs]
    form = named_format("csv", options["delimiter"])
    source = ValuesSource(replace(form, decimal=options["decimal"]))
    process(source, operation, dict(zip(names, numbers, strict=True)), options)


def _show(result: Any, operation: Operation, options: Mapping[str, Any]) -> None:
    if sys.stdout is None:
        raise FileError("cannot write standard output: it is closed")
    chunks = iter([Chunk(result)] if isinstance(result, tuple) else result)
    first = next(chunks)
    if first.rows is None:
        for output, column in zip(operation.outputs, first.columns, strict=True):
            unit = unit_of(output.kind, options["units"])
            value = _shown(column[0], output.kind, options)
            click.echo(f"{output.name:<8}  {value} {unit}".rstrip())
        return
    click.echo(",".join(output.name for output in operation.outputs))
    for chunk in itertools.chain([first], chunks):
        for row in zip(*chunk.columns, strict=True):
            cells = zip(row, operation.outputs, strict=True)
            click.echo(",".join(_shown(value, output.kind, options) for value, output in cells))


def _shown(value: Any, kind: Kind, options: Mapping[str, Any]) -> str:
    if kind in (Kind.COUNT, Kind.TEXT):
        return str(value)
    number = float(value) / (UNITS[options["units"]] if kind is Kind.LENGTH else 1.0)
    if options["precision"] is None:
        return repr(number)
    digits = options["precision"] + (0 if kind is Kind.LENGTH else ANGLE_DIGITS)
    return f"{number:.{digits}f}"


# Tables


def _run_table(name: str, operation: Operation, options: Mapping[str, Any]) -> None:
    written = {"--output": output_name(options), "--rejects": options["rejects"]}
    check_apart({"the table": name}, written, name)

    def choose_usual(source: Source) -> tuple[Operation, Choice]:
        header = source.schema.readable
        check_text_columns(options, header)
        given = _given(operation.inputs, options, header)
        choice = choose(source, operation.inputs, given, options["units"])
        operation.check(header, choice)
        return operation, choice

    run_table(name, choose_usual, options)


def run_table(
    name: str, prepare: Callable[[Source], tuple[Operation, Choice]], options: Mapping[str, Any]
) -> None:
    """Do the work of a command on a table.

    Parameters
    ----------
    name
        The table.
    prepare
        Tells what is computed, and from which columns, once the table is open.
    options
        All options of the command, by name.
    """
    from geodist.cli.io.tables import open_table
    from geodist.cli.pipeline import refuse_constants_outside

    if options["rejects"] and options["invalid"] == "error":
        raise click.UsageError("--rejects needs --invalid=null or --invalid=skip")
    check_readable(name)
    with open_table(name, input_format(name, options), quiet=options["quiet"]) as source:
        operation, choice = prepare(source)
        try:
            refuse_constants_outside(choice, operation.inputs)
        except TableError as error:
            raise click.UsageError(error.message) from error
        say(describe(source, operation.inputs, choice, options["units"]))
        options["ellipsoid"].take(source)
        process(source, operation, choice, options)


def input_format(name: str, options: Mapping[str, Any]) -> Format:
    """Choose the format of a table that is read; standard input is CSV where nothing is said."""
    delimiter = options["delimiter"]
    fallback = named_format("csv", delimiter) if name == STANDARD_STREAM else None
    form = choose_format(name, options["from_format"], delimiter, fallback)
    form = with_layer(form, options["layer"])
    return replace(form, decimal=options["decimal"], text=options.get("text_columns", ()))


def with_layer(form: Format, layer: str | None, option: str = "--layer") -> Format:
    """Choose one of several tables in a file."""
    if layer is not None and not form.handler.options.get("layers"):
        raise click.UsageError(f"{option}: a {form.handler.about} file has only one table")
    return replace(form, layer=layer)


def check_text_columns(options: Mapping[str, Any], header: Sequence[str]) -> None:
    """Refuse a name after ``--text`` that no column has."""
    for name in options["text_columns"]:
        if name != "*" and name not in header:
            raise TableError(f"--text: no column is named {name!r}; {name_columns(header)}")


def choose(
    source: Source, roles: Sequence[Role], given: Mapping[str, str | None], unit: str = "m"
) -> Choice:
    """Choose the columns of a table, with errors that name it."""
    from geodist.cli.columns import choose_columns

    return in_table(source, lambda header, own: choose_columns(header, roles, given, unit, own))


def in_table(
    source: Source, rule: Callable[[Sequence[str], tuple[int, ...] | None], Choice]
) -> Choice:
    """Choose columns of a table by a rule for its names and its geometry, with errors that name it."""
    from geodist.cli.columns import positions

    header, geometry = source.schema.readable, source.schema.points
    if not header:
        raise TableError(f"{source.name} has no columns")
    own = None if geometry is None else (geometry.column,) * geometry.dimensions
    try:
        choice = rule(header, own)
    except TableError as error:
        raise TableError(f"{source.name}: {error.message}") from error
    source.choose(positions(choice))
    return choice


def _given(
    roles: Sequence[Role], options: Mapping[str, Any], header: Sequence[str]
) -> dict[str, str | None]:
    from geodist.cli.columns import find_parts

    given = {role.name: options.get(role.name) for role in roles}
    for name, text in given.items():
        if text is not None and text not in header and not find_parts(header, text):
            given[name] = text.replace(options["decimal"], ".")
    for end, option in ((1, "from_point"), (2, "to_point")):
        if (text := options.get(option)) is None:
            continue
        name = "--" + option.removesuffix("_point")
        try:
            point = parse_point_option(text, any_longitude=options["any_longitude"])
            refuse_outside(point, with_any_longitude(POINT) if options["any_longitude"] else POINT)
        except click.UsageError as error:
            raise click.UsageError(f"{name} {text.strip()}: {error.message}") from error
        for role, value in zip((role for role in roles if role.end == end), point, strict=True):
            if given[role.name] is not None:
                raise click.UsageError(f"{name} and --{role.name} cannot be combined")
            given[role.name] = repr(value)
    return given


def describe(source: Source, roles: Sequence[Role], choice: Choice, unit: str = "m") -> str:
    """Say what a command reads, such as "from lat 'y', lon 'x' to lat 51.47, lon -0.45"."""
    from geodist.cli.columns import positions

    header = source.schema.readable
    if roles[0].kind is Kind.SHAPE:
        return f"geometries of {source.name}: {header[positions(choice)[0]]!r}"
    points = [describe_point(header, roles, choice, end) for end in (1, 2)]
    others = [
        _describe(header, role.name, choice[role.name])
        + (f" {unit}" if role.kind is Kind.LENGTH else "")
        for role in roles
        if not role.end
    ]
    if all(points):
        return ", ".join([f"from {points[0]} to {points[1]}", *others])
    return f"columns of {source.name}: " + ", ".join(filter(None, [*points, *others]))


def describe_point(
    header: Sequence[str], roles: Sequence[Role], choice: Choice, end: int = 1
) -> str:
    """Say where a point is, such as "lat 'y', lon 'x'"; "" if there is no such point."""
    from geodist.cli.parse.slots import describe_slot, is_whole

    chosen = [choice[role.name] for role in roles if role.end == end]
    if chosen and is_whole(chosen):
        return f"points {describe_slot(header, chosen[0])}"
    return ", ".join(
        _describe(header, role.axis, choice[role.name]) for role in roles if role.end == end
    )


def _describe(header: Sequence[str], name: str, chosen: Slot | float) -> str:
    from geodist.cli.parse.slots import describe_slot

    return f"{name} {describe_slot(header, chosen)}"


def process(
    source: Source,
    operation: Operation,
    choice: Choice,
    options: Mapping[str, Any],
    form: Format | None = None,
) -> None:
    """Write the table with its new columns, and say how many rows there were.

    Parameters
    ----------
    source, operation, choice
        The table, and what is done with each row of it.
    options
        All options of the command, by name.
    form
        The format of the output, if it is chosen already.
    """
    from geodist.cli.io.tables import open_rejects, open_sink, output_format
    from geodist.cli.pipeline import Pipeline
    from geodist.cli.progress import show_progress

    output = output_name(options)
    if form is None:
        form = output_format(output, options["to_format"], options["delimiter"], source)
    if not form.handler.text and output == STANDARD_STREAM and sys.stdout and sys.stdout.isatty():
        raise click.UsageError(
            f"refusing to write {form.handler.about} to a terminal; use --output FILE"
        )
    with contextlib.ExitStack() as stack:
        sink = stack.enter_context(open_sink(output, form))
        rejects = None
        if options["rejects"]:
            rejects = stack.enter_context(open_rejects(options["rejects"], source))
        settings = make_settings(options)
        pipeline = Pipeline(source, operation, choice, settings, sink, form, rejects)
        with show_progress(source, quiet=options["quiet"]) as progress:
            counts = pipeline.run(progress)
    say(_summary(counts, output, options))


def output_name(options: Mapping[str, Any]) -> str:
    """Name the output; standard output where the option is not given."""
    name: str | None = options["output"]
    if name == "":
        raise click.UsageError("--output: the file name is empty")
    return STANDARD_STREAM if name is None else name


def make_settings(options: Mapping[str, Any]) -> Settings:
    """Gather what says how numbers are written and what happens to rows that cannot be used."""
    unit = options["units"]
    return Settings(
        unit,
        {**UNITS, **AREA_UNITS}[unit],
        options["precision"],
        options["prefix"],
        options["invalid"],
        options.get("order") or "",
    )


def _summary(counts: Counts, output: str, options: Mapping[str, Any]) -> str:
    where = "standard output" if output == STANDARD_STREAM else output
    text = f"{counted(counts.written, 'row')} written to {where}"
    if counts.invalid:
        nulls = counts.invalid - counts.left_out
        text += f"; {counts.invalid} invalid, "
        if options["invalid"] == "skip":
            text += "left out"
        elif not counts.left_out:
            text += "without a result"
        else:
            text += f"{nulls} without a result, " if nulls else ""
            text += f"{counts.left_out} malformed and left out"
        if options["rejects"]:
            text += f", kept in {options['rejects']}"
    return text
