"""Tables whose decimals have a comma."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")

import pyarrow.parquet as pq
from test_cli import invoke, table

import geodist as gd

if TYPE_CHECKING:
    from pathlib import Path

CITIES = (
    "Stadt;Breitengrad;L\u00e4ngengrad;Einwohner;Anteil\n"
    "Bern;46,95;7,45;134.794;1,5\n"
    "Quito;-0,22;78\u00b031,5\u2032W;2.011.388;2\n"
).encode()
OPTIONS = ["--delimiter", ";", "--decimal", ",", "--to", "51.47,-0.45"]
DISTANCES = [gd.distance(46.95, 7.45, 51.47, -0.45), gd.distance(-0.22, -78.525, 51.47, -0.45)]


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    return table(tmp_path, CITIES, "cities.csv")


def test_commas_in_and_out(cities: Path) -> None:
    result = invoke("distance", cities, *OPTIONS)
    assert result.exit_code == 0, result.output
    assert "from lat 'Breitengrad', lon 'L\u00e4ngengrad' to lat 51.47" in result.stderr
    rows = CITIES.decode().splitlines()
    assert result.stdout.splitlines() == [
        rows[0] + ";distance",
        *(
            f"{row};{d!r}".replace(repr(d), repr(d).replace(".", ","))
            for row, d in zip(rows[1:], DISTANCES, strict=True)
        ),
    ]


def test_a_comma_that_also_parts_fields_is_quoted(tmp_path: Path) -> None:
    path = table(tmp_path, b'lat,lon\n"46,95","7,45"\n', "in.csv")
    result = invoke(
        "distance", path, "--decimal", ",", "--to", "46.95,7.45", "-q", "--precision", "1"
    )
    assert result.stdout == 'lat,lon,distance\n"46,95","7,45","0,0"\n'
    lines = table(tmp_path, b'{"lat":46.95,"lon":7.45,"n":1}\n', "in.jsonl")
    options = ["--decimal", ",", "--to", "46.95,7.45", "-q", "--to-format", "csv"]
    result = invoke("distance", lines, *options)
    assert result.stdout == 'lat,lon,n,distance\n"46,95","7,45",1,0\n'


def test_formats_with_types_get_numbers(cities: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert invoke("distance", cities, *OPTIONS, "-o", out).exit_code == 0
    first, second = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert (first["Breitengrad"], first["Anteil"], second["Anteil"]) == (46.95, 1.5, 2.0)
    # Neither an angle nor a number with points is one.
    assert (second["L\u00e4ngengrad"], second["Einwohner"]) == ("78\u00b031,5\u2032W", "2.011.388")
    assert [first["distance"], second["distance"]] == DISTANCES
    assert invoke("distance", cities, *OPTIONS, "-o", tmp_path / "out.parquet").exit_code == 0
    assert pq.read_table(tmp_path / "out.parquet")["Breitengrad"].to_pylist() == [46.95, -0.22]


def test_text_in_other_formats(tmp_path: Path) -> None:
    path = table(tmp_path, b'{"lat":"46,95","lon":7.45}\n', "in.jsonl")
    result = invoke("distance", path, "--to", "46.95,7.45")
    assert "'46,95' is not a number; for decimal commas use --decimal ," in result.stderr
    result = invoke("distance", path, "--to", "46.95,7.45", "--decimal", ",", "-q")
    assert result.stdout == '{"lat":"46,95","lon":7.45,"distance":0}\n'


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("46.95", "'46.95' is not a number: with --decimal , the decimal mark is a comma"),
        ("1.046,95", "'1.046,95' is not a number: with --decimal ,"),
        ("46,9,5", "'46,9,5' is not a number"),
        ("95,5", "'95,5' is not a latitude in [-90, 90]"),
        ("", "the cell is empty"),
    ],
)
def test_bad_cells(tmp_path: Path, cell: str, message: str) -> None:
    path = table(tmp_path, f"lat;lon\n1,5;2\n{cell};100,0\n".encode(), "in.csv")
    result = invoke("distance", path, *OPTIONS)
    assert result.exit_code == 4
    assert f"in.csv, line 3, column 'lat': {message}" in result.stderr


def test_other_commands(cities: Path, tmp_path: Path) -> None:
    result = invoke(
        "nearest", cities, cities, "--exclude-self", *OPTIONS[:4], "-q", "--precision", "0"
    )
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1].startswith("Bern;46,95;7,45;134.794;1,5;Quito;-0,22;")
    page = tmp_path / "map.html"
    result = invoke("map", cities, *OPTIONS[:4], "-o", page)
    assert "geodist: 2 points drawn" in result.stderr
    result = invoke("distance", "1,2", "3,4", "--decimal", ",")
    assert (result.exit_code, "for tables" in result.stderr) == (2, True)


def test_numbers_for_all_rows_may_have_a_comma(cities: Path) -> None:
    options = [*OPTIONS[:4], "--lat2"]
    for lat in ("51,47", "51.47", "51\u00b028,2\u2032"):
        result = invoke("distance", cities, *options, lat, "--lon2", "-0,45", "-q")
        assert result.exit_code == 0, result.output
        assert result.stdout == invoke("distance", cities, *OPTIONS, "-q").stdout
