"""Columns of coordinates: what they must be, alone and beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist._columns.numbers import real_array

if TYPE_CHECKING:
    from geodist._typing import FloatArray


def real_column(values: Any, name: str) -> FloatArray:
    """Make a float64 column of anything that NumPy can make an array of real numbers of."""
    array = real_array(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got shape {array.shape}")
    return array


def check_labels(**columns: Any) -> None:
    """Refuse columns of pandas whose rows have other labels: they would go by position.

    >>> import pandas as pd
    >>> lat = pd.Series([1, 2])
    >>> check_labels(lat=lat, lon=lat.sort_values(ascending=False))
    Traceback (most recent call last):
        ...
    ValueError: lat and lon are taken row by row, but their rows have different labels ...
    """
    first = ""
    labels: Any = None
    for name, value in columns.items():
        mine: Any = getattr(value, "index", None)
        if mine is None or not hasattr(mine, "equals"):
            continue
        if labels is None:
            first, labels = name, mine
        elif mine is not labels and len(mine) == len(labels) and not labels.equals(mine):
            raise ValueError(
                f"{first} and {name} are taken row by row, but their rows have different labels "
                "(index); give columns of one table, align() them, or give to_numpy() to go by position"
            )
