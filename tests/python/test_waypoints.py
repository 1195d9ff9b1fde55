"""Points at equal spacing along geodesics."""

from __future__ import annotations

import sys
import threading
import time
from typing import Any

import numpy as np
import pytest

import geodist as gd

LINE = (52.3086, 4.7639, 40.6398, -73.7789)


def test_by_number() -> None:
    lat, lon = points = gd.waypoints(*LINE, 7)
    assert isinstance(points, gd.LatLon)
    assert lat.shape == lon.shape == (7,)
    assert (lat[0], lon[0], lat[-1], lon[-1]) == LINE
    steps = gd.distance(lat[:-1], lon[:-1], lat[1:], lon[1:])
    assert np.ptp(steps) < 100e-9
    assert steps.sum() == pytest.approx(gd.distance(*LINE), abs=200e-9)


@pytest.mark.parametrize("spacing", [1e3, 1e5, 123456.7, 1e9])
def test_by_spacing(spacing: float) -> None:
    lat, lon = gd.waypoints(*LINE, spacing=spacing)
    distance = gd.distance(*LINE)
    assert len(lat) == max(2, int(np.ceil(distance / spacing)) + 1)
    assert np.all(gd.distance(lat[:-1], lon[:-1], lat[1:], lon[1:]) <= spacing + 50e-9)


def test_two_points_are_the_ends() -> None:
    lat, lon = gd.waypoints(10, 370, 20, -500, 2)
    assert lat.tolist() == [10, 20]
    assert lon.tolist() == [370, -500]


def test_lines_have_the_bits_of_one_line() -> None:
    lat2 = np.array([[40.0, -10.0, 89.0]])
    lon1 = np.array([[4.0], [-170.0]])
    lines = gd.waypoints(52.0, lon1, lat2, -73.0, 9)
    assert lines.lat.shape == lines.lon.shape == (2, 3, 9)
    for i, j in np.ndindex(2, 3):
        one = gd.waypoints(52.0, lon1[i, 0], lat2[0, j], -73.0, 9)
        assert np.array_equal(lines.lat[i, j], one.lat)
        assert np.array_equal(lines.lon[i, j], one.lon)


def test_ellipsoid() -> None:
    quarter = gd.waypoints(0, 0, 90, 0, 3, ellipsoid="sphere")
    assert quarter.lat[1] == pytest.approx(45, abs=1e-12)


def test_nan_is_between_the_ends() -> None:
    assert np.isnan(gd.waypoints(np.nan, 0, 0, 0, 4).lat[:-1]).all()


@pytest.mark.parametrize(
    ("keywords", "error"),
    [
        ({}, TypeError),
        ({"n": 5, "spacing": 1.0}, TypeError),
        ({"n": 1}, gd.GeodistError),
        ({"n": 0}, gd.GeodistError),
        ({"n": -3}, gd.GeodistError),
        ({"spacing": 0.0}, gd.GeodistError),
        ({"spacing": -1.0}, gd.GeodistError),
        ({"spacing": np.nan}, gd.GeodistError),
        ({"n": 2.5}, TypeError),
    ],
)
def test_refusals(keywords: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        gd.waypoints(*LINE, **keywords)


def test_spacing_of_many_lines() -> None:
    lat2, lon2 = np.array([40.0, 52.0, np.nan, 52.0]), np.array([-73.0, 4.0, 0.0, 5.0])
    found = gd.waypoints(52, 4, lat2, lon2, spacing=50e3)
    assert isinstance(found, gd.Waypoints)
    for line in range(4):
        one = gd.waypoints(52, 4, lat2[line], lon2[line], spacing=50e3)
        mine = found.line == line
        assert np.array_equal(found.lat[mine], one.lat, equal_nan=True)
        assert np.array_equal(found.lon[mine], one.lon, equal_nan=True)
    assert np.bincount(found.line).tolist()[1:] == [2, 2, 3]
    with pytest.raises(gd.GeodistError, match="at most 1e9 points"):
        gd.waypoints([0, 0], 0, [1, 2], 0, spacing=1e-9)
    with pytest.raises(gd.GeodistError, match="spacing must be positive, got 0"):
        gd.waypoints([0, 0], 0, [1, 2], 0, spacing=0)


@pytest.mark.parametrize("way", [{"n": 3}, {"spacing": 2e5}])
def test_series_of_pandas(way: dict[str, Any]) -> None:
    pd = pytest.importorskip("pandas")
    names = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["who", "trip"])
    table = pd.DataFrame({"lat": [0.0, 0.0], "lon": [0.0, 1.0], "to": [1.0, 4.0]}, index=names)
    lat, lon = gd.waypoints(table.lat, table.lon, 0, table.to, **way)
    assert (lat.name, lon.name, lat.index.names) == ("lat", "lon", ["who", "trip", "waypoint"])
    plain = gd.waypoints([0, 0], [0, 1], 0, [1, 4], **way)
    assert lon.tolist() == np.ravel(plain.lon).tolist()
    assert lon.loc["b", 2].tolist()[0] == 1
    assert lon.loc["b", 2].index.tolist() == list(range(3))
    with pytest.raises(ValueError, match="a Series of 1 rows does not go with 2 lines"):
        gd.waypoints(table.lat[:1], [0, 1], 0, 1, **way)


def test_series_of_polars() -> None:
    pl = pytest.importorskip("polars")
    table = pl.DataFrame({"lat": [0.0, 0.0], "lon": [0.0, 1.0], "to": [1.0, 4.0]})
    way = gd.waypoints(table["lat"], table["lon"], 0, table["to"], spacing=2e5)
    both = table.with_columns(way_lat=way.lat, way_lon=way.lon).explode("way_lat", "way_lon")
    assert both["lon"].to_list() == [0, 0, 1, 1, 1]
    assert both["way_lon"].round(6).to_list() == [0, 1, 1, 2.5, 4]


def test_missing_values_stay_missing() -> None:
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    numbers = [10.0, None, np.nan]
    for way in ({"n": 3}, {"spacing": 1e6}):
        found = gd.waypoints(0, 0, pl.Series(numbers, strict=False), pl.Series([2.0]), **way)
        for column in found:
            assert column.is_null().to_list() == [False, True, False]
            assert column.null_count() == 1
        assert found.lat.to_list()[0][-1] == 10
        assert np.isnan(found.lat.to_list()[2][-1])
        for dtype in ("Float64", "double[pyarrow]"):
            to = pd.Series([10.0, None], dtype=dtype)
            lat, lon = gd.waypoints(0, 0, to, 2, **way)
            assert (lat.dtype, lon.dtype) == (dtype, dtype)
            assert lat[0].iloc[-1] == 10
            assert lat[1].iloc[-1] is pd.NA


def test_columns_of_several_libraries_are_refused() -> None:
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    said = "cannot tell which rows belong together: lat1 is polars.Series, lon2 is pandas.Series"
    with pytest.raises(TypeError, match=said):
        gd.waypoints(pl.Series([1.0]), 0, 0, pd.Series([2.0]), 3)


def test_arrays_of_xarray() -> None:
    xr = pytest.importorskip("xarray")
    lat = xr.DataArray([0.0, 10.0], dims="from", coords={"from": ["a", "b"]})
    lon = xr.DataArray([1.0, 2.0, 4.0], dims="to")
    way = gd.waypoints(lat, 0, 0, lon, 5)
    assert way.lat.dims == ("from", "to", "waypoint")
    assert way.lon.attrs["units"] == "degrees_east"
    assert way.lat.coords["from"].values.tolist() == ["a", "b"]
    plain = gd.waypoints([[0], [10]], 0, 0, [1, 2, 4], 5)
    assert np.array_equal(way.lat, plain.lat)
    assert np.array_equal(way.lon, plain.lon)


def test_arrays_of_xarray_by_spacing() -> None:
    xr = pytest.importorskip("xarray")
    lat = xr.DataArray([0.0, 10.0], dims="from", coords={"from": ["a", "b"]})
    lon = xr.DataArray([1.0, 2.0, 40.0], dims="to")
    way = gd.waypoints(lat, 0, 0, lon, spacing=1e6)
    plain = gd.waypoints([[0], [10]], 0, 0, [1, 2, 40], spacing=1e6)
    assert isinstance(way, gd.Waypoints)
    assert np.array_equal(way.line, plain.line)
    for column, truth in zip(way[:2], plain[:2], strict=True):
        assert column.dims == ("waypoint",)
        assert np.array_equal(column, truth)
        assert column["from"].values.tolist() == ["ab"[line // 3] for line in plain.line]
        assert column["to"].values.tolist() == [line % 3 for line in plain.line]
    assert (way.lat.name, way.lat.attrs["units"]) == ("lat", "degrees_north")


@pytest.mark.parametrize("way", [{"n": 3}, {"spacing": 2e6}])
def test_columns_of_arrow(way: dict[str, Any]) -> None:
    pa = pytest.importorskip("pyarrow")
    lat = pa.array([0.0, None, 10.0])
    found = gd.waypoints(lat, 0, 0, [20, 30, 40], **way)
    for row, lon in ((0, 20), (2, 40)):
        truth = gd.waypoints(lat[row].as_py(), 0, 0, lon, **way)
        assert found.lat[row].as_py() == truth.lat.tolist()
        assert found.lon[row].as_py() == truth.lon.tolist()
    assert [column.is_null().to_pylist() for column in found] == [[False, True, False]] * 2
    chunked = gd.waypoints(pa.chunked_array([lat[:1], lat[1:]]), 0, 0, [20, 30, 40], **way)
    assert isinstance(chunked.lat, pa.ChunkedArray)
    assert chunked.lat.to_pylist() == found.lat.to_pylist()
    with pytest.raises(ValueError, match="a column of 3 rows does not go with 6 lines"):
        gd.waypoints(lat, 0, [[1], [2]], 5, **way)


def test_points_are_taken() -> None:
    a, b = gd.Points(lat=[0, 10], lon=[0, 20], crs=4267), gd.Point(5, 5)
    far = gd.waypoints(a, b, 4)
    truth = gd.waypoints(a.lat, a.lon, 5, 5, 4, ellipsoid=a.ellipsoid)
    assert np.array_equal(far.lat, truth.lat)
    assert not np.array_equal(far.lat, gd.waypoints(a.lat, a.lon, 5, 5, 4).lat)
    assert np.array_equal(gd.waypoints(b, gd.Point(0, 0), spacing=1e5).lon[[0, -1]], [5, 0])
    with pytest.raises(TypeError, match=r"missing lat2, lon2; instead of columns it takes two set"):
        gd.waypoints(1, 2, 3)


def test_threads_do_not_change_it() -> None:
    lat = np.linspace(-80, 80, 500)
    one, two = (gd.waypoints(lat, 0, 10, 120, 50, threads=t) for t in (1, 2))
    assert np.array_equal(one.lat, two.lat)
    with pytest.raises(ValueError, match="threads must be"):
        gd.waypoints(lat, 0, 10, 120, 50, threads=0)
    with pytest.raises(gd.GeodistError):
        gd.waypoints([1, 2], 0, 0, 0, 1)


def test_bad_coordinates() -> None:
    with pytest.raises(gd.InvalidLatitudeError):
        gd.waypoints(91, 0, 0, 0, 5)
    with pytest.raises(gd.InvalidLatitudeError) as caught:
        gd.waypoints([0, 91], 0, 0, 0, 5)
    assert caught.value.index == 1
    with pytest.raises(TypeError):
        gd.waypoints("a", 0, 0, 0, 5)


@pytest.mark.parametrize("n", [2**31, 2**63, 2**1100, -(2**63)])
def test_numbers_of_points_that_nobody_needs(n: int) -> None:
    with pytest.raises(gd.GeodistError, match=r"waypoints (are at most 1e9|need a number of)"):
        gd.waypoints(*LINE, n)
    with pytest.raises(gd.GeodistError, match=r"waypoints (are at most 1e9|need a number of)"):
        gd.waypoints([1, 2], 0, 0, 0, n)


def test_errors_say_which_line() -> None:
    lat1 = np.array([[10.0, 20.0], [30.0, 95.0]])
    with pytest.raises(gd.InvalidLatitudeError, match=r"lat1, index \(1, 1\)") as error:
        gd.waypoints(lat1, 0, 0, 0, 5)
    assert error.value.index == (1, 1)
    with pytest.raises(gd.InvalidLatitudeError, match=r"\(lat2\)") as error:
        gd.waypoints(0, 0, 99, 0, 5)
    assert error.value.index is None
    with pytest.raises(ValueError, match="lat2"):
        gd.waypoints([1, 2], 0, [1, 2, 3], 0, 5)
    assert gd.waypoints(np.empty((0, 3)), 0, 0, 0, 5).lat.shape == (0, 3, 5)


def test_other_threads_run_meanwhile() -> None:
    ticks = 0
    during: list[int] = []
    done = threading.Event()

    def work() -> None:
        for _ in range(50):
            before = ticks
            gd.waypoints(*LINE, 300_000)
            during.append(ticks - before)
            if during[-1]:
                break
        done.set()

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)  # nobody is made to wait for others: they may only give way
    try:
        worker = threading.Thread(target=work)
        worker.start()
        while not done.is_set():
            ticks += 1
            time.sleep(0)
        worker.join()
    finally:
        sys.setswitchinterval(interval)
    assert during[-1] > 0
