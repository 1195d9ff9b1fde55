"""Waypoints in the kind of the columns that the lines came in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._columns.numbers import real_array
from geodist._types.results import LatLon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geodist._types.results import Waypoints
    from geodist._typing import FloatArray

_ENDS = ("lat1", "lon1", "lat2", "lon2")
_KINDS = {"pandas": "Series", "polars": "Series", "xarray": "DataArray"}


def library_of(columns: Iterable[Any]) -> str | None:
    """Name the library whose columns are among these; the first if there are several."""
    for column in columns:
        for library, kind in _KINDS.items():
            loaded = sys.modules.get(library)
            if loaded is not None and isinstance(column, getattr(loaded, kind)):
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


def of_xarray(place: Callable[..., tuple[FloatArray, FloatArray]], *columns: Any) -> LatLon[Any]:
    """Give arrays that have one more dimension, for the points along a line."""
    import xarray as xr

    options: Any = xr.get_options  # without types

    def rows(*arrays: Any) -> tuple[FloatArray, FloatArray]:
        ends = np.broadcast_arrays(*arrays)
        lat, lon = place(*(end.reshape(-1) for end in ends))
        shape = (*ends[0].shape, -1)
        return lat.reshape(shape), lon.reshape(shape)

    lat, lon = xr.apply_ufunc(
        rows,
        *(_with_numbers(c, name) for c, name in zip(columns, _ENDS, strict=True)),
        output_core_dims=[["waypoint"], ["waypoint"]],
        join=options()["arithmetic_join"],
    )
    for name, result, unit in (("lat", lat, "degrees_north"), ("lon", lon, "degrees_east")):
        result.name = name
        result.attrs["units"] = unit
    return LatLon(lat, lon)


def _with_numbers(column: Any, name: str) -> Any:
    """Put degrees as float64 in place of what a column holds."""
    numbers = real_array(column, name)
    return column.copy(data=numbers) if hasattr(column, "dims") else numbers
