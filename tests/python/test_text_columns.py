"""Cells of CSV and JSON as columns, and new columns in rows of text."""

from __future__ import annotations

import csv
import io
import json
import math
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import geodist
from geodist import _geodist_core as core

Syntax = Literal["csv", "json"]


def column(cells: list[str], syntax: Syntax = "csv") -> tuple[bytes, Any]:
    """Write cells one after the other, with something between them."""
    block, spans = b"", []
    for cell in cells:
        start = len(block)
        block += cell.encode("utf-8", "surrogatepass") + b"|"
        spans.append((start, len(block) - 1))
    return block, np.array(spans, np.int32).reshape(-1, 2)


def table_of(text: bytes) -> tuple[bytes, Any]:
    return text, core.split_csv(text, ",", 0, 1, True).rows


def texts(cells: list[str], syntax: Syntax) -> list[tuple[str, str]]:
    offsets, data, status = core.gather_texts(*column(cells), syntax)
    return [
        (data[a:b].tobytes().decode(), core.TEXT_STATUS[code])
        for a, b, code in zip(offsets[:-1], offsets[1:], status, strict=True)
    ]


def test_texts_of_csv() -> None:
    cells = ["", '""', "a b", '"a,b"', '"a""b"""', '""""', 'a"b', "é", " "]
    expected = ["", "", "a b", "a,b", 'a"b"', '"', 'a"b', "é", " "]
    assert texts(cells, "csv") == list(
        zip(expected, ["missing"] + ["text"] * (len(cells) - 1), strict=True)
    )


def test_texts_of_json() -> None:
    values = ["", "null", '""', "1.50", "true", '{"a": 1}', '"null"', r'"\"\\\/\b\f\n\r\t"']
    values += [r'"\u20ac\ud83d\ude00\u0000"', '"😀"']
    expected = ["", "", "", "1.50", "true", '{"a": 1}', "null", '"\\/\b\f\n\r\t', "€😀\0", "😀"]
    status = ["missing"] * 2 + ["text"] * 8
    assert texts(values, "json") == list(zip(expected, status, strict=True))
    lone = [r'"a\ud83db"', r'"\ude00"', r'"\ud83d\ud83d\ude00"', r'"\ud83d\n"']
    assert texts(lone, "json") == [
        (text, "lone_surrogate") for text in ["a\ufffdb", "\ufffd", "\ufffd😀", "\ufffd\n"]
    ]


@given(st.lists(st.text()))
def test_texts_come_back_from_json(strings: list[str]) -> None:
    for ascii_only in [True, False]:
        cells = [json.dumps(text, ensure_ascii=ascii_only) for text in strings]
        assert [text for text, _ in texts(cells, "json")] == strings


def test_numbers_in_cells() -> None:
    cells = ["1.5", '"2,5"', '"40d26\'46""N"', "", '""', "x", " 3 ", "1e2", "40:30", "3 E"]
    latitude = 40 + (26 + 46 / 60) / 60
    expected = [1.5, math.nan, latitude, math.nan, math.nan, math.nan, 3, 100, 40.5, math.nan]
    np.testing.assert_allclose(core.read_numbers(*column(cells), "csv", "lat", "."), expected)
    decimal = core.read_numbers(*column(["1,5", "1.5", '"2,5"', "7"]), "csv", "", ",")
    np.testing.assert_array_equal(decimal, [1.5, math.nan, 2.5, 7])


def test_numbers_in_json() -> None:
    cells = ["1.5", '"2.5"', "null", "", "true", "[1]", '"40:30"', "-0.0", '"4\\u0030"']
    expected = [1.5, 2.5, math.nan, math.nan, math.nan, math.nan, 40.5, 0, 40]
    np.testing.assert_array_equal(core.read_numbers(*column(cells), "json", "lat", "."), expected)


@given(st.lists(st.floats(allow_nan=False) | st.decimals(allow_nan=False, allow_infinity=False)))
@example([Decimal("9007199254740993"), Decimal("0.1e-22"), Decimal("123456789012345678901234")])
def test_numbers_are_the_nearest_doubles(numbers: list[float | Decimal]) -> None:
    cells = [str(number) for number in numbers] + [f"{number:f}" for number in numbers]
    expected = [float(cell) for cell in cells]
    np.testing.assert_array_equal(core.read_numbers(*column(cells), "csv", "", "."), expected)


def test_columns_of_cells_need_not_be_contiguous() -> None:
    found = core.split_csv(b"1,2\n3,4\n5,6\n", ",", 2, 1, True)
    block, cells = b"1,2\n3,4\n5,6\n", found.cells
    for rows in [slice(None), slice(None, None, 2), slice(None, None, -1)]:
        numbers = core.read_numbers(block, cells[rows, 1], "csv", "", ".")
        assert numbers.tolist() == [2, 4, 6][rows]
    twice = np.broadcast_to(cells[0, 1], (2, 2))
    assert core.read_numbers(block, twice, "csv", "", ".").tolist() == [2, 2]


BOOL, INT64, FLOAT64 = 1, 2, 4


@pytest.mark.parametrize(
    ("cells", "types"),
    [
        (["", '""'], BOOL | INT64 | FLOAT64),
        (["true", "false", ""], BOOL),
        (["True"], 0),
        (["0", "-12", ""], INT64 | FLOAT64),
        (["9223372036854775807", "-9223372036854775808"], INT64),
        (["-9223372036854775808"], INT64 | FLOAT64),
        (["9223372036854775808"], 0),
        (["9223372036854775809"], 0),
        (["9007199254740992"], INT64 | FLOAT64),
        (["9007199254740993"], INT64),
        (["-0"], FLOAT64),
        (["1.50", "1.", "1e5", "2E-3", "1e+99"], FLOAT64),
        (["007"], 0),
        (["00.5"], 0),
        (["+5"], 0),
        ([".5"], 0),
        ([" 5"], 0),
        (["nan"], 0),
        (["inf"], 0),
        (["1e999"], 0),
        (["1e-999"], 0),
        (["0.1000000000000000000000000"], FLOAT64),
        (["0.10000000000000001"], FLOAT64),
        (["0.30000000000000003"], 0),
        (["0.1000000000000000055511151231257827"], FLOAT64),
        (["0.12345678901234567890"], 0),
        (["4.9e-324"], FLOAT64),
        (["4.94e-324"], FLOAT64),
        (["4.95e-324"], 0),
        (["1", "x"], 0),
        (["1", "true"], 0),
    ],
)
def test_types_that_fit(cells: list[str], types: int) -> None:
    assert core.fitting_types(*column(cells), "csv", ".") == types
    quoted = [f'"{cell}"' if '"' not in cell else cell for cell in cells]
    assert core.fitting_types(*column(quoted), "csv", ".") == types
    if types & INT64 and not types & BOOL:
        values, is_there = core.read_integers(*column(cells), "csv")
        assert values.tolist() == [int(cell or 0) for cell in cells]
        assert is_there.tolist() == [bool(cell) for cell in cells]


def test_types_that_fit_json() -> None:
    def fit(*cells: str) -> int:
        return core.fitting_types(*column(list(cells)), "json", ".")

    assert fit("1", "null", "") == INT64 | FLOAT64
    assert fit("1", '"2"') == 0
    assert fit('""') == 0
    assert fit("true", "null") == BOOL
    assert fit("{}") == fit("[1]") == 0
    assert core.fitting_types(*column(["1,5"]), "csv", ",") == FLOAT64
    assert core.fitting_types(*column(["1.5"]), "csv", ",") == 0


@given(st.decimals(allow_nan=False, allow_infinity=False, places=None))
def test_decimal_numbers_fit_where_a_double_gives_their_digits_back(number: Decimal) -> None:
    text = str(number).lower()
    value = float(text)
    digits = len(number.normalize().as_tuple().digits)
    is_held = math.isfinite(value) and Decimal(f"{value:.{digits - 1}e}") == number
    # Whole numbers beyond 64 bits are codes.
    is_held &= not (text.lstrip("-").isdigit() and abs(number) >= 2**63 and number != -(2**63))
    assert bool(core.fitting_types(*column([text]), "csv", ".") & FLOAT64) == is_held


# Writing.


def written(values: list[float], decimals: int | None = None) -> list[str]:
    new: list[Any] = [np.array(values, np.float64)]
    data = core.write_cells(b"", None, None, new, ",", False, "\n", [decimals], ".")
    return data.tobytes().decode().split("\n")[:-1]


def shortest(value: float) -> str:
    """The shortest text that reads back, of which Python's repr has the digits."""
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return str(value)
    if value == 0 or 1e-6 <= abs(value) < 1e10:
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    digits, _, exponent = f"{Decimal(repr(value)):e}".partition("e")
    whole, _, decimals = digits.partition(".")
    decimals = decimals.rstrip("0")
    sign = "-" if exponent.startswith("-") else "+"
    return f"{whole}{'.' * bool(decimals)}{decimals}e{sign}{exponent.lstrip('+-')}"


EDGES = [0.0, -0.0, 1e-6, 9.999999999999999e-7, 1e10, 9999999999.999998, 1e-7, 1e100, 5e-324]
EDGES += [math.inf, -math.inf, math.nan, 123456.0, 1e22, 1.7976931348623157e308, -1.5]


@given(st.lists(st.floats()))
@example(EDGES)
def test_numbers_are_written_as_short_as_they_can_be(values: list[float]) -> None:
    assert written(values) == [shortest(value) for value in values]


@given(st.lists(st.floats()))
@example(EDGES)
def test_numbers_are_written_as_by_arrow(values: list[float]) -> None:
    pa = pytest.importorskip("pyarrow")
    expected = pa.array(values, pa.float64()).cast(pa.string()).to_pylist()
    assert written(values) == ["" if text == "nan" else text for text in expected]


@given(st.lists(st.integers(-(10**9), 10**9)), st.integers(3, 9))
def test_decimals_are_fixed(units: list[int], decimals: int) -> None:
    values = [units_ / 1000 for units_ in units]
    expected = [f"{Decimal(u) / 1000:.{decimals}f}" for u in units]
    expected = [text.replace("-", "") if not text.strip("-0.") else text for text in expected]
    assert written(values, decimals) == expected


def test_decimals_of_other_numbers() -> None:
    values = [0.125, 0.375, 1e300, -0.001, math.nan, math.inf, 1e16, 0.05]
    two = ["0.12", "0.38", f"{1e300:.2f}", "0.00", "", "inf", "10000000000000000.00", "0.05"]
    assert written(values, 2) == two
    assert written([1.5, 2.5, -1.5, 0.4], 0) == ["2", "2", "-2", "0"]
    with pytest.raises(geodist.GeodistError, match="decimals must be"):
        written([1.0], 16)


def new_texts(strings: list[str | None], verbatim: bool = False) -> Any:
    encoded = [(text or "").encode() for text in strings]
    offsets = np.cumsum([0, *map(len, encoded)]).astype(np.int32)
    there = np.array([text is not None for text in strings], np.uint8)
    return offsets, b"".join(encoded), there, verbatim


CELLS = st.text(st.sampled_from('a,"\n\r é;'), max_size=5)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1), st.sampled_from(",;\t"))
def test_new_cells_are_quoted_where_they_must_be(rows: list[Any], delimiter: str) -> None:
    columns = [new_texts([row[0] for row in rows]), np.arange(len(rows))]
    columns.append(new_texts([row[1] for row in rows]))
    data = core.write_cells(b"", None, None, columns, delimiter, False, "\n", [], ".")
    text = data.tobytes().decode()
    expected = [[a, str(i), b] for i, (a, b) in enumerate(rows)]
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == expected
    for a, _, b in expected:
        for cell in (a, b):
            assert (f'"{cell}"' in text) or '"' in cell or not {delimiter, "\n", "\r"} & {*cell}


def test_rows_keep_their_bytes() -> None:
    block, rows = table_of(b'a, "b"\r\n"c\nd",1.50\n\n\xff,"e"')
    ends = np.append(rows[1:, 0], np.int32(len(block)))
    tails = np.column_stack([rows[:, 1], ends]).astype(np.int32)
    new: list[Any] = [np.array([1.5, math.nan, 2]), new_texts(['x"', None, "y"])]

    def write(in_front: bool, tails: Any, decimal: str = ".") -> bytes:
        data = core.write_cells(block, rows, tails, new, ",", in_front, "\n", [], decimal)
        return data.tobytes()

    behind = b'a, "b",1.5,"x"""\r\n"c\nd",1.50,,\n\n\xff,"e",2,y\n'
    assert write(False, tails) == behind
    assert write(True, tails).startswith(b'1.5,"x""",a, "b"\r\n,,"c\nd",1.50\n\n')
    assert write(False, None) == behind.replace(b"\r\n", b"\n").replace(b"\n\n", b"\n")
    assert write(False, None, ",").startswith(b'a, "b","1,5","x"""\n')
    some = core.write_cells(
        block, rows[[2, 0]], None, [np.array([1, 2])], ";", False, "\n", [3], ","
    )
    assert some.tobytes() == b'\xff,"e";1\na, "b";2\n'


def lines_of(text: bytes) -> tuple[Any, Any]:
    rows = core.split_lines(text, 1, True).rows
    found = core.scan_objects(text, rows, [("properties", None)])
    assert not found.faults.any()
    return rows, found


STRINGS = st.text(st.characters(codec="utf-8"), max_size=5)


@given(st.lists(st.tuples(st.dictionaries(STRINGS, st.integers()), STRINGS), min_size=1), STRINGS)
def test_members_are_written_into_objects(rows: list[Any], name: str) -> None:
    block = "\n".join(json.dumps(row[0], ensure_ascii=False) for row in rows).encode()
    spans, found = lines_of(block)
    columns = [np.arange(len(rows)) + 0.5, new_texts([row[1] for row in rows])]
    data = core.write_members(
        block, spans, found.objects, None, [name, "t\n"], columns, "", "\n", []
    )
    lines = data.tobytes().decode().split("\n")[:-1]
    for i, (line, (old, text)) in enumerate(zip(lines, rows, strict=True)):
        pairs = json.loads(line, object_pairs_hook=list)
        assert pairs == [*old.items(), (name, i + 0.5), ("t\n", text)]


def test_members_are_written_into_properties() -> None:
    block = (
        b'{"properties": {"a":1 } , "id":1}\n{"properties":{ }}\n'
        b'{"properties":null,"b":2}\n{"b":2}\n{ }'
    )
    rows, found = lines_of(block)
    values = [np.array([1, math.nan, math.inf, -math.inf, 2.25])]

    def write(rows: Any, properties: Any, inside: str) -> bytes:
        data = core.write_members(block, rows, properties, None, ["d"], values, inside, ",\n", [1])
        return data.tobytes()

    assert write(rows, found.members[:, 0], "properties").split(b",\n") == [
        b'{"properties": {"a":1 ,"d":1.0} , "id":1}',
        b'{"properties":{ "d":null}}',
        b'{"properties":{"d":"inf"},"b":2}',
        b'{"b":2,"properties":{"d":"-inf"}}',
        b'{ "properties":{"d":2.2}}',
        b"",
    ]
    with pytest.raises(geodist.GeodistError, match="no object to write members into"):
        write(rows, found.members[:, 0], "")
    with pytest.raises(geodist.GeodistError, match="objects must be within their rows"):
        write(rows[::-1], found.objects, "properties")
    values[0] = np.arange(2)
    with pytest.raises(geodist.GeodistError, match="a value for each row"):
        write(rows, found.objects, "properties")


def test_objects_can_be_all_new() -> None:
    columns = [new_texts(["[1]", None], verbatim=True), np.array([1, 2])]
    data = core.write_members(b"", None, None, None, ["a", "b"], columns, "", "\n", [])
    assert data.tobytes() == b'{"a":[1],"b":1}\n{"a":null,"b":2}\n'
