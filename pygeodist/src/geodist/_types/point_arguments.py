"""Points among the arguments of a function: columns of coordinates, or a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist._columns.coordinates import check_labels
from geodist._columns.numbers import holds_points, is_set_of_points, real_array
from geodist._types.points import as_points

if TYPE_CHECKING:
    from geodist._typing import Columns


def load_columns(lat: Any, lon: Any, altitude: Any) -> Columns:
    """Make float64 arrays of latitudes, longitudes and perhaps altitudes, or of a collection."""
    if lon is None:
        points = lat if holds_points(lat) else as_points(lat)
        if altitude is None:
            altitude = getattr(points, "altitude", None)
        lat, lon = points.lat, points.lon
    elif is_set_of_points(lat):
        raise TypeError(
            f"lat must hold real numbers, got {type(lat).__name__}; give its lat and lon, or it "
            "alone, and what comes after it by name, as k=, radius= or ellipsoid="
        )
    check_labels(lat=lat, lon=lon, altitude=altitude)
    return (
        real_array(lat, "lat"),
        real_array(lon, "lon"),
        None if altitude is None else real_array(altitude, "altitude"),
    )
