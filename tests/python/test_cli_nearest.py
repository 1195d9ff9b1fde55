"""The command line joins tables by distance."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")

from prepared import pair_distance
from pyarrow import csv
from test_cli import invoke, table

import geodist as gd

TOWNS = b'town,lat,lon\nDelft,52.010,4.36\n"Li,lle",50.63,3.07\nSuva,-18.14,178.44\n'
AIRPORTS = b'iata,rank,lat,lon\nAMS,007,52.310,4.76\n"B""U",2,50.90,4.48\nTBU,,-21.24,184.85\n'

D = [
    pair_distance(52.01, 4.36, 52.31, 4.76),
    pair_distance(52.01, 4.36, 50.90, 4.48),
    pair_distance(50.63, 3.07, 50.90, 4.48),
    pair_distance(-18.14, 178.44, -21.24, 184.85),
]


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    return table(tmp_path, TOWNS, "towns.csv")


@pytest.fixture
def airports(tmp_path: Path) -> Path:
    return table(tmp_path, AIRPORTS, "airports.csv")


def test_nearest(tmp_path: Path, towns: Path, airports: Path) -> None:
    out = tmp_path / "out.csv"
    result = invoke("nearest", towns, airports, "-o", out)
    assert result.exit_code == 0, result.output
    assert out.read_bytes().decode() == (
        "town,lat,lon,iata,rank,lat_right,lon_right,distance\n"
        f"Delft,52.010,4.36,AMS,007,52.310,4.76,{D[0]!r}\n"
        f'"Li,lle",50.63,3.07,"B""U",2,50.90,4.48,{D[2]!r}\n'
        f"Suva,-18.14,178.44,TBU,,-21.24,184.85,{D[3]!r}\n"
    )
    assert result.stderr == (
        f"geodist: columns of {airports}: lat 'lat', lon 'lon'; 3 rows\n"
        f"geodist: columns of {towns}: lat 'lat', lon 'lon'\n"
        f"geodist: 3 rows written to {out}\n"
    )


def test_several_near_and_none(towns: Path, airports: Path) -> None:
    options = ("-k", "3", "--max-distance", "150", "--units", "km", "--precision", "1", "-q")
    inner = invoke("nearest", towns, airports, *options)
    assert [line.rsplit(",", 1)[1] for line in inner.stdout.splitlines()] == [
        "distance_km",
        *(f"{d / 1000:.1f}" for d in D[:3]),
    ]
    left = invoke("nearest", towns, airports, *options, "--how", "left")
    assert left.stdout == inner.stdout + "Suva,-18.14,178.44,,,,,\n"
    within = invoke("within", towns, airports, "-r", "150000", "-q", "--how", "left")
    assert within.stdout.splitlines()[-1] == "Suva,-18.14,178.44,,,,,"
    assert within.stdout.splitlines()[1].endswith(repr(D[0]))
    assert within.stdout.count("\n") == 5
    nothing = invoke("within", towns, airports, "-r", "1", "-q")
    assert nothing.stdout == "town,lat,lon,iata,rank,lat_right,lon_right,distance\n"


@pytest.mark.parametrize("how", ["inner", "left"])
def test_it_agrees_with_the_join_over_many_blocks(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geodist.cli import operation
    from geodist.cli.io import text

    # Small blocks, so that rows of left and their neighbours are split up.
    monkeypatch.setattr(text, "BLOCK_BYTES", 999)
    monkeypatch.setattr(operation, "STEP_ROWS", 17)
    random = np.random.default_rng(3)
    frames = []
    for name, n in (("left", 500), ("right", 300)):
        frame = pd.DataFrame(
            {"id": range(n), "lat": random.integers(-90, 91, n), "lon": random.integers(0, 361, n)}
        )
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
        frames.append(frame)
    files = tmp_path / "left.csv", tmp_path / "right.csv"
    for command, joined in (
        (
            ("nearest", *files, "-k", "7", "--max-distance", "900000"),
            gd.nearest_join(*frames, 7, max_distance=900e3, how=how, suffixes=("", "_right")),
        ),
        (
            ("within", *files, "--radius", "900000"),
            gd.within_join(*frames, 900e3, how=how, suffixes=("", "_right")),
        ),
    ):
        out = tmp_path / "out.csv"
        result = invoke(*command, "--how", how, "-o", out)
        assert result.exit_code == 0, result.output
        written = csv.read_csv(out).to_pandas()
        pd.testing.assert_frame_equal(written, joined, check_dtype=False, check_exact=True)


def test_columns(tmp_path: Path, airports: Path) -> None:
    stops = table(tmp_path, b"iata,a,b,c,d\nx,52.31,4.76,50.9,4.48\n", "stops.csv")
    result = invoke("nearest", stops, airports, "-q")
    assert result.exit_code == 3
    assert "stops.csv: the columns of the point are not recognised" in result.stderr
    assert "set --lat, --lon" in result.stderr
    result = invoke("nearest", stops, airports, "-q", "--lat", "c", "--lon", "d")
    assert result.stdout.splitlines()[1].endswith(',"B""U",2,50.90,4.48,0')
    result = invoke("nearest", airports, stops, "-q")
    assert "set --right-lat, --right-lon" in result.stderr
    options = ("--right-lat", "a", "--right-lon", "b", "--suffix", "2")
    result = invoke("nearest", airports, stops, "-q", *options)
    assert result.stdout.splitlines()[0] == "iata,rank,lat,lon,iata2,a,b,c,d,distance"
    result = invoke("nearest", airports, airports, "-q", "--suffix", "")
    assert result.exit_code == 3
    assert "include 'iata' twice; change --suffix" in result.stderr
    assert (
        invoke(
            "nearest", stops, airports, *("--lat", "c", "--lon", "d", "--text", "rank")
        ).exit_code
        == 0
    )
    result = invoke("nearest", airports, airports, "--text", "name")
    assert (result.exit_code, "--text: no column is named 'name'" in result.stderr) == (3, True)
    twice = table(tmp_path, b"x_right,x,lat,lon\n1,2,3,4\n", "twice.csv")
    result = invoke("nearest", table(tmp_path, b"x,lat,lon\n1,2,3\n"), twice, "-q")
    assert "two columns would be named 'x_right'" in result.stderr


def test_invalid_rows(tmp_path: Path, towns: Path) -> None:
    bad = table(tmp_path, AIRPORTS.replace(b"52.310", b"152.310"), "bad.csv")
    result = invoke("nearest", towns, bad)
    assert result.exit_code == 4
    assert "bad.csv, line 2, column 'lat': '152.310' is not a latitude" in result.stderr
    assert "--right-rejects FILE" in result.stderr
    result = invoke("nearest", towns, bad, "--invalid", "skip")
    assert result.exit_code == 0
    assert "bad.csv: lat 'lat', lon 'lon'; 2 rows, 1 invalid, left out" in result.stderr
    assert result.stdout.splitlines()[1].endswith(repr(D[1]))
    holes = table(tmp_path, TOWNS.replace(b"50.63", b""), "holes.csv")
    good = table(tmp_path, AIRPORTS, "airports.csv")
    result = invoke("nearest", holes, good, "-k", "2", "--invalid", "null", "-q")
    assert result.stdout.splitlines()[3] == '"Li,lle",,3.07,,,,,'
    result = invoke("nearest", holes, good)
    assert (result.exit_code, "holes.csv, line 3" in result.stderr) == (4, True)


def test_infinite_radius(towns: Path, airports: Path) -> None:
    everything = invoke("within", towns, airports, "-r", "inf", "-q")
    assert everything.exit_code == 0
    assert everything.stdout.count("\n") == 1 + 3 * (TOWNS.count(b"\n") - 1)
    result = invoke("nearest", towns, airports, "--max-distance", "inf", "-q")
    assert result.stdout == invoke("nearest", towns, airports, "-q").stdout


def test_output_may_be_left(towns: Path, airports: Path) -> None:
    assert invoke("nearest", towns, airports, "-o", towns).exit_code == 0
    assert towns.read_bytes().startswith(b"town,lat,lon,iata,")
    options = ("--exclude-self", "--suffix", "2", "-o", airports)
    assert invoke("nearest", airports, airports, *options).exit_code == 0
    assert airports.read_bytes().startswith(b"iata,rank,lat,lon,iata2,")


def test_hints(tmp_path: Path, towns: Path, airports: Path) -> None:
    result = invoke("nearest", towns, airports, "--suffix", "")
    assert result.exit_code == 3
    assert f"the columns of {towns} and {airports} include 'lat' twice; change --" in result.stderr
    assert "--suffix" in result.stderr
    assert invoke("nearest", towns, airports, "--suffix", "", "--prefix", "r_").exit_code == 0
    other = table(tmp_path, AIRPORTS.replace(b",", b";"), "other.csv")
    result = invoke("nearest", towns, other)
    assert result.exit_code == 3
    assert "'iata;rank;lat;lon' is one column; try --right-delimiter ';'" in result.stderr
    result = invoke("nearest", other, towns)
    assert (result.exit_code, "one column; try --delimiter ';'" in result.stderr) == (3, True)


@pytest.mark.parametrize("command", [["nearest"], ["within", "-r", "9e6"]])
def test_distances_of_right_are_kept_apart(tmp_path: Path, command: list[str]) -> None:
    """What `geodist distance` has measured is RIGHT of a join."""
    left = table(tmp_path, b"k,lat,lon\nA,47,8\n", "left.csv")
    right = table(tmp_path, b"z,lat,lon,distance,distance_km\n1,47.1,8,99,98\n", "right.csv")
    result = invoke(*command, left, right, "-q")
    names = "k,lat,lon,z,lat_right,lon_right,distance_right,distance_km,distance"
    assert result.stdout.splitlines()[0] == names
    result = invoke(*command, left, right, "-q", "--units", "km" if len(command) == 1 else "m")
    cells = dict(zip(*(line.split(",") for line in result.stdout.splitlines()), strict=True))
    assert sorted([cells.get("distance_right", "99"), cells.get("distance_km_right", "98")]) == [
        "98",
        "99",
    ]
    result = invoke(*command, left, right, "-q", "--suffix", "")
    assert (result.exit_code, "change --suffix" in result.stderr) == (3, True)


def test_each_table_has_its_delimiter_and_decimals(tmp_path: Path, airports: Path) -> None:
    text = TOWNS.replace(b",", b";").replace(b".", b",").replace(b"Li;lle", b"Li,lle")
    towns = table(tmp_path, text, "towns.csv")
    left = ("--delimiter", ";", "--decimal", ",")
    result = invoke("nearest", towns, airports, *left)
    assert (result.exit_code, "one column; try --right-delimiter ','" in result.stderr) == (3, True)
    result = invoke("nearest", towns, airports, *left, "--right-delimiter", ",")
    assert (result.exit_code, "with --decimal ," in result.stderr) == (4, True)
    right = ("--right-delimiter", ",", "--right-decimal", ".")
    result = invoke("nearest", towns, airports, *left, *right, "-q")
    assert result.exit_code == 0, result.output
    plain = invoke("nearest", table(tmp_path, TOWNS, "plain.csv"), airports, "-q")
    found = [line.rsplit(";", 1)[1] for line in result.stdout.splitlines()[1:]]
    assert [d.replace(",", ".") for d in found] == [
        line.rsplit(",", 1)[1] for line in plain.stdout.splitlines()[1:]
    ]
    assert result.stdout.splitlines()[0] == "town;lat;lon;iata;rank;lat_right;lon_right;distance"
    # What is written has one decimal mark, and is read again.
    row = result.stdout.splitlines()[1].split(";")
    assert row[5:7] == ["52,31", "4,76"]
    again = table(tmp_path, result.stdout.encode(), "again.csv")
    columns = ("--lat1", "lat", "--lon1", "lon", "--lat2", "lat_right", "--lon2", "lon_right")
    result = invoke("distance", again, *left, *columns, "--prefix", "a_", "-q")
    # Columns of pairs have a method of their own, which agrees within the bounds.
    ours = [float(line.split(";")[-1].replace(",", ".")) for line in result.stdout.splitlines()[1:]]
    assert ours == pytest.approx([float(d.replace(",", ".")) for d in found], abs=12e-9, rel=0)
    # So it is where a row that is left out makes text of a column of RIGHT.
    bad = table(tmp_path, AIRPORTS + b"ZZZ,9,n/a,4.0\n", "bad.csv")
    result = invoke("nearest", towns, bad, *left, *right, "-q", "--invalid", "skip")
    assert result.stdout.splitlines()[1].split(";")[5:7] == ["52,31", "4,76"]
    swapped = ("--right-delimiter", ";", "--right-decimal", ",", "-q")
    assert invoke("nearest", airports, towns, *swapped).exit_code == 0


def test_rejects_of_both_tables(tmp_path: Path) -> None:
    towns = table(tmp_path, TOWNS.replace(b"50.63", b"x"), "towns.csv")
    airports = table(tmp_path, AIRPORTS.replace(b"52.310", b"152.310") + b"short\n", "airports.csv")
    left, right, out = (tmp_path / name for name in ("left.csv", "right.csv", "out.csv"))
    options = ["--invalid", "skip", "-o", out, "--rejects", left]
    result = invoke("nearest", towns, airports, *options)
    assert result.exit_code == 4
    assert "airports.csv, line 2, column 'lat': '152.310' is not a latitude" in result.stderr
    assert "--right-rejects FILE for invalid rows of RIGHT" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["airports.csv", "towns.csv"]
    for command in (["nearest"], ["within", "--radius", "1000000"]):
        result = invoke(*command, towns, airports, *options, "--right-rejects", right)
        assert result.exit_code == 0, result.output
        assert f"; 2 rows, 2 invalid, left out, kept in {right}\n" in result.stderr
        assert left.read_bytes() == (
            b"reject_line,reject_reason,town,lat,lon\n"
            b"3,column 'lat': 'x' is not a number,\"Li,lle\",x,3.07\n"
        )
        assert right.read_bytes() == (
            b"reject_line,reject_reason,iata,rank,lat,lon\n"
            b"2,\"column 'lat': '152.310' is not a latitude in [-90, 90]; latitude and longitude "
            b'swapped?",AMS,007,152.310,4.76\n'
            b'5,"the row has 1 field, the header has 4",short\n'
        )
    # Nothing stands there when LEFT ends the command.
    right.unlink()
    broken = table(tmp_path, TOWNS + b'"open', "broken.csv")
    result = invoke("nearest", broken, airports, "--invalid", "skip", "--right-rejects", right)
    assert (result.exit_code, right.exists()) == (4, False)
    for wrong in (
        ["--right-rejects", right],
        ["--invalid", "skip", "--right-rejects", left, "--rejects", left],
        ["--invalid", "skip", "--rejects", out, "-o", out, "--right-rejects", right],
    ):
        assert invoke("nearest", towns, airports, *wrong).exit_code == 2, wrong
    assert not right.exists()


@pytest.mark.parametrize("how", ["inner", "left"])
def test_exclude_self(tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from geodist.cli.io import text

    monkeypatch.setattr(text, "BLOCK_BYTES", 99)
    random = np.random.default_rng(4)
    # Many rows at few places: a row is not among the first of those where it is itself.
    frame = pd.DataFrame({"id": range(90), "lat": random.integers(0, 4, 90), "lon": 7})
    path = tmp_path / "in.csv"
    bad = f"{frame[:40].to_csv(index=False)}x,y,z\n{frame[40:].to_csv(index=False, header=False)}"
    path.write_text(bad)
    for command, joined in (
        (["nearest", "-k", "5"], gd.nearest_join(frame, frame, 5, how=how, exclude_self=True)),
        (["nearest", "-k", "999"], gd.nearest_join(frame, frame, 999, how=how, exclude_self=True)),
        (["within", "--radius", "1"], gd.within_join(frame, frame, 1, how=how, exclude_self=True)),
    ):
        options = ["--exclude-self", "--invalid", "skip", "--how", how]
        result = invoke(*command, path, path, *options, "-o", tmp_path / "out.csv")
        assert result.exit_code == 0, result.output
        written = pd.read_csv(tmp_path / "out.csv").to_numpy()
        np.testing.assert_array_equal(written, joined.to_numpy())


def test_exclude_self_needs_one_table(tmp_path: Path) -> None:
    path = table(tmp_path, b"y,x,y2,x2\n1,2,3,4\n5,6,7,8\n", "in.csv")
    other = table(tmp_path, path.read_bytes(), "other.csv")
    columns = ["--lat", "y2", "--lon", "x2"]
    result = invoke("nearest", path, path, "--exclude-self", *columns, "-q")
    assert [line.split(",")[:5:4] for line in result.stdout.splitlines()[1:]] == [
        ["1", "5"],
        ["5", "1"],
    ]
    for right, options in ((other, columns), (path, [*columns, "--right-lat", "y"])):
        result = invoke("nearest", path, right, "--exclude-self", *options)
        assert result.exit_code == 2
        assert "--exclude-self: " in result.stderr
    result = invoke("nearest", "-", path, "--exclude-self", stdin=path.read_bytes())
    assert (result.exit_code, "the same file" in result.stderr) == (2, True)


def test_format_of_right(tmp_path: Path) -> None:
    left = table(tmp_path, b"a;lat;lon\n1;2;3\n", "left.csv")
    right = table(tmp_path, b"b;lat;lon\n1;2;3\n", "right.csv")
    tabs = table(tmp_path, b"b\tlat\tlon\n1\t2\t3\n", "right.tsv")
    plain = table(tmp_path, right.read_bytes(), "right")
    for other in (right, tabs, plain):
        options = ["--delimiter", ";", *(["--from-format", "csv"] if other == plain else [])]
        result = invoke("nearest", left, other, "-q", *options)
        assert result.stdout.splitlines()[1:] == ["1;2;3;1;2;3;0"], result.output


def test_inputs(towns: Path, airports: Path, tmp_path: Path) -> None:
    result = invoke("nearest", "-", airports, stdin=TOWNS)
    assert result.stdout.count("\n") == 4
    assert invoke("nearest", towns).exit_code == 2
    result = invoke("nearest", towns, "-", stdin=AIRPORTS)
    assert (result.exit_code, "RIGHT must be a file" in result.stderr) == (2, True)
    assert invoke("nearest", towns, tmp_path / "none.csv").exit_code == 5
    assert invoke("within", towns, airports).exit_code == 2
    assert invoke("nearest", towns, airports, "-k", "0").exit_code == 2
    assert invoke("nearest", towns, airports, "--max-distance", "-1").exit_code == 2
    empty = table(tmp_path, b"iata,lat,lon\n", "empty.csv")
    result = invoke("nearest", towns, empty, "--how", "left", "-q")
    assert result.stdout.splitlines()[1] == "Delft,52.010,4.36,,,,"
    result = invoke("within", empty, airports, "--radius", "5", "-q")
    assert result.stdout.splitlines() == [
        "iata,lat,lon,iata_right,rank,lat_right,lon_right,distance"
    ]


def test_types_are_kept(tmp_path: Path, towns: Path, airports: Path) -> None:
    parquet = tmp_path / "airports.parquet"
    pd.read_csv(airports).to_parquet(parquet)
    result = invoke("nearest", towns, parquet, "-q", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.output
    first = json.loads((tmp_path / "out.jsonl").read_text().splitlines()[0])
    assert (first["rank"], first["lat_right"], first["distance"]) == (7, 52.31, D[0])
    invoke("nearest", towns, airports, "-q", "-o", tmp_path / "out.parquet")
    written = pd.read_parquet(tmp_path / "out.parquet")
    assert written["rank"].tolist()[0] == "007"
    assert written["lat_right"].tolist() == [52.31, 50.9, -21.24]
    assert written["distance"].tolist() == [D[0], *D[2:]]


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_geoparquet(tmp_path: Path, encoding: str) -> None:
    geopandas = pytest.importorskip("geopandas")
    layers = []
    for name, content, label in (("left", TOWNS, "town"), ("right", AIRPORTS, "iata")):
        frame = pd.read_csv(io.BytesIO(content))
        points = geopandas.points_from_xy(frame.lon, frame.lat, crs=4326)
        layers.append(geopandas.GeoDataFrame(frame[[label]], geometry=points))
        layers[-1].to_parquet(tmp_path / f"{name}.parquet", geometry_encoding=encoding)
    left, right, out = (tmp_path / f"{name}.parquet" for name in ("left", "right", "out"))
    result = invoke("nearest", left, right, "-o", out)
    assert result.exit_code == 0, result.output
    assert f"columns of {left}: points 'geometry'\n" in result.stderr
    joined = geopandas.read_parquet(out)
    assert joined.crs == "EPSG:4326"
    assert joined.geometry.geom_equals(layers[0].geometry).all()
    assert joined[["iata", "lat_right", "lon_right"]].to_numpy().tolist()[0] == ["AMS", 52.31, 4.76]
    assert joined["distance"].tolist() == [D[0], *D[2:]]
    result = invoke("within", left, right, "-r", "1", "--how", "left", "-q", "-o", out)
    assert geopandas.read_parquet(out)["distance"].isna().all()

    layers[1].to_crs(3857).to_parquet(right)
    result = invoke("nearest", left, right)
    assert result.exit_code == 3
    assert "right.parquet, column 'geometry': " in result.stderr
    assert "is projected" in result.stderr
    layers[1].loc[1, "geometry"] = None
    layers[1].to_parquet(right, geometry_encoding=encoding)
    result = invoke("nearest", left, right)
    assert result.exit_code == 4
    assert "right.parquet, row 2, column 'geometry': the geometry is missing" in result.stderr
    result = invoke("nearest", left, right, "--invalid", "skip", "-o", out)
    assert geopandas.read_parquet(out)["iata"].tolist() == ["AMS", "AMS", "TBU"]
    line = geopandas.GeoSeries.from_wkt(["LINESTRING (0 0, 1 1)"], crs=4326)
    geopandas.GeoDataFrame(geometry=line).to_parquet(right)
    result = invoke("nearest", left, right, "--invalid", "skip", "-o", out)
    assert result.exit_code == 0
    assert (geopandas.read_parquet(out)["distance"] > 1e6).all()  # far from the equator


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc")
def test_memory_does_not_grow_with_left(tmp_path: Path, airports: Path) -> None:
    lines = b"Delft,52.01,4.36,some text that makes the row longer\n" * 1000
    peaks = []
    for thousands in (200, 1000):
        big = tmp_path / "big.csv"
        with big.open("wb") as file:
            file.write(b"town,lat,lon,text\n")
            for _ in range(thousands):
                file.write(lines)
        options = ["nearest", big, airports, "-k", "2", "-q", "-o", tmp_path / "out.csv"]
        code = (
            "from pathlib import Path; from geodist.cli.app import app\n"
            f"app.main({[str(option) for option in options]!r}, standalone_mode=False)\n"
            "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
        )
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        peaks.append(int(run.stdout) * 1024)
    assert peaks[1] - peaks[0] < 0.5 * 800 * len(lines)


def test_points_of_right_beside_a_geometry_are_named_so(tmp_path: Path) -> None:
    """Plain lat and lon would be read as those of the geometry."""
    layers = []
    for name, lon in (("wells", 10), ("stations", 11)):
        point = {"type": "Point", "coordinates": [lon, 50]}
        features = [{"type": "Feature", "properties": {name: 1}, "geometry": point}]
        text = json.dumps({"type": "FeatureCollection", "features": features})
        layers.append(table(tmp_path, text.encode(), f"{name}.geojson"))
    out = tmp_path / "out.geojson"
    assert invoke("nearest", *layers, "-o", out).exit_code == 0
    (feature,) = json.loads(out.read_text())["features"]
    apart = pair_distance(50, 10, 50, 11)
    assert feature["properties"] == {
        "wells": 1,
        "stations": 1,
        "lat_right": 50,
        "lon_right": 11,
        "distance": pytest.approx(apart, abs=1e-8),
    }
    again = invoke("distance", out, "--prefix", "again_", "--to-format", "csv")
    assert again.exit_code == 0, again.output
    assert float(again.stdout.splitlines()[1].split(",")[-1]) == pytest.approx(apart, abs=1e-8)


def test_joins_take_columns_not_numbers(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("lat,lon\n1,2\n")
    result = invoke("nearest", path, path, "--lat", "5", "--lon", "6")
    assert (result.exit_code, "no column is named '5'" in result.stderr) == (3, True)
    assert "--lat COLUMN " in invoke("nearest", "--help").stdout
