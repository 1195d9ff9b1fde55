"""Joins of tables without geometries, and columns whose names are taken."""

from __future__ import annotations

from typing import Any

import geopandas
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from shapely import LineString, Point, Polygon, box

import geodist as gd
from geodist import geopandas as gdg

TOWNS = pd.DataFrame({"lat": [47.5], "lon": [8.5]})
DISTRICT = box(8, 47, 9, 48)


def layer(geometries: list[Any], index: Any = None, **columns: Any) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(columns, geometry=geometries, crs=4326, index=index)


def arrow(rows: int) -> Any:
    shapes = gd.Shapes([DISTRICT])
    schema = pa.schema([pa.field(shapes).with_name("geometry")])  # type: ignore[arg-type]
    return pa.table([pa.array(shapes)], schema=schema).slice(0, rows)  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore:.*match nothing")
@pytest.mark.parametrize("geometries", [[], [None], [Polygon()]])
def test_no_district_is_no_match(geometries: list[Any]) -> None:
    districts = layer(geometries, m=[1] * len(geometries))
    kept = gd.contains_join(TOWNS, districts, how="left")
    assert kept[["lat", "lon"]].equals(TOWNS)
    assert kept.m.isna().all()
    assert len(gd.contains_join(TOWNS, districts)) == 0
    assert len(gd.nearest_join(TOWNS, districts)) == 0


@pytest.mark.filterwarnings("ignore:.*match nothing")
@pytest.mark.parametrize("join", [gd.contains_join, gd.nearest_join])
def test_no_district_in_arrow_is_no_match(join: Any) -> None:
    towns = pa.table({"lat": [47.5], "lon": [8.5]})
    assert join(towns, arrow(1)).num_rows == 1
    nulls = pa.table([pa.nulls(1, arrow(1).schema.field(0).type)], schema=arrow(1).schema)
    for table in (arrow(0), nulls):
        assert join(towns, table).num_rows == 0
        assert join(towns, table, how="left").num_rows == 1
    frame, none = pl.DataFrame({"lat": [47.5], "lon": [8.5]}), pl.from_arrow(arrow(1)).head(0)  # type: ignore[union-attr]
    assert join(frame, none, how="left").height == 1


def test_no_district_in_dask_is_no_match() -> None:
    dd = pytest.importorskip("dask.dataframe")
    gdd = pytest.importorskip("geodist.dask")
    towns = dd.from_pandas(TOWNS, npartitions=1)
    assert len(gdd.contains_join(towns, layer([], m=[])).compute()) == 0


@pytest.mark.parametrize("name", ["v", "name", "geometry", "index_right"])
@pytest.mark.parametrize("right", [[box(-1, -1, 3, 1)], [Point(0, 0)]])
def test_the_column_of_distances_takes_no_name(name: str, right: list[Any]) -> None:
    left = layer([Point(0, 5)], v=[1])
    with pytest.raises(ValueError, match=f"there is a column '{name}' already"):
        gdg.sjoin_nearest(left, layer(right, name=["A"]), distance_col=name)
    assert gdg.sjoin_nearest(left, layer(right, name=["A"]), distance_col="metres").v.tolist() == [
        1
    ]


def test_kept_rows_keep_the_attribute_that_is_compared() -> None:
    roads = layer([LineString([(0, 0), (1, 0)]), LineString([(5, 0), (6, 0)])], k=["a", "b"])
    far = layer(
        [box(50, 50, 51, 51), box(4, -1, 7, 1)], ["x", "y"], name=["A", "B"], k=["keep", "b"]
    )
    found = gdg.sjoin(roads, far, how="right", on_attribute="k")
    assert found.k.tolist() == ["keep", "b"]
    assert found.index.tolist() == ["x", "y"]
    assert gdg.sjoin(roads, far, how="left", on_attribute="k").k.tolist() == ["a", "b"]


@pytest.mark.parametrize("kind", [Point(0, 0), LineString([(0, 0), (1, 0)]), box(0, 0, 1, 1)])
@pytest.mark.parametrize("other", [Point(2, 0), LineString([(2, 0), (3, 0)]), box(2, 0, 3, 1)])
def test_nearest_geometries_that_are_missing_are_counted(kind: Any, other: Any) -> None:
    left, right = layer([kind, None]), layer([other, None, type(other)()])
    with pytest.warns(UserWarning, match="match nothing") as said:
        assert len(gdg.sjoin_nearest(left, right)) == 1
    texts = sorted(str(warning.message)[:40] for warning in said)
    assert [text[:25] for text in texts] == [
        "1 of 2 rows of the left_d",
        "2 of 3 rows of the right_",
    ]


def test_edges_of_points_are_checked_too() -> None:
    points = layer([Point(0, 0)])
    with pytest.raises(gd.GeodistError, match="edges must be 'geodesic' or 'planar', got 'foo'"):
        gdg.sjoin_nearest(points, points, edges="foo")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="'radius'; it takes no arguments"):
        gd.Shapes([DISTRICT]).to_wkb(radius=5)  # type: ignore[call-arg]
