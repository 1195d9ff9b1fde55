"""Every command: what it computes, on values and on tables."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")

from click.testing import CliRunner, Result

import geodist
from geodist.cli.app import app

ROUTES = Path(__file__).parents[2] / "examples" / "routes.csv"
JFK, LHR = (40.64, -73.78), (51.47, -0.45)


def invoke(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin, prog_name="geodist")


def values(*arguments: str) -> dict[str, float]:
    result = invoke(*arguments)
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.stdout.splitlines()]
    return {name: float(value) for name, value, *_ in lines}


def table(text: str, *arguments: str) -> list[dict[str, str]]:
    result = invoke(arguments[0], "-", *arguments[1:], "-q", stdin=text)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_distance() -> None:
    expected = geodist.distance(*JFK, *LHR)
    assert values("distance", "40.64,-73.78", "51.47,-0.45") == {"distance": expected}
    for first in ("40d38'24\"N,73:46:48W", "73.78W,40.64N", "40:38:24 -73.78", "40.64N"):
        rest = ["-73.78"] if first == "40.64N" else []
        found = values("distance", first, *rest, "51.47", "-0.45")["distance"]
        assert found == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("unit", "metres"), [("km", 1000), ("mi", 1609.344), ("nmi", 1852), ("ft", 0.3048)]
)
def test_units(unit: str, metres: float) -> None:
    expected = geodist.distance(*JFK, *LHR)
    found = values("distance", "40.64,-73.78", "51.47,-0.45", "--units", unit)["distance"]
    assert found * metres == pytest.approx(expected, rel=1e-15)
    (row,) = table("lat1,lon1,lat2,lon2\n40.64,-73.78,51.47,-0.45\n", "distance", "--units", unit)
    assert float(row[f"distance_{unit}"]) == found
    text = f"lat,lon,azi,distance_{unit}\n40.64,-73.78,51,1000\n"
    (row,) = table(text, "direct", "--units", unit)
    assert float(row["lat2"]) == geodist.direct(*JFK, 51.0, 1000 * metres).lat2


def test_a_length_in_another_unit_is_not_taken() -> None:
    text = "lat,lon,azi,distance_km\n40.64,-73.78,51,1000\n"
    result = invoke("direct", "-", stdin=text)
    assert result.exit_code == 3
    assert "--distance" in result.stderr


def test_precision() -> None:
    result = invoke("inverse", "40.64,-73.78", "51.47,-0.45", "--precision", "2")
    assert [line.split()[1] for line in result.stdout.splitlines()] == [
        "5555408.66",
        "51.3792328",
        "107.9853481",
    ]
    text = "lat1,lon1,lat2,lon2\n40.64,-73.78,51.47,-0.45\n0,0,0,1e-9\n0,0,0,-1e-9\n"
    rows = table(text, "inverse", "--precision", "2")
    assert [row["distance"] for row in rows] == ["5555408.66", "0.00", "0.00"]
    assert [row["azi2"] for row in rows] == ["107.9853481", "90.0000000", "-90.0000000"]


def test_direct() -> None:
    expected = geodist.direct(*JFK, 51.38, 1e6)
    assert tuple(values("direct", "40.64,-73.78", "51.38", "1000000").values()) == tuple(expected)
    assert values("direct", "40.64,-73.78", "-90", "5")["azi2"] < -89
    (row,) = table("lat,lon,azi1,s12\n40.64,-73.78,51.38,1e6\n", "direct")
    assert float(row["lon2"]) == expected.lon2
    (row,) = table("y,x\n40.64,-73.78\n", "direct", "--azi1", "51.38", "--distance", "1000000")
    assert float(row["azi2"]) == expected.azi2


def test_interpolate() -> None:
    expected = geodist.interpolate(*JFK, *LHR, 0.25)
    found = values("interpolate", "40.64,-73.78", "51.47,-0.45", "0.25")
    assert tuple(found.values()) == tuple(expected)
    (row,) = table(
        "lat,lon,fraction\n40.64,-73.78,0.25\n",
        "interpolate",
        "--to",
        "51.47,-0.45",
        "--prefix",
        "at_",
    )
    assert float(row["at_lat"]) == expected.lat


def test_waypoints() -> None:
    result = invoke("waypoints", "40.64,-73.78", "51.47,-0.45", "-n", "4")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    lat, lon = geodist.waypoints(*JFK, *LHR, 4)
    assert [float(row["lat"]) for row in rows] == pytest.approx(lat.tolist(), abs=1e-12)
    assert [float(row["lon"]) for row in rows] == pytest.approx(lon.tolist(), abs=1e-12)
    assert [row["waypoint"] for row in rows] == ["0", "1", "2", "3"]


def test_waypoints_of_a_table() -> None:
    text = "id,lat1,lon1,lat2,lon2\na,40.64,-73.78,51.47,-0.45\nb,x,0,0,0\nc,1,2,1,2\n\nd,0,0,0,1\n"
    rows = table(text, "waypoints", "--spacing", "100", "--units", "km", "--invalid", "null")
    ids = [row["id"] for row in rows]
    expected = geodist.waypoints(*JFK, *LHR, spacing=100e3)
    assert {i: ids.count(i) for i in "abcd"} == {"a": len(expected.lat), "b": 1, "c": 2, "d": 3}
    assert ids == sorted(ids)
    lats = [float(row["lat"]) for row in rows if row["id"] == "a"]
    assert lats == pytest.approx(expected.lat.tolist(), abs=1e-12)
    assert [row["lat"] for row in rows if row["id"] == "b"] == [""]


@pytest.mark.parametrize("ending", ["csv", "tsv.gz", "jsonl", "geojson", "parquet"])
def test_values_make_a_table(tmp_path: Path, ending: str) -> None:
    """The result of a command on values is written in any format; every one is read back."""
    out, back = tmp_path / f"out.{ending}", tmp_path / "back.csv"
    result = invoke("waypoints", "40.64,-73.78", "51.47,-0.45", "-n", "3", "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"geodist: 3 rows written to {out}\n"
    assert invoke("distance", out, "--from", "40.64,-73.78", "-o", back).exit_code == 0
    expected = geodist.waypoints(*JFK, *LHR, 3)
    rows = list(csv.DictReader(back.read_text(encoding="utf-8").splitlines()))
    assert list(rows[0]) == ["waypoint", "lat", "lon", "distance"]
    assert [float(row["lat"]) for row in rows] == expected.lat.tolist()
    assert [float(row["lon"]) for row in rows] == expected.lon.tolist()
    assert [row["waypoint"] for row in rows] == ["0", "1", "2"]
    assert float(rows[-1]["distance"]) == pytest.approx(geodist.distance(*JFK, *LHR), abs=2e-8)


def test_values_make_a_table_in_the_form_that_is_asked_for() -> None:
    pair = ("inverse", "40.64,-73.78", "51.47,-0.45")
    answer = geodist.inverse(*JFK, *LHR)
    result = invoke(*pair, "--to-format", "jsonl", "-q")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == answer._asdict()
    options = ("--units", "km", "--precision", "1", "--prefix", "a_", "-q")
    result = invoke(*pair, "-o", "-", "--delimiter", ";", "--decimal", ",", *options)
    azimuths = (f"{azi:.6f}" for azi in answer[1:])
    cells = ";".join([f"{answer.distance / 1e3:.1f}", *azimuths]).replace(".", ",")
    assert result.stdout == f"a_distance_km;a_azi1;a_azi2\n{cells}\n"
    result = invoke("direct", "40.64,-73.78", "50", "10", "--units", "km", "-o", "-", "-q")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert [float(x) for x in row.values()] == list(geodist.direct(*JFK, 50, 1e4))


def test_many_waypoints_of_one_line(tmp_path: Path) -> None:
    """More points than one step makes."""
    text = "lat1,lon1,lat2,lon2\n0,0,0,90\n0,0,0,1\n"
    rows = table(text, "waypoints", "--count", "100001")
    assert len(rows) == 200_002
    lons = np.array([float(row["lon"]) for row in rows[:100_001]])
    np.testing.assert_allclose(lons, np.linspace(0, 90, 100_001), atol=1e-12)


@pytest.mark.parametrize("options", [[], ["-n", "3", "--spacing", "5"], ["-n", "1"]])
def test_waypoints_need_a_number(options: list[str]) -> None:
    assert invoke("waypoints", "1,2", "3,4", *options).exit_code == 2


def test_rhumb() -> None:
    found = values("rhumb", "40.64,-73.78", "51.47,-0.45")
    assert tuple(found.values()) == tuple(geodist.rhumb_inverse(*JFK, *LHR))
    expected = geodist.rhumb_direct(*JFK, 77.9, 1e6)
    found = values("rhumb", "--direct", "40.64,-73.78", "77.9", "1e6")
    assert tuple(found.values()) == tuple(expected)[:2]
    (row,) = table("lat1,lon1,lat2,lon2\n40.64,-73.78,51.47,-0.45\n", "rhumb")
    assert float(row["azimuth"]) == geodist.rhumb_inverse(*JFK, *LHR)[1]
    (row,) = table("lat,lon,course,distance\n40.64,-73.78,77.9,1e6\n", "rhumb", "--direct")
    assert (float(row["lat2"]), float(row["lon2"])) == tuple(expected)[:2]


def test_rhumb_without_direct_takes_no_azimuth() -> None:
    result = invoke("rhumb", "40.64,-73.78", "77.9", "1000")
    assert result.exit_code == 2
    assert "POINT AZIMUTH DISTANCE needs --direct" in result.stderr
    expected = tuple(geodist.rhumb_inverse(*JFK, *LHR))
    for points in (["40.64", "-73.78", "51.47", "-0.45"], ["40.64", "-73.78", "51.47,-0.45"]):
        assert tuple(values("rhumb", *points).values()) == expected


def test_rhumb_lines_past_a_pole_are_counted() -> None:
    text = "lat,lon,azi,distance\n89,0,0,1e6\n0,0,0,1e6\n-89,7,180,1e6\n95,0,0,0\n"
    result = invoke("rhumb", "--direct", "-", "--invalid", "null", stdin=text)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [bool(row["lon2"]) for row in rows] == [False, True, False, False]
    assert [bool(row["lat2"]) for row in rows] == [True, True, True, False]
    assert "geodist: 2 lines go past a pole and have no longitude there\n" in result.stderr
    assert invoke("rhumb", "--direct", "-", "-q", "--invalid", "skip", stdin=text).stderr == ""
    result = invoke("rhumb", "--direct", "89,0", "0", "1e6")
    assert "lon2      nan degrees" in result.stdout
    assert result.stderr == "geodist: 1 line goes past a pole and has no longitude there\n"


def test_ecef() -> None:
    expected = geodist.to_ecef(*JFK, 100.0)
    found = values("ecef", "40.64,-73.78", "100")
    assert tuple(found.values()) == tuple(expected)
    assert tuple(values("ecef", "40.64,-73.78").values()) == tuple(geodist.to_ecef(*JFK, 0.0))
    back = values("ecef", "--target", "geodetic", *map(repr, expected))
    assert tuple(back.values()) == pytest.approx((*JFK, 100), abs=1e-8)
    (row,) = table("lat,lon,alt\n40.64,-73.78,100\n", "ecef")
    assert tuple(float(row[axis]) for axis in "xyz") == tuple(expected)
    text = "x,y,z\n" + ",".join(map(repr, expected)) + "\n"
    (row,) = table(text, "ecef", "--target", "geodetic")
    assert float(row["h"]) == pytest.approx(100, abs=1e-8)


def test_cartesian_columns_are_not_taken_for_a_plane() -> None:
    text = "x,y,z\n1354113,-4654391,4132005\n"
    result = invoke("ecef", "-", stdin=text)
    assert result.exit_code == 3
    assert (
        "columns x, y and z may be Cartesian: use --target geodetic, or name --lat" in result.stderr
    )
    (row,) = table(text, "ecef", "--target", "geodetic")
    assert float(row["lat"]) == geodist.from_ecef(1354113, -4654391, 4132005).lat
    (row,) = table("x,y,z\n1,2,3\n", "ecef", "--lat", "y", "--lon", "x", "--prefix", "e")
    assert float(row["ex"]) == geodist.to_ecef(2, 1, 0).x


def test_json_on_standard_input_is_told() -> None:
    result = invoke("distance", "-", "--to", "1,2", stdin='{"lat":46,"lon":7}\n')
    assert (result.exit_code, "use --from-format jsonl or" in result.stderr) == (3, True)


@pytest.mark.parametrize(
    ("header", "options", "message"),
    [
        ("lat,lon,azi,dist_km", (), "'dist_km' may be --distance, but its name says km; use --uni"),
        ("lat,lon,azi,x_km", ("--distance", "x_km"), "its name says km; set --units km, or rename"),
        (
            "lat,lon,azi,dist_m",
            ("--units", "km"),
            "its name says m; use --units m, or set --distance",
        ),
    ],
)
def test_units_in_names_are_heeded(header: str, options: tuple[str, ...], message: str) -> None:
    result = invoke("direct", "-", *options, stdin=header + "\n1,2,3,4\n")
    assert result.exit_code == 3
    assert message in result.stderr


def test_of_lengths_in_two_units_that_of_the_option_is_taken() -> None:
    text = "lat,lon,azi1,distance_km,distance_m\n1,2,3,4,5\n"
    for unit, metres in (("km", 4000), ("m", 5)):
        (row,) = table(text, "direct", "--units", unit)
        assert float(row["lat2"]) == geodist.direct(1, 2, 3, metres).lat2
    (row,) = table("lat,lon,h,h_ft\n1,2,3,9\n", "ecef")
    assert float(row["x"]) == geodist.to_ecef(1, 2, 3).x


def test_the_unit_of_a_column_is_told() -> None:
    text = "lat,lon,azi,dist_km\n1,2,3,4\n"
    result = invoke("direct", "-", "--units", "km", stdin=text)
    assert "azi1 'azi', distance 'dist_km' km\n" in result.stderr
    cells = result.stdout.splitlines()[1].split(",")
    assert [float(x) for x in cells[4:]] == list(geodist.direct(1, 2, 3, 4000))
    result = invoke("direct", "-", "--units", "km", "--distance", "5", stdin=text)
    assert "azi1 'azi', distance 5 km\n" in result.stderr


def test_one_point_for_all_rows() -> None:
    text = "name,lat,lon\nJFK,40.64,-73.78\n"
    (row,) = table(text, "distance", "--to", "51.47,-0.45")
    assert float(row["distance"]) == geodist.distance(*JFK, *LHR)
    (row,) = table(text, "inverse", "--from", "0d27'W,51d28'12N")
    assert float(row["azi1"]) == pytest.approx(geodist.inverse(*LHR, *JFK).azi1, abs=1e-9)
    result = invoke("distance", "-", "--to", "51.47,-0.45", stdin=text)
    assert "from lat 'lat', lon 'lon' to lat 51.47, lon -0.45" in result.stderr


def test_ragged_rows_under_null_need_rejects(tmp_path: Path) -> None:
    text = "lat1,lon1,lat2,lon2\n1,2,3,4\n1,2,3\n1,x,3,4\n"
    result = invoke("distance", "-", "--invalid", "null", stdin=text)
    assert result.exit_code == 4
    assert "line 3" in result.stderr
    assert "--rejects" in result.stderr
    bad = tmp_path / "bad.csv"
    rows = table(text, "distance", "--invalid", "null", "--rejects", str(bad))
    assert [bool(row["distance"]) for row in rows] == [True, False]
    assert bad.read_text().splitlines() == [
        "reject_line,reject_reason,lat1,lon1,lat2,lon2",
        '3,"the row has 3 fields, the header has 4",1,2,3',
        "4,column 'lon1': 'x' is not a number,1,x,3,4",
    ]


@pytest.mark.skipif(os.name != "posix", reason="POSIX terminals")
def test_progress_is_for_terminals(tmp_path: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    (tmp_path / "in.csv").write_text("lat,lon\n" + "1,2\n" * 2_000_000)
    command = [
        sys.executable,
        "-m",
        "geodist.cli",
        "distance",
        "in.csv",
        "--to",
        "0,0",
        "-o",
        "x.csv",
    ]
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(command, cwd=tmp_path, stderr=follower) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                data = os.read(leader, 1 << 16)
            except OSError:  # the other end is closed
                break
            if not data:
                break
            shown += data
        assert process.wait() == 0
    os.close(leader)
    assert b"rows" in shown
    assert b"B/s" in shown
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert b"B/s" not in result.stderr


PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.skipif(os.name != "posix", reason="POSIX")
def test_memory_is_bounded(tmp_path: Path) -> None:
    """Two million rows of 60 MB take no more than any table would."""
    line = b"id,%s,40.64,-73.78,51.47,-0.45\n" % (b"x" * 30)
    (tmp_path / "in.csv").write_bytes(b"id,text,lat1,lon1,lat2,lon2\n" + line * 2_000_000)
    for target in ("out.csv", "out.parquet", "out.geojson"):
        command = [sys.executable, "-m", "geodist.cli", "inverse", "in.csv", "-q", "-o", target]
        # In between, because a process begins with the peak of the one that starts it.
        peak = subprocess.run(
            [sys.executable, "-c", PEAK, *command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        unit = 1 if sys.platform == "darwin" else 1024
        assert int(peak.stdout) * unit < 500 * 2**20, target
        (tmp_path / target).unlink()
