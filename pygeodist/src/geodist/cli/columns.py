"""Which columns of a table hold the two points of a row."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from geodist._columns import name_columns, parse_name
from geodist.cli.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROLES = ("lat1", "lon1", "lat2", "lon2")

# How the two ends are told apart: any word on the left goes with any on the right of the same line.
_ENDS = (
    (("1",), ("2",)),
    (("0",), ("1",)),
    (("a",), ("b",)),
    (
        (
            *("origin", "orig", "o", "from", "source", "src", "departure", "dep"),
            *("start", "begin", "first", "pickup"),
        ),
        (
            *("destination", "dest", "dst", "d", "to", "target", "arrival", "arr"),
            *("end", "stop", "finish", "second", "dropoff"),
        ),
    ),
)


def choose_columns(header: Sequence[str], given: Mapping[str, str | None]) -> dict[str, int]:
    """Choose the column of each role: by the name that was given, else by its usual names.

    Raises
    ------
    TableError
        A column that was given is missing or there twice; no pair of points, or more than one,
        is recognised.
    """
    fixed = {role: find_column(header, name) for role, name in given.items() if name is not None}
    if len(set(fixed.values())) < len(fixed):
        raise TableError(
            "one column cannot serve as two of " + ", ".join(f"--{role}" for role in fixed)
        )
    if len(fixed) == len(ROLES):
        return {role: fixed[role] for role in ROLES}
    choices = _complete_choices(header, fixed)
    if len(choices) > 1:
        raise TableError(_ambiguous(header, choices))
    if not choices:
        raise TableError(_not_found(header, fixed))
    return dict(zip(ROLES, choices[0], strict=True))


def find_column(header: Sequence[str], name: str) -> int:
    """Find the position of the column ``name``, which must be there once."""
    positions = [i for i, other in enumerate(header) if other == name]
    if not positions:
        raise TableError(f"no column is named {name!r}; {name_columns(header)}")
    if len(positions) > 1:
        where = " and ".join(str(i + 1) for i in positions)
        raise TableError(f"several columns are named {name!r}: columns {where}")
    return positions[0]


def _complete_choices(header: Sequence[str], fixed: Mapping[str, int]) -> list[tuple[int, ...]]:
    """Every choice of four columns that the usual names and the fixed columns allow."""
    by_name: dict[tuple[str, str], list[int]] = {}
    for i, name in enumerate(header):
        if (parsed := parse_name(name)) is not None and i not in fixed.values():
            by_name.setdefault(parsed, []).append(i)
    choices: set[tuple[int, ...]] = set()
    for firsts, seconds in _ENDS:
        for first, second in itertools.product(firsts, seconds):
            ends = {"1": first, "2": second}
            columns = [
                [fixed[role]] if role in fixed else by_name.get((role[:3], ends[role[3]]), [])
                for role in ROLES
            ]
            choices.update(itertools.product(*columns))
    return sorted(choices)


def _ambiguous(header: Sequence[str], choices: Sequence[tuple[int, ...]]) -> str:
    lines = ["more than one pair of points is recognised; set --lat1, --lon1, --lat2 and --lon2:"]
    lines += [
        "  " + ", ".join(f"{header[i]!r} (column {i + 1})" for i in choice)
        for choice in choices[:8]
    ]
    if len(choices) > 8:
        lines.append(f"  and {len(choices) - 8} more")
    return "\n".join(lines)


def _not_found(header: Sequence[str], fixed: Mapping[str, int]) -> str:
    if sum(_is_number(name) for name in header) >= len(ROLES):
        return "the first line holds numbers, not the names of columns: put a line of names first"
    if len(header) == 1:
        for delimiter, name in ((";", "';'"), ("\t", "'\\t'"), (",", "','"), ("|", "'|'")):
            if delimiter in header[0]:
                return f"the header {header[0]!r} is one column; try --delimiter {name}"
    missing = ", ".join(f"--{role}" for role in ROLES if role not in fixed)
    return (
        f"the columns of the two points are not recognised; set {missing}; {name_columns(header)}"
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
