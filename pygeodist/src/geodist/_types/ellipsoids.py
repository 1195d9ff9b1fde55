"""The named ellipsoids."""

from __future__ import annotations

from typing import Final, NamedTuple

from geodist._geodist_core import Ellipsoid, ellipsoid_table

__all__ = ["GRS80", "SPHERE", "WGS84", "NamedEllipsoid", "ellipsoids"]

WGS84: Final = Ellipsoid.named("WGS84")
GRS80: Final = Ellipsoid.named("GRS80")
SPHERE: Final = Ellipsoid.named("sphere")


class NamedEllipsoid(NamedTuple):
    """
    An entry of the table of known ellipsoids.

    Parameters
    ----------
    name : str
        The name in geodist.
    proj : str or None
        The identifier in PROJ.
    epsg : int or None
        The code in the EPSG data set.
    epsg_name : str or None
        The name in the EPSG data set.
    source : str
        Where the parameters are taken from.
    ellipsoid : Ellipsoid
        The ellipsoid.
    """

    name: str
    proj: str | None
    epsg: int | None
    epsg_name: str | None
    source: str
    ellipsoid: Ellipsoid


NamedEllipsoid.__module__ = "geodist"


def ellipsoids() -> tuple[NamedEllipsoid, ...]:
    """
    List the ellipsoids that have a name.

    Returns
    -------
    tuple of NamedEllipsoid
        One entry per ellipsoid, in no particular order but WGS84 first.

    See Also
    --------
    Ellipsoid.named : One of them.

    Notes
    -----
    The parameters are those of the EPSG data set [1]_; of WGS84 and WGS72 those of [2]_, of GRS80
    those of [3]_, and where EPSG has none those of PROJ [4]_. "sphere" has the radius
    `EARTH_RADIUS_METERS`; the sphere of that name in PROJ has 6370997 m. For "Modified Airy" and
    "PZ-90" PROJ rounds the flattening, which changes `b` by 2 mm at most.

    References
    ----------
    .. [1] IOGP, "EPSG Geodetic Parameter Dataset". https://epsg.org
    .. [2] NIMA, "Department of Defense World Geodetic System 1984", TR8350.2, 3rd ed. (2000).
    .. [3] H. Moritz, "Geodetic Reference System 1980", J. Geodesy 74, 128-133 (2000).
       https://doi.org/10.1007/s001900050278
    .. [4] PROJ contributors, "PROJ coordinate transformation software library".
       https://proj.org/en/stable/usage/ellipsoids.html

    Examples
    --------
    >>> import geodist as gd
    >>> for entry in gd.ellipsoids()[:3]:
    ...     print(entry.name, entry.epsg, entry.ellipsoid)
    WGS84 7030 Ellipsoid(a=6378137.0, f=1/298.257223563)
    GRS80 7019 Ellipsoid(a=6378137.0, f=1/298.257222101)
    WGS72 7043 Ellipsoid(a=6378135.0, f=1/298.26)
    """
    return tuple(NamedEllipsoid._make(row) for row in ellipsoid_table())
