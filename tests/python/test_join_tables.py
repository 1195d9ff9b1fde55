"""The tables that joins take, and what becomes of what they hold besides columns."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import shapely
from polars.testing import assert_frame_equal
from prepared import pair_distance

import geodist as gd

TOWNS = pd.DataFrame({"town": ["Delft", "Lille"], "lat": [52.01, 50.63], "lon": [4.36, 3.07]})
AIRPORTS = pd.DataFrame(
    {
        "iata": ["AMS", "BRU"],
        "lat": [52.31, 50.90],
        "lon": [4.76, 4.48],
        "runways": np.array([6, 3], np.int8),
        "hub": [True, False],
        "opened": pd.to_datetime(["1916-09-19", "1940-01-01"]),
        "kind": pd.Categorical(["large", "large"]),
    }
)
NEAR = 50_000


class Plain(pd.DataFrame):
    """A class that says nothing about results."""


class Survey(pd.DataFrame):
    """A class of results, with an attribute of its own, and a constructor that takes more."""

    _metadata = ["crew"]  # noqa: RUF012, as pandas asks

    def __init__(self, data: Any = None, *args: Any, crew: str = "", **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.crew = crew

    @property
    def _constructor(self) -> Any:
        return Survey


@pytest.mark.parametrize("kind", [Plain, Survey])
def test_subclasses_stay_what_they_are(kind: Any) -> None:
    towns, airports = kind(TOWNS), kind(AIRPORTS)
    expected = gd.nearest_join(TOWNS, AIRPORTS, max_distance=NEAR, how="left")
    for left, right in ((towns, airports), (towns, AIRPORTS), (TOWNS, airports)):
        joined = gd.nearest_join(left, right, max_distance=NEAR, how="left")
        assert type(joined) is type(left)
        pd.testing.assert_frame_equal(pd.DataFrame(joined), expected)
        assert type(gd.within_join(left, right, 1)) is type(left)


class Frame(pl.DataFrame):
    """A class of Polars' kind."""


def test_subclasses_of_polars_stay_what_they_are() -> None:
    towns, airports = pl.from_pandas(TOWNS), pl.from_pandas(AIRPORTS)
    for how in ("inner", "left"):
        joined = gd.nearest_join(Frame(towns), airports, max_distance=NEAR, how=how)
        assert type(joined) is Frame
        assert_frame_equal(
            pl.DataFrame(joined), gd.nearest_join(towns, airports, max_distance=NEAR, how=how)
        )


def test_attributes_of_a_class_are_kept() -> None:
    assert gd.nearest_join(Survey(TOWNS, crew="B"), AIRPORTS).crew == "B"


def test_attributes_of_pandas_are_kept() -> None:
    left, right = TOWNS.copy(), AIRPORTS.copy()
    left.attrs, right.attrs = {"source": "towns", "year": 2020}, {"source": "airports", "by": "us"}
    joined = gd.nearest_join(left, right)
    assert joined.attrs == {"source": "towns", "year": 2020, "by": "us"}


def test_names_that_are_there_twice() -> None:
    left = TOWNS.assign(a=1, b=2).set_axis(["town", "lat", "lon", "note", "note"], axis=1)
    joined = gd.nearest_join(left, AIRPORTS.rename(columns={"runways": 7}), suffixes=("", "_r"))
    assert list(joined.columns[:6]) == ["town", "lat", "lon", "note", "note", "iata"]
    assert joined.iloc[0, 3:5].tolist() == [1, 2]
    assert joined[7].tolist() == [6, 3]
    arrow = (
        pa.Table.from_pandas(TOWNS).append_column("note", [[1, 2]]).append_column("note", [[3, 4]])
    )
    twice = gd.nearest_join(arrow, pa.Table.from_pandas(AIRPORTS))
    assert twice.column_names[3:5] == ["note", "note"]
    assert twice.column(4).to_pylist() == [3, 4]


def test_metadata_of_arrow_are_kept() -> None:
    left = pa.Table.from_pandas(TOWNS)
    unit = pa.field("lat", pa.float64(), metadata={"unit": "deg"})
    left = left.cast(left.schema.set(1, unit))
    left = left.replace_schema_metadata({**left.schema.metadata, "source": "towns", "a": "1"})
    right = pa.Table.from_pandas(AIRPORTS).replace_schema_metadata({"source": "airports", "b": "2"})
    joined = gd.nearest_join(left, right)
    # What pandas wrote is about the columns of one table.
    assert joined.schema.metadata == {b"source": b"towns", b"a": b"1", b"b": b"2"}
    assert joined.schema.field("lat_x").metadata == {b"unit": b"deg"}
    assert (
        gd.nearest_join(*(t.replace_schema_metadata() for t in (left, right))).schema.metadata
        is None
    )


def test_views_of_texts_stay_views() -> None:
    left, right = (pa.Table.from_pandas(table, preserve_index=False) for table in (TOWNS, AIRPORTS))
    views = right.set_column(0, "iata", right["iata"].cast(pa.string_view()))
    joined = gd.nearest_join(left, views, max_distance=NEAR, how="left")
    assert joined.schema.field("iata").type == pa.string_view()
    assert joined["iata"].to_pylist() == ["AMS", None]


def test_metadata_of_geoparquet_speak_of_the_new_names() -> None:
    def layer(points: list[shapely.Point]) -> pa.Table:
        about = {
            "version": "1.1.0",
            "primary_column": "geometry",
            "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
        }
        table = pa.table({"geometry": shapely.to_wkb(points), "id": list(range(len(points)))})
        return table.replace_schema_metadata({"geo": json.dumps(about)})

    left = layer([shapely.Point(4.36, 52.01)])
    right = layer([shapely.Point(0, 0), shapely.Point(4.76, 52.31)])
    joined = gd.nearest_join(left, right)
    assert joined["id_y"].to_pylist() == [1]
    about = json.loads(joined.schema.metadata[b"geo"])
    assert about["primary_column"] == "geometry_x"
    assert about["columns"].keys() == {"geometry_x", "geometry_y"}
    assert gd.Points.from_arrow(joined, column="geometry_y")[0] == gd.Point(52.31, 4.76)


MAKERS = [pd.DataFrame, pl.from_pandas, pa.Table.from_pandas]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("how", ["inner", "left"])
def test_frames_of_narwhals_give_the_same(make: Any, how: Any) -> None:
    left, right = make(TOWNS), make(AIRPORTS)
    for reach in (0, NEAR, None):
        expected = gd.nearest_join(left, right, 2, max_distance=reach, how=how)
        joined = gd.nearest_join(
            nw.from_native(left), nw.from_native(right), 2, max_distance=reach, how=how
        )
        assert isinstance(joined, nw.DataFrame)
        native = joined.to_native()
        if isinstance(native, pd.DataFrame):
            pd.testing.assert_frame_equal(native, expected)
        elif isinstance(native, pl.DataFrame):
            assert_frame_equal(native, expected)
        else:
            assert native.to_pydict() == expected.to_pydict()
            assert native.schema.types == expected.schema.types


@pytest.mark.parametrize("make", MAKERS)
def test_frames_of_narwhals_that_are_empty(make: Any) -> None:
    left, right = nw.from_native(make(TOWNS)), nw.from_native(make(AIRPORTS))
    joined = gd.nearest_join(left, right[:0], how="left")
    assert pd.isna(joined["iata"].to_list()).tolist() == [True, True]
    assert gd.nearest_join(left[:0], right).shape == (0, 11)


class Elsewhere:
    """A DataFrame of a library that only narwhals knows, here by a frame of Polars."""

    columns = ("lat", "lon")

    def __init__(self, table: pl.DataFrame) -> None:
        self.table = table


def test_libraries_that_narwhals_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    from_native = nw.from_native

    def known(table: Any, **options: Any) -> Any:
        return from_native(table.table if isinstance(table, Elsewhere) else table, **options)

    left, right = Elsewhere(pl.from_pandas(TOWNS)), Elsewhere(pl.from_pandas(AIRPORTS))
    with monkeypatch.context() as patch:
        patch.setattr(nw, "from_native", known)
        joined = gd.nearest_join(left, right)  # type: ignore[call-overload]
        assert isinstance(joined, pl.DataFrame)
        assert joined["iata"].to_list() == ["AMS", "BRU"]
        mixed = gd.nearest_join(left, AIRPORTS.to_dict("list"))  # type: ignore[call-overload]
        assert mixed["iata"].to_list() == ["AMS", "BRU"]
        with pytest.raises(TypeError, match="one library, got polars and pandas"):
            gd.nearest_join(left, AIRPORTS)  # type: ignore[call-overload]
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(TypeError, match=r"got Elsewhere; for other .* install narwhals"):
        gd.nearest_join(left, right)  # type: ignore[call-overload]


@pytest.mark.parametrize("make", MAKERS)
def test_common_tables_take_no_narwhals(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    joined = gd.nearest_join(make(TOWNS), make(AIRPORTS))
    assert list(joined["iata"]) == ["AMS", "BRU"] or joined["iata"].to_pylist() == ["AMS", "BRU"]


def test_dicts_of_columns() -> None:
    left = {"town": ["Delft", "Lille"], "lat": [52.01, 50.63], "lon": (4.36, 3.07)}
    right: dict[str, Any] = {name: AIRPORTS[name].to_numpy() for name in AIRPORTS}
    right["runways"] = [6, 3]
    joined = gd.nearest_join(left, right, max_distance=NEAR, how="left")
    expected = gd.nearest_join(TOWNS, AIRPORTS, max_distance=NEAR, how="left")
    assert list(joined) == list(expected.columns)
    assert all(isinstance(column, np.ndarray) for column in joined.values())
    assert joined["town"].tolist() == ["Delft", "Lille"]
    assert joined["iata"].tolist() == ["AMS", None]
    assert joined["hub"].tolist() == [True, None]
    np.testing.assert_array_equal(joined["runways"], [6, np.nan])
    np.testing.assert_array_equal(joined["opened"], expected["opened"].to_numpy())
    np.testing.assert_array_equal(joined["distance"], expected["distance"].to_numpy())
    for columns in ({**left, "lon": [1]}, {**left, "lat": [[1], [2]]}):
        with pytest.raises(ValueError, match="of one length"):
            gd.nearest_join(columns, right)
    with pytest.raises(TypeError, match="left table: 'town' must hold real numbers"):
        gd.nearest_join(left, right, left_lat="town", left_lon="lon")
    with pytest.raises(ValueError, match="which dict does not take"):
        gd.nearest_join(left, left, max_distance=0, suffixes=("_x", "_x"))


def test_masked_arrays_and_quantities_in_a_dict() -> None:
    left = {"lat": np.ma.array([52.01, 0.0], mask=[False, True]), "lon": [4.36, 3.07]}
    left["n"] = np.ma.array([1, 2], mask=[False, True])
    with pytest.warns(UserWarning, match="1 of 2 rows of the left table"):
        joined = gd.nearest_join(left, AIRPORTS.to_dict("list"), how="left")
    assert joined["iata"].tolist() == ["AMS", None]
    np.testing.assert_array_equal(joined["n"], [1, np.nan])
    astropy = pytest.importorskip("astropy.units")
    with pytest.raises(TypeError, match="column 'lat' of a dict has a unit"):
        gd.nearest_join({"lat": [1, 2] * astropy.rad, "lon": [1, 2]}, left)


@pytest.mark.parametrize("make", [*MAKERS, lambda table: nw.from_native(pl.from_pandas(table))])
def test_dicts_go_with_any_library(make: Any) -> None:
    towns, airports = make(TOWNS), make(AIRPORTS)
    columns = {"lat": [52.31], "lon": [4.76]}
    assert type(gd.nearest_join(towns, columns)) is type(towns)
    assert type(gd.nearest_join(columns, airports)) is type(airports)


def test_lazy_tables_are_to_be_collected() -> None:
    lazy = nw.from_native(pl.LazyFrame(TOWNS))
    with pytest.raises(TypeError, match=r"right must be .* got LazyFrame; collect\(\) it first"):
        gd.nearest_join(TOWNS, lazy)  # type: ignore[call-overload]


def test_tables_of_dask_have_joins_of_their_own() -> None:
    dask = pytest.importorskip("dask.dataframe")
    with pytest.raises(TypeError, match=r"left is a DataFrame of Dask: .* geodist\.dask"):
        gd.nearest_join(dask.from_pandas(TOWNS, npartitions=1), AIRPORTS)


def test_decimals_of_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    here = duckdb.sql("select 'a' as id, 1.5 as lat, 2.5 as lon")
    there = duckdb.sql("select 'b' as id, 1.25 as lat, 2.5 as lon")
    joined = gd.nearest_join(here, there)
    assert isinstance(joined, pa.Table)
    assert joined["id_y"].to_pylist() == ["b"]
    assert joined["distance"].to_pylist() == [pair_distance(1.5, 2.5, 1.25, 2.5)]


@pytest.mark.parametrize("make", [*MAKERS, lambda table: table.to_dict("list")])
def test_what_is_a_number_is_the_same_everywhere(make: Any) -> None:
    numbers = {"lat": [Decimal("1.5"), Decimal("-7.1")], "lon": [True, False]}
    joined = gd.nearest_join(
        make(pd.DataFrame(numbers)), make(pd.DataFrame({"lat": [1.5], "lon": [1]}))
    )
    expected = gd.cdist([1.5, -7.1], [1, 0], [1.5], [1])[:, 0]
    np.testing.assert_array_equal(np.asarray(joined["distance"]), expected)


def test_categories_of_numbers() -> None:
    categories = pd.DataFrame({"lat": pd.Categorical([1.5, 2.5, 1.5]), "lon": [1, 2, 3]})
    floats = categories.astype({"lat": float})
    expected = gd.nearest_join(floats, AIRPORTS)["distance"]
    assert gd.nearest_join(categories, AIRPORTS)["distance"].equals(expected)
    arrow = pa.Table.from_pandas(categories)
    assert pa.types.is_dictionary(arrow.schema.field("lat").type)
    joined = gd.nearest_join(arrow, pa.Table.from_pandas(AIRPORTS))
    assert joined["distance"].to_pylist() == expected.tolist()
    texts = pd.DataFrame({"lat": pd.Categorical(["1.5"]), "lon": [1]})
    for make in MAKERS:
        with pytest.raises(TypeError, match="left table: 'lat' must hold real numbers"):
            gd.nearest_join(make(texts), make(AIRPORTS))


class TestLayers:
    """Joins of layers of GeoPandas, whose points are their geometries."""

    @staticmethod
    def layer(table: pd.DataFrame, crs: Any = "EPSG:4326") -> Any:
        geopandas = pytest.importorskip("geopandas")
        points = geopandas.points_from_xy(table.lon, table.lat, crs=crs)
        return geopandas.GeoDataFrame(table.drop(columns=["lat", "lon"]), geometry=points)

    def test_geometries_are_the_points(self) -> None:
        towns, airports = self.layer(TOWNS), self.layer(AIRPORTS)
        joined = gd.within_join(towns, airports, 110_000, suffixes=("", "_right"))
        assert type(joined) is type(towns)
        assert joined.crs == towns.crs
        assert joined.active_geometry_name == "geometry"
        assert joined["iata"].tolist() == ["AMS", "BRU"]
        assert joined.geometry.geom_equals(towns.geometry).all()
        expected = gd.within_join(TOWNS, AIRPORTS, 110_000)["distance"]
        assert joined["distance"].equals(expected)
        assert gd.nearest_join(towns, airports).active_geometry_name == "geometry_x"

    def test_with_tables(self) -> None:
        joined = gd.nearest_join(self.layer(TOWNS), AIRPORTS)
        assert joined.active_geometry_name == "geometry"
        assert type(gd.nearest_join(TOWNS, self.layer(AIRPORTS))) is pd.DataFrame
        without = self.layer(AIRPORTS).rename(columns={"geometry": "shape"})
        with pytest.raises(TypeError, match=r"right table: .*'shape' holds geometries"):
            gd.nearest_join(TOWNS, without)

    def test_rows_without_partner(self) -> None:
        joined = gd.nearest_join(
            self.layer(TOWNS), self.layer(AIRPORTS), max_distance=NEAR, how="left"
        )
        assert joined["geometry_y"].isna().tolist() == [False, True]

    def test_datums(self) -> None:
        towns, airports = self.layer(TOWNS, "EPSG:4267"), self.layer(AIRPORTS, "EPSG:4267")
        clarke = gd.nearest_join(TOWNS, AIRPORTS, ellipsoid="Clarke 1866")["distance"]
        assert gd.nearest_join(towns, airports)["distance"].equals(clarke)
        with pytest.raises(gd.GeodistError, match=r"left is on NAD27 .*different datums"):
            gd.within_join(towns, self.layer(AIRPORTS), 5)
        with pytest.raises(gd.GeodistError, match=r"right table: .* projected"):
            gd.within_join(towns, self.layer(AIRPORTS).to_crs(3857), 5)

    def test_layers_of_polygons_are_joined_too(self) -> None:
        areas = self.layer(AIRPORTS).to_crs(3857).buffer(10).to_crs(4326).to_frame("geometry")
        found = gd.nearest_join(TOWNS, areas.set_geometry("geometry"))
        points = gd.nearest_join(TOWNS, AIRPORTS)
        assert np.abs(found["distance"] - points["distance"]).max() < 10


SAME = [
    lambda table: (table, table),
    lambda table: (table, table.copy()),
    lambda table: (pl.from_pandas(table), pl.from_pandas(table)),
]


@pytest.mark.parametrize("make", SAME)
def test_a_table_joined_to_itself_is_noticed(make: Any) -> None:
    left, right = make(TOWNS)
    with pytest.warns(gd.SelfJoinWarning, match="exclude_self=True leaves") as caught:
        joined = gd.nearest_join(left, right)
    assert caught[0].filename == __file__
    assert list(joined["distance"]) == [0, 0]
    with pytest.warns(gd.SelfJoinWarning) as caught:
        gd.within_join(left, right, [0, 1])
    assert caught[0].filename == __file__


@pytest.mark.parametrize("make", SAME)
def test_who_knows_that_a_table_is_joined_to_itself(make: Any) -> None:
    left, right = make(TOWNS)
    for chosen in (True, False):
        gd.nearest_join(left, right, exclude_self=chosen)
        gd.within_join(left, right, 5, exclude_self=chosen)
    # Coincident rows.
    gd.nearest_join(left, right, max_distance=0)
    gd.within_join(left, right, 0)


def test_other_tables_at_the_same_places() -> None:
    flights = pd.DataFrame({"lat1": [1, 2], "lon1": [1, 2], "lat2": [3, 4], "lon2": [3, 4]})
    ends = {"left_lat": "lat1", "left_lon": "lon1", "right_lat": "lat2", "right_lon": "lon2"}
    assert (gd.nearest_join(flights, flights, **ends)["distance"] > 0).all()
    gd.nearest_join(TOWNS, TOWNS.assign(more=1))
    gd.nearest_join(TOWNS, TOWNS.assign(lat=[50.63, 52.01]))
    gd.nearest_join(TOWNS[:1], TOWNS[:1].copy())


def test_defaults_are_those_of_the_index() -> None:
    for most in (None, float("inf")):
        assert len(gd.nearest_join(TOWNS, AIRPORTS, max_distance=most)) == 2


def test_columns_are_no_tables() -> None:
    pa = pytest.importorskip("pyarrow")
    geopandas = pytest.importorskip("geopandas")
    layer = geopandas.GeoSeries.from_xy([1, 2], [3, 4])
    with pytest.raises(TypeError, match=r"^left must be .* got GeoSeries; to_frame\(\) it first$"):
        gd.nearest_join(layer, layer)
    column = pa.chunked_array([[1.0]])
    with pytest.raises(TypeError, match=r"^right must be .* got ChunkedArray$"):
        gd.nearest_join(pa.table({"lat": [1.0], "lon": [2.0]}), column)


def test_options_are_given_by_name() -> None:
    with pytest.raises(TypeError, match=r"nearest_join\(\) takes from 2 to 3 positional"):
        gd.nearest_join(TOWNS, AIRPORTS, 1, NEAR)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match=r"within_join\(\) takes from 2 to 3 positional"):
        gd.within_join(TOWNS, AIRPORTS, NEAR, "left")  # type: ignore[call-overload]
