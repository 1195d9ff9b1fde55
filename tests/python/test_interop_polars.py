"""Series and expressions of Polars: nulls stay null, results are columns with names."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import polars as pl
import pytest
from test_elementwise import FUNCTIONS, columns, same_bits

import geodist as gd
from geodist._calls.functions import Call

each_function = pytest.mark.parametrize("name", FUNCTIONS)


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame(
        {"lat": [52.3, -33.9, None, float("nan"), 0.5], "lon": [4, 18, 0, 1, None]},
        strict=False,
    )


def names_of(name: str) -> list[str]:
    result = getattr(gd, name)(*FUNCTIONS[name])
    return list(getattr(result, "_fields", (name,)))


@each_function
def test_series(name: str) -> None:
    args = [value + np.linspace(0, 5, 7) for value in FUNCTIONS[name]]
    result = getattr(gd, name)(*map(pl.Series, args))
    plain = getattr(gd, name)(*args)
    assert type(result) is type(plain) or isinstance(result, pl.Series)
    for value, truth in zip(columns(result), columns(plain), strict=True):
        assert isinstance(value, pl.Series)
        assert value.dtype == pl.Float64
        assert same_bits(value.to_numpy(), truth)
    assert [value.name for value in columns(result)] == names_of(name)


@each_function
def test_expressions(name: str) -> None:
    args = [value + np.linspace(0, 5, 7) for value in FUNCTIONS[name]]
    frame = pl.DataFrame({f"c{i}": arg for i, arg in enumerate(args)})
    result = getattr(gd, name)(*map(pl.col, frame.columns))
    assert type(result) is type(getattr(gd, name)(*args)) or isinstance(result, pl.Expr)
    wide = frame.with_columns(*columns(result))
    assert wide.columns == frame.columns + names_of(name)
    lazy = frame.lazy().select(*columns(result))
    assert lazy.collect_schema() == dict.fromkeys(names_of(name), pl.Float64)
    for engine in ("in-memory", "streaming"):
        assert lazy.collect(engine=engine).equals(wide.select(names_of(name)))
    for column, truth in zip(names_of(name), columns(getattr(gd, name)(*args)), strict=True):
        assert same_bits(wide[column].to_numpy(), truth)


def test_nulls_stay_null_and_nan_stays_nan(frame: pl.DataFrame) -> None:
    truth = [True, True, None, "nan", None]
    for result in gd.inverse(frame["lat"], frame["lon"], 0, 0):
        told = ["nan" if v is not None and np.isnan(v) else v and True for v in result.to_list()]
        assert told == truth
    result = frame.with_columns(gd.distance(pl.col("lat"), pl.col("lon"), 0, 0))
    assert result["distance"].equals(gd.distance(frame["lat"], frame["lon"], 0, 0))


def test_what_was_in_a_null_is_not_looked_at() -> None:
    frame = pl.DataFrame({"lat": [10.0, 95, float("inf"), 20.0]})
    frame = frame.with_columns(pl.when(pl.col("lat") <= 90).then("lat"))
    truth = [gd.distance(10, 0, 0, 0), None, None, gd.distance(20, 0, 0, 0)]
    assert gd.distance(frame["lat"], 0, 0, 0).to_list() == truth
    assert frame.select(gd.distance(pl.col("lat"), 0, 0, 0))["distance"].to_list() == truth


@pytest.mark.parametrize("dtype", [pl.Int8, pl.UInt64, pl.Float32, pl.Decimal(10, 2), pl.Object])
def test_types_of_numbers(dtype: Any) -> None:
    lat = pl.Series([10, None, 30], dtype=dtype)
    truth = [gd.distance(10, 1, 2, 3), None, gd.distance(30, 1, 2, 3)]
    assert gd.distance(lat, 1, 2, 3).to_list() == truth
    assert gd.distance(pl.Series([None, None]), 1, 2, 3).to_list() == [None, None]
    assert gd.distance(pl.Series([], dtype=pl.Float64), 1, 2, 3).to_list() == []


@pytest.mark.parametrize(
    "bad",
    [
        pl.Series(["1", "2"]),
        pl.Series([b"1"]),
        pl.Series([[1.0], [2.0, 3.0]]),
        pl.Series([True, "x"], dtype=pl.Object),
        pl.Series(["a", None], dtype=pl.Categorical),
        pl.Series([0], dtype=pl.Date),
    ],
)
def test_what_is_no_number_is_refused(bad: pl.Series) -> None:
    with pytest.raises(TypeError, match=r"^lat1 must hold real numbers, got "):
        gd.distance(bad, 0, 0, 0)


def test_text_is_told_how_to_become_numbers() -> None:
    with pytest.raises(TypeError, match=r"Series of dtype String; .*\.cast\(polars\.Float64\)"):
        gd.distance(pl.Series(["1"]), 0, 0, 0)


def test_other_operands(frame: pl.DataFrame) -> None:
    rows = [1, 2, 3, 4, 5]
    masked = np.ma.array([1.0, 999.0, 3.0, 4.0, 5.0], mask=[0, 1, 0, 0, 0])
    truth = gd.distance(frame["lat"], frame["lon"], pl.Series(rows), 0)
    for lat2 in (rows, tuple(rows), np.array(rows)):
        assert gd.distance(frame["lat"], frame["lon"], lat2, 0).equals(truth)
        expression = gd.distance(pl.col("lat"), pl.col("lon"), lat2, 0)
        assert frame.select(expression)["distance"].equals(truth)
    assert frame.select(gd.distance(pl.col("lat"), 0, frame["lon"], 0)).height == 5
    assert np.isnan(gd.distance(frame["lat"], masked, 0, 0)[1])


def test_a_series_of_one_row_goes_with_all(frame: pl.DataFrame) -> None:
    one = pl.Series([10.0])
    truth = gd.distance(frame["lat"], 0, 10.0, 0)
    assert gd.distance(frame["lat"], 0, one, 0).equals(truth)
    result = frame.select(gd.distance(pl.col("lat"), 0, pl.lit(10.0), 0))
    assert result["distance"].equals(truth)


def test_shapes_are_named(frame: pl.DataFrame) -> None:
    said = r"shapes do not broadcast: lat1 \(5,\), lon1 \(5,\), lat2 \(2,\), lon2 \(\)$"
    with pytest.raises(ValueError, match=said):
        gd.distance(frame["lat"], frame["lon"], pl.Series([1, 2]), 0)


def test_an_error_names_the_row() -> None:
    frame = pl.DataFrame({"lat": [1.0, 95, 2]})
    with pytest.raises(gd.InvalidLatitudeError, match=r"\(lat1, index 1\)") as caught:
        gd.distance(frame["lat"], 0, 0, 0)
    assert caught.value.index == 1
    assert caught.value.value == 95
    with pytest.raises(gd.InvalidLatitudeError, match=r"\(lat1, index 1\)"):
        frame.select(gd.distance(pl.col("lat"), 0, 0, 0))


def test_where(frame: pl.DataFrame) -> None:
    lat = pl.Series([10.0, 95, 20, 30, None])
    where = pl.Series([True, False, True, None, True])
    truth = [gd.distance(10, 0, 0, 0), None, gd.distance(20, 0, 0, 0), None, None]
    assert gd.distance(lat, 0, 0, 0, where=where).to_list() == truth
    rows = [True, False, True, False, True]
    for plain in (rows, np.array(rows)):
        assert gd.distance(lat, 0, 0, 0, where=plain).to_list() == truth
    assert gd.distance(10, 0, 0, 0, where=where).is_null().to_list() == [
        False,
        True,
        False,
        True,
        False,
    ]
    table = pl.DataFrame({"lat": lat, "good": where})
    for condition in (pl.col("good"), where, rows):
        result = table.select(gd.distance(pl.col("lat"), 0, 0, 0, where=condition))
        assert result["distance"].to_list() == truth
    with pytest.raises(TypeError, match="where must hold booleans"):
        gd.distance(lat, 0, 0, 0, where=lat)


def test_out() -> None:
    lat = pl.Series([10.0, None, 20.0])
    out = np.full(3, -1.0)
    result = gd.distance(lat, 0, 0, 0, out=out)
    assert np.isnan(out).tolist() == [False, True, False]
    assert result.to_list() == [out[0], None, out[2]]
    with pytest.raises(TypeError, match=r"out must be a NumPy array, got polars\.Series"):
        gd.distance(lat, 0, 0, 0, out=lat)
    with pytest.raises(TypeError, match="Polars expressions take no out="):
        gd.distance(pl.col("lat"), 0, 0, 0, out=out)


def test_in_groups() -> None:
    track = pl.DataFrame({"car": [1, 1, 2, 2], "lat": [1.0, 2.0, 3.0, 5.0]})
    step = gd.distance(pl.col("lat"), 0, pl.col("lat").shift().over("car"), 0)
    truth = [None, gd.distance(1, 0, 2, 0), None, gd.distance(3, 0, 5, 0)]
    assert track.with_columns(step)["distance"].to_list() == truth
    sums = track.group_by("car", maintain_order=True).agg(
        gd.distance(pl.col("lat"), 0, pl.col("lat").shift(), 0).sum()
    )
    assert sums["distance"].to_list() == [truth[1], truth[3]]


def test_ellipsoid_and_threads(frame: pl.DataFrame) -> None:
    column = gd.distance(pl.col("lat"), 0, 0, 0, ellipsoid="sphere", threads=1)
    assert frame.select(column)["distance"][0] == gd.distance(52.3, 0, 0, 0, ellipsoid="sphere")


def test_plans_travel(frame: pl.DataFrame) -> None:
    plan = frame.lazy().select(gd.midpoint(pl.col("lat"), pl.col("lon"), 0, 0).lon)
    sent = pl.LazyFrame.deserialize(io.BytesIO(plan.serialize()))
    assert sent.collect().equals(plan.collect())


def test_none_was_forgotten(frame: pl.DataFrame) -> None:
    for lat in (pl.col("lat"), frame["lat"]):
        with pytest.raises(TypeError, match=r"^lon1 must hold real numbers, got None"):
            gd.distance(lat, None, 0, 0)  # type: ignore[call-overload]
        result = gd.distance(lat, 0, 0, 0, where=None)  # as False, as with arrays
        assert frame.select(result)["distance"].null_count() == 5


def test_expressions_of_several_columns(frame: pl.DataFrame) -> None:
    truth = [gd.distance(frame[name].alias("lat"), 0, 1, 2).to_list() for name in ("lat", "lon")]
    for wide in (pl.col("lat", "lon"), pl.all(), pl.col("^l.*$")):
        result = frame.fill_nan(None).select(gd.distance(wide, 0, 1, 2))
        assert result.columns == ["lat", "lon"]
        assert result["lon"].to_list() == truth[1]
        azimuths = frame.fill_nan(None).lazy().select(gd.inverse(wide, 0, 1, 2).azi1)
        assert azimuths.collect_schema() == {"lat": pl.Float64, "lon": pl.Float64}
        expected = gd.inverse(frame["lon"], 0, 1, 2).azi1
        assert azimuths.collect()["lon"].to_list() == expected.to_list()
    for other in (pl.col("lat"), pl.all(), frame["lat"]):
        with pytest.raises(TypeError, match="lat1 is an expression of several columns"):
            gd.distance(pl.all(), other, 0, 0)
    nested = frame.select("lat", pair=pl.struct("lat", "lon"))
    with pytest.raises(TypeError, match="lat1 must hold real numbers, got Series of dtype Struct"):
        nested.select(gd.distance(pl.all(), 0, 0, 0))


def test_objects_that_where_leaves_out_are_not_looked_at() -> None:
    lat = pl.Series([1.0, None, "x"], dtype=pl.Object)
    good = pl.Series([True, True, False])
    truth = [gd.distance(1, 0, 0, 0), None, None]
    for where in (good, good.to_numpy(), good.to_list()):
        assert gd.distance(lat, 0, 0, 0, where=where).to_list() == truth
    with pytest.raises(TypeError, match=r"got 'x' \(index 2\)"):
        gd.distance(lat, 0, 0, 0, where=~good)


class Calls:
    """Count the rows that the kernel is given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows = 0
        compute = Call.__call__

        def count(call: Call, *inputs: Any, **options: Any) -> tuple[Any, ...]:
            self.rows += len(inputs[0])
            return compute(call, *inputs, **options)

        monkeypatch.setattr(Call, "__call__", count)


def test_a_struct_of_results_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    n = 1000
    frame = pl.DataFrame({"lat": np.linspace(-80, 80, n), "lon": np.linspace(0, 90, n)})
    line = gd.inverse(pl.col("lat"), pl.col("lon"), 1, 2)
    truth = frame.with_columns(*line)
    calls = Calls(monkeypatch)
    assert frame.with_columns(*line).equals(truth)
    assert calls.rows == 3 * n  # each of a named tuple by itself
    fields = gd.as_struct(line).struct.unnest()
    for engine in (None, "in-memory", "streaming"):
        calls.rows = 0
        if engine is None:
            result = frame.with_columns(fields)
        else:
            result = frame.lazy().with_columns(fields).collect(engine=engine)
        assert result.equals(truth)
        assert calls.rows == n
    calls.rows = 0
    one = frame.lazy().with_columns(line=gd.as_struct(line)).unnest("line").collect()
    assert one.equals(truth)
    assert calls.rows == n


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if len(names_of(name)) > 1])
def test_structs(name: str) -> None:
    args = [value + np.linspace(0, 5, 7) for value in FUNCTIONS[name]]
    frame = pl.DataFrame({f"c{i}": arg for i, arg in enumerate(args)})
    struct = gd.as_struct(getattr(gd, name)(*map(pl.col, frame.columns)))
    lazy = frame.lazy().select(struct.alias("all"))
    assert lazy.collect_schema() == {"all": pl.Struct(dict.fromkeys(names_of(name), pl.Float64))}
    series = gd.as_struct(getattr(gd, name)(*frame))
    assert lazy.collect()["all"].struct.unnest().equals(series.struct.unnest())
    wide = frame.select("c0").with_columns(c1=pl.lit(3.0))
    kept = wide.select(gd.as_struct(getattr(gd, name)(pl.all(), *FUNCTIONS[name][1:])))
    assert kept.columns == ["c0", "c1"]


def test_structs_of_changed_results(frame: pl.DataFrame) -> None:
    line = gd.inverse(pl.col("lat"), pl.col("lon"), 0, 0)
    truth = frame.select(*line)
    whole = frame.with_columns(gd.as_struct(line), gd.as_struct(gd.direct(0, 0, pl.col("lon"), 5)))
    assert whole.columns == [*frame.columns, "inverse", "direct"]
    changes = {
        "distance": [line.distance / 1000, line.distance * 0.001, line.distance.fill_null(0)],
        "azi1": [pl.col("lon"), line.azi1.round(1).alias("course")],
        "azi2": [pl.lit(0.0), pl.col("lon") + 1, line.azi1],
    }
    for field, several in changes.items():
        for column in several:
            changed = line._replace(**{field: column})
            struct = frame.select(gd.as_struct(changed))["inverse"]
            others = truth.with_columns(frame.select(*line, x=column)["x"].alias(field))
            assert struct.struct.unnest().equals(others)
    series = gd.inverse(frame["lat"], frame["lon"], 0, 0)
    assert gd.as_struct(series).name == "inverse"
    renamed = gd.as_struct(series._replace(azi2=frame["lon"]))
    assert renamed.struct.fields == ["distance", "azi1", "azi2"]


def test_structs_are_of_polars(frame: pl.DataFrame) -> None:
    line = gd.inverse(pl.col("lat"), 0, 0, 0)
    changed = line._replace(azi1=line.azi1 % 360)
    result = frame.select(gd.as_struct(changed).struct.unnest())
    assert result.columns == ["distance", "azi1", "azi2"]
    assert result["azi1"].to_list()[1] == frame.select(line.azi1 % 360)["azi1"].to_list()[1]
    bad: list[Any] = [gd.inverse(1, 2, 3, 4), pl.col("lat"), gd.distance(frame["lat"], 0, 0, 0)]
    for value in [*bad, line._replace(azi1=frame["lat"])]:
        with pytest.raises(TypeError, match="takes several results of Polars"):
            gd.as_struct(value)
