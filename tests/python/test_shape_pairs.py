"""Shapes measured against shapes: what goes with what, and what it means."""

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import geodist as gd

NM = 1e-9
ROAD = gd.Shapes.lines(lat=[52.0, 52.2, 52.6], lon=[4.0, 4.6, 5.2], offsets=[0, 3])
SQUARE = gd.Shapes([shapely.box(0, 0, 2, 2)])
RING = gd.Shapes(
    [shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(3, 3), (6, 3), (6, 6), (3, 6)]])]
)


def line(*places: tuple[float, float], **kwargs: Any) -> gd.Shapes:
    lat, lon = zip(*places, strict=True)
    return gd.Shapes.lines(lat=list(lat), lon=list(lon), offsets=[0, len(places)], **kwargs)


def sampled(shapes: gd.Shapes, count: int) -> tuple[Any, Any]:
    """Places along the edges of a single line."""
    found = [
        gd.interpolate(*here, *there, np.linspace(0, 1, count), ellipsoid=shapes.ellipsoid)
        for here, there in zip(
            zip(shapes.lat[:-1], shapes.lon[:-1], strict=True),
            zip(shapes.lat[1:], shapes.lon[1:], strict=True),
            strict=True,
        )
    ]
    return np.concatenate([f.lat for f in found]), np.concatenate([f.lon for f in found])


def test_a_single_pair_gives_numbers():
    distance = gd.distance(gd.Point(52.31, 4.76), ROAD[0])
    found = gd.nearest_points(gd.Point(52.31, 4.76), ROAD[0])
    assert type(distance) is float
    assert float(found) == distance
    assert type(found.a.row) is int
    assert found.a[:5] == (0, 0, 0, 0, 0.0)
    assert (found.b.row, found.b.part, found.b.ring, found.b.edge) == (0, 0, 0, 1)
    assert gd.intersects(ROAD[0], gd.Point(52.2, 4.6)) is True
    assert gd.dwithin(ROAD[0], gd.Point(52.31, 4.76), 100) is False


def test_columns_give_arrays_and_a_single_row_goes_with_all():
    points = gd.Points(lat=[52.31, 53.0, np.nan], lon=[4.76, 4.0, 1.0])
    distance = gd.distance(points, ROAD)
    assert distance.shape == (3,)
    assert np.isnan(distance[2])
    assert np.array_equal(gd.distance(ROAD, points), distance, equal_nan=True)
    assert np.array_equal(gd.distance(points, ROAD[0]), distance, equal_nan=True)
    again = gd.distance(points, ROAD[[0, 0, 0]])
    assert again == pytest.approx(distance, rel=0, abs=10 * NM, nan_ok=True)
    found = gd.nearest_points(points, ROAD)
    assert found.a.row.tolist() == [0, 1, -1]
    assert found.b.row.tolist() == [0, 0, -1]
    assert np.isnan(found.b.lat[2])
    assert gd.dwithin(points, ROAD, [200, 10, 1]).tolist() == [True, False, False]
    assert gd.intersects(points, ROAD).tolist() == [False, False, False]


def test_points_among_shapes_keep_their_own_way():
    a, b = gd.Points(lat=[1, 2], lon=[3, 4]), gd.Points(lat=[5, 6], lon=[7, 8])
    assert gd.nearest_points(a, b).distance == pytest.approx(gd.distance(a, b), rel=0, abs=20 * NM)
    assert gd.distance(a[:1], b[:1], out=np.zeros(1)).shape == (1,)


@pytest.mark.parametrize("count", [3, 8, 40, 400, 3000])
def test_a_point_gets_the_same_distance_in_every_company(count: int):
    rng = np.random.default_rng(count)
    lat, lon = (
        50 + np.cumsum(rng.normal(0, 1e-3, count)),
        10 + np.cumsum(rng.normal(0, 1e-3, count)),
    )
    track = gd.Shapes.lines(lat, lon, [0, count])
    points = gd.Points(lat=50 + rng.normal(0, 0.1, 50), lon=10 + rng.normal(0, 0.1, 50))
    together = gd.distance(points, track)
    assert np.array_equal(gd.distance(track, points), together)
    assert [gd.distance(points[i : i + 1], track)[0] for i in range(50)] == together.tolist()
    assert np.array_equal(gd.distance(points, track, threads=1), together)
    assert np.array_equal(gd.cdist(points, track)[:, 0], together)
    # brute force over the edges, one by one
    edges = gd.Shapes.lines(
        np.column_stack([lat[:-1], lat[1:]]).ravel(),
        np.column_stack([lon[:-1], lon[1:]]).ravel(),
        np.arange(0, 2 * count - 1, 2),
    )
    assert np.array_equal(gd.cdist(points, edges).min(axis=1), together)
    found = gd.nearest_points(points, track)
    assert np.array_equal(found.distance, together)
    assert np.array_equal(gd.cdist(points, edges)[np.arange(50), found.b.edge], together)


def test_lines_are_as_far_apart_as_all_their_edges():
    rng = np.random.default_rng(5)
    for scale in (1e-6, 1e-3, 0.1, 3.0):
        a, b = (
            line(*np.add(np.cumsum(rng.normal(0, scale, (60, 2)), axis=0), [40 + k * 2 * scale, 7]))
            for k in range(2)
        )
        parts = [
            gd.Shapes.lines(
                np.column_stack([s.lat[:-1], s.lat[1:]]).ravel(),
                np.column_stack([s.lon[:-1], s.lon[1:]]).ravel(),
                np.arange(0, 2 * len(s.lat) - 1, 2),
            )
            for s in (a, b)
        ]
        assert gd.distance(a, b)[0] == pytest.approx(gd.cdist(*parts).min(), rel=0, abs=20 * NM)


@pytest.mark.parametrize("apart", [0.01, 0.4, 5.0, 60.0, 150.0])
def test_no_sample_is_nearer(apart: float):
    rng = np.random.default_rng(int(apart * 100))
    for size in (0.01, 1.0, 20.0):
        a = line(*(rng.uniform(-1, 1, (4, 2)) * size + [20, -apart / 2]))
        b = line(*(rng.uniform(-1, 1, (4, 2)) * size + [20, apart / 2]))
        distance = gd.distance(a, b)[0]
        near = gd.cdist(*sampled(a, 200), *sampled(b, 200)).min()
        assert distance <= near + 20 * NM
        assert distance >= near - size * 111e3 * 2 / 199


def test_a_polygon_holds_what_is_in_it():
    inside, outside = gd.Points(lat=[1.0], lon=[1.0]), gd.Points(lat=[1.0], lon=[3.0])
    found = gd.nearest_points(inside, SQUARE)
    assert found.distance[0] == 0
    assert (found.b.edge[0], found.b.lat[0], found.b.lon[0]) == (-1, 1, 1)
    assert gd.distance(outside, SQUARE)[0] == pytest.approx(gd.distance(1, 2, 1, 3), rel=1e-4)
    # a hole is outside, a line around everything is not in it
    assert gd.distance(gd.Points(lat=[4.5], lon=[4.5]), RING)[0] > 100e3
    assert gd.distance(line((4, 4), (5, 5)), RING)[0] > 10e3
    assert gd.distance(line((1, 1), (2, 2)), RING)[0] == 0
    assert gd.distance(line((-1, -1), (10, 10)), RING)[0] == 0
    small = gd.Shapes(
        [shapely.box(4, 4, 5, 5), shapely.box(1, 1, 2, 2), shapely.box(-9, -9, 19, 19)]
    )
    assert (gd.distance(small, RING) > 0).tolist() == [True, False, False]
    assert gd.intersects(RING, small).tolist() == [False, True, True]


def test_the_part_that_holds_a_point_is_named():
    parts = gd.Shapes([shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)])])
    found = gd.nearest_points(gd.Points(lat=[0.5, 5.5], lon=[0.5, 5.5]), parts)
    assert found.b.part.tolist() == [0, 1]
    assert found.b.edge.tolist() == [-1, -1]
    edge = gd.nearest_points(gd.Points(lat=[5.5], lon=[6.5]), parts)
    assert (edge.b.part[0], edge.b.ring[0]) == (1, 0)


def test_missing_and_empty_rows_have_no_distance():
    shapes = gd.Shapes([None, shapely.LineString(), shapely.LineString([(0, 0), (1, 1)])])
    points = gd.Points(lat=[0, 0, 0], lon=[0, 0, 0])
    assert np.isnan(gd.distance(points, shapes)).tolist() == [True, True, False]
    assert gd.intersects(points, shapes).tolist() == [False, False, True]
    assert gd.dwithin(points, shapes, 1e9).tolist() == [False, False, True]
    assert gd.intersection_points(shapes, ROAD).indptr.tolist() == [0, 0, 0, 0]
    assert gd.distance(gd.Points(lat=[], lon=[]), ROAD).size == 0
    assert gd.cdist(gd.Points(lat=[], lon=[]), ROAD).shape == (0, 1)


def test_planar_edges_are_measured_as_they_are():
    parallel = line((45, 0), (45, 10), edges="planar")
    middle = gd.Points(lat=[45.0], lon=[5.0])
    assert gd.distance(middle, parallel)[0] <= 1e-3
    assert gd.distance(middle, line((45, 0), (45, 10)))[0] > 10e3
    found = gd.nearest_points(gd.Points(lat=[44.0], lon=[2.5]), parallel)
    assert found.b.fraction[0] == pytest.approx(0.25, abs=0.02)
    assert found.b.lat[0] == 45
    # far away, too
    away = gd.Points(lat=[0.0], lon=[5.0])
    assert gd.distance(away, parallel)[0] == pytest.approx(gd.distance(0, 5, 45, 5), abs=2e-3)


def test_both_sides_keep_their_own_edges():
    planar, geodesic = line((45, 0), (45, 10), edges="planar"), line((45, 0), (45, 10))
    assert gd.distance(planar, geodesic)[0] == 0
    assert gd.intersection_points(planar, geodesic).lat.tolist() == [45, 45]


def test_datums_and_ellipsoids_are_those_of_the_data():
    airy = gd.Shapes.lines([52.0, 52.2], [4.0, 4.6], [0, 2], ellipsoid="Airy 1830")
    point = gd.Points(lat=[52.3], lon=[4.0], ellipsoid="Airy 1830")
    assert gd.distance(point, airy)[0] != gd.distance(point, airy, ellipsoid="WGS84")[0]
    with pytest.raises(gd.GeodistError, match=r"two ellipsoids|different datums"):
        gd.distance(airy, ROAD)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="one length, or one of them a single row, got 2 and 3"):
        gd.distance(ROAD[[0, 0]], ROAD[[0, 0, 0]])
    with pytest.raises(TypeError, match="no out or where with shapes"):
        gd.distance(ROAD, ROAD, out=np.zeros(1))
    with pytest.raises(TypeError, match="too many arguments; with shapes it takes a, b"):
        gd.distance(ROAD, ROAD, 5)
    with pytest.raises(TypeError, match="b must be Shapes or geometries, got ndarray"):
        gd.nearest_points(ROAD, np.zeros((3, 2)))
    with pytest.raises(ValueError, match="takes no altitudes"):
        gd.distance(ROAD, gd.Points(lat=[1], lon=[2], altitude=[3]))
    with pytest.raises(ValueError, match=r"must not be negative, got -1.0 \(index 0\)"):
        gd.dwithin(ROAD, ROAD, -1)
    with pytest.raises(ValueError, match="one for each of 1 pairs"):
        gd.dwithin(ROAD, ROAD, [1, 2])
    with pytest.raises(
        gd.InvalidGeometryError, match=r"only lines and points can be clipped.*\(row 0\)"
    ):
        gd.clip(SQUARE, SQUARE)
    with pytest.raises(gd.InvalidGeometryError, match=r"clipped by polygons.*\(row 0\)"):
        gd.clip(ROAD, ROAD)


def test_a_matrix_of_shapes_has_all_pairs():
    rows = gd.Shapes.concat([ROAD, SQUARE, RING])
    matrix = gd.cdist(rows, rows)
    assert matrix.shape == (3, 3)
    assert np.array_equal(matrix, [[gd.distance(a, b) for b in rows] for a in rows])
    out = np.zeros((3, 3), np.float32)
    assert gd.cdist(rows, rows, out=out) is out
    assert out == pytest.approx(matrix, rel=1e-6)


def test_lines_that_share_a_stretch_meet_at_its_ends():
    found = gd.intersection_points(line((0, 0), (0, 3)), line((0, 1), (0, 2)))
    assert found.lon == pytest.approx([1, 2], abs=1e-9)
    assert found.a.fraction == pytest.approx([1 / 3, 2 / 3], abs=1e-9)
    assert found.b.edge.tolist() == [0, 0]
    # a vertex on a vertex is one place
    found = gd.intersection_points(line((0, 0), (1, 1), (2, 0)), line((2, 2), (1, 1), (0, 2)))
    assert (found.lat.tolist(), found.lon.tolist()) == ([1.0], [1.0])
    # in the order of the first line
    zigzag = line((-1, 3.5), (1, 2.5), (-1, 1.5), (1, 0.5))
    found = gd.intersection_points(zigzag, line((0, 0), (0, 5)))
    assert found.a.edge.tolist() == [0, 1, 2]
    assert np.all(np.diff(found.lon) < 0)


def test_what_is_clipped_keeps_the_vertices_between():
    kept = gd.clip(line((-1, -1), (0.5, 0.5), (1, 1), (1, 5)), SQUARE)
    assert kept.kinds.tolist() == ["LineString"]
    assert kept.lat[1:3].tolist() == [0.5, 1.0]
    kept = gd.clip(line((4.5, -1), (4.5, 10)), RING)
    assert kept.kinds.tolist() == ["MultiLineString"]
    assert gd.length(kept)[0] == pytest.approx(2 * gd.distance(4.5, 0, 4.5, 3), rel=1e-3)
    assert gd.clip(ROAD, SQUARE).empty.tolist() == [True]
    # along the border is inside, a touch is nothing
    assert gd.length(gd.clip(line((0, 0), (0, 2)), SQUARE))[0] == pytest.approx(
        gd.distance(0, 0, 0, 2), abs=1e-6
    )
    assert gd.clip(line((-1, 1), (0, 2), (-1, 3)), SQUARE).empty.tolist() == [True]
    assert gd.clip(gd.Shapes([None]), SQUARE).missing.tolist() == [True]


coordinate = st.floats(-60, 60).map(lambda x: round(x, 6))
place = st.tuples(coordinate, coordinate)
two_lines = st.tuples(
    st.lists(place, min_size=2, max_size=5), st.lists(place, min_size=2, max_size=5)
)


def measured(a: Any, b: Any, turn: float = 0.0, sign: float = 1.0) -> float:
    def moved(places: Any) -> gd.Shapes:
        return line(*((sign * lat, lon + turn) for lat, lon in places))

    return float(gd.distance(moved(a), moved(b))[0])


@settings(deadline=None, max_examples=60)
@given(two_lines)
def test_distance_does_not_depend_on_how_lines_are_told(both: Any):
    a, b = both
    value = measured(a, b)
    near = pytest.approx(value, rel=0, abs=30 * NM)
    assert measured(b, a) == near
    assert measured(a[::-1], b) == near
    assert measured(a, b, turn=360) == near
    assert measured(a, b, turn=75) == near
    assert measured(a, b, sign=-1) == near


@settings(deadline=None, max_examples=40)
@given(two_lines, st.floats(0.05, 0.95))
def test_an_edge_cut_in_two_is_the_same_edge(both: Any, fraction: float):
    a, b = both
    middle = gd.interpolate(*a[0], *a[1], fraction)
    cut = [a[0], (float(middle.lat), float(middle.lon)), *a[1:]]
    # the place between is rounded to a degree's 17 digits
    assert measured(cut, b) == pytest.approx(measured(a, b), rel=0, abs=60 * NM)


@settings(deadline=None, max_examples=40)
@given(two_lines, place)
def test_a_way_through_a_point_is_no_shorter(both: Any, through: Any):
    a, b = both
    point = [through, through]
    assert measured(a, b) <= measured(a, point) + measured(point, b) + 60 * NM


def test_points_on_lines_are_places_where_both_meet():
    found = gd.intersection_points(gd.Points(lat=[0, 1], lon=[1, 1]), line((0, 0), (0, 3)))
    assert found.indptr.tolist() == [0, 1, 1]
    assert found.a.row.tolist() == [0]


@pytest.mark.parametrize("turns", [0, 1, -2])
def test_half_a_turn_goes_to_the_side_that_the_longitudes_say(turns: int) -> None:
    # on a prolate ellipsoid the equator is the shortest way, to the east or to the west
    slim = gd.Ellipsoid(6378137, -1 / 50)
    for lon, half in ((20, 180), (160, -180)):
        first = lon + 360 * turns
        line = gd.Shapes.lines(
            [0, 0], [first, first + half], [0, 2], edges="geodesic", ellipsoid=slim
        )
        on, opposite = (
            gd.Points(lat=[0], lon=[lon + part], ellipsoid=slim) for part in (half / 3, -half / 3)
        )
        for many in (1, 50):
            at = gd.Points(lat=np.repeat(on.lat, many), lon=np.repeat(on.lon, many), ellipsoid=slim)
            assert gd.distance(line, at).max() < 20e-9
            assert gd.cdist(line, at).max() < 20e-9
            assert gd.intersects(line, at).all()
            assert gd.nearest_points(line, at).distance.max() < 20e-9
        assert gd.distance(line, opposite)[0] > 1e6


def test_long_edges_that_are_the_same_meet_at_their_ends():
    found = gd.intersection_points(line((10, 0), (40, 60)), line((40, 60), (10, 0)))
    assert sorted(found.lon.tolist()) == [0, 60]
    found = gd.intersection_points(line((10, 0), (40, 60)), line((40, 0), (10, 60)))
    assert found.lat.size == 1


def test_polygons_that_share_a_border_meet_at_its_vertices():
    west, east = shapely.box(0, 0, 1, 2), shapely.box(1, 0, 2, 2)
    found = gd.intersection_points(west, east)
    assert sorted(found.lat.tolist()) == [0, 2]
    assert gd.intersects(west, east) is True
    assert gd.distance(west, east) == 0


def test_no_result_is_nearer_or_farther_than_its_limit():
    rng = np.random.default_rng(2)
    points = gd.Points(lat=rng.uniform(-89, 89, 300), lon=rng.uniform(-180, 180, 300))
    shapes = gd.Shapes.concat([ROAD, SQUARE, RING])
    for row in shapes:
        distance = gd.distance(points, row)
        for limit in (0.0, 1e3, 1e6, 5e6, 1.5e7):
            assert np.array_equal(gd.dwithin(points, row, limit), distance <= limit)
        assert np.array_equal(gd.dwithin(points, row, distance + 1e-6), np.full(300, True))
        assert not gd.dwithin(points, row, np.maximum(distance - 1e-6, 0))[distance > 1e-6].any()


def test_points_are_clipped_too():
    points = gd.Shapes(
        [
            shapely.Point(0.5, 0.5),
            shapely.Point(2, 2),
            shapely.MultiPoint([(0.25, 0.5), (2, 2), (0, 0)]),
            shapely.MultiPoint([(0.25, 0.5), (2, 2)]),
            shapely.LineString([(0.5, 0.5), (0.5, 2)]),
            None,
        ]
    )
    square = shapely.box(0, 0, 1, 1)
    kept = gd.clip(points, square)
    assert kept.kinds.tolist() == ["Point", "Point", "MultiPoint", "Point", "LineString", ""]
    assert kept.empty.tolist() == [False, True, False, False, False, False]
    for row, geometry in enumerate(kept.to_shapely()[:4]):
        assert geometry.equals(points[row].to_shapely().intersection(square))
    two = gd.clip(gd.Points(lat=[0.5, 3], lon=[0.5, 3]), square)
    assert two.to_wkt() == ["POINT (0.5 0.5)", "POINT EMPTY"]
    assert gd.clip(gd.Points(lat=[np.nan], lon=[1]), square).missing.tolist() == [True]


def test_layers_with_other_labels_are_refused() -> None:
    """By position, row "a" of one would be measured to row "b" of the other."""
    gpd = pytest.importorskip("geopandas")
    box = shapely.box(9, 9, 11, 11)
    a = gpd.GeoSeries([shapely.Point(0, 0), shapely.Point(10, 10)], index=["a", "b"], crs=4326)
    b = gpd.GeoSeries([box, shapely.Point(0, 0)], index=["b", "a"], crs=4326)
    calls: list[Any] = [gd.distance, gd.nearest_points, gd.intersects, gd.intersection_points]
    calls.append(lambda a, b: gd.dwithin(a, b, 1))
    for call in calls:
        with pytest.raises(ValueError, match="a and b are taken row by row, but their rows have"):
            call(a, b)
    with pytest.raises(ValueError, match="lines and points are taken row by row"):
        gd.locate(gpd.GeoSeries([box.boundary] * 2, crs=4326), a)
    found: Any = gd.distance(*a.align(b))
    assert found.to_dict() == {"a": 0, "b": 0}
    assert found.name == "distance"
    assert list(gd.distance(a.to_numpy(), b.to_numpy()) > 1e6) == [True, True]
    assert list(gd.distance(box, b).index) == ["b", "a"]
