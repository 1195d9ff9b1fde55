"""The datum of what layers of GeoPandas hold besides their geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import geodist as gd

if TYPE_CHECKING:
    from collections.abc import Callable

geopandas = pytest.importorskip("geopandas")
pyproj = pytest.importorskip("pyproj")

NAD27 = gd.Points(lat=[50, 55], lon=[0, 10], crs="EPSG:4267")
WGS84 = gd.Points(lat=[50, 55], lon=[0, 10])
TRUTH = gd.pdist(NAD27)[0]


def test_columns_of_a_layer_have_its_datum() -> None:
    columns = {"lat": [50.0, 55.0], "lon": [0.0, 10.0]}
    layer = geopandas.GeoDataFrame(columns, geometry=NAD27.to_geoseries())
    for join in (
        gd.nearest_join,
        lambda *a, **k: gd.within_join(*a, 1e6, **k),
    ):
        for named in ({}, {"lat": "lat", "lon": "lon"}):
            joined = join(layer[:1], layer[1:], **named)
            assert joined["distance"].tolist() == [pytest.approx(TRUTH, abs=1e-6)]
            with pytest.raises(gd.GeodistError, match="left is on NAD27"):
                join(layer[:1], layer[1:].set_crs(4326, allow_override=True), **named)
    named = {"lat": "lat", "lon": "lon"}
    assert gd.Points.from_pandas(layer, **named) == NAD27
    assert gd.Points.from_pandas(layer, **named, crs=4326) == WGS84
    # A projected CRS is that of the geometry alone.
    plane = layer.to_crs(3857)
    assert gd.Points.from_pandas(plane, **named) == WGS84
    assert gd.nearest_join(plane[:1], plane[1:], **named)["distance"].item() < TRUTH - 20


def test_nothing_is_written_with_the_crs_of_another_datum() -> None:
    bessel = gd.Points(lat=[50], lon=[0], ellipsoid="Bessel 1841")
    for write in (lambda p, crs: p.to_geoseries(crs), lambda p, crs: p.to_arrow(crs=crs)):
        for crs in (4326, "EPSG:4258", "OGC:CRS84"):
            with pytest.raises(gd.GeodistError, match="the points are on NAD27, not on"):
                write(NAD27, crs)
            with pytest.raises(gd.GeodistError, match="the points on Bessel 1841"):
                write(bessel, crs)
        with pytest.raises(gd.GeodistError, match="is projected"):
            write(WGS84, 3857)
        for points, crs in ((NAD27, 4267), (NAD27, pyproj.CRS(4267)), (bessel, 4314)):
            again = gd.Points(write(points, crs))
            assert again.ellipsoid == points.ellipsoid
            assert again.datum == gd.Points(points, crs=crs).datum
        # Points that do not say become what the caller says.
        assert gd.Points(write(WGS84, 4267)) == NAD27


def test_concat_takes_a_list() -> None:
    series = NAD27.to_geoseries()
    for one in (NAD27, series, geopandas.GeoDataFrame(geometry=series)):
        with pytest.raises(TypeError, match=r"takes a list of sets .*give \[a, b\]"):
            gd.Points.concat(one)
        assert gd.Points.concat([one]) == NAD27
        assert gd.Points.concat(iter([one, one])).crs == "EPSG:4267"
    assert gd.Points.concat([gd.Point(50, 0), gd.Point(55, 10)]) == WGS84


def test_another_ellipsoid_is_no_datum_to_convert_from() -> None:
    ball = gd.Points(lat=[50], lon=[0], ellipsoid="sphere")
    for other in (WGS84, NAD27):
        for call in (gd.distance, gd.cdist, lambda a, b: gd.PointIndex(a).query(b)):
            with pytest.raises(gd.GeodistError, match=r"two ellipsoids .*, ellipsoid=") as caught:
                call(ball, other)
            assert "to_crs" not in str(caught.value)
        assert gd.distance(ball, gd.Points(other[:1], ellipsoid="sphere"))[0] == 0


def test_suffixes_that_make_two_geometries() -> None:
    layer = geopandas.GeoDataFrame(geometry=NAD27.to_geoseries())
    with pytest.raises(ValueError, match="suffixes make two columns 'geometry_x'"):
        gd.nearest_join(layer[:1], layer[1:], suffixes=("_x", "_x"))


PAIRS: list[Callable[[Any, Any], Any]] = [
    gd.distance,
    gd.cdist,
    lambda a, b: gd.waypoints(a, b, 3),
]


@pytest.mark.parametrize("call", PAIRS)
def test_layers_with_altitudes_find_a_way_that_exists(call: Callable[[Any, Any], Any]) -> None:
    high = geopandas.GeoSeries.from_xy([0, 10], [50, 55], [1, 2], crs=4267)
    layer = geopandas.GeoDataFrame(geometry=high)
    for value in (high, layer, high.array):
        with pytest.raises(ValueError, match=r"takes no altitudes; give \w+\.force_2d\(\)"):
            call(value, value)
        assert gd.Points(value.force_2d()) == NAD27
        call(value.force_2d(), value.force_2d())
    for value in (high.to_numpy(), high[0], gd.Points(high).to_arrow()):
        with pytest.raises(ValueError, match=r"give Points\(lat=p\.lat, lon=p\.lon, crs=p\.crs\)"):
            call(value, value)
    with pytest.raises(ValueError, match="give the columns lat and lon of"):
        call(gd.Points(high), gd.Points(high))


def test_arrays_of_geometries() -> None:
    array = NAD27.to_geoseries().array
    assert gd.Points(array) == gd.Points([*array]) == NAD27
    assert gd.cdist(array, array)[0, 1] == pytest.approx(TRUTH, abs=1e-6)
    assert gd.distance(array[:1], array[1:]) == pytest.approx(TRUTH, abs=1e-6)
    assert gd.PointIndex(array).datum == NAD27.datum
    assert gd.waypoints(array[:1], array[1:], 3).lat.shape == (1, 3)
    square = NAD27.to_shapely().reshape(2, 1)
    for call in (gd.distance, gd.cdist, gd.hausdorff, lambda a, _: gd.Points(a)):
        for value in (square, square.tolist()):
            with pytest.raises(gd.InvalidGeometryError, match=r"one dimension, got shape \(2, 1\)"):
                call(value, value)
