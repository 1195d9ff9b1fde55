"""Tracks on the command line: their lengths, and the steps between their rows."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("pandas")

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from test_cli import invoke, table

import geodist as gd

STORMS = Path(__file__).parents[2] / "examples" / "storms.csv"
# Rows of two ships, out of order: at 9 h, 10 h, 11 h.
SHIPS = b"""id,ship,time,lat,lon
1,Ada,2026-05-01T11:00Z,50.2,0
2,Ada,2026-05-01T09:00Z,50.0,0
3,"Bo",2026-05-01T09:00Z,40,5
4,Ada,2026-05-01T10:00Z,50.1,0
5,Bo,2026-05-01T11:30Z,40,5.1
"""
STEPS = {
    2: gd.distance(50.1, 0, 50.2, 0),
    4: gd.distance(50, 0, 50.1, 0),
    5: gd.distance(40, 5, 40, 5.1),
}


def steps(path: Path | str, *options: str, stdin: bytes | None = None) -> Any:
    result = invoke("steps", path, "--by", "ship", "--sort", "time", *options, stdin=stdin)
    assert result.exit_code == 0, result.output
    return pd.read_csv(io.StringIO(result.stdout))


def check_steps(frame: Any) -> None:
    nan = np.nan
    expected = [STEPS[2], nan, nan, STEPS[4], STEPS[5]]
    assert np.asarray(frame.distance, float) == pytest.approx(expected, abs=1e-6, nan_ok=True)


def test_steps_keep_rows_as_they_are(tmp_path: Path) -> None:
    result = invoke("steps", table(tmp_path, SHIPS), "--by", "ship", "--sort", "time")
    assert [line.rpartition(",")[0] for line in result.stdout.splitlines()] == (
        SHIPS.decode().splitlines()
    )
    check_steps(pd.read_csv(io.StringIO(result.stdout)))
    assert "lat 'lat', lon 'lon', by 'ship', sort 'time'" in result.stderr


def test_steps_of_standard_input() -> None:
    check_steps(steps("-", stdin=SHIPS))


def test_steps_of_compressed_files(tmp_path: Path) -> None:
    check_steps(steps(table(tmp_path, gzip.compress(SHIPS), "ships.csv.gz")))


@pytest.mark.parametrize("ending", ["jsonl", "parquet", "geojson", "arrow"])
def test_steps_in_other_formats(tmp_path: Path, ending: str) -> None:
    """Times and points as these formats have them."""
    path, out = tmp_path / f"ships.{ending}", tmp_path / "out.parquet"
    frame = pd.read_csv(io.BytesIO(SHIPS), parse_dates=["time"])
    if ending == "jsonl":
        frame.assign(time=frame.time.astype(str)).to_json(path, orient="records", lines=True)
    elif ending == "parquet":
        frame.to_parquet(path)
    elif ending == "arrow":
        with (
            pa.OSFile(str(path), "wb") as file,
            pa.ipc.new_file(
                file, schema := pa.Schema.from_pandas(frame, preserve_index=False)
            ) as writer,
        ):
            writer.write_table(pa.Table.from_pandas(frame, schema))
    else:
        features = [
            {
                "type": "Feature",
                "properties": {"ship": row.ship, "time": row.time.isoformat()},
                "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            }
            for row in frame.itertuples()
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = invoke("steps", path, "--by", "ship", "--sort", "time", "-o", out)
    assert result.exit_code == 0, result.output
    check_steps(pq.read_table(out).to_pandas())


def test_course_duration_and_speed(tmp_path: Path) -> None:
    found = steps(table(tmp_path, SHIPS), "--course", "--duration", "--speed")
    assert found.course.tolist()[0] == 0
    assert found.duration.tolist()[::4] == [3600, 9000]
    assert found.speed[4] == pytest.approx(STEPS[5] / 9000)
    assert found.isna().sum().to_dict() == {
        **dict.fromkeys(["id", "ship", "time", "lat", "lon"], 0),
        **dict.fromkeys(["distance", "course", "duration", "speed"], 2),
    }


@pytest.mark.parametrize(
    ("unit", "name", "factor"),
    [
        ("km", "speed_kmh", 3.6),
        ("nmi", "speed_knots", 3600 / 1852),
        ("mi", "speed_mph", 3600 / 1609.344),
        ("ft", "speed_fts", 1 / 0.3048),
    ],
)
def test_units_of_speed(tmp_path: Path, unit: str, name: str, factor: float) -> None:
    found = steps(table(tmp_path, SHIPS), "--speed", "--units", unit, "--precision", "2")
    assert found.columns.tolist()[-2:] == [f"distance_{unit}", name]
    assert found[name][4] == pytest.approx(STEPS[5] / 9000 * factor, abs=0.006)


def test_no_speed_without_time(tmp_path: Path) -> None:
    rows = b"ship,time,lat,lon\na,5,0,0\na,5,0,1\n"
    found = steps(table(tmp_path, rows), "--speed", "--duration")
    assert found.duration.tolist()[1] == 0
    assert np.isnan(found.speed[1])


def test_milliseconds_are_no_seconds(tmp_path: Path) -> None:
    path = table(tmp_path, b"lat,lon,t\nx,0,1\n0,0,1777629600000\n1,0,1777629660000\n")
    result = invoke("steps", path, "--sort", "t", "--speed", "--invalid", "skip")
    assert result.exit_code == 3
    assert "--sort t: 1777629660000 s would be thousands of years; --time-unit" in result.stderr
    result = invoke(
        "steps", path, "--sort", "t", "--time-unit", "d", "--speed", "--invalid", "skip"
    )
    assert "--sort t: 1777629660000 d would be thousands of years" in result.stderr


@pytest.mark.parametrize(
    ("unit", "numbers", "seconds"),
    [
        # Right to the microsecond, though seconds since 1970 are not in 64 bits.
        ("ns", ("1700000000123456000", "1700000001123457024"), 1.000001),
        ("us", ("1700000000123456", "1700000001123457"), 1.000001),
        ("ms", ("1700000000123", "1700000029124"), 29.001),
        ("s", ("1700000000.5", "1700000003"), 2.5),
        ("min", ("-3", "4.5"), 450),
        ("h", ("1", "3"), 7200),
        ("d", ("39744.25", "39744.5"), 21600),
    ],
)
def test_units_of_time(tmp_path: Path, unit: str, numbers: tuple[str, str], seconds: float) -> None:
    rows = "".join(f"a,{number},0,{i}\n" for i, number in enumerate(numbers))
    path = table(tmp_path, f"ship,time,lat,lon\n{rows}".encode())
    found = steps(path, "--time-unit", unit, "--duration", "--speed")
    assert found.duration[1] == seconds
    assert found.speed[1] == pytest.approx(gd.distance(0, 0, 0, 1) / seconds, rel=1e-15)


def test_numbers_are_seconds_unless_said(tmp_path: Path) -> None:
    said = "the numbers of 'time' are taken as seconds; --time-unit says otherwise"
    path = table(tmp_path, b"time,lat,lon\n39744.25,0,0\n39744.5,0,1\n")
    for options, shown in (
        (["--speed"], True),
        (["--duration"], True),
        (["--course"], False),
        (["--speed", "-q"], False),
        (["--speed", "--time-unit", "d"], False),
        (["--speed", "--time-unit", "s"], False),
    ):
        result = invoke("steps", path, "--sort", "time", *options)
        assert result.exit_code == 0
        assert (said in result.stderr) == shown
    result = invoke("steps", path, "--sort", "time", "--time-unit", "d")
    assert (result.exit_code, "--time-unit needs --duration or" in result.stderr) == (2, True)
    times = table(tmp_path, SHIPS)
    result = invoke("steps", times, "--by", "ship", "--sort", "time", "--speed")
    assert "taken as seconds" not in result.stderr
    result = invoke("steps", times, "--sort", "time", "--speed", "--time-unit", "ms")
    assert result.exit_code == 3
    assert "--time-unit ms: the column 'time' holds times, not numbers" in result.stderr


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_durations_of_parquet(tmp_path: Path, unit: str) -> None:
    path, out = tmp_path / "in.parquet", tmp_path / "out.csv"
    columns = {"lat": [0.0, 1, 2], "lon": [0.0, 0, 0]}
    columns["t"] = pa.array([7200, 0, 3600], "duration[s]").cast(pa.duration(unit))
    pq.write_table(pa.table(columns), path)
    result = invoke("steps", path, "--sort", "t", "--duration", "-o", out)
    assert result.exit_code == 0, result.output
    assert pd.read_csv(out).duration.tolist()[::2] == [3600, 3600]
    # As in Python.
    assert gd.tracks.steps(pq.read_table(path), order="t").duration.to_pylist() == [
        3600,
        None,
        3600,
    ]


def test_numbers_are_sorted_by_their_size(tmp_path: Path) -> None:
    rows = b"ship,time,lat,lon\na,10,0,10\na,9,0,9\na,8.5,0,8\n"
    found = steps(table(tmp_path, rows), "--duration")
    assert found.duration.tolist()[:2] == [1, 0.5]


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        (("2026-05-01", "2026-05-02"), 86400),
        (("2026-05-01 10:00", "2026-05-01 10:00:01.25"), 1.25),
        (("2026-05-01T10", "2026-05-01T10:00:00.1234567"), 0.123456),
        (("2026-05-01T10:00:00Z", "2026-05-01T13:00:00+02:00"), 3600),
        (("1700000000", "1700000000.5"), 0.5),
        (("2026-05-01 10:00:00 UTC", "2026-05-01 12:00:01 +0200"), 1),
        (("2026-05-01 10:00 GMT", "2026-05-01T10:00:02Z"), 2),
        (("20260501T1000", "20260501T100000.5"), 0.5),
        (("20260501T1000Z", "2026-05-01T1100+00"), 3600),
        (("20260501 10", "2026-05-01 10:01"), 60),
        (("PT0.000S", "PT5400.250S"), 5400.25),
        (("-PT1S", "P1DT1H1M1.5S"), 90062.5),
    ],
)
def test_times(tmp_path: Path, times: tuple[str, str], seconds: float) -> None:
    rows = "ship,time,lat,lon\n" + "".join(f"a,{time},0,{i}\n" for i, time in enumerate(times))
    found = steps(table(tmp_path, rows.encode()), "--duration")
    assert found.duration[1] == pytest.approx(seconds, abs=1e-9)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("Ada,01/05/2026,1", "'01/05/2026' is neither a number nor a time such as 2024-"),
        ("Ada,2026-02-30T10:00Z,1", "'2026-02-30T10:00Z' is neither a number nor a time"),
        ("Ada,,1", "column 'time': the cell is empty, so the row has no place in the order"),
        ("Ada,PT17S,1", "'PT17S' is a duration; the first row has a time with a zone"),
        ("Ada,P1M,1", "'P1M' is neither a number nor a time"),  # how many days?
        ("Ada,PT,1", "'PT' is neither a number nor a time"),
        ("Ada,2026-05-01T25Z,1", "'2026-05-01T25Z' is neither a number nor a time"),
        ("Ada,17,1", "'17' is a number; the first row has a time with a zone"),
        ("Ada,2026-05-01,1", "is a time without a zone; the first row has a time with a zone"),
        (
            ",2026-05-01T10:00Z,1",
            "column 'ship': the cell is empty, so the row belongs to no track",
        ),
        ("Ada,2026-05-01T10:00Z,91", "'91' is not a latitude"),
    ],
)
def test_invalid_rows(tmp_path: Path, cells: str, message: str) -> None:
    path = table(tmp_path, SHIPS + f"6,{cells},0\n".encode())
    result = invoke("steps", path, "--by", "ship", "--sort", "time")
    assert result.exit_code == 4
    assert "in.csv, line 7, column" in result.stderr
    assert message in result.stderr
    assert result.stdout == ""
    bad = tmp_path / "bad.csv"
    check_steps(steps(path, "--invalid", "skip", "--rejects", str(bad)))
    assert (
        message.removeprefix("column 'time': ").removeprefix("column 'ship': ")
        in (pd.read_csv(bad).reject_reason[0])
    )
    kept = steps(path, "--invalid", "null")
    assert len(kept) == 6
    assert np.isnan(kept.distance[5])
    result = invoke("length", path, "--by", "ship", "--sort", "time")
    assert result.exit_code == 4
    assert message in result.stderr


def test_lengths_of_storms(tmp_path: Path) -> None:
    out = tmp_path / "lengths.csv"
    options = ["--by", "storm", "--sort", "time", "--units", "km", "-o", out]
    result = invoke("length", STORMS, *options)
    assert result.exit_code == 0, result.output
    assert "83 tracks of 3544 rows" in result.stderr
    assert "83 tracks written to" in result.stderr
    found, fixes = pd.read_csv(out), pd.read_csv(STORMS, parse_dates=["time"])
    lines = gd.Shapes.lines_from(fixes, by="storm", order="time", edges="geodesic")
    assert found.storm.tolist() == fixes.storm.unique().tolist()
    assert found.length_km.to_numpy() * 1000 == pytest.approx(gd.length(lines), abs=1e-5)
    assert found.points.tolist() == fixes.groupby("storm", sort=False).size().tolist()


def test_tracks_of_several_columns(tmp_path: Path) -> None:
    rows = b"day,ship,lat,lon\n1,7,0,0\n2,7,0,0\n1,7,0,1\n1,8,0,0\n2,7,0,2\n"
    result = invoke("length", table(tmp_path, rows), "--by", "ship", "--by", "day", "-q")
    assert pd.read_csv(io.StringIO(result.stdout)).round().values.tolist() == [
        [7, 1, 2, 111319],
        [7, 2, 2, 222639],
        [8, 1, 1, 0],
    ]


def test_one_track_of_all_rows(tmp_path: Path) -> None:
    rows = b"n,lat,lon\n2,0,1\n1,0,0\n"
    result = invoke("length", table(tmp_path, rows), "--sort", "n", "--precision", "0", "-q")
    assert result.stdout == "points,length\n2,111319\n"
    result = invoke("length", table(tmp_path, b"n,lat,lon\n"), "--by", "n", "-q")
    assert result.stdout == "n,points,length\n"


def test_names_of_tracks_keep_their_types(tmp_path: Path) -> None:
    path, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    day = pa.array([1, 1, 2], pa.date32())
    columns = {
        "day": day,
        "id": pa.array([7, 7, 8], pa.uint8()),
        "lat": [0.0, 0, 0],
        "lon": [0, 1, 2],
    }
    pq.write_table(pa.table(columns), path)
    result = invoke("length", path, "--by", "day", "--by", "id", "-o", out)
    assert result.exit_code == 0, result.output
    found = pq.read_table(out)
    assert found.schema.types[:2] == [pa.date32(), pa.uint8()]
    assert found["id"].to_pylist() == [7, 8]
    # As numbers from CSV to JSON, unless a cell is none.
    rows = b"id,code,lat,lon\n7,007,0,0\n8,8,0,1\n"
    result = invoke("length", table(tmp_path, rows), "--by", "id", "--by", "code", "-q", *JSONL)
    assert [list(json.loads(line).values())[:2] for line in result.stdout.splitlines()] == [
        [7, "007"],
        [8, "8"],
    ]


JSONL = ("--to-format", "jsonl")


def test_rejects_of_lengths(tmp_path: Path) -> None:
    path, bad = table(tmp_path, SHIPS + b"6,Ada,later,1,2\n7,a,b\n"), tmp_path / "bad.csv"
    options = ["--by", "ship", "--sort", "time", "--precision", "0"]
    result = invoke("length", path, *options, "--invalid", "skip", "--rejects", bad)
    assert result.exit_code == 0, result.output
    assert "2 tracks of 5 rows, 2 invalid, left out, kept in" in result.stderr
    assert result.stdout.splitlines()[1:] == ["Ada,3,22246", "Bo,2,8539"]
    assert bad.read_text().count("\n") == 3


@pytest.mark.parametrize(
    ("command", "options", "code", "message"),
    [
        ("steps", ["--by", "boat"], 3, "no column is named 'boat'"),
        ("steps", ["--sort", "when"], 3, "no column is named 'when'"),
        ("steps", ["--by", "ship", "--speed"], 2, "need --sort, a column of times"),
        ("steps", ["--rejects", "x.csv"], 2, "--rejects needs --invalid"),
        ("length", ["--by", "ship", "--invalid", "null"], 2, "use --invalid=skip"),
        ("length", ["--by", "ship", "--rejects", "x.csv"], 2, "--rejects needs --invalid=skip"),
        ("length", ["--by", "ship", "--edges", "planar"], 2, "--edges planar"),
        ("length", ["--lat", "lat"], 2, "--lat: needs --by or --sort"),
        ("length", [], 3, "--by or --sort make tracks of points"),
    ],
)
def test_wrong_options(
    tmp_path: Path, command: str, options: list[str], code: int, message: str
) -> None:
    result = invoke(command, table(tmp_path, SHIPS), *options)
    assert result.exit_code == code, result.output
    assert message in result.stderr
    assert result.stdout == ""


def test_names_that_are_taken(tmp_path: Path) -> None:
    path = table(tmp_path, b"length,lat,lon\n1,0,0\n")
    result = invoke("length", path, "--by", "length")
    assert result.exit_code == 3
    assert "two columns would be named 'length'; add a --prefix" in result.stderr
    assert invoke("length", path, "--by", "length", "--prefix", "my_").exit_code == 0


def test_a_pipe_is_read_twice_from_a_copy(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import geodist.cli; geodist.cli.main()"
    command = [sys.executable, "-c", code, "steps", "-", "--by", "ship", "--sort", "time"]
    result = subprocess.run(command, input=SHIPS, capture_output=True, check=True)
    check_steps(pd.read_csv(io.BytesIO(result.stdout)))
    assert b"standard input was copied to a temporary file" in result.stderr
