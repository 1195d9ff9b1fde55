"""What `Points` and `Shapes` have in common: a datum, and columns that nobody changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

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

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} are immutable: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} are immutable: cannot delete {name!r}")


def frozen(column: NDArray[T]) -> NDArray[T]:
    """Make it read-only, and what it is a view of, so that no caller can make it writable again."""
    owner: Any = column
    while isinstance(owner, np.ndarray):
        owner.setflags(write=False)
        owner = owner.base
    return column.view()
