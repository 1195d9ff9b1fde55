"""``geodist convert``: a table in another format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from geodist import _geodist_core as core
from geodist._columns.candidates import find_pairs
from geodist.cli.completion import complete_file
from geodist.cli.errors import TableError, say
from geodist.cli.held import choose_point, point_roles
from geodist.cli.io.cells import pieces
from geodist.cli.io.drafts import check_apart
from geodist.cli.io.tables import open_table, output_format
from geodist.cli.operation import Chunk, Operation
from geodist.cli.options import (
    any_longitude_option,
    decimal_option,
    delimiter_option,
    format_options,
    make_command,
    quiet_option,
    role_option,
    row_options,
)
from geodist.cli.pipeline import Arguments
from geodist.cli.roles import POINT, Kind, Role
from geodist.cli.run import check_text_columns, describe_point, input_format, process

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodist.cli.columns import Choice
    from geodist.cli.io.formats import Format
    from geodist.cli.io.layer import Batch, Source

_GEOMETRY = Role("geometry", Kind.SHAPE)
# No numbers are measured or computed.
_NOTHING = {"units": "m", "precision": None, "prefix": ""}


def _convert(**options: Any) -> None:
    r"""Write a table in another format.

    The endings of IN and OUT name the formats; - is standard input or output. Columns, rows and their
    order stay, and so do geometries of all kinds. In a format with geometries, rows get points from
    the columns of latitude and longitude. In one without, points become lat and lon, other
    geometries GeoJSON text. To convert coordinates to Cartesian ones, use geodist ecef.

    \b
    Examples:
      geodist convert airports.csv airports.geojson
      geodist convert roads.geojson roads.parquet
      geodist convert airports.csv airports.parquet --lat y --lon x
      geodist convert airports.csv semicolons.csv --to-delimiter ';' --to-decimal ,
      geodist convert - towns.jsonl --from-format csv < towns.csv
    """
    name, output = options["table"], options["output"]
    options |= _NOTHING
    if options["rejects"] and options["invalid"] == "error":
        raise click.UsageError("--rejects needs --invalid=null or --invalid=skip")
    check_apart({"the table": name}, {"--output": output, "--rejects": options["rejects"]}, name)
    with open_table(name, input_format(name, options), quiet=options["quiet"]) as source:
        check_text_columns(options, source.schema.readable)
        form = output_format(output, options["to_format"], options["to_delimiter"], source)
        if options["to_decimal"]:
            form = replace(form, decimal=options["to_decimal"])
        operation, choice = _plan(source, form, options)
        process(source, operation, choice, options, form)


def _plan(source: Source, form: Format, options: Mapping[str, Any]) -> tuple[Operation, Choice]:
    """Say what becomes of geometries, or of columns that may be points."""
    takes, geometry = form.handler.geometries, source.schema.geometry
    given = [f"--{name}" for name in ("lat", "lon", "order") if options[name]]
    if given and (takes == "no" or geometry is not None):
        why = f"{source.name} has geometries, which are kept"
        why = f"{form.handler.about} has no geometries" if takes == "no" else why
        raise click.UsageError(f"{', '.join(given)}: {why}")
    if geometry is not None:
        return _carry(source, form, options)
    if takes == "no":
        return Operation((), (), lambda: ()), {}
    try:
        choice = choose_point(source, options)
    except TableError as error:
        if given or takes == "must":
            raise
        if find_pairs(source.schema.names):
            say(f"no geometry is written: {error.message}")
        return Operation((), (), lambda: ()), {}
    chosen = describe_point(source.schema.readable, POINT, choice)
    say(f"columns of {source.name}: {chosen}")
    roles = point_roles(options)
    if takes == "must":
        return Operation(roles, (), lambda _lat, _lon: ()), choice
    # The columns stay beside the geometry that they make.
    return Operation(roles, (), lambda *point: [Chunk((), point=point)], places=True), choice


def _carry(source: Source, form: Format, options: Mapping[str, Any]) -> tuple[Operation, Choice]:
    """Keep geometries; in a format without any, as numbers if all of them are points."""
    if form.handler.has_geometries:
        return Operation((_GEOMETRY,), (), lambda: (), read=_Carried), {}
    if _has_only_points(source, options):
        geometry = source.schema.geometry
        assert geometry is not None
        source.choose((geometry.column,))
        if not geometry.datum.mixes:
            say(f"{source.name} is on {geometry.datum.name}, which {form.handler.about} cannot say")
    return Operation((), (), lambda: ()), {}


def _has_only_points(source: Source, options: Mapping[str, Any]) -> bool:
    """Tell whether all geometries of a table are points, or missing."""
    # A text format knows it once it has seen all rows.
    source.named(bare=True)
    geometry = source.schema.geometry
    assert geometry is not None
    if geometry.types or geometry.encoding == "geojson" or source.name != options["table"]:
        return bool(geometry.types) and all(x.split(" ")[0] == "Point" for x in geometry.types)
    with open_table(source.name, source.format, quiet=True) as again:
        for batch in again.batches():
            *_, states = core.points_from_wkb(*pieces(batch.geometries("wkb")))
            if (states["kind"] > 1).any() or (states["fault"] > core.MISSING_GEOMETRY).any():
                return False
    return True


class _Carried(Arguments):
    """The geometries of the rows of a batch, which another encoding must be able to hold."""

    def __init__(self, batch: Batch, choice: Choice) -> None:
        geometry = batch.source.schema.geometry
        assert geometry is not None
        as_json = geometry.encoding == "geojson"
        cells = pieces(batch.geometries("geojson" if as_json else "wkb"))
        *_, self._states = (core.wkb_from_geojson if as_json else core.geojson_from_wkb)(*cells)
        wrong = self._states["fault"] > core.MISSING_GEOMETRY
        choice = {_GEOMETRY.name: geometry.column}
        super().__init__(batch, (_GEOMETRY,), choice, [np.where(wrong, np.nan, 0.0)], [])

    def _problem(self, row: int, _argument: int) -> str:
        return f"the geometry {core.geometry_fault(int(self._states['fault'][row]))}"


convert = make_command(
    "convert",
    _convert,
    (
        click.argument("table", metavar="IN", shell_complete=complete_file),
        click.argument("output", metavar="OUT", shell_complete=complete_file),
        *(role_option(role, numbers=False) for role in POINT),
        *format_options(),
        delimiter_option("--to-delimiter", "CSV delimiter of OUT."),
        decimal_option("--to-decimal", "Decimal mark of OUT, in CSV.", None),
        any_longitude_option(),
        *row_options(points=True),
        quiet_option(),
    ),
)
