"""Matrices of tracks, and the nearest of a set."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import geodist as gd

METRICS: dict[str, dict[str, Any]] = {
    "dtw": {},
    "discrete_frechet": {},
    "edr": {"eps": 300.0},
    "lcss": {"eps": 300.0},
    "erp": {"gap": gd.Point(50, 5)},
    "sspd": {},
    "chamfer": {},
}


def column(seed: int, count: int, step: float = 1e-3, spread: float = 0.05) -> gd.Shapes:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 15, count)
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    lat, lon = np.empty((2, offsets[-1]))
    for begin, end in itertools.pairwise(offsets):
        lat[begin:end] = (
            50 + rng.uniform(-spread, spread) + np.cumsum(rng.normal(0, step, end - begin))
        )
        lon[begin:end] = (
            5 + rng.uniform(-spread, spread) + np.cumsum(rng.normal(0, step, end - begin))
        )
    return gd.Shapes.lines(lat, lon, offsets)


def pairwise(metric: str, a: gd.Shapes, b: gd.Shapes, **options: Any) -> Any:
    rows, columns = np.indices((len(a), len(b))).reshape(2, -1)
    found = getattr(gd.tracks, metric)(a[rows], b[columns], **options)
    return found.distance.reshape(len(a), len(b))


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("step", [1e-3, 0.3])
def test_a_matrix_is_made_of_pairs(metric: str, step: float) -> None:
    a, b = column(1, 13, step), column(2, 17, step)
    expected = pairwise(metric, a, b, **METRICS[metric])
    for threads in (1, 2):
        matrix = gd.tracks.cdist(a, b, metric=metric, threads=threads, **METRICS[metric])
        assert np.array_equal(matrix, expected)
    condensed = gd.tracks.pdist(a, metric=metric, **METRICS[metric])
    square = pairwise(metric, a, a, **METRICS[metric])
    assert np.array_equal(condensed, square[np.triu_indices(13, 1)])


def test_outputs(tmp_path: Path) -> None:
    a, b = column(3, 30), column(4, 40)
    expected = gd.tracks.cdist(a, b, metric="dtw")
    mapped = np.memmap(tmp_path / "matrix", np.float64, "w+", shape=(30, 40))
    assert gd.tracks.cdist(a, b, metric="dtw", out=mapped) is mapped
    assert np.array_equal(mapped, expected)
    narrow = gd.tracks.cdist(a, b, metric="dtw", dtype=np.float32)
    assert np.array_equal(narrow, expected.astype(np.float32))
    wide = np.zeros((30, 80))
    gd.tracks.cdist(a, b, metric="dtw", out=wide[:, ::2])
    assert np.array_equal(wide[:, ::2], expected)
    assert not wide[:, 1::2].any()
    condensed = gd.tracks.pdist(a, metric="dtw")
    target = np.zeros((condensed.size, 2))
    gd.tracks.pdist(a, metric="dtw", out=target[:, 1])
    assert np.array_equal(target[:, 1], condensed)
    single = gd.tracks.pdist(a, metric="dtw", dtype="float32")
    assert np.array_equal(single, condensed.astype(np.float32))
    with pytest.raises(ValueError, match="shape"):
        gd.tracks.cdist(a, b, metric="dtw", out=np.empty((40, 30)))
    with pytest.raises(TypeError, match="float64 or float32"):
        gd.tracks.pdist(a, metric="dtw", dtype=int)


def test_no_rows() -> None:
    a = column(5, 4)
    assert gd.tracks.cdist(a, a[:0], metric="dtw").shape == (4, 0)
    assert gd.tracks.cdist(a[:0], a, metric="dtw").shape == (0, 4)
    assert gd.tracks.pdist(a[:0], metric="dtw").shape == (0,)
    assert gd.tracks.pdist(a[:1], metric="dtw").shape == (0,)
    found = gd.tracks.nearest(a[0], a[:0], metric="dtw", k=2)
    assert found.rows.tolist() == [-1, -1]
    assert np.isinf(found.distances).all()
    assert gd.tracks.nearest(a[:0], a, metric="dtw").rows.shape == (0, 1)


def test_bounds_of_metrics() -> None:
    a = column(6, 20, spread=0.2)
    full = gd.tracks.cdist(a, a, metric="dtw")
    most = float(np.median(full))
    cut = gd.tracks.cdist(a, a, metric="dtw", max_distance=most)
    assert np.array_equal(cut, np.where(full <= most, full, np.inf))


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(("step", "spread"), [(1e-3, 0.05), (1e-3, 2.0), (0.3, 20.0)])
def test_nearest_is_that_of_the_matrix(metric: str, step: float, spread: float) -> None:
    tracks, queries = column(7, 150, step, spread), column(8, 12, step, spread)
    # some twice: of tracks equally near the lower row counts
    tracks = gd.Shapes.concat([tracks, tracks[:50], queries[:3]])
    matrix = gd.tracks.cdist(queries, tracks, metric=metric, **METRICS[metric])
    for k in (1, 4):
        expected = np.argsort(matrix, axis=1, kind="stable")[:, :k]
        for threads in (1, 2):
            found = gd.tracks.nearest(
                queries, tracks, metric=metric, k=k, threads=threads, **METRICS[metric]
            )
            assert np.array_equal(found.rows, expected)
            assert np.array_equal(found.distances, np.take_along_axis(matrix, expected, 1))
    one = gd.tracks.nearest(queries[5], tracks, metric=metric, k=3, **METRICS[metric])
    assert np.array_equal(one.rows, np.argsort(matrix[5], kind="stable")[:3])


def test_most_of_a_set_is_left_out() -> None:
    tracks, queries = column(9, 3000, spread=0.5), column(10, 10, spread=0.5)
    for metric in ("dtw", "discrete_frechet"):
        found = gd.tracks.nearest(queries, tracks, metric=metric)
        assert 10 <= found.compared + found.abandoned < 3000


def test_nearest_within_a_distance() -> None:
    tracks, queries = column(11, 60), column(12, 5)
    matrix = gd.tracks.cdist(queries, tracks, metric="discrete_frechet")
    most = float(np.sort(matrix, axis=1)[:, 2].max())
    found = gd.tracks.nearest(queries, tracks, metric="discrete_frechet", k=60, max_distance=most)
    for row in range(5):
        inside = matrix[row] <= most
        assert (found.rows[row] >= 0).sum() == inside.sum()
        assert np.array_equal(
            np.sort(found.distances[row])[: inside.sum()], np.sort(matrix[row][inside])
        )
        assert np.isinf(found.distances[row][inside.sum() :]).all()


def test_what_metrics_take() -> None:
    a = column(13, 3)
    with pytest.raises(ValueError, match="metric must be one of"):
        gd.tracks.cdist(a, a, metric="euclid")
    with pytest.raises(TypeError, match="edr needs eps"):
        gd.tracks.pdist(a, metric="edr")
    with pytest.raises(TypeError, match="dtw takes no eps"):
        gd.tracks.cdist(a, a, metric="dtw", eps=3)
    with pytest.raises(TypeError, match="gap must be a Point"):
        gd.tracks.nearest(a, a, metric="erp")
    with pytest.raises(ValueError, match="k must be at least 1"):
        gd.tracks.nearest(a, a, metric="dtw", k=0)
    with pytest.raises(gd.EmptyGeometryError, match="row 1 of the tracks is missing"):
        gd.tracks.pdist(gd.Shapes([a[0], None]), metric="dtw")
