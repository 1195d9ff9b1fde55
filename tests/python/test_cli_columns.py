"""The command line recognises the columns of the two points, or says what it misses."""

from __future__ import annotations

import itertools
import re

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")

from geodist._columns.names import choose_point_columns
from geodist.cli.columns import choose_columns
from geodist.cli.errors import TableError
from geodist.cli.roles import PAIR, POINT

ROLES = [role.name for role in PAIR]
NOTHING: dict[str, str | None] = dict.fromkeys(ROLES)

RECOGNISED = [
    "lat1 lon1 lat2 lon2",
    "Lat1 Lon1 Lat2 Lon2",
    "LAT1 LON1 LAT2 LON2",
    "lat_1 lng_1 lat_2 lng_2",
    "latitude1 longitude1 latitude2 longitude2",
    "Latitude_A Longitude_A Latitude_B Longitude_B",
    "latA lonA latB lonB",
    "lat0 lon0 lat1 lon1",
    "origin_lat origin_lon destination_lat destination_lon",
    "origin_lat origin_lon dest_lat dest_lon",
    "originLat originLon destLat destLon",
    "from_lat from_lon to_lat to_lon",
    "lat_from lon_from lat_to lon_to",
    "from_latitude from_longitude to_latitude to_longitude",
    "start_lat start_lng end_lat end_lng",
    "start.station.latitude start.station.longitude end.station.latitude end.station.longitude",
    "pickup_latitude pickup_longitude dropoff_latitude dropoff_longitude",
    "source_airport_lat source_airport_long target_airport_lat target_airport_long",
    "departure_lat departure_lon arrival_lat arrival_lon",
    "point1_lat point1_lon point2_lat point2_lon",
    "lat1_deg lon1_deg lat2_deg lon2_deg",
    "Breitengrad1 L\u00e4ngengrad1 Breitengrad2 L\u00e4ngengrad2",
    "start_breite start_l\u00e4nge ziel_breite ziel_l\u00e4nge",
    "Breite_von La\u0308nge_von Breite_nach La\u0308nge_nach",
    "breitengrad1 laengengrad1 breitengrad2 laengengrad2",
    "latitud_origen longitud_origen latitud_destino longitud_destino",
    "latitude_d\u00e9part longitude_d\u00e9part latitude_arriv\u00e9e longitude_arriv\u00e9e",
    "latitudine_partenza longitudine_partenza latitudine_arrivo longitudine_arrivo",
]


@pytest.mark.parametrize("names", RECOGNISED)
def test_usual_names_in_any_order(names: str) -> None:
    header = names.split()
    for order in itertools.permutations(range(4)):
        permuted = ["id", *(header[i] for i in order), "speed"]
        chosen = choose_columns(permuted, PAIR, NOTHING)
        assert [permuted[chosen[role]] for role in ROLES] == header
        assert list(chosen) == list(ROLES)


@pytest.mark.parametrize(
    "name",
    [
        "lat",
        "latitude",
        "flat1",
        "plate_1",
        "along1",
        "x1",
        "lat1_rad",
        "latlon1",
        "lat1é",
        "1",
        "",
    ],
)
def test_other_names_are_no_end_of_a_pair(name: str) -> None:
    header = [name, "lon1", "lat2", "lon2"]
    with pytest.raises(TableError, match="not recognised"):
        choose_columns(header, PAIR, NOTHING)


@pytest.mark.parametrize(
    "header",
    [
        "lat1 lon1 lat2 lon2 from_lat from_lon to_lat to_lon",
        "lat0 lon0 lat1 lon1 lat2 lon2",
        "origin_lat origin_lon start_lat start_lon end_lat end_lon",
    ],
)
def test_ambiguous_columns_list_the_candidates(header: str) -> None:
    with pytest.raises(TableError, match="more than one pair") as caught:
        choose_columns(header.split(), PAIR, NOTHING)
    message = caught.value.message
    assert "--lat1" in message
    names = header.split()
    for lat, lon in zip(names[::2], names[1::2], strict=True):
        assert re.search(rf"--lat[12] {lat} --lon[12] {lon}\b", message)


def test_width_and_length_are_no_point_beside_coordinates() -> None:
    header = ["L\u00e4nge", "Breite", "lat", "lon"]
    assert choose_point_columns(header) == (2, 3)
    assert list(choose_columns(header, POINT, {}).values()) == [2, 3]
    header = ["L\u00e4nge", "Breite", "x", "y"]
    assert choose_point_columns(header) == (3, 2)
    assert list(choose_columns(header, POINT, {}).values()) == [3, 2]
    for mixed in (["y", "laenge"], ["breite", "x"], ["Breitengrad", "longitud"]):
        with pytest.raises(TableError, match="not recognised"):
            choose_columns(mixed, POINT, {})
    assert choose_point_columns(header[:2]) == (1, 0)
    with pytest.raises(TableError, match="not recognised"):
        choose_columns(["\u7eac\u5ea6", "\u7ecf\u5ea6"], POINT, {})


def test_options_decide_between_candidates() -> None:
    header = ["lat1", "lon1", "lat2", "lon2", "from_lat", "from_lon", "to_lat", "to_lon"]
    given = dict(zip(ROLES, ["from_lat", "from_lon", "lat2", "lon2"], strict=True))
    assert list(choose_columns(header, PAIR, given).values()) == [4, 5, 2, 3]


@pytest.mark.parametrize(
    ("header", "given", "message"),
    [
        (["40", "-73", "51", "0"], [1, 2, 3, 4], "no column selected: lat 1, lon 2, lat 3, lon 4"),
        (["lat", "lon"], [0, 0, 1, 1], "A number is a value, never the position of a column"),
        (["JFK", "40", "-73"], [None, None, 0, 0], "the first line has numbers, not column names"),
        (
            ["JFK", "40", "-73"],
            ["40", "-73", 0, 0],
            "--lat1 40: the first line of the table has this number",
        ),
        (["lat1", "lon1", "lat1", "lon1"], [None] * 4, "2 columns are named 'lat1', columns 1 and"),
        (
            ["home_lat", "home_lon", "work_lat", "work_lon"],
            [None] * 4,
            "second point:\n  --lat1 home_lat --lon1 home_lon\n  --lat1 work_lat --lon1 work_lon",
        ),
    ],
)
def test_advice(header: list[str], given: list[object], message: str) -> None:
    options = {r: None if g is None else str(g) for r, g in zip(ROLES, given, strict=True)}
    with pytest.raises(TableError, match=re.escape(message)):
        choose_columns(header, PAIR, options)


def test_some_options_leave_the_rest_to_be_recognised() -> None:
    header = ["y", "x", "to_lat", "to_lon"]
    chosen = choose_columns(header, PAIR, {**NOTHING, "lat1": "y", "lon1": "x"})
    assert list(chosen.values()) == [0, 1, 2, 3]


def test_option_names_a_column_exactly() -> None:
    header = ["lat1", "lon1", "lat2", "lon2", "Lat1"]
    with pytest.raises(TableError, match="no column is named 'LAT1'; the table has: 'lat1', "):
        choose_columns(header, PAIR, {**NOTHING, "lat1": "LAT1"})


def test_option_that_names_two_columns() -> None:
    header = ["a", "b", "a", "lon1", "lat2", "lon2"]
    with pytest.raises(TableError, match="'a', columns 1 and 3; rename all but one"):
        choose_columns(header, PAIR, {**NOTHING, "lat1": "a"})


def test_repeated_names_are_named_with_their_places() -> None:
    header = ["lat1", "lon1", "lat1", "lat2", "lon2", "lat1"]
    with pytest.raises(TableError) as caught:
        choose_columns(header, PAIR, NOTHING)
    message = "3 columns are named 'lat1', columns 1, 3 and 6; rename all but one"
    assert caught.value.message == message


def test_one_point_alone_asks_for_the_other() -> None:
    with pytest.raises(TableError, match="only one, 'lat' and 'lon'; use --to LAT,LON for one"):
        choose_columns(["name", "lat", "lon"], PAIR, NOTHING)


def test_a_geometry_is_one_point_not_both() -> None:
    # Its usual name is also that of columns whose cells are whole points.
    with pytest.raises(TableError, match="only one, 'geometry'; use --to LAT,LON"):
        choose_columns(["name", "geometry"], PAIR, NOTHING, "m", (1, 1))


def test_one_column_in_two_roles() -> None:
    header = ["lat1", "lon1", "lat2", "lon2"]
    with pytest.raises(TableError, match="two of --lat1, --lon1"):
        choose_columns(header, PAIR, {**NOTHING, "lat1": "lat2", "lon1": "lat2"})


def test_missing_columns_list_the_header() -> None:
    with pytest.raises(TableError, match="'lat', 'lon', 'name'"):
        choose_columns(["lat", "lon", "name"], PAIR, NOTHING)


def test_numbers_instead_of_names() -> None:
    with pytest.raises(TableError, match="add a line of names"):
        choose_columns(["40.64", "-73.78", "51.47", "-0.45"], PAIR, NOTHING)


def test_wrong_delimiter_is_suspected() -> None:
    with pytest.raises(TableError, match="--delimiter ';'"):
        choose_columns(["lat1;lon1;lat2;lon2"], PAIR, NOTHING)
