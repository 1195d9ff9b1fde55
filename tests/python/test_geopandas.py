"""The nearest join of GeoPandas layers: that of GeoPandas, on the ellipsoid."""

from __future__ import annotations

import inspect
import re
import tracemalloc
import warnings
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from doctests import run_examples
from hypothesis import given, settings
from hypothesis import strategies as st
from numpydoc.validate import validate
from prepared import pair_distance
from test_numpydoc import RULES

import geodist as gd
from geodist.geopandas import sjoin_nearest


def layer(
    points: list[tuple[float, float] | None], crs: Any = 4326, index: Any = None, **columns: Any
) -> geopandas.GeoDataFrame:
    shapes = [None if point is None else shapely.Point(point) for point in points]
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs, index=index)


# On the equator the order of distances is that of the plane. Of these marks no two pairs are equally
# far apart (a Golomb ruler): in the plane such ties would be exact, on the ellipsoid they are rounded.
RULER = (-20, -19, -15, -8, 5, 7, 15, 21, 24)
equator = st.lists(st.sampled_from(RULER).map(lambda x: (float(x), 0.0)), max_size=8)
indices = st.sampled_from(["range", "strings", "named", "twice", "levels", "named levels"])


def with_index(frame: geopandas.GeoDataFrame, kind: str, name: str) -> geopandas.GeoDataFrame:
    n = len(frame)
    match kind:
        case "strings":
            frame.index = [f"r{i}" for i in range(n)]
        case "named":
            frame.index = pd.Index(range(10, 10 + n), name=name)
        case "twice":
            frame.index = [i // 2 for i in range(n)]
        case "levels":
            frame.index = pd.MultiIndex.from_arrays([range(n), ["a"] * n])
        case "named levels":
            frame.index = pd.MultiIndex.from_arrays([range(n), ["a"] * n], names=["i", name])
    return frame


@settings(max_examples=200)
@given(
    equator,
    equator,
    st.sampled_from(["inner", "left", "right"]),
    indices,
    indices,
    st.sampled_from([None, 2.5, 6.5]),
    st.booleans(),
    st.booleans(),
)
def test_it_joins_as_geopandas_does(
    left_points: Any,
    right_points: Any,
    how: Any,
    left_index: str,
    right_index: str,
    most: float | None,
    exclusive: bool,
    common_name: bool,
) -> None:
    left = layer(left_points, row=range(len(left_points)), a=1.5)
    right = layer(right_points, row=range(len(right_points)), b=[str(p) for p in right_points])
    left = with_index(left, left_index, "id")
    right = with_index(right, right_index, "id" if common_name else "other").rename_geometry("g")
    options = {"how": how, "lsuffix": "l", "exclusive": exclusive}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = geopandas.sjoin_nearest(
            left, right, max_distance=most, distance_col="d", **options
        )
    degree = gd.distance(0, 0, 0, 1)
    limit = None if most is None else most * degree
    joined = sjoin_nearest(left, right, max_distance=limit, distance_col="d", **options)
    # GeoPandas gives equally near rows in an order of its tree's.
    key = ["row_l", "row_right"]
    order = expected[key].fillna(-1).reset_index(drop=True)
    if how == "right":
        order = order[key[::-1]]
    expected = expected.iloc[order.sort_values(list(order.columns)).index]
    assert joined["d"].to_numpy() == pytest.approx(expected["d"] * degree, abs=1e-6, nan_ok=True)
    pd.testing.assert_frame_equal(
        pd.DataFrame(joined.drop(columns="d")), pd.DataFrame(expected.drop(columns="d"))
    )
    assert joined.geometry.name == expected.geometry.name
    assert joined.crs == expected.crs
    assert isinstance(joined, geopandas.GeoDataFrame)


def test_signature_is_that_of_geopandas() -> None:
    ours = inspect.signature(sjoin_nearest).parameters
    theirs = inspect.signature(geopandas.sjoin_nearest).parameters
    assert [p.name for p in ours.values() if p.kind is not p.KEYWORD_ONLY] == list(theirs)
    assert {name: ours[name].default for name in theirs} == {
        name: parameter.default for name, parameter in theirs.items()
    }


coordinates = st.tuples(
    st.one_of(st.sampled_from([0.0, 90.0, 180.0, -180.0]), st.floats(-200, 200)),
    st.one_of(st.sampled_from([0.0, 90.0, -90.0, 45.0]), st.floats(-90, 90)),
)


@settings(max_examples=150)
@given(
    st.lists(coordinates, max_size=8),
    st.lists(coordinates, max_size=10),
    st.integers(1, 4),
    st.booleans(),
)
def test_all_equally_near_are_found(here: Any, there: Any, k: int, exclusive: bool) -> None:
    left, right = layer(here, i=range(len(here))), layer(there, j=range(len(there)))
    joined = sjoin_nearest(left, right, distance_col="d", k=k, exclusive=exclusive)
    expected = []
    for i, (lon, lat) in enumerate(here):
        found = [(pair_distance(lat, lon, y, x), j) for j, (x, y) in enumerate(there)]
        found = sorted(f for f in found if f[0] > 0 or not exclusive)
        if found:
            last = found[min(k, len(found)) - 1][0]
            expected += sorted((i, j, d) for d, j in found if d <= last)
    assert list(zip(joined.i, joined.j, joined.d, strict=True)) == expected


def test_many_points_at_the_same_place() -> None:
    right = layer([(5, 5)] * 70 + [(5, 6), (5, 4)], j=range(72))
    left = layer([(5, 5), (5, 5.5), None])
    with pytest.warns(UserWarning, match="1 of 3 rows of the left_df"):
        joined = sjoin_nearest(left, right, exclusive=True, k=2)
    nearest = 70 if pair_distance(5, 5, 6, 5) < pair_distance(5, 5, 4, 5) else 71
    assert sorted(joined.loc[0].j) == [70, 71]
    assert nearest in joined.loc[0].j.tolist()
    assert sorted(joined.loc[1].j) == list(range(70)) or 70 in joined.loc[1].j.tolist()


heaps = st.lists(
    st.tuples(
        st.sampled_from([(5.0, 5.0), (5.0, 6.0), (365.0, 5.0), (0.0, 90.0), (7.0, 90.0)]),
        st.integers(1, 5),
    ),
    max_size=6,
)


@settings(max_examples=100)
@given(heaps, heaps, st.integers(1, 12), st.booleans(), st.integers(1, 20))
def test_heaps_of_points(here: Any, there: Any, k: int, exclusive: bool, block: int) -> None:
    places = [[place for place, n in heap for _ in range(n)] for heap in (here, there)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geodist.geopandas.neighbours._BLOCK_NEIGHBOURS", block)
        test_all_equally_near_are_found.hypothesis.inner_test(*places, k, exclusive)


def test_a_large_heap_takes_little_memory() -> None:
    n = 100_000
    heap = layer([(5, 5)] * n + [(5, 6)], j=range(n + 1))
    tracemalloc.start()
    try:
        joined = sjoin_nearest(heap, heap, exclusive=True, distance_col="d")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(joined) == 2 * n
    assert (joined.d == pair_distance(5, 5, 6, 5)).all()
    assert peak < 256 * 2**20


def test_metres_on_the_ellipsoid_of_the_crs() -> None:
    points = [(0.0, 0.0)], [(0.0, 60.0)]
    for crs in (4326, "OGC:CRS84", 4267, "+proj=longlat +R=1737400", 4326):
        left, right = layer(points[0], crs), layer(points[1], crs)
        joined = sjoin_nearest(left, right, distance_col="d")
        figure = left.crs.ellipsoid
        own = gd.Ellipsoid.from_axes(figure.semi_major_metre, figure.semi_minor_metre)
        assert joined.d[0] == pytest.approx(gd.distance(0, 0, 60, 0, ellipsoid=own), abs=1e-6)
    # Axes in another order are the same coordinates to GeoPandas.
    sjoin_nearest(layer(points[0], 4326), layer(points[1], "OGC:CRS84"))


def test_nearer_across_the_antimeridian_and_in_the_north() -> None:
    right = layer([(-179.9, 70.0), (179.0, 70.0), (170.0, 70.0)], j=[0, 1, 2])
    assert sjoin_nearest(layer([(179.9, 70.0)]), right).j.tolist() == [0]
    # In degrees the first is nearer.
    right = layer([(10.0, 78.0), (15.0, 80.0)], j=[0, 1])
    assert sjoin_nearest(layer([(10.0, 80.0)]), right).j.tolist() == [1]


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        (None, 4326, "left_df has no CRS"),
        (4326, None, "right_df has no CRS"),
        (3857, 3857, "is projected; convert them first"),
        (2263, 2263, "is projected; convert them first"),  # in feet
        (4326, 3857, "differ; convert one"),
        (4326, 4267, r"left_df is on WGS 84 \(WGS84\), right_df on NAD27 \(Clarke 1866\)"),
        (4978, 4978, "Geocentric"),
        (4807, 4807, "in grads"),
    ],
)
def test_crs_is_checked(left: Any, right: Any, message: str) -> None:
    with pytest.raises(gd.GeodistError, match=message):
        sjoin_nearest(layer([(1, 2)], left), layer([(1, 2)], right))


def test_arguments_are_checked() -> None:
    points = layer([(1.0, 2.0)])
    several = shapely.GeometryCollection([shapely.Point(0, 0)])
    collection = geopandas.GeoDataFrame(geometry=[several], crs=4326)
    with pytest.raises(gd.InvalidGeometryError, match="right_df: geometry 0 is a GeometryColl"):
        sjoin_nearest(points, collection)
    with pytest.raises(ValueError, match="'left_df' should be GeoDataFrame, got GeoSeries"):
        sjoin_nearest(points.geometry, points)
    with pytest.raises(ValueError, match="how must be"):
        sjoin_nearest(points, points, how="outer")
    for most in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="max_distance must be greater than 0"):
            sjoin_nearest(points, points, max_distance=most)
    for exclusive in (False, True):
        with pytest.raises(ValueError, match="k must be positive"):
            sjoin_nearest(points, points, k=0, exclusive=exclusive)
    with pytest.raises(TypeError):
        sjoin_nearest(points, points, k=1.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'index_right' cannot be a column name"):
        sjoin_nearest(points.assign(index_right=1), points)
    i, j = (points.assign(a=1).rename_axis(name) for name in "ij")
    with pytest.raises(ValueError, match="no suffix specified"):
        sjoin_nearest(i, j, lsuffix="", rsuffix="")


def test_empty_and_missing_geometries_join_nothing() -> None:
    some = layer([(1.0, 2.0), None], row=[0, 1])
    some.loc[2] = [2, shapely.Point()]
    with pytest.warns(UserWarning, match="2 of 3 rows of the left_df"):
        joined = sjoin_nearest(some, layer([(1.0, 2.0)]), how="left", distance_col="d")
    assert joined.index_right.isna().tolist() == [False, True, True]
    assert np.isnan(joined.d[1:]).all()
    nothing = layer([])
    assert len(sjoin_nearest(layer([(1, 2)]), nothing)) == 0
    assert len(sjoin_nearest(layer([(1, 2)]), nothing, how="left")) == 1
    assert len(sjoin_nearest(nothing, nothing, how="right", exclusive=True)) == 0


def test_docstring() -> None:
    errors = validate("geodist.geopandas.sjoin_nearest")["errors"]
    assert [error for error in errors if error[0] not in RULES] == []
    doc = sjoin_nearest.__doc__
    assert re.search(r"12 nm", doc)
    assert run_examples(doc, "sjoin_nearest")
