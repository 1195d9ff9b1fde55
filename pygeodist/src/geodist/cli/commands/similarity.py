"""``geodist similarity``: how far tracks are apart, of all pairs or of the nearest."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click
import numpy as np

import geodist
from geodist.cli.completion import complete_file
from geodist.cli.edges import EDGES
from geodist.cli.options import (
    Length,
    column_option,
    decimal_option,
    delimiter_option,
    layer_option,
    table_command,
)
from geodist.cli.roles import POINT, Kind, Output
from geodist.cli.track_options import by_option, sort_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geodist.cli.io.cells import Column

METRICS = (
    *("frechet", "hausdorff", "discrete_frechet", "dtw", "edr", "lcss", "erp"),
    *("sspd", "chamfer"),
)
# What only some metrics take, and whether they need it.
_TAKEN_BY = {
    "eps": (("edr", "lcss"), True),
    "gap": (("erp",), True),
    "window": (("dtw",), False),
    "tolerance": (("frechet", "hausdorff"), False),
    "filled": (("hausdorff",), False),
}
# What is not measured in metres.
_UNITLESS = {"edr": Kind.COUNT, "lcss": Kind.NUMBER}


@table_command(
    "similarity",
    "TABLE [TABLE]",
    POINT,
    click.option(
        "--metric",
        type=click.Choice(METRICS),
        required=True,
        metavar="METRIC",
        help="frechet and hausdorff, along the edges; discrete_frechet, dtw, edr, lcss, erp, sspd and "
        "chamfer, from vertex to vertex.",
    ),
    click.option(
        "-k", "count", type=click.IntRange(1), help="Only the nearest tracks of each: how many."
    ),
    click.option(
        "--max-distance", type=Length(), help="Leave out pairs that are farther apart, in --units."
    ),
    click.option(
        "--eps", type=Length(), help="edr, lcss: vertices so near are the same, in --units."
    ),
    click.option("--gap", metavar="POINT", help="erp: the point that vertices are left out for."),
    click.option(
        "--window",
        type=click.IntRange(0),
        help="dtw: how far matched vertices may differ in number.",
    ),
    click.option(
        "--tolerance",
        type=Length(positive=True),
        help="frechet, hausdorff: how far a distance may be from certain, in --units; default a "
        "micrometre. A larger one saves time.",
    ),
    click.option(
        "--filled",
        is_flag=True,
        help="hausdorff: what is inside of polygons counts, not their boundaries alone.",
    ),
    by_option(
        text="Column that says which track a row belongs to; of a table of lines, their names."
    ),
    sort_option(),
    EDGES,
    by_option("--right-by", "The same for the second table. Default: --by."),
    sort_option("--right-sort", "The same for the second table. Default: --sort."),
    column_option("--right-lat", text="Latitude in the second table."),
    column_option("--right-lon", text="Longitude in the second table."),
    layer_option("--right-layer", "the second file"),
    delimiter_option("--right-delimiter", "Delimiter of the second table. Default: --delimiter."),
    decimal_option(
        "--right-decimal", "Decimal mark of the second table. Default: --decimal.", None
    ),
    click.option(
        "--right-rejects",
        metavar="FILE",
        shell_complete=complete_file,
        help="Like --rejects, for the second table.",
    ),
    numbers=False,
)
def similarity(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Measure how far tracks are apart.

    With one TABLE, its tracks are compared with each other; with two, each track of the first with each
    of the second. A track is a line of a table with geometries, or the points of a table that have the
    same cell in the column --by; without --by, all of them. The result has a row per pair: the names of
    both tracks (their numbers without --by), and the distance. edr counts vertices, lcss gives a
    share from 0 to 1; all other distances are in --units. --metric hausdorff compares geometries of
    any kind, polygons too. The tracks are held in memory.

    \b
    Examples:
      geodist similarity fixes.csv --by ship --sort time --metric dtw -k 3 --units km
      geodist similarity roads.geojson roads.geojson --metric hausdorff --edges geodesic
      geodist similarity fixes.csv --by ship --sort time --metric edr --eps 500 -o pairs.csv
      geodist similarity fields.geojson surveyed.geojson --metric hausdorff --filled --tolerance 0.1 -k 1
    """
    from geodist.cli.edges import say_edges
    from geodist.cli.errors import TableError, counted, say
    from geodist.cli.held import written_format
    from geodist.cli.io.formats import named_format
    from geodist.cli.io.streams import STANDARD_STREAM
    from geodist.cli.pipeline import new_column
    from geodist.cli.run import make_settings, output_name
    from geodist.cli.track_tables import (
        CONTINUOUS,
        check_continuous,
        hold_table,
        label_cells,
        label_columns,
        nearest,
        pairs,
    )
    from geodist.cli.tracks import computed, write_blocks

    _check(inputs, options)
    metric, output = _metric(options), output_name(options)
    written, settings = written_format(inputs[0], options), make_settings(options)
    if written.handler.has_geometries and not (options["output"] or options["to_format"]):
        written = named_format("csv")  # pairs have no geometry
    most = np.inf
    if options["max_distance"] is not None:
        most = options["max_distance"] * (1 if options["metric"] in _UNITLESS else settings.metres)
    kind = _UNITLESS.get(options["metric"], Kind.LENGTH)
    distance = Output("distance", kind)
    with contextlib.ExitStack() as stack:
        first = second = hold_table(inputs[0], written, options, stack)
        if len(inputs) == 2:
            own = {f"right_{x}": options[f"right_{x}"] or options[x] for x in ("by", "sort")}
            second = hold_table(inputs[1], written, {**options, **own}, stack, "right_")
        elif len(first.shapes) == 1:
            raise TableError(f"{first.name} has one track; --by names the column of tracks")
        metric["ellipsoid"] = options["ellipsoid"].value
        tables, count = (first, second), 0
        if options["metric"] in CONTINUOUS:
            check_continuous(tables, metric)
        if options["count"] is None:
            found = pairs(tables, metric, most)
        else:
            found = nearest(tables, metric, options["count"], most)

        def blocks() -> Iterator[list[Column]]:
            nonlocal count
            for here, others, values in found:
                count += len(values)
                yield [
                    *label_cells(tables, (here, others)),
                    computed(distance, values, settings)[1],
                ]

        names = [*label_columns(options["prefix"], tables), new_column(distance, settings)]
        write_blocks(written, names, blocks(), output)
    say_edges(first.edges, second.edges)
    where = "standard output" if output == STANDARD_STREAM else output
    say(f"{counted(count, 'pair')} written to {where}")


def _check(inputs: tuple[str, ...], options: Mapping[str, Any]) -> None:
    """Refuse arguments and options that contradict each other."""
    from geodist.cli.io.drafts import check_apart
    from geodist.cli.io.streams import STANDARD_STREAM
    from geodist.cli.run import output_name

    if len(inputs) > 2:
        raise click.UsageError(f"needs one table or two; got {len(inputs)}")
    if STANDARD_STREAM in inputs[1:]:
        raise click.UsageError("the second table must be a file; standard input is for the first")
    if options["invalid"] == "null":
        raise click.UsageError("--invalid=null: a track has no empty cells; use --invalid=skip")
    if options["invalid"] == "error" and (options["rejects"] or options["right_rejects"]):
        raise click.UsageError("--rejects needs --invalid=skip")
    for name, (metrics, is_needed) in _TAKEN_BY.items():
        is_given = options[name] is not None and options[name] is not False
        is_taken = options["metric"] in metrics
        if is_given and not is_taken:
            raise click.UsageError(f"--{name} is of --metric {' or '.join(metrics)}")
        if is_taken and is_needed and not is_given:
            raise click.UsageError(f"--metric {options['metric']} needs --{name}")
    tables = dict(zip(("the table", "the second table"), inputs, strict=False))
    files = {"--output": output_name(options), "--rejects": options["rejects"]}
    check_apart(tables, {**files, "--right-rejects": options["right_rejects"]}, inputs[0])


def _metric(options: Mapping[str, Any]) -> dict[str, Any]:
    """Gather what the metric takes."""
    from geodist.cli.parse.units import UNITS
    from geodist.cli.parse.values import parse_point_option, refuse_outside

    metric: dict[str, Any] = {"metric": options["metric"]}
    for name in ("eps", "tolerance"):
        if options[name] is not None:
            metric[name] = options[name] * UNITS[options["units"]]
    if options["filled"]:
        metric["filled"] = True
    if options["window"] is not None:
        metric["window"] = options["window"]
    if (text := options["gap"]) is not None:
        try:
            point = parse_point_option(text, any_longitude=False)
            refuse_outside(point, POINT)
        except click.UsageError as error:
            raise click.UsageError(f"--gap {text.strip()}: {error.message}") from error
        metric["gap"] = geodist.Point(*point)
    return metric
