"""Rows of a table in groups, in the order of their vertices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist._arguments import is_of
from geodist._columns.names import check_name, choose_point_columns
from geodist._errors import GeodistError, InvalidGeometryError
from geodist._types.points import Points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geodist._typing import IntArray


class SortedRows(NamedTuple):
    """The rows of a table, those of a group together and in their order.

    Parameters
    ----------
    points
        The points of the table, in its own order.
    rows
        The rows of the table, group by group in the order in which groups first appear.
    groups
        The group of each of these, from 0.
    group_count
        How many groups there are.
    """

    points: Points
    rows: IntArray
    groups: IntArray
    group_count: int


def sorted_rows(
    frame: Any,
    by: str | Sequence[str] | None,
    order: str | None,
    lat: str | None,
    lon: str | None,
    drop_missing: bool,
) -> SortedRows:
    """Take the points of a table, and sort its rows by group and by what comes first."""
    table = open_table(frame)
    points = _points(table, lat, lon)
    names = _names(by)
    missing = points.missing
    if missing.any() and not drop_missing:
        row = int(np.argmax(missing))
        raise InvalidGeometryError(
            f"row {row} has no coordinates, which a vertex must have; remove such rows, or "
            "give drop_missing=True",
            index=row,
        )
    groups = np.zeros(len(points), np.int64)
    for name in names:
        check_column(table, name, "by")
        codes = _codes(table, name, "by")
        # Numbers of groups so far, and of those in this column.
        groups = np.unique(groups * (codes.max(initial=0) + 1) + codes, return_inverse=True)[1]
    _, first, groups = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.empty(first.size, np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    groups = rank[groups]
    keys = [groups]
    if order is not None:
        check_column(table, order, "order")
        refuse_text(table, order, "order")
        keys.insert(0, _codes(table, order, "order"))
    rows: Any = np.lexsort(keys)  # stable
    return SortedRows(points, rows, groups[rows], first.size if names else 1)


def _names(by: Any) -> list[Any]:
    """List the names of the columns of groups."""
    if by is None:
        return []
    several = isinstance(by, list | tuple) or is_of("pandas", "Index", by)
    if not several:
        check_name(by, "by")
    names = list(by) if several else [by]
    if not names:
        raise GeodistError("by names no column; give one, a list of some, or None for one line")
    return names


def grouped_points(
    frame: Any,
    by: str | Sequence[str] | None,
    order: str | None,
    lat: str | None,
    lon: str | None,
    drop_missing: bool,
) -> tuple[Points, IntArray]:
    """Take the points of a table, those of a group together, and say where each group begins."""
    found = sorted_rows(frame, by, order, lat, lon, drop_missing)
    used = ~found.points.missing[found.rows]
    counts = np.bincount(found.groups[used], minlength=found.group_count)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    rows: Any = found.rows[used]
    return found.points[rows], offsets


def open_table(frame: Any) -> Any:
    """Open what is a table: of pandas, Polars or PyArrow, or a dict."""
    if isinstance(frame, Mapping):
        return {name: _column(column, name) for name, column in frame.items()}
    tables = (("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "Table"))
    if any(is_of(module, name, frame) for module, name in tables):
        return frame
    if hasattr(frame, "__arrow_c_stream__") and not hasattr(frame, "to_frame"):
        import pyarrow as pa

        return pa.table(frame)
    hint = "; collect() it first" if hasattr(frame, "collect") else ""
    raise TypeError(
        "frame must be a DataFrame of pandas or Polars, an Arrow table or a dict of columns, "
        f"got {type(frame).__name__}{hint}"
    )


def _column(column: Any, name: Any) -> NDArray[Any]:
    array = np.asarray(column)
    if array.ndim != 1:
        raise ValueError(f"the column {name!r} must have one dimension, got shape {array.shape}")
    return array


def _points(table: Any, lat: str | None, lon: str | None) -> Points:
    if is_of("pandas", "DataFrame", table):
        return Points.from_pandas(table, lat, lon)
    if isinstance(table, dict):
        names = list(table)
        lats, lons = (names[i] for i in choose_point_columns(names, lat, lon, ("lat", "lon")))
        return Points(lat=table[lats], lon=table[lons])
    return Points.from_arrow(table, lat=lat, lon=lon)


def check_column(table: Any, name: Any, argument: str) -> None:
    """Refuse a name that no column has, or more than one."""
    check_name(name, argument)
    names = list(getattr(table, "column_names", None) or getattr(table, "columns", table))
    if names.count(name) == 1:
        return
    hint = ""
    if is_of("pandas", "DataFrame", table) and (
        name in table.index.names or table.index.dtype.kind == "M"
    ):
        hint = "; to have the index among them, give frame.reset_index()"
    raise GeodistError(
        f"{argument}: no single column is named {name!r}; the table has: {names}{hint}"
    )


def refuse_text(table: Any, name: str, argument: str) -> None:
    """Refuse a column of text where what comes first or when is meant: 9:00 would follow 10:00."""
    if _has_text(table, table[name]):
        raise GeodistError(
            f"{argument}: the column {name!r} holds text, which does not sort as times or numbers "
            "do; make it times first, as pandas.to_datetime and Polars' str.to_datetime do"
        )


def _has_text(table: Any, column: Any) -> bool:
    """Tell whether a column holds text, also as categories in no order."""
    if is_of("polars", "DataFrame", table):
        return str(column.dtype) in {"String", "Categorical"}
    if is_of("pyarrow", "Table", table):
        return str(_decoded(column).type) in {"string", "large_string", "string_view"}
    if not is_of("pandas", "DataFrame", table):
        return column.dtype.kind in "SU" or any(isinstance(value, str) for value in column)
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        if column.cat.ordered:
            return False
        column = column.cat.categories
    kind = pd.api.types.infer_dtype(column, skipna=True)
    is_mixed = kind.startswith("mixed")
    return kind == "string" or (is_mixed and any(isinstance(value, str) for value in column))


def _codes(table: Any, name: str, argument: str) -> IntArray:
    """Give each value of a column a number, equal ones the same: of the order, its rank."""
    try:
        codes = _ranks(table, name, is_order=argument == "order")
    except (TypeError, NotImplementedError) as error:  # of pandas, NumPy or Arrow
        what = "sorted" if argument == "order" else "told apart"
        raise TypeError(
            f"{argument}: the values of the column {name!r} cannot be {what}: {error}"
        ) from None
    if (codes < 0).any():
        row = int(np.argmax(codes < 0))
        what = "has no place in the order" if argument == "order" else "belongs to no line"
        raise GeodistError(
            f"row {row} {what}: its {name!r} is missing; remove such rows", index=row
        )
    return codes


def _ranks(table: Any, name: str, *, is_order: bool) -> IntArray:
    """Rank values by their size, equal ones alike; -1 for what is missing."""
    ranks: Any
    if is_of("polars", "DataFrame", table):
        ranks = table[name].rank("dense").fill_null(0).to_numpy().astype(np.int64) - 1
    elif is_of("pyarrow", "Table", table):
        import pyarrow.compute as pc

        column = _decoded(table[name])
        ranks = pc.rank(column, tiebreaker="dense").to_numpy().astype(np.int64) - 1
        ranks[column.is_null(nan_is_null=True).to_numpy()] = -1
    elif is_of("pandas", "DataFrame", table):
        import pandas as pd

        ranks = pd.factorize(table[name], sort=is_order)[0]
    else:
        ranks = _ranks_of_array(table[name])
    codes: IntArray = np.asarray(ranks, np.int64)
    return codes


def _decoded(column: Any) -> Any:
    """Give the values of a column of Arrow that refers to a dictionary of them."""
    is_dictionary = hasattr(column.type, "value_type") and hasattr(column.type, "index_type")
    return column.cast(column.type.value_type) if is_dictionary else column


def _ranks_of_array(column: NDArray[Any]) -> NDArray[Any]:
    missing = column != column  # NaN, NaT
    if column.dtype == object:
        missing = np.array([value is None or value != value for value in column], np.bool_)
    ranks = np.full(column.size, -1)
    ranks[~missing] = np.unique(column[~missing], return_inverse=True)[1]
    return ranks
