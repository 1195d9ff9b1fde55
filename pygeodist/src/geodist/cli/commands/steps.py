"""``geodist steps``: how far each row of a table is from the row before it in its track."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import numpy as np

import geodist
from geodist.cli.errors import TableError, say
from geodist.cli.options import table_command
from geodist.cli.roles import POINT, Kind, Output
from geodist.cli.track_options import by_option, sort_option

if TYPE_CHECKING:
    from geodist.cli.io.cells import Numbers
    from geodist.cli.tracks import Gathered

# Units of the numbers of --sort, in seconds.
_TIME_UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
# From 1970 seconds pass this in the year 5138, milliseconds did in 1973.
_FAR = 1e11
# The speed of a unit of length in another time than a second: its name, and its seconds.
_SPEEDS = {"km": ("kmh", 3600), "nmi": ("knots", 3600), "mi": ("mph", 3600)}


@table_command(
    "steps",
    "TABLE",
    POINT,
    by_option(),
    sort_option(),
    click.option("--course", is_flag=True, help="Add the azimuth at which each step begins."),
    click.option("--duration", is_flag=True, help="Add the seconds since the previous row."),
    click.option(
        "--speed",
        is_flag=True,
        help="Add the speed: in --units per second, but speed_kmh for km, speed_knots for nmi and "
        "speed_mph for mi.",
    ),
    click.option(
        "--time-unit",
        type=click.Choice(list(_TIME_UNITS)),
        help="The unit of --sort, for --duration and --speed, if it has numbers.  [default: s]",
    ),
    numbers=False,
)
def steps(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Measure the distance of each row to the previous row of its track.

    TABLE holds a point per row, such as the fixes of ships; - is standard input. It is written with the
    column distance added, in the order that it has. The first row of a track has no distance. TABLE is
    read twice (a pipe is copied to a temporary file first): the coordinates of all rows are held in
    memory, the other columns are not.

    \b
    Examples:
      geodist steps fixes.csv --by ship --sort time -o steps.csv
      geodist steps fixes.csv --by ship --sort time --course --speed --units nmi --precision 2
      geodist steps epochs.csv --by ship --sort time --time-unit ms --speed -o steps.csv
      geodist steps - --sort time < fixes.csv > steps.csv
    """
    from geodist.cli.io.drafts import check_apart
    from geodist.cli.io.streams import check_readable
    from geodist.cli.io.tables import open_twice
    from geodist.cli.operation import Operation
    from geodist.cli.run import (
        check_text_columns,
        describe,
        input_format,
        make_settings,
        output_name,
        process,
    )
    from geodist.cli.tracks import Fixes, gather, only_table, plan_tracks

    name = only_table(inputs)
    if options["rejects"] and options["invalid"] == "error":
        raise click.UsageError("--rejects needs --invalid=null or --invalid=skip")
    if options["sort"] is None and (options["duration"] or options["speed"]):
        raise click.UsageError("--duration and --speed need --sort, a column of times")
    if options["time_unit"] is not None and not (options["duration"] or options["speed"]):
        raise click.UsageError("--time-unit needs --duration or --speed")
    files = {"--output": output_name(options), "--rejects": options["rejects"]}
    check_apart({"the table": name}, files, name)
    check_readable(name)
    settings = make_settings(options)
    with open_twice(name, input_format(name, options), quiet=options["quiet"]) as open_source:
        source = open_source()
        plan = plan_tracks(source, options)
        check_text_columns(options, source.schema.readable)
        say(describe(source, plan.roles, plan.choice))
        options["ellipsoid"].take(source)
        outputs, columns = _columns(gather(source, plan, settings), options)
        again = open_source()
        again.choose(tuple(at for at in plan.choice.values() if isinstance(at, int)))
        done = 0

        def compute(lat: Any, *_others: Any) -> tuple[Any, ...]:
            nonlocal done
            rows = slice(done, done + len(lat))
            done += len(lat)
            return tuple(
                column[rows] if is_plain else _numbers(column[rows], options["precision"])
                for column, is_plain in columns
            )

        operation = Operation(
            *(plan.roles, tuple(outputs), compute),
            read=lambda batch, _choice: Fixes(batch, plan, settings),
        )
        process(again, operation, plan.choice, options)


def _numbers(values: Any, decimals: int | None) -> Numbers:
    from geodist.cli.io.cells import Numbers

    return Numbers(values, decimals)


def _in_seconds(order: Any, options: dict[str, Any]) -> Any:
    """Make seconds or durations of numbers to sort by; times stay as they are."""
    unit, sort = options["time_unit"], options["sort"]
    if order.dtype.kind != "f":
        if unit is not None:
            raise TableError(f"--time-unit {unit}: the column {sort!r} holds times, not numbers")
        return order
    if not order.size:
        return order
    if unit is None:
        say(f"the numbers of {sort!r} are taken as seconds; --time-unit says otherwise")
    seconds = _TIME_UNITS[unit or "s"]
    largest = max(order.min(), order.max(), key=abs)
    if abs(largest) * seconds >= _FAR:
        raise TableError(
            f"--sort {sort}: {largest:.15g} {unit or 's'} would be thousands of years; "
            "--time-unit says in which unit the numbers are, such as ms"
        )
    if unit in (None, "s"):
        return order
    # Large numbers are exact in their own unit alone.
    order = order - order.min()
    if seconds > 1:
        return order * seconds
    return np.rint(order * (seconds * 1e6)).astype(np.int64).view("m8[us]")


def _columns(
    found: Gathered, options: dict[str, Any]
) -> tuple[list[Output], list[tuple[Any, bool]]]:
    """Measure the steps: the columns to add, and whether the decimals of their kind are theirs."""
    from geodist.cli.parse.units import UNITS

    timed = options["speed"] or options["duration"]
    table = found.table
    if timed:
        table["order"] = _in_seconds(table["order"], options)
    try:
        measured = geodist.tracks.steps(
            table,
            by="track",
            order="order",
            time="order" if timed else None,
            ellipsoid=options["ellipsoid"].value,
        )
    except geodist.GeodistError as error:
        if not timed:
            raise
        raise TableError(f"--sort {options['sort']}: {error}") from None
    outputs, columns = [Output("distance", Kind.LENGTH)], [(measured.distance, True)]
    if options["course"]:
        outputs.append(Output("course", Kind.AZIMUTH))
        columns.append((measured.course, True))
    if options["duration"]:
        outputs.append(Output("duration", Kind.NUMBER))
        columns.append((measured.duration, False))
    if options["speed"]:
        unit = options["units"]
        name, seconds = _SPEEDS.get(unit, (f"{unit}s", 1))
        speed = measured.speed * (seconds / UNITS[unit])
        outputs.append(Output("speed" if unit == "m" else f"speed_{name}", Kind.NUMBER))
        columns.append((speed, False))
    return outputs, columns
