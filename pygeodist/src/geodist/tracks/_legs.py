"""Legs of tracks in a table: from each row to the next one of its group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist import _geodist_core
from geodist._arguments import is_of, thread_count
from geodist._columns.datums import DEFAULT, ellipsoid_for, known_ellipsoid
from geodist._columns.numbers import real_array
from geodist._columns.times import seconds, times_of
from geodist._errors import GeodistError
from geodist._types.point_readers import datum_said
from geodist._types.tracks import check_column, open_table, refuse_text, sorted_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geodist._types.tracks import SortedRows
    from geodist._typing import EllipsoidLike, FloatArray, IntArray


class Legs(NamedTuple):
    """
    The legs of all tracks of a table.

    Parameters
    ----------
    sorted
        The rows of the table in the order of tracks.
    ends
        The row of the table at which each leg ends.
    distance, course
        The length of each, metres, and its azimuth at the beginning, degrees; NaN for the course of
        a leg without length.
    duration
        Seconds; None where the table has no times.
    """

    sorted: SortedRows
    ends: IntArray
    distance: FloatArray
    course: FloatArray
    duration: FloatArray | None


def legs_of(
    frame: Any,
    by: str | Sequence[str] | None,
    order: str | None,
    time: str | None,
    lat: str | None,
    lon: str | None,
    drop_missing: bool,
    crs: Any,
    ellipsoid: EllipsoidLike,
    threads: Any,
) -> Legs:
    """Measure the legs of the tracks of a table."""
    if time is not None:
        check_column(open_table(frame), time, "time")
        refuse_text(open_table(frame), time, "time")
    found = sorted_rows(frame, by, time if order is None else order, lat, lon, drop_missing)
    datum = found.points._datum
    if crs is not None and (lat is not None or lon is not None):
        datum = DEFAULT  # the CRS of a layer is that of its geometry
    figure = known_ellipsoid(ellipsoid_for(None, datum_said(datum, crs, ellipsoid)))
    used = ~found.points.missing[found.rows]
    rows, groups = found.rows[used], found.groups[used]
    inside = np.flatnonzero(groups[1:] == groups[:-1])
    begins, ends = rows[inside], rows[inside + 1]
    lats, lons = found.points.lat, found.points.lon
    distance, course, _ = _geodist_core.inverse(
        *(lats[begins], lons[begins], lats[ends], lons[ends]),
        ellipsoid=figure,
        threads=thread_count(threads) or None,
    )
    times = _times(frame, order, time)
    duration = None if times is None else seconds(times[ends], times[begins])
    if duration is not None and (duration < 0).any():
        row = int(ends[np.argmax(duration < 0)])
        raise GeodistError(
            f"row {row} is earlier than the row before it in the order of {order!r}", index=row
        )
    return Legs(found, ends, distance, np.where(distance > 0, course, np.nan), duration)


def _times(frame: Any, order: str | None, time: str | None) -> NDArray[Any] | None:
    """Read the times of rows, or numbers of seconds; None where the table is not said to have any."""
    name = order if time is None else time
    if name is None:
        return None
    column = open_table(frame)[name]
    times = times_of(column)
    return _seconds_in(column) if times is None and time is not None else times


def _seconds_in(column: Any) -> FloatArray:
    """Take numbers of seconds. From 1970 they pass 1e11 in the year 5138, milliseconds did in 1973."""
    found = real_array(column, "time")
    far = np.abs(found) >= 1e11
    if far.any():
        row = int(np.argmax(far))
        raise GeodistError(
            f"the time {found[row]:.15g} of row {row} would be thousands of years in seconds; "
            "divide milliseconds by 1000, or make times of them",
            index=row,
        )
    return found


def column_like(frame: Any, values: NDArray[Any], name: str) -> Any:
    """Make a column of the library of a table, with its labels; NaN becomes what is missing there."""
    if is_of("pandas", "DataFrame", frame):
        import pandas as pd

        return pd.Series(values, index=frame.index, name=name)
    if is_of("polars", "DataFrame", frame):
        import polars as pl

        return pl.Series(name, values, nan_to_null=True)
    if hasattr(frame, "__arrow_c_stream__"):
        import pyarrow as pa

        return pa.array(values, from_pandas=True)
    return values
