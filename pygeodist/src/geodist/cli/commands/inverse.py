"""``geodist inverse``: a geodesic between the two points of every row."""

from __future__ import annotations

from typing import Any

import geodist
from geodist.cli.operation import Operation
from geodist.cli.options import table_command
from geodist.cli.roles import PAIR, Kind, Output
from geodist.cli.run import run


@table_command("inverse", "TABLE | POINT POINT", PAIR)
def inverse(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Measure a geodesic: its length, and its azimuth at both ends.

    Like geodist distance, but adds three columns: distance, azi1 and azi2, the course at the first
    and at the second point, in degrees clockwise from north.

    \b
    Examples:
      geodist inverse 40.64,-73.78 51.47,-0.45
      geodist inverse routes.csv -o out.csv
      geodist inverse trips.csv --lat1 y --lon1 x --lat2 y_end --lon2 x_end
    """
    figure = options["ellipsoid"]
    operation = Operation(
        PAIR,
        (
            Output("distance", Kind.LENGTH),
            Output("azi1", Kind.AZIMUTH),
            Output("azi2", Kind.AZIMUTH),
        ),
        lambda *ends: geodist.inverse(*ends, ellipsoid=figure.value),
    )
    run(inputs, operation, options, "two points")
