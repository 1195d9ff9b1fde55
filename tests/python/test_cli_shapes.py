"""The command line measures lines and polygons, in every format that carries geometries."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("geopandas")

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely
from test_cli import invoke, table

import geodist as gd

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WGS84 = pyproj.Geod(ellps="WGS84")
ROAD = shapely.LineString([(8, 45), (9.27, 45), (9, 46)])
TWO = shapely.MultiLineString([[(0, 0), (1, 1)], [(5, 5), (5, 6)]])
SQUARE = shapely.box(8, 47, 9, 48)
HOLED = shapely.Polygon(SQUARE.exterior, [[(8.2, 47.2), (8.4, 47.2), (8.4, 47.4), (8.2, 47.4)]])
LINES, POLYGONS = [ROAD, TWO], [SQUARE, HOLED]
# A degree east along the parallel of 45 degrees, and the cell from there to 46 degrees north.
PARALLEL = shapely.LineString([(8, 45), (9, 45)])
CELL = shapely.box(8, 45, 9, 46)


def length_of(shape: Any, geod: pyproj.Geod = WGS84) -> float:
    """The length of lines and of all rings, along geodesics, by pyproj."""
    if shape.geom_type == "Polygon":
        rings = [shape.exterior, *shape.interiors]
        return sum(geod.line_length(*np.array(ring.coords).T) for ring in rings)
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]
    return sum(geod.line_length(*np.array(part.coords).T) for part in parts)


def area_of(shape: Any, geod: pyproj.Geod = WGS84) -> float:
    return abs(geod.geometry_area_perimeter(shapely.orient_polygons(shape))[0])


def arc(lat: float, degrees: float) -> float:
    """The length of an arc of a parallel."""
    e2 = WGS84.es
    sin = math.sin(math.radians(lat))
    normal = WGS84.a / math.sqrt(1 - e2 * sin**2)
    return normal * math.cos(math.radians(lat)) * math.radians(degrees)


def cell(south: float, north: float, degrees: float) -> float:
    """The area between two parallels and two meridians."""

    def zone(lat: float) -> float:
        e = math.sqrt(WGS84.es)
        sin = math.sin(math.radians(lat))
        return sin / (1 - (e * sin) ** 2) + math.atanh(e * sin) / e

    return WGS84.b**2 / 2 * math.radians(degrees) * (zone(north) - zone(south))


def collection(*shapes: Any) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"n": i},
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
        }
        for i, shape in enumerate(shapes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def layer(path: Path, shapes: Sequence[Any], crs: Any = 4326) -> Path:
    """Write a layer without geodist."""
    frame = geopandas.GeoDataFrame({"n": range(len(shapes))}, geometry=list(shapes), crs=crs)
    name = path.name.partition(".")
    if name[2] == "geojson":
        path.write_bytes(collection(*shapes))
    elif name[2] == "geojsonl":
        features = json.loads(collection(*shapes))["features"]
        path.write_text("".join(json.dumps(feature) + "\n" for feature in features))
    elif name[2] in ("parquet", "geoarrow.parquet"):
        frame.to_parquet(path, geometry_encoding="geoarrow" if "geoarrow" in path.name else "WKB")
    elif name[2] == "arrow":
        arrow = pa.table(frame.to_arrow(geometry_encoding="geoarrow", index=False))
        with pa.ipc.new_file(path, arrow.schema) as writer:
            writer.write_table(arrow)
    else:
        pyogrio = pytest.importorskip("pyogrio", reason="the extra gis is not installed")
        driver = {"gpkg": "GPKG", "fgb": "FlatGeobuf", "shp": "ESRI Shapefile", "kml": "KML"}
        options = {"SPATIAL_INDEX": "NO"} if name[2] == "fgb" else {}
        pyogrio.write_dataframe(frame, path, driver=driver[name[2]], **options)
    return path


def measured(command: str, path: Path, *options: str) -> tuple[list[dict[str, str]], str]:
    result = invoke(command, path, "--to-format", "csv", *options)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout))), result.stderr


def numbers(rows: list[dict[str, str]], name: str) -> list[float]:
    return [float(row[name]) for row in rows]


FORMATS = ("geojson", "geojsonl", "parquet", "arrow", "gpkg", "fgb", "shp", "kml")


@pytest.mark.parametrize("ending", [*FORMATS, "geoarrow.parquet"])
def test_all_formats_give_the_numbers_of_pyproj(tmp_path: Path, ending: str) -> None:
    # GeoArrow and Shapefile have one kind in a column.
    lines = [ROAD] if "arrow" in ending else LINES
    path = layer(tmp_path / f"lines.{ending}", lines)
    rows, said = measured("length", path, "--edges", "geodesic")
    assert numbers(rows, "length") == pytest.approx([length_of(x) for x in lines], abs=1e-6)
    assert "edges are" not in said
    path = layer(tmp_path / f"polygons.{ending}", POLYGONS)
    rows, _ = measured("length", path, "--edges", "geodesic")
    assert numbers(rows, "length") == pytest.approx([length_of(x) for x in POLYGONS], abs=1e-6)
    rows, _ = measured("perimeter", path, "--edges", "geodesic")
    assert numbers(rows, "perimeter") == pytest.approx([length_of(x) for x in POLYGONS], abs=1e-6)
    rows, _ = measured("area", path, "--edges", "geodesic")
    assert numbers(rows, "area") == pytest.approx([area_of(x) for x in POLYGONS], abs=0.5)


@pytest.mark.parametrize("ending", FORMATS)
def test_edges_are_straight_on_the_map_by_the_standard_of_most_formats(
    tmp_path: Path, ending: str
) -> None:
    path = layer(tmp_path / f"in.{ending}", [PARALLEL])
    rows, said = measured("length", path)
    assert numbers(rows, "length") == pytest.approx([arc(45, 1)], abs=1e-7)
    assert "edges are straight in longitude and latitude" in said
    assert "up to 122 m beside geodesics, which --edges geodesic" in said
    path = layer(tmp_path / f"cell.{ending}", [CELL])
    rows, _ = measured("area", path)
    assert numbers(rows, "area") == pytest.approx([cell(45, 46, 1)], abs=0.1)
    rows, _ = measured("area", path, "--edges", "geodesic")
    assert abs(float(rows[0]["area"]) - cell(45, 46, 1)) > 1e5


def test_the_gap_that_is_told_is_that_of_the_middle() -> None:
    middle = gd.midpoint(45, 8, 45, 9)
    assert round(gd.distance(middle.lat, middle.lon, 45, 8.5)) == 122


@pytest.mark.parametrize("edges", ["spherical", "planar"])
def test_parquet_says_its_edges(tmp_path: Path, edges: str) -> None:
    path = layer(tmp_path / "in.parquet", [PARALLEL])
    whole = pq.read_table(path)
    about = json.loads(whole.schema.metadata[b"geo"])
    about["columns"]["geometry"]["edges"] = edges
    # Not as Parquet's own type, which would contradict.
    plain = [getattr(chunk, "storage", chunk) for chunk in whole["geometry"].chunks]
    whole = whole.set_column(whole.schema.get_field_index("geometry"), "geometry", plain)
    pq.write_table(whole.replace_schema_metadata({"geo": json.dumps(about)}), path)
    rows, said = measured("length", path)
    expected = arc(45, 1) if edges == "planar" else length_of(PARALLEL)
    assert numbers(rows, "length") == pytest.approx([expected], abs=1e-6)
    assert ("great circles" in said) == (edges == "spherical")
    assert "up to 122 m beside" in said


@pytest.mark.parametrize("edges", [None, "spherical", "karney"])
def test_parquet_has_types_of_its_own(tmp_path: Path, edges: str | None) -> None:
    parquet = pytest.importorskip("test_io_parquet")
    path = parquet.native(tmp_path / "in.parquet", PARALLEL, edges=edges)
    rows, _ = measured("length", path)
    expected = arc(45, 1) if edges is None else length_of(PARALLEL)
    assert numbers(rows, "length") == pytest.approx([expected], abs=1e-6)


def test_tracks_of_gpx_are_geodesics(tmp_path: Path) -> None:
    pytest.importorskip("pyogrio", reason="the extra gis is not installed")
    points = "".join(f'<trkpt lat="{y}" lon="{x}"/>' for x, y in PARALLEL.coords)
    path = tmp_path / "in.gpx"
    path.write_text(
        '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
        f"<trk><name>a</name><trkseg>{points}</trkseg></trk></gpx>"
    )
    rows, said = measured("length", path)
    assert numbers(rows, "length") == pytest.approx([length_of(PARALLEL)], abs=1e-6)
    assert "edges are geodesics: up to 122 m beside" in said


def test_short_edges_are_not_spoken_of(tmp_path: Path) -> None:
    path = table(tmp_path, collection(shapely.box(8, 45, 8.01, 45.01)), "in.geojson")
    rows, said = measured("area", path)
    assert "edges are" not in said
    assert numbers(rows, "area") == pytest.approx([cell(45, 45.01, 0.01)], abs=1e-2)


def test_steps_of_more_than_half_a_turn_are_told(tmp_path: Path) -> None:
    line = shapely.LineString([(179, 0), (-179, 0)])
    path = table(tmp_path, collection(line), "in.geojson")
    rows, said = measured("length", path)
    assert numbers(rows, "length") == pytest.approx([arc(0, 358)], abs=1e-6)
    assert "1 edge of more than 180 degrees of longitude: planar edges go the long way" in said
    assert "up to 20004 km beside geodesics" in said
    rows, said = measured("length", path, "--edges", "geodesic")
    assert numbers(rows, "length") == pytest.approx([length_of(line)], abs=1e-6)
    assert "planar" not in said
    assert measured("length", path, "-q")[1] == ""


UNUSABLE = collection(SQUARE, None, shapely.GeometryCollection([ROAD]), shapely.Point(1, 2))
UNUSABLE = (
    UNUSABLE[:-2]
    + b',{"type":"Feature","properties":{},"geometry":%s}]}'
    % json.dumps(
        {"type": "MultiLineString", "coordinates": [[[0, 0], [1, 1]], [[0, 0], [9, 9], [2, 95]]]}
    ).encode()
)
REASONS = [
    "column 'geometry': the geometry is missing",
    "column 'geometry': the geometry is a GeometryCollection, not a line or a polygon",
    (
        "column 'geometry': 95.0 in part 2, ring 1, vertex 3 of the geometry is not a latitude in "
        "[-90, 90]; latitude and longitude swapped?"
    ),
]


@pytest.mark.parametrize("ending", ["geojson", "parquet"])
def test_rows_that_cannot_be_used(tmp_path: Path, ending: str) -> None:
    path = table(tmp_path, UNUSABLE, "in.geojson")
    if ending == "parquet":
        frame = geopandas.GeoDataFrame.from_features(json.loads(UNUSABLE), crs=4326)
        path = tmp_path / "in.parquet"
        frame.to_parquet(path)
    result = invoke("length", path)
    assert result.exit_code == 4
    assert f"2, {REASONS[0]}\n  to continue: --invalid=skip" in result.stderr
    rejects = tmp_path / f"bad.{ending}"
    rows, said = measured("length", path, "--invalid", "null", "--rejects", str(rejects))
    assert [row["length"] != "" for row in rows] == [True, False, False, True, False]
    # A vertex far away in a row that is not used is no edge that is measured.
    assert "up to 121 m beside" in said
    found = geopandas.read_parquet(rejects) if ending == "parquet" else None
    if found is None:
        found = geopandas.GeoDataFrame.from_features(json.loads(rejects.read_bytes()))
    assert found["reject_reason"].tolist() == REASONS
    rows, _ = measured("area", path, "--invalid", "skip")
    assert numbers(rows, "area") == [pytest.approx(cell(47, 48, 1), abs=0.1), 0]


def test_broken_geometries_and_tables_without_rows(tmp_path: Path) -> None:
    broken = collection(ROAD).replace(b"[8.0, 45.0]", b'[8.0, "x"]')
    result = invoke("length", table(tmp_path, broken, "in.geojson"))
    assert result.exit_code == 4
    assert "the geometry has coordinates that are not numbers" in result.stderr
    path = table(tmp_path, collection(), "none.geojson")
    result = invoke("area", path)
    assert (result.exit_code, json.loads(result.stdout)["features"]) == (0, [])


def test_empty_geometries_and_points_measure_nothing(tmp_path: Path) -> None:
    shapes = [shapely.LineString(), shapely.Polygon(), shapely.Point(1, 2), shapely.MultiPoint()]
    path = layer(tmp_path / "in.parquet", shapes)
    for command in ("length", "perimeter", "area"):
        rows, _ = measured(command, path)
        assert numbers(rows, command) == [0, 0, 0, 0]
    rows, _ = measured("perimeter", layer(tmp_path / "lines.parquet", LINES))
    assert numbers(rows, "perimeter") == [0, 0]


def test_longitudes_of_any_turn(tmp_path: Path) -> None:
    path = table(tmp_path, collection(shapely.LineString([(720, 0), (721, 0)])), "in.geojson")
    result = invoke("length", path)
    assert result.exit_code == 4
    assert "720.0 in part 1, ring 1, vertex 1 of the geometry is not a longitude" in result.stderr
    rows, _ = measured("length", path, "--any-longitude")
    assert numbers(rows, "length") == pytest.approx([arc(0, 1)], abs=1e-7)


def test_the_ellipsoid_of_the_layer_is_taken(tmp_path: Path) -> None:
    path = layer(tmp_path / "in.parquet", [ROAD], "EPSG:4267")
    rows, said = measured("length", path, "--edges", "geodesic")
    clarke = pyproj.Geod(ellps="clrk66")
    assert numbers(rows, "length") == pytest.approx([length_of(ROAD, clarke)], abs=1e-3)
    assert abs(length_of(ROAD, clarke) - length_of(ROAD)) > 1
    assert "is on NAD27; measured on Clarke 1866, its ellipsoid" in said
    rows, _ = measured("length", path, "--edges", "geodesic", "--ellipsoid", "WGS84")
    assert numbers(rows, "length") == pytest.approx([length_of(ROAD)], abs=1e-6)


def test_what_is_not_in_degrees_is_refused(tmp_path: Path) -> None:
    path = layer(tmp_path / "in.parquet", [shapely.box(0, 0, 1000, 1000)], "EPSG:32632")
    result = invoke("area", path)
    assert result.exit_code == 3
    assert "projected" in result.stderr


def test_an_srid_that_is_not_of_the_layer_is_refused(tmp_path: Path) -> None:
    path = layer(tmp_path / "in.parquet", [ROAD])
    whole = pq.read_table(path)
    cell = shapely.to_wkb(shapely.set_srid(ROAD, 4267), include_srid=True)
    whole = whole.set_column(1, "geometry", pa.array([cell], pa.binary()))
    pq.write_table(whole, path)
    result = invoke("length", path)
    assert result.exit_code == 3
    assert "the SRID is on NAD27" in result.stderr


@pytest.mark.parametrize(
    ("unit", "name", "square_metres"),
    [
        ("m2", "area", 1),
        ("sqkm", "area_km2", 1e6),
        ("hectares", "area_ha", 1e4),
        ("acres", "area_acres", 4046.8564224),
        ("mi2", "area_mi2", 2589988.110336),
        ("ft2", "area_ft2", 0.09290304),
    ],
)
def test_units_of_area(tmp_path: Path, unit: str, name: str, square_metres: float) -> None:
    path = table(tmp_path, collection(CELL), "in.geojson")
    rows, _ = measured("area", path, "--units", unit)
    assert numbers(rows, name) == pytest.approx([cell(45, 46, 1) / square_metres], rel=1e-10)
    rows, _ = measured("area", path, "--units", unit, "--precision", "2", "--prefix", "p_")
    assert rows[0][f"p_{name}"] == f"{cell(45, 46, 1) / square_metres:.2f}"


def test_units_of_length(tmp_path: Path) -> None:
    path = table(tmp_path, collection(PARALLEL), "in.geojson")
    rows, _ = measured("length", path, "--units", "km", "--precision", "3")
    assert rows[0]["length_km"] == f"{arc(45, 1) / 1000:.3f}"
    result = invoke("length", path, "--units", "m2")
    assert (result.exit_code, "is not one of m, km" in result.stderr) == (2, True)
    result = invoke("area", path, "--units", "km")
    assert (result.exit_code, "is not one of m2, km2, ha" in result.stderr) == (2, True)


def test_the_geometry_stays_as_it_is(tmp_path: Path) -> None:
    path = layer(tmp_path / "in.parquet", POLYGONS)
    out = tmp_path / "out.parquet"
    assert invoke("area", path, "-o", out).exit_code == 0
    assert geopandas.read_parquet(out).geometry.tolist() == POLYGONS
    rows, _ = measured("area", path)
    assert json.loads(rows[1]["geometry"]) == json.loads(shapely.to_geojson(HOLED))
    path = table(tmp_path, collection(*POLYGONS), "in.geojson")
    out = tmp_path / "out.geojson"
    assert invoke("length", path, "-o", out).exit_code == 0
    given, found = json.loads(path.read_bytes()), json.loads(out.read_bytes())
    for one, other in zip(given["features"], found["features"], strict=True):
        length = other["properties"].pop("length")
        assert length == pytest.approx(length_of(shapely.geometry.shape(one["geometry"])), rel=1e-3)
        assert one == other


def test_many_batches(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    lines = [
        shapely.LineString(random.uniform([-180, -85], [180, 85], (n, 2)))
        for n in random.integers(2, 40, 3000)
    ]
    path = layer(tmp_path / "in.geojsonl", lines)
    assert path.stat().st_size > 2 << 20
    rows, _ = measured("length", path, "--edges", "geodesic")
    assert numbers(rows, "length") == gd.length(gd.Shapes(lines)).tolist()
    piped = invoke(
        *("length", "-", "--from-format", "geojsonl", "--edges", "geodesic", "-q"),
        stdin=path.read_bytes(),
    )
    found = [json.loads(line)["properties"]["length"] for line in piped.stdout.splitlines()]
    assert found == numbers(rows, "length")


def test_what_has_no_geometries_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, b"lat,lon\n1,2\n")
    result = invoke("length", path)
    assert result.exit_code == 3
    assert "in.csv has no column of geometries, as GeoJSON" in result.stderr
    result = invoke("area", path, path)
    assert result.exit_code == 2
    assert "one table is needed; got 2 arguments" in result.stderr
    result = invoke("area", path, "--order", "lat,lon")
    assert (result.exit_code, "No such option" in result.stderr) == (2, True)
    taken = table(
        tmp_path,
        b'{"type":"FeatureCollection","features":[{"type":"Feature",'
        b'"properties":{"length":1},"geometry":null}]}',
        "taken.geojson",
    )
    result = invoke("length", taken)
    assert (result.exit_code, "already has a column named 'length'" in result.stderr) == (3, True)


def test_heights_are_left_out_and_it_is_said(tmp_path: Path) -> None:
    line = '{"type":"LineString","coordinates":[[8,47,%s],[8.1,47,%s]]}'
    path = table(tmp_path, (line % ("0", "900")).encode(), "line.geojson")
    result = invoke("length", path, "--precision", "0")
    assert "heights of vertices are left out" in result.stderr
    flat = table(tmp_path, line.replace(",%s", "").encode(), "flat.geojson")
    same = invoke("length", flat, "--precision", "0")
    assert "heights of" not in same.stderr
    lengths = [json.loads(x.stdout)["features"][0]["properties"]["length"] for x in (result, same)]
    assert lengths[0] == lengths[1]


def test_lines_as_text_are_told_apart_from_points(tmp_path: Path) -> None:
    path = table(tmp_path, b'name,wkt\na,"SRID=4326; multilinestring ((0 0, 1 1))"\n')
    for command in (("distance", path, "--to", "0,0"), ("map", path, "-o", tmp_path / "x.html")):
        result = invoke(*command)
        assert (
            "is a MULTILINESTRING, not a point; lines and polygons are read from" in result.stderr
        )
