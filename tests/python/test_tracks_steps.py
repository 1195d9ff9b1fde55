"""Tracks of a table: the steps between their rows, and where gaps split them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import geodist as gd

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
pyproj = pytest.importorskip("pyproj")

STORMS = Path(__file__).parents[2] / "examples" / "storms.csv"
WGS84 = pyproj.Geod(ellps="WGS84")
START = np.datetime64("2026-05-01T10:00", "ms")
# Rows of two ships, out of order; of Ada the third place is the second again.
SHIPS = {
    "ship": np.array(["Ada", "Ada", "Bo", "Ada", "Bo", "Ada"]),
    "time": START + 1000 * np.array([0, 7200, 0, 3600, 1800, 10800]),
    "lat": np.array([50.0, 50.2, 40.0, 50.1, 40.0, 50.2]),
    "lon": np.array([179.9, -179.9, 5.0, 180.0, 5.1, -179.9]),
}


def expected(*ends: float) -> Any:
    return WGS84.inv(ends[1], ends[0], ends[3], ends[2])


def storms() -> Any:
    return pd.read_csv(STORMS, parse_dates=["time"])


def tables() -> list[Any]:
    frame = pd.DataFrame(SHIPS, index=[5, 4, 3, 2, 1, 0])
    return [
        SHIPS,
        frame,
        frame.assign(time=frame.time.dt.tz_localize("Europe/Berlin")),
        frame.astype({"time": "timestamp[us][pyarrow]"}),
        pl.DataFrame(SHIPS),
        pl.DataFrame(SHIPS).with_columns(pl.col("time").dt.replace_time_zone("Asia/Tokyo")),
        pa.table(SHIPS),
        {**SHIPS, "time": SHIPS["time"].astype(object)},
        {**SHIPS, "time": SHIPS["time"] - START},
    ]


@pytest.mark.parametrize("table", tables(), ids=lambda table: type(table).__name__)
def test_steps_keep_the_order_and_the_kind_of_the_table(table: Any) -> None:
    found = gd.tracks.steps(table, by="ship", order="time")
    back, metres = expected(50, 179.9, 50.1, 180)[1:]
    east = expected(40, 5, 40, 5.1)
    second = expected(50.1, 180, 50.2, -179.9)
    columns = [np.asarray(column, float) for column in found]
    nan = np.nan
    assert columns[0] == pytest.approx([nan, second[2], nan, metres, east[2], 0], nan_ok=True)
    assert columns[2] == pytest.approx([nan, 3600, nan, 3600, 1800, 3600], nan_ok=True)
    assert columns[3] == pytest.approx(columns[0] / columns[2], nan_ok=True)
    course = expected(50, 179.9, 50.1, 180)[0]
    assert columns[1] == pytest.approx([nan, second[0], nan, course, east[0], nan], nan_ok=True)
    assert back != course
    if isinstance(table, pd.DataFrame):
        assert found.distance.index.equals(table.index)
        assert [column.name for column in found] == list(found._fields)
    elif isinstance(table, pl.DataFrame):
        assert found.distance.is_null().to_list() == [True, False, True, False, False, False]
    elif isinstance(table, pa.Table):
        assert found.distance.null_count == 2
    else:
        assert isinstance(found.distance, np.ndarray)


def test_steps_add_up_to_the_lengths_of_lines() -> None:
    fixes = storms()
    found = gd.tracks.steps(fixes, by="storm", order="time")
    sums = found.distance.groupby(fixes.storm, sort=False).sum()
    lines = gd.Shapes.lines_from(fixes, by="storm", order="time")
    assert sums.to_numpy() == pytest.approx(gd.length(lines), abs=1e-6)
    # By pandas and pyproj.
    rows = fixes.sort_values(["storm", "time"], kind="stable")
    before = rows.groupby("storm")[["lat", "lon", "time"]].shift()
    inside = before.lat.notna()
    _, _, metres = WGS84.inv(*(x[inside] for x in (before.lon, before.lat, rows.lon, rows.lat)))
    assert found.distance[rows.index[inside]].to_numpy() == pytest.approx(metres, abs=1e-6)
    hours = (rows.time - before.time).dt.total_seconds()
    assert found.duration[rows.index].equals(hours.rename("duration"))
    assert found.speed.max() < 60


def test_steps_without_times_and_with_numbers_of_seconds() -> None:
    table = {"lat": [0, 0, 0], "lon": [0, 1, 3], "n": [2, 1, 0], "s": [20.0, 10.0, 0.0]}
    found = gd.tracks.steps(table)
    assert found.duration is None
    assert found.speed is None
    assert found.distance == pytest.approx([np.nan, 111319.49, 222638.98], nan_ok=True)
    backwards = gd.tracks.steps(table, order="n")
    assert backwards.speed is None  # the numbers may be anything
    assert backwards.distance == pytest.approx([111319.49, 222638.98, np.nan], nan_ok=True)
    assert backwards.course == pytest.approx([-90, -90, np.nan], nan_ok=True)
    timed = gd.tracks.steps(table, time="s")
    assert timed.speed == pytest.approx([11131.949, 22263.898, np.nan], nan_ok=True)
    assert gd.tracks.steps(table, order="n", time="s")[3].tolist()[:2] == timed.speed[:2].tolist()
    sphere = gd.tracks.steps(table, ellipsoid="sphere")
    assert sphere.distance[1] == gd.distance(0, 0, 0, 1, ellipsoid="sphere")


def test_two_rows_at_one_time() -> None:
    table = {"lat": [0, 1, 1], "lon": [0, 0, 0], "t": [5, 5, 5]}
    found = gd.tracks.steps(table, time="t")
    assert np.isnan(found.speed).all()
    assert found.duration[1:].tolist() == [0, 0]
    assert gd.tracks.steps(pl.DataFrame(table), time="t").speed.is_null().all()


HOURS = [dt.time(9), dt.time(10, 30), dt.time(10, 30, 0, 500_000)]


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        (pd.period_range("2026-01", "2026-03", freq="M"), [31 * 86400, 28 * 86400]),
        (np.array(pd.period_range("2026", "2028", freq="Y"), object), [365 * 86400] * 2),
        (HOURS, [5400, 0.5]),
        (np.array(["2026-01", "2026-02", "2026-03"], "M8[M]"), [31 * 86400, 28 * 86400]),
        (np.array(["2026", "2027", "2028"], "M8[Y]"), [365 * 86400] * 2),
    ],
)
def test_periods_and_times_of_day(times: Any, seconds: list[float]) -> None:
    table = {"lat": [0, 1, 2], "lon": [0, 0, 0], "t": times}
    for options in ({"order": "t"}, {"time": "t"}):
        assert gd.tracks.steps(table, **options).duration[1:].tolist() == seconds
    if isinstance(times, pd.PeriodIndex):
        found = gd.tracks.steps(pd.DataFrame(table), order="t")
        assert found.duration[1:].tolist() == seconds
    if times is HOURS:
        for make in (pd.DataFrame, pl.DataFrame, pa.table):
            found = gd.tracks.steps(make(table), order="t")
            assert np.asarray(found.duration)[1:].tolist() == seconds


@pytest.mark.parametrize(
    ("times", "message"),
    [
        (np.array([1, 2], "m8[M]"), "durations of months or years have no certain length"),
        ([dt.time(1, tzinfo=dt.UTC), dt.time(2, tzinfo=dt.UTC)], "times of day with a time zone"),
        (
            [pd.Timestamp("2026-01-01"), pd.Timestamp("2026-01-02", tz="UTC")],
            "order: the values of the column 't' cannot be sorted: .* tz-aware",
        ),
        ([1, dt.date(2026, 1, 1)], "order: the values of the column 't' cannot be sorted"),
    ],
)
def test_times_that_are_none(times: Any, message: str) -> None:
    column = times if isinstance(times, np.ndarray) else np.array(times, object)
    with pytest.raises(TypeError, match=message):
        gd.tracks.steps({"lat": [0, 1], "lon": [0, 0], "t": column}, order="t")


def test_groups_of_any_values() -> None:
    table = {"lat": [0, 1, 2], "lon": [0, 0, 0], "ship": ["a", "b", "a"]}
    coded = pa.table({**table, "ship": pa.array(table["ship"]).dictionary_encode()})
    assert gd.tracks.steps(coded, by="ship").distance.null_count == 2
    mixed = pd.DataFrame({**table, "ship": [5, "b", 5]})
    assert gd.tracks.steps(mixed, by="ship").distance.count() == 1
    lists = pd.DataFrame({**table, "ship": [[1], [2], [1]]})
    with pytest.raises(TypeError, match="by: the values of the column 'ship' cannot be told apart"):
        gd.tracks.steps(lists, by="ship")


def test_missing_times_have_no_duration() -> None:
    table = {"lat": [0, 1, 2], "lon": [0, 0, 0], "n": [0, 1, 2], "t": [0, None, 9]}
    found = gd.tracks.steps(table, order="n", time="t")
    assert np.isnan(found.duration).all()
    assert not np.isnan(found.distance[1:]).any()


def test_rows_without_coordinates() -> None:
    table = {"lat": [0, None, 2], "lon": [0, 1, 0]}
    with pytest.raises(gd.InvalidGeometryError, match="row 1 has no coordinates") as caught:
        gd.tracks.steps(table)
    assert caught.value.index == 1
    found = gd.tracks.steps(table, drop_missing=True)
    assert found.distance == pytest.approx([np.nan, np.nan, 221149.45], nan_ok=True)
    assert gd.tracks.split(table, drop_missing=True, max_distance=1e5).tolist() == [0, 0, 1]


@pytest.mark.parametrize("count", [0, 1])
def test_few_rows(count: int) -> None:
    table = {"lat": np.zeros(count), "lon": np.zeros(count), "t": np.zeros(count, "M8[s]")}
    found = gd.tracks.steps(table, order="t")
    assert [np.isnan(column).all() and column.shape == (count,) for column in found] == [True] * 4
    assert gd.tracks.split(table, max_distance=0).tolist() == [0] * count


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "boat"}, "by: no single column is named 'boat'"),
        ({"order": "when"}, "order: no single column is named 'when'"),
        ({"time": "when"}, "time: no single column is named 'when'"),
        ({"order": "time", "time": "when"}, "time: no single column is named 'when'"),
        ({"by": []}, "by names no column"),
        ({"order": "lat", "time": "time"}, "row 0 is earlier than the row before it"),
    ],
)
def test_wrong_columns(options: dict[str, Any], message: str) -> None:
    with pytest.raises(gd.GeodistError, match=message):
        gd.tracks.steps(SHIPS, **options)


@pytest.mark.parametrize("argument", ["by", "order", "time", "lat"])
def test_values_are_no_names_of_columns(argument: str) -> None:
    frame = pd.DataFrame(SHIPS)
    for values in (frame.time, pl.Series("time", SHIPS["time"])):
        with pytest.raises(TypeError, match=f"{argument} must be .*got Series: give {argument}='t"):
            gd.tracks.steps(frame, **{argument: values})
    with pytest.raises(TypeError, match=f"{argument} must be the name of a column, got ndarray"):
        gd.tracks.steps(SHIPS, **{argument: SHIPS["time"]})
    with pytest.raises(TypeError, match=f"{argument} must be the name of a column, got Expr"):
        gd.tracks.steps(pl.DataFrame(SHIPS), **{argument: pl.col("time")})


def test_several_columns_of_the_order() -> None:
    with pytest.raises(TypeError, match="order must be the name of a column, got list"):
        gd.Shapes.lines_from(SHIPS, order=["ship", "time"])  # type: ignore[arg-type]


def test_times_in_the_index() -> None:
    frame = pd.DataFrame(SHIPS).set_index("time")
    hint = (
        r"named '\w+'; the table has: .*; to have the index among them, give frame.reset_index\(\)"
    )
    for indexed in (frame, frame.rename_axis(None)):
        with pytest.raises(gd.GeodistError, match=hint):
            gd.tracks.steps(indexed, by="ship", order="time")
    assert gd.tracks.steps(frame.reset_index(), by="ship", order="time").distance.count() == 4
    with pytest.raises(gd.GeodistError, match=r"named 'boat'; the table has: .*'lon'.$"):
        gd.tracks.steps(pd.DataFrame(SHIPS), by="boat")


def test_what_is_no_table() -> None:
    with pytest.raises(TypeError, match="frame must be a DataFrame"):
        gd.tracks.steps([1, 2])
    with pytest.raises(TypeError, match="it takes frame, by, order"):
        gd.tracks.steps(SHIPS, group="ship")  # type: ignore[call-arg]


@pytest.mark.parametrize("table", tables(), ids=lambda table: type(table).__name__)
def test_split_at_gaps(table: Any) -> None:
    found = gd.tracks.split(table, by="ship", order="time", max_duration=3000)
    assert np.asarray(found).tolist() == [0, 2, 4, 1, 4, 3]
    assert np.asarray(found).dtype == np.int64
    far = gd.tracks.split(table, by="ship", order="time", max_distance=10_000)
    assert np.asarray(far).tolist() == [0, 2, 3, 1, 3, 2]
    if isinstance(table, pd.DataFrame):
        assert found.index.equals(table.index)


@pytest.mark.parametrize("hour", [3600, 3600.0, dt.timedelta(hours=1), np.timedelta64(3600, "s")])
def test_durations(hour: Any) -> None:
    whole = gd.tracks.split(SHIPS, by="ship", order="time", max_duration=hour)
    assert whole.tolist() == [0, 0, 1, 0, 1, 0]  # a gap of just an hour is none
    shorter = hour - hour / 1000
    assert gd.tracks.split(SHIPS, by="ship", order="time", max_duration=shorter).max() == 4


def test_tracks_that_are_split_are_lines() -> None:
    fixes = storms()
    fixes["part"] = gd.tracks.split(fixes, by="storm", order="time", max_duration=6 * 3600)
    lines = gd.Shapes.lines_from(fixes, by="part", order="time")
    found = gd.tracks.steps(fixes, by="storm", order="time")
    assert len(lines) == 83 + (found.duration > 6 * 3600).sum()
    kept = found.distance[found.duration <= 6 * 3600].sum()
    assert gd.length(lines).sum() == pytest.approx(kept, abs=1e-6)


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({}, gd.GeodistError, "needs max_distance or max_duration"),
        (
            {"max_distance": -1},
            ValueError,
            "max_distance must be a number of metres, not negative, got -1",
        ),
        (
            {"max_distance": np.nan},
            ValueError,
            "max_distance must be a number of metres, not negative, got nan",
        ),
        (
            {"max_duration": -1},
            ValueError,
            "max_duration must be a number of seconds, not negative, got -1",
        ),
        ({"max_duration": 5}, gd.GeodistError, "max_duration needs times"),
        ({"max_duration": "5"}, TypeError, "max_duration must be a number of seconds, got str"),
    ],
)
def test_wrong_gaps(options: dict[str, Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        gd.tracks.split(SHIPS, by="ship", **options)


TEXTS = {**SHIPS, "time": np.array(["9:00", "11:00", "9:00", "10:00", "9:30", "12:00"])}


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_text_does_not_say_what_comes_first(make: Any) -> None:
    table = make(TEXTS)
    with pytest.raises(gd.GeodistError, match=r"order: the column 'time' holds text.*to_datetime"):
        gd.tracks.steps(table, by="ship", order="time")
    with pytest.raises(gd.GeodistError, match="order: the column 'time' holds text"):
        gd.Shapes.lines_from(table, by="ship", order="time", edges="geodesic")
    with pytest.raises(gd.GeodistError, match="time: the column 'time' holds text"):
        gd.tracks.steps(table, by="ship", time="time")


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_tables_become_tracks_first(make: Any) -> None:
    table = make(SHIPS)
    for function in (gd.tracks.TrackIndex, lambda t: gd.tracks.resample(t, 5), gd.length):
        with pytest.raises((TypeError, gd.GeodistError), match=r"Shapes\.lines_from"):
            function(table)


def test_categories_of_text_have_no_order() -> None:
    names = pd.Categorical(["late", "early"], ["early", "late"])
    table = pd.DataFrame({"lat": [0, 1], "lon": [0, 0], "n": names})
    with pytest.raises(gd.GeodistError, match="order: the column 'n' holds text"):
        gd.tracks.steps(table, order="n")
    table["n"] = names.as_ordered()
    assert gd.tracks.steps(table, order="n").distance.notna().tolist() == [True, False]
    coded = pa.table({"lat": [0, 1], "lon": [0, 0], "n": pa.array(["b", "a"]).dictionary_encode()})
    with pytest.raises(gd.GeodistError, match="order: the column 'n' holds text"):
        gd.tracks.steps(coded, order="n")
    mixed = pd.DataFrame({"lat": [0, 1], "lon": [0, 0], "n": [10, "9"]})
    with pytest.raises(gd.GeodistError, match="order: the column 'n' holds text"):
        gd.tracks.steps(mixed, order="n")


def test_milliseconds_are_no_seconds() -> None:
    table = {"lat": [0, 1], "lon": [0, 0], "t": [1_777_629_600_000, 1_777_629_660_000]}
    with pytest.raises(gd.GeodistError, match="of row 0 would be thousands of years"):
        gd.tracks.steps(table, time="t")
    table["t"] = [1_777_629_600, 1_777_629_660]
    assert gd.tracks.steps(table, time="t").duration.tolist()[1:] == [60]
