"""What is wrong with the names of columns, and what to write."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from geodist._columns.candidates import find_pairs, is_coordinate
from geodist._columns.names import (
    explain_repeated,
    name_columns,
    repeated_name,
    show_flags,
    slot_name,
)
from geodist._columns.words import split_words
from geodist.cli.parse.angles import parse_decimal
from geodist.cli.parse.quotes import quote
from geodist.cli.roles import of_end, options_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodist._columns.candidates import Pair
    from geodist._columns.slots import Slot
    from geodist.cli.roles import Role

# What may stand between fields, and how an option says it.
DELIMITERS = ((";", "';'"), ("\t", "'\\t'"), (",", "','"), ("|", "'|'"))


def ambiguous(
    header: Sequence[str],
    roles: Sequence[Role],
    choices: Sequence[tuple[Slot | float, ...]],
    fixed: Mapping[str, Slot | float],
) -> str:
    """List choices of columns, and what to write for each."""
    if (message := explain_repeated(header, choices)) is not None:
        return message
    missing = [role for role in roles if role.name not in fixed]
    what = "pair of points" if len({role.end for role in missing}) > 1 else "point"
    lines = [f"more than one {what} is recognised; use one of these:"]
    for choice in choices[:8]:
        filled = dict(zip([role.name for role in roles], choice, strict=True))
        flags = [
            f"--{role.name} {shlex.quote(slot_name(header, slot))}"
            for role in missing
            if not isinstance(slot := filled[role.name], float)
        ]
        lines.append("  " + " ".join(flags))
    if len(choices) > 8:
        lines.append(f"  and {len(choices) - 8} more")
    return "\n".join(lines)


def not_found(
    header: Sequence[str],
    roles: Sequence[Role],
    fixed: Mapping[str, Slot | float],
    geometry: tuple[int, ...] | None,
    whole: Sequence[int],
) -> str:
    """Say why no column was chosen for the points; ``whole`` may be columns of whole points."""
    missing_roles = [role for role in roles if role.name not in fixed]
    numbers = sum(parse_decimal(name) is not None for name in header)
    if numbers >= len(missing_roles):
        return "the first line has numbers, not column names: add a line of names"
    right = missing_roles[0].name.startswith("right-")
    if (hint := header_hint(header, "--right-delimiter" if right else "--delimiter")) is not None:
        return hint
    repeated = [name for i, name in enumerate(header) if name in header[:i] and is_coordinate(name)]
    if repeated:
        return repeated_name(header, repeated[0])
    if numbers and not any(map(is_coordinate, header)):
        found = ", ".join(map(quote, header[:8]))
        return f"line 1 should have the column names, but has {found}: add a line of names"
    missing = ", ".join(options_of(missing_roles))
    ends = {role.end for role in missing_roles}
    what = "columns of the two points are" if len(ends) > 1 else "columns of the point are"
    pairs = find_pairs(header)
    if len(roles) > 2 and not fixed and (point := _one_point(header, pairs, geometry)):
        return (
            f"the {what} not recognised, only one, {point}; use --to LAT,LON for one second point, "
            f"or set {missing}; {name_columns(header)}"
        )
    if len(ends) == 2 and len(pairs) > 1:
        names = options_of(of_end(roles, 1))
        flags = "\n".join(show_flags(header, pairs, (names[0], names[1])))
        return (
            f"the {what} not recognised: the names do not say which point comes first; set "
            f"{missing} to two of these, the first and the second point:\n{flags}"
        )
    if whole:
        names = options_of(of_end(missing_roles, min(ends)))
        column = shlex.quote(header[whole[0]])
        hint = " ".join(f"{name} {column}" for name in names)
        return (
            f"the {what} not recognised; if {quote(header[whole[0]])} has whole points, use "
            f"{hint}; {name_columns(header)}"
        )
    if any(set(split_words(name)) & {"northing", "easting"} for name in header):
        return (
            f"the {what} not recognised: northing and easting are metres of a projection, not "
            f"degrees; convert them, or set {missing}; {name_columns(header)}"
        )
    names = options_of(of_end(roles, min(ends)))
    both = f" (a column that holds both serves {' and '.join(names)})" if len(names) == 2 else ""
    return f"the {what} not recognised; set {missing}{both}; {name_columns(header)}"


def header_hint(header: Sequence[str], option: str = "--delimiter") -> str | None:
    """Say what is wrong with a first line that was not split into names; None where nothing is."""
    first = header[0] if header else ""
    others = [name for mark, name in DELIMITERS if mark in first]
    if first.lower().startswith("sep="):
        then = f", and set {option} {others[0]}" if others else ""
        return (
            f"the first line, {quote(first)}, is only for Excel and has no names: remove it{then}"
        )
    if first.startswith("#") and not any(map(is_coordinate, header)):
        return (
            f"line 1, {quote(','.join(header))}, is a comment, not the column names: remove the "
            "lines above the names"
        )
    if len(header) == 1 and others:
        return f"the header {quote(first)} is one column; try {option} {others[0]}"
    return None


def _one_point(
    header: Sequence[str], pairs: Sequence[Pair], geometry: tuple[int, ...] | None
) -> str | None:
    """Name the columns of the only point that is recognised."""
    if geometry is not None:
        return " and ".join(repr(header[at]) for at in dict.fromkeys(geometry[:2]))
    if len(pairs) != 1:
        return None
    return " and ".join(repr(slot_name(header, slot)) for slot in (pairs[0].lat, pairs[0].lon))
