"""Tables of tracks that are compared: held as lines, with the cells that name them."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import click
import numpy as np

import geodist
from geodist.cli.columns import find_column
from geodist.cli.errors import TableError
from geodist.cli.held import hold, right_format
from geodist.cli.io.cells import Whole, take
from geodist.cli.io.layer import NewColumn
from geodist.cli.joins import edges_of
from geodist.cli.run import input_format
from geodist.cli.tracks import hold_tracks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from geodist.cli.edges import Edges
    from geodist.cli.io.cells import Column, FloatArray, Rows
    from geodist.cli.io.formats import Format

    # Rows of both tables, and the distance of each pair.
    Pairs = Iterator[tuple[Rows, Rows, FloatArray]]

# Distances that are held at a time.
_BLOCK = 1 << 18
# What goes along the edges of tracks, one row of distances at a time.
CONTINUOUS = ("frechet", "hausdorff")
# What stops on its own where a distance is larger than wanted.
_ABANDONING = ("dtw", "discrete_frechet")


@dataclass(frozen=True, slots=True)
class Tracks:
    """The tracks of a table.

    Parameters
    ----------
    name
        The table.
    shapes
        The tracks: lines, or points.
    labels
        The columns that name them, and their cells.
    edges
        What is between vertices, where the table says it.
    """

    name: str
    shapes: geodist.Shapes
    labels: list[tuple[NewColumn, Column]]
    edges: Edges | None = None


def hold_table(
    name: str,
    written: Format,
    options: Mapping[str, Any],
    stack: contextlib.ExitStack,
    side: str = "",
) -> Tracks:
    """Read a table of tracks: a line in each row, or a point.

    Parameters
    ----------
    name
        The table.
    written
        The format of the result.
    options
        All options of the command, by name.
    stack
        Closes the table of rejects, when the command is done.
    side
        What begins the names of options about this table: "right_" or "".
    """
    form = right_format(name, options) if side else input_format(name, options)
    edges = edges_of(name, form, options, side)
    if edges is None:
        found = hold_tracks(name, written, options, stack, side)
        lines = found.lines(options["ellipsoid"].value)
        return Tracks(name, lines, found.labels or [_numbers(found.count)])
    dashes = side.replace("_", "-")
    if options[f"{side}sort"] is not None:
        raise click.UsageError(
            f"--{dashes}sort: the rows of {name} are lines, whose order is known"
        )
    held = hold(name, written, options, stack, side, edges)
    assert held.shapes is not None
    _check_lines(name, held.shapes)
    names = options[f"{side}by"]
    at = [find_column(held.header, by) for by in names]
    labels = [(NewColumn(held.header[i], held.kinds[i]), held.columns[i]) for i in at]
    return Tracks(name, held.shapes, labels or [_numbers(len(held.shapes))], edges)


def _check_lines(name: str, shapes: geodist.Shapes) -> None:
    """Refuse rows that are not one line."""
    wrong = np.flatnonzero(~np.isin(shapes.kinds, ("LineString", "Point")))
    if wrong.size:
        kind = shapes.kinds[wrong[0]]
        raise TableError(f"{name}: the geometry of row {wrong[0] + 1} is a {kind}, not one line")
    empty = np.flatnonzero(np.diff(shapes.row_offsets) == 0)
    if empty.size:
        raise TableError(f"{name}: the line of row {empty[0] + 1} is empty")


@contextlib.contextmanager
def explained(tables: tuple[Tracks, Tracks]) -> Iterator[None]:
    """Say in the words of the command line why tracks cannot be compared."""
    try:
        yield
    except geodist.GeodistError as error:
        planar = any(table.shapes.edges == "planar" for table in tables)
        hint = "; --edges geodesic takes edges as geodesics" if planar else ""
        raise TableError(f"{tables[0].name}: {error}{hint}") from error


def _numbers(count: int) -> tuple[NewColumn, Column]:
    return NewColumn("track", "whole"), Whole(np.arange(1, count + 1))


def label_columns(prefix: str, tables: tuple[Tracks, Tracks]) -> list[NewColumn]:
    """Name the columns that name both tracks of a pair."""
    return [
        NewColumn(f"{prefix}{column.name}_{end}", column.kind)
        for table, end in zip(tables, "ab", strict=True)
        for column, _ in table.labels
    ]


def label_cells(tables: tuple[Tracks, Tracks], rows: tuple[Rows, Rows]) -> list[Column]:
    """Give the names of both tracks of pairs."""
    return [
        take(cells, of) for table, of in zip(tables, rows, strict=True) for _, cells in table.labels
    ]


def pairs(tables: tuple[Tracks, Tracks], metric: Mapping[str, Any], most: float) -> Pairs:
    """Compare all tracks of two tables, or of one each pair once, some rows at a time."""
    a, b = (table.shapes for table in tables)
    once = tables[0] is tables[1]
    step = 1 if metric["metric"] in CONTINUOUS else max(1, _BLOCK // max(1, len(b)))
    for begin in range(0, len(a), step):
        rows = a[begin : begin + step]
        first = begin + 1 if once else 0
        block = _matrix(tables, rows, b[first:], metric, most)
        wanted = block <= most
        if once:
            numbers = np.arange(begin, begin + len(rows))
            wanted &= np.arange(first, len(b)) > numbers[:, np.newaxis]
        here, others = np.nonzero(wanted)
        _refuse_far(tables, metric, block[here, others])
        yield here + begin, others + first, block[here, others]


def nearest(
    tables: tuple[Tracks, Tracks], metric: Mapping[str, Any], count: int, most: float
) -> Pairs:
    """Find the nearest tracks of a table for each of another, or of the same one but itself."""
    a, b = (table.shapes for table in tables)
    alone = tables[0] is tables[1]
    if not len(b):
        return
    size = min(count + alone, len(b))
    step = 1 if metric["metric"] in CONTINUOUS else max(1, _BLOCK // size)
    for begin in range(0, len(a), step):
        rows = a[begin : begin + step]
        if metric["metric"] in CONTINUOUS:
            block = _matrix(tables, rows, b, metric, most)
            found = np.argsort(block, axis=1, kind="stable")[:, :size]
            values = np.take_along_axis(block, found, 1)
        else:
            with explained(tables):
                near = geodist.tracks.nearest(rows, b, k=size, **metric, **_limit(metric, most))
            found, values = near.rows, near.distances
        matched = (found >= 0) & (values <= most)
        if alone:
            # Among many that are alike a track need not find itself.
            matched &= found != np.arange(begin, begin + len(rows))[:, np.newaxis]
            matched[:, -1] &= matched.sum(axis=1) <= count
        here, at = np.nonzero(matched)
        _refuse_far(tables, metric, values[here, at])
        yield here + begin, found[here, at], values[here, at]


def _matrix(
    tables: tuple[Tracks, Tracks],
    rows: geodist.Shapes,
    others: geodist.Shapes,
    metric: Mapping[str, Any],
    most: float,
) -> FloatArray:
    """Compare some tracks with all others."""
    if not len(others):
        return np.empty((len(rows), 0))
    with explained(tables):
        if metric["metric"] not in CONTINUOUS:
            found: Any = geodist.tracks.cdist(rows, others, **metric, **_limit(metric, most))
            return np.asarray(found, np.float64)
        measure = partial(
            getattr(geodist.tracks, metric["metric"]), rows, ellipsoid=metric["ellipsoid"]
        )
        try:
            values = measure(others).distance
        except geodist.GeodistError:
            if any(table.shapes.edges == "planar" for table in tables):
                raise
            values = [_or_far(measure, others[i : i + 1]) for i in range(len(others))]
        return np.atleast_2d(np.asarray(values, np.float64))


def _or_far(measure: Callable[..., Any], track: geodist.Shapes) -> float:
    """Measure one pair; infinity where it is so far that nothing is certain."""
    try:
        return float(measure(track))
    except geodist.GeodistError:
        return np.inf


def _refuse_far(
    tables: tuple[Tracks, Tracks], metric: Mapping[str, Any], values: FloatArray
) -> None:
    """Refuse to write pairs whose distance is not known."""
    if metric["metric"] in CONTINUOUS and np.isinf(values).any():
        raise TableError(
            f"{tables[0].name}: some tracks are too far apart for --metric {metric['metric']}; "
            "--max-distance leaves out pairs that are farther apart"
        )


def _limit(metric: Mapping[str, Any], most: float) -> dict[str, Any]:
    return {"max_distance": most} if metric["metric"] in _ABANDONING else {}
