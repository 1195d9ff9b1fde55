"""What functions take for points, in the words of type checkers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray


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
