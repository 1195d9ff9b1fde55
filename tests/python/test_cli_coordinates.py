"""Coordinates as tables hold them: split, both in one cell, in other units, missing.

Distances are those of GeographicLib's GeodSolve.
"""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("hypothesis")

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st
from test_cli import invoke, table

from geodist.cli.io.cells import text_column
from geodist.cli.parse.angles import parse_angle
from geodist.cli.parse.numbers import parse_split
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from pathlib import Path

LONDON = "51.47,-0.45"
DENVER = (
    b"AIRPORT,LAT_DEGREES,LAT_HEMISPHERE,LAT_MINUTES,LAT_SECONDS,"
    b"LON_DEGREES,LON_HEMISPHERE,LON_MINUTES,LON_SECONDS\nDEN,39,N,51,42,104,W,40,23\n"
)


def measured(text: str) -> list[float | None]:
    rows = csv.DictReader(io.StringIO(text))
    return [float(row["distance"]) if row["distance"] else None for row in rows]


def read_rejects(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("content", "to", "metres"),
    [
        (DENVER, "40,-100", 399701.865424),
        (b"name,lat,lat_dir,lon,lon_dir\nCape Town,33.92,S,18.42,E\n", LONDON, 9637798.5151),
        (b"lat,N/S,lon,E/W\n33.92,S,18.42,E\n", LONDON, 9637798.5151),
        (b"GPSLatitude,GPSLatitudeRef,GPSLongitude,GPSLongitudeRef\n33.92,South,18.42,e\n", LONDON, 9637798.5151),
        (b"lat_d,lat_m,lat_s,lon_d,lon_m,lon_s\n-33,56,46,18,30,0\n", "0,0", 4225217.617424),
        (b"lat,min,sec,NS,lon,min,sec,EW\n33,56,46,S,18,30,0,E\n", "0,0", 4225217.617424),
        (b"lat_deg,lat_min,lon_deg,lon_min\n-0,30,0,0\n", "0,0", 55287.152003),
        (b"Latitude,N/S Indicator,Longitude,E/W Indicator\n4807.038,N,01131.000,E\n", "0,0", 5446369.611076),
        (b"lat,N/S,lon,E/W\n4807.038,N,00045.123,W\n", "48.1173,-0.75205", 0.0),
        (b"lat,N/S,lon,E/W\n0007.038,N,00045.123,W\n", "0.1173,-0.75205", 0.0),
        (b"id,Latitude,Longitude\nJFK,40-38-23.7400N,073-46-43.2930W\n", LONDON, 5555327.250214),
        (b"x,y\n039-46.7E,43-27.0N\n", "0,0", 6226241.287897),
        (b'id,location\n1,"48.85,2.35"\n', "0,0 --order lat,lon", 5417660.031384),
        (b'id,location\n1,"48.85,2.35"\n', "0,0 --order lon-lat", 5442569.559404),
        (b"id,geo_point_2d\n1,(48.85 2.35)\n", "0,0 --order lat-lon", 5417660.031384),
        (b'id,GPS Coordinates\n1,"10 N, 20 E"\n', "0,0", 2475724.518749),
        (b"id,the_geom\n1,POINT (20 10)\n", "0,0", 2475724.518749),
        (b"id,WKT\n1,SRID=4326;POINT Z (20 10 5)\n", "0,0 --order lat,lon", 2475724.518749),
        (b'id,coordinates\n1,"10 N, 20 E"\n', "0,0", 2475724.518749),
        (b'id,location\n1,"N 40 38.395, W 073 46.722"\n', "0,0", 8647052.863089),
        (b"id,location\n1,40.6413;-73.7781\n", "0;0 --order lat,lon", 8647031.167658),
        (b"stop_id,stop_lat,stop_lon\nA,36.1,-119.2\n", "36.3,-119.6", 42268.736378),
    ],
)  # fmt: skip
def test_a_place_is_that_place(tmp_path: Path, content: bytes, to: str, metres: float) -> None:
    point, *options = to.split()
    result = invoke("distance", table(tmp_path, content), "--to", point, *options)
    assert result.exit_code == 0, result.output
    assert measured(result.stdout) == pytest.approx([metres], abs=1e-6)


def test_parts_are_named_in_their_order(tmp_path: Path) -> None:
    content = b"d,m,s,h,e,f\n33,56,46,S,18,30\n33,60,46,S,18,30\n33,,46,S,18,30\n-33,1,2,S,1,2\n33,1,2,X,1,2\n"
    options = ("--lat1", "d,m,s,h", "--lon1", "e, f", "--to", "0,0")
    result = invoke("distance", table(tmp_path, content), *options, "--invalid", "null")
    assert measured(result.stdout) == [pytest.approx(4225217.617424, abs=1e-6), *[None] * 4]
    assert "from lat 'd' 'm' 's' 'h', lon 'e' 'f' to" in result.stderr
    rejects = tmp_path / "rejects.csv"
    out = ("--invalid", "skip", "--rejects", rejects, "-o", tmp_path / "out.csv")
    assert invoke("distance", table(tmp_path, content), *options, *out).exit_code == 0
    reasons = [row["reject_reason"] for row in read_rejects(rejects)]
    assert [reason.partition("columns 'd', 'm', 's', 'h': ")[2] for reason in reasons] == [
        "'33:60:46 S' has 60 minutes, which must be below 60",
        "a cell is empty",
        "'-33', '1', '2', 'S': both a sign and a hemisphere; remove one of them",
        "'33:1:2 X' is not a number",
    ]
    result = invoke("distance", table(tmp_path, content), *options)
    assert (result.exit_code, "line 3, columns 'd', 'm', 's', 'h': " in result.stderr) == (4, True)
    for wrong, message in [
        ("d,m,s,h,e", "in this order"),
        ("d,d", "in this order"),
        ("d,z", "no column is named 'd,z'"),
    ]:
        result = invoke(
            "distance", table(tmp_path, content), *options, "--lat1", wrong, "--lon1", "d"
        )
        assert (result.exit_code, message in result.stderr) == (3, True), result.stderr


def test_a_hemisphere_is_no_minute(tmp_path: Path) -> None:
    content = b"lat,lat_dir,lon,lon_dir\n33,1,18,1\n"
    result = invoke("distance", table(tmp_path, content), "--to", "0,0")
    assert result.exit_code == 4
    assert "'1' is not a hemisphere: N, S, E or W" in result.stderr


def test_decimal_commas_in_parts_and_points(tmp_path: Path) -> None:
    content = b"lat;lat_dir;lon;lon_dir\n33,92;S;18,42;E\n"
    options = ("--delimiter", ";", "--decimal", ",", "--precision", "3")
    result = invoke("distance", table(tmp_path, content), "--to", LONDON, *options)
    assert result.stdout.splitlines()[1].endswith(";9637798,515")
    content = b"location\n48,85;2,35\n33.9;1\n"
    options = ("--delimiter", "|", "--decimal", ",", "--order", "lat,lon", "--invalid", "null")
    result = invoke(
        "distance", table(tmp_path, content), "--to", "0,0", *options, "--precision", "3"
    )
    assert result.stdout.splitlines()[1:] == ["48,85;2,35|5417660,031", "33.9;1|"]
    result = invoke("distance", table(tmp_path, content), "--to", "0,0", *options[:-2])
    assert "'33.9;1' is not a number: with --decimal ," in result.stderr
    content = b"lat;lat_dir;lon;lon_dir\n33.92;S;18,42;E\n"
    result = invoke(
        "distance", table(tmp_path, content), "--to", LONDON, "--delimiter", ";", "--decimal", ","
    )
    assert "'33.92' is not a number: with --decimal ," in result.stderr


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_typed_tables(tmp_path: Path, ending: str) -> None:
    """Numbers and texts of types are the same parts and points."""
    columns: dict[str, list[object]] = {
        "lat_deg": [33, 0],
        "lat_min": [56.0, 30.0],
        "lat_sec": [46, None],
        "lat_dir": ["S", "S"],
        "lon_deg": [18, 0],
        "lon_min": [30.0, 0.0],
        "lon_sec": [0, 0],
        "lon_dir": ["E", "E"],
        "wkt": ["POINT (18.5 -33.94611111111111)", None],
    }
    path = tmp_path / f"in.{ending}"
    if ending == "parquet":
        pq.write_table(pa.table(columns), path)
    else:
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    for options in ((), ("--lat1", "wkt", "--lon1", "wkt")):
        result = invoke(
            "distance", path, *options, "--to", "0,0", "--to-format", "csv", "--invalid", "null"
        )
        assert result.exit_code == 0, result.output
        assert measured(result.stdout) == [pytest.approx(4225217.617424, abs=1e-6), None]


def test_order_is_needed(tmp_path: Path) -> None:
    path = table(tmp_path, b'n,location\n1,POINT (1 2)\n2,"48.85,2.35"\n')
    for options in ((), ("--invalid", "skip")):
        result = invoke("distance", path, "--to", "0,0", *options)
        assert result.exit_code == 3
        assert (
            "line 3, column 'location': '48.85,2.35' may be latitude 48.85, longitude 2.35 "
            "(--order lat,lon) or longitude 48.85, latitude 2.35 (--order lon,lat)"
        ) in result.stderr
    path = table(tmp_path, b'n,location\n1,"Paris, France"\n', "p.csv")
    result = invoke("distance", path, "--to", "0,0")
    assert (result.exit_code, "'Paris, France' is not a point" in result.stderr) == (4, True)
    path = table(tmp_path, b'lat,lon\n"48.85,2.35",1\n', "q.csv")
    result = invoke("distance", path, "--to", "0,0")
    assert "'48.85,2.35' has both coordinates: name its column for" in result.stderr


def test_whole_points_in_all_commands(tmp_path: Path) -> None:
    path = table(tmp_path, b"n,geom\n1,POINT (20 10)\n2,POINT (21 10)\n")
    result = invoke("nearest", path, path, "--exclude-self", "-q")
    assert result.stdout.splitlines()[1].startswith("1,POINT (20 10),2,POINT (21 10),")
    result = invoke("ecef", path, "-q", "--to-format", "geojson")
    assert json.loads(result.stdout)["features"][0]["geometry"]["coordinates"] == [20, 10]
    both = table(tmp_path, b"a,b\nPOINT (0 0),POINT (20 10)\n", "both.csv")
    names = ("--lat1", "a", "--lon1", "a", "--lat2", "b", "--lon2", "b")
    result = invoke("distance", both, *names)
    assert "from points 'a' to points 'b'" in result.stderr
    assert measured(result.stdout) == pytest.approx([2475724.518749], abs=1e-6)
    result = invoke("distance", path)
    assert "use --lat1 geom --lon1 geom" in result.stderr


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("lat_rad,lon_rad", "'lat_rad', 'lon_rad' hold radians"),
        ("latitude (rad),longitude (rad)", "hold radians"),
        ("latitudeE7,longitudeE7", "hold whole numbers of small fractions of a degree"),
        ("utm_x,utm_y", "hold metres of a projection"),
        ("lat_dms,lon_dms", "texts such as 40d38'24\" are read by --lat1 lat_dms --lon1 lon_dms"),
        ("northing,easting", "northing and easting are metres of a projection"),
        ("lat,lat_min,lon,lon_min", "for example --lat1 lat,lat_min --lon1 lon,lon_min"),
        ("lat,lat_sec,lon,lon_sec", "do not fit together"),
        ("lat_deg,lat_min,lon", "for example --lat1 lat_deg,lat_min --lon1 lon"),
        ("# comment line,", "is a comment, not the column names"),
        ("AL011970,            ALMA,     36,", "but has 'AL011970', 'ALMA', '36', ''"),
        ("acc_x,acc_y", "not recognised"),
        ("acc_x1,acc_y1", "not recognised"),
        ("breite_cm,laenge_cm", "not recognised"),
        ("dlat,dlon", "not recognised"),
        ("lat_err,lon_err", "not recognised"),
    ],
)
def test_what_is_not_degrees_is_not_guessed(tmp_path: Path, names: str, message: str) -> None:
    row = ",".join("1" * (names.count(",") + 1))
    path = table(tmp_path, f"{names}\n{row}\n".encode())
    result = invoke("distance", path, "--to", "0,0")
    assert (result.exit_code, message in result.stderr) == (3, True), result.stderr
    result = invoke("nearest", path, path)
    assert result.exit_code == 3, result.stderr


def test_codes_for_missing_values(tmp_path: Path) -> None:
    code = "it looks like a code for a missing value"
    rows = ["46.9,-9999", "-9999,7", "999,999", "91,181", "-999.9,1", "46,9999.99", "46,1e20"]
    rows += ["46,99999", "46,-32768"]
    rejects = tmp_path / "rejects.csv"
    path = table(tmp_path, ("lat,lon\n1,2\n" + "\n".join(rows) + "\n").encode())
    options = ("--invalid", "skip", "--rejects", rejects)
    result = invoke("distance", path, "--to", "0,0", *options)
    assert result.stdout.splitlines()[1:] == ["1,2,248575.56516798"]
    reasons = [row["reject_reason"] for row in read_rejects(rejects)]
    assert len(reasons) == len(rows)
    for reason in reasons:
        assert reason.endswith(code)
        assert "projected" not in reason
    for row, hint in [
        ("5e5,4.5e6", "projected coordinates?"),
        ("46,4.5e6", "projected coordinates?"),
        ("116,40", "swapped?"),
        ("46,600", "--any-longitude allows it"),
    ]:
        result = invoke("distance", table(tmp_path, f"lat,lon\n{row}\n".encode()), "--to", "0,0")
        assert (result.exit_code, hint in result.stderr) == (4, True), result.stderr


def test_longitudes_of_many_turns(tmp_path: Path) -> None:
    path = table(tmp_path, b"lat,lon\n10,740\n")
    assert invoke("distance", path, "--to", "0,0").exit_code == 4
    assert invoke("distance", path, "--to", "0,720").exit_code == 2
    result = invoke("distance", path, "--to", "0,720", "--any-longitude")
    assert measured(result.stdout) == pytest.approx([2475724.518749], abs=1e-6)
    right = table(tmp_path, b"lat,lon\n0,-720\n", "right.csv")
    assert invoke("nearest", path, right).exit_code == 4
    result = invoke("nearest", path, right, "--any-longitude")
    assert measured(result.stdout) == pytest.approx([2475724.518749], abs=1e-6)
    assert invoke("distance", "10,740", "0,0").exit_code == 2
    result = invoke("distance", "10,740", "0,0", "--any-longitude", "--precision", "3")
    assert result.stdout == "distance  2475724.519 m\n"
    parquet = tmp_path / "points.parquet"
    assert invoke("ecef", path, "-o", parquet, "--any-longitude").exit_code == 0
    assert (
        invoke(
            "distance", parquet, "--to", "0,0", "--any-longitude", "-o", tmp_path / "o.csv"
        ).exit_code
        == 0
    )


@pytest.mark.parametrize(
    ("given", "name"),
    [("nm", "nmi"), ("NM", "nmi"), ("miles", "mi"), ("yd", "yd"), ("meters", "m"), ("Metres", "m")],
)
def test_names_of_units(tmp_path: Path, given: str, name: str) -> None:
    path = table(tmp_path, b"lat1,lon1,lat2,lon2\n0,0,0,1\n")
    result = invoke("distance", path, "--units", given)
    assert result.stdout.splitlines()[0].endswith("distance" + ("" if name == "m" else f"_{name}"))
    lengths = {"m": 1, "mi": 1609.344, "nmi": 1852, "yd": 0.9144}
    metres = float(result.stdout.splitlines()[1].rsplit(",", 1)[1]) * lengths[name]
    assert metres == pytest.approx(111319.490793, abs=1e-6)


def test_units_in_names_and_wrong_ones(tmp_path: Path) -> None:
    path = table(tmp_path, b"lat,lon,azi,dist_nm\n0,0,90,60.10771641\n")
    result = invoke("direct", path, "--units", "nmi", "--precision", "3", "-q")
    assert result.stdout.splitlines()[1].split(",")[5] == "1.00000000"
    result = invoke("direct", path)
    assert "its name says nmi; use --units nmi" in result.stderr
    for unit in ("furlong", "M"):
        result = invoke("distance", "0,0", "0,1", "--units", unit)
        assert (result.exit_code, "is not one of m, km, mi" in result.stderr) == (2, True)
    assert "write 100 --units nmi" in invoke("direct", "0,0", "90", "100NM").stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{table}", "--to", "0", "0"], "a point is one argument: {table} --to 0,0"),
        (["{table}", "--to", "40,6413"], "may be the number 40.6413"),
        (["40,6413", "51.47,-0.45"], "or latitude 40, longitude 6413"),
        (["40,05", "51.47,-0.45"], "may be the number 40.05"),
        (["0045.123W,1N", "0,0"], "may be -45.123 or -0.75205 degrees"),
        (
            ["40,64;-73,78", "0,0"],
            "40,64;-73,78 may be the point 40.64,-73.78, written with decimal ",
        ),
        (["40,64;-73,78", "0,0"], "or the two points 40,64 and -73,78"),
        (["1e-5,-0.25", "0,0"], "may be a number in exponent notation or a sum of degrees east"),
        (["{table}", "--to", "40,64;-73,78"], "or the two points 40,64 and -73,78"),
        (["33 S,151\N{DEGREE SIGN} O", "0,0"], "it may be -151 or 151 degrees; write W or E"),
    ],
)
def test_messages_about_points(tmp_path: Path, arguments: list[str], message: str) -> None:
    path = str(table(tmp_path, b"lat,lon\n1,2\n"))
    result = invoke("distance", *(argument.format(table=path) for argument in arguments))
    assert (result.exit_code, message.format(table=path) in result.stderr) == (2, True), (
        result.stderr
    )


@pytest.mark.parametrize(
    ("arguments", "metres"),
    [
        (["N 40 38.395, W 073 46.722", "0,0"], 8647052.863089),
        (["W 073 46.722, N 40 38.395", "0;0"], 8647052.863089),
        (["40 38.395N 73 46.722W", "0,0"], 8647052.863089),
        (["40.6413;-73.7781", "0,0"], 8647031.167658),
        (["40.6413; -73.7781", "0", "0"], 8647031.167658),
        (["40.6413,-73.7781;0,0"], 8647031.167658),
    ],
)
def test_points_as_values(arguments: list[str], metres: float) -> None:
    result = invoke("distance", *arguments)
    assert result.exit_code == 0, result.output
    assert float(result.stdout.split()[1]) == pytest.approx(metres, abs=1e-6)


def test_quotes_behind_a_blank(tmp_path: Path) -> None:
    hint = "quotes behind a blank are text: remove the blank before the quote"
    path = table(tmp_path, b'id,lat,name,lon\n1,46.9, "7,7777",3\n')
    result = invoke("distance", path, "--to", "0,0")
    assert f"the row has 5 fields, the header has 4; {hint}" in result.stderr
    path = table(tmp_path, b'"lat", "lon"\n"46.9", "7.7"\n')
    result = invoke("distance", path, "--to", "0,0")
    assert f"' \"7.7\"' is not a number; {hint}" in result.stderr
    path = table(tmp_path, b"lat,lon\n46.9,7.7,3\n")
    result = invoke("distance", path, "--to", "0,0")
    assert "the row has 3 fields, the header has 2\n" in result.stderr


def test_halves_of_surrogate_pairs_are_not_numbers(tmp_path: Path) -> None:
    """JSON may hold them, text cannot."""
    path, rejects = tmp_path / "in.jsonl", tmp_path / "rejects.jsonl"
    lines = [r'{"lat":"40d30\ud800N","lon":1}', r'{"lat":1,"lon":"\ud800"}', '{"lat":1,"lon":2}']
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    options = ("--to", "0,0", "--invalid", "skip", "--rejects", rejects)
    result = invoke("distance", path, *options)
    assert result.stdout == '{"lat":1,"lon":2,"distance":248575.56516798}\n'
    reasons = [json.loads(line)["reject_reason"] for line in rejects.read_text().splitlines()]
    assert reasons == [
        "column 'lat': '40d30<U+D800>N' is not a number",
        "column 'lon': '<U+D800>' is not a number",
    ]
    path.write_text('{"at":"1,2"}\n' + r'{"at":"1,\ud800"}' + "\n", encoding="ascii")
    whole = ("--lat1", "at", "--lon1", "at", "--order", "lat,lon")
    result = invoke("distance", path, *whole, *options)
    assert result.exit_code == 0, result.output
    assert "'1,<U+D800>' is not a point: ? is not a number" in rejects.read_text()


def test_cells_are_shown_as_they_stand(tmp_path: Path) -> None:
    content = (
        b'lat,lon\n\\N,1\n"33\xc2\xb056\'46""Sud",1\na\tb\x1b,1\n"33,946111 S",1\n'
        + b"x" * 5000
        + b",1\n"
    )
    rejects = tmp_path / "rejects.csv"
    options = ("--to", "0,0", "--invalid", "skip", "--rejects", rejects)
    assert invoke("distance", table(tmp_path, content), *options).exit_code == 0
    reasons = [row["reject_reason"] for row in read_rejects(rejects)]
    assert [reason.partition(": ")[2] for reason in reasons] == [
        r"'\N' is not a number",
        "'33\N{DEGREE SIGN}56'46\"Sud' is not a number",
        "'a\N{SYMBOL FOR HORIZONTAL TABULATION}b\N{SYMBOL FOR ESCAPE}' is not a number",
        "'33,946111 S' is not a number; for decimal commas use --decimal ,",
        f"'{'x' * 100}...' is not a number",
    ]


def test_geometries_of_many_turns(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    path = tmp_path / "turns.parquet"
    geopandas.GeoDataFrame(
        geometry=geopandas.points_from_xy([740.0], [10.0]), crs="EPSG:4326"
    ).to_parquet(path)
    result = invoke("distance", path, "--to", "0,0", "--to-format", "csv")
    assert "--any-longitude allows it" in result.stderr
    result = invoke("distance", path, "--to", "0,0", "--to-format", "csv", "--any-longitude")
    assert measured(result.stdout) == pytest.approx([2475724.518749], abs=1e-6)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "-"]),
            st.integers(0, 89),
            st.integers(0, 59),
            st.integers(0, 59999),
            st.sampled_from(["N", "S", " north", "South ", ""]),
        )
    )
)
def test_parts_are_as_the_whole(rows: list[tuple[str, int, int, int, str]]) -> None:
    """Cells of parts are read as one text of them all is."""
    parts = [[f"{sign}{d}", f"{m}.0", f"{s / 1000:.3f}", end] for sign, d, m, s, end in rows]
    columns = [text_column([part[i] for part in parts]) for i in range(4)]
    read = parse_split(columns, Kind.LATITUDE, has_hemisphere=True).tolist()
    for value, (sign, d, m, s, end) in zip(read, rows, strict=True):
        if sign or not end:
            assert math.isnan(value)
        else:
            assert value == parse_angle(f"{d}:{m}:{s / 1000:.3f} {end}").value
    read = parse_split(columns[:3], Kind.LATITUDE, has_hemisphere=False).tolist()
    wholes = [f"{sign}{d}:{m}:{s / 1000:.3f}" for sign, d, m, s, _ in rows]
    assert read == [parse_angle(text).value for text in wholes]


def test_parts_and_points_inside_of_objects(tmp_path: Path) -> None:
    """Members of members are read as columns are."""
    parts = tmp_path / "parts.jsonl"
    lat = '"lat_deg":51,"lat_min":28.2,"lat_dir":"N"'
    parts.write_text(f'{{"at":{{{lat},"lon_deg":0,"lon_min":27,"lon_dir":"W"}}}}\n')
    result = invoke("distance", parts, "--to", LONDON, "--to-format", "csv", "--precision", "3")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1].endswith(",0.000")
    points = tmp_path / "points.jsonl"
    points.write_text('{"at":{"place":"51.47,-0.45"}}\n')
    own = ("--lat1", "at.place", "--lon1", "at.place", "--order", "lat,lon")
    result = invoke("distance", points, *own, "--to", LONDON, "--to-format", "csv")
    assert result.stdout.splitlines()[1].endswith(",0"), result.output


@pytest.mark.parametrize("written", ["csv", "jsonl", "geojson", "parquet"])
@pytest.mark.parametrize("name", ["comma.csv", "numbers.jsonl", "texts.jsonl"])
def test_parts_with_a_decimal_comma(tmp_path: Path, name: str, written: str) -> None:
    """The decimal mark of texts is not that of numbers, and the output changes neither."""
    path = tmp_path / name
    path.write_text(
        {
            "comma.csv": "d;m;lon\n51;28,2;-0,45\n",
            "numbers.jsonl": '{"d":51,"m":28.2,"lon":-0.45}\n',
            "texts.jsonl": '{"d":"51","m":"28,2","lon":"-0,45"}\n',
        }[name]
    )
    out = tmp_path / f"out.{written}"
    marks = ("--decimal", ",", *(("--delimiter", ";") if name.endswith("csv") else ()))
    result = invoke(
        "distance", path, *marks, "--lat1", "d,m", "--lon1", "lon", "--to", LONDON, "-o", out
    )
    assert result.exit_code == 0, result.output
    if written == "parquet":
        assert pq.read_table(out)["distance"][0].as_py() < 1e-6


@pytest.mark.parametrize("options", [[], ["--lat1", "place"]])
def test_a_column_of_both_is_hinted_at(tmp_path: Path, options: list[str]) -> None:
    path = table(tmp_path, b'id,place\n1,"48.85,2.35"\n')
    result = invoke("distance", path, "--to", "0,0", *options)
    assert result.exit_code == 3
    assert "(a column that holds both serves --lat1 and --lon1)" in result.stderr
    assert "the columns of the point are not recognised" in result.stderr
