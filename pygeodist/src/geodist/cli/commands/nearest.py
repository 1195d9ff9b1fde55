"""``geodist nearest``: each row of a table joined to the nearest rows of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import numpy as np

from geodist.cli.options import (
    Length,
    decimal_option,
    delimiter_option,
    layer_option,
    table_command,
)
from geodist.cli.parse.units import UNITS
from geodist.cli.roles import POINT

if TYPE_CHECKING:
    import geodist
    from geodist.cli.io.cells import FloatArray, Rows

JOIN_OPTIONS = (
    click.option(
        "--exclude-self",
        is_flag=True,
        help="LEFT and RIGHT are the same file, and no row is joined to itself.",
    ),
    click.option("--right-lat", metavar="COLUMN", help="Latitude in RIGHT; --lat is that in LEFT."),
    click.option("--right-lon", metavar="COLUMN", help="Longitude in RIGHT."),
    delimiter_option("--right-delimiter", "That of RIGHT, where it is not that of --delimiter."),
    layer_option("--right-layer", "the file RIGHT"),
    decimal_option("--right-decimal", "That of RIGHT, where it is not that of --decimal.", None),
    click.option(
        "--right-rejects",
        metavar="FILE",
        help="As --rejects, which is about LEFT: a file for the rows of RIGHT that cannot be used. "
        "With --rejects alone such a row of RIGHT ends the command, or it would be kept nowhere.",
    ),
    click.option(
        "--how",
        type=click.Choice(["inner", "left"]),
        default="inner",
        show_default=True,
        help="What happens to rows of LEFT that find nothing: left out, or kept with empty cells.",
    ),
    click.option(
        "--suffix",
        default="_right",
        show_default=True,
        metavar="TEXT",
        help="Put behind names of columns of RIGHT that LEFT has too.",
    ),
)


@table_command(
    "nearest",
    "LEFT RIGHT",
    POINT,
    click.option(
        "-k",
        "count",
        type=click.IntRange(1),
        default=1,
        show_default=True,
        help="How many neighbours.",
    ),
    click.option("--max-distance", type=Length(), help="How far at most, in the unit of --units."),
    *JOIN_OPTIONS,
    numbers=False,
)
def nearest(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Join each row of LEFT to the nearest rows of RIGHT.

    LEFT and RIGHT are tables with a point per row. LEFT is written with the columns of RIGHT and
    the column distance added, a row for each neighbour, the nearest first; of equally near rows the
    earlier one of RIGHT comes first. RIGHT is held in memory, LEFT may be of any size.

    \b
    Examples:
      geodist nearest towns.csv airports.csv -o out.csv
      geodist nearest towns.csv airports.csv -k 3 --max-distance 200 --units km -o out.csv
      geodist nearest towns.csv airports.csv --how left --right-lat y --right-lon x -o out.csv
      geodist nearest towns.csv towns.csv --exclude-self -o out.csv
    """
    most = np.inf
    if options["max_distance"] is not None:
        most = options["max_distance"] * UNITS[options["units"]]

    def find(
        index: geodist.PointIndex, lat: FloatArray, lon: FloatArray, own: Rows | None
    ) -> tuple[Rows, Rows, FloatArray]:
        count = min(options["count"] + (own is not None), max(1, len(index)))
        found = index.query(lat, lon, count, max_distance=most)
        rows = np.reshape(found.indices, (lat.size, count))
        distances = np.reshape(found.distances, rows.shape)
        matched = rows >= 0
        if own is not None:
            # Among many at one place a row need not find itself.
            matched &= rows != own[:, np.newaxis]
            matched[:, -1] &= matched.sum(axis=1) <= options["count"]
        return matched.sum(axis=1), rows[matched], distances[matched]

    from geodist.cli.joins import join

    join(inputs, find, options)
