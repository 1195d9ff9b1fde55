"""xarray objects keep their dimensions and coordinates, and results have units."""

from __future__ import annotations

import itertools

import dask.array as da
import numpy as np
import pandas as pd
import polars as pl
import pytest
import xarray as xr
from test_elementwise import FUNCTIONS, columns

import geodist as gd

UNITS = {
    "inverse_full": ["m", "degrees", "degrees", "m", "1", "1"],
    "inverse": ["m", "degrees", "degrees"],
    "azimuth": ["degrees"],
    "direct": ["degrees_north", "degrees_east", "degrees"],
    "interpolate": ["degrees_north", "degrees_east"],
    "midpoint": ["degrees_north", "degrees_east"],
    "rhumb_inverse": ["m", "degrees"],
    "rhumb_direct": ["degrees_north", "degrees_east"],
    "to_ecef": ["m", "m", "m"],
    "from_ecef": ["degrees_north", "degrees_east", "m"],
}


@pytest.fixture
def lat() -> xr.DataArray:
    return xr.DataArray([10.0, 20.0], dims="y", coords={"y": [1, 2]}, attrs={"units": "deg"})


@pytest.fixture
def lon() -> xr.DataArray:
    return xr.DataArray([5.0, 6.0, 7.0], dims="x")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_dimensions_and_units(name: str, lat: xr.DataArray, lon: xr.DataArray) -> None:
    args = list(FUNCTIONS[name])
    if name == "from_ecef":
        lat.attrs["units"] = "m"
    before = dict(lat.attrs)
    result = getattr(gd, name)(lat, lon, *args[2:])
    plain = getattr(gd, name)(lat.values[:, None], lon.values, *args[2:])
    units = UNITS.get(name, ["m"])
    for value, truth, unit in zip(columns(result), columns(plain), units, strict=True):
        assert value.dims == ("y", "x")
        assert value.y.values.tolist() == [1, 2]
        assert value.attrs == {"units": unit}
        assert np.array_equal(value.values, truth)
    assert type(result) is type(plain) or len(units) == 1
    assert lat.attrs == before


def test_dimensions_broadcast_by_name(lat: xr.DataArray) -> None:
    result = gd.distance(lat, 0, xr.DataArray([1.0, 2, 3, 4], dims="other"), 0)
    assert dict(result.sizes) == {"y": 2, "other": 4}


def test_misaligned_arrays_are_aligned_as_xarray_does(lat: xr.DataArray) -> None:
    other = xr.DataArray([1.0, 2.0], dims="y", coords={"y": [2, 3]})
    result = gd.distance(lat, 0, other, 0)
    assert result.y.values.tolist() == [2]
    assert result.item() == gd.distance(20, 0, 1, 0)


def test_dask_inside_stays_lazy(lat: xr.DataArray, lon: xr.DataArray) -> None:
    for result in gd.inverse(lat.chunk(1), lon, 0, 0):
        assert isinstance(result.data, da.Array)
    computed = [value.compute() for value in gd.inverse(lat.chunk(1), lon, 0, 0)]
    for value, truth in zip(computed, gd.inverse(lat, lon, 0, 0), strict=True):
        xr.testing.assert_identical(value, truth)


def test_dataset(lat: xr.DataArray) -> None:
    data = xr.Dataset({"here": lat, "there": lat + 1})
    result = gd.distance(data, 0, 0, 0)
    assert result.there.attrs["units"] == "m"
    assert result.there.values[1] == gd.distance(21, 0, 0, 0)


def test_where_and_out(lat: xr.DataArray) -> None:
    lat[1] = 100
    result = gd.distance(lat, 0, 0, 0, where=lat < 90)
    assert np.isnan(result.values).tolist() == [False, True]
    with pytest.raises(TypeError, match="out="):
        gd.distance(lat, 0, 0, 0, out=np.empty(2))


def test_an_error_names_the_position(lat: xr.DataArray, lon: xr.DataArray) -> None:
    lat[1] = 100
    with pytest.raises(gd.InvalidLatitudeError) as caught:
        gd.distance(lat, lon, 0, 0)
    assert caught.value.index == (1, 0)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_results_have_their_own_names(name: str) -> None:
    grid = xr.Dataset(coords={"lat": [50.0, 60.0], "lon": [0.0, 10.0]})
    rest = FUNCTIONS[name][2:]
    result = getattr(gd, name)(grid.lat, grid.lon, *rest)
    names = result._fields if isinstance(result, tuple) else (name,)
    assert [value.name for value in columns(result)] == list(names)
    if name == "distance":
        assert list(result.to_dataset().data_vars) == ["distance"]
    assert grid.lat.name == "lat"


def test_columns_of_other_libraries_are_refused() -> None:
    table = pd.DataFrame({"lat": [1.0, 2, 3], "lon": [1.0, 2, 3]})
    stations = xr.Dataset({"lat": ("s", [0.0, 0, 0]), "lon": ("s", [0.0, 0, 0])})
    polars = pl.from_pandas(table)
    said = "cannot tell which rows belong together: lat1 is pandas.Series, .*lat2 is xarray.Data"
    with pytest.raises(TypeError, match=said):
        gd.distance(table.lat, table.lon, stations.lat, stations.lon)
    for first, second in itertools.permutations((table, stations, polars), 2):
        with pytest.raises(TypeError, match="cannot tell which rows belong together"):
            gd.inverse(first["lat"], 0, second["lat"], 0)
        with pytest.raises(TypeError, match="cannot tell which rows belong together"):
            gd.distance(first["lat"], 0, 0, 0, where=second["lat"] > 1)
    lazy = da.zeros(3, chunks=2)
    for frame in (table, polars):
        with pytest.raises(TypeError, match=r"lon1 is dask\.array\.Array"):
            gd.distance(frame["lat"], lazy, 0, 0)
    assert gd.distance(stations.lat, lazy, 0, 0).dims == ("s",)
    with pytest.raises(TypeError, match=r"lat2 is polars\.Expr"):
        gd.distance(table.lat, 0, pl.col("lat"), 0)


def test_ellipsoid(lat: xr.DataArray) -> None:
    result = gd.distance(lat, 0, 0, 0, ellipsoid="sphere")
    assert result.values[0] == gd.distance(10, 0, 0, 0, ellipsoid="sphere")


@pytest.fixture
def stations() -> xr.Dataset:
    return xr.Dataset(coords={"lat": ("st", [1.0, 2.0]), "lon": ("st", [3.0, 4.0])})


def test_coordinates_of_columns_make_no_points_of_them(stations: xr.Dataset) -> None:
    lat, lon = stations.lat, stations.lon
    assert gd.BoundingBox(0, 0, 1.5, 10).contains(lat, lon).tolist() == [True, False]
    assert gd.BoundingBox.around(lat, lon) == gd.BoundingBox(1, 3, 2, 4)
    assert gd.Points(lat=lat, lon=lon).lat.tolist() == [1, 2]
    index = gd.PointIndex(lat, lon)
    assert index.query(lat, lon).indices.tolist() == [0, 1]
    truth = gd.cdist([1, 2], [3, 4], [0], [0])
    assert np.array_equal(gd.cdist(lat, lon, [0], [0]), truth)
    way = gd.waypoints(lat, lon, 0, 0, 3)
    assert np.array_equal(way.lat, gd.waypoints([1, 2], [3, 4], 0, 0, 3).lat)
    with pytest.raises(TypeError, match="lat must hold real numbers, got Dataset; give its lat"):
        index.query(stations, lon)


def test_datasets_are_sets_of_points(stations: xr.Dataset) -> None:
    truth = gd.cdist([1, 2], [3, 4], [1, 2], [3, 4])
    assert np.array_equal(gd.cdist(stations, stations), truth)
    assert gd.PointIndex(stations).query(stations).distances.tolist() == [0, 0]


def test_attributes_say_nothing_of_the_coordinate(lat: xr.DataArray) -> None:
    lat.attrs |= {"long_name": "Latitude", "standard_name": "latitude", "axis": "Y"}
    lat.attrs |= {"valid_max": 90, "source": "survey"}
    assert gd.distance(lat, 0, 0, 0).attrs in ({"units": "m"}, {"units": "m", "source": "survey"})
    with xr.set_options(keep_attrs=True):
        kept = {"units": "m", "source": "survey"}
        assert gd.distance(lat, 0, 0, 0).attrs == kept
        assert gd.distance(xr.Dataset({"here": lat}), 0, 0, 0).here.attrs == kept
    assert lat.attrs["axis"] == "Y"
