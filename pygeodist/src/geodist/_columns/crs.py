"""Coordinate reference systems, as far as geodist takes them: latitude and longitude in degrees."""

from __future__ import annotations

import re
from typing import Any

from geodist._errors import GeodistError
from geodist._geodist_core import Ellipsoid

# Those that need no library to be known.
_GEOGRAPHIC_NAMES = {
    *("OGC:CRS84", "OGC:CRS84h", "EPSG:4326", "EPSG:4979", "EPSG:4269", "EPSG:4258"),
}
# The same as the name "EPSG:4326", with a version between.
_URN = re.compile(r"urn:ogc:def:crs:(OGC|EPSG):[0-9.]*:(\w+)")


def check_geographic(crs: Any) -> None:
    """Refuse a CRS whose coordinates are not longitude and latitude in degrees; None is no CRS.

    Parameters
    ----------
    crs : pyproj.CRS, str, dict or None
        An object of pyproj; a name ("EPSG:4326"), WKT, or PROJJSON, for which pyproj is imported
        unless it says what it is.

    Raises
    ------
    GeodistError
        It is projected, geocentric, derived, or not in degrees.
    """
    if crs is None:
        return
    if isinstance(crs, str):
        crs = ":".join(found.groups()) if (found := _URN.fullmatch(crs)) else crs
        if crs in _GEOGRAPHIC_NAMES:
            return
    if isinstance(crs, dict) and _is_plain_geographic(crs):
        return
    crs = _as_pyproj(crs)
    name = f"{crs.name!r}"
    if crs.is_projected:
        raise GeodistError(
            f"coordinates must be longitude and latitude, but the CRS {name} is projected; "
            "convert them first, as with to_crs('EPSG:4326') or ogr2ogr -t_srs EPSG:4326"
        )
    if not crs.is_geographic or any(part.is_derived for part in (crs, *crs.sub_crs_list)):
        raise GeodistError(
            f"coordinates must be longitude and latitude, but the CRS {name} is a {crs.type_name}; "
            "convert them first, as with to_crs('EPSG:4326') or ogr2ogr -t_srs EPSG:4326"
        )
    for axis in crs.axis_info:
        if axis.direction in {"north", "east"} and not axis.unit_name.startswith("degree"):
            raise GeodistError(
                f"coordinates must be in degrees, but those of the CRS {name} are in "
                f"{axis.unit_name}s; convert them first, as with to_crs('EPSG:4326') or ogr2ogr -t_srs EPSG:4326"
            )


def ellipsoid_of(crs: Any) -> Ellipsoid:
    """Give the ellipsoid of a geographic CRS, which `check_geographic` accepts.

    Parameters
    ----------
    crs : pyproj.CRS
        The CRS.

    Returns
    -------
    Ellipsoid
        Its ellipsoid.

    Raises
    ------
    GeodistError
        It is not geographic, or has no ellipsoid.
    """
    check_geographic(crs)
    figure = crs.ellipsoid
    if figure is None:
        raise GeodistError(f"the CRS {crs.name!r} has no ellipsoid")
    # A sphere has the inverse flattening 0, which stands for infinity.
    flattening = 1 / figure.inverse_flattening if figure.inverse_flattening else 0.0
    return Ellipsoid(figure.semi_major_metre, flattening)


def _is_plain_geographic(projjson: dict[str, Any]) -> bool:
    axes = projjson.get("coordinate_system", {}).get("axis", [])
    return (
        projjson.get("type") == "GeographicCRS"
        and len(axes) >= 2
        and all(axis.get("unit") == "degree" for axis in axes[:2])
    )


def _as_pyproj(crs: Any) -> Any:
    if hasattr(crs, "is_geographic"):
        return crs
    try:
        from pyproj import CRS
        from pyproj.exceptions import CRSError
    except ModuleNotFoundError as error:
        raise GeodistError(
            f"whether the CRS {crs!r} is geographic can be told only with the package 'pyproj'"
        ) from error
    try:
        return CRS.from_user_input(crs)
    except CRSError as error:
        raise GeodistError(f"the CRS {crs!r} is not known to pyproj") from error
