"""Cells of columns that hold geometries or text: which are missing, whatever the library."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def is_missing(cell: Any) -> bool:
    """Tell whether a cell stands for a missing value: None, NaN or pandas' NA.

    >>> [is_missing(cell) for cell in (None, float("nan"), 0.0, "")]
    [True, True, False, False]
    """
    if cell is None or (isinstance(cell, float) and cell != cell):
        return True
    return cell is getattr(sys.modules.get("pandas"), "NA", None)


def cells_of(column: Iterable[Any]) -> list[Any]:
    """Give the cells of a column of any library, None for those that are missing.

    >>> cells_of(["a", float("nan")])
    ['a', None]
    """
    # Iteration over columns of PyArrow gives scalars.
    cells = column.to_pylist() if hasattr(column, "to_pylist") else column
    return [None if is_missing(cell) else cell for cell in cells]


def without_missing(values: NDArray[np.object_]) -> NDArray[np.object_]:
    """Put None where a column of objects has another word for what is missing.

    >>> without_missing(np.array([5, float("nan")], object)).tolist()
    [5, None]
    """
    found = np.empty(values.size, object)
    found[:] = cells_of(values.ravel())
    return found.reshape(values.shape)
