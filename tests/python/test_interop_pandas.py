"""pandas objects keep their index."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from test_elementwise import FUNCTIONS, columns, same_bits

import geodist as gd


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "lat1": [52.3, -33.9, np.nan],
            "lon1": [4.8, 18.4, 0.0],
            "lat2": [40.6, 51.5, 1.0],
            "lon2": [-73.8, -0.1, 2.0],
        },
        index=["AMS-JFK", "CPT-LHR", "missing"],
    )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_series_keep_their_index(name: str) -> None:
    index = pd.date_range("2026-01-01", periods=4)
    args = [pd.Series(np.full(4, value), index) for value in FUNCTIONS[name]]
    result = getattr(gd, name)(*args)
    plain = getattr(gd, name)(*(arg.to_numpy() for arg in args))
    assert type(result) is type(plain) or isinstance(result, pd.Series)
    for value, truth in zip(columns(result), columns(plain), strict=True):
        assert isinstance(value, pd.Series)
        assert value.index.equals(index)
        assert same_bits(value, truth)


def test_columns_of_a_table(table: pd.DataFrame) -> None:
    distance = gd.distance(table.lat1, table.lon1, table.lat2, table.lon2)
    assert distance["AMS-JFK"] == gd.distance(52.3, 4.8, 40.6, -73.8)
    assert np.isnan(distance["missing"])
    line = gd.inverse(table.lat1, table.lon1, 0, 0, ellipsoid="sphere")
    assert isinstance(line, gd.Inverse)
    assert line.azi2["CPT-LHR"] == gd.inverse(-33.9, 18.4, 0, 0, ellipsoid="sphere").azi2


def test_mixed_with_arrays_and_numbers(table: pd.DataFrame) -> None:
    result = gd.distance(table.lat1, np.array([1, 2, 3]), 4, [5, 6, 7])
    assert result.index.equals(table.index)
    assert result.iloc[1] == gd.distance(-33.9, 2, 4, 6)


def test_misaligned_series_are_aligned_on_their_labels() -> None:
    lat = pd.Series([1.0, 2.0, 3.0], index=["a", "b", "c"])
    lon = pd.Series([10.0, 30.0, 20.0], index=["a", "c", "d"])
    result = gd.distance(lat, lon, 0, 0)
    assert result.index.tolist() == ["a", "b", "c", "d"]
    assert result.isna().tolist() == [False, True, False, True]
    assert result["c"] == gd.distance(3, 30, 0, 0)


def test_data_frame(table: pd.DataFrame) -> None:
    lats = table[["lat1", "lat2"]]
    result = gd.distance(lats, 0, 0, 0)
    assert isinstance(result, pd.DataFrame)
    assert result.columns.tolist() == ["lat1", "lat2"]
    assert result.loc["AMS-JFK", "lat2"] == gd.distance(40.6, 0, 0, 0)


def test_nullable_types() -> None:
    lat = pd.Series([1, None, 3], dtype="Float64")
    result = gd.distance(lat, 0, 0, 0)
    assert result.dtype == "Float64"
    assert result.isna().tolist() == [False, True, False]
    assert result[2] == gd.distance(3, 0, 0, 0)


def test_an_error_names_the_position(table: pd.DataFrame) -> None:
    table.loc["CPT-LHR", "lat2"] = 99
    with pytest.raises(gd.InvalidLatitudeError, match="index 1") as caught:
        gd.distance(table.lat1, table.lon1, table.lat2, table.lon2)
    assert caught.value.index == 1
    shuffled = table.lon2.iloc[::-1]
    with pytest.raises(gd.InvalidLatitudeError) as caught:
        gd.distance(table.lat1, table.lon1, table.lat2, shuffled)
    assert caught.value.index is None
    assert caught.value.value == 99


def test_where(table: pd.DataFrame) -> None:
    table.loc["CPT-LHR", "lat2"] = 99
    result = gd.inverse(table.lat1, table.lon1, table.lat2, table.lon2, where=table.lat2 <= 90)
    assert result.distance.isna().tolist() == [False, True, True]
    result = gd.inverse(table.lat1, table.lon1, table.lat2, table.lon2, where=[True, False, True])
    assert result.azi1.isna().tolist() == [False, True, True]


def test_text_is_refused(table: pd.DataFrame) -> None:
    with pytest.raises(TypeError):
        gd.distance(table.lat1.astype(str), 0, 0, 0)


def test_none_among_objects_is_missing() -> None:
    lat = pd.Series([1.0, None], index=["a", "b"], dtype=object)
    expected = pd.Series([gd.distance(1, 2, 3, 4), np.nan], index=["a", "b"])
    pd.testing.assert_series_equal(gd.distance(lat, 2, 3, 4), expected)
    matrix = gd.cdist(lat, [2, 2], [3], [4])
    np.testing.assert_array_equal(matrix, expected.to_numpy()[:, np.newaxis])


@pytest.mark.parametrize("dtype", [object, "str"])
def test_text_is_no_number(dtype: type | str) -> None:
    text = pd.Series(["1", "2"], dtype=dtype)
    with pytest.raises(TypeError, match="lat1 must hold real numbers"):
        gd.distance(text, 2, 3, 4)
    with pytest.raises(TypeError, match="lat_a must hold real numbers"):
        gd.cdist(text, [2, 2], [3], [4])
