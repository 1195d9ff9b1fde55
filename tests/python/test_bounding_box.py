"""Boxes of latitude and longitude."""

from __future__ import annotations

import copy
import inspect
import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodist as gd

degrees = st.integers(-720, 720)


@st.composite
def boxes(draw: st.DrawFn) -> gd.BoundingBox:
    south, north = sorted([draw(st.integers(-90, 90)), draw(st.integers(-90, 90))])
    return gd.BoundingBox(south, draw(degrees), north, draw(degrees))


def walk(min_lon: int, max_lon: int) -> set[int]:
    """Whole degrees met on the way east from one meridian to the other."""
    steps = 359 if max_lon - min_lon >= 360 else (max_lon - min_lon) % 360
    return {(min_lon + step) % 360 for step in range(steps + 1)}


def meridians(box: gd.BoundingBox) -> set[int]:
    return walk(int(box.min_lon), int(box.max_lon))


@given(boxes(), degrees)
def test_contains_agrees_with_a_walk(box: gd.BoundingBox, lon: int) -> None:
    middle = (box.min_lat + box.max_lat) / 2
    expected = lon % 360 in meridians(box) or abs(middle) == 90
    assert box.contains(middle, lon) is expected
    assert (gd.Point(middle, lon) in box) is expected


@given(boxes(), boxes())
def test_relations_agree_with_a_walk(box: gd.BoundingBox, other: gd.BoundingBox) -> None:
    south = max(box.min_lat, other.min_lat)
    north = min(box.max_lat, other.max_lat)
    share_meridian = bool(meridians(box) & meridians(other)) or north == 90 or south == -90
    # Two boxes that go round together may have no whole degree in common only if they never meet.
    assert box.intersects(other) is (south <= north and share_meridian)
    assert other.intersects(box) is box.intersects(other)
    both = box.union(other)
    assert box in both
    assert other in both
    assert (both.min_lat, both.max_lat) == (
        min(box.min_lat, other.min_lat),
        max(box.max_lat, other.max_lat),
    )
    if other in box:
        assert meridians(other) <= meridians(box) or abs(other.min_lat + other.max_lat) == 180
        assert tuple(both) == tuple(box) or abs(other.min_lat + other.max_lat) == 180


@given(boxes())
def test_value_semantics(box: gd.BoundingBox) -> None:
    twin = gd.BoundingBox(*box)
    assert twin == box
    assert hash(twin) == hash(box)
    assert eval(repr(box), {"BoundingBox": gd.BoundingBox}) == box
    assert pickle.loads(pickle.dumps(box)) == box
    assert copy.copy(box) == box == copy.deepcopy(box)


def test_attributes_and_matching() -> None:
    box = gd.BoundingBox(min_lat=-21, min_lon=176, max_lat=-12, max_lon=-178)
    assert (box.min_lat, box.min_lon, box.max_lat, box.max_lon) == (-21, 176, -12, -178)
    assert repr(box) == "BoundingBox(min_lat=-21.0, min_lon=176.0, max_lat=-12.0, max_lon=-178.0)"
    assert gd.BoundingBox.__module__ == "geodist"
    assert str(inspect.signature(gd.BoundingBox)) == "(min_lat, min_lon, max_lat, max_lon)"
    match box:
        case gd.BoundingBox(south, west, north, east):
            assert (south, west, north, east) == tuple(box)
        case _:
            pytest.fail("no match")
    assert box != tuple(box)
    with pytest.raises(AttributeError):
        box.min_lat = 0  # type: ignore[misc]


def test_antimeridian() -> None:
    fiji = gd.BoundingBox(-21, 176, -12, -178)
    assert fiji.crosses_antimeridian
    assert gd.BoundingBox(-21, 176, -12, 182).crosses_antimeridian
    assert not gd.BoundingBox(-21, 170, -12, 180).crosses_antimeridian
    assert not gd.BoundingBox(-90, -180, 90, 180).crosses_antimeridian
    for lon in (176, 180, -180, 182, -178, 540):
        assert gd.Point(-17, lon) in fiji
    for lon in (175.9, -177.9, 0):
        assert gd.Point(-17, lon) not in fiji


def test_full_circle_and_poles() -> None:
    globe = gd.BoundingBox(-90, -180, 90, 180)
    assert globe.is_full_circle
    assert gd.Point(90, 1e10) in globe
    cap = gd.BoundingBox(80, 10, 90, 20)
    assert not cap.is_full_circle
    assert gd.Point(90, -100) in cap
    assert gd.Point(89, -100) not in cap
    assert cap in globe
    assert globe not in cap


def test_contains_takes_arrays() -> None:
    box = gd.BoundingBox(-10, 170, 10, -170)
    lat = np.array([[0.0], [11.0], [math.nan]])
    lon = np.array([160, 170, 180, 190, -180, math.inf])
    with np.errstate(all="raise"):
        found = box.contains(lat, lon)
    expected = [False, True, True, True, True, False]
    assert found.dtype == bool
    assert found.tolist() == [expected, [False] * 6, [False] * 6]
    assert box.contains(0, 175) is True
    assert box.contains(math.nan, 175) is False
    assert box.contains([], []).shape == (0,)
    with pytest.raises(ValueError, match="broadcast"):
        box.contains([0, 1], [0, 1, 2])
    for wrong in ("0", 1j, ["0"]):
        with pytest.raises(TypeError):
            box.contains(wrong, 0)
    assert box.contains(np.arange(6)[::-2], np.float32(175)).tolist() == [True] * 3
    assert box.contains(np.array([0.0, 20.0], ">f8"), 175).tolist() == [True, False]


def test_missing_places_are_in_no_box() -> None:
    box = gd.BoundingBox(0, 0, 90, 90)
    masked = np.ma.masked_array([1.0, 45, 30], mask=[False, True, False])
    for lat in (masked, [1, None, 30], np.array([1, None, 30])):
        assert box.contains(lat, 1).tolist() == [True, False, True]
        assert gd.BoundingBox.around(lat, [1, 99, 2]) == gd.BoundingBox(1, 1, 30, 2)
    with pytest.raises(TypeError, match=r"lat must hold real numbers, got 'x' \(index 1\)"):
        box.contains([1, "x"], 1)


def test_missing_places_of_pandas() -> None:
    pd = pytest.importorskip("pandas")
    box = gd.BoundingBox(0, 0, 90, 90)
    lat = pd.Series([1, None, 30], dtype="Int64")
    assert box.contains(lat, 1).tolist() == [True, False, True]
    assert box.contains(pd.NA, 1) is False
    with pytest.raises(ValueError, match="different labels"):
        box.contains(lat, lat[::-1])


def test_points_go_alone() -> None:
    box = gd.BoundingBox(1, 2, 3, 4)
    assert box.contains(gd.Point(2, 3)) is True
    assert box.contains(gd.Point3D(2, 5, 0)) is False
    points = gd.Points(lat=[2, 9, math.nan, 3], lon=[3, 3, 3, 2])
    for places in (points, list(points), points.to_arrow()):
        assert box.contains(places).tolist() == [True, False, False, True]
    assert gd.BoundingBox.around(points) == points.bounds
    with pytest.raises(TypeError, match=r"Points\.from_latlon\(array\)"):
        box.contains([2, 3])
    with pytest.raises(TypeError, match=r"takes columns, or points alone, got BoundingBox\.cont"):
        box.contains(1, 2, 3)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="'in' takes a Point or a BoundingBox, got Points"):
        points in box  # type: ignore[operator]  # noqa: B015


def test_errors() -> None:
    with pytest.raises(gd.InvalidBoundingBoxError, match="min_lat 5 and max_lat 4") as caught:
        gd.BoundingBox(5, 0, 4, 0)
    assert caught.value.value == 5
    with pytest.raises(gd.InvalidLatitudeError, match=r"got 139 \(min_lat\).*swapped\?"):
        gd.BoundingBox(139, 35, 140, 36)
    with pytest.raises(gd.InvalidLatitudeError, match=r"got nan \(max_lat\)"):
        gd.BoundingBox(0, 0, math.nan, 0)
    with pytest.raises(gd.InvalidLongitudeError, match=r"got inf \(max_lon\)"):
        gd.BoundingBox(0, 0, 1, math.inf)
    for wrong in (3, None, (1, 2)):
        with pytest.raises(TypeError):
            wrong in gd.BoundingBox(0, 0, 1, 1)  # noqa: B015
