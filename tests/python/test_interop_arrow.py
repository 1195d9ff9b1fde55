"""Arrow arrays give Arrow arrays, and nulls stay null."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import nanoarrow as na
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely
from test_elementwise import FUNCTIONS, columns, same_bits

import geodist as gd

each_function = pytest.mark.parametrize("name", FUNCTIONS)


@each_function
def test_arrays(name: str) -> None:
    args = [value + np.linspace(0, 5, 7) for value in FUNCTIONS[name]]
    result = getattr(gd, name)(*map(pa.array, args))
    plain = getattr(gd, name)(*args)
    assert type(result) is type(plain) or isinstance(result, pa.Array)
    for value, truth in zip(columns(result), columns(plain), strict=True):
        assert value.type == pa.float64()
        assert same_bits(value.to_numpy(), truth)


def test_nulls_stay_null_and_nan_stays_nan() -> None:
    lat = pa.array([1.0, None, float("nan"), 95.0]).slice(0, 3)
    for result in gd.inverse(lat, 0, pa.array([0, 0, 0]), 0):
        assert result.is_null().to_pylist() == [False, True, False]
        assert np.isnan(result[2].as_py())
    assert gd.distance(lat, 0, 0, 0)[0].as_py() == gd.distance(1, 0, 0, 0)
    assert gd.distance(0, pa.nulls(2), 0, 0).null_count == 2
    assert gd.distance(pa.array([], pa.float64()), 0, 0, 0).to_pylist() == []


def test_what_was_in_a_null_is_not_looked_at() -> None:
    lat = pa.Array.from_buffers(
        pa.float64(), 2, [pa.py_buffer(b"\x01"), pa.py_buffer(np.array([10.0, np.inf]))]
    )
    assert gd.distance(lat, 0, 0, 0).to_pylist() == [gd.distance(10, 0, 0, 0), None]


def test_chunks() -> None:
    lat = pa.chunked_array([[1.0, None], [], [3.0]])
    for result in (gd.distance(lat, 0, 0, 0), gd.distance(pa.array([0, 0, 0]), 0, lat, 0)):
        assert isinstance(result, pa.ChunkedArray)
        assert result.to_pylist() == [gd.distance(1, 0, 0, 0), None, gd.distance(3, 0, 0, 0)]
    table = pa.table({"lat": lat})
    assert table.append_column("distance", gd.distance(table["lat"], 0, 0, 0)).num_rows == 3


@pytest.mark.parametrize(
    "column",
    [
        pa.array([10, None, 30], pa.int8()),
        pa.array([10, None, 30], pa.float32()),
        pa.array([Decimal(10), None, Decimal(30)]),
        pa.array([10.0, None, 30.0]).dictionary_encode(),
        na.Array([10.0, None, 30.0], na.float64()),
    ],
    ids=lambda column: str(getattr(column, "type", "nanoarrow")),
)
def test_types_of_numbers(column: Any) -> None:
    truth = [gd.distance(10, 1, 2, 3), None, gd.distance(30, 1, 2, 3)]
    assert gd.distance(column, 1, 2, 3).to_pylist() == truth


def test_streams() -> None:
    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.chunked_array([[1.0], [None]]).__arrow_c_stream__(requested_schema)

    result = gd.distance(Stream(), 0, 0, 0)
    assert isinstance(result, pa.ChunkedArray)
    assert result.to_pylist() == [gd.distance(1, 0, 0, 0), None]


@pytest.mark.parametrize("bad", [["1"], [b"1"], [[1.0]], [{"x": 1.0}]])
def test_what_is_no_number_is_refused(bad: list[Any]) -> None:
    with pytest.raises(TypeError, match=r"^lat1 must hold real numbers, got "):
        gd.distance(pa.array(bad), 0, 0, 0)


def test_other_operands() -> None:
    lat = pa.array([1.0, None, 3.0])
    truth = gd.distance(lat, 5, 0, 0)
    for lon in ([5, 5, 5], np.full(3, 5), np.float32(5), pa.array([5, 5, 5])):
        assert gd.distance(lat, lon, 0, 0).equals(truth)
    masked = np.ma.array([5.0, 5, 999], mask=[0, 0, 1])
    assert np.isnan(gd.distance(lat, masked, 0, 0)[2].as_py())
    matrix = gd.distance(lat, 0, [[1.0], [2.0]], 0)
    assert type(matrix) is np.ndarray
    assert matrix.shape == (2, 3)
    for other in (pd.Series([1.0] * 3), pl.Series([1.0] * 3)):
        said = (
            r"rows belong together: lat1 is pyarrow\.DoubleArray, lat2 is (pandas|polars)\.Series"
        )
        with pytest.raises(TypeError, match=said):
            gd.distance(lat, 0, other, 0)


def test_where_and_out() -> None:
    lat = pa.array([1.0, 100.0, 3.0, None])
    truth = [gd.distance(1, 0, 0, 0), None, None, None]
    where = pa.array([True, False, None, True])
    assert gd.distance(lat, 0, 0, 0, where=where).to_pylist() == truth
    assert gd.distance(lat, 0, 0, 0, where=[True, False, False, True]).to_pylist() == truth
    assert gd.distance(1, 0, 0, 0, where=where).null_count == 2
    with pytest.raises(TypeError, match="where must hold booleans"):
        gd.distance(lat, 0, 0, 0, where=lat)
    out = np.full(4, -1.0)
    result = gd.distance(lat, 0, 0, 0, out=out, where=where)
    assert same_bits(out, [truth[0], -1, -1, np.nan])
    assert result.to_pylist() == [truth[0], -1, -1, None]
    with pytest.raises(TypeError, match=r"out must be a NumPy array, got pyarrow\.DoubleArray"):
        gd.distance(1, 0, 0, 0, out=lat)


def test_an_error_names_the_row() -> None:
    lat = pa.chunked_array([[1.0, None], [95.0]])
    with pytest.raises(gd.InvalidLatitudeError, match=r"\(lat1, index 2\)"):
        gd.distance(lat, 0, 0, 0)


def test_tables_are_arrays_and_points_are_refused() -> None:
    table = pa.table({"a": [1.0, 2.0], "b": [3.0, 4.0]})
    assert gd.distance(table, 0, 0, 0).shape == (2, 2)
    with pytest.raises(TypeError, match="got Points; give the columns of points"):
        gd.distance(gd.Points(lat=[1], lon=[2]), 0, 0, 0)


def test_without_pyarrow_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TypeError, match=r"need PyArrow: pip install pyarrow"):
        gd.distance(na.Array([1.0], na.float64()), 0, 0, 0)


def test_runs_keep_their_nulls() -> None:
    plain = pa.array([1.0, None, None, 2.0])
    runs = pc.run_end_encode(plain)
    truth = gd.distance(plain, 0, 0, 0)
    assert truth.null_count == 2
    assert gd.distance(runs, 0, 0, 0).equals(truth)
    chunked = pa.chunked_array([runs, runs])
    assert gd.distance(chunked, 0, 0, 0).to_pylist() == truth.to_pylist() * 2
    where = pa.array([True, False, False, True])
    left_out = gd.distance(0, plain, 0, 0, where=pc.run_end_encode(where))
    assert left_out.equals(gd.distance(0, plain, 0, 0, where=where))


@pytest.mark.parametrize("text", ["null", "[]", "5", '"x"', "{"])
def test_broken_extension_metadata_are_an_error_in_words(text: str) -> None:
    labels = {"ARROW:extension:name": "geoarrow.point", "ARROW:extension:metadata": text}
    points = pa.array([{"x": 10.0, "y": 20.0}])
    table = pa.table([points], schema=pa.schema([pa.field("g", points.type, metadata=labels)]))
    with pytest.raises(gd.InvalidGeometryError, match="the GeoArrow metadata are not"):
        gd.Points.from_arrow(table)


@pytest.mark.parametrize("text", ["{", "[]", "5", '{"columns": []}', '{"columns": {"g": 5}}'])
def test_broken_metadata_of_geoparquet_are_refused_in_words(text: str) -> None:
    table = pa.table({"g": [shapely.to_wkb(shapely.Point(2, 1))]}).replace_schema_metadata(
        {"geo": text}
    )
    with pytest.raises(gd.GeodistError, match="GeoParquet metadata of the table are broken: they"):
        gd.Points.from_arrow(table)


@pytest.mark.parametrize("read", [gd.Points.from_arrow, gd.Shapes.from_arrow])
def test_a_dictionary_of_geometries_is_refused_in_words(read: Any) -> None:
    column = pa.array([shapely.Point(1, 2).wkb] * 2).dictionary_encode()
    field = pa.field("g", column.type, metadata={"ARROW:extension:name": "geoarrow.wkb"})
    with pytest.raises(gd.InvalidGeometryError, match="its storage is a dictionary; decode it"):
        read(pa.table([column], schema=pa.schema([field])))
