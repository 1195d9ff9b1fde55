"""Element-wise functions take points in place of columns of coordinates."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import geodist as gd

A = gd.Points(lat=[50, 51], lon=[0, 1])
B = gd.Points(lat=[55, -20], lon=[10, 170])
HIGH_A, HIGH_B = (gd.Points(lat=p.lat, lon=p.lon, altitude=[100, 200]) for p in (A, B))
COLUMNS = (A.lat, A.lon, B.lat, B.lon)
FIRST = (gd.Point(50, 0), gd.Point(55, 10))


def same(mine: Any, truth: Any) -> bool:
    assert type(mine) is type(truth)
    if isinstance(mine, tuple):
        return all(map(same, mine, truth))
    return np.array_equal(mine, truth)


@pytest.mark.parametrize(
    "name",
    [
        "distance",
        "azimuth",
        "inverse",
        "inverse_full",
        "midpoint",
        "rhumb_distance",
        "rhumb_inverse",
    ],
)
def test_functions_of_pairs(name: str) -> None:
    call = getattr(gd, name)
    assert same(call(A, B), call(*COLUMNS))
    assert same(call(A, FIRST[1]), call(A.lat, A.lon, 55, 10))
    assert same(call(A, B[:1]), call(A.lat, A.lon, [55], [10]))
    assert same(call(*FIRST), call(50, 0, 55, 10))
    assert same(call(*FIRST, ellipsoid="sphere"), call(50, 0, 55, 10, ellipsoid="sphere"))
    assert same(call(A, B, threads=1), call(*COLUMNS))
    left_out = call(A, B, where=[True, False])
    assert np.isnan(left_out if isinstance(left_out, np.ndarray) else left_out[0])[1]


def test_out() -> None:
    out = np.empty(2)
    assert gd.distance(A, B, out=out) is out
    assert np.array_equal(out, gd.distance(*COLUMNS))


def test_functions_with_more_arguments() -> None:
    for fraction in (0.25, [0, 1]):
        truth = gd.interpolate(*COLUMNS, fraction)
        assert same(gd.interpolate(A, B, fraction), truth)
        assert same(gd.interpolate(A, B, fraction=fraction), truth)
    assert same(gd.direct(A, 30, 1e5), gd.direct(A.lat, A.lon, 30, 1e5))
    assert same(gd.direct(A, azi1=30, distance=1e5), gd.direct(A.lat, A.lon, 30, 1e5))
    assert same(gd.direct(FIRST[0], 30, distance=1e5), gd.direct(50, 0, 30, 1e5))
    assert same(gd.rhumb_direct(A, 30, 1e5), gd.rhumb_direct(A.lat, A.lon, 30, 1e5))
    truth = gd.to_ecef(A.lat, A.lon, HIGH_A.altitude)
    assert same(gd.to_ecef(HIGH_A), truth)
    assert gd.to_ecef(gd.Point3D(50, 0, 100)).x == truth.x[0]
    assert np.array_equal(
        gd.chord(HIGH_A, HIGH_B),
        gd.chord(A.lat, A.lon, HIGH_A.altitude, B.lat, B.lon, HIGH_B.altitude),
    )


def test_layers_give_series() -> None:
    pd, geopandas = pytest.importorskip("pandas"), pytest.importorskip("geopandas")
    a = geopandas.GeoSeries(A.to_shapely(), index=["x", "y"], crs=4267)
    b = geopandas.GeoSeries(B.to_shapely(), index=["y", "x"], crs=4267)
    found = gd.distance(a, b)
    truth = gd.distance(A.lat, A.lon, B.lat[::-1], B.lon[::-1], ellipsoid="Clarke 1866")
    assert found.name == "distance"
    pd.testing.assert_series_equal(found, pd.Series(truth, ["x", "y"], name="distance"))
    far = gd.inverse(geopandas.GeoDataFrame(geometry=a), gd.Points(B, crs=4267))
    assert far.azi1.index.tolist() == ["x", "y"]
    assert gd.distance(a, gd.Point(50, 0))["x"] == 0
    table = pd.DataFrame({"latitude": A.lat, "longitude": A.lon}, index=[5, 6])
    assert gd.distance(table, B).index.tolist() == [5, 6]
    missing = geopandas.GeoSeries([None, *A.to_shapely()[1:]], index=["x", "y"], crs=4267)
    assert gd.distance(missing, a).isna().tolist() == [True, False]


def test_shapely_and_geojson() -> None:
    shapely = pytest.importorskip("shapely")
    assert np.array_equal(gd.distance(A.to_shapely(), B.to_shapely()), gd.distance(*COLUMNS))
    assert np.array_equal(gd.distance(list(A.to_shapely()), B), gd.distance(*COLUMNS))
    one, two = shapely.Point(0, 50), shapely.Point(10, 55)
    assert same(gd.distance(one, two), gd.distance(50, 0, 55, 10))
    assert same(gd.distance(one, two.__geo_interface__), gd.distance(50, 0, 55, 10))
    assert np.array_equal(gd.distance(A.to_geojson(), B), gd.distance(*COLUMNS))
    feature = {"type": "Feature", "geometry": two.__geo_interface__, "properties": {}}
    assert same(gd.distance(FIRST[0], feature), gd.distance(50, 0, 55, 10))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        ("distance(A)", TypeError, "distance() is missing the second points; with points it takes"),
        ("distance(A, 5)", TypeError, "b must be Points or say its order, got int"),
        ("distance(A, np.ones((2, 2)))", TypeError, "use Points.from_latlon(array) or Points.from"),
        ("distance(A, B, 5)", TypeError, "got too many arguments; with points it takes a, b"),
        ("distance(A, B, lat2=5)", TypeError, "got too many arguments; with points it takes a, b"),
        (
            "interpolate(A, B)",
            TypeError,
            "is missing fraction; with points it takes a, b, fraction",
        ),
        ("direct(A, 5)", TypeError, "is missing distance; with points it takes a, azi1, distance"),
        ("direct(A, 5, azi1=5)", TypeError, "got too many arguments; with points it takes a, azi1"),
        (
            "distance(HIGH_A, B)",
            ValueError,
            "distance() takes no altitudes; give the columns lat an",
        ),
        ("chord(HIGH_A, B)", ValueError, "chord() needs altitudes, which b does not have"),
        ("chord(gd.Point(1, 2), HIGH_B)", TypeError, "unpack points: chord(*p, h1, *q, h2)"),
        ("chord(A, HIGH_B)", ValueError, "chord() needs altitudes, which a does not have"),
        ("distance(A, gd.Points(lat=[1, 2, 3], lon=[1, 2, 3]))", ValueError, "do not broadcast"),
        (
            "distance(1, 2)",
            TypeError,
            "distance() is missing lat2, lon2; every coordinate is an arg",
        ),
        (
            "distance(np.ones((2, 2)), A)",
            TypeError,
            "distance() is missing lat2, lon2; every coord",
        ),
        ("distance()", TypeError, "distance() is missing lat1, lon1, lat2, lon2"),
        ("from_ecef(A)", TypeError, "from_ecef() is missing y, z"),
        ("distance(A, B, ellipsoid='Flatland')", gd.InvalidEllipsoidError, "Flatland"),
    ],
)
def test_refusals(call: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        eval(call, {**{name: getattr(gd, name) for name in gd.__all__}, **globals()})
    assert message in str(caught.value)


def test_single_points_are_geometries() -> None:
    assert gd.Point(1, 2).__geo_interface__ == {"type": "Point", "coordinates": (2.0, 1.0)}
    high = gd.Point3D(1, 2, 3)
    assert high.__geo_interface__ == {"type": "Point", "coordinates": (2.0, 1.0, 3.0)}
    assert json.loads(json.dumps(high.__geo_interface__))["coordinates"] == [2, 1, 3]
    shapely = pytest.importorskip("shapely")
    assert shapely.geometry.shape(gd.Point(1, 2)) == shapely.Point(2, 1)
    assert shapely.geometry.shape(high).z == 3


def test_concat() -> None:
    assert gd.Points.concat([A, B, A[:0]]) == gd.Points(lat=[50, 51, 55, -20], lon=[0, 1, 10, 170])
    assert gd.Points.concat(iter([A])) == A
    assert gd.Points.concat([list(FIRST), FIRST[0]]).lat.tolist() == [50, 55, 50]
    assert gd.Points.concat([HIGH_A, HIGH_B]).altitude is not None
    assert gd.Points.concat([A, gd.Points(lat=[np.nan], lon=[0])]).missing.tolist() == [
        False
    ] * 2 + [True]
    with pytest.raises(ValueError, match="needs at least one"):
        gd.Points.concat([])
    with pytest.raises(ValueError, match=r"parts\[0\] and parts\[1\] do not both have altitudes"):
        gd.Points.concat([A, HIGH_A])
    with pytest.raises(TypeError, match=r"parts\[1\] must be Points or say its order"):
        gd.Points.concat([A, [1, 2]])


def test_unique() -> None:
    rng = np.random.default_rng(5)
    lat, lon = rng.integers(0, 4, (2, 100)).astype(float)
    lat[::7] = np.nan
    lon[::3] *= -1
    for altitude in (None, rng.integers(0, 2, 100)):
        points = gd.Points(lat=lat, lon=lon, altitude=altitude)
        rows = [repr(np.array(row) + 0.0) for row in points.to_latlon()]
        first = [i for i, row in enumerate(rows) if row not in rows[:i]]
        assert points.unique() == points[first]
    assert len(gd.Points(lat=[], lon=[]).unique()) == 0


def test_no_limit_is_none_everywhere() -> None:
    index = gd.PointIndex([0, 10], [0, 0])
    for limit in (None, np.inf):
        assert index.query(1, 0, 2, max_distance=limit).indices.tolist() == [0, 1]
        blocks = index.query_blocks([1], [0], 2, max_distance=limit)
        assert next(blocks)[1].indices.tolist() == [[0, 1]]
    assert index.query(1, 0, 2, max_distance=2e5).indices.tolist() == [0, -1]


def test_no_pair_is_a_box() -> None:
    for call in (gd.diameter, gd.center, gd.medoid, lambda p, **k: gd.hausdorff(p, p, **k)):
        with pytest.raises(
            TypeError, match=r"^bbox must be a BoundingBox\(min_lat, min_lon, .* tuple"
        ):
            call(A, bbox=(0, 0, 1, 1))


def test_geopandas_is_imported_when_it_is_used() -> None:
    code = (
        "import sys, geodist as gd\n"
        "assert 'geopandas' in dir(gd) and 'geodist.geopandas' not in sys.modules\n"
        "assert gd.geopandas.sjoin_nearest is sys.modules['geodist.geopandas'].sjoin_nearest\n"
        "assert 'geopandas' not in sys.modules\n"
        "try: gd.geopanda\n"
        "except AttributeError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "module 'geodist' has no attribute 'geopanda'"


def test_points_of_arrow_and_polars_give_their_columns() -> None:
    pa, pl = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    points = gd.Points(lat=[1, 2, np.nan], lon=[3, 4, 5])
    truth = gd.distance(points, gd.Point(5, 6))
    found = gd.distance(points.to_arrow(), gd.Point(5, 6))
    assert isinstance(found, pa.DoubleArray)
    assert found.to_pylist() == [truth[0], truth[1], None]
    assert isinstance(gd.inverse(gd.Point(1, 2), points.to_arrow()).azi1, pa.DoubleArray)
    table = pa.table({"lat": points.lat, "lon": points.lon})
    assert isinstance(gd.distance(table, points), pa.ChunkedArray)
    frame = pl.DataFrame({"lat": [1.0, 2.0], "lon": [3.0, 4.0]})
    assert gd.distance(frame, gd.Point(5, 6)).to_list() == [truth[0], truth[1]]
    assert gd.waypoints(points.to_arrow(), gd.Point(5, 6), 3).lat[2].as_py() is None
    assert isinstance(gd.distance(points, points), np.ndarray)
