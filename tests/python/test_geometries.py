"""Geometries of GeoJSON and well-known binary in the core, against shapely (GEOS)."""

from __future__ import annotations

import itertools
import json
import math
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodist import GeodistError
from geodist._geodist_core import (
    geojson_from_points,
    geojson_from_wkb,
    geometry_fault,
    geometry_kind,
    points_from_wkb,
    wkb_from_geojson,
    wkb_from_points,
    wkb_from_wkb,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

shapely = pytest.importorskip("shapely")


from shapely.geometry import shape  # noqa: E402

# Each with the depth of lists around its positions.
KINDS = {
    "Point": 0,
    "LineString": 1,
    "Polygon": 2,
    "MultiPoint": 1,
    "MultiLineString": 2,
    "MultiPolygon": 3,
}


def call(function: Callable[..., Any], cells: Sequence[bytes]) -> Any:
    """Call a function of the core with cells that have something between them."""
    data = b"".join(b"?" + cell for cell in cells)
    sizes = np.array([len(cell) for cell in cells], np.int64)
    ends = np.cumsum(sizes + 1)
    return function(np.frombuffer(data, np.uint8), ends - sizes, ends)


def convert(function: Callable[..., Any], *cells: bytes) -> tuple[list[bytes], Any]:
    data, offsets, states = call(function, cells)
    bounds = offsets.tolist()
    pieces = [data[a:b].tobytes() for a, b in itertools.pairwise(bounds)]
    return pieces, states


def fault_of(function: Callable[..., Any], cell: bytes) -> str:
    (piece,), (state,) = convert(function, cell)
    assert piece == b""
    return geometry_fault(int(state["fault"]))


numbers = st.floats(allow_nan=False, allow_infinity=False)


def nested(positions: st.SearchStrategy[Any], depth: int) -> st.SearchStrategy[Any]:
    for _ in range(depth):
        positions = st.lists(positions, max_size=4)
    return positions


@st.composite
def simple(draw: st.DrawFn, dimensions: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(list(KINDS)))
    position = st.lists(numbers, min_size=dimensions, max_size=dimensions)
    return {"type": kind, "coordinates": draw(nested(position, KINDS[kind]))}


@st.composite
def geometries(draw: st.DrawFn) -> dict[str, Any]:
    dimensions = draw(st.sampled_from([2, 3]))
    leaves: st.SearchStrategy[dict[str, Any]] = simple(dimensions)
    collections = st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3).map(
            lambda items: {"type": "GeometryCollection", "geometries": items}
        ),
        max_leaves=6,
    )
    return draw(collections)


def same_numbers(value: Any) -> Any:
    """Make whole numbers floats, so that 1 and 1.0 are the same."""
    if isinstance(value, list):
        return [same_numbers(item) for item in value]
    if isinstance(value, dict):
        return {key: same_numbers(item) for key, item in value.items()}
    return float(value) if isinstance(value, int) else value


@given(st.lists(geometries(), max_size=5), st.booleans())
def test_geojson_becomes_wkb_and_is_the_same_again(
    values: list[dict[str, Any]], swapped: bool
) -> None:
    if swapped:
        values = [dict(reversed(value.items())) for value in values]
    texts = [json.dumps(value, indent=1 if swapped else None).encode() for value in values]
    binary, states = convert(wkb_from_geojson, *texts)
    assert not states["fault"].any()
    kinds = [geometry_kind(int(kind)) for kind in states["kind"]]
    assert kinds == [value["type"] for value in values]
    back, states = convert(geojson_from_wkb, *binary)
    assert not states["fault"].any()
    assert [same_numbers(json.loads(text)) for text in back] == same_numbers(values)
    assert convert(wkb_from_wkb, *binary)[0] == binary


LINE = [[1.5, 2], [3, 4.25], [-5, 6]]
RING = [[0, 0], [1, 0], [1, 1], [0, 0]]


def with_heights(coordinates: Any) -> Any:
    if isinstance(coordinates[0], list):
        return [with_heights(item) for item in coordinates]
    return [*coordinates, 7.5]


SHAPES: list[dict[str, Any]] = [
    {"type": "Point", "coordinates": [1.5, -2.25]},
    {"type": "LineString", "coordinates": LINE},
    {"type": "Polygon", "coordinates": [RING, RING]},
    {"type": "MultiPoint", "coordinates": LINE},
    {"type": "MultiLineString", "coordinates": [LINE, LINE[:2]]},
    {"type": "MultiPolygon", "coordinates": [[RING], [RING, RING]]},
]
SHAPES += [value | {"coordinates": with_heights(value["coordinates"])} for value in SHAPES]
SHAPES += [
    {"type": "GeometryCollection", "geometries": SHAPES[:6]},
    {
        "type": "GeometryCollection",
        "geometries": [{"type": "GeometryCollection", "geometries": []}],
    },
    {"type": "GeometryCollection", "geometries": SHAPES[6:]},
]


@pytest.mark.parametrize("value", SHAPES, ids=lambda value: json.dumps(value)[9:24])
def test_wkb_is_that_of_shapely(value: dict[str, Any]) -> None:
    expected = shape(value)
    (binary,), states = convert(wkb_from_geojson, json.dumps(value).encode())
    assert binary == shapely.to_wkb(expected, byte_order=1, flavor="iso")
    assert states["has_z"][0] == expected.has_z
    for order in (0, 1):
        for flavor in ("iso", "extended"):
            other = shapely.to_wkb(expected, byte_order=order, flavor=flavor)
            (text,), _ = convert(geojson_from_wkb, other)
            assert same_numbers(json.loads(text)) == same_numbers(value)
            assert convert(wkb_from_wkb, other)[0] == [binary]


def test_srids_are_told_and_left_out() -> None:
    points = [shapely.set_srid(shapely.Point(1, 2), srid) for srid in (0, 4326, 25832)]
    cells = [shapely.to_wkb(point, include_srid=True) for point in points]
    binary, states = convert(wkb_from_wkb, *cells)
    assert states["srid"].tolist() == [0, 4326, 25832]
    assert set(binary) == {shapely.to_wkb(points[0])}


@pytest.mark.parametrize(
    ("measured", "plain"),
    [
        ("POINT M (1 2 9)", "POINT (1 2)"),
        ("LINESTRING ZM (1 2 3 9, 4 5 6 9)", "LINESTRING Z (1 2 3, 4 5 6)"),
    ],
)
def test_measures_are_left_out_and_told(measured: str, plain: str) -> None:
    if shapely.geos_version < (3, 12, 0):
        pytest.skip("this GEOS has no measures")
    whole = shapely.to_wkb(shapely.from_wkt(measured), flavor="iso")
    (binary,), states = convert(wkb_from_wkb, whole)
    assert states["had_m"].all()
    assert shapely.to_wkt(shapely.from_wkb(binary)) == plain


def test_more_than_three_numbers_are_left_out_and_told() -> None:
    (binary,), states = convert(wkb_from_geojson, b'{"type":"Point","coordinates":[1,2,3,4,5]}')
    assert states["had_m"].all()
    assert binary == shapely.to_wkb(shapely.Point(1, 2, 3), flavor="iso")


def test_heights_of_some_positions() -> None:
    text = b'{"type":"LineString","coordinates":[[1,2],[3,4,5]]}'
    (binary,), states = convert(wkb_from_geojson, text)
    assert states["has_z"].all()
    assert struct.unpack("<6d", binary[9:])[3:] == (3, 4, 5)
    assert math.isnan(struct.unpack("<6d", binary[9:])[2])
    assert convert(geojson_from_wkb, binary)[0] == [text]


@pytest.mark.parametrize("coordinates", ["[]", "[null,null]", "[ null , null, null ]"])
def test_points_of_no_place(coordinates: str) -> None:
    text = f'{{"type":"Point","coordinates":{coordinates}}}'.encode()
    (binary,), states = convert(wkb_from_geojson, text)
    assert not states["fault"].any()
    assert shapely.from_wkb(binary).is_empty
    assert convert(geojson_from_wkb, binary)[0] == [b'{"type":"Point","coordinates":[]}']


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("1.50", "1.5"),
        ("-0", "-0"),
        ("-0.0", "-0"),
        ("1E2", "100"),
        ("100000", "100000"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("123456789012345678901234567890", "1.2345678901234568e+29"),
        ("0.0000001", "1e-07"),
        ("5e-324", "5e-324"),
        ("1e-400", "0"),
        ("8.41e21", "8.41e+21"),
        ("2.2250738585072011e-308", "2.225073858507201e-308"),
    ],
)
def test_numbers_are_rounded_once_and_written_shortest(number: str, written: str) -> None:
    text = f'{{"type":"Point","coordinates":[{number},{number}]}}'.encode()
    (binary,), _ = convert(wkb_from_geojson, text)
    assert struct.unpack("<2d", binary[5:]) == (float(number), float(number))
    (back,), _ = convert(geojson_from_wkb, binary)
    assert back == f'{{"type":"Point","coordinates":[{written},{written}]}}'.encode()


def test_names_may_have_escapes() -> None:
    text = rb'{"\u0074ype":"\u0050oint","x":{"type":"]}{"},"coordin\u0061tes":[1,2]}'
    assert convert(wkb_from_geojson, text)[0] == [shapely.to_wkb(shapely.Point(1, 2))]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is missing"),
        ("null", "is missing"),
        ("5", "is not a JSON object"),
        ("[]", "is not a JSON object"),
        ('{"type":"Point","coordinates":[1,2]', "is not a JSON object"),
        ('{"type":"Point","coordinates":[1,2]} x', "is not a JSON object"),
        ("{}", "has no type"),
        ('{"type":5,"coordinates":[1,2]}', "has no type"),
        ('{"type":"Feature","geometry":null}', "is of an unknown type"),
        ('{"type":"point","coordinates":[1,2]}', "is of an unknown type"),
        ('{"type":"Point"}', "has no array of coordinates"),
        ('{"type":"Point","coordinates":null}', "has no array of coordinates"),
        ('{"type":"GeometryCollection","coordinates":[]}', "has no array of coordinates"),
        ('{"type":"Point","coordinates":["1","2"]}', "has coordinates that are not numbers"),
        ('{"type":"Point","coordinates":[1,null]}', "has coordinates that are not numbers"),
        ('{"type":"Point","coordinates":[[1,2]]}', "has coordinates that are not numbers"),
        ('{"type":"LineString","coordinates":[1,2]}', "has coordinates that are not numbers"),
        ('{"type":"Polygon","coordinates":[[1,2]]}', "has coordinates that are not numbers"),
        ('{"type":"LineString","coordinates":[[1]]}', "has a position of fewer than two numbers"),
        ('{"type":"Point","coordinates":[1]}', "has a position of fewer than two numbers"),
        ('{"type":"Point","coordinates":[1e999,2]}', "has a coordinate that is not finite"),
        ('{"type":"GeometryCollection","geometries":[5]}', "is not a JSON object"),
    ],
)
def test_faults_of_text(text: str, fault: str) -> None:
    assert fault_of(wkb_from_geojson, text.encode()) == fault


def test_the_place_of_a_fault() -> None:
    text = b'{"type":"LineString","coordinates":[[1,2],[3,"4"]]}'
    _, states = convert(wkb_from_geojson, text)
    assert states["place"][0] == text.index(b'"4"')
    assert geometry_kind(int(states["kind"][0])) == "LineString"


def test_collections_have_a_greatest_depth() -> None:
    def nest(levels: int) -> bytes:
        return b'{"type":"GeometryCollection","geometries":[' * levels + b"]}" * levels

    (binary,), states = convert(wkb_from_geojson, nest(32))
    assert not states["fault"].any()
    assert convert(geojson_from_wkb, binary)[0] == [nest(32)]
    words = "has collections nested more than 32 levels deep"
    assert fault_of(wkb_from_geojson, nest(33)) == words
    head = struct.pack("<BII", 1, 7, 1)
    assert fault_of(geojson_from_wkb, head * 33 + struct.pack("<BII", 1, 7, 0)) == words


@pytest.mark.parametrize("value", SHAPES[:13:3], ids=lambda value: value["type"])
def test_cut_off_binary(value: dict[str, Any]) -> None:
    whole = shapely.to_wkb(shape(value), flavor="iso")
    for size in range(1, len(whole)):
        assert fault_of(geojson_from_wkb, whole[:size]) == "is cut off"
    assert fault_of(geojson_from_wkb, whole + b"\0") == "has bytes behind its end"


@pytest.mark.parametrize(
    ("binary", "fault"),
    [
        (b"", "is missing"),
        (b"\2" + bytes(20), "does not begin with a byte order, 0 or 1"),
        (struct.pack("<BI", 1, 8) + bytes(16), "is of an unknown type"),
        (struct.pack("<BI", 1, 0) + bytes(16), "is of an unknown type"),
        (struct.pack("<BI", 1, 4001) + bytes(40), "is of an unknown type"),
        (struct.pack("<BIdd", 1, 1, math.inf, 1), "has a coordinate that is not finite"),
        (struct.pack("<BIdd", 1, 1, math.nan, 1), "has a coordinate that is not finite"),
        (struct.pack("<BIIdd", 1, 2, 1, math.nan, math.nan), "has a coordinate that is not finite"),
        (struct.pack("<BII", 1, 2, 2**32 - 1), "is cut off"),
        (
            struct.pack("<BIIBII", 1, 4, 1, 1, 2, 0),
            "holds a geometry of a kind that it cannot hold",
        ),
    ],
)
def test_faults_of_binary(binary: bytes, fault: str) -> None:
    assert fault_of(geojson_from_wkb, binary) == fault
    assert fault_of(wkb_from_wkb, binary) == fault


@given(st.binary(max_size=60), geometries(), st.integers(0, 400), st.integers(0, 255))
def test_any_bytes_are_read_or_have_a_fault(
    noise: bytes, value: dict[str, Any], at: int, byte: int
) -> None:
    text = bytearray(json.dumps(value).encode())
    (whole,), _ = convert(wkb_from_geojson, bytes(text))
    binary = bytearray(whole)
    text[at % len(text)] = byte
    binary[at % len(binary)] = byte
    for function, cells in (
        (wkb_from_geojson, (noise, bytes(text))),
        (geojson_from_wkb, (noise, bytes(binary))),
    ):
        pieces, states = convert(function, *cells)
        assert [bool(piece) for piece in pieces] == [not fault for fault in states["fault"]]


def test_points() -> None:
    lat, lon = np.array([1.5, np.nan, 3, 4, np.inf]), np.array([10, 20, -30.25, np.nan, 1])
    height = np.array([np.nan, 1, 7.5, 2, 3])
    for heights in (None, height):
        data, offsets, states = wkb_from_points(lat, lon, heights)
        assert (np.diff(offsets) == 0).tolist() == [False, True, False, True, True]
        read = points_from_wkb(data, offsets[:-1], offsets[1:])
        good = np.diff(offsets) > 0
        assert np.array_equal(read[0], np.where(good, lat, np.nan), equal_nan=True)
        assert np.array_equal(read[1], np.where(good, lon, np.nan), equal_nan=True)
        expected = np.where(good, height, np.nan) if heights is not None else np.full(5, np.nan)
        assert np.array_equal(read[2], expected, equal_nan=True)
        assert [bool(fault) for fault in states["fault"]] == [not x for x in good]
        text, offsets, _ = geojson_from_points(lat, lon, heights)
        again = call(
            wkb_from_geojson, [text[a:b].tobytes() for a, b in itertools.pairwise(offsets)]
        )
        assert again[0].tobytes() == data.tobytes()


def test_what_is_not_a_point_tells_its_kind() -> None:
    cells = [shapely.to_wkb(shape(value)) for value in SHAPES[:6]]
    lat, _, _, states = call(points_from_wkb, [*cells, b"", cells[0][:20]])
    assert np.isnan(lat).tolist() == [False] + [True] * 7
    kinds = [geometry_kind(int(kind)) for kind in states["kind"]]
    assert kinds == [*(value["type"] for value in SHAPES[:6]), "", "Point"]
    faults = [geometry_fault(int(fault)) for fault in states["fault"]]
    assert faults == [""] * 6 + ["is missing", "is cut off"]


def test_cells_outside_the_data_are_refused() -> None:
    data = np.zeros(4, np.uint8)
    for begin, end in ((-1, 2), (3, 2), (0, 5)):
        with pytest.raises(GeodistError, match="geometries must be within the data"):
            wkb_from_wkb(data, np.array([begin]), np.array([end]))
    with pytest.raises(GeodistError, match="as many ends"):
        wkb_from_wkb(data, np.zeros(1, np.int64), np.zeros(2, np.int64))
    with pytest.raises(GeodistError, match="coordinates differ in number"):
        wkb_from_points(np.zeros(1), np.zeros(2))
