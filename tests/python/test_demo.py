"""The demo runs on the committed tables, and what it prints is right."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import geodist

EXAMPLES = Path(__file__).parents[2] / "examples"


def read(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def columns(rows: list[dict[str, str]], *names: str) -> list[np.ndarray]:
    return [np.array([float(row[name]) for row in rows]) for name in names]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the demo printed, and the folder of its files."""
    pytest.importorskip("click", reason="the extra cli is not installed")
    pytest.importorskip("pyarrow", reason="the extra cli is not installed")
    folder = tmp_path_factory.mktemp("demo")
    result = subprocess.run(
        [sys.executable, EXAMPLES / "demo.py", folder],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return result.stdout, folder


def first_row(output: str, title: str) -> str:
    """Give the first row of the table that stands below a title."""
    return output.split(f"\n{title}\n")[1].splitlines()[1]


def test_routes_are_plausible() -> None:
    rows = read("routes.csv")
    pairs = {frozenset((row["origin"], row["destination"])) for row in rows}
    assert len(pairs) == len(rows) >= 500
    assert all(len(pair) == 2 for pair in pairs)
    assert all(re.fullmatch("[A-Z]{3}", code) for pair in pairs for code in pair)
    assert min(int(row["flights_2008"]) for row in rows) >= 52


def test_cities_and_airports_are_plausible() -> None:
    cities, airports = read("cities.csv"), read("airports.csv")
    assert len(cities) > 10_000
    assert min(int(row["population"]) for row in cities) >= 50_000
    codes = [row["iata"] for row in airports]
    assert len(set(codes)) == len(codes) > 7000
    assert all(re.fullmatch("[A-Z0-9]{3}", code) for code in codes)
    for rows in (cities, airports):
        assert all(re.fullmatch("[A-Z]{2}", row["country"]) for row in rows)
        lat, lon = columns(rows, "lat", "lon")
        assert np.abs(lat).max() <= 90
        assert np.abs(lon).max() <= 180


def test_routes(demo: tuple[str, Path]) -> None:
    rows = read("routes.csv")
    ends = columns(rows, "origin_lat", "origin_lon", "destination_lat", "destination_lon")
    ellipsoid = geodist.distance(*ends)
    sphere = geodist.distance(*ends, ellipsoid="sphere")
    difference = abs(sphere - ellipsoid)
    winners = {
        "Longest": ellipsoid.argmax(),
        "Shortest": ellipsoid.argmin(),
        "Where ellipsoid and sphere disagree most, in metres": difference.argmax(),
        "Where ellipsoid and sphere disagree most, for the distance": (
            difference / ellipsoid
        ).argmax(),
    }
    for title, winner in winners.items():
        first = first_row(demo[0], title)
        assert rows[winner]["origin"] in first
        assert rows[winner]["destination"] in first
        assert f"{ellipsoid[winner]:,.3f}" in first


def test_nearest_airports(demo: tuple[str, Path]) -> None:
    cities, airports = read("cities.csv"), read("airports.csv")
    places, targets = columns(cities, "lat", "lon"), columns(airports, "lat", "lon")
    distance, nearest = geodist.PointIndex(*targets).query(*places)
    _, taken = geodist.PointIndex(*targets, ellipsoid="sphere").query(*places)
    assert f"\n{len(cities)} cities, each to the nearest of {len(airports)} airports" in demo[0]
    far = distance.argmax()
    first = first_row(demo[0], "Farthest from an airport")
    assert cities[far]["city"] in first
    assert airports[nearest[far]]["airport"] in first
    assert f"{distance[far] / 1000:,.3f}" in first

    other = geodist.distance(*places, *(column[taken] for column in targets))
    wrong = np.flatnonzero(nearest != taken)
    assert 0 < len(wrong) < 100
    assert (other[wrong] > distance[wrong]).all()
    worst = wrong[(other - distance)[wrong].argmax()]
    first = first_row(demo[0], f"The sphere picks another airport for {len(wrong)} of them")
    for row in (nearest[worst], taken[worst]):
        assert airports[row]["iata"] in first
    assert f"{other[worst] - distance[worst]:,.1f} m" in first
    assert re.search(
        r"\nThe whole command took \d+\.\d\d s; .* the search alone \d+\.\d ms", demo[0]
    )


def test_coast(demo: tuple[str, Path]) -> None:
    airports = read("airports.csv")
    coast = geodist.Shapes.from_geojson((EXAMPLES / "coast.geojson").read_bytes())
    distance = geodist.ShapeIndex(coast).query(*columns(airports, "lat", "lon")).distances
    near = int((distance < 50_000).sum())
    assert re.search(
        rf"\n{len(airports)} airports, in \d+\.\d\d s; {near} of them within 50 km", demo[0]
    )
    far = distance.argmax()
    first = first_row(demo[0], "Farthest from a coast")
    assert airports[far]["iata"] in first
    assert f"{distance[far] / 1000:,.0f}" in first


def test_world_is_plausible() -> None:
    countries = json.loads((EXAMPLES / "countries.geojson").read_text(encoding="utf-8"))
    names = [feature["properties"]["country"] for feature in countries["features"]]
    assert len(set(names)) == len(names) == 177
    land = geodist.area(geodist.Shapes.from_geojson(countries)).sum() / 1e12
    assert 147 < land < 149  # million km2
    coast = geodist.Shapes.from_geojson((EXAMPLES / "coast.geojson").read_bytes())
    assert len(coast) > 1000
    assert set(coast.kinds) == {"LineString"}


def test_files(demo: tuple[str, Path]) -> None:
    output, folder = demo
    tables = {"routes.csv", "routes_sphere.csv", "nearest.csv", "nearest_sphere.csv", "coast.csv"}
    pages = {"routes.html", "nearest.html"}
    assert {path.name for path in folder.iterdir()} == tables | pages
    for page in pages:
        assert str(folder / page) in output
        text = (folder / page).read_text(encoding="utf-8")
        found = re.search(r'type="application/json">(.*?)</script>', text)
        assert found
        content = json.loads(found[1])
        assert len(content["lines"]) > 2000
        assert len(content["coast"]) > 1000
