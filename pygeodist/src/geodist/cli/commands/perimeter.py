"""``geodist perimeter``: of the polygons of a table."""

from __future__ import annotations

from typing import Any

import geodist
from geodist.cli.edges import EDGES
from geodist.cli.options import table_command
from geodist.cli.roles import Kind, Output


@table_command("perimeter", "TABLE", (), EDGES)
def perimeter(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Measure the rings of polygons.

    TABLE holds a geometry per row, as for geodist length. It is written with the column perimeter
    added: the length of all rings, holes too. A point or a line has 0; geodist length measures lines,
    too.

    \b
    Examples:
      geodist perimeter districts.geojson -o measured.geojson
      geodist perimeter districts.geojson --units km --precision 1 -o districts.csv
    """
    from geodist.cli.shapes import measure

    measure(inputs, Output("perimeter", Kind.LENGTH), geodist.perimeter, options)
