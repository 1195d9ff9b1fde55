"""Make routes.csv: airline routes of 2008 with the coordinates of their airports.

    pip install vega_datasets airportsdata
    python examples/make_routes.py        # downloads the flights from where vega_datasets says
    python examples/make_routes.py --flights flights-airport.csv

Flights per pair of airports: U.S. Bureau of Transportation Statistics, as ``flights-airport.csv``
of vega-datasets. Coordinates and cities: the package airportsdata. Positions are checked against
the airports that vega_datasets carries.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import math
from collections import Counter
from pathlib import Path

import airportsdata
from vega_datasets import data

# The file is the same in vega-datasets 1.29 to 3.2.
FLIGHTS_SHA256 = "f9f66bc27adebf459e39fbdb6d71402c4355584f27ea1062606219d771ea4bcf"

# A route is flown once a week or more, both directions together; the rest are mostly diversions.
MIN_FLIGHTS = 52

# Where the sources place an airport further apart, it has moved since 2008 or one of them errs.
MAX_DISAGREEMENT_KM = 5.0

COLUMNS = [
    "origin",
    "origin_city",
    "origin_lat",
    "origin_lon",
    "destination",
    "destination_city",
    "destination_lat",
    "destination_lon",
    "flights_2008",
]


def main() -> None:
    """Read the sources, write the table, say what was left out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--flights", type=Path, help="a local copy of flights-airport.csv")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("routes.csv"))
    arguments = parser.parse_args()

    raw = arguments.flights.read_bytes() if arguments.flights else data.flights_airport.raw()
    if hashlib.sha256(raw).hexdigest() != FLIGHTS_SHA256:
        raise SystemExit("flights-airport.csv is not the file this table was made from")
    flights = count_flights(raw)
    airports = airportsdata.load("IATA")
    left_out = doubtful_airports({code for pair in flights for code in pair}, airports)
    print("left out:", ", ".join(f"{code} ({why})" for code, why in sorted(left_out.items())))

    rows = []
    for (origin, destination), count in flights.items():
        if count >= MIN_FLIGHTS and not {origin, destination} & left_out.keys():
            rows.append([*end(origin, airports), *end(destination, airports), count])
    rows.sort(key=lambda row: (-row[-1], row[0], row[4]))
    with arguments.output.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(f"{len(rows)} routes written to {arguments.output}")


def count_flights(raw: bytes) -> Counter[tuple[str, str]]:
    """Count the flights per pair of airports, under the direction flown more often."""
    directed = {
        (row["origin"], row["destination"]): int(row["count"])
        for row in csv.DictReader(io.StringIO(raw.decode()))
    }
    total: Counter[tuple[str, str]] = Counter()
    for (origin, destination), count in directed.items():
        back = directed.get((destination, origin), 0)
        if origin != destination and (count, destination) > (back, origin):
            total[origin, destination] = count + back
    return total


def doubtful_airports(codes: set[str], airports: airportsdata.Airports) -> dict[str, str]:
    """Name the airports that a source lacks or that the two sources place apart, and why."""
    check = {row.iata: row for row in data.airports().itertuples()}
    doubtful = {}
    for code in codes:
        if code not in airports:
            doubtful[code] = "not in airportsdata"
        elif code not in check:
            doubtful[code] = "not in vega_datasets"
        else:
            here, there = airports[code], check[code]
            apart = rough_km(here["lat"], here["lon"], there.latitude, there.longitude)
            if apart > MAX_DISAGREEMENT_KM:
                doubtful[code] = f"{apart:.1f} km apart"
    return doubtful


def rough_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Tell kilometres between two near points from far ones; no more is asked of it."""
    east = (lon2 - lon1 + 180) % 360 - 180
    return 111.2 * math.hypot(lat2 - lat1, east * math.cos(math.radians(lat1)))


def end(code: str, airports: airportsdata.Airports) -> list[str | float]:
    """Make the columns of one end of a route."""
    airport = airports[code]
    return [code, airport["city"], airport["lat"], airport["lon"]]


if __name__ == "__main__":
    main()
