"""What the name of a column says: latitude or longitude, of which point, and whether in degrees."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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

COORDINATES: Final = {**_ENGLISH, **_SPANISH, **_ITALIAN, **_GERMAN}

# Names that make a point together, in tiers: weaker ones count only where none before is found.
TIERS: Final = ((_ENGLISH, _SPANISH, _ITALIAN, _GERMAN), (_PLANE,), (_WIDTH,))

# How the two points of a row are told apart: any word on the left goes with any on the right.
ENDS: Final = (
    (("1",), ("2",)),
    (("0",), ("1",)),
    (("a",), ("b",)),
    (("x",), ("y",)),
    (("left",), ("right",)),
    (
        (
            *("origin", "orig", "o", "from", "source", "src", "departure", "dep"),
            *("start", "begin", "first", "pickup"),
            *("von", "depart", "origine", "origen", "desde", "partenza", "da"),
        ),
        (
            *("destination", "dest", "dst", "d", "to", "target", "arrival", "arr"),
            *("end", "stop", "finish", "second", "dropoff"),
            *("nach", "ziel", "arrivee", "destino", "hasta", "destinazione", "arrivo"),
        ),
    ),
)
_END_WORDS = {word for pair in ENDS for words in pair for word in words}
_PAIRS_OF_ENDS = {(one, two) for firsts, seconds in ENDS for one in firsts for two in seconds}
_SECONDS = {two for _, seconds in ENDS for two in seconds}

# Words about how a number is written, ...
_NOTATION = {
    *("deg", "degs", "degree", "degrees", "dd", "decimal", "dec"),
    *("coord", "coords", "coordinate", "coordinates", "coordonnee", "coordonnees"),
    *("wgs", "wgs84", "84", "epsg", "4326"),
}
# ... and about what stands there, which do not say which of two points it is.
FILLERS: Final = {
    *_NOTATION,
    *("point", "pt", "p", "airport", "city", "loc", "location", "place", "station"),
}
# x and y are so much else that only these words may be beside them.
_BESIDE_PLANE = {
    *FILLERS,
    *_END_WORDS,
    *("pos", "position", "geo", "geom", "geometry", "gps", "centroid", "center", "centre", "map"),
    *("geogr", "geographic", "geographical", "geographische", "geografische"),
}

_PARTS = {
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("sec", "secs", "seconds"), "sec"),
    **dict.fromkeys(("dir", "direction", "hem", "hemi", "hemis", "hemisphere"), "dir"),
    **dict.fromkeys(("ref", "ns", "ew", "cardinal"), "dir"),
}
_DEGREES = {"deg", "degs", "degree", "degrees"}
_HEMISPHERES = {"ns": "lat", "sn": "lat", "ew": "lon", "we": "lon"}
_OF_HEMISPHERES = {"indicator", "ind", "dir", "direction", "hem", "hemi", "hemisphere"}

# What a number is that is not in degrees.
_NOT_DEGREES = {
    **dict.fromkeys(("rad", "rads", "radian", "radians"), "radians"),
    **dict.fromkeys(("e5", "e6", "e7"), "whole numbers of small fractions of a degree"),
    **dict.fromkeys(("semicircle", "semicircles"), "semicircles"),
    **dict.fromkeys(("gon", "gons", "grad", "grads"), "gradians"),
    "dms": "degrees, minutes and seconds in one number or text",
    "ddm": "degrees and minutes in one number or text",
    **dict.fromkeys(
        ("utm", "northing", "easting", "mercator", "3857", "metres", "meters", "proj", "projected"),
        "metres of a projection",
    ),
}
# What is a number about a coordinate, but not one.
_ABOUT = {
    *("delta", "diff", "difference", "error", "err", "accuracy", "std", "stdev", "stddev", "sigma"),
    *("uncertainty", "variance", "offset", "shift", "resolution", "precision", "step", "speed"),
}

# Columns that may hold both coordinates of a point.
_WHOLE_POINTS = {
    *("coordinates", "coordinate", "coords", "coord", "geopoint2d", "geopoint", "geolocation"),
    *("location", "position", "point", "wkt", "thegeom", "geom", "geometry", "wktgeometry"),
    *("latlng", "latlon", "latlong", "lonlat", "lnglat", "longlat", "latitudelongitude", "gps"),
}
_BESIDE_POINTS = {"gps", "geo", "geographic", "wgs", "wgs84", "84"}

# Written for the sign of degrees, which it looks like.
_ORDINAL = "\N{MASCULINE ORDINAL INDICATOR}"
# Names that are written in one with other words, the longest first.
_COMPOUNDED = tuple(sorted(COORDINATES, key=len, reverse=True))
_COORDINATE = re.compile("|".join(_COMPOUNDED), re.IGNORECASE)
_SHORT = {"lat", "lon", "lng", "long"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


class Name(NamedTuple):
    """What the name of a coordinate says.

    Parameters
    ----------
    axis : str
        "lat" or "lon".
    words : tuple of str
        Which point it is of, where its names say that.
    part : str
        "deg", "min", "sec", "dir" (the hemisphere), or "" for a whole coordinate.
    rank : int
        0 for nothing but the coordinate, 1 for words about its notation, 2 for others.
    instead : str
        What it is, if not degrees.
    """

    axis: str
    words: tuple[str, ...] = ()
    part: str = ""
    rank: int = 0
    instead: str = ""


class Header(NamedTuple):
    """What a whole header says about words with two meanings."""

    has_letters: bool = False  # lat_d, lat_m, lat_s
    has_minutes: bool = True  # not minima beside maxima
    has_seconds: bool = False  # "second" is not the second of two points

    @classmethod
    @lru_cache(maxsize=4)
    def of(cls, header: tuple[object, ...]) -> Header:
        """Read a header."""
        words = [set(_expanded(name, COORDINATES)) for name in header if isinstance(name, str)]
        ours = [found - COORDINATES.keys() for found in words if found & COORDINATES.keys()]
        every = set().union(*ours)
        minutes = not every & {"max", "maximum", "maxi"}
        return cls(
            {"d", "m"} <= every or ({"m", "s"} <= every and bool(every & _DEGREES)),
            minutes,
            minutes and bool(every & {"min", "mins", "minute", "minutes"}),
        )


def parse_name(
    name: str, kinds: Mapping[str, str] = COORDINATES, header: Header | None = None
) -> Name | None:
    """Read the name of a column; None where it is not that of a latitude or a longitude.

    >>> parse_name("origin_lat")
    Name(axis='lat', words=('origin',), part='', rank=2, instead='')
    >>> parse_name("LON_HEMISPHERE"), parse_name("INTPTLAT").words, parse_name("latE7").instead
    (Name(axis='lon', words=(), part='dir', rank=1, instead=''), ('intpt',), 'whole numbers ...')
    """
    header = header or Header()
    words = _expanded(name, kinds)
    coordinates = [word for word in words if word in kinds]
    if len(coordinates) != 1:
        return _hemisphere(words) if kinds in TIERS[0] or kinds is COORDINATES else None
    axis = kinds[coordinates[0]]
    others = [word for word in words if word not in kinds]
    known = (word for word in others if not word.isdigit() and word not in _NOT_DEGREES)
    is_weak = not kinds.keys() <= COORDINATES.keys()
    if _ABOUT.intersection(others) or (is_weak and not _BESIDE_PLANE.issuperset(known)):
        return None
    letters = _HEMISPHERES.keys()
    joined = "".join(others[-2:])
    part = ""
    if len(others) > 1 and joined in letters and joined not in others:
        part, others = "dir", others[:-2]
    meaning = dict(_PARTS)
    if header.has_letters:
        meaning |= {"d": "deg", "m": "min", "s": "sec"}
    if header.has_seconds:
        meaning["second"] = "sec"
    if not header.has_minutes:
        meaning.pop("min")
    parts = [word for word in others if word in meaning]
    if len(parts) == 1 and not part:
        part = meaning[parts[0]]
    elif parts:
        return None
    others = [word for word in others if word not in parts]
    if not part and _DEGREES.intersection(others):
        part = "deg"
    instead = next((_NOT_DEGREES[word] for word in others if word in _NOT_DEGREES), "")
    others = [word for word in others if word not in _NOT_DEGREES]
    # Of north and of east, which is what positive numbers are.
    others = [word for word in others if word != ("n" if axis == "lat" else "e")]
    plain = _NOTATION.issuperset(others)
    rank = (2 if not plain else 1) if others or len(words) > 1 else 0
    return Name(axis, tuple(w for w in others if w not in FILLERS), part, rank, instead)


def _hemisphere(words: Sequence[str]) -> Name | None:
    """Read the name of a column of hemispheres alone: N/S, EW, N/S Indicator."""
    letters = "".join(word for word in words if word not in _OF_HEMISPHERES)
    known = all(len(word) <= 2 or word in _OF_HEMISPHERES for word in words)
    axis = _HEMISPHERES.get(letters) if known else None
    return None if axis is None else Name(axis, (), "dir", 1)


def told_apart(first: Sequence[str], second: Sequence[str]) -> int:
    """Tell how surely words say that these are the first and the second point of a row.

    Returns
    -------
    int
        2 if both say it, 1 if only the second does and the first is plain, 0 if neither does.

    Examples
    --------
    >>> told_apart(["trip", "start"], ["trip", "end"]), told_apart([], ["right"])
    (2, 1)
    >>> told_apart(["home"], ["work"]), told_apart(["end"], ["start"])
    (0, 0)
    """
    ends = [(two, rest) for two, rest in end_words(second) if two in _SECONDS]
    both = any(
        rest == other and (one, two) in _PAIRS_OF_ENDS
        for two, other in ends
        for one, rest in end_words(first)
    )
    return 2 if both else int(any(rest == tuple(first) for _, rest in ends))


def end_words(words: Sequence[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Find what says which end of a way is meant, and the other words beside it.

    >>> list(end_words(["trip", "drop", "off"]))
    [('dropoff', ('trip',))]
    """
    for i in range(len(words)):
        for end in (i + 1, i + 2):
            joined = "".join(words[i:end])
            if end <= len(words) and joined in _END_WORDS:
                yield joined, (*words[:i], *words[end:])


def nameless_part(name: object) -> str:
    """Tell which part of an angle a column is whose name does not say of which: "" if none.

    >>> nameless_part("Minutes"), nameless_part("sec"), nameless_part("lat")
    ('min', 'sec', '')
    """
    words = split_words(name) if isinstance(name, str) else ()
    return _PARTS.get(words[0], "") if len(words) == 1 else ""


def style_of(name: object) -> tuple[object, ...]:
    """Tell how the name of a coordinate is written, which is the same for both of a point.

    >>> style_of("lat") == style_of("lng"), style_of("lat") == style_of("longitude")
    (True, False)
    >>> style_of("Lat") == style_of("lon"), style_of("airport_lat") == style_of("airport_lon")
    (False, True)
    """
    found = _COORDINATE.search(name) if isinstance(name, str) else None
    if found is None:
        return (name,)
    word = found[0]
    around = found.string[: found.start()], found.string[found.end() :]
    return (*around, word.lower() in _SHORT, word.islower(), word.isupper())


def may_be_points(name: object) -> bool:
    """Tell whether the name is one that columns of whole points have.

    >>> [may_be_points(name) for name in ("the_geom", "Lat/Lon", "GPS Coordinates", "lat")]
    [True, True, True, False]
    """
    words = split_words(name) if isinstance(name, str) else ()
    bare = (word for word in words if word not in _BESIDE_POINTS)
    return "".join(words) in _WHOLE_POINTS or "".join(bare) in _WHOLE_POINTS


@lru_cache(maxsize=1 << 15)
def split_words(name: str) -> tuple[str, ...]:
    """Split a name into its words, in lower case and without accents; other alphabets have none.

    >>> split_words("start_stationLat1"), split_words("L\N{LATIN SMALL LETTER A WITH DIAERESIS}nge 2")
    (('start', 'station', 'lat', '1'), ('lange', '2'))
    """
    if not name.isascii():
        # What is no letter, as the sign of degrees, is no other alphabet either.
        name = "".join(
            c if c.isascii() or (c.isalpha() and c != _ORDINAL) else " "
            for c in unicodedata.normalize("NFD", name)
            if not unicodedata.combining(c)
        )
    return tuple(word.lower() for word in _WORD.findall(name)) if name.isascii() else ()


def _expanded(name: str, kinds: Mapping[str, str]) -> list[str]:
    """Split a name into words, and these where they are made of several: decimallatitude."""
    words: list[str] = []
    for word in split_words(name):
        # E7, and 84 behind WGS
        if word.isdigit() and words and words[-1] + word in (*_NOT_DEGREES, "wgs84"):
            words[-1] += word
        elif word in kinds or word in FILLERS or word in _PARTS:
            words.append(word)
        else:
            words += _parts_of(word, kinds)
    return words


def _parts_of(word: str, kinds: Mapping[str, str]) -> Iterable[str]:
    if not (word.startswith(_COMPOUNDED) or word.endswith(_COMPOUNDED)):
        return (word,)
    for coordinate in _COMPOUNDED:
        if coordinate not in kinds:
            continue
        if word.endswith(coordinate):
            return word.removesuffix(coordinate), coordinate
        rest = word.removeprefix(coordinate)
        if rest != word and (
            rest in _NOTATION or rest in _PARTS or rest in _NOT_DEGREES or rest in kinds
        ):
            return coordinate, rest
    return (word,)
