"""Ellipsoids: values, derived quantities, names."""

from __future__ import annotations

import copy
import inspect
import math
import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodist as gd

radii = st.floats(1e-30, 1e30)
flattenings = st.floats(-1 / 50, 1 / 50)
ellipsoids = st.builds(gd.Ellipsoid, radii, flattenings)


def relative_error(value: float, truth: Fraction) -> float:
    return float(abs(Fraction(value) - truth) / abs(truth)) if truth else abs(value)


def test_the_constants() -> None:
    assert gd.Ellipsoid(6378137, 1 / 298.257223563) == gd.WGS84
    assert gd.Ellipsoid(6378137, 1 / 298.257222101) == gd.GRS80
    assert gd.Ellipsoid(gd.EARTH_RADIUS_METERS, 0) == gd.SPHERE
    assert gd.WGS84.name == "WGS84"
    assert gd.SPHERE.name == "sphere"
    assert gd.Ellipsoid(1, 0).name is None


@given(st.floats(1e-3, 1e9), st.one_of(flattenings, st.floats(-1e-12, 1e-12)))
def test_derived_quantities_in_exact_arithmetic(a: float, f: float) -> None:
    ellipsoid = gd.Ellipsoid(a, f)
    exact_a, exact_f = Fraction(a), Fraction(f)
    b = exact_a * (1 - exact_f)
    if abs(f) > 1e-290:  # where no product is subnormal
        assert relative_error(ellipsoid.n, (exact_a - b) / (exact_a + b)) <= 1e-15
        assert relative_error(ellipsoid.e2, (exact_a**2 - b**2) / exact_a**2) <= 1e-15
        assert relative_error(ellipsoid.ep2, (exact_a**2 - b**2) / b**2) <= 1e-15
    assert relative_error(ellipsoid.b, b) <= 1e-15
    assert relative_error(ellipsoid.mean_radius, (2 * exact_a + b) / 3) <= 1e-15
    # Three times the relative error of the cube root.
    assert relative_error(ellipsoid.volumetric_radius, Fraction(ellipsoid.volumetric_radius)) == 0
    cube = Fraction(ellipsoid.volumetric_radius) ** 3
    assert float(abs(cube - exact_a**2 * b) / (exact_a**2 * b)) <= 3e-15
    assert ellipsoid.area == pytest.approx(
        4 * math.pi * ellipsoid.authalic_radius**2, rel=2e-15, abs=0
    )
    # The area lies between those of the inscribed and the circumscribed sphere.
    low, high = sorted([ellipsoid.b, a])
    assert low * (1 - 1e-15) <= ellipsoid.authalic_radius <= high * (1 + 1e-15)


def test_area_of_wgs84() -> None:
    # By quadrature of 4 pi a cos(t) sqrt(a^2 sin^2(t) + b^2 cos^2(t)), in 60 digits.
    assert gd.WGS84.area == pytest.approx(510065621724088.50937, rel=1e-15, abs=0)
    assert gd.WGS84.authalic_radius == pytest.approx(6371007.1809184738985, rel=1e-15, abs=0)


@given(ellipsoids)
def test_value_semantics(ellipsoid: gd.Ellipsoid) -> None:
    a, f = ellipsoid
    twin = gd.Ellipsoid(a=a, f=f)
    assert twin == ellipsoid
    assert hash(twin) == hash(ellipsoid)
    assert eval(repr(ellipsoid), {"Ellipsoid": gd.Ellipsoid}) == ellipsoid
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(ellipsoid, protocol)) == ellipsoid
    assert copy.copy(ellipsoid) == ellipsoid == copy.deepcopy(ellipsoid)
    match ellipsoid:
        case gd.Ellipsoid(x, y):
            assert (x, y) == (a, f)
        case _:
            pytest.fail("no match")


def test_equality() -> None:
    assert gd.WGS84 != gd.GRS80
    assert gd.WGS84 != "WGS84"
    assert tuple(gd.WGS84) != gd.WGS84
    assert gd.WGS84 is not None
    assert gd.Ellipsoid(1, -0.0) == gd.Ellipsoid(1, 0.0)
    assert hash(gd.Ellipsoid(1, -0.0)) == hash(gd.Ellipsoid(1, 0.0))
    assert len({gd.WGS84, gd.GRS80, gd.Ellipsoid.named("WGS 84")}) == 2
    with pytest.raises(TypeError):
        gd.WGS84 < gd.GRS80  # noqa: B015


def test_immutable() -> None:
    for name in ("a", "f", "b", "anything"):
        with pytest.raises(AttributeError):
            setattr(gd.WGS84, name, 1.0)
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Mine", (gd.Ellipsoid,), {})


def test_repr_is_readable() -> None:
    assert repr(gd.WGS84) == "Ellipsoid(a=6378137.0, f=1/298.257223563)"
    assert repr(gd.SPHERE) == "Ellipsoid(a=6371008.8, f=0.0)"
    assert repr(gd.Ellipsoid(1, 0.02)) == "Ellipsoid(a=1.0, f=0.02)"
    assert repr(gd.Ellipsoid(1, -1 / 298.25)) == "Ellipsoid(a=1.0, f=-1/298.25)"
    assert gd.Ellipsoid.__module__ == "geodist"
    assert str(inspect.signature(gd.Ellipsoid)) == "(a, f)"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 0, -6378137, 1.1e30, 0.9e-30])
def test_radius_out_of_range(value: float) -> None:
    with pytest.raises(gd.InvalidEllipsoidError, match="equatorial radius"):
        gd.Ellipsoid(value, 0)
    with pytest.raises(gd.InvalidEllipsoidError, match="polar semi-axis"):
        gd.Ellipsoid.from_axes(6378137, value)


@pytest.mark.parametrize("f", [math.nan, math.inf, math.nextafter(0.02, 1), -0.021, 298.25])
def test_flattening_out_of_range(f: float) -> None:
    with pytest.raises(gd.InvalidEllipsoidError, match="flattening f must be between") as caught:
        gd.Ellipsoid(6378137, f)
    assert caught.value.value == pytest.approx(f, nan_ok=True)


def test_mistaken_flattening_gets_a_hint() -> None:
    with pytest.raises(gd.InvalidEllipsoidError, match=r"give its reciprocal, 1/298\.25"):
        gd.Ellipsoid(6378137, 298.25)
    with pytest.raises(gd.InvalidEllipsoidError, match="use from_axes"):
        gd.Ellipsoid(6378137, 6356752)


def test_from_axes() -> None:
    ellipsoid = gd.Ellipsoid.from_axes(a=6378206.4, b=6356583.8)
    assert ellipsoid == gd.Ellipsoid.named("Clarke 1866")
    assert ellipsoid.b == pytest.approx(6356583.8, rel=2.3e-16, abs=0)
    assert gd.Ellipsoid.from_axes(50, 49).f == 0.02
    with pytest.raises(gd.InvalidEllipsoidError, match="flattening"):
        gd.Ellipsoid.from_axes(100, 97)


@pytest.mark.parametrize("a", [None, "6378137", [1, 2], 1j])
def test_wrong_types(a: object) -> None:
    with pytest.raises(TypeError):
        gd.Ellipsoid(a, 0)  # type: ignore[arg-type]


def test_numpy_numbers() -> None:
    assert gd.Ellipsoid(np.float32(6378137), np.int64(0)) == gd.Ellipsoid(6378137, 0)


@pytest.mark.parametrize("name", ["WGS84", "wgs84", "WGS 84", "wgs_84", "Wgs-84", np.str_("WGS84")])
def test_names_however_written(name: str) -> None:
    assert gd.Ellipsoid.named(name) == gd.WGS84


def test_unknown_name() -> None:
    with pytest.raises(gd.InvalidEllipsoidError, match='"WGS85"; did you mean: "WGS84"') as caught:
        gd.Ellipsoid.named("WGS85")
    assert caught.value.value == "WGS85"
    with pytest.raises(gd.InvalidEllipsoidError, match=r"Clarke 1880 \(RGS\).*Clarke 1880 \(IGN\)"):
        gd.Ellipsoid.named("Clarke 1880")
    for name in ("", "  ", "Ätlantis", "\ud800", "WGS84\0"[:0], "x" * 100_000):
        with pytest.raises(gd.InvalidEllipsoidError, match="unknown ellipsoid"):
            gd.Ellipsoid.named(name)


def test_ellipsoid_argument() -> None:
    here, there = gd.Point(10, 20), gd.Point(30, 40)
    default = here.distance(there)
    assert here.distance(there, ellipsoid=None) == default
    assert here.distance(there, ellipsoid=gd.WGS84) == default
    assert here.distance(there, ellipsoid="wgs 84") == default
    assert here.distance(there, ellipsoid="sphere") == here.distance(there, ellipsoid=gd.SPHERE)
    assert here.distance(there, ellipsoid="sphere") != default
    for wrong in (6378137.0, (6378137.0, 0.0), gd.Ellipsoid, b"WGS84"):
        with pytest.raises(TypeError, match=r"must be a geodist\.Ellipsoid, a name .* not "):
            here.distance(there, ellipsoid=wrong)  # type: ignore[arg-type]
    with pytest.raises(gd.InvalidEllipsoidError, match="unknown ellipsoid"):
        here.distance(there, ellipsoid="flat")


def test_the_table() -> None:
    table = gd.ellipsoids()
    names = [entry.name for entry in table]
    assert names[0] == "WGS84"
    assert len(set(names)) == len(names) >= 25
    for entry in table:
        assert entry.source
        assert (entry.epsg is None) == (entry.epsg_name is None)
        for name in (entry.name, entry.proj, entry.epsg_name):
            assert name is None or gd.Ellipsoid.named(name) == entry.ellipsoid
    assert pickle.loads(pickle.dumps(table)) == table


@pytest.mark.parametrize("entry", gd.ellipsoids(), ids=lambda entry: entry.name)
def test_table_agrees_with_epsg_and_proj(entry: gd.NamedEllipsoid) -> None:
    pyproj = pytest.importorskip("pyproj")
    ours = entry.ellipsoid
    assert entry.epsg or entry.proj or entry.ellipsoid == gd.SPHERE
    if entry.epsg is not None:
        epsg = pyproj.crs.Ellipsoid.from_epsg(entry.epsg)
        assert ours.a == epsg.semi_major_metre
        assert 1 / ours.f == pytest.approx(epsg.inverse_flattening, rel=1e-14, abs=0)
        assert entry.epsg_name == epsg.name
    if entry.proj is not None:
        proj = pyproj.get_ellps_map()[entry.proj]
        assert ours.a == proj["a"]
        b = proj["b"] if "b" in proj else proj["a"] * (1 - 1 / proj["rf"])
        # PROJ rounds the flattening of these two.
        rounded = entry.proj in ("mod_airy", "PZ90")
        assert ours.b == pytest.approx(b, abs=2e-3 if rounded else 2e-9, rel=0)
