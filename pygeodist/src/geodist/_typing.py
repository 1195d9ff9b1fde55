"""Types of arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geodist._geodist_core import Ellipsoid

# A number, and what becomes a plain float64 array. A pandas or xarray object is neither: with it,
# results are of its own kind.
Number: TypeAlias = float | np.floating[Any] | np.integer[Any] | np.bool_
Plain: TypeAlias = (
    Number
    | NDArray[np.floating[Any] | np.integer[Any] | np.bool_]
    | Sequence[Number]
    | Sequence[Sequence[Number]]
    | Sequence[NDArray[np.floating[Any] | np.integer[Any] | np.bool_]]
)
FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
# Latitudes, longitudes and perhaps altitudes.
Columns: TypeAlias = tuple[FloatArray, FloatArray, FloatArray | None]
EllipsoidLike: TypeAlias = Ellipsoid | str | None
