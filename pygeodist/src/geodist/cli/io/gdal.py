"""GeoPackage, FlatGeobuf, Shapefile, KML, GPX and spreadsheets, by GDAL through pyogrio."""

from __future__ import annotations

import contextlib
import json
import re
import warnings
from typing import TYPE_CHECKING, Any, NoReturn

import click
import numpy as np
import pyarrow as pa
import pyogrio
from pyogrio.raw import open_arrow, read_arrow, write_arrow

from geodist._columns.datums import DEFAULT
from geodist._geodist_core import points_from_wkb
from geodist.cli.errors import FileError, TableError
from geodist.cli.io.arrow import ArrowSink, ArrowSource, arrow_of
from geodist.cli.io.arrow_text import bytes_of, pieces, plain, text_array, texts_of
from geodist.cli.io.geoparquet import CRS84, About, Seen
from geodist.cli.io.layer import flat_columns, flat_names, refuse_repeated_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from geodist.cli.io.cells import Column, Rows, Texts
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Batch, NewColumn, Place, Source
    from geodist.cli.io.streams import Input

_FAILURES = (RuntimeError, ValueError, OSError, pa.ArrowException)
_DRIVERS = {
    "gpkg": "GPKG",
    "fgb": "FlatGeobuf",
    "shp": "ESRI Shapefile",
    "kml": "LIBKML",
    "xlsx": "XLSX",
    "ods": "ODS",
}
# How files begin. GDAL reads more kinds than these, some of which name other files to read.
_ZIP = b"PK\x03\x04"
_BEGINNINGS = {
    "gpkg": (b"SQLite format 3\0",),
    "fgb": (b"fgb\x03fgb",),
    "shp": (b"\0\0\x27\x0a", _ZIP),
    "xlsx": (_ZIP,),
    "ods": (_ZIP,),
}
_XML = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*<(?:\w+:)?(\w+)[\s>]", re.DOTALL)
_TIME = pa.timestamp("ms", "UTC")
_KML_DEFAULTS = {"tessellate": -1, "extrude": 0, "visibility": -1}
_GPX_LAYERS = ("waypoints", "routes", "tracks")
# What the drivers hold as it is.
_KEPT = {
    *(pa.bool_(), pa.int16(), pa.int32(), pa.int64(), pa.float32(), pa.float64(), pa.string()),
    *(pa.date32(), pa.timestamp("ms"), pa.timestamp("ms", "UTC")),
}
_WIDER = {
    pa.int8(): pa.int16(),
    pa.uint8(): pa.int16(),
    pa.uint16(): pa.int32(),
    pa.uint32(): pa.int64(),
    pa.float16(): pa.float32(),
    pa.date64(): pa.date32(),
    pa.timestamp("s"): pa.timestamp("ms"),
    pa.timestamp("s", "UTC"): pa.timestamp("ms", "UTC"),
}
# Digits of numbers in formats that hold fewer than a double has.
_DIGITS = {"kml": 15, "xlsx": 16, "shp": 15}
_LONGEST_SHAPEFILE_TEXT = 254
_MOST_EXCEL_ROWS = (1 << 20) - 1


class GdalSource(ArrowSource):
    """A layer of a file that GDAL reads."""

    def __init__(self, stream: Input, form: Format) -> None:
        super().__init__(stream, form)
        self._stack = contextlib.ExitStack()
        path = stream.local()
        with path.open("rb") as file:
            head = file.read(4096)
        self._check(head)
        # In braces it may have any ending.
        is_zip = form.kind == "shp" and head.startswith(_ZIP)
        self._path = f"/vsizip/{{{path}}}" if is_zip else path
        # A sheet has its names in its first row.
        self._options = {"HEADERS": "FORCE"} if form.kind in ("xlsx", "ods") else {}
        try:
            with _said():
                self._open(form.layer or self._only_layer())
        except _FAILURES as error:
            raise TableError(
                f"{self.name} is not a table of {form.handler.about}: {error}"
            ) from error

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

    def _only_layer(self) -> str:
        names = [str(name) for name, _ in pyogrio.list_layers(self._path)]
        if self.format.kind == "gpx":
            names = [
                name
                for name in _GPX_LAYERS
                if pyogrio.read_info(self._path, name, force_feature_count=True)["features"]
            ]
        if len(names) > 1:
            raise TableError(
                f"{self.name} has several layers: {', '.join(map(repr, names))}; "
                "choose one by --layer"
            )
        if not names:
            raise TableError(f"{self.name} has no layer with features")
        return names[0]

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
        points = points.combine_chunks()
        track, segment = (points[name].to_numpy() for name in ("track_fid", "track_seg_id"))
        new = np.flatnonzero((np.diff(track) != 0) | (np.diff(segment) != 0)) + 1
        bounds = pa.array(np.concatenate([[0], new, [len(track)]]), pa.int32())
        first = bounds.to_numpy()[:-1]
        cells = bytes_of(plain(points.columns[-1].chunk(0)))
        lat, lon, _, _ = points_from_wkb(*pieces(cells))
        heights = points["ele"].chunk(0)
        axes = {"x": pa.array(lon), "y": pa.array(lat)}
        if heights.null_count < len(heights):
            axes["z"] = heights.cast(pa.float64())
        vertices = pa.StructArray.from_arrays(list(axes.values()), list(axes))
        lines = pa.ListArray.from_arrays(bounds, vertices)
        times = pa.ListArray.from_arrays(bounds, points["time"].chunk(0).cast(_TIME))
        names = tracks["name"].combine_chunks().take(pa.array(track[first]))
        columns = [names, pa.array(segment[first]), times, lines]
        return pa.table(columns, names=["name", "segment", "times", "geometry"])

    def close(self) -> None:
        """Close the file."""
        self._stack.close()


class GdalSink(ArrowSink):
    """A layer that GDAL writes, once all rows are known.

    Parameters
    ----------
    path
        Where it is made: in a folder of its own.
    form
        Its format.
    """

    def __init__(self, path: Path, form: Format) -> None:
        self._path = path
        self._form = form
        # The library looks for words such as ".zip" in names. A .zip holds one file of a Shapefile.
        ending = {".zip": ".shp.zip", ".shz": ".shz"}.get(path.suffix.lower(), f".{form.kind}")
        self._target = path.with_name(f"layer{ending}")
        self._layer = re.sub(r"(\.shp)?\.[^.]*$", "", path.name)
        self._spool = path.with_name("rows.arrows")
        self._seen = Seen()
        self._rows = 0
        # Whether all rows have a point, so that the columns that it is from are not needed.
        self._is_full = True

    def begin(
        self,
        source: Source,
        new: Sequence[NewColumn],
        *,
        places: bool,
        columns: tuple[int, ...] = (),
    ) -> None:
        """Begin a copy of the rows, for GDAL needs to know their kinds and types before."""
        features = self._form.handler.has_geometries
        geometry = source.schema.geometry
        self._is_flat = geometry is not None and (places or not features)
        self._plan(source, new, keeps=self._is_flat, places=places and features)
        if self._is_flat:
            self._flatten(source, len(new))
        self._from = [self._schema.names[column] for column in columns] if self._places else []
        if features and not self._made_geometries and self._form.kind != "gpkg":
            raise TableError(
                f"{source.name} has no geometry, which {self._form.handler.about} needs; "
                "write GeoPackage (.gpkg), CSV or Parquet"
            )
        self._crs: Any = "EPSG:4326"
        if geometry is not None and geometry.crs is not None and geometry.crs not in CRS84:
            self._crs = geometry.crs if isinstance(geometry.crs, str) else json.dumps(geometry.crs)
        if geometry is not None and self._form.kind == "kml" and not geometry.datum.mixes:
            raise TableError(
                f"{source.name} is on {geometry.datum.name}, KML on {DEFAULT.name}: "
                "write another format, such as GeoPackage"
            )
        refuse_repeated_names(source, [name.lower() for name in self._schema.names])
        self._file = self._spool.open("wb")
        self._writer = pa.ipc.new_stream(self._file, self._schema)

    def _flatten(self, source: Source, new: int) -> None:
        """Put numbers in place of points that a command reads."""
        fields, names = list(self._schema), flat_names(source)
        own = len(fields) - new - self._places
        geometry = source.schema.geometry
        assert geometry is not None
        if more := len(names) - own:
            at = geometry.column
            numbers = [pa.field(name, pa.float64()) for name in names[at : at + more + 1]]
            fields[at : at + 1] = numbers
        self._schema = pa.schema(fields)

    def write(
        self,
        batch: Batch,
        rows: Rows | None,
        new: Sequence[Column],
        place: Place | None = None,
    ) -> None:
        """Write rows of a batch with their new columns."""
        if place is not None:
            self._is_full &= bool(np.isfinite(place.lat).all() and np.isfinite(place.lon).all())
        if self._is_flat:
            columns = [arrow_of(column) for column in flat_columns(batch, rows, typed=True)]
            columns += map(arrow_of, new)
            columns += self._point_column(place)
            made = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        else:
            made = self._made(batch, rows, new, place)
        self._rows += made.num_rows
        self._writer.write_batch(made)

    def _look(self, name: str, cells: Texts) -> None:  # noqa: ARG002 - there is one column
        self._seen.look(cells)

    def finish(self) -> None:
        """Let GDAL write the rows."""
        self._writer.close()
        self._file.close()
        if self._form.kind == "xlsx" and self._rows > _MOST_EXCEL_ROWS:
            raise TableError(f"Excel has at most {_MOST_EXCEL_ROWS} rows; there are {self._rows}")
        geometry = self._made_geometries[-1] if self._made_geometries else None
        dropped = self._from if self._is_full else []
        names = [name for name in self._schema.names if name not in dropped]
        plan = [(name, *self._fitting(name, geometry)) for name in names]
        schema = pa.schema([(name, type_) for name, type_, _ in plan])
        failure: list[BaseException] = []

        def rows() -> Iterator[Any]:
            try:
                for batch in self._stored():
                    yield self._converted(batch, plan, schema)
            except BaseException as error:
                failure.append(error)
                raise

        try:
            with _said():
                write_arrow(
                    pa.RecordBatchReader.from_batches(schema, rows()),
                    self._target,
                    layer=self._layer,
                    driver=_DRIVERS[self._form.kind],
                    geometry_name=geometry,
                    geometry_type=self._kind() if geometry else None,
                    crs=self._crs if geometry else None,
                    **self._options(),
                )
        except _FAILURES as error:
            if failure and not isinstance(failure[0], _FAILURES):
                raise failure[0] from error
            raise FileError(f"cannot write {self._path.name}: {error}") from error
        self._spool.unlink()
        if self._form.kind in _DIGITS and any(map(pa.types.is_floating, schema.types)):
            digits, about = _DIGITS[self._form.kind], self._form.handler.about
            _say(f"numbers of {about} have {digits} digits: the last ones may differ")
        for made in self._path.parent.iterdir():
            name = self._path.name if made == self._target else self._layer + made.suffix
            made.replace(made.with_name(name))

    def _options(self) -> dict[str, str]:
        if self._form.kind == "fgb":
            # With an index it would put rows in another order.
            return {"SPATIAL_INDEX": "NO"}
        return {"encoding": "UTF-8"} if self._form.kind == "shp" else {}

    def _kind(self) -> str:
        kinds = self._seen.kinds
        if self._form.kind == "shp":
            # A Shapefile does not tell a shape from one of several parts.
            kinds = {kind.removeprefix("Multi") if "Point" not in kind else kind for kind in kinds}
        return next(iter(kinds)) if len(kinds) == 1 else "Unknown"

    def _stored(self) -> Iterator[Any]:
        with pa.OSFile(str(self._spool)) as file:
            yield from pa.ipc.open_stream(file)

    def _fitting(self, name: str, geometry: str | None) -> tuple[Any, bool]:
        """Choose the type that holds a column, and tell whether that is text of it."""
        type_ = self._schema.field(name).type
        if name == geometry:
            return type_, False
        if isinstance(type_, pa.BaseExtensionType):
            type_ = type_.storage_type
        if pa.types.is_dictionary(type_):
            type_ = type_.value_type
        type_ = _WIDER.get(type_, type_)
        if (
            pa.types.is_large_string(type_)
            or pa.types.is_string_view(type_)
            or pa.types.is_null(type_)
        ):
            type_ = pa.string()
        if pa.types.is_timestamp(type_) and type_.tz in (None, "UTC") and self._has_whole_ms(name):
            type_ = pa.timestamp("ms", type_.tz)
        no_dates = self._form.kind == "fgb" and type_ == pa.date32()
        if (type_ in _KEPT and not no_dates) or (
            pa.types.is_binary(type_) and self._form.kind in ("gpkg", "fgb")
        ):
            return type_, False
        _say(f"column {name!r} of type {type_} is written as text")
        return pa.string(), True

    def _has_whole_ms(self, name: str) -> bool:
        unit = {"us": 1000, "ns": 1000000}.get(self._schema.field(name).type.unit, 1)
        for batch in self._stored():
            values = batch.column(name).view(pa.int64()).drop_null().to_numpy()
            if (values % unit).any():
                return False
        return True

    def _converted(self, batch: Any, plan: list[tuple[str, Any, bool]], schema: Any) -> Any:
        columns = []
        for name, type_, as_text in plan:
            array = plain(batch.column(name))
            if as_text:
                array = text_array(texts_of(array))
            elif array.type != type_:
                array = array.cast(type_)
            if self._form.kind == "shp" and type_ == pa.string():
                sizes = np.diff(bytes_of(array).offsets)
                if sizes.size and sizes.max() > _LONGEST_SHAPEFILE_TEXT:
                    self._refuse_text(name, int(sizes.max()))
            columns.append(array)
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    def _refuse_text(self, name: str, size: int) -> NoReturn:
        raise TableError(
            f"column {name!r} has a text of {size} bytes, a Shapefile holds "
            f"{_LONGEST_SHAPEFILE_TEXT}; write GeoPackage (.gpkg) or FlatGeobuf (.fgb)"
        )


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """Say what GDAL warns of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for text in dict.fromkeys(str(warning.message) for warning in caught):
        _say(text)


def _say(text: str) -> None:
    context = click.get_current_context(silent=True)
    if context is None or not context.params.get("quiet"):
        click.echo(f"geodist: {text}", err=True)
