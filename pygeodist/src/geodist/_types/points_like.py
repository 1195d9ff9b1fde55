"""What functions take for points, in the words of type checkers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geodist._typing import Item, Other, Plain, Quantity


class Geometry(Protocol):
    """A geometry, or several: of geodist, Shapely, GeoPandas."""

    @property
    def __geo_interface__(self) -> Any: ...


class ArrowArray(Protocol):
    """An array of Arrow."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...


class ArrowStream(Protocol):
    """A table of Arrow, Polars or pandas."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


# An array of objects holds geometries of Shapely, a mapping is GeoJSON.
PointsLike: TypeAlias = (
    Geometry
    | ArrowArray
    | ArrowStream
    | Sequence[Geometry | None]
    | NDArray[np.object_]
    | Mapping[str, Any]
)


class HasCoordinates(Protocol):
    """Columns of coordinates by their names."""

    @property
    def lat(self) -> Any: ...
    @property
    def lon(self) -> Any: ...


# A column of coordinates, with another beside it, or points alone.
ColumnOrPoints: TypeAlias = (
    NDArray[np.floating[Any] | np.integer[Any] | np.bool_]
    | Sequence[Item]
    | Quantity
    | Other
    | PointsLike
    | HasCoordinates
)
# The same, and numbers or nested lists: what is asked of an index is broadcast.
QueryPoints: TypeAlias = Plain | ColumnOrPoints
