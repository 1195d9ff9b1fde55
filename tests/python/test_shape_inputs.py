"""What stands for shapes: columns of other libraries, with gaps, empty collections, lists of GeoJSON."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import shapely
from shapely import GeometryCollection, LineString, Point, Polygon, box

import geodist as gd

BOX = box(8, 47, 9, 48)
SIZE = gd.area(BOX)
NOTHING = GeometryCollection()


def layer(*geometries: Any) -> geopandas.GeoSeries:
    return geopandas.GeoSeries(list(geometries), crs=4326)


@pytest.mark.parametrize(
    "column",
    [
        lambda cell: [cell, None],
        lambda cell: [cell, np.nan],
        lambda cell: pd.Series([cell, None]),
        lambda cell: pd.Series([cell, None], dtype=object),
        lambda cell: pl.Series([cell, None]),
        lambda cell: pa.array([cell, None]),
        lambda cell: pa.chunked_array([[cell], [None]]),
        lambda cell: np.array([cell, pd.NA], object),
    ],
)
def test_columns_of_text_and_bytes_may_have_gaps(column: Any) -> None:
    wkt, wkb = gd.Shapes.from_wkt, gd.Shapes.from_wkb
    for shapes in (wkt(column(BOX.wkt)), wkb(column(BOX.wkb_hex)), wkb(column(BOX.wkb))):
        assert shapes.missing.tolist() == [False, True]
        assert gd.area(shapes)[0] == SIZE


def test_nullable_text_may_have_gaps() -> None:
    for kind in ("string", "string[pyarrow]"):
        texts = pd.Series([BOX.wkt, None], dtype=kind)  # type: ignore[call-overload]
        assert gd.Shapes.from_wkt(texts).missing.tolist() == [False, True]


def test_one_text_is_not_a_column() -> None:
    with pytest.raises(TypeError, match=r"got bytes; give \[wkb\]"):
        gd.Shapes.from_wkb(BOX.wkb)
    with pytest.raises(TypeError, match=r"got str; give \[text\]"):
        gd.Shapes.from_wkt(BOX.wkt)
    with pytest.raises(TypeError, match="geometry 1 must be text, got int"):
        gd.Shapes.from_wkt(["POINT (1 2)", 5])  # type: ignore[list-item]


@pytest.mark.parametrize("gap", [None, np.nan, pd.NA])
def test_geometries_may_have_gaps(gap: Any) -> None:
    assert gd.Shapes([BOX, gap]).missing.tolist() == [False, True]
    assert gd.Shapes([gd.Shapes([BOX])[0], gap]).missing.tolist() == [False, True]
    assert np.isnan(gd.area([BOX, gap])[1])
    assert gd.Points.from_shapely([Point(1, 2), gap]).missing.tolist() == [False, True]
    with pytest.raises(TypeError, match=r"got int \(index 1\)"):
        gd.area([BOX, 5])  # type: ignore[list-item]


@pytest.mark.parametrize(
    "read",
    [
        gd.Shapes,
        lambda given: gd.Shapes.from_wkb(given.to_wkb()),
        lambda given: gd.Shapes.from_wkb(given.set_crs(4326).to_wkb(hex=True)),
        lambda given: gd.Shapes.from_wkb([shapely.to_wkb(g, byte_order=0) for g in given]),
        lambda given: gd.Shapes.from_wkb(
            [shapely.to_wkb(shapely.set_srid(g, 4326), include_srid=True) for g in given]
        ),
        lambda given: gd.Shapes.from_wkt(given.to_wkt()),
        lambda given: gd.Shapes.from_geojson([shapely.geometry.mapping(g) for g in given]),
        lambda given: gd.Shapes.from_arrow(pa.table(given.to_frame("g").to_arrow())),
    ],
)
def test_an_empty_collection_is_an_empty_row(read: Any) -> None:
    shapes = read(layer(BOX, shapely.union_all([]), box(0, 0, 1, 1)))
    assert shapes.empty.tolist() == [False, True, False]
    assert set(shapes.kinds) == {"Polygon"}
    assert gd.area(shapes)[1] == 0
    assert np.isnan(gd.distance(shapes, gd.Point(0, 0))[1])
    with pytest.raises(gd.InvalidGeometryError, match=r"holds several; .* explode\(\)"):
        read(layer(BOX, GeometryCollection([Point(0, 0)])))


@pytest.mark.filterwarnings("ignore:.*match nothing")
def test_an_empty_collection_matches_nothing() -> None:
    points = geopandas.GeoDataFrame({"p": [1, 2]}, geometry=layer(Point(8.5, 47.5), NOTHING))
    districts = geopandas.GeoDataFrame({"d": [1, 2]}, geometry=layer(BOX, NOTHING))
    assert gd.contains_join(points, districts, how="left").d.tolist()[0] == 1
    assert len(gd.contains_join(points, districts)) == 1
    assert len(gd.nearest_join(districts, points)) == 1
    assert len(gd.nearest_join(points, points, exclude_self=False)) == 1
    assert len(gd.geopandas.sjoin(points, districts)) == 1
    assert gd.Points.from_shapely(points.geometry).missing.tolist() == [False, True]
    assert gd.Points.from_arrow(pa.table(points.to_arrow())).missing.tolist() == [False, True]
    assert gd.locate(layer(LineString([(0, 0), (1, 0)]), NOTHING), Point(0, 0)).along.isna()[1]


def test_a_frame_that_is_no_layer_is_said() -> None:
    frame = geopandas.GeoDataFrame({"a": [1]}, geometry=layer(BOX))
    for bare in (pd.DataFrame(frame), pd.DataFrame({"geometry": [BOX]})):
        with pytest.raises(TypeError, match=r"'geometry' holds geometries.*GeoDataFrame\(frame"):
            gd.area(bare)  # type: ignore[call-overload]
        assert gd.area(bare["geometry"])[0] == SIZE
    with pytest.raises(TypeError, match="got Series: text and bytes"):
        gd.area(pd.Series([BOX.wkt]))  # type: ignore[call-overload]
    with pytest.raises(TypeError, match=r"give list\(geometries.values\(\)\)"):
        gd.Shapes({"a": BOX})


def test_lists_of_geojson() -> None:
    mapping = BOX.__geo_interface__
    feature = {"type": "Feature", "properties": {}, "geometry": mapping}
    thing = type("Thing", (), {"__geo_interface__": property(lambda self: mapping)})()
    expected = gd.Shapes.from_geojson(mapping)
    for given in ([mapping], [feature], [thing], (mapping,), np.array([mapping], object)):
        assert gd.Shapes(given) == expected == gd.Shapes.from_geojson(given)
        assert gd.area(given) == gd.area(expected)
        assert gd.covers(given, gd.Point(47.5, 8.5)).tolist() == [True]
        assert gd.distance(given, gd.Point(47.5, 8.5)).tolist() == [0]
    gaps = gd.Shapes([mapping, None, {"type": "Feature", "geometry": None}])
    assert gaps.missing.tolist() == [False, True, True]
    at = {"type": "Point", "coordinates": [4, 52]}
    assert gd.Points([at, None]).lat.tolist()[0] == 52
    assert gd.distance([at], gd.Point(52, 4)).tolist() == [0]
    with pytest.raises(TypeError, match="geometry 1 must be GeoJSON, got int"):
        gd.Shapes.from_geojson([mapping, 5])
    with pytest.raises(gd.InvalidGeometryError, match="geometry 1"):
        gd.Shapes([mapping, {"type": "Nonsense"}])


def test_pairs_take_the_arrow_tables_that_measures_take() -> None:
    shapes = gd.Shapes([BOX, box(0, 0, 1, 1)])
    schema = pa.schema([pa.field(shapes).with_name("geometry")])  # type: ignore[arg-type]
    native = pa.table([pa.array(shapes)], schema=schema)  # type: ignore[arg-type]
    frame = geopandas.GeoDataFrame(geometry=shapes.to_geoseries())
    at, line = Point(8.5, 47.5), LineString([(8.5, 47.5), (20, 47)])
    for table in (native, pa.table(frame.to_arrow()), pl.from_arrow(native), shapes.to_arrow()):  # type: ignore[arg-type]
        given: Any = table
        mine = gd.Shapes(given)
        for call in (gd.covers, gd.contains, gd.intersects, gd.distance, gd.cdist):
            np.testing.assert_array_equal(call(given, at), call(mine, at))
        assert gd.dwithin(at, given, 10).tolist() == [True, False]
        assert gd.nearest_points(given, line).distance[0] == 0
        assert gd.intersection_points(given, line).indptr.tolist() == [0, 1, 1]
        assert gd.cdist(gd.Shapes([line]), given).shape == (1, 2)
    assert gd.covers(native.slice(0, 0), at).tolist() == []
    points = pa.array(gd.Points(lat=[1], lon=[2]))  # type: ignore[arg-type]
    assert gd.distance(points, gd.Point(1, 2)).to_pylist() == [0]
    with pytest.raises(gd.GeodistError):
        gd.covers(pa.table({"a": [1]}), at)  # type: ignore[arg-type]


def test_sets_of_points_refuse_shapes() -> None:
    shapes: Any = gd.Shapes([BOX])
    for call in (gd.pdist, gd.diameter, lambda s: gd.cdist_blocks(s, s), gd.medoid, gd.PointIndex):
        with pytest.raises(gd.InvalidGeometryError, match="are needed, got <1 Shapes: 1 Polygon>"):
            call(shapes)


def test_things_without_a_geometry_are_no_geometries() -> None:
    with pytest.raises(TypeError, match="must be Shapes or geometries"):
        gd.area([SimpleNamespace()])  # type: ignore[list-item]
    assert gd.Shapes([Polygon()]).empty.all()


def test_a_multipoint_of_geojson_is_one_geometry_as_in_shapely() -> None:
    points = shapely.MultiPoint([(2.5, 2.5), (0.5, 0.5)])
    text = shapely.geometry.mapping(points)
    line = shapely.LineString([(0, 0), (3, 0)])
    assert gd.distance(line, text) == gd.distance(line, points)
    assert gd.covers(shapely.box(2, 2, 3, 3), text) is False
    assert gd.dwithin(line, text, 1e5) is True
    assert gd.intersects(shapely.box(0, 0, 1, 1), text) is True
    assert gd.nearest_points(line, text).distance == gd.distance(line, points)
    assert gd.locate(line, text).along.shape == (2,)


def test_series_of_geojson_are_read() -> None:
    point = {"type": "Point", "coordinates": [4, 52]}
    series = pd.Series([point, None])
    assert gd.Shapes.from_geojson(series).missing.tolist() == [False, True]
    assert gd.Points.from_geojson(series).missing.tolist() == [False, True]
    with pytest.raises(TypeError, match="text or a dictionary"):
        gd.Shapes.from_geojson(pd.DataFrame({"a": [point]}))


def test_bare_frames_are_refused_by_pair_functions_too() -> None:
    frame = pd.DataFrame({"geometry": [shapely.box(0, 0, 1, 1)]})
    for pair in ((frame, shapely.Point(0, 0)), (shapely.Point(0, 0), frame)):
        with pytest.raises(TypeError, match="is not a layer"):
            gd.distance(*pair)


def test_what_follows_a_list_of_geometries_goes_by_name() -> None:
    index = gd.ShapeIndex([shapely.box(0, 0, 1, 1)])
    with pytest.raises(TypeError, match="by name"):
        index.query([shapely.Point(0.5, 0.5)], 2)
    with pytest.raises(TypeError, match="by name"):
        index.query_radius([shapely.Point(0.5, 0.5)], 5)
