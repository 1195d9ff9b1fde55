"""What the element-wise functions refuse, and how they say where it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from test_elementwise import FUNCTIONS, columns, each_function

import geodist as gd


def test_error_of_a_number() -> None:
    with pytest.raises(gd.InvalidLatitudeError) as caught:
        gd.distance(139.5, 35.5, 0, 0)
    assert caught.value.value == 139.5
    assert caught.value.index is None
    assert "139.5" in str(caught.value)
    assert "swapped?" in str(caught.value)
    assert "index" not in str(caught.value)


def test_error_in_one_dimension() -> None:
    lat = np.zeros(100_000)
    lat[[70_000, 70_001]] = 91, 92
    for column in (lat, lat.astype("f4"), lat.astype(">f8")):
        with pytest.raises(gd.InvalidLatitudeError, match=r"index 70000\b") as caught:
            gd.distance(0, 0, column, 0)
        assert caught.value.index == 70_000
        assert caught.value.value == 91


def test_error_in_several_dimensions() -> None:
    lat = np.zeros((2, 300, 500), order="F")
    lat[1, 20, 30] = lat[1, 21, 0] = -91
    with pytest.raises(gd.InvalidLatitudeError, match=r"index \(1, 20, 30\)") as caught:
        gd.inverse(lat, 0, 0, 0)
    assert caught.value.index == (1, 20, 30)


def test_error_index_is_of_the_broadcast_result() -> None:
    lon = np.zeros(40)
    lon[7] = np.inf
    with pytest.raises(gd.InvalidLongitudeError) as caught:
        gd.distance(np.zeros((30, 1)), 0, 0, lon)
    assert caught.value.index == (0, 7)
    with pytest.raises(gd.InvalidLongitudeError) as caught:
        gd.distance(0, 0, 0, lon[:, None], out=np.empty((40, 3)))
    assert caught.value.index == (7, 0)


def test_the_first_error_wins_across_threads() -> None:
    lat = np.zeros(1_000_000)
    lat[::1000] = 100
    lat[:300_000] = 0
    with pytest.raises(gd.InvalidLatitudeError) as caught:
        gd.distance(lat, 0, 0, 0, threads=2)
    assert caught.value.index == 300_000


@each_function
@pytest.mark.parametrize("bad", [np.inf, -np.inf])
def test_infinite_values_are_refused(name: str, bad: float) -> None:
    args = FUNCTIONS[name]
    for i in range(len(args)):
        given: list[Any] = list(args)
        given[i] = bad
        with pytest.raises(gd.GeodistError):
            getattr(gd, name)(*given)
        given[i] = [args[i], bad]
        with pytest.raises(gd.GeodistError) as caught:
            getattr(gd, name)(*given)
        assert caught.value.index == 1
        assert caught.value.value == bad


@each_function
def test_nan_gives_nan(name: str) -> None:
    args = FUNCTIONS[name]
    for i in range(len(args)):
        given: list[Any] = list(args)
        given[i] = np.nan
        assert np.all(np.isnan(columns(getattr(gd, name)(*given))))
        given[i] = np.array([args[i], np.nan] * 9)
        for column in columns(getattr(gd, name)(*given)):
            assert np.isnan(column).tolist() == [False, True] * 9


@each_function
def test_no_floating_point_warnings(name: str) -> None:
    special = [0.0, -0.0, 90.0, -90.0, 180.0, -180.0, 1e-300, 5e-324, np.nan, 360.0, 45.0]
    args = [np.array(special)] * len(FUNCTIONS[name])
    if name != "from_ecef":
        args = [np.clip(column, -90, 90) for column in args]
    with np.errstate(all="raise"):
        getattr(gd, name)(*np.meshgrid(*args[:4]), *(column[0] for column in args[4:]))
        for value in special[:3]:
            getattr(gd, name)(*[value] * len(args))
        np.float64(1) / np.float64(3)


@pytest.mark.parametrize(
    "bad",
    [
        "1",
        None,
        1j,
        np.array(["a"]),
        np.array([1j]),
        ["1", None],
        object(),
        np.datetime64("2020"),
        np.timedelta64(1),
        np.array([1, 2], "m8[s]"),
        {},
        [[1, 2], "a"],
    ],
)
def test_what_is_no_number_is_refused(bad: Any) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        gd.distance(0, bad, 0, 0)
    assert not isinstance(caught.value, gd.GeodistError)


def test_refusal_names_the_argument() -> None:
    with pytest.raises(TypeError, match="lon1 must hold real numbers"):
        gd.distance(0, "4 E", 0, 0)


def test_refusal_of_a_text_column_says_what_to_do() -> None:
    pd = pytest.importorskip("pandas")
    column = pd.Series(["4.0", "east"])
    with pytest.raises(TypeError, match=r"lon1 must hold real numbers.*pandas\.to_numeric"):
        gd.distance(pd.Series([0.0, 1.0]), column, 0, 0)


def test_pairs_are_refused() -> None:
    pairs = np.zeros((5, 2))
    with pytest.raises(TypeError, match=r"missing lat2, lon2.*distance\(lat1, lon1, lat2, lon2\)"):
        gd.distance(pairs, pairs)  # type: ignore[call-overload]


def test_wrong_arguments() -> None:
    call: Any = gd.distance
    with pytest.raises(TypeError, match=r"takes 4 positional arguments .* 5 were given"):
        call(1, 2, 3, 4, 5)
    with pytest.raises(TypeError, match="missing lon1"):
        call(1, lat2=3, lon2=4)
    with pytest.raises(TypeError, match="several values for argument 'lat1'"):
        call(1, 2, 3, lat1=4)
    with pytest.raises(TypeError, match="unexpected keyword argument 'radius'"):
        call(1, 2, 3, 4, radius=5)
    for threads in (0, -1, 100_000):
        with pytest.raises(ValueError, match="threads"):
            call(1, 2, 3, 4, threads=threads)
    with pytest.raises(TypeError):
        call(1, 2, 3, 4, threads=1.5)


def test_coordinates_by_name() -> None:
    assert gd.distance(lon2=4, lat2=3, lon1=2, lat1=1) == gd.distance(1, 2, 3, 4)
    assert gd.direct(1, 2, distance=5, azi1=3) == gd.direct(1, 2, 3, 5)
