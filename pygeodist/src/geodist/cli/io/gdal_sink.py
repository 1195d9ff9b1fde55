"""What GDAL writes: a layer, once all its rows are known."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyogrio
from pyogrio.raw import write_arrow

from geodist.cli.errors import FileError, TableError, say
from geodist.cli.io.arrow import ArrowSink, arrow_of
from geodist.cli.io.arrow_text import bytes_of, plain, text_array, texts_of
from geodist.cli.io.flat import (
    flat_columns,
    flat_names,
    point_axes,
    refuse_other_datum,
    refuse_repeated_names,
)
from geodist.cli.io.gdal import FAILURES, said
from geodist.cli.io.geoparquet import CRS84, Seen
from geodist.cli.io.layer import Added, Piece, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geodist.cli.io.cells import Texts
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Source

_DRIVERS = {
    "gpkg": "GPKG",
    "fgb": "FlatGeobuf",
    "shp": "ESRI Shapefile",
    "kml": "LIBKML",
    "xlsx": "XLSX",
    "ods": "ODS",
}
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
# What texts of these formats cannot hold, in UTF-8.
_XML = {"kml", "xlsx", "ods"}
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NUL = re.compile(rb"\0")
# Rings that cross or touch themselves are written as they are, as in the other formats.
pyogrio.set_gdal_config_options({"LIBKML_STRICT_COMPLIANCE": False})


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
        self._has_returns = False

    def begin(self, source: Source, added: Added) -> None:
        """Begin a copy of the rows, for GDAL needs to know their kinds and types before."""
        features = self._form.handler.has_geometries
        geometry = source.schema.geometry
        columns, places = added.columns, added.places and features
        self._is_flat = geometry is not None and (added.places or not features)
        self._plan(source, Added(added.new, places), keeps=self._is_flat)
        if self._is_flat:
            self._flatten(source)
        self._from = [self._schema.names[column] for column in columns] if places else []
        if features and not self._made_geometries and self._form.kind != "gpkg":
            raise TableError(
                f"{source.name} has no geometry, which {self._form.handler.about} needs; "
                "write GeoPackage (.gpkg), CSV or Parquet"
            )
        self._crs: Any = "EPSG:4326"
        if geometry is not None and geometry.crs is not None and geometry.crs not in CRS84:
            self._crs = geometry.crs if isinstance(geometry.crs, str) else json.dumps(geometry.crs)
        if self._form.kind == "kml":
            refuse_other_datum(source, "KML")
        refuse_repeated_names(source, [name.lower() for name in self._schema.names])
        self._file = self._spool.open("wb")
        self._writer = pa.ipc.new_stream(self._file, self._schema)

    def _flatten(self, source: Source) -> None:
        """Put numbers in place of points that a command reads, and text in place of others."""
        fields, names = list(self._schema), flat_names(source)
        geometry = source.schema.geometry
        assert geometry is not None
        at, types = geometry.column, [pa.string()]
        if source.reads_geometry:
            types = [pa.float64()] * len(point_axes(source))
        fields[at : at + 1] = map(pa.field, names[at:], types)
        self._schema = pa.schema(fields)

    def write(self, piece: Piece) -> None:
        """Write rows of a batch with their new columns."""
        batch, rows, new, place = piece
        if place is not None:
            # A latitude beyond the poles, of a row that cannot be used, makes no point.
            place = Place(np.where(np.abs(place.lat) <= 90, place.lat, np.nan), place.lon)
            self._is_full &= bool(np.isfinite(place.lat).all() and np.isfinite(place.lon).all())
        if self._is_flat:
            columns = [arrow_of(column) for column in flat_columns(batch, rows, typed=True)]
            columns += map(arrow_of, new)
            columns += self._point_column(place)
            made = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        else:
            made = self._made(Piece(batch, rows, new, place))
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
            with said():
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
        except FAILURES as error:
            if failure and not isinstance(failure[0], FAILURES):
                raise failure[0] from error
            # GDAL may repeat the whole feature.
            why = textwrap.shorten(str(error), 200, placeholder=" ...")
            raise FileError(f"cannot write {self._path.name}: {why}") from error
        self._spool.unlink()
        if self._form.kind in _DIGITS and any(map(pa.types.is_floating, schema.types)):
            digits, about = _DIGITS[self._form.kind], self._form.handler.about
            say(f"numbers of {about} have {digits} digits: the last ones may differ")
        if self._has_returns:
            say(f"line ends within texts are line feeds in {self._form.handler.about}")
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
            if len(flat := sorted({kind.split(" ")[0] for kind in kinds})) > 1:
                raise TableError(
                    f"a Shapefile holds geometries of one kind, not {' and '.join(flat)}; write "
                    "GeoPackage (.gpkg) or FlatGeobuf (.fgb)"
                )
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
        say(f"column {name!r} of type {type_} is written as text")
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
            if type_ == pa.string():
                self._check_texts(name, bytes_of(array))
            columns.append(array)
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    def _check_texts(self, name: str, texts: Texts) -> None:
        """Refuse texts that would be cut off, or make a file that nothing reads."""
        sizes = np.diff(texts.offsets)
        kind, about = self._form.kind, self._form.handler.about
        rather = "write GeoPackage (.gpkg) or FlatGeobuf (.fgb)"
        if kind == "shp" and sizes.size and sizes.max() > _LONGEST_SHAPEFILE_TEXT:
            raise TableError(
                f"column {name!r} has a text of {sizes.max()} bytes, a Shapefile holds "
                f"{_LONGEST_SHAPEFILE_TEXT}; {rather}"
            )
        data = texts.data[texts.offsets[0] : texts.offsets[-1]].tobytes()
        if found := (_NOT_XML if kind in _XML else _NUL).search(data):
            character = f"U+{ord(found[0].decode()):04X}"
            rather = f"; {rather}" if kind in _XML and found[0] != b"\0" else ""
            raise TableError(
                f"column {name!r} has a text with the character {character}, which {about} cannot "
                f"hold{rather}"
            )
        self._has_returns |= kind in _XML and b"\r" in data
