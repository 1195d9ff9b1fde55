"""Matrices of tracks, and the nearest of a set."""

from __future__ import annotations

import itertools
import pickle
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


def column(
    seed: int, count: int, step: float = 1e-3, spread: float = 0.05, most: int = 15
) -> gd.Shapes:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, most, count)
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


@pytest.mark.parametrize("metric", METRICS)
def test_most_of_a_set_is_left_out(metric: str) -> None:
    tracks, queries = column(9, 3000, spread=0.5), column(10, 10, spread=0.5)
    index = gd.tracks.TrackIndex(tracks)
    found = index.query(queries, metric=metric, **METRICS[metric])
    assert 10 <= found.compared + found.abandoned < 6000


@pytest.mark.parametrize(
    "options",
    [
        {"metric": "dtw", "window": 3},
        {"metric": "dtw", "window": 0},
        {"metric": "dtw", "open_begin": True},
        {"metric": "dtw", "open_begin": True, "open_end": True, "window": 30},
        {"metric": "edr", "eps": 0},
        {"metric": "lcss", "eps": 50_000},
        {"metric": "erp", "gap": gd.Point(0, 5)},
    ],
    ids=str,
)
@pytest.mark.parametrize(("step", "spread"), [(1e-3, 0.05), (0.3, 20.0)])
def test_an_index_finds_what_the_matrix_has(
    options: dict[str, Any], step: float, spread: float
) -> None:
    tracks, queries = column(14, 60, step, spread, 70), column(15, 8, step, spread, 70)
    tracks = gd.Shapes.concat([tracks, tracks[:20], queries[:3]])
    index = gd.tracks.TrackIndex(tracks)
    matrix = gd.tracks.cdist(queries, tracks, **options)
    for k in (1, 5, 90):
        expected = np.argsort(matrix, axis=1, kind="stable")[:, :k]
        found = index.query(queries, k=k, **options)
        distances = np.full((8, k), np.inf)
        distances[:, : expected.shape[1]] = np.take_along_axis(matrix, expected, 1)
        assert np.array_equal(found.distances, distances)
        finite = np.isfinite(distances)
        assert np.array_equal(found.rows[finite], expected[finite[:, : expected.shape[1]]])
        assert (found.rows[~finite] == -1).all()


def test_edges_beyond_the_box_of_their_vertices() -> None:
    """Long edges leave the box: sspd has to look at them, geodesic or planar."""
    rng = np.random.default_rng(16)
    lat, lon = rng.uniform(40, 70, 120), rng.uniform(-60, 60, 120)
    for edges in ("geodesic", "planar"):
        tracks = gd.Shapes.lines(lat, lon, np.arange(0, 121, 3), edges=edges)
        matrix = gd.tracks.cdist(tracks[:5], tracks, metric="sspd")
        found = gd.tracks.nearest(tracks[:5], tracks, metric="sspd", k=3)
        assert np.array_equal(found.rows, np.argsort(matrix, axis=1, kind="stable")[:, :3])


def test_an_index_is_an_object() -> None:
    tracks = column(17, 30)
    index = gd.tracks.TrackIndex(tracks, ellipsoid="sphere", threads=1)
    assert len(index) == 30
    assert repr(index) == "<TrackIndex of 30 tracks>"
    assert index.tracks is tracks
    assert index.ellipsoid == gd.Ellipsoid.named("sphere")
    assert 30 * 170 < index.nbytes < 100_000
    again = pickle.loads(pickle.dumps(index))
    for one in (index, again):
        found = one.query(tracks[4], metric="dtw", k=2)
        assert found.rows.shape == (2,)
        expected = gd.tracks.cdist(tracks[4], tracks, metric="dtw", ellipsoid="sphere")[0]
        assert np.array_equal(found.distances, np.sort(expected)[:2])
    assert len(gd.tracks.TrackIndex(tracks[:0])) == 0
    empty = gd.tracks.TrackIndex(tracks[:0]).query(tracks[:2], metric="sspd", k=2)
    assert (empty.rows == -1).all()
    with pytest.raises(ValueError, match="k must be at least 1"):
        index.query(tracks, metric="dtw", k=0)
    with pytest.raises(TypeError, match="query must be"):
        index.query(gd.Points(lat=[1], lon=[2]), metric="dtw")
    other = gd.Shapes.lines([50, 51], [4, 4], [0, 2], crs="EPSG:4267")
    with pytest.raises(gd.GeodistError, match="query is on NAD27"):
        index.query(other, metric="dtw")
    with pytest.raises(gd.EmptyGeometryError, match="row 1 of the tracks is missing"):
        gd.tracks.TrackIndex(gd.Shapes([tracks[0], None]))
    with pytest.raises(gd.EmptyGeometryError, match="row 0 of the query is missing"):
        index.query(gd.Shapes([None, tracks[0]]), metric="dtw")


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
    for name in ("cdist", "pdist"):
        columns = (a, a) if name == "cdist" else (a,)
        with pytest.raises(
            ValueError, match=r"metric must be one of .*'frechet', 'hausdorff', got"
        ):
            getattr(gd.tracks, name)(*columns, metric="euclid")
    with pytest.raises(ValueError, match=r"metric must be one of .*'chamfer', got 'frechet'"):
        gd.tracks.nearest(a, a, metric="frechet")
    with pytest.raises(TypeError, match="erp takes no open_end"):
        gd.tracks.cdist(a, a, metric="erp", gap=gd.Point(0, 0), open_end=True)
    with pytest.raises(TypeError, match="edr needs eps"):
        gd.tracks.pdist(a, metric="edr")
    with pytest.raises(TypeError, match="dtw takes no eps"):
        gd.tracks.cdist(a, a, metric="dtw", eps=3)
    with pytest.raises(TypeError, match=r"gap must be a geodist.Point"):
        gd.tracks.nearest(a, a, metric="erp")
    with pytest.raises(ValueError, match="k must be at least 1"):
        gd.tracks.nearest(a, a, metric="dtw", k=0)
    with pytest.raises(gd.EmptyGeometryError, match="row 1 of the tracks is missing"):
        gd.tracks.pdist(gd.Shapes([a[0], None]), metric="dtw")
