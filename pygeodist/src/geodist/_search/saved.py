"""What all indexes keep and say of themselves, and their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodist._arguments import checked_path
from geodist._columns.datums import (
    common_datum,
    datum_from_note,
    datum_on,
    known_ellipsoid,
    note_of,
)
from geodist._errors import IndexFileError

if TYPE_CHECKING:
    from os import PathLike
    from typing import Any, Self, TypeAlias

    from geodist import _geodist_core
    from geodist._columns.datums import Datum
    from geodist._geodist_core import Ellipsoid

    _AnyIndex: TypeAlias = (
        _geodist_core.PointIndex | _geodist_core.ShapeIndex | _geodist_core.TrackIndex
    )


class SavedIndex:
    """An index, as its queries see it."""

    __slots__ = ("_core", "_datum")

    _core: _AnyIndex
    # None where what is indexed does not say.
    _datum: Datum | None

    @classmethod
    def _wrap(cls, core: Any, datum: Datum | None) -> Self:
        index = cls.__new__(cls)
        index._core = core
        index._datum = datum
        return index

    @classmethod
    def _of_file(cls, core: _AnyIndex, name: str) -> Self:
        """Take what was read; files of the C++ library say nothing of a datum."""
        try:
            datum = datum_from_note(core.note) if core.note else datum_behind(core.ellipsoid)
        except ValueError as error:
            raise IndexFileError(f"{name} is damaged: {error}") from None
        return cls._wrap(core, datum)

    def __len__(self) -> int:
        return self._core.size

    @property
    def ellipsoid(self) -> Ellipsoid:
        """The figure of the Earth."""
        return self._core.ellipsoid

    @property
    def datum(self) -> str | None:
        """The name of the geodetic datum; None if what is indexed does not say."""
        return None if self._datum is None else self._datum.frame

    def save(self, path: str | PathLike[str]) -> None:
        """
        Write the index to a file, with all that it holds and its datum.

        Parameters
        ----------
        path : path-like
            The file. An existing one is replaced, once the new one is complete.

        Raises
        ------
        OSError
            The file cannot be written.

        See Also
        --------
        load : Read it again.
        """
        implied = self._datum == datum_behind(self.ellipsoid)
        self._core.save(checked_path(path), "" if implied else note_of(self._datum))

    def _check_datum(self, datum: Datum | None) -> None:
        """Refuse a query on another datum, unless it has none."""
        if datum is not None and datum != self._datum:
            common_datum(**{"the index": self._datum, "the query": datum})


def datum_behind(ellipsoid: Ellipsoid | str) -> Datum | None:
    """Give the datum of what is measured on an ellipsoid; a sphere says nothing of it."""
    known = known_ellipsoid(ellipsoid)
    return datum_on(known) if known.f else None
