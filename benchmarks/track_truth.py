"""The largest error of a measure of tracks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np

import geodist as gd
from benchmarks import shapes, track_inputs
from benchmarks.inputs import Array
from benchmarks.truth import Prepare

EPS = 100.0  # metres: how far apart vertices are that match
FEW = 6


def error_of(value: str) -> Callable[[Prepare], float]:
    """Of pairs of tracks that are compared row by row: on cases with truth, metres."""

    def error(prepare: Prepare) -> float:
        worst = 0.0
        for case in shapes.cases("path_similarity"):
            if case["ellipsoid"] == "WGS84":
                given = case["input"]
                columns = [
                    np.array([given[name][axis]], dtype=np.float64)
                    for name in ("line1", "line2")
                    for axis in ("lat", "lon")
                ]
                found = np.asarray(prepare(*columns)(), dtype=np.float64).item()
                worst = max(worst, abs(found - case["value"][value]))
        return worst

    return error


def certain_error(value: str) -> Callable[[Prepare], float]:
    """Of pairs of tracks with their edges: how far beyond what is certain of each case, metres."""

    def error(prepare: Prepare) -> float:
        worst = 0.0
        for case in shapes.cases("path_similarity"):
            if case["ellipsoid"] != "WGS84" or case["value"].get(value) is None:
                continue
            given = case["input"]
            columns = [
                np.array([given[name][axis]], dtype=np.float64)
                for name in ("line1", "line2")
                for axis in ("lat", "lon")
            ]
            found = np.asarray(prepare(*columns)(), dtype=np.float64).item()
            lower, upper = case["value"][value]
            worst = max(worst, lower - found, found - upper)
        return worst

    return error


def _programme(cells: Array, metric: str) -> float:
    """What the definition says, cell by cell."""
    n, m = cells.shape
    counts = metric in ("edr", "lcss")
    values = np.zeros((n + 1, m + 1)) if counts else np.full((n + 1, m + 1), np.inf)
    values[0, 0] = 0
    if metric == "edr":
        values[:, 0], values[0] = np.arange(n + 1), np.arange(m + 1)
    for i in range(n):
        for j in range(m):
            both, first, second = values[i, j], values[i, j + 1], values[i + 1, j]
            cell, match = cells[i, j], cells[i, j] <= EPS
            values[i + 1, j + 1] = {
                "dtw": min(both, first, second) + cell,
                "discrete_frechet": max(min(both, first, second), cell),
                "edr": min(both + (not match), first + 1, second + 1),
                "lcss": both + 1 if match else max(first, second),
            }[metric]
    return float(1 - values[n, m] / min(n, m) if metric == "lcss" else values[n, m])


def pairs_error(metric: str) -> Callable[[Prepare], float]:
    """Of all pairs of some tracks: against plain programmes on `geodist.cdist`.

    The Hausdorff distance is the certified one.
    """

    def one(lat: Array, lon: Array, i: int, j: int) -> Any:
        lines = [gd.Shapes.lines(lat[k], lon[k], [0, lat.shape[1]]) for k in (i, j)]
        if metric == "hausdorff":
            return gd.tracks.hausdorff(*lines).distance
        if metric == "sspd":
            points = [gd.Points(lat=lat[k], lon=lon[k]) for k in (j, i)]
            return np.mean([gd.distance(*x).mean() for x in zip(points, lines, strict=True)])
        return _programme(gd.cdist(lat[i], lon[i], lat[j], lon[j]), metric)

    def error(prepare: Prepare) -> float:
        lat, lon = (column[:, :30].copy() for column in track_inputs.many(FEW))
        expected = [one(lat, lon, i, j) for i, j in combinations(range(FEW), 2)]
        found = np.asarray(prepare(lat, lon)(), dtype=np.float64)
        return float(np.abs(found - expected).max())

    return error


def nearest_error(prepare: Prepare) -> float:
    """How much farther than the nearest the tracks are that were found."""
    columns = track_inputs.few_and_many(200)
    rows = np.asarray(prepare(*columns)(), dtype=np.int64).reshape(-1)
    matrix = gd.tracks.cdist(*track_inputs.columns(*columns), metric="dtw")
    return float((matrix[np.arange(rows.size), rows] - matrix.min(axis=1)).max())
