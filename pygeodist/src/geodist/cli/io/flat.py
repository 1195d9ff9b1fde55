"""What sinks share: the columns of a table for a format without geometries."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from geodist._columns.candidates import find_pairs
from geodist._columns.datums import DEFAULT
from geodist._columns.names import repeated_name
from geodist.cli.errors import TableError
from geodist.cli.io.cells import Numbers, Typed
from geodist.cli.io.streams import STANDARD_INPUT
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from geodist.cli.io.cells import Column, Rows
    from geodist.cli.io.layer import Batch, Geometry, Source


_AXES = {"lat": Kind.LATITUDE, "lon": Kind.LONGITUDE, "h": Kind.LENGTH}


def flat_names(source: Source, *, bare: bool = False) -> list[str]:
    """Name the columns of a table for a format without geometries; ``bare`` as for `Source.named`.

    Points that a command reads become numbers: lat, lon and perhaps h replace the
    geometry, unless columns of the table hold the same points. Other geometries stay one column.
    """
    names = list(source.named(bare=bare))
    geometry = source.schema.geometry
    if geometry is not None and source.reads_geometry:
        own = point_axes(source)
        if set(own).intersection(names):
            own = [f"geometry_{name}" for name in own]
        names[geometry.column : geometry.column + 1] = own
    return names


def flat_columns(
    batch: Batch,
    rows: Rows | None = None,
    *,
    typed: bool = False,
    encoding: Literal["wkb", "geojson"] = "geojson",
    kept: Container[int] | None = None,
) -> list[Column]:
    """Return the columns that `flat_names` names.

    Parameters
    ----------
    batch, rows
        Whose they are.
    typed
        Whether they are Arrow arrays, not texts.
    encoding
        How geometries are written that do not become numbers; well-known binary is an Arrow array.
    kept
        The positions of those that are wanted; None for all.
    """
    source = batch.source
    geometry = source.schema.geometry
    arrays = batch.arrow(rows).columns if typed else None
    columns: list[Callable[[], Column]] = []
    for i in range(len(source.schema.names)):
        if geometry is None or i != geometry.column:
            columns.append(
                partial(batch.texts, i, rows) if arrays is None else partial(Typed, arrays[i])
            )
        elif source.reads_geometry:
            columns += [
                partial(_numbers, batch, i, _AXES[axis], rows) for axis in point_axes(source)
            ]
        else:
            columns.append(partial(_geometries, batch, encoding, rows))
    return [make() for i, make in enumerate(columns) if kept is None or i in kept]


def _geometries(batch: Batch, encoding: Literal["wkb", "geojson"], rows: Rows | None) -> Column:
    cells = batch.geometries(encoding, rows)
    if encoding == "geojson":
        return cells
    import pyarrow as pa

    from geodist.cli.io.arrow_text import text_array

    return Typed(text_array(cells, pa.binary()))


def _numbers(batch: Batch, column: int, kind: Kind, rows: Rows | None) -> Numbers:
    values = batch.numbers(column, kind)
    return Numbers(values if rows is None else values[rows])


def point_axes(source: Source) -> list[str]:
    """Tell which numbers of points a table without geometries needs beside its other columns."""
    geometry = source.schema.geometry
    assert geometry is not None
    if source.spare_axes is None:
        source.spare_axes = _spare_axes(source, geometry)
    return [axis for axis in list(_AXES)[: geometry.dimensions] if axis not in source.spare_axes]


def _spare_axes(source: Source, geometry: Geometry) -> tuple[str, ...]:
    """Find what columns of a table say too, such as those of CSV that became GeoParquet.

    The points of all rows are read for it, where names tell that there may be such columns. So are
    they where heights may be, but nothing says so.
    """
    from geodist.cli.io.tables import open_table

    at = geometry.column
    pairs = [
        (lat, lon)
        for lat, lon, *_ in find_pairs(source.schema.names)
        if isinstance(lat, int) and isinstance(lon, int) and at not in (lat, lon)
    ]
    is_flat = not geometry.types and geometry.encoding != "geojson"
    is_file = source.name != STANDARD_INPUT and Path(source.name).is_file()
    if not (is_file and (pairs or is_flat)):
        return ()
    with open_table(source.name, source.format, quiet=True) as again:
        again.choose((at, *(column for pair in pairs for column in pair)))
        for batch in again.batches():
            lat, lon, height = (batch.numbers(at, kind) for kind in _AXES.values())
            is_flat = is_flat and not np.isfinite(height).any()
            nowhere = np.isnan(lat) & np.isnan(lon)
            pairs = [
                (y, x)
                for y, x in pairs
                if (nowhere | (batch.numbers(y, Kind.LATITUDE) == lat)).all()
                if (nowhere | (batch.numbers(x, Kind.LONGITUDE) == lon)).all()
            ]
            if not pairs and not is_flat:
                break
    return (*(("lat", "lon") if pairs else ()), *(("h",) if is_flat else ()))


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
    if len(set(names)) < len(names):
        twice = next(name for i, name in enumerate(names) if name in names[:i])
        what = repeated_name(names, twice)
        raise TableError(f"{source.name}: {what}, or write CSV, which can have both")
