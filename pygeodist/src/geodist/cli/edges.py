"""The edges of lines and polygons: geodesics, or straight in longitude and latitude."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click
import numpy as np

import geodist
from geodist.cli.errors import counted

if TYPE_CHECKING:
    from geodist.cli.io.cells import FloatArray, Rows
    from geodist.cli.io.layer import Source

EDGES = click.option(
    "--edges",
    type=click.Choice(["geodesic", "planar"]),
    show_default="by the standard of the format",
    help="What is between two vertices: the geodesic, or a line that is straight in longitude and "
    "latitude. By their standards edges are planar in GeoJSON, GeoPackage, Shapefile, FlatGeobuf and "
    "KML, and in Parquet and Arrow unless the file says otherwise; they are geodesics in GPX.",
)

_FRACTIONS = np.array([0.25, 0.5, 0.75])
# In metres. What is less is not told.
_MATTERS = 1.0


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
        self.value: Literal["geodesic", "planar"] = given or "geodesic"

    def take(self, source: Source) -> None:
        """Take those of an open table, unless some were given."""
        geometry = source.schema.geometry
        assert geometry is not None
        self._said = geometry.edges
        if self._given is None:
            is_planar = geometry.edges == "planar" and source.format.kind != "gpx"
            self.value = "planar" if is_planar else "geodesic"

    def look(self, shapes: geodist.Shapes) -> None:
        """Look at the edges of some rows."""
        # Not from the last vertex of a ring to the first of the next one.
        inner = np.ones(max(shapes.lat.size - 1, 0), bool)
        inner[shapes.ring_offsets[1:-1] - 1] = False
        at = np.flatnonzero(inner)
        if not at.size:
            return
        steps = np.abs(np.diff(shapes.lon))[at]
        wide = steps > 180
        self._wide += int(wide.sum())
        if self._given is not None:
            return
        worst = at[np.argmax(np.where(wide, np.inf, _gaps(shapes, at, np.radians(steps))))]
        ends = shapes.lat[worst : worst + 2], shapes.lon[worst : worst + 2]
        self._gap = max(self._gap, _gap(*ends, shapes.ellipsoid))

    def say(self) -> None:
        """Say on standard error what was taken, if that matters."""
        if self._gap > _MATTERS:
            apart = f"{self._gap / 1000:.0f} km" if self._gap >= 1e4 else f"{self._gap:.0f} m"
            if self.value == "planar":
                text = "straight in longitude and latitude, by the standard of the format: up to "
                text += f"{apart} beside geodesics, which --edges geodesic would measure"
            else:
                text = f"geodesics: up to {apart} beside lines that are straight in longitude and "
                text += "latitude, which --edges planar would measure"
            click.echo(f"geodist: edges are {text}", err=True)
        if self.value == "geodesic" and self._given is None and self._said == "spherical":
            click.echo(
                "geodist: the edges of the file are great circles; geodesics of the ellipsoid, which "
                "differ a little, are measured instead",
                err=True,
            )
        if self.value == "planar" and self._wide:
            click.echo(
                f"geodist: {counted(self._wide, 'edge')} of more than 180 degrees of longitude: "
                "planar edges go the long way, as from 179 to -179 through 0",
                err=True,
            )


def _gaps(shapes: geodist.Shapes, at: Rows, dlon: FloatArray) -> FloatArray:
    """Estimate how far planar edges and geodesics are apart, in radii of the Earth.

    A great circle bends from a line in the plane by the second derivative of its latitude.
    """
    lat = np.radians(shapes.lat)
    dlat, high = np.diff(lat)[at], np.maximum(np.abs(lat[at]), np.abs(lat[at + 1]))
    across = (np.cos(high) * dlon) ** 2
    along = np.sqrt(across + dlat**2)
    bend = np.sin(high) * dlon * (across + 2 * dlat**2) / 8
    gaps: FloatArray = bend / np.where(along > 0, along, 1.0)
    return gaps


def _gap(lat: FloatArray, lon: FloatArray, figure: geodist.Ellipsoid) -> float:
    """Measure how far the planar edge between two points goes away from the geodesic."""
    ends = float(lat[0]), float(lon[0]), float(lat[1]), float(lon[1])
    if abs(ends[3] - ends[1]) > 180:
        there = geodist.midpoint(*ends, ellipsoid=figure)
        planar = float(lat.mean()), float(lon.mean())
        return geodist.distance(there.lat, there.lon, *planar, ellipsoid=figure)
    between = (start + _FRACTIONS * (end - start) for start, end in (lat, lon))
    way = geodist.inverse(ends[0], ends[1], *between, ellipsoid=figure)
    turn = np.radians(way.azi1 - geodist.azimuth(*ends, ellipsoid=figure))
    # On a sphere of that size.
    across = np.arcsin(np.sin(way.distance / figure.a) * np.sin(turn))
    return float(np.abs(across).max() * figure.a)
