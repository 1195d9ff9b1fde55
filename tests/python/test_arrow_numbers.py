"""Numbers in columns of Arrow: what the element-wise functions take, read by the same rule."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import geodist as gd


def read(column: Any) -> list[float]:
    """Read numbers as longitudes, which may be any."""
    table = pa.table({"lat": np.zeros(len(column)), "lon": column})
    return gd.Points.from_arrow(table).lon.tolist()


def decimals(wholes: list[int], kind: Any, digits: int, scale: int) -> pa.Array:
    """Make decimals of whole numbers and the power of ten that divides them."""
    type_ = kind(digits, scale)
    size = type_.byte_width
    data = b"".join(whole.to_bytes(size, sys.byteorder, signed=True) for whole in wholes)
    return pa.Array.from_buffers(type_, len(wholes), [None, pa.py_buffer(data)])


@given(st.data())
def test_decimals_are_rounded_to_the_nearest(data: st.DataObject) -> None:
    kinds = [(pa.decimal32, 9), (pa.decimal64, 18), (pa.decimal128, 38), (pa.decimal256, 76)]
    kind, digits = data.draw(st.sampled_from(kinds))
    scale = data.draw(st.integers(-30, digits))
    most = 10**digits - 1
    near = st.integers(-(2**53) - 9, 2**53 + 9).filter(lambda whole: abs(whole) <= most)
    wholes = data.draw(st.lists(st.integers(-most, most) | near, min_size=1, max_size=8))
    column = decimals(wholes, kind, digits, scale)
    expected = [float(Decimal(f"{whole}E{-scale}")) for whole in wholes]
    assert read(column) == expected
    assert read(column[1:]) == expected[1:]


def test_decimals_that_are_null() -> None:
    column = pa.array([Decimal("0.1"), None, Decimal("123456789012345678.9"), None])
    np.testing.assert_array_equal(read(column), [0.1, np.nan, 123456789012345678.9, np.nan])


def test_booleans() -> None:
    column = pa.array([None, *[True, False, True] * 5])
    for start in (0, 1, 3, 9):
        expected = [np.nan if v is None else float(v) for v in column[start:].to_pylist()]
        np.testing.assert_array_equal(read(column[start:]), expected)


@pytest.mark.parametrize(
    "values", [[1.5, None, 2.5, 1.5], [7, None, 3], [Decimal("0.1"), None, Decimal("0.7")]]
)
def test_dictionaries_are_looked_up(values: list[Any]) -> None:
    column = pa.array(values).dictionary_encode()
    expected = [np.nan if v is None else float(v) for v in values]
    np.testing.assert_array_equal(read(column), expected)
    np.testing.assert_array_equal(read(column[2:]), expected[2:])
    chunks = pa.chunked_array([column, pa.array(values[::-1]).dictionary_encode()])
    np.testing.assert_array_equal(read(chunks), expected + expected[::-1])


def test_nulls_in_a_dictionary() -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 0]), pa.array([4.0, None]))
    np.testing.assert_array_equal(read(column), [4, np.nan, np.nan, 4])


def test_columns_of_nulls() -> None:
    np.testing.assert_array_equal(read(pa.nulls(2)), [np.nan, np.nan])


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["1"]),
        pa.array(["1"]).dictionary_encode(),
        pa.array(["1"], pa.string_view()),
        pa.array([1], pa.date32()),
        pa.array([[1]]),
    ],
)
def test_what_is_no_number(column: pa.Array) -> None:
    with pytest.raises(TypeError, match="'lon' must hold real numbers, got"):
        read(column)
    with pytest.raises(TypeError):
        gd.distance(0, column, 0, 0)


def test_decimals_of_polars() -> None:
    frame = pl.DataFrame(
        {"lat": [Decimal("1.5"), None, Decimal("-7.25")], "lon": [True, False, None]}
    )
    points = gd.Points.from_arrow(frame)
    np.testing.assert_array_equal(points.lat, [1.5, np.nan, -7.25])
    np.testing.assert_array_equal(points.lon, [1, 0, np.nan])


POINTS = [shapely.Point(4.76, 52.31), None, shapely.Point(), shapely.Point(-3, 7)]
BYTES = [None if point is None else shapely.to_wkb(point) for point in POINTS] + [b""]
LATITUDES = [52.31, np.nan, np.nan, 7, np.nan]


def test_binary_views_of_polars() -> None:
    frame = pl.DataFrame({"id": range(5), "where": pl.Series(BYTES, dtype=pl.Binary)})
    for start in (0, 1, 3):
        points = gd.Points.from_arrow(frame[start:], column="where")
        np.testing.assert_array_equal(points.lat, LATITUDES[start:])
    with pytest.raises(gd.InvalidGeometryError, match="without a label, not GeoArrow points"):
        gd.Points.from_arrow(frame["where"])


@pytest.mark.parametrize("type_", [pa.binary(), pa.large_binary(), pa.binary_view()])
def test_labelled_bytes(type_: pa.DataType) -> None:
    field = pa.field("where", type_, metadata={"ARROW:extension:name": "geoarrow.wkb"})
    table = pa.table([pa.array(BYTES, type_)], pa.schema([field]))
    table = pa.concat_tables([table, table.slice(3)])
    points = gd.Points.from_arrow(table)
    np.testing.assert_array_equal(points.lat, [*LATITUDES, *LATITUDES[3:]])
    joined = gd.nearest_join(table.slice(3, 1), table.slice(0, 1))
    assert joined["where_y"].to_pylist() == BYTES[:1]


@pytest.mark.parametrize("cut", [3, 12, 13, 20])
def test_bytes_that_are_cut_off(cut: int) -> None:
    # Those of up to 12 bytes stand in the view itself.
    frame = pl.DataFrame({"where": [BYTES[0], BYTES[0][:cut]]})  # type: ignore[index]
    with pytest.raises(gd.InvalidGeometryError, match="geometry 1 is cut off"):
        gd.Points.from_arrow(frame, column="where")
