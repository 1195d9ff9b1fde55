"""Geodetic datums: what latitudes and longitudes refer to, and which can be combined."""

from __future__ import annotations

import json
import re
from itertools import combinations
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geodist._errors import DatumWarning, GeodistError
from geodist._geodist_core import Ellipsoid
from geodist._warnings import warn

if TYPE_CHECKING:
    from typing import TypeAlias

    from geodist._typing import EllipsoidLike, FloatArray

    # What readers of points give: latitudes, longitudes, perhaps altitudes, and their datum.
    ReadPoints: TypeAlias = tuple[FloatArray, FloatArray, FloatArray | None, "Datum"]

# Ellipsoids whose axes differ by no more are the same, metres.
_SAME_AXES: Final = 1e-3
# WGS84, ETRS89, NAD83 and their realisations: some metres apart at most. National realisations of
# ETRS89 have names of their own in EPSG.
_MIXING = re.compile(
    r"(world geodetic system 1984|wgs ?84|european terrestrial reference (system|frame) |etrs ?89|etrf"
    r"|north american datum (of )?1983|nad ?83"
    r"|reseau geodesique francais 1993|rgf93|sweref ?99|irenet ?95|rete dinamica nazionale 2008"
    r"|istituto geografico militaire 1995|red geodesica de canarias 1995|estonia 1997"
    r"|lithuania 1994 \(etrs89\)|latvian geodetic coordinate system 1992"
    r"|slovenia geodetic datum 1996|swiss terrestrial reference system 1995"
    r"|bulgaria geodetic system 2005|kosovo reference system 2001"
    r"|serbian (reference network 1998|spatial reference system 2000)|bh_etrs89)",
    re.IGNORECASE,
)
_REMEDY: Final = "convert them to one, for example with to_crs() of GeoPandas"

_said: set[frozenset[str]] = set()


class Datum(NamedTuple):
    """A geodetic datum, and how it is written.

    Parameters
    ----------
    name : str
        What messages call it: the name of the CRS.
    frame : str or None
        The name of the datum; None if only its ellipsoid is known.
    ellipsoid : Ellipsoid
        The figure of the Earth.
    meridian : float
        The longitude of its prime meridian, degrees.
    crs : str or None
        The CRS as "EPSG:4267" or PROJJSON; None if the data did not say.
    """

    name: str
    frame: str | None
    ellipsoid: Ellipsoid
    meridian: float = 0.0
    crs: str | None = None

    @property
    def key(self) -> tuple[str | None, float, float, float]:
        """What is equal for the same datum, however it is written: axes to the millimetre."""
        return self.frame, round(self.ellipsoid.a, 3), round(self.ellipsoid.b, 3), self.meridian

    @property
    def mixes(self) -> bool:
        """Whether it is WGS84 or so near to it that both are used together."""
        return self.frame is not None and not self.meridian and bool(_MIXING.match(self.frame))


# Of points that do not say what they refer to.
DEFAULT: Final[Datum] = Datum("WGS 84", "World Geodetic System 1984", Ellipsoid.named("WGS84"))
# Of GeoJSON, by RFC 7946.
GEOJSON: Final[Datum] = DEFAULT._replace(crs="OGC:CRS84")


def datum_on(ellipsoid: Ellipsoid) -> Datum:
    """Give the datum of points of which only the ellipsoid is known."""
    return Datum(_name(ellipsoid), None, ellipsoid)


def chosen_datum(ellipsoid: EllipsoidLike, datum: Datum) -> Datum:
    """Give the datum of points whose ellipsoid the caller chose, unless by None."""
    if ellipsoid is None:
        return datum
    known = known_ellipsoid(ellipsoid)
    return datum if known == datum.ellipsoid else datum_on(known)


def common_datum(**given: Datum | None) -> Datum | None:
    """Give the datum of all, None being that of numbers that do not say; refuse those that differ.

    Parameters
    ----------
    **given : Datum or None
        Datums, by what messages call the points.

    Returns
    -------
    Datum or None
        The first that is given; None if none is.

    Raises
    ------
    GeodistError
        Two of them cannot be combined.

    Warns
    -----
    DatumWarning
        Two of them differ, but by little. It says so once for each two.

    Examples
    --------
    >>> common_datum(a=DEFAULT, b=datum_on(Ellipsoid.named("Airy 1830")))
    Traceback (most recent call last):
        ...
    geodist.GeodistError: a is on WGS 84 (WGS84, as no CRS says otherwise), b on Airy 1830: ...
    """
    first_given = next(iter(given.values()), None)
    if all(datum is first_given for datum in given.values()):
        return first_given  # of columns of one source
    # One for each datum, and its name for messages.
    known: dict[object, tuple[str, Datum]] = {}
    for name, datum in given.items():
        if datum is not None:
            known.setdefault((datum.key, datum.ellipsoid), (name, datum))
    for (first, mine), (name, datum) in combinations(known.values(), 2):
        if not _go_together(mine, datum):
            raise GeodistError(
                f"{first} is on {described(mine)}, {name} on {described(datum)}: "
                f"{_refusal(mine, datum)}"
            )
    return next((datum for _, datum in known.values()), None)


def ellipsoid_for(ellipsoid: EllipsoidLike, datum: Datum | None) -> EllipsoidLike:
    """Choose the ellipsoid of a call: the one that is given, else the data's own, else WGS84."""
    if ellipsoid is not None:
        return ellipsoid
    return None if datum is None else datum.ellipsoid


def shared_ellipsoid(ellipsoid: EllipsoidLike, **datums: Datum | None) -> EllipsoidLike:
    """Choose the ellipsoid of a call with points that must be of one datum, as `common_datum`."""
    return ellipsoid_for(ellipsoid, common_datum(**datums))


def known_ellipsoid(ellipsoid: EllipsoidLike) -> Ellipsoid:
    """Give an ellipsoid, also one by its name."""
    if isinstance(ellipsoid, Ellipsoid):
        return ellipsoid
    if isinstance(ellipsoid, str):
        return Ellipsoid.named(ellipsoid)
    raise TypeError(
        f"ellipsoid must be an Ellipsoid or the name of one, got {type(ellipsoid).__name__}"
    )


def measured_ellipsoid(ellipsoid: EllipsoidLike, **datums: Datum | None) -> Ellipsoid:
    """Choose it as `shared_ellipsoid`; WGS84 where nobody says."""
    chosen = shared_ellipsoid(ellipsoid, **datums)
    return known_ellipsoid("WGS84" if chosen is None else chosen)


def written_crs(datum: Datum) -> Any:
    """Give the CRS as files hold it: a name, PROJJSON, or None if it is unknown."""
    if datum.crs is not None:
        return json.loads(datum.crs) if datum.crs.startswith("{") else datum.crs
    if datum.frame is not None:
        return None
    # Only the ellipsoid is known.
    return {
        "$schema": "https://proj.org/schemas/v0.7/projjson.schema.json",
        "type": "GeographicCRS",
        "name": "unknown",
        "datum": {
            "type": "GeodeticReferenceFrame",
            "name": "unknown",
            "ellipsoid": {
                "name": datum.name,
                "semi_major_axis": datum.ellipsoid.a,
                "semi_minor_axis": datum.ellipsoid.b,
            },
            "prime_meridian": {"name": "unknown", "longitude": datum.meridian},
        },
        "coordinate_system": {
            "subtype": "ellipsoidal",
            "axis": [
                {"name": name, "abbreviation": name[:3], "direction": to, "unit": "degree"}
                for name, to in (("Longitude", "east"), ("Latitude", "north"))
            ],
        },
    }


def note_of(datum: Datum | None) -> str:
    """Write a datum as the note of a file; empty for none."""
    if datum is None:
        return ""
    a, f = datum.ellipsoid.a, datum.ellipsoid.f
    return json.dumps([datum.name, datum.frame, a, f, float(datum.meridian), datum.crs])


def datum_from_note(note: bytes) -> Datum:
    """Read what `note_of` wrote; a ValueError for anything else."""
    try:
        name, frame, a, f, meridian, crs = json.loads(note)
        texts = [text for text in (name, frame, crs) if text is not None]
        numbers = [a, f, meridian]
        if name is None or not all(isinstance(text, str) for text in texts):
            raise TypeError
        if not all(isinstance(number, float) and isfinite(number) for number in numbers):
            raise TypeError
        return Datum(name, frame, Ellipsoid(a, f), meridian, crs)
    except (TypeError, ValueError, RecursionError):
        raise ValueError("its datum cannot be read") from None


def srid_of(datum: Datum) -> int | None:
    """Give the code of EPSG that the data came with."""
    authority, _, code = (datum.crs or "").partition(":")
    return int(code) if authority == "EPSG" and code.isdecimal() else None


def _refusal(a: Datum, b: Datum) -> str:
    if None in (a.frame, b.frame) and not _same_axes(a.ellipsoid, b.ellipsoid):
        return (
            "points on two ellipsoids cannot be combined; give both the same, for example "
            "Points(points, ellipsoid=)"
        )
    remedy = _REMEDY if a.crs and b.crs else f"{_REMEDY}, or say it by Points(crs=)"
    return f"points on different datums cannot be combined; {remedy}"


def described(datum: Datum) -> str:
    """Name a datum and its ellipsoid, for messages."""
    if datum.frame is None:
        return datum.name
    stated = "" if datum.crs is not None else ", as no CRS says otherwise"
    return f"{datum.name} ({_name(datum.ellipsoid)}{stated})"


def _go_together(a: Datum, b: Datum) -> bool:
    # Names alone do not make one datum: those of custom ones come with any ellipsoid.
    if a.meridian != b.meridian or not _same_axes(a.ellipsoid, b.ellipsoid):
        return False
    if a.frame is None or b.frame is None or a.frame == b.frame:
        return True
    if a.mixes and b.mixes:
        _say_once(a, b)
        return True
    return False


def _say_once(a: Datum, b: Datum) -> None:
    pair = frozenset((a.frame or "", b.frame or ""))
    if pair in _said:
        return
    warn(
        f"points on {a.name} and on {b.name} are taken as of one datum, which differ by up to some "
        "metres; this is said once",
        DatumWarning,
    )
    # Not where a filter has made an error of it: the same call is refused again.
    _said.add(pair)


def _same_axes(a: Ellipsoid, b: Ellipsoid) -> bool:
    return abs(a.a - b.a) <= _SAME_AXES and abs(a.b - b.b) <= _SAME_AXES


def _name(ellipsoid: Ellipsoid) -> str:
    return ellipsoid.name or repr(ellipsoid)
