"""The parts of GeoJSON features: their bounds, properties, identifiers and points."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import geodist
from geodist._columns.crs import datum_of
from geodist._columns.datums import DEFAULT, Datum
from geodist.cli.blocks import Rows
from geodist.cli.errors import TableError
from geodist.cli.json_parse import columns_by_name

# What may stand between two objects of an array: strings, numbers and words.
_SCALAR = re.compile(rb'"(?:[^"\\]|\\.)*"|[^\s,"]+')
_BETWEEN = b", \t\r\n"


def datum_in(name: str, text: bytes) -> Datum:
    """Read the datum of a collection, by its member crs, of GeoJSON before RFC 7946.

    Parameters
    ----------
    name
        The table.
    text
        The collection without its features.

    Returns
    -------
    Datum
        That of WGS84 where there is no such member.

    Raises
    ------
    TableError
        Its coordinates are not longitude and latitude in degrees.
    """
    try:
        crs = json.loads(text).get("crs")
    except ValueError:
        # What is wrong with the collection, its features tell.
        return DEFAULT
    if crs is None:
        return DEFAULT
    about = crs.get("properties") if isinstance(crs, dict) else None
    label = about.get("name") if isinstance(about, dict) else None
    if not isinstance(label, str):
        raise TableError(f"{name}: the member crs names no CRS: {json.dumps(crs)}")
    try:
        return datum_of(label)
    except geodist.GeodistError as error:
        raise TableError(f"{name}: {error}") from error


def with_scalars(data: bytes, starts: Rows, ends: Rows, stop: int) -> tuple[Rows, Rows]:
    """Add the features that are neither objects nor arrays, which have no brackets."""
    found = []
    gaps = zip([0, *ends.tolist()], [*starts.tolist(), stop], strict=True)
    for a, b in gaps:
        if data[a:b].strip(_BETWEEN):
            found += [match.span() for match in _SCALAR.finditer(data, a, b)]
    if not found:
        return starts, ends
    bounds = np.concatenate([np.column_stack([starts, ends]), np.array(found, np.int64)])
    bounds = bounds[np.argsort(bounds[:, 0])]
    return bounds[:, 0], bounds[:, 1]


def properties_of(table: Any) -> Any:
    """Return the properties of parsed features as a table."""
    if "properties" not in table.column_names:
        return pa.table({})
    column = table.column("properties").combine_chunks()
    if pa.types.is_string(column.type):
        # Objects whose values have no common type.
        rows = [json.loads(text) if text else None for text in column.to_pylist()]
        return columns_by_name([row if isinstance(row, dict) else {} for row in rows])
    if not pa.types.is_struct(column.type):
        return pa.table({})
    names = [field.name for field in column.type]
    return pa.table([pc.struct_field(column, [i]) for i in range(len(names))], names=names)


def ids_of(table: Any) -> Any:
    """Return the identifiers of parsed features, numbers or text; None where there are none."""
    if "id" not in table.column_names or pa.types.is_null(table.column("id").type):
        return None
    return table.column("id").combine_chunks()


def points_of(table: Any) -> list[Any]:
    """Return latitude, longitude and height of their geometries, null where there is no point."""
    nothing = pa.nulls(table.num_rows, pa.float64())
    if "geometry" in table.column_names and pa.types.is_string(table.column("geometry").type):
        # Geometries of several kinds, whose coordinates have no common type.
        points = [_point(text) for text in table.column("geometry").to_pylist()]
        return [pa.array([point[i] for point in points], pa.float64()) for i in (1, 0, 2)]
    try:
        geometry = table.column("geometry").combine_chunks()
        kinds = pc.struct_field(geometry, "type")
        lists = pc.struct_field(geometry, "coordinates")
        lists = lists.cast(pa.list_(pa.float64()))
    except (KeyError, pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        return [nothing] * 3
    lists = pc.if_else(pc.equal(kinds, "Point"), lists, pa.scalar(None, lists.type))
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    flat = lists.flatten()
    firsts = np.cumsum(lengths.to_numpy()) - lengths.to_numpy()
    columns = []
    for i in range(3):
        there = lengths.to_numpy() > i
        index = pa.array(np.where(there, firsts + i, 0), mask=~there)
        columns.append(flat.take(index) if len(flat) else nothing)
    return [columns[1], columns[0], columns[2]]


def _point(text: str | None) -> list[float | None]:
    """Read the coordinates of a point, None where there is none."""
    geometry = json.loads(text) if text is not None else None
    coordinates: list[Any] = []
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        coordinates = geometry.get("coordinates") or []
    return [x if isinstance(x, int | float) else None for x in (*coordinates, None, None, None)[:3]]
