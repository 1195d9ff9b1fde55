"""``geodist matrix``: the distances of all pairs of points."""

from __future__ import annotations

import contextlib
import itertools
from typing import TYPE_CHECKING, Any

import click
import numpy as np

import geodist
from geodist.cli.completion import complete_file
from geodist.cli.errors import say
from geodist.cli.options import (
    Length,
    column_option,
    decimal_option,
    delimiter_option,
    layer_option,
    table_command,
)
from geodist.cli.parse.units import UNITS
from geodist.cli.roles import POINT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geodist.cli.held import Held
    from geodist.cli.io.cells import Column, FloatArray
    from geodist.cli.io.layer import NewColumn, Sink

# Distances that are held at a time.
_BLOCK = 1 << 20


@table_command(
    "matrix",
    "TABLE [TABLE]",
    POINT,
    column_option("--id", "id_column", text="Column that names the points. Default: 1, 2, 3 ..."),
    column_option("--right-id", text="The same for the second table. Default: --id."),
    click.option(
        "--long", "is_long", is_flag=True, help="One row per pair: id_a, id_b and distance."
    ),
    click.option(
        "--max-distance",
        type=Length(),
        help="With --long: leave out pairs that are farther apart, in --units.",
    ),
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
def matrix(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Measure the distance of every point to every other point.

    With one TABLE, the matrix holds the distances among its points; with two, those from each point
    of the first (rows) to each point of the second (columns). With --long, the result has a row for
    each pair. The tables are held in memory; the matrix is not, and can have any size.

    \b
    Examples:
      geodist matrix airports.csv --id code -o matrix.csv
      geodist matrix towns.csv airports.csv --id name --right-id code --units km --precision 0
      geodist matrix airports.csv --id code --long --max-distance 500 --units km -o near.csv
    """
    from geodist.cli.held import hold, written_format
    from geodist.cli.io.drafts import check_apart
    from geodist.cli.io.streams import STANDARD_STREAM
    from geodist.cli.io.tables import open_sink
    from geodist.cli.run import output_name

    if len(inputs) > 2:
        raise click.UsageError(f"needs one table or two; got {len(inputs)}")
    if STANDARD_STREAM in inputs[1:]:
        raise click.UsageError("the second table must be a file; standard input is for the first")
    if options["invalid"] == "null":
        raise click.UsageError(
            "--invalid=null: a matrix cannot have empty cells; use --invalid=skip"
        )
    if options["invalid"] == "error" and (options["rejects"] or options["right_rejects"]):
        raise click.UsageError("--rejects needs --invalid=skip")
    if options["max_distance"] is not None and not options["is_long"]:
        raise click.UsageError("--max-distance needs --long")
    output = output_name(options)
    tables = dict(zip(("the table", "the second table"), inputs, strict=False))
    files = {"--output": output, "--rejects": options["rejects"]}
    check_apart(tables, {**files, "--right-rejects": options["right_rejects"]}, inputs[0])
    written = written_format(inputs[0], options)
    with contextlib.ExitStack() as stack:
        first = hold(inputs[0], written, options, stack)
        second = first
        if len(inputs) == 2:
            second = hold(inputs[1], written, options, stack, "right_")
        right_id = options["right_id"] or options["id_column"]
        labels = _labels(first, options["id_column"]), _labels(second, right_id)
        sink = stack.enter_context(open_sink(output, written))
        _write(sink, written, (first, second), labels, options)
    where = "standard output" if output == STANDARD_STREAM else output
    say(f"{len(first.lat)} by {len(second.lat)} distances written to {where}")


def _labels(table: Held, name: str | None) -> tuple[Any, Column]:
    """Return the kind and the cells of the column that names the points of a table."""
    from geodist.cli.columns import find_column
    from geodist.cli.io.cells import Whole

    if name is None:
        return "whole", Whole(np.arange(1, len(table.lat) + 1))
    at = find_column(table.header, name)
    return table.kinds[at], table.columns[at]


def _write(
    sink: Sink,
    written: Any,
    tables: tuple[Held, Held],
    labels: tuple[tuple[Any, Column], tuple[Any, Column]],
    options: Mapping[str, Any],
) -> None:
    """Write the matrix, block by block."""
    from geodist.cli.io.cells import Numbers, take
    from geodist.cli.io.layer import Added, NewColumn, Piece
    from geodist.cli.io.values import ValuesBatch, ValuesSource

    source = ValuesSource(written)
    (kind_a, ids_a), (kind_b, ids_b) = labels
    unit = options["units"]
    columns: list[NewColumn]
    if options["is_long"]:
        name = "distance" if unit == "m" else f"distance_{unit}"
        columns = [
            NewColumn("id_a", kind_a),
            NewColumn("id_b", kind_b),
            NewColumn(name, "number"),
        ]
    else:
        columns = [NewColumn(options["id_column"] or "id", kind_a)]
        columns += [NewColumn(name, "number") for name in _texts(ids_b)]
    columns = [column._replace(name=options["prefix"] + column.name) for column in columns]
    sink.begin(source, Added(columns))
    for start, block in _blocks(*tables, options):
        rows = np.arange(start, start + len(block))
        if not options["is_long"]:
            cells: list[Column] = [take(ids_a, rows)]
            cells += [Numbers(values, options["precision"]) for values in block.T.copy()]
            sink.write(Piece(ValuesBatch(source, len(block), {}), None, cells))
            continue
        most = np.inf if options["max_distance"] is None else options["max_distance"]
        near, others = np.nonzero(block <= most)
        distances = Numbers(block[near, others], options["precision"])
        cells = [take(ids_a, rows[near]), take(ids_b, others), distances]
        if len(near):
            sink.write(Piece(ValuesBatch(source, len(near), {}), None, cells))
    sink.finish()


def _blocks(
    first: Held, second: Held, options: Mapping[str, Any]
) -> Iterator[tuple[int, FloatArray]]:
    """Yield the first row and the distances of each block, in the unit of the output."""
    if not len(first.lat) or not len(second.lat):
        if len(first.lat):
            yield 0, np.empty((len(first.lat), 0))
        return
    points = first.lat, first.lon, second.lat, second.lon
    rows = max(1, _BLOCK // len(second.lat))
    figure = options["ellipsoid"].value
    for part, block in geodist.cdist_blocks(*points, rows=rows, ellipsoid=figure):
        yield part.start, block / UNITS[options["units"]]


def _texts(labels: Column) -> list[str]:
    """Return labels as the names of columns."""
    from geodist.cli.io.cells import Numbers, Texts, Typed, Whole, shown

    if isinstance(labels, Texts):
        ends = labels.offsets.tolist()
        data = labels.data.tobytes()
        return [shown(data[a:b]) for a, b in itertools.pairwise(ends)]
    if isinstance(labels, Typed):
        return [str(value) for value in labels.array.to_pylist()]
    assert isinstance(labels, Whole | Numbers)
    return [str(value) for value in labels.values.tolist()]
