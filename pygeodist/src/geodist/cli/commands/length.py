"""``geodist length``: of the lines and the polygons of a table, or of the tracks of one of points."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

import geodist
from geodist.cli.edges import EDGES
from geodist.cli.errors import counted, say
from geodist.cli.io.streams import STANDARD_STREAM
from geodist.cli.options import table_command
from geodist.cli.roles import POINT, Kind, Output
from geodist.cli.track_options import by_option, sort_option

if TYPE_CHECKING:
    from geodist.cli.io.cells import FloatArray

LENGTH = Output("length", Kind.LENGTH)


@table_command("length", "TABLE", POINT, by_option(), sort_option(), EDGES, numbers=False)
def length(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Measure lines, the perimeters of polygons, and tracks.

    TABLE holds a geometry per row: GeoJSON, GeoParquet, Parquet's GEOMETRY or GEOGRAPHY, Arrow with
    GeoArrow's labels, and with the extra gis GeoPackage, FlatGeobuf, Shapefile, KML and GPX; - is
    standard input. It is written with the column length added. A line has the length of all its
    parts, a polygon that of all its rings, holes too, and a point 0.

    With --by or --sort, TABLE holds a point per row, such as the fixes of ships. Then the result has a
    row per track: the columns of --by, the number of points, and the length. The coordinates of all
    tracks are held in memory.

    \b
    Examples:
      geodist length roads.geojson -o measured.geojson
      geodist length roads.geojson --units km --precision 3 -o roads.csv
      geodist length roads.geojson --edges geodesic -o measured.parquet
      geodist length - --from-format geojson < roads.geojson > measured.geojson
      geodist length fixes.csv --by ship --sort time --units nmi -o tracks.csv
    """
    if options["by"] or options["sort"] is not None:
        _measure_tracks(inputs, options)
        return
    given = [f"--{name}" for name in ("lat", "lon", "order") if options[name] is not None]
    if given:
        raise click.UsageError(f"{', '.join(given)}: needs --by or --sort, which make tracks")
    from geodist.cli.shapes import measure

    measure(inputs, LENGTH, _lengths, options)


def _lengths(shapes: geodist.Shapes) -> FloatArray:
    return geodist.length(shapes) + geodist.perimeter(shapes)


def _measure_tracks(inputs: tuple[str, ...], options: dict[str, Any]) -> None:
    """Measure the tracks of a table of points."""
    import numpy as np

    from geodist.cli.held import written_format
    from geodist.cli.io.drafts import check_apart
    from geodist.cli.run import make_settings, output_name
    from geodist.cli.tracks import computed, hold_tracks, only_table, write_blocks

    name, output = only_table(inputs), output_name(options)
    if options["edges"] == "planar":
        raise click.UsageError("--edges planar: between the points of a track are geodesics")
    if options["invalid"] == "null":
        raise click.UsageError("--invalid=null: a track has no empty cells; use --invalid=skip")
    if options["rejects"] and options["invalid"] == "error":
        raise click.UsageError("--rejects needs --invalid=skip")
    check_apart({"the table": name}, {"--output": output, "--rejects": options["rejects"]}, name)
    written, settings = written_format(name, options), make_settings(options)
    with contextlib.ExitStack() as stack:
        found = hold_tracks(name, written, options, stack)
        points = np.bincount(found.track, minlength=found.count)
        lengths = geodist.length(found.lines(options["ellipsoid"].value))
        new = [(Output("points", Kind.COUNT), points), (LENGTH, lengths)]
        columns = [*found.labels, *(computed(*column, settings) for column in new)]
        names, cells = zip(*columns, strict=True)
        write_blocks(written, names, [cells], output)
    where = "standard output" if output == STANDARD_STREAM else output
    say(f"{counted(found.count, 'track')} written to {where}")
