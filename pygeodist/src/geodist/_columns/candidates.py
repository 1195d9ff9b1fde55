"""Which columns of a table may make points together, by their names."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from geodist._columns.slots import Slot, Split, columns_of
from geodist._columns.words import (
    TIERS,
    Header,
    Name,
    nameless_part,
    parse_name,
    style_of,
    told_apart,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Ranks of pairs: names of nothing but a coordinate, with words about their notation, split into
# degrees and minutes, with other words. A pair of the first three is plain.
SPLIT_RANK, OTHER_RANK = 2, 3


class Pair(NamedTuple):
    """What a point may be read from.

    Parameters
    ----------
    lat, lon : int, Split or Whole
        Where its coordinates are.
    words : tuple of str
        Which point it is, by its names.
    rank : int
        How plain its names are.
    """

    lat: Slot
    lon: Slot
    words: tuple[str, ...]
    rank: int

    @property
    def columns(self) -> tuple[int, ...]:
        """The positions of all its columns."""
        return columns_of(self.lat, self.lon)


class Candidates(NamedTuple):
    """The coordinates that the names of one tier tell.

    Parameters
    ----------
    pairs : list of Pair
        Those that are points.
    slots : dict
        Columns of single coordinates, by axis and words.
    refused : list of Refused
        Those that are not in degrees, or parts of angles that do not fit together.
    """

    pairs: list[Pair]
    slots: dict[tuple[str, tuple[str, ...]], list[int]]
    refused: list[Refused]


class Refused(NamedTuple):
    """Columns that look like a point, but whose numbers are not degrees."""

    lat: tuple[int, ...]
    lon: tuple[int, ...]
    what: str


def find_pairs(header: Sequence[object]) -> list[Pair]:
    """Find all pairs of columns that may be the latitude and the longitude of a point."""
    return next(filter(None, (find_candidates(header, tier).pairs for tier in TIERS)), [])


def find_candidates(
    header: Sequence[object], tier: Sequence[Mapping[str, str]], taken: Iterable[int] = ()
) -> Candidates:
    """Find the coordinates among the columns that are not ``taken``, by the names of a tier."""
    taken = set(taken)
    about = Header.of(tuple(header))
    found = Candidates([], {}, [])
    for kinds in tier:
        names = {
            i: parsed
            for i, name in enumerate(header)
            if isinstance(name, str)
            if (parsed := parse_name(name, kinds, about)) is not None
        }
        if kinds in TIERS[0]:
            names |= _nameless(header, names, about)
        has_origin = any(told_apart(name.words, ("d",)) == 2 for name in names.values())
        free = {i: name for i, name in names.items() if i not in taken}
        _pair_up(header, free, found, has_origin=has_origin)
    pairs = {(pair.lat, pair.lon): pair for pair in reversed(found.pairs)}
    return found._replace(
        pairs=sorted(pairs.values(), key=lambda pair: pair.columns),
        refused=list(dict.fromkeys(found.refused)),
    )


def _nameless(
    header: Sequence[object], names: Mapping[int, Name], about: Header
) -> dict[int, Name]:
    """Find the parts of angles behind coordinates: lat, min, sec, N/S, lon, min, sec, E/W."""
    found: dict[int, Name] = {}
    for i, name in enumerate(header):
        before = found.get(i - 1, names.get(i - 1))
        if before is None:
            continue
        part = nameless_part(name)
        own = names.get(i)
        if own is not None and own.part == "dir" and not own.words and own.axis == before.axis:
            found[i] = own._replace(words=before.words)
        elif own is None and part and (part != "min" or about.has_minutes):
            found[i] = before._replace(part=part)
    # A column behind one of the two only is about something else: the direction of the wind.
    sides = {
        axis: {(name.words, name.part) for name in found.values() if name.axis == axis}
        for axis in ("lat", "lon")
    }
    common = sides["lat"] & sides["lon"]
    return {i: name for i, name in found.items() if i in names or (name.words, name.part) in common}


def _pair_up(
    header: Sequence[object], names: Mapping[int, Name], found: Candidates, *, has_origin: bool
) -> None:
    """Add the points that names of one language make together.

    A "d" is for a destination beside an origin; alone, it is a difference.
    """
    groups: dict[tuple[str, ...], dict[str, list[tuple[int, Name]]]] = {}
    for i, name in names.items():
        groups.setdefault(name.words, {"lat": [], "lon": []})[name.axis].append((i, name))
    for words, group in groups.items():
        parts = [
            [(i, name) for i, name in group[axis] if not name.instead] for axis in ("lat", "lon")
        ]
        splits = [_split(side) for side in parts]
        used = {i for split in splits for i in split}
        plain = [[(i, name) for i, name in side if i not in used] for side in parts]
        for axis, side in zip(("lat", "lon"), plain, strict=True):
            slots = found.slots.setdefault((axis, words), [])
            slots += [i for i, _ in side if i not in slots]
        if words not in (("d",), ("delta",)) or has_origin:
            found.pairs.extend(
                Pair(i, j, words, OTHER_RANK if max(a.rank, b.rank) > 1 else max(a.rank, b.rank))
                for (i, a), (j, b) in _of_one_style(header, plain)
            )
        if any(splits):
            sides = [
                split or {i: name.part or "deg" for i, name in side}
                for split, side in zip(splits, plain, strict=True)
            ]
            _add_split(sides, names, words, found)
        odd = [[(i, name) for i, name in group[axis] if name.instead] for axis in ("lat", "lon")]
        if all(odd):
            whole = [tuple(i for i, _ in side) for side in odd]
            found.refused.append(Refused(whole[0], whole[1], odd[0][0][1].instead))


def _of_one_style(
    header: Sequence[object], sides: Sequence[Sequence[tuple[int, Name]]]
) -> Iterable[tuple[tuple[int, Name], tuple[int, Name]]]:
    """Combine latitudes and longitudes: where there are several, those whose names are alike."""
    lats, lons = ({style_of(header[i]): (i, name) for i, name in side} for side in sides)
    if lats.keys() == lons.keys() and len(lats) == len(sides[0]) == len(sides[1]):
        return [(lats[style], lons[style]) for style in lats]
    return itertools.product(sides[0], sides[1])


def _split(side: Sequence[tuple[int, Name]]) -> dict[int, str]:
    """Find the columns of one coordinate that are parts of an angle, if there are any."""
    if not any(name.part in ("min", "sec", "dir") for _, name in side):
        return {}
    has_degrees = any(name.part == "deg" for _, name in side)
    return {i: name.part or "deg" for i, name in side if name.part or not has_degrees}


def _add_split(
    splits: Sequence[Mapping[int, str]],
    names: Mapping[int, Name],
    words: tuple[str, ...],
    found: Candidates,
) -> None:
    """Add a point whose coordinates are split, or say that its parts do not fit together."""
    ordered = [
        [
            (i, part)
            for wanted in ("deg", "min", "sec", "dir")
            for i, part in split.items()
            if part == wanted
        ]
        for split in splits
    ]
    kinds = [[part for _, part in side] for side in ordered]
    lat, lon = (tuple(i for i, _ in side) for side in ordered)
    whole = [("deg", "min"), ("deg", "min", "sec"), ("deg",)]
    allowed = [[*kind, *end] for kind in whole for end in ((), ("dir",))]
    # Minutes beside a name that does not say degrees may be minima.
    is_sure = kinds[0][1:] != ["min"] or all(names[i].part == "deg" for i in (*lat[:1], *lon[:1]))
    if kinds[0] == kinds[1] and kinds[0] in allowed and is_sure:
        has_hemisphere = kinds[0][-1] == "dir"
        is_plain = all(names[i].rank <= 1 for i in (lat[0], lon[0]))
        rank = SPLIT_RANK if is_plain and not words else OTHER_RANK
        found.pairs.append(
            Pair(Split(lat, has_hemisphere), Split(lon, has_hemisphere), words, rank)
        )
    elif lat and lon:
        found.refused.append(Refused(lat, lon, ""))


def is_coordinate(name: object) -> bool:
    """Tell whether a name is that of a latitude or a longitude."""
    return isinstance(name, str) and parse_name(name) is not None
