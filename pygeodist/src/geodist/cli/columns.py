"""Which columns of a table a command takes its arguments from."""

from __future__ import annotations

import contextlib
import itertools
from typing import TYPE_CHECKING

from geodist._columns.names import (
    FILLERS,
    TIERS,
    explain_repeated,
    find_pairs,
    name_columns,
    name_pairs,
    parse_name,
    repeated_name,
    split_words,
)
from geodist.cli.angles import AngleError, parse_angle, parse_decimal
from geodist.cli.errors import TableError
from geodist.cli.roles import Kind
from geodist.cli.values import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geodist.cli.roles import Role

# What may stand between fields, and how an option says it.
DELIMITERS = ((";", "';'"), ("\t", "'\\t'"), (",", "','"), ("|", "'|'"))

# A role is filled by the column at a position, or by one number for all rows.
Choice = dict[str, int | float]

# How the two ends are told apart: any word on the left goes with any on the right of the same line.
_ENDS = (
    (("1",), ("2",)),
    (("0",), ("1",)),
    (("a",), ("b",)),
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
# An unnumbered point may be the first of two.
_PLAIN_FIRST = tuple((("",), seconds) for _, seconds in _ENDS)


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
        By role: the exact name of a column, or a number for all rows.
    unit
        The unit of lengths, which may be part of a name, as in "distance_km".
    geometry
        The columns of a geometry, which are the only point to be found, whatever others are called.

    Returns
    -------
    Choice
        By role: the position of a column (int), or a number (float).

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
    names = [f"--{name}" for name, choice in fixed.items() if isinstance(choice, int)]
    if len(_positions(fixed)) < len(names):
        raise TableError("one column cannot serve as two of " + ", ".join(names))
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
            chosen[role.name] = _choose_scalar(header, role, _positions(chosen), unit)
    _refuse_constants(roles, chosen)
    return {role.name: chosen[role.name] for role in roles}


def find_column(header: Sequence[str], name: str) -> int:
    """Find the position of the column ``name``, which must be there once."""
    positions = [i for i, other in enumerate(header) if other == name]
    if not positions:
        raise TableError(f"no column is named {name!r}; {name_columns(header)}")
    if len(positions) > 1:
        raise TableError(repeated_name(header, name))
    return positions[0]


def _positions(choice: Choice) -> set[int]:
    # A number for all rows, a float, may equal the position of a column.
    return {column for column in choice.values() if isinstance(column, int)}


def _given(header: Sequence[str], role: Role, text: str, unit: str) -> int | float:
    if text in header:
        said = _unit_of_name(text)
        if role.kind is Kind.LENGTH and said not in ("", unit):
            raise TableError(
                f"--{role.name} {text}: its name says {said}; set --units {said}, or rename it"
            )
        if parse_decimal(text) is not None:
            raise TableError(
                f"--{role.name} {text}: this is a number, and the name of a column too, which the "
                "first line of a table should hold: put a line of names first"
            )
    else:
        try:
            angle = parse_angle(text) if role.kind.is_angle else None
            number = angle.value if angle else parse_decimal(text)
        except AngleError:
            number = None
        if number is not None:
            return float(number)
    return find_column(header, text)


def _refuse_constants(roles: Sequence[Role], chosen: Choice) -> None:
    """Refuse arguments that are the same in all rows, every one."""
    if not _positions(chosen):
        given = ", ".join(f"{role.axis or role.name} {chosen[role.name]:.15g}" for role in roles)
        raise TableError(
            f"no column is read: {given} for all rows; numbers are values, never positions of "
            "columns, which are set by their names"
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
            names = [header[at] for at in _positions(choice) - set(geometry)]
            # Columns such as lat and lon are the geometry's point once more.
            if all((parse_name(name) or ("", ""))[1] for name in names):
                return choice
    return _choose_points(header, roles, fixed, geometry)


def _choose_points(
    header: Sequence[str],
    roles: Sequence[Role],
    fixed: Choice,
    geometry: tuple[int, ...] | None = None,
) -> Choice:
    usual, *weaker = TIERS
    for tier, plain in ((usual, False), (usual, True), *((tier, True) for tier in weaker)):
        found = (_complete_choices(header, roles, fixed, words, plain=plain) for words in tier)
        choices = sorted(set(itertools.chain.from_iterable(found)))
        if len(choices) > 1:
            raise TableError(_ambiguous(header, roles, choices, fixed))
        if choices:
            (choice,) = choices
            return {role.name: column for role, column in zip(roles, choice, strict=True)}
    raise TableError(_not_found(header, roles, fixed, geometry))


def _complete_choices(
    header: Sequence[str],
    roles: Sequence[Role],
    fixed: Choice,
    words: Mapping[str, str],
    *,
    plain: bool,
) -> set[tuple[int | float, ...]]:
    """Every choice of columns for the points that the usual names and the fixed columns allow."""
    by_name: dict[tuple[str, str], list[int]] = {}
    taken = _positions(fixed)
    for i, name in enumerate(header):
        parsed = parse_name(name, words)
        if parsed is not None and i not in taken:
            by_name.setdefault(parsed, []).append(i)
    open_ends = {role.end for role in roles if role.name not in fixed}
    choices: set[tuple[int | float, ...]] = set()
    for ends in _candidate_ends(open_ends, plain=plain):
        columns: list[list[int | float]] = [
            [fixed[role.name]]
            if role.name in fixed
            else list(by_name.get((role.axis, ends[role.end]), []))
            for role in roles
        ]
        choices.update(itertools.product(*columns))
    return choices


def _candidate_ends(open_ends: set[int], *, plain: bool) -> Iterable[dict[int, str]]:
    if open_ends == {1, 2}:
        for firsts, seconds in (*_ENDS, *(_PLAIN_FIRST if plain else ())):
            for first, second in itertools.product(firsts, seconds):
                yield {1: first, 2: second}
    else:
        # One point is to be found: unnumbered, or named as the first (second) of two.
        (end,) = open_ends
        yield {end: ""}
        for pair in _ENDS:
            for word in pair[end - 1]:
                yield {end: word}


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
            f"column {header[others[0]]!r} may be --{role.name}, and its name says {said}; set "
            f"--units {said}, or --{role.name} to a column or a number"
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
    return words[-1] if len(words) > 1 and words[-1] in UNITS else ""


def _options(roles: Iterable[Role]) -> list[str]:
    return [f"--{role.name}" for role in roles]


def _ambiguous(
    header: Sequence[str],
    roles: Sequence[Role],
    choices: Sequence[tuple[int | float, ...]],
    fixed: Choice,
) -> str:
    if (message := explain_repeated(header, choices)) is not None:
        return message
    missing = [role for role in roles if role.name not in fixed]
    options = _options(missing)
    named = " and ".join(filter(None, [", ".join(options[:-1]), options[-1]]))
    what = "pair of points" if len({role.end for role in missing}) > 1 else "point"
    lines = [f"more than one {what} is recognised; set {named}:"]
    lines += [
        "  " + ", ".join(f"{header[i]!r} (column {i + 1})" for i in choice if isinstance(i, int))
        for choice in choices[:8]
    ]
    if len(choices) > 8:
        lines.append(f"  and {len(choices) - 8} more")
    return "\n".join(lines)


def _one_point(
    header: Sequence[str], roles: Sequence[Role], geometry: tuple[int, ...] | None
) -> str | None:
    """Name the columns of the only point that is recognised."""
    if geometry is not None:
        return " and ".join(repr(header[at]) for at in dict.fromkeys(geometry[:2]))
    try:
        choice = _choose_points(header, [role for role in roles if role.end == 1], {})
    except TableError:
        return None
    return " and ".join(repr(header[int(column)]) for column in choice.values())


def header_hint(header: Sequence[str], option: str = "--delimiter") -> str | None:
    """Say what is wrong with a first line that was not split into names; None where nothing is."""
    first = header[0]
    others = [name for mark, name in DELIMITERS if mark in first]
    if first.lower().startswith("sep="):
        then = f", and set {option} {others[0]}" if others else ""
        return f"the first line, {first!r}, is one for Excel, without names: remove it{then}"
    if len(header) == 1 and others:
        return f"the header {first!r} is one column; try {option} {others[0]}"
    return None


def _not_found(
    header: Sequence[str],
    roles: Sequence[Role],
    fixed: Choice,
    geometry: tuple[int, ...] | None = None,
) -> str:
    missing_roles = [role for role in roles if role.name not in fixed]
    if sum(parse_decimal(name) is not None for name in header) >= len(missing_roles):
        return "the first line holds numbers, not the names of columns: put a line of names first"
    if (hint := header_hint(header)) is not None:
        return hint
    repeated = [name for i, name in enumerate(header) if name in header[:i] and parse_name(name)]
    if repeated:
        return repeated_name(header, repeated[0])
    missing = ", ".join(_options(missing_roles))
    what = "columns of the two points are" if len(roles) > 2 else "columns of the point are"
    if len(roles) > 2 and not fixed and (point := _one_point(header, roles, geometry)):
        missing = f"the second one of all rows by --to LAT,LON, or set {missing}"
        return (
            f"the {what} not recognised, only one, {point}; give {missing}; {name_columns(header)}"
        )
    pairs = find_pairs(header)
    found = f"points may be {name_pairs(header, pairs)}" if pairs else name_columns(header)
    return f"the {what} not recognised; set {missing}; {found}"
