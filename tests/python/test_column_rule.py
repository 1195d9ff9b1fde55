"""One rule chooses the columns of points, in all commands and in Python."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")

import geodist as gd
from geodist._columns.names import choose_point_columns
from geodist._columns.words import Header, Name, parse_name
from geodist.cli.columns import choose_columns, choose_one_point
from geodist.cli.errors import TableError
from geodist.cli.roles import PAIR, POINT

SINGLE = [
    *("stop_lat stop_lon", "decimalLatitude decimalLongitude", "decimallatitude decimallongitude"),
    *("INTPTLAT INTPTLONG", "gps_lat gps_lon", "lat_wgs84 lon_wgs84", "wgs84_lat wgs84_lon"),
    *("location-lat location-long", "shape_pt_lat shape_pt_lon", "site_latitude site_longitude"),
    *("centroid_lat centroid_lon", "dec_lat dec_long", "latdeg longdeg", "reclat reclong"),
    *("GPSLatitude GPSLongitude", "coordonnees_lat coordonnees_lon", "LAT_DD LONG_DD"),
    *("position_lat position_long", "y_wgs84 x_wgs84", "lat_N lon_E", "dest_lat dest_lon"),
    *("latitude longitude", "y x", "Breite L\u00e4nge", "start_lat start_lon", "lat_x lon_x"),
    *("latitud longitud", "Geogr.Breite Geogr.L\u00e4nge"),
]
# The pair that is plain beside others, first.
PLAIN = [
    "latitude_deg longitude_deg dme_latitude_deg dme_longitude_deg",
    "lat lon lat_right lon_right",
    "lat lon to_lat to_lon",
    "lat lon lat_min lon_min lat_max lon_max",
    "decimalLatitude decimalLongitude verbatimLatitude verbatimLongitude",
    "lat lon airport_lat airport_lon",
    "lat lon lat_rad lon_rad",
    "lat lon lat_deg lon_deg lat_min lon_min",
    "lat lon dir speed",
    "lat lon x y",
]
SEVERAL = [
    "pickup_lat pickup_lon dropoff_lat dropoff_lon",
    "location-lat location-long argos:lat1 argos:lon1",
    "lat_x lon_x lat_y lon_y",
    "client_lat client_lon server_lat server_lon",
    "olat olon dlat dlon",
]
TWO = [
    "lat_x lon_x lat_y lon_y",
    "lat_left lon_left lat_right lon_right",
    "lat lon lat_right lon_right",
    "lat lon lat_y lon_y",
    "stop_lat_x stop_lon_x stop_lat_y stop_lon_y",
    "trip_start_lat trip_start_lon trip_end_lat trip_end_lon",
    "pick_up_lat pick_up_lon drop_off_lat drop_off_lon",
    "pickup_latitude pickup_longitude dropoff_latitude dropoff_longitude",
    "olat olon dlat dlon",
]
LAT1, LON1, LAT2, LON2 = (role.name for role in PAIR)
FIRST = {"lat": 0, "lon": 1}


def every_choice(header: list[str]) -> list[list[object]]:
    """Choose one point in all the ways that there are."""
    return [
        list(choose_point_columns(header)),
        list(choose_columns(header, POINT, {}).values()),
        list(choose_one_point(header, POINT, (None, None)).values()),
        list(choose_one_point(header, POINT, (None, None), prefix="right-").values()),
        list(choose_columns(header, PAIR, {LAT2: "1", LON2: "2"}).values())[:2],
        list(choose_columns(header, PAIR, {LAT1: "1", LON1: "2"}).values())[2:],
    ]


@pytest.mark.parametrize("names", [*SINGLE, *PLAIN])
def test_one_point(names: str) -> None:
    for header in (names.split(), ["id", *names.split(), "distance"]):
        first = header.index(names.split(maxsplit=1)[0])
        assert every_choice(header) == [[first, first + 1]] * 6


@pytest.mark.parametrize("names", SEVERAL)
def test_several_points_are_listed_with_what_to_write(names: str) -> None:
    header = names.split()
    a, b, c, d = header
    with pytest.raises(gd.GeodistError, match=f"\n  lat='{a}', lon='{b}'\n  lat='{c}', lon='{d}'$"):
        choose_point_columns(header)
    with pytest.raises(TableError, match=f"\n  --lat {a} --lon {b}\n  --lat {c} --lon {d}$"):
        choose_columns(header, POINT, {})
    with pytest.raises(TableError, match=f"\n  --right-lat {a} --right-lon {b}\n"):
        choose_one_point(header, POINT, (None, None), prefix="right-")
    for given, end in (({LAT2: "1", LON2: "2"}, 1), ({LAT1: "1", LON1: "2"}, 2)):
        with pytest.raises(TableError, match=f"\n  --lat{end} {a} --lon{end} {b}\n"):
            choose_columns(header, PAIR, given)


@pytest.mark.parametrize("names", TWO)
def test_two_points_are_told_by_their_words(names: str) -> None:
    header = names.split()
    assert list(choose_columns(header, PAIR, {}).values()) == [0, 1, 2, 3]
    turned = [*header[2:], *header[:2]]
    assert list(choose_columns(turned, PAIR, {}).values()) == [2, 3, 0, 1]
    # One of them that is named finds the other.
    given = {LAT1: header[0], LON1: header[1]}
    assert list(choose_columns(turned, PAIR, given).values()) == [2, 3, 0, 1]


@pytest.mark.parametrize(
    "names",
    [
        "lat lng latitude longitude",
        "latitude longitude lat lon",
        "lat lon Lat Lon",
        "lat lon airport_lat airport_lon",
        "home_lat home_lon work_lat work_lon",
    ],
)
def test_names_of_one_style_are_a_point(names: str) -> None:
    """Two points are those of a row where their distance follows, as in what joins write."""
    a, b, c, d = header = names.split()
    joined = ["id", *header, "name", "distance_km"]
    assert list(choose_columns(joined, PAIR, {}).values()) == [1, 2, 3, 4]
    for other in (header, ["distance", *header], [a, c, b, d, "distance"]):
        with pytest.raises(
            TableError, match=f"\n  --lat1 {a} --lon1 {b}\n  --lat1 {c} --lon1 {d}$"
        ):
            choose_columns(other, PAIR, {})


def test_names_of_several_styles_are_all_candidates() -> None:
    with pytest.raises(TableError, match=r"\n  --lat lat --lon lon\n  --lat lat --lon longitude$"):
        choose_columns(["lat", "lon", "longitude"], POINT, {})


@pytest.mark.parametrize(
    "names", ["home_lat home_lon work_lat work_lon", "client_lat client_lon server_lat server_lon"]
)
def test_two_points_that_are_not_told_apart(names: str) -> None:
    a, b, c, d = header = names.split()
    with pytest.raises(TableError, match=f"\n  --lat1 {a} --lon1 {b}\n  --lat1 {c} --lon1 {d}$"):
        choose_columns(header, PAIR, {})
    given = {LAT1: a, LON1: b}
    assert list(choose_columns(header, PAIR, given).values()) == [0, 1, 2, 3]


def test_flags_are_quoted_for_a_shell() -> None:
    header = ["GPS lat", "GPS lon", "my lat", "my lon"]
    with pytest.raises(TableError, match=re.escape("--lat 'GPS lat' --lon 'GPS lon'")):
        choose_columns(header, POINT, {})


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("lat_rad lon_rad", "hold radians"),
        ("lat lat_dir lon lon_dir", "split into degrees, minutes, seconds or hemispheres"),
        ("lat_deg lat_min lon_deg lon_min", "('lat_deg', 'lat_min', 'lon_deg', 'lon_min')"),
        ("lat lat_min lon lon_min", "do not fit together"),
        ("latE7 lonE7", "small fractions of a degree"),
    ],
)
def test_python_refuses_what_is_not_degrees(names: str, message: str) -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame([[1.0] * len(names.split())], columns=names.split())
    for call in (lambda: gd.nearest_join(frame, frame), lambda: gd.Points.from_pandas(frame)):
        with pytest.raises(gd.GeodistError, match=re.escape(message)):
            call()
    named = gd.nearest_join(
        frame, frame, lat=names.split(maxsplit=1)[0], lon=names.rsplit(maxsplit=1)[-1]
    )
    assert len(named) == 1


def test_joined_tables_are_measured(tmp_path: object) -> None:
    """The columns of a join are the two points of a row."""
    pd = pytest.importorskip("pandas")
    left = pd.DataFrame({"stop_lat": [1.0], "stop_lon": [2.0]})
    header = list(gd.nearest_join(left, left).columns)
    chosen = choose_columns(header, PAIR, {})
    assert [header[at] for at in chosen.values() if isinstance(at, int)] == [
        *("stop_lat_x", "stop_lon_x", "stop_lat_y", "stop_lon_y"),
    ]


@pytest.mark.parametrize(
    ("name", "parsed"),
    [
        ("lat", Name("lat")),
        ("Longitude 2", Name("lon", ("2",), rank=2)),
        ("pickUpLatitude", Name("lat", ("pick", "up"), rank=2)),
        ("LAT_MINUTES", Name("lat", (), "min", 1)),
        ("Lat N/S", Name("lat", (), "dir", 1)),
        ("EW", Name("lon", (), "dir", 1)),
        ("lon (rad)", Name("lon", (), rank=1, instead="radians")),
        ("lat_lon", None),
        ("lat_error", None),
        ("platform", None),
        ("direction", None),
    ],
)
def test_parse_name(name: str, parsed: Name | None) -> None:
    assert parse_name(name) == parsed


def test_words_with_two_meanings() -> None:
    assert Header.of(("lat_min", "lat_max")).has_minutes is False
    assert Header.of(("lat_min",)).has_minutes is True
    assert Header.of(("lat_d", "lat_m")).has_letters is True
    assert Header.of(("o_lat", "d_lat")).has_letters is False
