"""The columns of one point a row are recognised, or the message says what is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import geodist as gd
from geodist._columns.names import choose_point_columns


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["name", "lat", "lon"], (1, 2)),
        (["Longitude", "Latitude"], (1, 0)),
        (["lng", "lat", "distance", "platform"], (1, 0)),
        (["airport_lat", "airport_lon"], (0, 1)),
        (["origin_lat", "origin_lon", "dest_lon"], (0, 1)),
        (["x", "name", "y"], (2, 0)),
        (["x", "lon", "lat", "y"], (2, 1)),
        (["x", "y", "L\N{LATIN SMALL LETTER A WITH DIAERESIS}nge"], (1, 0)),
        (["x", "y", "breite", "laenge"], (1, 0)),
        (["Breite", "id", "Laenge"], (0, 2)),
        (
            [
                "Breite (\N{DEGREE SIGN})",
                "L\N{LATIN SMALL LETTER A WITH DIAERESIS}nge (\N{DEGREE SIGN})",
            ],
            (0, 1),
        ),
        (["lon (\N{MASCULINE ORDINAL INDICATOR})", "lat (\N{DEGREE SIGN})"], (1, 0)),
        (["lat", "longitud"], (0, 1)),
        (["station.latitude", 5, None, "station.longitude"], (0, 3)),
    ],
)
def test_recognised(header: list[object], expected: tuple[int, int]) -> None:
    assert choose_point_columns(header) == expected


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (["b", "l"], "not recognised; give left_lat and left_lon; the table has: 'b', 'l'"),
        (["lat"], "not recognised"),
        (["y", "laenge"], "not recognised"),
        (["breite", "x"], "not recognised"),
        (["lat", "x"], "not recognised"),
        (["Breitengrad", "longitud"], "not recognised"),
        (["\N{HIRAGANA LETTER A}lat", "lon"], "not recognised"),
        ([], "not recognised"),
        (
            ["lat1", "lon1", "lat2", "lon2"],
            "\n  left_lat='lat1', left_lon='lon1'\n  left_lat='lat2'",
        ),
        (["lat", "latitude", "lon"], "more than one pair"),
        (["lat3", "lon3", "to_lat", "to_lon"], "more than one pair"),
        (["y1", "x1", "y2", "x2"], "more than one pair"),
    ],
)
def test_not_recognised(header: list[object], message: str) -> None:
    with pytest.raises(gd.GeodistError, match=message):
        choose_point_columns(header, names=("left_lat", "left_lon"))


def test_named() -> None:
    header = ["lat", "lon", "y", "x", "y2", "y2"]
    assert choose_point_columns(header, "y", "x") == (2, 3)
    for lat, lon, message in [
        ("y", None, "both lat and lon"),
        (None, "x", "both lat and lon"),
        ("x", "x", "cannot be both"),
        ("z", "x", "no column is named 'z'; the table has: 'lat', 'lon'"),
        ("y2", "x", "2 columns are named 'y2'"),
    ]:
        with pytest.raises(gd.GeodistError, match=message):
            choose_point_columns(header, lat, lon)


def test_needs_no_click() -> None:
    code = "import sys, geodist._columns.names; assert 'click' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
