"""From a table to the same table with computed columns, batch by batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._columns.slots import Whole as WholePoints
from geodist.cli.errors import InvalidRowError, RowError, TableError
from geodist.cli.io.cells import Numbers, Texts, Typed, Whole, take, text_column
from geodist.cli.io.flat import flat_names
from geodist.cli.io.layer import Added, NewColumn, Piece, Place
from geodist.cli.operation import Chunk
from geodist.cli.parse.slots import Explainer, read_slot, read_whole, slot_columns, slot_place
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geodist._columns.slots import Slot
    from geodist.cli.columns import Choice
    from geodist.cli.io.cells import Column, FloatArray, Mask, Rows
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Batch, Sink, Source
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


REJECT_COLUMNS = (NewColumn("reject_line", "whole"), NewColumn("reject_reason", "text"))


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
    sink
        Where rows go.
    form
        The format of the sink.
    rejects
        Where rows that cannot be used go; None for nowhere.

    Raises
    ------
    TableError
        A new column has the name of an existing one.
    """

    def __init__(
        self,
        source: Source,
        operation: Operation,
        choice: Choice,
        settings: Settings,
        sink: Sink,
        form: Format,
        rejects: Sink | None = None,
    ) -> None:
        self._source = source
        self._operation = operation
        self._choice = choice
        self._settings = settings
        self._sink = sink
        self._as_text = form.handler.text
        self._rejects = rejects
        self.counts = Counts()
        self._new = [new_column(output, settings) for output in operation.outputs]
        refuse_taken(source, [column.name for column in self._new], names_in(source, form))
        self._end = 0
        if form.handler.geometries == "must" and not operation.places:
            self._end = point_end(source, operation.inputs, choice)

    def run(self, progress: Callable[[int], None] = lambda _rows: None) -> Counts:
        """Do the work; ``progress`` gets the number of rows after each batch."""
        places = self._operation.places or bool(self._end)
        chosen = (
            self._choice[x.name] for x in self._operation.inputs if x.end and x.end == self._end
        )
        # Cells that are more than a coordinate stay beside a geometry.
        columns = tuple(slot for slot in chosen if isinstance(slot, int))
        # So do numbers that are inside of other cells.
        is_plain = all(column < len(self._source.schema.names) for column in columns)
        columns = columns if len(set(columns)) == 2 and is_plain else ()
        self._sink.begin(self._source, Added(self._new, places, columns))
        rejects = None if self._rejects is None else Rejects(self._rejects, self._source)
        for batch in self._source.batches():
            self._do_batch(batch, rejects)
            self.counts.read += batch.rows
            progress(self.counts.read)
        self._sink.finish()
        if rejects is not None:
            rejects.finish()
        return self.counts

    def _do_batch(self, batch: Batch, rejects: Rejects | None) -> None:
        operation, choice = self._operation, self._choice
        if operation.read is not None:
            arguments = operation.read(batch, choice)
        else:
            arguments = read_arguments(batch, operation.inputs, choice, self._settings)
        bad = arguments.bad
        if not bad.any():
            self._write_good(batch, arguments, None, np.zeros(0, np.int64))
            return
        rows = np.flatnonzero(bad)
        if self._settings.invalid == "error":
            first = int(rows[0])
            reason = arguments.reason(first)
            raise InvalidRowError(reason, nullable=first not in batch.malformed)
        self.counts.invalid += len(rows)
        kept = np.zeros(0, np.int64)
        if self._settings.invalid == "null":
            # A row whose cells cannot be told apart has no place for new ones.
            kept = rows[~np.isin(rows, list(batch.malformed))]
            if rejects is None and len(kept) < len(rows):
                first = next(int(row) for row in rows if int(row) in batch.malformed)
                raise RowError(f"{arguments.reason(first)}; use --rejects FILE for such rows")
        self.counts.left_out += len(rows) - len(kept)
        self._write_good(batch, arguments, np.flatnonzero(~bad), kept)
        if rejects is not None:
            rejects.write(batch, arguments, rows)

    def _write_good(
        self, batch: Batch, arguments: Arguments, good: Rows | None, nulls: Rows
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
            last = int(rows[-1]) if rows is not None and len(rows) else -1
            between = nulls[written : int(np.searchsorted(nulls, last))]
            written += len(between)
            self._write(batch, arguments, rows, chunk, between)
        if written < len(nulls):
            none = np.zeros(0, np.int64)
            empty = self._operation.compute(*(array[:0] for array in arguments.arrays))
            chunk = Chunk(empty) if isinstance(empty, tuple) else next(iter(empty), self._nothing())
            self._write(batch, arguments, none, chunk, nulls[written:])

    def _nothing(self) -> Chunk:
        """Return no rows of a command that gives no chunk for none."""
        empty = np.zeros(0)
        return Chunk([empty] * len(self._new), point=(empty, empty))

    def _write(
        self, batch: Batch, arguments: Arguments, rows: Rows | None, chunk: Chunk, nulls: Rows
    ) -> None:
        """Write rows, and between them ``nulls``, whose new cells are missing."""
        pairs = zip(chunk.columns, self._operation.outputs, strict=True)
        new = [self._finish(column, output) for column, output in pairs]
        place = self._computed(*chunk.point) if self._operation.places and chunk.point else None
        if len(nulls):
            assert rows is not None
            count = len(rows)
            order = np.argsort(np.concatenate([rows, nulls]), kind="stable")
            rows = np.concatenate([rows, nulls])[order]
            missing = order >= count
            new = [take(column, order, missing) for column in new]
            if place is not None:
                lat, lon = (take(Numbers(axis), order, missing) for axis in place)
                assert isinstance(lat, Numbers)
                assert isinstance(lon, Numbers)
                place = Place(lat.values, lon.values)
        if self._end:
            place = arguments.place(self._end, rows)
        self._sink.write(Piece(batch, rows, new, place))
        self.counts.written += batch.rows if rows is None else len(rows)

    def _computed(self, lat: FloatArray, lon: FloatArray) -> Place:
        """Return computed points, with the decimals of --precision."""
        decimals = self._settings.decimals(Kind.LATITUDE)
        if self._as_text and decimals is not None:
            lat, lon = np.round(lat, decimals), np.round(lon, decimals)
        return Place(lat, lon)

    def _finish(self, column: Any, output: Output) -> Column:
        """Bring a computed column into the unit and the decimals that it is written in."""
        if isinstance(column, Numbers | Whole | Texts | Typed):
            return column
        if output.kind is Kind.COUNT:
            return _whole(np.asarray(column))
        values = np.asarray(column, np.float64)
        if output.kind.has_unit and self._settings.metres != 1:
            values = values / self._settings.metres
        return Numbers(values, self._settings.decimals(output.kind))


def _whole(values: Any) -> Whole:
    """Turn numbers, NaN where they are missing, into whole ones."""
    missing = np.isnan(values)
    if not missing.any():
        return Whole(values.astype(np.int64))
    return Whole(np.where(missing, 0, values).astype(np.int64), missing)


class Rejects:
    """A table of the rows that cannot be used, each with its line and the reason.

    Parameters
    ----------
    sink
        Where they go.
    source
        The table that they are from.
    """

    def __init__(self, sink: Sink, source: Source) -> None:
        refuse_taken(
            source,
            [column.name for column in REJECT_COLUMNS],
            source.schema.names,
            "delete or rename reject_line and reject_reason, which --rejects adds",
        )
        self._sink = sink
        sink.begin(source, Added(REJECT_COLUMNS))

    def write(self, batch: Batch, arguments: Arguments, rows: Rows) -> None:
        """Write rows of a batch."""
        if len(rows):
            new: list[Column] = [Whole(batch.lines(rows)), text_column(arguments.reasons(rows))]
            self._sink.write(Piece(batch, rows, new))

    def finish(self) -> None:
        """Write what comes after the last row."""
        self._sink.finish()


class Arguments:
    """The arguments of a command for the rows of a batch.

    Parameters
    ----------
    batch
        The batch.
    roles
        The arguments.
    choice
        The column or the number of each.
    given
        Their values as they are in the batch.
    arrays
        Their values in metres and degrees.
    order
        Of two coordinates in one cell.
    """

    def __init__(
        self,
        batch: Batch,
        roles: Sequence[Role],
        choice: Choice,
        given: Sequence[FloatArray],
        arrays: Sequence[FloatArray],
        order: str = "",
    ) -> None:
        self._batch = batch
        self._roles = roles
        self._choice = choice
        self._given = given
        self._explainer = Explainer(batch, order)
        self.arrays = arrays
        self._wrong: list[Mask] = [
            ~role.kind.allows(array) for role, array in zip(roles, given, strict=True)
        ]
        bad: Mask = np.zeros(batch.rows, bool)
        for wrong in self._wrong:
            bad |= wrong
        if batch.malformed:
            bad[list(batch.malformed)] = True
        self.bad = bad

    def reason(self, row: int) -> str:
        """Say where a row is that cannot be used, and why."""
        batch = self._batch
        if row in batch.malformed:
            return f"{batch.place(row)}: {batch.malformed[row]}"
        argument = next(i for i, wrong in enumerate(self._wrong) if wrong[row])
        place = slot_place(batch, row, self._slot(argument))
        return f"{place}: {self._problem(row, argument)}"

    def reasons(self, rows: Rows) -> list[str]:
        """Say why rows cannot be used."""
        malformed = self._batch.malformed
        names = self._batch.source.schema.readable
        # Without arguments, only malformed rows are wrong.
        wrong = [wrong[rows] for wrong in self._wrong] or [np.ones(len(rows), bool)]
        first = np.argmax(wrong, axis=0)
        # A number for all rows is never wrong here.
        slots = [self._choice[role.name] for role in self._roles]
        columns = ["" if isinstance(slot, float) else slot_columns(names, slot) for slot in slots]
        return [
            malformed[row] if row in malformed else f"{columns[i]}: {self._problem(row, i)}"
            for row, i in zip(rows.tolist(), first.tolist(), strict=True)
        ]

    def _slot(self, argument: int) -> Slot:
        slot = self._choice[self._roles[argument].name]
        assert not isinstance(slot, float)
        return slot

    def _problem(self, row: int, argument: int) -> str:
        role, value = self._roles[argument], float(self._given[argument][row])
        other = self._other(role, row)
        return self._explainer.explain(row, self._slot(argument), role.kind, value, other)

    def _other(self, role: Role, row: int) -> float | None:
        """Return the longitude of the point whose latitude ``role`` is."""
        for other, array in zip(self._roles, self._given, strict=True):
            if other.end == role.end and other.axis == "lon" and role.axis == "lat":
                return float(array[row])
        return None

    def place(self, end: int, rows: Rows | None) -> Place:
        """Return the first or the second points of rows."""
        pairs = zip(self._roles, self.arrays, strict=True)
        lat, lon = (array for role, array in pairs if role.end == end)
        return Place(lat, lon) if rows is None else Place(lat[rows], lon[rows])


def read_arguments(
    batch: Batch, roles: Sequence[Role], choice: Choice, settings: Settings
) -> Arguments:
    """Read the arguments of a command from a batch."""
    given, arrays = [], []
    points: dict[WholePoints, dict[str, FloatArray]] = {}
    geometry = batch.source.schema.geometry
    own = geometry is not None and choice.get("lat") == geometry.column
    for role in roles:
        column = choice[role.name]
        if own and role.default is not None and column == role.default:
            # Points may have heights further on, though none at the beginning of the table has.
            assert geometry is not None
            column = geometry.column
        if isinstance(column, WholePoints):
            if column not in points:
                points[column] = read_whole(batch, column, settings.order)
            values = points[column][role.kind.axis]
        elif not isinstance(column, float):
            values = read_slot(batch, column, role.kind)
            if role.default is not None and geometry is not None and column == geometry.column:
                # A point of two dimensions among those of three has no height to be wrong.
                values = np.where(np.isnan(values), role.default, values)
        else:
            values = np.full(batch.rows, column)
        given.append(values)
        # An infinite or missing length is told as it stands; scaled, it stays one.
        scale = settings.metres if role.kind is Kind.LENGTH else 1.0
        arrays.append(values * scale if scale != 1 else values)
    return Arguments(batch, roles, choice, given, arrays, settings.order)


def point_end(source: Source, roles: Sequence[Role], choice: Choice) -> int:
    """Tell which point of a row is its place, where the table has no geometries: 0 for none."""
    if source.schema.geometry is not None:
        return 0
    read = {
        end: sum(not isinstance(choice[role.name], float) for role in roles if role.end == end)
        for end in (1, 2)
    }
    # One point of all rows, as --from gives it, is the place of none.
    end = max(read, key=lambda end: read[end])
    return end if read[end] else 0


def names_in(source: Source, form: Format) -> Sequence[str]:
    """Name the columns of a table as a format has them."""
    if form.kind == source.format.kind or form.handler.has_geometries:
        return source.schema.names
    return flat_names(source)


def new_column(output: Output, settings: Settings) -> NewColumn:
    """Name and type of the column of an output."""
    unit = f"_{settings.unit}" if output.kind.has_unit and settings.metres != 1 else ""
    name = settings.prefix + output.name + unit
    if output.kind is Kind.TEXT:
        return NewColumn(name, "text" if output.type is None else output.type)
    return NewColumn(name, "whole" if output.kind is Kind.COUNT else "number")


def refuse_taken(
    source: Source,
    names: Sequence[str],
    header: Sequence[str],
    advice: str = "rename it, or add a --prefix to the new columns",
) -> None:
    """Refuse new columns whose names ``header`` has; ``advice`` says what to do then."""
    taken = next((name for name in names if name in header), None)
    if taken is None:
        return
    if taken not in source.schema.names:
        raise TableError(
            f"{source.name}: {taken!r} is already the geometry; add a --prefix to the new columns"
        )
    raise TableError(f"{source.name} already has a column named {taken!r}; {advice}")


def refuse_constants_outside(choice: Choice, roles: Sequence[Role]) -> None:
    """Refuse numbers for all rows that are out of range."""
    for role in roles:
        value = choice[role.name]
        if isinstance(value, float) and not role.kind.allows(np.array([value]))[0]:
            raise TableError(f"--{role.name}: {value!r} is not {role.kind.value}")
