"""Columns of times, and the seconds between them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._arguments import is_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodist._typing import FloatArray

_SECOND = np.timedelta64(1, "s")
_UNEQUAL = ("Y", "M")  # years and months are not all as long as each other


def times_of(column: Any) -> NDArray[Any] | None:
    """Make an array of times or durations of a column, NaT where one is missing.

    Parameters
    ----------
    column
        A column of NumPy, pandas, Polars or PyArrow.

    Returns
    -------
    ndarray or None
        Of datetime64, in UTC where the column says a time zone, and the beginning of a period; or
        of timedelta64, since midnight for times of day. None where the column holds something else.
    """
    array = np.asarray(_plain(column))
    if array.dtype == object:
        array = _of_objects(array)
    if array.dtype.kind not in "mM":
        return None
    if np.datetime_data(array.dtype)[0] not in _UNEQUAL:
        return array
    if array.dtype.kind == "m":
        raise TypeError("durations of months or years have no certain length; make days of them")
    return array.astype("M8[D]")


def seconds(later: NDArray[Any], earlier: NDArray[Any]) -> FloatArray:
    """Give the seconds from some times to others; NaN where one of both is missing.

    >>> seconds(np.array(["2026-05-01T00:00", "NaT"], "M8[m]"), np.array(["2026-04-30", "2026-05-01"], "M8[D]"))
    array([86400.,    nan])
    """
    found: Any = later - earlier
    return np.asarray(found / _SECOND if found.dtype.kind == "m" else found, np.float64)


def _plain(column: Any) -> Any:
    """Take the values of a column, in UTC."""
    if is_of("pandas", "Series", column):
        import pandas as pd

        if isinstance(column.dtype, pd.ArrowDtype):
            return column.array.__arrow_array__().to_numpy()
        if isinstance(column.dtype, pd.PeriodDtype):
            return column.dt.to_timestamp().to_numpy()
        zoned = isinstance(column.dtype, pd.DatetimeTZDtype)
        return (column.dt.tz_convert(None) if zoned else column).to_numpy()
    if is_of("polars", "Series", column) and getattr(column.dtype, "time_zone", None):
        return column.dt.convert_time_zone("UTC").dt.replace_time_zone(None).to_numpy()
    return column


def _of_objects(values: NDArray[Any]) -> NDArray[Any]:
    """Make an array of times of Python's own ones; the same array if it holds something else."""
    given = [None if value is None or value != value else value for value in values.tolist()]
    known = [value for value in given if value is not None]
    if known and all(isinstance(value, dt.time) for value in known):
        given = [None if value is None else _since_midnight(value) for value in given]
        known = [value for value in given if value is not None]
    elif known and all(is_of("pandas", "Period", value) for value in known):
        given = [None if value is None else value.start_time for value in given]
        known = [value for value in given if value is not None]
    if known and all(isinstance(value, dt.timedelta) for value in known):
        return np.array(given, "m8[us]")
    if not known or not all(isinstance(value, dt.date) for value in known):
        return values
    if any(getattr(value, "tzinfo", None) for value in known):
        given = [None if value is None else _in_utc(value) for value in given]
    return np.array(given, "M8[us]")


def _since_midnight(value: dt.time) -> dt.timedelta:
    if value.tzinfo is not None:
        raise TypeError("times of day with a time zone have no date; make datetimes of them")
    return dt.timedelta(
        hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
    )


def _in_utc(value: Any) -> dt.datetime:
    if getattr(value, "tzinfo", None) is None:
        raise TypeError("times with a time zone and times without one cannot be compared")
    plain: dt.datetime = value.astimezone(dt.UTC).replace(tzinfo=None)
    return plain
