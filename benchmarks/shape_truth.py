"""How far off the answers are: distances on the cases of tests/reference/shapes, rows by brute force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

import geodist as gd
from benchmarks import shape_inputs, shapes
from benchmarks.inputs import Array
from benchmarks.truth import Prepare

FEW = 300  # points and rows of brute force


def _cases() -> Iterator[dict[str, Any]]:
    """Points and lines on WGS84 with one right answer."""
    for case in shapes.cases("point_line_distance"):
        if case["ellipsoid"] == "WGS84" and "value_other_choice" not in case:
            yield case


def _distance_error(prepare: Prepare, cases: Iterator[dict[str, Any]]) -> float:
    """The largest of calls that return distances, one for each case."""
    worst = 0.0
    for case in cases:
        point, line = case["input"]["point"], case["input"]["line"]
        columns = [point["lat"]], [point["lon"]], line["lat"], line["lon"]
        found = prepare(*(np.array(column, dtype=np.float64) for column in columns))()
        worst = max(worst, abs(np.asarray(found, dtype=np.float64).item() - case["value"]))
    return worst


def segment_error(prepare: Prepare) -> float:
    """Of one edge, however long, wherever the point is."""
    return _distance_error(prepare, (x for x in _cases() if len(x["input"]["line"]["lat"]) == 2))


def near_segment_error(prepare: Prepare) -> float:
    """Of one edge, everything within 200 km."""

    def is_near(case: dict[str, Any]) -> bool:
        foot = case.get("foot")  # none where several points are nearest
        short = foot is not None and max(foot["total"], case["value"]) < 200e3
        return short and len(case["input"]["line"]["lat"]) == 2

    return _distance_error(prepare, filter(is_near, _cases()))


def line_error(prepare: Prepare) -> float:
    """Of several edges."""
    return _distance_error(prepare, (x for x in _cases() if len(x["input"]["line"]["lat"]) > 2))


def distances(lat: Array, lon: Array, rows: gd.Shapes) -> Array:
    """From every point to every row."""
    points = gd.Points(lat=lat, lon=lon)
    return np.column_stack([gd.distance(points, rows[i : i + 1]) for i in range(len(rows))])


def nearest_segment_error(prepare: Prepare) -> float:
    """How much farther the segment that was found is than the nearest, at most."""
    lat, lon, lat2, lon2 = shape_inputs.near_segments(FEW)
    rows = gd.Shapes.lines(lat2, lon2, np.arange(0, 2 * FEW + 1, 2))
    return _farther(np.asarray(prepare(lat, lon, lat2, lon2)()), distances(lat, lon, rows))


def nearest_country_error(prepare: Prepare) -> float:
    """The same of countries."""
    lat, lon = shape_inputs.anywhere(FEW)
    return _farther(
        np.asarray(prepare(lat, lon)()), distances(lat, lon, shape_inputs.country_shapes())
    )


def _farther(rows: Array, matrix: Array) -> float:
    found = matrix[np.arange(len(matrix)), rows.astype(np.int64)]
    return float((found - matrix.min(axis=1)).max())


def country_error(inputs: Callable[[int], tuple[Array, Array]]) -> Callable[[Prepare], float]:
    """How deep a point is in a country that was missed, or how far from one that was taken."""

    def error(prepare: Prepare) -> float:
        lat, lon = inputs(FEW)
        rows = np.asarray(prepare(lat, lon)(), dtype=np.int64)
        off = distances(lat, lon, shape_inputs.country_shapes())
        right = np.where((off == 0).any(axis=1), off.argmin(axis=1), -1)
        wrong = np.flatnonzero(rows != right)
        worst = 0.0
        for i in wrong:
            taken = off[i, rows[i]] if rows[i] >= 0 else 0.0
            border = shape_inputs.borders()[right[i] : right[i] + 1]
            missed = (
                gd.distance(gd.Points(lat=lat[i : i + 1], lon=lon[i : i + 1]), border)[0]
                if right[i] >= 0
                else 0.0
            )
            worst = max(worst, taken, missed)
        return float(worst)

    return error


def two_lines_error(prepare: Prepare) -> float:
    """Of the distances of lines, as the cases have them."""
    worst = 0.0
    for case in shapes.cases("line_line_distance"):
        if case["ellipsoid"] == "WGS84":
            given = case["input"]
            columns = [given[name][axis] for name in ("line1", "line2") for axis in ("lat", "lon")]
            found = prepare(*(np.array([column], dtype=np.float64) for column in columns))()
            worst = max(worst, abs(np.asarray(found, dtype=np.float64).item() - case["value"]))
    return worst
