"""The formats of tables, a line each, and the compressions around them: told by a file's ending."""

from __future__ import annotations

from geodist.cli.io.layer import Handler

_CSV = "geodist.cli.io.text:"
_JSON = "geodist.cli.io.json:"
_PARQUET = "geodist.cli.io.parquet:"
_IPC = "geodist.cli.io.ipc:"
_GDAL = "geodist.cli.io.gdal:"

_HANDLERS = (
    Handler("csv", (".csv", ".txt"), _CSV + "CsvSource", _CSV + "CsvSink", text=True, about="CSV"),
    ...
)
