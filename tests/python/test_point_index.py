"""The index of points against brute force with the matrix of distances: the same bits."""

from __future__ import annotations

import inspect
import pickle
import threading
from typing import Any

import numpy as np
import pytest
from doctests import run_examples
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from index_data import ELLIPSOIDS, SHAPES, Points, nearest, sorted_matrix
from numpydoc.validate import validate
from test_numpydoc import RULES

import geodist as gd


def check_nearest(index: gd.PointIndex, points: Points, queries: Points, k: int, **kw: Any) -> None:
    found = index.query(*queries, k=[*range(1, k + 1)], **kw)
    expected = nearest(points, queries, k, index.ellipsoid, kw.get("max_distance", np.inf))
    np.testing.assert_array_equal(found.indices, expected[1])
    np.testing.assert_array_equal(found.distances, expected[0])


def check_radius(index: gd.PointIndex, points: Points, queries: Points, radius: Any) -> None:
    found = index.query_radius(*queries, radius)
    matrix, order = sorted_matrix(points, queries, index.ellipsoid)
    within = matrix <= np.reshape(radius, (-1, 1))
    assert found.counts.tolist() == within.sum(axis=1).tolist()
    for row, (distances, rows) in enumerate(found):
        expected = order[row][within[row][order[row]]]
        assert rows.tolist() == expected.tolist()
        assert distances.tolist() == matrix[row][expected].tolist()
    unsorted = index.query_radius(*queries, radius, sort=False)
    assert unsorted.counts.tolist() == found.counts.tolist()
    assert [sorted(r.indices) for r in unsorted] == [sorted(r.indices) for r in found]
    counts = index.query_radius(*queries, radius, count_only=True)
    assert counts.tolist() == found.counts.tolist()


def check_farthest(index: gd.PointIndex, points: Points, queries: Points) -> None:
    found = index.farthest(*queries)
    matrix = gd.cdist(*queries, *points, ellipsoid=index.ellipsoid)
    np.testing.assert_array_equal(found.indices, matrix.argmax(axis=1))
    np.testing.assert_array_equal(found.distances, matrix.max(axis=1))


@pytest.mark.parametrize("ellipsoid", ELLIPSOIDS)
@pytest.mark.parametrize("asked", ["same", "uniform", "antipodal"])
@pytest.mark.parametrize("shape", SHAPES)
def test_brute_force(shape: str, asked: str, ellipsoid: str) -> None:
    rng = np.random.default_rng(5)
    for n in (1, 16, 17, 700):
        points = SHAPES[shape](rng, n)
        queries = points if asked == "same" else SHAPES[asked](rng, 60)
        queries = queries[0][:120], queries[1][:120]
        index = gd.PointIndex(*points, ellipsoid=ELLIPSOIDS[ellipsoid])
        for k in (1, 2, 10, 100):
            check_nearest(index, points, queries, k)
        for most in (0.0, 1.0, 3e5, 1.5e7, 2.1e7):
            check_nearest(index, points, queries, 3, max_distance=most)
            check_radius(index, points, queries, most)
        check_farthest(index, points, queries)


latitudes = st.floats(-90, 90) | st.sampled_from([-90.0, -0.0, 0.0, 45.0, 90.0])
longitudes = st.floats(-400, 400) | st.sampled_from([-180.0, -0.0, 0.0, 90.0, 180.0, 360.0])


@st.composite
def point_sets(draw: st.DrawFn, most: int = 60, least: int = 0) -> Points:
    n = draw(st.integers(least, most))
    return draw(arrays(float, n, elements=latitudes)), draw(arrays(float, n, elements=longitudes))


@given(
    point_sets(least=1),
    point_sets(most=8),
    st.integers(1, 70),
    st.floats(0, 2.1e7),
    st.sampled_from(sorted(ELLIPSOIDS)),
)
@settings(max_examples=150)
def test_any_points(points: Points, queries: Points, k: int, radius: float, ellipsoid: str) -> None:
    index = gd.PointIndex(*points, ellipsoid=ELLIPSOIDS[ellipsoid])
    check_nearest(index, points, queries, k)
    check_nearest(index, points, queries, k, max_distance=radius)
    check_radius(index, points, queries, radius)
    if queries[0].size:
        check_farthest(index, points, queries)


@given(point_sets(), st.floats(0, 2.1e7), st.sampled_from(sorted(ELLIPSOIDS)))
@settings(max_examples=60)
def test_pairs(points: Points, radius: float, ellipsoid: str) -> None:
    index = gd.PointIndex(*points, ellipsoid=ELLIPSOIDS[ellipsoid])
    matrix = gd.cdist(*points, *points, ellipsoid=index.ellipsoid)
    i, j = np.nonzero(np.triu(matrix <= radius, 1))
    pairs = index.query_pairs(radius)
    assert (pairs.i.tolist(), pairs.j.tolist()) == (i.tolist(), j.tolist())
    assert pairs.distances.tolist() == matrix[i, j].tolist()
    parts = [part for _, part in index.query_pairs_blocks(radius, rows=7)]
    assert [x for part in parts for x in part.j] == j.tolist()
    sparse = index.sparse_distance_matrix(radius)
    np.testing.assert_array_equal(sparse.toarray(), np.where(matrix <= radius, matrix, 0))
    assert sparse.nnz == (matrix <= radius).sum()


@given(point_sets(least=1), st.integers(1, 5))
@settings(max_examples=60)
def test_exclude_self(points: Points, k: int) -> None:
    index = gd.PointIndex(*points)
    matrix = gd.cdist(*points, *points)
    np.fill_diagonal(matrix, np.nan)
    order = np.argsort(matrix, axis=1, kind="stable")[:, :k]
    found = index.query(*points, k=[*range(1, k + 1)], exclude_self=True)
    for row in range(len(index)):
        expected = [i for i in order[row] if i != row]
        assert [i for i in found.indices[row] if i != -1] == expected
    near = index.query_radius(*points, 1e6, exclude_self=True)
    assert near.counts.tolist() == (matrix <= 1e6).sum(axis=1).tolist()
    counts = index.query_radius(*points, 1e6, exclude_self=True, count_only=True)
    assert counts.tolist() == near.counts.tolist()


def test_altitudes_measure_chords() -> None:
    rng = np.random.default_rng(3)
    lat, lon = SHAPES["uniform"](rng, 500)
    lat2, lon2 = SHAPES["uniform"](rng, 50)
    for scale in (0, 1e4, 1e7, 1e12, 1e90):
        h, h2 = rng.uniform(-0.5, 1, 500) * scale, rng.uniform(-0.5, 1, 50) * scale
        index = gd.PointIndex(lat, lon, altitude=h)
        matrix = gd.chord(lat2[:, None], lon2[:, None], h2[:, None], lat, lon, h)
        order = np.argsort(matrix, axis=1, kind="stable")[:, :5]
        found = index.query(lat2, lon2, 5, altitude=h2)
        np.testing.assert_array_equal(found.indices, order)
        np.testing.assert_array_equal(found.distances, np.take_along_axis(matrix, order, 1))
        far = index.farthest(lat2, lon2, altitude=h2)
        np.testing.assert_array_equal(far.indices, matrix.argmax(axis=1))
        radius = float(np.median(matrix))
        near = index.query_radius(lat2, lon2, radius, altitude=h2)
        assert near.counts.tolist() == (matrix <= radius).sum(axis=1).tolist()
        counts = index.query_radius(lat2, lon2, radius, altitude=h2, count_only=True)
        assert counts.tolist() == near.counts.tolist()
        np.testing.assert_array_equal(index.altitude, h)
    with pytest.raises(ValueError, match="the index has altitudes"):
        index.query(0, 0)
    with pytest.raises(ValueError, match="the index has no altitudes"):
        gd.PointIndex(lat, lon).query(0, 0, altitude=0)
    with pytest.raises(gd.InvalidAltitudeError):
        gd.PointIndex([0], [0], altitude=[np.inf])


def test_missing_rows_match_nothing() -> None:
    index = gd.PointIndex([0, np.nan, 1, 2], [0, 0, np.nan, 1])
    assert (len(index), index.n_missing) == (4, 2)
    assert index.query([0, np.nan, 1], [2, 0, np.nan], k=3).indices.tolist() == [
        [0, 3, -1],
        [-1, -1, -1],
        [-1, -1, -1],
    ]
    assert index.query(float("nan"), 0) == (np.inf, -1)
    assert index.query_radius([0, np.nan], [0, 0], 1e9).counts.tolist() == [2, 0]
    assert index.query_radius([0, np.nan], [0, 0], 1e9, count_only=True).tolist() == [2, 0]
    assert index.farthest([0, np.nan], [0, 0]).indices.tolist() == [3, -1]
    assert index.query_pairs(1e9).j.tolist() == [3]
    np.testing.assert_array_equal(index.lat, [0, np.nan, np.nan, 2])
    assert gd.PointIndex([np.nan], [1]).query(0, 0) == (np.inf, -1)


def test_empty() -> None:
    empty = gd.PointIndex([], [])
    assert len(empty) == 0
    assert empty.query(0, 0) == (np.inf, -1)
    assert empty.query([0, 1], [0, 1], k=2).indices.tolist() == [[-1, -1], [-1, -1]]
    assert empty.query_radius([0], [0], 1e9).counts.tolist() == [0]
    assert empty.farthest(0, 0) == (np.inf, -1)
    assert empty.query_pairs(1e9).i.size == 0
    assert empty.sparse_distance_matrix(1).shape == (0, 0)
    index = gd.PointIndex([1], [1])
    assert index.query([], [], k=3).indices.shape == (0, 3)
    assert len(index.query_radius([], [], 1)) == 0
    assert list(index.query_blocks([], [])) == []
    with pytest.raises(TypeError):  # which neighbours only query() can be asked
        index.query_blocks([0], [0], k=[2])  # type: ignore[arg-type]
    assert len(pickle.loads(pickle.dumps(empty))) == 0


def test_shapes() -> None:
    index = gd.PointIndex([0, 0, 1], [0, 1, 0])
    assert isinstance(index.query(0, 0).distances, float)
    assert isinstance(index.query(0, 0).indices, int)
    assert index.query(0, 0, k=2).indices.shape == (2,)
    assert index.query(0, 0, k=[1]).indices.shape == (1,)
    assert index.query(np.zeros((2, 1)), np.zeros(3)).indices.shape == (2, 3)
    assert index.query(np.zeros((2, 3)), 0, k=4).distances.shape == (2, 3, 4)
    assert index.query([0], [0.4], k=[2, 3]).indices.tolist() == [[1, 2]]
    assert index.query(index, k=2, exclude_self=True).indices.shape == (3, 2)
    with pytest.raises(ValueError, match="k must be positive"):
        index.query(0, 0, k=0)
    with pytest.raises(ValueError, match="max_distance"):
        index.query(0, 0, max_distance=-1)
    with pytest.raises(gd.GeodistError, match="radius must not be negative"):
        index.query_radius([0], [0], -1)
    with pytest.raises(gd.GeodistError, match="index 1"):
        index.query_radius([0, 0], [0, 0], [1, np.nan])
    with pytest.raises(gd.GeodistError, match="radius"):
        index.query_pairs(np.nan)
    with pytest.raises(ValueError, match="one for each"):
        index.query_radius([0], [0], [1, 2])
    with pytest.raises(ValueError, match="exclude_self"):
        index.query([0], [0], exclude_self=True)
    with pytest.raises(TypeError, match="from_latlon"):
        gd.PointIndex(np.zeros((3, 2)))
    points, line = gd.Shapes.from_wkt(["POINT (0.9 0)", None]), gd.Shapes.lines([0], [0], [0, 1])
    assert index.query(points).indices.tolist() == [1, -1]
    for ask in (index.query, gd.PointIndex, lambda shapes: index.query_radius(shapes, radius=1)):
        for shapes in (line, gd.Shapes.concat([points, line])):
            with pytest.raises(gd.GeodistError, match=r"(?i)linestring"):
                ask(shapes)
    places = gd.PointIndex([gd.Point(0, 0), gd.Point(0, 1)])
    assert places.query(gd.Points(lat=[0], lon=[0.7])).indices.tolist() == [1]
    assert gd.PointIndex(gd.Points(lat=[0], lon=[0], altitude=[5])).altitude == [5]
    with pytest.raises(ValueError, match="one length"):
        gd.PointIndex([0, 1], [0])
    with pytest.raises(gd.InvalidLatitudeError, match="swapped"):
        gd.PointIndex([0, 120], [0, 1])
    with pytest.raises(gd.InvalidLongitudeError, match="index 1"):
        index.query([0, 1], [0, np.inf])


@pytest.mark.parametrize("shape", ["uniform", "city", "antipodal", "one"])
def test_blocks_and_threads_change_nothing(shape: str) -> None:
    rng = np.random.default_rng(11)
    points, queries = SHAPES[shape](rng, 20_000), SHAPES[shape](rng, 5000)
    one, two = (gd.PointIndex(*points, threads=threads) for threads in (1, 2))
    assert pickle.dumps(one) == pickle.dumps(two)
    k = 3
    whole = one.query(*queries, k=k, threads=1)
    np.testing.assert_array_equal(whole.indices, one.query(*queries, k=k, threads=2).indices)
    for which, block in one.query_blocks(*queries, k, rows=1234):
        np.testing.assert_array_equal(block.indices, whole.indices[which])
        np.testing.assert_array_equal(block.distances, whole.distances[which])
    self = one.query(one, k=k, exclude_self=True)
    for which, block in one.query_blocks(one, k=k, exclude_self=True, rows=7777):
        np.testing.assert_array_equal(block.indices, self.indices[which])
    if shape != "one":
        radius = float(np.median(whole.distances))
        near = one.query_radius(*queries, radius, threads=1)
        assert near == one.query_radius(*queries, radius, threads=2)
        parts = [part for _, part in one.query_radius_blocks(*queries, radius, rows=999)]
        assert [x for part in parts for x in part.indices] == near.indices.tolist()


def test_concurrent_queries() -> None:
    rng = np.random.default_rng(2)
    index = gd.PointIndex(*SHAPES["uniform"](rng, 10_000))
    queries = SHAPES["uniform"](rng, 4000)
    expected = index.query(*queries, k=2)
    right = []

    def ask() -> None:
        answers = [index.query(*queries, k=2).indices for _ in range(5)]
        right.append(all(np.array_equal(answer, expected.indices) for answer in answers))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert right == [True] * len(threads)


def test_memory_of_a_point() -> None:
    lat, lon = SHAPES["uniform"](np.random.default_rng(1), 100_000)
    assert gd.PointIndex(lat, lon).nbytes <= 48 * lat.size


def test_results() -> None:
    index = gd.PointIndex([0, 0, 1], [0, 1, 0])
    near = index.query_radius([0, 50], [0.1, 0], 120_000)
    assert pickle.loads(pickle.dumps(near)) == near
    assert near != index.query_radius([0, 50], [0.1, 0], 1)
    assert near[-1].indices.size == 0
    with pytest.raises(IndexError):
        near[2]
    with pytest.raises(AttributeError):
        near.indices = near.indptr  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        near.indices[0] = 1
    frame = near.to_frame()
    assert frame.columns.tolist() == ["query", "index", "distance"]
    assert frame["index"].tolist() == [0, 1, 2]
    pairs = index.query_pairs(120_000)
    frame = pairs.to_frame()
    assert frame.columns.tolist() == ["i", "j", "distance"]
    assert frame.to_numpy().T.tolist() == [list(column) for column in pairs]
    assert near.to_scipy().toarray()[0].tolist() == near.distances.tolist()
    assert "2 rows" in repr(near)
    assert "3 points" in repr(index)


METHODS = [
    f"{kind.__name__}.{name}"
    for kind in (gd.PointIndex, gd.RadiusResult)
    for name, _ in inspect.getmembers(kind)
    if not name.startswith("_")
] + ["IndexPairs.to_frame"]


@pytest.mark.parametrize("name", ["PointIndex", "RadiusResult", *METHODS])
def test_docstrings(name: str) -> None:
    errors = validate(f"geodist.{name}")["errors"]
    assert [error for error in errors if error[0] not in RULES] == []
    kind, _, method = name.partition(".")
    described = (
        getattr(gd, kind) if not method else inspect.getattr_static(getattr(gd, kind), method)
    )
    run_examples(described.__doc__ or "", name)
