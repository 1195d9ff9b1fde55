"""Which columns of a table hold a point, by their usual names: the rule of all commands and joins."""

from __future__ import annotations

import itertools
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from geodist._columns.words import ENDS, TIERS, Header, Name, nameless_part, parse_name
from geodist._errors import GeodistError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Ranks of pairs: names of nothing but a coordinate, with words about their notation, split into
# degrees and minutes, with other words. A pair of the first three is plain.
_SPLIT_RANK, _OTHER_RANK = 2, 3
_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Split:
    """Columns that make one coordinate: degrees, minutes, seconds, hemisphere.

    Parameters
    ----------
    columns : tuple of int
        Their positions; each part is optional from the right.
    has_hemisphere : bool
        Whether the last one is known to be the hemisphere.
    """

    columns: tuple[int, ...]
    has_hemisphere: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """A column whose cells hold both coordinates of a point.

    Parameters
    ----------
    column : int
        Its position.
    """

    column: int


# What a coordinate is read from.
Slot: TypeAlias = int | Split | Whole


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

    def explain(self, header: Sequence[object], names: tuple[str, str]) -> str:
        """Say what they are, and what to write."""
        columns = ", ".join(repr(header[i]) for i in (*self.lat, *self.lon))
        one, two = (",".join(str(header[i]) for i in side) for side in (self.lat, self.lon))
        flags = _flags(names, one, two)
        if self.what.startswith("degrees"):
            return (
                f"by their names, {columns} hold {self.what}: texts such as 40d38'24\" are read by "
                f"{flags}; convert numbers that have more than degrees in them"
            )
        if self.what:
            return (
                f"by their names, {columns} hold {self.what}: convert them to degrees; {flags} "
                "reads them as degrees"
            )
        return (
            f"{columns} seem to be parts of angles, but do not fit together: name degrees, minutes, "
            f"seconds and hemisphere in this order, for example {flags}"
        )


def columns_of(*slots: Slot | float) -> tuple[int, ...]:
    """Name the positions of columns; a number for all rows has none.

    >>> columns_of(3, Split((4, 5)), 1.5, Whole(3))
    (3, 4, 5, 3)
    """
    found: list[int] = []
    for slot in slots:
        if isinstance(slot, Split):
            found += slot.columns
        elif isinstance(slot, Whole):
            found.append(slot.column)
        elif isinstance(slot, int):
            found.append(slot)
    return tuple(found)


def choose_point_columns(
    header: Sequence[object],
    lat: str | None = None,
    lon: str | None = None,
    names: tuple[str, str] = ("lat", "lon"),
) -> tuple[int, int]:
    """Choose the columns of one point a row: those that are named, else by `choose_pair`.

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
    for tier in TIERS:
        found = find_candidates(header, tier)
        if found.pairs:
            pair = choose_pair(header, found.pairs, names)
            if isinstance(pair.lat, int) and isinstance(pair.lon, int):
                return pair.lat, pair.lon
            columns = ", ".join(repr(header[i]) for i in pair.columns)
            raise GeodistError(
                f"the coordinates are split into degrees, minutes, seconds or hemispheres "
                f"({columns}): make columns of degrees of them, and give {names[0]} and {names[1]}"
            )
        if found.refused:
            raise GeodistError(found.refused[0].explain(header, names))
    repeated = next((n for i, n in enumerate(header) if is_coordinate(n) and n in header[:i]), None)
    if repeated is not None:
        raise GeodistError(repeated_name(header, repeated))
    raise GeodistError(
        f"the columns of latitude and longitude are not recognised; "
        f"give {names[0]} and {names[1]}; {name_columns(header)}"
    )


def choose_pair(
    header: Sequence[object], pairs: Sequence[Pair], names: tuple[str, str], what: str = "point"
) -> Pair:
    """Choose the pair of one point: the only one, else the only plain one.

    Raises
    ------
    GeodistError
        There are several; the message lists them, and what to write for each.
    """
    if len(pairs) == 1:
        return pairs[0]
    best = min(pair.rank for pair in pairs)
    plain = [pair for pair in pairs if pair.rank == best]
    if best < _OTHER_RANK and len(plain) == 1:
        return plain[0]
    choices = [(pair.lat, pair.lon) for pair in pairs]
    if (message := explain_repeated(header, choices)) is not None:
        raise GeodistError(message)
    raise GeodistError(
        f"more than one pair of columns may be the {what}; write one of these:\n"
        + "\n".join(show_flags(header, pairs, names))
    )


def show_flags(
    header: Sequence[object], pairs: Sequence[Pair], names: tuple[str, str]
) -> list[str]:
    """Say what to write for each of some pairs, a line for each."""
    shown = [
        "  " + _flags(names, slot_name(header, pair.lat), slot_name(header, pair.lon))
        for pair in pairs[:_MOST_SHOWN]
    ]
    more = len(pairs) - len(shown)
    return [*shown, f"  and {more} more"] if more else shown


def slot_name(header: Sequence[object], slot: Slot) -> str:
    """Name what a coordinate is read from, as an option names it."""
    return ",".join(str(header[i]) for i in columns_of(slot))


def _flags(names: tuple[str, str], lat: str, lon: str) -> str:
    """Say how two columns are named, on the command line or in Python.

    >>> _flags(("--lat", "--lon"), "GPS lat", "lon"), _flags(("lat", "lon"), "y", "x")
    ("--lat 'GPS lat' --lon lon", "lat='y', lon='x'")
    """
    if names[0].startswith("--"):
        return f"{names[0]} {shlex.quote(lat)} {names[1]} {shlex.quote(lon)}"
    return f"{names[0]}={lat!r}, {names[1]}={lon!r}"


def find_pairs(header: Sequence[object]) -> list[Pair]:
    """Find all pairs of columns that may be the latitude and the longitude of a point."""
    return next(filter(None, (find_candidates(header, tier).pairs for tier in TIERS)), [])


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
    one = "".join(word for word in first if word not in second)
    two = "".join(word for word in second if word not in first)
    if any(one in firsts and two in seconds for firsts, seconds in ENDS):
        return 2
    return int(not one and any(two in seconds for _, seconds in ENDS))


def find_candidates(
    header: Sequence[object], tier: Sequence[Mapping[str, str]], taken: Iterable[int] = ()
) -> Candidates:
    """Find the coordinates among the columns that are not ``taken``, by the names of a tier."""
    taken = set(taken)
    about = Header.of(header)
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
        _pair_up(free, found, has_origin=has_origin)
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


def _pair_up(names: Mapping[int, Name], found: Candidates, *, has_origin: bool) -> None:
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
                Pair(i, j, words, _OTHER_RANK if max(a.rank, b.rank) > 1 else max(a.rank, b.rank))
                for (i, a), (j, b) in itertools.product(*plain)
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
        rank = _SPLIT_RANK if is_plain and not words else _OTHER_RANK
        found.pairs.append(
            Pair(Split(lat, has_hemisphere), Split(lon, has_hemisphere), words, rank)
        )
    elif lat and lon:
        found.refused.append(Refused(lat, lon, ""))


def is_coordinate(name: object) -> bool:
    """Tell whether a name is that of a latitude or a longitude."""
    return isinstance(name, str) and parse_name(name) is not None


def _find(header: Sequence[object], name: str) -> int:
    positions = [i for i, other in enumerate(header) if other == name]
    if not positions:
        raise GeodistError(f"no column is named {name!r}; {name_columns(header)}", name)
    if len(positions) > 1:
        raise GeodistError(repeated_name(header, name), name)
    return positions[0]


def explain_repeated(
    header: Sequence[object], choices: Sequence[tuple[Slot | float, ...]]
) -> str | None:
    """Say that choices of columns differ in columns of one name; None where they do not."""
    for choice in choices[1:]:
        for at, first in zip(choice, choices[0], strict=True):
            # Floats are numbers for all rows.
            if (
                isinstance(at, int)
                and isinstance(first, int)
                and at != first
                and header[at] == header[first]
            ):
                return repeated_name(header, header[at])
    return None


def repeated_name(header: Sequence[object], name: object) -> str:
    """Say that several columns have one name, where they are, and what to do."""
    places = [str(i + 1) for i, other in enumerate(header) if other == name]
    where = " and ".join(filter(None, [", ".join(places[:-1]), places[-1]]))
    return f"{len(places)} columns are named {name!r}, columns {where}; rename all but one"


def name_pairs(header: Sequence[object], pairs: Sequence[Pair]) -> str:
    """Name pairs of columns."""
    shown = "; ".join(
        " and ".join(repr(slot_name(header, slot)) for slot in (pair.lat, pair.lon))
        for pair in pairs[:_MOST_SHOWN]
    )
    return f"{shown}{'; ...' if len(pairs) > _MOST_SHOWN else ''}"


def name_columns(header: Sequence[object]) -> str:
    """Say which columns there are."""
    return "the table has: " + ", ".join(repr(name) for name in header)
