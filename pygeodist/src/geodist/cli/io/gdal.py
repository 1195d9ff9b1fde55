"""What GDAL reads, through pyogrio: GeoPackage, FlatGeobuf, Shapefile, KML, GPX, spreadsheets."""

from __future__ import annotations

import contextlib
import re
import warnings
import zipfile
import zlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click
import numpy as np
import pyarrow as pa
import pyogrio
from pyogrio.raw import open_arrow, read_arrow

from geodist._geodist_core import points_from_wkb
from geodist.cli.errors import TableError, say
from geodist.cli.io.arrow import ArrowSource
from geodist.cli.io.arrow_text import bytes_of, plain
from geodist.cli.io.cells import pieces
from geodist.cli.io.geoparquet import About

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from geodist.cli.io.formats import Format
    from geodist.cli.io.streams import Input

FAILURES = (RuntimeError, ValueError, OSError, pa.ArrowException)
# How files begin. GDAL reads more kinds than these, some of which name other files to read.
_ZIP = b"PK\x03\x04"
_BEGINNINGS = {
    "gpkg": (b"SQLite format 3\0",),
    "fgb": (b"fgb\x03fgb",),
    "shp": (b"\0\0\x27\x0a", _ZIP),
    "xlsx": (_ZIP,),
    "ods": (_ZIP,),
}
_XML = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*<(?:\w+:)?(\w+)[\s>]", re.DOTALL)
_TIME = pa.timestamp("ms", "UTC")
_KML_DEFAULTS = {"tessellate": -1, "extrude": 0, "visibility": -1}
_GPX_LAYERS = ("waypoints", "routes", "tracks")
# The driver's own columns have broken offsets behind a missing geometry.
pyogrio.set_gdal_config_options({"OGR_FLATGEOBUF_STREAM_BASE_IMPL": True})


def _right_layer() -> str:
    """Name the option for the second file, in a command that takes two."""
    context = click.get_current_context(silent=True)
    two = context is not None and "right_layer" in context.params
    return " (--right-layer, if it is the second file)" if two else ""


class GdalSource(ArrowSource):
    """A layer of a file that GDAL reads."""

    def __init__(self, stream: Input, form: Format) -> None:
        super().__init__(stream, form)
        self._stack = contextlib.ExitStack()
        path = stream.local(f".{form.kind}")
        with path.open("rb") as file:
            head = file.read(4096)
        self._check(head)
        self._path: Any = path
        if form.kind == "shp" and head.startswith(_ZIP):
            self._path = self._member(path)
        # A sheet has its names in its first row.
        self._options = {"HEADERS": "FORCE"} if form.kind in ("xlsx", "ods") else {}
        try:
            with said():
                self._open(self._layer())
        except UnboundLocalError as error:
            # So pyogrio fails where the text of a CRS is damaged.
            raise TableError(f"{self.name}: what it says of its CRS is not UTF-8") from error
        except FAILURES as error:
            raise TableError(
                f"{self.name} is not a table of {form.handler.about}: {error}"
            ) from error

    def _member(self, path: Path) -> str:
        """Find the one Shapefile of an archive, or that of the layer that was chosen."""
        try:
            with zipfile.ZipFile(path) as archive:
                found = {
                    PurePath(name).stem: name
                    for name in archive.namelist()
                    if name.lower().endswith(".shp")
                }
                name = found[self._chosen(list(found))]
                with archive.open(name) as file:
                    self._check(file.read(4))
        except (
            zipfile.BadZipFile,
            zlib.error,
            KeyError,
            ValueError,
            OSError,
            RuntimeError,
        ) as error:
            raise TableError(f"{self.name} holds no Shapefile: {error}") from error
        # In braces the archive may have any ending.
        return f"/vsizip/{{{path}}}/{name}"

    def _chosen(self, names: Sequence[str]) -> str:
        if self.format.layer is not None:
            if self.format.layer not in names:
                raise TableError(
                    f"{self.name} has no layer {self.format.layer!r}; it has: "
                    + ", ".join(map(repr, names))
                )
            return self.format.layer
        if len(names) > 1:
            raise TableError(
                f"{self.name} has several layers: {', '.join(map(repr, names))}; "
                f"choose one with --layer{_right_layer()}"
            )
        if not names:
            raise TableError(f"{self.name} has no layer with features")
        return names[0]

    def _check(self, head: bytes) -> None:
        """Hand GDAL only what begins as the format does."""
        kind = self.format.kind
        found = _XML.match(head)
        if kind in _BEGINNINGS:
            good = head.startswith(_BEGINNINGS[kind])
        else:
            good = bool(found and found[1].decode() == kind)
        if not good:
            raise TableError(f"{self.name} is not a table of {self.format.handler.about}")

    def _layer(self) -> str:
        names = [str(name) for name, _ in pyogrio.list_layers(self._path)]
        if self.format.kind == "gpx" and self.format.layer is None:
            names = [
                name
                for name in _GPX_LAYERS
                if pyogrio.read_info(self._path, name, force_feature_count=True)["features"]
            ]
        return names[0] if self.format.kind == "shp" else self._chosen(names)

    def _open(self, layer: str) -> None:
        if self.format.kind == "gpx" and layer == "tracks":
            table = self._tracks()
            track = About(table.num_columns - 1, "linestring", None, "planar")
            self._reader, arrow = iter(table.to_batches()), table.schema
            self._rows = table.num_rows
            self._describe(arrow, self._geometry(track, arrow))
            return
        columns = self._filled(layer) if self.format.kind in ("gpx", "kml") else None
        info, self._reader = self._stack.enter_context(
            open_arrow(self._path, layer=layer, columns=columns, use_pyarrow=True, **self._options)
        )
        arrow = self._reader.schema
        about: About | None = None
        if info["geometry_type"] is not None:
            if info["crs"] is None:
                raise TableError(
                    f"{self.name} does not say what its coordinates refer to, as a .prj file does; "
                    "for WGS 84, ogr2ogr -a_srs EPSG:4326 says it"
                )
            at = arrow.names.index(info["geometry_name"] or "wkb_geometry")
            if not info["geometry_name"] and "geometry" not in arrow.names:
                arrow = arrow.set(at, arrow.field(at).with_name("geometry"))
            kind = info["geometry_type"]
            kinds = () if kind.startswith("Unknown") else (kind.replace("2.5D ", "").strip(),)
            about = About(at, "wkb", info["crs"], "planar", kinds)
        rows = pyogrio.read_info(self._path, layer, **self._options)["features"]
        self._rows = rows if rows >= 0 else None
        if self.format.kind == "gpx":
            # All its times are UTC.
            for i, column in enumerate(arrow):
                if pa.types.is_timestamp(column.type):
                    arrow = arrow.set(i, column.with_type(_TIME))
        self._describe(arrow, self._geometry(about, arrow))

    def _filled(self, layer: str) -> list[str]:
        """Name the columns that are used: a driver adds all that its format may have."""
        _, table = read_arrow(self._path, layer=layer, read_geometry=False)
        return [
            name
            for name, column in zip(table.column_names, table.columns, strict=True)
            if not set(column.unique().to_pylist()) <= {None, _KML_DEFAULTS.get(name)}
        ]

    def _batches(self) -> Iterator[Any]:
        schema = self.schema.arrow
        try:
            for batch in self._reader:
                columns = [
                    column if column.type == field.type else column.cast(field.type)
                    for column, field in zip(batch.columns, schema, strict=True)
                ]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)
        except RuntimeError as error:
            raise OSError(str(error)) from error

    def _tracks(self) -> Any:
        """Make lines of the points of tracks: one for each segment, with the time of each point."""
        _, tracks = read_arrow(self._path, layer="tracks", columns=["name"])
        _, points = read_arrow(
            self._path,
            layer="track_points",
            columns=["track_fid", "track_seg_id", "ele", "time"],
        )
        # Of a file without such points there is no chunk.
        cells, track, segment, heights, times = (
            points[name].combine_chunks()
            for name in (points.column_names[-1], "track_fid", "track_seg_id", "ele", "time")
        )
        track, segment = track.to_numpy(), segment.to_numpy()
        first = np.flatnonzero(
            (np.diff(track, prepend=-1) != 0) | (np.diff(segment, prepend=-1) != 0)
        )
        bounds = pa.array(np.append(first, len(track)), pa.int32())
        lat, lon, _, _ = points_from_wkb(*pieces(bytes_of(plain(cells))))
        axes = {"x": pa.array(lon), "y": pa.array(lat)}
        if heights.null_count < len(heights):
            axes["z"] = heights.cast(pa.float64())
        vertices = pa.StructArray.from_arrays(list(axes.values()), list(axes))
        lines = pa.ListArray.from_arrays(bounds, vertices)
        times = pa.ListArray.from_arrays(bounds, times.cast(_TIME))
        names = tracks["name"].combine_chunks().take(pa.array(track[first]))
        columns = [names, pa.array(segment[first]), times, lines]
        return pa.table(columns, names=["name", "segment", "times", "geometry"])

    def close(self) -> None:
        """Close the file."""
        self._stack.close()


@contextlib.contextmanager
def said() -> Iterator[None]:
    """Say what GDAL warns of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for text in dict.fromkeys(str(warning.message) for warning in caught):
        say(text)
