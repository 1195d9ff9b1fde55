"""``geodist area``: of the polygons of a table."""

from __future__ import annotations

from typing import Any

import geodist
from geodist.cli.edges import EDGES
from geodist.cli.options import AREAS, table_command
from geodist.cli.roles import Kind, Output


@table_command("area", "TABLE", (), EDGES, unit=AREAS)
def area(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Measure what polygons cover.

    TABLE holds a geometry per row, as for geodist length. It is written with the column area added,
    in square metres: the outer rings less the holes, whichever way they go. A point or a line covers 0.

    \b
    Examples:
      geodist area districts.geojson -o measured.geojson
      geodist area districts.geojson --units km2 --precision 1 -o districts.csv
      geodist area districts.geojson --units acres --invalid skip --rejects bad.geojson -o good.geojson
    """
    from geodist.cli.shapes import measure

    measure(inputs, Output("area", Kind.AREA), geodist.area, options)
