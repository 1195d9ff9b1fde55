"""What Parquet files say of their geometries: GeoParquet's metadata, and Parquet's own types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist import _geodist_core as core
from geodist._columns.geoarrow_labels import EXTENSION_METADATA, EXTENSION_NAME
from geodist._columns.geoarrow_wkb import ENCODINGS
from geodist._columns.wkb import read_wkb_headers, wkb_columns, wkb_name
from geodist.cli.errors import TableError

if TYPE_CHECKING:
    from geodist.cli.io.layer import Geometry, Texts

CRS84 = ("OGC:CRS84", "OGC:CRS84h", "EPSG:4326", "EPSG:4979")
_DIMENSIONS = ("", " Z", " M", " ZM")


class About(NamedTuple):
    """What a file says of its geometries.

    Parameters
    ----------
    column
        The position of the column.
    encoding
        "wkb", or the kind of geometries that GeoArrow's layout is of.
    crs
        The CRS as the file has it.
    edges
        What is between two vertices.
    types
        The kinds of geometry; none where they are not known.
    """

    column: int
    encoding: str
    crs: Any
    edges: str
    types: tuple[str, ...] = ()


def read_metadata(name: str, arrow: Any) -> About | None:
    """Read GeoParquet's metadata of a table; None where it has none.

    https://geoparquet.org/releases/v1.1.0/

    Raises
    ------
    TableError
        They are not what they must be.
    """
    text = (arrow.metadata or {}).get(b"geo")
    if text is None:
        return None
    try:
        about = json.loads(text)
        columns, column = about.get("columns", {}), about.get("primary_column")
        found = columns.get(column, {})
        encoding, types = found.get("encoding", ""), found.get("geometry_types") or []
        edges = found.get("edges", "planar")
        words = [encoding, edges, *types]
        if not all(isinstance(word, str) for word in words):
            raise TypeError(f"{words} are not names")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise TableError(f"{name}: its GeoParquet metadata are broken: {error}") from error
    if encoding.lower() not in ("wkb", *ENCODINGS) or arrow.names.count(column) != 1:
        return None
    return About(
        arrow.names.index(column), encoding.lower(), found.get("crs"), edges, tuple(types)
    )


def read_types(arrow: Any, parquet: Any) -> About | None:
    """Find the first column of Parquet's types GEOMETRY and GEOGRAPHY.

    https://github.com/apache/parquet-format/blob/master/Geospatial.md
    """
    for i in range(len(parquet)):
        column = parquet.column(i)
        if column.logical_type.type not in ("GEOMETRY", "GEOGRAPHY"):
            continue
        about = json.loads(column.logical_type.to_json())
        if column.path in arrow.names:
            edges = "planar"
            if column.logical_type.type == "GEOGRAPHY":
                edges = about.get("algorithm", "spherical").lower()
            at = arrow.names.index(column.path)
            return About(at, "wkb", _crs(about.get("crs") or None, arrow.metadata or {}), edges)
    return None


def _crs(crs: Any, metadata: dict[bytes, bytes]) -> Any:
    """Turn what the standard allows into a name or PROJJSON."""
    if not isinstance(crs, str):
        return crs
    kind, _, value = crs.partition(":")
    if kind == "projjson":
        crs = metadata.get(value.encode(), crs.encode()).decode(errors="replace")
    elif kind == "srid" and value != "0":
        crs = f"EPSG:{value}"
    try:
        return json.loads(crs) if crs.startswith("{") else crs
    except ValueError:
        return crs


def read_labels(arrow: Any) -> About | None:
    """Find the first column that GeoArrow's names of types label."""
    for i, field in enumerate(arrow):
        _, _, metadata, _ = core.read_arrow_schema(field.__arrow_c_schema__())
        library, _, encoding = metadata.get(EXTENSION_NAME, b"").decode().rpartition(".")
        if library not in ("geoarrow", "ogc") or encoding not in ("wkb", *ENCODINGS):
            continue
        try:
            about = json.loads(metadata.get(EXTENSION_METADATA) or b"{}")
            return About(i, encoding, about.get("crs"), about.get("edges", "planar"))
        except (ValueError, AttributeError) as error:
            raise TableError(f"column {field.name!r}: its GeoArrow label is broken") from error
    return None


class Seen:
    """The geometries of a column that were written: their kinds, and where its points are."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self._low = np.full(2, np.inf)
        self._high = np.full(2, -np.inf)
        self._known = True

    def look(self, cells: Texts) -> None:
        """Look at some of them."""
        begin, sizes = cells.offsets[:-1], np.diff(cells.offsets)
        there = sizes >= 5 if cells.missing is None else (sizes >= 5) & ~cells.missing
        rows = np.flatnonzero(there)
        header = read_wkb_headers(cells.data, begin[rows].astype(np.intp))
        code = np.ascontiguousarray(
            cells.data[header.begin[:, np.newaxis] * 0 + begin[rows, np.newaxis] + np.arange(1, 5)]
        )
        del code
        numbers = header.types * 2 + header.has_z
        for number in np.unique(numbers).tolist():
            self.kinds.add(wkb_name(number // 2) + (" Z" if number % 2 else ""))
        if not self._known or not (header.types == 1).all():
            self._known = False
            return
        for tall in (False, True):
            some = rows[header.has_z == tall]
            lat, lon, _, _ = wkb_columns(cells.data, begin[some], sizes[some], None)
            self.spread(lon, lat)

    def spread(self, lon: Any, lat: Any) -> None:
        """Widen the box by points."""
        inside = np.isfinite(lon) & np.isfinite(lat)
        if inside.any():
            points = np.stack([lon[inside], lat[inside]])
            self._low = np.minimum(self._low, points.min(axis=1))
            self._high = np.maximum(self._high, points.max(axis=1))

    def describe(self) -> dict[str, Any]:
        """Say what is known of them, as GeoParquet does."""
        about: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(self.kinds)}
        if self._known and np.isfinite(self._low).all():
            about["bbox"] = [*self._low.tolist(), *self._high.tolist()]
        return about
