"""The edges of lines and polygons: geodesics, or straight in longitude and latitude."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from geodist._types.edge_gaps import MATTERS, distance_in_words, edge_gap
from geodist.cli.errors import counted, say

if TYPE_CHECKING:
    import geodist
    from geodist.cli.io.layer import Source

EDGES = click.option(
    "--edges",
    type=click.Choice(["geodesic", "planar"]),
    show_default="by the standard of the format",
    help="What is between two vertices: the geodesic, or a line that is straight in longitude and "
    "latitude. By their standards edges are planar in GeoJSON, GeoPackage, Shapefile, FlatGeobuf and "
    "KML, and in Parquet and Arrow unless the file says otherwise; they are geodesics in GPX.",
)


class Edges:
    """The edges of the geometries of a table, and how far the two readings are apart.

    Parameters
    ----------
    given
        What ``--edges`` says, if anything.
    """

    def __init__(self, given: Literal["geodesic", "planar"] | None) -> None:
        self._given = given
        self._said = ""
        self._gap = 0.0
        self._wide = 0
        self._tall = False
        self.value: Literal["geodesic", "planar"] = given or "geodesic"

    def take(self, source: Source) -> None:
        """Take those of an open table, unless some were given."""
        geometry = source.schema.geometry
        assert geometry is not None
        self._said = geometry.edges
        if self._given is None:
            is_planar = geometry.edges == "planar" and source.format.kind != "gpx"
            self.value = "planar" if is_planar else "geodesic"

    def look(self, shapes: geodist.Shapes, *, tall: bool) -> None:
        """Look at the edges of some rows; ``tall`` tells whether vertices have heights."""
        self._tall |= tall
        gap = edge_gap(shapes._layout, shapes.ellipsoid)
        self._gap = max(self._gap, gap.metres)
        self._wide += gap.wide

    def words(self) -> list[str]:
        """Say what was taken, if that matters."""
        found = []
        if self._tall:
            found.append(
                "heights of vertices are left out: lines and areas are measured on the ellipsoid"
            )
        if self._gap > MATTERS and self._given is None:
            apart = distance_in_words(self._gap)
            if self.value == "planar":
                text = "straight in longitude and latitude, by the standard of the format: up to "
                text += f"{apart} beside geodesics, which --edges geodesic would measure"
            else:
                text = f"geodesics: up to {apart} beside lines that are straight in longitude and "
                text += "latitude, which --edges planar would measure"
            found.append(f"edges are {text}")
        if self.value == "geodesic" and self._given is None and self._said == "spherical":
            found.append(
                "the edges of the file are great circles; geodesics of the ellipsoid, which "
                "differ a little, are measured instead"
            )
        if self.value == "planar" and self._wide:
            found.append(long_way(self._wide))
        return found


def long_way(count: int) -> str:
    """Say where planar edges of more than half a turn go."""
    return (
        f"{counted(count, 'edge')} of more than 180 degrees of longitude: "
        "planar edges go the long way, as from 179 to -179 through 0"
    )


def say_edges(*edges: Edges | None) -> None:
    """Say on standard error what was taken, where it matters, the same only once."""
    for text in dict.fromkeys(words for one in edges if one is not None for words in one.words()):
        say(text)
