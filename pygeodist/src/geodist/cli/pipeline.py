"""From a table to the same table with computed columns, block by block."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geodist.cli.blocks import FloatArray, NewColumn, Place
from geodist.cli.errors import InvalidRowError, RowError, TableError
from geodist.cli.numbers import format_numbers, round_numbers
from geodist.cli.operation import Chunk
from geodist.cli.roles import Kind
from geodist.cli.slots import Explainer, read_slot, slot_columns, slot_place
from geodist.cli.texts import hexadecimal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geodist.cli.blocks import Block, Rows, Source, Writer
    from geodist.cli.columns import Choice
    from geodist.cli.operation import Operation, Settings
    from geodist.cli.roles import Output, Role


@dataclass(slots=True)
class Counts:
    """How many rows there were.

    Parameters
    ----------
    read
        In the table.
    written
        To the output.
    invalid
        That cannot be used.
    left_out
        Of these: that are not written to the output.
    """

    read: int = 0
    written: int = 0
    invalid: int = 0
    left_out: int = 0


_AXES = (Kind.LATITUDE, Kind.LONGITUDE)
REJECT_COLUMNS = (NewColumn("reject_line", pa.int64()), NewColumn("reject_reason", pa.string()))


class Pipeline:
    """A command at work on a table.

    Parameters
    ----------
    source
        The table.
    operation
        What is done with each row.
    choice
        The column or the number of each argument.
    settings
        How numbers are written, and what happens to rows that cannot be used.
    writer
        Where rows go.
    rejects
        Where rows that cannot be used go; None for nowhere.
    as_text
        Whether the writer's format is text, whose decimals can be fixed.

    Raises
    ------
    TableError
        A new column has the name of one that is there.
    """

    def __init__(
        self,
        source: Source,
        operation: Operation,
        choice: Choice,
        settings: Settings,
        writer: Writer,
        rejects: Writer | None = None,
        *,
        as_text: bool,
    ) -> None:
        self._source = source
        self._operation = operation
        self._choice = choice
        self._settings = settings
        self._writer = writer
        self._rejects = rejects
        self._as_text = as_text
        self.counts = Counts()
        self._new = [new_column(output, settings, as_text=as_text) for output in operation.outputs]
        refuse_taken(source, [column.name for column in self._new], writer.names(source))

    def run(self, progress: Callable[[int], None] = lambda _rows: None) -> Counts:
        """Do the work; ``progress`` is told the number of rows after each block."""
        self._writer.begin(self._source, self._new)
        rejects = None if self._rejects is None else Rejects(self._rejects, self._source)
        for block in self._source.blocks():
            self._do_block(block, rejects)
            self.counts.read += block.rows
            progress(self.counts.read)
        self._writer.finish()
        if rejects is not None:
            rejects.finish()
        return self.counts

    def _do_block(self, block: Block, rejects: Rejects | None) -> None:
        arguments = read_arguments(block, self._operation.inputs, self._choice, self._settings)
        bad = arguments.bad
        if not bad.any():
            self._write_good(block, arguments, None, np.zeros(0, np.int64))
            return
        rows = np.flatnonzero(bad)
        if self._settings.invalid == "error":
            first = int(rows[0])
            reason = arguments.reason(first, with_place=True)
            raise InvalidRowError(reason, nullable=first not in block.malformed)
        self.counts.invalid += len(rows)
        kept = np.zeros(0, np.int64)
        if self._settings.invalid == "null":
            # A row whose cells cannot be told apart has no place for new ones.
            kept = rows[~np.isin(rows, list(block.malformed))]
            if rejects is None and len(kept) < len(rows):
                first = next(int(row) for row in rows if int(row) in block.malformed)
                reason = arguments.reason(first, with_place=True)
                raise RowError(f"{reason}; --rejects FILE would keep such rows")
        self.counts.left_out += len(rows) - len(kept)
        self._write_good(block, arguments, np.flatnonzero(~bad), kept)
        if rejects is not None:
            rejects.write(block, arguments, rows)

    def _write_good(
        self, block: Block, arguments: Arguments, good: Rows | None, nulls: Rows
    ) -> None:
        """Compute and write the rows ``good`` (None: all), and between them ``nulls``."""
        arrays = arguments.arrays if good is None else [a[good] for a in arguments.arrays]
        result = self._operation.compute(*arrays)
        chunks = [Chunk(result)] if isinstance(result, tuple) else result
        written = 0
        for chunk in chunks:
            rows = chunk.rows
            if good is not None:
                rows = good if rows is None else good[rows]
            place = self._computed(*chunk.point) if chunk.point else arguments.place(rows)
            last = int(rows[-1]) if rows is not None and len(rows) else -1
            between = nulls[written : int(np.searchsorted(nulls, last))]
            written += len(between)
            keeps = chunk.point is None and block.source.geometry is not None
            self._write(block, rows, chunk.columns, place, between, arguments if keeps else None)
        self._write_nulls(block, arguments, nulls[written:])

    def _computed(self, lat: FloatArray, lon: FloatArray) -> Place:
        """Return computed points, with the decimals that were asked for."""
        decimals = self._settings.decimals(Kind.LATITUDE)
        if self._as_text and decimals is not None:
            lat, lon = np.round(lat, decimals), np.round(lon, decimals)
        return Place(lat, lon)

    def _write_nulls(self, block: Block, arguments: Arguments, rows: Rows) -> None:
        if len(rows):
            nothing = [pa.nulls(0, self._native(output)) for output in self._operation.outputs]
            none = np.zeros(0, np.int64)
            own = None if block.source.geometry is None else arguments
            self._write(block, none, nothing, arguments.place(none), rows, own)

    def _write(
        self,
        block: Block,
        rows: Rows | None,
        columns: Sequence[Any],
        place: Place | None,
        nulls: Rows,
        own: Arguments | None,
    ) -> None:
        """Write rows and between them ``nulls``, whose places are those that ``own`` tells."""
        new = [
            self._finish(column, output)
            for column, output in zip(columns, self._operation.outputs, strict=True)
        ]
        count = block.rows if rows is None else len(rows)
        if len(nulls):
            assert rows is not None
            order = np.argsort(np.concatenate([rows, nulls]), kind="stable")
            rows = np.concatenate([rows, nulls])[order]
            index = pa.array(np.where(order < count, order, 0), mask=order >= count)
            new = [column.take(index) for column in new]
            if own is not None:
                place = own.place(rows)
            elif place is not None:
                lat, lon = (np.append(x, np.full(len(nulls), np.nan))[order] for x in place[:2])
                place = place._replace(lat=lat, lon=lon)
        self._writer.write(block, rows, new, place)
        self.counts.written += block.rows if rows is None else len(rows)

    def _native(self, output: Output) -> Any:
        return new_column(output, self._settings, as_text=False).type

    def _finish(self, column: Any, output: Output) -> Any:
        """Bring a computed column into the unit and the decimals that were asked for."""
        settings = self._settings
        if output.kind in (Kind.TEXT, Kind.COUNT):
            array = column if isinstance(column, pa.Array) else pa.array(column)
            if output.kind is Kind.COUNT and self._as_text:
                return array.cast(pa.string()).cast(pa.binary())
            array = array.cast(self._native(output))
            return hexadecimal(array) if self._as_text else array
        if output.kind is Kind.LENGTH and settings.metres != 1:
            column = np.asarray(column) / settings.metres
        numbers = column
        if not isinstance(column, pa.Array):
            # A number that is missing, as the distance to nothing, is none in every format.
            numbers = pa.array(column, pa.float64(), from_pandas=True)
        decimals = settings.decimals(output.kind)
        if self._as_text:
            return format_numbers(numbers, decimals).cast(pa.binary())
        return round_numbers(numbers, decimals)


class Rejects:
    """A table of the rows that cannot be used, each with its line and the reason.

    Parameters
    ----------
    writer
        Where they go.
    source
        The table that they are from.
    """

    def __init__(self, writer: Writer, source: Source) -> None:
        refuse_taken(
            source,
            [column.name for column in REJECT_COLUMNS],
            source.header,
            "remove or rename the columns reject_line and reject_reason, which rejects get anew",
        )
        self._writer = writer
        writer.begin(source, REJECT_COLUMNS)

    def write(self, block: Block, arguments: Arguments, rows: Rows) -> None:
        """Write rows of a block."""
        if len(rows):
            reasons = [arguments.reason(row) for row in rows.tolist()]
            new = [pa.array(block.line_numbers(rows)), pa.array(reasons, pa.string())]
            self._writer.write(block, rows, new, None)

    def finish(self) -> None:
        """Write what comes after the last row."""
        self._writer.finish()


class Arguments:
    """The arguments of a command for the rows of a block.

    Parameters
    ----------
    block
        The block.
    roles
        The arguments.
    choice
        The column or the number of each.
    given
        Their values as they stand in the block.
    arrays
        Their values in metres and degrees.
    order
        Of two coordinates in one cell.
    """

    def __init__(
        self,
        block: Block,
        roles: Sequence[Role],
        choice: Choice,
        given: Sequence[FloatArray],
        arrays: Sequence[FloatArray],
        order: str = "",
    ) -> None:
        self._block = block
        self._roles = roles
        self._choice = choice
        self._given = given
        self._explainer = Explainer(block, order)
        self.arrays = arrays
        bad: npt.NDArray[np.bool_] = np.zeros(block.rows, bool)
        for role, array in zip(roles, given, strict=True):
            bad |= ~role.kind.allows(array)
        if block.malformed:
            bad[list(block.malformed)] = True
        self.bad = bad

    def reason(self, row: int, *, with_place: bool = False) -> str:
        """Say why a row cannot be used."""
        block = self._block
        if row in block.malformed:
            reason = block.malformed[row]
            return f"{block.place(row)}: {reason}" if with_place else reason
        for role, array in zip(self._roles, self._given, strict=True):
            if not role.kind.allows(array[row : row + 1])[0]:
                slot = self._choice[role.name]
                assert not isinstance(slot, float)
                other = self._other(role, row)
                problem = self._explainer.explain(row, slot, role.kind, float(array[row]), other)
                if with_place:
                    return f"{slot_place(block, row, slot)}: {problem}"
                return f"{slot_columns(block.source.header, slot)}: {problem}"
        raise AssertionError("no bad argument")

    def place(self, rows: Rows | None) -> Place | None:
        """Return the points of the rows: their geometry, else the first point of the table."""
        if (place := self._own_place()) is None or rows is None:
            return place
        return place._replace(lat=place.lat[rows], lon=place.lon[rows])

    def _own_place(self) -> Place | None:
        block = self._block
        if (geometry := block.source.geometry) is not None:
            lat, lon = (block.numbers(c, k) for c, k in zip(geometry, _AXES, strict=False))
            return Place(lat, lon, geometry[:2])
        places = []
        for end in (1, 2):
            at = [i for i, role in enumerate(self._roles) if role.end == end]
            if at:
                lat, lon = (self.arrays[i] for i in at)
                chosen = [self._choice[self._roles[i].name] for i in at]
                # Cells that are more than a coordinate stay beside a geometry.
                columns = tuple(column for column in chosen if isinstance(column, int))
                read = sum(not isinstance(slot, float) for slot in chosen)
                places.append((read, Place(lat, lon, columns)))
        # One point of all rows, as --from gives it, is the place of none.
        return max(places, key=operator.itemgetter(0), default=(0, None))[1]

    def _other(self, role: Role, row: int) -> float | None:
        for other, array in zip(self._roles, self._given, strict=True):
            if other.end == role.end and other.axis == "lon" and role.axis == "lat":
                return float(array[row])
        return None


def read_arguments(
    block: Block, roles: Sequence[Role], choice: Choice, settings: Settings
) -> Arguments:
    """Read the arguments of a command from a block."""
    given, arrays = [], []
    for role in roles:
        column = choice[role.name]
        if not isinstance(column, float):
            values = read_slot(block, column, role.kind, settings.order)
            if role.default is not None and column in (block.source.geometry or ())[2:]:
                # A point of two dimensions among those of three has no height to be wrong.
                values = np.where(np.isnan(values), role.default, values)
        else:
            if column == role.default and block.has_late_heights() and _is_own(block, choice):
                raise RowError(
                    f"{block.place(0)}: here or behind, points have heights, and none before had; "
                    "give the first one a height too"
                )
            values = np.full(block.rows, column)
        given.append(values)
        # An infinite or missing length is told as it stands; scaled, it stays one.
        scale = settings.metres if role.kind is Kind.LENGTH else 1.0
        arrays.append(values * scale if scale != 1 else values)
    return Arguments(block, roles, choice, given, arrays, settings.order)


def _is_own(block: Block, choice: Choice) -> bool:
    """Tell whether points are from the geometries of a table."""
    return choice.get("lat") in (block.source.geometry or ())[:1]


def new_column(output: Output, settings: Settings, *, as_text: bool) -> NewColumn:
    """Name and type of the column of an output."""
    unit = f"_{settings.unit}" if output.kind is Kind.LENGTH and settings.unit != "m" else ""
    name = settings.prefix + output.name + unit
    if output.kind is Kind.TEXT:
        return NewColumn(name, pa.string() if output.type is None else output.type)
    if as_text:
        return NewColumn(name, pa.binary())
    return NewColumn(name, pa.int64() if output.kind is Kind.COUNT else pa.float64())


def refuse_taken(
    source: Source,
    names: Sequence[str],
    header: Sequence[str],
    advice: str = "rename it, or name the new columns apart with --prefix",
) -> None:
    """Refuse new columns whose names ``header`` has; ``advice`` says what to do then."""
    taken = [name for name in names if name in header]
    own = [source.header[at] for at in source.geometry or ()]
    if taken and (taken[0] not in source.header or taken[0] in own):
        raise TableError(
            f"{source.name}: the column {taken[0]!r} stands for the geometry; "
            "name the new columns apart with --prefix"
        )
    if taken:
        raise TableError(f"{source.name} already has a column named {taken[0]!r}; {advice}")


def constants(choice: Choice, roles: Sequence[Role]) -> None:
    """Refuse numbers for all rows that are out of range."""
    for role in roles:
        value = choice[role.name]
        if isinstance(value, float) and not role.kind.allows(np.array([value]))[0]:
            raise TableError(f"--{role.name}: {value!r} is not {role.kind.value}")
