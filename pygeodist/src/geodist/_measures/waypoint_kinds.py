"""Waypoints in the kind of the columns that the lines came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._arguments import is_of
from geodist._columns.numbers import real_array
from geodist._types.results import LatLon, Waypoints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geodist._typing import FloatArray, IntArray

_ENDS = ("lat1", "lon1", "lat2", "lon2")
_KINDS = {"pandas": "Series", "polars": "Series", "xarray": "DataArray"}


def library_of(library: str | None, columns: Iterable[Any]) -> str | None:
    """Name the library that results are of; None where these are arrays."""
    kind = _KINDS.get(library or "")
    if kind is None or any(is_of(str(library), kind, column) for column in columns):
        return library
    return None


def wrap_pandas(found: Waypoints[FloatArray], columns: Iterable[Any]) -> LatLon[Any]:
    """Make Series, indexed by the labels of the lines and the number of the point on its line."""
    import pandas as pd

    from geodist._calls.pandas import result_dtype

    given = list(columns)
    labels = next(column.index for column in given if isinstance(column, pd.Series))
    lines = int(found.line[-1]) + 1 if found.line.size else 0
    if lines != len(labels):
        raise ValueError(f"a Series of {len(labels)} rows does not go with {lines} lines")
    first = np.flatnonzero(np.diff(found.line, prepend=-1))
    nth = np.arange(found.line.size) - first[np.cumsum(np.diff(found.line, prepend=-1) > 0) - 1]
    levels = [labels.get_level_values(i)[found.line] for i in range(labels.nlevels)]
    index = pd.MultiIndex.from_arrays([*levels, nth], names=[*labels.names, "waypoint"])
    dtype = result_dtype(getattr(column, "dtype", None) for column in given)
    return LatLon(
        pd.Series(found.lat, index, dtype, name="lat"),
        pd.Series(found.lon, index, dtype, name="lon"),
    )


def wrap_polars(
    found: Waypoints[FloatArray], columns: Iterable[Any], shape: tuple[int, ...]
) -> LatLon[Any]:
    """Make Series with the points of each line in a list; a null in any column makes it null."""
    import polars as pl

    frame = pl.DataFrame({"line": found.line, "lat": found.lat, "lon": found.lon})
    lists = frame.group_by("line", maintain_order=True).agg("lat", "lon")
    null = np.zeros(shape, np.bool_)
    for column in columns:
        if isinstance(column, pl.Series):
            null |= column.is_null().to_numpy()
    if null.any():
        rows = pl.Series(null.ravel())
        lists = lists.select(
            pl.when(~rows).then("lat").alias("lat"), pl.when(~rows).then("lon").alias("lon")
        )
    return LatLon(lists["lat"], lists["lon"])


def wrap_arrow(found: Waypoints[FloatArray], starts: IntArray, columns: Iterable[Any]) -> Any:
    """Make arrays with the points of each line in a list; a null in any column makes it null."""
    import pyarrow as pa

    given = [column for column in columns if isinstance(column, pa.Array | pa.ChunkedArray)]
    null = np.logical_or.reduce([np.asarray(column.is_null()) for column in given])
    if null.size != starts.size - 1:
        raise ValueError(f"a column of {null.size} rows does not go with {starts.size - 1} lines")
    offsets, mask = pa.array(starts), pa.array(null) if null.any() else None
    lists = [pa.LargeListArray.from_arrays(offsets, pa.array(v), mask=mask) for v in found[:2]]
    if any(isinstance(column, pa.ChunkedArray) for column in given):
        lists = [pa.chunked_array([column]) for column in lists]
    return LatLon(*lists)


def of_xarray(
    place: Callable[..., tuple[IntArray, FloatArray, FloatArray]], n: int | None, *columns: Any
) -> LatLon[Any] | Waypoints[Any]:
    """Give arrays with a dimension for the points along a line; by spacing, with that one alone."""
    import xarray as xr

    options: Any = xr.get_options  # without types
    dims = [] if n is None else ["waypoint"]

    def rows(*arrays: Any) -> tuple[Any, ...]:
        ends = np.broadcast_arrays(*arrays)
        if n is None:
            return tuple(ends)
        _, lat, lon = place(*(end.reshape(-1) for end in ends))
        return lat.reshape(*ends[0].shape, n), lon.reshape(*ends[0].shape, n)

    results = xr.apply_ufunc(
        rows,
        *(_with_numbers(c, name) for c, name in zip(columns, _ENDS, strict=True)),
        output_core_dims=[dims] * (4 if n is None else 2),
        join=options()["arithmetic_join"],
    )
    if n is None:
        starts, *points = place(*(end.values.reshape(-1) for end in results))
        line = np.repeat(np.arange(starts.size - 1), np.diff(starts))
        labels = np.unravel_index(line, results[0].shape)
        lines = {
            name: ("waypoint", results[0][name].values[label])
            for name, label in zip(results[0].dims, labels, strict=True)
        }
        results = [xr.DataArray(values, lines, "waypoint") for values in points]
    for name, result in zip(("lat", "lon"), results, strict=True):
        result.name = name
        result.attrs["units"] = "degrees_north" if name == "lat" else "degrees_east"
    lat, lon = results
    return LatLon(lat, lon) if n is not None else Waypoints(lat, lon, line)


def _with_numbers(column: Any, name: str) -> Any:
    """Put degrees as float64 in place of what a column holds."""
    numbers = real_array(column, name)
    return column.copy(data=numbers) if hasattr(column, "dims") else numbers
