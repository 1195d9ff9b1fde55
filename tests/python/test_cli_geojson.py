"""GeoJSON features of all kinds, in and out."""

from __future__ import annotations

import csv
import itertools
import json
import time
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")

import pyarrow.parquet as pq
from test_cli_formats import invoke, make, measure

import geodist

if TYPE_CHECKING:
    from pathlib import Path


def test_rows_without_a_geometry_keep_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("lat1,lon1,lat2,lon2\n1,2,3,4\n95,139.7,3,4\n1,east,3,4\n", encoding="utf-8")
    out = tmp_path / "out.geojson"
    measure(path, out, "--invalid", "null")
    first, second, third = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert first["geometry"]["coordinates"] == [2, 1]
    assert "lat1" not in first["properties"]
    assert second["geometry"] is None
    assert float(second["properties"]["lat1"]) == 95
    assert float(second["properties"]["lon1"]) == 139.7
    assert third["geometry"] is None
    assert third["properties"]["lon1"] == "east"


def test_geojson_of_all_shapes(tmp_path: Path) -> None:
    features = [
        '{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":null}',
        '{"type":"Feature","geometry":{"type":"Point","coordinates":[3.0,4,50]},"properties":{}}',
        (
            '{"type":"Feature","properties":{"properties":{"a":1},"s":"]}{\\"properties\\": {"},'
            '"geometry":{"coordinates":[5,6.5],"type":"Point"},"id":"x"}'
        ),
    ]
    text = (
        '{"bbox":[0,0,9,9],"features" :\n[ '
        + ",\n".join(features)
        + ' ],"type":"FeatureCollection"}\n'
    )
    (tmp_path / "in.geojson").write_text(text, encoding="utf-8")
    out = tmp_path / "out.geojson"
    measure(tmp_path / "in.geojson", out, "--to", "0,0")
    written = json.loads(out.read_text(encoding="utf-8"))
    given = json.loads(text)
    expected = [geodist.distance(lat, lon, 0, 0) for lon, lat in [(1, 2), (3, 4), (5, 6.5)]]
    for feature, distance in zip(given["features"], expected, strict=True):
        feature["properties"] = (feature["properties"] or {}) | {"distance": distance}
    assert written == given
    measure(tmp_path / "in.geojson", tmp_path / "out.csv", "--to", "0,0")
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["h"] for row in rows] == ["", "50", ""]
    assert [row["lat"] for row in rows] == ["2", "4", "6.5"]


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ("null", "the geometry is missing (null)"),
        (
            '{"type":"LineString","coordinates":[[1,2],[3,4]]}',
            "the geometry is a LineString, not a Point",
        ),
        ('{"type":"Point","coordinates":[]}', "the geometry is an empty Point"),
    ],
)
def test_geometry_that_is_no_point(tmp_path: Path, geometry: str, reason: str) -> None:
    point = '{"type":"Point","coordinates":[1,2]}'
    text = ",".join(
        f'{{"type":"Feature","properties":{{"i":{i}}},"geometry":{g}}}'
        for i, g in enumerate([point, geometry, point])
    )
    path = tmp_path / "in.geojson"
    path.write_text(f'{{"type":"FeatureCollection","features":[{text}]}}', encoding="utf-8")
    result = invoke("distance", path, "--to", "0,0", "-o", tmp_path / "out.geojson")
    assert result.exit_code == 4
    assert f"in.geojson, feature 2, column 'geometry': {reason}" in result.stderr
    measure(path, tmp_path / "out.geojson", "--to", "0,0", "--invalid", "skip")
    assert len(json.loads((tmp_path / "out.geojson").read_text())["features"]) == 2


def test_features_that_are_no_objects(tmp_path: Path) -> None:
    point = (
        '{"type":"Feature","properties":{"i":%d},"geometry":{"type":"Point","coordinates":[1,2]}}'
    )
    features = ['"x, ]"', "5", point % 3, "null", "[1]", point % 6, "true"]
    path = tmp_path / "in.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[' + " ,\n".join(features) + "]}", encoding="utf-8"
    )
    result = invoke("distance", path, "--to", "0,0", "-o", tmp_path / "out.geojson")
    assert result.exit_code == 4
    assert "in.geojson, feature 1: this is not a JSON object" in result.stderr
    bad = tmp_path / "bad.geojson"
    options = ["--to", "0,0", "--invalid", "skip", "--rejects", str(bad)]
    for ending in ("geojson", "csv"):
        out = tmp_path / f"out.{ending}"
        result = measure(path, out, *options)
        assert "2 rows written" in result.stderr
        assert "5 invalid" in result.stderr
        rejected = [
            f["properties"] for f in json.loads(bad.read_text(encoding="utf-8"))["features"]
        ]
        assert [row["reject_line"] for row in rejected] == [1, 2, 4, 5, 7]
        assert [row["reject_text"] for row in rejected] == ['"x, ]"', "5", "null", "[1]", "true"]
    features = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["i"] for feature in features] == [3, 6]


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize(
    ("crs", "reason"),
    [
        ("null", None),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", None),
        ("urn:ogc:def:crs:OGC::CRS84h", None),
        ("urn:ogc:def:crs:EPSG::4326", None),
        ("urn:ogc:def:crs:EPSG:8.9:4979", None),
        ("EPSG:4326", None),
        ("urn:ogc:def:crs:EPSG::3857", "'WGS 84 / Pseudo-Mercator' is projected"),
        ("EPSG:25832", "is projected"),
        ('{"type":"link","properties":{"href":"x"}}', "the member crs does not name a CRS"),
    ],
)
def test_crs_of_geojson(tmp_path: Path, crs: str, reason: str | None, behind: bool) -> None:
    if reason is not None:
        pytest.importorskip("pyproj")
    if not crs.startswith(("{", "null")):
        crs = f'{{"type":"name","properties":{{"name":"{crs}"}}}}'
    points = '"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}}]'
    members = [points, f'"crs":{crs}'] if behind else [f'"crs":{crs}', points]
    path, out = tmp_path / "in.geojson", tmp_path / "out.csv"
    path.write_text(f'{{"type":"FeatureCollection",{",".join(members)}}}', encoding="utf-8")
    result = invoke("distance", path, "--to", "0,0", "-o", out)
    if reason is None:
        assert result.exit_code == 0, result.output
        return
    assert result.exit_code == 3
    assert "in.geojson: " in result.stderr
    assert reason in result.stderr
    assert not out.exists()


def test_features_keep_their_id(tmp_path: Path) -> None:
    point = '"geometry":{"type":"Point","coordinates":[1,2]}'
    features = [
        '{"type":"Feature","id":"a\\"1","properties":{"n":1},' + point + "}",
        '{"type":"Feature","properties":null,' + point + "}",
        '{"type":"Feature","id":"b","properties":{"n":3},' + point + "}",
    ]
    path = tmp_path / "in.geojson"
    path.write_text('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}")
    out = tmp_path / "out.geojson"
    measure(path, out, "--azi1", "0", "--distance", "0", command="direct")
    moved = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert [feature.get("id", "none") for feature in moved] == ['a"1', "none", "b"]
    assert list(moved[0]["properties"])[:1] == ["n"]
    assert "id" not in moved[0]["properties"]
    measure(path, tmp_path / "out.parquet", "--to", "0,0")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names == ["n", "id", "geometry", "distance"]
    assert table["id"].to_pylist() == ['a"1', None, "b"]
    path.write_text(path.read_text().replace('"n"', '"id"'))
    measure(path, tmp_path / "out.parquet", "--to", "0,0")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table["id"].to_pylist() == [1, None, 3]
    assert table["feature_id"].to_pylist() == ['a"1', None, "b"]


@pytest.mark.parametrize(
    ("late", "column", "value"),
    [
        ('"id":7,"geometry":{"type":"Point","coordinates":[1,2]}', "id", "7"),
        ('"geometry":{"type":"Point","coordinates":[1,2,3]}', "h", "3"),
        ('"properties":{"new":1},"geometry":{"type":"Point","coordinates":[1,2]}', "new", "1"),
    ],
)
def test_what_features_have_later_is_kept(
    tmp_path: Path, late: str, column: str, value: str
) -> None:
    feature = '{"type":"Feature",' + late + "}"
    first = '{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1,2]}}'
    features = ",\n".join([first] * 30_000 + [feature])
    path = tmp_path / "in.geojson"
    path.write_text('{"type":"FeatureCollection","features":[' + features + "]}")
    measure(path, tmp_path / "out.csv", "--to", "0,0")
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 30_001
    assert {row[column] for row in rows[:-1]} == {""}
    assert rows[-1][column] == value
    measure(path, tmp_path / "out.geojson", "--to", "0,0")
    last = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"][-1]
    given = json.loads(feature)
    given["properties"] = given.get("properties", {}) | {"distance": geodist.distance(2, 1, 0, 0)}
    assert last == given


def test_properties_of_mixed_types_are_kept(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": p, "geometry": {"type": "Point", "coordinates": [1, 2]}}
        for p in ({"a": 1, "b": 2}, {"a": "x"}, None)
    ]
    path = tmp_path / "in.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    measure(path, tmp_path / "out.csv", "--to", "0,0")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [
        *(["1", "2", "2", "1"], ["x", "", "2", "1"], ["", "", "2", "1"])
    ]


@pytest.mark.parametrize("command", ["distance", "inverse", "rhumb"])
@pytest.mark.parametrize("end", ["--from", "--to"])
@pytest.mark.parametrize("ending", ["geojson", "csv", "parquet"])
def test_a_point_of_all_rows_moves_no_feature(
    tmp_path: Path, ending: str, end: str, command: str
) -> None:
    rows = [{"n": n, "lat1": n / 2, "lon1": float(n)} for n in range(3)]
    source, out = make(tmp_path / f"in.{ending}", rows), tmp_path / "out.geojson"
    measure(source, out, end, "48,2", command=command)
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert [f["geometry"]["coordinates"] for f in features] == [[n, n / 2] for n in range(3)]
    assert all("lat" not in feature["properties"] for feature in features)


def test_columns_that_are_set_move_no_feature(tmp_path: Path) -> None:
    rows = [{"n": n, "lat1": n / 2, "lon1": float(n), "y": 5, "x": 6} for n in range(3)]
    source, out = make(tmp_path / "in.geojson", rows), tmp_path / "out.geojson"
    measure(source, out, "--lat1", "y", "--lon1", "x", "--to", "48,2")
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert [f["geometry"]["coordinates"] for f in features] == [[n, n / 2] for n in range(3)]
    assert features[0]["properties"]["distance"] == geodist.distance(5, 6, 48, 2)


def test_decimals_of_a_geometry(tmp_path: Path) -> None:
    out = tmp_path / "out.geojson"
    options = ("-n", "3", "--precision", "0", "-o", out)
    assert invoke("waypoints", "40.64,-73.78", "51.47,-0.45", *options).exit_code == 0
    for feature in json.loads(out.read_text(encoding="utf-8"))["features"]:
        properties = feature["properties"]
        assert feature["geometry"]["coordinates"] == [properties["lon"], properties["lat"]]
        assert round(properties["lat"], 5) == properties["lat"]


def test_projected_coordinates_are_suspected(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("X,Y\n500000,4649776\n", encoding="utf-8")
    result = invoke("distance", tmp_path / "in.csv", "--to", "0,0")
    assert "'4649776' is not a latitude in [-90, 90]; projected coordinates?" in result.stderr


@pytest.mark.parametrize("order", list(itertools.permutations(["type", "properties", "geometry"])))
def test_blocks_may_end_anywhere(
    tmp_path: Path, order: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also behind the properties of a feature whose geometry comes in the next block."""
    members = [
        {"type": "Feature", "properties": {"n": n}, "geometry": {"type": "Point", "coordinates": p}}
        for n, p in enumerate([[n, n / 2] for n in range(40)])
    ]
    features = [{key: feature[key] for key in order} for feature in members]
    source, out = tmp_path / "in.geojson", tmp_path / "out.geojson"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    for size in range(200, 330, 13):
        monkeypatch.setattr("geodist.cli.io.json_text.Text.block", size)
        measure(source, out, "--to", "1,2")
        written = json.loads(out.read_text(encoding="utf-8"))["features"]
        for n, feature in enumerate(written):
            assert feature["properties"] == {"n": n, "distance": geodist.distance(n / 2, n, 1, 2)}
        assert len(written) == len(features)


def test_own_names_of_a_geometry_are_told(tmp_path: Path) -> None:
    source = make(tmp_path / "in.geojson", [{"n": 1, "lat1": 1, "lon1": 2}])
    result = invoke("waypoints", source, "--to", "1,2", "-n", "2", "-o", tmp_path / "out.csv")
    assert result.exit_code == 3
    assert "'lat' is already the geometry; add a --prefix to the new columns" in result.stderr


@pytest.mark.parametrize("ending", ["jsonl", "ndjson"])
def test_lines_that_are_features_are_read_as_such(tmp_path: Path, ending: str) -> None:
    point = {"type": "Point", "coordinates": [2, 1]}
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": point}
    for count in (1, 3):
        path = tmp_path / f"features.{ending}"
        path.write_text((json.dumps(feature) + "\n") * count)
        result = invoke("distance", path, "--to", "0,0", "-q")
        assert result.exit_code == 0, result.output
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        assert [line["properties"]["distance"] for line in lines] == [
            pytest.approx(248575.565, abs=1e-3)
        ] * count


def test_features_cost_time_in_proportion(tmp_path: Path) -> None:
    """A feature costs as much whatever the number of features in its block, and its rejects too."""
    times = []
    for count in (2_000, 32_000):
        rows = [(i % 91, i % 181, i % 5 == 0) for i in range(count)]
        features = [
            f'{{"type":"Feature","properties":{{"n":{i}}},"geometry":{{"type":"Point",'
            f'"coordinates":[{lon},{999 if bad else lat}]}}}}'
            for i, (lat, lon, bad) in enumerate(rows)
        ]
        path, out, rejects = (tmp_path / f"{n}.geojson" for n in ("in", "out", "bad"))
        path.write_text('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}")
        start = time.process_time()
        measure(path, out, "--to", "0,0", "-q", "--invalid", "skip", "--rejects", str(rejects))
        times.append((time.process_time() - start) / count)
    assert times[1] < 3 * times[0]
    found = [f["properties"] for f in json.loads(out.read_text())["features"]]
    good = [(i, lat, lon) for i, (lat, lon, bad) in enumerate(rows) if not bad]
    assert [row["n"] for row in found] == [i for i, _, _ in good]
    lats, lons = ([row[axis] for row in good] for axis in (1, 2))
    assert [row["distance"] for row in found] == geodist.distance(lats, lons, 0, 0).tolist()
    assert len(json.loads(rejects.read_text())["features"]) == len(rows) - len(good)


@pytest.mark.parametrize("ending", ["geojson", "geojsonl", "parquet", "gpkg"])
def test_points_inside_of_objects_stay_beside_the_geometry(tmp_path: Path, ending: str) -> None:
    if ending == "gpkg":
        pytest.importorskip("pyogrio", reason="the extra gis is not installed")
    path, out, back = (tmp_path / n for n in ("in.jsonl", f"out.{ending}", "back.geojson"))
    path.write_text('{"at":{"lat":1,"lng":2},"n":7}\n')
    measure(path, out, "--to", "0,0")
    assert invoke("convert", out, back).exit_code == (3 if ending == "parquet" else 0)
    if ending == "parquet":
        return  # numbers of columns make no geometry there
    (feature,) = json.loads(back.read_text())["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [2, 1]}
    at = feature["properties"]["at"]
    assert (json.loads(at) if isinstance(at, str) else at) == {"lat": 1, "lng": 2}
    assert feature["properties"]["distance"] == pytest.approx(248575.565, abs=1e-3)
