"""Tables of tracks that are compared: held as lines, with the cells that name them."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
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
    from collections.abc import Iterator, Mapping

    from geodist.cli.edges import Edges
    from geodist.cli.io.cells import Column, FloatArray, Rows
    from geodist.cli.io.formats import Format

    # Rows of both tables, and the distance of each pair.
    Pairs = Iterator[tuple[Rows, Rows, FloatArray]]

# Distances that are held at a time.
_BLOCK = 1 << 18
_SLOW_BLOCK = 1 << 10
# What goes along the edges of tracks.
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
    _check_rows(name, held.shapes, options["metric"])
    names = options[f"{side}by"]
    at = [find_column(held.header, by) for by in names]
    labels = [(NewColumn(held.header[i], held.kinds[i]), held.columns[i]) for i in at]
    return Tracks(name, held.shapes, labels or [_numbers(len(held.shapes))], edges)


def _check_rows(name: str, shapes: geodist.Shapes, metric: str) -> None:
    """Refuse rows that are not one line, unless the metric takes any, and empty ones."""
    alone = (shapes.kinds == "MultiLineString") & (np.diff(shapes.row_offsets) < 2)
    wrong = np.flatnonzero(~(alone | np.isin(shapes.kinds, ("LineString", "Point"))))
    if wrong.size and metric != "hausdorff":
        kind = shapes.kinds[wrong[0]]
        raise TableError(f"{name}: the geometry of row {wrong[0] + 1} is a {kind}, not one line")
    empty = np.flatnonzero(np.diff(shapes.row_offsets) == 0)
    if empty.size:
        kind = "geometry" if metric == "hausdorff" else "line"
        raise TableError(f"{name}: the {kind} of row {empty[0] + 1} is empty")


def check_continuous(tables: tuple[Tracks, Tracks], metric: Mapping[str, Any]) -> None:
    """Refuse a tolerance that is too small, and rows that cannot be compared with any other."""
    a, b = (table.shapes for table in tables)
    try:
        geodist.tracks.cdist(a, b[:0], **metric)
        geodist.tracks.cdist(a[:0], b, **metric)
    except geodist.GeodistError as error:
        planar = any(table.shapes.edges == "planar" for table in tables)
        hint = "; --edges geodesic takes edges as geodesics" if planar else ""
        raise TableError(_in_tables(tables, str(error)) + hint) from error
    except ValueError as error:
        raise click.UsageError(f"--tolerance: {error}") from error
    if metric.get("filled") and not any(
        np.isin(table.shapes.kinds, ("Polygon", "MultiPolygon")).any() for table in tables
    ):
        names = " or ".join(dict.fromkeys(table.name for table in tables))
        raise click.UsageError(f"--filled: no row of {names} is a polygon")


def _in_tables(tables: tuple[Tracks, Tracks], text: str) -> str:
    """Put tables, and the numbers of their tracks, into an error about columns a and b."""
    sides = dict(zip("ab", tables, strict=True))
    said = re.sub(r"\brow (\d+) of ([ab])\b", lambda at: _row(sides[at[2]], int(at[1])), text)
    said = re.sub(r"^[ab](?= has )", lambda at: sides[at[0]].name, said)
    return said if said != text else f"{tables[0].name}: {text}"


def _row(table: Tracks, number: int) -> str:
    return f"{'track' if table.edges is None else 'row'} {number + 1} of {table.name}"


@contextlib.contextmanager
def _explained(tables: tuple[Tracks, Tracks]) -> Iterator[None]:
    """Say in the words of the command line why tracks cannot be compared."""
    try:
        yield
    except geodist.GeodistError as error:
        raise TableError(f"{tables[0].name}: {error}") from error


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
    a, b = (len(table.shapes) for table in tables)
    once = tables[0] is tables[1]
    step = max(1, _block(metric) // max(1, b))
    if once and metric["metric"] in CONTINUOUS:
        step = max(1, min(step, b // 16))  # a block compares its own rows both ways
    for begin in range(0, a, step):
        rows = range(begin, min(begin + step, a))
        first = begin + 1 if once else 0
        block = _matrix(tables, rows, range(first, b), metric, most)
        wanted = block <= most
        if once:
            wanted &= np.arange(first, b) > np.array(rows)[:, np.newaxis]
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
    step = max(1, _block(metric) // (len(b) if metric["metric"] in CONTINUOUS else size))
    for begin in range(0, len(a), step):
        rows = range(begin, min(begin + step, len(a)))
        if metric["metric"] in CONTINUOUS:
            block = _matrix(tables, rows, range(len(b)), metric, most)
            found = np.argsort(block, axis=1, kind="stable")[:, :size]
            values = np.take_along_axis(block, found, 1)
        else:
            some = a[rows.start : rows.stop]
            with _explained(tables):
                near = geodist.tracks.nearest(some, b, k=size, **metric, **_limit(metric, most))
            found, values = near.rows, near.distances
        matched = (found >= 0) & (values <= most)
        if alone:
            # Among many that are alike a track need not find itself.
            matched &= found != np.array(rows)[:, np.newaxis]
            matched[:, -1] &= matched.sum(axis=1) <= count
        here, at = np.nonzero(matched)
        _refuse_far(tables, metric, values[here, at])
        yield here + begin, found[here, at], values[here, at]


def _block(metric: Mapping[str, Any]) -> int:
    """Give how many distances to hold at a time; of slow ones, so many as take some seconds."""
    return _SLOW_BLOCK if metric["metric"] in CONTINUOUS else _BLOCK


def _matrix(
    tables: tuple[Tracks, Tracks],
    rows: range,
    others: range,
    metric: Mapping[str, Any],
    most: float,
) -> FloatArray:
    """Compare some tracks with some others."""
    if not (rows and others):
        return np.empty((len(rows), len(others)))
    a = tables[0].shapes[rows.start : rows.stop]
    b = tables[1].shapes[others.start : others.stop]
    if metric["metric"] not in CONTINUOUS:
        with _explained(tables):
            found = geodist.tracks.cdist(a, b, **metric, **_limit(metric, most))
            return np.asarray(found, np.float64)
    try:
        return np.asarray(geodist.tracks.cdist(a, b, **metric), np.float64)
    except geodist.GeodistError as error:
        if len(rows) == len(others) == 1:
            if _is_far(a, b, metric, most):
                return np.array([[np.inf]])
            pair = f"{_row(tables[0], rows.start)} and {_row(tables[1], others.start)}"
            raise TableError(f"{pair}: {error}") from error
    # of one of many pairs, or of several: look for them
    if len(rows) > 1:
        parts = [_matrix(tables, part, others, metric, most) for part in _halves(rows)]
        return np.concatenate(parts)
    parts = [_matrix(tables, rows, part, metric, most) for part in _halves(others)]
    return np.concatenate(parts, axis=1)


def _halves(rows: range) -> tuple[range, range]:
    middle = len(rows) // 2
    return rows[:middle], rows[middle:]


def _is_far(a: geodist.Shapes, b: geodist.Shapes, metric: Mapping[str, Any], most: float) -> bool:
    """Tell whether a pair whose distance is not certain surely is too far apart."""
    if np.isinf(most):
        return bool(metric["metric"] == "frechet")  # of which only far ones are not certain
    try:
        return not geodist.tracks.is_within(a, b, most, **metric)
    except geodist.GeodistError:
        return False


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
