"""What a user is told: help, whose examples run, advice, the manual page, completion."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")

import click
from test_cli_commands import ROUTES, invoke

from geodist.cli.app import COMMANDS, app


def examples() -> list[str]:
    found = []
    for command in COMMANDS:
        text = invoke(command, "--help").stdout
        lines = re.findall(r"^ +(geodist .*)$", text.split("Examples:")[1], re.MULTILINE)
        assert lines, command
        found += lines
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables that the help texts speak of."""
    path = tmp_path_factory.mktemp("examples")
    shutil.copy(ROUTES, path)
    (path / "trips.csv").write_text("y,x,y_end,x_end\n1,2,3,4\n")
    (path / "airports.csv").write_text(
        "code,lat,lon,height,y,x\nJFK,40.64,-73.78,4,40.64,-73.78\nBAD,95,0,0,95,0\n"
    )
    for name in ("towns.csv", "stops.csv", "shops.csv"):
        (path / name).write_text("name,lat,lon\na,40.7,-74\n")
    (path / "fixes.csv").write_text(
        "ship,time,lat,lon\na,2026-05-01,1,2\na,2026-05-02,1,3\nb,2026-05-02,1,4\n"
    )
    (path / "epochs.csv").write_text(
        "ship,time,lat,lon\na,1777629600000,1,2\na,1777633200000,1,3\n"
    )
    (path / "legs.csv").write_text("lat,lon,course,distance\n1,2,30,1000\n")
    for name, kind, corners in (
        ("roads.geojson", "LineString", "[[8,45],[9,45]]"),
        ("districts.geojson", "Polygon", "[[[8,45],[9,45],[9,46],[8,45]]]"),
        ("fields.geojson", "Polygon", "[[[8,45],[8.01,45],[8.01,45.01],[8,45]]]"),
        ("surveyed.geojson", "Polygon", "[[[8,45],[8.01,45],[8.011,45.01],[8,45]]]"),
        ("countries.geojson", "Polygon", "[[[-75,40],[-73,40],[-73,42],[-75,40]]]"),
    ):
        geometry = f'{{"type":"{kind}","coordinates":{corners}}}'
        feature = f'{{"type":"Feature","properties":{{"name":"a"}},"geometry":{geometry}}}'
        (path / name).write_text(f'{{"type":"FeatureCollection","features":[{feature}]}}')
    return path


@pytest.mark.parametrize("command", examples())
def test_examples_of_the_help_texts(folder: Path, command: str) -> None:
    scripts = Path(sys.executable).parent
    env = os.environ | {"PATH": os.pathsep.join([str(scripts), os.environ["PATH"]])}
    if "airports.csv" in command and not re.search("--invalid|geodist map", command):
        command += " --invalid skip"
    result = subprocess.run(
        command, shell=True, cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    for name in re.findall(r"-o (\S+)", command):
        assert (folder / name).stat().st_size > 0


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_exit_codes_and_all_roles(command: str) -> None:
    text = invoke(command, "--help").stdout
    assert "Examples:" in text
    if command not in ("info", "map", "convert"):
        assert re.findall(r"^ +(\d+) ", text.split("Exit codes:")[1], re.MULTILINE)[:3] == list(
            "012"
        )
        for option in ("--units", "--precision", "--ellipsoid", "--threads", "--invalid"):
            assert option in text


def test_help_has_sections() -> None:
    lines = invoke("nearest", "--help").stdout.splitlines()
    titles = [line for line in lines if re.fullmatch(r"[A-Z][a-z ]+:", line)]
    assert titles == [
        *("Options:", "Columns and coordinates:", "Input:", "Output:", "Measure:"),
        *("Invalid rows:", "Other:"),
    ]
    own, columns, *_, other = (lines.index(title) for title in titles)
    assert [line.split()[0] for line in lines[own:columns] if line.startswith("  -")] == [
        *("-k", "--max-distance", "--witness", "--edges", "--exclude-self", "--how"),
        "--right-columns",
    ]
    assert {"-q, --quiet", "-h, --help"} <= {line[2:13].strip() for line in lines[other:]}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["waypoints", "1,2", "3,4", "-n", "3", "--spacing", "4"],
            "--count and --spacing cannot be combined",
        ),
        (["waypoints", "1,2", "3,4"], "needs --count or --spacing"),
        (["ecef", "1354113", "-4654391", "4132005"], "X Y Z need --target geodetic"),
        (
            ["direct", "t.csv", "90", "100"],
            "for the same values in all rows: t.csv --azi1 90 --distance 100",
        ),
        (["interpolate", "t.csv", "0.5"], "for the same values in all rows: t.csv --fraction 0.5"),
        (["direct", "1,2", "3", "100km"], "'100km' is not a number; write 100 --units km"),
        (["within", "a", "b", "-r", "10km"], "'10km' is not a number; write 10 --units km"),
        (["nearest", "a", "b", "--max-distance", "-1"], "-1 must be 0 or more"),
        (["waypoints", "1,2", "3,4", "--spacing", "0"], "0 must be above 0 and finite"),
        (["waypoints", "1,2", "3,4", "--spacing", "inf"], "inf must be above 0 and finite"),
        (["distance", "--sep", ";", "a.csv"], "No such option '--sep'. Did you mean --delimiter?"),
        (["map", "--sep", ";", "a.csv"], "No such option '--sep'. Did you mean --delimiter?"),
        (["distance", "--km", "a.csv"], "Did you mean --units km?"),
        (["nearest", "--radius", "1"], "Did you mean --max-distance?"),
        (["within", "--max-distance", "1"], "Did you mean --radius?"),
        (["distance", "--elipsoid", "x"], "Did you mean --ellipsoid?"),
        (["distance", "--no-header", "x"], "No such option '--no-header'.\n"),
        (["distance"], "TABLE | POINT POINT is missing; - is standard input"),
        (["routes.csv"], "a command is missing: geodist distance routes.csv ..."),
        (["40,-73"], "a command is missing: geodist distance 40,-73 ..."),
        (["measure"], "No such command 'measure'"),
        (
            ["distance", "46,95", "7,45", "51,5", "0,1"],
            "got 8: 46 95 7 45 51 5 0 1; write decimals",
        ),
        (
            ["distance", str(ROUTES), "--to", "46,5 7,25"],
            "not a point, LAT,LON; write decimals with a point",
        ),
        (["ecef", "--target", "x"], "'x' is not one of 'ecef', 'geodetic'"),
        (["ecef", "91,2"], "91 is not a latitude in [-90, 90]"),
    ],
)
def test_advice(arguments: list[str], message: str) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--to", "95,0"], 2, "--to 95,0: 95 is not a latitude"),
        (["--to", "1"], 2, "--to 1: not a point"),
        (["--to", "1,2", "--lat2", "3"], 2, "cannot be combined"),
        (["--rejects", "bad.csv", "--to", "1,2"], 2, "--rejects needs --invalid"),
        (
            ["--rejects", "bad.parquet", "--invalid", "skip", "--to", "1,2"],
            2,
            "input's format, csv",
        ),
        (["--units", "furlong"], 2, "furlong"),
        (["--to", "1,2", "--from", "3,4", "--precision", "-1"], 2, "--precision"),
        ([], 3, "set --lat1, --lon1, --lat2, --lon2"),
    ],
)
def test_wrong_options(options: list[str], code: int, message: str) -> None:
    result = invoke("distance", "-", *options, stdin="lat,lon\n1,2\n")
    assert result.exit_code == code, result.output
    assert message in result.stderr
    assert result.stdout == ""


def test_ambiguous_numbers_list_the_candidates() -> None:
    result = invoke("direct", "-", stdin="lat,lon,bearing,heading,distance\n1,2,3,4,5\n")
    assert result.exit_code == 3
    assert "'bearing' (column 3), 'heading' (column 4)" in result.stderr


def test_missing_pyarrow_names_the_extra(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lat1,lon1,lat2,lon2\n1,2,3,4\n")
    code = "import sys; sys.modules['pyarrow'] = None\nimport geodist.cli\ngeodist.cli.main()"
    command = [sys.executable, "-c", code, "distance"]
    for name in ("out.parquet", "out.csv.zst"):
        result = subprocess.run(
            [*command, "in.csv", "-q", "-o", name],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (result.returncode, (tmp_path / name).exists()) == (1, False)
        assert "pip install './pygeodist[cli]'" in result.stderr
        assert len(result.stderr.splitlines()) == 1
    # Neither values nor tables of text need it.
    for given in (["1,2", "3,4"], ["in.csv"]):
        result = subprocess.run(
            [*command, *given], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert "distance" in result.stdout


def test_manual_page_has_every_command_and_option() -> None:
    result = invoke("--man")
    assert result.exit_code == 0
    page = result.stdout.replace("\\-", "-")
    assert page.startswith(".TH GEODIST 1 ")
    for command in COMMANDS:
        assert f'.SS "geodist {command} ' in page
        section = page.split(f'.SS "geodist {command} ')[1].split('.SS "')[0]
        found = app.get_command(click.Context(app), command)
        assert found is not None
        for option in (p.opts[-1] for p in found.params if p.opts[-1].startswith("-")):
            assert re.search(rf"{option}\b", section), (command, option)
    # What several commands take is described once.
    for option in ("--units", "--precision", "--lat1", "--right-rejects", "--rejects", "--help"):
        assert len(re.findall(rf"^\\fB.*{option}\b", page, re.MULTILINE)) <= 2, option
    # of lengths, and of areas
    assert len(re.findall(r"^\\fB--units", page, re.MULTILINE)) == 2
    assert len(page.splitlines()) < 700
    assert "  130  interrupted" in page
    assert not re.search(r"\\b|\x08", page)


def test_manual_page_is_formatted_without_warnings(tmp_path: Path) -> None:
    groff = shutil.which("groff")
    if groff is None:
        return  # what formats it is no part of geodist
    page = tmp_path / "geodist.1"
    page.write_text(invoke("--man").stdout, encoding="utf-8")
    command = [groff, "-man", "-Tutf8", "-wall", "-k", str(page)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not [line for line in result.stderr.splitlines() if "break" not in line]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("geodist inv", "plain,inverse"),
        ("geodist inverse --un", "plain,--units"),
        ("geodist inverse rou", "file,rou"),
        ("geodist routes.csv --he", "plain,--help"),
        ("geodist distance --invalid s", "plain,skip"),
        ("geodist distance --units k", "plain,km"),
        ("geodist inverse --ellipsoid bessel", "plain,Bessel-1841"),
        ("geodist direct --to-format geojsonl", "plain,geojsonl"),
        ("geodist distance routes.csv --lat1 origin_la", "plain,origin_lat"),
        ("geodist distance routes.csv --lon1 degrees,MIN", "plain,'degrees,minutes west'"),
        (
            "geodist matrix routes.csv routes.gz --from-format csv --id origin_c",
            "plain,origin_city",
        ),
        (
            "geodist nearest towns.csv semicolons.csv --right-delimiter ; --right-lat h",
            "plain,height",
        ),
        ("geodist convert routes.csv x.geojson --lat origin_la", "plain,origin_lat"),
        ("geodist map routes.csv --color destination_lo", "plain,destination_lon"),
    ],
)
def test_completion(words: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "routes.csv").write_text(
        "origin_city,origin_lat,destination_lon,minutes west\n", encoding="utf-8"
    )
    (tmp_path / "semicolons.csv").write_text("height;lat;lon\n1;2;3\n", encoding="utf-8")
    assert expected in complete(words, tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        "geodist distance --lat1 x",
        "geodist distance none.csv --lat1 x",
        "geodist distance - --lat1 x",
        "geodist distance 1,2 3,4 --lat1 x",
        "geodist distance broken.parquet --lat1 x",
        "geodist distance a.csv --from-format nonsense --lat1 x",
        "geodist nearest a.csv --right-lat x",
        "geodist inverse --ellipsoid x",
    ],
)
def test_completion_without_an_answer_is_silent(words: str, tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    (tmp_path / "a.csv").write_text("x,y\n", encoding="utf-8")
    assert complete(words, tmp_path) == []


def complete(words: str, folder: Path) -> list[str]:
    env = os.environ | {
        "_GEODIST_COMPLETE": "bash_complete",
        "COMP_WORDS": words.replace(";", "\\;"),
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    command = Path(sys.executable).parent / "geodist"
    result = subprocess.run(
        [command], env=env, cwd=folder, capture_output=True, text=True, check=True
    )
    assert result.stderr == ""
    return [line for line in result.stdout.splitlines() if line]


def test_closed_standard_input() -> None:
    command = f"{Path(sys.executable).parent / 'geodist'} distance <&-"
    result = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (result.returncode, "Traceback" in result.stderr) == (2, False)
