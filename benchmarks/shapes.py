"""What the workloads on lines and polygons share: each a row of a matrix, latitudes and longitudes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.inputs import METRES_PER_DEGREE, SEED, Array
from benchmarks.truth import WGS84, Prepare, rows

CASES = Path(__file__).resolve().parents[1] / "tests" / "reference" / "shapes"


def cases(op: str) -> list[dict[str, Any]]:
    """All cases of a kind with their truth; the README there says what they hold."""
    with gzip.open(CASES / f"{op}.jsonl.gz", "rt", encoding="ascii") as stream:
        return [json.loads(line) for line in stream]


def about(n: int, vertices: int, metres: float, wobble: Array) -> tuple[Array, Array]:
    """Closed curves about points anywhere between the latitudes +-70; `wobble`: parts of the radius."""
    rng = np.random.default_rng(SEED)
    lat, lon = rng.uniform(-70, 70, (n, 1)), rng.uniform(-170, 170, (n, 1))
    course = 2 * np.pi * np.arange(vertices) / vertices
    reach = metres / METRES_PER_DEGREE * wobble
    return (
        lat + reach * np.sin(course),
        lon + reach * np.cos(course) / np.cos(np.radians(lat)),
    )


def random_walks(n: int, vertices: int, metres: float) -> tuple[Array, Array]:
    """Lines whose edges are so long at most."""
    rng = np.random.default_rng(SEED)
    lat, lon = rng.uniform(-70, 70, (n, 1)), rng.uniform(-170, 170, (n, 1))
    step = metres / METRES_PER_DEGREE * np.sqrt(rng.uniform(0, 1, (n, vertices)))
    course = rng.uniform(0, 2 * np.pi, (n, vertices))
    north = lat + np.cumsum(step * np.cos(course), axis=1)
    return north, lon + np.cumsum(step * np.sin(course), axis=1) / np.cos(np.radians(lat))


def length_error(prepare: Prepare) -> float:
    """The largest of lines of one edge, metres."""
    truth = rows("inverse", ("short", "uniform", "wrapped"), WGS84)
    lat = np.column_stack([truth["lat1"], truth["lat2"]])
    lon = np.column_stack([truth["lon1"], truth["lon2"]])
    found = np.asarray(prepare(lat, lon)(), dtype=np.float64)
    return float(np.max(np.abs((found - truth["distance"]) - truth["distance_lo"])))


def area_error(prepare: Prepare) -> float:
    """The largest of polygons without holes whose area is known to within 1e-3 m2, square metres."""
    worst = 0.0
    for case in cases("polygon_area"):
        rings = case["input"]["rings"]
        if case["ellipsoid"] != "WGS84" or len(rings) > 1 or case["tolerance"] > 1e-3:
            continue
        lat, lon = (np.array([rings[0][name]], dtype=np.float64) for name in ("lat", "lon"))
        try:
            area = abs(float(np.asarray(prepare(lat, lon)())[0]))
        except ValueError:
            continue  # some refuse rings that cross themselves
        worst = max(worst, abs(min(area, case["ellipsoid_area"] - area) - case["value"]))
    return worst


def offsets(lat: Array) -> npt.NDArray[np.int64]:
    """Where the rows of a matrix begin."""
    return np.arange(0, lat.size + 1, lat.shape[1], dtype=np.int64)
