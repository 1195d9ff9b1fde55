"""Cells keep what they hold from one format to another: digits, codes, texts, bytes."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")

import pyarrow.parquet as pq
from click.testing import CliRunner
from test_cli_formats import ENDINGS, invoke, make, measure, read

from geodist.cli.app import app
from geodist.cli.io import text

if TYPE_CHECKING:
    from pathlib import Path


def test_numbers_keep_their_text_where_they_are_no_numbers(tmp_path: Path) -> None:
    """Codes with leading zeros are text; columns can be kept as text."""
    (tmp_path / "in.csv").write_text("code,n,lat,lon\n007,1,2,3\n010,,5,6\n", encoding="utf-8")
    measure(tmp_path / "in.csv", tmp_path / "out.parquet", "--to", "0,0")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column("code").to_pylist() == ["007", "010"]
    assert table.column("n").to_pylist() == [1, None]
    measure(tmp_path / "in.csv", tmp_path / "out.parquet", "--to", "0,0", "--text", "n")
    assert pq.read_table(tmp_path / "out.parquet").column("n").to_pylist() == ["1", ""]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            ["1234567890123456789", "1234567890123456788"],
            [1234567890123456789, 1234567890123456788],
        ),
        (["9223372036854775807", "-9223372036854775808"], [2**63 - 1, -(2**63)]),
        (["9223372036854775808", "1"], ["9223372036854775808", "1"]),
        (["9007199254740993", "0.5"], ["9007199254740993", "0.5"]),
        (["9007199254740992", "0.5"], [2.0**53, 0.5]),
        # A double of 17 digits, and one of fewer with zeros behind it.
        (["51.469999999999999", "13.40495400000000000000"], [51.469999999999999, 13.404954]),
        (["40.639801025390625", "5e-05"], [40.639801025390625, 5e-05]),
        (["0.12345678901234567890", "1"], ["0.12345678901234567890", "1"]),
        (["1" + "0" * 400, "1"], ["1" + "0" * 400, "1"]),
    ],
)
@pytest.mark.parametrize("ending", ["parquet", "jsonl", "geojson"])
def test_numbers_keep_their_digits(
    tmp_path: Path, ending: str, cells: list[str], expected: list[object]
) -> None:
    rows = "".join(f"{cell},2,3\n" for cell in cells)
    (tmp_path / "in.csv").write_text("n,lat,lon\n" + rows, encoding="utf-8")
    measure(tmp_path / "in.csv", tmp_path / f"out.{ending}", "--to", "0,0")
    written = [row["n"] for row in read(tmp_path / f"out.{ending}")]
    assert written == expected
    assert [type(cell) is str for cell in written] == [type(cell) is str for cell in expected]


@pytest.mark.parametrize(
    ("first", "late"),
    [
        ("1", "9223372036854775809"),
        ("1.5", "9007199254740993"),
        ("1", "x"),
        ("7", "007"),
        ("1.5", "nan"),
        ("2", "+5"),
    ],
)
@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_a_late_cell_that_does_not_fit_leaves_its_column_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, first: str, late: str
) -> None:
    monkeypatch.setattr(text, "BLOCK_BYTES", 256)
    cells = [first] * 200 + [late]
    (tmp_path / "in.csv").write_text("n,lat,lon\n" + "".join(f"{n},2,3\n" for n in cells))
    out = tmp_path / f"out.{ending}"
    measure(tmp_path / "in.csv", out, "--to", "0,0")
    assert [row["n"] for row in read(out)] == cells
    assert {type(row["lat"]) for row in read(out)} == {int}


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_types_of_a_pipe_are_known_too(tmp_path: Path, ending: str) -> None:
    rows = b"n,lat,lon\n" + b"7,2,3\n" * 1000
    for late, kind in ((b"", int), (b"007,2,3\n", str)):
        arguments = ["distance", "-", "--to", "0,0", "-o", str(tmp_path / f"out.{ending}")]
        result = CliRunner().invoke(app, arguments, input=rows + late)
        assert result.exit_code == 0, result.output
        # Standard input is a pipe to the runner: it has no size and cannot be read again.
        assert "geodist: standard input was copied to a temporary file, 0.0 MB\n" in result.stderr
        assert {type(row["n"]) for row in read(tmp_path / f"out.{ending}")} == {kind}


@pytest.mark.parametrize("late", ["9223372036854775808", "9007199254740993.5", "007", "+1", "x"])
@pytest.mark.parametrize("first", ["1", "1.5"])
def test_a_column_is_text_if_one_cell_is(tmp_path: Path, first: str, late: str) -> None:
    """Its last cell decides as well as its first, however long the table is."""
    for count in (1, 300_000):
        rows = (first + ",2,3\n") * count + late + ",2,3\n"
        (tmp_path / "in.csv").write_text("n,lat,lon\n" + rows, encoding="utf-8")
        measure(tmp_path / "in.csv", tmp_path / "out.parquet", "--to", "0,0")
        column = pq.read_table(tmp_path / "out.parquet")["n"]
        assert [column[0].as_py(), column[count].as_py()] == [first, late]
        measure(tmp_path / "in.csv", tmp_path / "out.jsonl", "--to", "0,0")
        rows_read = read(tmp_path / "out.jsonl")
        assert [rows_read[0]["n"], rows_read[count]["n"]] == [first, late]


def test_text_stays_text_from_csv_to_tsv(tmp_path: Path) -> None:
    cells = ["1.10", "1e5", "007", "+1", "1234567890123456789", ' "a"\tb', "x\ny", "a;b", "Zürich"]
    for name, delimiter in (("in.csv", ","), ("in.tsv", "\t")):
        with (tmp_path / name).open("w", encoding="latin-1", newline="") as stream:
            writer = csv.writer(stream, delimiter=delimiter)
            writer.writerow(["cell", "lat", "lon"])
            writer.writerows([cell, "2.50", "3e0"] for cell in cells)
    for given, target, delimiter in (("in.csv", "out.tsv", "\t"), ("in.tsv", "out.csv", ",")):
        measure(tmp_path / given, tmp_path / target, "--to", "0,0")
        with (tmp_path / target).open(encoding="latin-1", newline="") as stream:
            rows = list(csv.reader(stream, delimiter=delimiter))
        assert rows[0] == ["cell", "lat", "lon", "distance"]
        assert [row[:3] for row in rows[1:]] == [[cell, "2.50", "3e0"] for cell in cells]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_bytes_in_objects_become_hexadecimal_text(tmp_path: Path, ending: str) -> None:
    rows = [{"b": {"c": b"\xff\x2c", "d": [b"\x01"]}, "lat": 1.5, "lon": 2.5}]
    out = tmp_path / f"out.{ending}"
    measure(make(tmp_path / "in.parquet", rows), out, "--to", "0,0")
    cell = read(out)[0]["b"] if ending == "jsonl" else out.read_text(encoding="utf-8")
    if ending == "jsonl":
        assert cell == {"c": "ff2c", "d": ["01"]}
    else:
        assert '""c"":""ff2c"",""d"":[""01""]' in cell


@pytest.mark.parametrize("ending", ["csv", "jsonl", "geojson"])
def test_bytes_become_hexadecimal_text(tmp_path: Path, ending: str) -> None:
    rows = [{"b": b"\xff,\n", "lat": 1.5, "lon": 2.5}, {"b": None, "lat": 3.5, "lon": 4.5}]
    source, out = make(tmp_path / "in.parquet", rows), tmp_path / f"out.{ending}"
    measure(source, out, "--to", "0,0")
    assert "ff2c0a" in out.read_text(encoding="utf-8")
    # Those of the other table of a join too.
    assert invoke("nearest", source, source, "-o", out).exit_code == 0
    assert out.read_text(encoding="utf-8").count("ff2c0a") == 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_whole_numbers_among_decimals_keep_their_digits(tmp_path: Path, ending: str) -> None:
    """JSON does not tell the two apart; what no double holds becomes text."""
    rows = [{"a": n, "b": [n], "c": {"d": n}, "lat": 2, "lon": 3} for n in (2**53 + 1, 0.5)]
    source, out = make(tmp_path / "in.jsonl", rows), tmp_path / f"out.{ending}"
    measure(source, out, "--to", "0,0")
    parquet = ending == "parquet"
    text = str(pq.read_table(out).to_pylist()) if parquet else out.read_text(encoding="utf-8")
    assert text.count("9007199254740993") == 3
    assert text.count("0.5") == 3


@pytest.mark.parametrize("ending", ["jsonl", "geojson"])
def test_numbers_that_json_does_not_have(tmp_path: Path, ending: str) -> None:
    rows = [
        {"v": v, "list": [v, 1.0], "in": {"a": v}, "lat": 2.0, "lon": 3.0}
        for v in (math.inf, -math.inf, math.nan, None)
    ]
    out = tmp_path / f"out.{ending}"
    measure(make(tmp_path / "in.parquet", rows), out, "--to", "0,0")
    written = read(out)
    expected = ["inf", "-inf", None, None]
    assert [row["v"] for row in written] == expected
    assert [row["list"] for row in written] == [[v, 1.0] for v in expected]
    assert [row["in"] for row in written] == [{"a": v} for v in expected]
    # An infinite number is read back as one, and refused where a finite one is needed.
    result = invoke("distance", out, "--to", "0,0", "--lat1", "v", "--lon1", "3", "--prefix", "b")
    assert result.exit_code == 4
    assert "'inf' is not a latitude" in result.stderr
