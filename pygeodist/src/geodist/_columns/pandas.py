"""Tables of pandas, and layers of GeoPandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist._columns.datums import DEFAULT
from geodist._columns.names import choose_point_columns
from geodist._columns.numbers import real_array
from geodist._columns.shapely import shapely_columns

if TYPE_CHECKING:
    from geodist._columns.datums import Datum


def pandas_columns(
    frame: Any,
    lat: str | None,
    lon: str | None,
    altitude: str | None = None,
    names: tuple[str, str] = ("lat", "lon"),
) -> tuple[Any, Any, Any, Datum]:
    """Take the columns of a table, or the active geometry of one of GeoPandas, and the datum."""
    named = lat is not None or lon is not None or altitude is not None
    geometry = None if named else getattr(frame, "geometry", None)
    if hasattr(geometry, "geom_type"):
        return shapely_columns(geometry)
    if not (hasattr(frame, "columns") and hasattr(frame, "iloc")):
        got = type(frame).__name__
        if hasattr(frame, "__arrow_c_stream__") or hasattr(frame, "__arrow_c_array__"):
            library = type(frame).__module__.partition(".")[0]
            got = f"{got} of {library}; use from_arrow()"
        raise TypeError(f"from_pandas() takes a DataFrame or GeoSeries, got {got}")
    header = list(frame.columns)
    lats, lons = (frame.iloc[:, i] for i in choose_point_columns(header, lat, lon, names))
    heights = None if altitude is None else frame[altitude]
    for column in (lats, lons, heights):
        if column is not None:
            _check_numbers(column)
    return lats, lons, heights, DEFAULT


# Python objects that pandas finds in a column of numbers.
_NUMBERS = {"floating", "integer", "mixed-integer-float", "decimal", "boolean", "empty"}


def _check_numbers(column: Any) -> None:
    """Refuse texts, of which NumPy would make numbers where it can."""
    from pandas.api import types

    numeric = types.is_numeric_dtype(column.dtype) and not types.is_complex_dtype(column.dtype)
    if not numeric and types.infer_dtype(column, skipna=True) not in _NUMBERS:
        real_array(column, repr(column.name))  # names the first that is none
        raise TypeError(f"{column.name!r} must hold real numbers, got dtype {column.dtype}")
