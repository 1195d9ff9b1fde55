"""Coordinate reference systems, as far as geodist takes them: latitude and longitude in degrees."""

from __future__ import annotations

import json
import re
from math import degrees, isclose, radians
from typing import TYPE_CHECKING, Any, Final

from geodist._columns.datums import DEFAULT, Datum, chosen_datum, described
from geodist._columns.known_crs import KNOWN
from geodist._errors import GeodistError
from geodist._geodist_core import Ellipsoid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist._typing import EllipsoidLike

# The same as the name "EPSG:4326", with a version between.
_URN = re.compile(r"urn:ogc:def:crs:(OGC|EPSG):[0-9.]*:(\w+)")
# Names of data whose datum nobody said; their ellipsoid is known.
_NO_FRAME = re.compile(r"unknown|not specified", re.IGNORECASE)
_REMEDY: Final = (
    "convert them first, for example with to_crs('EPSG:4326') or ogr2ogr -t_srs EPSG:4326"
)


def datum_of(crs: Any) -> Datum:
    """Read the datum of a CRS; refuse one whose coordinates are not longitude, latitude in degrees.

    Parameters
    ----------
    crs : pyproj.CRS, str, int, dict or None
        An object of pyproj; a name ("EPSG:4326", or "srid:4326" as Parquet has it), a code of EPSG,
        WKT, or PROJJSON, also as text. pyproj is imported unless it is a known one. None and
        "srid:0" mean no CRS.

    Returns
    -------
    Datum
        Its datum; that of WGS84 for None.

    Raises
    ------
    GeodistError
        It is projected, geocentric, derived, or not in degrees, or has no ellipsoid, or an axis to
        the south or the west; or only pyproj would know it.

    Examples
    --------
    >>> datum_of("EPSG:4267").ellipsoid.name
    'Clarke 1866'
    """
    if crs is None:
        return DEFAULT
    if isinstance(crs, int):
        crs = f"EPSG:{crs}"
    if isinstance(crs, str):
        crs = ":".join(found.groups()) if (found := _URN.fullmatch(crs)) else crs
        crs = crs.removeprefix("srid:")
        if crs == "0":
            return DEFAULT
        crs = f"EPSG:{crs}" if crs.isdecimal() else crs
        if crs in KNOWN:
            return KNOWN[crs]
        crs = _parsed(crs)
    if not (isinstance(crs, dict) and _is_plain_geographic(crs)):
        crs = _as_pyproj(crs)
        _check_geographic(crs)
        crs = crs.to_json_dict()
    return _read(crs)


def datum_of_srids(srids: Any) -> Datum:
    """Read the datum of geometries that have these SRIDs, of which 0 says nothing.

    Parameters
    ----------
    srids : ndarray of int
        One for each geometry.

    Returns
    -------
    Datum
        The datum of all.

    Raises
    ------
    GeodistError
        They differ, or one is not of longitude and latitude in degrees.
    """
    import numpy as np

    alike = srids.size > 0 and bool((srids == srids[0]).all())
    found = srids[:1] if alike else np.unique(srids)
    return one_datum([datum_of(srid or None) for srid in found.tolist()])


def one_datum(datums: Sequence[Datum]) -> Datum:
    """Give the datum of all parts of a set of points; that of WGS84 where there is no part."""
    if len({datum.key for datum in datums}) > 1:
        names = ", ".join(sorted(_distinct(datums)))
        raise GeodistError(f"the points are of several datums: {names}; {_REMEDY}")
    return datums[-1] if datums else DEFAULT


def stated_datum(datum: Datum, crs: Any, ellipsoid: EllipsoidLike) -> Datum:
    """Give the datum of points that were read, of which the caller may say more.

    Parameters
    ----------
    datum : Datum
        What the data say.
    crs : object
        What the caller says, as for `datum_of`; None says nothing.
    ellipsoid : Ellipsoid, str or None
        The ellipsoid that the caller chose.

    Returns
    -------
    Datum
        The datum.

    Raises
    ------
    GeodistError
        The data say that they are on another datum than the caller.
    """
    if crs is not None:
        stated = datum_of(crs)
        if datum.crs is not None and datum.key != stated.key:
            mine, theirs = _distinct([datum, stated])
            raise GeodistError(
                f"the points are on {mine}, not on {theirs}; to convert them use to_crs() "
                "of GeoPandas"
            )
        datum = stated
    return chosen_datum(ellipsoid, datum)


def _distinct(datums: Sequence[Datum]) -> list[str]:
    """Name datums, once each, with their ellipsoids where names are the same."""
    each = {datum.key: datum for datum in datums}.values()
    names = [datum.name for datum in each]
    return names if len(set(names)) == len(names) else [described(datum) for datum in each]


def _read(projjson: dict[str, Any]) -> Datum:
    """Read the datum from the PROJJSON of a geographic CRS."""
    identifier = projjson.get("id", {})
    code = f"{identifier.get('authority')}:{identifier.get('code')}"
    if code in KNOWN:
        return KNOWN[code]
    written = code if identifier else json.dumps(projjson)
    # A vertical CRS may stand beside it, or a transformation to WGS84.
    while "components" in projjson or "source_crs" in projjson:
        projjson = projjson["components"][0] if "components" in projjson else projjson["source_crs"]
    about = projjson.get("datum") or projjson.get("datum_ensemble") or {}
    name = projjson.get("name", "")
    frame = about.get("name", "").removesuffix(" ensemble")
    ellipsoid = _ellipsoid(about.get("ellipsoid", {}), name)
    meridian = about.get("prime_meridian", {}).get("longitude", 0.0)
    if isinstance(meridian, dict):
        meridian = _degrees(meridian, name)
    if not frame or _NO_FRAME.match(frame):
        return Datum(ellipsoid.name or repr(ellipsoid), None, ellipsoid, meridian, written)
    return Datum(name, frame, ellipsoid, meridian, written)


def _ellipsoid(about: dict[str, Any], name: str) -> Ellipsoid:
    a, b = (_metres(about.get(key), name) for key in ("semi_major_axis", "semi_minor_axis"))
    radius, inverse = _metres(about.get("radius"), name), about.get("inverse_flattening")
    if radius is not None:
        found = Ellipsoid(radius, 0)
    elif a is not None and b is not None:
        found = Ellipsoid.from_axes(a, b)
    elif a is not None and inverse is not None:
        found = Ellipsoid(a, 1 / inverse if inverse else 0)
    else:
        raise GeodistError(f"the CRS {name!r} has no ellipsoid")
    # PROJ rounds what follows from the axes.
    for known in {datum.ellipsoid for datum in KNOWN.values()}:
        if abs(known.a - found.a) < 1e-6 and abs(known.b - found.b) < 1e-6:
            return known
    return found


def _metres(value: Any, name: str) -> float | None:
    if isinstance(value, dict):
        unit = value.get("unit")
        factor = 1.0 if unit == "metre" else unit.get("conversion_factor") if unit else None
        if factor is None:
            raise GeodistError(f"the CRS {name!r} has an ellipsoid in unknown units")
        return float(value["value"] * factor)
    return None if value is None else float(value)


def _degrees(value: dict[str, Any], name: str) -> float:
    unit = value.get("unit")
    if unit == "degree":
        return float(value["value"])
    if not isinstance(unit, dict) or "conversion_factor" not in unit:
        raise GeodistError(f"the CRS {name!r} has a prime meridian in unknown units")
    return degrees(value["value"] * unit["conversion_factor"])


def _check_geographic(crs: Any) -> None:
    """Refuse a CRS of pyproj whose coordinates are not longitude and latitude in degrees."""
    name = f"{crs.name!r}"
    if crs.is_projected:
        raise GeodistError(
            f"coordinates must be longitude and latitude, but the CRS {name} is projected; {_REMEDY}"
        )
    if not crs.is_geographic or any(part.is_derived for part in (crs, *crs.sub_crs_list)):
        raise GeodistError(
            f"coordinates must be longitude and latitude, but the CRS {name} is a {crs.type_name}; "
            f"{_REMEDY}"
        )
    for axis in crs.axis_info:
        if axis.direction in {"south", "west"}:
            raise GeodistError(
                f"coordinates must grow to the north and to the east, but the CRS {name} has an axis "
                f"to the {axis.direction}; {_REMEDY}"
            )
        # Names of the unit differ, as "Degree" in ESRI's WKT; files round its factor.
        in_degrees = isclose(axis.unit_conversion_factor, radians(1), rel_tol=1e-6)
        if axis.direction in {"north", "east"} and not in_degrees:
            raise GeodistError(
                f"coordinates must be in degrees, but those of the CRS {name} are in "
                f"{axis.unit_name}s; {_REMEDY}"
            )


def _is_plain_geographic(projjson: dict[str, Any]) -> bool:
    axes = projjson.get("coordinate_system", {}).get("axis", [])
    return (
        projjson.get("type") == "GeographicCRS"
        and len(axes) >= 2
        and all(axis.get("unit") == "degree" for axis in axes[:2])
        and {axis.get("direction") for axis in axes[:2]} == {"north", "east"}
        and ("datum" in projjson or "datum_ensemble" in projjson)
    )


def _parsed(crs: str) -> Any:
    """Read PROJJSON; any other text stays."""
    try:
        found = json.loads(crs) if crs.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        return crs
    return found if isinstance(found, dict) else crs


def _as_pyproj(crs: Any) -> Any:
    if hasattr(crs, "is_geographic"):
        return crs
    try:
        from pyproj import CRS
        from pyproj.exceptions import CRSError
    except ModuleNotFoundError as error:
        raise GeodistError(
            f"install the package 'pyproj' to find out whether the CRS {crs!r} is geographic"
        ) from error
    try:
        return CRS.from_user_input(crs)
    except CRSError as error:
        raise GeodistError(f"the CRS {crs!r} is not known to pyproj") from error
