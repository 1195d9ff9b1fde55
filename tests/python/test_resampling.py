"""More vertices and fewer: densify and simplify."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from shape_cases import cases, ellipsoid_of

import geodist as gd

shapely = pytest.importorskip("shapely")


def edges_of(shapes: gd.Shapes) -> Any:
    """The lengths of all edges but those that close rings."""
    inner = np.ones(shapes.lat.size - 1, bool)
    inner[shapes.ring_offsets[1:-1] - 1] = False
    lengths = gd.distance(shapes.lat[:-1], shapes.lon[:-1], shapes.lat[1:], shapes.lon[1:])
    return lengths[inner]


def some_shapes(**options: Any) -> gd.Shapes:
    return gd.Shapes.from_shapely(
        [
            shapely.LineString([(0, 0), (10, 20), (10, 20), (-170, 60)]),
            None,
            shapely.Polygon([(0, 0), (20, 0), (20, 20), (0, 20)], [[(5, 5), (5, 6), (6, 6)]]),
            shapely.MultiPoint([(1, 2), (3, 4)]),
            shapely.MultiLineString([[(0, 0), (0, 1e-6)], [(0, 89), (90, 89)]]),
        ],
        **options,
    )


def test_densify_cuts_edges_in_equal_parts() -> None:
    shapes = some_shapes()
    found = gd.densify(shapes, 100e3)
    assert found.kinds.tolist() == shapes.kinds.tolist()
    assert edges_of(found).max() <= 100e3 + 1e-6
    assert gd.length(found) == pytest.approx(gd.length(shapes), abs=1e-6, nan_ok=True)
    assert gd.area(found) == pytest.approx(gd.area(shapes), rel=1e-11, nan_ok=True)
    kept = set(zip(found.lat.tolist(), found.lon.tolist(), strict=True))
    assert kept >= set(zip(shapes.lat.tolist(), shapes.lon.tolist(), strict=True))
    line = found[:1]
    parts = edges_of(line)
    assert np.ptp(parts[:20]) < 1e-6


def test_densify_finds_the_vertices_of_the_cases() -> None:
    for case in cases("densify"):
        line, figure = case["input"]["line"], ellipsoid_of(case)
        shape = gd.Shapes.lines(line["lat"], line["lon"], [0, len(line["lat"])], ellipsoid=figure)
        found = gd.densify(shape, case["input"]["max_spacing"])
        value = case["value"]
        assert found.lat.size == len(value["lat"])
        off = gd.distance(found.lat, found.lon, value["lat"], value["lon"], ellipsoid=figure)
        assert np.max(off) <= case["tolerance"]["metres"] + 5e-8


def test_densify_leaves_short_edges_alone() -> None:
    shapes = some_shapes()
    assert gd.densify(shapes, 1e9) == shapes
    assert gd.densify(shapes[0], 1e9) == shapes[0]


def test_densify_closes_rings_that_are_open() -> None:
    ring = gd.Shapes.polygons(lat=[0, 0, 1], lon=[0, 1, 1], ring_offsets=[0, 3])
    found = gd.densify(ring, 60e3)
    assert found.lat[0] == 0
    assert found.lat.size == 3 + 1 + 1 + 2
    assert gd.area(found) == pytest.approx(gd.area(ring), rel=1e-12)


def test_densify_follows_planar_edges() -> None:
    line = gd.Shapes.lines(lat=[60, 60], lon=[0, 10], offsets=[0, 2], edges="planar")
    found = gd.densify(line, 10e3)
    assert np.all(found.lat == 60)
    assert np.ptp(np.diff(found.lon)) < 1e-12
    assert found.edges == "planar"
    assert found.lat.size == np.ceil(gd.length(line)[0] / 10e3) + 1


@pytest.mark.parametrize("figure", ["WGS84", gd.Ellipsoid(6378137, -1 / 60), "sphere"])
def test_densify_leaves_no_planar_edge_longer(figure: Any) -> None:
    rng = np.random.default_rng(4)
    lat, lon = rng.uniform(-90, 90, (200, 2)), rng.uniform(-180, 180, (200, 2))
    lat[:40, 1] = np.clip(lat[:40, 0] + rng.uniform(-1, 1, 40), -90, 90)
    lon[20:60, 1] = lon[20:60, 0] + rng.uniform(-1, 1, 40)
    offsets = np.arange(0, 401, 2)
    shapes = gd.Shapes.lines(lat.ravel(), lon.ravel(), offsets, edges="planar", ellipsoid=figure)
    for spacing in (50e3, 400e3):
        found = gd.densify(shapes, spacing)
        within = np.ones(found.lat.size - 1, bool)
        within[found.ring_offsets[1:-1] - 1] = False
        ends = [
            np.column_stack([column[:-1], column[1:]])[within].ravel()
            for column in (found.lat, found.lon)
        ]
        parts = gd.Shapes.lines(
            *ends,
            np.arange(0, ends[0].size + 1, 2),
            edges="planar",
            ellipsoid=shapes.ellipsoid,
        )
        assert gd.length(parts).max() <= spacing + 5e-8
        # not many more than the least that would do, if all were of one length
        assert len(parts) < 1.2 * np.ceil(gd.length(shapes) / spacing).sum()


def test_densify_leaves_planar_edges_alone_that_are_just_short_enough() -> None:
    line = gd.Shapes.lines([0, 60], [0, 60], [0, 2], edges="planar")
    assert gd.densify(line, gd.length(line)[0]) == line
    assert len(gd.densify(line, gd.length(line)[0] * (1 - 1e-9)).lat) == 3


def test_simplify_takes_back_what_densify_did() -> None:
    for options in ({}, {"edges": "planar"}):
        shapes = some_shapes(**options)[[0, 2, 4]]
        found = gd.simplify(gd.densify(shapes, 20e3), 1e-3)
        assert gd.length(found) == pytest.approx(gd.length(shapes), rel=1e-9)
        assert gd.area(found) == pytest.approx(gd.area(shapes), rel=1e-9)
        assert found.lat.size <= shapes.lat.size


@pytest.mark.parametrize("tolerance", [0.5, 30.0, 2000.0, 100e3, 1e6])
@pytest.mark.parametrize("edges", ["geodesic", "planar"])
def test_simplify_stays_within_the_tolerance(tolerance: float, edges: Any) -> None:
    r = np.random.default_rng(11)
    n = 400
    lat = np.clip(50 + np.cumsum(r.normal(0, 0.02, n)), -80, 80)
    lon = 170 + np.cumsum(np.abs(r.normal(0, 0.1, n)))
    line = gd.Shapes.lines(lat, lon, [0, n], edges=edges)
    found = gd.simplify(line, tolerance)
    assert found.lat[[0, -1]].tolist() == lat[[0, -1]].tolist()
    kept = np.flatnonzero(np.isin(lat, found.lat))
    assert kept.size == found.lat.size
    for first, last in pairwise(kept):
        if last - first > 1:
            edge = gd.Shapes.lines(lat[[first, last]], lon[[first, last]], [0, 2], edges=edges)
            inner = gd.Points(lat=lat[first + 1 : last], lon=lon[first + 1 : last])
            across = np.abs(gd.locate(edge[0], inner).across)
            assert across.max() <= tolerance + (1e-3 if edges == "planar" else 2e-8)
    assert tolerance < 1 or found.lat.size < n


def test_simplify_keeps_rings_and_small_lines() -> None:
    ring = shapely.Point(8, 47).buffer(0.01)
    found = gd.simplify(gd.Shapes([ring]), 1e6)
    assert found.lat.size == 4
    assert found.lat[0] == found.lat[-1]
    assert gd.area(found)[0] > 0
    few = gd.Shapes.lines(lat=[1, 1, 5], lon=[2, 2, 6], offsets=[0, 1, 3])
    assert gd.simplify(few, 1e6) == few
    assert gd.simplify(gd.Shapes([None, shapely.Polygon()]), 5).lat.size == 0


def test_a_tolerance_of_nothing_leaves_out_what_is_there_twice() -> None:
    shapes = some_shapes()
    found = gd.simplify(shapes, 0)
    assert found.lat.size == shapes.lat.size - 1
    assert gd.length(found).tolist()[0] == gd.length(shapes)[0]
    assert found[1:] == shapes[1:]


def test_faults_are_explained() -> None:
    shapes = some_shapes()
    for bad in (0, -1, np.nan):
        with pytest.raises(gd.GeodistError, match="spacing must be above 0"):
            gd.densify(shapes, bad)
    for bad in (-1, np.nan):
        with pytest.raises(gd.GeodistError, match="tolerance must be at least 0"):
            gd.simplify(shapes, bad)
    with pytest.raises(gd.GeodistError, match="too"):
        gd.densify(shapes, 1e-9)
    with pytest.raises(TypeError, match="spacing must be a number"):
        gd.densify(shapes, "5")  # type: ignore[arg-type]


@pytest.mark.parametrize("edges", ["geodesic", "planar"])
def test_resample_puts_vertices_at_equal_distances(edges: Any) -> None:
    lines = gd.Shapes.lines([0, 10, 60, 60], [0, 20, 40, 41], [0, 4], edges=edges)
    even = gd.tracks.resample(lines, 500e3)
    length = gd.length(lines)[0]
    count = int(np.ceil(length / 500e3))
    assert even.lat.size == count + 1
    where = gd.locate(lines, gd.Points(lat=even.lat, lon=even.lon))
    assert where.along == pytest.approx(length * np.arange(count + 1) / count, abs=0.01)
    assert np.abs(where.across).max() < (1e-6 if edges == "geodesic" else 0.002)
    assert [even.lat[0], even.lon[0], even.lat[-1], even.lon[-1]] == [0, 0, 60, 41]
    expected = gd.interpolate_along(lines, length * np.arange(1, count) / count)
    assert even.lat[1:-1] == pytest.approx(expected.lat, abs=1e-12)
    assert even.lon[1:-1] == pytest.approx(expected.lon, abs=1e-12)
    assert even.edges == edges


def test_resample_keeps_rows_and_parts() -> None:
    lines = gd.Shapes.from_shapely(
        [
            None,
            shapely.LineString([(0, 0), (0, 1), (0, 1)]),
            shapely.LineString(),
            shapely.MultiLineString([[(0, 0), (0, 1)], [(5, 5), (5, 5)], [(7, 0), (8, 0), (9, 0)]]),
        ]
    )
    even = gd.tracks.resample(lines, 60e3)
    assert even.kinds.tolist() == lines.kinds.tolist()
    assert np.diff(even.ring_offsets).tolist() == [3, 3, 2, 5]
    assert even.part_offsets.tolist() == lines.part_offsets.tolist()
    assert even.lon[-5:].round(9).tolist() == [7, 7.5, 8, 8.5, 9]
    assert even.lat[3:6].round(6).tolist() == [0, 0.5, 1]
    one = gd.Shapes.lines([1, 2, 3], [1, 2, 3], [0, 1, 3])
    assert np.diff(gd.tracks.resample(one, np.inf).ring_offsets).tolist() == [1, 2]
    alone = gd.tracks.resample(shapely.LineString([(0, 0), (0, 1)]), 1e6)
    assert isinstance(alone, gd.Shape)


@pytest.mark.parametrize(
    ("spacing", "message"),
    [(0, "above 0 metres, got 0"), (np.nan, "above 0"), (1e-9, "makes too many vertices")],
)
def test_wrong_spacing_to_resample(spacing: float, message: str) -> None:
    with pytest.raises(gd.GeodistError, match=message):
        gd.tracks.resample(gd.Shapes.lines([0, 1], [0, 0], [0, 2]), spacing)


def test_resample_takes_lines() -> None:
    square = gd.Shapes.from_shapely([shapely.box(0, 0, 1, 1)])
    with pytest.raises(gd.GeodistError, match="row 0 is a Polygon") as caught:
        gd.tracks.resample(square, 5)
    assert caught.value.index == 0
