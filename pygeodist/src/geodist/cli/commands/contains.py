"""``geodist contains``: rows of a table joined to the polygons of another that they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist.cli.commands.nearest import JOIN_OPTIONS
from geodist.cli.edges import EDGES
from geodist.cli.options import table_command
from geodist.cli.roles import POINT

if TYPE_CHECKING:
    from geodist.cli.io.cells import Rows
    from geodist.cli.joins import At

# No point is a polygon of the same file.
_OPTIONS = tuple(option for option in JOIN_OPTIONS if option is not JOIN_OPTIONS[0])


@table_command("contains", "LEFT RIGHT", POINT, EDGES, *_OPTIONS, numbers=False)
def contains(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Join each row of LEFT to the polygons of RIGHT that it is in.

    LEFT is a table with a point, line or polygon per row, RIGHT one with a polygon per row. Each row
    of the result is a row of LEFT with a row of RIGHT appended, without a distance. A point on a
    border is in the polygons on both sides; a line or polygon is in those that cover all of it.

    \b
    Examples:
      geodist contains towns.csv countries.geojson --right-columns name -o out.csv
      geodist contains towns.csv countries.geojson --how left --edges geodesic -o out.csv
    """

    def find(index: Any, at: At, _own: Rows | None) -> tuple[Rows, Rows]:
        found = index.covering(*at)
        return found.counts, found.indices

    from geodist.cli.joins import join

    join(inputs, find, options, (), needs="geodist contains", polygons=True)
