"""Searches in indexes that are registered under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from geodist._columns.layouts import POINT
from geodist._errors import GeodistError
from geodist._search.index import PointIndex
from geodist._search.shape_index import ShapeIndex
from geodist._types.points import as_points
from geodist.duckdb.columns import Located, numbers, places, showing_rows
from geodist.duckdb.ways import way_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodist._typing import FloatArray, IntArray

MATCHES: Final = 'STRUCT("row" BIGINT, distance DOUBLE)[]'


class Indexes:
    """The indexes of a connection, by name."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._indexes: list[PointIndex | ShapeIndex] = []

    def add(self, given: Mapping[Any, Any]) -> None:
        """Add indexes; one of the same name is replaced."""
        for name, index in given.items():
            if not isinstance(name, str):
                raise TypeError(f"the name of an index must be a str, got {type(name).__name__}")
            if not isinstance(index, PointIndex | ShapeIndex):
                kind = type(index).__name__
                raise TypeError(f"index {name!r} must be a PointIndex or a ShapeIndex, got {kind}")
        for name, index in given.items():
            number = self._numbers.setdefault(name, len(self._numbers))
            self._indexes[number : number + 1] = [index]

    def number(self, names: Any) -> Any:
        """Give the numbers of indexes; DuckDB calls this once for a query, if the name is constant."""
        known = {name: self._number(name) for name in names.unique().to_pylist()}
        return pa.array([known[name] for name in names.to_pylist()], pa.int32())

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            there = ", ".join(map(repr, self._numbers)) or "none"
            raise GeodistError(
                f"no index is registered as {name!r}: register(con, indexes={{{name!r}: index}}) "
                f"does it; there is {there}"
            )
        return self._numbers[name]

    def nearest(self, which: Any, lat: Any, lon: Any, k: Any) -> Any:
        """Find the k nearest of points."""
        with showing_rows("nearest", lat=lat, lon=lon):
            return self._nearest(which, (numbers(lat), numbers(lon)), k)

    def nearest_of_shapes(self, which: Any, geometry: Any, k: Any, way: Any) -> Any:
        """Find the k nearest of geometries."""
        with showing_rows("nearest", geometry=geometry):
            return self._nearest(which, (self._query(which, geometry, way),), k)

    def within(self, which: Any, lat: Any, lon: Any, radius: Any) -> Any:
        """Find all up to a distance of points."""
        with showing_rows("within", lat=lat, lon=lon, radius=radius):
            return self._within(which, (numbers(lat), numbers(lon)), radius)

    def within_of_shapes(self, which: Any, geometry: Any, radius: Any, way: Any) -> Any:
        """Find all up to a distance of geometries."""
        with showing_rows("within", geometry=geometry, radius=radius):
            return self._within(which, (self._query(which, geometry, way),), radius)

    def _nearest(self, which: Any, places: tuple[Any, ...], k: Any) -> Any:
        index = self._index(which)
        limits = k.to_numpy()
        if (limits < 1).any():
            raise GeodistError(f"k must be at least 1, got {limits.min()}")
        # No row has more neighbours than there are rows, however large k is.
        most = max(1, min(int(limits.max()), len(index)))
        found: Any = index.query(*places, k=most, threads=1)
        shape = limits.size, most
        rows, distances = found.indices.reshape(shape), found.distances.reshape(shape)
        kept = (rows >= 0) & (np.arange(most) < limits[:, np.newaxis])
        return _matches(kept.sum(axis=1), rows[kept], distances[kept])

    def _within(self, which: Any, places: tuple[Any, ...], radius: Any) -> Any:
        found: Any = self._index(which).query_radius(*places, radius=numbers(radius), threads=1)
        assert len(found) == max(map(len, (*places, radius)))
        return _matches(found.counts, found.indices, found.distances)

    def _index(self, which: Any) -> Any:
        found = np.unique(which.to_numpy())
        if found.size != 1:
            raise GeodistError("the name of the index must be the same in all rows")
        return self._indexes[int(found[0])]

    def _query(self, which: Any, geometry: Any, way: Any) -> Any:
        """Read what to search from: points, or shapes where the index takes them."""
        (stated, _), _, edges = way_of(way)
        found = places(geometry, stated, edges)
        if isinstance(found, Located):
            return found.points
        if isinstance(self._index(which), ShapeIndex):
            return found
        others = ~np.isin(found._layout.kinds, (0, POINT))
        if others.any():
            raise GeodistError(
                "a PointIndex is searched from points; register a ShapeIndex to search from lines",
                index=int(np.argmax(others)),
            )
        return as_points(found)


def _matches(counts: IntArray, rows: IntArray, distances: FloatArray) -> Any:
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    columns = [pa.array(rows.astype(np.int64, copy=False)), pa.array(distances)]
    return pa.ListArray.from_arrays(
        pa.array(offsets), pa.StructArray.from_arrays(columns, ["row", "distance"])
    )
