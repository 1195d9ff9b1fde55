"""Collections of shapes: what they are made of, what they give back, and what they refuse."""

from __future__ import annotations

import json
import pickle
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geodist as gd

TEXTS = [
    "POINT (1 2)",
    "LINESTRING (0 0, 1 1, 2 0)",
    "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 1 2, 2 2, 1 1))",
    "MULTIPOINT ((1 2), (3 4))",
    "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3, 4 4))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5), (5.5 5.2, 5.6 5.2, 5.6 5.3, 5.5 5.2)))",
    "POINT EMPTY",
    "LINESTRING EMPTY",
    "POLYGON EMPTY",
    "MULTIPOLYGON EMPTY",
]
GEOMETRIES = [*(shapely.from_wkt(text) for text in TEXTS), None]

positions = st.tuples(
    st.floats(-180, 180, allow_nan=False).map(lambda x: x + 0.0),
    st.floats(-90, 90, allow_nan=False).map(lambda x: x + 0.0),
)


def rings(least: int) -> st.SearchStrategy[list[tuple[float, float]]]:
    return st.lists(positions, min_size=least, max_size=7)


lines = rings(2).map(shapely.LineString)
polygons = st.tuples(rings(3), st.lists(rings(3), max_size=2)).map(lambda r: shapely.Polygon(*r))
geometries = st.one_of(
    st.none(),
    positions.map(shapely.Point),
    lines,
    polygons,
    st.lists(lines, max_size=3).map(shapely.MultiLineString),
    st.lists(polygons, max_size=3).map(shapely.MultiPolygon),
)


def alike(a: Any, b: Any) -> bool:
    return bool(np.all([x is y or shapely.equals_exact(x, y) for x, y in zip(a, b, strict=True)]))


def test_shapely_comes_back() -> None:
    shapes = gd.Shapes(GEOMETRIES)
    assert alike(shapes.to_shapely(), GEOMETRIES)
    assert shapes.missing.tolist() == [False] * 10 + [True]
    assert shapes.empty.tolist() == [False] * 6 + [True] * 4 + [False]
    assert shapes.kinds[:3].tolist() == ["Point", "LineString", "Polygon"]
    assert "1 missing" in repr(shapes)


@given(st.lists(geometries, max_size=6))
def test_every_form_comes_back(given_: list[Any]) -> None:
    shapes = gd.Shapes.from_shapely(np.array([*given_, None], object)[:-1])
    assert len(shapes) == len(given_)
    assert alike(shapes.to_shapely(), given_)
    assert gd.Shapes.from_wkb(shapes.to_wkb()) == shapes
    again = gd.Shapes.from_geojson(json.dumps(shapes.to_geojson()), edges="geodesic")
    assert again.to_wkb() == shapes.to_wkb()


@given(st.lists(geometries, min_size=1, max_size=6), st.data())
def test_rows_are_taken_as_by_numpy(given_: list[Any], data: st.DataObject) -> None:
    shapes = gd.Shapes.from_shapely(np.array([*given_, None], object)[:-1])
    array = np.array([*given_, None], object)[:-1]
    index = data.draw(st.lists(st.integers(-len(given_), len(given_) - 1), min_size=1))
    assert alike(shapes[index].to_shapely(), array[index])
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(array), max_size=len(array))))
    assert alike(shapes[mask].to_shapely(), array[mask])
    cut = data.draw(st.slices(len(given_)))
    assert alike(shapes[cut].to_shapely(), array[cut])
    assert gd.Shapes.concat([shapes[:1], shapes[1:]]) == shapes


def test_wkb_of_every_form() -> None:
    plain = shapely.from_wkt("LINESTRING (1 2, 3 4)")
    tall = shapely.from_wkt("LINESTRING Z (1 2 5, 3 4 6)")
    forms = [
        shapely.to_wkb(plain, byte_order=0),
        shapely.to_wkb(plain, byte_order=1, hex=True),
        shapely.to_wkb(tall, flavor="iso"),
        shapely.to_wkb(tall, flavor="extended"),
        shapely.to_wkb(shapely.set_srid(plain, 4326), include_srid=True),
    ]
    shapes = gd.Shapes.from_wkb(forms)
    assert shapes.to_wkb() == [shapely.to_wkb(plain, byte_order=1)] * 5


@pytest.mark.parametrize(
    ("cells", "error", "words"),
    [
        ([b"\x01\x02"], gd.InvalidGeometryError, "geometry 0 is cut off"),
        ([None, b"\x05" + b"\0" * 20], gd.InvalidGeometryError, "geometry 1 does not begin"),
        (["xyz"], gd.InvalidGeometryError, "geometry 0 is text that is not hexadecimal"),
        ([5], TypeError, "geometry 0 must be bytes, got int"),
        (
            [shapely.to_wkb(shapely.from_wkt("GEOMETRYCOLLECTION (POINT (1 2))"))],
            gd.InvalidGeometryError,
            "geometry 0 is a GeometryCollection",
        ),
    ],
)
def test_wkb_that_cannot_be_read(cells: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        gd.Shapes.from_wkb(cells)


def test_a_vertex_out_of_range_is_named() -> None:
    wrong = [shapely.Point(0, 0), shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 95)]])]
    with pytest.raises(gd.InvalidLatitudeError, match="95") as caught:
        gd.Shapes(wrong)
    assert "row 1, part 1, ring 0, vertex 1" in str(caught.value)
    assert (caught.value.index, caught.value.vertex) == (1, 1)
    with pytest.raises(gd.InvalidGeometryError, match="NaN"):
        gd.Shapes.lines([0, np.nan], [0, 1], [0, 2])
    with pytest.raises(gd.InvalidLongitudeError):
        gd.Shapes.lines([0, 1], [0, np.inf], [0, 2])


def test_offsets_must_fit() -> None:
    for offsets in ([0, 3], [1, 2], [0, 2, 1], [], [0.5, 2]):
        with pytest.raises(gd.GeodistError, match="offsets must"):
            gd.Shapes.lines([0, 1], [0, 1], offsets)
    with pytest.raises(gd.GeodistError, match="ring_offsets must"):
        gd.Shapes.polygons([0, 1], [0, 1], [0, 3])
    with pytest.raises(ValueError, match="one length"):
        gd.Shapes.lines([0, 1], [0], [0, 1])


def test_columns_of_vertices_are_what_shapely_holds() -> None:
    made = gd.Shapes.polygons(
        [0, 0, 4, 4, 1, 2, 2, 5, 5, 6], [0, 4, 4, 0, 1, 1, 2, 5, 6, 6], [0, 4, 7, 10], [0, 2, 2, 3]
    )
    expected = [
        "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 1 2, 2 2, 1 1))",
        "POLYGON EMPTY",
        "POLYGON ((5 5, 6 5, 6 6, 5 5))",
    ]
    assert alike(made.to_shapely(), [shapely.from_wkt(text) for text in expected])
    lines = gd.Shapes.lines([0, 1, 2], [3, 4, 5], [0, 2, 2, 3])
    assert lines.row_offsets.tolist() == [0, 1, 1, 2]
    assert lines.kinds.tolist() == ["LineString"] * 3


def test_lines_that_others_do_not_have_are_named() -> None:
    short = gd.Shapes.lines([0, 1, 2, 3], [0, 1, 2, 3], [0, 2, 3, 3, 4], edges="planar")
    assert len(short.to_wkb()) == 4
    for write in (short.to_shapely, short.to_wkt, short.to_geoseries, short.to_geojson):
        with pytest.raises(
            gd.InvalidGeometryError,
            match=r"row 1 has a line of one vertex \(1 more row has such\), which .* does not have",
        ) as caught:
            write()
        assert caught.value.index == 1
    # As the message says.
    shapes = gd.Shapes.concat([short, gd.Shapes([shapely.Point(5, 5)], edges="planar")])
    kept = shapes[(shapes.kinds != "LineString") | (shapes.vertex_counts != 1)]
    assert kept.kinds.tolist() == ["LineString", "LineString", "Point"]
    assert len(kept.to_geojson()["features"]) == len(kept.to_shapely()) == 3
    with pytest.raises(gd.InvalidGeometryError, match="row 0 has a line of one vertex, which Geo"):
        short[1].__geo_interface__  # noqa: B018


def test_lines_of_one_vertex_in_rows_of_several() -> None:
    cell = bytes.fromhex("0105000000010000000102000000010000000000000000000040000000000000f03f")
    shapes = gd.Shapes.from_wkb([cell])
    with pytest.raises(gd.InvalidGeometryError, match=r"or leave such rows out$"):
        shapes.to_geojson()
    with pytest.raises(gd.InvalidGeometryError, match=r"or leave such rows out$"):
        shapes.to_shapely()


def test_short_rings() -> None:
    ring = gd.Shapes.polygons([0, 1], [0, 1], [0, 2])
    assert ring.to_shapely()[0].geom_type == "Polygon"
    with pytest.raises(gd.InvalidGeometryError, match="row 0 has a ring of 2 vertices, which GeoJ"):
        ring.to_geojson()
    with pytest.raises(gd.InvalidGeometryError, match="row 0 has a ring of one vertex, which Shap"):
        gd.Shapes.polygons([0], [0], [0, 1]).to_shapely()


def test_vertices_are_counted() -> None:
    shapes = gd.Shapes(
        [shapely.box(0, 0, 1, 1), None, shapely.MultiPoint([(1, 2), (3, 4)]), shapely.Point()]
    )
    assert shapes.vertex_counts.tolist() == [5, 0, 2, 0]
    line = gd.Shapes.lines([0, 1, 2], [3, 4, 5], [0, 1, 3])[1]
    assert line is not None
    assert line.vertex_count == 2
    assert (line.lat.tolist(), line.lon.tolist()) == ([1, 2], [4, 5])


def test_the_crs_goes_along() -> None:
    layer = geopandas.GeoSeries([shapely.box(0, 0, 1, 1), None], crs="EPSG:4267")
    shapes = gd.Shapes(layer)
    assert shapes.crs == "EPSG:4267"
    assert shapes.ellipsoid == gd.Ellipsoid.named("Clarke 1866")
    assert shapes.to_geoseries().crs == layer.crs
    assert shapely.get_srid(shapes.to_shapely()).tolist() == [4267, -1]
    assert gd.Shapes(layer, ellipsoid="GRS80").ellipsoid == gd.GRS80
    with pytest.raises(gd.GeodistError, match="projected"):
        gd.Shapes(geopandas.GeoSeries([shapely.Point(0, 0)], crs="EPSG:3857"))
    with pytest.raises(gd.GeodistError, match="GeoJSON"):
        shapes.to_geojson()
    mixed = [shapely.set_srid(shapely.Point(0, 0), srid) for srid in (4326, 4267)]
    with pytest.raises(gd.GeodistError, match="several datums"):
        gd.Shapes.from_shapely(mixed)
    frame = geopandas.GeoDataFrame({"a": [1, 2]}, geometry=layer)
    assert gd.Shapes(frame) == shapes


def test_edges_follow_the_source() -> None:
    line = shapely.LineString([(0, 50), (10, 50)])
    assert gd.Shapes([line]).edges == "geodesic"
    assert gd.Shapes(line.__geo_interface__).edges == "planar"
    assert gd.Shapes.from_geojson(line.__geo_interface__, edges="geodesic").edges == "geodesic"
    with pytest.raises(gd.GeodistError, match="edges must be"):
        gd.Shapes.from_shapely([line], edges="straight")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="differ in 'edges'"):
        gd.Shapes.concat([[line], line.__geo_interface__])


def test_geojson_of_every_form() -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    feature = {"type": "Feature", "properties": None, "geometry": point}
    missing = {**feature, "geometry": None}
    shapes = gd.Shapes({"type": "FeatureCollection", "features": [feature, missing]})
    assert shapes.kinds.tolist() == ["Point", ""]
    assert gd.Shapes(feature) == gd.Shapes(point) == shapes[:1]
    assert gd.Shapes.from_geojson(json.dumps(point)) == shapes[:1]
    for wrong, words in (
        ("{", "not JSON"),
        ({"type": "FeatureCollection", "features": [5]}, "feature 0 is not"),
        ({"type": "Point", "coordinates": ["a", 1]}, "geometry 0 has coordinates"),
    ):
        with pytest.raises(gd.InvalidGeometryError, match=words):
            gd.Shapes.from_geojson(wrong)


def test_a_row_is_a_shape() -> None:
    shapes = gd.Shapes(GEOMETRIES)
    line = shapes[1]
    assert isinstance(line, gd.Shape)
    assert (line.kind, line.is_empty, repr(line)) == (
        "LineString",
        False,
        "<Shape: LineString of 3 vertices>",
    )
    assert line.to_shapely() == GEOMETRIES[1]
    assert line.__geo_interface__ == shapely.geometry.mapping(GEOMETRIES[1]) | {
        "coordinates": [[0, 0], [1, 1], [2, 0]]
    }
    assert shapely.geometry.shape(line) == GEOMETRIES[1]
    assert shapes[10] is None
    assert shapes[-10] == line
    assert pickle.loads(pickle.dumps(line)) == line
    assert len({line, shapes[1]}) == 1
    assert list(shapes)[1] == line
    assert gd.Shapes(line) == shapes[1:2]
    with pytest.raises(IndexError, match="out of bounds for 11 shapes"):
        shapes[11]
    with pytest.raises(TypeError, match="row of Shapes"):
        gd.Shape()
    with pytest.raises(AttributeError, match="immutable"):
        line.kind = "x"  # type: ignore[misc]


def test_pickles_hashes_and_equality() -> None:
    shapes = gd.Shapes(GEOMETRIES)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(shapes, protocol)) == shapes
    assert hash(gd.Shapes(GEOMETRIES)) == hash(shapes)
    assert shapes != gd.Shapes(GEOMETRIES, ellipsoid="sphere")
    assert shapes != gd.Shapes(GEOMETRIES[::-1])
    assert gd.Shapes.lines([0.0], [-0.0], [0, 1]) == gd.Shapes.lines([0.0], [0.0], [0, 1])
    assert hash(gd.Shapes.lines([0.0], [-0.0], [0, 1])) == hash(
        gd.Shapes.lines([0.0], [0.0], [0, 1])
    )
    with pytest.raises(ValueError, match="read-only"):
        shapes.lat[0] = 1
    with pytest.raises(AttributeError, match="immutable"):
        shapes.edges = "planar"  # type: ignore[misc]


@pytest.mark.parametrize("value", [5, "text", [1, 2], np.zeros((2, 2)), None, [[1, 2], [3, 4]]])
def test_what_holds_no_shapes_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="shapes must be Shapes or geometries"):
        gd.Shapes(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["POINT (1 2)"], "list: text and bytes do not say what they are"),
        (b"", "bytes: text and bytes do not say"),
        (None, r"a missing geometry is a row of a column, \[None\]"),
        (iter([None]), "make a list of it"),
        (gd.Shapes, "got type"),
        ([gd.Shapes([shapely.Point(1, 2)])[0], 5], r"None only, got int \(row 1\)"),
        ([[1, 2], [3, 4]], "numbers do not say where lines begin"),
        (np.array(5), "got ndarray$"),
        ([shapely.Point(1, 2), 0.5], r"got float \(index 1\)"),
        ([pd.NA, shapely.Point(1, 2), "POINT (1 2)"], r"got str \(index 2\)"),
        (geopandas.GeoDataFrame({"a": [1]}), r"no active geometry: name it by set_geometry\(\)"),
    ],
)
def test_refusals_say_what_to_write(value: Any, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        gd.area(value)


def test_shapes_have_one_dimension() -> None:
    square = np.array(shapely.box(0, 0, 1, 1), dtype=object)
    assert gd.Shapes(square) == gd.Shapes([shapely.box(0, 0, 1, 1)])
    with pytest.raises(gd.InvalidGeometryError, match=r"one dimension, got shape \(1, 1\)"):
        gd.Shapes(square.reshape(1, 1))


@pytest.mark.parametrize("none", [[], (), np.empty(0, object), pd.Series([], dtype=object)])
def test_no_geometries_are_no_rows(none: Any) -> None:
    shapes = gd.Shapes(none)
    assert len(shapes) == 0
    assert gd.area(none).tolist() == []


@pytest.mark.parametrize("missing", [[None, None], np.array([None, None]), pd.Series([None] * 2)])
def test_rows_may_all_be_missing(missing: Any) -> None:
    assert gd.Shapes(missing).missing.all()
    assert np.isnan(gd.length(missing)).tolist() == [True, True]


def test_columns_of_pandas_may_hold_geometries() -> None:
    squares = pd.Series([shapely.box(0, 0, 1, 1), None], index=["a", "b"])
    assert gd.Shapes(squares) == gd.Shapes(squares.tolist())


def test_points_are_a_row_each() -> None:
    points = gd.Points(lat=[1, np.nan, 5], lon=[2, 3, 4], crs="EPSG:4267")
    shapes = gd.Shapes(points)
    assert shapes == gd.Shapes([shapely.Point(2, 1), None, shapely.Point(4, 5)], crs="EPSG:4267")
    assert shapes.edges == "geodesic"
    assert gd.length(points)[[0, 2]].tolist() == [0, 0]


def test_empty_collections() -> None:
    none = gd.Shapes(GEOMETRIES)[[]]
    assert len(none) == 0
    assert repr(none) == "<0 Shapes>"
    assert gd.length(none).tolist() == gd.area(none).tolist() == []
    with pytest.raises(ValueError, match="at least one"):
        gd.Shapes.concat([])


def test_rows_can_be_joined_again() -> None:
    shapes = gd.Shapes(
        [shapely.box(0, 0, 1, 1), None, shapely.Point(1, 2), shapely.LineString()],
        crs="EPSG:4267",
        edges="planar",
        oriented=True,
    )
    assert gd.Shapes(list(shapes)) == shapes
    assert gd.Shapes(tuple(shapes)) == shapes
    assert gd.Shapes(np.array(list(shapes), object)) == shapes
    assert gd.Shapes(pd.Series(list(shapes), index=list("abcd"))) == shapes
    assert gd.Shapes([shapes[2], None, shapes[0]]) == shapes[[2, 1, 0]]
    assert gd.Shapes.concat([shapes[0], [None], shapes[2:]]) == shapes  # type: ignore[list-item]
    assert np.array_equal(gd.area(list(shapes)), gd.area(shapes), equal_nan=True)
    assert gd.distance(list(shapes), shapes[0])[2] == gd.distance(shapes[2], shapes[0])
    other = gd.Shapes([shapely.Point(1, 2)])
    with pytest.raises(gd.GeodistError, match="rows 0 and 1 differ in 'edges' or 'oriented'"):
        gd.Shapes([other[0], gd.Shapes([shapely.Point(1, 2)], edges="planar")[0]])
    far = gd.Shapes([shapely.Point(1, 2)], crs="EPSG:4267")
    with pytest.raises(gd.GeodistError, match=r"row 0 .*row 1|NAD27"):
        gd.Shapes([other[0], far[0]])
    with pytest.raises(gd.InvalidGeometryError, match=r"one dimension, got shape \(1, 2\)"):
        gd.Shapes(np.array([[other[0], None]], object))
