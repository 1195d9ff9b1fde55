"""How far tracks are apart, on the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("pandas")

import numpy as np
import pandas as pd
from test_cli import invoke, table
from test_cli_tracks import SHIPS, STORMS

import geodist as gd


def compared(*arguments: str | Path) -> Any:
    result = invoke("similarity", *arguments)
    assert result.exit_code == 0, result.output
    return pd.read_csv(io.StringIO(result.stdout))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hurricanes of a season."""
    fixes = pd.read_csv(STORMS)
    path = tmp_path_factory.mktemp("tracks") / "few.csv"
    fixes[fixes.storm.str.endswith(" 2017")].to_csv(path, index=False)
    return path


def lines_of(path: Path) -> tuple[Any, gd.Shapes]:
    fixes = pd.read_csv(path, parse_dates=["time"])
    return fixes.storm.unique(), gd.Shapes.lines_from(
        fixes, by="storm", order="time", edges="geodesic"
    )


@pytest.mark.parametrize(
    ("metric", "options"),
    [
        ("dtw", {}),
        ("dtw", {"window": 3}),
        ("discrete_frechet", {}),
        ("edr", {"eps": 2e5}),
        ("lcss", {"eps": 2e5}),
        ("erp", {"gap": gd.Point(20, -60)}),
        ("sspd", {}),
        ("chamfer", {}),
    ],
)
def test_similarity_of_all_pairs(few: Path, metric: str, options: dict[str, Any]) -> None:
    words = {"gap": "20,-60"}
    given = [f"--{name}={words.get(name, value)}" for name, value in options.items()]
    found = compared(few, "--by", "storm", "--sort", "time", "--metric", metric, *given)
    names, lines = lines_of(few)
    expected = gd.tracks.pdist(lines, metric=metric, **options)
    pairs = np.triu_indices(len(names), 1)
    assert found.storm_a.tolist() == names[pairs[0]].tolist()
    assert found.storm_b.tolist() == names[pairs[1]].tolist()
    assert found.distance.to_numpy() == pytest.approx(expected, abs=1e-6)


def test_similarity_to_the_nearest(few: Path) -> None:
    options = ["--by", "storm", "--sort", "time", "--metric", "dtw"]
    found = compared(few, *options, "-k", "2", "--units", "km")
    names, lines = lines_of(few)
    matrix = gd.tracks.cdist(lines, lines, metric="dtw")
    np.fill_diagonal(matrix, np.inf)
    order = np.argsort(matrix, axis=1)[:, :2]
    assert found.storm_a.tolist() == np.repeat(names, 2).tolist()
    assert found.storm_b.tolist() == names[order.ravel()].tolist()
    nearest = np.take_along_axis(matrix, order, 1).ravel() / 1000
    assert found.distance_km.to_numpy() == pytest.approx(nearest, abs=1e-9)
    limit = float(np.median(nearest))
    near = compared(few, *options, "-k", "2", "--units", "km", "--max-distance", str(limit))
    assert near.distance_km.tolist() == found.distance_km[found.distance_km <= limit].tolist()


def test_similarity_of_two_tables(tmp_path: Path, few: Path) -> None:
    other = tmp_path / "other.parquet"
    fixes = pd.read_csv(few).rename(columns={"storm": "id", "time": "when"})
    fixes[fixes.id.isin(["Irma 2017", "Jose 2017"])].to_parquet(other)
    own = ["--right-by", "id", "--right-sort", "when"]
    found = compared(few, other, "--by", "storm", "--sort", "time", "--metric", "dtw", *own)
    assert found.columns.tolist() == ["storm_a", "id_b", "distance"]
    names, _ = lines_of(few)
    assert len(found) == 2 * len(names)
    same = found[found.storm_a == found.id_b]
    assert same.distance.tolist() == [0, 0]
    near = compared(few, other, "--by", "storm", "--metric", "dtw", *own[:2], "-k", "1")
    assert len(near) == len(names)


def test_similarity_of_lines(tmp_path: Path) -> None:
    lines = [[[0, 0], [1, 0], [2, 0]], [[0, 1], [2, 1]], [[0, 5], [2, 5]]]
    features = [
        {
            "type": "Feature",
            "properties": {"road": name},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for name, line in zip("abc", lines, strict=True)
    ]
    path = tmp_path / "roads.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = compared(path, "--metric", "discrete_frechet", "-k", "1")
    assert found[["track_a", "track_b"]].to_numpy().tolist() == [[1, 2], [2, 1], [3, 2]]
    assert found.distance[2] == pytest.approx(gd.distance(1, 0, 5, 0), abs=1e-8)
    named = compared(path, "--metric", "chamfer", "--by", "road")
    assert named[["road_a", "road_b"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    for feature in features:
        feature["geometry"] = {
            "type": "MultiLineString",
            "coordinates": [feature["geometry"]["coordinates"]],
        }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert compared(path, "--metric", "chamfer", "--by", "road").equals(named)
    features[1]["geometry"]["coordinates"] *= 2
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = invoke("similarity", path, "--metric", "chamfer")
    assert "the geometry of row 2 is a MultiLineString, not one line" in result.stderr
    area = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    path.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": area}))
    result = invoke("similarity", path, "--metric", "dtw")
    assert result.exit_code == 3
    assert "the geometry of row 1 is a Polygon, not one line" in result.stderr


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ([], 2, "Missing option '--metric'"),
        (["--metric", "edr"], 2, "--metric edr needs --eps"),
        (["--metric", "erp"], 2, "--metric erp needs --gap"),
        (["--metric", "dtw", "--eps", "5"], 2, "--eps is of --metric edr or lcss"),
        (["--metric", "edr", "--window", "0", "--eps", "5"], 2, "--window is of --metric dtw"),
        (["--metric", "dtw", "--tolerance", "5"], 2, "--tolerance is of --metric frechet or haus"),
        (["--metric", "frechet", "--filled"], 2, "--filled is of --metric hausdorff"),
        (["--metric", "frechet", "--tolerance", "0"], 2, "0 must be above 0 and finite"),
        (["--metric", "frechet", "--tolerance", "-1"], 2, "-1 must be above 0 and finite"),
        (
            ["--metric", "frechet", "--tolerance", "5m"],
            2,
            "'5m' is not a number; write 5 --units m",
        ),
        (
            ["--metric", "frechet", "--tolerance", "1e-9", "--by", "ship"],
            2,
            "--tolerance: the tolerance must be at least 300",
        ),
        (["--metric", "hausdorff", "--filled", "--by", "ship"], 2, "--filled: no row of"),
        (["--metric", "erp", "--gap", "95,0"], 2, "--gap 95,0: 95 is not a latitude"),
        (["--metric", "dtw"], 3, "has one track; --by names the column of tracks"),
        (["--metric", "dtw", "--invalid", "null"], 2, "use --invalid=skip"),
        (["--metric", "dtw", "--rejects", "x.csv"], 2, "--rejects needs --invalid=skip"),
        (["--metric", "dtw", "--by", "boat"], 3, "no column is named 'boat'"),
    ],
)
def test_wrong_options_of_similarity(
    tmp_path: Path, options: list[str], code: int, message: str
) -> None:
    result = invoke("similarity", table(tmp_path, SHIPS), *options)
    assert result.exit_code == code, result.output
    assert message in result.stderr


@pytest.mark.parametrize("metric", ["frechet", "hausdorff"])
def test_similarity_along_edges(few: Path, metric: str) -> None:
    options = ["--by", "storm", "--sort", "time", "--metric", metric]
    names, lines = lines_of(few)
    measure = getattr(gd.tracks, metric)
    matrix = np.array([measure(lines[i : i + 1], lines).distance for i in range(len(lines))])
    pairs = np.triu_indices(len(names), 1)
    found = compared(few, *options)
    assert found.distance.to_numpy() == pytest.approx(matrix[pairs], abs=2e-6)
    np.fill_diagonal(matrix, np.inf)
    near = compared(few, *options, "-k", "1")
    assert near.storm_b.tolist() == names[matrix.argmin(axis=1)].tolist()


def test_tracks_too_far_apart_for_frechet(tmp_path: Path) -> None:
    rows = b"t,lat,lon\na,0,0\na,0,1\nb,1,0\nb,1,1\nc,0,180\nc,0,181\n"
    path = table(tmp_path, rows)
    options = [path, "--by", "t", "--metric", "frechet"]
    result = invoke("similarity", *options)
    assert result.exit_code == 3
    assert "--max-distance leaves out pairs that are farther apart" in result.stderr
    found = compared(*options, "--max-distance", "1e6")
    assert found[["t_a", "t_b"]].to_numpy().tolist() == [["a", "b"]]


def test_planar_edges_are_measured_as_they_are(tmp_path: Path) -> None:
    # One parallel, with a vertex in the middle and without: only along geodesics they differ.
    lines = [[[0, 60], [1, 60]], [[0, 60], [0.5, 60], [1, 60]]]
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for line in lines
    ]
    path = tmp_path / "lines.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    for metric in ("hausdorff", "frechet"):
        found = compared(path, "--metric", metric)
        assert found.distance[0] == pytest.approx(0, abs=1e-6)
        found = compared(path, "--metric", metric, "--edges", "geodesic")
        middle = gd.interpolate(60, 0, 60, 1, fraction=0.5)
        apart = gd.distance(60, 0.5, middle.lat, middle.lon)
        assert found.distance[0] == pytest.approx(apart, abs=0.01)


def features(path: Path, *geometries: gd.Shapes) -> Path:
    """A GeoJSON file with these rows."""
    found = [
        {"type": "Feature", "properties": {"name": f"n{i}"}, "geometry": each.__geo_interface__}
        for i, each in enumerate(row for rows in geometries for row in rows)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": found}))
    return path


@pytest.fixture
def fields() -> gd.Shapes:
    """Two polygons, one with a hole, a line and a point."""
    square = "0 0, 0.02 0, 0.02 0.02, 0 0.02, 0 0"
    hole = "0.005 0.005, 0.015 0.005, 0.015 0.015, 0.005 0.015, 0.005 0.005"
    texts = [f"POLYGON (({square}))", f"POLYGON (({square}), ({hole}))"]
    texts += [f"LINESTRING ({square})", "POINT (0.01 0.01)"]
    return gd.Shapes.from_wkt(texts, edges="geodesic")


@pytest.mark.parametrize("filled", [False, True])
def test_similarity_of_polygons(tmp_path: Path, fields: gd.Shapes, filled: bool) -> None:
    options: list[Any] = ["--metric", "hausdorff", "--edges", "geodesic", "--tolerance", "0.001"]
    options += ["--units", "km"] + ["--filled"] * filled
    path = features(tmp_path / "fields.geojson", fields)
    expected = gd.tracks.cdist(fields, fields, metric="hausdorff", filled=filled)
    found = compared(path, *options, "--by", "name")
    assert found.columns.tolist() == ["name_a", "name_b", "distance_km"]
    pairs = np.triu_indices(len(fields), 1)
    assert found.distance_km.to_numpy() * 1000 == pytest.approx(expected[pairs], abs=1)
    found = compared(path, path, *options)
    assert found.distance_km.to_numpy() * 1000 == pytest.approx(expected.ravel(), abs=1)
    np.fill_diagonal(expected, np.inf)
    near = compared(path, *options, "-k", "1")
    assert near.distance_km.to_numpy() * 1000 == pytest.approx(expected.min(axis=1), abs=1)
    limit = 600.0  # half of the side is 1113 m, half of that of the hole 557
    near = compared(path, *options, "--max-distance", str(limit / 1000))
    assert len(near) == (expected[pairs] <= limit).sum() > 0


def test_a_larger_tolerance_is_taken(tmp_path: Path, fields: gd.Shapes) -> None:
    path = features(tmp_path / "fields.geojson", fields[:2])
    options = [path, "--metric", "hausdorff", "--filled", "--edges", "geodesic"]
    exact = gd.tracks.hausdorff(fields[0], fields[1], filled=True)
    fine, rough = compared(*options), compared(*options, "--tolerance", "100")
    assert abs(fine.distance[0] - exact.distance) <= 1e-6
    assert 1e-3 < abs(rough.distance[0] - exact.distance) <= 50
    lines = features(tmp_path / "lines.geojson", fields[2:])
    for metric in ("frechet", "hausdorff"):
        measure = getattr(gd.tracks, metric)
        found = compared(lines, "--metric", metric, "--tolerance", "10", "--edges", "geodesic")
        assert abs(found.distance[0] - measure(fields[2], fields[3]).distance) <= 6


def test_pairs_that_are_not_certain_are_named(tmp_path: Path, fields: gd.Shapes) -> None:
    around = gd.direct(10, 20, np.arange(0, 361, 10), 15e6)
    large = gd.Shapes.polygons(around[0], around[1], [0, 37], edges="geodesic")
    centre = gd.Shapes.from_wkt(["POINT (20 10)"])
    path = features(tmp_path / "large.geojson", fields[:2], large, fields[:2], centre)
    options = [path, "--metric", "hausdorff", "--filled", "--edges", "geodesic"]
    result = invoke("similarity", *options)
    assert result.exit_code == 3
    named = f"row 3 of {path} and row 6 of {path}: the Hausdorff distance of filled polygons is not"
    assert named in result.stderr
    assert invoke("similarity", *options, "-k", "1").exit_code == 3
    # where it surely is farther, it is left out
    near = compared(*options, "--max-distance", "100000")
    assert near.track_a.tolist() == [1, 1, 1, 2, 2, 4]
    assert near.track_b.tolist() == [2, 4, 5, 4, 5, 5]
    found = compared(*options, "--tolerance", "100000")
    assert len(found) == 15


def test_edges_that_cannot_be_measured_are_named(tmp_path: Path, fields: gd.Shapes) -> None:
    half = gd.Shapes.lines([0, 0], [0, 179], [0, 2], edges="geodesic")
    path = features(tmp_path / "half.geojson", fields[2:3], half)
    result = invoke("similarity", path, "--metric", "frechet", "--edges", "geodesic")
    assert result.exit_code == 3
    assert f"row 2 of {path} has an edge longer than 19000 km" in result.stderr
    path = features(tmp_path / "empty.geojson", gd.Shapes.from_wkt(["POLYGON EMPTY"]), fields)
    result = invoke("similarity", path, "--metric", "hausdorff")
    assert result.exit_code == 3
    assert "the geometry of row 1 is empty" in result.stderr
