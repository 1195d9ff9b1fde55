"""Certified distances between wide bounds: found sooner, and still right."""

from __future__ import annotations

from pathlib import Path

import pytest

import geodist as gd

pd = pytest.importorskip("pandas")
STORMS = pd.read_csv(Path(__file__).parents[2] / "examples" / "storms.csv", parse_dates=["time"])


def storm(name: str) -> gd.Shapes:
    rows = STORMS[STORMS.storm == name]
    return gd.Shapes.lines_from(rows, order="time", edges="geodesic")


PAIRS = {
    "storms": (storm("Kirk 2012"), storm("Pablo 2019")),
    "others": (storm("Isaac 2012"), storm("Alex 2016")),
    # The distance is that of the first vertices: no decision raises it.
    "near the pole": (
        gd.Shapes.lines([-65.5, -65.3, -65.3], [-58.2, -57.5, -56.0], [0, 3]),
        gd.Shapes.lines(
            [-75.9033, -75.8806, -75.8628, -75.6659, -75.8374, -75.6649],
            [-41.3966, -41.1724, -41.4523, -42.0388, -41.1946, -41.9504],
            [0, 6],
        ),
    ),
    "equal": (storm("Kirk 2012"), storm("Kirk 2012")),
}


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("metric", ["frechet", "hausdorff"])
def test_wide_bounds_hold_the_distance(pair: str, metric: str) -> None:
    a, b = PAIRS[pair]
    measure = getattr(gd.tracks, metric)
    fine = measure(a, b)
    for tolerance in (1e-3, 1.0, 50.0, 100.0, 1e3, 1e4, 5e4, 1e6, 1e9):
        for first, second in ((a, b), (b, a)):
            found = measure(first, second, tolerance=tolerance)
            assert found.lower <= fine.upper
            assert found.upper >= fine.lower
            assert found.upper - found.lower <= tolerance


@pytest.mark.parametrize("metric", ["frechet", "hausdorff"])
def test_all_is_within_infinity(metric: str) -> None:
    a, b = PAIRS["storms"]
    assert gd.tracks.is_within(a, b, float("inf"), metric=metric)
