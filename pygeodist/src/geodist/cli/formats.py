"""The formats of tables and the compressions around them, told by a file's ending."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

import click

_FORMATS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".geojson": "geojson",
}
_COMPRESSIONS = {
    ".gz": "gzip",
    ".bz2": "bz2",
    ".xz": "xz",
    ".zst": "zstd",
}
# Endings of which more can be said.
_OTHERS = {
    ".json": "the ending .json may be GeoJSON or JSON Lines: use .geojson or .jsonl, or set "
    "--from-format or --to-format",
    **dict.fromkeys(
        (".xlsx", ".xls", ".ods"), "spreadsheets are not read or written: use CSV (in UTF-8)"
    ),
    **dict.fromkeys(
        (".shp", ".gpkg", ".kml", ".gpx", ".fgb"),
        "this format is not read or written: ogr2ogr makes GeoJSON of it, and of GeoJSON it",
    ),
}
ENDINGS = ", ".join(_FORMATS) + "; compressed besides: " + ", ".join(_COMPRESSIONS)


@dataclass(frozen=True, slots=True)
class Format:
    """How a table is written.

    Parameters
    ----------
    kind
        csv, tsv, parquet, jsonl or geojson.
    compression
        What compresses it.
    delimiter
        Between the fields of CSV.
    decimal
        Between a whole number and its decimals, in text.
    """

    kind: str
    compression: str | None = None
    delimiter: str = ","
    decimal: str = "."

    @property
    def is_delimited(self) -> bool:
        """Whether it is CSV, with any character between the fields."""
        return self.kind in ("csv", "tsv")

    @property
    def has_geometries(self) -> bool:
        """Whether a column of it may hold points."""
        return self.kind in ("parquet", "geojson")


def find_format(name: str, delimiter: str | None = None) -> Format | None:
    """Tell the format of a file by its ending; None where the ending says nothing.

    >>> find_format("trips.csv.gz")
    Format(kind='csv', compression='gzip', delimiter=',', decimal='.')
    """
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    compression = _COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    if compression:
        suffixes.pop()
    kind = _FORMATS.get(suffixes[-1]) if suffixes else None
    if kind is None:
        return None
    return Format(kind, compression, delimiter or ("\t" if kind == "tsv" else ","))


def choose_format(
    name: str, given: str | None, delimiter: str | None, fallback: Format | None = None
) -> Format:
    """Choose the format of the file ``name``: what was given, else by its ending.

    Raises
    ------
    click.UsageError
        What was given is no format, or the ending says nothing and there is no ``fallback``.
    """
    if given is not None:
        # An ending with or without its dot: "csv", "jsonl.gz".
        found = find_format("x." + given.removeprefix("."), delimiter)
        if found is None:
            raise click.UsageError(f"{given!r} is no format of tables; there are: {ENDINGS}")
        return found
    if (found := find_format(name, delimiter)) is not None:
        return found
    if fallback is not None:
        return fallback
    hint = _OTHERS.get(PurePath(name).suffix.lower())
    if hint:
        raise click.UsageError(f"{name}: {hint}")
    raise click.UsageError(
        f"the ending of {name} tells no format of tables; there are: {ENDINGS}; "
        "or set the format with --from-format or --to-format"
    )
