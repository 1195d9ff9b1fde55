"""``geodist interpolate``: a point on the way between two points."""

from __future__ import annotations

from typing import Any

import geodist
from geodist.cli.operation import Chunk, Operation
from geodist.cli.options import table_command
from geodist.cli.roles import PAIR, Kind, Output, Role
from geodist.cli.run import run

FRACTION = Role("fraction", Kind.NUMBER, names=("fraction", "frac", "f", "t"))
POINT = (Output("lat", Kind.LATITUDE), Output("lon", Kind.LONGITUDE))


@table_command("interpolate", "TABLE | POINT POINT FRACTION", (*PAIR, FRACTION))
def interpolate(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Find the point at a fraction of the way along a geodesic.

    TABLE has two points and a fraction in each row, or --fraction is one number for all rows: 0 is
    the first point, 1 the second, 0.5 the midpoint. Adds the columns lat and lon.

    \b
    Examples:
      geodist interpolate 40.64,-73.78 51.47,-0.45 0.5
      geodist interpolate routes.csv --fraction 0.5 -o midpoints.geojson
    """
    figure = options["ellipsoid"]

    def compute(*arguments: Any) -> list[Chunk]:
        result = geodist.interpolate(*arguments, ellipsoid=figure.value)
        return [Chunk(result, point=(result.lat, result.lon))]

    operation = Operation((*PAIR, FRACTION), POINT, compute, places=True)
    run(inputs, operation, options, "two points and a fraction")
