"""Rows and cells of CSV, objects of JSON: what the core finds, beside the modules csv and json."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import geodist
from geodist import _geodist_core as core

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = [1, 2, 7, 64, 1 << 20]


def texts_of(block: bytes, spans: Any, syntax: Any) -> list[str | None]:
    offsets, data, status = core.gather_texts(block, spans, syntax)
    words = [core.TEXT_STATUS[code] for code in status]
    assert "lone_surrogate" not in words
    text = data.tobytes()
    return [
        None if word == "missing" else text[a:b].decode("latin-1" if syntax == "csv" else "utf-8")
        for word, a, b in zip(words, offsets[:-1], offsets[1:], strict=True)
    ]


def pieces(data: bytes, part: int) -> Iterator[tuple[bytes, bool]]:
    for at in range(0, len(data), part):
        yield data[at : at + part], at + part >= len(data)
    if not data:
        yield b"", True


def read_csv(data: bytes, columns: int, part: int) -> tuple[list[Any], int | None]:
    """Read a table in pieces: line, fields, fault, own text and cells of each row."""
    rows: list[Any] = []
    rest, line, quote = b"", 1, None
    for more, is_last in pieces(data, part):
        rest += more
        while True:
            found = core.split_csv(rest, ",", columns, line, is_last)
            texts = [texts_of(rest, found.column(i), "csv") for i in range(columns)]
            for i, (a, b) in enumerate(found.rows.tolist()):
                fault = core.ROW_FAULTS[found.faults[i]]
                cells = [column[i] or "" for column in texts]
                rows.append((int(found.lines[i]), int(found.fields[i]), fault, rest[a:b], cells))
            rest, line = rest[found.consumed :], found.next_line
            quote = found.open_quote if found.open_quote is not None else quote
            if not len(found.rows):
                break
    assert not rest
    return rows, quote


def expected_csv(data: bytes, columns: int) -> list[Any]:
    """The same without faults, and cells where there are as many as columns."""
    reader = csv.reader(io.StringIO(data.decode("latin-1"), newline=""))
    rows, line = [], 1
    for row in reader:
        if row:
            rows.append((line, len(row), row if len(row) == columns else None))
        line = reader.line_num + 1
    return rows


def compare_csv(data: bytes, columns: int, part: int) -> int:
    rows, _ = read_csv(data, columns, part)
    expected = expected_csv(data, columns)
    assert [row[:2] for row in rows] == [row[:2] for row in expected]
    for (_, fields, fault, own, cells), (_, _, row) in zip(rows, expected, strict=True):
        if fault == "none":
            assert cells == row
        elif fault in {"few_fields", "many_fields"}:
            assert (fields < columns) == (fault == "few_fields")
            assert row is None
        else:
            with pytest.raises(csv.Error):
                list(csv.reader(io.StringIO(own.decode("latin-1"), newline=""), strict=True))
        if fault != "none":
            assert cells == [""] * columns
    return len(rows)


@given(
    st.lists(
        st.sampled_from(["a", "é", "12", " ", ",", '"', '""', "\n", "\r\n", "\r"]), max_size=60
    ),
    st.integers(1, 3),
    st.sampled_from(PARTS),
)
@example(['"', "a", "\r"], 1, 1)
@example(['"', "a", '"', '"', "\n", '"', "\r", "\n"], 1, 1)
def test_csv_is_read_as_by_the_module_csv(tokens: list[str], columns: int, part: int) -> None:
    compare_csv("".join(tokens).encode("latin-1"), columns, part)


def test_an_open_quote_is_told_with_its_line() -> None:
    data = b'a,b\n1,"x\n2,"y"\n3,"z\n\n'
    rows, quote = read_csv(data, 2, 1 << 20)
    assert [row[:3] for row in rows] == [
        (1, 2, "none"),
        (2, 2, "text_after_quote"),
        (4, 2, "open_quote"),
    ]
    assert quote == 4
    found = core.split_csv(b'1,2\n3,4\n5,\n"\n"', ",", 2, 10, False)
    assert found.open_quote is None  # it may be half of a doubled one
    found = core.split_csv(b'1,2\n3,4\n5,\n"\n', ",", 2, 10, False)
    assert (found.consumed, found.next_line, found.open_quote) == (11, 13, 13)


def test_rows_can_be_counted_before_their_width_is_known() -> None:
    data = b'\n"a\nb",c,d\n1,2,3\n'
    header = core.split_csv(data, ",", 0, 1, True, 1)
    assert header.fields.tolist() == [3]
    assert header.lines.tolist() == [2]
    assert header.cells.shape == (1, 0, 2)
    assert (header.consumed, header.next_line) == (11, 4)


def test_short_rows_of_a_wide_table_do_not_fill_the_memory() -> None:
    found = core.split_csv(b"x\n" * 100_000, ",", 1_000_000, 1, True)
    assert len(found.rows) == 100_000
    assert found.cells.shape == (0, 1_000_000, 2)
    with pytest.raises(IndexError):
        found.column(1_000_000)


@pytest.mark.parametrize("delimiter", ['"', "\n", "\r"])
def test_delimiters_that_are_none(delimiter: str) -> None:
    with pytest.raises(geodist.GeodistError, match="delimiter must be"):
        core.split_csv(b"", delimiter, 1, 1, True)


# JSON.


def refuse(name: str) -> NoReturn:
    raise ValueError(name)


def loaded(text: bytes) -> Any:
    """The value of JSON text; None, as for null, where it is none."""
    try:
        return json.loads(text.decode("utf-8"), parse_constant=refuse)
    except ValueError:
        return None


def whole(value: Any) -> Any:
    """The value with U+FFFD for halves of surrogate pairs."""
    if isinstance(value, str):
        pairs = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in pairs)
    if isinstance(value, dict):
        return {whole(name): whole(member) for name, member in value.items()}
    return [whole(item) for item in value] if isinstance(value, list) else value


NAMES = ["lat", "lon", "properties", "", 'a"b', "é", "\u20ac", "\U0001f600"]
SCALARS = [1, -0.5, 1e300, 10**30, "x", '}"]{,', "\ud83d", "\0\n\t", "\x7f€\U0001f600", True, None]
VALUES = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=12,
)
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 1 << 16),
        st.sampled_from("ird"),
        st.sampled_from(b'{}[],:"\\01.eE+-tu \n\x1f\xc3'),
    ),
    max_size=2,
)


def changed(text: bytes, changes: list[tuple[int, str, int]]) -> bytes:
    """The text with bytes inserted, replaced or deleted."""
    for place, how, byte in changes:
        at = place % (len(text) + 1)
        text = text[:at] + (b"" if how == "d" else bytes([byte])) + text[at + (how != "i") :]
    return text


PATHS = [
    ("lat", None),
    ("properties", None),
    ("properties", "lat"),
    ("€", None),
    ("properties", ""),
]


def compare_json(text: bytes) -> bool:
    """Compare what is found in text that may be an object; tell whether it is one."""
    block = b"  " + text
    found = core.scan_objects(block, np.array([[2, len(block)]], np.int32), PATHS)
    fault = core.JSON_FAULTS[found.faults[0]]
    value = loaded(text)
    assert (fault == "none") == isinstance(value, dict), fault
    if fault != "none":
        assert not found.members.any()
        assert not found.objects.any()
        assert 2 <= found.where[0] <= len(block)
        return False
    a, b = found.objects[0]
    assert block[a:b] == text.strip(b" \t\r\n")
    assert core.member_names(block, found.objects) == list(whole(dict.fromkeys(value)))
    outer = whole(value)
    for (name, inner), (a, b) in zip(PATHS, found.members[0].tolist(), strict=True):
        holder = outer if inner is None else outer.get(name)
        key = name if inner is None else inner
        if isinstance(holder, dict) and key in holder:
            assert whole(json.loads(block[a:b])) == holder[key]
        else:
            assert (a, b) == (0, 0)
    return True


@given(VALUES, st.booleans(), st.sampled_from([None, 1]), CHANGES)
def test_json_is_read_as_by_the_module_json(
    value: Any, ascii_only: bool, indent: int | None, changes: list[tuple[int, str, int]]
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    compare_json(changed(text.encode("utf-8", "surrogatepass"), changes))


@pytest.mark.parametrize(
    ("text", "fault", "where"),
    [
        (b"", "not_an_object", 0),
        (b" 5", "not_an_object", 1),
        (b"[]", "not_an_object", 0),
        (b"null", "not_an_object", 0),
        (b"{", "unfinished", 1),
        (b'{"a', "unfinished", 3),
        (b'{"a":1', "unfinished", 6),
        (b'{"a":tr', "unfinished", 7),
        (b'{"a":"\xe2\x82', "unfinished", 6),
        (b'{"a":1,}', "unexpected", 7),
        (b'{"a" 1}', "unexpected", 5),
        (b'{"a":[1 2]}', "unexpected", 8),
        (b'{"a":NaN}', "unexpected", 5),
        (b'{"a":trie}', "unexpected", 7),
        (b'{"a":1}{}', "trailing", 7),
        (b'{"a":"\n"}', "control_character", 6),
        (b'{"a":"\\x"}', "wrong_escape", 7),
        (b'{"a":"\\u12g4"}', "wrong_escape", 10),
        (b'{"a":01}', "unexpected", 6),
        (b'{"a":-}', "wrong_number", 6),
        (b'{"a":1.}', "wrong_number", 7),
        (b'{"a":1e+}', "wrong_number", 8),
        (b'{"a":' + b"[" * 199 + b"]" * 199 + b"}", "none", 404),
        (b'{"a":' + b"[" * 200 + b"]" * 200 + b"}", "too_deep", 204),
        (b'{"a":"\xff"}', "not_utf8", 6),
        (b'{"a":"\xc0\xaf"}', "not_utf8", 6),
        (b'{"a":"\xed\xa0\x80"}', "not_utf8", 6),
        (b'{"a":"\xf4\x90\x80\x80"}', "not_utf8", 6),
    ],
)
def test_faults_of_json_have_their_place(text: bytes, fault: str, where: int) -> None:
    found = core.scan_objects(text, np.array([[0, len(text)]], np.int32), [])
    assert core.JSON_FAULTS[found.faults[0]] == fault
    assert found.where.tolist() == [where]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        (b'{"p":{"x":1,"y":2},"p":{"x":3}}', [b"3", b""]),
        (b'{"p":{"x":1},"p":null}', [b"", b""]),
        (b'{"p":{"x":1,"x":2},"p":{"y":{"x":5}}}', [b"", b'{"x":5}']),
    ],
)
def test_of_members_with_one_name_the_last_counts(text: bytes, inner: list[bytes]) -> None:
    paths = [("p", "x"), ("p", "y")]
    found = core.scan_objects(text, np.array([[0, len(text)]], np.int32), paths)
    assert [text[a:b] for a, b in found.members[0]] == inner


def read_items(text: bytes, part: int) -> tuple[list[bytes], str, bytes]:
    """Read the items of an array whose bracket is open, in pieces."""
    items: list[bytes] = []
    rest, state, fault = b"", "first", "none"
    for more, is_last in pieces(text, part):
        rest += more
        if state == "ended" or fault != "none":
            continue
        found = core.split_items(rest, state, is_last)  # type: ignore[arg-type]
        items += [rest[a:b] for a, b in found.items]
        state, fault, rest = found.state, found.fault, rest[found.consumed :]
    return items, fault, rest


def compare_items(text: bytes, part: int) -> None:
    items, fault, tail = read_items(text, part)
    values = [loaded(b"[" + item + b"]") for item in items]
    is_right = fault == "none" and not tail.strip(b" \t\r\n") and None not in values
    expected = loaded(b"[" + text)
    assert is_right == isinstance(expected, list)
    if is_right:
        assert [value[0] for value in values] == expected


@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 1]), CHANGES, st.sampled_from(PARTS))
def test_items_of_an_array_are_those_of_the_module_json(
    values: list[Any], indent: int | None, changes: list[tuple[int, str, int]], part: int
) -> None:
    text = json.dumps(values, indent=indent).encode()
    compare_items(changed(text[1:], changes), part)


def test_the_array_of_features_is_found_in_pieces() -> None:
    text = '{"a":{"features":[1]},"é":"[","fe\\u0061tures" : [{}]}'.encode()
    begin = text.index(b"[{}]") + 1
    for end in range(len(text) + 1):
        found = core.find_array(text[:end], "features")
        if end >= begin:
            assert found == (begin, "none", begin)
        else:
            assert found[:2] == (None, "unfinished")
    assert core.find_array(b'{"a":1} ', "features") == (None, "none", 7)
    assert core.find_array(b'{"features":{}}', "features") == (None, "unexpected", 12)
    assert core.find_array(b"[1]", "features") == (None, "not_an_object", 0)
    assert core.find_array(b'{"a":1,,', "features") == (None, "unexpected", 7)


def test_lines_of_json_are_not_blank_and_have_their_numbers() -> None:
    data = b'\n {"a":1}\t\r\n\r\n{"b":2}\n{"c"'
    found = core.split_lines(data, 5, False)
    assert [data[a:b] for a, b in found.rows] == [b'{"a":1}', b'{"b":2}']
    assert found.lines.tolist() == [6, 8]
    assert (data[found.consumed :], found.next_line) == (b'{"c"', 9)
    last = core.split_lines(b'{"c"}', 9, True)
    assert (last.rows.tolist(), last.consumed) == ([[0, 5]], 5)


def test_points_of_geojson() -> None:
    geometries = [
        '{"type":"Point","coordinates":[1,-2.5e1]}',
        '{"coordinates":[ 1.5 , 2 , 3 , 4 ],"type":"Po\\u0069nt"}',
        "null",
        '{"type":"Point"}',
        '{"type":"Point","coordinates":[]}',
        '{"type":"Point","coordinates":[1]}',
        '{"type":"Point","coordinates":["1",2]}',
        '{"type":"Point","coordinates":[[1,2],3]}',
        '{"type":"LineString","coordinates":[[1,2],[3,4]]}',
    ]
    block = "\n".join(f'{{"geometry":{text}}}' for text in geometries).encode()
    rows = core.split_lines(block, 1, True).rows
    paths = [("geometry", "type"), ("geometry", "coordinates")]
    found = core.scan_objects(block, rows, paths).members
    lon, lat, height, status = core.read_points(block, found[:, 0], found[:, 1])
    words = ["point"] * 2 + ["missing"] * 3 + ["not_numbers"] * 3 + ["other_type"]
    assert [core.POINT_STATUS[code] for code in status] == words
    nothing = [np.nan] * 7
    np.testing.assert_array_equal(lon, [1, 1.5, *nothing])
    np.testing.assert_array_equal(lat, [-25, 2, *nothing])
    np.testing.assert_array_equal(height, [np.nan, 3, *nothing])


@pytest.mark.parametrize("spans", [[[0, 5]], [[-1, 1]], [[3, 2]]])
def test_spans_must_be_within_the_text(spans: list[list[int]]) -> None:
    array = np.array(spans, np.int32)
    with pytest.raises(geodist.GeodistError, match="spans must ascend within the text"):
        core.scan_objects(b"1234", array, [])
    with pytest.raises(geodist.GeodistError, match="spans must ascend within the text"):
        core.gather_texts(b"1234", array, "csv")
