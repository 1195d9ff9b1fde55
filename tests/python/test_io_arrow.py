"""Columns of Arrow as the command line sees them: numbers, texts and geometries."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import io
import json
import uuid
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")
pytest.importorskip("shapely")

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from arrow_tables import TYPES, copy, tables
from hypothesis import given, settings
from test_cli import invoke

import geodist as gd
from geodist import _geodist_core as core
from geodist._columns.geoarrow_wkb import geoarrow_wkb
from geodist.cli.io.arrow_text import bytes_of, take_rows, texts_of

if TYPE_CHECKING:
    from pathlib import Path


def texts(array: Any) -> list[str | None]:
    cells = texts_of(array)
    data, bounds = cells.data.tobytes(), cells.offsets.tolist()
    missing = [False] * len(array) if cells.missing is None else cells.missing.tolist()
    return [
        None if null else data[a:b].decode()
        for null, a, b in zip(missing, bounds, bounds[1:], strict=False)
    ]


ID = "12345678-1234-5678-1234-567812345678"
BERLIN = pa.timestamp("us", "Europe/Berlin")


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (pa.array([1, None, -3]), ["1", None, "-3"]),
        (pa.array([0.5, np.nan, np.inf, None]), ["0.5", None, "inf", None]),
        (pa.array([decimal.Decimal("1.50"), None]), ["1.50", None]),
        (pa.array([True, None]), ["true", None]),
        (pa.array(["é", None, ""]), ["é", None, ""]),
        (pa.array(["a" * 20, None], pa.string_view()), ["a" * 20, None]),
        (pa.array([b"\xff\x00", b"", None]), ["ff00", "", None]),
        (pa.array([b"\xff" * 13, None], pa.binary_view()), ["ff" * 13, None]),
        (pa.array([b"1234", None], pa.binary(4)), ["31323334", None]),
        (pa.array([uuid.UUID(ID).bytes, None], pa.uuid()), [ID, None]),
        (
            pa.array([dt.datetime(2024, 1, 1, 10, tzinfo=dt.UTC), None], BERLIN),
            ["2024-01-01T11:00:00.000000+01:00", None],
        ),
        (
            pa.array([dt.datetime(2024, 1, 1, 10, tzinfo=dt.UTC)], pa.timestamp("s", "UTC")),
            ["2024-01-01T10:00:00Z"],
        ),
        (pa.array([1], pa.timestamp("ns")), ["1970-01-01T00:00:00.000000001"]),
        (
            pa.array([1, -1], pa.timestamp("s", "-03:30")),
            ["1969-12-31T20:30:01-03:30", "1969-12-31T20:29:59-03:30"],
        ),
        (pa.array([dt.date(2024, 1, 1)], pa.date64()), ["2024-01-01"]),
        (pa.array([dt.time(1, 2, 3)], pa.time32("s")), ["01:02:03"]),
        (
            pa.array([1500, -1500, None, -(2**63)], pa.duration("ms")),
            ["PT1.500S", "-PT1.500S", None, "-PT9223372036854775.808S"],
        ),
        (pa.array([pa.MonthDayNano([1, 2, 3])]), ["P1M2DT0.000000003S"]),
        (pa.array(["x", None, "y"]).dictionary_encode(), ["x", None, "y"]),
        (pa.RunEndEncodedArray.from_arrays([2, 3], ["a", "b"]), ["a", "a", "b"]),
        (pa.array([[1, None], None, []]), ["[1,null]", None, "[]"]),
        (pa.array([[1], None, [2, 3]], pa.list_view(pa.int64())), ["[1]", None, "[2,3]"]),
        (pa.array([[1, 2], [3, 4]], pa.list_(pa.int8(), 2)), ["[1,2]", "[3,4]"]),
        (pa.array([[np.nan, np.inf, 1e17]]), ['[null,"inf",1e+17]']),
        (pa.array([[b"\x01"], [None]]), ['["01"]', "[null]"]),
        (
            pa.array([{"a": 1, "b": 'x"y'}, None, {"a": None, "b": None}]),
            ['{"a":1,"b":"x\\"y"}', None, '{"a":null,"b":null}'],
        ),
        (pa.array([{}, None], pa.struct([])), ["{}", None]),
        (
            pa.array([[("k", 1), ("l", None)], None], pa.map_(pa.string(), pa.int64())),
            ['{"k":1,"l":null}', None],
        ),
        # A name that is there twice would be lost in an object.
        (pa.array([[("k", 1), ("k", 2)]], pa.map_(pa.string(), pa.int64())), ['[["k",1],["k",2]]']),
        (pa.array([[(1, 2.5)]], pa.map_(pa.int64(), pa.float64())), ["[[1,2.5]]"]),
        (pa.nulls(2), [None, None]),
    ],
    ids=lambda x: str(x.type) if isinstance(x, pa.Array) else "",
)
def test_texts(array: Any, expected: list[str | None]) -> None:
    assert texts(array) == expected
    for rows in ([len(array) - 1, 0, 0], [], [0]):
        taken = take_rows(array, np.array(rows, np.int64))
        taken.validate(full=True)
        assert texts(taken) == [expected[row] for row in rows]
    assert texts(array[1:]) == expected[1:]


def test_text_that_is_not_utf_8(tmp_path: Path) -> None:
    cells = pa.array([b"good", b"\xff"])
    text = pa.Array.from_buffers(pa.string(), 2, cells.buffers())
    table = pa.table({"t": text, "lat": [1.0, 2.0], "lon": [3.0, 4.0]})
    pq.write_table(table, tmp_path / "in.parquet")
    result = invoke("distance", tmp_path / "in.parquet", "--to", "0,0", "--to-format", "csv")
    assert result.exit_code == 4
    assert "in.parquet, row 2, column 't': the cell is not UTF-8" in result.stderr


NUMBERS = {
    "int8": (pa.array([1, None, -2], pa.int8()), [1, np.nan, -2]),
    "uint64": (pa.array([1, 2**63], pa.uint64()), [1, 2.0**63]),
    "float16": (pa.array(np.array([0.5, 1], np.float16)), [0.5, 1]),
    "float32": (pa.array([0.1, None], pa.float32()), [float(np.float32(0.1)), np.nan]),
    "decimal": (pa.array([decimal.Decimal("0.1"), None]), [0.1, np.nan]),
    "decimal256": (pa.array([decimal.Decimal(10**30)], pa.decimal256(40, 2)), [1e30]),
    "dictionary": (pa.array([1.5, 2.5, 1.5, None]).dictionary_encode(), [1.5, 2.5, 1.5, np.nan]),
    "text": (pa.array(["1.5", "40d30'N", "x", None, ""]), [1.5, 40.5, np.nan, np.nan, np.nan]),
    "view": (pa.array(["1.5", "x" * 20], pa.string_view()), [1.5, np.nan]),
    "words": (pa.array(["7", "7", None]).dictionary_encode(), [7, 7, np.nan]),
    "bool": (pa.array([True]), [np.nan]),
    "list": (pa.array([[1.0]]), [np.nan]),
    "null": (pa.nulls(1), [np.nan]),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers(name: str, tmp_path: Path) -> None:
    from geodist.cli.io.formats import find_format
    from geodist.cli.io.tables import open_table
    from geodist.cli.roles import Kind

    array, expected = NUMBERS[name]
    path = tmp_path / "in.arrow"
    table = pa.table({"n": array, "s": pa.array([{"m": {"lat": 7.5}}] * len(array))})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    form = find_format(str(path))
    assert form is not None
    with open_table(str(path), form) as source:
        assert source.schema.readable == ("n", "s", "s.m.lat")
        (batch,) = source.batches()
        np.testing.assert_array_equal(batch.numbers(0, Kind.LATITUDE), expected)
        np.testing.assert_array_equal(batch.numbers(2, Kind.LATITUDE), [7.5] * len(array))
        assert batch.cell(0, 2) == 7.5
        if name == "text":
            assert [batch.cell(row, 0) for row in range(5)] == array.to_pylist()


def test_numbers_inside_of_structs(tmp_path: Path) -> None:
    places = [{"lat": 1.0, "lon": 2.0}, None, {"lat": 3.0, "lon": None}]
    pq.write_table(pa.table({"place": places}), tmp_path / "in.parquet")
    options = ["--lat1", "place.lat", "--lon1", "place.lon", "--to", "0,0", "--invalid", "null"]
    result = invoke("distance", tmp_path / "in.parquet", *options, "-o", tmp_path / "out.parquet")
    assert result.exit_code == 0, result.output
    out = pq.read_table(tmp_path / "out.parquet")
    assert out["distance"].to_pylist() == [gd.distance(1, 2, 0, 0), None, None]
    assert out["place"].to_pylist() == places


POINTS = [shapely.Point(1, 2), None, shapely.Point(3, 4)]
SHAPES = {
    "point": POINTS,
    "linestring": [shapely.LineString([(0, 0), (1, 2), (3, 4)]), None, shapely.LineString()],
    "polygon": [
        shapely.Polygon([(0, 0), (9, 0), (9, 9)], [[(1, 1), (2, 1), (2, 2)]]),
        shapely.box(0, 0, 1, 1),
    ],
    "multipoint": [shapely.MultiPoint([(0, 1), (2, 3)]), shapely.MultiPoint()],
    "multilinestring": [shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3), (4, 5)]])],
    "multipolygon": [shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)])] * 2,
}


@pytest.mark.parametrize("interleaved", [False, True])
@pytest.mark.parametrize("heights", [False, True])
@pytest.mark.parametrize("kind", SHAPES)
def test_geoarrow_becomes_well_known_binary(kind: str, heights: bool, interleaved: bool) -> None:
    ga = pytest.importorskip("geoarrow.pyarrow")
    shapes = [s if s is None or not heights else shapely.force_3d(s, 7.0) for s in SHAPES[kind]]
    wkb = ga.array(
        [None if s is None else shapely.to_wkb(s, flavor="iso") for s in shapes], ga.wkb()
    )
    form = ga.CoordType.INTERLEAVED if interleaved else ga.CoordType.SEPARATED
    whole = ga.as_geoarrow(wkb, coord_type=form).storage
    for first in (0, 1):
        array = whole[first:]
        field, (chunk,) = core.read_arrow_array(*array.__arrow_c_array__())
        data, bounds = geoarrow_wkb(field, chunk, kind)
        for i, shape in enumerate(shapes[first:]):
            if shape is not None and not shape.is_empty:
                written = data[bounds[i] : bounds[i + 1]].tobytes()
                assert written == shapely.to_wkb(shape, flavor="iso")
            elif shape is not None:
                assert shapely.from_wkb(data[bounds[i] : bounds[i + 1]].tobytes()).is_empty


def test_layouts_that_are_not_geoarrow() -> None:
    for array, kind in (
        (pa.array([1.0]), "point"),
        (pa.array([{"a": 1.0}]), "point"),
        (pa.array([{"x": 1.0, "y": 2.0}]), "polygon"),
        (pa.array([[[1.0]]]), "linestring"),
    ):
        field, (chunk,) = core.read_arrow_array(*array.__arrow_c_array__())
        with pytest.raises(gd.InvalidGeometryError, match="GeoArrow"):
            geoarrow_wkb(field, chunk, kind)


# Python's reading of a type, for those whose text is not what str() says.
def as_text(value: Any, type_: Any) -> str:
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, bool):
        return str(value).lower()
    if pa.types.is_duration(type_):
        micros = value // dt.timedelta(microseconds=1)
        return f"{'-' * (micros < 0)}PT{abs(micros) // 10**6}.{abs(micros) % 10**6:06}S"
    if isinstance(value, dt.datetime):
        unit = {"us": "microseconds", "ms": "milliseconds"}[type_.unit]
        return value.isoformat(timespec=unit).replace("+00:00", "Z")
    if isinstance(value, dt.time):
        return value.isoformat("microseconds")
    return str(value)


FLAT = [t for t in TYPES if not (pa.types.is_nested(t) or pa.types.is_floating(t))]


@settings(max_examples=60)
@given(table=tables(FLAT))
def test_every_type_in_csv(table: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("csv")
    pq.write_table(table, folder / "in.parquet")
    copy(folder / "in.parquet", folder / "out.csv")
    text = (folder / "out.csv").read_bytes().decode()
    names, *rows = csv.reader(io.StringIO(text, newline=""))
    assert names == [*table.column_names, "new"]
    expected = [
        [*(as_text(row[f.name], f.type) for f in table.schema), str(i + 0.5)]
        for i, row in enumerate(table.to_pylist())
    ]
    assert rows == expected


NESTED = [t for t in TYPES if pa.types.is_nested(t) or pa.types.is_floating(t) or t == pa.string()]


def as_json(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else value if np.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {name: as_json(member) for name, member in value.items()}
    if isinstance(value, list):
        if value and isinstance(value[0], tuple):
            return {name: as_json(member) for name, member in value}
        return [as_json(item) for item in value]
    return value


@settings(max_examples=60)
@given(table=tables(NESTED))
def test_nested_types_in_json(table: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("json")
    pq.write_table(table, folder / "in.parquet")
    copy(folder / "in.parquet", folder / "out.jsonl")
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert len(lines) == table.num_rows
    for line, row in zip(lines, table.to_pylist(maps_as_pydicts="strict"), strict=True):
        read = json.loads(line, parse_constant=pytest.fail)
        for field in table.schema:
            got, value = read[field.name], as_json(row[field.name])
            if pa.types.is_float32(field.type) and isinstance(got, float):
                got = float(np.float32(got))
            assert got == value


def test_offsets_in_a_longer_buffer() -> None:
    """Padding behind the offsets need not be as long as one of them."""
    offsets = pa.py_buffer(np.array([0, 1, 3], np.int32).tobytes() + b"\1")
    array = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"abc")])
    array.validate(full=True)
    for one in (array, array[1:]):
        cells = bytes_of(one)
        found = zip(cells.offsets[:-1].tolist(), cells.offsets[1:].tolist(), strict=True)
        assert [cells.data[a:b].tobytes().decode() for a, b in found] == one.to_pylist()
