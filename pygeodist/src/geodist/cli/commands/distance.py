"""``geodist distance``: between the two points of every row."""

from __future__ import annotations

from typing import Any

import geodist
from geodist.cli.operation import Operation
from geodist.cli.options import table_command
from geodist.cli.roles import PAIR, Kind, Output
from geodist.cli.run import run


@table_command("distance", "TABLE | POINT POINT", PAIR)
def distance(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Measure the distance between two points, along the geodesic.

    Two POINTs, LAT,LON in degrees, give one distance. You can write 40.64,-73.78 or
    40d38'24"N,73d46'48"W or 40:38:24,-73:46:48.

    TABLE has two points in each row; - is standard input. The result is the table with the column
    distance added. geodist recognises the usual column names (lat1, lon1, lat2, lon2; origin_lat,
    ..., destination_lon; y1, x1, ...) and prints which it takes, or name them with options.
    --from or --to gives one point for all rows.

    \b
    Examples:
      geodist distance 40.64,-73.78 51.47,-0.45
      geodist distance 40:38:24N,73:46:48W 51d28.2N,0d27W --units km
      geodist distance routes.csv -o out.csv
      geodist distance routes.csv -o out.parquet --units nmi --precision 1
      geodist distance airports.csv --to 51.47,-0.45 --invalid skip --rejects bad.csv
      geodist distance - < routes.csv > out.csv
    """
    figure = options["ellipsoid"]
    operation = Operation(
        PAIR,
        (Output("distance", Kind.LENGTH),),
        lambda *ends: (geodist.distance(*ends, ellipsoid=figure.value),),
    )
    run(inputs, operation, options, "two points")
