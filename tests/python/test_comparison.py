"""The README's comparison says what the other libraries do: New York to London, the antimeridian."""

from __future__ import annotations

import numpy as np
import pytest

import geodist

JFK, LHR = (40.64, -73.78), (51.47, -0.45)
EAST, WEST = (0.0, 179.9), (0.0, -179.9)
AMONG = [(0.0, 170.0), WEST]


def turned(point: tuple[float, float]) -> tuple[float, float]:
    """Put the longitude first."""
    return point[1], point[0]


def test_geodist() -> None:
    assert geodist.distance(*JFK, *LHR) == pytest.approx(5555408.658, abs=1e-3)
    assert geodist.distance(*EAST, *WEST) == pytest.approx(22263.898, abs=1e-3)
    index = geodist.PointIndex(*np.transpose(AMONG))
    assert index.query(*EAST).indices == 1


def test_pyproj_measures_geodesics_lines_and_areas_of_columns() -> None:
    geod = pytest.importorskip("pyproj").Geod(ellps="WGS84")
    starts, ends = np.transpose([JFK, EAST]), np.transpose([LHR, WEST])
    distances = geod.inv(starts[1], starts[0], ends[1], ends[0])[2]
    assert distances == pytest.approx(geodist.distance(*starts, *ends), abs=1e-6)
    assert {"line_length", "geometry_area_perimeter"} <= set(dir(geod))


def test_geopy_measures_one_pair_or_a_line() -> None:
    geodesic = pytest.importorskip("geopy.distance").geodesic
    assert geodesic(JFK, LHR).m == pytest.approx(geodist.distance(*JFK, *LHR), abs=1e-6)
    assert geodesic(EAST, WEST).m == pytest.approx(22263.898, abs=1e-3)
    assert geodesic(JFK, LHR, JFK).m == pytest.approx(2 * geodesic(JFK, LHR).m)
    with pytest.raises(ValueError, match="array"):
        geodesic(np.array([JFK, EAST]), np.array([LHR, WEST]))


def test_shapely_measures_in_degrees() -> None:
    shapely = pytest.importorskip("shapely")
    starts, ends = (
        shapely.points([turned(JFK), turned(EAST)]),
        shapely.points([turned(LHR), turned(WEST)]),
    )
    assert shapely.distance(starts, ends) == pytest.approx([74.125, 359.8], abs=1e-3)
    tree = shapely.STRtree(shapely.points([turned(point) for point in AMONG]))
    assert tree.nearest(starts[1]) == 0


def test_geopandas_measures_in_degrees_and_warns() -> None:
    geopandas = pytest.importorskip("geopandas")
    start, end = (geopandas.GeoSeries.from_xy([lon], [lat], crs=4326) for lat, lon in (EAST, WEST))
    with pytest.warns(UserWarning, match="geographic CRS"):
        assert start.distance(end).tolist() == pytest.approx([359.8])
    places = geopandas.GeoSeries.from_xy(*zip(*map(turned, AMONG), strict=True), crs=4326)
    left, right = geopandas.GeoDataFrame(geometry=start), geopandas.GeoDataFrame(geometry=places)
    with pytest.warns(UserWarning, match="geographic CRS"):
        assert geopandas.sjoin_nearest(left, right).index_right.tolist() == [0]
