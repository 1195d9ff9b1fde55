"""The command line measures all pairs of points."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")

from test_cli import invoke, table

import geodist

if TYPE_CHECKING:
    from pathlib import Path

TOWNS = b'town,lat,lon\nDelft,52.010,4.36\n"Li,lle",50.63,3.07\nSuva,-18.14,178.44\n'
AIRPORTS = b"iata;y;x\nAMS;52,310;4,76\n007;50,90;4,48\n"


def matrix(a: list[tuple[float, float]], b: list[tuple[float, float]]) -> list[list[float]]:
    """The distances by GeographicLib."""
    geodesic = pytest.importorskip("geographiclib.geodesic").Geodesic.WGS84
    return [[geodesic.Inverse(*p, *q)["s12"] for q in b] for p in a]


PLACES = [(52.01, 4.36), (50.63, 3.07), (-18.14, 178.44)]
OTHERS = [(52.31, 4.76), (50.9, 4.48)]


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    return table(tmp_path, TOWNS, "towns.csv")


@pytest.fixture
def airports(tmp_path: Path) -> Path:
    return table(tmp_path, AIRPORTS, "airports.csv")


RIGHT = ("--right-delimiter", ";", "--right-decimal", ",", "--right-lat", "y", "--right-lon", "x")


def test_one_table(towns: Path) -> None:
    result = invoke("matrix", towns, "--id", "town")
    assert result.exit_code == 0, result.output
    rows = list(csv.reader(io.StringIO(result.stdout)))
    assert rows[0] == ["town", "Delft", "Li,lle", "Suva"]
    assert [row[0] for row in rows[1:]] == rows[0][1:]
    found = np.array([[float(cell) for cell in row[1:]] for row in rows[1:]])
    np.testing.assert_allclose(found, matrix(PLACES, PLACES), rtol=0, atol=20e-9)
    assert (found == found.T).all()
    assert "geodist: 3 by 3 distances written to standard output\n" in result.stderr


def test_two_tables(towns: Path, airports: Path) -> None:
    options = (*RIGHT, "--id", "town", "--right-id", "iata", "--units", "km", "--precision", "3")
    result = invoke("matrix", towns, airports, *options, "-q")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    expected = matrix(PLACES, OTHERS)
    names = ["Delft", '"Li,lle"', "Suva"]
    lines = [
        f"{name},{row[0] / 1e3:.3f},{row[1] / 1e3:.3f}"
        for name, row in zip(names, expected, strict=True)
    ]
    assert result.stdout.splitlines() == ["town,AMS,007", *lines]


def test_points_are_numbered(towns: Path) -> None:
    lines = invoke("matrix", towns, "-q", "--precision", "0", "--prefix", "p").stdout.splitlines()
    assert lines[0] == "pid,p1,p2,p3"
    assert lines[1].startswith("1,0,")


def test_long(towns: Path, airports: Path) -> None:
    options = (*RIGHT, "--id", "town", "--right-id", "iata", "--long", "-q")
    result = invoke("matrix", towns, airports, *options, "--to-format", "jsonl")
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["id_a"], row["id_b"]) for row in rows] == [
        (town, iata) for town in ("Delft", "Li,lle", "Suva") for iata in ("AMS", "007")
    ]
    expected = np.ravel(matrix(PLACES, OTHERS))
    np.testing.assert_allclose([row["distance"] for row in rows], expected, rtol=0, atol=12e-9)
    near = invoke("matrix", towns, airports, *options, "--max-distance", "130", "--units", "km")
    assert near.stdout.splitlines()[0] == "id_a,id_b,distance_km"
    count = sum(distance <= 130e3 for distance in expected)
    assert 0 < count < len(expected)
    assert near.stdout.count("\n") == 1 + count


def test_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small blocks give what one block gives, and the bits of `cdist`."""
    from geodist.cli.commands import matrix as module

    random = np.random.default_rng(5)
    lat, lon = random.uniform(-90, 90, 40).round(3), random.uniform(-180, 180, 40).round(3)
    text = "lat,lon\n" + "".join(f"{a},{b}\n" for a, b in zip(lat, lon, strict=True))
    path = table(tmp_path, text.encode())
    whole = invoke("matrix", path, "-q").stdout
    long = invoke("matrix", path, "-q", "--long").stdout
    monkeypatch.setattr(module, "_BLOCK", 99)
    assert invoke("matrix", path, "-q").stdout == whole
    assert invoke("matrix", path, "-q", "--long").stdout == long
    rows = list(csv.reader(io.StringIO(whole)))[1:]
    cells = [[float(cell) for cell in row[1:]] for row in rows]
    assert np.array_equal(cells, geodist.cdist(lat, lon, lat, lon))


@pytest.mark.parametrize("ending", ["tsv", "jsonl", "parquet", "csv.gz"])
def test_formats(tmp_path: Path, towns: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    assert invoke("matrix", towns, "--id", "town", "--long", "-o", out).exit_code == 0
    back = invoke("ecef", out, "--lat", "1", "--lon", "1", "--h", "distance", "-q")
    assert back.exit_code == 0, back.output
    assert back.stdout_bytes


def test_rows_that_cannot_be_used(tmp_path: Path, towns: Path) -> None:
    bad = table(tmp_path, TOWNS.replace(b"50.63", b"x"), "bad.csv")
    result = invoke("matrix", bad, "--id", "town")
    assert result.exit_code == 4
    assert "bad.csv, line 3, column 'lat': 'x' is not a number" in result.stderr
    rejects = tmp_path / "rejects.csv"
    result = invoke("matrix", bad, "--id", "town", "--invalid", "skip", "--rejects", rejects)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == "town,Delft,Suva"
    assert rejects.read_bytes().splitlines()[1].startswith(b"3,column 'lat': 'x' is not a number")
    result = invoke("matrix", towns, bad, "--invalid", "skip", "-q")
    assert result.stdout.splitlines()[0] == "id,1,2"


def test_no_points(tmp_path: Path, towns: Path) -> None:
    empty = table(tmp_path, b"lat,lon\n", "empty.csv")
    assert invoke("matrix", empty, "-q").stdout == "id\n"
    assert invoke("matrix", towns, empty, "-q").stdout == "id\n1\n2\n3\n"
    assert invoke("matrix", empty, towns, "-q").stdout == "id,1,2,3\n"
    assert invoke("matrix", empty, towns, "-q", "--long").stdout == "id_a,id_b,distance\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--max-distance", "5"], "--max-distance needs --long"),
        (["--invalid", "null"], "use --invalid=skip"),
        (["--rejects", "r.csv"], "--rejects needs --invalid=skip"),
        (["in.csv", "in.csv"], "needs one table or two; got 3"),
        (["-"], "standard input is for the first"),
        (["--id", "name"], "no column is named 'name'"),
    ],
)
def test_wrong_use(towns: Path, options: list[str], message: str) -> None:
    result = invoke("matrix", towns, *options)
    assert result.exit_code in (2, 3)
    assert message in result.stderr


def test_the_ellipsoid_is_taken(towns: Path) -> None:
    result = invoke("matrix", towns, "-q", "--ellipsoid", "sphere")
    cell = float(result.stdout.splitlines()[1].split(",")[2])
    assert math.isclose(cell, geodist.distance(*PLACES[0], *PLACES[1], ellipsoid="sphere"))
