"""The command line: what it computes, what it passes through, what it says."""

from __future__ import annotations

import csv
import importlib.metadata
import io
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")

from click.testing import CliRunner, Result

import geodist
from geodist.cli.app import app

ROUTES = Path(__file__).parents[2] / "examples" / "routes.csv"

HEADER = b"id,lat1,lon1,lat2,lon2\n"
ROW = b"x,40.64,-73.78,51.47,-0.45\n"


def invoke(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin, prog_name="geodist")


def table(tmp_path: Path, content: bytes, name: str = "in.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def run(tmp_path: Path, content: bytes, *options: str, name: str = "in.csv") -> bytes:
    """Measure a table and return what was written, in a file with the same ending."""
    out = tmp_path / f"out{Path(name).suffix}"
    result = invoke("inverse", table(tmp_path, content, name), "-o", out, *options)
    assert result.exit_code == 0, result.output
    return out.read_bytes()


def appended(distance: float, azi1: float, azi2: float) -> bytes:
    return f",{distance!r},{azi1!r},{azi2!r}".encode()


RESULT = appended(*geodist.inverse(40.64, -73.78, 51.47, -0.45))


def test_console_script_is_declared() -> None:
    (script,) = importlib.metadata.entry_points(group="console_scripts", name="geodist")
    assert script.value == "geodist.cli:main"


def test_version() -> None:
    result = invoke("--version")
    assert (result.exit_code, result.stdout) == (0, f"geodist {geodist.__version__}\n")


def test_a_start_imports_no_command() -> None:
    script = "import sys; sys.argv[1:] = ['--version']; from geodist.cli import main\n"
    script += "try: main()\nexcept SystemExit: print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    names = {name for name in result.stdout.split() if name.startswith("geodist.cli.")}
    assert names == {"geodist.cli.app", "geodist.cli.errors", "geodist.cli.extras"}


def test_info_is_show_config() -> None:
    command = [sys.executable, "-m", "geodist.cli", "info"]
    info = subprocess.run(command, capture_output=True, text=True, check=True)
    code = "import geodist; geodist.show_config()"
    config = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert info.stdout == config.stdout
    assert geodist.__version__ in info.stdout


@pytest.mark.parametrize("command", [[], ["inverse"]])
def test_help_documents_every_exit_code(command: list[str]) -> None:
    result = invoke(*command, "--help")
    assert result.exit_code == 0
    section = result.stdout.split("Exit codes:")[1]
    assert re.findall(r"^ +(\d+) ", section, re.MULTILINE) == [
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "70",
        "130",
        "141",
    ]


def test_help_names_every_option() -> None:
    text = invoke("inverse", "--help").stdout
    for option in (
        "--output",
        "--lat1",
        "--lon1",
        "--lat2",
        "--lon2",
        "--ellipsoid",
        "--delimiter",
    ):
        assert option in text


def test_missing_click_names_the_extra(tmp_path: Path) -> None:
    code = "import sys; sys.modules['click'] = None\nimport geodist.cli\ngeodist.cli.main()"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "pip install './pygeodist[cli]'" in result.stderr
    assert "Traceback" not in result.stderr


# Values


def test_two_points() -> None:
    result = invoke("inverse", "40.64,-73.78", "51.47,-0.45")
    assert result.exit_code == 0
    fields = [line.split() for line in result.stdout.splitlines()]
    assert [name for name, _, _ in fields] == ["distance", "azi1", "azi2"]
    assert [unit for _, _, unit in fields] == ["m", "degrees", "degrees"]
    expected = geodist.inverse(40.64, -73.78, 51.47, -0.45)
    assert tuple(float(value) for _, value, _ in fields) == tuple(expected)


@pytest.mark.parametrize("point", ["-33.9,151.2", "-.5,1", " -33.9, 151.2", "-90,0"])
def test_points_may_begin_with_a_minus(point: str) -> None:
    result = invoke("inverse", point, "-1,-2")
    assert result.exit_code == 0, result.output
    lat, lon = map(float, point.split(","))
    distance = float(result.stdout.split()[1])
    assert distance == geodist.inverse(lat, lon, -1.0, -2.0).distance


@pytest.mark.parametrize(
    ("name", "ellipsoid"),
    [
        ("sphere", "sphere"),
        ("GRS80", "GRS80"),
        ("6378137,1/298.257223563", geodist.Ellipsoid(6378137, 1 / 298.257223563)),
        ("6378137,0.01", geodist.Ellipsoid(6378137, 0.01)),
    ],
)
def test_ellipsoid(name: str, ellipsoid: str | geodist.Ellipsoid) -> None:
    result = invoke("inverse", "40.64,-73.78", "51.47,-0.45", "--ellipsoid", name)
    assert result.exit_code == 0, result.output
    expected = geodist.inverse(40.64, -73.78, 51.47, -0.45, ellipsoid=ellipsoid)
    assert float(result.stdout.split()[1]) == expected.distance


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "TABLE"),
        (["1,2"], "needs two points, 4 numbers; got 2"),
        (["1,2", "3,4", "5,6"], "needs two points, 4 numbers; got 6"),
        (["1N,2N", "3,4"], "are two latitudes"),
        (["7.0E+1,2", "3,4"], "exponent notation or a sum"),
        (["40:64,2", "3,4"], "has 64 minutes"),
        (["a.csv", "b.csv"], "one table"),
        (["here", "there"], "one table"),
        (["nan,0", "0,0"], "'nan' is not a number"),
        (["abc,def", "1,2"], "'abc' is not a number"),
        (["40d61'N,3", "1,2"], "has 61 minutes, which must be below 60"),
        (["40:60:00,3", "1,2"], "'40:60:00' has 60 minutes, which must be below 60"),
        (["./flights.csv", "-1,2"], "for the same point in all rows: ./flights.csv --to -1,2"),
        (["1,2", "-"], "for the same point in all rows: - --from 1,2"),
        (["1,2", "3,4", "--invalid", "skip", "--lat1", "7"], "--lat1, --invalid: two points"),
        (
            ["1,2", "3,4", "--delimiter", ";"],
            "--delimiter: two points cannot be combined with options for",
        ),
        (
            ["1,2", "3,4", "-o", "out.csv", "--text", "a"],
            "--text: two points cannot be combined with options",
        ),
        (["1,2", "3,4", "-o", "out.doc"], "out.doc does not end with a known format"),
        (["95,0", "0,0"], "95"),
        (["1,inf", "0,0"], "inf"),
        (["1,2", "3,4", "--ellipsoid", "Flatland"], "WGS84"),
        (["1,2", "3,4", "--ellipsoid", "6378137,0.5"], "--ellipsoid"),
        (["1,2", "3,4", "--ellipsoid", "6378137,1/0"], "--ellipsoid"),
        (["1,2", "3,4", "--elipsoid", "WGS84"], "--elipsoid"),
        (["in.csv", "--delimiter", "ab"], "one ASCII character"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    result = invoke("inverse", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


# Tables


def test_routes_agree_with_geographiclib(tmp_path: Path) -> None:
    geodesic = pytest.importorskip("geographiclib.geodesic").Geodesic
    out = tmp_path / "out.csv"
    result = invoke("inverse", ROUTES, "-o", out)
    assert result.exit_code == 0, result.output
    original = ROUTES.read_text(encoding="utf-8").splitlines()
    written = out.read_text(encoding="utf-8").splitlines()
    assert written[0] == original[0] + ",distance,azi1,azi2"
    rows = list(csv.DictReader(written))
    assert len(rows) == len(original) - 1 >= 500
    for line, before, row in zip(written[1:], original[1:], rows, strict=True):
        assert line.startswith(before + ",")
        ends = ("origin_lat", "origin_lon", "destination_lat", "destination_lon")
        truth = geodesic.WGS84.Inverse(*(float(row[end]) for end in ends), geodesic.ALL)
        # Our bound and that of GeographicLib's double precision.
        assert abs(float(row["distance"]) - truth["s12"]) <= 6e-9 + 8.2e-9
        for azimuth in ("azi1", "azi2"):
            turn = math.radians(float(row[azimuth]) - truth[azimuth])
            assert abs(turn * truth["m12"]) <= 5e-9 + 3.2e-9
    assert "'origin_lat'" in result.stderr
    assert "'destination_lon'" in result.stderr
    assert f"{len(rows)} rows" in result.stderr


def test_ellipsoid_of_a_table(tmp_path: Path) -> None:
    out = run(tmp_path, HEADER + ROW, "--ellipsoid", "sphere")
    expected = geodist.inverse(40.64, -73.78, 51.47, -0.45, ellipsoid="sphere")
    assert out.splitlines()[1] == ROW[:-1] + appended(*expected)


def test_prefix(tmp_path: Path) -> None:
    out = run(tmp_path, HEADER + ROW, "--prefix", "new, ")
    names = next(csv.reader(io.StringIO(out.decode())))
    assert names[-3:] == ["new, distance", "new, azi1", "new, azi2"]


def test_quiet(tmp_path: Path) -> None:
    path = table(tmp_path, HEADER + ROW)
    assert invoke("inverse", path, "-o", tmp_path / "out.csv", "--quiet").output == ""


@pytest.mark.parametrize(
    "row",
    [
        b'"quoted, with ""comma""",40.64,-73.78,51.47,-0.45',
        b'"over\ntwo lines",40.64,-73.78,51.47,-0.45',
        b'x,"40.64",-73.78,51.47,"-0.45"',
        b"x, 40.64 ,-73.78,51.47,\t-0.45",
        b"x,4.064e1,-73.78,051.470,-.45",
        b"x,+40.64,-73.78,51.47,-0.45",
        b"x,40:38:24,73:46:48W,51d28.2N,-0d27'0\"",
        "x,40\u00b038\u203224\u2033,\u221273.78,51.47\u00b0,0\u00b0 27\u2032 W".encode(),
        b"x,40.64\xb0,-73.78,51.47N,-0.45",
        b'5" pipe,40.64,-73.78,51.47,-0.45',
        "Zürich 東京,40.64,-73.78,51.47,-0.45".encode(),
        b"Z\xfcrich \x85 \x1c \x0b \xff,40.64,-73.78,51.47,-0.45",
        b",40.64,-73.78,51.47,-0.45",
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_bytes_pass_through(tmp_path: Path, row: bytes, end: bytes) -> None:
    header = HEADER[:-1]
    out = run(tmp_path, header + end + row + end + row + end)
    assert out == header + b",distance,azi1,azi2" + end + (row + RESULT + end) * 2


def test_byte_order_mark_passes_through(tmp_path: Path) -> None:
    mark = b"\xef\xbb\xbf"
    header = b'"lat1",lon1,lat2,lon2\r\n'
    out = run(tmp_path, mark + header + b"40.64,-73.78,51.47,-0.45\r\n")
    assert out.startswith(mark + b'"lat1",lon1,lat2,lon2,distance,azi1,azi2\r\n')
    assert RESULT + b"\r\n" in out


def test_last_line_without_end_gets_one(tmp_path: Path) -> None:
    out = run(tmp_path, (HEADER + ROW).replace(b"\n", b"\r\n").removesuffix(b"\r\n"))
    assert out.endswith(RESULT + b"\r\n")


def test_blank_lines_stay(tmp_path: Path) -> None:
    out = run(tmp_path, HEADER + b"\n" + ROW + b"\r\n" + ROW + b"\n\n")
    new = ROW[:-1] + RESULT + b"\n"
    assert out.split(b"\n", 1)[1] == b"\n" + new + b"\r\n" + new + b"\n\n"


@pytest.mark.parametrize("header", [HEADER, HEADER[:-1]])
def test_header_alone(tmp_path: Path, header: bytes) -> None:
    assert run(tmp_path, header) == HEADER[:-1] + b",distance,azi1,azi2\n"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("in.tsv", []),
        ("in.TAB", []),
        ("in.txt", ["--delimiter", "\\t"]),
        ("in.csv", ["--delimiter", "tab"]),
    ],
)
def test_tabs(tmp_path: Path, name: str, options: list[str]) -> None:
    content = (HEADER + ROW).replace(b",", b"\t")
    out = run(tmp_path, content, *options, name=name)
    assert out.splitlines()[1] == (ROW[:-1] + RESULT).replace(b",", b"\t")


def test_semicolons(tmp_path: Path) -> None:
    out = run(tmp_path, (HEADER + ROW).replace(b",", b";"), "--delimiter", ";")
    assert out.splitlines()[0] == b"id;lat1;lon1;lat2;lon2;distance;azi1;azi2"


def test_many_blocks_with_quotes_between(tmp_path: Path) -> None:
    """Blocks with and without quotes, and a record that crosses the border of a block."""
    count = 40_000
    records = [b"%d,%d,%d,1,2\n" % (i, i % 90, i % 180) for i in range(count)]
    records[16_383 - 1] = b'"a\nb",1,2,3,4\n'
    records[16_384 - 1] = b'"c\n\nd",1,2,3,4\n'
    out = run(tmp_path, HEADER + b"".join(records))
    rows = list(csv.reader(io.StringIO(out.decode(), newline="")))[1:]
    assert len(rows) == count
    assert [row[0] for row in rows[-3:]] == ["39997", "39998", "39999"]
    lat1, lon1, lat2, lon2 = ([float(row[i]) for row in rows] for i in range(1, 5))
    distance, _azi1, azi2 = geodist.inverse(lat1, lon1, lat2, lon2)
    assert [float(row[5]) for row in rows] == distance.tolist()
    assert [float(row[7]) for row in rows] == azi2.tolist()


def test_stdin_to_stdout() -> None:
    result = invoke("inverse", "-", stdin=HEADER + ROW)
    assert result.exit_code == 0
    assert result.stdout_bytes == HEADER[:-1] + b",distance,azi1,azi2\n" + ROW[:-1] + RESULT + b"\n"
    assert "standard output" in result.stderr


def test_pipes_of_processes() -> None:
    command = [sys.executable, "-m", "geodist.cli", "inverse", "-", "-o", "-", "-q"]
    result = subprocess.run(command, input=HEADER + ROW, capture_output=True, check=True)
    assert result.stdout.splitlines()[1] == ROW[:-1] + RESULT
    assert result.stderr == b""


@pytest.mark.skipif(os.name != "posix", reason="POSIX pipes")
def test_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    path = table(tmp_path, HEADER + ROW * 100_000)
    command = [sys.executable, "-m", "geodist.cli", "inverse", path, "-q"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141
