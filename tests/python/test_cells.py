"""Cells: each pair of a join meets in exactly one of them."""

from __future__ import annotations

import math
import pickle
from typing import Any

import numpy as np
import pytest

import geodist as gd

RANDOM = np.random.default_rng(5)


def points(n: int) -> tuple[Any, Any]:
    lat = np.degrees(np.arcsin(RANDOM.uniform(-1, 1, n)))
    lon = RANDOM.uniform(-180, 180, n)
    lat[::5] = np.copysign(90 - np.abs(RANDOM.normal(0, 0.1, lat[::5].size)), lat[::5])
    lon[1::5] = 180 + RANDOM.normal(0, 0.5, lon[1::5].size)
    return lat, lon


@pytest.mark.parametrize("fitted", [False, True])
@pytest.mark.parametrize("ellipsoid", ["WGS84", "sphere", gd.Ellipsoid(6378137, -1 / 50)])
def test_a_join_by_cells_is_the_join(ellipsoid: Any, fitted: bool) -> None:
    lat, lon = points(3000)
    here = points(700)
    radius = RANDOM.choice([0, 10, 1e5, 1e6, 9e6], 700)
    cells = gd.Cells.from_sample(lat[:500], lon[:500], count=24, ellipsoid=ellipsoid)
    homes = cells.cell(lat, lon)
    starts, indices = (cells.fitted(lat, lon) if fitted else cells).cover(*here, radius)
    rows = np.repeat(np.arange(700), np.diff(starts))
    found = []
    for cell in range(len(cells)):
        mine, theirs = rows[indices == cell], np.flatnonzero(homes == cell)
        index = gd.PointIndex(lat[theirs], lon[theirs], ellipsoid=ellipsoid)
        near = index.query_radius(here[0][mine], here[1][mine], radius[mine])
        owners = np.repeat(mine, near.counts)
        found += zip(owners.tolist(), theirs[near.indices].tolist(), near.distances, strict=True)
    whole = gd.PointIndex(lat, lon, ellipsoid=ellipsoid).query_radius(*here, radius)
    owners = np.repeat(np.arange(700), whole.counts).tolist()
    truth = zip(owners, whole.indices.tolist(), whole.distances, strict=True)
    assert sorted(found) == sorted(truth)


def test_numbers_of_cells() -> None:
    lat, lon = points(5000)
    for count in (1, 3, 16, 100):
        cells = gd.Cells.from_sample(lat, lon, count=count)
        assert len(cells) == count
        assert np.array_equal(np.unique(cells.cell(lat, lon)), np.arange(count))
    assert cells.cell(0, 0).shape == ()
    assert cells.cell([[0], [1]], [0, 1, 2]).shape == (2, 3)


def test_bits_do_not_depend_on_threads_and_position() -> None:
    lat, lon = points(60_000)
    cells = gd.Cells.from_sample(lat[:1000], lon[:1000], count=50)
    whole = cells.cover(lat, lon, 3e5, threads=2)
    one = cells.cover(lat, lon, np.full(lat.size, 3e5), threads=1)
    assert np.array_equal(whole.indptr, one.indptr)
    assert np.array_equal(whole.indices, one.indices)
    assert np.array_equal(cells.cell(lat, lon)[7:], cells.cell(lat[7:], lon[7:], threads=1))


def test_missing_points_and_infinite_radii() -> None:
    cells = gd.Cells.from_sample([0, 10, np.nan, 20], [0, 10, 5, 20], count=3)
    assert cells.cell([np.nan, 1], [0, np.nan]).tolist() == [-1, -1]
    assert cells.cover([np.nan, 5], [0, 5], np.inf).indptr.tolist() == [0, 0, 3]
    assert cells.cover([], [], 5).indptr.tolist() == [0]
    nothing = cells.fitted([], [])
    assert nothing.cover([5], [5], np.inf).indices.size == 0
    assert nothing.united(cells.fitted([1], [1])) == cells.fitted([1], [1])


def test_points_at_one_place() -> None:
    cells = gd.Cells.from_sample(np.full(50, 7.0), np.full(50, 8.0), count=4)
    assert set(cells.cell(*points(100)).tolist()) == {0}
    # More than half at one place: the others are divided.
    lat = np.r_[np.full(60, 7.0), np.linspace(8, 40, 40)]
    cells = gd.Cells.from_sample(lat, lat, count=4)
    assert len(set(cells.cell(lat, lat).tolist())) > 2


def test_values() -> None:
    cells = gd.Cells.from_sample(*points(500), count=16)
    near = cells.fitted(*points(100))
    for value in (cells, near):
        copy = pickle.loads(pickle.dumps(value))
        assert copy == value
        assert hash(copy) == hash(value)
        assert repr(copy) == repr(value)
        assert len(pickle.dumps(value)) < 4000
    assert cells != near
    assert cells != 5
    assert near.is_fitted
    assert "fitted" in repr(near)
    assert not cells.is_fitted
    assert cells.ellipsoid == gd.WGS84


def test_the_datum_is_checked() -> None:
    airy = gd.Points(lat=[50, 51], lon=[0, 1], ellipsoid="Airy 1830")
    cells = gd.Cells.from_sample(airy, count=2)
    assert cells.ellipsoid == gd.Ellipsoid.named("Airy 1830")
    assert pickle.loads(pickle.dumps(cells)).cell(airy).tolist() == cells.cell(airy).tolist()
    with pytest.raises(gd.GeodistError, match="the cells is on Airy"):
        cells.cell(gd.Points(lat=[50], lon=[0]))


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda c: gd.Cells.from_sample([], [], count=2), gd.EmptyGeometryError, "2 cells"),
        (lambda c: gd.Cells.from_sample([1], [1], count=0), ValueError, "positive"),
        (lambda c: gd.Cells.from_sample([1], [1], count=2**21), ValueError, "1048576"),
        (lambda c: gd.Cells.from_sample([1], [1], count=1.5), TypeError, "integer"),
        (lambda c: gd.Cells.from_sample([91], [1], count=1), gd.InvalidLatitudeError, "91"),
        (lambda c: gd.Cells.from_sample([[1]], [[1]], count=1), ValueError, "one-dimensional"),
        (lambda c: gd.Cells(), TypeError, "from_sample"),
        (lambda c: c.cell([1, 95], [0, 0]), gd.InvalidLatitudeError, "index 1"),
        (lambda c: c.cover([1], [1], -1), gd.GeodistError, "negative"),
        (lambda c: c.cover([1], [1], [math.nan]), gd.GeodistError, "NaN"),
        (lambda c: c.cover([1], [1], [1, 2]), ValueError, "one for each of 1 points"),
        (lambda c: c.cover([1], [1]), TypeError, "radius is missing"),
        (lambda c: c.united(c), ValueError, "fitted"),
        (lambda c: c.united(5), TypeError, "int"),
        (
            lambda c: c.fitted([], []).united(
                gd.Cells.from_sample([1], [1], count=1).fitted([], [])
            ),
            ValueError,
            "one partition",
        ),
    ],
)
def test_errors(call: Any, kind: Any, message: str) -> None:
    cells = gd.Cells.from_sample([0, 1, 2], [3, 4, 5], count=2)
    with pytest.raises(kind, match=message):
        call(cells)
