"""``geodist length``: of the lines and the polygons of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geodist
from geodist.cli.edges import EDGES
from geodist.cli.options import table_command
from geodist.cli.roles import Kind, Output

if TYPE_CHECKING:
    from geodist.cli.io.cells import FloatArray


@table_command("length", "TABLE", (), EDGES)
def length(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Measure lines, and the perimeters of polygons.

    TABLE holds a geometry per row: GeoJSON, GeoParquet, Parquet's GEOMETRY or GEOGRAPHY, Arrow with
    GeoArrow's labels, and with the extra gis GeoPackage, FlatGeobuf, Shapefile, KML and GPX; - is
    standard input. It is written with the column length added. A line has the length of all its
    parts, a polygon that of all its rings, holes too, and a point 0.

    \b
    Examples:
      geodist length roads.geojson -o measured.geojson
      geodist length roads.geojson --units km --precision 3 -o roads.csv
      geodist length roads.geojson --edges geodesic -o measured.parquet
      geodist length - --from-format geojson < roads.geojson > measured.geojson
    """
    from geodist.cli.shapes import measure

    measure(inputs, Output("length", Kind.LENGTH), _lengths, options)


def _lengths(shapes: geodist.Shapes) -> FloatArray:
    return geodist.length(shapes) + geodist.perimeter(shapes)
