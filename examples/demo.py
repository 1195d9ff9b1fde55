"""Measure public tables with the command line, and show what stands out.

python examples/demo.py [FOLDER]        # its files go there; build/demo by default
"""

from __future__ import annotations

import csv
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import geodist as gd


def shorten(path: Path) -> Path:
    """Make a path relative to the current folder, if it is below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


EXAMPLES = shorten(Path(__file__).resolve().parent)
ROUTES, CITIES, AIRPORTS = (EXAMPLES / f"{name}.csv" for name in ("routes", "cities", "airports"))
COAST = EXAMPLES / "coast.geojson"
DEFAULT_FOLDER = shorten(Path(__file__).resolve().parents[1] / "build" / "demo")


# What counts as near a coast, in metres.
NEAR = 50_000


class Distance(NamedTuple):
    """What was measured, on the ellipsoid and on the mean sphere, in metres."""

    name: str
    ellipsoid: float
    sphere: float

    @property
    def difference(self) -> float:
        """What the sphere adds, in metres."""
        return self.sphere - self.ellipsoid

    @property
    def relative(self) -> float:
        """What the sphere adds, as a part of the distance."""
        return self.difference / self.ellipsoid


class City(NamedTuple):
    """A city, its nearest airport, and the one that the sphere takes for the nearest."""

    name: str
    airport: str
    distance: float
    taken: str
    taken_distance: float


def main() -> None:
    """Measure all tables, and say where the maps are."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    maps = [measure_routes(folder), find_airports(folder)]
    measure_coast(folder)
    print("\nTwo maps to look at, in any browser:")
    for page in maps:
        print(f"  {page}")


def measure_routes(folder: Path) -> Path:
    """Measure airline routes on the ellipsoid and on the sphere, and draw them."""
    print("1. How long are the airline routes of the United States?\n")
    out, sphere = folder / "routes.csv", folder / "routes_sphere.csv"
    geodist("inverse", ROUTES, "-o", out)
    geodist("inverse", ROUTES, "-o", sphere, "--ellipsoid", "sphere", "--quiet")

    routes = sorted(read_routes(out, sphere), key=lambda route: route.ellipsoid)
    print(f"\n{len(routes)} routes, measured on the WGS84 ellipsoid and on the mean sphere")
    show_routes("Longest", routes[:-6:-1])
    show_routes("Shortest", routes[:5])
    show_routes(
        "Where ellipsoid and sphere disagree most, in metres",
        sorted(routes, key=lambda route: -abs(route.difference))[:5],
    )
    show_routes(
        "Where ellipsoid and sphere disagree most, for the distance",
        sorted(routes, key=lambda route: -abs(route.relative))[:5],
    )
    print()
    page = folder / "routes.html"
    geodist("map", ROUTES, "-o", page, "--title", "Airline routes of the United States")
    return page


def find_airports(folder: Path) -> Path:
    """Find the nearest airport of every city, on the ellipsoid and on the sphere, and draw both."""
    print("\n\n2. Which airport is the nearest to each city of the world?\n")
    out, sphere = folder / "nearest.csv", folder / "nearest_sphere.csv"
    seconds = geodist("nearest", CITIES, AIRPORTS, "-o", out)
    geodist("nearest", CITIES, AIRPORTS, "-o", sphere, "--ellipsoid", "sphere", "--quiet")

    cities = read_cities(out, sphere)
    print(f"\n{len(cities)} cities, each to the nearest of {len(read(AIRPORTS))} airports")
    print(
        f"The whole command took {seconds:.2f} s; from Python, the search alone"
        f" {1000 * time_search():.1f} ms"
    )
    print("\nFarthest from an airport")
    print(f"  {'city':<28} {'nearest airport':<44} {'km away':>9}")
    for city in sorted(cities, key=lambda city: -city.distance)[:5]:
        print(f"  {city.name:<28} {city.airport:<44} {city.distance / 1000:>9,.3f}")

    wrong = [city for city in cities if city.taken != city.airport]
    print(f"\nThe sphere picks another airport for {len(wrong)} of them")
    print(f"  {'city':<28} {'nearest airport':<36} {'on the sphere':<36} {'farther by':>10}")
    for city in sorted(wrong, key=lambda city: city.distance - city.taken_distance)[:5]:
        print(
            f"  {city.name:<28} {city.airport:<36} {city.taken:<36}"
            f" {city.taken_distance - city.distance:>8,.1f} m"
        )
    print()
    page = folder / "nearest.html"
    ends = ("--lat1", "lat", "--lon1", "lon", "--lat2", "lat_right", "--lon2", "lon_right")
    geodist("map", out, *ends, "-o", page, "--title", "Every city and its nearest airport")
    return page


def measure_coast(folder: Path) -> None:
    """Measure how far each airport is from the nearest coast, and show those farthest inland."""
    print("\n\n3. How far is each airport from the sea?\n")
    out = folder / "coast.csv"
    seconds = geodist("nearest", AIRPORTS, COAST, "-o", out)
    airports = sorted(read(out), key=lambda row: -float(row["distance"]))
    near = sum(float(row["distance"]) < NEAR for row in airports)
    print(f"\n{len(airports)} airports, in {seconds:.2f} s; {near} of them within 50 km of a coast")
    print("\nFarthest from a coast")
    print(f"  {'airport':<48} {'km away':>9}")
    for row in airports[:5]:
        name = f"{row['iata']} {row['airport']}, {row['country']}"
        print(f"  {name:<48} {float(row['distance']) / 1000:>9,.0f}")


def geodist(*arguments: str | Path) -> float:
    """Run the console command of this Python, show it, and return how many seconds it took."""
    command = Path(sys.executable).parent / "geodist"
    print("$", shlex.join(["geodist", *map(str, arguments)]), flush=True)
    start = time.perf_counter()
    subprocess.run([command, *arguments], check=True)
    return time.perf_counter() - start


def read(path: Path) -> list[dict[str, str]]:
    """Read the rows of a table."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def column(rows: list[dict[str, str]], name: str) -> list[float]:
    """Take the numbers of a column."""
    return [float(row[name]) for row in rows]


def time_search() -> float:
    """Index the airports, find the nearest of every city, and return how many seconds that took."""
    airports, cities = (
        [column(read(path), x) for x in ("lat", "lon")] for path in (AIRPORTS, CITIES)
    )
    start = time.perf_counter()
    gd.PointIndex(*airports).query(*cities)
    return time.perf_counter() - start


def read_routes(ellipsoid: Path, sphere: Path) -> list[Distance]:
    """Read both results."""
    return [
        Distance(
            f"{a['origin']} {a['origin_city']} - {a['destination']} {a['destination_city']}",
            float(a["distance"]),
            float(b["distance"]),
        )
        for a, b in zip(read(ellipsoid), read(sphere), strict=True)
    ]


def read_cities(ellipsoid: Path, sphere: Path) -> list[City]:
    """Read both results; the airports that the sphere takes are measured on the ellipsoid, too."""
    right, other = read(ellipsoid), read(sphere)
    ends = ("lat", "lon", "lat_right", "lon_right")
    distances = gd.distance(*(column(other, end) for end in ends))
    return [
        City(
            f"{a['city']}, {a['country']}",
            f"{a['iata']} {a['airport']}",
            float(a["distance"]),
            f"{b['iata']} {b['airport']}",
            distance,
        )
        for a, b, distance in zip(right, other, distances.tolist(), strict=True)
    ]


def show_routes(title: str, routes: list[Distance]) -> None:
    """Print a table of routes."""
    print(f"\n{title}")
    print(f"  {'route':<40} {'ellipsoid, m':>15} {'sphere, m':>15} {'sphere is off by':>26}")
    for route in routes:
        print(
            f"  {route.name:<40} {route.ellipsoid:>15,.3f} {route.sphere:>15,.3f}"
            f" {route.difference:>+13,.1f} m ({route.relative:+.3%})"
        )


if __name__ == "__main__":
    main()
