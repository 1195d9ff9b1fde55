"""Points on the ellipsoid and above it."""

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

latitudes = st.floats(-90, 90)
longitudes = st.floats(allow_nan=False, allow_infinity=False)
altitudes = st.floats(-1e100, 1e100)
points = st.builds(gd.Point, latitudes, longitudes)
points3d = st.builds(gd.Point3D, latitudes, longitudes, altitudes)


@given(st.one_of(points, points3d))
def test_value_semantics(point: gd.Point | gd.Point3D) -> None:
    kind = type(point)
    twin = kind(*point)
    assert twin == point
    assert hash(twin) == hash(point)
    assert eval(repr(point), {"Point": gd.Point, "Point3D": gd.Point3D}) == point
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(point, protocol)) == point
    assert copy.copy(point) == point == copy.deepcopy(point)


def test_attributes_unpacking_and_matching() -> None:
    point = gd.Point(lat=35.68, lon=139.77)
    assert (point.lat, point.lon) == (35.68, 139.77)
    lat, lon = point
    assert (lat, lon) == (35.68, 139.77)
    fuji = gd.Point3D(35.36, 138.73, altitude=3776)
    assert (fuji.lat, fuji.lon, fuji.altitude) == tuple(fuji) == (35.36, 138.73, 3776.0)
    assert fuji.ground == gd.Point(35.36, 138.73)
    match point:
        case gd.Point(35.68, lon=east):
            assert east == 139.77
        case _:
            pytest.fail("no match")
    match fuji:
        case gd.Point3D(_, _, height):
            assert height == 3776
        case _:
            pytest.fail("no match")


def test_repr() -> None:
    assert repr(gd.Point(35, -139.77)) == "Point(lat=35.0, lon=-139.77)"
    assert repr(gd.Point3D(1, 2, 3e10)) == "Point3D(lat=1.0, lon=2.0, altitude=30000000000.0)"
    assert gd.Point.__module__ == gd.Point3D.__module__ == "geodist"
    assert str(inspect.signature(gd.Point)) == "(lat, lon)"
    assert str(inspect.signature(gd.Point3D)) == "(lat, lon, altitude)"
    assert str(inspect.signature(gd.Point.distance)) == "(self, other, *, ellipsoid=None)"


def test_equality() -> None:
    assert gd.Point(0.0, -0.0) == gd.Point(-0.0, 0.0)
    assert hash(gd.Point(0.0, -0.0)) == hash(gd.Point(-0.0, 0.0))
    assert gd.Point(0, 190) != gd.Point(0, -170)
    assert gd.Point(1, 2) != (1, 2)
    assert gd.Point(1, 2) != gd.Point3D(1, 2, 0)
    assert len({gd.Point(1, 2), gd.Point(1.0, 2.0), gd.Point(2, 1)}) == 2


@pytest.mark.parametrize("point", [gd.Point(1, 2), gd.Point3D(1, 2, 3)], ids=["Point", "Point3D"])
def test_immutable(point: gd.Point | gd.Point3D) -> None:
    before = tuple(point)
    for name in ("lat", "lon", "altitude", "anything"):
        with pytest.raises(AttributeError):
            setattr(point, name, 1.0)
    point.__init__(*[5.0] * len(before))  # type: ignore[misc]
    assert tuple(point) == before


def test_limits() -> None:
    assert gd.Point(90, 1e300).lon == 1e300
    assert gd.Point(-90, -720).lat == -90
    for lat in (math.nextafter(90, 91), -90.1, math.inf, math.nan):
        for make in (lambda lat=lat: gd.Point(lat, 0), lambda lat=lat: gd.Point3D(lat, 0, 0)):
            with pytest.raises(gd.InvalidLatitudeError) as caught:
                make()
            assert caught.value.value == pytest.approx(lat, nan_ok=True)
    for value in (math.inf, -math.inf, math.nan):
        with pytest.raises(gd.InvalidLongitudeError):
            gd.Point(0, value)
        with pytest.raises(gd.InvalidLongitudeError):
            gd.Point3D(0, value, 0)
        with pytest.raises(gd.InvalidAltitudeError):
            gd.Point3D(0, 0, value)


def test_types_of_arguments() -> None:
    assert gd.Point(np.float32(1.5), np.int8(2)) == gd.Point(1.5, 2)
    assert gd.Point(np.array(1.5), 2) == gd.Point(1.5, 2)
    for wrong in (None, "1", [1.0], 1j):
        with pytest.raises(TypeError):
            gd.Point(wrong, 0)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        gd.Point(1)  # type: ignore[call-arg]


@pytest.mark.parametrize("ellipsoid", [None, "sphere", gd.Ellipsoid(6378137, -0.01)])
def test_methods_give_what_the_functions_give(ellipsoid: gd.Ellipsoid | str | None) -> None:
    p, q = gd.Point(35.68, 139.77), gd.Point(48.86, 2.35)
    on = {"ellipsoid": ellipsoid}
    assert p.distance(q, **on) == gd.distance(*p, *q, **on)
    assert p.azimuth(q, **on) == gd.azimuth(*p, *q, **on)
    assert p.inverse(q, **on) == gd.inverse(*p, *q, **on)
    assert type(p.inverse(q, **on)) is gd.Inverse
    assert p.direct(12, 3e6, **on) == gd.direct(*p, 12, 3e6, **on)
    assert type(p.direct(azi1=12, distance=3e6, **on)) is gd.Direct
    assert p.interpolate(q, 0.3, **on) == gd.Point(*gd.interpolate(*p, *q, 0.3, **on))
    assert p.midpoint(q, **on) == gd.Point(*gd.midpoint(*p, *q, **on))


def test_methods_refuse_what_is_no_point() -> None:
    p = gd.Point(1, 2)
    for wrong in (None, (1, 2), gd.Point3D(1, 2, 3), 5.0):
        with pytest.raises(TypeError):
            p.distance(wrong)  # type: ignore[arg-type]
    with pytest.raises(gd.GeodistError, match="distance"):
        p.direct(0, math.inf)
    with pytest.raises(gd.GeodistError, match="fraction must be finite, got nan"):
        p.interpolate(p, math.nan)
    assert all(math.isnan(value) for value in p.direct(0, math.nan))


def test_chord() -> None:
    p, q = gd.Point3D(35.36, 138.73, 3776), gd.Point3D(35.68, 139.77, 40)
    assert p.chord(q) == gd.chord(*p, *q)
    assert p.chord(q, ellipsoid="sphere") == gd.chord(*p, *q, ellipsoid="sphere")
    assert p.chord(p) == 0
    # Straight up.
    assert gd.Point3D(90, 0, 0).chord(gd.Point3D(90, 77, 1000)) == pytest.approx(1000, abs=1e-8)


def test_a_format_is_that_of_each_number() -> None:
    assert f"{gd.Point(52.308, -4.5):.2f}" == "52.31, -4.50"
    assert f"{gd.Point3D(1, 2, 3):+g}" == "+1, +2, +3"
    assert f"{gd.Point(1, 2)}" == str(gd.Point(1, 2)) == "Point(lat=1.0, lon=2.0)"
    with pytest.raises(ValueError, match="format"):
        f"{gd.Point(1, 2):d}"
