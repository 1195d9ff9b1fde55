"""``geodist rhumb``: lines of constant course."""

from __future__ import annotations

from typing import Any

import click
import numpy as np

import geodist
from geodist.cli.commands.direct import AZI1, DISTANCE
from geodist.cli.errors import counted, say
from geodist.cli.operation import Chunk, Operation
from geodist.cli.options import table_command
from geodist.cli.parse.values import split_values
from geodist.cli.roles import LAT1, LON1, PAIR, Kind, Output
from geodist.cli.run import run


@table_command(
    "rhumb",
    "TABLE | POINT POINT | --direct POINT AZIMUTH DISTANCE",
    (*PAIR, AZI1, DISTANCE),
    click.option(
        "--direct", is_flag=True, help="Follow a course for a distance, instead of measuring."
    ),
)
def rhumb(inputs: tuple[str, ...], **options: Any) -> None:
    r"""Measure or follow a rhumb line: a line of constant course.

    Adds the columns distance and azimuth of the shorter rhumb line between two points. With
    --direct, adds lat2 and lon2, the end of a rhumb line from a point, an azimuth and a distance.

    A rhumb line that would run past a pole has no longitude there: lon2 is nan, or an empty cell in
    a table, and geodist prints how many there are.

    \b
    Examples:
      geodist rhumb 40.64,-73.78 51.47,-0.45
      geodist rhumb --direct 40.64,-73.78 77.9 1000 --units km
      geodist rhumb routes.csv -o rhumb.csv
    """
    figure = options["ellipsoid"]
    if options["direct"]:
        past = 0

        def follow(*arguments: Any) -> list[Chunk]:
            nonlocal past
            lat, lon, *_ = geodist.rhumb_direct(*arguments, ellipsoid=figure.value)
            past += int(np.isnan(lon).sum())
            return [Chunk((lat, lon), point=(lat, lon))]

        outputs = (Output("lat2", Kind.LATITUDE), Output("lon2", Kind.LONGITUDE))
        operation = Operation((LAT1, LON1, AZI1, DISTANCE), outputs, follow, places=True)
        run(inputs, operation, options, "a point, an azimuth and a distance")
        if past:
            go, have = ("goes", "has") if past == 1 else ("go", "have")
            note = f"{counted(past, 'line')} {go} past a pole and {have} no longitude there"
            say(note)
        return
    if len(inputs) == 3 and [len(split_values([text])) for text in inputs] == [2, 1, 1]:
        raise click.UsageError(
            "a point and two numbers: POINT AZIMUTH DISTANCE needs --direct; "
            "two points are LAT,LON LAT,LON"
        )
    outputs = (Output("distance", Kind.LENGTH), Output("azimuth", Kind.AZIMUTH))
    operation = Operation(
        PAIR, outputs, lambda *ends: geodist.rhumb_inverse(*ends, ellipsoid=figure.value)
    )
    run(inputs, operation, options, "two points")
