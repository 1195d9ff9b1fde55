"""What shapes cover or contain, of pairs of rows of two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geodist import _geodist_core
from geodist._arguments import thread_count
from geodist._columns.layouts import KINDS
from geodist._errors import InvalidGeometryError
from geodist._search.index import PointIndex
from geodist._search.shape_index import ShapeIndex

if TYPE_CHECKING:
    from typing import SupportsIndex, TypeAlias

    from numpy.typing import NDArray

    from geodist._geodist_core import Ellipsoid
    from geodist._types.shapes import Shapes
    from geodist._typing import FloatArray, IntArray

    Relation: TypeAlias = Literal["covers", "contains"]

# Kinds modulo 3: that of a collection is that of its members.
_POLYGON, _POINT, _LINE = 0, 1, 2


def related(
    a: Shapes,
    b: Shapes,
    pairs: tuple[IntArray, IntArray],
    relation: Relation,
    figure: Ellipsoid,
    threads: SupportsIndex | None,
) -> NDArray[np.bool_]:
    """Tell of which pairs of rows that meet the one of a covers, or contains, that of b."""
    rows, others = pairs
    of, by = a._layout.kinds[rows] % 3, b._layout.kinds[others] % 3
    unknown = (of == _LINE) & (by == _LINE)
    if unknown.any():
        row = int(np.argmax(unknown))
        one, two = KINDS[a._layout.kinds[rows[row]]], KINDS[b._layout.kinds[others[row]]]
        raise InvalidGeometryError(
            f"whether a {one} {relation} a {two} is not known to geodist: of lines only which "
            "points they cover, of polygons everything"
        )
    out = np.zeros(rows.size, np.bool_)
    areal = of == _POLYGON
    if areal.any():
        flags = _geodist_core.shape_rows_relate(
            a._columns,
            b._columns,
            np.ascontiguousarray(rows[areal]),
            np.ascontiguousarray(others[areal]),
            relation,
            figure,
            thread_count(threads),
        )
        out[areal] = flags.view(np.bool_)
    # Points and lines cover nothing but points.
    thin = ~areal & (by == _POINT)
    if thin.any():
        out[thin] = _cover_points(a, b, (rows[thin], others[thin]), relation, figure, threads)
    return out


def _cover_points(
    a: Shapes,
    b: Shapes,
    pairs: tuple[IntArray, IntArray],
    relation: Relation,
    figure: Ellipsoid,
    threads: SupportsIndex | None,
) -> NDArray[np.bool_]:
    """Tell of which pairs a line or points of a cover all points of b."""
    mine, asked = np.unique(pairs[0]), np.unique(pairs[1])
    shapes, points = a._take(mine), b._take(asked)
    owners, width = _owners(points), len(points)
    index = ShapeIndex(shapes, ellipsoid=figure, threads=threads)
    at = points._layout.lat, points._layout.lon
    met = index.query_radius(*at, radius=_geodist_core.touching_distance(figure), threads=threads)
    number, row = np.repeat(np.arange(owners.size), met.counts), met.indices
    keys, counts = np.unique(row * width + owners[number], return_counts=True)
    covered = keys[counts == np.bincount(owners, minlength=width)[keys % width]]
    if relation == "contains":
        # At least one is not at the end of a line.
        lat, lon, ended = _ends(shapes)
        if ended.size:
            ends = PointIndex(lat, lon, ellipsoid=figure, threads=threads)
            near = ends.query_radius(*at, _geodist_core.touching_distance(figure), threads=threads)
            last = ended[near.indices] * owners.size
            last += np.repeat(np.arange(owners.size), near.counts)
            inner = ~np.isin(row * owners.size + number, last)
            covered = np.intersect1d(covered, row[inner] * width + owners[number[inner]])
    wanted = np.searchsorted(mine, pairs[0]) * width + np.searchsorted(asked, pairs[1])
    return np.isin(wanted, covered)


def _owners(shapes: Shapes) -> IntArray:
    """Give the row of each vertex."""
    layout = shapes._layout
    return np.repeat(np.arange(len(shapes)), np.diff(layout.rings[layout.parts[layout.rows]]))


def _ends(shapes: Shapes) -> tuple[FloatArray, FloatArray, IntArray]:
    """Give the boundaries of lines, points and their rows: where an odd number of parts end."""
    layout = shapes._layout
    bounds = layout.rings[layout.parts]
    long = np.diff(bounds) > 1
    at = np.concatenate([bounds[:-1][long], bounds[1:][long] - 1])
    places: Any = np.stack([_owners(shapes)[at].astype(float), layout.lat[at], layout.lon[at]])
    ends, counts = np.unique(places, axis=1, return_counts=True)
    row, lat, lon = ends[:, counts % 2 == 1]
    return np.ascontiguousarray(lat), np.ascontiguousarray(lon), row.astype(np.int64)
