"""The formats of tables, a line each, and the compressions around them: found by the ending of a file."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

import click

from geodist.cli.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Handler:
    """A format of tables: a module registers one, and nothing else knows of it.

    Parameters
    ----------
    kind
        Its name.
    endings
        The endings of its files, the usual one first. Of formats that share an ending the first
        reads it, and its source says which one it found.
    source, sink
        "module:Class" of this package, imported when used: a start pays for one format only. None
        where the format is not read, or not written. A source is made of an `Input` and a `Format`,
        a sink of a stream (the path of a draft where ``streams`` is false) and a `Format`.
    about
        What it is called in help texts.
    text
        Whether cells are text: numbers may have fixed decimals, and cells keep their text.
    geometries
        "no", "may" (a column may hold geometries) or "must" (each row is a feature).
    streams
        Whether it can be written to a pipe, and compressed as a whole.
    extra
        What to install when its library is missing: an extra of geodist, and the library's name.
    options
        What only this format knows of.
    """

    kind: str
    endings: tuple[str, ...]
    source: str | None
    sink: str | None
    about: str
    text: bool = False
    geometries: Literal["no", "may", "must"] = "no"
    streams: bool = True
    extra: tuple[str, str] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def has_geometries(self) -> bool:
        """Whether a column of it may hold geometries."""
        return self.geometries != "no"


_CSV = ("text:CsvSource", "text_sink:CsvSink")
_PARQUET = ("parquet:ParquetSource", "parquet:ParquetSink")
_IPC = ("ipc:IpcSource", "ipc:IpcSink")
_GDAL = ("gdal:GdalSource", "gdal_sink:GdalSink")
_TYPED: Any = {"geometries": "may", "extra": ("cli", "pyarrow")}
_FEATURES: Any = {"text": True, "geometries": "must"}
# What GDAL reads and writes: layers of a file of its own.
_SHEETS: Any = {"streams": False, "extra": ("gis", "pyogrio"), "options": {"layers": True}}
_GIS: Any = {**_SHEETS, "geometries": "must"}

HANDLERS = (
    Handler("csv", (".csv", ".txt"), *_CSV, "CSV", text=True),
    Handler("tsv", (".tsv", ".tab"), *_CSV, "TSV", text=True, options={"delimiter": "\t"}),
    Handler("parquet", (".parquet", ".pq", ".geoparquet"), *_PARQUET, "Parquet", **_TYPED),
    Handler("arrow", (".arrow", ".feather"), *_IPC, "Arrow", **_TYPED),
    Handler("arrows", (".arrows",), *_IPC, "Arrow streams", **_TYPED),
    Handler("json", (".json",), "geojson:open_json", "json:ArraySink", "a JSON array", text=True),
    Handler(
        *("jsonl", (".jsonl", ".ndjson"), "geojson:open_lines", "json:LinesSink", "JSON Lines"),
        text=True,
    ),
    Handler(
        *("geojson", (".geojson", ".json"), "geojson:open_geojson", "features:CollectionSink"),
        "GeoJSON",
        **_FEATURES,
    ),
    Handler(
        *("geojsonl", (".geojsonl", ".geojsonseq", ".geojsons", ".ndgeojson")),
        *("geojson:open_geojson", "features:SequenceSink", "GeoJSON sequences"),
        **_FEATURES,
    ),
    Handler("gpkg", (".gpkg",), *_GDAL, "GeoPackage", **_GIS),
    Handler("fgb", (".fgb",), *_GDAL, "FlatGeobuf", **_GIS),
    Handler("shp", (".shp", ".shz", ".shp.zip", ".zip"), *_GDAL, "Shapefile", **_GIS),
    Handler("kml", (".kml",), *_GDAL, "KML", **_GIS),
    Handler("gpx", (".gpx",), _GDAL[0], None, "GPX", **_GIS),
    Handler("xlsx", (".xlsx",), *_GDAL, "Excel", **_SHEETS),
    Handler("ods", (".ods",), *_GDAL, "OpenDocument", **_SHEETS),
)
_COMPRESSIONS = {".gz": "gzip", ".bz2": "bz2", ".xz": "xz", ".zst": "zstd"}
# Formats that share an ending: the first of them reads it.
_BY_ENDING = {ending: handler for handler in HANDLERS[::-1] for ending in handler.endings}
ENDINGS = ", ".join(dict.fromkeys(ending for handler in HANDLERS for ending in handler.endings))
ENDINGS += "; optionally compressed: " + ", ".join(_COMPRESSIONS)
KINDS = tuple(handler.kind for handler in HANDLERS)


@dataclass(frozen=True, slots=True)
class Format:
    """How a table is written.

    Parameters
    ----------
    handler
        What reads and writes it.
    compression
        What compresses it.
    delimiter
        Between the fields of CSV.
    decimal
        Between a whole number and its decimals, in text.
    text
        Columns that stay text in formats with types; "*" is all of them.
    layer
        Which of several tables in a file is read.
    """

    handler: Handler
    compression: str | None = None
    delimiter: str = ","
    decimal: str = "."
    text: Collection[str] = ()
    layer: str | None = None

    @property
    def kind(self) -> str:
        """Its name."""
        return self.handler.kind

    @property
    def is_delimited(self) -> bool:
        """Whether it is CSV, with any character between the fields."""
        return self.kind in ("csv", "tsv")


def named_format(kind: str, delimiter: str | None = None) -> Format:
    """Return the format of a name.

    >>> named_format("csv").delimiter, len(named_format("tsv").delimiter)
    (',', 1)
    """
    handler = next(handler for handler in HANDLERS if handler.kind == kind)
    return _format(handler, None, delimiter)


def find_format(name: str, delimiter: str | None = None) -> Format | None:
    """Find the format of a file by its ending; None if the ending is unknown.

    >>> form = find_format("trips.csv.gz")
    >>> form.kind, form.compression
    ('csv', 'gzip')
    """
    handler, compression = _split(name)
    return _format(handler, compression, delimiter) if handler else None


def _format(handler: Handler, compression: str | None, delimiter: str | None) -> Format:
    return Format(handler, compression, delimiter or handler.options.get("delimiter", ","))


def _split(name: str) -> tuple[Handler | None, str | None]:
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    compression = _COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    if compression:
        suffixes.pop()
    for count in (2, 1):
        # Some endings have two dots, such as ".shp.zip".
        if handler := _BY_ENDING.get("".join(suffixes[-count:])):
            return handler, compression
    return None, compression


def has_ending_of(name: str, form: Format) -> bool:
    """Tell whether a file's ending is one of a format, though another one may share it."""
    path = PurePath(name.lower())
    if path.suffix in _COMPRESSIONS:
        path = path.with_suffix("")
    return path.name.endswith(form.handler.endings)


def choose_format(
    name: str, given: str | None, delimiter: str | None, fallback: Format | None = None
) -> Format:
    """Choose the format of the file ``name``: what was given, else by its ending.

    Raises
    ------
    click.UsageError
        What was given is not a format, or the ending is unknown and there is no ``fallback``.
    """
    if given is not None:
        # An ending with or without its dot: "csv", "jsonl.gz".
        found = find_format("x." + given.removeprefix("."), delimiter)
        if found is None:
            raise click.UsageError(f"unknown format {given!r}; geodist knows: {ENDINGS}")
        return found
    if (found := find_format(name, delimiter)) is not None:
        return found
    if fallback is not None:
        return fallback
    raise click.UsageError(
        f"{name} does not end with a known format: {ENDINGS}; rename it, or use --from-format or "
        "--to-format"
    )


def load(handler: Handler, what: str) -> Any:
    """Import what reads or writes a format: ``what`` is "source" or "sink".

    Raises
    ------
    click.UsageError
        The format is not read, or not written.
    MissingExtraError
        Its library is not installed.
    """
    place: str | None = getattr(handler, what)
    if place is None:
        done = "read" if what == "source" else "written"
        rather = "" if what == "source" else "; write another format, such as GeoPackage (.gpkg)"
        raise click.UsageError(f"{handler.about} is not {done}{rather}")
    module, name = place.split(":")
    try:
        return getattr(importlib.import_module(f"geodist.cli.io.{module}"), name)
    except ModuleNotFoundError as error:
        if handler.extra is None or error.name != handler.extra[1]:
            raise
        raise MissingExtraError(*handler.extra, f"{handler.about} needs") from None
