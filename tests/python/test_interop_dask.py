"""Dask arrays stay lazy and give the same numbers."""

from __future__ import annotations

import pickle
from typing import Any

import dask.array as da
import numpy as np
import pytest
from test_elementwise import FUNCTIONS, columns

import geodist as gd


@pytest.mark.parametrize("name", FUNCTIONS)
def test_lazy_and_equal(name: str) -> None:
    args = [value + np.linspace(0, 5, 12) for value in FUNCTIONS[name]]
    lazy = [da.from_array(arg, chunks=5) for arg in args]
    result = getattr(gd, name)(*lazy)
    plain = getattr(gd, name)(*args)
    assert isinstance(result, (type(plain), da.Array))
    for value, truth in zip(columns(result), columns(plain), strict=True):
        assert isinstance(value, da.Array)
        assert value.dtype == np.float64
        assert value.chunks == ((5, 5, 2),)
        assert np.array_equal(value.compute(), truth)


def test_nothing_is_computed_early() -> None:
    bad = da.from_array(np.array([0.0, 91.0]), chunks=1)
    result = gd.inverse(bad, 0, 0, 0)
    assert result.distance[0].compute() == 0
    with pytest.raises(gd.InvalidLatitudeError):
        result.distance.compute()


def test_broadcasting_with_numbers_and_arrays() -> None:
    lat = da.from_array(np.array([[1.0], [2.0], [3.0]]), chunks=(2, 1))
    lon = np.array([4.0, 5.0])
    result = gd.inverse(lat, lon, 6, 7)
    expected = gd.inverse(lat.compute(), lon, 6, 7)
    for value, truth in zip(result, expected, strict=True):
        assert np.array_equal(value.compute(), truth)


@pytest.mark.parametrize("scheduler", ["synchronous", "threads", "processes"])
def test_schedulers(scheduler: str) -> None:
    lat = da.from_array(np.linspace(-90, 90, 100), chunks=40)
    result = gd.distance(lat, 0, 0, 0, ellipsoid="GRS80").compute(scheduler=scheduler)
    expected = gd.distance(np.linspace(-90, 90, 100), 0, 0, 0, ellipsoid="GRS80")
    assert np.array_equal(result, expected)


def test_graphs_pickle() -> None:
    result = gd.direct(da.zeros(6, chunks=2), 0, 30, 1e6)
    assert pickle.loads(pickle.dumps(result.lat2)).compute().shape == (6,)


def test_where_and_out() -> None:
    lat = da.from_array(np.array([1.0, 100.0, 3.0]), chunks=2)
    result = gd.distance(lat, 0, 0, 0, where=lat <= 90).compute()
    assert np.isnan(result).tolist() == [False, True, False]
    with pytest.raises(TypeError, match="out="):
        gd.distance(lat, 0, 0, 0, out=np.empty(3))


@pytest.mark.parametrize("where", [[True, False, True, True], np.array([True, False, True, True])])
def test_where_in_one_piece(where: Any) -> None:
    lat = da.from_array(np.array([1.0, 100.0, 3.0, 4.0]), chunks=3)
    result = gd.distance(lat, 0, 0, 0, where=where)
    assert np.isnan(result.compute()).tolist() == [False, True, False, False]
    azi1 = gd.inverse(lat, 0, 0, 0, where=where).azi1
    assert np.isnan(azi1.compute()).tolist() == [False, True, False, False]


def test_chunks_may_differ() -> None:
    lat, lon = np.linspace(-80, 80, 12), np.linspace(0, 100, 12)
    lazy = gd.inverse(da.from_array(lat, chunks=5), da.from_array(lon, chunks=4), 1, lon)
    for value, truth in zip(lazy, gd.inverse(lat, lon, 1, lon), strict=True):
        assert np.array_equal(value.compute(), truth)


def test_an_error_does_not_name_another_row() -> None:
    lat = da.from_array(np.array([1.0, 2.0, 3.0, 95.0]), chunks=2)
    with pytest.raises(gd.InvalidLatitudeError, match=r"\(lat1, index 1 within its chunk\)") as bad:
        gd.distance(lat, 0, 0, 0).compute()
    assert bad.value.value == 95
    assert bad.value.index is None
    with pytest.raises(gd.InvalidLatitudeError, match="index 1 within its chunk"):
        gd.distance(lat, 0, 0, 0, where=lat > 0).compute()


def test_masked_blocks() -> None:
    lat = da.from_array(np.ma.array([1.0, 1000.0, 3.0], mask=[False, True, False]), chunks=2)
    result = gd.inverse(lat, 0, 0, 0).distance.compute()
    assert np.ma.getmaskarray(result).tolist() == [False, True, False]


def test_an_unaware_dask_uses_the_ufunc() -> None:
    result = gd.ufuncs.distance(da.ones(4, chunks=2), 0, 0, 0, *gd.WGS84)
    assert isinstance(result, da.Array)
    assert result.compute()[0] == gd.distance(1, 0, 0, 0)
