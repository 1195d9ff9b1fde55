"""What sinks share: the columns of a table for a format without geometries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodist._columns.datums import DEFAULT
from geodist._columns.names import repeated_name
from geodist.cli.errors import TableError
from geodist.cli.io.cells import Numbers, Typed
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.io.cells import Column, Rows
    from geodist.cli.io.layer import Batch, Source


def flat_names(source: Source, *, bare: bool = False) -> list[str]:
    """Name the columns of a table for a format without geometries; ``bare`` as for `Source.named`.

    Points that a command reads become numbers: lat, lon and perhaps h replace the
    geometry. Other geometries stay one column of text.
    """
    names = list(source.named(bare=bare))
    geometry = source.schema.geometry
    if geometry is not None and source.reads_geometry:
        own = ["lat", "lon", "h"][: geometry.dimensions]
        if set(own).intersection(names):
            own = [f"geometry_{name}" for name in own]
        names[geometry.column : geometry.column + 1] = own
    return names


def flat_columns(batch: Batch, rows: Rows | None = None, *, typed: bool = False) -> list[Column]:
    """Return the columns that `flat_names` names, as texts or, where ``typed``, as Arrow arrays."""
    source = batch.source
    geometry = source.schema.geometry
    arrays = batch.arrow(rows).columns if typed else None
    columns: list[Column] = []
    for i in range(len(source.schema.names)):
        is_geometry = geometry is not None and i == geometry.column
        if geometry is not None and is_geometry and source.reads_geometry:
            for kind in (Kind.LATITUDE, Kind.LONGITUDE, Kind.LENGTH)[: geometry.dimensions]:
                values = batch.numbers(i, kind)
                columns.append(Numbers(values if rows is None else values[rows]))
        elif arrays is not None:
            columns.append(Typed(arrays[i]))
        elif is_geometry:
            columns.append(batch.geometries("geojson", rows))
        else:
            columns.append(batch.texts(i, rows))
    return columns


def refuse_other_datum(source: Source, about: str) -> None:
    """Refuse geometries that are not on WGS84, where their format has no word for it."""
    geometry = source.schema.geometry
    if geometry is not None and not geometry.datum.mixes:
        raise TableError(
            f"{source.name} is on {geometry.datum.name}, {about} on {DEFAULT.name}: "
            "write another format, such as GeoPackage"
        )


def refuse_repeated_names(source: Source, names: Sequence[str]) -> None:
    """Refuse a table with a name twice, where its format cannot hold that."""
    for i, name in enumerate(names):
        if name in names[:i]:
            what = repeated_name(names, name)
            raise TableError(f"{source.name}: {what}, or write CSV, which can have both")
