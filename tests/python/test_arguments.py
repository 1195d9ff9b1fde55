"""What is said of arguments that are wrong: which, why, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import geodist as gd

P, Q = gd.Point(40.64, -73.78), gd.Point(51.47, -0.45)
HIGH = gd.Point3D(40.64, -73.78, 10)
SET = gd.Points(lat=[40.64, 51.47], lon=[-73.78, -0.45])
HIGH_SET = gd.Points(lat=[40.64], lon=[-73.78], altitude=[10])
PAIR, TRIPLE = (40.64, -73.78), (40.64, -73.78, 10)


@pytest.mark.parametrize(
    ("function", "arguments", "advice", "p", "q"),
    [
        (gd.distance, (P, Q, 1, 2), "distance(*p, *q)", P, Q),
        (gd.distance, (1, 2, P, Q), "distance(*p, *q)", P, Q),
        (gd.distance, (PAIR, PAIR), "distance(*p, *q)", PAIR, PAIR),
        (gd.distance, (HIGH, HIGH, 1, 2), "distance(p.lat, p.lon, q.lat, q.lon)", HIGH, HIGH),
        (gd.distance, (SET, SET, SET, SET), "distance(p.lat, p.lon, q.lat, q.lon)", SET, SET),
        (gd.distance, (0, 0, SET, 0), "distance(p.lat, p.lon, q.lat, q.lon)", SET, SET),
        (gd.rhumb_inverse, (P, Q, 1, 2), "rhumb_inverse(*p, *q)", P, Q),
        (gd.direct, (P, 90, 1e3, 1), "direct(*p, azi1, distance)", P, None),
        (gd.interpolate, (P, Q, 0.5, 1, 2), "interpolate(*p, *q, fraction)", P, Q),
        (gd.to_ecef, (P, 0), "to_ecef(*p, h)", P, None),
        (gd.to_ecef, (TRIPLE,), "to_ecef(*p)", TRIPLE, None),
        (gd.to_ecef, (HIGH_SET, 1, 2), "to_ecef(p.lat, p.lon, p.altitude)", HIGH_SET, None),
        (
            gd.chord,
            (HIGH, HIGH, 1, 2, 3, 4),
            "chord(p.lat, p.lon, p.altitude, q.lat, q.lon, q.altitude)",
            HIGH,
            HIGH,
        ),
    ],
)
def test_points_are_told_how_to_become_coordinates(
    function: Callable[..., Any], arguments: tuple[Any, ...], advice: str, p: Any, q: Any
) -> None:
    with pytest.raises(TypeError) as caught:
        function(*arguments)
    assert str(caught.value).endswith(f": {advice}")
    # What is advised works.
    given = {"azi1": 1, "distance": 2, "fraction": 0.5, "h": 3}
    eval(f"function({advice.partition('(')[2]}", {"function": function, "p": p, "q": q, **given})


def test_arrays_of_pairs_get_no_advice_that_guesses_their_order() -> None:
    call: Any = gd.distance
    advice = r"; say the order .* Points\.from_latlon\(p\) or Points\.from_lonlat\(p\)$"
    for rows in (np.zeros((2, 2)), [(1, 2), (3, 4)], ((1, 2, 3), (4, 5, 6))):
        with pytest.raises(TypeError, match=r"distance\(lat1, lon1, lat2, lon2\)" + advice):
            call(rows, rows)
    with pytest.raises(TypeError, match=r"from_ecef\(x, y, z\)$"):
        gd.from_ecef((1, 2, 3))  # type: ignore[call-overload]


def test_keywords_are_listed() -> None:
    call: Any = gd.direct
    known = "lat1, lon1, azi1, distance, ellipsoid, out, where, threads"
    with pytest.raises(TypeError, match=f"keyword argument 'sphere'; it takes {known}$"):
        call(1, 2, 3, 4, sphere=True)
    with pytest.raises(TypeError, match="ellipsoid, out, where and threads are given by name"):
        call(1, 2, 3, 4, "sphere")


@pytest.mark.parametrize(
    ("arguments", "keywords", "said"),
    [
        (([1, 2], [3, 4, 5], 0, 0), {}, r"lat1 \(2,\), lon1 \(3,\), lat2 \(\), lon2 \(\)$"),
        ((np.zeros((2, 3)), 0, 0, [1, 2]), {}, r"lat1 \(2, 3\), .* lon2 \(2,\)$"),
        (([1, 2], 0, 0, 0), {"out": np.empty(3)}, r"lon2 \(\), out \(3,\)$"),
        (([1, 2], 0, 0, 0), {"where": [True] * 3}, r"lon2 \(\), where \(3,\)$"),
    ],
)
def test_shapes_are_named(arguments: Any, keywords: Any, said: str) -> None:
    with pytest.raises(ValueError, match="shapes do not broadcast: .*" + said):
        gd.distance(*arguments, **keywords)


def test_numbers_of_threads_are_whole() -> None:
    with pytest.raises(TypeError, match="threads must be None or an integer, got float"):
        gd.distance(1, 2, 3, 4, threads=1.5)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("Point('40', '-73')", "Point(lat, lon) takes numbers, got Point(str, str)"),
        ("Point()", "Point(lat, lon) takes numbers, got Point()"),
        ("Point(1, lat=2)", "Point(lat, lon) takes numbers, got Point(int, lat=int)"),
        ("Point(1, x=2)", "Point(lat, lon) takes numbers, got Point(int, x=int)"),
        ("Point((40, -73))", "got Point(tuple); unpack a pair, latitude first: Point(*pair)"),
        ("Point(lat=1, lng=2)", "got Point(lat=int, lng=int)"),
        ("Point(np.float32(1), lng=np.int8(2))", "got Point(float32, lng=int8)"),
        ("Point(lat=np.float32(1), lon=None)", "got Point(lat=float32, lon=NoneType)"),
        ("Point3D(1, 2, '3')", "(lat, lon, altitude) takes numbers, got Point3D(int, int, str)"),
        ("Point3D([1, 2, 3])", "got Point3D(list); unpack three, latitude first: Point3D(*three)"),
        ("Ellipsoid(a=6378137, b=6356752)", "b=int); by its axes: Ellipsoid.from_axes(a, b)"),
        ("Ellipsoid.from_axes(1)", "(a, b) takes numbers, got Ellipsoid.from_axes(int)"),
        ("Ellipsoid.named(3)", "Ellipsoid.named(name) takes a name, got Ellipsoid.named(int)"),
        ("p.distance(3, 4)", "a Point (for many: geodist.distance), got Point.distance(int, int)"),
        ("p.azimuth(Points(lat=[1], lon=[2]))", "got Point.azimuth(Points)"),
        ("p.inverse(p, 'sphere')", "got Point.inverse(Point, str)"),
        ("p.midpoint(other=3)", "got Point.midpoint(other=int)"),
        ("p.interpolate(p)", "takes a Point and a number, got Point.interpolate(Point)"),
        ("p.direct(azi=1)", "takes numbers, got Point.direct(azi=int)"),
        ("Point3D(1, 2, 3).chord(p)", "takes a Point3D, got Point3D.chord(Point)"),
        ("BoundingBox(1, 2, 3, 4).union(p)", "takes a BoundingBox, got BoundingBox.union(Point)"),
        ("Ellipsoid('WGS84')", "got Ellipsoid(str); by its name: Ellipsoid.named(name)"),
        ("Ellipsoid.named('WGS84', a=1737400, f=0)", "named(str, a=int, f=int)"),
        ("BoundingBox(1, 2, 3)", "got BoundingBox(int, int, int)"),
        (
            "BoundingBox(p)",
            "got BoundingBox(Point); for points there is BoundingBox.around(lat, lon)",
        ),
    ],
)
def test_types_say_what_they_take(call: str, said: str) -> None:
    with pytest.raises(TypeError) as caught:
        eval(call, {**{name: getattr(gd, name) for name in gd.__all__}, "np": np, "p": P})
    assert str(caught.value).endswith(said)


def test_constructors_convert_each_number_once() -> None:
    class Once:
        calls = 0

        def __float__(self) -> float:
            self.calls += 1
            return 7.0

    lat, lon = Once(), Once()
    assert gd.Point(lat, lon) == gd.Point(7, 7)
    assert (lat.calls, lon.calls) == (1, 1)
    with pytest.raises(OverflowError):
        gd.Point(10**400, 2)


INDEX = gd.PointIndex(SET)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("INDEX.query(1, 2, k=1.5)", "k must be an integer, got float"),
        ("INDEX.query(1, 2, k=[1, 'a'])", "k must be an integer, got str"),
        ("next(INDEX.query_blocks(1, 2, rows=1.5))", "rows must be an integer, got float"),
        ("INDEX.query(1, 2, threads=1.5)", "threads must be an integer, got float"),
        ("INDEX.query(1, 2, max_distance='5')", "max_distance must be a number, got str"),
        ("INDEX.query_pairs('5')", "radius must be a number, got str"),
        ("cdist([1], [1], [1], [1], threads='2')", "threads must be an integer, got str"),
        ("cdist_blocks([1], [1], [1], [1], rows=1.5)", "rows must be an integer, got float"),
        ("hausdorff(SET, SET, threads=1.5)", "threads must be an integer, got float"),
        ("set_num_threads(1.5)", "threads must be an integer, got float"),
        ("waypoints(0, 0, 0, 90, 1.5)", "n must be an integer, got float"),
        ("waypoints([0, 1], 0, 0, 90, 1.5)", "n must be an integer, got float"),
        ("waypoints(0, 0, 0, 90, spacing='a')", "spacing must be a number, got str"),
        ("waypoints(0, 0, 0, 90, 4, spacing=1)", "waypoints() takes n or spacing, not both"),
        (
            "waypoints(0, 0, 0, 90)",
            "waypoints() needs n, the number of points, or spacing= between them",
        ),
        (
            "waypoints(P, Q, P, Q, 4)",
            "lat1 must hold real numbers, got Point; give its lat and lon",
        ),
        ("PointIndex(P, Q)", "after it by name, as k=, radius= or ellipsoid="),
        ("INDEX.query(SET, 3)", "after it by name, as k=, radius= or ellipsoid="),
        ("INDEX.query_radius(SET, 1e5)", "after it by name, as k=, radius= or ellipsoid="),
        ("INDEX.query_radius(SET)", "radius is missing"),
        (
            "cdist(SET, SET, SET, SET)",
            "lat_a must hold real numbers, got Points; give its lat and lon",
        ),
    ],
)
def test_arguments_are_named(call: str, said: str) -> None:
    with pytest.raises(TypeError) as caught:
        eval(call, {**{name: getattr(gd, name) for name in gd.__all__}, **globals()})
    assert str(caught.value).endswith(said)


def test_shapes_of_points_asked_for_are_named() -> None:
    with pytest.raises(ValueError, match=r"shapes do not broadcast: lat \(2,\), lon \(3,\)$"):
        INDEX.query([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="of one length, got lat 2, lon 3"):
        gd.PointIndex([1, 2], [1, 2, 3])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            "INDEX.query(1, 2, distance_upper_bound=3)",
            r"query\(\) got .* 'distance_upper_bound'.*; it takes lat, lon, k, altitude, max_dist",
        ),
        (
            "INDEX.query_radius(1, 2, r=3)",
            r"^query_radius\(\) got .* it takes lat, lon, radius, alt",
        ),
        ("INDEX.load()", r"^load\(\) missing .* it takes path, mmap, verify$"),
        (
            "PointIndex([1], [2], leaf_size=3)",
            r"^PointIndex\(\) got .* it takes lat, lon, ellipsoi",
        ),
        (
            "Points(latitude=[1])",
            r"^Points\(\) got .* it takes points, lat, lon, altitude, crs, ellipsoid$",
        ),
        (
            "Points.from_pandas(1, longitude='x')",
            r"^from_pandas\(\) got .* it takes frame, lat, lon",
        ),
        (
            "waypoints(0, 0, 0, 90, count=3)",
            r"^waypoints\(\) got .* it takes lat1, lon1, lat2, lon2, n",
        ),
        (
            "cdist(SET, SET, unit='km')",
            r"^cdist\(\) got .* it takes lat_a, lon_a, lat_b, lon_b, ell",
        ),
        ("pdist()", r"^pdist\(\) missing .*; it takes lat, lon, ellipsoid, out, dtype, threads$"),
        ("cdist_blocks(1, 2, 3, 4, 5)", r"were given; it takes lat_a, lon_a, lat_b, lon_b, rows"),
        (
            "hausdorff(SET)",
            r"^hausdorff\(\) missing .*; it takes a, b, directed, filled, tolerance, ellipsoid, bbox, th",
        ),
        (
            "nearest_join(1, 2, max_dist=3)",
            r"^nearest_join\(\) got .* it takes left, right, k, max_d",
        ),
    ],
)
def test_calls_that_do_not_fit_say_what_is_taken(call: str, said: str) -> None:
    with pytest.raises(TypeError, match=said) as caught:
        eval(call, {**{name: getattr(gd, name) for name in gd.__all__}, **globals()})
    assert caught.value.__context__ is None


def test_other_errors_of_calls_stay_as_they_are() -> None:
    class Wrong:
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            raise TypeError("no array")

    with pytest.raises(TypeError, match=r"^no array$"):
        gd.pdist(Wrong(), [1])


@pytest.mark.parametrize(
    "call",
    [
        "cdist({}, [1, 2], [1], [2])",
        "pdist({}, [1, 2])",
        "Points(lat={}, lon=[1, 2])",
        "PointIndex({}, [1, 2])",
        "INDEX.query({}, [1, 2])",
        "waypoints({}, 1, 1, 2, 3)",
        "Points.from_latlon(list(zip({}, [1, 2])))",
    ],
)
def test_objects_are_numbers_or_missing(call: str) -> None:
    names = {**{name: getattr(gd, name) for name in gd.__all__}, **globals(), "Decimal": Decimal}
    for missing in ("[1, None]", "np.array([1, None])", "[Decimal(1), None]"):
        eval(call.format(missing), names)
    with pytest.raises(TypeError, match=r"must hold real numbers, got 'x' \(index (1|\(1, 0\))\)"):
        eval(call.format("[None, 'x']"), names)


@pytest.mark.parametrize(
    "call",
    [
        "Points(lat=t.lat, lon=u.lon)",
        "Points(lat=t.lat, lon=t.lon, altitude=u.lon)",
        "PointIndex(t.lat, u.lon)",
        "INDEX.query(t.lat, u.lon)",
        "INDEX.query_radius(t.lat, t.lon, u.radius)",
        "INDEX.query_radius(t, radius=u.radius)",
        "INDEX.query_radius_blocks(t.lat, t.lon, u.radius)",
        "cdist(t.lat, t.lon, t.lat, u.lon)",
        "pdist(t.lat, u.lon)",
        "waypoints(t.lat, t.lon, u.lat, u.lon, 3)",
    ],
)
def test_columns_with_other_labels_are_refused(call: str) -> None:
    pd = pytest.importorskip("pandas")
    t = pd.DataFrame({"lat": [0.0, 10.0], "lon": [0.0, 20.0], "radius": [1e5, 2e5]})
    names = {**{name: getattr(gd, name) for name in gd.__all__}, **globals(), "t": t}
    with pytest.raises(ValueError, match="are taken row by row, but their rows have different la"):
        eval(call, {**names, "u": t[::-1]})
    # As columns of one table, or by position where they say so.
    eval(call, {**names, "u": t.copy()})
    eval(call, {**names, "u": by_position(t[::-1])})


def by_position(table: Any) -> Any:
    return type("Columns", (), {name: table[name].to_numpy() for name in table})


def test_frames_that_have_no_column_in_common_are_refused() -> None:
    pd = pytest.importorskip("pandas")
    table = pd.DataFrame({"lat": [1.0, 2.0], "lon": [3.0, 4.0]})
    lat, lon = table[["lat"]], table[["lon"]]
    with pytest.raises(
        TypeError, match=r"\['lat'\] and \['lon'\] have none in common; .*df\[\"lat\"\]"
    ):
        gd.distance(lat, lon, 0, 0)
    with pytest.raises(TypeError, match="have none in common"):
        gd.inverse(0, 0, lat, lon, where=[[True], [False]])
    with pytest.raises(TypeError, match="DataFrames and Series cannot be combined"):
        gd.distance(lat, table["lon"], 0, 0)
    # Columns of the same names are tables of latitudes and of longitudes.
    wide = gd.distance(lat, lon.set_axis(["lat"], axis=1), 0, 0)
    assert wide["lat"].tolist() == gd.distance(table["lat"], table["lon"], 0, 0).tolist()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: gd.Point.distance(5), "Point.distance() must be called on a Point, got Point."),  # type: ignore[arg-type, call-arg]
        (gd.Point.midpoint, "Point.midpoint() must be called on a Point, got Point.midpoint()"),
        (lambda: gd.Point3D.chord(1, 2), "Point3D.chord() must be called on a Point3D, got"),  # type: ignore[arg-type]
        (lambda: gd.BoundingBox.union(1, 2), "BoundingBox.union() must be called on a Bound"),  # type: ignore[arg-type]
    ],
)
def test_methods_called_through_the_class(call: Callable[[], object], said: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(said)}"):
        call()
    assert gd.Point.distance(gd.Point(1, 2), gd.Point(1, 2)) == 0
