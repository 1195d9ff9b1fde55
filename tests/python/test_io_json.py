"""Random tables of JSON and GeoJSON through sources and sinks; Python's json is the oracle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("click", reason="the extra cli is not installed")

from json_tables import close_inputs, convert, open_source, rows_in, with_new

from geodist.cli.errors import RowError, TableError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _close_inputs() -> Iterator[None]:
    yield
    close_inputs()


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
