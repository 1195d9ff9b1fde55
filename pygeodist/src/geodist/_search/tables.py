"""What joins ask of tables, whatever library they are of."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

import numpy as np

from geodist._arguments import is_of
from geodist._columns.coordinates import real_column
from geodist._columns.units import has_units, without_units
from geodist._search.arrow_schemas import joined_schema
from geodist._types.points import Points
from geodist._types.shapes import Shapes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodist._types.shape_columns import Edges
    from geodist._typing import FloatArray, IntArray

    Names: TypeAlias = tuple[list[Any], list[Any]]


class Joined(NamedTuple):
    """What a join found.

    Parameters
    ----------
    left_rows, right_rows
        The rows that are joined; a negative one of `right_rows` stands for missing values.
    distances
        The distances; NaN beside missing values.
    names
        What the columns of both tables are called.
    distance_col
        What the column of distances is called; None without one.
    """

    left_rows: IntArray
    right_rows: IntArray
    distances: FloatArray
    names: Names
    distance_col: str | None

    @property
    def added(self) -> dict[str, FloatArray]:
        """The column of distances by its name."""
        return {} if self.distance_col is None else {self.distance_col: self.distances}


class Kept:
    """What was made of a table, to be searched again.

    Attributes
    ----------
    places
        Its points or shapes.
    indexes
        What searches them, by kind.
    """

    def __init__(self) -> None:
        self.places: Points | Shapes | None = None
        self.indexes: dict[str, Any] = {}


class Table(Protocol):
    """What a join asks of a library of tables."""

    library: str
    names: list[Any]

    def like(self, columns: Mapping[str, Any]) -> Table:
        """Make a table of this library of columns."""

    def points(self, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
        """Find the points of the rows; `names` is what messages call the two arguments."""

    def shapes(self, edges: Edges | None) -> Shapes | None:
        """Read the geometries of the rows; None where the library holds none."""

    def joined(self, right: Any, found: Joined) -> Any:
        """Put rows of this table beside those of another one of its library."""


def open_tables(left: Any, right: Any) -> tuple[Table, Table]:
    """Find what reads two tables, of one library; columns in a dict go with each."""
    a, b = _open(left, "left"), _open(right, "right")
    if isinstance(a, Columns):
        a = b.like(a.columns)
    elif isinstance(b, Columns):
        b = a.like(b.columns)
    if a.library != b.library:
        raise TypeError(f"both tables must be of one library, got {a.library} and {b.library}")
    return a, b


def _open(table: Any, side: str) -> Table:
    kind: type[Table]
    for module, name, kind in (
        ("collections.abc", "Mapping", Columns),
        ("pandas", "DataFrame", Pandas),
        ("polars", "DataFrame", Polars),
        ("pyarrow", "Table", Arrow),
    ):
        if is_of(module, name, table):
            return kind(table)
    # Tables in parts, whose joins are in modules of their own.
    engine = type(table).__module__.partition(".")[0].replace("pyspark", "spark")
    if engine in {"dask", "dask_expr", "dask_geopandas", "spark"} and hasattr(table, "columns"):
        engine = engine.partition("_")[0]
        raise TypeError(
            f"{side} is a DataFrame of {engine.capitalize()}: use the joins of geodist.{engine}"
        )
    if (frame := _narwhals_frame(table)) is not None:
        return Frames(frame, given=frame is table)
    if hasattr(table, "__arrow_c_stream__") and not hasattr(table, "to_frame"):
        import pyarrow as pa

        with suppress(pa.ArrowInvalid):  # a column
            return Arrow(pa.table(table))
    # Lazy tables, and columns of pandas and Polars.
    remedies = ("collect", "compute", "to_frame")
    hint = next((f"; {name}() it first" for name in remedies if hasattr(table, name)), "")
    if not hint and hasattr(table, "columns"):
        hint = "; for other DataFrames, such as those of Modin or cuDF, install narwhals"
    raise TypeError(
        f"{side} must be a DataFrame of pandas or Polars or an Arrow table, "
        f"got {type(table).__name__}{hint}"
    )


def _narwhals_frame(table: Any) -> Any:
    """Give the view of narwhals on a table that is in memory; None of anything else."""
    try:
        import narwhals as nw
    except ModuleNotFoundError:
        return None
    frame = nw.from_native(table, eager_only=True, pass_through=True)
    return frame if isinstance(frame, nw.DataFrame) else None


class Pandas:
    """A DataFrame of pandas, a layer of GeoPandas, or one of another class of that kind."""

    library = "pandas"

    def __init__(self, table: Any) -> None:
        import pandas as pd

        self._table = table
        self._frame = pd.DataFrame(table)
        self.names = list(table.columns)

    def like(self, columns: Mapping[str, Any]) -> Pandas:
        import pandas as pd

        return Pandas(pd.DataFrame(dict(columns)))

    def points(self, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
        from geodist._columns.pandas import pandas_columns

        return Points._of_columns(*pandas_columns(self._table, lat, lon, names=names))

    def shapes(self, edges: Edges | None) -> Shapes | None:
        has_geometry = hasattr(getattr(self._table, "geometry", None), "geom_type")
        return Shapes.from_geopandas(self._table, edges=edges) if has_geometry else None

    def joined(self, right: Pandas, found: Joined) -> Any:
        import pandas as pd

        table, kind = self._table, type(self._table)
        geometry = getattr(table, "active_geometry_name", None)
        if geometry is not None:
            geometry = found.names[0][self.names.index(geometry)]
            if [*found.names[0], *found.names[1]].count(geometry) > 1:
                raise ValueError(
                    f"the suffixes make two columns {geometry!r}, which must be the geometry alone"
                )
        parts = [self._take(found.left_rows), right._take(found.right_rows)]
        for part, columns in zip(parts, found.names, strict=True):
            part.columns = columns
        added = [pd.DataFrame(found.added)] if found.added else []
        frame = pd.concat([*parts, *added], axis=1)
        if kind is not pd.DataFrame:
            # Classes with a constructor of their own say by _constructor what results are.
            plain = kind.__init__ is pd.DataFrame.__init__
            frame = (kind if plain else table._constructor)(frame).__finalize__(table)
        if geometry is not None:
            frame = frame.set_geometry(geometry)
        frame.attrs = {**right._table.attrs, **table.attrs}
        return frame

    def _take(self, rows: IntArray) -> Any:
        # No row has the label -1: it becomes one of missing values.
        return self._frame.reset_index(drop=True).reindex(rows).reset_index(drop=True)


class Polars:
    """A DataFrame of Polars."""

    library = "Polars"

    def __init__(self, table: Any) -> None:
        self._table = table
        self.names = list(table.columns)

    def like(self, columns: Mapping[str, Any]) -> Polars:
        import polars as pl

        return Polars(pl.DataFrame(dict(columns)))

    def points(self, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
        return _arrow_points(self._table, lat, lon, names)

    def shapes(self, edges: Edges | None) -> Shapes | None:
        return Shapes.from_arrow(self._table, edges=edges)

    def joined(self, right: Polars, found: Joined) -> Any:
        import polars as pl

        left, other = self._table[found.left_rows], right._take(found.right_rows)
        left.columns, other.columns = found.names
        added = [pl.Series(name, column).fill_nan(None) for name, column in found.added.items()]
        return left.hstack([*other.get_columns(), *added])

    def _take(self, rows: IntArray) -> Any:
        import polars as pl

        if self._table.height == 0:
            return self._table.clear(rows.size)
        which = pl.Series(rows, dtype=pl.Int64)
        return self._table.select(pl.all().gather(which.set(which < 0, None)))


class Arrow:
    """A table of PyArrow."""

    library = "Arrow"

    def __init__(self, table: Any) -> None:
        self._table = table
        self.names = table.column_names

    def like(self, columns: Mapping[str, Any]) -> Arrow:
        import pyarrow as pa

        return Arrow(pa.table(dict(columns)))

    def points(self, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
        return _arrow_points(self._table, lat, lon, names)

    def shapes(self, edges: Edges | None) -> Shapes | None:
        return Shapes.from_arrow(self._table, edges=edges)

    def joined(self, right: Arrow, found: Joined) -> Any:
        import pyarrow as pa

        left, other = self._take(found.left_rows), right._take(found.right_rows)
        schema = joined_schema(left.schema, other.schema, found.names, found.distance_col)
        added = [pa.array(column, from_pandas=True) for column in found.added.values()]
        columns = [*left.columns, *other.columns, *added]
        return pa.table(columns, schema)

    def _take(self, rows: IntArray) -> Any:
        import pyarrow as pa

        indices = pa.array(rows, mask=rows < 0)
        schema = self._table.schema
        plain = pa.schema([field.with_type(_without_views(field.type)) for field in schema])
        if plain == schema:
            return self._table.take(indices)
        return self._table.cast(plain).take(indices).cast(schema)


def _without_views(type_: Any) -> Any:
    """Give a type of which PyArrow can take rows."""
    import pyarrow as pa

    if pa.types.is_string_view(type_):
        return pa.large_string()
    return pa.large_binary() if pa.types.is_binary_view(type_) else type_


class Frames:
    """A table of another library, by narwhals."""

    def __init__(self, frame: Any, *, given: bool) -> None:
        self._frame = frame
        self._given = given
        self.names = frame.columns
        self.library = f"{'narwhals on ' if given else ''}{frame.implementation.name.lower()}"

    def like(self, columns: Mapping[str, Any]) -> Frames:
        import narwhals as nw

        frame = nw.from_dict(columns, backend=self._frame.implementation)
        return Frames(frame, given=self._given)

    def points(self, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
        # Its words are many, and few programs join tables.
        from geodist._columns.names import choose_point_columns

        chosen = choose_point_columns(self.names, lat, lon, names)
        columns = (self._frame[self.names[i]].to_numpy() for i in chosen)
        return _points_of_columns(columns, [self.names[i] for i in chosen])

    def shapes(self, edges: Edges | None) -> Shapes | None:  # noqa: ARG002
        return None

    def joined(self, right: Frames, found: Joined) -> Any:
        import narwhals as nw

        added = [
            (self.like({name: column})._frame.with_columns(nw.all().fill_nan(None)), [name])
            for name, column in found.added.items()
        ]
        parts = [
            nw.maybe_reset_index(part).rename(dict(zip(part.columns, columns, strict=True)))
            for part, columns in (
                (self._frame[found.left_rows], found.names[0]),
                (right._take(found.right_rows), found.names[1]),
                *added,
            )
        ]
        result = nw.concat(parts, how="horizontal")
        return result if self._given else result.to_native()

    def _take(self, rows: IntArray) -> Any:
        import narwhals as nw

        if not rows.size or rows.min() >= 0:
            return self._frame[rows]
        # A row of missing values comes last.
        mark = "".join(self.names) + "_"
        gap = nw.from_dict({mark: [True]}, backend=self._frame.implementation)
        longer = nw.concat([self._frame, gap], how="diagonal").drop(mark)
        return longer[np.where(rows < 0, len(longer) - 1, rows)]


class Columns:
    """A dict of columns, in arrays of NumPy."""

    library = "dict"

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self._given = columns
        self.columns = {name: _plain(column, name) for name, column in columns.items()}
        self.names = list(self.columns)
        shapes = {name: column.shape for name, column in self.columns.items()}
        if any(len(shape) != 1 for shape in shapes.values()) or len(set(shapes.values())) > 1:
            raise ValueError(f"the columns of a dict must be of one length, got shapes {shapes}")

    def like(self, columns: Mapping[str, Any]) -> Columns:
        return Columns(columns)

    def points(self, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
        # Its words are many, and few programs join tables.
        from geodist._columns.names import choose_point_columns

        chosen = [self.names[i] for i in choose_point_columns(self.names, lat, lon, names)]
        return _points_of_columns(map(self._degrees, chosen, ("lat", "lon")), chosen)

    def _degrees(self, name: str, axis: str) -> Any:
        """Give a column of coordinates, converted if xarray says its unit."""
        given = self._given[name]
        numbers = without_units(given, axis)
        return self.columns[name] if numbers is given else np.asarray(numbers)

    def shapes(self, edges: Edges | None) -> Shapes | None:  # noqa: ARG002
        return None

    def joined(self, right: Columns, found: Joined) -> dict[str, Any]:
        parts = (self, found.names[0], found.left_rows), (right, found.names[1], found.right_rows)
        return {
            name: _with_gaps(column, rows)
            for table, names, rows in parts
            for name, column in zip(names, table.columns.values(), strict=True)
        } | found.added


def _plain(column: Any, name: str) -> Any:
    """Make an array without units and masks: what is masked becomes NaN, NaT or None."""
    if has_units(type(column)):
        raise TypeError(f"column {name!r} of a dict has a unit; give its numbers")
    if isinstance(column, np.ma.MaskedArray):
        rows = np.where(
            np.ma.getmaskarray(column), -1, np.arange(column.size).reshape(column.shape)
        )
        return _with_gaps(np.ma.getdata(column).reshape(-1), rows)
    return np.asarray(column)


def _with_gaps(column: Any, rows: IntArray) -> Any:
    """Take values, and NaN, NaT or None where a number is negative."""
    if not rows.size or rows.min() >= 0:
        return column[rows]
    gap = {"f": np.nan, "i": np.nan, "u": np.nan, "M": "NaT", "m": "NaT"}.get(column.dtype.kind)
    kind = np.result_type(column.dtype, np.float64) if column.dtype.kind in "iu" else column.dtype
    longer = np.empty(column.size + 1, object if gap is None else kind)
    longer[:-1], longer[-1] = column, gap
    return longer[rows]


def _points_of_columns(columns: Iterable[Any], names: list[str]) -> Points:
    lat, lon = (real_column(c, repr(name)) for c, name in zip(columns, names, strict=True))
    return Points._copy(lat, lon, None)


def _arrow_points(table: Any, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
    from geodist._columns.arrow import read_points

    return Points._own(*read_points(table, lat=lat, lon=lon, names=names))
