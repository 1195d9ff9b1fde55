"""Which columns of a table a command takes its arguments from."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from geodist._columns.candidates import find_candidates, is_coordinate
from geodist._columns.names import choose_pair, explain_refused, name_columns, repeated_name
from geodist._columns.slots import Slot, Split, Whole, columns_of
from geodist._columns.words import (
    FILLERS,
    TIERS,
    end_words,
    may_be_points,
    nameless_part,
    parse_name,
    split_words,
    told_apart,
)
from geodist._errors import GeodistError
from geodist.cli.column_advice import ambiguous, not_found
from geodist.cli.errors import TableError
from geodist.cli.parse.angles import AngleError, parse_angle, parse_decimal
from geodist.cli.parse.quotes import quote
from geodist.cli.parse.units import UNIT_NAMES
from geodist.cli.roles import Kind, of_end, options_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodist._columns.candidates import Candidates
    from geodist.cli.roles import Role

# A role is filled by a column, by parts of an angle, by a column of whole points, or by one number
# for all rows.
Choice = dict[str, Slot | float]


class _End(NamedTuple):
    """What may fill the two roles of a point.

    Parameters
    ----------
    choice
        Latitude and longitude.
    words
        Which point it is by its names; None where they do not tell.
    """

    choice: tuple[Slot | float, Slot | float]
    words: tuple[str, ...] | None


def choose_columns(
    header: Sequence[str],
    roles: Sequence[Role],
    given: Mapping[str, str | None],
    unit: str = "m",
    geometry: tuple[int, ...] | None = None,
) -> Choice:
    """Choose what fills each role: what was given, else the column with its usual name.

    Parameters
    ----------
    header
        The names of the columns.
    roles
        The arguments that are needed.
    given
        By role: the exact name of a column, the names of several that are the parts of an angle, or
        a number for all rows. A column that is given for both coordinates of a point holds both.
    unit
        The unit of lengths, which may be part of a name, as in "distance_km".
    geometry
        The columns of a geometry, which are the only point to be found, whatever others are called.

    Returns
    -------
    Choice
        By role: what it is read from.

    Raises
    ------
    TableError
        A column that was given is missing or there twice; what is needed is not recognised, or more
        than one column is.
    """
    fixed: Choice = {}
    for role in roles:
        if (text := given.get(role.name)) is not None:
            fixed[role.name] = _given(header, role, text, unit)
    _join_whole_points(header, roles, fixed, geometry)
    _refuse_shared(fixed)
    chosen = dict(fixed)
    points = [role for role in roles if role.end]
    missing = [role for role in points if role.name not in fixed]
    if geometry is not None and len(missing) == 2 and len({role.end for role in missing}) == 1:
        chosen |= {role.name: at for role, at in zip(missing, geometry, strict=False)}
        heights = [role.name for role in roles if role.name == "h" and role.name not in fixed]
        chosen |= dict(zip(heights, geometry[2:], strict=False))
    elif missing:
        chosen |= _choose_with_geometry(header, points, fixed, geometry)
    for role in roles:
        if role.name not in chosen:
            chosen[role.name] = _choose_scalar(header, role, set(positions(chosen)), unit)
    _refuse_constants(roles, chosen)
    return {role.name: chosen[role.name] for role in roles}


def positions(choice: Choice) -> tuple[int, ...]:
    """Name the positions of all columns that are chosen."""
    return columns_of(*choice.values())


def find_column(header: Sequence[str], name: str) -> int:
    """Find the position of the column ``name``, which must be unique."""
    found = [i for i, other in enumerate(header) if other == name]
    if not found:
        raise TableError(f"no column is named {quote(name)}; {name_columns(header)}")
    if len(found) > 1:
        raise TableError(repeated_name(header, name))
    return found[0]


def find_parts(header: Sequence[str], text: str) -> list[str]:
    """Split the names of several columns, "deg,min,sec"; none if they are not all there.

    >>> find_parts(["d", "m", "d,m"], "d, m"), find_parts(["d", "m", "d,m"], "d,m"), find_parts([], "1,5")
    (['d', 'm'], [], [])
    """
    names = [name.strip() for name in text.split(",")]
    is_split = text not in header and len(names) > 1 and all(name in header for name in names)
    return names if is_split else []


def choose_one_point(
    header: Sequence[str],
    roles: tuple[Role, Role],
    given: tuple[str | None, str | None],
    geometry: tuple[int, ...] | None = None,
    prefix: str = "",
) -> Choice:
    """Choose the columns of the only point of a row, of which none can be a number for all rows.

    Parameters
    ----------
    header, roles, geometry
        As for `choose_columns`.
    given
        The columns that are named.
    prefix
        What the options have before the names of the roles.
    """
    own = tuple(replace(role, name=f"{prefix}{role.name}") for role in roles)
    names = [role.name for role in own]
    if (given[0] is None) != (given[1] is None):
        raise TableError(f"--{names[0]} and --{names[1]} must be used together")
    for text in given:
        if text is not None and not find_parts(header, text):
            find_column(header, text)
    choice = choose_columns(header, own, dict(zip(names, given, strict=True)), "m", geometry)
    return dict(zip((role.name for role in roles), choice.values(), strict=True))


def _given(header: Sequence[str], role: Role, text: str, unit: str) -> Slot | float:
    if text in header:
        said = _unit_of_name(text)
        if role.kind is Kind.LENGTH and said not in ("", unit):
            raise TableError(
                f"--{role.name} {text}: its name says {said}; set --units {said}, or rename it"
            )
        if parse_decimal(text) is not None:
            raise TableError(
                f"--{role.name} {text}: the first line of the table has this number instead of a "
                "column name: add a line of names"
            )
    elif role.end and (names := find_parts(header, text)):
        return _split(header, role, names)
    else:
        try:
            angle = parse_angle(text) if role.kind.is_angle else None
            number = angle.value if angle else parse_decimal(text)
        except AngleError:
            number = None
        if number is not None:
            return float(number)
    return find_column(header, text)


def _split(header: Sequence[str], role: Role, names: Sequence[str]) -> Split:
    if len(names) > 4 or len(set(names)) < len(names):
        raise TableError(
            f"--{role.name} {','.join(names)}: give the columns of degrees, minutes, seconds and "
            "hemisphere, in this order"
        )
    last = parse_name(names[-1])
    part = last.part if last is not None else nameless_part(names[-1])
    columns = tuple(find_column(header, name) for name in names)
    return Split(columns, len(names) == 4 or part == "dir")


def _join_whole_points(
    header: Sequence[str],
    roles: Sequence[Role],
    fixed: Choice,
    geometry: tuple[int, ...] | None,
) -> None:
    """Take a column that is given for both coordinates of a point as one of whole points."""
    for end in (1, 2):
        names = [role.name for role in roles if role.end == end and role.name in fixed]
        columns = {fixed[name] for name in names}
        at = columns.pop() if len(names) == 2 and len(columns) == 1 else None
        # A latitude is not a point.
        if isinstance(at, int) and at not in (geometry or ())[:2] and not is_coordinate(header[at]):
            fixed |= dict.fromkeys(names, Whole(at))


def _refuse_shared(fixed: Choice) -> None:
    """Refuse a column that is given twice."""
    slots = {slot if isinstance(slot, Whole) else name: slot for name, slot in fixed.items()}
    columns = columns_of(*slots.values())
    if len(set(columns)) < len(columns):
        names = [f"--{name}" for name, slot in fixed.items() if not isinstance(slot, float)]
        raise TableError("one column cannot be used for two of " + ", ".join(names))


def _refuse_constants(roles: Sequence[Role], chosen: Choice) -> None:
    """Refuse arguments that are the same in all rows, every one."""
    if not positions(chosen):
        given = ", ".join(f"{role.axis or role.name} {chosen[role.name]:.15g}" for role in roles)
        raise TableError(
            f"no column selected: {given} for all rows. A number is a value, never the position of "
            "a column; name columns, such as --lat latitude"
        )


def _choose_with_geometry(
    header: Sequence[str],
    roles: Sequence[Role],
    fixed: Choice,
    geometry: tuple[int, ...] | None,
) -> Choice:
    """Choose points of which the first may be the geometry: columns may hold the second."""
    if geometry is not None and not fixed:
        firsts = [role.name for role in roles if role.end == 1]
        own: Choice = dict(zip(firsts, geometry, strict=False))
        with contextlib.suppress(TableError):
            choice = _choose_points(header, roles, own)
            names = [parse_name(header[at]) for at in set(positions(choice)) - set(geometry)]
            # Columns such as lat and lon are the geometry's point once more.
            if all(name is not None and told_apart((), name.words) for name in names):
                return {**own, **choice}
    return _choose_points(header, roles, fixed, geometry)


def _choose_points(
    header: Sequence[str],
    roles: Sequence[Role],
    fixed: Choice,
    geometry: tuple[int, ...] | None = None,
) -> Choice:
    ends = sorted({role.end for role in roles if role.name not in fixed})
    for tier in TIERS:
        found = find_candidates(header, tier, positions(fixed))
        sides = {end: _candidates(header, of_end(roles, end), fixed, found) for end in (1, 2)}
        if len(ends) == 2:
            chosen = _choose_two(header, roles, fixed, sides)
        else:
            chosen = _choose_one(header, roles, fixed, sides, ends[0])
        if chosen is not None:
            return chosen
        if found.refused and not found.pairs:
            (names, *_) = [options_of(of_end(roles, end)) for end in ends]
            raise TableError(explain_refused(header, found.refused[0], (names[0], names[1])))
    taken = positions(fixed)
    whole = [i for i, name in enumerate(header) if may_be_points(name) and i not in taken]
    missing = of_end(roles, ends[0])
    if len(whole) == 1 and len(ends) == 1 and not any(role.name in fixed for role in missing):
        return {role.name: Whole(whole[0]) for role in missing}
    raise TableError(not_found(header, roles, fixed, geometry, whole))


def _candidates(
    header: Sequence[str], roles: Sequence[Role], fixed: Choice, found: Candidates
) -> list[_End]:
    """Find all that may fill the roles of one point, beside those that are fixed."""
    given = [role for role in roles if role.name in fixed]
    if not given:
        return [_End((pair.lat, pair.lon), pair.words) for pair in found.pairs]
    slots = [fixed[role.name] for role in given]
    words = {_words_of(header, slot) for slot in slots}
    known = words.pop() if len(words) == 1 else None
    if len(given) == len(roles):
        return [_End((slots[0], slots[1]), known)]
    (role,) = given
    (other,) = (role for role in roles if role.name not in fixed)
    return [
        _End((slots[0], at) if role.axis == "lat" else (at, slots[0]), end)
        for (axis, end), columns in found.slots.items()
        if axis == other.axis and known in (None, end)
        for at in columns
    ]


def _words_of(header: Sequence[str], slot: Slot | float) -> tuple[str, ...] | None:
    """Tell which point a column that was given is of, if its name does."""
    columns = columns_of(slot)
    name = parse_name(header[columns[0]]) if columns else None
    return None if name is None else name.words


def _choose_two(
    header: Sequence[str], roles: Sequence[Role], fixed: Choice, sides: Mapping[int, list[_End]]
) -> Choice | None:
    """Choose both points of a row, which their words must tell apart."""
    # What both have in common tells which may go together.
    beside: dict[tuple[str, ...], list[_End]] = {}
    for two in sides[2]:
        for rest in {rest for _, rest in end_words(two.words or ())}:
            beside.setdefault(rest, []).append(two)
    found = [
        (told_apart(one.words, two.words or ()), one.choice, two.choice)
        for one in sides[1]
        if one.words is not None
        for rest in {one.words, *(rest for _, rest in end_words(one.words))}
        for two in beside.get(rest, ())
        if not set(columns_of(*one.choice)) & set(columns_of(*two.choice))
    ]
    for sure in (2, 1):
        choices = [(*one, *two) for known, one, two in found if known == sure]
        choices = list(dict.fromkeys(choices))
        if len(choices) > 1:
            raise TableError(ambiguous(header, roles, choices, fixed))
        if choices:
            return {role.name: slot for role, slot in zip(roles, choices[0], strict=True)}
    if not fixed and (ends := _joined(header, [side.choice for side in sides[1]])):
        return {role.name: slot for role, slot in zip(roles, ends, strict=True)}
    return None


def _joined(
    header: Sequence[str], points: Sequence[tuple[Slot | float, ...]]
) -> tuple[Slot | float, ...]:
    """Find both points of a row as nearest and within write it: LEFT, RIGHT and their distance."""
    ways = [i for i, name in enumerate(header) if split_words(name)[:1] == ("distance",)]
    if len(points) != 2 or not ways:
        return ()
    first, second = sorted(points, key=lambda point: columns_of(*point))
    one, two = columns_of(*first), columns_of(*second)
    return (*first, *second) if max(one) < min(two) and max(two) < ways[-1] else ()


def _choose_one(
    header: Sequence[str],
    roles: Sequence[Role],
    fixed: Choice,
    sides: Mapping[int, list[_End]],
    end: int,
) -> Choice | None:
    """Choose the one point that is open: the partner of a given one, else by `choose_pair`."""
    own = of_end(roles, end)
    found = sides[end]
    others = [side.words for side in sides[3 - end] if side.words is not None]
    if len(found) > 1 and len(others) == 1:
        first = others[0]
        partners = [
            side
            for side in found
            if side.words is not None
            and (told_apart(first, side.words) if end == 2 else told_apart(side.words, first))
        ]
        found = partners if len(partners) == 1 else found
    if not found:
        return None
    if any(role.name in fixed for role in own):
        if len(found) > 1:
            choices = [side.choice for side in found]
            raise TableError(ambiguous(header, own, choices, fixed))
        chosen = found[0].choice
    else:
        names = options_of(own)
        open_choices = {side.choice for side in found}
        pairs = [
            pair
            for tier in TIERS
            for pair in find_candidates(header, tier, positions(fixed)).pairs
            if (pair.lat, pair.lon) in open_choices
        ]
        try:
            pair = choose_pair(header, pairs, (names[0], names[1]))
        except GeodistError as error:
            raise TableError(str(error)) from error
        chosen = pair.lat, pair.lon
    return {role.name: slot for role, slot in zip(own, chosen, strict=True)}


def _choose_scalar(header: Sequence[str], role: Role, taken: set[int], unit: str) -> int | float:
    wanted = set(role.names)
    found: list[int] = []
    others: list[int] = []
    for i, name in enumerate(header):
        words = [word for word in split_words(name) if word not in FILLERS]
        said = _unit_of_name(name)
        if "".join(words[:-1] if said else words) in wanted and i not in taken:
            (found if said in ("", unit) else others).append(i)
    if others and not found:
        said = _unit_of_name(header[others[0]])
        raise TableError(
            f"column {header[others[0]]!r} may be --{role.name}, but its name says {said}; use "
            f"--units {said}, or set --{role.name} to a column or a number"
        )
    if len(found) > 1:
        names = ", ".join(f"{header[i]!r} (column {i + 1})" for i in found)
        raise TableError(f"more than one column may be --{role.name}; set it: {names}")
    if found:
        return found[0]
    if role.default is not None:
        return role.default
    raise TableError(
        f"no column is recognised as --{role.name}; set it to a column or a number; "
        + name_columns(header)
    )


def _unit_of_name(name: str) -> str:
    """Tell the unit of length that the name of a column ends with, "" if with none."""
    words = split_words(name)
    return UNIT_NAMES.get(words[-1], "") if len(words) > 1 else ""
