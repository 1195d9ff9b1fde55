"""Spark's joins give the rows, distances and ties of one machine, to the last bit, whatever fails."""

from __future__ import annotations

import logging
import os
import signal
import warnings
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from spread_shapes import COLUMNS, nearest_rows, same_rows, table

import geodist as gd

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
STRATEGIES = ("broadcast", "shuffle")


@pytest.fixture(scope="module")
def gds(spark: Any) -> Any:
    import geodist.spark

    return geodist.spark


@pytest.fixture(autouse=True)
def quiet() -> Any:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "[0-9]+ of [0-9]+ rows")
        yield


def send(spark: Any, frame: Any, parts: int = 2) -> Any:
    return spark.createDataFrame(pa.Table.from_pandas(frame, preserve_index=False)).coalesce(parts)


def result(joined: Any) -> pd.DataFrame:
    return joined.toArrow().to_pandas()


def test_columns(spark: Any, gds: Any) -> None:
    frame = table("uniform", 200, "a", 1)
    rows = send(spark, frame).toArrow().to_pandas()
    rows.loc[3, "lat"] = None
    here = send(spark, rows)
    found = here.select(
        gds.distance("lat", "lon", 52.0, 4.0, ellipsoid="sphere"),
        gds.inverse("lat", here.lon, 52.0, 4.0),
        gds.to_ecef("lat", "lon", 0.0).alias("place"),
    ).toArrow()
    assert found.column_names == ["distance", "inverse", "place"]
    expected = gd.distance(rows.lat, rows.lon, 52.0, 4.0, ellipsoid="sphere")
    assert np.array_equal(found["distance"].to_numpy(), expected, equal_nan=True)
    assert found["distance"].null_count == 1
    inverse = gd.inverse(rows.lat, rows.lon, 52.0, 4.0)
    for name in inverse._fields:
        column = pa.compute.struct_field(found["inverse"], name)
        assert np.array_equal(column.to_numpy(), getattr(inverse, name), equal_nan=True)
    assert found["inverse"].null_count == found["place"].null_count == 1
    with pytest.raises(TypeError, match="takes lat1, lon1, lat2, lon2, got 2"):
        gds.distance("lat", "lon")


def test_every_function_is_a_column(spark: Any, gds: Any) -> None:
    from geodist._calls.functions import FUNCTIONS

    assert FUNCTIONS.keys() <= set(gds.__all__)
    one = spark.createDataFrame([(0,)], "a int")
    columns = [
        getattr(gds, name)(*[float(i + 1) for i in range(len(about.parameters))])
        for name, about in FUNCTIONS.items()
    ]
    row = one.select(*columns).collect()[0]
    for name, about in FUNCTIONS.items():
        expected = getattr(gd, name)(*[float(i + 1) for i in range(len(about.parameters))])
        assert row[name] == (expected if about.result_type is None else tuple(expected)), name


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("how", ["inner", "left"])
def test_all_shapes_of_data(spark: Any, gds: Any, how: Any, strategy: Any) -> None:
    """Five kinds on each side in one table each, with rows that are missing."""
    frames = [
        pd.concat([table(kind, size, name, seed) for kind in COLUMNS], ignore_index=True)
        for size, name, seed in ((100, "a", 1), (400, "b", 2))
    ]
    for frame, name in zip(frames, "ab", strict=True):
        frame[name] = range(len(frame))
    frames[0].loc[[3, 77], "lat"] = np.nan
    frames[1].loc[[5], "lon"] = np.nan
    here, there = (send(spark, frame).cache() for frame in frames)
    left, right = here.toArrow(), there.toArrow()
    options: Any = {"how": how, "strategy": strategy, "partitions": 8}
    for k, limit in ((1, None), (3, None), (3, 3e5)):
        found = result(gds.nearest_join(here, there, k, max_distance=limit, **options))
        expected = gd.nearest_join(left, right, k, how=how, max_distance=limit)
        assert same_rows(found, expected.to_pandas())
    found = result(gds.within_join(here, there, 2e5, **options))
    assert same_rows(found, gd.within_join(left, right, 2e5, how=how).to_pandas())


@pytest.mark.parametrize("how", ["inner", "left"])
def test_far_rows_go_home_first(
    spark: Any, gds: Any, how: Any, caplog: pytest.LogCaptureFixture
) -> None:
    here, there = table("uniform", 500, "a", 1), table("grid", 2000, "b", 2)
    here.loc[[3, 77], "lat"] = np.nan
    here["at"] = pd.date_range("2024-05-01", periods=500, freq="h")
    parts = send(spark, here).cache(), send(spark, there).cache()
    left, right = (part.toArrow() for part in parts)
    for k, limit in ((1, None), (3, None), (3, 9e6)):
        options: Any = {"how": how, "max_distance": limit}
        with caplog.at_level(logging.INFO, "geodist.spark"):
            joined = gds.nearest_join(*parts, k, strategy="shuffle", partitions=16, **options)
        expected = gd.nearest_join(left, right, k, **options).to_pandas()
        assert same_rows(result(joined), expected)
    assert "go to their home cell first" in caplog.text


def test_a_table_with_itself(spark: Any, gds: Any) -> None:
    here = send(spark, table("grid", 300, "a", 1)).cache()
    frame = here.toArrow()
    expected = gd.nearest_join(frame, frame, 2, exclude_self=True).to_pandas()
    for strategy in STRATEGIES:
        found = gds.nearest_join(here, here, 2, exclude_self=True, strategy=strategy)
        assert same_rows(result(found), expected)
    with pytest.raises(ValueError, match="the same table of Spark twice"):
        gds.nearest_join(here, here.limit(5), exclude_self=True)


def test_one_place_empty_partitions_and_towns(spark: Any, gds: Any) -> None:
    place = pd.DataFrame({"b": range(300), "lat": 5.0, "lon": 6.0})
    for kind, there in (("uniform", place), ("towns", table("towns", 3000, "b", 2))):
        frame = table(kind, 200, "a", 1)
        here, other = send(spark, frame), send(spark, there)
        here = here.filter("a > 150").union(here.filter("a < 0"))
        found = result(gds.nearest_join(here, other, 3, strategy="shuffle", partitions=4))
        assert same_rows(found, gd.nearest_join(frame[frame.a > 150], there, 3))
    nothing = other.filter("b < 0")
    for strategy in STRATEGIES:
        joined = gds.nearest_join(here, nothing, how="left", strategy=strategy)
        assert result(joined).distance.isna().sum() == 49


def test_tables_in_memory_and_polygons(spark: Any, gds: Any) -> None:
    frame, there = table("uniform", 300, "a", 1), table("uniform", 300, "b", 2)
    here = send(spark, frame)
    expected = gd.nearest_join(frame, there)
    for right in (there, pa.Table.from_pandas(there, preserve_index=False)):
        assert same_rows(result(gds.nearest_join(here, right)), expected)
    squares = geopandas.GeoDataFrame(
        {"name": ["west", "east"]},
        geometry=[shapely.box(-80, -50, 1, 51), shapely.box(1, -50, 82, 51)],
        crs="EPSG:4326",
    )
    inside = result(gds.contains_join(here, squares))
    truth = gd.contains_join(frame, squares)
    assert inside[["a", "name"]].to_numpy().tolist() == truth[["a", "name"]].to_numpy().tolist()
    near = result(gds.nearest_join(here, squares))
    assert same_rows(near, gd.nearest_join(frame, squares))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_worker_is_killed(spark: Any, gds: Any, strategy: Any, tmp_path: Path) -> None:
    frame, there = table("uniform", 400, "a", 1), table("uniform", 900, "b", 2)
    mark = str(tmp_path / "killed")

    def kill_once(batches: Any) -> Any:
        from pathlib import Path

        for batch in batches:
            yield batch
            if not Path(mark).exists():
                Path(mark).touch()
                os.kill(os.getpid(), signal.SIGKILL)

    here = send(spark, frame)
    joined = gds.nearest_join(here, send(spark, there), 2, strategy=strategy)
    # In the middle of what follows the join, whose tasks run again.
    joined = joined.mapInArrow(kill_once, joined.schema)
    assert same_rows(result(joined), gd.nearest_join(frame, there, 2))
    assert Path(mark).exists()


def test_a_file_is_changed_or_missing(spark: Any, gds: Any) -> None:
    from pyspark import SparkFiles

    from geodist.spark.files import RightFiles

    frame, there = table("uniform", 50, "a", 1), table("uniform", 50, "b", 2)
    here = send(spark, frame)
    left, right = here.toArrow(), pa.Table.from_pandas(there, preserve_index=False)
    join = nearest_rows(1)
    files = RightFiles.send(spark.sparkContext, join, right, left, None)
    path = Path(SparkFiles.get(files.index_name))
    assert files.open(join)(left).num_rows == 50
    path.write_bytes(path.read_bytes()[:-9] + b"otherwise")
    with pytest.raises(gd.IndexFileError, match="has changed on this worker"):
        files.open(join)
    path.unlink()
    with pytest.raises(gd.IndexFileError, match="cannot be read on this worker"):
        files.open(join)
    # Before a task opens files, Spark compares what is there.
    before = set(path.parent.glob("*.gdx"))
    joined = gds.nearest_join(here, there)
    (path,) = set(path.parent.glob("*.gdx")) - before
    content = path.read_bytes()
    path.write_bytes(content[:-9] + b"otherwise")
    with pytest.raises(Exception, match=f"{path.name} (exists and does not match|has changed)"):
        joined.toArrow()
    path.write_bytes(content)  # every later task looks at it
    assert joined.count() == 50


def test_workers_use_one_instruction_set(spark: Any, gds: Any) -> None:
    from geodist.spark import calls

    mine = calls.active_instructions()
    other = next(name for name in gd.show_config("dicts")["SIMD"]["compiled"] if name != mine)
    with pytest.raises(
        gd.GeodistError, match=f"uses the instruction set {mine}, the driver {other}"
    ):
        calls.call("key", b"", other)


def test_errors(spark: Any, gds: Any) -> None:
    frame = table("uniform", 50, "a", 1)
    here = send(spark, frame)
    for call, kind, message in (
        (lambda: gds.nearest_join(frame, here), TypeError, "left must be a DataFrame of Spark"),
        (lambda: gd.nearest_join(here, here), TypeError, "use the joins of geodist.spark"),
        (lambda: gds.nearest_join(here, 5), TypeError, "right must be"),
        (lambda: gds.nearest_join(here, frame, strategy="shuffle"), ValueError, "right table"),
        (lambda: gds.nearest_join(here.drop("lat"), frame), gd.GeodistError, "left table: "),
        (lambda: gds.within_join(here, frame, -1), gd.GeodistError, "radius"),
        (lambda: gds.contains_join(here, frame), TypeError, "needs polygons"),
        (
            lambda: gds.nearest_join(here.selectExpr("a", "lat + 200 lat", "lon"), frame).toArrow(),
            Exception,
            "latitude must be between",
        ),
    ):
        with pytest.raises(kind, match=message):
            call()


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("large", ["false", "true"])
def test_times_and_large_text(spark: Any, gds: Any, strategy: Any, large: str) -> None:
    frame, there = table("uniform", 40, "a", 1), table("uniform", 60, "b", 2)
    frame["at"] = pd.date_range("2024-05-01", periods=40, freq="h", tz="UTC")
    there["name"] = there.b.astype(str)
    option = "spark.sql.execution.arrow.useLargeVarTypes"
    here, other = send(spark, frame), send(spark, there)
    spark.conf.set(option, large)
    try:
        found = result(gds.nearest_join(here, other, strategy=strategy))
    finally:
        spark.conf.unset(option)
    expected = gd.nearest_join(frame, there)
    assert same_rows(found[["a", "b", "distance"]], expected[["a", "b", "distance"]])
    order, expected = found.sort_values("a"), expected.sort_values("a")
    times = order["at"].dt.tz_convert("UTC") if order["at"].dt.tz else order["at"]
    assert times.tolist() == expected["at"].tolist()
    assert order["name"].tolist() == expected["name"].tolist()


def test_names_with_backticks(spark: Any, gds: Any) -> None:
    frame, there = table("uniform", 40, "a", 1), table("uniform", 60, "b", 2)
    there = there.rename(columns={"lat": "la`t", "lon": "lo.n"})
    options: Any = {"right_lat": "la`t", "right_lon": "lo.n"}
    here, other = send(spark, frame), send(spark, there)
    expected = gd.nearest_join(frame, there, **options)
    for strategy in STRATEGIES:
        joined = gds.nearest_join(here, other, strategy=strategy, **options)
        assert same_rows(result(joined), expected)
    dotted = here.withColumnRenamed("a", "a.b")
    for right in (other, there):
        joined = gds.nearest_join(dotted, right, **options)
        assert same_rows(result(joined), expected.rename(columns={"a": "a.b"}))
    with pytest.raises(gd.GeodistError, match=r"left table: .*not recognised"):
        gds.nearest_join(dotted.drop("lat"), frame)
    for strategy in STRATEGIES:
        joined = gds.nearest_join(
            dotted, dotted, strategy=strategy, distance_col="m`", exclude_self=True
        )
        assert joined.columns == ["a.b_x", "lat_x", "lon_x", "a.b_y", "lat_y", "lon_y", "m`"]
        near = gd.nearest_join(frame, frame, exclude_self=True)
        assert sorted(result(joined)["m`"]) == sorted(near.distance)


def test_types_that_spark_does_not_have(spark: Any, gds: Any) -> None:
    frame, there = table("uniform", 40, "a", 1), table("uniform", 60, "b", 2)
    times = pd.date_range("2024-05-01", periods=60, freq="h")
    columns = {
        **{f"u{bits}": pa.array(there.b, getattr(pa, f"uint{bits}")()) for bits in (8, 16, 32, 64)},
        "half": pa.array(there.b).cast(pa.float16()),
        "at": pa.array(times, pa.timestamp("ns")),
        "kind": pa.array(there.b % 3).cast(pa.string()).dictionary_encode(),
        "view": pa.array(there.b).cast(pa.string()).cast(pa.string_view()),
    }
    right = pa.table({**there.to_dict("list"), **columns})
    found = result(gds.nearest_join(send(spark, frame), right)).sort_values("a")
    expected = gd.nearest_join(frame, there).sort_values("a")
    assert found.b.tolist() == expected.b.tolist()
    for name in ("u8", "u16", "u32", "u64", "half"):
        assert found[name].astype(int).tolist() == expected.b.tolist(), name
    assert found["at"].tolist() == times[expected.b].tolist()
    assert found["kind"].tolist() == (expected.b % 3).astype(str).tolist()
    assert found["view"].tolist() == expected.b.astype(str).tolist()
    finer = right.set_column(8, "at", pa.array(np.arange(60), pa.timestamp("ns")))
    with pytest.raises(
        ValueError, match=r"column 'at' of timestamp.*cannot hold a value; round it"
    ):
        gds.nearest_join(send(spark, frame), finer)
    other = right.append_column(
        "sparse", pa.array([None] * 60, pa.run_end_encoded(pa.int32(), pa.int8()))
    )
    with pytest.raises(TypeError, match="Spark has no type for column 'sparse'"):
        gds.nearest_join(send(spark, frame), other)


def test_metadata_of_columns_stay(spark: Any, gds: Any) -> None:
    from pyspark.sql import functions as F  # noqa: N812

    frame, there = table("uniform", 40, "a", 1), table("uniform", 60, "b", 2)
    here, other = send(spark, frame), send(spark, there)
    note = {"comment": "a ride"}
    here = here.withColumn("a", F.col("a").alias("a", metadata=note))
    for strategy in STRATEGIES:
        joined = gds.nearest_join(here, other, strategy=strategy)
        assert joined.schema["a"].metadata == note
        assert joined.count() == 40


def test_files_go_with_the_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geodist.spark import files

    class Context:
        def addFile(self, path: str) -> None:  # noqa: N802
            assert Path(path).exists()

    monkeypatch.setattr(files.tempfile, "tempdir", str(tmp_path))
    context = Context()
    frame = pa.Table.from_pandas(table("uniform", 50, "a", 1), preserve_index=False)
    files.RightFiles.send(context, nearest_rows(1), frame, frame, None)
    assert len(list(tmp_path.glob("geodist-*/*"))) == 2
    del context
    assert not list(tmp_path.iterdir())


def test_names_that_spark_takes_for_one(spark: Any, gds: Any) -> None:
    frame, there = table("uniform", 40, "a", 1), table("uniform", 60, "A", 2)
    here, other = send(spark, frame), send(spark, there)
    for right in (other, there):
        with pytest.raises(ValueError, match="'a' and 'A' of the result differ only in case"):
            gds.nearest_join(here, right)
    spark.conf.set("spark.sql.caseSensitive", "true")
    try:
        assert same_rows(result(gds.nearest_join(here, other)), gd.nearest_join(frame, there))
    finally:
        spark.conf.unset("spark.sql.caseSensitive")
    for name in ("_geodist_row", "_geodist_mine"):
        with pytest.raises(ValueError, match="used by the join itself"):
            gds.nearest_join(here.withColumnRenamed("a", name), other)


def test_a_table_in_another_layout(spark: Any, gds: Any, tmp_path: Path) -> None:
    """Files are read in other partitions when the join runs than when it was made."""
    path, option = str(tmp_path / "rows"), "spark.sql.files.maxPartitionBytes"
    send(spark, table("uniform", 400, "a", 1), 1).repartition(4).write.parquet(path)
    here = spark.read.parquet(path)
    joined = gds.nearest_join(here, here, exclude_self=True, strategy="broadcast")
    try:
        spark.conf.set(option, "1k")
        with pytest.raises(Exception, match="came in another order"):
            joined.toArrow()
    finally:
        spark.conf.unset(option)
