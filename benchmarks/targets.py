"""What is measured, and what is to be reached: how many times faster than whom."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_NONE: Mapping[str, float | None] = MappingProxyType({})


class Workload(NamedTuple):
    """A folder of this package, and the factors against competitors; None: no target, but a row.

    `earlier` is the one against an earlier build of geodist: no slower, but for 3 % of noise, where
    nothing else is said. A workload without other competitors is measured beside that build alone.
    """

    title: str
    name: str
    others: Mapping[str, float | None] = _NONE
    earlier: float = 0.97
    isa: str | None = None
    large: bool = False  # takes gigabytes: measured when asked for

    @property
    def label(self) -> str:
        return self.title + (f", `GEODIST_ISA={self.isa}`" if self.isa else "")


def _both(workload: Workload, avx2: float | None = None) -> list[Workload]:
    """AVX2 too: where nothing else is said, half of the gain, since it has half the lanes."""
    factor = (1 + workload.earlier) / 2 if avx2 is None else avx2
    return [workload, workload._replace(others=_NONE, earlier=factor, isa="avx2")]


def _shapes(title: str, name: str, others: Mapping[str, float | None]) -> list[Workload]:
    """AVX2 too, at least half as much."""
    half = {other: factor and factor / 2 for other, factor in others.items() if factor}
    return [Workload(title, name, others), Workload(title, name, half, isa="avx2")]


_TREES = {"sklearn": 50, "scipy": 6, "geographiclib_cpp": 20}
_TREES10 = {"sklearn": 30, "scipy": 4}
_INVERSE = "inverse, distance, uniform pairs"
_PLAIN = "plain call on 200,000 rows"

WORKLOADS = [
    Workload(_INVERSE, "inverse_uniform", {"pyproj": 90}),
    Workload(_INVERSE, "inverse_uniform", {"pyproj": 45}, isa="avx2"),
    Workload(_INVERSE, "inverse_uniform", {"geographiclib_cpp": 6}, isa="portable"),
    Workload("inverse with azimuths, uniform, `out=`", "inverse_azimuths", {"pyproj": 65}),
    Workload(
        f"inverse with azimuths, uniform, {_PLAIN}",
        "inverse_plain",
        {"pyproj": 65, "geodist_out": None},
    ),
    Workload("inverse, distance, within 50 km", "inverse_within_50km", {"pyproj": 70}),
    Workload("inverse, distance, near-antipodal (± 1°)", "inverse_near_antipodal", {"pyproj": 28}),
    Workload(
        "inverse, distance, hard antipodal set", "inverse_hard_antipodal", {"geographiclib_cpp": 15}
    ),
    Workload("direct, `out=`", "direct", {"pyproj": 30}),
    Workload(f"direct, {_PLAIN}", "direct_plain", {"pyproj": 30, "geodist_out": None}),
    Workload(
        "inverse with azimuths, calls on 10 rows",
        "inverse_10_rows",
        {"pyproj": None, "geodist_out": None},
    ),
    Workload(
        "inverse with azimuths, calls on 1000 rows",
        "inverse_1000_rows",
        {"pyproj": None, "geodist_out": None},
    ),
    Workload("scalar call", "scalar_call", {"geopy": 100, "pyproj": 1.5}),
    Workload("great circle", "great_circle", {"numpy_haversine": 7}),
    Workload("rhumb inverse", "rhumb_inverse", {"geographiclib_cpp": 40}),
    *_both(
        Workload(
            "cdist 4000 x 4000, a city (within 30 km)", "cdist_city", {"pyproj": 800}, earlier=4.5
        ),
        avx2=6,
    ),
    *_both(
        Workload(
            "cdist 4000 x 4000, a region (150 km)", "cdist_region", {"pyproj": None}, earlier=8
        )
    ),
    *_both(
        Workload(
            "cdist 4000 x 4000, a country (400 km)", "cdist_country", {"pyproj": None}, earlier=11
        ),
        avx2=10,
    ),
    *_both(
        Workload(
            "cdist 4000 x 4000, a continent's cities",
            "cdist_continent",
            {"pyproj": None},
            earlier=1.3,
        )
    ),
    Workload("cdist 4000 x 4000, the world", "cdist_ellipsoid", {"pyproj": 120}),
    Workload("cdist 4000 x 4000, sphere", "cdist_sphere", {"sklearn": 15}),
    Workload("two threads against one, 1e7 pairs", "two_threads", {"geodist_one_thread": 1.85}),
    *_both(Workload("nearest of 1e6 points, uniform", "nearest_uniform", _TREES, earlier=1.5)),
    *_both(Workload("nearest of 1e6 points, clustered", "nearest_clustered", _TREES, earlier=1.5)),
    *_both(
        Workload("10 nearest of 1e6 points, uniform", "nearest10_uniform", _TREES10, earlier=1.5)
    ),
    *_both(
        Workload(
            "10 nearest of 1e6 points, clustered", "nearest10_clustered", _TREES10, earlier=1.5
        )
    ),
    Workload("nearest of 5e7 points, uniform", "nearest_of_fifty_million", earlier=1.8, large=True),
    *_both(
        Workload(
            "within 50 km, of 1e5 points, uniform", "radius_uniform", {"scipy": 2}, earlier=1.5
        )
    ),
    *_both(
        Workload(
            "within 50 km, of 1e5 points, clustered", "radius_clustered", {"scipy": 2}, earlier=1.5
        )
    ),
    *_shapes(
        "length of 1e5 lines of 50 vertices",
        "length_of_lines",
        {"pyproj": 110, "spherely": None},
    ),
    *_shapes(
        "area of 1e5 polygons of 10 vertices, 50 km",
        "area_of_polygons",
        {"pyproj": 100, "spherely": 12},
    ),
    *_shapes("area of a polygon of 1e6 vertices", "area_of_million", {"pyproj": 60}),
    *_shapes(
        "distance and foot, 1e6 points near a segment of 100 km",
        "segment_near",
        {
            "geographiclib_cpp": 130,
            "boost": None,
            "meos": None,
            "spherely": None,
            "shapely": None,
        },
    ),
    *_shapes(
        "distance and foot, 1e6 points anywhere, a segment of 5000 km",
        "segment_far",
        {"geographiclib_cpp": 25},
    ),
    *_shapes(
        "distance alone, 1e6 points anywhere, a segment of 5000 km",
        "segment_far_distance",
        {"geographiclib_cpp": 34, "boost": None, "spherely": None},
    ),
    *_shapes(
        "distance of 1e5 points to a line of 10,000 vertices",
        "line_of_10000",
        {"s2": 12, "shapely": 150, "meos": None},
    ),
    *_shapes("nearest of 1e5 segments, 1e5 points", "nearest_segment", {"s2": 9, "shapely": 22}),
    *_shapes("nearest of 177 countries, 1e5 points", "nearest_country", {"s2": 10, "shapely": 40}),
    *_shapes(
        "which of 177 countries, 1e6 points anywhere",
        "country_anywhere",
        {"shapely": 10, "s2": 20, "geopandas": None},
    ),
    *_shapes(
        "which of 177 countries, 1e6 points near borders",
        "country_near_borders",
        {"shapely": 3, "s2": 5, "geopandas": None},
    ),
    *_shapes(
        "distance of two lines of 1000 vertices",
        "two_lines",
        {"spherely": 8, "shapely": None, "meos": None},
    ),
    *_shapes(
        "time warping, 1000 x 1000",
        "dtw_dissimilar",
        {"traj_dist_rs": 43, "meos": 1200, "aeon": 5},
    ),
    *_shapes(
        "time warping, 1000 x 1000, alike",
        "dtw_similar",
        {"dtaidistance": 3, "aeon": None, "meos": None},
    ),
    *_shapes(
        "discrete Frechet distance, 1000 x 1000",
        "discrete_frechet_dissimilar",
        {"shapely": 600, "traj_dist_rs": None, "meos": 1500},
    ),
    *_shapes(
        "discrete Frechet distance, 1000 x 1000, alike",
        "discrete_frechet_similar",
        {"shapely": 1.2},
    ),
    *_shapes("200 tracks, pairs, time warping", "pairs_of_tracks_dtw", {"traj_dist_rs": 40}),
    *_shapes(
        "200 tracks, pairs, discrete Frechet",
        "pairs_of_tracks_discrete_frechet",
        {"traj_dist_rs": 40},
    ),
    *_shapes("200 tracks, pairs, edit distance", "pairs_of_tracks_edr", {"traj_dist_rs": 50}),
    *_shapes("200 tracks, pairs, common vertices", "pairs_of_tracks_lcss", {"traj_dist_rs": 50}),
    *_shapes("200 tracks, pairs, segment-path", "pairs_of_tracks_sspd", {"traj_dist_rs": 100}),
    *_shapes(
        "200 tracks, pairs, Hausdorff distance of lines",
        "pairs_of_tracks_hausdorff",
        {"traj_dist_rs": 100},
    ),
    Workload(
        "nearest of 1e5 tracks, time warping, index kept",
        "nearest_track",
        {"geodist_cdist": 150, "searched_once": None},
    ),
    Workload(
        "Hausdorff distance of lines of 1000 vertices, alike",
        "hausdorff_lines",
        {"vertices": 1},
    ),
    Workload(
        "Hausdorff distance of lines of 10,000 vertices, alike",
        "hausdorff_lines_10000",
        {"vertices": 1 / 3},
    ),
    Workload(
        "Frechet distance of lines of 1000 vertices, alike",
        "frechet_lines",
        {"vertices": None},
    ),
    Workload(
        "Frechet distance of lines of 10,000 vertices, alike",
        "frechet_lines_10000",
        {"vertices": None},
    ),
    Workload(
        "Frechet distance of lines of 10,000 vertices, apart",
        "frechet_lines_apart",
        {"vertices": None},
    ),
    *_shapes("index of 1e5 segments", "build_segments", {"s2": 1.5}),
    Workload("index of 1e6 segments, bytes a vertex", "segment_index_bytes"),
    Workload(
        "table joined to the nearest of 1e6 rows", "nearest_join", {"geopandas": 3, "sklearn": 3}
    ),
    Workload("Hausdorff distance, 8000 and 8000 points", "hausdorff", {"geodist_cdist": 20}),
    *_both(
        Workload("Hausdorff distance, 1e6 and 1e6 points", "hausdorff_of_millions", earlier=1.3)
    ),
    *_both(Workload("Chamfer distance, 1e6 and 1e6 points", "chamfer_of_millions", earlier=1.5)),
    Workload("index of 1e6 points, uniform", "build_uniform", {"scipy": 1.5}),
    Workload("index of 1e6 points, clustered", "build_clustered", {"scipy": 1.5}),
    Workload("cells of 1e6 points, 64 cells", "cells_of_points"),
    Workload("index of 1e6 points, bytes a point", "index_bytes", earlier=1 / 0.96),
]
