"""Masked arrays keep their masks, and masked elements are not looked at."""

from __future__ import annotations

import numpy as np
import pytest
from test_elementwise import FUNCTIONS, columns

import geodist as gd

MASK = np.array([False, True, False, True])


@pytest.fixture
def lat() -> np.ma.MaskedArray:
    return np.ma.array([10.0, 9999.0, -30.0, np.inf], mask=MASK)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_masks_are_kept(name: str, lat: np.ma.MaskedArray) -> None:
    rest = FUNCTIONS[name][1:]
    result = getattr(gd, name)(lat, *rest)
    plain = getattr(gd, name)(lat.data[~MASK], *rest)
    assert type(result) is type(plain) or isinstance(result, np.ma.MaskedArray)
    for value, truth in zip(columns(result), columns(plain), strict=True):
        assert isinstance(value, np.ma.MaskedArray)
        assert np.array_equal(value.mask, MASK)
        assert np.array_equal(value.compressed(), truth)
    assert np.array_equal(lat.mask, MASK)


def test_masks_are_joined_and_broadcast(lat: np.ma.MaskedArray) -> None:
    lon = np.ma.array([[0.0], [np.inf]], mask=[[False], [True]])
    result = gd.distance(lat, lon, 0, 0)
    assert result.mask.tolist() == [MASK.tolist(), [True] * 4]


def test_unmasked_elements_are_looked_at(lat: np.ma.MaskedArray) -> None:
    lat[2] = 91
    with pytest.raises(gd.InvalidLatitudeError) as caught:
        gd.distance(lat, 0, 0, 0)
    assert caught.value.index == 2


def test_no_mask() -> None:
    result = gd.distance(np.ma.array([1.0, 2.0]), 0, 0, 0)
    assert isinstance(result, np.ma.MaskedArray)
    assert result.mask.tolist() == [False, False]


def test_a_masked_number() -> None:
    assert gd.distance(np.ma.masked, 0, 0, 0) is np.ma.masked
    assert gd.distance(np.ma.array(5.0), 0, 0, 0) == gd.distance(5, 0, 0, 0)
    assert all(value is np.ma.masked for value in gd.inverse(np.ma.masked, 0, 0, 0))


def test_out(lat: np.ma.MaskedArray) -> None:
    out = np.ma.zeros(4)
    assert gd.distance(lat, 0, 0, 0, out=out) is out
    assert out.mask.tolist() == MASK.tolist()
    plain = np.full(4, -1.0)
    assert gd.distance(lat, 0, 0, 0, out=plain) is plain
    assert np.array_equal(np.isnan(plain), MASK)
    outs = (None, np.ma.zeros(4), None)
    result = gd.inverse(lat, 0, 0, 0, out=outs)
    assert result.azi1 is outs[1]
    assert result.azi2.mask.tolist() == MASK.tolist()


def test_where(lat: np.ma.MaskedArray) -> None:
    result = gd.distance(lat, 0, 0, 0, where=[True, True, False, False])
    assert result.mask.tolist() == MASK.tolist()
    assert np.isnan(result.data[2])


def test_out_keeps_what_where_leaves_out(lat: np.ma.MaskedArray) -> None:
    where = [True, True, False, False]
    plain = np.full(4, -1.0)
    gd.distance(lat, 0, 0, 0, out=plain, where=where)
    assert np.isnan(plain).tolist() == [False, True, False, False]
    assert plain[2:].tolist() == [-1, -1]
    out = np.ma.array([-1.0] * 4, mask=[True, False, True, False])
    gd.distance(lat, 0, 0, 0, out=out, where=where)
    assert out.mask.tolist() == [False, True, True, False]


def test_objects() -> None:
    lat = np.ma.array([10.0, "text", None, 20], mask=[False, True, False, False], dtype=object)
    result = gd.distance(lat, 0, 0, 0)
    assert result.mask.tolist() == [False, True, False, False]
    assert np.isnan(result.data[2])
    assert result[3] == gd.distance(20, 0, 0, 0)


def test_no_floating_point_warnings(lat: np.ma.MaskedArray) -> None:
    with np.errstate(all="raise"):
        gd.inverse(lat, 0, 0, 0)
