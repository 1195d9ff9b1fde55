"""What geodist does with the input of the scripts in `findings/`, where other tools surprise."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")

from click.testing import CliRunner, Result

import geodist
from geodist.cli.app import app

FINDINGS = Path(__file__).parents[2] / "findings"
SCRIPTS = sorted(FINDINGS.glob("*.sh"))


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_each_script_is_listed_once() -> None:
    listed = re.findall(r"\(([\w-]+\.sh)\)", (FINDINGS / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == [script.name for script in SCRIPTS]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.stem))
def test_scripts_pin_what_they_install(script: Path) -> None:
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    (packages,) = re.findall(r" install ((?:.*\\\n)?.*)\n", text)
    pins = [word for word in packages.replace("\\", "").split() if not word.startswith("-")]
    assert pins
    assert all(re.fullmatch(r"[\w-]+==\d+(?:\.\d+)*(?:rc\d+)?", pin) for pin in pins)
    header = text.split("\nset -euo")[0]
    assert pins[0].split("==")[1] in header


LHR = (51 + 28 / 60 + 40 / 3600, -27 / 60 - 15 / 3600)
SYD = (-33.8688, 151.2093)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("51d28'40\"N, 0d27'15\"W", LHR),
        ("51 28 40 N, 0 27 15 W", LHR),
        ("51 28 40 N 0 27 15 W", LHR),
        ("-33.8688, 151.2093", SYD),
        ("\N{MINUS SIGN}33.8688, 151.2093", SYD),
    ],
)
def test_points_in_text(text: str, point: tuple[float, float]) -> None:
    result = invoke("distance", "-q", "--", text, "10,20")
    assert result.exit_code == 0, result.output
    expected = geodist.distance(*point, 10, 20)
    assert float(result.stdout.split()[1]) == pytest.approx(expected, rel=1e-14)


def test_a_third_number_is_refused() -> None:
    result = invoke("distance", "40.6413,-73.7781,4", "10,20")
    assert result.exit_code == 2
    assert "4 numbers" in result.stderr
    assert "got 5" in result.stderr


@pytest.mark.parametrize("block", [1 << 20, 1 << 22])
@pytest.mark.parametrize("shift", range(-3, 2))
def test_line_ends_in_cells_stay_wherever_a_block_ends(
    tmp_path: Path, block: int, shift: int
) -> None:
    header, rest = b"note,lat1,lon1,lat2,lon2", b"0,0,0,0"
    # The carriage return is byte number `block + shift` of the table.
    filler = b"z" * (block + shift - len(header) - len(b'\n"'))
    rows = [b'"' + filler + b'\r\nsecond line",' + rest, b"next," + rest]
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_bytes(b"\n".join([header, *rows, b""]))
    result = invoke("distance", path, "-q", "-o", out)
    assert result.exit_code == 0, result.output
    measured = [row + b",0" for row in rows]
    read = out.read_bytes().replace(b",0.0\n", b",0\n")
    assert read == b"\n".join([header + b",distance", *measured, b""])


@pytest.mark.parametrize("line", [2, 3, 1000])
def test_a_line_that_is_null_loses_no_other_line(tmp_path: Path, line: int) -> None:
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [json.dumps({"lat": number % 90, "lon": 0}) for number in range(1, 1001)]
    rows[line - 1] = "null"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    result = invoke("distance", path, "--to", "0,0", "-o", out)
    assert result.exit_code == 4
    assert f"in.jsonl, line {line}" in result.stderr
    result = invoke("distance", path, "--to", "0,0", "--invalid", "skip", "-o", out)
    assert result.exit_code == 0, result.output
    kept = [json.loads(row)["lat"] for row in out.read_text(encoding="utf-8").splitlines()]
    assert kept == [number % 90 for number in range(1, 1001) if number != line]


def test_rhumb_lines_cross_the_meridian_of_180_degrees() -> None:
    # By GeographicLib's RhumbSolve.
    for ends, length, course in [
        ((10, 170, 11, -170), 2192114.970, 87.10770345),
        ((0, 170, 0, -170), 2226389.816, 90),
        ((-36.85, 174.76, 21.3, -157.86), 7052290.137, 24.12812567),
    ]:
        assert geodist.rhumb_inverse(*ends) == pytest.approx((length, course), rel=1e-9)


def test_holes_are_subtracted_whichever_way_they_go() -> None:
    shapely = pytest.importorskip("shapely")
    shell, hole = shapely.box(0, 0, 1, 1), shapely.box(0.25, 0.25, 0.75, 0.75)
    for ring in (hole.exterior, hole.exterior.reverse()):
        area = geodist.area(shapely.Polygon(shell.exterior, [ring]))
        assert area == pytest.approx(geodist.area(shell) - geodist.area(hole), rel=1e-12)
        assert round(area / 1e6) == 9232


def test_a_ring_that_crosses_itself_turns_no_polygon_inside_out() -> None:
    lat, lon = [8.2292, 8.6663, 11.6794, 8.6197], [24.5674, 23.8058, 22.5087, 23.887]
    sliver = geodist.Shapes.polygons(lat, lon, [0, 4])
    points = geodist.Points(lat=[10.1729, -45], lon=[23.1723, -120])
    assert geodist.covers(sliver, points).tolist() == [True, False]
    inside, far = geodist.distance(sliver, points)
    assert inside == 0
    assert far > 1.4e7
