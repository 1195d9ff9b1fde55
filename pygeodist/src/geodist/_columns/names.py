"""Which columns of a table hold a point, by their usual names: the rule of all commands and joins."""

from __future__ import annotations

import shlex
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from geodist._arguments import is_of
from geodist._columns.candidates import OTHER_RANK, find_candidates, is_coordinate
from geodist._columns.slots import Slot, columns_of
from geodist._columns.words import TIERS
from geodist._errors import GeodistError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist._columns.candidates import Pair, Refused

_MOST_SHOWN = 8


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
    TypeError
        What should name a column does not.
    """
    check_name(lat, names[0])
    check_name(lon, names[1])
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
            raise GeodistError(explain_refused(header, found.refused[0], names))
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
    if best < OTHER_RANK and len(plain) == 1:
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
        "  " + flags(names, slot_name(header, pair.lat), slot_name(header, pair.lon))
        for pair in pairs[:_MOST_SHOWN]
    ]
    more = len(pairs) - len(shown)
    return [*shown, f"  and {more} more"] if more else shown


def slot_name(header: Sequence[object], slot: Slot) -> str:
    """Name what a coordinate is read from, as an option names it."""
    return ",".join(str(header[i]) for i in columns_of(slot))


def flags(names: tuple[str, str], lat: str, lon: str) -> str:
    """Say how two columns are named, on the command line or in Python.

    >>> flags(("--lat", "--lon"), "GPS lat", "lon"), flags(("lat", "lon"), "y", "x")
    ("--lat 'GPS lat' --lon lon", "lat='y', lon='x'")
    """
    if names[0].startswith("--"):
        return f"{names[0]} {shlex.quote(lat)} {names[1]} {shlex.quote(lon)}"
    return f"{names[0]}={lat!r}, {names[1]}={lon!r}"


def explain_refused(header: Sequence[object], refused: Refused, names: tuple[str, str]) -> str:
    """Say what they are, and what to write."""
    columns = ", ".join(repr(header[i]) for i in (*refused.lat, *refused.lon))
    one, two = (",".join(str(header[i]) for i in side) for side in (refused.lat, refused.lon))
    write = flags(names, one, two)
    if refused.what.startswith("degrees"):
        return (
            f"by their names, {columns} hold {refused.what}: texts such as 40d38'24\" are read by "
            f"{write}; convert numbers that have more than degrees in them"
        )
    if refused.what:
        return (
            f"by their names, {columns} hold {refused.what}: convert them to degrees; {write} "
            "reads them as degrees"
        )
    return (
        f"{columns} seem to be parts of angles, but do not fit together: name degrees, minutes, "
        f"seconds and hemisphere in this order, for example {write}"
    )


def check_name(name: Any, argument: str) -> None:
    """Refuse the values of a column where its name is meant.

    >>> check_name([1, 2], "lat")
    Traceback (most recent call last):
        ...
    TypeError: lat must be the name of a column, got list
    """
    if isinstance(name, Hashable) and not is_of("polars", "Expr", name):
        return
    known = getattr(name, "name", None)
    hint = f": give {argument}={known!r}" if isinstance(known, str) and known else ""
    raise TypeError(f"{argument} must be the name of a column, got {type(name).__name__}{hint}")


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


def name_columns(header: Sequence[object]) -> str:
    """Say which columns there are."""
    return "the table has: " + ", ".join(repr(name) for name in header)
