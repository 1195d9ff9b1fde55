"""Tables of pandas, and layers of GeoPandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist._columns.crs import datum_of
from geodist._columns.datums import DEFAULT
from geodist._columns.names import choose_point_columns
from geodist._columns.numbers import real_array
from geodist._columns.shapely import shapely_columns
from geodist._errors import GeodistError

if TYPE_CHECKING:
    from geodist._columns.datums import Datum


def pandas_columns(
    frame: Any,
    lat: str | None,
    lon: str | None,
    altitude: str | None = None,
    names: tuple[str, str] = ("lat", "lon"),
) -> tuple[Any, Any, Any, Datum]:
    """Take the columns of a table, or the active geometry of one of GeoPandas, and the datum.

    Columns that are named in a layer are on the datum of its CRS, if that is geographic.
    """
    named = lat is not None or lon is not None or altitude is not None
    geometry: Any = getattr(frame, "geometry", None)
    datum = DEFAULT
    if hasattr(geometry, "geom_type"):
        if not named:
            return shapely_columns(geometry)
        if getattr(geometry.crs, "is_geographic", False):
            datum = datum_of(geometry.crs)
    if not (hasattr(frame, "columns") and hasattr(frame, "iloc")):
        got = type(frame).__name__
        if hasattr(frame, "__arrow_c_stream__") or hasattr(frame, "__arrow_c_array__"):
            library = type(frame).__module__.partition(".")[0]
            got = f"{got} of {library}; use from_arrow()"
        raise TypeError(f"from_pandas() takes a DataFrame or GeoSeries, got {got}")
    header = list(frame.columns)
    try:
        pair = choose_point_columns(header, lat, lon, names)
    except GeodistError:
        refuse_bare_frame(frame)
        raise
    lats, lons = (frame.iloc[:, i] for i in pair)
    heights = None if altitude is None else frame[altitude]
    return _numbers(lats), _numbers(lons), None if heights is None else _numbers(heights), datum


def refuse_bare_frame(frame: Any) -> None:
    """Refuse a DataFrame that holds geometries of Shapely without being a layer: a merge may make it."""
    for at, (name, dtype) in enumerate(zip(frame.columns, frame.dtypes, strict=True)):
        if str(dtype) not in {"object", "geometry"}:
            continue
        if any(hasattr(cell, "geom_type") for cell in frame.iloc[:, at]):
            raise TypeError(
                f"the column {name!r} holds geometries, but a DataFrame of pandas is not a layer: give "
                f"frame[{name!r}], or geopandas.GeoDataFrame(frame, geometry={name!r}, crs=...)"
            )


def _numbers(column: Any) -> Any:
    """Make numbers of a column that has no type of numbers, and refuse it by its name."""
    from pandas.api import types

    if types.is_numeric_dtype(column.dtype) and not types.is_complex_dtype(column.dtype):
        return column
    return type(column)(real_array(column, repr(column.name)), index=column.index)
