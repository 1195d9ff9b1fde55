"""GeoPackage, FlatGeobuf, Shapefile, KML, GPX and spreadsheets on the command line."""

from __future__ import annotations

import datetime as dt
import decimal
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("pyogrio", reason="the extra gis is not installed")
pytest.importorskip("geopandas")

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from test_cli import invoke

import geodist as gd
from geodist.cli.io import gdal_sink

if TYPE_CHECKING:
    from pathlib import Path

POINTS = [shapely.Point(10, 20), shapely.Point(-3, 48), shapely.Point(151.2, -33.9)]
NAMES = ["Zürich", "b", "c"]
DRIVERS = {
    "gpkg": "GPKG",
    "fgb": "FlatGeobuf",
    "shp": "ESRI Shapefile",
    "kml": "KML",
    "shp.zip": "ESRI Shapefile",
}


def layer(path: Path, geometry: Any = POINTS, crs: Any = 4326, **options: Any) -> Path:
    """Write a layer without geodist."""
    count = len(geometry)
    frame = {"name": (NAMES * count)[:count], "n": range(count), "x": [i / 3 for i in range(count)]}
    driver = DRIVERS[path.name.partition(".")[2]]
    if driver == "FlatGeobuf":
        options = {"SPATIAL_INDEX": "NO"} | options
    layer = geopandas.GeoDataFrame(frame, geometry=list(geometry), crs=crs)
    pyogrio.write_dataframe(layer, path, driver=driver, **options)
    return path


def read(path: Path) -> Any:
    is_zip = path.suffix in (".zip", ".shz")
    return geopandas.read_file(f"/vsizip/{{{path}}}" if is_zip else path)


def column(frame: Any, *names: str) -> list[Any]:
    (name,) = (name for name in names if name in frame.columns)
    return [str(value) for value in frame[name]]


TO = ("--to", "0,0")
EXPECTED = [gd.distance(p.y, p.x, 0, 0) for p in POINTS]


@pytest.mark.parametrize("source", DRIVERS)
@pytest.mark.parametrize("target", ["gpkg", "fgb", "shp", "shz", "shp.zip", "zip", "kml"])
def test_layers_in_and_out(tmp_path: Path, source: str, target: str) -> None:
    path, out = layer(tmp_path / f"in.{source}"), tmp_path / f"out.{target}"
    result = invoke("distance", path, *TO, "-o", out)
    assert result.exit_code == 0, result.output
    assert "from points 'geom" in result.stderr
    written = read(out)
    assert [(p.x, p.y) for p in written.geometry] == [(p.x, p.y) for p in POINTS]
    assert column(written, "name", "Name") == NAMES
    # KML and DBF have fewer digits, which is told.
    exact = target in ("gpkg", "fgb")
    assert written["distance"].tolist() == (
        EXPECTED if exact else pytest.approx(EXPECTED, rel=1e-14)
    )
    assert ("digits: the last ones may differ" in result.stderr) != exact
    assert written.crs == "EPSG:4326"
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".geodist-")]
    # And back again.
    result = invoke("distance", out, *TO, "--prefix", "b_", "-o", tmp_path / "back.parquet")
    assert result.exit_code == 0, result.output
    assert pq.read_table(tmp_path / "back.parquet")["b_distance"].to_pylist() == EXPECTED


@pytest.mark.parametrize("target", ["csv", "jsonl", "geojson", "parquet", "arrow"])
def test_layers_to_other_formats(tmp_path: Path, target: str) -> None:
    path, out = layer(tmp_path / "in.gpkg"), tmp_path / f"out.{target}"
    assert invoke("distance", path, *TO, "-o", out).exit_code == 0
    if target == "csv":
        lines = out.read_text(encoding="utf-8").splitlines()
        assert lines[0] == "name,n,x,lat,lon,distance"
        assert lines[1] == f"Zürich,0,0,20,10,{EXPECTED[0]!r}"
    elif target in ("geojson", "parquet"):
        written = geopandas.read_parquet(out) if target == "parquet" else geopandas.read_file(out)
        assert written.geometry.tolist() == POINTS
        assert written["distance"].tolist() == EXPECTED
    back = tmp_path / "back.gpkg"
    assert invoke("distance", out, *TO, "--prefix", "b_", "-o", back).exit_code == 0
    written = read(back)
    assert written.geometry.tolist() == POINTS
    assert written["b_distance"].tolist() == written["distance"].tolist() == EXPECTED
    assert written.columns.tolist() == ["name", "n", "x", "distance", "b_distance", "geometry"]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_spreadsheets(tmp_path: Path, ending: str) -> None:
    (tmp_path / "in.csv").write_text(
        "code,word,lat,lon\n007,a,20,10\n12,b,48.5,-3.25\n,c,-33.9,151.2\n", encoding="utf-8"
    )
    path = tmp_path / f"in.{ending}"
    assert invoke("distance", tmp_path / "in.csv", "--to", "1,1", "-o", path).exit_code == 0
    frame = pyogrio.read_dataframe(path, HEADERS="FORCE")
    assert frame["code"].tolist()[:2] == ["007", "12"]
    result = invoke("distance", path, *TO, "--prefix", "b_", "-o", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "code,word,lat,lon,distance,b_distance"
    assert lines[1].startswith("007,a,20,10,")
    assert lines[1].endswith(f",{gd.distance(20, 10, 0, 0)!r}")
    # Columns of text alone keep their first row as names.
    (tmp_path / "in.csv").write_text("name,lat,lon\na,1N,2E\n", encoding="utf-8")
    assert invoke("distance", tmp_path / "in.csv", *TO, "--text", "*", "-o", path).exit_code == 0
    result = invoke("distance", path, *TO, "--prefix", "b_", "-q")
    assert result.stdout.startswith("name,lat,lon,distance,b_distance\na,1N,2E,"), result.output


def test_points_behind_missing_ones(tmp_path: Path) -> None:
    points = [POINTS[0], None, POINTS[1], None, None, POINTS[2]]
    for kind in ("gpkg", "fgb", "shp"):
        path = layer(tmp_path / f"in.{kind}", points)
        result = invoke("distance", path, *TO, "--invalid", "null", "-o", tmp_path / "out.csv")
        assert result.exit_code == 0, result.output
        cells = [x.rpartition(",")[2] for x in (tmp_path / "out.csv").read_text().splitlines()[1:]]
        assert [cell and float(cell) for cell in cells] == [
            *(EXPECTED[0], "", EXPECTED[1], "", "", EXPECTED[2])
        ]


def test_rows_keep_their_order(tmp_path: Path) -> None:
    points = shapely.points(np.random.default_rng(1).uniform(-80, 80, (500, 2)))
    path = layer(tmp_path / "in.gpkg", points)
    for target in ("out.fgb", "out.gpkg", "out.shp"):
        assert invoke("distance", path, *TO, "-o", tmp_path / target).exit_code == 0
        assert read(tmp_path / target)["n"].tolist() == list(range(500))


def test_layers_are_chosen(tmp_path: Path) -> None:
    path = layer(tmp_path / "in.gpkg", layer="A")
    layer(path, POINTS[:1], layer="B", append=True)
    result = invoke("distance", path, *TO)
    assert result.exit_code == 3
    assert "in.gpkg has several layers: 'A', 'B'; choose one with --layer" in result.stderr
    result = invoke("distance", path, *TO, "--layer", "B", "-q")
    assert result.stdout.splitlines()[1:] == [f"Zürich,0,0,20,10,{EXPECTED[0]!r}"]
    result = invoke("distance", path, *TO, "--layer", "C")
    assert (result.exit_code, "has no layer 'C'; it has: 'A', 'B'" in result.stderr) == (3, True)
    (tmp_path / "in.csv").write_text("lat,lon\n1,2\n", encoding="utf-8")
    result = invoke("distance", tmp_path / "in.csv", *TO, "--layer", "A")
    assert (result.exit_code, "--layer: a CSV file has only one table" in result.stderr) == (
        2,
        True,
    )
    options = ["--right-layer", "A", "--layer", "B", "-q"]
    result = invoke("nearest", path, path, *options)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1].endswith(",0")


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "shp", "kml", "xlsx"])
def test_pipes(tmp_path: Path, ending: str) -> None:
    if ending == "xlsx":
        path = tmp_path / "in.xlsx"
        table = layer(tmp_path / "in.gpkg")
        invoke("distance", table, "--to", "1,1", "-o", path)
    else:
        path = layer(tmp_path / f"in.{'shp.zip' if ending == 'shp' else ending}")
    command = [sys.executable, "-m", "geodist.cli", "distance", "-", "--from-format", ending]
    done = subprocess.run(
        [*command, *TO, "--prefix", "b_"], input=path.read_bytes(), capture_output=True, check=True
    )
    assert b"standard input was copied to a temporary file" in done.stderr
    assert b"extension" not in done.stderr  # GDAL warns of a GeoPackage with another ending
    lines = done.stdout.decode().splitlines()
    assert [float(line.rpartition(",")[2]) for line in lines[1:]] == EXPECTED


def test_coordinates_that_are_not_longitude_and_latitude(tmp_path: Path) -> None:
    path = layer(tmp_path / "utm.gpkg", [shapely.Point(500000, 0)], crs=32633)
    result = invoke("distance", path, *TO)
    assert result.exit_code == 3
    assert "utm.gpkg, column 'geom': " in result.stderr
    assert "'WGS 84 / UTM zone 33N' is projected" in result.stderr
    path = layer(tmp_path / "plain.shp")
    path.with_suffix(".prj").unlink()
    result = invoke("distance", path, *TO)
    assert result.exit_code == 3
    assert "plain.shp does not say what its coordinates refer to" in result.stderr


def test_a_layer_is_measured_on_its_own_datum(tmp_path: Path) -> None:
    path, out = layer(tmp_path / "in.gpkg", crs=4267), tmp_path / "out.gpkg"
    result = invoke("distance", path, *TO, "-o", out)
    assert "Clarke 1866" in result.stderr
    clarke = gd.Ellipsoid.named("Clarke 1866")
    expected = [gd.distance(p.y, p.x, 0, 0, ellipsoid=clarke) for p in POINTS]
    assert read(out)["distance"].tolist() == expected
    assert read(out).crs == "EPSG:4267"
    result = invoke("distance", path, *TO, "-o", tmp_path / "out.kml")
    assert (result.exit_code, "is on NAD27, KML on WGS 84" in result.stderr) == (3, True)
    assert not (tmp_path / "out.kml").exists()


def test_shapes_of_all_kinds_are_carried(tmp_path: Path) -> None:
    shapes = [shapely.Point(1, 2), shapely.box(0, 0, 1, 1), shapely.LineString([(0, 0), (1, 1)])]
    path = layer(tmp_path / "in.gpkg", shapes)
    result = invoke("distance", path, *TO)
    assert result.exit_code == 4
    assert "in.gpkg, row 2, column 'geom': the geometry is a Polygon, not a Point" in result.stderr
    for out in ("out.gpkg", "out.fgb", "out.parquet"):
        result = invoke("distance", path, *TO, "--invalid", "null", "-o", tmp_path / out)
        assert result.exit_code == 0, result.output
        found = (
            read(tmp_path / out) if out != "out.parquet" else geopandas.read_parquet(tmp_path / out)
        )
        assert found.geometry.tolist() == shapes
        assert found["distance"].isna().tolist() == [False, True, True]


GPX = (
    '<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">'
)
WAYPOINT = (
    '<wpt lat="20" lon="10"><ele>3</ele><time>2024-01-01T00:00:00Z</time><name>w</name></wpt>'
)
TRACK = (
    '<trk><name>t</name><trkseg><trkpt lat="1" lon="2"><time>2024-01-01T00:00:00Z</time></trkpt>'
    '<trkpt lat="3" lon="4"><time>2024-01-01T00:01:00Z</time></trkpt></trkseg><trkseg><trkpt lat="5" '
    'lon="6"/><trkpt lat="7" lon="8"/></trkseg></trk><trk><name>u</name><trkseg><trkpt lat="9" '
    'lon="1"/><trkpt lat="9" lon="2"/></trkseg></trk>'
)


@pytest.mark.parametrize(
    "content",
    [
        WAYPOINT,
        '<rte><rtept lat="1" lon="2"/><rtept lat="3" lon="4"/></rte>',
        "",
        "<trk><name>t</name></trk>",
        "<trk><name>t</name><trkseg/></trk>",
    ],
)
def test_gpx_without_points_of_tracks(tmp_path: Path, content: str) -> None:
    path = tmp_path / "in.gpx"
    path.write_text(GPX + content + "</gpx>", encoding="utf-8")
    for command, header in (("length", "geometry,length"), ("area", "geometry,area")):
        result = invoke(command, path, "--layer", "tracks", "-q")
        assert result.exit_code == 0, result.output
        assert result.stdout.splitlines() == [f"name,segment,times,{header}"]


def test_waypoints_of_gpx(tmp_path: Path) -> None:
    path = tmp_path / "in.gpx"
    path.write_text(GPX + WAYPOINT + "</gpx>", encoding="utf-8")
    result = invoke("ecef", path, "-q")
    x, y, z = gd.to_ecef(20, 10, 3)
    # Columns that no waypoint uses are left out; all times are UTC.
    expected = ["ele,time,name,lat,lon,x,y,z", f"3,2024-01-01T00:00:00.000Z,w,20,10,{x},{y},{z}"]
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == expected[0]


def test_tracks_of_gpx_become_lines_with_times(tmp_path: Path) -> None:
    path, out = tmp_path / "in.gpx", tmp_path / "out.parquet"
    path.write_text(GPX + TRACK + "</gpx>", encoding="utf-8")
    result = invoke("distance", path, *TO, "--invalid", "null", "-o", out)
    assert result.exit_code == 0, result.output
    lines = [[(2, 1), (4, 3)], [(6, 5), (8, 7)], [(1, 9), (2, 9)]]
    assert geopandas.read_parquet(out).geometry.tolist() == [shapely.LineString(x) for x in lines]
    table = pq.read_table(out)
    assert table["name"].to_pylist() == ["t", "t", "u"]
    assert table["segment"].to_pylist() == [0, 1, 0]
    start = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    times = [[start, start + dt.timedelta(minutes=1)], [None, None], [None, None]]
    assert table["times"].to_pylist() == times
    # The points of tracks are a layer of their own.
    result = invoke("distance", path, *TO, "--layer", "track_points", "-q")
    assert len(result.stdout.splitlines()) == 7
    path.write_text(GPX + WAYPOINT + TRACK + "</gpx>", encoding="utf-8")
    result = invoke("distance", path, *TO)
    assert "has several layers: 'waypoints', 'tracks'; choose one with --layer\n" in result.stderr
    result = invoke("nearest", path, path)
    assert "--layer (--right-layer, if it is the second file)" in result.stderr
    path.write_text(GPX + "</gpx>", encoding="utf-8")
    result = invoke("distance", path, *TO)
    assert (result.exit_code, "has no layer with features" in result.stderr) == (3, True)
    result = invoke("distance", layer(tmp_path / "in.gpkg"), *TO, "-o", tmp_path / "out.gpx")
    assert (result.exit_code, "GPX is not written" in result.stderr) == (2, True)


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "shp", "kml", "gpx", "xlsx", "ods", "zip"])
@pytest.mark.parametrize(
    "data", [b"", b"x", b"lat,lon\n1,2\n", b"<OGRVRTDataSource/>", b" " * 5000]
)
def test_files_that_are_something_else(tmp_path: Path, kind: str, data: bytes) -> None:
    """GDAL would read some of them, and files that they name."""
    (tmp_path / f"in.{kind}").write_bytes(data)
    result = invoke("distance", tmp_path / f"in.{kind}", *TO)
    assert result.exit_code == 3
    assert f"in.{kind} is not a table of" in result.stderr


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "shp", "kml"])
def test_files_that_are_cut_off(tmp_path: Path, kind: str) -> None:
    path = layer(tmp_path / f"in.{kind}")
    data = path.read_bytes()
    for size in (len(data) // 3, len(data) // 2, len(data) - 30):
        path.write_bytes(data[:size])
        result = invoke("distance", path, *TO, "-o", tmp_path / "out.csv")
        assert result.exit_code in (0, 3, 4, 5)
        assert "Traceback" not in result.stderr


MOMENT = dt.datetime(1970, 1, 1, 0, 0, 1, 500000)  # noqa: DTZ001
TYPES = {
    "i8": (pa.array([1, None], pa.int8()), [1, None]),
    "u16": (pa.array([65535, None], pa.uint16()), [65535, None]),
    "u32": (pa.array([2**32 - 1, None], pa.uint32()), [2**32 - 1, None]),
    "i64": (pa.array([2**62, None]), [2**62, None]),
    "f32": (pa.array([0.1, None], pa.float32()), [float(np.float32(0.1)), None]),
    "f64": (pa.array([0.1, None]), [0.1, None]),
    "bool": (pa.array([True, None]), [True, None]),
    "date": (pa.array([dt.date(2024, 1, 2), None]), [dt.date(2024, 1, 2), None]),
    "words": (pa.array(["x", None]).dictionary_encode(), ["x", None]),
    "view": (pa.array(["x" * 20, None], pa.string_view()), ["x" * 20, None]),
    "null": (pa.nulls(2), [None, None]),
    "ms": (pa.array([1_500_000, None], pa.timestamp("us")), [MOMENT, None]),
}
AS_TEXT = {
    "u64": (pa.array([2**64 - 1, None], pa.uint64()), [str(2**64 - 1), None]),
    "decimal": (pa.array([decimal.Decimal("1.50"), None]), ["1.50", None]),
    "us": (pa.array([1, None], pa.timestamp("us")), ["1970-01-01T00:00:00.000001", None]),
    "zone": (
        pa.array([0, None], pa.timestamp("s", "Europe/Berlin")),
        ["1970-01-01T01:00:00.000+01:00", None],
    ),
    "time": (pa.array([dt.time(1, 2, 3), None], pa.time32("s")), ["01:02:03.000", None]),
    "duration": (pa.array([90, None], pa.duration("s")), ["PT90S", None]),
    "list": (pa.array([[1, 2], None]), ["[1,2]", None]),
    "struct": (pa.array([{"a": 1}, None]), ['{"a":1}', None]),
}


@pytest.mark.parametrize("target", ["gpkg", "fgb"])
def test_types_are_kept_or_what_becomes_of_them_is_told(tmp_path: Path, target: str) -> None:
    cells, as_text = TYPES | AS_TEXT, set(AS_TEXT)
    if target == "fgb":
        # It has no dates without a time.
        cells["date"] = (TYPES["date"][0], ["2024-01-02", None])
        as_text.add("date")
    table = pa.table({name: array for name, (array, _) in cells.items()})
    table = table.append_column("lat", pa.array([1.0, 2.0])).append_column(
        "lon", pa.array([3.0, 4.0])
    )
    pq.write_table(table, tmp_path / "in.parquet")
    out = tmp_path / f"out.{target}"
    result = invoke("distance", tmp_path / "in.parquet", *TO, "-o", out)
    assert result.exit_code == 0, result.output
    _, written = pyogrio.read_arrow(out)
    for name, (_, expected) in cells.items():
        values = written[name].to_pylist()
        if name == "ms":
            values = [value and value.replace(tzinfo=None) for value in values]
        assert values == expected, name
        told = f"column '{name}' of type " in result.stderr
        assert told == (name in as_text), name


def test_texts_that_a_shapefile_cannot_hold(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lat,lon,word\n1,2," + "ä" * 128 + "\n", encoding="utf-8")
    result = invoke("distance", tmp_path / "in.csv", *TO, "-o", tmp_path / "out.shp")
    assert result.exit_code == 3
    assert "column 'word' has a text of 256 bytes, a Shapefile holds 254" in result.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["in.csv"]


def test_names_that_a_shapefile_cuts(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lat,lon,population_of_city\n1,2,3\n", encoding="utf-8")
    result = invoke("distance", tmp_path / "in.csv", *TO, "-o", tmp_path / "out.shp")
    assert result.exit_code == 0, result.output
    assert "'population_of_city' to 'population'" in result.stderr
    result = invoke("distance", tmp_path / "in.csv", *TO, "-q", "-o", tmp_path / "out.shp")
    assert result.stderr == ""


def test_a_zip_holds_a_whole_shapefile(tmp_path: Path) -> None:
    path = layer(tmp_path / "in.gpkg")
    assert invoke("distance", path, *TO, "-o", tmp_path / "out.zip").exit_code == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as file:
        endings = {name.rpartition(".")[2] for name in file.namelist()}
        assert {name.partition(".")[0] for name in file.namelist()} == {"out"}
    assert endings >= {"shp", "shx", "dbf", "prj", "cpg"}
    assert invoke("distance", path, *TO, "-o", tmp_path / "set.shp").exit_code == 0
    names = {p.name for p in tmp_path.glob("set.*")}
    assert names == {"set.shp", "set.shx", "set.dbf", "set.prj", "set.cpg"}


def test_an_archive_of_several_shapefiles(tmp_path: Path) -> None:
    for name, count in (("a", 3), ("b", 1)):
        layer(tmp_path / f"{name}.shp", POINTS[:count])
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("readme.txt", "two layers")
        for part in sorted([*tmp_path.glob("a.*"), *tmp_path.glob("b.*")]):
            file.write(part, f"folder/{part.name}")
    result = invoke("distance", path, *TO)
    assert "both.zip has several layers: 'a', 'b'; choose one with --layer" in result.stderr
    result = invoke("distance", path, *TO, "--layer", "b", "-q")
    assert result.stdout.splitlines()[1:] == [f"Zürich,0,0,20,10,{EXPECTED[0]!r}"]
    result = invoke("distance", path, *TO, "--layer", "c")
    assert (result.exit_code, "has no layer 'c'; it has: 'a', 'b'" in result.stderr) == (3, True)


@pytest.mark.parametrize("name", ["x.vrt", "x.csv", "x.shp"])
def test_what_else_is_in_an_archive_is_not_read(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as file:
        file.writestr(name, "<OGRVRTDataSource/>")
    result = invoke("distance", tmp_path / "in.zip", *TO)
    assert result.exit_code == 3
    assert "in.zip" in result.stderr


def test_cells_that_make_no_point_stay(tmp_path: Path) -> None:
    for bad in ("x", "95"):
        (tmp_path / "in.csv").write_text(f"lat,lon\n1,2\n{bad},4\n", encoding="utf-8")
        for kind in ("gpkg", "kml"):
            path = tmp_path / f"out.{kind}"
            result = invoke("distance", tmp_path / "in.csv", *TO, "--invalid", "null", "-o", path)
            assert result.exit_code == 0, result.output
            out = read(path)
            assert [str(cell) for cell in out["lat"]] == ["1", bad]
            # Points of KML have heights.
            assert shapely.force_2d(out.geometry.array).tolist() == [shapely.Point(2, 1), None]


def test_tables_without_points(tmp_path: Path) -> None:
    text = "d,lat1,lon1,azi1\n1,,,\n"
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    result = invoke(
        "distance", tmp_path / "in.csv", "--lat1", "1", "--lon1", "2", *TO, "-o", tmp_path / "o.shp"
    )
    assert result.exit_code != 0
    assert not (tmp_path / "o.shp").exists()


def test_a_killed_run_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = layer(tmp_path / "in.gpkg"), tmp_path / "out.gpkg"
    out.write_bytes(b"old")

    def interrupted(*arguments: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(gdal_sink.GdalSink, "_converted", interrupted)
    result = invoke("distance", path, *TO, "-o", out)
    assert result.exit_code != 0
    assert out.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.gpkg", "out.gpkg"]


def test_the_extra_is_named_where_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = layer(tmp_path / "in.gpkg")
    monkeypatch.delitem(sys.modules, "geodist.cli.io.gdal")
    monkeypatch.setitem(sys.modules, "pyogrio", None)
    result = invoke("distance", path, *TO)
    assert result.exit_code == 1
    assert "GeoPackage needs the package 'pyogrio'" in result.stderr
    assert "pip install './pygeodist[gis]'" in result.stderr
