"""Collections of points, in columns."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

import geodist as gd
from geodist._types.points import as_points

NAN = float("nan")

latitudes = st.one_of(st.floats(-90, 90), st.just(NAN))
longitudes = st.one_of(st.floats(-720, 720), st.just(NAN))
heights = st.floats(-1e4, 1e7)


@st.composite
def collections(draw: st.DrawFn) -> gd.Points:
    n = draw(st.integers(0, 20))
    lat, lon, altitude = (
        draw(npst.arrays(np.float64, n, elements=values))
        for values in (latitudes, longitudes, heights)
    )
    return gd.Points(lat=lat, lon=lon, altitude=altitude if draw(st.booleans()) else None)


@given(collections())
def test_value_semantics(points: gd.Points) -> None:
    twin = gd.Points(lat=points.lat, lon=points.lon, altitude=points.altitude)
    assert twin == points
    assert hash(twin) == hash(points)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        back = pickle.loads(pickle.dumps(points, protocol))
        assert back == points
        assert hash(back) == hash(points)
        assert not back.lat.flags.writeable
    assert copy.copy(points) == points == copy.deepcopy(points)
    assert points[::-1][::-1] == points
    if len(points) < 7:
        assert eval(repr(points), {"Points": gd.Points, "nan": NAN}) == points


@given(collections(), st.data())
def test_indexing_is_that_of_an_array(points: gd.Points, data: st.DataObject) -> None:
    n = len(points)
    index: Any = data.draw(
        st.one_of(
            st.slices(n),
            npst.arrays(np.bool_, n),
            st.lists(st.integers(-n, n - 1), max_size=9) if n else st.just([]),
        )
    )
    if isinstance(index, list):
        index = np.array(index, dtype=int)
    some = points[index]
    assert isinstance(some, gd.Points)
    assert some.lat.tobytes() == points.lat[index].tobytes()
    assert some.lon.tobytes() == points.lon[index].tobytes()
    assert (some.altitude is None) == (points.altitude is None)
    if points.altitude is not None:
        assert some.altitude.tobytes() == points.altitude[index].tobytes()
    if isinstance(index, np.ndarray):
        assert points[index.tolist()] == some
    rows = list(points)
    assert len(rows) == n
    for i, row in enumerate(rows):
        assert points[i] == points[np.int64(i)] == points[i - n] == row
        if points.missing[i]:
            assert row is None
        elif points.altitude is None:
            assert row == gd.Point(points.lat[i], points.lon[i])
        else:
            assert row == gd.Point3D(points.lat[i], points.lon[i], points.altitude[i])


@given(collections())
def test_bounds_hold_all_and_nothing_smaller_does(points: gd.Points) -> None:
    there = ~points.missing
    if not there.any():
        with pytest.raises(gd.EmptyGeometryError, match="no bounds"):
            _ = points.bounds
        return
    box = points.bounds
    lat, lon = points.lat[there], points.lon[there]
    assert box.contains(lat, lon).all()
    assert (box.min_lat, box.max_lat) == (lat.min(), lat.max())
    assert -180 <= box.min_lon <= 180
    assert -180 <= box.max_lon <= 180
    # Brute force: a smallest box begins at one of the longitudes.
    meridians = lon[np.abs(lat) < 90] if (np.abs(lat) < 90).any() else lon[:1]
    widths = [float(((meridians - west) % 360).max()) for west in meridians]
    width = (box.max_lon - box.min_lon) % 360
    assert width == pytest.approx(min(widths), abs=1e-9) or (width < 1e-9 and min(widths) > 359.9)


def test_bounds() -> None:
    cases = [
        ([0, 10], [10, 20], (0, 10, 10, 20)),
        ([0, 10], [170, -170], (0, 170, 10, -170)),
        ([0, 10], [170, 190], (0, 170, 10, -170)),
        ([0, 10], [90, -90], (0, -90, 10, 90)),  # a tie: not across the antimeridian
        ([0, 0], [170, 180], (0, 170, 0, 180)),
        ([0, 0], [170, -180], (0, 170, 0, 180)),
        ([0, 0], [-170, 180], (0, -180, 0, -170)),
        ([5, 90], [10, 120], (5, 10, 90, 10)),  # a pole lies on every meridian
        ([-90, 90], [10, 120], (-90, 10, 90, 10)),
        ([1, NAN], [2, 100], (1, 2, 1, 2)),
    ]
    for lat, lon, expected in cases:
        assert tuple(gd.Points(lat=lat, lon=lon).bounds) == expected
    high = gd.Points(lat=[1, 50], lon=[2, 3], altitude=[5, NAN])
    assert tuple(high.bounds) == (1, 2, 1, 2)
    for empty in ([], [NAN]):
        with pytest.raises(gd.EmptyGeometryError):
            _ = gd.Points(lat=empty, lon=empty).bounds


def test_immutable() -> None:
    lat = np.array([1.0, 2.0])
    points = gd.Points(lat=lat, lon=lat, altitude=lat)
    lat[:] = 50
    assert points[0] == gd.Point3D(1, 1, 1)
    for column in (points.lat, points.lon, points.altitude):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 3
        with pytest.raises(ValueError, match="WRITEABLE"):
            column.setflags(write=True)
    for name in ("lat", "_lat", "anything"):
        with pytest.raises(AttributeError):
            setattr(points, name, lat)
    with pytest.raises(AttributeError):
        del points._lat
    rows = np.array([[1.0, 2.0]])
    made = gd.Points.from_latlon(rows)
    rows[:] = 3
    assert made[0] == gd.Point(1, 2)


def test_a_slice_is_not_copied() -> None:
    points = gd.Points(lat=np.zeros(100), lon=np.zeros(100))
    assert np.shares_memory(points[10:20:2].lat, points.lat)
    with pytest.raises(ValueError, match="read-only"):
        points[10:20].lat[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        points[[1, 2]].lat[0] = 1


def test_equality_and_hash() -> None:
    zeros = gd.Points(lat=[0.0, NAN], lon=[-0.0, 1])
    same = gd.Points(lat=[-0.0, -NAN], lon=[0.0, 1])
    assert zeros == same
    assert hash(zeros) == hash(same)
    assert gd.Points(lat=[0], lon=[190]) != gd.Points(lat=[0], lon=[-170])
    assert gd.Points(lat=[0], lon=[1]) != gd.Points(lat=[0], lon=[1], altitude=[0])
    assert gd.Points(lat=[], lon=[]) != []
    assert len({zeros, same, gd.Points(lat=[], lon=[])}) == 2


@pytest.mark.parametrize("pairs", [np.zeros((3, 2)), [(1, 2), (3, 4)], np.zeros(3)])
def test_bare_pairs_are_refused_by_name(pairs: Any) -> None:
    for call in (gd.Points, lambda p: gd.Points(p, p), as_points):
        with pytest.raises(TypeError, match=r"from_latlon\(array\) or Points.from_lonlat\(array\)"):
            call(pairs)
    with pytest.raises(TypeError, match=r"to_latlon\(\) or to_lonlat\(\)"):
        np.asarray(gd.Points(lat=[1], lon=[2]))
    with pytest.raises(TypeError, match="lat= and lon="):
        gd.Points(lat=[1])


def test_points_of_points() -> None:
    points = gd.Points(lat=[1, NAN, 3], lon=[4, 5, 6])
    high = gd.Points(lat=[1, NAN, 3], lon=[4, 5, 6], altitude=[7, 8, 9])
    for mine in (points, high):
        assert gd.Points(mine) is mine
        again = gd.Points(list(mine))
        assert again.missing.tolist() == [False, True, False]
        assert again[::2] == mine[::2]
        assert as_points(tuple(mine)) == again
    assert gd.Points(gd.Point(1, 4)) == points[:1]
    for wrong, message in [
        ([None], "say its order, got list"),
        ([gd.Point(1, 2), gd.Point3D(1, 2, 3)], "say its order, got list"),
        (5, "say its order, got int"),
    ]:
        with pytest.raises(TypeError, match=message):
            gd.Points(wrong)
    with pytest.raises(TypeError, match="one collection, or lat= and lon=, not both"):
        gd.Points(points, lat=[1])  # type: ignore[call-overload]
    with pytest.raises(TypeError, match=r"takes columns by name: Points\(lat=\.\.\., lon=\.\.\.\)"):
        gd.Points([1, 2], [3, 4])  # type: ignore[call-overload]


@pytest.mark.parametrize("name", ["from_latlon", "from_lonlat"])
def test_points_are_no_rows_of_numbers(name: str) -> None:
    point = gd.Point(1, 2)
    for wrong in (point, [point, point], gd.Points(point)):
        with pytest.raises(TypeError, match=r"points say their order: Points\(points\)"):
            getattr(gd.Points, name)(wrong)


def test_signature() -> None:
    assert (
        str(inspect.signature(gd.Points))
        == "(points=None, /, *, lat=None, lon=None, altitude=None, crs=None, ellipsoid=None)"
    )


@pytest.mark.parametrize(
    ("columns", "error", "message", "index"),
    [
        (([0, 91], [0, 0]), gd.InvalidLatitudeError, r"got 91 \(lat, index 1\)", 1),
        (([0, 151.2], [0, -33.9]), gd.InvalidLatitudeError, "swapped", 1),
        (([0, 0], [np.inf, 0]), gd.InvalidLongitudeError, "lon", 0),
        (([0, 0, 0], [0, 0, 0], [1, NAN, np.inf]), gd.InvalidAltitudeError, "altitude", 2),
    ],
)
def test_ranges(columns: Any, error: Any, message: str, index: int) -> None:
    with pytest.raises(error, match=message) as caught:
        gd.Points(**dict(zip(("lat", "lon", "altitude"), columns, strict=False)))
    assert caught.value.index == index


def test_shapes() -> None:
    with pytest.raises(ValueError, match="one length, got 2 and 3"):
        gd.Points(lat=[1, 2], lon=[1, 2, 3])
    with pytest.raises(ValueError, match="lat and altitude must be of one length"):
        gd.Points(lat=[1, 2], lon=[1, 2], altitude=[1])
    with pytest.raises(ValueError, match="one-dimensional"):
        gd.Points(lat=np.zeros((2, 2)), lon=[1, 2])
    with pytest.raises(TypeError, match="real numbers"):
        gd.Points(lat=["1"], lon=[2])
    points = gd.Points(lat=[1, 2], lon=[3, 4])
    for index in (2, -3):
        with pytest.raises(IndexError, match=f"index {index} is out of bounds for 2 points"):
            _ = points[index]
    assert points[...] == points
    for index in ([[0, 1]], (0, 1), np.newaxis, "a", 1.0):
        with pytest.raises((IndexError, TypeError)):
            _ = points[index]
    with pytest.raises(IndexError):
        _ = points[[True, False, True]]
    assert points[[]] == gd.Points(lat=[], lon=[])


def test_repr() -> None:
    assert repr(gd.Points(lat=[1], lon=[2], altitude=[3])) == (
        "Points(lat=[1.0], lon=[2.0], altitude=[3.0])"
    )
    many = gd.Points(lat=np.arange(50), lon=np.zeros(50))
    assert repr(many) == (
        "<50 Points: lat=[0.0, 1.0, 2.0, ..., 47.0, 48.0, 49.0], "
        "lon=[0.0, 0.0, 0.0, ..., 0.0, 0.0, 0.0]>"
    )


@given(collections())
def test_arrays_there_and_back(points: gd.Points) -> None:
    assert gd.Points.from_latlon(points.to_latlon()) == points
    assert gd.Points.from_lonlat(points.to_lonlat()) == points


def test_arrays() -> None:
    assert gd.Points.from_latlon([]) == gd.Points(lat=[], lon=[])
    assert gd.Points.from_latlon([(1, 2, 3)])[0] == gd.Point3D(1, 2, 3)
    assert gd.Points.from_lonlat([(1, 2, 3)])[0] == gd.Point3D(2, 1, 3)
    masked = np.ma.masked_invalid([[1.0, 2.0], [3.0, np.nan]])
    assert gd.Points.from_latlon(masked).missing.tolist() == [False, True]
    for wrong in (np.zeros(2), np.zeros((2, 4)), np.zeros((2, 1)), np.zeros((1, 2, 2)), 5):
        with pytest.raises(gd.GeodistError, match=r"shape \(n, 2\) or \(n, 3\)"):
            gd.Points.from_lonlat(wrong)
    with pytest.raises(TypeError, match="real numbers"):
        gd.Points.from_latlon([("a", "b")])
    with pytest.raises(gd.InvalidLatitudeError, match="swapped"):
        gd.Points.from_latlon([(151.2, -33.9)])


GEOJSON = [
    ({"type": "Point", "coordinates": [2, 1]}, [(1, 2)]),
    ({"type": "Point", "coordinates": []}, [(NAN, NAN)]),
    ({"type": "MultiPoint", "coordinates": [[2, 1], [4, 3]]}, [(1, 2), (3, 4)]),
    ({"type": "MultiPoint", "coordinates": []}, []),
    ({"type": "MultiPoint", "coordinates": [[2, 1, 9], [4, 3, 8]]}, [(1, 2, 9), (3, 4, 8)]),
    ({"type": "MultiPoint", "coordinates": [[2, 1, 9, 7], [4, 3, 8]]}, [(1, 2, 9), (3, 4, 8)]),
    (
        {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Point", "coordinates": [2, 1]},
                {"type": "MultiPoint", "coordinates": [[4, 3]]},
            ],
        },
        [(1, 2), (3, 4)],
    ),
    (
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "geometry": {"type": "Point", "coordinates": [2, 1]}},
                {"type": "Feature", "geometry": None},
            ],
        },
        [(1, 2), (NAN, NAN)],
    ),
    (
        {"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [[2, 1], [4, 3]]}},
        [(1, 2), (3, 4)],
    ),
]


@pytest.mark.parametrize(("geojson", "expected"), GEOJSON)
def test_geojson(geojson: dict[str, Any], expected: Any) -> None:
    points = gd.Points.from_latlon(expected)
    assert gd.Points.from_geojson(geojson) == points
    assert gd.Points.from_geojson(json.dumps(geojson)) == points
    assert gd.Points.from_geojson(json.dumps(geojson).encode()) == points
    assert as_points(geojson) == points


@pytest.mark.parametrize(
    ("geojson", "message"),
    [
        ({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, "'LineString'"),
        ({}, "None"),
        ({"type": "MultiPoint", "coordinates": [[2, 1], [4, 3, 8]]}, "point 0 has no altitude"),
        ({"type": "MultiPoint", "coordinates": [[2, 1], [4]]}, "point 1 must have longitude"),
        ({"type": "MultiPoint", "coordinates": [["2", "3"]]}, "must be numbers"),
        ({"type": "Point", "coordinates": [None, 1]}, "must be numbers"),
        (
            {
                "type": "FeatureCollection",
                "features": [
                    {"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": []}}
                ],
            },
            "feature 0 is a MultiPoint",
        ),
        ("{", "not JSON"),
    ],
)
def test_geojson_of_other_kinds(geojson: Any, message: str) -> None:
    with pytest.raises(gd.InvalidGeometryError, match=message):
        gd.Points.from_geojson(geojson)


def test_geo_interface() -> None:
    points = gd.Points(lat=[1, 2], lon=[3, 4], altitude=[5, 6])
    assert points.__geo_interface__ == {
        "type": "MultiPoint",
        "coordinates": [[3.0, 1.0, 5.0], [4.0, 2.0, 6.0]],
    }
    assert gd.Points.from_geojson(points) == points
    with pytest.raises(gd.InvalidGeometryError, match="point 1 is missing") as caught:
        gd.Points(lat=[1, NAN], lon=[1, 1]).to_geojson()
    assert caught.value.index == 1
    with pytest.raises(TypeError, match="got int"):
        gd.Points.from_geojson(5)


def test_sets_that_say_their_order() -> None:
    points = gd.Points(lat=[1, 2], lon=[3, 4])
    assert as_points(points) is points
    assert as_points([gd.Point(1, 3), gd.Point(2, 4)]) == points
    assert as_points(gd.Point(1, 3)) == points[:1]
    assert as_points([gd.Point3D(1, 3, 5)]) == gd.Points(lat=[1], lon=[3], altitude=[5])
    for other in (5, "points", [], [gd.Point(1, 2), gd.Point3D(1, 2, 3)], None):
        with pytest.raises(TypeError, match="a must be Points or say its order"):
            as_points(other, "a")


def test_hashes_of_signalling_nans_are_those_of_others() -> None:
    signalling = np.array([0x7FF0000000000001], np.uint64).view(np.float64)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert hash(gd.Points(lat=signalling, lon=[1])) == hash(gd.Points(lat=[np.nan], lon=[1]))


def test_a_series_of_geometries_is_points() -> None:
    series = pd.Series([shapely.Point(4.76, 52.31), None], index=["a", "b"])
    assert gd.Points(series) == gd.Points(lat=[52.31, np.nan], lon=[4.76, np.nan])
    assert gd.distance(series, series).tolist()[0] == 0
