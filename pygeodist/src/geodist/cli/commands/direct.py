"""``geodist direct``: the end of a geodesic from a point, a course and a distance."""

from __future__ import annotations

from typing import Any

import geodist
from geodist.cli.operation import Chunk, Operation
from geodist.cli.options import table_command
from geodist.cli.roles import LAT1, LON1, Kind, Output, Role
from geodist.cli.run import run

AZI1 = Role(
    "azi1",
    Kind.AZIMUTH,
    names=(
        *("azi1", "azi", "azimuth", "azimuth1", "bearing", "course", "heading", "track"),
        *("initialazimuth", "initialbearing", "initialcourse", "startazimuth", "startbearing"),
    ),
)
DISTANCE = Role("distance", Kind.LENGTH, names=("distance", "dist", "length", "range", "s12"))
ROLES = (LAT1, LON1, AZI1, DISTANCE)
OUTPUTS = (
    Output("lat2", Kind.LATITUDE),
    Output("lon2", Kind.LONGITUDE),
    Output("azi2", Kind.AZIMUTH),
)


@table_command("direct", "TABLE | POINT AZIMUTH DISTANCE", ROLES)
def direct(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Follow a geodesic from a point on a course for a distance.

    TABLE has a point, an azimuth and a distance in each row. Adds the columns lat2, lon2 and azi2,
    the course on arrival. Azimuth and distance can be one number for all rows.

    \b
    Examples:
      geodist direct 40.64,-73.78 51.38 1000000
      geodist direct 40.64,-73.78 51.38 1000 --units km --precision 3
      geodist direct legs.csv -o ends.geojson
      geodist direct airports.csv --azi1 90 --distance 250 --units km -o east.csv
    """
    figure = options["ellipsoid"]

    def compute(*arguments: Any) -> list[Chunk]:
        result = geodist.direct(*arguments, ellipsoid=figure.value)
        return [Chunk(result, point=(result.lat2, result.lon2))]

    run(
        inputs,
        Operation(ROLES, OUTPUTS, compute, places=True),
        options,
        "a point, an azimuth and a distance",
    )
