"""Joins of tables that hold points, lines and polygons."""

from __future__ import annotations

import warnings
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

import geodist as gd

SQUARES = [shapely.box(0, 50, 1, 51), shapely.box(1, 50, 2, 51), None, shapely.box(5, 50, 6, 51)]
NAMES = ["west", "east", "none", "far"]
TOWNS = {"town": list("abcd"), "lat": [50.5, 50.5, 50.5, 10.0], "lon": [0.5, 1.0, 4.0, np.nan]}


def layer(geometries: Any = SQUARES, **columns: Any) -> geopandas.GeoDataFrame:
    columns = columns or {"name": NAMES[: len(geometries)]}
    return geopandas.GeoDataFrame(columns, geometry=list(geometries), crs="EPSG:4326")


def in_library(library: str) -> tuple[Any, Any]:
    towns = pd.DataFrame(TOWNS)
    table = pa.table(layer().to_arrow())
    return {
        "pandas": (towns, layer()),
        "Arrow": (pa.Table.from_pandas(towns, preserve_index=False), table),
    }[library]


def column(table: Any, name: str) -> list[Any]:
    values = table[name]
    return values.to_pylist() if isinstance(table, pa.Table) else list(values)


@pytest.mark.parametrize("library", ["pandas", "Arrow"])
def test_points_are_joined_to_the_polygons_they_are_in(library: str) -> None:
    left, right = in_library(library)
    with (
        pytest.warns(UserWarning, match="1 of 4 rows of the left table have a missing coordinate"),
        pytest.warns(UserWarning, match="1 of 4 rows of the right table have no geometry"),
    ):
        found = gd.contains_join(left, right, edges="geodesic")
    # A point on the border of two squares is in both.
    assert column(found, "town") == ["a", "b", "b"]
    assert column(found, "name") == ["west", "west", "east"]
    assert "distance" not in (found.column_names if library == "Arrow" else found.columns)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kept = gd.contains_join(left, right, how="left", edges="geodesic")
    assert column(kept, "town") == ["a", "b", "b", "c", "d"]
    assert pd.isna(column(kept, "name")[3:]).all()


@pytest.mark.filterwarnings("ignore:.*match nothing")
@pytest.mark.parametrize("library", ["GeoPandas", "Arrow"])
def test_lines_and_polygons_are_joined_to_the_polygons_they_are_in(library: str) -> None:
    pieces = {
        "small": shapely.box(0.2, 50.2, 0.4, 50.4),
        "border": shapely.LineString([(1, 50.2), (1, 50.8)]),
        "across": shapely.LineString([(0.5, 50.5), (1.5, 50.5)]),
        "around": shapely.box(0, 49, 3, 52),
        "absent": None,
        "point": shapely.Point(1.5, 50.5),
    }
    left, right = layer(pieces.values(), piece=list(pieces)), layer()
    # A line in RIGHT covers nothing.
    right.geometry = [*right.geometry[:2], pieces["across"], None]
    if library == "Arrow":
        left, right = (pa.table(each.to_arrow()) for each in (left, right))
    names = "piece", "name"
    found = gd.contains_join(left, right, edges="geodesic", suffixes=("", "_right"))
    pairs = list(zip(*(column(found, name) for name in names), strict=True))
    expected = [("small", "west"), ("border", "west"), ("border", "east"), ("point", "east")]
    assert pairs == expected
    kept = gd.contains_join(left, right, how="left", edges="geodesic", suffixes=("", "_right"))
    assert column(kept, "piece") == [
        *("small", "border", "border", "across", "around", "absent", "point")
    ]


@pytest.mark.filterwarnings("ignore:.*match nothing")
@pytest.mark.parametrize("library", ["pandas", "Arrow"])
def test_points_are_joined_to_the_nearest_shapes(library: str) -> None:
    left, right = in_library(library)
    found = gd.nearest_join(left, right, edges="geodesic")
    assert column(found, "town") == ["a", "b", "c"]
    assert column(found, "name") == ["west", "west", "far"]
    apart = np.array(column(found, "distance"), float)
    assert apart[:2].tolist() == [0, 0]
    assert apart[2] == pytest.approx(gd.ShapeIndex(SQUARES).query(50.5, 4.0).distances)
    near = gd.within_join(left, right, 1.0, edges="geodesic")
    assert column(near, "name") == ["west", "west", "east"]


def test_lines_may_be_on_either_side() -> None:
    roads = layer(
        [shapely.LineString([(2.9, 50), (2.9, 51)]), shapely.LineString([(0.5, 40), (0.5, 60)])]
    )
    squares = layer([SQUARES[0], SQUARES[1], SQUARES[3]], square=["west", "east", "far"])
    found = gd.nearest_join(roads, squares, k=2)
    assert found["square"].tolist() == ["east", "west", "west", "east"]
    assert found["distance"].tolist()[2] == 0
    turned = gd.within_join(squares, roads, 80_000)
    points = layer([shapely.Point(0.25, 50.5)], p=[1])
    back = gd.nearest_join(squares, points)
    assert back["p"].tolist() == [1, 1, 1]
    assert back["distance"].iloc[0] == 0
    pairs = sorted(zip(turned["square"], turned["name"], turned["distance"], strict=True))
    again = gd.within_join(roads, squares, 80_000)
    swapped = sorted(zip(again["square"], again["name"], again["distance"], strict=True))
    assert [p[:2] for p in pairs] == [p[:2] for p in swapped]
    assert [p[2] for p in pairs] == pytest.approx([p[2] for p in swapped], abs=4e-8)


def test_a_table_of_shapes_joined_to_itself() -> None:
    squares = layer([SQUARES[0], SQUARES[1], SQUARES[3]])
    with pytest.warns(gd.SelfJoinWarning):
        found = gd.nearest_join(squares, squares)
    assert found["distance"].tolist() == [0, 0, 0]
    others = gd.nearest_join(squares, squares, exclude_self=True)
    assert others["name_y"].tolist() == ["east", "west", "east"]
    near = gd.within_join(squares, squares, 1e7, exclude_self=True)
    assert len(near) == 6
    assert (near["name_x"] != near["name_y"]).all()
    with pytest.raises(ValueError, match="exclude_self"):
        gd.nearest_join(squares, squares[:2], exclude_self=True)


@pytest.mark.filterwarnings("ignore:.*match nothing")
def test_what_cannot_be_joined_is_said_in_words() -> None:
    towns = pd.DataFrame(TOWNS)
    with pytest.raises(TypeError, match=r"needs a radius, in metres; .* contains_join\(\)"):
        gd.within_join(towns, layer())
    with pytest.raises(TypeError, match=r"right table: .* needs polygons, got points"):
        gd.contains_join(towns, towns, suffixes=("", "_2"))
    with pytest.raises(gd.GeodistError, match=r"right table: .* projected"):
        gd.contains_join(towns, layer().to_crs(3857))
    with pytest.raises(gd.GeodistError, match="edges must be"):
        gd.nearest_join(towns, layer(), edges="bent")  # type: ignore[call-overload]
    mixed = layer([shapely.Point(0, 0, 5), shapely.Point(0, 0)])
    with pytest.raises(gd.InvalidGeometryError, match="altitude"):
        gd.nearest_join(towns, mixed)


def test_edges_of_arrow_tables_are_planar_unless_you_say_otherwise() -> None:
    wide = layer([shapely.box(0, 50, 40, 51)])
    table = pa.table(wide.to_arrow())
    point = pa.table({"lat": [52.2], "lon": [20.0]})
    assert gd.contains_join(point, table).num_rows == 0
    # The geodesic between the northern corners runs far north of the parallel.
    assert gd.contains_join(point, table, edges="geodesic").num_rows == 1
