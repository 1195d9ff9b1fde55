"""The command line on bad tables and files: what it says, how it exits, what it leaves behind."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")

from click.testing import CliRunner, Result

from geodist.cli.app import app

HEADER = b"id,lat1,lon1,lat2,lon2\n"
ROW = b"x,40.64,-73.78,51.47,-0.45\n"

posix_only = pytest.mark.skipif(os.name != "posix", reason="POSIX files and signals")


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], prog_name="geodist")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refuse(tmp_path: Path, content: bytes, *options: str) -> Result:
    """Measure a table that is bad: an old output must stay as it is, and nothing else be left."""
    (tmp_path / "in.csv").write_bytes(content)
    out = tmp_path / "out.csv"
    out.write_bytes(b"old")
    result = invoke("inverse", tmp_path / "in.csv", "-o", out, *options)
    assert out.read_bytes() == b"old"
    assert names_in(tmp_path) == ["in.csv", "out.csv"]
    assert result.exit_code != 0
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result


ROW_ERRORS = [
    (b"x,40.64,abc,51.47,-0.45\n", "column 'lon1': 'abc' is not a number"),
    (b"x,40.64,-73.78,,-0.45\n", "column 'lat2': the cell is empty"),
    (b"x,40.64,-73.78,  ,-0.45\n", "column 'lat2': the cell is empty"),
    (b"x,nan,-73.78,51.47,-0.45\n", "column 'lat1': 'nan' is not a number"),
    (b"x,NaN,-73.78,51.47,-0.45\n", "column 'lat1': 'NaN' is not a number"),
    (b"x,4_0.64,-73.78,51.47,-0.45\n", "column 'lat1': '4_0.64' is not a number"),
    (b"x,0x10,-73.78,51.47,-0.45\n", "column 'lat1': '0x10' is not a number"),
    (
        b'x,"40,64",-73.78,51.47,-0.45\n',
        "'40,64' is not a number; for decimal commas use --dec",
    ),
    (b"x,40.64E,-73.78,51.47,-0.45\n", "'40.64E' is a longitude, not a latitude"),
    (b"x,52 30 15,-73.78,51.47,-0.45\n", "'52 30 15' is not made of degrees, minutes and seconds"),
    (b"x,40:64:00,-73.78,51.47,-0.45\n", "column 'lat1': '40:64:00' has 64 minutes"),
    (b"x,91,-73.78,51.47,-0.45\n", "column 'lat1': '91' is not a latitude in [-90, 90]"),
    (b"x,40.64,-73.78,-90.000001,-0.45\n", "column 'lat2': '-90.000001' is not a latitude"),
    (b"x,40.64,inf,51.47,-0.45\n", "column 'lon1': 'inf' is not a longitude in [-540, 540]"),
    (b"x,40.64,-73.78,51.47,1e999\n", "column 'lon2': '1e999' is not a longitude in [-540, 540]"),
    (b"x,-inf,-73.78,51.47,-0.45\n", "column 'lat1': '-inf' is not a latitude"),
    (b"x,40.64,-73.78,51.47\n", "the row has 4 fields, the header has 5"),
    (b"x,40.64,-73.78,51.47,-0.45,\n", "the row has 6 fields, the header has 5"),
    (b"   \n", "the row has 1 field, the header has 5"),
]


@pytest.mark.parametrize(("row", "message"), ROW_ERRORS)
@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("before", [0, 5, 20_000])
def test_bad_row(tmp_path: Path, row: bytes, message: str, quoted: bool, before: int) -> None:
    start = b'"over\n\nthree lines",1,2,3,4\n' if quoted else ROW * 3
    result = refuse(tmp_path, HEADER + start + ROW * before + row + ROW)
    assert result.exit_code == 4
    assert f"{tmp_path / 'in.csv'}, line {before + 5}" in result.stderr
    assert message in result.stderr
    assert result.stderr.splitlines()[-1].strip().startswith("to continue: --invalid=skip")
    assert "--rejects FILE" in result.stderr


def test_advice_fits_the_row(tmp_path: Path) -> None:
    null = "--invalid=null gives them empty cells"
    assert null in refuse(tmp_path, HEADER + b"x,91,0,0,0\n").stderr
    assert null not in refuse(tmp_path, HEADER + b"x,91,0,0\n").stderr
    (tmp_path / "in.csv").write_bytes(b"lat,lon\n1,2\n")
    (tmp_path / "right.csv").write_bytes(b"lat,lon\n91,2\n")
    result = invoke("nearest", tmp_path / "in.csv", tmp_path / "right.csv")
    assert null not in result.stderr
    assert "--invalid=skip leaves such rows out; --right-rejects FILE keeps them" in result.stderr


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            [b"x,91,0,0,0\n", b"x,1,2,3\n"],
            "2 invalid, 1 without a result, 1 malformed and left out",
        ),
        ([b"x,1,2,3\n", b"y\n"], "2 invalid, 2 malformed and left out"),
        ([b"x,91,0,0,0\n"], "1 invalid, without a result"),
    ],
)
def test_malformed_rows_are_counted_apart(tmp_path: Path, rows: list[bytes], told: str) -> None:
    path, out, bad = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "bad.csv"
    path.write_bytes(HEADER + ROW + b"".join(rows))
    result = invoke("distance", path, "-o", out, "--invalid", "null", "--rejects", bad)
    assert result.exit_code == 0, result.output
    written = len(out.read_bytes().splitlines()) - 1
    rows_written = "1 row" if written == 1 else f"{written} rows"
    assert f"geodist: {rows_written} written to {out}; {told}, kept in {bad}\n" in result.stderr
    assert len(bad.read_bytes().splitlines()) == 1 + len(rows)


def test_rejects_again(tmp_path: Path) -> None:
    path, bad = tmp_path / "in.csv", tmp_path / "bad.csv"
    path.write_bytes(b"reject_line,reject_reason,lat1,lon1,lat2,lon2\n3,no number,1,2,3,4\n")
    result = invoke("distance", path, "--invalid", "skip", "--rejects", bad)
    assert result.exit_code == 3
    assert "delete or rename reject_line and reject_reason" in result.stderr
    assert "--prefix" not in result.stderr
    path.write_bytes(b"lat1,lon1,lat2,lon2\n1,2,3,4\n")
    assert invoke("distance", path, "--invalid", "skip", "--rejects", bad).exit_code == 0


def test_swapped_coordinates_are_suspected(tmp_path: Path) -> None:
    result = refuse(tmp_path, HEADER + b"x,-151.2,-33.9,1,2\n")
    assert "latitude and longitude swapped?" in result.stderr


@pytest.mark.parametrize("first", [b"x,91,0,0,0\n", b"x,a,0,0,0\n", b"x,0\n"])
@pytest.mark.parametrize("second", [b"x,0,0,-95,0\n", b"x,0,0,b,0\n", b"x,0,0,0,0,0\n"])
def test_the_first_bad_row_is_named(tmp_path: Path, first: bytes, second: bytes) -> None:
    result = refuse(tmp_path, HEADER + ROW + first + ROW + second)
    assert "line 3" in result.stderr
    assert "line 5" not in result.stderr


def test_unclosed_quote_names_the_line_where_it_opens(tmp_path: Path) -> None:
    result = refuse(tmp_path, HEADER + ROW + b'"x,1,2,3,4\n' + ROW * 30_000)
    assert result.exit_code == 4
    assert "line 3: a quote that opens here is never closed" in result.stderr


def test_text_after_a_quote(tmp_path: Path) -> None:
    result = refuse(tmp_path, HEADER + ROW + b'"x"y,1,2,3,4\n')
    assert result.exit_code == 4
    assert "in.csv, line 3: " in result.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n" + HEADER, "line 1 is blank"),
        (HEADER.decode().encode("utf-16"), "UTF-16"),
        (HEADER.decode().encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04\x00\x00binary", "not text"),
        (b"id,lat,lon\n", "not recognised"),
        (b"lat1;lon1;lat2;lon2\n", "--delimiter ';'"),
        (
            b"sep=;\nlat1;lon1;lat2;lon2\n",
            "'sep=;', is only for Excel and has no names: remove it, and",
        ),
        (b"sep=,\nlat1,lon1,lat2,lon2\n", "'sep=', is only for Excel and has no names: remove it"),
        (
            gzip.compress(HEADER, mtime=0),
            "compressed by gzip: give it the ending .gz, or use --from-format",
        ),
        (bz2.compress(HEADER), "compressed by bzip2: give it the ending .bz2"),
        (lzma.compress(HEADER), "compressed by xz: give it the ending .xz"),
        (b"1,2,3,4\n5,6,7,8\n", "names"),
        (b"lat1,lat1,lon1,lat2,lon2\n", "2 columns are named 'lat1', columns 1 and 2; rename"),
        (b"lat1,lon1,lat2,lon2,azi1\n", "already has a column named 'azi1'"),
    ],
)
def test_bad_table(tmp_path: Path, content: bytes, message: str) -> None:
    result = refuse(tmp_path, content)
    assert result.exit_code == 3
    assert str(tmp_path / "in.csv") in result.stderr
    assert message in result.stderr


def test_missing_column(tmp_path: Path) -> None:
    result = refuse(tmp_path, HEADER + ROW, "--lat1", "Breitengrad")
    assert result.exit_code == 3
    assert "no column is named 'Breitengrad'; the table has: 'id', 'lat1'" in result.stderr


def test_columns_that_do_not_matter_may_repeat(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"n,n,lat1,lon1,lat2,lon2\na,b,1,2,3,4\n")
    assert invoke("inverse", tmp_path / "in.csv", "-o", tmp_path / "out.csv").exit_code == 0


@pytest.mark.parametrize("name", ["out.parquet", "out.jsonl", "out.geojson"])
def test_repeated_names_go_only_where_they_can(tmp_path: Path, name: str) -> None:
    (tmp_path / "in.csv").write_bytes(b"n,n,lat1,lon1,lat2,lon2\na,b,1,2,3,4\n")
    result = invoke("inverse", tmp_path / "in.csv", "-o", tmp_path / name)
    assert result.exit_code == 3
    assert "in.csv: 2 columns are named 'n', columns 1 and 2; rename all but one" in result.stderr
    assert names_in(tmp_path) == ["in.csv"]


def test_unknown_column_of_text(tmp_path: Path) -> None:
    result = refuse(tmp_path, HEADER + ROW, "--text", "id", "--text", "name")
    assert result.exit_code == 3
    assert "--text: no column is named 'name'; the table has: 'id', 'lat1'" in result.stderr


@pytest.mark.parametrize(
    ("point", "message"),
    [
        ("95,13", "--to 95,13: 95 is not a latitude in [-90, 90]; latitude and longitude swapped?"),
        ("-95,113", "--to -95,113: -95 is not a latitude in [-90, 90]\n"),
        ("90.0001,13", "--to 90.0001,13: 90.0001 is not a latitude in [-90, 90]\n"),
        ("9x,13", "--to 9x,13: '9x' is not a number"),
        ("9", "--to 9: not a point, LAT,LON"),
        ("52 30 15,13 24 0", "degrees, minutes and seconds are written 40:38:24 or 40d38'24"),
    ],
)
def test_bad_point_for_all_rows(tmp_path: Path, point: str, message: str) -> None:
    (tmp_path / "in.csv").write_bytes(b"lat,lon\n1,2\n")
    result = invoke("distance", tmp_path / "in.csv", "--to", point)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "lat2" not in result.stderr


def test_bad_value(tmp_path: Path) -> None:
    result = invoke("distance", "95,13", "1,2")
    assert result.exit_code == 2
    assert "95 is not a latitude in [-90, 90]; latitude and longitude swapped?" in result.stderr
    assert "index" not in result.stderr
    result = invoke("distance", "1,2", "52 30 15,13 24 0")
    assert "degrees, minutes and seconds are written 40:38:24" in result.stderr
    assert "are written" not in invoke("distance", "1,2", "3,4", "5").stderr


def test_wrong_delimiter_of_a_quoted_header_is_suspected(tmp_path: Path) -> None:
    result = refuse(tmp_path, b'"lat1";lon1;lat2;lon2\n1;2;3;4\n')
    assert "try --delimiter ';'" in result.stderr


# Files


@pytest.mark.parametrize("name", ["none.csv", "none/in.csv", "folder"])
def test_input_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    result = invoke("inverse", tmp_path / name, "-o", tmp_path / "out.csv")
    assert result.exit_code == 5
    assert f"cannot read {tmp_path / name}" in result.stderr
    assert names_in(tmp_path) == ["folder"]


@pytest.mark.parametrize("name", ["none/out.csv", "folder"])
def test_output_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "in.csv").write_bytes(HEADER + ROW)
    result = invoke("inverse", tmp_path / "in.csv", "-o", tmp_path / name)
    assert result.exit_code == 5
    assert f"cannot write {tmp_path / name}" in result.stderr
    assert names_in(tmp_path) == ["folder", "in.csv"]
    assert names_in(tmp_path / "folder") == []


def test_output_may_be_the_input(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(HEADER + ROW * 50_000)
    assert invoke("inverse", path, "-o", path).exit_code == 0
    assert path.read_bytes().count(b"\n") == 50_001
    assert path.read_bytes().startswith(HEADER[:-1] + b",distance")
    assert names_in(tmp_path) == ["in.csv"]


@pytest.mark.parametrize(
    ("command", "options", "message"),
    [
        ("distance", "in.csv --rejects in.csv", "--rejects in.csv and the table in.csv are"),
        ("distance", "in.csv -o o.csv --rejects ./in.csv", "--rejects ./in.csv and the table"),
        ("distance", "in.csv --rejects link.csv", "--rejects link.csv and the table in.csv"),
        ("distance", "in.csv --rejects hard.csv", "--rejects hard.csv and the table in.csv"),
        ("distance", "link.csv --rejects in.csv", "--rejects in.csv and the table link.csv"),
        ("distance", "in.csv -o in.csv --rejects in.csv", "--rejects in.csv and --output in.csv"),
        ("distance", "in.csv --rejects ./o.csv -o o.csv", "--rejects ./o.csv and --output o.csv"),
        ("distance", "in.csv --rejects new.csv -o o.csv", "--rejects new.csv and --output o.csv"),
        ("nearest", "in.csv R.csv -o R.csv", "--output R.csv and RIGHT R.csv are the same file"),
        ("nearest", "in.csv R.csv --rejects R.csv", "--rejects R.csv and RIGHT R.csv are"),
        ("nearest", "in.csv R.csv --right-rejects ./R.csv", "--right-rejects ./R.csv and RIGHT"),
        ("within", "in.csv R.csv -r 1 --right-rejects in.csv", "--right-rejects in.csv and LEFT"),
        (
            *("within", "in.csv R.csv -r 1 --rejects r.csv --right-rejects ./r.csv"),
            "--right-rejects ./r.csv and --rejects r.csv are the same file; choose another",
        ),
        (
            "nearest",
            "in.csv R.csv -o r.csv --right-rejects sub/../r.csv",
            "-rejects sub/../r.csv and --output r.csv",
        ),
        ("distance", "in.csv -o R.csv --rejects no/../R.csv", "--rejects no/../R.csv and --output"),
    ],
)
@posix_only
def test_no_file_is_written_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, options: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_bytes(HEADER + ROW + b"x,a,0,0,0\n")
    Path("R.csv").write_bytes(HEADER + ROW + b"x,b,0,0,0\n")
    Path("sub").mkdir()
    Path("link.csv").symlink_to("in.csv")
    Path("new.csv").symlink_to("o.csv")
    Path("hard.csv").hardlink_to("in.csv")
    before = names_in(tmp_path)
    result = invoke(command, *options.split(), "--invalid=skip")
    assert result.exit_code == 2
    assert message in result.stderr
    assert names_in(tmp_path) == before
    assert Path("in.csv").read_bytes() == HEADER + ROW + b"x,a,0,0,0\n"
    assert Path("R.csv").read_bytes() == HEADER + ROW + b"x,b,0,0,0\n"


@posix_only
@pytest.mark.parametrize(
    "options", ["- --rejects in.csv < in.csv", "in.csv --rejects o.csv > o.csv"]
)
def test_redirected_files_count(tmp_path: Path, options: str) -> None:
    (tmp_path / "in.csv").write_bytes(HEADER + ROW + b"x,a,0,0,0\n")
    command = f"{sys.executable} -m geodist.cli distance --invalid skip {options}"
    result = subprocess.run(
        command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "are the same file" in result.stderr
    assert (tmp_path / "in.csv").read_bytes().endswith(b"x,a,0,0,0\n")


def test_choices_of_a_missing_option_are_shown(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(HEADER + ROW)
    command = [sys.executable, "-m", "geodist.cli", "similarity", "in.csv"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "Missing option '--metric'. Choose from:\n  frechet,\n  hausdorff,\n" in result.stderr


@posix_only
def test_pipes_and_devices_may_be_shared(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(HEADER + ROW + b"x,a,0,0,0\n")
    (tmp_path / "null.csv").symlink_to("/dev/null")
    options = ("--rejects", tmp_path / "null.csv", "-o", "/dev/null", "--to-format", "csv")
    result = invoke("distance", tmp_path / "in.csv", *options, "--invalid=skip")
    assert result.exit_code == 0, result.output


@posix_only
def test_output_keeps_its_mode_and_links(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(HEADER + ROW)
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    assert invoke("inverse", tmp_path / "in.csv", "-o", link).exit_code == 0
    assert link.is_symlink()
    assert real.read_bytes() != b"old"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    new, plain = tmp_path / "new.csv", tmp_path / "plain"
    assert invoke("inverse", tmp_path / "in.csv", "-o", new).exit_code == 0
    plain.touch()
    assert new.stat().st_mode == plain.stat().st_mode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("output", ["-", "/dev/full"])
def test_full_device(tmp_path: Path, output: str) -> None:
    (tmp_path / "in.csv").write_bytes(HEADER + ROW)
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "geodist.cli", "inverse", tmp_path / "in.csv", "-q", "-o"]
        result = subprocess.run(
            [*command, output], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert result.returncode == 5
    assert result.stderr.startswith("geodist: error: cannot write ")
    assert len(result.stderr.splitlines()) == 1


@posix_only
@pytest.mark.parametrize("output", ["/dev/stdout", "fifo"])
def test_output_to_a_pipe(tmp_path: Path, output: str) -> None:
    (tmp_path / "in.csv").write_bytes(HEADER + ROW)
    os.mkfifo(tmp_path / "fifo")
    command = [sys.executable, "-m", "geodist.cli", "inverse", "in.csv", "-q", "-o", output]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        fifo = tmp_path / "fifo"
        written = fifo.read_bytes() if output == "fifo" else process.stdout.read()
        assert process.wait() == 0
    assert written.startswith(HEADER[:-1] + b",distance,azi1,azi2\n" + ROW[:-1] + b",")
    assert names_in(tmp_path) == ["fifo", "in.csv"]


@posix_only
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, 128 + signal.SIGTERM),
        (signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_interruption_leaves_no_output(tmp_path: Path, number: int, code: int) -> None:
    command = [sys.executable, "-m", "geodist.cli", "inverse", "-", "-o", tmp_path / "out.csv"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(HEADER + ROW * 400_000)  # some blocks
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while not (parts := list(tmp_path.glob(".geodist-*.part"))) or not parts[0].stat().st_size:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait(60) == code
        assert b"Traceback" not in process.stderr.read()
    assert not (tmp_path / "out.csv").exists()
    if number != signal.SIGKILL:
        assert names_in(tmp_path) == []
