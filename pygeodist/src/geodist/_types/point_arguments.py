"""Points among the arguments of a function: columns of coordinates, or a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from geodist._columns.coordinates import check_labels
from geodist._columns.datums import DEFAULT
from geodist._columns.numbers import holds_points, is_set_of_points, real_array
from geodist._geodist_core import Point, Point3D
from geodist._types.points import as_points

if TYPE_CHECKING:
    from geodist._columns.datums import Datum
    from geodist._typing import Columns


def given_datum(points: Any) -> Datum | None:
    """Give the datum of a collection; of a single point, which is two numbers, None."""
    return None if isinstance(points, Point | Point3D) else getattr(points, "_datum", DEFAULT)


def refuse_altitudes(function: str, value: Any, name: str) -> NoReturn:
    """Refuse points that have altitudes, and say how to give them without."""
    remedy = f"give Points(lat=p.lat, lon=p.lon, crs=p.crs), where p = Points({name})"
    if hasattr(value, "force_2d"):
        remedy = f"give {name}.force_2d()"
    elif hasattr(value, "lat") and hasattr(value, "lon"):
        remedy = f"give the columns lat and lon of {name}"
    raise ValueError(f"{function}() takes no altitudes; {remedy}")


def load_columns(lat: Any, lon: Any, altitude: Any) -> Columns:
    """Make float64 arrays of latitudes, longitudes and perhaps altitudes, or of a collection."""
    return load_points(lat, lon, altitude)[0]


def load_points(lat: Any, lon: Any, altitude: Any) -> tuple[Columns, Datum | None]:
    """Do so, and give the datum of a collection; None for columns, which do not say."""
    datum = None
    if lon is None:
        is_layer = hasattr(lat, "geometry") and hasattr(lat, "crs")
        points = lat if holds_points(lat) and not is_layer else as_points(lat)
        datum = given_datum(points)
        if altitude is None:
            altitude = getattr(points, "altitude", None)
        lat, lon = points.lat, points.lon
    elif is_set_of_points(lat):
        raise TypeError(
            f"lat must hold real numbers, got {type(lat).__name__}; give its lat and lon, or it "
            "alone, and what comes after it by name, as k=, radius= or ellipsoid="
        )
    check_labels(lat=lat, lon=lon, altitude=altitude)
    columns = (
        real_array(lat, "lat"),
        real_array(lon, "lon"),
        None if altitude is None else real_array(altitude, "altitude"),
    )
    return columns, datum
