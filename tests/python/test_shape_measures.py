"""Lengths, perimeters and areas of shapes."""

from __future__ import annotations

import geopandas
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

import geodist as gd
import geodist.geopandas as layers
from geodist import _geodist_core

GEOD = pyproj.Geod(ellps="WGS84")
SQUARE = shapely.box(8, 47, 9, 48)
DONUT = shapely.Polygon(SQUARE.exterior, [[(8.2, 47.2), (8.4, 47.2), (8.4, 47.4), (8.2, 47.4)]])
FAR = shapely.box(178, -10, 182, -5)
SIBERIA = shapely.Polygon([(175, 65), (-170, 65), (-170, 70), (175, 70)])
CAP = shapely.Polygon([(x, 80) for x in range(0, 360, 30)])
SOUTH = shapely.Polygon([(x, -80) for x in range(0, 360, 30)])

coordinates = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


def pyproj_area(geometry: shapely.Geometry) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(geometry))[0])


@pytest.mark.parametrize("polygon", [SQUARE, DONUT, FAR, SIBERIA, CAP, SOUTH])
def test_areas_are_those_of_pyproj(polygon: shapely.Polygon) -> None:
    assert gd.area(polygon) == pytest.approx(pyproj_area(polygon), abs=0.3)
    assert gd.area(shapely.reverse(polygon)) == pytest.approx(gd.area(polygon), abs=1e-3)


@pytest.mark.parametrize("polygon", [SQUARE, DONUT, FAR, SIBERIA, CAP, SOUTH])
def test_perimeters_are_those_of_pyproj(polygon: shapely.Polygon) -> None:
    rings = [polygon.exterior, *polygon.interiors]
    expected = sum(GEOD.line_length(*np.array(ring.coords).T) for ring in rings)
    assert gd.perimeter(polygon) == pytest.approx(expected, abs=1e-7)


def test_lengths_are_sums_of_distances() -> None:
    random = np.random.default_rng(1)
    counts = random.integers(0, 200, 50)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    lat, lon = random.uniform(-90, 90, offsets[-1]), random.uniform(-720, 720, offsets[-1])
    lengths = gd.length(gd.Shapes.lines(lat, lon, offsets))
    for begin, end, length in zip(offsets[:-1], offsets[1:], lengths, strict=True):
        edges = gd.distance(
            lat[begin : end - 1], lon[begin : end - 1], lat[begin + 1 : end], lon[begin + 1 : end]
        )
        assert length == pytest.approx(edges.sum() if end > begin + 1 else 0, rel=1e-14)


def test_every_kind_has_its_measures() -> None:
    line = shapely.LineString([(0, 0), (1, 0)])
    shapes = gd.Shapes(
        [
            shapely.Point(1, 2),
            line,
            SQUARE,
            shapely.MultiPoint([(0, 0), (1, 1)]),
            shapely.MultiLineString([line, line]),
            shapely.MultiPolygon([SQUARE, FAR]),
            shapely.from_wkt("POLYGON EMPTY"),
            None,
        ]
    )
    one = gd.distance(0, 0, 0, 1)
    np.testing.assert_allclose(gd.length(shapes), [0, one, 0, 0, 2 * one, 0, 0, np.nan], rtol=1e-15)
    square, far = gd.area(SQUARE), gd.area(FAR)
    np.testing.assert_allclose(gd.area(shapes), [0, 0, square, 0, 0, square + far, 0, np.nan])
    edges = gd.perimeter(SQUARE)
    around = gd.perimeter(shapes)
    np.testing.assert_allclose(around[[1, 2, 4, 6, 7]], [0, edges, 0, 0, np.nan])


def test_rings_need_no_end_and_no_direction() -> None:
    lat, lon = np.array([0, 0, 4, 4.0]), np.array([0, 4, 4, 0.0])
    open_ring = gd.Shapes.polygons(lat, lon, [0, 4])
    closed = gd.Shapes.polygons([*lat, 0], [*lon, 0], [0, 5])
    back = gd.Shapes.polygons(lat[::-1], lon[::-1], [0, 4])
    for measure in (gd.area, gd.perimeter):
        assert measure(closed)[0] == pytest.approx(measure(open_ring)[0], rel=1e-14)
        assert measure(back)[0] == pytest.approx(measure(open_ring)[0], rel=1e-14)


def test_oriented_polygons_have_the_side_to_the_left() -> None:
    whole = 510_065_621_724_088.5  # of WGS84, from the truth cases
    lat, lon = [0, 0, 4, 4.0], [0, 4, 4, 0.0]
    small = gd.area(gd.Shapes.polygons(lat, lon, [0, 4]))[0]
    left = gd.Shapes.polygons(lat, lon, [0, 4], oriented=True)
    right = gd.Shapes.polygons(lat[::-1], lon[::-1], [0, 4], oriented=True)
    assert gd.area(left)[0] == small
    assert gd.area(right)[0] == pytest.approx(whole - small, abs=0.1)
    # a hole in the large one, and in the small one
    hole = [1, 2, 2, 1.0], [1, 1, 2, 2.0]
    inside = gd.Shapes.polygons(
        [*lat, *hole[0]], [*lon, *hole[1]], [0, 4, 8], [0, 2], oriented=True
    )
    of_hole = gd.area(gd.Shapes.polygons(*hole, [0, 4]))[0]
    assert gd.area(inside)[0] == pytest.approx(small - of_hole, abs=1e-3)


def test_other_ellipsoids() -> None:
    sphere = gd.Ellipsoid(6371008.8, 0)
    octant = gd.Shapes.polygons([0, 0, 90], [0, 90, 0], [0, 3])
    assert gd.area(octant, ellipsoid=sphere)[0] == pytest.approx(np.pi / 2 * 6371008.8**2, abs=0.1)
    assert gd.perimeter(octant, ellipsoid="sphere")[0] == pytest.approx(
        1.5 * np.pi * 6371008.8, abs=1e-7
    )
    line = gd.Shapes.lines([0, 0], [0, 90], [0, 2], ellipsoid=sphere)
    assert gd.length(line)[0] == pytest.approx(np.pi / 2 * 6371008.8, abs=1e-8)
    assert gd.length(line, ellipsoid="WGS84")[0] == gd.distance(0, 0, 0, 90)


@given(st.lists(coordinates, min_size=3, max_size=8), st.floats(-360, 360))
def test_turning_about_the_axis_changes_nothing(
    ring: list[tuple[float, float]], turn: float
) -> None:
    lon, lat = np.array(ring).T
    lon = np.round(lon, 6)
    turned = lon + np.round(turn, 6)
    first = gd.area(gd.Shapes.polygons(lat, lon, [0, lat.size]))[0]
    second = gd.area(gd.Shapes.polygons(lat, turned, [0, lat.size]))[0]
    # An edge between nearly antipodal points may take the other way round.
    arc = gd.distance(lat, lon, np.roll(lat, -1), np.roll(lon, -1))
    if arc.max() < 1.9e7:
        assert second == pytest.approx(first, abs=lat.size * 3.0)


def test_threads_and_slices_change_no_bit() -> None:
    random = np.random.default_rng(2)
    sizes = random.integers(3, 4000, 60)
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    angle = np.concatenate([np.linspace(0, 2 * np.pi, n, endpoint=False) for n in sizes])
    centre = (
        np.repeat(random.uniform(-80, 80, 60), sizes),
        np.repeat(random.uniform(-180, 180, 60), sizes),
    )
    shapes = gd.Shapes.polygons(
        centre[0] + 3 * np.sin(angle), centre[1] + 3 * np.cos(angle), offsets
    )
    areas = gd.area(shapes, threads=1)
    assert areas.tobytes() == gd.area(shapes, threads=7).tobytes()
    assert areas[::-1].tobytes() == gd.area(shapes[::-1]).tobytes()
    assert areas[17] == gd.area(shapes[17])
    rings = gd.perimeter(shapes, threads=1)
    assert rings.tobytes() == gd.perimeter(shapes, threads=5).tobytes()
    assert rings[3:9].tobytes() == gd.perimeter(shapes[3:9]).tobytes()


def test_longitudes_of_any_turn() -> None:
    lat, lon = [0, 0, 4, 4.0], np.array([178, 182, 182, 178.0])
    expected = gd.area(gd.Shapes.polygons(lat, lon, [0, 4]))[0]
    wrapped = gd.Shapes.polygons(lat, np.where(lon > 180, lon - 360, lon), [0, 4])
    assert gd.area(wrapped)[0] == pytest.approx(expected, rel=1e-14)
    assert gd.area(gd.Shapes.polygons(lat, lon + 3600, [0, 4]))[0] == pytest.approx(
        expected, rel=1e-14
    )


@pytest.mark.parametrize("f", [0.0, 1 / 298.257223563, 1 / 50])
@pytest.mark.parametrize("apart", [165.0, 178.0, 179.5, 179.9, 180.0])
@pytest.mark.parametrize("lat", [0.0, 1e-9, 0.2, 30.0])
def test_edges_to_the_opposite_latitude(lat: float, apart: float, f: float) -> None:
    # nearly half way round the geodesic leaves the equator, and leads over a pole in the end
    figure = gd.Ellipsoid(6378137, f)
    for third in (10.0, -10.0, 0.0):
        lats, lons = np.array([lat, -lat, third]), np.array([5.0, 5 + apart, 100])
        ring = Geodesic(figure.a, f).Polygon()
        for vertex in zip(lats, lons, strict=True):
            ring.AddPoint(*vertex)
        expected = abs(ring.Compute(False, True)[2])
        for first in range(3):
            vertices = np.roll(lats, first), np.roll(lons, first)
            found = gd.area(
                gd.Shapes.polygons(*vertices, [0, 3], edges="geodesic", ellipsoid=figure)
            )
            assert found[0] == pytest.approx(expected, rel=1e-9, abs=100)


@pytest.mark.parametrize("f", [1 / 298, 0.0, -1 / 50])
@pytest.mark.parametrize("apart", [1e-4, 0.5, 30.0, 120.0])
def test_an_edge_from_pole_to_pole_runs_along_the_meridian_of_its_end(
    apart: float, f: float
) -> None:
    # GeographicLib and covers() do so, too
    ellipsoid = gd.Ellipsoid(6378137, f)
    half = gd.Shapes.polygons(
        [0, 0, 90], [0, apart, 0], [0, 3], edges="geodesic", ellipsoid=ellipsoid
    )
    for to, sign in ((90, 1), (-90, -1)):
        lune = gd.Shapes.polygons(
            [0, -to, to], [7, 7, 7 + sign * apart], [0, 3], edges="geodesic", ellipsoid=ellipsoid
        )
        assert gd.area(lune)[0] == pytest.approx(2 * gd.area(half)[0], rel=1e-9)


def test_layers_are_measured_as_by_geopandas() -> None:
    geometries = [SQUARE, shapely.LineString([(0, 0), (1, 0)]), None, shapely.Point(1, 2)]
    layer = geopandas.GeoSeries(geometries, index=list("abcd"), crs="EPSG:4326")
    lengths, areas = layers.length(layer), layers.area(layer)
    assert lengths.index.equals(layer.index)
    np.testing.assert_array_equal(
        lengths, [gd.perimeter(SQUARE), gd.distance(0, 0, 0, 1), np.nan, 0]
    )
    np.testing.assert_array_equal(areas, [gd.area(SQUARE), 0, np.nan, 0])
    frame = geopandas.GeoDataFrame({"n": [1, 2, 3, 4]}, index=layer.index, geometry=layer)
    assert layers.area(frame).equals(areas)
    # the same zeros and NaNs as in the plane
    plane = layer.set_crs("EPSG:3857", allow_override=True)
    assert ((plane.length == 0) == (lengths == 0)).all()
    assert plane.length.isna().equals(lengths.isna())


def test_a_series_gives_a_series() -> None:
    layer = geopandas.GeoSeries([SQUARE, None], index=["a", "b"], crs="EPSG:4326")
    frame = geopandas.GeoDataFrame(geometry=layer)
    plain = pd.Series([SQUARE, None], index=["a", "b"])
    for measure in (gd.area, gd.perimeter, gd.length):
        expected = pd.Series([measure(SQUARE), np.nan], index=["a", "b"])
        for column in (layer, frame, plain):
            assert measure(column).equals(expected)


def test_layers_need_a_crs_and_take_its_ellipsoid() -> None:
    layer = geopandas.GeoSeries([SQUARE])
    with pytest.raises(gd.GeodistError, match="no CRS"):
        layers.area(layer)
    with pytest.raises(gd.GeodistError, match="projected"):
        layers.area(layer.set_crs("EPSG:3857"))
    with pytest.raises(TypeError, match="a GeoSeries or GeoDataFrame is needed, got list"):
        layers.area([SQUARE])
    clarke = layers.area(layer.set_crs("EPSG:4267"))[0]
    assert clarke == gd.area(SQUARE, ellipsoid="Clarke 1866")
    assert abs(clarke - gd.area(SQUARE)) > 1e5


def test_planar_edges_are_measured_on_the_map() -> None:
    box = shapely.box(-179, 0, 179, 90)
    planar = gd.Shapes.from_shapely([box], edges="planar")
    assert gd.area(planar)[0] == pytest.approx(gd.WGS84.area / 2 * 358 / 360, rel=1e-14)
    assert gd.area(gd.Shapes([box]))[0] < gd.WGS84.area / 100
    document = {"type": "Polygon", "coordinates": [list(map(list, box.exterior.coords))]}
    assert gd.area(document) == gd.area(planar)[0]
    antarctica = shapely.Polygon([(-180, -60), (-180, -90), (180, -90), (180, -60)])
    sixth = shapely.box(0, -90, 60, -60)
    both = gd.area(gd.Shapes.from_shapely([antarctica, sixth], edges="planar"))
    assert both[0] == pytest.approx(6 * both[1], rel=1e-14)


def test_a_planar_edge_is_as_long_as_its_course() -> None:
    """Against many geodesics from point to point of the straight line."""
    part = np.linspace(0, 1, 20_001)
    for lat1, lon1, lat2, lon2 in [(10, 20, 60, 80), (89, 0, 80, 170), (0, -170, 0, 170)]:
        lat, lon = lat1 + (lat2 - lat1) * part, lon1 + (lon2 - lon1) * part
        course = gd.distance(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum()
        line = gd.Shapes.lines([lat1, lat2], [lon1, lon2], [0, 2], edges="planar")
        assert gd.length(line)[0] == pytest.approx(course, rel=1e-8)
        assert gd.length(line)[0] >= course - 1e-4


def test_edges_are_geodesic_or_planar() -> None:
    lat = np.zeros(2)
    with pytest.raises(ValueError, match="edges must be 'geodesic' or 'planar', got 'straight'"):
        _geodist_core.line_lengths(lat, lat, np.array([0, 2]), False, gd.WGS84, 1, "straight")


def test_rings_that_wind_about_the_earth_stay_below_half_of_it() -> None:
    lat = [57, 51, 9, 54, 37, 58, 25, -5, -78, -45, 11, -58, 7, 41, -16, -77]
    lon = [-96, -174, -127, 46, -59, -60, -127, -80, 152, -42, -169, 15, -136, 17, 168, -118]
    geographiclib = 0.37031  # of the Earth, by PolygonArea
    ring = gd.Shapes.polygons(lat, lon, [0, 16])
    assert gd.area(ring)[0] / gd.WGS84.area == pytest.approx(geographiclib, abs=1e-5)
    # three times around a small triangle
    lat, lon = [0, 0, 10] * 3, [0, 10, 5] * 3
    once = gd.area(gd.Shapes.polygons(lat[:3], lon[:3], [0, 3]))[0]
    assert gd.area(gd.Shapes.polygons(lat, lon, [0, 9]))[0] == pytest.approx(3 * once)
    # 2000 times: less whole Earths, and not below 0 where the left side counts
    many = gd.Shapes.polygons(lat[:3] * 2000, lon[:3] * 2000, [0, 6000])
    assert 0 <= gd.area(many)[0] <= gd.WGS84.area / 2
    rings = gd.Shapes.polygons(lat[:3] * 2000, lon[:3] * 2000, [0, 6000], oriented=True)
    assert 0 <= gd.area(rings)[0] <= gd.WGS84.area
    assert gd.area(rings)[0] == pytest.approx(2000 * once % gd.WGS84.area, rel=1e-6)


def test_holes_outside_and_holes_of_either_direction() -> None:
    square, hole = [(0, 0), (4, 0), (4, 4), (0, 4)], [(1, 1), (2, 1), (2, 2)]
    outside = shapely.Polygon([(0, 0), (1, 0), (1, 1)], [[(10, 10), (20, 10), (20, 20)]])
    assert gd.area(outside) == 0
    right = gd.area(shapely.Polygon(square)) - gd.area(shapely.Polygon(hole))
    for ring in (hole, hole[::-1]):
        polygon = shapely.Polygon(square, [ring])
        assert gd.area(polygon) == pytest.approx(right, rel=1e-14)
        oriented = gd.Shapes.from_shapely([polygon], oriented=True)
        assert gd.area(oriented)[0] == pytest.approx(right, rel=1e-12)
