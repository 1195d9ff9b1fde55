"""``geodist waypoints``: points at equal spacing between two points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import numpy as np

import geodist
from geodist.cli.commands.interpolate import POINT
from geodist.cli.operation import Chunk, Operation, in_steps
from geodist.cli.options import Length, table_command
from geodist.cli.parse.units import UNITS
from geodist.cli.roles import PAIR, Kind, Output
from geodist.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodist.cli.io.cells import FloatArray

# More points than this on one line are taken for a mistake in the unit of --spacing.
MAX_POINTS = 1e9


@table_command(
    "waypoints",
    "TABLE | POINT POINT",
    PAIR,
    click.option(
        "-n", "--count", type=click.IntRange(2), help="Points per line, including both ends."
    ),
    click.option(
        "--spacing",
        type=Length(positive=True),
        metavar="LENGTH",
        help="Maximum distance between neighbouring points, in --units, instead of --count.",
    ),
)
def waypoints(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Place points at equal spacing along a geodesic.

    Both ends are included. Each row of TABLE becomes one row per point. Adds the columns waypoint
    (0, 1, ...), lat and lon.

    \b
    Examples:
      geodist waypoints 40.64,-73.78 51.47,-0.45 -n 5
      geodist waypoints 40.64,-73.78 51.47,-0.45 --spacing 1000 --units km --precision 0
      geodist waypoints 40.64,-73.78 51.47,-0.45 -n 100 -o flight.geojson
      geodist waypoints routes.csv --spacing 100 --units km -o tracks.geojson
    """
    count, spacing = options["count"], options["spacing"]
    if count is not None and spacing is not None:
        raise click.UsageError("--count and --spacing cannot be combined")
    if count is None and spacing is None:
        raise click.UsageError("needs --count or --spacing")
    figure = options["ellipsoid"]

    def compute(*arguments: Any) -> Iterator[Chunk]:
        ends: list[FloatArray] = [np.asarray(argument, np.float64) for argument in arguments]
        if spacing is None:
            counts = np.full(len(ends[0]), count)
        else:
            steps = geodist.distance(*ends, ellipsoid=figure.value) / (
                spacing * UNITS[options["units"]]
            )
            if len(steps) and steps.max() > MAX_POINTS:
                raise click.UsageError(f"--spacing {spacing:g}: more than 1e9 points on a line")
            counts = np.maximum(np.ceil(steps), 1).astype(np.int64) + 1
        # A line may have more points than fit in memory: so not by geodist.waypoints.
        for rows, numbers in in_steps(counts):
            lat1, lon1, lat2, lon2 = (end[rows] for end in ends)
            last = counts[rows] - 1
            lat, lon = geodist.interpolate(
                lat1, lon1, lat2, lon2, numbers / last, ellipsoid=figure.value
            )
            # The ends are the given points themselves.
            for at, (end_lat, end_lon) in ((0, (lat1, lon1)), (last, (lat2, lon2))):
                lat, lon = (
                    np.where(numbers == at, end_lat, lat),
                    np.where(numbers == at, end_lon, lon),
                )
            yield Chunk((numbers, lat, lon), rows, (lat, lon))

    operation = Operation(PAIR, (Output("waypoint", Kind.COUNT), *POINT), compute, places=True)
    run(inputs, operation, options, "two points")
