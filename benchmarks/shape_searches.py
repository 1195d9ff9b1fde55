"""Searches of lines and polygons: what geodist and the others do; indexes are built before the clock.

A search's own result is what is timed; the files of the workloads bring it to rows or metres.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

import geodist as gd
from benchmarks import native, shape_inputs
from benchmarks.inputs import Array
from benchmarks.shape_inputs import Polygons, Rows

Run = Callable[[], Any]
S2_RADIUS = 6371010.0  # of its S2Earth


def whole(lat: Array) -> Rows:
    """The offsets of one line."""
    return np.array([0, lat.size], dtype=np.int64)


def pieces(lat: Array) -> Rows:
    """The offsets of lines of one edge."""
    return np.arange(0, lat.size + 1, 2, dtype=np.int64)


def has(name: str) -> None:
    """Raise ImportError where an earlier geodist lacks what is measured."""
    if not hasattr(gd, name):
        raise ImportError(f"this geodist has no {name}")


class S2Index:
    """S2's index of lines, or of polygons; freed with its last reference."""

    def __init__(self, lat: Array, lon: Array, offsets: Rows) -> None:
        self._library = native.load("s2")
        self._library.lines_new.restype = ctypes.c_void_p
        columns = [np.ascontiguousarray(x) for x in (lat, lon, offsets)]
        self._index = ctypes.c_void_p(
            self._library.lines_new(*map(pointer, columns), native.size_t(offsets.size - 1))
        )

    @classmethod
    def of_polygons(cls, polygons: Polygons) -> S2Index:
        self = object.__new__(cls)
        self._library = native.load("s2")
        self._library.polygons_new.restype = ctypes.c_void_p
        size = native.size_t(polygons.offsets.size - 1)
        self._index = ctypes.c_void_p(self._library.polygons_new(*map(pointer, polygons[:4]), size))
        return self

    def __del__(self) -> None:
        self._library.index_free(self._index)

    def nearest(self, lat: Array, lon: Array) -> tuple[Rows, Array]:
        """Rows, and squared chords on the unit sphere."""
        rows, chords = np.empty(lat.size, np.int64), np.empty(lat.size)
        self._library.nearest(
            self._index,
            *map(pointer, (lat, lon)),
            native.size_t(lat.size),
            *map(pointer, (rows, chords)),
        )
        return rows, chords

    def covering(self, lat: Array, lon: Array) -> Rows:
        rows = np.empty(lat.size, np.int64)
        self._library.covering(
            self._index, *map(pointer, (lat, lon)), native.size_t(lat.size), pointer(rows)
        )
        return rows


def pointer(array: Any) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def metres_of_chords(chords: Array) -> Array:
    return 2 * S2_RADIUS * np.arcsin(np.sqrt(chords) / 2)


def shapely_lines(lat: Array, lon: Array, offsets: Rows) -> Any:
    """Lines of Shapely, x being the longitude."""
    import shapely

    of_vertices = np.repeat(np.arange(offsets.size - 1), np.diff(offsets))
    return shapely.linestrings(np.column_stack([lon, lat]), indices=of_vertices)


def shapely_covering(lat: Array, lon: Array) -> Run:
    """STRtree for candidates by boxes, then contains_xy of prepared polygons, a country at a time."""
    import shapely

    polygons = shape_inputs.country_geometries()
    shapely.prepare(polygons)
    tree = shapely.STRtree(polygons)
    points = shapely.points(lon, lat)

    def run() -> Rows:
        found = np.full(lat.size, -1, dtype=np.int64)
        asked, rows = tree.query(points)
        order = np.argsort(rows, kind="stable")
        ends = np.searchsorted(rows[order], np.arange(len(polygons) + 1))
        for row, (begin, end) in enumerate(pairwise(ends)):
            mine = asked[order[begin:end]]
            found[mine[shapely.contains_xy(polygons[row], lon[mine], lat[mine])]] = row
        return found

    return run


def geopandas_covering(lat: Array, lon: Array) -> Run:
    import geopandas

    countries = geopandas.GeoDataFrame(geometry=shape_inputs.country_geometries())
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat))
    _ = countries.sindex  # built once, before the clock starts
    return lambda: geopandas.sjoin(points, countries, how="left", predicate="within")


def rows_of_join(joined: Any) -> Rows:
    """The first country of each point, -1 where there is none."""
    first = joined[~joined.index.duplicated()]["index_right"]
    rows: Rows = first.fillna(-1).to_numpy(np.int64)
    return rows


def s2_covering(lat: Array, lon: Array) -> Run:
    countries = shape_inputs.countries()
    index = S2Index.of_polygons(countries)
    parts = np.append(countries.rows, -1)
    return lambda: parts[index.covering(lat, lon)]


def geodist_covering(lat: Array, lon: Array) -> Run:
    has("ShapeIndex")
    index = gd.ShapeIndex(shape_inputs.country_shapes())
    points = gd.Points(lat=lat, lon=lon)
    return lambda: index.covering(points, threads=1)


def first_rows(found: Any) -> Rows:
    """The first of the rows of each point in CSR form, -1 where there is none."""
    starts, some = found.indptr[:-1], np.diff(found.indptr) > 0
    return np.where(some, np.append(found.indices, -1)[starts], -1)


def geodist_nearest(lat: Array, lon: Array, lat2: Array, lon2: Array, offsets: Rows) -> Run:
    """Distances and rows of the nearest lines."""
    index = gd.ShapeIndex(gd.Shapes.lines(lat2, lon2, offsets))
    points = gd.Points(lat=lat, lon=lon)
    return lambda: index.query(points, threads=1)


def newton_version() -> str:
    return f"{native.version('geographiclib')}, Newton"


def newton(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], tuple[Array, ...]]:
    """Distances and feet on one segment."""
    return _to_segment("geographiclib", "feet", (lat, lon), (lat2, lon2), 3)


def boost_distances(lat: Array, lon: Array, lat2: Array, lon2: Array) -> Callable[[], Array]:
    run = _to_segment("boost", "distances", (lat, lon), (lat2, lon2), 1)
    return lambda: run()[0]


def _to_segment(
    library: str, name: str, points: tuple[Array, ...], segment: tuple[Array, ...], outputs: int
) -> Callable[[], tuple[Array, ...]]:
    function = native.load(library)[name]
    function.restype = None
    inputs = [np.ascontiguousarray(x, dtype=np.float64) for x in (*segment, *points)]

    def run() -> tuple[Array, ...]:
        results = tuple(np.empty(points[0].size) for _ in range(outputs))
        function(*map(pointer, (*inputs, *results)), native.size_t(points[0].size))
        return results

    return run
