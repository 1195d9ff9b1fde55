"""``geodist nearest``: each row of a table joined to the nearest rows of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import numpy as np

from geodist.cli.completion import complete_file
from geodist.cli.edges import EDGES
from geodist.cli.options import (
    Length,
    column_option,
    decimal_option,
    delimiter_option,
    layer_option,
    table_command,
)
from geodist.cli.parse.units import UNITS
from geodist.cli.roles import POINT

if TYPE_CHECKING:
    from geodist.cli.io.cells import FloatArray, Rows
    from geodist.cli.joins import At

JOIN_OPTIONS = (
    click.option(
        "--exclude-self",
        is_flag=True,
        help="LEFT and RIGHT are the same file; do not join a row to itself.",
    ),
    column_option("--right-lat", text="Latitude in RIGHT; --lat is for LEFT."),
    column_option("--right-lon", text="Longitude in RIGHT."),
    delimiter_option("--right-delimiter", "Delimiter of RIGHT. Default: --delimiter."),
    layer_option("--right-layer", "RIGHT"),
    decimal_option("--right-decimal", "Decimal mark of RIGHT. Default: --decimal.", None),
    click.option(
        "--right-rejects",
        metavar="FILE",
        shell_complete=complete_file,
        help="File for invalid rows of RIGHT. Without it such a row is an error, even with "
        "--rejects.",
    ),
    click.option(
        "--how",
        type=click.Choice(["inner", "left"]),
        default="inner",
        show_default=True,
        help="What to do with rows of LEFT without a match: leave them out, or keep them with "
        "empty cells.",
    ),
    click.option(
        "--suffix",
        default="_right",
        show_default=True,
        metavar="TEXT",
        help="Appended to names of columns of RIGHT that LEFT has too, and to that of its geometry.",
    ),
    click.option(
        "--right-columns",
        metavar="NAMES",
        help="Which columns of RIGHT the result gets, such as name,code; none for none of them. "
        "Default: all.",
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
        help="Number of neighbours.",
    ),
    click.option("--max-distance", type=Length(), help="Maximum distance, in --units."),
    click.option(
        "--witness",
        is_flag=True,
        help="Add the nearest place on each line or polygon of RIGHT: near_edge, the number of the "
        "edge in its line or ring from 0, or -1 inside a polygon; near_fraction, how far along that "
        "edge; near_lat and near_lon.",
    ),
    EDGES,
    *JOIN_OPTIONS,
    numbers=False,
)
def nearest(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Join each row of LEFT to the nearest rows of RIGHT.

    LEFT and RIGHT are tables with one point, line or polygon per row. Each row of the result is a
    row of LEFT with the columns of one of its neighbours and their distance, which is 0 in a
    polygon, the nearest neighbour first; ties keep the order of RIGHT. RIGHT is held in memory,
    LEFT can have any size.

    \b
    Examples:
      geodist nearest towns.csv airports.csv -o out.csv
      geodist nearest towns.csv airports.csv -k 3 --max-distance 200 --units km -o out.csv
      geodist nearest towns.csv airports.csv --how left --right-lat y --right-lon x -o out.csv
      geodist nearest towns.csv towns.csv --exclude-self -o out.csv
      geodist nearest towns.csv roads.geojson --witness -o out.csv
    """
    most = np.inf
    if options["max_distance"] is not None:
        most = options["max_distance"] * UNITS[options["units"]]

    def find(index: Any, at: At, own: Rows | None) -> tuple[Rows, Rows, *tuple[FloatArray, ...]]:
        count = min(options["count"] + (own is not None), max(1, len(index)))
        witnesses = {"witnesses": True} if options["witness"] else {}
        found = index.query(*at, count, max_distance=most, **witnesses)
        rows = np.reshape(found.indices, (len(at[0]), count))
        columns = [found.distances]
        if witnesses:
            columns += [getattr(found.places, name) for name in ("edge", "fraction", "lat", "lon")]
        columns = [np.reshape(column, rows.shape) for column in columns]
        matched = rows >= 0
        if own is not None:
            # Among many at one place a row need not find itself.
            matched &= rows != own[:, np.newaxis]
            matched[:, -1] &= matched.sum(axis=1) <= options["count"]
        return matched.sum(axis=1), rows[matched], *(column[matched] for column in columns)

    from geodist.cli.joins import DISTANCE, WITNESS, join

    witness = options["witness"]
    added = (DISTANCE, *(WITNESS if witness else ()))
    join(inputs, find, options, added, needs="--witness" if witness else "")
