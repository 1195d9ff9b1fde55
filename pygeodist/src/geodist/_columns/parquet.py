"""Geometries of Parquet files: its own types GEOMETRY and GEOGRAPHY, and GeoParquet's metadata."""

from __future__ import annotations

import json
from inspect import signature
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from geodist import _geodist_core
from geodist._columns.geoarrow_labels import (
    BROKEN,
    EXTENSION_METADATA,
    EXTENSION_NAME,
    GEOPARQUET,
    LABEL,
    USUAL_CRS,
    Said,
    check_agreement,
    geoparquet_said,
    without_unknown,
)
from geodist._columns.names import choose_point_columns
from geodist._errors import GeodistError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES: Final = {"GEOMETRY": "planar", "GEOGRAPHY": "spherical"}


class NativeType(NamedTuple):
    """One of Parquet's types of geometries.

    Parameters
    ----------
    name
        "GEOMETRY" or "GEOGRAPHY".
    crs
        The CRS as a name, or PROJJSON; None where the type has none.
    edges
        "planar", or the algorithm of a GEOGRAPHY.
    unknown
        Whether nobody knows the CRS; else a type without one means OGC:CRS84.
    """

    name: str
    crs: Any
    edges: str
    unknown: bool

    @property
    def words(self) -> str:
        """What messages call it."""
        return f"Parquet's type {self.name}"

    @property
    def said(self) -> Said:
        """What it says."""
        return Said(None if self.unknown else self.crs or USUAL_CRS, self.edges)


def native_types(parquet: Any, metadata: Mapping[bytes, bytes]) -> dict[str, NativeType]:
    """Find the columns that are of Parquet's types of geometries.

    Parameters
    ----------
    parquet : pyarrow.parquet.ParquetSchema
        The schema of a file.
    metadata : mapping
        The metadata of the file, which may hold a CRS that a type refers to.

    Returns
    -------
    dict of str to NativeType
        The types by the names of the columns.

    Notes
    -----
    https://github.com/apache/parquet-format/blob/master/Geospatial.md
    """
    found = {}
    for i in range(len(parquet)):
        column = parquet.column(i)
        kind = column.logical_type.type
        if kind in _TYPES:
            about = json.loads(column.logical_type.to_json())
            edges = about.get("algorithm", _TYPES[kind]).lower()
            crs = about.get("crs")
            found[column.path] = NativeType(kind, _crs(crs, metadata), edges, crs == "srid:0")
    return found


def _crs(crs: Any, metadata: Mapping[bytes, bytes]) -> Any:
    """Look up PROJJSON in the metadata, and read it; a name stays."""
    if not isinstance(crs, str) or crs in ("", "srid:0"):
        return None
    kind, _, key = crs.partition(":")
    if kind == "srid":
        return f"EPSG:{key}"
    if kind == "projjson":
        crs = metadata.get(key.encode(), crs.encode()).decode(errors="replace")
    try:
        return json.loads(crs) if crs.startswith("{") else crs
    except (ValueError, RecursionError):
        return crs


def read_parquet(source: Any, column: str | None, lat: Any, lon: Any, *others: Any) -> Any:
    """Read what holds geometries in a Parquet file, and columns of coordinates that are named.

    Parameters
    ----------
    source : path-like or file
        The file.
    column : str or None
        The column of geometries; by default all of them.
    lat, lon, *others : str or None
        Columns of coordinates. Without them, and without geometries, those with the usual names.

    Returns
    -------
    pyarrow.Table
        These columns. Those of Parquet's own types are labelled as GeoArrow's.

    Raises
    ------
    GeodistError
        There are no such columns, or it is not a Parquet file.
    TypeError
        PyArrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise TypeError("Parquet files need PyArrow: pip install pyarrow") from None
    try:
        # Types that another library has registered may refuse what they read. Before 21, PyArrow
        # makes none of what a file says.
        known = "arrow_extensions_enabled" in signature(pq.ParquetFile).parameters
        file = pq.ParquetFile(source, **({"arrow_extensions_enabled": False} if known else {}))
    except pa.ArrowException as error:
        raise GeodistError(f"it is not a Parquet file: {error}") from error
    with file:
        schema = file.schema_arrow
        # What PyArrow stores apart is in the schema already.
        metadata = {**(file.metadata.metadata or {}), **(schema.metadata or {})}
        metadata.pop(b"ARROW:schema", None)
        natives = native_types(file.schema, metadata)
        names = _columns(schema, natives, metadata, column, [lat, lon, *others])
        if missing := [name for name in names if schema.names.count(name) != 1]:
            raise GeodistError(
                f"no single column is named {missing[0]!r}; the file has: {schema.names}"
            )
        table = file.read(columns=names)
    geo = _geoparquet(metadata)
    fields = [_labelled(field, natives.get(field.name), geo) for field in table.schema]
    return pa.table(table.columns, schema=pa.schema(fields, metadata))


def _columns(
    schema: Any,
    natives: Mapping[str, NativeType],
    metadata: Mapping[bytes, bytes],
    column: str | None,
    coordinates: list[Any],
) -> list[str]:
    """Choose the columns to read."""
    if column is not None:
        return [column]
    named = [name for name in coordinates if name is not None]
    if named:
        pair = choose_point_columns(schema.names, coordinates[0], coordinates[1], ("lat", "lon"))
        return list(dict.fromkeys([*(schema.names[i] for i in pair), *named]))
    known = {*natives, *_geoparquet(metadata)}
    found = [field.name for field in schema if field.name in known or _label_of(field) is not None]
    if found:
        return found
    return [schema.names[i] for i in choose_point_columns(schema.names, None, None, ("lat", "lon"))]


def _geoparquet(metadata: Mapping[bytes, bytes]) -> dict[str, Any]:
    """Give what GeoParquet's metadata say of columns."""
    try:
        columns: dict[str, Any] = dict(json.loads(metadata.get(b"geo", b"{}")).get("columns", {}))
        if all(about is None or isinstance(about, dict) for about in columns.values()):
            return {name: about for name, about in columns.items() if about is not None}
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise GeodistError(f"the GeoParquet metadata of the file are broken: {BROKEN}")


def _label_of(field: Any) -> dict[str, Any] | None:
    """Give what the label of GeoArrow says of a field; None without one."""
    metadata = field.metadata or {}
    name = metadata.get(EXTENSION_NAME.encode(), b"").decode()
    if not name.startswith(("geoarrow.", "ogc.")):
        return None
    try:
        return dict(json.loads(metadata.get(EXTENSION_METADATA.encode()) or b"{}"))
    except (ValueError, TypeError, RecursionError):
        return {}  # refused by who reads it


def _labelled(field: Any, native: NativeType | None, geo: Mapping[str, Any]) -> Any:
    """Label a field of one of Parquet's own types; all that is said of it must agree."""
    if native is None:
        return field
    own, about = without_unknown(_label_of(field) or {}), geo.get(field.name)
    said = {} if about is None else {GEOPARQUET: geoparquet_said(about)}
    said |= {native.words: native.said, LABEL: Said(own.get("crs"), own.get("edges"))}
    check_agreement(field.name, said)
    label = {"crs": native.said.crs, "edges": native.edges} | own
    text = json.dumps({key: value for key, value in label.items() if value is not None})
    labels = {EXTENSION_NAME: "geoarrow.wkb", EXTENSION_METADATA: text}
    return field.with_metadata({**(field.metadata or {}), **labels})


def write_parquet(path: Any, column: str, geometries: Any, table: Any) -> None:
    """Write geometries to a Parquet file, as its own types.

    Parameters
    ----------
    path : path-like or file
        The file.
    column : str
        What the column of geometries is called.
    geometries : object
        Well-known binary in GeoArrow's array, with its label.
    table : object or None
        Other columns, of as many rows.

    Raises
    ------
    GeodistError
        PyArrow cannot write edges of that kind, or the other columns do not fit.
    TypeError
        PyArrow is not installed, or `table` is not a table.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise TypeError("Parquet files need PyArrow: pip install pyarrow") from None
    if table is None:
        other = pa.table({})
    elif hasattr(table, "__arrow_c_stream__"):
        other = pa.table(table)
    else:
        raise TypeError(f"table must be a DataFrame or an Arrow table, got {type(table).__name__}")
    _, _, labels, _ = _geodist_core.read_arrow_schema(geometries.__arrow_c_schema__())
    cells = pa.array(geometries)
    # An extension array where another library has registered its types.
    array = _extension(pa, labels[EXTENSION_METADATA], getattr(cells, "storage", cells))
    if table is not None and other.num_rows != len(array):
        raise GeodistError(
            f"table has {other.num_rows} rows, but there are {len(array)} geometries"
        )
    if column in other.column_names:
        raise GeodistError(f"table has a column {column!r} already; choose another with column=")
    # What described the columns of geometries that it was made from.
    metadata = {key: value for key, value in (other.schema.metadata or {}).items() if key != b"geo"}
    other = pa.table({column: array}) if table is None else other.append_column(column, array)
    pq.write_table(other.replace_schema_metadata(metadata or None), path)


def _extension(pa: Any, label: bytes, storage: Any) -> Any:
    """Make an array of a type that PyArrow writes as GEOMETRY or GEOGRAPHY, by its name alone."""

    class WellKnownBinary(pa.ExtensionType):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(storage.type, "geoarrow.wkb")

        def __arrow_ext_serialize__(self) -> bytes:
            return label

        @classmethod
        def __arrow_ext_deserialize__(cls, *_: object) -> WellKnownBinary:
            return cls()

    return pa.ExtensionArray.from_storage(WellKnownBinary(), storage)
