"""How far edges that are straight in longitude and latitude are from geodesics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geodist._columns.layouts import POLYGONS
from geodist._errors import EdgeWarning
from geodist._geodist_core import azimuth, distance, inverse, midpoint, ring_areas
from geodist._warnings import warn

if TYPE_CHECKING:
    from geodist._columns.layouts import Layout
    from geodist._geodist_core import Ellipsoid
    from geodist._typing import FloatArray, IntArray

# In metres. Less is not worth a word.
MATTERS: Final = 1.0
# How many times the gap that was said another one must be to be said.
_MORE: Final = 10
_FRACTIONS: Final = np.array([0.25, 0.5, 0.75])
# Edges whose steps have a smaller product are nearer to geodesics than that, whatever the latitude:
# the estimate below is at most dlon (dlon + dlat) / 4, in radians.
_LEAST: Final = 4 * MATTERS / 6.4e6 * np.degrees(1) ** 2 / 2

# The largest gap that was said, by the kind of edges.
_said: dict[str, float] = {}
# What is said once.
_once: set[str] = set()
_lost: set[str] = set()


class EdgeGap(NamedTuple):
    """What the two readings of edges are apart.

    Parameters
    ----------
    metres
        The largest distance of a planar edge from the geodesic between its ends.
    wide
        How many edges span more than 180 degrees of longitude.
    """

    metres: float
    wide: int


def distance_in_words(metres: float) -> str:
    """Say how far the two readings are apart.

    >>> distance_in_words(196.2), distance_in_words(24_700)
    ('196 m', '25 km')
    """
    return f"{metres / 1000:.0f} km" if metres >= 1e4 else f"{metres:.0f} m"


def edge_gap(layout: Layout, figure: Ellipsoid, least: float = MATTERS) -> EdgeGap:
    """Find the edge whose two readings are farthest apart; gaps below so many metres may be 0."""
    begins, ends = _edges(layout)
    dlon, dlat = (np.abs(c[ends] - c[begins]) for c in (layout.lon, layout.lat))
    wide = dlon > 180
    some = np.flatnonzero(wide | (dlon * (dlon + dlat) > _LEAST * least / MATTERS))
    if not some.size:
        return EdgeGap(0.0, 0)
    begins, ends, wide = begins[some], ends[some], wide[some]
    metres = 0.0
    if wide.any():
        metres = _wide_gap(layout, begins[wide], ends[wide], figure)
    if not wide.all():
        begins, ends = begins[~wide], ends[~wide]
        at = int(np.argmax(_estimates(layout, begins, ends)))
        pair = np.array([begins[at], ends[at]])
        metres = max(metres, _gap(layout.lat[pair], layout.lon[pair], figure))
    return EdgeGap(metres, int(wide.sum()))


def say_edges(layout: Layout, figure: Ellipsoid, edges: str, given: bool) -> None:
    """Warn where it matters which edges were taken, once, and again where it matters much more.

    And of planar ones that go far. Where the caller gave them, only the latter.
    """
    if given and edges != "planar":
        return
    least = max(MATTERS, _MORE * _said.get(edges, 0.0))
    if edges != "planar" and not _may_exceed(layout, least):
        return
    gap = edge_gap(layout, figure, least)
    if gap.metres > least and not given:
        apart = distance_in_words(gap.metres)
        other = {
            "geodesic": "lines that are straight in longitude and latitude; for those, make "
            "Shapes(..., edges='planar')",
            "planar": "geodesics; for those, make Shapes(..., edges='geodesic')",
        }
        taken = {"geodesic": "geodesics", "planar": "straight in longitude and latitude"}
        warn(
            f"edges of shapes are taken as {taken[edges]}: up to {apart} from {other[edges]}, or give "
            f"edges= to a join; this is said again only where it is {_MORE} times as much",
            EdgeWarning,
        )
        # Not where a filter has made an error of it: the same call is refused again.
        _said[edges] = gap.metres
    if edges == "planar" and gap.wide:
        number = "1 edge spans" if gap.wide == 1 else f"{gap.wide} edges span"
        warn(
            f"{number} more than 180 degrees of longitude: planar edges go the long way, as from "
            "179 to -179 through 0",
            EdgeWarning,
        )
    if edges == "planar" and (rows := _rows_around(layout)).size:
        warn(
            f"the ring of a polygon spans more than 360 degrees of longitude (row {rows[0]}): with "
            "planar edges, area() counts twice what it goes over twice",
            EdgeWarning,
        )


def _may_exceed(layout: Layout, least: float) -> bool:
    """Tell quickly whether an edge may be long enough for such a gap."""
    lat, lon, limit = layout.lat, layout.lon, _LEAST * least / MATTERS
    if lon.size < 2:
        return False
    width = np.ptp(lon)
    if width * (width + np.ptp(lat)) <= limit:
        return False
    steps = np.abs(np.diff(lon))
    steps *= steps + np.abs(np.diff(lat))
    first, last = layout.rings[:-1], layout.rings[1:] - 1
    steps[last[:-1]] = 0  # from one ring to the next
    closing = np.abs(lon[last] - lon[first])
    closing *= closing + np.abs(lat[last] - lat[first])
    return bool(max(steps.max(), closing.max()) > limit)


def say_spherical() -> None:
    """Warn, once, that great circles are taken as geodesics of the ellipsoid."""
    if "spherical" in _once:
        return
    warn(
        "the edges of the data are great circles of a sphere; geodesics of the ellipsoid, which "
        "differ a little, are taken instead; this is said once",
        EdgeWarning,
    )
    _once.add("spherical")


def say_lost(
    layout: Layout, figure: Ellipsoid, edges: str, oriented: bool, usual: str | None
) -> None:
    """Warn, once, of what shapes lose in a form that cannot say it.

    Its edges are of the usual kind there; None where it can say which they are.
    """
    if usual not in (None, edges, *_lost):
        gap = edge_gap(layout, figure)
        if gap.metres > MATTERS or gap.wide:
            apart = distance_in_words(gap.metres)
            texts = {
                "geodesic": f"well-known binary and text, Shapely and GeoPandas do not say what "
                f"edges are: read again, these are geodesics, up to {apart} from the planar ones "
                "that they are; to_arrow() says it, or give edges='planar' where they are read",
                "planar": "in GeoJSON, edges are straight in longitude and latitude: up to "
                f"{apart} from the geodesics that these are; to_arrow() says what they are, and "
                "geodist.densify() brings both near to each other",
            }
            warn(f"{texts[str(usual)]}; this is said once", EdgeWarning)
            _lost.add(str(usual))
    if oriented and edges == "geodesic" and "oriented" not in _lost:
        areas = ring_areas(layout.lat, layout.lon, layout.rings, figure, 0, edges)
        outer = np.isin(layout.kinds, POLYGONS)
        firsts = layout.parts[:-1]
        rows = np.repeat(np.arange(outer.size), np.diff(layout.rows))
        turned = outer[rows] & (areas[firsts] < 0)
        if turned.any():
            row = int(rows[np.argmax(turned)])
            warn(
                f"row {row} is oriented, and its inside is the larger side of its outer ring: read "
                "again, it is the smaller one, unless you give oriented=True; this is said once",
                UserWarning,
            )
            _lost.add("oriented")


def _rows_around(layout: Layout) -> IntArray:
    """Give the rows whose rings are wider than the Earth is round, each for one ring."""
    areal = np.isin(layout.kinds, POLYGONS)
    if not areal.any() or not layout.lon.size or np.ptp(layout.lon) <= 360:
        return np.empty(0, np.int64)
    begins = layout.rings[:-1]
    width = np.maximum.reduceat(layout.lon, begins) - np.minimum.reduceat(layout.lon, begins)
    row = np.repeat(np.arange(areal.size), np.diff(layout.parts[layout.rows]))
    return row[(width > 360) & areal[row]]


def _edges(layout: Layout) -> tuple[IntArray, IntArray]:
    """Give the vertices at which edges begin and end, those that close rings too."""
    begins = np.arange(layout.lat.size)
    ends = begins + 1
    last = layout.rings[1:] - 1
    closed = np.repeat(
        np.isin(layout.kinds, POLYGONS), np.diff(layout.parts[layout.rows]).astype(np.int64)
    )
    ends[last] = np.where(closed, layout.rings[:-1], last)
    kept = ends != begins
    return begins[kept], ends[kept]


def _estimates(layout: Layout, begins: IntArray, ends: IntArray) -> FloatArray:
    """Estimate how far planar edges and geodesics are apart, in radii of the Earth.

    A great circle bends from a line in the plane by the second derivative of its latitude.
    """
    lat, other = np.radians(layout.lat[begins]), np.radians(layout.lat[ends])
    dlon = np.radians(np.abs(layout.lon[ends] - layout.lon[begins]))
    dlat, high = other - lat, np.maximum(np.abs(lat), np.abs(other))
    across = (np.cos(high) * dlon) ** 2
    along = np.sqrt(across + dlat**2)
    bend = np.sin(high) * dlon * (across + 2 * dlat**2) / 8
    gaps: FloatArray = bend / np.where(along > 0, along, 1.0)
    return gaps


def _wide_gap(layout: Layout, begins: IntArray, ends: IntArray, figure: Ellipsoid) -> float:
    """Measure how far the middles of planar edges that go the long way are from those of geodesics."""
    lat, lon = layout.lat, layout.lon
    there = midpoint(lat[begins], lon[begins], lat[ends], lon[ends], ellipsoid=figure)
    planar = (lat[begins] + lat[ends]) / 2, (lon[begins] + lon[ends]) / 2
    return float(distance(*there, *planar, ellipsoid=figure).max())


def _gap(lat: FloatArray, lon: FloatArray, figure: Ellipsoid) -> float:
    """Measure how far the planar edge between two points goes away from the geodesic."""
    ends = float(lat[0]), float(lon[0]), float(lat[1]), float(lon[1])
    between = (start + _FRACTIONS * (end - start) for start, end in (lat, lon))
    way = inverse(ends[0], ends[1], *between, ellipsoid=figure)
    turn = np.radians(way.azi1 - azimuth(*ends, ellipsoid=figure))
    # On a sphere of that size.
    across = np.arcsin(np.sin(way.distance / figure.a) * np.sin(turn))
    return float(np.abs(across).max() * figure.a)
