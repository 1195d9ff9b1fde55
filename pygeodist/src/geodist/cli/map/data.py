"""What a map shows: points, geodesics cut at the antimeridian, outlines, coastlines."""

from __future__ import annotations

import importlib.resources
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from geodist._types.drawing import span
from geodist.cli.io.cells import shown
from geodist.cli.map.colors import Coloring, color_rows
from geodist.cli.map.lines import Drawn, Lines, join, trace, wrap
from geodist.cli.map.outlines import read_outlines
from geodist.cli.map.sample import Piece, Sample
from geodist.cli.operation import Settings
from geodist.cli.pipeline import read_arguments
from geodist.cli.roles import Kind
from geodist.cli.shapes import GEOMETRY, Geometries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodist._geodist_core import Ellipsoid
    from geodist.cli.columns import Choice
    from geodist.cli.io.cells import FloatArray, Rows, Texts
    from geodist.cli.io.layer import Source
    from geodist.cli.map.areas import Area
    from geodist.cli.roles import Role

# More than a page or a picture can show.
MAX_ROWS = 100_000
MAX_VERTICES = 1_000_000
# Of one cell that is shown: more is cut off.
MAX_CHARACTERS = 80
# The rows of coastlines.npy that part one line from the next, and the unit of the others.
COAST_GAP = -32768
COAST_PER_DEGREE = 100
# The Earth's equatorial radius; a body of another size has no coastlines here.
EARTH_METRES = 6378137.0


class Points(NamedTuple):
    """Points, in degrees.

    Parameters
    ----------
    lon, lat
        Their coordinates.
    row
        Which row each belongs to.
    """

    lon: FloatArray
    lat: FloatArray
    row: Rows


@dataclass(slots=True)
class MapData:
    """What a map shows.

    Parameters
    ----------
    points
        The points of rows, or where their geodesics start.
    ends
        Where geodesics end.
    lines
        Geodesics and outlines.
    rows, total
        How many rows are shown, of how many that can be.
    kind
        What a row is: "point", "geodesic" or, where some rows are lines or areas, "shape".
    invalid, reason
        How many rows cannot be shown, and why the first of them cannot.
    coloring
        The colours of rows; None where all are alike.
    names, cells
        The columns that are shown of a row, and their cells.
    radius
        Of the equator, in metres.
    areas
        The polygons, which are filled; their rings are among the lines too.
    wide
        How many edges are planar and longer than half a turn.
    """

    points: Points
    ends: Points
    lines: Lines
    rows: int
    total: int
    kind: str
    invalid: int
    reason: str
    coloring: Coloring | None = None
    names: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    radius: float = EARTH_METRES
    areas: list[Area] = field(default_factory=list)
    wide: int = 0

    @property
    def coast(self) -> tuple[FloatArray, FloatArray]:
        """The coastlines; none where this is not the Earth."""
        if abs(self.radius / EARTH_METRES - 1) > 0.01:
            return np.zeros(0), np.zeros(0)
        return coastlines()

    def extent(self) -> tuple[float, float, float, float]:
        """Return west, east, south and north of what is shown, with a margin.

        East is beyond 180 where what is shown lies on both sides of the antimeridian.
        """
        begins, ends = self.lines.bounds()
        own = np.concatenate([self.points.lon, self.ends.lon])
        west, east = span(np.concatenate([own, begins]), np.concatenate([own, ends]))
        rings = [ring[:, 1] for area in self.areas for ring in area.rings]
        lat = np.concatenate([self.points.lat, self.ends.lat, self.lines.lat, *rings])
        south, north = float(np.nanmin(lat)), float(np.nanmax(lat))
        margin = max(0.05 * (east - west), 0.05 * (north - south), 0.01)
        if east <= 180:
            west, east = max(west - margin, -180), min(east + margin, 180)
        else:
            west, east = west - margin, min(east + margin, west - margin + 360)
        return west, east, max(south - margin, -90), min(north + margin, 90)


def read_map(
    source: Source,
    roles: Sequence[Role],
    choice: Choice,
    ellipsoid: Ellipsoid,
    order: str = "",
    *,
    edges: Literal["geodesic", "planar"] = "geodesic",
    color: int | None = None,
    shown_columns: Sequence[int] = (),
) -> MapData:
    """Read what a table has to show.

    Parameters
    ----------
    source
        The table.
    roles, choice
        The coordinates of a point per row, or of two and the geodesic between them. A geometry that
        is not a point is drawn as it is.
    ellipsoid
        What geodesics are on.
    order
        Which coordinate is first in cells that hold both.
    edges
        What is between two vertices of a geometry.
    color
        The column that colours the rows.
    shown_columns
        Those whose cells are shown.
    """
    sample = Sample(MAX_ROWS, MAX_VERTICES)
    columns = [*shown_columns, *(() if color is None else (color,))]
    outlined = source.reads_geometry and len(roles) == 2
    invalid, reason, kind = 0, "", "geodesic" if len(roles) > 2 else "point"
    for batch in source.batches():
        arguments = read_arguments(batch, roles, choice, Settings(order=order))
        bad = arguments.bad
        outlines = read_outlines(batch, np.flatnonzero(bad)) if outlined and bad.any() else {}
        bad[list(outlines)] = False
        if outlines:
            kind = "shape"
        if bad.any() and not invalid:
            row = int(np.argmax(bad))
            reason = arguments.reason(row)
            if ", not a Point" in reason:
                # Of a map, a line is no fault, but one without coordinates.
                shapes = Geometries(batch, {GEOMETRY.name: choice["lat"]}, roles[1].kind)
                reason = shapes.reason(row) if shapes.bad[row] else reason
                reason = reason.replace(", not a line or a polygon", " without valid coordinates")
                reason = reason.replace(", not a Point", " without valid coordinates")
        invalid += int(bad.sum())
        rows, keys = sample.draw(np.flatnonzero(~bad))
        cells = [batch.texts(column, rows) for column in columns]
        arrays = [array[rows] for array in arguments.arrays]
        if color is not None:
            arrays.append(batch.numbers(color, Kind.NUMBER)[rows])
        sample.add(Piece(keys, arrays, cells, [outlines.get(row, ()) for row in rows.tolist()]))
    pieces = sample.pieces()
    every = [p.arrays for p in pieces] or [[np.zeros(0)] * 5]
    joined = [np.concatenate(arrays) for arrays in zip(*every, strict=True)]
    texts = [
        [text for piece in pieces for text in strings(piece.columns[i])]
        for i in range(len(columns))
    ]
    points, ends, drawn = _shapes(joined[: len(roles)], pieces, ellipsoid, edges)
    names = source.schema.readable
    coloring = None
    if color is not None:
        coloring = color_rows(names[color], joined[len(roles)], texts.pop())
    return MapData(
        *(points, ends, drawn.lines, len(joined[0]) if pieces else 0, sample.total, kind),
        *(invalid, reason, coloring, [names[column] for column in shown_columns], texts),
        radius=ellipsoid.a,
        areas=drawn.areas,
        wide=drawn.wide,
    )


def _shapes(
    arrays: Sequence[FloatArray],
    pieces: Sequence[Piece],
    ellipsoid: Ellipsoid,
    edges: Literal["geodesic", "planar"],
) -> tuple[Points, Points, Drawn]:
    """Make the points, lines and areas of all rows."""
    row = np.arange(len(arrays[0]))
    if len(arrays) == 4 and len(row):
        lat1, lon1, lat2, lon2 = arrays
        lines = trace(arrays, ellipsoid, MAX_VERTICES)
        return Points(wrap(lon1), lat1, row), Points(wrap(lon2), lat2, row), Drawn(lines, [], 0)
    at = np.isfinite(arrays[0])
    every = [(i, o) for i, own in enumerate(o for p in pieces for o in p.outlines) for o in own]
    single = [(i, o.vertices[0]) for i, o in every if len(o.vertices) == 1]
    lone = np.array([vertex for _, vertex in single]).reshape(-1, 2)
    points = Points(
        wrap(np.concatenate([arrays[1][at], lone[:, 0]])),
        np.concatenate([arrays[0][at], lone[:, 1]]),
        np.concatenate([row[at], np.array([i for i, _ in single], np.int64)]),
    )
    longer = [(i, o) for i, o in every if len(o.vertices) > 1]
    nothing = np.zeros(0)
    ends = Points(nothing, nothing, np.zeros(0, np.int64))
    return points, ends, join(longer, edges, ellipsoid, MAX_VERTICES)


def strings(texts: Texts) -> list[str]:
    """Return cells as strings of one line and bounded length; "" where they are missing."""
    data, offsets = texts.data.tobytes(), texts.offsets.tolist()
    cells = [shown(data[begin:end]) for begin, end in itertools.pairwise(offsets)]
    if texts.missing is not None:
        for i in np.flatnonzero(texts.missing).tolist():
            cells[i] = ""
    return [
        cell
        if len(cell) <= MAX_CHARACTERS
        else cell[: MAX_CHARACTERS - 1] + "\N{HORIZONTAL ELLIPSIS}"
        for cell in cells
    ]


def coastlines() -> tuple[FloatArray, FloatArray]:
    """Return the coastlines of the world: Natural Earth 1:50 million, right to about 6 km.

    They come with geodist: ``pygeodist/tools/make_coastlines.py`` made them, and says of what.
    """
    with (
        importlib.resources.files("geodist.cli.map").joinpath("coastlines.npy").open("rb") as stream
    ):
        table = np.load(stream, allow_pickle=False)
    lon, lat = np.where(table == COAST_GAP, np.nan, table / COAST_PER_DEGREE).T
    return lon, lat


def graticule(west: float, east: float) -> float:
    """Choose the distance between the lines of a graticule, in degrees.

    >>> graticule(-180, 180), graticule(5.9, 6.2)
    (30.0, 0.05)
    """
    span_ = east - west
    steps = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0)
    return next((step for step in steps if span_ / step <= 12), 30.0)
