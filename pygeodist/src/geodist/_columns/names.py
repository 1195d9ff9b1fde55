"""Which columns of a table hold coordinates, by their usual names."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from geodist._errors import GeodistError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ENGLISH = {
    "lat": "lat",
    "latitude": "lat",
    "lon": "lon",
    "lng": "lon",
    "long": "lon",
    "longitude": "lon",
}
# French has the English names; the short ones are those of all three. Accents are taken off.
_SPANISH = {**_ENGLISH, "latitud": "lat", "longitud": "lon"}
_ITALIAN = {**_ENGLISH, "latitudine": "lat", "longitudine": "lon"}
_GERMAN = {"breitengrad": "lat", "langengrad": "lon", "laengengrad": "lon"}
_PLANE = {"y": "lat", "x": "lon"}
# These are also the names of width and length.
_WIDTH = {"breite": "lat", "lange": "lon", "laenge": "lon"}

COORDINATES = {**_ENGLISH, **_SPANISH, **_ITALIAN, **_GERMAN}

# Names that make a point together, in tiers: weaker ones count only where none before is found.
TIERS = ((_ENGLISH, _SPANISH, _ITALIAN, _GERMAN), (_PLANE,), (_WIDTH,))

# Words that say nothing about which end is meant.
FILLERS = {
    *("point", "pt", "p", "coord", "deg", "degrees"),
    *("airport", "city", "loc", "location", "place", "station"),
}

# Written for the sign of degrees, which it looks like.
_ORDINAL = "\N{MASCULINE ORDINAL INDICATOR}"
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def parse_name(name: str, kinds: Mapping[str, str] = COORDINATES) -> tuple[str, str] | None:
    """Split a column name into "lat" or "lon" and the end it belongs to; None where it is neither.

    >>> parse_name("origin_lat"), parse_name("Longitude 2"), parse_name("pickupLatitude")
    (('lat', 'origin'), ('lon', '2'), ('lat', 'pickup'))
    """
    words = split_words(name)
    coordinates = [word for word in words if word in kinds]
    if len(coordinates) != 1:
        return None
    end = "".join(word for word in words if word not in kinds and word not in FILLERS)
    return kinds[coordinates[0]], end


def split_words(name: str) -> list[str]:
    """Split a name into its words, in lower case and without accents; other alphabets have none.

    >>> split_words("start_stationLat1"), split_words("L\N{LATIN SMALL LETTER A WITH DIAERESIS}nge 2")
    (['start', 'station', 'lat', '1'], ['lange', '2'])
    """
    if not name.isascii():
        # What is no letter, as the sign of degrees, is no other alphabet either.
        name = "".join(
            c if c.isascii() or (c.isalpha() and c != _ORDINAL) else " "
            for c in unicodedata.normalize("NFD", name)
            if not unicodedata.combining(c)
        )
    return [word.lower() for word in _WORD.findall(name)] if name.isascii() else []


def choose_point_columns(
    header: Sequence[object],
    lat: str | None = None,
    lon: str | None = None,
    names: tuple[str, str] = ("lat", "lon"),
) -> tuple[int, int]:
    """Choose the columns of one point a row: those that are named, else the only usual pair.

    Parameters
    ----------
    header : sequence of str
        The names of the columns; only strings count.
    lat, lon : str, optional
        The names of both columns.
    names : tuple of str
        What messages call these two arguments.

    Returns
    -------
    tuple of int
        The positions of latitude and longitude.

    Raises
    ------
    GeodistError
        A named column is missing or not unique; no pair, or more than one, is recognised.
    """
    if (lat is None) != (lon is None):
        raise GeodistError(f"give both {names[0]} and {names[1]}, or none of them")
    if lat is not None and lon is not None:
        if lat == lon:
            raise GeodistError(f"column {lat!r} cannot be both {names[0]} and {names[1]}")
        return _find(header, lat), _find(header, lon)
    pairs = find_pairs(header)
    if len(pairs) == 1:
        return pairs[0]
    if (message := explain_repeated(header, pairs)) is not None:
        raise GeodistError(message)
    if not pairs:
        raise GeodistError(
            f"the columns of latitude and longitude are not recognised; "
            f"give {names[0]} and {names[1]}; {name_columns(header)}"
        )
    raise GeodistError(
        f"more than one pair of columns may hold the points; give {names[0]} and {names[1]}: "
        + name_pairs(header, pairs)
    )


def find_pairs(header: Sequence[object]) -> list[tuple[int, int]]:
    """Find all pairs of columns that may be the latitude and the longitude of a point."""
    return next(filter(None, (_tier_pairs(header, tier) for tier in TIERS)), [])


def name_pairs(header: Sequence[object], pairs: Sequence[tuple[int, int]]) -> str:
    """Name pairs of columns."""
    shown = "; ".join(f"{header[i]!r} and {header[j]!r}" for i, j in pairs[:8])
    return f"{shown}{'; ...' if len(pairs) > 8 else ''}"


def _tier_pairs(
    header: Sequence[object], tier: Sequence[Mapping[str, str]]
) -> list[tuple[int, int]]:
    return list(dict.fromkeys(pair for kinds in tier for pair in _usual_pairs(header, kinds)))


def _usual_pairs(header: Sequence[object], kinds: Mapping[str, str]) -> list[tuple[int, int]]:
    found: dict[str, dict[str, list[int]]] = {}
    for i, name in enumerate(header):
        if isinstance(name, str) and (parsed := parse_name(name, kinds)) is not None:
            coordinate, end = parsed
            found.setdefault(end, {"lat": [], "lon": []})[coordinate].append(i)
    return [(i, j) for both in found.values() for i in both["lat"] for j in both["lon"]]


def _find(header: Sequence[object], name: str) -> int:
    positions = [i for i, other in enumerate(header) if other == name]
    if not positions:
        raise GeodistError(f"no column is named {name!r}; {name_columns(header)}", name)
    if len(positions) > 1:
        raise GeodistError(repeated_name(header, name), name)
    return positions[0]


def explain_repeated(
    header: Sequence[object], choices: Sequence[tuple[int | float, ...]]
) -> str | None:
    """Say that choices of columns differ in columns of one name; None where they do not."""
    for choice in choices[1:]:
        for at, first in zip(choice, choices[0], strict=True):
            # Floats are numbers for all rows.
            both = isinstance(at, int) and isinstance(first, int) and at != first
            if both and header[int(at)] == header[int(first)]:
                return repeated_name(header, header[int(at)])
    return None


def repeated_name(header: Sequence[object], name: object) -> str:
    """Say that several columns have one name, where they are, and what to do."""
    places = [str(i + 1) for i, other in enumerate(header) if other == name]
    where = " and ".join(filter(None, [", ".join(places[:-1]), places[-1]]))
    return f"{len(places)} columns are named {name!r}, columns {where}; rename all but one"


def name_columns(header: Sequence[object]) -> str:
    """Say which columns there are."""
    return "the table has: " + ", ".join(repr(name) for name in header)
