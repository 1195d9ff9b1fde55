"""The two tables of a join by distance, and how to make one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._columns.units import without_units
from geodist._errors import GeodistError, SelfJoinWarning
from geodist._search.tables import Joined, open_tables
from geodist._warnings import warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist._types.points import Points
    from geodist._typing import FloatArray, IntArray


class Join:
    """The two tables of a join, and how to make one of them."""

    def __init__(self, left: Any, right: Any, how: str, suffixes: Any, distance_col: str) -> None:
        if how not in {"inner", "left"}:
            raise ValueError(f"how must be 'inner' or 'left', got {how!r}")
        self._how = how
        self._distance = distance_col
        self._tables = a, b = open_tables(left, right)
        self._names = merged_names(a.names, b.names, suffixes)
        every_name = [*self._names[0], *self._names[1]]
        if a.library not in {"pandas", "Arrow"} and len(set(every_name)) < len(every_name):
            raise ValueError(
                f"suffixes {suffixes!r} make columns twice, which {a.library} does not take"
            )
        if distance_col in every_name:
            raise GeodistError(
                f"there is a column {distance_col!r} already; choose another distance_col"
            )

    def points(
        self, columns: Sequence[str | None], exclude_self: bool | None, limit: Any
    ) -> tuple[Points, Points]:
        """Find the points of both tables; `limit` is how far they may be apart."""
        lat, lon, *sides = columns
        if (lat is not None or lon is not None) and any(side is not None for side in sides):
            raise TypeError("give lat and lon for both tables, or columns of each, not both")
        common = lat is not None or lon is not None
        chosen = [(lat, lon), (lat, lon)] if common else [sides[:2], sides[2:]]
        sets = []
        for table, side, (its_lat, its_lon) in zip(
            self._tables, ("left", "right"), chosen, strict=True
        ):
            try:
                names = ("lat", "lon") if common else (f"{side}_lat", f"{side}_lon")
                points = table.points(its_lat, its_lon, names)
            except GeodistError as error:
                raise type(error)(f"{side} table: {error}", error.value, error.index) from error
            except TypeError as error:
                raise TypeError(f"{side} table: {error}") from error
            warn_of_missing(points, f"{side} table")
            sets.append(points)
        here, there = sets
        # Who wants only what is at the same place knows about the zeros.
        far = limit is None or np.any(np.asarray(without_units(limit, "radius")) != 0)
        if exclude_self is None and far and len(here) > 1:
            self._hint_at_exclude_self(here, there)
        return here, there

    def _hint_at_exclude_self(self, here: Points, there: Points) -> None:
        left, right = self._tables
        if (
            left.names == right.names
            and np.array_equal(here.lat, there.lat, equal_nan=True)
            and np.array_equal(here.lon, there.lon, equal_nan=True)
        ):
            warn(
                "both tables are the same, so each row is joined to itself, at distance 0; "
                "exclude_self=True leaves these pairs out, exclude_self=False keeps them",
                SelfJoinWarning,
            )

    def result(self, counts: IntArray, right_rows: IntArray, distances: FloatArray) -> Any:
        """Put the joined rows together: row i of left with the next ``counts[i]`` of right."""
        left_rows, right_rows, distances = joined_rows(
            counts, right_rows, distances, keep=self._how == "left"
        )
        left, right = self._tables
        found = Joined(left_rows, right_rows, self._names, self._distance, distances)
        return left.joined(right, found)


def joined_rows(
    counts: IntArray, right_rows: IntArray, distances: FloatArray, *, keep: bool
) -> tuple[IntArray, IntArray, FloatArray]:
    """Pair rows; those without partner are left out, or kept with -1 and NaN.

    >>> import numpy as np
    >>> from geodist._search.joining import joined_rows
    >>> joined_rows(np.array([1, 0, 2]), np.array([5, 6, 7]), np.array([1.0, 2.0, 3.0]), keep=True)
    (array([0, 1, 2, 2]), array([ 5, -1,  6,  7]), array([ 1., nan,  2.,  3.]))
    """
    if not keep or counts.all():
        return np.repeat(np.arange(counts.size), counts), right_rows, distances
    repeats = np.maximum(counts, 1)
    left_rows = np.repeat(np.arange(counts.size), repeats)
    matched = np.repeat(counts > 0, repeats)
    every_row = np.full(left_rows.size, -1, dtype=np.int64)
    every_row[matched] = right_rows
    every_distance = np.full(left_rows.size, np.nan)
    every_distance[matched] = distances
    return left_rows, every_row, every_distance


def merged_names(
    left: Sequence[Any], right: Sequence[Any], suffixes: Any
) -> tuple[list[Any], list[Any]]:
    """Name the columns of both tables in one, by the rules of `pandas.merge`."""
    if isinstance(suffixes, str) or len(suffixes) != 2:
        raise TypeError(f"suffixes must be a tuple of two, got {suffixes!r}")
    common = set(left) & set(right)
    if common and not any(suffixes):
        raise ValueError(f"columns overlap but no suffix specified: {sorted(map(str, common))}")
    renamed = tuple(
        [f"{name}{suffix}" if name in common and suffix is not None else name for name in names]
        for names, suffix in zip((left, right), suffixes, strict=True)
    )
    # Names that were there twice before, and those that both suffixes make, are the caller's.
    twice = {
        name
        for names, before in zip(renamed, (left, right), strict=True)
        for at, name in enumerate(names)
        if name in names[:at] and before[at] not in before[:at]
    }
    twice |= set(renamed[0]) & (set(right) - common)
    twice |= set(renamed[1]) & (set(left) - common)
    if twice:
        raise ValueError(f"suffixes {suffixes!r} make columns twice: {sorted(map(str, twice))}")
    return renamed[0], renamed[1]


def warn_of_missing(points: Points, what: str) -> None:
    """Warn of rows with missing coordinates, which match nothing."""
    missing = int(points.missing.sum())
    if missing:
        warn(
            f"{missing} of {len(points)} rows of the {what} have a missing coordinate "
            "and match nothing",
            UserWarning,
        )
