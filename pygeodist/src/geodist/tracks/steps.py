"""Steps of tracks in a table: how far each row is from the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist._arguments import explained
from geodist.tracks._legs import column_like, legs_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import SupportsIndex

    from geodist._typing import EllipsoidLike

__all__ = ["Steps", "steps"]


class Steps(NamedTuple):
    """
    Columns of steps, as `geodist.tracks.steps` returns them: one number for each row of the table.

    They are Series of pandas or Polars, arrays of PyArrow or of NumPy, as the table is. The first row of
    a track has no step: NaN, or null in Polars and Arrow.

    Parameters
    ----------
    distance : Series or array
        Metres from the previous row of the track.
    course : Series or array
        Azimuth at which the step leaves the previous row, degrees clockwise from north, from -180
        to 180: ``course % 360`` counts from 0. Missing where both rows are at one place.
    duration : Series, array or None
        Seconds since the previous row; None where no times are known.
    speed : Series, array or None
        Metres per second; missing where both rows have one time, so that `duration` is 0.
    """

    distance: Any
    course: Any
    duration: Any
    speed: Any


Steps.__module__ = "geodist.tracks"


@explained
def steps(
    frame: Any,
    *,
    by: str | Sequence[str] | None = None,
    order: str | None = None,
    time: str | None = None,
    lat: str | None = None,
    lon: str | None = None,
    drop_missing: bool = False,
    crs: Any = None,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> Steps:
    """
    Measure how far each row of a table is from the previous row of its track, and how fast that was.

    Parameters
    ----------
    frame : DataFrame, Arrow table or dict of columns
        A table of pandas, GeoPandas, Polars or PyArrow, anything with ``__arrow_c_stream__``, or
        a dict of arrays: a point in each row.
    by : str or list of str, optional
        The columns that say which track a row belongs to. Rows of a track may be apart. By default
        all rows are one track.
    order : str, optional
        The column that says which row comes first: times or numbers, not text. By default that of
        `time`; without it rows are in order.
    time : str, optional
        The column of times: datetimes, durations, times of day, periods (their beginnings), or
        numbers of seconds. By default that of `order`, if it holds such times.
    lat, lon : str, optional
        The columns of latitude and longitude, degrees; by default those of the usual names. A
        GeoDataFrame gives its active geometry, unless you name columns.
    drop_missing : bool, default False
        Whether to pass over rows without coordinates: they have no step, and the next step leads
        there from the row before. By default they are an error.
    crs : object, optional
        The CRS of the points, if the table does not state it: "EPSG:4267", an EPSG code, WKT,
        PROJJSON, or a pyproj object. By default WGS84.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth; ``"sphere"`` gives great circles. By default that of the CRS.
    threads : int, optional
        Most threads to use; the default is that of `get_num_threads`.

    Returns
    -------
    Steps
        The columns distance, course, duration and speed, in the order of the rows of the table.

    Raises
    ------
    GeodistError
        Columns are missing or not recognised, or hold text where times are meant; a row has no
        group or no place in the order, or it is earlier than the row before it.
    InvalidGeometryError
        A row has no coordinates; the error has its index.
    InvalidLatitudeError, InvalidLongitudeError
        A coordinate is out of range; the error has the row of the table as index.
    TypeError
        It is not a table, or the times are not times.

    See Also
    --------
    geodist.tracks.split : Number the parts between gaps in time or distance.
    geodist.Shapes.lines_from : Make a line of each track.

    Notes
    -----
    Distances are right to 6 nm; the steps of a track add up to the `geodist.length` of its line.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> import pandas as pd
    >>> fixes = pd.DataFrame({
    ...     "ship": list("aabab"), "lat": [50.0, 50.2, 40, 50.1, 40], "lon": [0.0, 0, 5, 0, 5.1],
    ...     "time": pd.to_datetime(["2026-05-01T10", "2026-05-01T12", "2026-05-01T10", "2026-05-01T11",
    ...                             "2026-05-01T11"], format="ISO8601"),
    ... })
    >>> found = gd.tracks.steps(fixes, by="ship", order="time")
    >>> fixes.assign(metres=found.distance.round(), knots=(found.speed * 3600 / 1852).round(2))
      ship   lat  lon                time   metres  knots
    0    a  50.0  0.0 2026-05-01 10:00:00      NaN    NaN
    1    a  50.2  0.0 2026-05-01 12:00:00  11123.0   6.01
    2    b  40.0  5.0 2026-05-01 10:00:00      NaN    NaN
    3    a  50.1  0.0 2026-05-01 11:00:00  11123.0   6.01
    4    b  40.0  5.1 2026-05-01 11:00:00   8539.0   4.61
    """
    legs = legs_of(frame, by, order, time, lat, lon, drop_missing, crs, ellipsoid, threads)

    def column(values: Any, name: str) -> Any:
        whole = np.full(len(legs.sorted.rows), np.nan)
        whole[legs.ends] = values
        return column_like(frame, whole, name)

    duration = speed = None
    if legs.duration is not None:
        timed = np.where(legs.duration > 0, legs.duration, np.nan)
        speed = column(legs.distance / timed, "speed")
        duration = column(legs.duration, "duration")
    return Steps(column(legs.distance, "distance"), column(legs.course, "course"), duration, speed)
