"""Every format in and out, compressed or not, by files and by pipes."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import struct
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
from geodist.cli.io import drafts

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
        rows = pq.read_table(path).to_pylist()
        for row in rows:
            if (point := row.pop("geometry", None)) is not None:
                # Little-endian, a point of two dimensions.
                assert point[:5] == b"\1\1\0\0\0"
                row["lon1"], row["lat1"] = struct.unpack("<2d", point[5:])
        return list(rows)
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


@pytest.mark.parametrize("ending", [*ENDINGS, "csv.gz", "csv.zst", "geojsonl", "arrow", "arrows"])
def test_a_table_that_fails_leaves_standard_output_empty(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "in.csv"
    path.write_text("lat,lon\n1,2\nx,4\n")
    result = invoke("distance", path, "--to", "0,0", "--to-format", ending)
    assert (result.exit_code, result.stdout_bytes) == (4, b"")


@pytest.mark.parametrize("ending", ["parquet", "csv.gz", "csv.bz2", "csv.xz", "csv.zst"])
def test_a_broken_table_on_standard_output_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """What a failed command has already written no reader takes for a whole table."""
    monkeypatch.setattr(drafts, "HELD_BYTES", 0)
    path = tmp_path / "in.csv"
    rows = "".join(f"{i % 90},{i % 7}.{i:06}\n" for i in range(200_000))
    path.write_text("lat,lon\n" + rows + "x,4\n")
    result = invoke("distance", path, "--to", "0,0", "--to-format", ending)
    assert result.exit_code == 4
    out = tmp_path / f"out.{ending}"
    out.write_bytes(result.stdout_bytes)
    again = invoke("distance", out, "--to", "0,0", "--prefix", "b_", "-o", tmp_path / "o.csv")
    assert again.exit_code in (3, 5)


def test_what_is_not_compressed(tmp_path: Path) -> None:
    for compression in ("gz", "bz2", "zst"):
        path = tmp_path / f"in.csv.{compression}"
        path.write_bytes(b"lat,lon\n1,2\n")
        result = invoke("distance", path, "--to", "0,0")
        assert result.exit_code == 5
        assert "it is not compressed in the way its ending says" in result.stderr


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
    for name in ("out.doc", "out.foo.gz"):
        result = invoke("distance", path, "-o", tmp_path / name)
        assert result.exit_code == 2
        assert "does not end with a known format" in result.stderr
        assert not (tmp_path / name).exists()
    measure(path, tmp_path / "out.foo", "--to-format", "csv")
    measure(path, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == (tmp_path / "out.foo").read_bytes()


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


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.geojson", b'{"type":"Topology"}'),
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


def test_unknown_ending(tmp_path: Path) -> None:
    (tmp_path / "in.doc").write_bytes(b"")
    result = invoke("distance", tmp_path / "in.doc")
    assert result.exit_code == 2
    assert ".parquet" in result.stderr
    assert invoke("distance", "-", "--from-format", "xls").exit_code == 2
