"""The index of shapes: against a search through all edges by other means, and what it promises."""

from __future__ import annotations

import contextlib
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

import geodist as gd

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RNG = np.random.default_rng(11)
Array = Any


def segments(n: int, low: float, high: float, length: float) -> gd.Shapes:
    """Make lines of two vertices."""
    lat = RNG.uniform(low, high, n)
    lon = RNG.uniform(0, 10, n)
    more = np.clip(lat + RNG.normal(0, length, n), -90, 90)
    return gd.Shapes.lines(
        lat=np.column_stack([lat, more]).ravel(),
        lon=np.column_stack([lon, lon + RNG.normal(0, length, n)]).ravel(),
        offsets=np.arange(n + 1) * 2,
    )


def far_from(shapes: gd.Shapes, lat: float, lon: float) -> NDArray[np.float64]:
    """Measure to all lines of two vertices, by ever closer points on them."""
    lat1, lat2 = shapes.lat[::2, None], shapes.lat[1::2, None]
    lon1, lon2 = shapes.lon[::2, None], shapes.lon[1::2, None]
    low, high = np.zeros(len(shapes)), np.ones(len(shapes))
    least = np.full(len(shapes), np.inf)
    for _ in range(8):
        fractions = low[:, None] + np.linspace(0, 1, 33) * (high - low)[:, None]
        at = gd.interpolate(lat1, lon1, lat2, lon2, fractions)
        distances = gd.distance(lat, lon, at.lat, at.lon)
        best = distances.argmin(1)
        least = np.minimum(least, distances.min(1))
        step = (high - low) / 32
        middle = low + best * step
        low, high = np.maximum(0, middle - step), np.minimum(1, middle + step)
    return least


@pytest.mark.parametrize(
    ("low", "high", "length"), [(40, 41, 0.02), (-90, -88, 1), (-60, 60, 5), (40, 60, 60)]
)
def test_nearest_lines_are_those_of_dense_points(low: float, high: float, length: float) -> None:
    shapes = segments(60, low, high, length)
    index = gd.ShapeIndex(shapes)
    for _ in range(20):
        lat = float(np.clip(RNG.uniform(low - 1, high + 1), -90, 90))
        lon = float(RNG.uniform(-1, 11))
        expected = far_from(shapes, lat, lon)
        found = index.query(lat, lon, k=3)
        np.testing.assert_allclose(found.distances, np.sort(expected)[:3], rtol=0, atol=1e-6)
        np.testing.assert_allclose(expected[found.indices], found.distances, rtol=0, atol=1e-6)
        radius = float(np.sort(expected)[20]) + 1e-3
        near = index.query_radius([lat], [lon], radius)
        assert sorted(near.indices.tolist()) == np.flatnonzero(expected <= radius).tolist()
        assert np.all(np.diff(near.distances) >= 0)


def test_witnesses_are_where_the_distance_is() -> None:
    shapes = segments(300, 40, 45, 0.5)
    index = gd.ShapeIndex(shapes)
    lat, lon = RNG.uniform(39, 46, 200), RNG.uniform(-1, 11, 200)
    distances, rows, places = index.query(lat, lon, k=2, witnesses=True)
    np.testing.assert_array_equal(places.row, rows)
    np.testing.assert_allclose(
        gd.distance(lat[:, None], lon[:, None], places.lat, places.lon), distances, atol=3e-8
    )
    on_edge = gd.interpolate(
        shapes.lat[rows * 2],
        shapes.lon[rows * 2],
        shapes.lat[rows * 2 + 1],
        shapes.lon[rows * 2 + 1],
        places.fraction,
    )
    assert np.max(gd.distance(on_edge.lat, on_edge.lon, places.lat, places.lon)) < 1e-6


def test_polygons_are_at_distance_0_inside() -> None:
    boxes = [shapely.box(x, 0, x + 1, 1) for x in range(5)]
    index = gd.ShapeIndex([*boxes, None, shapely.Polygon()])
    assert (len(index), index.n_missing) == (7, 2)
    found = index.query([0.5, 0.5, 0.5], [0.5, 1.0, 9.0], k=2)
    assert found.indices.tolist() == [[0, 1], [0, 1], [4, 3]]
    assert found.distances[0, 0] == 0
    assert found.distances[1].tolist() == [0, 0]
    assert [near.indices.tolist() for near in index.covering([0.5, 0.5, 0.5], [0.5, 1.0, 9.0])] == [
        [0],
        [0, 1],
        [],
    ]
    inside = index.query(0.5, 0.5, witnesses=True).places
    assert (inside.row, inside.edge, inside.lat, inside.lon) == (0, -1, 0.5, 0.5)
    hole = gd.ShapeIndex([shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))])
    assert hole.query(1.5, 1.5).distances == pytest.approx(55_000, rel=0.02)


@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("line", [False, True])
def test_points_that_no_one_some_or_many_polygons_cover(k: int, line: bool) -> None:
    corners = RNG.uniform(0, 8, (30, 2))
    rows = [shapely.box(x, y, x + 2, y + 2) for x, y in corners]
    if line:
        rows.append(shapely.LineString([(0, 0), (9, 9)]))
    lat, lon = RNG.uniform(-2, 12, (2, 400))
    lat[7] = np.nan
    found = gd.ShapeIndex(rows).query(lat, lon, k=k)
    each = np.stack([gd.distance(gd.Shapes([row]), gd.Points(lat=lat, lon=lon)) for row in rows])
    assert np.isinf(found.distances[7]).all()
    assert (found.indices[7] == -1).all()
    there = np.delete(np.arange(lat.size), 7)
    # by distance, then by rows
    order = np.argsort(each[:, there], axis=0, kind="stable")[:k].T
    expected = np.take_along_axis(each[:, there].T, order, axis=1)
    np.testing.assert_allclose(found.distances[there].reshape(expected.shape), expected, atol=5e-8)
    is_zero = expected == 0
    got = found.indices[there].reshape(expected.shape)
    np.testing.assert_array_equal(got[is_zero], order[is_zero])


def test_shapes_find_shapes() -> None:
    boxes = [shapely.box(x, 0, x + 1, 1) for x in range(0, 10, 2)]
    index = gd.ShapeIndex(boxes)
    crossing = shapely.LineString([(0.5, 2), (0.5, -2)])
    around = shapely.box(-1, -1, 3.5, 2)
    beside = shapely.LineString([(1.4, -1), (1.4, 2)])
    found = index.query([crossing, around, beside, None], k=2)
    assert found.indices.tolist() == [[0, 1], [0, 1], [0, 1], [-1, -1]]
    assert found.distances[0, 0] == found.distances[1, 0] == found.distances[1, 1] == 0
    # between a parallel to the meridian and the corner of a box
    corner = gd.ShapeIndex(beside).query([0, 1], [1, 1]).distances
    assert found.distances[2, 0] == pytest.approx(corner.min(), abs=1e-7)
    near = index.query_radius([crossing, around], radius=100_000)
    assert [row.indices.tolist() for row in near] == [[0], [0, 1, 2]]
    # one geometry gives numbers
    assert index.query(crossing) == gd.Nearest(0.0, 0)


def test_lines_to_lines_are_their_nearest_vertices_or_crossings() -> None:
    shapes, others = segments(80, 40, 42, 0.3), segments(25, 40, 42, 0.3)
    index = gd.ShapeIndex(shapes)
    found = index.query(others, k=len(shapes))
    planes = shapely.linestrings(np.column_stack([shapes.lon, shapes.lat]).reshape(-1, 2, 2))
    for row in range(len(others)):
        expected = np.full(len(shapes), np.inf)
        for end in range(2):
            at = others.lat[2 * row + end], others.lon[2 * row + end]
            expected = np.minimum(expected, far_from(shapes, *at))
            back = gd.ShapeIndex(others[[row]])
            expected = np.minimum(
                expected, back.query(shapes.lat[end::2], shapes.lon[end::2]).distances
            )
        got = np.empty(len(shapes))
        got[found.indices[row]] = found.distances[row]
        line = shapely.linestrings(np.column_stack([others.lon, others.lat])[2 * row : 2 * row + 2])
        meets = shapely.crosses(planes, line)
        clear = shapely.distance(planes, line) > 1e-3  # planar lines differ by less
        assert np.all(got[meets & (shapely.distance(shapely.boundary(planes), line) > 1e-3)] == 0)
        np.testing.assert_allclose(got[clear], expected[clear], rtol=0, atol=1e-6)


def test_planar_edges_are_measured_as_they_are() -> None:
    square = {"type": "LineString", "coordinates": [[0, 60], [40, 60]]}
    planar = gd.ShapeIndex(gd.Shapes.from_geojson(square))
    assert planar.query(60, 20).distances < 2e-3
    found = planar.query(61, 20, witnesses=True)
    assert found.places.lat == pytest.approx(60, abs=1e-9)
    assert found.places.fraction == pytest.approx(0.5, abs=1e-6)


def test_ties_go_to_the_lowest_row() -> None:
    line = shapely.LineString([(0, 0), (1, 0)])
    index = gd.ShapeIndex([line] * 30)
    assert index.query(1, 0.5, k=30).indices.tolist() == list(range(30))
    assert index.query(1, 0.5).indices == 0
    assert index.query_radius([1], [0.5], 2e5).indices.tolist() == list(range(30))


def test_points_that_are_nan_and_empty_indexes() -> None:
    index = gd.ShapeIndex([shapely.LineString([(0, 0), (1, 0)])])
    found = index.query([np.nan, 1], [0, np.nan], witnesses=True)
    assert found.indices.tolist() == [-1, -1]
    assert np.isinf(found.distances).all()
    assert found.places.row.tolist() == [-1, -1]
    assert np.isnan(found.places.lat).all()
    empty = gd.ShapeIndex(gd.Shapes.lines(lat=[], lon=[], offsets=[0]))
    assert (len(empty), empty.query(0, 0)) == (0, gd.Nearest(np.inf, -1))
    assert empty.query_radius([0], [0], 1e9).indices.size == 0


def test_threads_change_nothing() -> None:
    shapes = segments(3000, 40, 50, 0.1)
    lat, lon = RNG.uniform(38, 52, 6000), RNG.uniform(-2, 12, 6000)
    one, many = gd.ShapeIndex(shapes, threads=1), gd.ShapeIndex(shapes, threads=4)
    for k in (1, 4):
        a, b = one.query(lat, lon, k, threads=1), many.query(lat, lon, k, threads=4)
        np.testing.assert_array_equal(a.distances, b.distances)
        np.testing.assert_array_equal(a.indices, b.indices)
    assert one.query_radius(lat, lon, 5e4, threads=1) == many.query_radius(lat, lon, 5e4, threads=4)
    a, b = one.query(shapes[:200], k=3, threads=1), many.query(shapes[:200], k=3, threads=4)
    np.testing.assert_array_equal(a.distances, b.distances)


@pytest.mark.parametrize("mmap", [True, False])
def test_round_trip(tmp_path: Path, mmap: bool) -> None:
    shapes = gd.Shapes([shapely.box(0, 0, 1, 1), None, shapely.MultiPoint([(3, 3), (4, 4)])])
    index = gd.ShapeIndex(shapes)
    index.save(tmp_path / "shapes.gdx")
    loaded = gd.ShapeIndex.load(tmp_path / "shapes.gdx", mmap=mmap)
    for other in (loaded, pickle.loads(pickle.dumps(index)), pickle.loads(pickle.dumps(loaded))):
        np.testing.assert_array_equal(
            other.query([0.5, 4], [0.5, 5]), index.query([0.5, 4], [0.5, 5])
        )
        assert (other.n_missing, repr(other)) == (1, repr(index))
        np.testing.assert_array_equal(other.shapes.lat, shapes.lat)
        assert other.shapes.kinds.tolist() == shapes.kinds.tolist()
    assert pickle.loads(pickle.dumps(index)).shapes == shapes
    with pytest.raises(gd.IndexFileError, match="something else than points"):
        gd.PointIndex.load(tmp_path / "shapes.gdx")
    gd.PointIndex([1], [2]).save(tmp_path / "points.gdx")
    with pytest.raises(gd.IndexFileError, match="something else than shapes"):
        gd.ShapeIndex.load(tmp_path / "points.gdx")


def test_damage_is_noticed() -> None:
    index = gd.ShapeIndex(segments(50, 0, 10, 1))
    restore, (state, *_) = index.__reduce__()
    for at in RNG.integers(0, state.size, 300):
        damaged = state.copy()
        damaged[at] ^= 1 << int(RNG.integers(8))
        with pytest.raises(gd.IndexFileError):
            restore(damaged)
    for size in (0, 100, 600, state.size - 1):
        with pytest.raises(gd.IndexFileError):
            restore(state[:size].copy())


def test_a_damaged_file_that_is_not_verified_crashes_nothing(tmp_path: Path) -> None:
    shapes = gd.Shapes.concat([segments(50, 0, 10, 1), gd.Shapes([shapely.box(0, 0, 1, 1)])])
    _, (state, *_) = gd.ShapeIndex(shapes).__reduce__()
    path = tmp_path / "shapes.gdx"
    lat, lon = RNG.uniform(-1, 11, 50), RNG.uniform(-1, 11, 50)
    for _ in range(30):
        damaged = state.copy()
        damaged[RNG.integers(512, state.size, 20)] = RNG.integers(0, 256, 20)
        path.write_bytes(damaged.tobytes())
        with contextlib.suppress(gd.IndexFileError):
            index = gd.ShapeIndex.load(path, verify=False)
            for found in (
                index.query(lat, lon, 3).indices,
                index.query_radius(lat, lon, 1e5).indices,
                index.covering(lat, lon).indices,
                index.query(shapes, k=2).indices,
            ):
                assert np.all(found < len(shapes))


def test_wrong_calls_are_explained() -> None:
    index = gd.ShapeIndex([shapely.LineString([(0, 0), (1, 0)])])
    for call, words in [
        (lambda: gd.ShapeIndex([1.0, 2.0]), "Shapes"),
        (lambda: index.query([95], [0]), "latitude"),
        (lambda: index.query(0, 0, k=0), "k must be positive"),
        (lambda: index.query(0, 0, max_distance=-1), "must not be negative"),
        (lambda: index.query_radius([0], [0]), "needs a radius"),
        (lambda: index.query_radius([0, 0], [0, 0], [1, -1]), "index 1"),
        (lambda: index.query_radius([0, 0], [0, 0], [1, 2, 3]), "do not broadcast"),
        (lambda: index.query(gd.Points(lat=[0], lon=[0], altitude=[1])), "altitudes"),
    ]:
        with pytest.raises((ValueError, TypeError), match=words):
            call()


@pytest.mark.parametrize("edges", ["geodesic", "planar"])
def test_polygons_that_cover_shapes_are_those_of_covers(edges: Any) -> None:
    rng = np.random.default_rng(3)
    at = rng.uniform(170, 190, (60, 2)) * [1, 0.25] + [0, 5]
    polygons = list(shapely.buffer(shapely.points(at), rng.uniform(0.5, 4, 60), quad_segs=3))
    polygons += [shapely.MultiPolygon(polygons[:2]), shapely.Point(180, 50), None]
    ends = at + rng.uniform(-1, 1, (60, 2))
    asked = [
        *shapely.buffer(shapely.points(at[::-1]), 0.3),
        *shapely.linestrings(np.stack([at, ends], axis=1)),
        shapely.MultiPoint(at[:2]),
        shapely.Point(at[3]),
        *polygons,
    ]
    shapes, others = gd.Shapes(polygons, edges=edges), gd.Shapes(asked, edges=edges)
    found = gd.ShapeIndex(shapes).covering(others)
    expected = []
    for row, polygon in enumerate(polygons):
        if isinstance(polygon, shapely.Polygon | shapely.MultiPolygon):
            flags = gd.covers(shapes[[row]], others)
            expected += [(int(i), row) for i in np.flatnonzero(flags)]
    pairs = np.repeat(np.arange(len(others)), found.counts), found.indices
    assert list(zip(*(x.tolist() for x in pairs), strict=True)) == sorted(expected)
    assert len(expected) > 200
    assert (found.distances == 0).all()
