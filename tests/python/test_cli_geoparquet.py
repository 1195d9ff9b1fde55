"""The commands on one point a row take it from the geometry of GeoParquet and GeoJSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("geopandas")

import geopandas
from test_cli import invoke, table

import geodist as gd

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
    assert "only one, 'geometry'; give the second one of all rows by --to LAT,LON" in result.stderr


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
@pytest.mark.parametrize("heights", [False, True])
def test_convert(tmp_path: Path, encoding: str, heights: bool) -> None:
    path, out = write(tmp_path, encoding, heights=heights), tmp_path / "out.jsonl"
    result = invoke("convert", path, "-o", out)
    assert result.exit_code == 0, result.output
    assert (
        f"points 'geometry', h {chr(39) + 'geometry' + chr(39) if heights else 0}\n"
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
    assert "columns of " in result.stderr
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
    assert "row 2, column 'geometry': the point is missing or empty" in result.stderr
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
    assert text.count('"geometry":null') == 2


def test_a_projected_layer_is_refused(places: Path) -> None:
    geopandas.read_parquet(places).to_crs(3857).to_parquet(places)
    result = invoke("convert", places)
    assert result.exit_code == 3
    assert "column 'geometry': " in result.stderr
    assert "is projected" in result.stderr
