"""Layers of lines and polygons: compared with GeoPandas where the Earth is as good as flat."""

from __future__ import annotations

from functools import partial
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

import geodist as gd
from geodist import geopandas as gdg

# GeoPandas says so of all layers here, which are small enough for it.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS"),
    pytest.mark.filterwarnings("ignore:.*match nothing"),
]

PREDICATES = ["intersects", "within", "contains", "covers", "covered_by"]
# Metres of a degree at the equator: there and on a scale of a kilometre, GeoPandas is right enough.
SCALE = 1e-2


def some(kind: str, count: int, seed: int) -> geopandas.GeoDataFrame:
    """Make geometries in a small square at the equator, with some that are missing or empty."""
    rng = np.random.default_rng(seed)
    at = rng.uniform(0, 1, (count, 2))
    size = rng.uniform(0.02, 0.3, count)
    points = shapely.points(at * SCALE)
    if kind == "points":
        geometries = points
    elif kind == "lines":
        ends = (at + rng.uniform(-0.3, 0.3, (count, 2))) * SCALE
        geometries = shapely.linestrings(np.stack([at * SCALE, ends], axis=1))
    elif kind == "polygons":
        geometries = shapely.buffer(points, size * SCALE, quad_segs=2)
        geometries = shapely.set_precision(geometries, 0)
    else:
        parts = [some(k, count, seed + i).geometry.to_numpy() for i, k in enumerate(KINDS[:3])]
        geometries = np.array([parts[i % 3][i] for i in range(count)], object)
    geometries = np.asarray(geometries, object)
    geometries[-1] = None
    geometries[-2] = shapely.from_wkt("POLYGON EMPTY")
    index = pd.Index([f"{kind}{i}" for i in range(count)], name=None)
    return geopandas.GeoDataFrame(
        {"value": range(count), f"only_{kind}": "x"},
        geometry=geometries,
        crs="EPSG:4326",
        index=index,
    )


KINDS = ["points", "lines", "polygons", "mixed"]


@pytest.mark.parametrize("how", ["inner", "left", "right"])
@pytest.mark.parametrize("right", KINDS)
@pytest.mark.parametrize("left", KINDS)
def test_sjoin_is_that_of_geopandas(left: str, right: str, how: Any) -> None:
    a, b = some(left, 23, 1), some(right, 17, 2)
    for predicate in PREDICATES:
        expected = geopandas.sjoin(a, b, how=how, predicate=predicate)
        found = gdg.sjoin(a, b, how=how, predicate=predicate)  # type: ignore[arg-type]
        names = ["value_left", "value_right"]
        assert list(found.columns) == list(expected.columns)
        key = list(map(str, names))
        assert sorted(map(tuple, found[key].fillna(-1).to_numpy().tolist())) == sorted(
            map(tuple, expected[key].fillna(-1).to_numpy().tolist())
        ), predicate
        assert sorted(found.index) == sorted(expected.index)
        assert found.geometry.name == expected.geometry.name


def test_predicates_find_something() -> None:
    polygons, points = some("polygons", 40, 1), some("points", 40, 2)
    for predicate in PREDICATES:
        swap = predicate in ("within", "covered_by")
        pair = (points, polygons) if swap else (polygons, points)
        assert len(gdg.sjoin(*pair, predicate=predicate)) > 3  # type: ignore[arg-type]


@pytest.mark.parametrize("right", KINDS)
@pytest.mark.parametrize("left", KINDS)
def test_dwithin_is_all_pairs_up_to_a_distance(left: str, right: str) -> None:
    a, b = some(left, 23, 1), some(right, 17, 2)
    reach = 0.1 * SCALE
    expected = geopandas.sjoin(a, b, predicate="dwithin", distance=reach)
    found = gdg.sjoin(a, b, predicate="dwithin", distance=reach * 111_000)
    # A degree of latitude is 110.6 km there, one of longitude 111.3.
    wide = gdg.sjoin(a, b, predicate="dwithin", distance=reach * 112_000)
    pairs = {tuple(row) for row in expected[["value_left", "value_right"]].to_numpy().tolist()}
    some_found = {tuple(row) for row in found[["value_left", "value_right"]].to_numpy().tolist()}
    all_found = {tuple(row) for row in wide[["value_left", "value_right"]].to_numpy().tolist()}
    assert pairs <= all_found
    assert len(some_found ^ pairs) <= 0.02 * len(pairs) + 2
    each = np.full(len(a), reach * 112_000)
    each[0] = 0
    fewer = gdg.sjoin(a, b, predicate="dwithin", distance=each)
    assert set(fewer["value_left"]) <= set(wide["value_left"])


@pytest.mark.parametrize("how", ["inner", "left", "right"])
@pytest.mark.parametrize("right", KINDS)
@pytest.mark.parametrize("left", KINDS)
def test_sjoin_nearest_is_brute_force(left: str, right: str, how: Any) -> None:
    a, b = some(left, 23, 1), some(right, 17, 2)
    found = gdg.sjoin_nearest(a, b, how=how, distance_col="d")
    expected = geopandas.sjoin_nearest(a, b, how=how, distance_col="d")
    assert list(found.columns) == list(expected.columns)
    here, there = (b, a) if how == "right" else (a, b)
    mine, other = ("value_right", "value_left") if how == "right" else ("value_left", "value_right")
    for row, geometry in enumerate(here.geometry):
        rows = found[found[mine] == row]
        if geometry is None or geometry.is_empty:
            assert (rows[other].isna()).all()
            continue
        apart = gdg.distance(there, geometry).to_numpy()
        nearest = np.flatnonzero(apart <= np.nanmin(apart) + 1e-9)
        assert sorted(rows[other]) == sorted(nearest)
        assert rows["d"].to_numpy() == pytest.approx(np.nanmin(apart), abs=4e-8)


def test_nearest_options() -> None:
    a, b = some("polygons", 23, 1), some("lines", 17, 2)
    with pytest.raises(ValueError, match="max_distance must be greater"):
        gdg.sjoin_nearest(a, b, max_distance=0)
    close = gdg.sjoin_nearest(a, b, max_distance=50, distance_col="d")
    assert (close["d"] <= 50).all()
    two = gdg.sjoin_nearest(a, b, k=2)
    assert two.groupby("value_left").size().min() >= 2
    alone = gdg.sjoin_nearest(a, a, exclusive=True)
    assert (alone["value_left"] != alone["value_right"]).all()
    expected = geopandas.sjoin_nearest(a, a, exclusive=True, distance_col="d")
    assert set(alone["value_left"]) == set(expected["value_left"])
    turned = a.copy()
    turned.geometry = shapely.reverse(a.geometry.to_numpy())
    other = gdg.sjoin_nearest(a, turned, exclusive=True)
    assert (other["value_left"] != other["value_right"]).all()


def test_on_attribute() -> None:
    a, b = some("polygons", 23, 1), some("points", 17, 2)
    for layer in (a, b):
        layer["group"] = layer["value"] % 3
    expected = geopandas.sjoin(a, b, on_attribute="group")
    found = gdg.sjoin(a, b, on_attribute="group")
    assert list(found.columns) == list(expected.columns)
    assert len(found) == len(expected) > 0
    with pytest.raises(ValueError, match="on_attribute: left_df has no single column 'x'"):
        gdg.sjoin(a, b, on_attribute=["x"])


LINES = [
    "LINESTRING (0 0, 0 1, 0 2)",
    "MULTILINESTRING ((0 0, 0 1), (0 1, 0 2))",  # ends at 1 twice, so that is inside
    "LINESTRING (0 0, 0 1, 1 1, 0 0)",  # closed, so nothing is an end
    "MULTIPOINT (0 0, 0 1)",
    "POINT (0 1)",
]
POINTS = [
    "POINT (0 0)",
    "POINT (0 1)",
    "MULTIPOINT (0 0, 0 1)",
    "MULTIPOINT (0 0, 0 2)",
    "MULTIPOINT (0 1, 5 5)",
    "POINT (5 5)",
]


@pytest.mark.parametrize("predicate", PREDICATES)
def test_lines_and_points_cover_points_as_in_geopandas(predicate: Any) -> None:
    a, b = (
        geopandas.GeoDataFrame(
            {"value": range(len(x))}, geometry=geopandas.GeoSeries.from_wkt(x), crs="EPSG:4326"
        )
        for x in (LINES, POINTS)
    )
    pair = (b, a) if predicate in {"within", "covered_by"} else (a, b)
    expected = geopandas.sjoin(*pair, predicate=predicate)
    found = gdg.sjoin(*pair, predicate=predicate)
    names = ["value_left", "value_right"]
    assert found[names].to_numpy().tolist() == sorted(expected[names].to_numpy().tolist())
    assert len(found) > 8


def test_points_on_a_border_are_covered_but_not_within() -> None:
    squares = geopandas.GeoDataFrame(
        {"value": [0, 1]},
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
        crs="EPSG:4326",
    )
    points = geopandas.GeoDataFrame(
        {"value": range(4)},
        geometry=geopandas.points_from_xy([0.5, 1, 1, 1.5], [0.5, 0.5, 0, 0.5]),
        crs="EPSG:4326",
    )
    for predicate in PREDICATES:
        pair = (points, squares) if predicate != "contains" else (squares, points)
        pair = (squares, points) if predicate == "covers" else pair
        expected = geopandas.sjoin(*pair, predicate=predicate)
        found = gdg.sjoin(*pair, predicate=predicate)  # type: ignore[arg-type]
        names = ["value_left", "value_right"]
        assert found[names].to_numpy().tolist() == sorted(expected[names].to_numpy().tolist())


def test_lines_cover_lines_and_points() -> None:
    line = geopandas.GeoDataFrame(
        {"value": [0, 1]},
        geometry=[shapely.LineString([(0, 0), (0, 1)]), shapely.LineString([(0, 0), (0, 0.4)])],
        crs="EPSG:4326",
    )
    points = geopandas.GeoDataFrame(
        {"value": [0, 1]}, geometry=geopandas.points_from_xy([0, 1], [0.5, 0.5]), crs="EPSG:4326"
    )
    assert gdg.sjoin(line, points, predicate="covers")["value_right"].tolist() == [0]
    assert gdg.sjoin(points, points, predicate="within")["value_right"].tolist() == [0, 1]
    assert len(gdg.sjoin(points, line, predicate="covers")) == 0
    for predicate in PREDICATES[1:]:
        expected = geopandas.sjoin(line, line, predicate=predicate)
        found = gdg.sjoin(line, line, predicate=predicate)  # type: ignore[arg-type]
        names = ["value_left", "value_right"]
        assert found[names].to_numpy().tolist() == sorted(expected[names].to_numpy().tolist())
        assert len(found) == 3


def test_what_sjoin_refuses() -> None:
    a, b = some("polygons", 5, 1), some("points", 5, 2)
    with pytest.raises(ValueError, match=r"predicate must be one of 'intersects'.*got 'touches'"):
        gdg.sjoin(a, b, predicate="touches")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="predicate='dwithin' needs distance="):
        gdg.sjoin(a, b, predicate="dwithin")
    with pytest.raises(ValueError, match="distance= is for predicate='dwithin'"):
        gdg.sjoin(a, b, distance=5)
    with pytest.raises(gd.GeodistError, match="right_df has no CRS"):
        gdg.sjoin(a, b.set_crs(None, allow_override=True))
    with pytest.raises(gd.GeodistError, match="left_df is on"):
        gdg.sjoin(a, b.set_crs(4267, allow_override=True))
    box = geopandas.GeoDataFrame(
        geometry=[shapely.GeometryCollection([shapely.Point(0, 0)])], crs="EPSG:4326"
    )
    with pytest.raises(
        gd.InvalidGeometryError, match="left_df: geometry 0 is a GeometryCollection"
    ):
        gdg.sjoin(box, b)


def test_distances_of_layers() -> None:
    a, b = some("polygons", 9, 1).geometry, some("lines", 9, 2).geometry
    by_place = gdg.distance(a, b, align=False)
    assert by_place.index.equals(a.index)
    assert np.isnan(by_place.iloc[-2:]).all()
    expected = gd.distance(gd.Shapes(a), gd.Shapes(b))
    assert np.array_equal(by_place, expected, equal_nan=True)
    near = gdg.dwithin(a, b, 100, align=False)
    assert near.tolist() == (expected <= 100).tolist()
    with pytest.warns(UserWarning, match="labels of the two layers differ"):
        both = gdg.distance(a, b)
    with pytest.warns(UserWarning, match="indices"):
        theirs = a.distance(b)
    assert both.index.equals(theirs.index)
    assert both.isna().all()
    turned = b.set_axis(a.index)[::-1]
    aligned = gdg.distance(a, turned, align=True)
    assert np.allclose(aligned.reindex(a.index), by_place, equal_nan=True)
    one = gdg.distance(a, shapely.Point(0, 0))
    assert one.iloc[0] == gd.distance(gd.Shapes(a), gd.Shapes([shapely.Point(0, 0)]))[0]
    with pytest.raises(TypeError, match="other must be a layer or a geometry"):
        gdg.distance(a, 5)
    with pytest.raises(ValueError, match="9 and 8 rows"):
        gdg.distance(a, b[:8], align=False)


def test_planar_edges_are_measured_where_you_say_so() -> None:
    """A layer of GeoJSON has planar ones, and nothing of GeoPandas says so."""
    box = shapely.box(0, 49, 40, 60)
    north = shapely.Point(20, 60.5)  # inside the geodesic between the corners alone
    layer = geopandas.GeoDataFrame({"name": ["box"]}, geometry=[box], crs="EPSG:4326")
    points = geopandas.GeoDataFrame({"at": [1]}, geometry=[north], crs="EPSG:4326")
    flat = gd.Shapes.from_shapely([box], edges="planar")
    assert gdg.area(layer, edges="planar")[0] == gd.area(flat)[0]
    assert gdg.length(layer, edges="planar")[0] == gd.perimeter(flat)[0]
    apart = gd.distance(north, flat)[0]
    assert gdg.distance(points, box, edges="planar")[0] == pytest.approx(apart, abs=1e-8)
    assert apart > 5e4
    assert gdg.distance(points, box, edges="geodesic")[0] == 0
    within = partial(gdg.dwithin, points, box, 5e4)
    assert [bool(within(edges=kind)[0]) for kind in ("planar", "geodesic")] == [False, True]
    joined = [len(gdg.sjoin(points, layer, edges=kind)) for kind in ("planar", "geodesic")]
    assert joined == [0, 1]
    near = gdg.sjoin_nearest(points, layer, distance_col="metres", edges="planar")
    assert near.metres[0] == pytest.approx(apart, abs=1e-8)
    with pytest.raises(gd.GeodistError, match="edges must be 'geodesic' or 'planar', got 'x'"):
        gdg.area(layer, edges="x")
