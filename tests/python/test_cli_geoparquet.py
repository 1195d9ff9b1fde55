"""The commands on one point a row take it from the geometry of GeoParquet and GeoJSON."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("geopandas")

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from test_cli import invoke, table

import geodist as gd
from geodist._columns import datums

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

registry = pytest.importorskip("geoarrow.types.type_pyarrow", reason="geoarrow is not installed")

PLACES = [("JFK", 40.64, -73.78, 4.0), ("SYD", -33.95, 151.18, 6.0), ("NAN", 1.28, 103.83, 22.0)]
LHR = (51.47, -0.45)


@pytest.fixture(autouse=True, params=["registered", "unregistered"])
def types(request: pytest.FixtureRequest) -> Iterator[None]:
    """Libraries that a process imports may register GeoArrow's types with Arrow, or not."""
    with getattr(registry, f"{request.param}_extension_types")():
        yield


@pytest.fixture(params=["WKB", "geoarrow"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return write(tmp_path, request.param)


def write(folder: Path, encoding: str, *, heights: bool = False) -> Path:
    codes, lats, lons, tall = zip(*PLACES, strict=True)
    # The plain columns are those of other places, as after a move.
    frame = {"code": codes, "lat": [0.0] * 3, "lon": [1.0] * 3, "course": [30.0] * 3}
    points = geopandas.points_from_xy(lons, lats, tall if heights else None, crs=4326)
    path = folder / "places.parquet"
    geopandas.GeoDataFrame(frame, geometry=points).to_parquet(path, geometry_encoding=encoding)
    return path


def test_distance_to_a_point(places: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    result = invoke("distance", places, "--to", "51.47,-0.45", "-o", out)
    assert result.exit_code == 0, result.output
    assert "geodist: from points 'geometry' to lat 51.47, lon -0.45\n" in result.stderr
    written, given = geopandas.read_parquet(out), geopandas.read_parquet(places)
    assert written.crs == given.crs
    assert written.geometry.geom_equals(given.geometry).all()
    expected = [gd.distance(lat, lon, *LHR) for _, lat, lon, _ in PLACES]
    assert written["distance"].tolist() == expected
    result = invoke("distance", places, "--from", "51.47,-0.45", "-q", "-o", out)
    assert geopandas.read_parquet(out)["distance"].tolist() == expected
    # Columns that are named come before the geometry.
    named = ["--lat1", "lat", "--lon1", "lon", "--to", "0,1"]
    assert invoke("distance", places, *named, "-q", "-o", out).exit_code == 0
    assert geopandas.read_parquet(out)["distance"].tolist() == [0, 0, 0]


def test_two_points_need_another_one(places: Path) -> None:
    result = invoke("distance", places)
    assert result.exit_code == 3
    assert "only one, 'geometry'; use --to LAT,LON for one second point" in result.stderr


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
@pytest.mark.parametrize("heights", [False, True])
def test_ecef(tmp_path: Path, encoding: str, heights: bool) -> None:
    path, out = write(tmp_path, encoding, heights=heights), tmp_path / "out.jsonl"
    result = invoke("ecef", path, "-o", out)
    assert result.exit_code == 0, result.output
    assert (
        f"points 'geometry', h {chr(39) + 'geometry' + chr(39) if heights else 0} m\n"
        in result.stderr
    )
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    for row, (code, lat, lon, height) in zip(rows, PLACES, strict=True):
        assert row["code"] == code
        assert [row[axis] for axis in "xyz"] == list(gd.to_ecef(lat, lon, height * heights))


def test_other_commands_and_formats(places: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.geojson"
    distances = ["--distance", "1000", "--azi1", "course"]
    result = invoke("direct", places, *distances, "-o", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    expected = gd.direct(PLACES[0][1], PLACES[0][2], 30, 1000)
    assert pd.read_csv(tmp_path / "out.csv")["lat2"][0] == expected.lat2
    result = invoke("distance", places, "--to", "51.47,-0.45", "-o", out)
    features = json.loads(out.read_text())["features"]
    assert features[1]["geometry"]["coordinates"] == [151.18, -33.95]
    assert list(features[1]["properties"]) == ["code", "lat", "lon", "course", "distance"]
    result = invoke("map", places, "-o", tmp_path / "map.html")
    assert "geometries of " in result.stderr
    assert "[-73.78,40.64,151.18,-33.95,103.83,1.28]" in (tmp_path / "map.html").read_text("utf-8")
    # A GeoJSON geometry is the point too, whatever the properties are called.
    features[0]["properties"]["lat2"] = features[0]["properties"]["lon2"] = 7
    geojson = table(
        tmp_path,
        json.dumps({"type": "FeatureCollection", "features": features[:1]}).encode(),
        "in.geojson",
    )
    result = invoke("distance", geojson, "--to", "51.47,-0.45", "--prefix", "new_", "-q")
    assert json.loads(result.stdout)["features"][0]["properties"]["new_distance"] == gd.distance(
        *PLACES[0][1:3], *LHR
    )


def test_missing_points(places: Path, tmp_path: Path) -> None:
    frame = geopandas.read_parquet(places)
    frame.loc[1, "geometry"] = None
    frame.to_parquet(places)
    result = invoke("distance", places, "--to", "0,0", "-o", tmp_path / "out.parquet")
    assert result.exit_code == 4
    assert "row 2, column 'geometry': the geometry is missing" in result.stderr
    result = invoke(
        "distance", places, "--to", "0,0", "--invalid", "null", "-o", tmp_path / "out.parquet"
    )
    written = geopandas.read_parquet(tmp_path / "out.parquet")
    assert written["distance"].isna().tolist() == [False, True, False]
    assert written.geometry.isna().tolist() == [False, True, False]
    result = invoke(
        "distance", places, "--to", "0,0", "--invalid", "null", "-q", "-o", tmp_path / "out.geojson"
    )
    text = (tmp_path / "out.geojson").read_text()
    assert json.loads(text)["features"][1]["geometry"] is None
    assert text.count('"geometry":null') == 1


def test_a_projected_layer_is_refused(places: Path) -> None:
    geopandas.read_parquet(places).to_crs(3857).to_parquet(places)
    result = invoke("ecef", places)
    assert result.exit_code == 3
    assert "column 'geometry': " in result.stderr
    assert "is projected" in result.stderr


def write_geometries(folder: Path, types: list[str] | None, *geometries: object) -> Path:
    """Write a table whose metadata name these types of geometry."""
    count = len(geometries)
    frame = {"i": list(range(count)), "lat": [50.0] * count, "lon": [8.0] * count}
    path = folder / "in.parquet"
    geopandas.GeoDataFrame(frame, geometry=list(geometries), crs=4326).to_parquet(path)
    stored = pq.read_table(path)
    about = json.loads(stored.schema.metadata[b"geo"])
    if types is not None:
        about["columns"]["geometry"]["geometry_types"] = types
    metadata = {**stored.schema.metadata, b"geo": json.dumps(about).encode()}
    pq.write_table(stored.replace_schema_metadata(metadata), path)
    return path


@pytest.mark.parametrize("types", [None, [], ["Point", "Point Z"]])
def test_points_of_two_and_three_dimensions(tmp_path: Path, types: list[str] | None) -> None:
    points = [shapely.Point(2, 1), shapely.Point(4, 3, 50), None, shapely.Point(6, 5)]
    path = write_geometries(tmp_path, types, *points)
    out = tmp_path / "out.geojson"
    options = ["--invalid", "null", "-q", "-o", out]
    result = invoke("distance", path, "--to", "0,0", *options)
    assert result.exit_code == 0, result.output
    features = json.loads(out.read_text())["features"]
    coordinates = [f["geometry"] and f["geometry"]["coordinates"] for f in features]
    assert coordinates == [[2, 1], [4, 3, 50], None, [6, 5]]
    assert [f["properties"]["distance"] for f in features] == [
        None if p is None else gd.distance(p.y, p.x, 0, 0) for p in points
    ]
    # Where a point has no height it is 0; GeoJSON does the same.
    expected = [gd.to_ecef(p.y, p.x, p.z if p.has_z else 0)[0] for p in points if p is not None]
    geojson = tmp_path / "in.geojson"
    geojson.write_bytes(out.read_bytes())
    for source in (path, geojson):
        result = invoke("ecef", source, *options)
        assert result.exit_code == 0, result.output
        rows = [f["properties"]["x"] for f in json.loads(out.read_text())["features"]]
        assert rows == [expected[0], expected[1], None, expected[2]]


def test_heights_of_the_other_table(tmp_path: Path) -> None:
    path = write(tmp_path, "WKB", heights=True)
    left = table(tmp_path, b"lat,lon\n40.6,-73.7\n-34,151\n")
    result = invoke("nearest", left, path, "-q")
    assert result.exit_code == 0, result.output
    rows = [line.split(",") for line in result.stdout.splitlines()]
    names = ["geometry_lat", "geometry_lon", "geometry_h", "distance"]
    assert rows[0] == ["lat", "lon", "code", "lat_right", "lon_right", "course", *names]
    # Its own columns lat and lon stay apart from those of its geometry.
    assert [row[6:9] for row in rows[1:]] == [["40.64", "-73.78", "4"], ["-33.95", "151.18", "6"]]


@pytest.mark.parametrize("types", [None, []])
def test_geometries_that_are_no_points_are_rows_that_cannot_be_used(
    tmp_path: Path, types: list[str] | None
) -> None:
    line, area = shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)
    path = write_geometries(tmp_path, types, shapely.Point(2, 1), area, line, shapely.Point(4, 3))
    result = invoke("distance", path, "--to", "0,0", "-o", tmp_path / "out.csv")
    assert result.exit_code == 4
    assert "row 2, column 'geometry': the geometry is a Polygon, not a Point\n" in result.stderr
    bad = tmp_path / "bad.parquet"
    options = ["--invalid", "skip", "--rejects", bad, "-o", tmp_path / "out.csv"]
    result = invoke("distance", path, "--to", "0,0", *options)
    assert result.exit_code == 0, result.output
    assert pd.read_csv(tmp_path / "out.csv")["i"].tolist() == [0, 3]
    rejected = pq.read_table(bad)
    assert rejected["reject_line"].to_pylist() == [2, 3]
    assert "is a LineString, not a Point" in rejected["reject_reason"][1].as_py()


def test_polygons_with_columns_of_a_point(tmp_path: Path) -> None:
    path = write_geometries(tmp_path, None, shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3))
    result = invoke("distance", path, "--to", "50,8", "-o", tmp_path / "out.parquet")
    assert result.exit_code == 0, result.output
    written = geopandas.read_parquet(tmp_path / "out.parquet")
    assert written["distance"].tolist() == [0, 0]
    assert written.geometry[1].equals(shapely.box(2, 2, 3, 3))
    geopandas.read_parquet(path)[["i", "geometry"]].to_parquet(path)
    result = invoke("distance", path, "--to", "50,8", "-o", tmp_path / "out.parquet")
    assert result.exit_code == 4
    assert "row 1, column 'geometry': the geometry is a Polygon, not a Point\n" in result.stderr


@pytest.mark.parametrize("cut", [b"\x01", b"\x01\x01\x00\x00\x00" + b"\0" * 12])
def test_points_that_are_cut_off(tmp_path: Path, cut: bytes) -> None:
    path = write_geometries(tmp_path, None, shapely.Point(2, 1), shapely.Point(4, 3))
    stored = pq.read_table(path)
    cells = pa.array([shapely.Point(2, 1).wkb, cut])
    pq.write_table(stored.drop_columns("geometry").append_column("geometry", cells), path)
    result = invoke("distance", path, "--to", "0,0", "-o", tmp_path / "out.csv")
    assert result.exit_code == 4
    assert "row 2, column 'geometry': the geometry is cut off" in result.stderr


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
@pytest.mark.parametrize("heights", [False, True])
@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl"])
def test_numbers_stand_for_points(
    tmp_path: Path, ending: str, encoding: str, heights: bool
) -> None:
    """Formats without geometries get columns of numbers, which are read back as the points."""
    places, out = write(tmp_path, encoding, heights=heights), tmp_path / f"out.{ending}"
    assert invoke("distance", places, "--to", "51.47,-0.45", "-o", out).exit_code == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    if ending == "jsonl":
        rows = [[str(value) for value in json.loads(line).values()] for line in lines]
        names = list(json.loads(lines[0]))
    else:
        names, *rows = (line.split("," if ending == "csv" else "\t") for line in lines)
    own = ["code", "lat", "lon", "course", "geometry_lat", "geometry_lon"]
    assert names == [*own, *(["geometry_h"] if heights else []), "distance"]
    for row, (code, *point) in zip(rows, PLACES, strict=True):
        assert row[0] == code
        assert [float(x) for x in row[4:-1]] == point[: 3 if heights else 2]
        assert float(row[-1]) == gd.distance(point[0], point[1], *LHR)


def test_rows_without_a_point_have_no_numbers(tmp_path: Path) -> None:
    path, out = tmp_path / "in.parquet", tmp_path / "out.csv"
    shapes = [shapely.Point(7, 46), None, shapely.LineString([(0, 0), (1, 1)])]
    geopandas.GeoDataFrame({"n": [1, 2, 3]}, geometry=shapes, crs=4326).to_parquet(path)
    rejects = tmp_path / "bad.parquet"
    options = ("--to", "0,0", "--invalid", "null", "--rejects", rejects, "-o", out, "-q")
    assert invoke("distance", path, *options).exit_code == 0
    rows = out.read_text(encoding="utf-8").splitlines()
    assert rows == ["n,lat,lon,distance", f"1,46,7,{gd.distance(46, 7, 0, 0)!r}", "2,,,", "3,,,"]
    # Rejects keep the geometry as it is.
    assert geopandas.read_parquet(rejects).geometry.to_list() == shapes[1:]
    result = invoke("waypoints", path, "--to", "0,0", "-n", "2", "-o", out)
    assert result.exit_code == 3
    assert "'lat' is already the geometry; add" in result.stderr
    result = invoke("waypoints", path, "-n", "2", *options, "--prefix", "p_")
    assert result.exit_code == 0, result.output


AREA = shapely.Polygon([(0, 0), (1, 0), (1, 1)])


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_geometries_that_are_not_read_stay_as_they_are(tmp_path: Path, ending: str) -> None:
    path, out = tmp_path / "in.parquet", tmp_path / f"out.{ending}"
    frame = {"lat": [40.0, 41.0], "lon": [-73.0, -72.0]}
    geometry = [shapely.Point(7, 46), AREA]
    geopandas.GeoDataFrame(frame, geometry=geometry, crs=4326).to_parquet(path)
    named = ("--lat1", "lat", "--lon1", "lon", "--to", "1,2")
    assert invoke("distance", path, *named, "-o", out).exit_code == 0
    with out.open(encoding="utf-8", newline="") as file:
        if ending == "csv":
            shapes = [json.loads(row["geometry"]) for row in csv.DictReader(file)]
        else:
            shapes = [json.loads(line)["geometry"] for line in file]
    assert [shapely.geometry.shape(shape) for shape in shapes] == geometry
    left = table(tmp_path, b"lat,lon\n40,-73\n", "left.csv")
    joined, right = tmp_path / "joined.parquet", ("--right-lat", "lat", "--right-lon", "lon")
    assert invoke("within", left, path, "-r", "9e6", *right, "-o", joined).exit_code == 0
    written = pq.read_table(joined)["geometry_right"].to_pylist()
    assert written == [shape.wkb for shape in geometry]


def test_a_row_without_a_result_keeps_its_point(tmp_path: Path) -> None:
    path, out = tmp_path / "in.parquet", tmp_path / "out.geojson"
    frame = {"lat1": [None, 1.0], "lon1": [2.0, 2.0], "lat2": [3.0, 3.0], "lon2": [4.0, 4.0]}
    geometry = [shapely.Point(7, 46), shapely.Point(8, 47)]
    geopandas.GeoDataFrame(frame, geometry=geometry, crs=4326).to_parquet(path)
    names = [x for name in frame for x in (f"--{name}", name)]
    options = ("--invalid", "null", *names, "-o", out)
    assert invoke("distance", path, *options).exit_code == 0
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert [f["geometry"]["coordinates"] for f in features] == [[7, 46], [8, 47]]
    assert [f["properties"]["distance"] is None for f in features] == [True, False]


def distances(path: Path) -> list[float]:
    with path.open() as file:
        return [float(row["distance"]) for row in csv.DictReader(file)]


def test_a_layer_is_measured_on_its_own_ellipsoid(places: Path, tmp_path: Path) -> None:
    layer = geopandas.read_parquet(places).set_crs(4267, allow_override=True)
    layer.to_parquet(places)
    lat, lon = layer.geometry.y, layer.geometry.x
    out = tmp_path / "out.csv"
    result = invoke("distance", places, "--to", "51.47,-0.45", "-o", out)
    assert result.exit_code == 0, result.output
    told = f"geodist: {places} is on NAD27; measured on Clarke 1866, its ellipsoid\n"
    assert told in result.stderr
    truth = gd.distance(lat, lon, *LHR, ellipsoid="Clarke 1866").tolist()
    assert distances(out) == truth
    # One that is given wins.
    result = invoke("distance", places, "--to", "51.47,-0.45", "--ellipsoid", "sphere", "-o", out)
    assert "is on NAD27; measured on sphere, by --ellipsoid" in result.stderr
    truth = gd.distance(lat, lon, *LHR, ellipsoid="sphere").tolist()
    assert distances(out) == truth
    # Columns of numbers are on WGS84.
    columns = ("--lat1", "lat", "--lon1", "lon")
    result = invoke("distance", places, "--to", "51.47,-0.45", *columns, "-o", out)
    assert result.exit_code == 0, result.output
    assert "NAD27" not in result.stderr
    assert distances(out)[0] == gd.distance(0, 1, *LHR)


def test_layers_of_two_datums_are_not_joined(
    places: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datums, "_said", set())
    layer = geopandas.read_parquet(places)
    other, out = tmp_path / "other.parquet", tmp_path / "out.csv"
    layer.set_crs(4267, allow_override=True).to_parquet(other)
    for pair in ((places, other), (other, places)):
        result = invoke("nearest", *pair, "-o", out)
        assert result.exit_code == 3
        assert "on NAD27 (Clarke 1866)" in result.stderr
        assert "cannot be combined" in result.stderr
        assert not out.exists()
    result = invoke("nearest", other, other, "--exclude-self", "-o", out)
    assert result.exit_code == 0, result.output
    lat, lon = layer.geometry.y[0], layer.geometry.x[0]
    far = gd.cdist(
        [lat], [lon], layer.geometry.y[1:], layer.geometry.x[1:], ellipsoid="Clarke 1866"
    )
    assert distances(out)[0] == far.min()
    layer.set_crs(4269, allow_override=True).to_parquet(other)
    result = invoke("nearest", places, other, "-o", out)
    assert result.exit_code == 0, result.output
    assert "geodist: points on NAD83 and on WGS 84 are taken as of one datum" in result.stderr


def test_old_geojson_says_its_datum(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [0, 50]}}
    ]
    crs = {"type": "name", "properties": {"name": "EPSG:4267"}}
    path, out = tmp_path / "old.geojson", tmp_path / "out.csv"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    result = invoke("distance", path, "--to", "55,10", "-o", out)
    assert result.exit_code == 0, result.output
    assert "is on NAD27; measured on Clarke 1866" in result.stderr
    assert distances(out)[0] == gd.distance(50, 0, 55, 10, ellipsoid="Clarke 1866")
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, "crs": crs}))
    result = invoke("distance", path, "--to", "55,10", "-o", out)
    assert result.exit_code == 3
    assert "the member crs, NAD27, comes after the features" in result.stderr
