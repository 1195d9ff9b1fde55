"""What joins ask of tables, of pandas, Polars and Arrow alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from geodist._errors import GeodistError
from geodist._types.points import Points

if TYPE_CHECKING:
    from geodist._typing import FloatArray, IntArray

    Names: TypeAlias = tuple[list[Any], list[Any]]


class Table(Protocol):
    """What a join asks of a library of tables."""

    library: str
    names: list[Any]

    def points(self, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
        """Find the points of the rows; `names` is what messages call the two arguments."""

    def take(self, rows: IntArray) -> Any:
        """Take rows, missing values where a number is negative."""

    def assemble(self, left: Any, right: Any, names: Names, name: str, distance: FloatArray) -> Any:
        """Put two parts and a column of distances side by side."""


def open_table(table: Any, side: str) -> Table:
    """Tell what library a table is of; `side` is what messages call it."""
    module = type(table).__module__.partition(".")[0]
    if module in {"pandas", "geopandas"} and hasattr(table, "columns"):
        return Pandas(table)
    if module == "polars" and hasattr(table, "height"):
        return Polars(table)
    if hasattr(table, "__arrow_c_stream__"):
        return Arrow(table)
    hint = "; collect() it first" if module == "polars" else ""
    raise TypeError(
        f"{side} must be a DataFrame of pandas or Polars or an Arrow table, "
        f"got {type(table).__name__}{hint}"
    )


class Pandas:
    """A DataFrame of pandas."""

    library = "pandas"

    def __init__(self, table: Any) -> None:
        import pandas as pd

        # A layer of GeoPandas is a table like others here.
        self._table = pd.DataFrame(table)
        self._is_layer = hasattr(table, "to_crs")
        self.names = list(self._table.columns)

    def points(self, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
        from geodist._columns.pandas import pandas_columns

        try:
            return Points._of_columns(*pandas_columns(self._table, lat, lon, names=names))
        except GeodistError as error:
            if not self._is_layer or lat is not None:
                raise
            message = f"{error}; geodist.geopandas.sjoin_nearest takes the geometries of layers"
            raise type(error)(message) from None

    def take(self, rows: IntArray) -> Any:
        if rows.size and rows.min() < 0:
            # No row has the label -1: it becomes one of missing values.
            return self._table.reset_index(drop=True).reindex(rows)
        return self._table.iloc[rows]

    def assemble(self, left: Any, right: Any, names: Names, name: str, distance: FloatArray) -> Any:
        import pandas as pd

        parts = [part.reset_index(drop=True) for part in (left, right)]
        for part, columns in zip(parts, names, strict=True):
            part.columns = columns
        return pd.concat([*parts, pd.DataFrame({name: distance})], axis=1)


class Polars:
    """A DataFrame of Polars."""

    library = "Polars"

    def __init__(self, table: Any) -> None:
        self._table = table
        self.names = list(table.columns)

    def points(self, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
        from geodist._columns.arrow import read_points

        return Points._own(*read_points(self._table, lat=lat, lon=lon, names=names))

    def take(self, rows: IntArray) -> Any:
        import polars as pl

        if rows.size and rows.min() < 0:
            if self._table.height == 0:
                return self._table.clear(rows.size)
            which = pl.Series(rows, dtype=pl.Int64)
            which = which.set(which < 0, None)
            return self._table.select(pl.all().gather(which))
        return self._table[rows]

    def assemble(self, left: Any, right: Any, names: Names, name: str, distance: FloatArray) -> Any:
        import polars as pl

        left.columns, right.columns = names
        column = pl.Series(name, distance).fill_nan(None)
        return pl.concat([left, right, column.to_frame()], how="horizontal")


class Arrow:
    """An Arrow table."""

    library = "Arrow"

    def __init__(self, table: Any) -> None:
        import pyarrow as pa

        self._table = table if isinstance(table, pa.Table) else pa.table(table)
        self.names = self._table.column_names

    def points(self, lat: str | None, lon: str | None, names: tuple[str, str]) -> Points:
        from geodist._columns.arrow import read_points

        return Points._own(*read_points(self._table, lat=lat, lon=lon, names=names))

    def take(self, rows: IntArray) -> Any:
        import pyarrow as pa

        return self._table.take(pa.array(rows, mask=rows < 0))

    def assemble(self, left: Any, right: Any, names: Names, name: str, distance: FloatArray) -> Any:
        import pyarrow as pa

        fields = [
            field.with_name(new)
            for part, columns in zip((left, right), names, strict=True)
            for field, new in zip(part.schema, columns, strict=True)
        ]
        fields = [field.with_nullable(True) for field in fields]
        columns = [*left.columns, *right.columns, pa.array(distance, from_pandas=True)]
        return pa.table(columns, pa.schema([*fields, pa.field(name, pa.float64())]))
