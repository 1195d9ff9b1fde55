"""Shapes asked of an index of shapes: against matrices of all distances."""

from __future__ import annotations

from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

import geodist as gd


def some_shapes(rng: np.random.Generator, count: int, spread: float, size: float) -> list[Any]:
    """Make geometries of all kinds around one place, from tiny ones to those of that size, degrees."""
    shapes: list[Any] = [None, shapely.LineString()]
    for kind in rng.integers(0, 5, count):
        at = rng.normal(0, spread, 2) * [1, 0.3] + [175, 20]
        reach = size * 10 ** rng.uniform(-2, 0)
        vertices = at + rng.normal(0, reach, (rng.integers(2, 40), 2))
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 30)))
        radii = rng.uniform(0.5, 1, len(angles)) * reach
        ring = at + np.column_stack([np.cos(angles), np.sin(angles)]) * radii[:, None]
        shapes.append(
            (
                shapely.Point(at),
                shapely.MultiPoint(vertices[:4]),
                shapely.LineString(np.cumsum(vertices - at, axis=0) * 0.3 + at),
                shapely.MultiLineString([vertices[:2], vertices[-2:]]),
                shapely.Polygon(ring),
            )[kind]
        )
    return shapes


@pytest.mark.parametrize("edges", ["geodesic", "planar"])
@pytest.mark.parametrize("ellipsoid", [None, "sphere", (6378137, 1 / 50), (1.0, -1 / 150)])
@pytest.mark.parametrize(
    ("spread", "size"), [(0.01, 0.01), (3, 0.001), (3, 1), (60, 0.1), (0.5, 4), (60, 4)]
)
@pytest.mark.parametrize("are_opposite", [False, True])
def test_shapes_are_as_far_as_in_a_matrix(
    edges: Any, ellipsoid: Any, spread: float, size: float, are_opposite: bool
) -> None:
    rng = np.random.default_rng(int(100 * spread + 1000 * size))
    figure: Any = gd.Ellipsoid(*ellipsoid) if isinstance(ellipsoid, tuple) else ellipsoid
    if edges == "planar":
        size = min(size, 0.3)  # a matrix of many pieces takes long
    mine, others = some_shapes(rng, 20, spread, size), some_shapes(rng, 12, spread, size)
    others += mine[-4:]
    if are_opposite:
        others = [
            None if shape is None else shapely.transform(shape, lambda at: at * [1, -1] + [180, 0])
            for shape in others
        ]
    shapes, asked = gd.Shapes(mine, edges=edges), gd.Shapes(others, edges=edges)
    index = gd.ShapeIndex(shapes, ellipsoid=figure)
    matrix = np.nan_to_num(gd.cdist(asked, shapes, ellipsoid=figure), nan=np.inf)
    order = np.argsort(matrix, axis=1, kind="stable")
    expected = np.take_along_axis(matrix, order, 1)
    rows = np.where(np.isinf(expected), -1, order)
    for k in (1, 4, len(shapes)):
        found = index.query(asked, k=k)
        np.testing.assert_array_equal(found.distances.reshape(-1, k), expected[:, :k])
        np.testing.assert_array_equal(found.indices.reshape(-1, k), rows[:, :k])
    radius = float(np.quantile(matrix[np.isfinite(matrix)], 0.4))
    capped = index.query(asked, k=6, max_distance=radius)
    near = expected[:, :6] <= radius
    np.testing.assert_array_equal(capped.distances, np.where(near, expected[:, :6], np.inf))
    np.testing.assert_array_equal(capped.indices, np.where(near, rows[:, :6], -1))
    for most in (0.0, radius):
        within = index.query_radius(asked, radius=most, sort=False)
        pairs = np.repeat(np.arange(len(asked)), within.counts), within.indices
        np.testing.assert_array_equal(np.column_stack(pairs), np.argwhere(matrix <= most))
        np.testing.assert_array_equal(within.distances, matrix[pairs])
    one, four = index.query(asked, k=3, threads=1), index.query(asked, k=3, threads=4)
    np.testing.assert_array_equal(one.distances, four.distances)
    np.testing.assert_array_equal(one.indices, four.indices)


def test_far_shapes_of_many_pieces_are_found_soon() -> None:
    """Pairs of pieces would be some billions: rows have to be left out as a whole."""
    rng = np.random.default_rng(5)
    lat = (rng.uniform(-80, 80, (40, 1)) + rng.normal(0, 0.5, (40, 4))).ravel()
    lon = (rng.uniform(-180, 180, (40, 1)) + rng.normal(0, 0.5, (40, 4))).ravel()
    shapes = gd.Shapes.lines(lat, lon, np.arange(0, 161, 4), edges="planar")
    matrix = gd.cdist(shapes, shapes)
    found = gd.ShapeIndex(shapes).query(shapes, k=3)
    np.testing.assert_array_equal(found.distances, np.sort(matrix, axis=1)[:, :3])


@pytest.mark.parametrize("edges", ["geodesic", "planar"])
def test_polygons_that_touch_are_at_distance_0(edges: Any) -> None:
    grid = [shapely.box(x, y, x + 1, y + 1) for y in range(40, 44) for x in range(5)]
    shapes = gd.Shapes(grid, edges=edges)
    index = gd.ShapeIndex(shapes)
    near = index.query_radius(shapes, radius=0, sort=False)
    expected = shapely.STRtree(grid).query(grid, "intersects")
    asked = np.repeat(np.arange(len(grid)), near.counts)
    assert sorted(zip(asked.tolist(), near.indices.tolist(), strict=True)) == sorted(
        map(tuple, expected.T.tolist())
    )
    # of those at the same distance the lowest rows
    found = index.query(shapes, k=3)
    assert not found.distances.any()
    lowest = [near.indices[near.indptr[i] : near.indptr[i] + 3].tolist() for i in range(len(grid))]
    assert found.indices.tolist() == lowest


@pytest.mark.parametrize("edges", ["geodesic", "planar"])
def test_the_places_of_both_are_as_far_apart_as_the_shapes(edges: Any) -> None:
    rng = np.random.default_rng(8)
    shapes = gd.Shapes(some_shapes(rng, 30, 2, 0.5), edges=edges)
    asked = gd.Shapes(some_shapes(rng, 15, 2, 0.5), edges=edges)
    index = gd.ShapeIndex(shapes)
    found = index.query(asked, k=4, max_distance=1e5, witnesses=True)
    assert isinstance(found, gd.NearestPairs)
    plain = index.query(asked, k=4, max_distance=1e5)
    np.testing.assert_array_equal(found.distances, plain.distances)
    np.testing.assert_array_equal(found.indices, plain.indices)
    nobody = found.indices < 0
    assert nobody.any()
    assert (~nobody).sum() > 20
    for place in (found.places, found.own_places):
        for column in place:
            values = np.asarray(column)
            assert np.all(values[nobody] == -1) or np.all(np.isnan(values[nobody]))
    np.testing.assert_array_equal(found.places.row, found.indices)
    rows = np.broadcast_to(np.arange(len(asked))[:, None], nobody.shape)
    np.testing.assert_array_equal(found.own_places.row, np.where(nobody, -1, rows))
    own, there = found.own_places, found.places
    apart = gd.distance(own.lat, own.lon, there.lat, there.lon)
    inside = (np.asarray(own.edge) == -1) | (np.asarray(there.edge) == -1)
    assert not found.distances[inside & ~nobody].any()
    bound = 2e-6 if edges == "geodesic" else 2e-3
    np.testing.assert_allclose(apart[~nobody], found.distances[~nobody], rtol=0, atol=bound)


def test_the_places_of_one_shape_are_numbers() -> None:
    road, border = shapely.LineString([(4, 50), (5, 50)]), shapely.box(4.2, 50.5, 4.4, 50.6)
    index = gd.ShapeIndex([border, shapely.Point(3, 3)])
    found = index.query(road, witnesses=True)
    assert found.indices == found.places.row == 0
    assert found.own_places.row == found.own_places.edge == 0
    assert found.own_places.fraction == pytest.approx(0.4, abs=0.01)
    assert gd.distance(*found.own_places[-2:], *found.places[-2:]) == pytest.approx(found.distances)
    assert index.query(road, k=2, witnesses=True).places.row.tolist() == [0, 1]
    none = gd.ShapeIndex(gd.Shapes([])).query(road, witnesses=True)
    assert (none.indices, none.places.row, none.own_places.edge) == (-1, -1, -1)
    nobody = index.query(gd.Shapes([]), witnesses=True)
    assert nobody.places.lat.shape == nobody.own_places.row.shape == (0,)


def test_one_geometry_gives_numbers_whatever_says_it() -> None:
    box, line = shapely.box(8, 47, 9, 48), shapely.LineString([(8, 47), (9, 48)])
    point, mapping = shapely.Point(8, 47), {"type": "Point", "coordinates": [8, 47]}
    thing = type("Thing", (), {"__geo_interface__": property(lambda self: mapping)})()
    index = gd.ShapeIndex([box])
    for one in (point, mapping, thing, gd.Point(47, 8), line):
        found = index.query(one)  # type: ignore[arg-type]
        assert (found.distances, found.indices) == (0.0, 0)
        assert index.query(one, k=2).distances.shape == (2,)  # type: ignore[arg-type]
        assert index.query([one]).distances.shape == (1,)  # type: ignore[arg-type,list-item]
    assert index.query(47, 8).distances == 0
    for one in (point, mapping, thing, gd.Point(47, 8)):
        assert abs(gd.locate(line, one).along) < 1e-6
        assert isinstance(gd.distance(box, one), float)
    area = type("Area", (), {"__geo_interface__": property(lambda self: box.__geo_interface__)})()
    assert gd.area(area) == gd.area(box.__geo_interface__)
    assert isinstance(gd.area(area), float)


def test_what_comes_after_shapes_goes_by_name() -> None:
    index = gd.ShapeIndex([shapely.box(8, 47, 9, 48)])
    line, points = shapely.LineString([(8, 47), (9, 48)]), gd.Points(lat=[47], lon=[8])
    for one in (line, points, gd.Shapes([line]), geopandas.GeoSeries([line], crs=4326)):
        for call in (index.query, index.query_radius, index.covering):
            with pytest.raises(TypeError, match="by name, as k= or radius="):
                call(one, 2)  # type: ignore[operator]


def test_places_that_are_nowhere_have_no_numbers() -> None:
    shapes = gd.Shapes([shapely.LineString([(8, 47), (9, 48)]), None])
    found = gd.nearest_points(shapes, shapely.box(0, 0, 1, 1))
    for place in (found.a, found.b):
        for numbers in (place.row, place.part, place.ring, place.edge):
            assert numbers[0] >= 0
            assert numbers[1] == -1
        assert np.isnan(place.lat[1])
