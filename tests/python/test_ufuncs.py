"""One NumPy ufunc per function."""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from test_elementwise import FUNCTIONS, columns, points, same_bits

import geodist as gd

A, F = gd.WGS84
each_function = pytest.mark.parametrize("name", FUNCTIONS)


@each_function
def test_a_ufunc_per_function(name: str) -> None:
    ufunc = getattr(gd.ufuncs, name)
    assert isinstance(ufunc, np.ufunc)
    assert ufunc.__name__ == name
    assert ufunc.nin == len(FUNCTIONS[name]) + 2
    assert ufunc.types == []
    assert "ellipsoid" in ufunc.__doc__


def test_all_functions_have_one() -> None:
    assert sorted(gd.ufuncs.__all__) == sorted(FUNCTIONS)


@each_function
@pytest.mark.parametrize("n", [1, 5, 3000])
def test_the_bits_of_the_function(name: str, n: int) -> None:
    args = [value + np.linspace(0, 10, n) for value in FUNCTIONS[name]]
    expected = columns(getattr(gd, name)(*args))
    for value, truth in zip(columns(getattr(gd.ufuncs, name)(*args, A, F)), expected, strict=True):
        assert same_bits(value, truth)


def test_the_ellipsoid_may_vary() -> None:
    figures = [gd.WGS84] * 3 + [gd.SPHERE] * 2 + [gd.WGS84, gd.GRS80]
    lat1, lon1, lat2, lon2 = points(len(figures))
    a, f = np.transpose([tuple(figure) for figure in figures])
    result = gd.ufuncs.inverse(lat1, lon1, lat2, lon2, a, f)
    for i, figure in enumerate(figures):
        one = gd.inverse(lat1[i], lon1[i], lat2[i], lon2[i], ellipsoid=figure)
        assert tuple(column[i] for column in result) == one


@pytest.mark.parametrize("dtype", ["f2", "f4", ">f8", "i4", "u8", "?", "g"])
@pytest.mark.parametrize("n", [4, 20_000])
def test_numbers_of_any_type_are_computed_as_doubles(dtype: str, n: int) -> None:
    lat = (np.arange(n) % 80).astype(dtype)
    result = gd.ufuncs.distance(lat, 1, 2, 3, A, F)
    assert result.dtype == np.float64
    assert same_bits(result, gd.distance(lat.astype(float), 1, 2, 3))


@pytest.mark.parametrize("bad", [1j, "1", None, np.datetime64("2020"), np.timedelta64(1)])
def test_what_is_no_real_number_is_refused(bad: Any) -> None:
    with pytest.raises(TypeError):
        gd.ufuncs.distance(0, bad, 0, 0, A, F)


def test_out_and_where() -> None:
    lat1, lon1, lat2, lon2 = points(100)
    where = np.arange(100) % 2 == 0
    lat1[~where] = 1000
    out = np.full(100, -1.0)
    assert gd.ufuncs.distance(lat1, lon1, lat2, lon2, A, F, out=out, where=where) is out
    assert same_bits(out[where], gd.distance(lat1[where], lon1[where], lat2[where], lon2[where]))
    assert np.all(out[~where] == -1)


@pytest.mark.parametrize("n", [1, 10, 100_000])
def test_errors_are_raised_from_the_loop(n: int) -> None:
    lat = np.zeros(n)
    lat[n // 2] = 91
    with pytest.raises(gd.InvalidLatitudeError, match="got 91") as caught:
        gd.ufuncs.inverse(lat, 0, 0, 0, A, F)
    assert caught.value.value == 91
    assert caught.value.index is None
    with pytest.raises(gd.InvalidEllipsoidError):
        gd.ufuncs.inverse(0, 0, lat * 0, 0, A, 0.5)


@each_function
def test_no_floating_point_warnings(name: str) -> None:
    args = [np.array([value, 0.0, np.nan, -0.0, 1e-300]) for value in FUNCTIONS[name]]
    with np.errstate(all="raise"):
        getattr(gd.ufuncs, name)(*args, A, F)


@each_function
def test_pickles(name: str) -> None:
    ufunc = getattr(gd.ufuncs, name)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(ufunc, protocol)) is ufunc


def test_a_pickle_can_be_read_by_a_new_process() -> None:
    text = pickle.dumps([gd.ufuncs.inverse, gd.inverse]).hex()
    code = f"import pickle; print(pickle.loads(bytes.fromhex({text!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "inverse" in done.stdout


@pytest.mark.skipif(not hasattr(np.add, "__dict__"), reason="ufuncs do not know their module")
def test_pickling_looks_into_no_other_module() -> None:
    pytest.importorskip("scipy")  # it has a part of this name that it imports when asked for it
    code = "import pickle, scipy, geodist; print(pickle.dumps(geodist.ufuncs.interpolate, 0))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "cgeodist.ufuncs" in done.stdout


def test_immortal() -> None:
    from geodist import _geodist_core

    before = sys.getrefcount(gd.ufuncs.chord)
    kept = _geodist_core.ufuncs.pop("chord")
    gc.collect()
    assert sys.getrefcount(kept) == before  # the local name stands for the entry
    _geodist_core.ufuncs["chord"] = kept
    # Module attribute, entry, argument of getrefcount, and one that is never given back.
    assert sys.getrefcount(gd.ufuncs.chord) >= 4
