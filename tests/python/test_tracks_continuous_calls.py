"""How continuous measures of tracks are called: columns, matrices, arguments, errors."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from continuous_checks import track
from doctests import run_examples

import geodist as gd
from geodist.tracks import continuous, frechet, hausdorff, is_within


@pytest.mark.parametrize("metric", ["frechet", "hausdorff"])
def test_matrices(metric: str) -> None:
    rng = np.random.default_rng(4)
    lat, lon = np.cumsum(rng.normal(0, 1e-3, (2, 60)), axis=1)
    tracks = gd.Shapes.lines(lat, lon, np.arange(0, 61, 10), edges="geodesic")
    matrix = gd.tracks.cdist(tracks, tracks[:4], metric=metric, threads=2)
    pairs = gd.tracks.pdist(tracks, metric=metric)
    measure = getattr(gd.tracks, metric)
    place = 0
    for i in range(6):
        assert matrix[i].tolist() == measure(tracks[i], tracks[:4]).distance.tolist()
        for j in range(i + 1, 6):
            assert pairs[place] == measure(tracks[i], tracks[j]).distance
            place += 1
    assert place == pairs.size
    wide = gd.tracks.cdist(tracks, tracks[:4], metric=metric, tolerance=50)
    assert wide[2].tolist() == measure(tracks[2], tracks[:4], tolerance=50).distance.tolist()
    assert (wide != matrix).any()
    condensed = gd.tracks.pdist(tracks, metric=metric, tolerance=50)
    assert condensed[0] == measure(tracks[0], tracks[1], tolerance=50).distance
    with pytest.raises(ValueError, match="tolerance must be at least 300"):
        gd.tracks.pdist(tracks, metric=metric, tolerance=1e-9)
    with pytest.raises(ValueError, match="tolerance must be a number of metres above 0"):
        gd.tracks.pdist(tracks, metric=metric, tolerance=0)
    with pytest.raises(TypeError, match="dtw takes no tolerance"):
        gd.tracks.cdist(tracks, tracks, metric="dtw", tolerance=1)
    with pytest.raises(TypeError, match=f"{metric} takes no eps"):
        gd.tracks.cdist(tracks, tracks, metric=metric, eps=1)


def test_columns() -> None:
    a = gd.Shapes.lines([0, 1, 0, 2], [0, 1, 0, 2], [0, 2, 4], edges="geodesic")
    one = track([0.5, 1], [0, 1])
    found = frechet(a, one, matching=True, threads=2)
    assert found.distance.shape == (2,)
    assert [len(m.a.lat) for m in found.matching] == [len(m.b.lat) for m in found.matching]
    assert found.a.row.tolist() == [0, 1]
    assert found.b.row.tolist() == [0, 0]
    alone = frechet(a[1], one)
    assert float(alone) == found.distance[1]
    assert alone.matching is None
    assert pickle.loads(pickle.dumps(found)).distance[0] == found.distance[0]
    assert is_within(a, one, [1e9, 1.0], "hausdorff").tolist() == [True, False]
    nothing = hausdorff(a[:0], a[:0])
    assert nothing.distance.size == 0


def test_wrong_arguments() -> None:
    a = track([0, 1], [0, 1])
    with pytest.raises(TypeError, match="a must be Shapes of lines"):
        frechet(gd.Points(lat=[0], lon=[0]), a)
    with pytest.raises(ValueError, match="tolerance must be at least 300"):
        frechet(a, a, tolerance=1e-9)
    with pytest.raises(ValueError, match="tolerance must be a number of metres above 0"):
        hausdorff(a, a, tolerance=float("nan"))
    with pytest.raises(ValueError, match="metric must be 'frechet' or 'hausdorff', got 'dtw'"):
        is_within(a, a, 1, "dtw")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="distance must not be negative"):
        is_within(a, a, -1)
    with pytest.raises(ValueError, match="one for each of 1 pairs, got 2"):
        is_within(a, a, [1, 2])
    # the middle of such an edge is known to some 100 nm only: bounds 300 nm apart missed the truth
    long = track([5, 40.766040867836466, -40.75607198083084], [38, 38.9, 218.4])
    for measure in (hausdorff, frechet):
        with pytest.raises(gd.GeodistError, match="row 0 of b has an edge longer than 19000 km"):
            measure(a, long)
    slim = gd.Ellipsoid(6378137, 1 / 50)
    with pytest.raises(gd.GeodistError, match="row 0 of a has an edge longer than 18000 km"):
        hausdorff(track([0, -5.9], [0, 173]), a, ellipsoid=slim)
    with pytest.raises(gd.EmptyGeometryError, match="row 0 of b is empty"):
        frechet(a, gd.Shapes.from_wkt(["LINESTRING EMPTY"], edges="geodesic"))


def test_other_bodies() -> None:
    moon = gd.Ellipsoid(1737400, 0)
    a, b = track([0, 10], [0, 0]), track([0, 10], [1, 1])
    found = frechet(a, b, ellipsoid=moon)
    assert found.lower <= gd.distance(0, 0, 0, 1, ellipsoid=moon) + 1e-7
    assert found.upper >= gd.distance(0, 0, 0, 1, ellipsoid=moon) - 1e-7
    jupiter = gd.Ellipsoid(71492000, 1 / 50)
    with pytest.raises(ValueError, match="tolerance must be at least"):
        hausdorff(a, b, ellipsoid=jupiter)
    assert hausdorff(a, b, ellipsoid=jupiter, tolerance=1e-5).distance > 1e6


@pytest.mark.parametrize("name", continuous.__all__)
def test_examples(name: str) -> None:
    assert run_examples(getattr(continuous, name).__doc__, name)
