"""JSON and GeoJSON through the table layer: sources, sinks, and Python's json as the oracle."""

from __future__ import annotations

import io
import itertools
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("click", reason="the extra cli is not installed")

from geodist.cli.errors import RowError, TableError
from geodist.cli.io.cells import Numbers, Whole, text_column
from geodist.cli.io.formats import load, named_format
from geodist.cli.io.json_text import Text
from geodist.cli.io.layer import Added, NewColumn, Piece, Place
from geodist.cli.io.streams import Input
from geodist.cli.roles import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodist.cli.io.layer import Batch, Sink, Source


class Pipe(io.BytesIO):
    """What is read but once."""

    def seekable(self) -> bool:
        return False


class Written(NamedTuple):
    """What came of a table."""

    out: bytes
    rejects: bytes
    source: Source
    read: int


@contextmanager
def block_of(size: int) -> Iterator[None]:
    before, Text.block = Text.block, size
    try:
        yield
    finally:
        Text.block = before


_OPEN: list[Input] = []


@pytest.fixture(autouse=True)
def _close_inputs() -> Iterator[None]:
    yield
    while _OPEN:
        _OPEN.pop().close()


def open_source(data: bytes, kind: str) -> Source:
    while _OPEN:
        _OPEN.pop().close()
    form = named_format(kind)
    stream = Input("in", cast("Any", Pipe(data)), quiet=True)
    _OPEN.append(stream)
    return cast("Source", load(form.handler, "source")(stream, form))


def open_sink(kind: str, *, rejects: bool = False) -> tuple[Sink, io.BytesIO]:
    out = io.BytesIO()
    sink = load(named_format(kind).handler, "sink")(out, named_format(kind))
    sink.rejects = rejects
    return sink, out


def convert(data: bytes, kind: str, to: str, block: int = 1 << 20) -> Written:
    """Write a table anew, with the number of each good row as a new column."""
    with block_of(block):
        source = open_source(data, kind)
        sink, out = open_sink(to)
        bad, rejects = open_sink(source.format.kind, rejects=True)
        sink.begin(source, Added([NewColumn("new", "number")]))
        bad.begin(source, Added([NewColumn("line", "whole"), NewColumn("why", "text")]))
        count = 0
        for batch in source.batches():
            wrong = np.array(sorted(batch.malformed), np.int64)
            good = np.setdiff1d(np.arange(batch.rows), wrong)
            new = count + np.arange(len(good))
            sink.write(Piece(batch, good if len(wrong) else None, [Numbers(new.astype(float))]))
            if len(wrong):
                why = text_column([batch.malformed[row] for row in wrong.tolist()])
                bad.write(Piece(batch, wrong, [Whole(batch.lines(wrong)), why]))
            count += len(good)
        sink.finish()
        bad.finish()
        return Written(out.getvalue(), rejects.getvalue(), source, count)


def rows_in(text: bytes, kind: str) -> list[Any]:
    """Read rows as Python does."""
    if kind == "csv":
        return text.decode().splitlines()
    if kind in ("jsonl", "geojsonl"):
        lines = text.decode().split("\x1e" if text.startswith(b"\x1e") else "\n")
        return [json.loads(line) for line in lines if line.strip()]
    whole = json.loads(text)
    return cast("list[Any]", whole["features"] if kind == "geojson" else whole)


# Random tables

keys = st.sampled_from(["a", "b", "lat", "lon", 'quo"te', "ü", "a b", "properties"])
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=5,
)
objects = st.dictionaries(keys, values, max_size=4)
rows = st.lists(st.one_of(objects, objects, objects, values), max_size=12)
indents = st.sampled_from([None, 1])
blanks = st.sampled_from(["", "\n", "\r\n", " \n\n"])
sizes = st.sampled_from([1, 2, 7, 64, 1 << 20])


def is_object(value: Any) -> bool:
    return isinstance(value, dict)


@given(rows, blanks, blanks, sizes)
def test_lines(table: list[Any], lead: str, between: str, block: int) -> None:
    texts = [json.dumps(row, ensure_ascii=False).replace("\x7f", "") for row in table]
    good = [row for row in map(json.loads, texts) if is_object(row)]
    data = (lead + "".join(text + "\n" + between for text in texts)).encode("utf-8")
    if not texts:
        if lead.strip() == "" and not data:
            with pytest.raises(TableError, match="in is empty"):
                open_source(data, "jsonl")
        return
    if not good:
        return
    try:
        written = convert(data, "jsonl", "jsonl", block)
    except RowError:
        # All rows of the first block are bad: with larger blocks there are others.
        assert block < len(data)
        return
    expected = [row | {"new": i} for i, row in enumerate(good)]
    assert rows_in(written.out, "jsonl") == expected
    rejects = rows_in(written.rejects, "jsonl")
    texts_of_bad = [x for x in texts if not is_object(json.loads(x))]
    assert [reject["reject_text"] for reject in rejects] == texts_of_bad
    lines = data.decode().split("\n")
    assert [lines[reject["line"] - 1].strip() for reject in rejects] == texts_of_bad
    assert written.read + len(rejects) == len(texts)
    assert convert(data, "jsonl", "jsonl").out == written.out


def array_of(table: list[Any], indent: int | None, blank: str) -> bytes:
    texts = [json.dumps(row, ensure_ascii=False, indent=indent) for row in table]
    return (blank + "[" + blank + ("," + blank).join(texts) + blank + "]" + blank).encode()


@given(rows, indents, blanks, sizes)
def test_arrays(table: list[Any], indent: int | None, blank: str, block: int) -> None:
    data = array_of(table, indent, blank)
    good = [row for row in table if is_object(row)]
    if table and not good:
        return
    expected = [row | {"new": i} for i, row in enumerate(good)]
    for to in ("json", "jsonl"):
        try:
            written = convert(data, "json", to, block)
        except RowError:
            assert block < len(data)
            return
        assert rows_in(written.out, to) == expected
        rejects = rows_in(written.rejects, "json")
        assert len(rejects) + written.read == len(table)
        assert [json.loads(x["reject_text"]) for x in rejects] == [
            row for row in table if not is_object(row)
        ]
        assert convert(data, "json", to).out == written.out


positions = st.lists(st.floats(-90, 90), min_size=2, max_size=3)
geometries = st.one_of(
    st.none(),
    st.builds(lambda x: {"type": "Point", "coordinates": x}, positions),
    st.builds(lambda x: {"coordinates": x, "type": "LineString"}, st.lists(positions)),
    st.builds(lambda x: {"type": "Polygon", "coordinates": [x]}, st.lists(positions)),
    st.just({"type": "Point", "coordinates": []}),
)


@st.composite
def features(draw: st.DrawFn) -> dict[str, Any]:
    parts = {
        "type": "Feature",
        "properties": draw(st.one_of(st.none(), objects)),
        "geometry": draw(geometries),
        "id": draw(st.one_of(st.integers(), st.text(max_size=3))),
        "foreign": draw(values),
    }
    members = draw(st.permutations(list(parts)))
    dropped = draw(st.sets(st.sampled_from(["properties", "geometry", "id", "foreign"])))
    return {name: parts[name] for name in members if name not in dropped}


collections = st.lists(st.one_of(features(), features(), features(), values), max_size=8)


def is_feature(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("properties", {}), dict | None)


def with_new(feature: Any, new: float) -> Any:
    return feature | {"properties": (feature.get("properties") or {}) | {"new": new}}


@given(collections, indents, blanks, sizes, objects)
def test_collections(
    table: list[Any], indent: int | None, blank: str, block: int, foreign: dict[str, Any]
) -> None:
    table = [
        row for row in table if not (is_object(row) and "properties" in row) or is_feature(row)
    ]
    array = array_of(table, indent, blank).decode().strip()
    head = json.dumps({"type": "FeatureCollection", "bbox": [1, 2], "x": foreign})[:-1]
    data = f'{head},{blank}"features"{blank}:{array},{blank}"name":"]}}"}}{blank}'.encode()
    good = [row for row in table if is_object(row)]
    if table and not good:
        return
    expected = [with_new(row, i) for i, row in enumerate(good)]
    for to in ("geojson", "geojsonl"):
        try:
            written = convert(data, "geojson", to, block)
        except RowError:
            assert block < len(data)
            return
        assert rows_in(written.out, to) == expected
        if to == "geojson":
            whole = json.loads(written.out)
            assert [whole["bbox"], whole["x"], whole["name"]] == [[1, 2], foreign, "]}"]
        rejects = rows_in(written.rejects, "geojson")
        assert [json.loads(x["properties"]["reject_text"]) for x in rejects] == [
            row for row in table if not is_object(row)
        ]
        assert convert(data, "geojson", to).out == written.out


@given(st.lists(features(), min_size=1, max_size=8), st.booleans(), sizes)
def test_sequences(table: list[Any], separators: bool, block: int) -> None:
    mark = "\x1e" if separators else ""
    indent = 1 if separators else None
    data = "".join(mark + json.dumps(row, indent=indent) + "\n" for row in table).encode()
    expected = [with_new(row, i) for i, row in enumerate(table)]
    written = convert(data, "geojsonl", "geojsonl", block)
    assert written.out.count(b"\x1e") == len(table) * separators
    texts = written.out.decode().split("\x1e" if separators else "\n")
    assert [json.loads(text) for text in texts if text.strip()] == expected
    whole = convert(data, "geojsonl", "geojson", block)
    assert json.loads(whole.out) == {"type": "FeatureCollection", "features": expected}


@given(st.lists(objects, min_size=1, max_size=10), sizes)
def test_other_formats_get_the_members_of_all_rows(table: list[Any], block: int) -> None:
    data = "".join(json.dumps(row) + "\n" for row in table).encode()
    names = list(dict.fromkeys(name for row in table for name in row))
    try:
        written = convert(data, "jsonl", "geojson", block)
    except RowError:
        return
    for i, feature in enumerate(rows_in(written.out, "geojson")):
        assert feature["geometry"] is None
        assert feature["properties"] == {name: table[i].get(name) for name in names} | {"new": i}
    assert convert(data, "jsonl", "geojson").out == written.out


@given(st.lists(objects, min_size=1, max_size=10), st.data())
def test_any_change_of_a_byte_is_read_or_told(table: list[Any], data: st.DataObject) -> None:
    for kind in ("jsonl", "json", "geojson"):
        if kind == "jsonl":
            text = bytearray("".join(json.dumps(row) + "\n" for row in table).encode())
        elif kind == "json":
            text = bytearray(json.dumps(table).encode())
        else:
            text = bytearray(json.dumps({"type": "FeatureCollection", "features": table}).encode())
        for _ in range(data.draw(st.integers(1, 3))):
            text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
        try:
            written = convert(bytes(text), kind, kind)
        except (TableError, RowError):
            continue
        count = len(rows_in(written.out, kind))
        assert count == written.read


# What is kept, and what is told

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
