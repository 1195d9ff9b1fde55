"""Arrow's files and streams through the table layer of the command line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")

import pyarrow as pa
import pyarrow.parquet as pq
from arrow_tables import copy, tables
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import invoke

import geodist as gd
from geodist.cli.io import ipc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

registry = pytest.importorskip("geoarrow.types.type_pyarrow", reason="geoarrow is not installed")


@pytest.fixture(autouse=True)
def types() -> Iterator[None]:
    """Leave GeoArrow's types unknown to Arrow, as they are in a process of the command line."""
    with registry.unregistered_extension_types():
        yield


def write(path: Path, table: Any, codec: str | None = None, *, stream: bool = False) -> Path:
    options = pa.ipc.IpcWriteOptions(compression=codec)
    make = pa.ipc.new_stream if stream else pa.ipc.new_file
    with pa.OSFile(str(path), "wb") as file, make(file, table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=2)
    return path


def read(path: Path) -> Any:
    data = path.read_bytes()
    return (pa.ipc.open_file if data.startswith(b"ARROW1") else pa.ipc.open_stream)(data).read_all()


CODECS = st.sampled_from([None, "lz4", "zstd"])


@settings(max_examples=100)
@given(table=tables(), codec=CODECS, stream=st.booleans(), to_stream=st.booleans())
def test_every_type_stays(
    table: Any,
    codec: str | None,
    stream: bool,
    to_stream: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("ipc")
    # What the file is tells, not its ending.
    path = write(folder / "in.arrow", table, codec, stream=stream)
    out = folder / ("out.arrows" if to_stream else "out.arrow")
    copy(path, out)
    assert out.read_bytes().startswith(b"ARROW1") != to_stream
    written = read(out)
    assert written.schema.remove(len(table.schema)).equals(table.schema, check_metadata=True)
    assert str(written.drop_columns("new").to_pylist()) == str(table.to_pylist())
    if table.num_rows:
        data = out.read_bytes()
        assert ipc._codec(io.BytesIO(data), 0 if to_stream else 8) == codec


@pytest.mark.parametrize("codec", ["lz4", "zstd"])
def test_codecs_of_arrow_and_parquet_are_their_own(tmp_path: Path, codec: str) -> None:
    path = write(tmp_path / "in.arrow", pa.table({"n": [1, 2]}), codec)
    copy(path, tmp_path / "out.parquet")
    copy(tmp_path / "out.parquet", tmp_path / "back.arrow", name="again")
    assert read(tmp_path / "back.arrow")["n"].to_pylist() == [1, 2]


TABLE = pa.table({"name": ["a", "b"], "lat": [40.0, -33.5], "lon": [-73.0, 151.0]})


@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
def test_a_pipe_of_streams(tmp_path: Path, codec: str | None) -> None:
    path = write(tmp_path / "in.arrows", TABLE, codec, stream=True)
    command = [sys.executable, "-m", "geodist.cli", "distance", "-", "--from-format", "arrows"]
    done = subprocess.run(
        [*command, "--to", "0,0"], input=path.read_bytes(), capture_output=True, check=True
    )
    out = pa.ipc.open_stream(done.stdout).read_all()
    assert out.drop_columns("distance").equals(TABLE)
    assert out["distance"].to_pylist() == list(gd.distance([40, -33.5], [-73, 151], 0, 0))


def test_a_file_in_a_pipe_is_copied(tmp_path: Path) -> None:
    path = write(tmp_path / "in.arrow", TABLE)
    command = [sys.executable, "-m", "geodist.cli", "distance", "-", "--from-format", "feather"]
    done = subprocess.run(
        [*command, "--to", "0,0"], input=path.read_bytes(), capture_output=True, check=True
    )
    assert pa.ipc.open_file(done.stdout).read_all().drop_columns("distance").equals(TABLE)
    assert b"standard input was copied to a temporary file" in done.stderr


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not an Arrow table"),
        (b"FEA1" + b"\0" * 40, "is Feather version 1"),
        (b"ARROW1\0\0" + b"\0" * 40, "is not an Arrow table"),
        (b"lat,lon\n1,2\n", "is not an Arrow table"),
    ],
)
@pytest.mark.parametrize("ending", ["arrow", "arrows"])
def test_what_is_not_arrow(tmp_path: Path, data: bytes, message: str, ending: str) -> None:
    (tmp_path / f"in.{ending}").write_bytes(data)
    result = invoke("distance", tmp_path / f"in.{ending}", "--to", "0,0")
    assert (result.exit_code, message in result.stderr) == (3, True)


def test_a_file_that_is_cut_off(tmp_path: Path) -> None:
    data = write(tmp_path / "in.arrows", TABLE, stream=True).read_bytes()
    (tmp_path / "in.arrows").write_bytes(data[:-100])
    result = invoke("distance", tmp_path / "in.arrows", "--to", "0,0", "-o", tmp_path / "o.csv")
    assert result.exit_code in (3, 5)
    assert "in.arrows" in result.stderr
    assert not (tmp_path / "o.csv").exists()


def test_labels_of_geoarrow(tmp_path: Path) -> None:
    label = {"crs": "EPSG:4267", "crs_type": "authority_code"}
    metadata = {
        "ARROW:extension:name": "geoarrow.point",
        "ARROW:extension:metadata": json.dumps(label),
    }
    points = pa.array([{"x": 10.0, "y": 50.0}, None], pa.struct([("x", "f8"), ("y", "f8")]))
    field = pa.field("place", points.type, metadata=metadata)
    table = pa.table([points], schema=pa.schema([field]))
    path = write(tmp_path / "in.arrow", table)
    options = ["--to", "55,10", "--invalid", "null"]
    result = invoke("distance", path, *options, "-o", tmp_path / "out.arrow")
    assert result.exit_code == 0, result.output
    assert "Clarke 1866" in result.stderr
    out = read(tmp_path / "out.arrow")
    assert out.schema.field("place").equals(field, check_metadata=True)
    clarke = gd.Ellipsoid.named("Clarke 1866")
    expected = [gd.distance(50, 10, 55, 10, ellipsoid=clarke), None]
    assert out["distance"].to_pylist() == expected
    # In Parquet it is GeoParquet.
    invoke("distance", path, *options, "-o", tmp_path / "out.parquet")
    about = json.loads(pq.read_schema(tmp_path / "out.parquet").metadata[b"geo"])
    assert about["columns"]["place"]["crs"]["id"] == {"authority": "EPSG", "code": 4267}
    assert about["columns"]["place"]["geometry_types"] == ["Point"]


@pytest.mark.parametrize("label", ["{", "[]", "5"])
def test_broken_labels_are_an_error_in_words(tmp_path: Path, label: str) -> None:
    metadata = {"ARROW:extension:name": "geoarrow.wkb", "ARROW:extension:metadata": label}
    schema = pa.schema([pa.field("place", pa.binary(), metadata=metadata)])
    path = write(tmp_path / "in.arrow", pa.table([pa.array([b""])], schema=schema))
    result = invoke("distance", path, "--to", "0,0")
    assert result.exit_code == 3
    assert "column 'place': its GeoArrow label is broken" in result.stderr


def test_computed_points_are_labelled(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lat,lon\n40,-73\n", encoding="utf-8")
    options = ["--azi1", "90", "--distance", "1000", "-o", tmp_path / "out.arrow"]
    assert invoke("direct", tmp_path / "in.csv", *options).exit_code == 0
    points = gd.Points.from_arrow(read(tmp_path / "out.arrow"), column="geometry")
    lat, lon, _ = gd.direct(40, -73, 90, 1000)
    assert (points.lat.tolist(), points.lon.tolist()) == ([lat], [lon])


def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "in.arrows"
    table = pa.table({"lat": [1.0], "lon": [2.0], "x\u00e9": [3.0]})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)
    path.write_bytes(path.read_bytes().replace("\u00e9".encode(), b"\xc3x"))
    result = invoke("distance", path, "--to", "0,0")
    assert result.exit_code == 3
    assert "a name or a label of its columns is not UTF-8" in result.stderr
