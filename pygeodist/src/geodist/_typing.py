"""Types of arguments."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import Any, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from geodist._geodist_core import Ellipsoid

# A number, and what becomes a plain float64 array: in lists, None is missing.
Number: TypeAlias = float | np.floating[Any] | np.integer[Any] | np.bool_
Item: TypeAlias = Number | Decimal | None
Plain: TypeAlias = (
    Number
    | NDArray[np.floating[Any] | np.integer[Any] | np.bool_]
    | Sequence[Item]
    | Sequence[Sequence[Item]]
    | Sequence[NDArray[np.floating[Any] | np.integer[Any] | np.bool_]]
)
FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
# Latitudes, longitudes and perhaps altitudes.
Columns: TypeAlias = tuple[FloatArray, FloatArray, FloatArray | None]
EllipsoidLike: TypeAlias = Ellipsoid | str | None


# The objects of other libraries, which this package does not import, by what they have.


class Quantity(Hashable, Protocol):
    """A number, or numbers, with a unit of pint; those of Astropy are arrays of NumPy.

    To type checkers, objects of xarray have any attribute, but no hash.
    """

    @property
    def magnitude(self) -> Any:
        """The numbers."""


class Column(Protocol):
    """What overrides NumPy's ufuncs, as objects of pandas, Polars, xarray and Dask do."""

    @property
    def __array_ufunc__(self) -> Any: ...


class HasArray(Protocol):
    """What NumPy can make an array of."""

    @property
    def __array__(self) -> Any: ...


class ArrowArray(Protocol):
    """A column by Arrow's PyCapsule interface."""

    @property
    def __arrow_c_array__(self) -> Any: ...


class ArrowStream(Protocol):
    """A column in chunks by Arrow's PyCapsule interface."""

    @property
    def __arrow_c_stream__(self) -> Any: ...


Other: TypeAlias = HasArray | ArrowArray | ArrowStream
# Results are columns of the kind that the inputs are.
ColumnT = TypeVar("ColumnT", bound=Column)
