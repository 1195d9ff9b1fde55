"""The two layers of a join, and how to make one of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._columns.crs import datum_of
from geodist._columns.datums import shared_ellipsoid
from geodist._errors import GeodistError
from geodist._search.joining import joined_rows, warn_of_missing
from geodist._types.points import Points
from geodist._types.shape_builders import checked_edges
from geodist._types.shapes import Shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geodist._types.shape_columns import Edges
    from geodist._typing import FloatArray, IntArray


class Layers:
    """The two layers of a join."""

    def __init__(
        self, left: Any, right: Any, how: str, lsuffix: str, rsuffix: str, edges: Edges | None
    ) -> None:
        import geopandas

        for name, layer in (("left_df", left), ("right_df", right)):
            if not isinstance(layer, geopandas.GeoDataFrame):
                raise ValueError(f"{name!r} should be GeoDataFrame, got {type(layer).__name__}")
        if how not in {"inner", "left", "right"}:
            raise ValueError(f"how must be 'inner', 'left' or 'right', got {how!r}")
        if lsuffix == rsuffix and left.index.names == right.index.names == [None]:
            raise ValueError(f"lsuffix and rsuffix must differ, got {lsuffix!r} for both")
        self._left, self._right = left, right
        self._how = how
        self._places: list[tuple[int, Any]] = []  # of columns that both had, in the result
        self._edges = checked_edges(edges)
        self._suffixes = lsuffix, rsuffix
        self.ellipsoid = common_ellipsoid(left.crs, right.crs)

    def points(self) -> tuple[Points, Points] | None:
        """Give the points to find neighbours of, and those among which; None if not all are."""
        sets = []
        if not all(layer.geom_type.isin(["Point", None]).all() for _, layer in self.named()):
            return None
        for name, layer in self.named():
            with _naming(name):
                points = Points.from_shapely(layer.geometry)
            warn_of_missing(points, name)
            sets.append(points)
        left, right = sets
        return (right, left) if self._how == "right" else (left, right)

    def shapes(self, *, warned: bool = False) -> tuple[Shapes, Shapes]:
        """Give the shapes of both layers, with a warning of those that match nothing, if wanted."""
        sets = []
        for name, layer in self.named():
            with _naming(name):
                sets.append(Shapes.from_geopandas(layer, edges=self._edges))
            if warned:
                warn_of_missing(sets[-1], name)
        return sets[0], sets[1]

    def equal(self, asked: IntArray, found: IntArray) -> NDArray[np.bool_]:
        """Tell which pairs of rows have equal geometries."""
        import shapely

        left, right = (layer.geometry.to_numpy() for _, layer in self.named())
        here, there = (right, left) if self._how == "right" else (left, right)
        same: NDArray[np.bool_] = shapely.equals(here[asked], there[found])
        return same

    def named(self) -> list[tuple[str, Any]]:
        """Give both layers, and what messages call them."""
        return [("left_df", self._left), ("right_df", self._right)]

    def alike(
        self, left_rows: IntArray, right_rows: IntArray, names: list[Any]
    ) -> tuple[IntArray, IntArray]:
        """Keep pairs whose columns of these names are equal; the result has them once."""
        for name in names:
            for side, layer in self.named():
                if list(layer.columns).count(name) != 1 or name == layer.geometry.name:
                    raise ValueError(f"on_attribute: {side} has no single column {name!r}")
            mine = self._left[name].to_numpy()[left_rows]
            kept = np.asarray(mine == self._right[name].to_numpy()[right_rows], np.bool_)
            left_rows, right_rows = left_rows[kept], right_rows[kept]
        # Kept rows without a match keep their own, where GeoPandas has those of the left.
        if names and self._how == "right":
            mine = list(self._left.columns.drop(self._left.geometry.name))
            self._places = sorted((mine.index(name), name) for name in names)
            self._left = self._left.drop(columns=names)
        elif names:
            self._right = self._right.drop(columns=names)
        return left_rows, right_rows

    def matched(
        self,
        left_rows: IntArray,
        right_rows: IntArray,
        distances: FloatArray | None = None,
        distance_col: str | None = None,
    ) -> Any:
        """Make the joined layer of pairs of rows, in any order."""
        asked, found = left_rows, right_rows
        if self._how == "right":
            asked, found = found, asked
        order = np.lexsort((found, asked))
        size = len(self._right if self._how == "right" else self._left)
        counts = np.bincount(asked, minlength=size).astype(np.int64)
        apart = np.zeros(order.size) if distances is None else distances[order]
        return self.joined(counts, found[order], apart, distance_col)

    def joined(
        self, counts: IntArray, rows: IntArray, distances: FloatArray, distance_col: str | None
    ) -> Any:
        """Make the joined layer: query row i with the next ``counts[i]`` found."""
        import pandas as pd

        asked_rows, found_rows, distances = joined_rows(
            counts, rows, distances, keep=self._how != "inner"
        )
        left, right = self._left, self._right
        if self._how == "right":
            left = pd.DataFrame(left).drop(columns=left.geometry.name)
        else:
            right = pd.DataFrame(right).drop(columns=right.geometry.name)
        left, left_names = _with_index(left, self._suffixes[0], right)
        right, right_names = _with_index(right, self._suffixes[1], left)
        geometry = self._right.geometry.name if self._how == "right" else self._left.geometry.name
        left_columns, right_columns = self._rename(left, right, geometry)
        if distance_col is not None and distance_col in [*left_columns, *right_columns]:
            raise ValueError(
                f"there is a column {distance_col!r} already; choose another distance_col"
            )
        left_rows, right_rows = asked_rows, found_rows
        if self._how == "right":
            left_rows, right_rows = found_rows, asked_rows
        parts = []
        for part, columns, which in (
            (left, left_columns, left_rows),
            (right, right_columns, right_rows),
        ):
            # No row has the label -1: it becomes one of missing values.
            taken = part.reindex(which) if (which < 0).any() else part.iloc[which]
            taken = taken.reset_index(drop=True)
            taken.columns = columns
            parts.append(taken)
        joined = pd.concat(parts, axis=1)
        for place, name in self._places:
            joined.insert(len(left_names) + place, name, joined.pop(name))
        names, columns = (
            (right_names, right_columns) if self._how == "right" else (left_names, left_columns)
        )
        joined = joined.set_index(columns[: len(names)])
        joined.index.names = [
            None if name is None else new
            for name, new in zip(names, joined.index.names, strict=True)
        ]
        joined = joined.set_geometry(geometry)
        if distance_col is not None:
            joined[distance_col] = distances
        return joined

    def _rename(self, left: Any, right: Any, geometry: str) -> tuple[list[Any], list[Any]]:
        """Add the suffixes to names that are in both layers, but the geometry's."""
        common = set(left.columns) & set(right.columns)
        if common and not any(self._suffixes):
            raise ValueError(f"columns overlap but no suffix specified: {sorted(map(str, common))}")
        sides = [(left, self._suffixes[0], self._how != "right")]
        sides.append((right, self._suffixes[1], self._how == "right"))
        renamed = []
        for part, suffix, has_geometry in sides:
            names = [
                f"{name}_{suffix}"
                if name in common and not (has_geometry and name == geometry)
                else name
                for name in part.columns
            ]
            twice = {name for name in names if names.count(name) > 1} - {
                name for name in part.columns if list(part.columns).count(name) > 1
            }
            if twice:
                raise ValueError(f"suffixes make columns twice: {sorted(map(str, twice))}")
            renamed.append(names)
        return renamed[0], renamed[1]


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Say in errors which layer they are about."""
    try:
        yield
    except GeodistError as error:
        raise type(error)(f"{name}: {error}", error.value, error.index) from error


def common_ellipsoid(left: Any, right: Any) -> Any:
    """Give the ellipsoid of both CRS; refuse layers without one, or with two that differ."""
    for name, crs in (("left_df", left), ("right_df", right)):
        if crs is None:
            raise GeodistError(
                f"{name} has no CRS, so nothing says what its coordinates are; "
                "set it, for example with set_crs('EPSG:4326')"
            )
    if left != right and not (left.is_geographic and right.is_geographic):
        raise GeodistError(
            f"the CRS of left_df, {left.name!r}, and that of right_df, {right.name!r}, differ; "
            "convert one of them with to_crs()"
        )
    return shared_ellipsoid(None, left_df=datum_of(left), right_df=datum_of(right))


def _with_index(layer: Any, suffix: str, other: Any) -> tuple[Any, list[Any]]:
    """Make columns of the index, before the others; also give the names of its levels."""
    names = list(layer.index.names)
    whole = layer.reset_index()
    columns = list(whole.columns)
    for i, name in enumerate(names):
        if name is None:
            level = str(i) if len(names) > 1 else ""
            new = f"index_{suffix}{level}"
            if new in layer.columns or new in other.columns:
                raise ValueError(
                    f"{new!r} cannot be a column name in the frames being joined: the index of one "
                    "gets it, and a column or the index of the other has it; use other suffixes"
                )
            columns[i] = new
    whole.columns = columns
    return whole, names
