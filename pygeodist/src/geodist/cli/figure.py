"""The ellipsoid that a command measures on: the one of ``--ellipsoid``, else that of its tables."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import click

from geodist._columns.datums import DEFAULT, common_datum
from geodist._errors import DatumWarning, GeodistError
from geodist.cli.errors import TableError, say
from geodist.cli.parse.values import parse_ellipsoid

if TYPE_CHECKING:
    from geodist._columns.datums import Datum
    from geodist._geodist_core import Ellipsoid
    from geodist.cli.io.layer import Source


class Figure:
    """The ellipsoid of a command.

    Parameters
    ----------
    given
        That of ``--ellipsoid``, if any.
    """

    def __init__(self, given: Ellipsoid | None) -> None:
        self.value = given or DEFAULT.ellipsoid
        self._given = given
        self._datums: dict[str, Datum] = {}

    def take(self, source: Source) -> None:
        """Take that of an open table, and say so if it is not that of WGS84.

        Raises
        ------
        TableError
            Its datum does not go with that of the table before.
        """
        geometry = source.schema.geometry
        is_read = source.reads_geometry or source.reads_shapes
        datum = geometry.datum if geometry is not None and is_read else DEFAULT
        self._datums[source.name] = datum
        try:
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always", DatumWarning)
                common_datum(**self._datums)
        except GeodistError as error:
            raise TableError(str(error)) from error
        notes = [str(warning.message) for warning in said]
        if self._given is None:
            self.value = datum.ellipsoid
        if datum.ellipsoid != DEFAULT.ellipsoid:
            measured = self.value.name or repr(self.value)
            why = "by --ellipsoid" if self._given is not None else "its ellipsoid"
            notes.append(f"{source.name} is on {datum.name}; measured on {measured}, {why}")
        for note in notes:
            say(note)


def read_figure(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> Figure:
    """Read ``--ellipsoid``, with errors that name the option."""
    try:
        return Figure(None if text is None else parse_ellipsoid(text))
    except click.BadParameter as error:
        raise click.UsageError(f"--ellipsoid: {error.message}") from error
