"""The two tables of a join by distance, and how to make one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._columns.datums import shared_ellipsoid
from geodist._columns.layouts import POINT
from geodist._columns.units import without_units
from geodist._errors import GeodistError, InvalidGeometryError, SelfJoinWarning
from geodist._search.found_rows import Sides
from geodist._search.tables import Joined, Kept, open_tables
from geodist._types.points import Points
from geodist._types.shapes import Shapes
from geodist._warnings import warn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import SupportsIndex

    from geodist._search.tables import Table
    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike, FloatArray, IntArray


class Join:
    """The two tables of a join, and how to make one of them.

    What is `kept` of the right table is used again.
    """

    def __init__(
        self,
        left: Any,
        right: Any,
        how: str,
        suffixes: Any,
        distance_col: str | None,
        kept: Kept | None = None,
    ) -> None:
        if how not in {"inner", "left"}:
            raise ValueError(f"how must be 'inner' or 'left', got {how!r}")
        self._how = how
        self._distance = distance_col
        self._kept = Kept() if kept is None else kept
        self.tables = a, b = open_tables(left, right)
        self.names = merged_names(a.names, b.names, suffixes)
        every_name = [*self.names[0], *self.names[1]]
        if a.library not in {"pandas", "Arrow"} and len(set(every_name)) < len(every_name):
            raise ValueError(
                f"suffixes {suffixes!r} make columns twice, which {a.library} does not take"
            )
        if distance_col in every_name:
            raise GeodistError(
                f"there is a column {distance_col!r} already; choose another distance_col"
            )

    def sides(
        self,
        columns: Sequence[str | None],
        exclude_self: bool | None,
        limit: Any,
        ellipsoid: EllipsoidLike,
        edges: Edges | None,
        threads: SupportsIndex | None,
    ) -> Sides:
        """Find the points or shapes of both tables.

        `limit` is how far they may be apart.
        """
        here, there = self.places(columns, edges)
        # Who wants only what is at the same place knows about the zeros.
        far = limit is None or np.any(np.asarray(without_units(limit, "radius")) != 0)
        one = self.tables[0].names == self.tables[1].names
        if exclude_self is None and far and one and len(here) > 1 and here == there:
            warn_of_self_join()
        ellipsoid = shared_ellipsoid(ellipsoid, left=here._datum, right=there._datum)
        return self.of_places(here, there, ellipsoid, threads, exclude_self=bool(exclude_self))

    def of_places(
        self,
        here: Points | Shapes,
        there: Points | Shapes,
        ellipsoid: EllipsoidLike,
        threads: SupportsIndex | None,
        *,
        exclude_self: bool = False,
    ) -> Sides:
        """Search the places of the right table."""
        indexes = self._kept.indexes
        kind = "points" if isinstance(here, Points) and isinstance(there, Points) else "shapes"
        sides = Sides(here, there, ellipsoid, exclude_self, threads, indexes.get(kind))
        indexes[kind] = sides.index
        return sides

    def places(self, columns: Sequence[str | None], edges: Edges | None) -> list[Points | Shapes]:
        """Find the points or shapes of both tables, and warn of those that are missing."""
        lat, lon, *sides = columns
        common = lat is not None or lon is not None
        if common and any(side is not None for side in sides):
            raise TypeError("give lat and lon for both tables, or columns of each, not both")
        found = []
        for table, side in zip(self.tables, ("left", "right"), strict=True):
            if side == "right" and self._kept.places is not None:
                found.append(self._kept.places)
                continue
            (its_lat, its_lon), sides = ((lat, lon) if common else sides[:2]), sides[2:]
            try:
                names = ("lat", "lon") if common else (f"{side}_lat", f"{side}_lon")
                found.append(places_of(table, its_lat, its_lon, names, edges))
            except (GeodistError, TypeError) as error:
                error.args = (f"{side} table: {error}",)
                raise
            warn_of_missing(found[-1], f"{side} table")
        self._kept.places = found[1]
        return found

    def result(self, counts: IntArray, right_rows: IntArray, distances: FloatArray) -> Any:
        """Put the joined rows beside each other: row i of left, the next ``counts[i]`` of right."""
        rows = joined_rows(counts, right_rows, distances, keep=self._how == "left")
        left, right = self.tables
        return left.joined(right, Joined(*rows, self.names, self._distance))


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
    left_rows = np.repeat(np.arange(counts.size), np.maximum(counts, 1))
    # Where the rows without partner go among those that were found.
    gaps = (np.cumsum(counts) - counts)[counts == 0]
    return left_rows, np.insert(right_rows, gaps, -1), np.insert(distances, gaps, np.nan)


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


def places_of(
    table: Table, lat: str | None, lon: str | None, names: tuple[str, str], edges: Edges | None
) -> Points | Shapes:
    """Find the points of a table, or else its lines and polygons."""
    try:
        return table.points(lat, lon, names)
    except InvalidGeometryError:
        shapes = None if lat is not None or lon is not None else table.shapes(edges)
        # A column of lines or polygons may have no rows, or none that holds one.
        if shapes is None or set(shapes._layout.kinds.tolist()) - {0} == {POINT}:
            raise
        return shapes


def polygons_of(places: Points | Shapes) -> Shapes:
    """Refuse points where polygons are needed; what has no geometry at all has none to refuse."""
    if not isinstance(places, Points):
        return places
    if not places.missing.all():
        raise TypeError("right table: contains_join() needs polygons, got points")
    return Shapes._of_points(places)


def warn_of_self_join() -> None:
    """Warn of a table that is joined to itself without a word on its own rows."""
    warn(
        "both tables are the same, so each row is joined to itself, at distance 0; "
        "exclude_self=True leaves these pairs out, exclude_self=False keeps them",
        SelfJoinWarning,
    )


def warn_of_missing(places: Points | Shapes, what: str) -> None:
    """Warn of rows with missing coordinates, which match nothing."""
    empty = places.empty if isinstance(places, Shapes) else False
    missing = int((places.missing | empty).sum())
    if missing:
        lack = "have no geometry" if isinstance(places, Shapes) else "have a missing coordinate"
        warn(f"{missing} of {len(places)} rows of the {what} {lack} and match nothing", UserWarning)
