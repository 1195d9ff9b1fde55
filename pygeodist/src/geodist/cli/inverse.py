"""``geodist inverse``: distance and azimuths between the two points of every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import geodist
from geodist.cli.columns import ROLES, choose_columns
from geodist.cli.compute import FloatArray, append_columns
from geodist.cli.errors import EXIT_CODES_HELP, TableError, counted
from geodist.cli.output import STANDARD_STREAM, open_output
from geodist.cli.table import open_table
from geodist.cli.values import NEGATIVE_NUMBER, Point, parse_ellipsoid, parse_point

if TYPE_CHECKING:
    from collections.abc import Sequence

OUTPUTS = ("distance", "azi1", "azi2")


class ValuesCommand(click.Command):
    """A command whose arguments may be negative numbers."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; a space keeps a negative number from looking like an option."""
        return super().parse_args(
            ctx, [f" {arg}" if NEGATIVE_NUMBER.match(arg) else arg for arg in args]
        )


def _delimiter(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    if text is None:
        return None
    character = {"\\t": "\t", "tab": "\t"}.get(text, text)
    if len(character) != 1 or character in '"\r\n' or not character.isascii():
        raise click.BadParameter("one ASCII character is needed, for instance ';' or '\\t'")
    return character


@click.command(cls=ValuesCommand, epilog=EXIT_CODES_HELP)
@click.argument("inputs", nargs=-1, required=True, metavar="TABLE | POINT POINT")
@click.option(
    "-o", "--output", metavar="FILE", help="Where the table goes; standard output by default."
)
@click.option("--lat1", metavar="COLUMN", help="Column of the first point's latitude.")
@click.option("--lon1", metavar="COLUMN", help="Column of the first point's longitude.")
@click.option("--lat2", metavar="COLUMN", help="Column of the second point's latitude.")
@click.option("--lon2", metavar="COLUMN", help="Column of the second point's longitude.")
@click.option(
    "--ellipsoid",
    metavar="NAME|A,F",
    default="WGS84",
    show_default=True,
    help="Its name, for instance GRS80 or sphere, or its semi-major axis in metres and flattening.",
)
@click.option(
    "--delimiter",
    metavar="CHARACTER",
    callback=_delimiter,
    help="Between two fields; by default a tab in .tsv and .tab files, else a comma.",
)
@click.option("--prefix", default="", metavar="TEXT", help="Put before the new columns' names.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
def inverse(
    inputs: tuple[str, ...],
    output: str | None,
    lat1: str | None,
    lon1: str | None,
    lat2: str | None,
    lon2: str | None,
    ellipsoid: str,
    delimiter: str | None,
    prefix: str,
    quiet: bool,
) -> None:
    r"""Measure the geodesic between two points: distance in metres, azimuths in degrees.

    TABLE is a CSV file with two points per row and a line of column names, or - for standard
    input. It is written back, byte for byte, with three columns appended: distance, azi1 and azi2
    (the course at the first and at the second point, clockwise from north). Numbers have as many
    digits as it takes to read the same double back.

    The columns of the points are recognised by their names (lat1, lon1, lat2, lon2; origin_lat,
    ..., destination_lon; from_latitude, ..., to_longitude) and told on standard error; or set
    them.

    A bad number, an empty cell or a value out of range ends the command, naming file, line, column
    and value; then no output file is made or changed. What went to standard output before the bad
    row stays there. Blank lines pass through.

    Two POINTs, each LAT,LON in degrees, are measured at once.

    \b
    Examples:
      geodist inverse routes.csv -o out.csv
      geodist inverse - < routes.csv > out.csv
      geodist inverse trips.csv --lat1 y --lon1 x --lat2 y_end --lon2 x_end
      geodist inverse 40.64,-73.78 51.47,-0.45
    """
    figure = parse_ellipsoid_option(ellipsoid)
    given = {"lat1": lat1, "lon1": lon1, "lat2": lat2, "lon2": lon2}
    points = [point for point in map(parse_point, inputs) if point is not None]
    if len(points) == len(inputs) == 2:
        if output or delimiter or prefix or any(given.values()):
            raise click.UsageError("two points take no option but --ellipsoid")
        _inverse_values(points[0], points[1], figure)
    elif len(inputs) == 1 and not points:
        _inverse_table(
            inputs[0], output or STANDARD_STREAM, given, figure, delimiter, prefix, quiet
        )
    elif len(inputs) == 1:
        raise click.UsageError(f"one point, {inputs[0].strip()}; the second one is missing")
    else:
        raise click.UsageError(
            "one table, or two points as LAT,LON (no space after the comma), are needed; got: "
            + " ".join(map(str.strip, inputs))
        )


def parse_ellipsoid_option(text: str) -> geodist.Ellipsoid:
    """Read ``--ellipsoid``, with errors that name the option."""
    try:
        return parse_ellipsoid(text)
    except click.BadParameter as error:
        raise click.UsageError(f"--ellipsoid: {error.message}") from error


def _inverse_values(first: Point, second: Point, ellipsoid: geodist.Ellipsoid) -> None:
    try:
        result = geodist.inverse(*first, *second, ellipsoid=ellipsoid)
    except geodist.GeodistError as error:
        raise click.UsageError(str(error)) from error
    for name, value, unit in zip(OUTPUTS, result, ("m", "degrees", "degrees"), strict=True):
        click.echo(f"{name:<8}  {value!r} {unit}")


def _inverse_table(
    name: str,
    output: str,
    given: dict[str, str | None],
    ellipsoid: geodist.Ellipsoid,
    delimiter: str | None,
    prefix: str,
    quiet: bool,
) -> None:
    def compute(*columns: FloatArray) -> Sequence[FloatArray]:
        return geodist.inverse(*columns, ellipsoid=ellipsoid)

    with open_table(name, delimiter) as table:
        try:
            columns = choose_columns(table.header, given)
        except TableError as error:
            raise TableError(f"{table.name}: {error.message}") from error
        if not quiet:
            names = [repr(table.header[columns[role]]) for role in ROLES]
            click.echo(
                "geodist: from lat {}, lon {} to lat {}, lon {}".format(*names),
                err=True,
            )
        with open_output(output) as stream:
            rows = append_columns(table, columns, [prefix + o for o in OUTPUTS], compute, stream)
        if not quiet:
            where = "standard output" if output == STANDARD_STREAM else output
            click.echo(f"geodist: {counted(rows, 'row')} written to {where}", err=True)
