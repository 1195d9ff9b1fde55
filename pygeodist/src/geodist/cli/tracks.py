"""Tracks in tables of points: which rows belong to one, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
import numpy as np

import geodist
from geodist.cli.columns import find_column, positions
from geodist.cli.errors import InvalidRowError, TableError, counted, say
from geodist.cli.held import choose_point, point_roles, right_format
from geodist.cli.io.cells import Numbers, Typed, Whole, concatenate, text_column
from geodist.cli.io.layer import Added, NewColumn, Piece
from geodist.cli.io.streams import check_readable
from geodist.cli.io.tables import open_rejects, open_sink, open_table
from geodist.cli.io.values import ValuesBatch, ValuesSource
from geodist.cli.parse.times import Order, as_arrow
from geodist.cli.pipeline import Arguments, Rejects, new_column, read_arguments
from geodist.cli.roles import Kind, Role
from geodist.cli.run import check_text_columns, describe, input_format, make_settings

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from geodist.cli.columns import Choice
    from geodist.cli.io.cells import Column, FloatArray, Rows
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Batch, Source
    from geodist.cli.operation import Settings
    from geodist.cli.roles import Output


@dataclass(frozen=True, slots=True)
class Plan:
    """What the points of a table are read from, their tracks, and their order.

    Parameters
    ----------
    choice
        The columns, by role.
    roles
        The coordinates, then the columns of tracks, then that of the order.
    by
        The positions of the columns of tracks.
    order
        The column to sort by; None where rows are in order.
    """

    choice: Choice
    roles: tuple[Role, ...]
    by: tuple[int, ...]
    order: Order | None


def plan_tracks(source: Source, options: Mapping[str, Any], side: str = "") -> Plan:
    """Choose the columns of a table of points.

    Parameters
    ----------
    source
        The table.
    options
        All options of the command, by name.
    side
        What begins the names of options about this table: "right_" or "".
    """
    choice = choose_point(source, options, side)
    names = options[f"{side}by"]
    by = tuple(find_column(source.schema.names, name) for name in names)
    geometry = source.schema.geometry
    for at, name in zip(by, names, strict=True):
        if geometry is not None and at == geometry.column:
            raise TableError(f"--{side.replace('_', '-')}by {name}: this is the geometry")
    roles = list(point_roles(options))
    for i, at in enumerate(by):
        roles.append(Role(f"by{i + 1}" if len(by) > 1 else "by", Kind.TEXT))
        choice[roles[-1].name] = at
    order = None
    if (sort := options[f"{side}sort"]) is not None:
        order = Order(find_column(source.schema.readable, sort))
        roles.append(Role("sort", Kind.TEXT))
        choice["sort"] = order.column
    source.choose(positions(choice))
    return Plan(choice, tuple(roles), by, order)


class Fixes(Arguments):
    """The points of the rows of a batch, the cells that say their track, and their order.

    Parameters
    ----------
    batch
        The rows.
    plan
        What they are read from.
    settings
        Of two coordinates in one cell, the order.

    Attributes
    ----------
    keys
        For each column of tracks: its cells.
    order
        Numbers or times to sort by; None where rows are in order.
    """

    def __init__(self, batch: Batch, plan: Plan, settings: Settings) -> None:
        self._plan = plan
        roles = tuple(role for role in plan.roles if role.end)
        points = read_arguments(batch, roles, plan.choice, settings)
        self.keys = [as_arrow(batch.argument(column)) for column in plan.by]
        wrong: list[Any] = [keys.is_null().to_numpy(zero_copy_only=False) for keys in self.keys]
        self.order: NDArray[Any] | None = None
        if plan.order is not None:
            self.order, out = plan.order.read(batch)
            wrong.append(out)
        given = [np.where(rows, np.nan, 0.0) for rows in wrong]
        super().__init__(
            *(batch, plan.roles, plan.choice, [*points._given, *given]),
            *([*points.arrays, *given], settings.order),
        )

    def _problem(self, row: int, argument: int) -> str:
        role = self._roles[argument]
        if role.end:
            return super()._problem(row, argument)
        if role.name == "sort":
            assert self._plan.order is not None
            return self._plan.order.explain(self._batch, row)
        return "the cell is empty, so the row belongs to no track"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The points of all tracks of a table.

    Parameters
    ----------
    lat, lon
        Of the rows that can be used.
    track
        The number of the track of each, in the order in which tracks first appear.
    order
        What to sort by; None where rows are in order.
    count
        How many tracks there are.
    labels
        For each column of tracks: its name, what it holds, and the cell of each track.
    left_out
        How many rows could not be used.
    """

    lat: FloatArray
    lon: FloatArray
    track: Rows
    order: NDArray[Any] | None
    count: int
    labels: list[tuple[NewColumn, Column]]
    left_out: int

    @property
    def table(self) -> dict[str, Any]:
        """Columns for functions that take a table of tracks."""
        order = np.zeros(self.lat.size) if self.order is None else self.order
        return {"lat": self.lat, "lon": self.lon, "track": self.track, "order": order}

    def lines(self, ellipsoid: Any) -> geodist.Shapes:
        """Make a line of each track."""
        return geodist.Shapes.lines_from(
            *(self.table,),
            by="track",
            order="order",
            ellipsoid=ellipsoid,
            edges="geodesic",
        )


def gather(
    source: Source,
    plan: Plan,
    settings: Settings,
    written: Format | None = None,
    rejects: Rejects | None = None,
    option: str = "--rejects",
) -> Gathered:
    """Read the points of a table into memory, but not its other columns.

    Parameters
    ----------
    source
        The table.
    plan
        What is read of it.
    settings
        What happens to rows that cannot be used.
    written
        The format in which the names of tracks will be written, if they will.
    rejects
        Where rows that cannot be used go; None for nowhere.
    option
        The option that keeps such rows.
    """
    keys = _Tracks(source, plan, written)
    parts: list[list[NDArray[Any]]] = [[np.empty(0)], [np.empty(0)], [np.empty(0, np.int64)]]
    orders: list[NDArray[Any]] = []
    left_out = 0
    for batch in source.batches():
        fixes = Fixes(batch, plan, settings)
        bad = np.flatnonzero(fixes.bad)
        if bad.size and settings.invalid == "error":
            nullable = int(bad[0]) not in batch.malformed and written is None
            raise InvalidRowError(fixes.reason(int(bad[0])), option, nullable=nullable)
        if rejects is not None:
            rejects.write(batch, fixes, bad)
        left_out += bad.size
        good = np.flatnonzero(~fixes.bad)
        columns = (fixes.arrays[0][good], fixes.arrays[1][good], keys.number(batch, fixes, good))
        for part, column in zip(parts, columns, strict=True):
            part.append(column)
        if fixes.order is not None:
            orders.append(fixes.order[good])
    lat, lon, track = (np.concatenate(part) for part in parts)
    # Those of a batch without a number or a time may be of the other kind.
    order = np.concatenate([x for x in orders if x.size] or [np.empty(0)])
    return Gathered(
        *(lat, lon, track, order if plan.order is not None else None),
        *(keys.count, keys.labels(), left_out),
    )


class _Tracks:
    """Numbers tracks in the order in which they first appear."""

    def __init__(self, source: Source, plan: Plan, written: Format | None) -> None:
        self._by = plan.by
        self._known: dict[tuple[bytes, ...], int] = {}
        self._typed = written is not None and not written.handler.text
        self._parts: list[list[Column]] = [[] for _ in plan.by]
        self._kinds: list[NewColumn] = []
        if written is not None:
            same = written.is_delimited and source.format.decimal == written.decimal
            types = source.typed().types if self._typed else None
            names = source.named(bare=not same)
            self._kinds = [
                NewColumn(names[at], "text" if types is None else types[at]) for at in plan.by
            ]

    @property
    def count(self) -> int:
        """How many there are; without columns, all rows are one."""
        return len(self._known) if self._by else 1

    def number(self, batch: Batch, fixes: Fixes, rows: Rows) -> Rows:
        """Tell the numbers of the tracks of rows."""
        if not self._by:
            return np.zeros(rows.size, np.int64)
        encoded = [cells.take(_index(rows)).dictionary_encode() for cells in fixes.keys]
        codes: Any = np.zeros(rows.size, np.int64)
        for cells in encoded:
            codes = codes * (len(cells.dictionary) + 1) + cells.indices.to_numpy()
        _, first, codes = np.unique(codes, return_index=True, return_inverse=True)
        sequence = np.argsort(first)
        first = first[sequence]
        values = zip(*(cells.take(_index(first)).to_pylist() for cells in encoded), strict=True)
        before = len(self._known)
        found = np.array([self._known.setdefault(key, len(self._known)) for key in values])
        self._keep(batch, rows[first[found >= before]] if found.size else rows)
        numbers = np.empty(found.size, np.int64)
        numbers[sequence] = found
        of_rows: Rows = numbers[codes]
        return of_rows

    def _keep(self, batch: Batch, rows: Rows) -> None:
        """Keep the cells that name new tracks."""
        if not self._kinds or not rows.size:
            return
        arrays = batch.arrow(rows).columns if self._typed else None
        for part, at in zip(self._parts, self._by, strict=True):
            part.append(batch.texts(at, rows) if arrays is None else Typed(arrays[at]))

    def labels(self) -> list[tuple[NewColumn, Column]]:
        """Give the columns that name the tracks."""
        return [
            (kind, concatenate(part) if part else text_column([]))
            for kind, part in zip(self._kinds, self._parts, strict=False)
        ]


def _index(rows: Rows) -> Any:
    import pyarrow as pa

    return pa.array(rows)


def only_table(inputs: tuple[str, ...]) -> str:
    """Take the one table of a command."""
    if len(inputs) != 1:
        raise click.UsageError(f"one table is needed; got {len(inputs)} arguments")
    return inputs[0]


def hold_tracks(
    name: str,
    written: Format,
    options: Mapping[str, Any],
    stack: contextlib.ExitStack,
    side: str = "",
) -> Gathered:
    """Read the tracks of a table of points.

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
    check_readable(name)
    form = right_format(name, options) if side else input_format(name, options)
    option, kept = f"--{side.replace('_', '-')}rejects", options[f"{side}rejects"]
    with open_table(name, form, quiet=options["quiet"]) as source:
        plan = plan_tracks(source, options, side)
        check_text_columns(options, source.schema.readable)
        rejects = None
        if kept:
            rejects = Rejects(stack.enter_context(open_rejects(kept, source, option)), source)
        found = gather(source, plan, make_settings(options), written, rejects, option)
        if rejects is not None:
            rejects.finish()
        options["ellipsoid"].take(source)
        text = describe(source, plan.roles, plan.choice)
        text += f"; {counted(found.count, 'track')} of {counted(found.lat.size, 'row')}"
        if found.left_out:
            text += f", {found.left_out} invalid, left out"
            text += f", kept in {kept}" if kept else ""
        say(text)
    return found


def computed(output: Output, values: Any, settings: Settings) -> tuple[NewColumn, Column]:
    """Bring computed numbers into the unit and the decimals that they are written in."""
    column = new_column(output, settings)
    if output.kind is Kind.COUNT:
        return column, Whole(np.asarray(values, np.int64))
    scale = settings.metres if output.kind.has_unit else 1.0
    return column, Numbers(np.asarray(values, np.float64) / scale, settings.precision)


def write_blocks(
    written: Format, columns: Sequence[NewColumn], blocks: Iterable[Sequence[Column]], output: str
) -> None:
    """Write a table of new columns, block by block; the last column of each is of numbers."""
    names = [column.name for column in columns]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise TableError(f"two columns would be named {twice!r}; add a --prefix to the new ones")
    source = ValuesSource(written)
    with open_sink(output, written) as sink:
        sink.begin(source, Added(columns))
        for cells in blocks:
            last = cells[-1]
            assert isinstance(last, Numbers | Whole)
            if last.values.size:
                sink.write(Piece(ValuesBatch(source, last.values.size, {}), None, cells))
        sink.finish()
