"""Labels, names, order and refusals of geodist.geopandas are those of GeoPandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

import geodist as gd
from geodist import geopandas as gdg

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS"),
    pytest.mark.filterwarnings("ignore:.*match nothing"),
]

# Degrees, at the equator: there GeoPandas is right enough.
SCALE = 1e-3
METRES = 111_000 * SCALE


def indexes(count: int) -> dict[str, Any]:
    pairs = [(letter, i) for letter in "ab" for i in range(count)][:count]
    return {
        "default": None,
        "named": pd.Index(range(10, 10 + count), name="id"),
        "levels": pd.MultiIndex.from_tuples(pairs, names=["x", None]),
        "alike": pd.Index([0] * count),
        "text": pd.Index([f"row {i}" for i in range(count)]),
    }


def layer(count: int, seed: int, index: Any = None, *, boxes: bool = False) -> Any:
    random = np.random.default_rng(seed)
    at = random.uniform(0, 1, (count, 2)) * SCALE
    geometry = shapely.box(*at.T, *(at.T + 0.2 * SCALE)) if boxes else shapely.points(at)
    columns = {"value": range(count), f"of_{seed}": True, "kind": list("abc" * count)[:count]}
    return geopandas.GeoDataFrame(columns, geometry=geometry, crs="EPSG:4326", index=index)


def same(expected: Any, found: Any, leave_out: str | None = None) -> bool:
    """Compare all but the order of pairs of one row."""
    assert list(found.columns) == list(expected.columns)
    assert list(found.index.names) == list(expected.index.names)
    assert found.index.tolist() == expected.index.tolist()
    assert found.dtypes.tolist() == expected.dtypes.tolist()
    assert (found.crs, found.geometry.name) == (expected.crs, expected.geometry.name)
    kept = [name for name in expected.columns if name != leave_out]
    rows = (
        sorted(map(repr, zip(x.index, *(x[name].astype(str) for name in kept), strict=True)))
        for x in (expected, found)
    )
    assert next(rows) == next(rows)
    return len(found) > 0


@pytest.mark.parametrize("how", ["inner", "left", "right"])
@pytest.mark.parametrize("right", ["default", "levels", "alike"])
@pytest.mark.parametrize("left", ["default", "levels", "named"])
def test_labels_of_joins(left: str, right: str, how: Any) -> None:
    a, b = layer(6, 1, indexes(6)[left]), layer(5, 2, indexes(5)[right], boxes=True)
    assert same(geopandas.sjoin(a, b, how=how), gdg.sjoin(a, b, how=how))
    options: Any = {"how": how, "distance_col": "apart"}
    expected = geopandas.sjoin_nearest(a, b, **options)
    assert same(expected, gdg.sjoin_nearest(a, b, **options), leave_out="apart")


OPTIONS: dict[str, dict[str, Any]] = {
    "an attribute": {"on_attribute": "kind"},
    "two attributes": {"on_attribute": ["kind", "value"]},
    "suffixes": {"lsuffix": "mine", "rsuffix": "theirs"},
    "no suffix on the left": {"lsuffix": ""},
    "no suffixes": {"lsuffix": "", "rsuffix": ""},
    "an unknown attribute": {"on_attribute": "nothing"},
    "an unknown way": {"how": "outer"},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("how", ["inner", "left", "right"])
def test_options_of_joins(how: Any, options: dict[str, Any]) -> None:
    a, b = layer(12, 1), layer(9, 2, boxes=True)
    given = {"how": how, **options}
    try:
        expected = geopandas.sjoin(a, b, **given)
    except (ValueError, KeyError):
        with pytest.raises(ValueError, match=r"suffix|on_attribute|how must be|cannot be"):
            gdg.sjoin(a, b, **given)
    else:
        if how == "right":  # GeoPandas loses attributes of rows without a match
            for name in np.atleast_1d(options.get("on_attribute", [])):
                expected[name] = b[name].loc[expected.index]
        same(expected, gdg.sjoin(a, b, **given))


@pytest.mark.parametrize("how", ["inner", "left", "right"])
def test_other_geometry_columns_and_rows_that_are_not_there(how: Any) -> None:
    a, b = layer(12, 1), layer(9, 2, boxes=True)
    named, both = a.rename_geometry("place"), b.assign(place=b.geometry)
    for pair in ((named, b), (named, both), (a.iloc[:0], b), (a, b.iloc[:0])):
        same(geopandas.sjoin(*pair, how=how), gdg.sjoin(*pair, how=how))
        same(geopandas.sjoin_nearest(*pair, how=how), gdg.sjoin_nearest(*pair, how=how))
    by_column = a.set_index(pd.Index(range(12), name="value"))
    for join in (geopandas.sjoin, gdg.sjoin):
        with pytest.raises(ValueError, match="cannot insert value, already exists"):
            join(by_column, b, how=how)
    taken = a.assign(index_right=1)
    for join in (geopandas.sjoin, gdg.sjoin):
        with pytest.raises(ValueError, match="'index_right' cannot be a"):
            join(taken, b, how=how)


def column(seed: int, index: Any = None) -> Any:
    random = np.random.default_rng(seed)
    geometries: list[Any] = list(shapely.points(random.uniform(0, 1, (8, 2)) * SCALE))
    geometries[:3] = None, shapely.Point(), shapely.LineString([(0, 0), (0, SCALE)])
    geometries[3] = shapely.box(0, 0, SCALE / 3, SCALE / 3)
    return geopandas.GeoSeries(geometries, crs="EPSG:4326", index=index, name="place")


OTHERS: dict[str, Callable[[], Any]] = {
    "labels alike": lambda: column(2),
    "other labels": lambda: column(2, list("abcdefgh")),
    "the other way round": lambda: column(2).iloc[::-1],
    "fewer": lambda: column(2).iloc[:6],
    "a layer": lambda: geopandas.GeoDataFrame(geometry=column(2)),
    "a geometry": lambda: shapely.Point(SCALE, SCALE),
    "nothing in it": shapely.Point,
}


@pytest.mark.filterwarnings("ignore:.*(indices|labels) of the")
@pytest.mark.filterwarnings("ignore:The indices")
@pytest.mark.parametrize("align", [None, True, False])
@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize(
    "index", [None, list("hgfedcba"), [0] * 8], ids=["default", "text", "alike"]
)
def test_rows_are_paired_as_in_geopandas(index: Any, other: Any, align: bool | None) -> None:
    a, b = column(1, index), other()
    given = {} if align is None else {"align": align}
    try:
        expected = a.distance(b, **given), a.dwithin(b, 0.3 * SCALE, **given)
    except (ValueError, TypeError) as error:
        with pytest.raises(type(error)):
            gdg.distance(a, b, **given)
        return
    apart = gdg.distance(a, b, **given)
    pd.testing.assert_series_equal(apart, expected[0] * METRES / SCALE, rtol=0.02, atol=1e-6)
    near = gdg.dwithin(a, b, 0.3 * METRES, **given)
    assert near.index.equals(expected[1].index)
    assert near.dtype == bool
    assert near.tolist() == (apart <= 0.3 * METRES).tolist()


def test_measures_have_the_labels_of_the_layer() -> None:
    for index in indexes(8).values():
        series = column(1, index)
        for x in (
            series,
            geopandas.GeoDataFrame({"value": range(8)}, index, geometry=series.array),
        ):
            scale = METRES / SCALE
            pd.testing.assert_series_equal(gdg.length(x), x.length * scale, rtol=0.02)
            pd.testing.assert_series_equal(gdg.area(x), x.area * scale**2, rtol=0.02)


def test_what_is_no_layer_is_named() -> None:
    layer = column(1)
    for other in (None, 5, list(layer), layer.values):
        with pytest.raises(TypeError, match=f"other must be a layer .*{type(other).__name__}"):
            gdg.distance(layer, other)
    without = layer.set_crs(None, allow_override=True)
    with pytest.raises(gd.GeodistError, match="the other layer has no CRS"):
        gdg.dwithin(layer, without, 5)
    with pytest.raises(gd.GeodistError, match=r"^the layer has no CRS"):
        gdg.distance(without, layer)
