"""What `Points` and `Shapes` have in common: a datum, and columns that nobody changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from geodist._columns.datums import common_datum

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

    from geodist._columns.datums import Datum
    from geodist._geodist_core import Ellipsoid

    T = TypeVar("T", bound=np.generic)


class Collection:
    """An immutable collection on a datum."""

    __slots__ = ("__weakref__", "_datum", "_hash")

    _datum: Datum
    _hash: int | None

    @classmethod
    def _of_attributes(cls, **attributes: Any) -> Self:
        """Make a collection that has these attributes, and no hash yet."""
        self = object.__new__(cls)
        for name, value in {**attributes, "_hash": None}.items():
            object.__setattr__(self, name, value)
        return self

    @property
    def ellipsoid(self) -> Ellipsoid:
        """The ellipsoid that functions measure on, unless they are given another."""
        return self._datum.ellipsoid

    @property
    def datum(self) -> str | None:
        """The name of the geodetic datum; None if only the ellipsoid is known."""
        return self._datum.frame

    @property
    def crs(self) -> str | None:
        """The CRS of the coordinates: "EPSG:4267" or the like, or PROJJSON; None without one."""
        return self._datum.crs

    def _stated(self, crs: Any) -> Datum:
        """Give the datum to write, which no other CRS can make of the collection."""
        if crs is None:
            return self._datum
        from geodist._columns.crs import stated_datum

        stated = stated_datum(self._datum, crs, None)
        if self._datum.frame is None:
            common_datum(crs=stated, **{f"the {type(self).__name__.lower()}": self._datum})
        return stated

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} are immutable: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} are immutable: cannot delete {name!r}")


def checked_labels(index: Any, size: int) -> Any:
    """Refuse labels of another number than the rows.

    >>> checked_labels([10, 11], 3)
    Traceback (most recent call last):
        ...
    ValueError: index must have a label for each of 3 rows, got 2
    """
    if index is not None and len(index) != size:
        raise ValueError(f"index must have a label for each of {size} rows, got {len(index)}")
    return index


def frozen(column: NDArray[T]) -> NDArray[T]:
    """Make it read-only, and what it is a view of, so that no caller can make it writable again."""
    owner: Any = column
    while isinstance(owner, np.ndarray):
        owner.setflags(write=False)
        owner = owner.base
    return column.view()
