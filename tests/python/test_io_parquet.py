"""Parquet and GeoParquet through the table layer of the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("geopandas")

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from arrow_tables import copy, tables
from hypothesis import given, settings
from hypothesis import strategies as st
from parquet_types import native
from test_cli import invoke

import geodist as gd
from geodist.cli.errors import TableError
from geodist.cli.io import parquet
from geodist.cli.io.layer import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ga = pytest.importorskip("geoarrow.pyarrow", reason="geoarrow is not installed")
registry = pytest.importorskip("geoarrow.types.type_pyarrow")


@pytest.fixture(autouse=True)
def types() -> Iterator[None]:
    """Leave GeoArrow's types unknown to Arrow, as they are in a process of the command line."""
    with registry.unregistered_extension_types():
        yield


@settings(max_examples=100)
@given(table=tables(), codec=st.sampled_from(["none", "snappy", "gzip", "zstd", "lz4", "brotli"]))
def test_every_type_stays(table: Any, codec: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("parquet")
    pq.write_table(table, folder / "in.parquet", compression=codec, row_group_size=2)
    copy(folder / "in.parquet", folder / "out.parquet")
    stored, out = (pq.ParquetFile(folder / f"{name}.parquet") for name in ("in", "out"))
    written = out.read()
    assert written.schema.remove(len(table.schema)).equals(stored.schema_arrow, check_metadata=True)
    # NaN is not equal to itself, but written the same.
    assert str(written.drop_columns("new").to_pylist()) == str(stored.read().to_pylist())
    assert written["new"].to_pylist() == [i + 0.5 for i in range(table.num_rows)]
    if table.num_rows:
        groups = stored.metadata.row_group(0), out.metadata.row_group(0)
        for i in range(groups[0].num_columns):
            assert groups[1].column(i).compression == groups[0].column(i).compression


def test_codecs_of_columns_and_groups_of_rows(tmp_path: Path) -> None:
    count = 1_200_000
    numbers = np.arange(count)
    table = pa.table(
        {"f": numbers / 7, "w": ["x", "y"] * (count // 2), "n": numbers, "r": numbers % 9}
    )
    codecs = {"f": "zstd", "w": "gzip", "n": "snappy", "r": "snappy"}
    pq.write_table(table, tmp_path / "in.parquet", compression=codecs)
    copy(tmp_path / "in.parquet", tmp_path / "out.parquet")
    out = pq.ParquetFile(tmp_path / "out.parquet").metadata
    group = out.row_group(0)
    written = [group.column(i).compression for i in range(5)]
    assert written == ["ZSTD", "GZIP", "SNAPPY", "SNAPPY", "ZSTD"]
    # Dictionaries are made where they make a column smaller.
    has = [group.column(i).has_dictionary_page for i in range(5)]
    assert has == [False, True, False, True, False]
    rows = [out.row_group(i).num_rows for i in range(out.num_row_groups)]
    assert sum(rows) == count
    assert max(rows) <= 2**19 + 2**16


def test_wide_rows_are_read_in_small_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "GROUP_BYTES", 1 << 16)
    table = pa.table({"n": range(1000), "text": [f"{i}" * 400 for i in range(1000)]})
    pq.write_table(table, tmp_path / "in.parquet", use_dictionary=False)
    copy(tmp_path / "in.parquet", tmp_path / "out.parquet")
    out = pq.ParquetFile(tmp_path / "out.parquet")
    assert out.metadata.num_row_groups >= 10
    assert out.read().select([0, 1]).equals(table)


def test_no_columns_and_no_rows(tmp_path: Path) -> None:
    pq.write_table(pa.table({}), tmp_path / "in.parquet")
    result = invoke("distance", tmp_path / "in.parquet", "--to", "0,0", "-o", tmp_path / "o.csv")
    assert (result.exit_code, "in.parquet has no columns" in result.stderr) == (3, True)
    pq.write_table(
        pa.table({"lat": pa.array([], "f8"), "lon": pa.array([], "f8")}), tmp_path / "in.parquet"
    )
    result = invoke(
        "distance", tmp_path / "in.parquet", "--to", "0,0", "-o", tmp_path / "o.parquet"
    )
    assert result.exit_code == 0, result.output
    assert pq.read_table(tmp_path / "o.parquet").column_names == ["lat", "lon", "distance"]


# GeoParquet


def metadata_of(path: Path) -> Any:
    return json.loads(pq.read_schema(path).metadata[b"geo"])


def layer(path: Path, *shapes: Any, **options: Any) -> Path:
    frame = geopandas.GeoDataFrame({"i": range(len(shapes))}, geometry=list(shapes), crs=4326)
    frame.to_parquet(path, **options)
    return path


POINTS = [shapely.Point(10, 20), None, shapely.Point(-3, 48)]


def test_geoparquet_1_0_becomes_1_1_with_its_covering(tmp_path: Path) -> None:
    path = layer(tmp_path / "in.parquet", *POINTS, schema_version="1.0.0")
    copy(path, tmp_path / "out.parquet")
    before, after = metadata_of(path), metadata_of(tmp_path / "out.parquet")
    assert after == before | {"version": "1.1.0"}
    layer(path, *POINTS, schema_version="1.1.0", write_covering_bbox=True)
    copy(path, tmp_path / "out.parquet")
    assert metadata_of(tmp_path / "out.parquet") == metadata_of(path)
    found = geopandas.read_parquet(tmp_path / "out.parquet", bbox=(0, 0, 15, 25))
    assert found["i"].tolist() == [0]


def test_what_was_left_out_is_not_promised(tmp_path: Path) -> None:
    path = layer(tmp_path / "in.parquet", shapely.Point(1, 2), shapely.box(3, 4, 5, 6))
    copy(path, tmp_path / "out.parquet", rows=[0])
    about = metadata_of(tmp_path / "out.parquet")["columns"]["geometry"]
    assert (about["geometry_types"], "bbox" in about) == ([], False)
    assert geopandas.read_parquet(tmp_path / "out.parquet").geometry.tolist() == [
        shapely.Point(1, 2)
    ]


def test_computed_points_are_a_geometry(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name,lat,lon\na,40,-73\nb,,\n", encoding="utf-8")
    options = ["--azi1", "90", "--distance", "1000", "--invalid", "null"]
    result = invoke("direct", tmp_path / "in.csv", *options, "-o", tmp_path / "out.parquet")
    assert result.exit_code == 0, result.output
    out = geopandas.read_parquet(tmp_path / "out.parquet")
    lat, lon, _ = gd.direct(40, -73, 90, 1000)
    assert out.geometry.tolist() == [shapely.Point(lon, lat), None]
    assert out.crs.to_string() == "OGC:CRS84"
    about = metadata_of(tmp_path / "out.parquet")["columns"]["geometry"]
    assert about == {"encoding": "WKB", "geometry_types": ["Point"], "bbox": [lon, lat, lon, lat]}


def test_points_computed_from_a_layer_are_on_its_datum(tmp_path: Path) -> None:
    path = layer(tmp_path / "in.parquet", POINTS[0])
    geopandas.read_parquet(path).set_crs(4267, allow_override=True).to_parquet(path)
    place = Place(np.array([1.0]), np.array([2.0]))
    copy(path, tmp_path / "out.parquet", place=place)
    out = geopandas.read_parquet(tmp_path / "out.parquet")
    assert out.active_geometry_name == "geometry_2"
    assert out.geometry.tolist() == [shapely.Point(2, 1)]
    assert out.crs == out["geometry"].crs == "EPSG:4267"
    assert out["geometry"].tolist() == [POINTS[0]]


def test_geometries_of_geojson_become_geoparquet(tmp_path: Path) -> None:
    shapes = [shapely.Point(1, 2), shapely.Point(3, 4, 5), shapely.box(0, 0, 1, 1), None]
    frame = geopandas.GeoDataFrame({"i": range(4)}, geometry=shapes, crs=4326)
    (tmp_path / "in.geojson").write_text(frame.to_json(), encoding="utf-8")
    options = ["--to", "0,0", "--invalid", "null"]
    result = invoke("distance", tmp_path / "in.geojson", *options, "-o", tmp_path / "out.parquet")
    assert result.exit_code == 0, result.output
    out = geopandas.read_parquet(tmp_path / "out.parquet")
    assert [x and x.wkt for x in out.geometry] == [x and x.wkt for x in shapes]
    expected = [gd.distance(2, 1, 0, 0), gd.distance(4, 3, 0, 0)]
    assert out["distance"].tolist()[:2] == expected
    about = metadata_of(tmp_path / "out.parquet")["columns"]["geometry"]
    assert about == {"encoding": "WKB", "geometry_types": ["Point", "Point Z", "Polygon"]}


ENCODED = {
    "point": [shapely.Point(1, 2), shapely.Point(3, 4)],
    "linestring": [shapely.LineString([(0, 0), (1, 1)])],
    "polygon": [shapely.box(0, 0, 1, 1)],
    "multipoint": [shapely.MultiPoint([(0, 1), (2, 3)])],
    "multilinestring": [shapely.MultiLineString([[(0, 0), (1, 1)]])],
    "multipolygon": [shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])],
}


@pytest.mark.parametrize("kind", ENCODED)
@pytest.mark.parametrize("target", ["out.parquet", "out.geojson", "out.arrow"])
def test_encodings_of_geoarrow(tmp_path: Path, kind: str, target: str) -> None:
    path = layer(tmp_path / "in.parquet", *ENCODED[kind], geometry_encoding="geoarrow")
    assert metadata_of(path)["columns"]["geometry"]["encoding"] == kind
    copy(path, tmp_path / target)
    if target == "out.parquet":
        assert metadata_of(tmp_path / target) == metadata_of(path)
        assert geopandas.read_parquet(tmp_path / target).geometry.tolist() == ENCODED[kind]
    elif target == "out.arrow":
        with pa.OSFile(str(tmp_path / target)) as file:
            field = pa.ipc.open_file(file).read_all().schema.field("geometry")
        assert field.metadata[b"ARROW:extension:name"] == f"geoarrow.{kind}".encode()
        # Back again it is well-known binary, which all readers know.
        copy(tmp_path / target, tmp_path / "back.parquet", name="again")
        back = pq.read_table(tmp_path / "back.parquet")
        assert shapely.from_wkb(back["geometry"].to_pylist()).tolist() == ENCODED[kind]
    else:
        features = json.loads((tmp_path / target).read_text(encoding="utf-8"))["features"]
        assert [shapely.geometry.shape(f["geometry"]) for f in features] == ENCODED[kind]


BROKEN = {
    "not JSON": b"{",
    "not UTF-8": b"\xff",
    "a list": b"[]",
    "a number": b"5",
    "null": b"null",
    "columns a list": b'{"primary_column":"geometry","columns":[]}',
    "a column a list": b'{"primary_column":"geometry","columns":{"geometry":[]}}',
    "primary column a list": b'{"primary_column":[],"columns":{}}',
    "encoding a number": b'{"primary_column":"geometry","columns":{"geometry":{"encoding":5}}}',
    "types a number": b'{"primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":5}}}',
    "types of numbers": b'{"primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":[5]}}}',
    "edges a number": b'{"primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","edges":5}}}',
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_metadata_are_an_error_in_words(tmp_path: Path, name: str) -> None:
    path = layer(tmp_path / "in.parquet", *POINTS)
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata({"geo": BROKEN[name]}), path)
    result = invoke("distance", path, "--to", "0,0")
    assert result.exit_code == 3
    assert "in.parquet: its GeoParquet metadata are broken: " in result.stderr


def test_an_srid_is_checked(tmp_path: Path) -> None:
    path = layer(tmp_path / "in.parquet", *POINTS)
    table = pq.read_table(path)
    for srid, message in (
        (0, ""),
        (4326, ""),
        (4258, ""),  # ETRS89 mixes with WGS84
        (3857, "is projected"),
        (4267, "different datums cannot be combined"),
    ):
        points = [shapely.set_srid(shapely.Point(10, 20), srid), None, None]
        cells = pa.array(
            [None if p is None else shapely.to_wkb(p, include_srid=True) for p in points]
        )
        pq.write_table(table.set_column(1, "geometry", cells), path)
        result = invoke(
            "distance", path, "--to", "0,0", "--invalid", "null", "-o", tmp_path / "o.csv"
        )
        assert (result.exit_code, message in result.stderr) == (3 if message else 0, True)
        assert not message or "in.parquet, column 'geometry': " in result.stderr


# Parquet's own types


@pytest.mark.parametrize("edges", [None, "spherical", "vincenty", "thomas", "andoyer", "karney"])
def test_native_points(tmp_path: Path, edges: str | None) -> None:
    path = native(tmp_path / "in.parquet", *POINTS, edges=edges)
    options = ["--to", "0,0", "--invalid", "null", "-o", tmp_path / "out.parquet"]
    result = invoke("distance", path, *options)
    assert result.exit_code == 0, result.output
    out = pq.read_table(tmp_path / "out.parquet")
    expected = [None if p is None else gd.distance(p.y, p.x, 0, 0) for p in POINTS]
    assert out["distance"].to_pylist() == expected
    assert shapely.from_wkb(out["g"].to_pylist()).tolist() == POINTS
    about = metadata_of(tmp_path / "out.parquet")["columns"]["g"]
    box = [-3.0, 20.0, 10.0, 48.0]
    assert about == {"encoding": "WKB", "geometry_types": ["Point"], "bbox": box} | (
        {"edges": "spherical"} if edges == "spherical" else {}
    )


@pytest.mark.parametrize("edges", [None, "spherical", "karney"])
def test_native_lines_are_carried(tmp_path: Path, edges: str | None) -> None:
    line = shapely.LineString([(0, 0), (1, 1)])
    path = native(tmp_path / "in.parquet", line, edges=edges)
    if edges == "karney":
        with pytest.raises(TableError, match=r"'karney', which GeoParquet cannot say"):
            copy(path, tmp_path / "out.parquet")
        assert not (tmp_path / "out.parquet").exists()
    else:
        copy(path, tmp_path / "out.parquet")
        assert metadata_of(tmp_path / "out.parquet")["columns"]["g"].get("edges") == edges
        assert pq.read_table(tmp_path / "out.parquet")["g"].to_pylist() == [line.wkb]
    copy(path, tmp_path / "out.arrow")
    with pa.OSFile(str(tmp_path / "out.arrow")) as file:
        field = pa.ipc.open_file(file).schema.field("g")
    label = json.loads(field.metadata[b"ARROW:extension:metadata"])
    assert label == {"crs": "OGC:CRS84"} | ({"edges": edges} if edges else {})


@pytest.mark.parametrize("crs", ["EPSG:4267", "srid:4267", "projjson", "unknown"])
def test_crs_of_native_columns(tmp_path: Path, crs: str) -> None:
    from pyproj import CRS

    projjson = CRS(4267).to_json() if crs == "projjson" else None
    path = native(tmp_path / "in.parquet", shapely.Point(10, 50), crs=projjson or crs)
    result = invoke("distance", path, "--to", "55,10", "-o", tmp_path / "out.parquet")
    if crs == "unknown":
        assert result.exit_code == 3
        assert "in.parquet, column 'g': the CRS 'unknown' is not known" in result.stderr
        return
    assert result.exit_code == 0, result.output
    assert "Clarke 1866" in result.stderr
    out = geopandas.read_parquet(tmp_path / "out.parquet")
    assert out.crs == "EPSG:4267"
    # PROJ's geodesic on Clarke 1866.
    expected = CRS(4267).get_geod().inv(10, 50, 10, 55)[2]
    assert out["distance"][0] == pytest.approx(expected, abs=2e-8)


def test_a_projected_native_column_is_refused(tmp_path: Path) -> None:
    path = native(tmp_path / "in.parquet", shapely.Point(500000, 0), crs="EPSG:32633")
    result = invoke("distance", path, "--to", "0,0")
    assert result.exit_code == 3
    assert "in.parquet, column 'g': " in result.stderr
    assert "'WGS 84 / UTM zone 33N' is projected" in result.stderr


def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"lat": [1.0], "lon": [2.0], "name": ["x"]}), path)
    path.write_bytes(path.read_bytes().replace(b"name", b"n\xc8me"))
    result = invoke("distance", path, "--to", "0,0")
    assert (result.exit_code, "is not UTF-8" in result.stderr) == (3, True)


def test_what_describes_columns_is_not_looked_at_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, looked = tmp_path / "in.parquet", list[object]()
    table = pa.table({"lat": [1.0], "lon": [2.0]})
    pq.write_table(table, path)
    monkeypatch.setattr(parquet, "_is_repetitive", looked.append)
    assert invoke("distance", path, "--to", "0,0", "-q").exit_code == 0
    assert looked
    looked.clear()
    pq.write_table(table[:0], path)
    assert invoke("distance", path, "--to", "0,0", "-q").exit_code == 0

    def batches(*_: object, **__: object) -> Iterator[object]:
        raise OSError("damaged")
        yield

    pq.write_table(table, path)
    monkeypatch.setattr(pq.ParquetFile, "iter_batches", batches)
    result = invoke("distance", path, "--to", "0,0", "-q")
    assert (result.exit_code, "it is damaged: damaged" in result.stderr) == (5, True)
    assert not looked
