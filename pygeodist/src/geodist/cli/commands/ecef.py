"""``geodist ecef``: between geodetic and Cartesian coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import geodist
from geodist.cli.errors import TableError
from geodist.cli.operation import Chunk, Operation
from geodist.cli.options import table_command
from geodist.cli.parse.angles import parse_decimal
from geodist.cli.parse.values import split_values
from geodist.cli.roles import POINT, Kind, Output, Role
from geodist.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.columns import Choice

HEIGHT = Role(
    "h",
    Kind.LENGTH,
    names=("h", "height", "alt", "altitude", "ellipsoidalheight", "elevation"),
    default=0.0,
)
GEODETIC = (*POINT, HEIGHT)
CARTESIAN = tuple(
    Role(axis, Kind.LENGTH, names=(axis, f"ecef{axis}", f"{axis}ecef", f"geocentric{axis}"))
    for axis in "xyz"
)


def _refuse_cartesian(header: Sequence[str], choice: Choice) -> None:
    """Refuse x and y as a plane's coordinates where there is a z."""
    from geodist.cli.columns import positions

    names = [name.lower() for name in header]
    if "z" in names and {names[at] for at in positions(choice)[:2]} == {"x", "y"}:
        raise TableError(
            "the columns x, y and z may be Cartesian: use --target geodetic, or name --lat and --lon"
        )


@table_command(
    "ecef",
    "TABLE | POINT [HEIGHT] | X Y Z",
    (*GEODETIC, *CARTESIAN),
    click.option(
        "--target",
        type=click.Choice(["ecef", "geodetic"]),
        default="ecef",
        show_default=True,
        help="What to compute: Cartesian coordinates, or latitude, longitude and height.",
    ),
)
def ecef(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Convert to Earth-centred Cartesian coordinates, or back.

    Adds the columns x, y and z to TABLE, computed from latitude, longitude and height. They point
    from the centre of the Earth to latitude 0 and longitude 0, to longitude 90, and to the north
    pole. With --target geodetic, adds lat, lon and h.

    \b
    Examples:
      geodist ecef 40.64,-73.78
      geodist ecef 40.64,-73.78 4000 --units ft --precision 1
      geodist ecef --target geodetic 1354113 -4654391 4132005
      geodist ecef airports.csv --prefix ecef_ -o ecef.parquet
    """
    figure = options["ellipsoid"]
    if options["target"] == "ecef":
        first = parse_decimal(values[0]) if len(values := split_values(inputs)) == 3 else None
        if first is not None and abs(first) > 90:
            raise click.UsageError(
                f"{values[0]} is not a latitude in [-90, 90]; X Y Z need --target geodetic"
            )
        outputs = tuple(Output(axis, Kind.LENGTH) for axis in "xyz")
        operation = Operation(
            GEODETIC,
            outputs,
            lambda *point: geodist.to_ecef(*point, ellipsoid=figure.value),
            check=_refuse_cartesian
            if options["lat"] is options["lon"] is None
            else lambda *_: None,
        )
        run(inputs, operation, options, "a point, or a point and a height,")
        return

    def back(*point: Any) -> list[Chunk]:
        result = geodist.from_ecef(*point, ellipsoid=figure.value)
        return [Chunk(result, point=result[:2])]

    outputs = (
        Output("lat", Kind.LATITUDE),
        Output("lon", Kind.LONGITUDE),
        Output("h", Kind.LENGTH),
    )
    run(inputs, Operation(CARTESIAN, outputs, back, places=True), options, "three coordinates")
