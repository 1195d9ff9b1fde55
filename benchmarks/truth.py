"""The largest error on the reference tables of tests/reference (arbitrary precision), in metres."""

from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.inputs import Array

REFERENCE = Path(__file__).resolve().parents[1] / "tests" / "reference" / "reference.py"
WGS84 = (6378137.0, 1 / 298.257223563)
SPHERE = (6371008.8, 0.0)
Prepare = Callable[..., Callable[[], Any]]


@cache
def _reader() -> ModuleType:
    spec = importlib.util.spec_from_file_location("geodist_reference", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def rows(table: str, kinds: Sequence[str], ellipsoid: tuple[float, float]) -> dict[str, Array]:
    """Columns of the rows of these kinds on one ellipsoid."""
    data = _reader().load(table)
    columns = {name: np.array(data.column(name)) for name in data.columns}
    wanted = np.isin(columns["kind"], [data.kinds.index(kind) for kind in kinds])
    wanted &= (columns["a"] == ellipsoid[0]) & (columns["f"] == ellipsoid[1])
    return {name: column[wanted] for name, column in columns.items()}


def _ends(truth: dict[str, Array]) -> tuple[Array, ...]:
    return tuple(truth[name] for name in ("lat1", "lon1", "lat2", "lon2"))


def distance_error(
    prepare: Prepare,
    kinds: Sequence[str],
    ellipsoid: tuple[float, float] = WGS84,
    table: str = "inverse",
) -> float:
    """Of a call that returns distances, or a matrix of them whose diagonal counts."""
    truth = rows(table, tuple(kinds), ellipsoid)
    found = np.asarray(prepare(*_ends(truth))(), dtype=np.float64)
    if found.ndim == 2:
        found = found.diagonal()
    return float(np.max(np.abs((found - truth["distance"]) - truth["distance_lo"])))


def near_error(prepare: Prepare, within: float) -> float:
    """Of a call that returns a matrix of distances: a matrix for each pair so many metres apart."""
    truth = rows("inverse", tuple(_reader().load("inverse").kinds), WGS84)
    worst = 0.0
    for i in np.flatnonzero(truth["distance"] <= within):
        found = prepare(*(x[i : i + 1] for x in _ends(truth)))()
        error = (np.asarray(found).item() - truth["distance"][i]) - truth["distance_lo"][i]
        worst = max(worst, abs(float(error)))
    return worst


def inverse_error(prepare: Prepare, kinds: Sequence[str]) -> float:
    """Of distance, azi1, azi2: in the distance, or the displacement of the far end by an azimuth."""
    truth = rows("inverse", tuple(kinds), WGS84)
    distance, azi1, azi2 = (np.asarray(x) for x in prepare(*_ends(truth))())
    worst = float(np.max(np.abs((distance - truth["distance"]) - truth["distance_lo"])))
    for found, name in ((azi1, "azi1"), (azi2, "azi2")):
        for i, m12 in enumerate(truth["m12"]):
            worst = max(worst, _reader().azimuth_error(found[i], truth[name][i], m12))
    return worst


def direct_error(prepare: Prepare, kinds: Sequence[str]) -> float:
    """Of lat2, lon2: the displacement."""
    truth = rows("direct", tuple(kinds), WGS84)
    lat2, lon2 = prepare(*(truth[name] for name in ("lat1", "lon1", "azi1", "distance")))()
    columns = [truth[name] for name in ("lat2", "lat2_lo", "lon2", "lon2_lo")]
    error = _reader().position_error
    return max(float(error(*WGS84, *row)) for row in zip(lat2, lon2, *columns, strict=True))


def rhumb_error(prepare: Prepare, kinds: Sequence[str]) -> float:
    """Of distance, azi12: in the distance, or the azimuth's error times the distance."""
    truth = rows("rhumb_inverse", tuple(kinds), WGS84)
    distance, azi12 = (np.asarray(x) for x in prepare(*_ends(truth))())
    worst = float(np.max(np.abs((distance - truth["distance"]) - truth["distance_lo"])))
    turn = np.radians(np.remainder(azi12 - truth["azi12"] + 180, 360) - 180)
    return max(worst, float(np.max(np.abs(turn * truth["distance"]))))


def in_words(metres: float) -> str:
    """A length in the unit that fits, two digits."""
    if not math.isfinite(metres):
        return "no result"
    for scale, unit in ((1e-3, "km"), (1, "m"), (1e3, "mm"), (1e6, "µm")):
        if metres * scale >= 1:
            return f"{float(f'{metres * scale:.2g}'):g} {unit}"
    return f"{metres * 1e9:.1f} nm"
