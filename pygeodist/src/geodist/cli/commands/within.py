"""``geodist within``: each row of a table joined to the rows of another within a radius."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import numpy as np

from geodist.cli.commands.nearest import JOIN_OPTIONS
from geodist.cli.edges import EDGES
from geodist.cli.options import Length, table_command
from geodist.cli.parse.units import UNITS
from geodist.cli.roles import POINT

if TYPE_CHECKING:
    from geodist.cli.io.cells import FloatArray, Rows
    from geodist.cli.joins import At


@table_command(
    "within",
    "LEFT RIGHT",
    POINT,
    click.option(
        "-r",
        "--radius",
        type=Length(),
        required=True,
        help="Radius, inclusive, in --units.",
    ),
    EDGES,
    *JOIN_OPTIONS,
    numbers=False,
)
def within(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Join each row of LEFT to all rows of RIGHT within a radius.

    Like geodist nearest, but returns every row within --radius.

    \b
    Examples:
      geodist within stops.csv shops.csv --radius 500 -o out.csv
      geodist within towns.csv airports.csv --radius 50 --units nmi --how left -o out.csv
    """
    radius = options["radius"] * UNITS[options["units"]]

    def find(index: Any, at: At, own: Rows | None) -> tuple[Rows, Rows, FloatArray]:
        found = index.query_radius(*at, radius)
        counts, rows, distances = np.diff(found.indptr), found.indices, found.distances
        if own is None:
            return counts, rows, distances
        queries = np.repeat(np.arange(len(at[0])), counts)
        others = rows != own[queries]
        return np.bincount(queries[others], minlength=len(at[0])), rows[others], distances[others]

    from geodist.cli.joins import join

    join(inputs, find, options)
