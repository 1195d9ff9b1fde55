"""Rows with labels: what goes by them, what is refused, and what results keep."""

from __future__ import annotations

from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import LineString, Point, box

import geodist as gd
from geodist import geopandas as gdg

# GeoPandas says so of all layers here, which are small enough for it.
pytestmark = pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS")

ROADS = [LineString([(0, 0), (1, 0), (2, 0)]), LineString([(5, 0), (6, 0)])]


def series(geometries: Any, index: Any = None) -> geopandas.GeoSeries:
    return geopandas.GeoSeries(geometries, crs=4326, index=index)


def test_distances_go_by_label() -> None:
    layer = series([Point(0, 0), Point(4, 4)], ["a", "b"])
    metres = pd.Series([1e-6, 1e5], index=["b", "a"])
    degrees = pd.Series([1e-6, 1.0], index=["b", "a"])
    for align in (None, True, False):
        found = gdg.dwithin(layer, Point(4.001, 4), metres, align)
        each = {k: shapely.dwithin(layer[k], Point(4.001, 4), degrees[k]) for k in layer.index}
        assert found.to_dict() == each == {"a": False, "b": False}
    assert gdg.dwithin(layer, Point(4.001, 4), metres.to_numpy()).tolist() == [False, True]


def test_distances_follow_rows_that_are_aligned() -> None:
    left = series([Point(0, 0), Point(1, 1)], ["b", "a"])
    right = series([Point(0, 0.1), Point(1, 1.1)], ["a", "b"])
    metres = pd.Series([1e6, 1.0], index=["b", "a"])
    degrees = pd.Series([10, 1e-6], index=["b", "a"])
    found = gdg.dwithin(left, right, metres, align=True)
    assert found.to_dict() == left.dwithin(right, degrees, align=True).to_dict()
    assert found.to_dict() == {"a": False, "b": True}
    # Rows of the other layer alone need no distance.
    more = pd.concat([right, series([Point(9, 9)], ["c"])])
    assert gdg.dwithin(left, more, metres, align=True).to_dict() == {
        "a": False,
        "b": True,
        "c": False,
    }


def test_distances_without_a_value_for_each_label_are_refused() -> None:
    layer = series([Point(0, 0), Point(4, 4)], ["a", "b"])
    with pytest.raises(ValueError, match="no value for the label 'b'"):
        gdg.dwithin(layer, Point(4, 4), pd.Series([1.0, 2.0], index=["a", "c"]))
    with pytest.raises(ValueError, match="several values for a label"):
        gdg.dwithin(layer, Point(4, 4), pd.Series([1.0, 2.0], index=["a", "a"]))


def test_columns_of_numbers_with_other_labels_are_refused() -> None:
    layer = series([Point(0, 0), Point(4, 4)], ["a", "b"])
    frame = geopandas.GeoDataFrame(geometry=layer)
    metres = pd.Series([1.0, 2.0], index=["b", "a"])
    roads = series(ROADS, ["a", "b"])
    calls = {
        "dwithin": lambda m: gd.dwithin(layer, Point(4, 4), m),
        "ShapeIndex": lambda m: gd.ShapeIndex(ROADS).query_radius(layer, radius=m),
        "ShapeIndex of lines": lambda m: gd.ShapeIndex(ROADS).query_radius(roads, radius=m),
        "sjoin": lambda m: gdg.sjoin(frame, frame, predicate="dwithin", distance=m),
        "is_within": lambda m: gd.tracks.is_within(roads, ROADS, m),
        "interpolate_along": lambda m: gd.interpolate_along(roads, m),
    }
    for call in calls.values():
        with pytest.raises(ValueError, match="different labels"):
            call(metres)
        call(metres.sort_index().to_numpy())
        call(pd.Series([1.0, 2.0], index=["a", "b"]))


def test_pairs_of_rows_with_other_labels_are_refused() -> None:
    lines = series([LineString([(0, 0), (1, 0)]), LineString([(5, 0), (6, 0)])], ["a", "b"])
    polygons = series([box(-1, -1, 2, 1), box(4, -1, 7, 1)], ["b", "a"])
    for call in (
        *(gd.clip, gd.intersection_points, gd.intersects, gd.covers, gd.nearest_points),
        *(gd.hausdorff, gd.tracks.frechet, gd.tracks.dtw),
    ):
        with pytest.raises(ValueError, match="different labels"):
            call(lines, lines.set_axis(["b", "a"]))
    with pytest.raises(ValueError, match="different labels"):
        gd.clip(lines, polygons)
    both = gd.clip(lines, polygons.set_axis(["a", "b"]))
    np.testing.assert_allclose(gd.length(both), gd.length(lines), rtol=0, atol=1e-6)


def test_distances_of_a_join_are_checked() -> None:
    frame = geopandas.GeoDataFrame(geometry=series([Point(0, 0), Point(4, 4)]))
    for wrong, message in (
        ([1, 2, 3], "one for each of 2 rows"),
        (-1, "distance must not be negative, got -1.0 .index 0."),
        ([[1, 2]], "one for each of 2 rows"),
    ):
        with pytest.raises(ValueError, match=message):
            gdg.sjoin(frame, frame, predicate="dwithin", distance=wrong)
    assert len(gdg.sjoin(frame, frame, predicate="dwithin", distance=[0, 1e7])) == 3


def test_results_keep_labels() -> None:
    layer = series(ROADS, [10, 11])
    frame = geopandas.GeoDataFrame({"v": [1, 2]}, geometry=layer, index=layer.index)
    at = Point(0, 0)
    for name in ("covers", "contains", "intersects"):
        found = getattr(gd, name)(frame, at)
        pd.testing.assert_series_equal(found, getattr(layer, name)(at))
        assert getattr(gd, name)(at, frame).index.tolist() == [10, 11]
        assert isinstance(getattr(gd, name)(ROADS, at), np.ndarray)
    assert gd.dwithin(at, layer, 10).to_dict() == {10: True, 11: False}
    assert frame.assign(hit=gd.covers(frame, at)).hit.tolist() == [True, False]
    one = gd.interpolate_along(layer, 1000)
    assert one.lat.index.tolist() == one.lon.index.tolist() == [10, 11]
    assert gd.locate(layer, at).along.index.tolist() == [10, 11]
    assert gd.locate(ROADS[0], series([at, Point(1, 1)], ["x", "y"])).across["y"] < 0


@pytest.mark.parametrize("kind", ["GeoSeries", "GeoDataFrame", "Series"])
def test_layers_stay_layers(kind: str) -> None:
    layer = series(ROADS, [10, 11])
    given: Any = {
        "GeoSeries": layer,
        "GeoDataFrame": geopandas.GeoDataFrame(geometry=layer),
        "Series": pd.Series(np.array(ROADS, object), index=layer.index),
    }[kind]
    simple = gd.simplify(given, 10)
    assert isinstance(simple, geopandas.GeoSeries)
    # On the equator, the line of three vertices is straight.
    assert simple.geom_equals_exact(layer.simplify(1e-9), 0).all()
    assert simple.index.equals(layer.index)
    assert simple.crs == layer.crs
    assert gd.densify(given, 60_000).count_coordinates().to_dict() == {10: 5, 11: 3}
    assert gd.tracks.resample(given, 60_000).index.equals(layer.index)
    kept = gd.clip(given, box(0.5, -1, 5.5, 1))
    assert kept.index.equals(layer.index)
    assert kept.geom_equals_exact(layer.clip(box(0.5, -1, 5.5, 1)), 1e-9).all()


def test_layers_keep_their_datum() -> None:
    layer = geopandas.GeoSeries(ROADS, crs=4267, index=[10, 11])
    assert gd.simplify(layer, 10).crs == layer.crs
    assert gd.clip(layer, gd.Shapes([box(0, -1, 1, 1)], crs=4267)).crs == layer.crs


def test_shapes_stay_shapes() -> None:
    shapes = gd.Shapes(series(ROADS, [10, 11]), edges="planar")
    for found in (gd.simplify(shapes, 10), gd.clip(shapes, box(0, -1, 1, 1))):
        assert isinstance(found, gd.Shapes)
        assert found.edges == "planar"


@pytest.mark.parametrize("made", [gd.Shapes(ROADS), gd.Points(lat=[1, 2], lon=[3, 4])])
def test_collections_take_labels(made: Any) -> None:
    labels = pd.Index(["x", "y"], name="road")
    found = made.to_geoseries(index=labels, crs=4326)
    assert found.index.equals(labels)
    assert found.index.name == "road"
    assert found.crs.to_epsg() == 4326
    assert made.to_geoseries().index.tolist() == [0, 1]
    with pytest.raises(ValueError, match="a label for each of 2 rows, got 3"):
        made.to_geoseries(index=[1, 2, 3])
    with pytest.raises(gd.GeodistError, match="projected"):
        made.to_geoseries("EPSG:3857")
    with pytest.raises(gd.GeodistError, match="are on"):
        type(made)(made, crs=4267).to_geoseries(4326)


@pytest.mark.parametrize(
    "call",
    [
        lambda: gd.distance(
            series([Point(0, 0), Point(4, 4)], ["a", "b"]), series([Point(4, 4)], ["z"])
        ),
        lambda: gd.inverse(series([Point(0, 0)], ["a"]), series([Point(4, 4)], ["z"])).distance,
        lambda: gd.distance(*(pd.Series([i], index=[i // 2]) for i in (0, 1, 2, 3))),
        lambda: gd.distance(0, pd.Series([1, 2]), 0, pd.Series([1, 2], index=[2, 3])),
    ],
)
def test_rows_without_a_common_label_are_said(call: Any) -> None:
    with pytest.warns(gd.AlignmentWarning, match="none is in all of them") as said:
        assert call().isna().all()
    assert [warning.filename for warning in said] == [__file__]


@pytest.mark.filterwarnings("error")
def test_rows_with_a_common_label_are_matched_in_silence() -> None:
    one, two = pd.Series([1, 2], index=["a", "b"]), pd.Series([1, 2], index=["b", "c"])
    assert gd.distance(one, 0, two, 0).isna().tolist() == [True, False, True]
    assert len(gd.distance(one[:0], 0, two, 0)) == 2
    assert len(gd.distance(one[:0], 0, two[:0], 0)) == 0


def test_empty_columns_with_other_kinds_of_labels_give_an_empty_one() -> None:
    times = pd.Series([], dtype=float, index=pd.DatetimeIndex([]))
    numbers = pd.Series([], dtype=float)
    assert len(gd.distance(times, times, numbers, numbers)) == 0


def test_one_line_and_many_polygons_have_the_labels_of_the_polygons() -> None:
    road = geopandas.GeoSeries([shapely.LineString([(0, 0), (2, 0)])], index=["r"], crs=4326)
    boxes = [shapely.box(0, -1, 1, 1), shapely.box(1, -1, 2, 1)]
    found = gd.clip(road, geopandas.GeoSeries(boxes, index=["x", "y"], crs=4326))
    assert found.index.tolist() == ["x", "y"]


def test_a_layer_without_a_crs_gets_none() -> None:
    layer = geopandas.GeoSeries([shapely.LineString([(0, 0), (1, 0), (2, 0)])])
    assert gd.simplify(layer, 1).crs is None
