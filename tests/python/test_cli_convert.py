"""geodist convert: tables from each format to each other one, with their geometries."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("pyogrio", reason="the extra gis is not installed")
pytest.importorskip("geopandas")

import geopandas
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import invoke

if TYPE_CHECKING:
    from pathlib import Path

POINTS = "code,lat,lon\nJFK,40.64,-73.78\nSYD,-33.946111,151.177222\nZürich,47.464722,8.549167\n"
GIS = ["geojson", "geojsonl", "gpkg", "fgb", "shp", "shp.zip", "kml"]
FORMATS = ["csv", "tsv", "json", "jsonl", "parquet", "arrow", "arrows", "xlsx", *GIS]
SHAPES = (
    '{"type":"Point","coordinates":[1.5,2]}',
    '{"type":"LineString","coordinates":[[1,2],[3,4.25]]}',
    '{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}',
    '{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}',
    "null",
)


def convert(*arguments: object, stdin: str | None = None) -> str:
    result = invoke("convert", *map(str, arguments), stdin=stdin)
    assert result.exit_code == 0, result.output
    return result.stderr


def features(path: Path, *shapes: str) -> Path:
    """Write features with the standard library."""
    made = [
        f'{{"type":"Feature","properties":{{"n":{i}}},"geometry":{shape}}}'
        for i, shape in enumerate(shapes)
    ]
    path.write_text('{"type":"FeatureCollection","features":[' + ",".join(made) + "]}")
    return path


def points(path: Path) -> list[tuple[str, float, float]]:
    """Read codes and points of a CSV table."""
    rows: list[dict[str, Any]] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) for line in lines[1:]]
    axes = [next(name for name in names if name.endswith(axis)) for axis in ("lat", "lon")]
    return [(row["code"], float(row[axes[0]]), float(row[axes[1]])) for row in rows]


@pytest.mark.parametrize("target", FORMATS)
@pytest.mark.parametrize("source", FORMATS)
def test_points_from_each_format_to_each(tmp_path: Path, source: str, target: str) -> None:
    first, one, two, last = (tmp_path / f"{n}.csv" for n in ("first", "one", "two", "last"))
    first.write_text(POINTS, encoding="utf-8")
    one, two = one.with_suffix(f".{source}"), two.with_suffix(f".{target}")
    convert(first, one)
    convert(one, two)
    convert(two, last)
    # Columns do not come twice, whatever was between.
    header = last.read_text(encoding="utf-8").splitlines()[0].split(",")
    # KML gives all features an identifier and a height.
    assert sorted({"code", *header} - {"id", "h"}) == ["code", "lat", "lon"]
    assert points(last) == [
        (code, pytest.approx(lat, abs=1e-13), pytest.approx(lon, abs=1e-13))
        for code, lat, lon in points(first)
    ]
    if target in GIS:
        # As another program reads it.
        layer = geopandas.read_file(two)
        assert layer.crs in (4326, 4979)
        found = [(p.y, p.x) for p in layer.geometry]
        assert found == [pytest.approx((lat, lon), abs=1e-9) for _, lat, lon in points(first)]


@pytest.mark.parametrize("target", ["geojson", "geojsonl", "parquet", "arrow", "gpkg"])
@pytest.mark.parametrize("source", ["geojson", "geojsonl", "parquet", "arrow", "gpkg"])
def test_geometries_of_all_kinds_stay(tmp_path: Path, source: str, target: str) -> None:
    first = features(tmp_path / "first.geojson", *SHAPES)
    one, two, last = (tmp_path / n for n in (f"one.{source}", f"two.{target}", "last.geojson"))
    convert(first, one)
    convert(one, two)
    convert(two, last)
    found = json.loads(last.read_text())["features"]
    assert [json.dumps(f["geometry"], separators=(",", ":")) for f in found] == list(SHAPES)
    assert [f["properties"]["n"] for f in found] == [*range(len(SHAPES))]


def test_geoparquet_is_of_1_1_and_read_by_geopandas(tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    table.write_text(POINTS, encoding="utf-8")
    assert "in.csv: lat 'lat', lon 'lon'\n" in convert(table, out)
    about = json.loads(pq.read_metadata(out).metadata[b"geo"])
    assert about["version"] == "1.1.0"
    assert about["columns"]["geometry"]["geometry_types"] == ["Point"]
    layer = geopandas.read_parquet(out)
    assert layer.columns.tolist() == ["code", "lat", "lon", "geometry"]
    assert [(p.y, p.x) for p in layer.geometry] == [(lat, lon) for _, lat, lon in points(table)]
    # What is not a point by its names stays a plain table.
    table.write_text("a,b\n1,2\n")
    assert "columns of" not in convert(table, out)
    assert b"geo" not in (pq.read_metadata(out).metadata or {})
    # Two points of a row are none of it: it is said, and --lat and --lon choose one.
    table.write_text("lat_a,lon_a,lat_b,lon_b\n1,2,3,4\n")
    said = convert(table, out)
    assert "no geometry is written: " in said
    assert "--lat lat_b --lon lon_b" in said
    assert b"geo" not in (pq.read_metadata(out).metadata or {})
    convert(table, out, "--lat", "lat_b", "--lon", "lon_b")
    assert [(p.y, p.x) for p in geopandas.read_parquet(out).geometry] == [(3, 4)]


def test_points_and_shapes_without_a_column_for_them(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    convert(features(tmp_path / "points.geojson", SHAPES[0], "null"), out)
    assert out.read_text() == "n,lat,lon\n0,2,1.5\n1,,\n"
    high = '{"type":"Point","coordinates":[1,2,3]}'
    convert(features(tmp_path / "high.geojson", SHAPES[0], high), out)
    assert out.read_text() == "n,lat,lon,h\n0,2,1.5,\n1,2,1,3\n"
    # One line far behind points is enough, in a file and in a pipe.
    many = features(tmp_path / "many.geojson", *[SHAPES[0]] * 20_000, SHAPES[1])
    convert(many, out)
    lines = out.read_text().splitlines()
    assert (lines[0], len(lines)) == ("n,geometry", 20_002)
    assert lines[-1] == '20000,"' + SHAPES[1].replace('"', '""') + '"'
    whole = out.read_bytes()
    convert("-", out, "--from-format", "geojson", stdin=many.read_text())
    assert out.read_bytes() == whole
    # GDAL and a part of GeoParquet do not say the kinds: all rows are looked at.
    for ending in ("gpkg", "parquet"):
        between = tmp_path / f"many.{ending}"
        convert(many, between)
        convert(between, out)
        name = "geom" if ending == "gpkg" else "geometry"
        assert out.read_text().splitlines()[0] == f"n,{name}"


def test_columns_are_chosen_as_in_other_commands(tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.geojson"
    table.write_text('id;d;m;lon;place\n1;10;30;20;"48,5 2,25"\n')
    options = ("--delimiter", ";", "--decimal", ",")

    def point(*more: str) -> list[float]:
        convert(table, out, *options, *more)
        (feature,) = json.loads(out.read_text())["features"]
        found: list[float] = feature["geometry"]["coordinates"]
        return found

    assert point("--lat", "d,m", "--lon", "lon") == [20, 10.5]
    place = ("--lat", "place", "--lon", "place")
    assert point(*place, "--order", "lat,lon") == [2.25, 48.5]
    assert point(*place, "--order", "lon,lat") == [48.5, 2.25]
    result = invoke("convert", table, out, *options, *place)
    assert result.exit_code == 3
    assert "--order lat,lon" in result.stderr
    table.write_text("lat,lon\n10,600\n")
    assert invoke("convert", table, out).exit_code == 4
    convert(table, out, "--any-longitude")
    for named, target, why in (
        (("--lat", "lat", "--lon", "lon"), "out.jsonl", "JSON Lines has no geometries"),
        (("--order", "lat,lon"), "out.csv", "CSV has no geometries"),
    ):
        result = invoke("convert", table, tmp_path / target, *named)
        assert (result.exit_code, why in result.stderr) == (2, True)
    convert(features(tmp_path / "f.geojson", SHAPES[0]), out)
    result = invoke("convert", out, tmp_path / "out.parquet", "--lat", "n", "--lon", "n")
    assert (result.exit_code, "has geometries, which are kept" in result.stderr) == (2, True)
    table.write_text("a,b\n1,2\n")
    result = invoke("convert", table, out)
    assert (result.exit_code, "set --lat, --lon" in result.stderr) == (3, True)


def test_delimiters_and_decimal_marks(tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    text = 'id;x;y;s\n007;1,50;-2;"a;b"\n008;0,25;3;c,d\n'
    table.write_text(text)
    options = ("--delimiter", ";", "--decimal", ",")
    convert(table, out, *options, "--to-delimiter", ",", "--to-decimal", ".")
    assert out.read_text() == 'id,x,y,s\n007,1.50,-2,a;b\n008,0.25,3,"c,d"\n'
    convert(out, table, "--to-delimiter", ";", "--to-decimal", ",")
    assert table.read_text() == 'id;x;y;s\n007;1,50;-2;"a;b"\n008;0,25;3;c,d\n'
    # Nothing changes where nothing is asked.
    convert(table, out, *options)
    assert out.read_text() == text
    convert(table, tmp_path / "out.jsonl", *options)
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert rows == [
        {"id": "007", "x": 1.5, "y": -2, "s": "a;b"},
        {"id": "008", "x": 0.25, "y": 3, "s": "c,d"},
    ]


def test_rows_keep_their_bytes_in_their_own_format(tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    data = b'\xef\xbb\xbf"a",b \r\n\r\n 1,"x\r\ny"\r\n2,\xff\r\n'
    table.write_bytes(data)
    convert(table, out)
    assert out.read_bytes() == data
    lines = '{"a" : 1.50}\n\n{"b":[1, 2]}\n'
    assert invoke("convert", "-", "-", "--from-format", "jsonl", stdin=lines).stdout == lines


def test_invalid_rows(tmp_path: Path) -> None:
    table, out, bad = (tmp_path / n for n in ("in.csv", "out.geojson", "bad.csv"))
    table.write_text("n,lat,lon\n1,10,20\n2,95,20\n3,x,1\n4,1,2,3\n5,,\n")
    assert invoke("convert", table, out).exit_code == 4
    convert(table, out, "--invalid", "skip", "--rejects", bad)
    assert [f["properties"]["n"] for f in json.loads(out.read_text())["features"]] == [1]
    assert [line.split(",")[0] for line in bad.read_text().splitlines()[1:]] == ["3", "4", "5", "6"]
    said = convert(table, out, "--invalid", "null", "--rejects", bad)
    assert "4 rows written" in said
    rows = json.loads(out.read_text())["features"]
    assert [(f["geometry"] is None, f["properties"].get("lat")) for f in rows] == [
        (False, None),
        (True, "95"),
        (True, "x"),
        (True, ""),
    ]
    # Where no point is made, only a row whose cells cannot be told apart is invalid.
    convert(table, tmp_path / "out.jsonl", "--invalid", "skip", "--rejects", bad)
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 4
    assert bad.read_text().splitlines()[1].startswith('5,"the row has 4 fields')
    # A geometry that another encoding cannot hold.
    broken = features(tmp_path / "in.geojson", SHAPES[0], '{"type":"Point","coordinates":["x",1]}')
    result = invoke("convert", broken, tmp_path / "out.parquet")
    assert result.exit_code == 4
    assert "feature 2, column 'geometry': the geometry " in result.stderr
    convert(
        *(broken, tmp_path / "out.parquet", "--invalid", "skip"),
        *("--rejects", tmp_path / "bad.geojson"),
    )
    assert pq.read_metadata(tmp_path / "out.parquet").num_rows == 1
    (kept,) = json.loads((tmp_path / "bad.geojson").read_text())["features"]
    assert kept["geometry"] == {"type": "Point", "coordinates": ["x", 1]}
    result = invoke("convert", broken, out, "--rejects", tmp_path / "bad.geojson")
    assert (result.exit_code, "--rejects needs --invalid" in result.stderr) == (2, True)


def test_another_datum_is_kept_or_told(tmp_path: Path) -> None:
    layer = geopandas.GeoDataFrame(
        {"code": ["a"]}, geometry=geopandas.points_from_xy([10], [50]), crs=4267
    )
    path, gpkg = tmp_path / "in.parquet", tmp_path / "out.gpkg"
    layer.to_parquet(path)
    convert(path, gpkg)
    convert(gpkg, tmp_path / "back.parquet")
    assert (
        geopandas.read_file(gpkg).crs
        == geopandas.read_parquet(tmp_path / "back.parquet").crs
        == 4267
    )
    assert "is on NAD27, which CSV cannot say" in convert(path, tmp_path / "out.csv")
    for ending in ("geojson", "geojsonl", "kml"):
        result = invoke("convert", path, tmp_path / f"out.{ending}")
        assert (result.exit_code, "NAD27" in result.stderr) == (3, True)
    plane = layer.to_crs(3857)
    plane.to_parquet(path)
    result = invoke("convert", path, tmp_path / "out.csv")
    assert (result.exit_code, "is projected" in result.stderr) == (3, True)


def test_a_shapefile_holds_one_kind(tmp_path: Path) -> None:
    out = tmp_path / "out.shp"
    result = invoke("convert", features(tmp_path / "in.geojson", *SHAPES[:2]), out)
    assert result.exit_code == 3
    assert "one kind, not LineString and Point; write GeoPackage" in result.stderr
    assert not out.exists()
    convert(features(tmp_path / "in.geojson", *SHAPES[1:2], SHAPES[1], "null"), out)
    assert geopandas.read_file(out).geometry.notna().tolist() == [True, True, False]


def test_files_and_usage(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(POINTS, encoding="utf-8")
    result = invoke("convert", table)
    assert (result.exit_code, "Missing argument 'OUT'" in result.stderr) == (2, True)
    result = invoke("convert", table, tmp_path / "out.doc")
    assert (result.exit_code, "does not end with a known format" in result.stderr) == (2, True)
    result = invoke("convert", table, tmp_path / "o.csv", "--invalid", "skip", "--rejects", table)
    assert (result.exit_code, "are the same file" in result.stderr) == (2, True)
    result = invoke("convert", table, "-", "--to-format", "jsonl", "-q")
    assert (result.stdout.count("\n"), result.stderr) == (3, "")
    # The old meaning of the word.
    result = invoke("convert", "40.64,-73.78", tmp_path / "out.csv")
    assert result.exit_code != 0
    packed = tmp_path / "out.jsonl.gz"
    convert(table, packed)
    convert(packed, table)
    assert table.read_text(encoding="utf-8") == POINTS


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)
ROWS = st.lists(
    st.tuples(CELLS, st.floats(-95, 95) | st.none(), st.floats(-600, 600)), min_size=1, max_size=12
)


@settings(max_examples=40, deadline=None)
@given(
    rows=ROWS, ending=st.sampled_from(["geojson", "geojsonl", "parquet", "arrow", "jsonl", "tsv"])
)
def test_rows_in_are_rows_out_and_rejects(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any], ending: str
) -> None:
    folder = tmp_path_factory.mktemp("convert")
    table, out, bad = (folder / n for n in ("in.jsonl", f"out.{ending}", "bad.jsonl"))
    table.write_text(
        "".join(json.dumps({"name": n, "lat": a, "lon": o}) + "\n" for n, a, o in rows)
    )
    good = [x for x in rows if x[1] is not None and abs(x[1]) <= 90 and abs(x[2]) <= 540]
    is_measured = ending not in ("jsonl", "tsv")
    convert(
        table,
        out,
        "--invalid",
        "skip",
        "--rejects",
        bad,
    )
    left = bad.read_text().count("\n")
    if not good and ending in ("geojsonl",):
        return  # nothing at all is not JSON
    again = folder / "again.jsonl"
    convert(out, again)
    kept = [json.loads(line) for line in again.read_text().split("\n") if line]
    assert len(kept) + left == len(rows)
    if is_measured:
        assert len(kept) == len(good)
        assert [row["name"] for row in kept] == [name for name, _, _ in good]


@pytest.mark.parametrize("target", ["csv", "json", "jsonl", "xlsx"])
@pytest.mark.parametrize("between", ["parquet", "arrow", "gpkg", "geojson"])
def test_points_that_columns_hold_do_not_come_twice(
    tmp_path: Path, between: str, target: str
) -> None:
    table, layer, out, back = (
        tmp_path / n for n in ("in.csv", f"layer.{between}", f"out.{target}", "back.csv")
    )
    geometry = geopandas.points_from_xy([2.5, -3], [1, 4])
    frame = geopandas.GeoDataFrame({"y": [1.0, 4], "x": [2.5, -3]}, geometry=geometry, crs=4326)

    def header() -> list[str]:
        written = {"parquet": frame.to_parquet, "arrow": frame.to_feather}
        written.get(between, frame.to_file)(layer)
        convert(layer, out)
        convert(out, back)
        return back.read_text().splitlines()[0].split(",")

    assert header() == ["y", "x"]
    assert back.read_text().splitlines()[2].split(",") in (["4", "-3"], ["4.0", "-3.0"])
    # A number that differs, a height, and columns that are no pair are not left out.
    frame.loc[1, "x"] = 3
    assert header() == ["y", "x", "lat", "lon"]
    frame["x"] = frame.geometry.x
    frame.loc[0, "geometry"] = None
    assert header() == ["y", "x"]
    frame["geometry"] = geopandas.points_from_xy([2.5, -3], [1, 4], [7, 8])
    assert header() == ["y", "x", "h"]
    frame = frame.rename(columns={"y": "a"})
    assert header() == ["a", "x", "lat", "lon", "h"]
    # Tables that cannot be read twice keep both.
    if between == "parquet" and target == "csv":
        table.write_text(POINTS, encoding="utf-8")
        convert(table, layer)
        result = invoke("distance", layer, "--to", "0,0", "-o", out)
        assert result.exit_code == 0, result.output
        assert out.read_text(encoding="utf-8").splitlines()[0] == "code,lat,lon,distance"
        near = invoke("nearest", layer, layer, "-o", out)
        assert near.exit_code == 0, near.output
        names = out.read_text(encoding="utf-8").splitlines()[0]
        assert names == "code,lat,lon,code_right,lat_right,lon_right,distance"


def test_rings_that_cross_themselves_are_written_as_kml(tmp_path: Path) -> None:
    bow = '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}'
    twice = '{"type":"Polygon","coordinates":[[[0,0],[0,0],[1,0],[0,0]]]}'
    first = features(tmp_path / "in.geojson", bow, twice)
    convert(first, tmp_path / "out.kml")
    layer = geopandas.read_file(tmp_path / "out.kml")
    assert layer.geometry.force_2d().geom_equals(geopandas.read_file(first).geometry).all()


def test_a_crs_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    made, broken = tmp_path / "made.shp.zip", tmp_path / "broken.shp.zip"
    convert(features(tmp_path / "in.geojson", SHAPES[0]), made)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(broken, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"Greenwich", b"Green\x87ich"))
    result = invoke("convert", broken, tmp_path / "out.csv")
    assert result.exit_code == 3, result.output
    assert "broken.shp.zip: what it says of its CRS is not UTF-8" in result.stderr
