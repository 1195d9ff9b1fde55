"""Every format in and out, compressed or not, by files and by pipes."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")

import pyarrow as pa
import pyarrow.parquet as pq
from click.testing import CliRunner, Result

import geodist
from geodist.cli.app import app

ENDINGS = ["csv", "tsv", "jsonl", "geojson", "parquet"]
NAMES = ["plain", 'quotes " and, comma; tab\t end', "two\nlines", "Zürich 東京 \\ \x01", ""]
ROWS = [
    {"name": name, "n": 10 * i, "lat1": i, "lon1": i / 3, "lat2": -i / 7, "lon2": 180.0 - i}
    for i, name in enumerate(NAMES)
]


def invoke(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin, prog_name="geodist")


def measure(source: Path, target: Path, *options: str, command: str = "distance") -> Result:
    result = invoke(command, source, "-o", target, *options)
    assert result.exit_code == 0, result.output
    return result


def make(path: Path, rows: list[dict[str, Any]] = ROWS) -> Path:
    """Write rows with the standard library and PyArrow alone."""
    ending = path.suffix[1:]
    if ending == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif ending == "jsonl":
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")
    elif ending == "geojson":
        features = [
            {
                "type": "Feature",
                "id": i,
                "properties": {k: v for k, v in row.items() if k not in ("lat1", "lon1")},
                "geometry": {"type": "Point", "coordinates": [row["lon1"], row["lat1"]]},
            }
            for i, row in enumerate(rows)
        ]
        collection = {"type": "FeatureCollection", "name": "x", "features": features}
        path.write_text(json.dumps(collection, indent=1), encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(
                stream, list(rows[0]), delimiter="\t" if ending == "tsv" else ","
            )
            writer.writeheader()
            writer.writerows(rows)
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """Read rows with the standard library and PyArrow alone; numbers of CSV are numbers."""
    ending = path.suffix[1:]
    if ending == "parquet":
        return list(pq.read_table(path).to_pylist())
    text = path.read_text(encoding="utf-8")
    if ending == "jsonl":
        return [json.loads(line) for line in text.splitlines()]
    if ending == "geojson":
        collection = json.loads(text)
        assert collection["type"] == "FeatureCollection"
        rows = []
        for feature in collection["features"]:
            assert feature["type"] == "Feature"
            rows.append(dict(feature["properties"]))
            if feature["geometry"] is not None:
                assert feature["geometry"]["type"] == "Point"
                lon, lat = feature["geometry"]["coordinates"]
                rows[-1] |= {"lat1": lat, "lon1": lon}
        return rows
    rows = list(
        csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if ending == "tsv" else ",")
    )
    return [
        {k: v if k == "name" else float(v) if v else None for k, v in row.items()} for row in rows
    ]


def same(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as every format can hold them."""
    aliases = {"lat": "lat1", "lon": "lon1"}
    return [
        {aliases.get(k, k): v or "" if k == "name" else v for k, v in row.items()} for row in rows
    ]


@pytest.mark.parametrize("target", ENDINGS)
@pytest.mark.parametrize("source", ENDINGS)
def test_every_pair_of_formats(tmp_path: Path, source: str, target: str) -> None:
    given = make(tmp_path / f"in.{source}")
    out = tmp_path / f"out.{target}"
    measure(given, out)
    distances = geodist.distance(
        *([row[k] for row in ROWS] for k in ("lat1", "lon1", "lat2", "lon2"))
    )
    expected = [row | {"distance": d} for row, d in zip(ROWS, distances.tolist(), strict=True)]
    if source == "geojson" and target != "geojson":
        expected = [row | {"id": i} for i, row in enumerate(expected)]
    assert same(read(out)) == expected
    # And back: nothing is lost on the way.
    back = tmp_path / f"back.{source}"
    measure(out, back, "--prefix", "n_")
    assert same(read(back)) == [row | {"n_distance": row["distance"]} for row in expected]


@pytest.mark.parametrize("target", ENDINGS)
@pytest.mark.parametrize("source", ENDINGS)
def test_rows_without_a_result(tmp_path: Path, source: str, target: str) -> None:
    rows = [row | ({"lat2": None} if i in (0, 3) else {}) for i, row in enumerate(ROWS)]
    out = tmp_path / f"out.{target}"
    measure(make(tmp_path / f"in.{source}", rows), out, "--invalid", "null")
    written = same(read(out))
    assert [row["distance"] is None for row in written] == [True, False, False, True, False]
    assert [row["n"] for row in written] == [0, 10, 20, 30, 40]
    measure(make(tmp_path / f"in.{source}", rows), out, "--invalid", "skip")
    assert [row["n"] for row in same(read(out))] == [10, 20, 40]


@pytest.mark.parametrize("ending", ENDINGS)
def test_rejects_keep_the_bad_rows(tmp_path: Path, ending: str) -> None:
    rows = [row | ({"lat2": -95.0} if i in (1, 4) else {}) for i, row in enumerate(ROWS)]
    given = make(tmp_path / f"in.{ending}", rows)
    out, bad = tmp_path / f"out.{ending}", tmp_path / f"bad.{ending}"
    result = measure(given, out, "--invalid", "skip", "--rejects", str(bad))
    assert "2 invalid, left out, kept in" in result.stderr
    text = bad.read_bytes() if ending != "parquet" else b""
    assert text.count(b"not a latitude in [-90, 90]") == (0 if ending == "parquet" else 2)
    if ending in ("csv", "tsv"):
        delimiter = "\t" if ending == "tsv" else ","
        kept = list(csv.DictReader(io.StringIO(text.decode(), newline=""), delimiter=delimiter))
        assert [row["reject_line"] for row in kept] == ["3", "7"]
        assert [row["name"] for row in kept] == [NAMES[1], NAMES[4]]
    else:
        kept = read(bad)
        assert [row["name"] or "" for row in kept] == [NAMES[1], NAMES[4]]
        assert [row["reject_line"] for row in kept] == [2, 5]
        assert all("'lat2': -95.0 is not a latitude" in row["reject_reason"] for row in kept)
    assert [row["n"] for row in read(out)] == [0, 20, 30]


COMPRESSIONS: dict[str, Any] = {
    "gz": gzip.decompress,
    "bz2": bz2.decompress,
    "xz": lzma.decompress,
    "zst": lambda data: pa.CompressedInputStream(pa.BufferReader(data), "zstd").read(),
}


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_compressed(tmp_path: Path, ending: str, compression: str) -> None:
    given = make(tmp_path / f"in.{ending}")
    plain, out = tmp_path / f"plain.{ending}", tmp_path / f"out.{ending}.{compression}"
    measure(given, plain)
    measure(given, out)
    assert COMPRESSIONS[compression](out.read_bytes()) == plain.read_bytes()
    again = tmp_path / f"again.{ending}"
    measure(out, again, "--prefix", "n_")
    assert [row["n_distance"] for row in read(again)] == [row["distance"] for row in read(plain)]


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_damaged_compression(tmp_path: Path, compression: str) -> None:
    out = tmp_path / f"in.csv.{compression}"
    measure(make(tmp_path / "in.csv"), out)
    out.write_bytes(out.read_bytes()[:-9])
    result = invoke("distance", out, "-o", tmp_path / "out.csv", "--prefix", "n_")
    assert result.exit_code == 5
    assert f"cannot read {out}" in result.stderr
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("ending", ENDINGS)
def test_standard_streams(tmp_path: Path, ending: str) -> None:
    data = make(tmp_path / f"in.{ending}").read_bytes()
    result = invoke("distance", "-", "--from-format", ending, "-q", stdin=data)
    assert result.exit_code == 0, result.stderr
    (tmp_path / f"out.{ending}").write_bytes(result.stdout_bytes)
    assert len(read(tmp_path / f"out.{ending}")) == len(ROWS)
    result = invoke("distance", tmp_path / f"in.{ending}", "--to-format", "jsonl", "-q")
    assert len(result.stdout.splitlines()) == len(ROWS)


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "geojson"])
def test_own_bytes_pass_through(tmp_path: Path, ending: str) -> None:
    """What is left when the new cells are taken out is what was there."""
    given = make(tmp_path / f"in.{ending}")
    out = tmp_path / f"out.{ending}"
    measure(given, out, "--precision", "3")
    written = out.read_text(encoding="utf-8")
    for row in read(out):
        cell = f"{row['distance']:.3f}"
        for new in (f',"distance":{cell}', f",{cell}", f"\t{cell}"):
            written = written.replace(new, "", 1) if new in written else written
    written = written.replace(",distance", "").replace("\tdistance", "")
    original = given.read_text(encoding="utf-8")
    if ending == "geojson":
        written, original = "".join(written.split()), "".join(original.split())
    assert written == original


def test_json_lines_of_all_shapes(tmp_path: Path) -> None:
    lines = [
        '{ "lat1": 1, "lon1": 2.50, "lat2": "3N", "lon2": "4d30E" } ',
        "",
        '{"lat1":1,"lon1":2,"lat2":3,"lon2":4,"a":{"b":[1,2]},"t":"2020-01-01T00:00:00"}\r',
        '{"lon2":4,"lat2":3,"lon1":2,"lat1":"1","s":"}\\" {"}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8", newline="")
    out = tmp_path / "out.jsonl"
    measure(tmp_path / "in.jsonl", out, "--precision", "0")
    data = out.read_bytes().decode()
    written = data.split("\n")
    assert written[
        0
    ] == '{ "lat1": 1, "lon1": 2.50, "lat2": "3N", "lon2": "4d30E" ,"distance":313651} '.replace(
        "313651", str(json.loads(written[0])["distance"])
    )
    assert written[1] == ""
    assert written[2].startswith(lines[2][:-2] + ',"distance":')
    assert json.loads(written[3])["s"] == '}" {'
    table = tmp_path / "out.csv"
    measure(tmp_path / "in.jsonl", table)
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert json.loads(rows[1]["a"]) == {"b": [1, 2]}
    assert rows[1]["t"] == "2020-01-01T00:00:00"


def test_output_of_no_known_ending_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("lat1,lon1,lat2,lon2\n1,2,3,4\n", encoding="utf-8")
    for name in ("out.xlsx", "out.json", "out.foo.gz"):
        result = invoke("distance", path, "-o", tmp_path / name)
        assert result.exit_code == 2
        assert "tells no format of tables" in result.stderr
        assert not (tmp_path / name).exists()
    measure(path, tmp_path / "out.foo", "--to-format", "csv")
    measure(path, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == (tmp_path / "out.foo").read_bytes()


def test_rows_without_a_geometry_keep_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("lat1,lon1,lat2,lon2\n1,2,3,4\n95,139.7,3,4\n1,east,3,4\n", encoding="utf-8")
    out = tmp_path / "out.geojson"
    measure(path, out, "--invalid", "null")
    first, second, third = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert first["geometry"]["coordinates"] == [2, 1]
    assert "lat1" not in first["properties"]
    assert second["geometry"] is None
    assert float(second["properties"]["lat1"]) == 95
    assert float(second["properties"]["lon1"]) == 139.7
    assert third["geometry"] is None
    assert third["properties"]["lon1"] == "east"


def test_broken_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    good = '{"lat1":1,"lon1":2,"lat2":3,"lon2":4}\n'
    path.write_text(good + "{broken\n" + good + '{"lat1":null}\n[1]\n', encoding="utf-8")
    result = invoke("distance", path, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 4
    assert "in.jsonl, line 2: this is not a JSON object" in result.stderr
    bad = tmp_path / "bad.jsonl"
    result = measure(path, tmp_path / "out.jsonl", "--invalid", "null", "--rejects", str(bad))
    rows = read(tmp_path / "out.jsonl")
    assert [row["distance"] is None for row in rows] == [False, False, True]
    rejected = read(bad)
    assert [row["reject_line"] for row in rejected] == [2, 4, 5]
    assert [row.get("reject_text") for row in rejected] == ["{broken", None, "[1]"]


def test_geojson_of_all_shapes(tmp_path: Path) -> None:
    features = [
        '{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":null}',
        '{"type":"Feature","geometry":{"type":"Point","coordinates":[3.0,4,50]},"properties":{}}',
        (
            '{"type":"Feature","properties":{"properties":{"a":1},"s":"]}{\\"properties\\": {"},'
            '"geometry":{"coordinates":[5,6.5],"type":"Point"},"id":"x"}'
        ),
    ]
    text = (
        '{"bbox":[0,0,9,9],"features" :\n[ '
        + ",\n".join(features)
        + ' ],"type":"FeatureCollection"}\n'
    )
    (tmp_path / "in.geojson").write_text(text, encoding="utf-8")
    out = tmp_path / "out.geojson"
    measure(tmp_path / "in.geojson", out, "--to", "0,0")
    written = json.loads(out.read_text(encoding="utf-8"))
    given = json.loads(text)
    expected = [geodist.distance(lat, lon, 0, 0) for lon, lat in [(1, 2), (3, 4), (5, 6.5)]]
    for feature, distance in zip(given["features"], expected, strict=True):
        feature["properties"] = (feature["properties"] or {}) | {"distance": distance}
    assert written == given
    measure(tmp_path / "in.geojson", tmp_path / "out.csv", "--to", "0,0")
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["h"] for row in rows] == ["", "50", ""]
    assert [row["lat"] for row in rows] == ["2", "4", "6.5"]


@pytest.mark.parametrize(
    "geometry",
    [
        "null",
        '{"type":"LineString","coordinates":[[1,2],[3,4]]}',
        '{"type":"Point","coordinates":[]}',
    ],
)
def test_geometry_that_is_no_point(tmp_path: Path, geometry: str) -> None:
    point = '{"type":"Point","coordinates":[1,2]}'
    text = ",".join(
        f'{{"type":"Feature","properties":{{"i":{i}}},"geometry":{g}}}'
        for i, g in enumerate([point, geometry, point])
    )
    path = tmp_path / "in.geojson"
    path.write_text(f'{{"type":"FeatureCollection","features":[{text}]}}', encoding="utf-8")
    result = invoke("distance", path, "--to", "0,0", "-o", tmp_path / "out.geojson")
    assert result.exit_code == 4
    assert "in.geojson, feature 2, column 'lat': the geometry is not a Point" in result.stderr
    measure(path, tmp_path / "out.geojson", "--to", "0,0", "--invalid", "skip")
    assert len(json.loads((tmp_path / "out.geojson").read_text())["features"]) == 2


def test_features_that_are_no_objects(tmp_path: Path) -> None:
    point = (
        '{"type":"Feature","properties":{"i":%d},"geometry":{"type":"Point","coordinates":[1,2]}}'
    )
    features = ['"x, ]"', "5", point % 3, "null", "[1]", point % 6, "true"]
    path = tmp_path / "in.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[' + " ,\n".join(features) + "]}", encoding="utf-8"
    )
    result = invoke("distance", path, "--to", "0,0", "-o", tmp_path / "out.geojson")
    assert result.exit_code == 4
    assert "in.geojson, feature 1: this is not a JSON object" in result.stderr
    bad = tmp_path / "bad.geojson"
    options = ["--to", "0,0", "--invalid", "skip", "--rejects", str(bad)]
    for ending in ("geojson", "csv"):
        out = tmp_path / f"out.{ending}"
        result = measure(path, out, *options)
        assert "2 rows written" in result.stderr
        assert "5 invalid" in result.stderr
        rejected = [
            f["properties"] for f in json.loads(bad.read_text(encoding="utf-8"))["features"]
        ]
        assert [row["reject_line"] for row in rejected] == [1, 2, 4, 5, 7]
        assert [row["reject_text"] for row in rejected] == ['"x, ]"', "5", "null", "[1]", "true"]
    features = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["i"] for feature in features] == [3, 6]


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize(
    ("crs", "reason"),
    [
        ("null", None),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", None),
        ("urn:ogc:def:crs:OGC::CRS84h", None),
        ("urn:ogc:def:crs:EPSG::4326", None),
        ("urn:ogc:def:crs:EPSG:8.9:4979", None),
        ("EPSG:4326", None),
        ("urn:ogc:def:crs:EPSG::3857", "'WGS 84 / Pseudo-Mercator' is projected"),
        ("EPSG:25832", "is projected"),
        ('{"type":"link","properties":{"href":"x"}}', "the member crs names no CRS"),
    ],
)
def test_crs_of_geojson(tmp_path: Path, crs: str, reason: str | None, behind: bool) -> None:
    if reason is not None:
        pytest.importorskip("pyproj")
    if not crs.startswith(("{", "null")):
        crs = f'{{"type":"name","properties":{{"name":"{crs}"}}}}'
    points = '"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}}]'
    members = [points, f'"crs":{crs}'] if behind else [f'"crs":{crs}', points]
    path, out = tmp_path / "in.geojson", tmp_path / "out.csv"
    path.write_text(f'{{"type":"FeatureCollection",{",".join(members)}}}', encoding="utf-8")
    result = invoke("distance", path, "--to", "0,0", "-o", out)
    if reason is None:
        assert result.exit_code == 0, result.output
        return
    assert result.exit_code == 3
    assert "in.geojson: " in result.stderr
    assert reason in result.stderr
    assert not out.exists()


def test_features_keep_their_id(tmp_path: Path) -> None:
    point = '"geometry":{"type":"Point","coordinates":[1,2]}'
    features = [
        '{"type":"Feature","id":"a\\"1","properties":{"n":1},' + point + "}",
        '{"type":"Feature","properties":null,' + point + "}",
        '{"type":"Feature","id":"b","properties":{"n":3},' + point + "}",
    ]
    path = tmp_path / "in.geojson"
    path.write_text('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}")
    out = tmp_path / "out.geojson"
    measure(path, out, "--azi1", "0", "--distance", "0", command="direct")
    moved = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert [feature.get("id", "none") for feature in moved] == ['a"1', "none", "b"]
    assert list(moved[0]["properties"])[:1] == ["n"]
    assert "id" not in moved[0]["properties"]
    measure(path, tmp_path / "out.parquet", "--to", "0,0")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names == ["n", "id", "lat", "lon", "distance"]
    assert table["id"].to_pylist() == ['a"1', None, "b"]
    path.write_text(path.read_text().replace('"n"', '"id"'))
    measure(path, tmp_path / "out.parquet", "--to", "0,0")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table["id"].to_pylist() == [1, None, 3]
    assert table["feature_id"].to_pylist() == ['a"1', None, "b"]


@pytest.mark.parametrize(
    ("late", "what"),
    [
        ('"id":7,"geometry":{"type":"Point","coordinates":[1,2]}', "an id"),
        ('"geometry":{"type":"Point","coordinates":[1,2,3]}', "a height"),
        ('"properties":{"new":1},"geometry":{"type":"Point","coordinates":[1,2]}', "a property"),
    ],
)
def test_what_features_have_later_is_told(tmp_path: Path, late: str, what: str) -> None:
    feature = '{"type":"Feature",' + late + "}"
    first = '{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1,2]}}'
    features = ",\n".join([first] * 60_000 + [feature])
    path = tmp_path / "in.geojson"
    path.write_text('{"type":"FeatureCollection","features":[' + features + "]}")
    result = invoke("distance", path, "--to", "0,0", "-o", tmp_path / "out.csv")
    assert result.exit_code == 4
    assert f"there is {what}" in result.stderr
    assert "only GeoJSON can be written" in result.stderr
    measure(path, tmp_path / "out.geojson", "--to", "0,0")
    converted = invoke("convert", path, "-o", tmp_path / "ecef.geojson")
    assert converted.exit_code == (4 if what == "a height" else 0)
    assert ("points have heights" in converted.stderr) == (what == "a height")
    last = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"][-1]
    given = json.loads(feature)
    given["properties"] = given.get("properties", {}) | {"distance": geodist.distance(2, 1, 0, 0)}
    assert last == given


def test_properties_of_mixed_types_are_kept(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": p, "geometry": {"type": "Point", "coordinates": [1, 2]}}
        for p in ({"a": 1, "b": 2}, {"a": "x"}, None)
    ]
    path = tmp_path / "in.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    measure(path, tmp_path / "out.csv", "--to", "0,0")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [
        *(["1", "2", "2", "1"], ["x", "", "2", "1"], ["", "", "2", "1"])
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.geojson", b'{"type":"Feature"}'),
        ("in.geojson", b'{"type":"FeatureCollection","features":[{"type":"Feature"'),
        ("in.geojson", b""),
        ("in.jsonl", b""),
        ("in.parquet", b"PAR1 and nothing else"),
        ("in.parquet", b""),
    ],
)
def test_files_that_are_no_such_table(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    result = invoke("distance", tmp_path / name, "--to", "0,0", "-o", tmp_path / "out.csv")
    assert result.exit_code == 3, result.stderr
    assert result.stderr.startswith("geodist: error: ")
    assert not (tmp_path / "out.csv").exists()


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
    ("first", "late", "reason"),
    [
        (b"1", b"9223372036854775808", "is a whole number of more than 64 bits"),
        (b"1.5", b"9007199254740993", "has more digits than a number of 64 bits holds"),
    ],
)
def test_digits_that_get_too_many_later_are_told(
    tmp_path: Path, first: bytes, late: bytes, reason: str
) -> None:
    rows = (first + b",2,3\n") * 700_000 + late + b",2,3\n"
    (tmp_path / "in.csv").write_bytes(b"n,lat,lon\n" + rows)
    result = invoke("distance", tmp_path / "in.csv", "--to", "0,0", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 4
    assert f"line 700002, column 'n': {late.decode()!r} {reason}; keep" in result.stderr
    result = invoke("distance", tmp_path / "in.csv", "--to", "0,0", "-o", tmp_path / "out.tsv")
    assert result.exit_code == 0, result.output
    last = (tmp_path / "out.tsv").read_bytes().splitlines()[-1]
    assert last.startswith(late + b"\t2\t3\t")


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


def test_a_type_that_changes_later_is_told(tmp_path: Path) -> None:
    rows = b"1,2,3\n" * 1_000_000 + b"x,2,3\n"
    (tmp_path / "in.csv").write_bytes(b"n,lat,lon\n" + rows)
    result = invoke("distance", tmp_path / "in.csv", "--to", "0,0", "-o", tmp_path / "out.parquet")
    assert result.exit_code == 4
    assert "line 1000002, column 'n': 'x' is not a whole number" in result.stderr
    assert "--text 'n'" in result.stderr
    assert not (tmp_path / "out.parquet").exists()


def test_unknown_ending(tmp_path: Path) -> None:
    (tmp_path / "in.xls").write_bytes(b"")
    result = invoke("distance", tmp_path / "in.xls")
    assert result.exit_code == 2
    assert ".parquet" in result.stderr
    assert invoke("distance", "-", "--from-format", "xls").exit_code == 2


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_bytes_in_objects_become_hexadecimal_text(tmp_path: Path, ending: str) -> None:
    rows = [{"b": {"c": b"\xff\x2c", "d": [b"\x01"]}, "lat": 1.5, "lon": 2.5}]
    out = tmp_path / f"out.{ending}"
    measure(make(tmp_path / "in.parquet", rows), out, "--to", "0,0")
    cell = read(out)[0]["b"] if ending == "jsonl" else out.read_text(encoding="utf-8")
    if ending == "jsonl":
        assert cell == {"c": "ff2c", "d": ["01"]}
    else:
        assert '""c"": ""ff2c"", ""d"": [""01""]' in cell


@pytest.mark.parametrize("ending", ["csv", "jsonl", "geojson"])
def test_bytes_become_hexadecimal_text(tmp_path: Path, ending: str) -> None:
    rows = [{"b": b"\xff,\n", "lat": 1.5, "lon": 2.5}, {"b": None, "lat": 3.5, "lon": 4.5}]
    source, out = make(tmp_path / "in.parquet", rows), tmp_path / f"out.{ending}"
    measure(source, out, "--to", "0,0")
    assert "ff2c0a" in out.read_text(encoding="utf-8")
    # Those of the other table of a join too.
    assert invoke("nearest", source, source, "-o", out).exit_code == 0
    assert out.read_text(encoding="utf-8").count("ff2c0a") == 2
