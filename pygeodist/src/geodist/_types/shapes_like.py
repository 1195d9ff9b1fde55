"""What functions take for shapes, in the words of type checkers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geodist._types.points_like import Geometry

# An array of objects holds geometries of Shapely, a mapping is GeoJSON.
ShapesLike: TypeAlias = (
    Geometry | Sequence[Geometry | None] | NDArray[np.object_] | Mapping[str, Any]
)
