"""The element-wise functions on numbers and plain arrays, by the rules of NumPy."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import geodist as gd
from geodist._calls import functions

if TYPE_CHECKING:
    from collections.abc import Callable

# A value for each coordinate that a function may take.
VALUES = {
    "lat": 52.0,
    "lon": 4.0,
    "h": 100.0,
    "lat1": 52.0,
    "lon1": 4.0,
    "h1": 100.0,
    "lat2": 40.0,
    "lon2": -73.0,
    "h2": 0.0,
    "azi1": 40.0,
    "azi12": 40.0,
    "distance": 1e6,
    "fraction": 0.25,
    "x": 4e6,
    "y": 3e6,
    "z": 4.5e6,
}
# Arguments for each function.
FUNCTIONS = {
    name: tuple(VALUES[parameter] for parameter in function.parameters)
    for name, function in functions.FUNCTIONS.items()
}
SEVERAL = {name for name, function in functions.FUNCTIONS.items() if len(function.results) > 1}
each_function = pytest.mark.parametrize("name", FUNCTIONS)
rng = np.random.default_rng(20)


def columns(result: Any) -> tuple[Any, ...]:
    return result if isinstance(result, tuple) else (result,)


def points(*shape: int) -> list[np.ndarray]:
    return [
        rng.uniform(-90, 90, shape),
        rng.uniform(-180, 180, shape),
        rng.uniform(-90, 90, shape),
        rng.uniform(-180, 180, shape),
    ]


def same_bits(x: Any, y: Any) -> bool:
    return np.asarray(x, float).tobytes() == np.asarray(y, float).tobytes()


# Numbers


@each_function
def test_numbers_give_floats(name: str) -> None:
    result = getattr(gd, name)(*FUNCTIONS[name])
    assert all(type(value) is float for value in columns(result))
    assert isinstance(result, tuple) == (name in SEVERAL)


@each_function
def test_a_number_has_the_bits_of_an_array(name: str) -> None:
    args = FUNCTIONS[name]
    one = columns(getattr(gd, name)(*args))
    many = columns(getattr(gd, name)(*(np.full(1003, value) for value in args)))
    for value, array in zip(one, many, strict=True):
        assert same_bits(np.full(1003, value), array)


@pytest.mark.parametrize(
    "number", [4, 4.0, True, np.float64(4), np.float32(4), np.int8(4), np.uint64(4), np.bool_(1)]
)
def test_kinds_of_number(number: Any) -> None:
    result = gd.distance(number, 1, 2, 3)
    assert type(result) is float
    assert result == gd.distance(float(number), 1.0, 2.0, 3.0)


def test_results_are_named_tuples() -> None:
    line = gd.inverse(0, 0, 0, 1)
    assert isinstance(line, gd.Inverse)
    assert line.azi1 == line[1] == 90
    assert repr(line).startswith("Inverse(distance=111319.49")
    assert pickle.loads(pickle.dumps(line)) == line
    assert isinstance(gd.inverse_full(0, 0, 0, 1), gd.InverseFull)
    assert isinstance(gd.direct(0, 0, 0, 1), gd.Direct)
    assert isinstance(gd.interpolate(0, 0, 0, 1, 0.5), gd.LatLon)
    assert isinstance(gd.rhumb_inverse(0, 0, 0, 1), gd.RhumbInverse)
    assert isinstance(gd.to_ecef(0, 0, 0), gd.Ecef)
    assert isinstance(gd.from_ecef([7e6], 0, 0), gd.Geodetic)


@pytest.mark.parametrize(
    "ellipsoid", [gd.WGS84, "WGS84", None, gd.Ellipsoid(6378137, 1 / 298.257223563)]
)
def test_ellipsoid_default(ellipsoid: Any) -> None:
    assert gd.distance(1, 2, 3, 4, ellipsoid=ellipsoid) == gd.distance(1, 2, 3, 4)


def test_ellipsoid() -> None:
    quarter = gd.EARTH_RADIUS_METERS * np.pi / 2
    assert gd.distance(0, 0, 90, 0, ellipsoid="sphere") == pytest.approx(quarter, abs=1e-8)
    assert gd.distance([0], 0, 90, 0, ellipsoid=gd.Ellipsoid(1, 0))[0] == pytest.approx(np.pi / 2)
    with pytest.raises(gd.InvalidEllipsoidError):
        gd.distance(0, 0, 90, 0, ellipsoid="flat")
    with pytest.raises(TypeError):
        gd.distance(0, 0, 90, 0, ellipsoid=6378137)


# Arrays


@each_function
def test_arrays_give_float64_arrays(name: str) -> None:
    args = [np.full((2, 3), value) for value in FUNCTIONS[name]]
    for value in columns(getattr(gd, name)(*args)):
        assert type(value) is np.ndarray
        assert value.dtype == np.float64
        assert value.shape == (2, 3)
        assert value.flags.c_contiguous


def test_broadcasting() -> None:
    lat1, lon1, lat2, lon2 = points(7)
    result = gd.inverse(lat1[:, None], lon1[:, None], lat2, 5)
    assert result.distance.shape == (7, 7)
    for i, j in np.ndindex(7, 7):
        assert tuple(column[i, j] for column in result) == gd.inverse(lat1[i], lon1[i], lat2[j], 5)
    with pytest.raises(ValueError, match="broadcast"):
        gd.distance(lat1, lon1[:3], lat2, lon2)


def test_large_broadcast() -> None:
    lat1, lon1, lat2, lon2 = points(400)
    matrix = gd.distance(lat1[:, None], lon1[:, None], lat2, lon2)
    for i in range(0, 400, 57):
        assert same_bits(matrix[i], gd.distance(lat1[i], lon1[i], lat2, lon2))


def test_many_small_rows() -> None:
    lat1, lon1, lat2, lon2 = points(3)
    rows = gd.distance(np.full((5000, 1), lat1[0]), lon1[0], lat2, lon2)
    assert same_bits(rows, np.broadcast_to(gd.distance(lat1[0], lon1[0], lat2, lon2), (5000, 3)))


@pytest.mark.parametrize("n", [0, 1, 2, 7, 8, 31, 64, 1000])
@pytest.mark.parametrize("step", [1, 2, -1, -3])
def test_strides(n: int, step: int) -> None:
    wide = points(max(n, 1) * abs(step))
    strided = [column[::step][:n] for column in wide]
    packed = [column.copy() for column in strided]
    assert same_bits(gd.distance(*strided), gd.distance(*packed))
    out = np.full(max(n, 1) * abs(step), -1.0)
    view = out[::step][:n]
    assert gd.distance(*strided, out=view) is view
    assert same_bits(view, gd.distance(*packed))
    assert np.count_nonzero(out != -1) == n


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 5), (2, 0, 4)])
def test_zero_size(shape: tuple[int, ...]) -> None:
    assert gd.distance(np.zeros(shape), 0, 0, 0).shape == shape
    assert gd.direct(np.zeros(shape), 0, 0, 0).azi2.shape == shape


def test_empty_list() -> None:
    assert gd.distance([], [], [], []).shape == (0,)


def test_zero_dimensions() -> None:
    result = gd.distance(np.array(1.0), 2, 3, 4)
    assert type(result) is np.float64  # as NumPy's own functions
    assert result == gd.distance(1, 2, 3, 4)


def test_fortran_order() -> None:
    args = [np.asfortranarray(column) for column in points(50, 40)]
    assert same_bits(gd.distance(*args), gd.distance(*(np.ascontiguousarray(x) for x in args)))


@pytest.mark.parametrize(
    "dtype", ["f2", "f4", "f8", "g", ">f4", ">f8", "<f8", "i1", "u1", "i2", ">i4", "i8", "u8", "?"]
)
@pytest.mark.parametrize("n", [3, 100_003])
def test_dtypes(dtype: str, n: int) -> None:
    lat = (np.arange(n) % 80).astype(dtype)
    result = gd.distance(lat, 1, 2, 3)
    assert result.dtype == np.float64
    assert same_bits(result, gd.distance(lat.astype(float), 1, 2, 3))


def test_misaligned() -> None:
    raw = np.zeros(100, dtype=[("pad", "u1"), ("lat", "f8")])
    raw["lat"] = rng.uniform(-90, 90, 100)
    assert not raw["lat"].flags.aligned
    assert same_bits(gd.distance(raw["lat"], 1, 2, 3), gd.distance(raw["lat"].copy(), 1, 2, 3))


def test_lists_and_tuples() -> None:
    assert same_bits(
        gd.distance([1, 2], (3, 4), 5, 6.5),
        gd.distance(np.array([1.0, 2]), np.array([3.0, 4]), 5, 6.5),
    )


def test_memory_map(tmp_path: Any) -> None:
    np.arange(50.0).tofile(tmp_path / "lat")
    lat = np.memmap(tmp_path / "lat", np.float64)
    out = np.memmap(tmp_path / "out", np.float64, "w+", shape=50)
    assert gd.distance(lat, 0, 0, 0, out=out) is out
    assert same_bits(out, gd.distance(np.arange(50.0), 0, 0, 0))
    assert type(gd.distance(lat, 0, 0, 0)) is np.ndarray


def test_read_only_inputs() -> None:
    args = points(9)
    for column in args:
        column.flags.writeable = False
    assert gd.distance(*args).shape == (9,)


# out and where


def test_out() -> None:
    args = points(6, 5)
    expected = gd.inverse(*args)
    out = tuple(np.empty((6, 5)) for _ in range(3))
    result = gd.inverse(*args, out=out)
    assert isinstance(result, gd.Inverse)
    for value, given, truth in zip(result, out, expected, strict=True):
        assert value is given
        assert same_bits(value, truth)
    some = gd.inverse(*args, out=(None, out[0], None))
    assert some.azi1 is out[0]
    assert same_bits(some.distance, expected.distance)
    assert same_bits(out[0], expected.azi1)


def test_out_tuple_of_one() -> None:
    out = np.empty(4)
    assert gd.distance([1, 2, 3, 4], 0, 0, 0, out=(out,)) is out


def test_out_broadcasts_inputs() -> None:
    out = np.empty((3, 2))
    gd.distance(1, 2, 3, [4, 5], out=out)
    assert same_bits(out, np.tile(gd.distance(1, 2, 3, [4, 5]), (3, 1)))


@pytest.mark.parametrize("n", [5, 200_000])
def test_out_is_cast(n: int) -> None:
    lat = np.linspace(-90, 90, n)
    for dtype in ("f4", ">f8", "g"):
        out = np.empty(n, dtype)
        gd.distance(lat, 0, 0, 0, out=out)
        assert np.array_equal(out, gd.distance(lat, 0, 0, 0).astype(dtype))


@pytest.mark.parametrize(
    ("out", "error"),
    [
        (np.empty(3, int), TypeError),
        (np.empty(4), ValueError),
        (np.empty((1,)), ValueError),
        ([0.0, 0.0, 0.0], TypeError),
        ((np.empty(3), np.empty(3)), ValueError),
        ((), ValueError),
        (np.broadcast_to(np.zeros(1), 3), ValueError),
    ],
)
def test_bad_out(out: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        gd.distance([1, 2, 3], 0, 0, 0, out=out)


def test_refused_out_is_named() -> None:
    with pytest.raises(TypeError, match="out must be an array of floats, got one of dtype int64"):
        gd.distance([1, 2, 3], 0, 0, 0, out=np.empty(3, np.int64))


def test_out_of_several_must_be_a_tuple() -> None:
    with pytest.raises(TypeError, match="tuple of 3 arrays"):
        gd.inverse([1], 0, 0, 0, out=np.empty(1))


@pytest.mark.parametrize("n", [10, 100_000])
def test_out_may_be_an_input(n: int) -> None:
    lat1, lon1, lat2, lon2 = points(n)
    expected = gd.direct(lat1, lon1, lat2, lon2)
    result = gd.direct(lat1, lon1, lat2, lon2, out=(lat1, lon1, lat2))
    assert result.lat2 is lat1
    for value, truth in zip(result, expected, strict=True):
        assert same_bits(value, truth)


@pytest.mark.parametrize("rows", [1, 2, 5, 3000])
@pytest.mark.parametrize(
    "outputs",
    [
        lambda m, w: (m[0], m[1], m[2]),  # the inputs themselves
        lambda m, w: (m[1], m[2], m[0]),
        lambda m, w: (m[0][::-1], None, None),
        lambda m, w: (None, None, m[3][::-1]),
        lambda m, w: (m.reshape(-1)[1 : m.shape[1] + 1], None, None),
        lambda m, w: (None, m.reshape(-1)[m.shape[1] - 1 : -m.shape[1] * 2 - 1], m[3]),
        lambda m, w: (w[::2], w[1::2], None),
        lambda m, w: (w[-2::-2], None, None),
        lambda m, w: (w[: w.size // 2], w[w.size // 2 :], None),
    ],
)
def test_outputs_as_columns_among_inputs(rows: int, outputs: Callable[..., Any]) -> None:
    memory = np.random.default_rng(rows).uniform(-90, 90, (4, rows))
    wide = np.zeros(2 * rows)
    expected = gd.inverse(*memory.copy())
    out = outputs(memory, wide)
    result = gd.inverse(*memory, out=out)
    for given, got, right in zip(out, result, expected, strict=True):
        assert given is None or got is given
        np.testing.assert_array_equal(got, right)


def test_one_array_for_two_results_gets_one_of_them() -> None:
    lat, lon = np.random.default_rng(0).uniform(-90, 90, (2, 3000))
    expected = gd.inverse(lat, lon, 0, 0)
    out = np.empty(3000)
    result = gd.inverse(lat, lon, 0, 0, out=(out, out, None))
    assert result.distance is result.azi1 is out
    assert np.array_equal(out, expected.distance) or np.array_equal(out, expected.azi1)


def test_out_may_overlap_an_input() -> None:
    memory = rng.uniform(-90, 90, 1001)
    lat, out = memory[:-1], memory[1:]
    expected = gd.distance(lat.copy(), 1, 2, 3)
    gd.distance(lat, 1, 2, 3, out=out)
    assert same_bits(out, expected)


@pytest.mark.parametrize("n", [9, 150_000])
@pytest.mark.parametrize("dtype", ["f8", "f4"])
def test_where(n: int, dtype: str) -> None:
    lat1, lon1, lat2, lon2 = (column.astype(dtype) for column in points(n))
    where = np.arange(n) % 3 != 0
    lat1[~where] = 1e6  # not looked at
    expected = gd.distance(lat1[where], lon1[where], lat2[where], lon2[where])
    out = np.full(n, -7, dtype)
    gd.distance(lat1, lon1, lat2, lon2, out=out, where=where)
    assert np.array_equal(out[where], expected.astype(dtype))
    assert np.all(out[~where] == -7)
    new = gd.distance(lat1, lon1, lat2, lon2, where=where)
    assert same_bits(new[where], expected)
    assert np.all(np.isnan(new[~where]))


def test_where_broadcasts() -> None:
    result = gd.inverse(1, 2, 3, 4, where=[[True, False], [False, True]])
    assert result.distance.shape == (2, 2)
    assert np.isnan(result.azi2).tolist() == [[False, True], [True, False]]
    assert gd.distance([1, 100], 2, 3, 4, where=False).tolist() == pytest.approx(
        [np.nan] * 2, nan_ok=True
    )
    assert gd.distance([1, 2], 2, 3, 4, where=True).shape == (2,)


def test_where_must_be_bool() -> None:
    with pytest.raises(TypeError):
        gd.distance([1, 2], 2, 3, 4, where=np.array([0.0, 1.0]))


# The functions themselves


@each_function
def test_results_are_those_of_the_table(name: str) -> None:
    function = functions.FUNCTIONS[name]
    result = getattr(gd, name)(*FUNCTIONS[name])
    if function.result_type is None:
        assert len(function.results) == len(function.units) == 1
    else:
        assert type(result) is getattr(gd, function.result_type)
        assert result._fields == function.results
        assert len(function.units) == len(function.results)


@each_function
def test_parameters_are_those_of_the_table(name: str) -> None:
    names = inspect.signature(getattr(gd, name)).parameters
    assert tuple(names)[:-4] == functions.FUNCTIONS[name].parameters


def test_what_is_written_down_follows_the_table() -> None:
    tool = Path(__file__).parents[2] / "pygeodist/tools/generate_functions.py"
    run = subprocess.run(
        [sys.executable, tool, "--check"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


@each_function
def test_introspection(name: str) -> None:
    function = getattr(gd, name)
    names = list(inspect.signature(function).parameters)
    assert len(names) == len(FUNCTIONS[name]) + 4
    assert names[-4:] == ["ellipsoid", "out", "where", "threads"]
    assert function.__module__ == "geodist"
    assert function.__name__ == name
    assert pickle.loads(pickle.dumps(function)) is function
    for section in ("Parameters", "Returns", "Raises", "Notes", "References", "Examples"):
        assert f"\n{section}\n---" in function.__doc__


def test_earth_radius_is_the_core_s() -> None:
    # A degree of the sphere, as the library computes it, tells the radius that it uses.
    degree = gd.distance(0, 0, 0, 1, ellipsoid="sphere")
    assert degree == pytest.approx(gd.EARTH_RADIUS_METERS * np.pi / 180, abs=1e-8)
    assert gd.SPHERE.a == gd.EARTH_RADIUS_METERS
