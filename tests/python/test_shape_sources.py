"""Shapes from tables of vertices, from text and from Arrow, and back."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import geopandas
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geodist as gd
from geodist._columns import shapes as shape_columns
from geodist._types import edge_gaps

if TYPE_CHECKING:
    from pathlib import Path

HOLED = "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 1 2, 2 2, 1 1))"
COLUMNS = {
    "Point": ["POINT (1 2)", None, "POINT EMPTY"],
    "LineString": ["LINESTRING (0 0, 1 1, 2 0)", "LINESTRING EMPTY", None, "LINESTRING (5 5, 6 6)"],
    "Polygon": [None, HOLED, "POLYGON EMPTY", "POLYGON ((0 0, 1 0, 1 1, 0 0))"],
    "MultiPoint": ["MULTIPOINT ((1 2), (3 4))", "MULTIPOINT EMPTY", None],
    "MultiLineString": ["MULTILINESTRING ((0 0, 1 1), (2 2, 3 3, 4 4))", None, None],
    "MultiPolygon": [f"MULTIPOLYGON ({HOLED[8:]}, ((5 5, 6 5, 6 6, 5 5)))", "MULTIPOLYGON EMPTY"],
    "mixed": ["POINT (1 2)", "LINESTRING (0 0, 1 1)", None, HOLED, "MULTIPOINT ((1 2))"],
}
KINDS = st.sampled_from(sorted(COLUMNS))


@pytest.fixture(autouse=True)
def _nothing_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge_gaps, "_said", {})
    monkeypatch.setattr(edge_gaps, "_once", set())
    monkeypatch.setattr(shape_columns, "_said", set())


def shapes_of(kind: str) -> gd.Shapes:
    return gd.Shapes.from_wkt(COLUMNS[kind], edges="geodesic")


@pytest.mark.parametrize("kind", COLUMNS)
def test_text_comes_back(kind: str) -> None:
    assert shapes_of(kind).to_wkt() == COLUMNS[kind]


def test_text_is_read_with_srids_and_refused_by_row() -> None:
    shapes = gd.Shapes.from_wkt(["SRID=4267;POINT (1 2)", None, "srid = 4267; POINT (3 4)"])
    assert shapes.crs == "EPSG:4267"
    assert shapes.lon.tolist() == [1, 3]
    with pytest.raises(gd.InvalidGeometryError, match=r"geometry 1 is not well-known text: 'POI'"):
        gd.Shapes.from_wkt([None, "POI"])
    with pytest.raises(gd.InvalidGeometryError, match="geometry 0 is a GeometryCollection"):
        gd.Shapes.from_wkt(["GEOMETRYCOLLECTION (POINT (1 2))"])
    with pytest.raises(TypeError, match="geometry 1 must be text, got int"):
        gd.Shapes.from_wkt([None, 5])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="takes a list of texts"):
        gd.Shapes.from_wkt("POINT (1 2)")
    with pytest.raises(gd.GeodistError, match="several datums"):
        gd.Shapes.from_wkt(["SRID=4267;POINT (1 2)", "SRID=4326;POINT (1 2)"])


@pytest.mark.parametrize("interleaved", [False, True])
@pytest.mark.parametrize("encoding", [None, "wkb"])
@pytest.mark.parametrize("kind", COLUMNS)
def test_arrow_comes_back(kind: str, encoding: Any, interleaved: bool) -> None:
    shapes = shapes_of(kind)
    written = shapes.to_arrow(encoding=encoding, interleaved=interleaved)
    assert len(written) == len(shapes)
    assert gd.Shapes.from_arrow(written) == shapes
    array = pa.array(written)
    array.validate(full=True)
    assert array.is_null().to_pylist() == shapes.missing.tolist()
    # Another reader of the same format finds the same geometries.
    layer = geopandas.GeoSeries.from_arrow(written)
    assert shapely.to_wkt(layer.to_numpy(), rounding_precision=-1).tolist() == COLUMNS[kind]


@given(KINDS, st.booleans(), st.integers(0, 5), st.integers(0, 5), st.data())
def test_slices_and_chunks_of_other_libraries(
    kind: str, interleaved: bool, start: int, length: int, data: st.DataObject
) -> None:
    texts = COLUMNS[kind]
    layer = geopandas.GeoDataFrame({"n": range(len(texts))}, geometry=shapely.from_wkt(texts))
    encoding = "WKB" if kind == "mixed" else data.draw(st.sampled_from(["WKB", "geoarrow"]))
    table = pa.table(layer.to_arrow(geometry_encoding=encoding, interleaved=interleaved))
    whole = gd.Shapes(texts_of := shapely.from_wkt(texts))
    assert len(texts_of) == len(whole)
    part = gd.Shapes.from_arrow(table.slice(start, length), edges="geodesic")
    assert part == whole[start : start + length]
    chunks = pa.concat_tables([table.slice(start, length), table])
    joined = gd.Shapes.from_arrow(chunks, column="geometry", edges="geodesic")
    assert joined == gd.Shapes.concat([part, whole])


def test_native_columns_are_not_copied() -> None:
    shapes = gd.Shapes.lines(np.zeros(6), np.arange(6.0), [0, 2, 6], edges="geodesic")
    again = gd.Shapes.from_arrow(shapes.to_arrow())
    assert np.shares_memory(again.lat, shapes.lat)
    assert np.shares_memory(again.lon, shapes.lon)


def test_nulls_are_missing_whatever_is_in_their_memory() -> None:
    vertices = [(1, 2), (1, 2.5), (np.nan, np.nan), (3, 4), (5, 6)]
    lists = pa.ListArray.from_arrays(
        pa.array([0, 2, 3, 5], pa.int32()),
        pa.array(vertices, pa.list_(pa.float64(), 2)),
        mask=pa.array([False, True, False]),
    )
    label = {"ARROW:extension:name": "geoarrow.linestring"}
    table = pa.table([lists], schema=pa.schema([pa.field("way", lists.type, metadata=label)]))
    shapes = gd.Shapes.from_arrow(table)
    assert shapes.to_wkt() == ["LINESTRING (1 2, 1 2.5)", None, "LINESTRING (3 4, 5 6)"]


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_geoparquet_says_what_edges_are(tmp_path: Path, encoding: Any) -> None:
    texts = [HOLED, "POLYGON ((0 0, 1 0, 1 1, 0 0))"]
    layer = geopandas.GeoDataFrame(geometry=shapely.from_wkt(texts), crs="EPSG:4267")
    path = tmp_path / "layer.parquet"
    layer.to_parquet(path, geometry_encoding=encoding)
    table = pq.read_table(path)
    shapes = gd.Shapes(table)
    assert (shapes.edges, shapes.oriented, shapes.crs) == ("planar", False, "EPSG:4267")
    assert shapes.to_wkt() == texts
    about = json.loads(table.schema.metadata[b"geo"])
    about["columns"]["geometry"] |= {"edges": "spherical", "orientation": "counterclockwise"}
    table = table.replace_schema_metadata({"geo": json.dumps(about)})
    with pytest.warns(gd.EdgeWarning, match="great circles"):
        shapes = gd.Shapes.from_arrow(table)
    assert (shapes.edges, shapes.oriented) == ("geodesic", True)
    assert not gd.Shapes.from_arrow(table, oriented=False).oriented
    assert gd.Shapes.from_arrow(table, edges="planar").edges == "planar"


def labelled(name: str, about: str = "{}") -> pa.Table:
    metadata = {"ARROW:extension:name": name, "ARROW:extension:metadata": about}
    column = pa.array([b"\x01"])
    return pa.table([column], schema=pa.schema([pa.field("g", column.type, metadata=metadata)]))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (labelled("geoarrow.box"), "'g' is geoarrow.box; geodist takes geoarrow.point"),
        (labelled("geoarrow.polygon"), "does not have the layout of geoarrow.polygon"),
        (labelled("geoarrow.wkb", '{"edges": "bent"}'), "edges of the Arrow data are 'bent'"),
        (labelled("geoarrow.wkb", "[]"), "not a JSON object"),
        (labelled("geoarrow.wkb"), "geometry 0 is cut off"),
        (pa.table({"a": [1]}), r"no column of the table is labelled as geometries.*\['a'\]"),
    ],
)
def test_arrow_that_is_no_geometry_is_refused(table: pa.Table, words: str) -> None:
    with pytest.raises(gd.GeodistError, match=words):
        gd.Shapes.from_arrow(table)


def test_columns_of_arrow_are_named() -> None:
    wkb = shapes_of("LineString").to_wkb()
    table = pa.table({"a": wkb, "b": [1] * len(wkb)})
    assert gd.Shapes.from_arrow(table, column="a", edges="geodesic") == shapes_of("LineString")
    with pytest.raises(gd.GeodistError, match="no single column is named 'c'"):
        gd.Shapes.from_arrow(table, column="c")
    with pytest.raises(TypeError, match="__arrow_c_array__"):
        gd.Shapes.from_arrow(5)
    with pytest.raises(gd.GeodistError, match="no native encoding for Point, LineString"):
        shapes_of("mixed").to_arrow(encoding="native")
    with pytest.raises(gd.GeodistError, match="encoding must be"):
        shapes_of("mixed").to_arrow(encoding="other")  # type: ignore[arg-type]


FIXES = {
    "ship": list("bab\u00e4ab"),
    "hour": [3, 1, 2, 0, 0, 1],
    "lat": [1.0, 2, 3, 9, 4, 5],
    "lon": [0.0, 1, 2, 9, 3, 4],
}
TABLES: dict[str, Any] = {
    "pandas": pd.DataFrame(FIXES),
    "Polars": pl.DataFrame(FIXES),
    "Arrow": pa.table(FIXES),
    "dict": FIXES,
}


@pytest.mark.parametrize("library", TABLES)
def test_tracks_are_lines(library: str) -> None:
    table = TABLES[library]
    tracks = gd.Shapes.lines_from(table, by="ship", order="hour")
    # In the order of first appearance: b, a, ä.
    assert tracks.ring_offsets.tolist() == [0, 3, 5, 6]
    assert tracks.lat.tolist() == [5, 3, 1, 4, 2, 9]
    unordered = gd.Shapes.lines_from(table, by=["ship"], lat="lat", lon="lon")
    assert unordered.lat.tolist() == [1, 3, 5, 2, 4, 9]
    assert gd.Shapes.lines_from(table).lat.tolist() == FIXES["lat"]
    assert len(gd.Shapes.lines_from(table, by=["ship", "hour"])) == 6
    for argument in ("by", "order"):
        with pytest.raises(gd.GeodistError, match=f"{argument}: no single column is named 'x'"):
            gd.Shapes.lines_from(table, **{argument: "x"})


@pytest.mark.parametrize("library", TABLES)
def test_rows_without_group_order_or_place_are_named(library: str) -> None:
    columns = {**FIXES, "ship": ["b", None, "b", "c", "a", "b"], "hour": [3.5, 1, 2, None, 0, 1]}
    make: Any = {"pandas": pd.DataFrame, "Polars": pl.DataFrame, "Arrow": pa.table, "dict": dict}
    table = make[library](columns)
    with pytest.raises(gd.GeodistError, match="row 1 belongs to no line: its 'ship' is missing"):
        gd.Shapes.lines_from(table, by="ship")
    with pytest.raises(gd.GeodistError, match="row 3 has no place in the order") as caught:
        gd.Shapes.lines_from(table, order="hour")
    assert caught.value.index == 3
    table = make[library]({**FIXES, "lat": [1.0, None, 3, 9, 4, 5]})
    with pytest.raises(gd.InvalidGeometryError, match="row 1 has no coordinates"):
        gd.Shapes.lines_from(table, by="ship")
    kept = gd.Shapes.lines_from(table, by="ship", order="hour", drop_missing=True)
    assert kept.lat.tolist() == [5, 3, 1, 4, 9]


def test_what_is_not_a_table_of_tracks_is_refused() -> None:
    with pytest.raises(TypeError, match=r"got LazyFrame; collect\(\) it first"):
        gd.Shapes.lines_from(pl.DataFrame(FIXES).lazy())
    with pytest.raises(TypeError, match="frame must be a DataFrame"):
        gd.Shapes.lines_from([1, 2])
    with pytest.raises(gd.GeodistError, match="by names no column"):
        gd.Shapes.lines_from(FIXES, by=[])
    with pytest.raises(gd.InvalidLatitudeError):
        gd.Shapes.lines_from({"lat": [95.0], "lon": [0.0]})
    assert len(gd.Shapes.lines_from({"ship": [], "lat": [], "lon": []}, by="ship")) == 0
    assert gd.Shapes.lines_from({"lat": [], "lon": []}).empty.tolist() == [True]


def test_a_layer_of_points_gives_tracks_on_its_datum() -> None:
    points = geopandas.points_from_xy([0, 1], [5, 5])
    layer = geopandas.GeoDataFrame({"x": [1, 1]}, geometry=points, crs="EPSG:4267")
    track = gd.Shapes.lines_from(layer, by="x")
    assert (track.crs, track.lat.tolist()) == ("EPSG:4267", [5, 5])


def long_line(edges: Any = None) -> gd.Shapes:
    return gd.Shapes.lines([50, 50], [0, 10], [0, 2], edges=edges)


@pytest.mark.filterwarnings("error")
def test_it_is_said_once_which_edges_were_taken() -> None:
    with pytest.warns(gd.EdgeWarning, match=r"taken as geodesics: up to 12 km from lines") as said:
        long_line()
    assert len(said) == 1
    assert said[0].filename == __file__
    long_line()
    geojson = {"type": "LineString", "coordinates": [[0, 50], [1, 50]]}
    with pytest.warns(
        gd.EdgeWarning, match=r"straight in longitude .* up to 1[12]. m from geodesics"
    ):
        gd.Shapes(geojson)
    gd.Shapes(geojson)


@pytest.mark.filterwarnings("error")
def test_nothing_is_said_where_edges_are_given_or_do_not_matter() -> None:
    long_line("geodesic")
    long_line("planar")
    gd.Shapes.lines([0, 0, 10, 80, 80], [0, 10, 10, 10, 10.001], [0, 5])
    gd.Shapes([shapely.Point(0, 50), None])
    assert not edge_gaps._said


@pytest.mark.filterwarnings("error")
def test_much_larger_gaps_are_said_again() -> None:
    gap = r"taken as geodesics: up to {} from .*Shapes\(\.\.\., edges='planar'\)"
    with pytest.warns(gd.EdgeWarning, match=gap.format("1[12]. m")):
        gd.area(shapely.box(8, 47, 9, 48))
    gd.area(shapely.box(7, 47, 9, 48))  # four times as much
    states = shapely.box(-125, 25, -66, 49)
    with pytest.warns(gd.EdgeWarning, match=gap.format("434 km")):
        gd.covers(states, shapely.Point(-95, 26))
    gd.area(states)
    assert gd.covers(gd.Shapes([states], edges="planar"), shapely.Point(-95, 26)).all()  # type: ignore[union-attr]


@pytest.mark.filterwarnings("error")
def test_the_closing_edge_of_a_ring_counts() -> None:
    with pytest.warns(gd.EdgeWarning, match="up to 12 km"):
        gd.Shapes.polygons([50, 0, 0, 50], [0, 0, 10, 10], [0, 4])


@pytest.mark.filterwarnings("error")
def test_planar_edges_that_go_the_long_way_are_named() -> None:
    with pytest.warns(gd.EdgeWarning, match="1 edge spans more than 180 degrees"):
        gd.Shapes.lines([0, 0], [179, -179], [0, 2], edges="planar")
    with pytest.warns(gd.EdgeWarning, match="2 edges span more than 180 degrees"):
        gd.Shapes.lines([0, 0, 0], [179, -179, 179], [0, 3], edges="planar")


@given(st.tuples(st.floats(-89, 89), st.floats(-180, 180), st.floats(-89, 89), st.floats(-5, 5)))
def test_the_gap_is_that_of_dense_sampling(ends: tuple[float, float, float, float]) -> None:
    lat1, lon1, lat2, step = ends
    lat2 = max(-89.0, min(89.0, lat1 + (lat2 / 30)))
    line = gd.Shapes.lines([lat1, lat2], [lon1, lon1 + step], [0, 2], edges="geodesic")
    gap = edge_gaps.edge_gap(line._layout, gd.WGS84).metres
    t = np.linspace(0, 1, 201)
    way = gd.inverse(lat1, lon1, lat1 + t * (lat2 - lat1), lon1 + t * step)
    turn = np.radians(way.azi1 - gd.azimuth(lat1, lon1, lat2, lon1 + step))
    sampled = np.abs(6.37e6 * np.arcsin(np.sin(way.distance / 6.37e6) * np.sin(turn))).max()
    # Gaps below a metre do not count, and three places along the edge are looked at.
    assert gap <= sampled * 1.02 + 0.01
    assert gap >= sampled * 0.9 - 1


@pytest.mark.filterwarnings("error")
def test_it_is_said_once_that_heights_are_left_out() -> None:
    tall = [shapely.from_wkt("LINESTRING Z (0 0 5, 0 1 6)")]
    with pytest.warns(UserWarning, match=r"heights \(z\) of shapes are left out"):
        shapes = gd.Shapes(tall)
    assert shapes == gd.Shapes(shapely.force_2d(tall))
    gd.Shapes(tall)
    layer = geopandas.GeoSeries(tall)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shape_columns, "_said", set())
        with pytest.warns(UserWarning, match="heights"):
            gd.Shapes.from_arrow(layer.to_arrow(geometry_encoding="geoarrow"))


def test_every_constructor_takes_edges_and_orientation() -> None:
    square = shapely.box(0, 0, 1, 1)
    layer = geopandas.GeoSeries([square], crs="EPSG:4326")
    made = [
        gd.Shapes([square], edges="planar", oriented=True),
        gd.Shapes(gd.Shapes([square]), edges="planar", oriented=True),
        gd.Shapes(gd.Shapes([square])[0], edges="planar", oriented=True),  # type: ignore[arg-type]
        gd.Shapes(layer, edges="planar", oriented=True),
        gd.Shapes(square.__geo_interface__, edges="planar", oriented=True),
        gd.Shapes.from_geopandas(layer, edges="planar", oriented=True),
        gd.Shapes.from_wkb([square.wkb], edges="planar", oriented=True),
        gd.Shapes.from_wkt([square.wkt], edges="planar", oriented=True),
        gd.Shapes.from_arrow(layer.to_arrow(), edges="planar", oriented=True),
    ]
    assert {(shapes.edges, shapes.oriented) for shapes in made} == {("planar", True)}
    points = gd.Shapes(gd.Points(lat=[1], lon=[2]), edges="planar")
    assert pickle.loads(pickle.dumps(points)).edges == "planar"


def test_arcs_in_text_are_refused_by_row() -> None:
    with pytest.raises(gd.InvalidGeometryError, match="geometry 1 is a CIRCULARSTRING") as caught:
        gd.Shapes.from_wkt([None, "SRID=4326;CIRCULARSTRING (0 0, 1 1, 2 0)"])
    assert caught.value.index == 1


def test_an_edge_along_a_pole_hides_no_other() -> None:
    """It goes the long way, and is as short either way."""
    lon, lat = [-180.0, 180.0, 180.0, 90.0], [-90.0, -90.0, 60.0, 60.0]
    shapes = gd.Shapes.lines(lat=lat, lon=lon, offsets=[0, 4], edges="geodesic")
    alone = gd.Shapes.lines(lat=lat[2:], lon=lon[2:], offsets=[0, 2], edges="geodesic")
    expected = edge_gaps.edge_gap(alone._layout, alone.ellipsoid).metres
    assert edge_gaps.edge_gap(shapes._layout, shapes.ellipsoid) == (expected, 1)
    assert expected > 8e5


@pytest.mark.parametrize("texts", [["POLYGON EMPTY"], ["MULTIPOLYGON EMPTY", None]])
def test_polygons_that_are_all_empty_have_planar_edges(texts: list[str | None]) -> None:
    binary = [None if text is None else shapely.from_wkt(text).wkb for text in texts]
    arrow = gd.Shapes.from_wkt(texts, edges="geodesic").to_arrow()
    for shapes in (
        gd.Shapes.from_wkt(texts, edges="planar"),
        gd.Shapes.from_wkb(binary, edges="planar"),
        gd.Shapes.from_arrow(pa.table({"g": binary}), column="g", edges="planar"),
        gd.Shapes.from_arrow(gd.Shapes.from_wkt(texts, edges="planar").to_arrow()),
    ):
        assert shapes.edges == "planar"
        assert (shapes.empty | shapes.missing).all()
    assert gd.Shapes.from_arrow(arrow).edges == "geodesic"
