"""Points at equal spacing along geodesics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained, real_number, whole_number
from geodist._columns.coordinates import check_labels
from geodist._columns.numbers import real_array
from geodist._types.results import LatLon

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from geodist._typing import EllipsoidLike, FloatArray

__all__ = ["waypoints"]


@explained
def waypoints(
    lat1: ArrayLike,
    lon1: ArrayLike,
    lat2: ArrayLike,
    lon2: ArrayLike,
    n: int | None = None,
    *,
    spacing: float | None = None,
    ellipsoid: EllipsoidLike = "WGS84",
) -> LatLon[FloatArray]:
    """
    Place points at equal spacing along the geodesic between two points, both ends included.

    Parameters
    ----------
    lat1 : float or array_like
        Latitude of the first point, degrees, in [-90, 90].
    lon1 : float or array_like
        Longitude of the first point, degrees, any finite value.
    lat2 : float or array_like
        Latitude of the second point, degrees, in [-90, 90].
    lon2 : float or array_like
        Longitude of the second point, degrees, any finite value.
    n : int, optional
        Number of points, at least 2.
    spacing : float, optional
        Instead of `n`: the largest distance between neighbours, metres. Only for a single line,
        because lines of different length have different numbers of points.
    ellipsoid : Ellipsoid or str, default "WGS84"
        The figure of the Earth; ``"sphere"`` gives great circles.

    Returns
    -------
    LatLon
        NamedTuple of lat, lon: arrays of degrees, whose last axis, of length `n`, runs along the
        line; those before it are the broadcast shape of the inputs. The ends are the given points
        themselves; longitudes between them are in [-180, 180].

    Raises
    ------
    InvalidLatitudeError
        A latitude is outside [-90, 90] or infinite.
    InvalidLongitudeError
        A longitude is infinite.
    GeodistError
        `n` is less than 2, `spacing` is not positive, or a line gets more than 1e9 points.
    TypeError
        Not exactly one of `n` and `spacing` is given, or `spacing` with several lines.

    See Also
    --------
    interpolate : The point at any fraction of the way.

    Notes
    -----
    The error of a position is at most 25 nm for lines of up to 40,000 km; between nearly antipodal
    points, whose geodesic hardly has a direction, it grows like a / m12 of `inverse_full`. A NaN in
    any input gives NaN between the ends.

    References
    ----------
    .. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013,
       https://doi.org/10.1007/s00190-012-0578-z

    Examples
    --------
    >>> import geodist as gd
    >>> gd.waypoints(0, 0, 0, 90, 4).lon.round(6)
    array([ 0., 30., 60., 90.])
    >>> len(gd.waypoints(52.3086, 4.7639, 40.6398, -73.7789, spacing=100e3).lat)
    60
    """
    if n is None and spacing is None:
        raise TypeError("waypoints() needs n, the number of points, or spacing= between them")
    if n is not None and spacing is not None:
        raise TypeError("waypoints() takes n or spacing, not both")
    n = None if n is None else whole_number(n, "n")
    spacing = None if spacing is None else real_number(spacing, "spacing")
    given = {"lat1": lat1, "lon1": lon1, "lat2": lat2, "lon2": lon2}
    check_labels(**given)
    ends = tuple(real_array(value, name) for name, value in given.items())
    shape = _common_shape(ends)
    if n is None and shape:
        raise TypeError("waypoints() takes spacing= only for a single line; give n")
    a, b, c, d = (np.asarray(np.broadcast_to(end, shape), order="C") for end in ends)
    _, lat, lon = _geodist_core.waypoints(a, b, c, d, n, spacing, ellipsoid)
    return LatLon(lat.reshape(*shape, n), lon.reshape(*shape, n)) if n else LatLon(lat, lon)


def _common_shape(ends: tuple[FloatArray, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*(end.shape for end in ends))
    except ValueError:
        _geodist_core.distance(*ends)  # raises, naming the arguments
        raise
