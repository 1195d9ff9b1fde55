"""pandas objects keep their index."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

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


@pytest.mark.parametrize("dtype", ["Float64", "double[pyarrow]"])
def test_what_was_in_a_missing_cell_is_not_looked_at(dtype: str) -> None:
    lat = pd.Series([10.0, 95.0, np.inf, 20.0], dtype=dtype)
    for masked in (lat.where(lat <= 90), lat.mask(lat.abs() > 90, pd.NA)):
        for value in (masked, masked.array):
            result = gd.distance(value, 0, 0, 0)
            assert result.dtype == dtype
            assert result.isna().tolist() == [False, True, True, False]
        assert gd.distance(0, 0, 0, masked).isna().tolist() == [False, True, True, False]


@pytest.mark.parametrize("dtype", ["Float64", "Int32", "double[pyarrow]", "int64[pyarrow]"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_keeps_types_that_know_missing_values(name: str, dtype: str) -> None:
    values = [pd.Series([round(value), None], dtype=dtype) for value in FUNCTIONS[name]]
    given = columns(getattr(gd, name)(*values))
    truth = columns(getattr(gd, name)(*map(round, FUNCTIONS[name])))
    for column, number in zip(given, truth, strict=True):
        assert column.dtype == ("double[pyarrow]" if "pyarrow" in dtype else "Float64")
        assert column[0] == number
        assert column.isna().tolist() == [False, True]


def test_frames_of_such_types() -> None:
    table = pd.DataFrame({"a": pd.array([1, None], "Float64"), "b": [3.0, 4.0]}, index=["x", "y"])
    for result in gd.inverse(table, 1, 2, 3):
        assert result.index.tolist() == ["x", "y"]
        assert result.dtypes.astype(str).tolist() == ["Float64", "float64"]
        assert result.isna().to_numpy().tolist() == [[False, False], [True, False]]
    assert gd.distance(table, 1, 2, 3).loc["y", "b"] == gd.distance(4, 1, 2, 3)


def test_results_have_their_own_names(table: pd.DataFrame) -> None:
    for name in ("distance", "azimuth"):
        assert getattr(gd, name)(table.lat1, 0, 0, 0).name == name
    assert [column.name for column in gd.direct(table.lat1, 0, 0, 0)] == ["lat2", "lon2", "azi2"]
    joined = table.join(gd.distance(table.lat1, table.lon1, 0, 0))
    assert joined.columns[-1] == "distance"


def test_an_out_with_labels_is_refused(table: pd.DataFrame) -> None:
    out = pd.Series([0.0, 0.0, 0.0], index=table.index[::-1])
    for lat in (table.lat1, table.lat1.to_numpy()):
        with pytest.raises(TypeError, match=r"out must be a NumPy array, got pandas\.Series"):
            gd.distance(lat, 0, 0, 0, out=out)
        with pytest.raises(TypeError, match=r"out must be a NumPy array, got pandas\.Series"):
            gd.inverse(lat, 0, 0, 0, out=(None, out, None))


def test_an_array_is_written_to(table: pd.DataFrame) -> None:
    out = np.full(3, -1.0)
    result = gd.distance(table.lat1, 0, 0, 0, out=out, where=[True, False, True])
    assert result.index.equals(table.index)
    assert same_bits(out, [gd.distance(52.3, 0, 0, 0), -1, np.nan])
    assert same_bits(result, out)


def test_shapes_are_named(table: pd.DataFrame) -> None:
    said = r"lat1 \(3,\), lon1 \(3,\), lat2 \(2,\), lon2 \(2,\)$"
    with pytest.raises(ValueError, match="shapes do not broadcast: " + said):
        gd.distance(table.lat1, table.lon1, [1, 2], [1, 2])
    with pytest.raises(ValueError, match=r"shapes do not broadcast: .*where"):
        gd.distance(table.lat1, table.lon1, 1, 2, where=[True, False])
    with pytest.raises(ValueError, match=r"Series of shape \(1,\) does not broadcast to \(3,\)"):
        gd.distance(table.lat1[:1], [1, 2, 3], 0, 0)
    matrix = gd.distance(table.lat1, 0, [[1], [2]], 0)
    assert type(matrix) is np.ndarray
    assert matrix.shape == (2, 3)


def test_objects_are_numbers_or_missing() -> None:
    lat = pd.Series([Decimal("1.5"), pd.NA, None, 2], dtype=object)
    plain = [1.5, np.nan, np.nan, 2]
    assert same_bits(gd.distance(lat, 0, 0, 0), gd.distance(plain, 0, 0, 0))
    assert same_bits(gd.cdist(lat, lat * 0, [0], [0]), gd.cdist(plain, [0] * 4, [0], [0]))
    lat[3] = "north"
    with pytest.raises(TypeError, match=r"^lat1 must hold real numbers, got 'north' \(index 3\)"):
        gd.distance(lat, 0, 0, 0)
    with pytest.raises(TypeError, match=r"^lat_a must hold real numbers, got 'north' \(index 3\)"):
        gd.cdist(lat, [0] * 4, [0], [0])


def test_other_operands(table: pd.DataFrame) -> None:
    lon = np.ma.array([1.0, 999.0, 3.0], mask=[False, True, False])
    result = gd.distance(table.lat1, lon, 0, 0)
    assert result.index.equals(table.index)
    assert result.isna().tolist() == [False, True, True]
    assert gd.distance(table.lat1, pd.NA, 0, 0).isna().all()
    index = gd.distance(pd.Index([1.0, 2.0], name="lat"), 0, 0, 0)
    pd.testing.assert_index_equal(
        index, pd.Index([gd.distance(1, 0, 0, 0), gd.distance(2, 0, 0, 0)], name="distance")
    )


def test_where_is_aligned(table: pd.DataFrame) -> None:
    known = pd.Series([True, pd.NA, True], index=table.index[[0, 1, 2]], dtype="boolean")[::-1]
    result = gd.distance(table.lat1, 0, 0, 0, where=known)
    assert result.isna().tolist() == [False, True, True]
    assert gd.distance(table.lat1, 0, 0, 0, where=known[:0]).isna().all()
    result = gd.distance(0, 0, 0, 0, where=known[known.notna()])
    assert result.index.tolist() == ["missing", "AMS-JFK"]
    with pytest.raises(TypeError, match="where must hold booleans"):
        gd.distance(table.lat1, 0, 0, 0, where=table.lat1)


def test_an_error_names_the_label_of_a_row_that_was_aligned(table: pd.DataFrame) -> None:
    table.loc["CPT-LHR", "lat2"] = 99
    with pytest.raises(gd.InvalidLatitudeError, match=r"\(lat2, label 'CPT-LHR'\)"):
        gd.distance(table.lat1, table.lon1.iloc[::-1], table.lat2.iloc[1:], 0)


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
    expected = pd.Series([gd.distance(1, 2, 3, 4), np.nan], index=["a", "b"], name="distance")
    pd.testing.assert_series_equal(gd.distance(lat, 2, 3, 4), expected)
    matrix = gd.cdist(lat, [2, 2], [3], [4])
    np.testing.assert_array_equal(matrix, gd.cdist([1.0, np.nan], [2, 2], [3], [4]))


@pytest.mark.parametrize("dtype", [object, "str"])
def test_text_is_no_number(dtype: type | str) -> None:
    text = pd.Series(["1", "2"], dtype=dtype)
    with pytest.raises(TypeError, match="lat1 must hold real numbers"):
        gd.distance(text, 2, 3, 4)
    with pytest.raises(TypeError, match="lat_a must hold real numbers"):
        gd.cdist(text, [2, 2], [3], [4])


def test_objects_that_where_leaves_out_are_not_looked_at() -> None:
    lat = pd.Series([1.0, None, "x"], index=["a", "b", "c"], dtype=object)
    good = pd.Series([True, True, False], index=lat.index)
    truth = [gd.distance(1, 0, 0, 0), np.nan, np.nan]
    for where in (good, good[::-1], good[:2], good.to_numpy(), [True, True, False], good.array):
        assert same_bits(gd.distance(lat, 0, 0, 0, where=where), truth)
    lon = pd.Series([0.0, 0.0, 0.0], index=["c", "b", "a"])
    moved = gd.distance(lon, lon, lat, lon, where=good)
    assert moved.isna().to_dict() == {"a": False, "b": True, "c": True}
    masked = np.ma.array(["y", 2.0, "x"], mask=[True, False, False], dtype=object)
    assert gd.distance(lat, masked, 0, 0, where=good).isna().all()
    assert same_bits(gd.distance(pd.Index(lat), 0, 0, 0, where=good), truth)
    with pytest.raises(TypeError, match=r"got 'x' \(index 2\)"):
        gd.distance(lat, 0, 0, 0, where=[True, False, True])


def test_objects_are_looked_at_if_any_row_of_a_matrix_needs_them() -> None:
    lat = pd.Series([1.0, "x"], dtype=object)
    matrix = gd.distance(lat, 0, np.zeros((2, 2)), 0, where=[[True, False], [False, False]])
    assert np.isnan(matrix).tolist() == [[False, True], [True, True]]
    with pytest.raises(TypeError, match=r"got 'x' \(index 1\)"):
        gd.distance(lat, 0, np.zeros((2, 2)), 0, where=[[True, False], [True, True]])
    with pytest.raises(ValueError, match="shapes do not broadcast"):
        gd.distance(pd.Series([1.0, 2.0], dtype=object), 0, 0, 0, where=[True, False, True])


def test_objects_of_frames_that_where_leaves_out() -> None:
    table = pd.DataFrame({"a": [1.0, 2.0], "b": pd.Series(["x", 3], dtype=object)})
    for where in (table != "x", table.iloc[::-1] != "x", [[True, False], [True, True]]):
        result = gd.distance(table, 0, 0, 0, where=where)
        assert result.isna().to_numpy().tolist() == [[False, True], [False, False]]
    result = gd.distance(table, 0, 0, 0, where=pd.Series([False, True]))
    assert result.isna().to_numpy().tolist() == [[True, True], [False, False]]


def test_rows_without_labels_are_refused_beside_series_that_are_matched() -> None:
    first = pd.Series([10.0, 20.0, 30.0], [2, 0, 1])
    second = first.sort_index()
    said = r"lon1 has rows without labels, beside Series whose labels \(index\) differ"
    for rows in (first.to_numpy(), [1, 2, 3], pd.Index([1, 2, 3]), np.zeros((2, 3))):
        with pytest.raises(ValueError, match=said):
            gd.distance(first, rows, second, 0)
    with pytest.raises(ValueError, match="where has rows without labels"):
        gd.distance(first, 0, second, 0, where=[True, False, True])
    truth = gd.distance(first.sort_index(), 5, second, 6)
    for five in (5, [5], np.array([5.0])):
        pd.testing.assert_series_equal(gd.distance(first, five, second, 6), truth)
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})
    other = frame.iloc[::-1]
    by_column = gd.distance(frame, [5, 6], other, 0)
    pd.testing.assert_frame_equal(by_column, gd.distance(frame, [5, 6], frame, 0))
    with pytest.raises(ValueError, match="lon1 has rows without labels, beside DataFrame"):
        gd.distance(frame, [[5], [6]], other, 0)


def test_an_error_names_the_label_beside_a_matrix() -> None:
    first = pd.Series([1.0, 100.0, 3.0], list("abc"))
    second = pd.Series([1.0, 2.0, 3.0], list("cba"))
    with pytest.raises(gd.InvalidLatitudeError, match=r"\(lat1, label 'b'\)"):
        gd.distance(first, 0, second, np.zeros((3, 1)))
    column = np.array([[0.0], [0], [0], [0], [np.inf]])
    with pytest.raises(gd.InvalidLongitudeError, match=r"\(lon2, label 'a'\)"):
        gd.distance(first.clip(upper=2), 0, second, column)


def test_attributes_and_flags_are_kept_of_one_input(table: pd.DataFrame) -> None:
    lat = table.lat1.set_flags(allows_duplicate_labels=False)
    lat.attrs["source"] = "survey"
    for result in (gd.distance(lat, 0, 0, 0), gd.direct(lat, 0, 0, 0).azi2):
        assert result.attrs == {"source": "survey"}
        assert not result.flags.allows_duplicate_labels
        assert result.name in ("distance", "azi2")
    assert gd.distance(lat, 0, table.lat2, 0).attrs == {}
    table.attrs["source"] = "survey"
    assert gd.distance(table, 0, 0, 0).attrs == {"source": "survey"}
    assert gd.distance(table.astype("Float64"), 0, 0, 0).attrs == {"source": "survey"}


def test_labels_of_a_row_are_no_columns() -> None:
    row = pd.Series([1.0, 2.0], ["lat", "lon"])
    assert same_bits(gd.distance(row, row, 0, 0), gd.distance([1, 2], [1, 2], 0, 0))
    assert gd.PointIndex([1.0], [2.0]).query(row).distances == 0


def test_na_is_missing_beside_anything() -> None:
    assert same_bits(gd.distance(np.ones(2), pd.NA, 0, 0), [np.nan, np.nan])
    assert np.isnan(gd.distance(1, 2, 3, pd.NA))
    for value in gd.inverse(np.ones(2), 0, pd.NA, 0):
        assert same_bits(value, [np.nan, np.nan])
    out = np.zeros(2)
    gd.distance([1, 2], pd.NA, 0, 0, out=out, where=[True, False])
    assert same_bits(out, [np.nan, 0])


TRACK = pd.DataFrame({"lat": [1.0, 2.0, 4.0, 4.0, 3.0], "lon": [5.0, 6.0, 8.0, 8.0, 9.0]})


@pytest.mark.parametrize("name", ["distance", "inverse", "azimuth", "rhumb_distance", "midpoint"])
@pytest.mark.parametrize("shift", [1, 2])
@pytest.mark.parametrize("labels", [range(5), list("vwxyz"), [9, 5, 7, 1, 2]])
def test_slices_of_one_series_are_warned_of(name: str, shift: int, labels: Any) -> None:
    track = TRACK.set_axis(labels)
    early, late = track[:-shift], track[shift:]
    for first, second in ((early, late), (late, early)):
        with pytest.warns(gd.AlignmentWarning, match=r"lat\[:-1\].*shift\(\)") as caught:
            getattr(gd, name)(first.lat, first.lon, second.lat, second.lon)
        assert caught[0].filename == __file__
    with pytest.warns(gd.AlignmentWarning):
        gd.distance(early.lat.astype("Float64"), early.lon, late.lat, late.lon)


@pytest.mark.filterwarnings("error")
def test_nothing_else_is_warned_of() -> None:
    lat, lon = TRACK.lat, TRACK.lon
    ways = [
        (lat, lon, lat.shift(), lon.shift()),
        (lat, lon, lat, lon),  # coincident, as the caller says
        (lat[:-1], lon[:-1], 4.0, 8.0),
        (lat[:-1], lon[:-1], lat[1:] + 1, lon[1:]),
        (lat[:-1], lon[:-1], lat[1:], lon[1:] - 1),
        (lat, lon, lat[:2], lon[:2]),  # some rows of a table
        (lat, lon, lat[::-1], lon[::-1]),
        (lat[[0, 2]], lon[[0, 2]], lat[[1, 2]], lon[[1, 2]] + 1),
        (lat * np.nan, lon, lat[1:], lon[1:]),
        (lat[:0], lon[:0], lat[:0], lon[:0]),
    ]
    for way in ways:
        gd.distance(*way)
    gd.direct(lat[:-1], lon[:-1], lat[1:], lon[1:])
