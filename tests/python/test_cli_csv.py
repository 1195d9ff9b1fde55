"""CSV in the table layer: blocks of any size, rows that are too long, and what is not loaded."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("hypothesis")

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from test_cli import invoke, table

from geodist.cli.app import app
from geodist.cli.io import text

if TYPE_CHECKING:
    from pathlib import Path

HEADER = b"name,lat,lon\n"

cells = st.text('a,"\r\n\t5', max_size=4)
numbers = st.sampled_from(["1", "-2.5", " 3 ", "4N", "x", "", "91", '"5"', "40:30"])
good_rows = st.builds(
    lambda name, lat, lon: f'"{name.replace(chr(34), chr(34) * 2)}",{lat},{lon}',
    cells,
    numbers,
    numbers,
)
odd_rows = st.sampled_from(["", "a,1", "a,1,2,3", '"a"b,1,2', "   ", '5" pipe,1,2'])
line_ends = st.sampled_from(["\n", "\r\n", "\r"])


def measure(data: bytes, rejects: Path) -> tuple[bytes, bytes]:
    options = ["--to", "0,0", "-q", "--invalid", "skip", "--rejects", str(rejects)]
    result = CliRunner().invoke(app, ["distance", "-", *options], input=data)
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes, rejects.read_bytes()


def count(data: bytes) -> int:
    return sum(map(bool, csv.reader(io.StringIO(data.decode(), newline="")))) - 1


@given(
    rows=st.lists(st.tuples(good_rows | odd_rows, line_ends), max_size=30),
    size=st.integers(20, 200),
)
def test_blocks_of_any_size_give_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], size: int
) -> None:
    """And all rows come out: measured, or as rejects."""
    data = HEADER + "".join(row + end for row, end in rows).encode()
    rejects = tmp_path_factory.getbasetemp() / "rejects.csv"
    whole = measure(data, rejects)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "BLOCK_BYTES", size)
        assert measure(data, rejects) == whole
    # Python's reader takes a quote in front of other text for the rest of the row.
    plain = [part.replace(b'"a"b', b"ab") for part in whole]
    assert sum(map(count, plain)) == sum(bool(row) for row, _ in rows)


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(text, "BLOCK_BYTES", 64)
    monkeypatch.setattr(text, "MAX_ROW", 256)
    return 256


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("length", [250, 300, 1000, 5000])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_row_that_is_too_long_is_a_bad_row(
    tmp_path: Path, short_limit: int, end: str, length: int, quoted: bool
) -> None:
    """The rows behind it are measured, and lines are counted on."""
    long = f'"a{end}b",' + "1," * (length // 2) if quoted else "1" * length
    rows = ["a,1,2", long, "b,3,4", "", "c,x,5", "d,6,7"]
    data = HEADER + end.join(rows).encode()
    path, bad = table(tmp_path, data), tmp_path / "bad.csv"
    result = invoke("distance", path, "--to", "0,0", "--invalid", "skip", "--rejects", bad)
    assert result.exit_code == 0, result.output
    names = [line.split(b",")[0] for line in result.stdout_bytes.splitlines() if line]
    assert names == [b"name", b"a", b"b", b"d"]
    rejected = list(csv.reader(io.StringIO(bad.read_text(), newline="")))[1:]
    assert [row[0] for row in rejected] == ["3", str(6 + quoted)]
    if length > short_limit:
        assert rejected[0][1].startswith("the row is longer than ")
        result = invoke("distance", path, "--to", "0,0")
        assert (result.exit_code, "line 3: the row is longer than" in result.stderr) == (4, True)
        assert (
            "--rejects FILE for"
            in invoke("distance", path, "--to", "0,0", "--invalid", "null").stderr
        )


def test_a_quote_that_stays_open_is_told_soon(tmp_path: Path, short_limit: int) -> None:
    path = table(tmp_path, HEADER + b'a,1,2\n"b,3,4\n' + b"c,5,6\n" * short_limit)
    result = invoke("distance", path, "--to", "0,0", "--invalid", "skip")
    assert result.exit_code == 4
    assert "line 3: a quote that opens here is never closed within " in result.stderr


def test_a_header_that_is_too_long(tmp_path: Path, short_limit: int) -> None:
    path = table(tmp_path, b"x" * (2 * short_limit) + b",lat,lon\na,1,2\n")
    result = invoke("distance", path, "--to", "0,0")
    assert (result.exit_code, "line 1 is longer than" in result.stderr) == (3, True)


@pytest.mark.parametrize("cell", ["5.", "5.e2", "1.e-3"])
def test_numbers_of_csv_become_numbers_of_json(tmp_path: Path, cell: str) -> None:
    """JSON wants digits behind a point."""
    import json

    path = table(tmp_path, f"n,lat,lon\n{cell},1,2\n3.5,1,2\n,3,4\n".encode())
    result = invoke("distance", path, "--to", "0,0", "-q", "--to-format", "jsonl")
    values = [json.loads(line)["n"] for line in result.stdout.splitlines()]
    assert values == [float(cell), 3.5, None]


def test_text_formats_do_not_load_the_library_for_columns(tmp_path: Path) -> None:
    table(tmp_path, HEADER + b"a,1,2\n")
    script = (
        "import sys, geodist.cli.app as a\n"
        "a.app.main(sys.argv[1:], standalone_mode=False)\n"
        "assert 'pyarrow' not in sys.modules and 'pandas' not in sys.modules"
    )
    command = [sys.executable, "-c", script, "distance", "in.csv", "--to", "0,0", "-o"]
    for name in ("out.csv", "out.tsv.gz", "out.jsonl", "out.json", "out.geojson", "out.geojsonl"):
        subprocess.run([*command, name], cwd=tmp_path, check=True, capture_output=True)
        assert (tmp_path / name).stat().st_size


def test_rejects_cost_time_in_proportion(tmp_path: Path) -> None:
    """A bad row costs as much whatever the number of rows in its block."""
    import time

    times = []
    for rows in (4_000, 32_000):
        path = table(tmp_path, HEADER + b"a,999,5\n" * rows)
        start = time.process_time()
        options = ["--to", "0,0", "-q", "--invalid", "skip", "--rejects", tmp_path / "bad.csv"]
        assert invoke("distance", path, *options).exit_code == 0
        times.append((time.process_time() - start) / rows)
    assert times[1] < 3 * times[0]


def test_quoted_empty_cells_among_numbers_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('lat,lon,n\n1,2,7\n1,2,""\n')
    result = invoke("distance", path, "--to", "0,0", "--to-format", "jsonl")
    assert [json.loads(line)["n"] for line in result.stdout.splitlines()] == [7, None]


def test_cells_that_are_utf8_only_together_are_refused(tmp_path: Path) -> None:
    path = table(tmp_path, b"a,lat,lon\nx\xc3,1,2\n\xa9y,3,4\n")
    for target in ("out.jsonl", "out.geojson", "out.parquet"):
        result = invoke("convert", path, tmp_path / target)
        assert result.exit_code == 4
        assert "line 2, column 'a': 'x\u00c3' is not UTF-8" in result.stderr


def test_a_header_longer_than_a_block_comes_through_a_pipe() -> None:
    names = [letter * 600_000 for letter in "abc"]
    text = ",".join(names) + "\n1,1,1\n"
    options = ("--from-format", "csv", "--to-format", "jsonl", "-q")
    result = invoke("convert", "-", "-", *options, stdin=text)
    assert result.exit_code == 0, result.stderr[:200]
    assert json.loads(result.stdout) == dict.fromkeys(names, 1)
