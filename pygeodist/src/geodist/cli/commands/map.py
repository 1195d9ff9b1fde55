"""``geodist map``: a picture or a page of points and geodesics."""

from __future__ import annotations

import importlib.util
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click

from geodist.cli.completion import complete_file
from geodist.cli.edges import EDGES, Edges, long_way
from geodist.cli.errors import MissingExtraError, TableError, counted, say
from geodist.cli.io.drafts import check_apart, open_output
from geodist.cli.io.streams import check_readable
from geodist.cli.options import (
    any_longitude_option,
    column_option,
    decimal_option,
    delimiter_option,
    ellipsoid_option,
    from_format_option,
    layer_option,
    make_command,
    order_option,
    quiet_option,
)
from geodist.cli.roles import PAIR, POINT, with_any_longitude
from geodist.cli.run import choose, describe, input_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist.cli.columns import Choice
    from geodist.cli.io.layer import Source
    from geodist.cli.map.data import MapData
    from geodist.cli.roles import Role

_PICTURES = (".png", ".svg", ".pdf")
_PAGES = (".html", ".htm")
# The columns that a page can show of a row, the first ones.
_MAX_SHOWN = 20
# Where the nearest places are that nearest --witness adds.
_NEAREST = {"lat2": "near_lat", "lon2": "near_lon"}


def draw(table: str, **options: Any) -> None:
    r"""Draw points, geodesics, lines and areas, as a picture or as a page.

    A row with two points becomes a geodesic from a ring to a dot, also in what nearest and within
    write; with near_lat and near_lon, from nearest --witness, it ends at the nearest place. A row
    with one is a point. Geometries are drawn as they are: points, lines, and areas, filled, with
    edges as --edges says. PNG, SVG and PDF need matplotlib (the extra plot). An HTML page needs nothing, not even a
    network: you can zoom and move it, and it shows the values of the row under the pointer. All
    have a graticule and coastlines (Natural Earth 1:50 million, simplified to about 6 km).

    --color colours rows by a column: by a scale if nearly all of its cells are numbers, else each of
    the most frequent values gets a colour. Of more than 100,000 rows, an even sample is drawn.

    \b
    Examples:
      geodist map routes.csv -o map.png
      geodist map routes.csv -o map.html --title "Airline routes"
      geodist map airports.csv -o airports.svg
      geodist map routes.csv -o map.png --color flights_2008
      geodist map countries.geojson -o map.html --edges geodesic
    """
    output = options["output"]
    ending = PurePath(output).suffix.lower()
    if ending not in _PICTURES + _PAGES:
        raise click.UsageError(f"--output: {output} must end in .png, .svg, .pdf or .html")
    if ending in _PICTURES and importlib.util.find_spec("matplotlib") is None:
        raise MissingExtraError("plot", "matplotlib", "pictures need")
    check_readable(table)
    check_apart({"the table": table}, {"--output": output})
    data = _read(table, options, shown=ending in _PAGES)
    if not data.rows:
        why = f"no row has valid coordinates; {data.reason}" if data.invalid else "it has no rows"
        raise TableError(f"{table}: there is nothing to draw: {why}")
    shown = counted(data.rows, data.kind)
    notes = ""
    if data.total > data.rows:
        notes += f"; an even sample of {data.total}"
    if data.invalid:
        notes += f"; {counted(data.invalid, 'row')} left out, without valid coordinates"
    title = options["title"] or PurePath(table).name
    with open_output(output) as stream:
        if ending in _PAGES:
            from geodist.cli.map.page import make_page

            stream.write(make_page(data, title, shown + notes))
        else:
            from geodist.cli.map.picture import draw_picture

            if not draw_picture(data, title, cast("BinaryIO", stream), ending[1:]):
                notes += "; its font lacks some characters, which a page (.html) shows"
    say(f"{shown} drawn in {output}{notes}")
    if data.wide:
        say(long_way(data.wide))
    if data.invalid:
        say(f"the first: {data.reason}")


def _read(table: str, options: dict[str, Any], *, shown: bool) -> MapData:
    """Read what is drawn, and the columns that are shown of it."""
    from geodist.cli.columns import find_column
    from geodist.cli.io.tables import open_table
    from geodist.cli.map.data import read_map

    figure = options["ellipsoid"]
    with open_table(table, input_format(table, options), quiet=options["quiet"]) as source:
        roles, choice = _choose(source, options)
        schema = source.schema
        geometry = None if schema.geometry is None else schema.geometry.column
        color = None
        if (name := options["color"]) is not None:
            color = find_column(schema.names, name)
            if color == geometry:
                raise TableError(f"--color {name}: this is the geometry; name a column of values")
        what = describe(source, roles, choice)
        if geometry is not None and choice.get("lat") == geometry:
            what = f"geometries of {source.name}: {schema.names[geometry]!r}"
        say(what)
        figure.take(source)
        if options["any_longitude"]:
            roles = with_any_longitude(tuple(roles))
        edges = Edges(options["edges"])
        if geometry is not None:
            edges.take(source)
        columns = [i for i in range(len(schema.names)) if i != geometry][:_MAX_SHOWN]
        return read_map(
            *(source, roles, choice, figure.value, options["order"] or ""),
            edges=edges.value,
            color=color,
            shown_columns=columns if shown else (),
        )


def _choose(source: Source, options: dict[str, Any]) -> tuple[Sequence[Role], Choice]:
    """Choose two points per row where the table has them, else one, or its geometry."""
    given = {role.name: options[role.name] for role in (*PAIR, *POINT)}
    if any(given[role.name] for role in POINT):
        return POINT, choose(source, POINT, given)
    geometry = source.schema.geometry
    if not any(given.values()) and all(n in source.schema.readable for n in _NEAREST.values()):
        # From each point to the nearest place on its neighbour.
        return PAIR, choose(source, PAIR, given | _NEAREST)
    try:
        choice = choose(source, PAIR, given)
        # A geometry is what is to be drawn: the ends may be those of the line that it is on.
        if geometry is None or any(given.values()) or geometry.column in choice.values():
            return PAIR, choice
    except TableError as error:
        # More than one pair, or one that was begun, is for the user to decide.
        if (geometry is None and "more than one" in error.message) or any(given.values()):
            raise
    if geometry is None:
        return POINT, choose(source, POINT, given)
    source.choose((geometry.column,))
    return POINT, {role.name: geometry.column for role in POINT}


_OPTIONS = [
    click.argument("table", shell_complete=complete_file),
    click.option("-o", "--output", metavar="FILE", required=True, help="The picture or page."),
    column_option("--color", text="Colour rows by the values of a column."),
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
    EDGES,
    delimiter_option(),
    decimal_option(),
    order_option(),
    any_longitude_option(),
    ellipsoid_option(),
    quiet_option(),
]

map_command = make_command("map", draw, _OPTIONS)
