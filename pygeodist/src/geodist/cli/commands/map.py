"""``geodist map``: a picture or a page of points and geodesics."""

from __future__ import annotations

import importlib.util
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from geodist.cli.completion import complete_file
from geodist.cli.errors import MissingExtraError, TableError, counted
from geodist.cli.io.drafts import check_apart, open_output
from geodist.cli.io.streams import check_readable
from geodist.cli.options import (
    Command,
    any_longitude_option,
    column_option,
    decimal_option,
    delimiter_option,
    ellipsoid_option,
    from_format_option,
    help_of,
    layer_option,
    order_option,
    quiet_option,
)
from geodist.cli.roles import PAIR, POINT, with_any_longitude
from geodist.cli.run import choose, describe, input_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.columns import Choice
    from geodist.cli.io.layer import Source
    from geodist.cli.roles import Role

_PICTURES = (".png", ".svg")
_PAGES = (".html", ".htm")


def draw(table: str, **options: Any) -> None:
    r"""Draw points and geodesics, as a picture or as a page.

    A row with two points is a geodesic, cut where it crosses the antimeridian; a row with one is a
    point, and so is one whose geometry is. PNG and SVG need matplotlib (the extra plot); an HTML page needs nothing, no network
    either, and can be zoomed and moved. All have a graticule and coastlines (Natural Earth 1:50
    million, simplified to about 6 km).

    \b
    Examples:
      geodist map routes.csv -o map.png
      geodist map routes.csv -o map.html --title "Airline routes"
      geodist map airports.csv -o airports.svg
    """
    output = options["output"]
    ending = PurePath(output).suffix.lower()
    if ending not in _PICTURES + _PAGES:
        raise click.UsageError(f"--output: {output} must end in .png, .svg or .html")
    if ending in _PICTURES and importlib.util.find_spec("matplotlib") is None:
        raise MissingExtraError("plot", "matplotlib", "pictures need")
    from geodist.cli.io.tables import open_table
    from geodist.cli.map.data import MAX_ROWS, read_map

    figure = options["ellipsoid"]
    check_readable(table)
    check_apart({"the table": table}, {"--output": output})
    with open_table(table, input_format(table, options), quiet=options["quiet"]) as source:
        roles, choice = _choose(source, options)
        if not options["quiet"]:
            click.echo("geodist: " + describe(source, roles, choice), err=True)
        figure.take(source, quiet=options["quiet"])
        if options["any_longitude"]:
            roles = with_any_longitude(tuple(roles))
        data = read_map(source, roles, choice, figure.value, options["order"] or "")
    if not data.rows:
        why = f"no row has valid coordinates; {data.reason}" if data.invalid else "it has no rows"
        raise TableError(f"{table}: there is nothing to draw: {why}")
    kind = "geodesic" if len(roles) > 2 else "point"
    shown = counted(data.rows, kind)
    notes = ""
    if data.invalid:
        notes += f"; {counted(data.invalid, 'row')} left out, without valid coordinates"
    if data.surplus:
        notes += f"; {counted(data.surplus, 'row')} left out, beyond the first {MAX_ROWS}"
    title = options["title"] or PurePath(table).name
    with open_output(output) as stream:
        if ending in _PAGES:
            from geodist.cli.map.page import make_page

            stream.write(make_page(data, title, shown + notes))
        else:
            from geodist.cli.map.picture import draw_picture

            draw_picture(data, title, stream, ending[1:])
    if not options["quiet"]:
        click.echo(f"geodist: {shown} drawn in {output}{notes}", err=True)
        if data.invalid:
            click.echo(f"geodist: the first: {data.reason}", err=True)


def _choose(source: Source, options: dict[str, Any]) -> tuple[Sequence[Role], Choice]:
    """Choose two points per row where the table has them, else one."""
    given = {role.name: options[role.name] for role in (*PAIR, *POINT)}
    if any(given[role.name] for role in POINT):
        return POINT, choose(source, POINT, given)
    try:
        choice = choose(source, PAIR, given)
        # A geometry is what is to be drawn: the ends may be those of the line that it is on.
        geometry = source.schema.geometry
        if geometry is None or any(given.values()) or geometry.column in choice.values():
            return PAIR, choice
    except TableError as error:
        # More than one pair, or one that was begun, is for the user to decide.
        if "more than one" in error.message or any(given.values()):
            raise
    return POINT, choose(source, POINT, given)


_OPTIONS = [
    click.argument("table", shell_complete=complete_file),
    click.option("-o", "--output", metavar="FILE", required=True, help="The picture or page."),
    click.option("--title", metavar="TEXT", help="Its title; the name of the table by default."),
    *(
        column_option(f"--{role.name}", text=f"Column of {what}.")
        for role, what in zip(
            (*PAIR, *POINT),
            (
                *("the first point's latitude", "the first point's longitude"),
                *("the second point's latitude", "the second point's longitude"),
                *("the latitude, where rows are points", "the longitude, where rows are points"),
            ),
            strict=True,
        )
    ),
    from_format_option(),
    layer_option(),
    delimiter_option(),
    decimal_option(),
    order_option(),
    any_longitude_option(),
    ellipsoid_option(),
    quiet_option(),
]

_decorated: Any = draw
for _option in reversed(_OPTIONS):
    _decorated = _option(_decorated)
map_command = click.command("map", cls=Command, help=help_of(draw))(_decorated)
