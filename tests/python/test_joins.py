"""Joins of tables by the distance between their points."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from doctests import run_examples
from hypothesis import given, settings
from hypothesis import strategies as st
from prepared import pair_distance

import geodist as gd
from geodist._search.joining import joined_rows, merged_names

LIBRARIES = ["pandas", "polars", "arrow"]

TOWNS = pd.DataFrame(
    {
        "town": ["Delft", "Lille", "Suva"],
        "lat": [52.01, 50.63, -18.14],
        "lon": [4.36, 3.07, 178.44],
    },
    index=["d", "l", "s"],
)
AIRPORTS = pd.DataFrame(
    {
        "iata": ["AMS", "BRU", "TBU"],
        "runways": [6, 3, 1],
        "lat": [52.31, 50.90, -21.24],
        "lon": [4.76, 4.48, 184.85],
    }
)


def convert(table: pd.DataFrame, library: str) -> Any:
    if library == "pandas":
        return table
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    return arrow if library == "arrow" else pl.from_arrow(arrow)


def columns(table: Any) -> dict[str, list[Any]]:
    """Values by column, those missing as None."""
    if isinstance(table, pd.DataFrame):
        assert table.index.equals(pd.RangeIndex(len(table)))
        return {
            name: [None if pd.isna(v) else v for v in table[name].tolist()]
            for name in table.columns
        }
    if isinstance(table, pl.DataFrame):
        return table.to_dict(as_series=False)
    assert isinstance(table, pa.Table)
    return table.to_pydict()


degrees = st.one_of(st.integers(-2, 2).map(float), st.floats(-89, 89), st.just(float("nan")))
tables = st.lists(st.tuples(degrees, degrees), max_size=12).map(
    lambda rows: pd.DataFrame(rows, columns=["lat", "lon"], dtype=float).assign(
        row=range(len(rows))
    )
)


def brute_force(
    left: pd.DataFrame,
    right: pd.DataFrame,
    keep: Any,
    how: str,
    exclude_self: bool,
) -> dict[str, list[Any]]:
    expected: dict[str, list[Any]] = {"row_x": [], "row_y": [], "distance": []}
    for i, (lat, lon) in enumerate(zip(left.lat, left.lon, strict=True)):
        found = [
            (pair_distance(lat, lon, *there), j)
            for j, there in enumerate(zip(right.lat, right.lon, strict=True))
            if not np.isnan([lat, lon, *there]).any() and not (exclude_self and i == j)
        ]
        kept: list[tuple[Any, Any]] = keep(i, sorted(found))
        if not kept and how == "left":
            kept = [(None, None)]
        for distance, j in kept:
            expected["row_x"].append(i)
            expected["row_y"].append(j)
            expected["distance"].append(distance)
    return expected


@pytest.mark.filterwarnings("ignore:.*missing coordinate:UserWarning")
@pytest.mark.filterwarnings("ignore::geodist.SelfJoinWarning")
@pytest.mark.parametrize("library", LIBRARIES)
@settings(max_examples=60)
@given(
    tables,
    tables,
    st.integers(1, 5),
    st.sampled_from([None, 0, 1e5, 1e6, 1e7]),
    st.sampled_from(["inner", "left"]),
    st.booleans(),
)
def test_nearest_join_against_brute_force(
    library: str,
    left: pd.DataFrame,
    right: pd.DataFrame,
    k: int,
    most: float | None,
    how: Any,
    same: bool,
) -> None:
    right = left if same else right
    joined = gd.nearest_join(
        convert(left, library),
        convert(right, library),
        k,
        max_distance=most,
        how=how,
        exclude_self=same,
    )
    limit = np.inf if most is None else most
    expected = brute_force(
        left, right, lambda _i, found: [f for f in found if f[0] <= limit][:k], how, same
    )
    values = columns(joined)
    assert list(values) == ["lat_x", "lon_x", "row_x", "lat_y", "lon_y", "row_y", "distance"]
    assert {name: values[name] for name in expected} == expected


@pytest.mark.filterwarnings("ignore:.*missing coordinate:UserWarning")
@pytest.mark.filterwarnings("ignore::geodist.SelfJoinWarning")
@pytest.mark.parametrize("library", LIBRARIES)
@settings(max_examples=60)
@given(tables, tables, st.sampled_from(["inner", "left"]), st.booleans(), st.data())
def test_within_join_against_brute_force(
    library: str, left: pd.DataFrame, right: pd.DataFrame, how: Any, same: bool, data: st.DataObject
) -> None:
    right = left if same else right
    radii = st.sampled_from([0.0, 2e5, 3e6, 1e7])
    radius = data.draw(st.one_of(radii, st.lists(radii, min_size=len(left), max_size=len(left))))
    joined = gd.within_join(
        convert(left, library), convert(right, library), radius, how=how, exclude_self=same
    )
    limits = np.broadcast_to(radius, len(left))
    expected = brute_force(
        left, right, lambda i, found: [f for f in found if f[0] <= limits[i]], how, same
    )
    values = columns(joined)
    assert {name: values[name] for name in expected} == expected


@pytest.mark.parametrize("library", LIBRARIES)
def test_result(library: str) -> None:
    joined = gd.nearest_join(convert(TOWNS, library), convert(AIRPORTS, library), how="left")
    assert type(joined) is type(convert(TOWNS, library))
    values = columns(joined)
    assert values["town"] == ["Delft", "Lille", "Suva"]
    assert values["iata"] == ["AMS", "BRU", "TBU"]
    assert values["distance"] == [
        pair_distance(52.01, 4.36, 52.31, 4.76),
        pair_distance(50.63, 3.07, 50.90, 4.48),
        pair_distance(-18.14, 178.44, -21.24, 184.85),
    ]
    assert values["runways"] == [6, 3, 1]
    near = gd.nearest_join(
        convert(TOWNS, library), convert(AIRPORTS, library), 2, max_distance=150e3, how="left"
    )
    assert columns(near)["iata"] == ["AMS", "BRU", "BRU", None]
    assert columns(near)["runways"] == [6, 3, 3, None]
    assert columns(near)["distance"][-1] is None
    within = gd.within_join(convert(TOWNS, library), convert(AIRPORTS, library), 150e3)
    assert columns(within)["iata"] == ["AMS", "BRU", "BRU"]
    sphere = gd.nearest_join(
        convert(TOWNS, library), convert(AIRPORTS, library), ellipsoid="sphere", distance_col="m"
    )
    assert columns(sphere)["m"][0] == pair_distance(52.01, 4.36, 52.31, 4.76, ellipsoid="sphere")


@pytest.mark.parametrize("library", LIBRARIES)
def test_inputs_stay_as_they_are(library: str) -> None:
    left, right = convert(TOWNS, library), convert(AIRPORTS, library)
    before = str(left), str(right)
    gd.nearest_join(left, right, 2, max_distance=150e3, how="left")
    assert (str(left), str(right)) == before


@pytest.mark.parametrize("library", LIBRARIES)
def test_types_are_kept(library: str) -> None:
    right = convert(AIRPORTS, library)
    joined = gd.nearest_join(convert(TOWNS, library), right)
    if library == "pandas":
        assert joined["runways"].dtype == AIRPORTS["runways"].dtype
    elif library == "polars":
        assert joined.schema["runways"] == right.schema["runways"]
    else:
        assert joined.schema.field("runways").type == right.schema.field("runways").type


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("how", ["inner", "left"])
def test_empty_tables(library: str, how: Any) -> None:
    towns, airports = convert(TOWNS, library), convert(AIRPORTS, library)
    no_towns, no_airports = (convert(t.iloc[:0], library) for t in (TOWNS, AIRPORTS))
    for left, right, n in [
        (no_towns, airports, 0),
        (no_towns, no_airports, 0),
        (towns, no_airports, 3 if how == "left" else 0),
    ]:
        for joined in (
            gd.nearest_join(left, right, 3, how=how),
            gd.within_join(left, right, 1e6, how=how),
        ):
            values = columns(joined)
            assert list(values) == [
                *("town", "lat_x", "lon_x"),
                *("iata", "runways", "lat_y", "lon_y", "distance"),
            ]
            assert values["iata"] == values["distance"] == [None] * n


@pytest.mark.parametrize("library", LIBRARIES)
def test_more_neighbours_than_rows_cost_nothing(library: str) -> None:
    left, right = convert(TOWNS, library), convert(AIRPORTS, library)
    all_of_them, too_many = (gd.nearest_join(left, right, k) for k in (len(AIRPORTS), 2**40))
    assert columns(too_many) == columns(all_of_them)
    with pytest.raises(ValueError, match="k must be positive"):
        gd.nearest_join(left, right, 0)


LABELS = ["a", "b", "c", "a_x", "a_y", "b_x", 1]


@settings(max_examples=500)
@given(
    st.lists(st.sampled_from(LABELS), max_size=5),
    st.lists(st.sampled_from(LABELS), max_size=5),
    st.tuples(*[st.sampled_from(["_x", "_y", "", None, "_l"])] * 2),
)
def test_suffixes_are_those_of_pandas(left: list[Any], right: list[Any], suffixes: Any) -> None:
    frames = [pd.DataFrame([range(len(names))], columns=names) for names in (left, right)]
    try:
        merged = frames[0].merge(frames[1], how="cross", suffixes=suffixes)
    except ValueError:
        with pytest.raises(ValueError, match=r"columns overlap|columns twice"):
            merged_names(left, right, suffixes)
        return
    ours = merged_names(left, right, suffixes)
    assert list(itertools.chain(*ours)) == list(merged.columns)


@pytest.mark.parametrize("library", LIBRARIES)
def test_suffixes(library: str) -> None:
    left, right = convert(TOWNS, library), convert(AIRPORTS, library)
    joined = gd.nearest_join(left, right, suffixes=("", "_airport"))
    assert [*columns(joined)][1:3] == ["lat", "lon"]
    assert [*columns(joined)][-3:] == ["lat_airport", "lon_airport", "distance"]
    with pytest.raises(ValueError, match="no suffix specified"):
        gd.nearest_join(left, right, suffixes=(None, None))
    with pytest.raises(TypeError, match="tuple of two"):
        gd.nearest_join(left, right, suffixes="xy")
    with pytest.raises(gd.GeodistError, match="'town' already; choose another distance_col"):
        gd.nearest_join(left, right, distance_col="town")


@pytest.mark.parametrize("library", LIBRARIES)
def test_named_columns(library: str) -> None:
    stops = TOWNS.assign(y=AIRPORTS.lat.to_numpy(), x=AIRPORTS.lon.to_numpy())
    left, right = convert(stops, library), convert(AIRPORTS, library)
    named = gd.nearest_join(left, right, left_lat="y", left_lon="x")
    assert columns(named)["distance"] == [0, 0, 0]
    both = gd.nearest_join(left, left, max_distance=0, lat="y", lon="x")
    assert columns(both)["town_y"] == stops.town.tolist()
    other = gd.within_join(right, left, 0, right_lat="y", right_lon="x")
    assert columns(other)["town"] == stops.town.tolist()
    with pytest.raises(gd.GeodistError, match="left table: no column is named 'z'"):
        gd.nearest_join(left, right, left_lat="z", left_lon="x")
    with pytest.raises(gd.GeodistError, match="right table: give both right_lat and right_lon"):
        gd.nearest_join(left, right, right_lat="lat")
    with pytest.raises(gd.GeodistError, match="left table: give both lat and lon"):
        gd.nearest_join(left, right, lat="lat")
    unnamed = convert(TOWNS.rename(columns={"lat": "b", "lon": "l"}), library)
    with pytest.raises(gd.GeodistError, match=r"right table: .* give right_lat and right_lon; the"):
        gd.nearest_join(right, unnamed)
    with pytest.raises(TypeError, match="not both"):
        gd.nearest_join(left, right, lat="lat", lon="lon", right_lat="lat", right_lon="lon")
    twice = convert(TOWNS.assign(latitude=1.0), library)
    with pytest.raises(gd.GeodistError, match="right table: more than one pair"):
        gd.within_join(left, twice, 5)
    with pytest.raises(TypeError, match="left table: 'town' must hold real numbers"):
        gd.nearest_join(left, right, left_lat="town", left_lon="x")


@pytest.mark.parametrize("library", LIBRARIES)
def test_missing_rows_are_counted(library: str) -> None:
    holes = TOWNS.copy()
    holes.loc["l", "lon"] = np.nan
    left, right = convert(holes, library), convert(AIRPORTS, library)
    with pytest.warns(UserWarning, match="1 of 3 rows of the left table have a missing") as caught:
        joined = gd.nearest_join(left, right, how="left")
    assert caught[0].filename == __file__
    assert columns(joined)["iata"] == ["AMS", None, "TBU"]
    with pytest.warns(UserWarning, match="1 of 3 rows of the right table"):
        joined = gd.within_join(right, left, 1e9)
    assert set(columns(joined)["town"]) == {"Delft", "Suva"}


@pytest.mark.parametrize("library", LIBRARIES)
def test_values_that_cannot_be(library: str) -> None:
    left, right = convert(TOWNS, library), convert(AIRPORTS, library)
    swapped = convert(TOWNS.rename(columns={"lat": "lon", "lon": "lat"}), library)
    with pytest.raises(gd.InvalidLatitudeError, match=r"^left table: .*178.44.*swapped") as caught:
        gd.nearest_join(swapped, right)
    assert (caught.value.index, caught.value.value) == (2, 178.44)
    with pytest.raises(ValueError, match="how must be 'inner' or 'left', got 'outer'"):
        gd.nearest_join(left, right, how="outer")
    with pytest.raises(ValueError, match="k must be positive"):
        gd.nearest_join(left, right, 0)
    with pytest.raises(ValueError, match="max_distance"):
        gd.nearest_join(left, right, max_distance=-1)
    with pytest.raises(gd.GeodistError, match="radius"):
        gd.within_join(left, right, -1)
    with pytest.raises(ValueError, match=r"radius|shape|broadcast"):
        gd.within_join(left, right, [1, 2])
    with pytest.raises(TypeError, match=r"give left\[name\]"):
        gd.within_join(left, right, "lat")
    with pytest.raises(ValueError, match="exclude_self"):
        gd.within_join(left, right[:2], 5, exclude_self=True)


def test_radii_are_those_of_the_rows() -> None:
    radius = pd.Series([1, 105_000, 800_000], index=TOWNS.index)
    joined = gd.within_join(TOWNS, AIRPORTS, radius)
    assert joined["town"].tolist() == ["Lille", "Suva"]
    assert gd.within_join(TOWNS, AIRPORTS, radius.to_numpy()).equals(joined)
    labelled = TOWNS.set_index(pd.Index(["a", "b", "c"]))
    for left, wrong in ((TOWNS, radius[::-1]), (labelled, radius)):
        with pytest.raises(ValueError, match="left and radius are taken row by row, but"):
            gd.within_join(left, AIRPORTS, wrong)


def test_tables_of_other_kinds() -> None:
    with pytest.raises(TypeError, match="one library, got pandas and Polars"):
        gd.nearest_join(TOWNS, convert(AIRPORTS, "polars"))
    with pytest.raises(
        TypeError, match=r"one library; beside a lazy frame right must be .* of Polars"
    ):
        gd.nearest_join(pl.LazyFrame({"lat": [1], "lon": [2]}), TOWNS)
    with pytest.raises(TypeError, match=r"right must be a DataFrame .*got list"):
        gd.nearest_join(TOWNS, [[1, 2]])
    towns = convert(TOWNS, "arrow")
    for source in (towns.to_batches()[0], towns.to_reader()):
        joined = gd.nearest_join(source, convert(AIRPORTS, "arrow"))
        assert joined["iata"].to_pylist() == ["AMS", "BRU", "TBU"]


def test_geoarrow_columns() -> None:
    ga = pytest.importorskip("geoarrow.pyarrow", reason="geoarrow-pyarrow is not installed")
    left = pa.table({"id": [1, 2], "where": ga.as_geoarrow(["POINT (4.36 52.01)", None])})
    with pytest.warns(UserWarning, match="1 of 2 rows of the left table"):
        joined = gd.nearest_join(left, convert(AIRPORTS, "arrow"))
    assert joined["iata"].to_pylist() == ["AMS"]
    assert joined.column_names == ["id", "where", "iata", "runways", "lat", "lon", "distance"]
    assert joined.schema.field("where").type == left.schema.field("where").type


def test_columns_of_a_layer_are_those_of_a_table() -> None:
    geopandas = pytest.importorskip("geopandas")
    layer = geopandas.GeoDataFrame(TOWNS, geometry=geopandas.points_from_xy([0] * 3, [0] * 3))
    joined = gd.nearest_join(layer, layer, exclude_self=True)
    assert joined["town_y"].tolist() == ["Lille", "Delft", "Delft"]
    assert {"geometry_x", "geometry_y"} <= set(joined.columns)


def test_examples() -> None:
    assert run_examples(joined_rows.__doc__ or "", "joined_rows")
