"""What of JSON and GeoJSON is kept, byte by byte, and what is told."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")

from json_tables import block_of, close_inputs, convert, open_sink, open_source, rows_in, with_new

from geodist.cli.errors import RowError, TableError
from geodist.cli.io.cells import Whole
from geodist.cli.io.layer import Added, NewColumn, Piece, Place
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodist.cli.io.layer import Batch


@pytest.fixture(autouse=True)
def _close_inputs() -> Iterator[None]:
    yield
    close_inputs()


POINT = '"geometry":{"type":"Point","coordinates":[1,2]}'


def collection(*features: str, tail: str = "") -> bytes:
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]{tail}}}'.encode()


def test_rows_keep_their_bytes() -> None:
    lines = [
        '{"a":1.50,"b":"007", "c":123456789012345678901234567890,"d":1E400}',
        '  {"a": "\\ud800" , "a":2}\t',
        "{}",
        "{ }",
        '{"t":[null,1],"u":"\\u0041"}',
        '{"x":' + "[" * 199 + "]" * 199 + "}",
    ]
    written = convert("\r\n\n".join(lines).encode(), "jsonl", "jsonl")
    assert written.out.decode() == (
        '{"a":1.50,"b":"007", "c":123456789012345678901234567890,"d":1E400,"new":0}\r\n\n'
        '  {"a": "\\ud800" , "a":2,"new":1}\t\r\n\n'
        '{"new":2}\r\n\n'
        '{ "new":3}\r\n\n'
        '{"t":[null,1],"u":"\\u0041","new":4}\r\n\n'
        '{"x":' + "[" * 199 + "]" * 199 + ',"new":5}\n'
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("5", "it is another JSON value"),
        ('"x"', "it is another JSON value"),
        ("[]", "it is another JSON value"),
        ("null", "it is another JSON value"),
        ('{"a":', "the text ends too early at character 6"),
        ('{"a":NaN}', "an unexpected character at character 6"),
        ('{"a":01}', "character 7"),
        ('{"a":1} {"a":2}', "text after the end at character 9"),
        ('{"é":"\\x"}', "an unknown escape in a string at character"),
        ('{"a":"\t"}', "a control character in a string at character 7"),
        ('{"x":' + "[" * 200 + "]" * 200 + "}", "more than 200 levels of nesting"),
    ],
)
def test_what_is_not_an_object_is_told(row: str, reason: str) -> None:
    good = '{"a":1}'
    for kind in ("jsonl", "json", "geojson"):
        if kind == "jsonl":
            data = f"{good}\n{row}\n{good}\n".encode()
        elif "{" in row:
            continue
        else:
            whole = f"[{good},{row},{good}]"
            data = whole.encode() if kind == "json" else collection(good, row, good)
        source = open_source(data, kind)
        (batch,) = source.batches()
        assert list(batch.malformed) == [1]
        assert batch.malformed[1].startswith("this is not a JSON object: ")
        assert reason in batch.malformed[1]
        assert batch.place(1) == f"in, {source.row_word} 2"


def test_rows_that_are_not_utf8() -> None:
    source = open_source(b'{"a":1}\n{"a":"\xff"}\n{"\xe9":1}\n', "jsonl")
    (batch,) = source.batches()
    assert list(batch.malformed) == [1, 2]
    assert "not UTF-8" in batch.malformed[1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (collection("{}")[:-1], "in is not JSON after its features: the text ends too early"),
        (collection("{}") + b"x", "in has text after the end of its collection"),
        (collection("{}") + collection("{}"), "in has text after the end of its collection"),
        (collection("{}", tail=',"x":oops'), "in is not JSON after its features"),
        (collection("{}", tail=',"features":[]'), "in has two members named 'features'"),
        (collection("{}", tail="]"), "in is not JSON after its features"),
        (collection("{}")[:-2], "in ends within the feature 2"),
        (collection("{}")[:-3], "in ends within the feature 1"),
        (collection("{}", ""), "in is not JSON at the feature 2"),
        (
            b'{"a":1 "features":[]}',
            "in is not a GeoJSON FeatureCollection: an unexpected character",
        ),
        (b'{"a":1}', "in is not a GeoJSON FeatureCollection: it has no features"),
        (b"[{}]", "in is not a GeoJSON FeatureCollection"),
        (b'{"features":5}', "in is not a GeoJSON FeatureCollection"),
        (b" \n", "in is empty"),
    ],
)
def test_collections_that_are_refused(data: bytes, reason: str) -> None:
    for block in (1, 1 << 20):
        with block_of(block), pytest.raises(TableError) as caught:
            for _ in open_source(data, "geojson").batches():
                pass
        assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'[{"a":1}', "in ends within the item 2"),
        (b'[{"a":1},]', "in is not JSON at the item 2"),
        (b'[{"a":1}]]', "in has text after the end of its array"),
        (b'[{"a":1}][{"a":1}]', "in has text after the end of its array"),
    ],
)
def test_arrays_that_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(TableError, match=reason):
        for _ in open_source(data, "json").batches():
            pass


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'[{"lat":1}]', "json"),
        (b'\n {"lat":1}\n{"lat":2}\n', "jsonl"),
        (b'{"lat":1}', "jsonl"),
        (b'\xef\xbb\xbf{"lat":1}', "jsonl"),
        (b'{"features":5}\n', "jsonl"),
        (b'{"type":"x","features":[]}\n', "jsonl"),
        (collection(), "geojson"),
        (b'{"features":[],"type":"FeatureCollection"}', "geojson"),
        (b'{"type":"Feature"}', "geojson"),
        (b'{"type":"Point","coordinates":[1,2]}\n', "geojson"),
        (b'{"type":"Feature"}\n{"type":"Feature"}\n', "geojsonl"),
        (b'\x1e{"type":"Feature"}\n', "geojsonl"),
    ],
)
def test_the_content_of_json_is_told(data: bytes, kind: str) -> None:
    for block in (1, 1 << 20):
        with block_of(block):
            assert open_source(data, "json").format.kind == kind


@pytest.mark.parametrize("blank", ["", " \n"])
def test_one_feature_or_geometry(blank: str) -> None:
    for text in ('{"type":"Feature","id":7,' + POINT + "}", '{"type":"Point","coordinates":[1,2]}'):
        written = convert((blank + text + blank).encode(), "geojson", "geojson")
        value = json.loads(text)
        if value["type"] != "Feature":
            value = {"type": "Feature", "geometry": value}
        features = [value | {"properties": {"new": 0}}]
        assert json.loads(written.out) == {"type": "FeatureCollection", "features": features}


def test_geometries_are_read_or_told() -> None:
    cells = [
        '{"type":"Point","coordinates":[1,2]}',
        '{"coordinates":[1e1,2.5,30],"type":"Point"}',
        "null",
        '{"type":"Polygon","coordinates":[[[1,2],[3,4]]]}',
        '{"type":"Point","coordinates":[]}',
        '{"type":"Point","coordinates":[null,null]}',
        '{"type":"Point","coordinates":["1","2"]}',
        '{"type":"Point","coordinates":[1]}',
        '{"type":"Point"}',
        '{"type":"GeometryCollection","geometries":[]}',
        "5",
    ]
    rows = [f'{{"properties":{{}},"geometry":{cell}}}' for cell in cells]
    source = open_source(collection(*rows, "{}"), "geojson")
    geometry = source.schema.geometry
    assert geometry is not None
    assert geometry.dimensions == 3
    source.choose([geometry.column, geometry.column])
    assert source.reads_geometry
    (batch,) = source.batches()
    lat = batch.numbers(geometry.column, Kind.LATITUDE)
    assert lat[:2].tolist() == [2, 2.5]
    assert np.isnan(lat[2:]).all()
    assert batch.numbers(geometry.column, Kind.LONGITUDE)[:2].tolist() == [1, 10]
    assert batch.numbers(geometry.column, Kind.LENGTH)[1] == 30
    assert [batch.geometry_problem(row) for row in range(batch.rows)] == [
        None,
        None,
        "the geometry is missing (null)",
        "the geometry is a Polygon, not a Point",
        "the geometry is an empty Point",
        "the geometry is an empty Point",
        "the geometry has coordinates that are not numbers",
        "the geometry has a position of fewer than two numbers",
        "the geometry has no array of coordinates",
        "the geometry is a GeometryCollection, not a Point",
        "the geometry is not a JSON object",
        "the geometry is missing",
    ]
    good = np.array([0, 1, 2, 3, 4, 5, 9])
    wkb = batch.geometries("wkb", good)
    assert wkb.missing is not None
    assert wkb.missing.tolist() == [False, False, True, False, False, False, False]
    with pytest.raises(RowError, match="in, feature 7: the geometry has coordinates that are not"):
        batch.geometries("wkb")


def test_properties_that_are_not_an_object() -> None:
    rows = ["{}", '{"properties":5}', '{"properties":null}', '{"properties":[]}']
    (batch,) = open_source(collection(*rows), "geojson").batches()
    reason = "the properties of the feature are not an object"
    assert dict(batch.malformed) == {1: reason, 3: reason}


def test_computed_points_replace_geometries() -> None:
    rows = [
        '{"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[]},"b":2}',
        '{"geometry":null,"type":"Feature"}',
        '{"type":"Feature","properties":null}',
        "{}",
        '{"properties":{},"geometry":5,"x":6}',
    ]
    for to in ("geojson", "geojsonl"):
        source = open_source(collection(*rows), "geojson")
        sink, out = open_sink(to)
        sink.begin(source, Added([NewColumn("new", "whole")], places=True))
        (batch,) = source.batches()
        order = np.array([4, 0, 1, 1, 2, 3])
        place = Place(np.array([1, 2, np.nan, 4, 5.5, 6]), np.arange(6) * 10.0)
        sink.write(Piece(batch, order, [Whole(np.arange(6))], place))
        sink.finish()
        expected = []
        for i, row in enumerate(order.tolist()):
            feature = with_new(json.loads(rows[row]), i)
            point = {"type": "Point", "coordinates": [10 * i, place.lat[i]]}
            expected.append(feature | {"geometry": None if i == 2 else point})
        assert rows_in(out.getvalue(), to) == expected


def test_new_members_that_rows_have_already() -> None:
    first = '{"a":1}\n' * 40
    for name in ("new", "\\u006eew"):
        data = (first + f'{{"{name}":1}}\n').encode()
        with pytest.raises(TableError, match="in has members named 'new'; use --prefix"):
            convert(data, "jsonl", "jsonl", block=64)
    # As text it is no name.
    assert convert((first + '{"a":"new"}\n').encode(), "jsonl", "jsonl", 64).read == 41


def test_numbers_in_objects_are_offered() -> None:
    data = b'{"id":1,"location":{"lat":1.5,"lon":2}}\n{"id":2,"location":null}\n{"z":1}\n'
    for block in (1 << 20, 50):
        with block_of(block):
            source = open_source(data, "jsonl")
            readable = source.schema.readable
            assert readable[-2:] == ("location.lat", "location.lon")
            at = readable.index("location.lat")
            source.choose([at, at + 1])
            assert list(source.named()) == ["id", "location", "z"]
            assert source.schema.readable[at] == "location.lat"
            lat = np.concatenate([b.numbers(at, Kind.LATITUDE) for b in source.batches()])
            assert np.array_equal(lat, [1.5, np.nan, np.nan], equal_nan=True)


def cells_of(batch: Batch, column: int) -> list[str | None]:
    texts = batch.texts(column)
    missing = np.zeros(batch.rows, bool) if texts.missing is None else texts.missing
    bounds = itertools.pairwise(texts.offsets.tolist())
    pieces = [texts.data[a:b].tobytes().decode() for a, b in bounds]
    return [None if gone else piece for piece, gone in zip(pieces, missing, strict=True)]


def test_cells_as_text() -> None:
    rows = [
        *('{"a":1.50}', '{"a":"007"}', '{"a":null}', "{}", '{"a":[1, 2]}', '{"a":{"b":"c"}}'),
        *('{"a":true}', '{"a":"x\\n\\u00e9"}', '{"a":"\\ud83d\\ude00"}', '{"a":"-\\udc00-"}'),
    ]
    source = open_source("\n".join(rows).encode(), "jsonl")
    source.named()
    (batch,) = source.batches()
    assert cells_of(batch, 0) == [
        *("1.50", "007", None, None, "[1, 2]", '{"b":"c"}'),
        *("true", "x\né", "\N{GRINNING FACE}", "-\\udc00-"),
    ]
    assert [batch.cell(row, 0) for row in range(7)] == [
        *(1.5, "007", None, None, "[1, 2]", '{"b":"c"}', "true")
    ]


def test_many_names_in_few_rows_take_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodist.cli.io.objects._MOST_PLACES", 100)
    data = "".join(f'{{"a{i}":{i}}}\n' for i in range(50)).encode()
    source = open_source(data, "jsonl")
    assert list(source.named()) == [f"a{i}" for i in range(50)]
    batches = list(source.batches())
    assert max(batch.rows for batch in batches) == 2
    assert sum(batch.rows for batch in batches) == 50
    assert convert(data, "jsonl", "jsonl").out == b"".join(
        f'{{"a{i}":{i},"new":{i}}}\n'.encode() for i in range(50)
    )


@pytest.mark.parametrize("kind", ["jsonl", "json", "geojsonl"])
def test_rows_that_are_too_long(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodist.cli.io.json.MAX_ROW", 64)
    monkeypatch.setattr("geodist.cli.io.geojson.MAX_ROW", 64)
    row, long = '{"type":"Feature","a":1}', '{"a":"' + "x" * 300 + '"}'
    if kind == "json":
        with block_of(8), pytest.raises(RowError, match="in, item 2: it is longer than"):
            list(open_source(f"[{row},{long},{row}]".encode(), "json").batches())
        return
    written = convert(f"{row}\n{long}\n{row}\n".encode(), kind, kind, block=8)
    assert written.read == 2
    (reject,) = rows_in(written.rejects, kind)
    reject = reject.get("properties", reject)
    assert reject["line"] == 2
    assert reject["why"].startswith("this is not a JSON object: it is longer than")


def test_bad_rows_cost_as_much_as_good_ones() -> None:
    """Work is counted, not time: what Python does for each row is done once."""
    counts = []
    for size in (500, 1000):
        source = open_source(b"5\n" * size + b'{"a":1}\n', "jsonl")
        seen = 0
        for batch in source.batches():
            own = batch.own()
            assert own is not None
            seen += len(own.data)
        counts.append(seen / size)
    assert counts[1] == pytest.approx(counts[0], rel=0.05)


@pytest.mark.parametrize("to", ["jsonl", "json", "geojson", "geojsonl"])
def test_cells_that_are_not_utf8_are_not_written(to: str) -> None:
    data = "n,m\nü,1\n".encode() + b"gr\xe9,2\n"
    with pytest.raises(RowError, match="in, line 3, column 'n': 'gré' is not UTF-8"):
        convert(data, "csv", to)


def test_a_row_of_json_lines_is_a_line() -> None:
    feature = '{"type":"Feature","properties":{"a":[1,\n2],"b":"x\\ny"},"geometry":{\n"type":5}}'
    written = convert(collection(feature), "geojson", "jsonl")
    expected = {"a": [1, 2], "b": "x\ny", "geometry": {"type": 5}, "new": 0}
    assert rows_in(written.out, "jsonl") == [expected]
