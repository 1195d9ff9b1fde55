"""Joins of Dask's tables give the rows, distances and ties of one machine, to the last bit."""

from __future__ import annotations

import logging
import pickle
import warnings
from typing import Any

import dask
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
import shapely
from spread_shapes import COLUMNS, InParts, columns, same_rows, table

import geodist as gd
import geodist.dask as gdd
from geodist._search.spread import Search
from geodist._search.spread_tables import RightTable, TableJoin


@pytest.fixture(autouse=True)
def no_threads() -> Any:
    with dask.config.set(scheduler="synchronous"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "[0-9]+ of [0-9]+ rows")
        yield


def lazy(frame: Any, parts: int) -> Any:
    return dd.from_pandas(frame, npartitions=parts)


STRATEGIES = ("broadcast", "shuffle")


@pytest.mark.parametrize("left", COLUMNS)
@pytest.mark.parametrize("right", COLUMNS)
def test_all_shapes_of_data(left: str, right: str) -> None:
    here, there = table(left, 150, "a", 1), table(right, 900, "b", 2)
    parts = lazy(here, 2), lazy(there, 2)
    options: Any = {"strategy": "shuffle", "partitions": 4}
    found = gdd.nearest_join(*parts, 3, **options).compute()
    assert same_rows(found, gd.nearest_join(here, there, 3))


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("how", ["inner", "left"])
@pytest.mark.parametrize("limit", [None, 0, 3e5])
def test_rows_without_a_partner(strategy: Any, how: Any, limit: Any) -> None:
    here, there = table("uniform", 400, "a", 1), table("uniform", 700, "b", 2)
    here.loc[[3, 77], "lat"] = np.nan
    there.loc[[5, 6], "lon"] = np.nan
    options: Any = {"how": how, "max_distance": limit}
    for k in (1, 4):
        lazy_join = gdd.nearest_join(
            lazy(here, 3), lazy(there, 2), k, strategy=strategy, partitions=6, **options
        )
        expected = gd.nearest_join(here, there, k, **options)
        found = lazy_join.compute()
        assert same_rows(found, expected)
        assert list(found.columns) == list(expected.columns)
        assert lazy_join.dtypes.to_dict() == found.dtypes.to_dict()
    if limit is not None:
        found = gdd.within_join(
            lazy(here, 3), lazy(there, 2), limit, strategy=strategy, how=how
        ).compute()
        assert same_rows(found, gd.within_join(here, there, limit, how=how))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_table_with_itself(strategy: Any) -> None:
    frame = table("grid", 300, "a", 1)
    parts = lazy(frame, 3)
    for k in (1, 3):
        found = gdd.nearest_join(parts, parts, k, exclude_self=True, strategy=strategy).compute()
        assert same_rows(found, gd.nearest_join(frame, frame, k, exclude_self=True))
    found = gdd.within_join(parts, parts, 2e5, exclude_self=True, strategy=strategy).compute()
    assert same_rows(found, gd.within_join(frame, frame, 2e5, exclude_self=True))
    with pytest.warns(gd.SelfJoinWarning):
        gdd.nearest_join(parts, parts, strategy=strategy)
    with pytest.raises(ValueError, match="the same table of Dask twice"):
        gdd.nearest_join(parts, lazy(frame, 2), exclude_self=True)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_empty_partitions_and_tables(strategy: Any) -> None:
    here, there = table("uniform", 90, "a", 1), table("clusters", 90, "b", 2)
    parts = lazy(here, 5), lazy(there, 5)
    few = [parts[0][parts[0].a > 70], parts[1][parts[1].b < 20]]
    expected = gd.nearest_join(here[here.a > 70], there[there.b < 20], 2)
    assert same_rows(gdd.nearest_join(*few, 2, strategy=strategy).compute(), expected)
    nothing = parts[1][parts[1].b < 0]
    for how in ("inner", "left"):
        found = gdd.nearest_join(parts[0], nothing, how=how, strategy=strategy).compute()
        assert len(found) == (90 if how == "left" else 0)
        assert found.distance.isna().all()
    assert len(gdd.nearest_join(parts[0][parts[0].a < 0], parts[1], strategy=strategy)) == 0


@pytest.mark.parametrize(
    ("scheduler", "strategy"),
    [("threads", "broadcast"), ("threads", "shuffle"), ("processes", "broadcast")],
)
def test_schedulers(scheduler: str, strategy: Any) -> None:
    here, there = table("uniform", 300, "a", 1), table("antimeridian", 600, "b", 2)
    with dask.config.set(scheduler=scheduler, num_workers=2):
        found = gdd.nearest_join(lazy(here, 3), lazy(there, 3), 2, strategy=strategy)
        assert same_rows(found.compute(), gd.nearest_join(here, there, 2))


def test_all_rows_in_one_place() -> None:
    here = table("uniform", 50, "a", 1)
    there = pd.DataFrame({"b": range(200), "lat": 5.0, "lon": 6.0})
    found = gdd.nearest_join(lazy(here, 2), lazy(there, 4), 3, strategy="shuffle").compute()
    assert same_rows(found, gd.nearest_join(here, there, 3))
    # Ties go to the first rows.
    assert set(found.b) == {0, 1, 2}


def test_ellipsoid_columns_and_names() -> None:
    here = table("uniform", 60, "a", 1).rename(columns={"lat": "y", "lon": "x"})
    there = table("uniform", 60, "a", 2)
    options: Any = {
        "left_lat": "y",
        "left_lon": "x",
        "ellipsoid": "sphere",
        "suffixes": ("", "_near"),
        "distance_col": "metres",
    }
    expected = gd.nearest_join(here, there, **options)
    for strategy in STRATEGIES:
        found = gdd.nearest_join(lazy(here, 2), lazy(there, 2), strategy=strategy, **options)
        assert list(found.columns) == list(expected.columns)
        assert same_rows(found.compute(), expected)


def test_layers() -> None:
    dask_geopandas = pytest.importorskip("dask_geopandas")
    geopandas = pytest.importorskip("geopandas")
    here, there = (
        geopandas.GeoDataFrame(
            frame[[name]], geometry=geopandas.points_from_xy(frame.lon, frame.lat), crs="EPSG:4277"
        )
        for frame, name in (
            (table("clusters", 80, "a", 1), "a"),
            (table("uniform", 99, "b", 2), "b"),
        )
    )
    parts = [dask_geopandas.from_geopandas(layer, npartitions=3) for layer in (here, there)]
    found = gdd.nearest_join(*parts, 2)
    assert isinstance(found, dask_geopandas.GeoDataFrame)
    expected = gd.nearest_join(here, there, 2)
    assert found.compute().crs == expected.crs
    assert same_rows(found.compute(), expected)
    circles = there.set_geometry(shapely.buffer(np.asarray(there.geometry), 3), crs="EPSG:4277")
    found = gdd.contains_join(parts[0], circles).compute()
    expected = gd.contains_join(here, circles)
    assert len(expected)
    assert found[["a", "b"]].to_numpy().tolist() == expected[["a", "b"]].to_numpy().tolist()
    near = gdd.nearest_join(parts[0], circles).compute()
    assert same_rows(near, gd.nearest_join(here, circles))
    with pytest.raises(TypeError, match="strategy='broadcast'"):
        gdd.nearest_join(*parts, strategy="shuffle")


def test_the_choice_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    parts = lazy(table("uniform", 60, "a", 1), 2), lazy(table("uniform", 60, "b", 2), 2)
    with caplog.at_level(logging.INFO, "geodist.dask"):
        gdd.nearest_join(*parts)
    assert "broadcast, as the right table has 60 rows" in caplog.text


def test_large_tables_are_shuffled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodist._search.spread_tables.BROADCAST_BYTES", 1000)
    here, there = table("uniform", 60, "a", 1), table("uniform", 60, "b", 2)
    joined = gdd.nearest_join(lazy(here, 2), lazy(there, 2))
    assert "keep_part" in str(joined.expr)
    assert same_rows(joined.compute(), gd.nearest_join(here, there))


def test_texts_have_the_size_they_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodist._search.spread_tables.BROADCAST_BYTES", 50_000)
    here, there = table("uniform", 60, "a", 1), table("uniform", 60, "b", 2)
    for size, way in ((10, False), (1000, True)):
        there["text"] = ["x" * size] * 60
        joined = gdd.nearest_join(lazy(here, 2), lazy(there, 2))
        assert ("keep_part" in str(joined.expr)) == way


def test_right_tables_in_memory() -> None:
    pa, pl = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    here, there = table("uniform", 60, "a", 1), table("uniform", 60, "b", 2)
    columns = there.to_dict("list")
    for right in (columns, pl.DataFrame(columns), pa.table(columns)):
        assert same_rows(
            gdd.nearest_join(lazy(here, 2), right).compute(), gd.nearest_join(here, there)
        )
    with pytest.raises(TypeError, match=r"right must be a DataFrame of Dask.*got int"):
        gdd.nearest_join(lazy(here, 2), 5)


def test_nullable_integers_stay() -> None:
    here, there = table("uniform", 60, "a", 1), table("uniform", 60, "b", 2)
    there = there.astype({"b": "Int64"})
    for right in (there, lazy(there, 2)):
        joined = gdd.nearest_join(lazy(here, 2), right, how="left", max_distance=1e6)
        assert joined.dtypes["b"] == joined.compute().dtypes["b"] == "Int64"


def test_graphs_pickle() -> None:
    here, there = table("uniform", 60, "a", 1), table("uniform", 60, "b", 2)
    joined = gdd.nearest_join(lazy(here, 2), there)
    assert same_rows(pickle.loads(pickle.dumps(joined)).compute(), gd.nearest_join(here, there))


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda a, b: gdd.nearest_join(a.compute(), b),
            TypeError,
            "left must be a DataFrame of Dask",
        ),
        (gd.nearest_join, TypeError, "use the joins of geodist.dask"),
        (lambda a, b: gdd.nearest_join(a, b, 0), ValueError, "k must be positive"),
        (lambda a, b: gdd.nearest_join(a, b, how="outer"), ValueError, "'inner' or 'left'"),
        (
            lambda a, b: gdd.nearest_join(a, b, strategy="send"),
            ValueError,
            "'broadcast', 'shuffle'",
        ),
        (
            lambda a, b: gdd.nearest_join(a, b.compute(), strategy="shuffle"),
            ValueError,
            "right table",
        ),
        (lambda a, b: gdd.nearest_join(a, b, max_distance=-1), gd.GeodistError, "max_distance"),
        (lambda a, b: gdd.within_join(a, b, "5"), TypeError, "radius must be a number"),
        (gdd.within_join, TypeError, "radius"),
        (lambda a, b: gdd.nearest_join(a, b, distance_col="a"), gd.GeodistError, "already"),
        (lambda a, b: gdd.nearest_join(a, b, suffixes=("", "")), ValueError, "overlap"),
        (lambda a, b: gdd.nearest_join(a[["a"]], b), gd.GeodistError, "left table: .*left_lat"),
        (
            lambda a, b: gdd.nearest_join(a, b, lat="lat", lon="lon", left_lat="lat"),
            TypeError,
            "not both",
        ),
        (gdd.contains_join, TypeError, "needs polygons"),
        (
            lambda a, b: gdd.nearest_join(a, b, strategy="shuffle", partitions=0),
            ValueError,
            "partitions must be from 1",
        ),
    ],
)
def test_errors(call: Any, kind: Any, message: str) -> None:
    parts = lazy(table("uniform", 20, "a", 1), 2), lazy(table("uniform", 20, "b", 2), 2)
    with pytest.raises(kind, match=message):
        call(*parts)


def test_coordinates_out_of_range() -> None:
    here, there = table("uniform", 20, "a", 1), table("uniform", 20, "b", 2)
    wrong = here.assign(lat=here.lat + 200)
    with pytest.raises(gd.InvalidLatitudeError, match="left table"):
        gdd.nearest_join(lazy(wrong, 2), there).compute()
    with pytest.raises(gd.InvalidLatitudeError, match="right table"):
        gdd.nearest_join(lazy(there, 2), lazy(wrong, 2), strategy="shuffle")


# Rows sent for each row, without going home first and as chosen; docs/how-to/dask.md says more.
@pytest.mark.parametrize(
    ("left", "right", "most", "chosen"),
    [
        ("uniform", "uniform", 1.25, 1.25),
        ("towns", "towns", 1.15, 1.15),
        ("uniform", "pole", 2, 2),
        ("pole", "antimeridian", 3, 3),
        ("antimeridian", "pole", 3, 3),
        ("clusters", "antimeridian", 1.6, 1.4),
        ("pole", "uniform", 3.2, 3),
    ],
)
def test_far_rows_are_not_sent_everywhere(
    left: str, right: str, most: float, chosen: float
) -> None:
    here, there = columns(left, 5000, 1), columns(right, 200_000, 2)
    parts = InParts(Search(3, np.inf, False, gd.WGS84), there, 16)
    expected = gd.PointIndex(*there).query(*here, 3)
    for home_first, limit in ((False, most), (None, chosen)):
        found, sent = parts.join(here, home_first=home_first)
        assert sent <= limit
        assert np.array_equal(found[1], expected.indices.reshape(-1))
        assert np.array_equal(found[2], expected.distances.reshape(-1))


@pytest.mark.parametrize("how", ["inner", "left"])
@pytest.mark.parametrize("right", ["pole", "grid"])
def test_far_rows_go_home_first(right: str, how: Any, caplog: pytest.LogCaptureFixture) -> None:
    here, there = table("uniform", 600, "a", 1), table(right, 3000, "b", 2)
    here.loc[[3, 77], "lat"] = np.nan
    here["kind"] = pd.Categorical(np.where(here.a % 2, "odd", "even"))
    parts = lazy(here, 3), lazy(there, 3)
    for k, limit in ((1, None), (4, None), (4, 9e6)):
        options: Any = {"how": how, "max_distance": limit}
        with caplog.at_level(logging.INFO, "geodist.dask"):
            joined = gdd.nearest_join(*parts, k, strategy="shuffle", partitions=16, **options)
        found, expected = joined.compute(), gd.nearest_join(here, there, k, **options)
        assert same_rows(found, expected)
        assert found.dtypes.to_dict() == joined.dtypes.to_dict()
    assert "go to their home cell first" in caplog.text


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_categories_that_dask_does_not_know(strategy: Any) -> None:
    here, there = table("uniform", 60, "a", 1), table("uniform", 90, "b", 2)
    here["kind"] = np.where(here.a % 2, "odd", "even")
    there["sort"] = np.where(there.b % 2, "odd", "even")
    parts = lazy(here, 2).astype({"kind": "category"}), lazy(there, 2).astype({"sort": "category"})
    found = gdd.nearest_join(*parts, strategy=strategy).compute()
    expected = gd.nearest_join(here, there)
    order = found.sort_values("a")
    for name in ("kind", "sort"):
        assert order[name].astype(str).tolist() == expected.sort_values("a")[name].tolist()


def test_some_partitions_of_a_table_with_itself() -> None:
    frame = table("grid", 300, "a", 1)
    parts = lazy(frame, 3)
    joined = gdd.nearest_join(parts, parts, exclude_self=True, strategy="broadcast")
    expected = gd.nearest_join(frame, frame, exclude_self=True)
    found = joined.partitions[2].compute()
    assert same_rows(found, expected[expected.a_x >= 200])


def test_the_index_is_of_each_partition() -> None:
    parts = lazy(table("uniform", 60, "a", 1), 3)
    joined = gdd.nearest_join(parts, table("uniform", 90, "b", 2))
    assert parts.known_divisions
    assert not joined.known_divisions


def test_reserved_names() -> None:
    here, there = table("uniform", 60, "a", 1), table("uniform", 90, "b", 2)
    with pytest.raises(ValueError, match="used by the join itself"):
        gdd.nearest_join(lazy(here.rename(columns={"a": "_geodist_row"}), 2), there)


def test_a_table_in_another_order() -> None:
    join = TableJoin.checked(
        (None,) * 6,
        k=1,
        limit=np.inf,
        exclude_self=True,
        how="inner",
        suffixes=("_x", "_y"),
        distance_col="distance",
        ellipsoid=None,
        edges=None,
    )
    frame = table("uniform", 60, "a", 1)
    right, numbers = RightTable(join, frame, np.arange(60) * 2), np.arange(60) * 2
    assert len(right(frame, numbers)) == 60
    for others in (numbers[::-1], numbers + 1, numbers + 200):
        with pytest.raises(gd.GeodistError, match="came in another order"):
            right(frame, others)
