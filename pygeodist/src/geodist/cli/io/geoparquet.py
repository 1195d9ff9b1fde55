"""What Parquet files say of their geometries: GeoParquet's metadata, and Parquet's own types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodist import _geodist_core as core
from geodist._columns.geoarrow_labels import (
    BROKEN,
    EXTENSION_METADATA,
    EXTENSION_NAME,
    GEOPARQUET,
    LABEL,
    Said,
    check_agreement,
    geoparquet_said,
)
from geodist._columns.geoarrow_wkb import ENCODINGS
from geodist._columns.parquet import native_types
from geodist._errors import GeodistError
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
    said, words
        What was said in so many words, and what messages call who said it.
    """

    column: int
    encoding: str
    crs: Any
    edges: str
    types: tuple[str, ...] = ()
    said: Said = Said(None, None)
    words: str = ""


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
    at, said = arrow.names.index(column), geoparquet_said(found)
    return About(at, encoding.lower(), found.get("crs"), edges, tuple(types), said, GEOPARQUET)


def read_types(arrow: Any, parquet: Any) -> About | None:
    """Find the first column of Parquet's types GEOMETRY and GEOGRAPHY."""
    for name, kind in native_types(parquet, arrow.metadata or {}).items():
        if name in arrow.names:
            at = arrow.names.index(name)
            return About(at, "wkb", kind.crs, kind.edges, (), kind.said, kind.words)
    return None


def read_labels(name: str, arrow: Any) -> About | None:
    """Find the first column that GeoArrow's names of types label."""
    for i, field in enumerate(arrow):
        _, _, metadata, _ = core.read_arrow_schema(field.__arrow_c_schema__())
        library, _, encoding = metadata.get(EXTENSION_NAME, b"").decode().rpartition(".")
        if library not in ("geoarrow", "ogc") or encoding not in ("wkb", *ENCODINGS):
            continue
        try:
            about = json.loads(metadata.get(EXTENSION_METADATA) or b"{}")
            said = Said(about.get("crs"), about.get("edges"))
            return About(i, encoding, said.crs, said.edges or "planar", (), said, LABEL)
        except (ValueError, AttributeError) as error:
            raise TableError(
                f"{name}, column {field.name!r}: its GeoArrow label is broken"
            ) from error
    return None


def agreed(name: str, arrow: Any, *found: About | None) -> About | None:
    """Choose the first of several descriptions; refuse two of one column that say different things.

    Raises
    ------
    TableError
        They do.
    """
    there = [about for about in found if about is not None]
    if not there:
        return None
    first = there[0]
    said = {about.words: about.said for about in there if about.column == first.column}
    try:
        check_agreement(arrow.names[first.column], said)
    except GeodistError as error:
        raise TableError(f"{name}, {error}") from error
    return first


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
