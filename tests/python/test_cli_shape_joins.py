"""The command line joins lines and polygons, on either side."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("geopandas")

import geopandas
import pyarrow.feather
import pyarrow.parquet
import shapely
from test_cli import invoke, table

import geodist as gd

if TYPE_CHECKING:
    from pathlib import Path

TOWNS = b"town,lat,lon\na,50.5,0.5\nb,50.5,1.0\nc,50.5,4.0\n"
SHAPES = {
    "west": shapely.box(0, 50, 1, 51),
    "east": shapely.box(1, 50, 2, 51),
    "road": shapely.LineString([(5, 50), (5, 51), (6, 51)]),
}


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    return table(tmp_path, TOWNS, "towns.csv")


@pytest.fixture(params=["geojson", "parquet"])
def shapes(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    layer = geopandas.GeoDataFrame(
        {"name": list(SHAPES)}, geometry=list(SHAPES.values()), crs="EPSG:4326"
    )
    path = tmp_path / f"shapes.{request.param}"
    if request.param == "parquet":
        layer.to_parquet(path)
    else:
        path.write_text(layer.to_json(drop_id=True))
    return path


def rows(*arguments: Any) -> list[dict[str, str]]:
    result = invoke(*arguments, "--to-format", "csv", "-q")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_points_are_joined_to_the_polygons_they_are_in(towns: Path, shapes: Path) -> None:
    found = rows("contains", towns, shapes)
    assert [(row["town"], row["name"]) for row in found] == [
        ("a", "west"),
        ("b", "west"),
        ("b", "east"),
    ]
    assert "distance" not in found[0]
    kept = rows("contains", towns, shapes, "--how", "left")
    assert [(row["town"], row["name"]) for row in kept][-1] == ("c", "")


def test_lines_and_polygons_are_joined_to_the_polygons_they_are_in(
    tmp_path: Path, shapes: Path
) -> None:
    pieces = {
        "small": shapely.box(0.2, 50.2, 0.4, 50.4),
        "border": shapely.LineString([(1, 50.2), (1, 50.8)]),
        "across": shapely.LineString([(0.5, 50.5), (1.5, 50.5)]),
    }
    layer = geopandas.GeoDataFrame(
        {"piece": list(pieces)}, geometry=list(pieces.values()), crs="EPSG:4326"
    )
    left = tmp_path / "pieces.geojson"
    left.write_text(layer.to_json(drop_id=True))
    found = rows("contains", left, shapes)
    assert [(row["piece"], row["name"]) for row in found] == [
        ("small", "west"),
        ("border", "west"),
        ("border", "east"),
    ]
    itself = rows("contains", shapes, shapes)
    assert [(row["name"], row["name_right"]) for row in itself] == [
        ("west", "west"),
        ("east", "east"),
    ]
    kept = rows("contains", left, shapes, "--how", "left")
    assert [(row["piece"], row["name"]) for row in kept][-1] == ("across", "")


def test_witnesses_are_places_on_the_neighbours(towns: Path, shapes: Path) -> None:
    found = rows("nearest", towns, shapes, "--witness", "--edges", "geodesic")
    assert [row["name"] for row in found] == ["west", "west", "road"]
    assert [float(row["distance"]) for row in found[:2]] == [0, 0]
    assert float(found[0]["near_edge"]) == -1
    far = found[2]
    assert float(far["near_edge"]) == 0
    place = float(far["near_lat"]), float(far["near_lon"])
    assert gd.distance(50.5, 4.0, *place) == pytest.approx(float(far["distance"]), abs=1e-6)
    along = gd.interpolate(50, 5, 51, 5, float(far["near_fraction"]))
    assert (along.lat, along.lon) == pytest.approx(place, abs=1e-8)


def test_numbers_of_edges_are_whole(towns: Path, shapes: Path) -> None:
    options = ("--witness", "--precision", "0", "--how", "left", "--max-distance", "1")
    found = rows("nearest", towns, shapes, *options)
    assert [row["near_edge"] for row in found] == ["-1", "-1", ""]
    result = invoke("nearest", towns, shapes, *options, "--to-format", "jsonl", "-q")
    edges = [json.loads(line)["near_edge"] for line in result.stdout.splitlines()]
    assert edges == [-1, -1, None]
    assert all(edge is None or isinstance(edge, int) for edge in edges)


def test_lines_and_polygons_may_be_on_either_side(towns: Path, shapes: Path) -> None:
    found = rows("nearest", shapes, towns, "--edges", "geodesic", "-k", "3")
    expected = gd.ShapeIndex(list(SHAPES.values())).query([50.5] * 3, [0.5, 1.0, 4.0], k=3)
    pairs = {(row["name"], row["town"]): float(row["distance"]) for row in found}
    assert len(pairs) == 9
    for town, distances, indices in zip("abc", expected.distances, expected.indices, strict=True):
        for distance, index in zip(distances, indices, strict=True):
            assert pairs[list(SHAPES)[index], town] == pytest.approx(distance, abs=4e-8)
    within = rows("within", shapes, towns, "--radius", "0.001")
    assert {(row["name"], row["town"]) for row in within} == {
        ("west", "a"),
        ("west", "b"),
        ("east", "b"),
    }
    own = rows("within", shapes, shapes, "--radius", "1", "--exclude-self")
    assert [(row["name"], row["name_right"]) for row in own] == [("west", "east"), ("east", "west")]


def test_it_is_said_which_edges_were_taken(towns: Path, shapes: Path) -> None:
    result = invoke("nearest", towns, shapes)
    assert result.stderr.count("edges are straight in longitude and latitude") == 1
    assert result.stderr.count("Warning") == 0
    both = invoke("nearest", shapes, shapes, "--to-format", "csv")
    assert both.stderr.count("edges are straight in longitude and latitude") == 1
    given = invoke("nearest", towns, shapes, "--edges", "geodesic")
    assert "edges are" not in given.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("contains", "towns", "towns"), "geodist contains needs polygons in RIGHT"),
        (("nearest", "towns", "towns", "--witness"), "--witness needs lines or polygons in RIGHT"),
        (("nearest", "shapes", "shapes", "--witness"), "--witness needs points in LEFT"),
    ],
)
def test_what_a_side_must_hold(
    towns: Path, shapes: Path, arguments: tuple[str, ...], words: str
) -> None:
    named = [{"towns": towns, "shapes": shapes}.get(word, word) for word in arguments]
    result = invoke(*named)
    assert result.exit_code == 2
    assert words in result.output


def test_lines_contain_nothing(tmp_path: Path, towns: Path) -> None:
    road = tmp_path / "road.geojson"
    road.write_text(json.dumps(SHAPES["road"].__geo_interface__))
    result = invoke("contains", towns, road)
    assert result.exit_code == 3
    assert "road.geojson has no polygon: geodist contains needs polygons in RIGHT" in result.stderr


def test_rows_of_right_that_cannot_be_used(tmp_path: Path, towns: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": geometry}
        for name, geometry in (
            ("square", SHAPES["west"].__geo_interface__),
            ("high", {"type": "LineString", "coordinates": [[0, 95], [1, 1]]}),
            ("none", None),
        )
    ]
    right = tmp_path / "right.geojson"
    right.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = invoke("nearest", towns, right)
    assert result.exit_code == 4
    assert "95.0 in part 1, ring 1, vertex 1 of the geometry is not a latitude" in result.stderr
    found = rows("nearest", towns, right, "--invalid", "skip")
    assert [row["name"] for row in found] == ["square"] * 3


@pytest.mark.parametrize("ending", ["csv", "jsonl", "geojson", "gpkg", "fgb", "xlsx"])
def test_geometries_of_right_are_text_of_another_name(
    towns: Path, shapes: Path, tmp_path: Path, ending: str
) -> None:
    pytest.importorskip("pyogrio", reason="the extra gis is not installed")
    # Both sides have geometries of the same name.
    points, out, back = (tmp_path / n for n in ("p.geojson", f"out.{ending}", "back.csv"))
    assert invoke("convert", towns, points).exit_code == 0
    assert invoke("nearest", points, shapes, "-o", out).exit_code == 0
    assert invoke("convert", out, back).exit_code == 0
    found = list(csv.DictReader(io.StringIO(back.read_text())))
    assert len(found) == len(TOWNS.splitlines()) - 1
    for row in found:
        assert "geometry" not in row
        assert shapely.from_geojson(row["geometry_right"]).equals(SHAPES[row["name"]])
    if ending in ("geojson", "gpkg", "fgb"):
        layer = geopandas.read_file(out)
        assert [(p.y, p.x) for p in layer.geometry] == [(50.5, 0.5), (50.5, 1), (50.5, 4)]
        assert layer["geometry_right"].str.startswith('{"type":').all()


@pytest.mark.parametrize("ending", ["parquet", "arrow"])
def test_geometries_of_right_are_well_known_binary(
    towns: Path, shapes: Path, tmp_path: Path, ending: str
) -> None:
    out, options = tmp_path / f"out.{ending}", ("--how", "left", "--max-distance", "1")
    assert invoke("nearest", towns, shapes, "-o", out, *options).exit_code == 0
    read = pyarrow.feather.read_table if ending == "arrow" else pyarrow.parquet.read_table
    found = read(out)
    assert found.schema.field("geometry_right").type == pyarrow.binary()
    made = shapely.from_wkb(found["geometry_right"].to_pylist())
    assert made[0].equals(SHAPES["west"])
    assert made[2] is None


def test_columns_of_right_are_chosen(towns: Path, shapes: Path, tmp_path: Path) -> None:
    def header(*options: str, right: Path = shapes) -> list[str]:
        return list(rows("nearest", towns, right, *options)[0])

    own = ["town", "lat", "lon"]
    assert header() == [*own, "name", "geometry_right", "distance"]
    assert header("--right-columns", "name") == [*own, "name", "distance"]
    assert header("--right-columns", "none") == [*own, "distance"]
    assert header("--right-columns", "geometry,name") == [
        *own,
        "geometry_right",
        "name",
        "distance",
    ]
    assert header("--right-columns", "lon", right=towns) == [*own, "lon_right", "distance"]
    found = rows("nearest", towns, towns, "--right-columns", "town,lon", "--right-decimal", ".")
    assert [(row["town_right"], row["lon_right"]) for row in found] == [
        ("a", "0.5"),
        ("b", "1.0"),
        ("c", "4.0"),
    ]
    out = tmp_path / "out.parquet"
    options = ("--right-columns", "name", "-o", out)
    assert invoke("contains", towns, shapes, *options).exit_code == 0
    assert pyarrow.parquet.read_table(out).column_names == [*own, "name"]
    result = invoke("nearest", towns, shapes, "--right-columns", "name,nom")
    assert result.exit_code == 3
    assert "--right-columns: " in result.stderr
    assert "has no column 'nom'; the table has: 'name', 'geometry'" in result.stderr
