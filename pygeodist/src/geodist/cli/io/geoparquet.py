"""What Parquet files say of their geometries: GeoParquet's metadata, and Parquet's own types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist import _geodist_core as core
from geodist._columns.geoarrow_labels import BROKEN, EXTENSION_METADATA, EXTENSION_NAME
from geodist._columns.geoarrow_wkb import ENCODINGS
from geodist.cli.errors import TableError
from geodist.cli.io.cells import pieces

if TYPE_CHECKING:
    from geodist.cli.io.cells import Texts
    from geodist.cli.io.layer import Geometry

# What stands where GeoParquet says nothing, but for the order of its axes, which is not looked at.
CRS84 = ("OGC:CRS84", "OGC:CRS84h", "EPSG:4326", "EPSG:4979")


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
            raise TypeError
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise TableError(f"{name}: its GeoParquet metadata are broken: {BROKEN}") from None
    if encoding.lower() not in ("wkb", *ENCODINGS) or arrow.names.count(column) != 1:
        return None
    return About(arrow.names.index(column), encoding.lower(), found.get("crs"), edges, tuple(types))


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


def read_labels(name: str, arrow: Any) -> About | None:
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
            raise TableError(
                f"{name}, column {field.name!r}: its GeoArrow label is broken"
            ) from error
    return None


class Seen:
    """The geometries of a column that were written: their kinds, and the box around points."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self._box: list[float] | None = [np.inf, np.inf, -np.inf, -np.inf]

    def look(self, cells: Texts) -> None:
        """Look at some of them."""
        lat, lon, _, states = core.points_from_wkb(*pieces(cells))
        numbers = 2 * states["kind"] + states["has_z"]
        for number in np.unique(numbers[states["fault"] == 0]).tolist():
            self.kinds.add(core.geometry_kind(number // 2) + " Z" * (number % 2))
        if (states["fault"] > 1).any() or any(kind.split(" ")[0] != "Point" for kind in self.kinds):
            self._box = None
        if self._box is not None and not np.isnan(lat).all():
            west, south, east, north = self._box
            self._box = [min(west, np.nanmin(lon)), min(south, np.nanmin(lat))]
            self._box += [max(east, np.nanmax(lon)), max(north, np.nanmax(lat))]

    def describe(self) -> dict[str, Any]:
        """Say what is known of them, as GeoParquet does."""
        about: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(self.kinds)}
        if self._box is not None and self._box[0] <= self._box[2]:
            about["bbox"] = [float(number) for number in self._box]
        return about


def crs_members(name: str, geometry: Geometry, kinds: set[str]) -> dict[str, Any]:
    """Say the CRS of a column and its edges as GeoParquet does: where nothing is said, OGC:CRS84.

    Raises
    ------
    TableError
        GeoParquet has no word for them.
    """
    members: dict[str, Any] = {}
    crs = geometry.crs
    if geometry.edges == "spherical":
        members["edges"] = geometry.edges
    elif geometry.edges != "planar" and not all("Point" in kind for kind in kinds):
        raise TableError(
            f"column {name!r}: its lines follow the algorithm {geometry.edges!r}, which "
            "GeoParquet cannot say; write Arrow (.arrow), which can"
        )
    if crs is None or crs == "OGC:CRS84":
        return members
    if isinstance(crs, str):
        try:
            from pyproj import CRS
        except ModuleNotFoundError as error:
            if crs in CRS84:
                return members
            raise TableError(
                f"column {name!r}: install the package 'pyproj' to write the CRS {crs!r} as GeoParquet"
            ) from error
        crs = CRS.from_user_input(crs).to_json_dict()
    return {**members, "crs": crs}
