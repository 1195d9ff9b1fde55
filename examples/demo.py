"""Measure the airline routes of routes.csv with the command line and show what stands out.

python examples/demo.py [FOLDER]        # its three files go there; build/demo by default
"""

from __future__ import annotations

import csv
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


def shorten(path: Path) -> Path:
    """Make a path relative to the current folder, if it is below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


EXAMPLES = Path(__file__).resolve().parent
ROUTES = shorten(EXAMPLES / "routes.csv")
DEFAULT_FOLDER = shorten(EXAMPLES.parent / "build" / "demo")


class Route(NamedTuple):
    """One route, measured on the ellipsoid and on the mean sphere, in metres."""

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


def main() -> None:
    """Measure the routes twice, print what stands out, and draw them."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    out, sphere = folder / "out.csv", folder / "sphere.csv"
    geodist("inverse", ROUTES, "-o", out)
    geodist("inverse", ROUTES, "-o", sphere, "--ellipsoid", "sphere", "--quiet")

    routes = read_routes(out, sphere)
    routes.sort(key=lambda route: route.ellipsoid)
    print(f"\n{len(routes)} airline routes, measured on the WGS84 ellipsoid and on the mean sphere")
    show("Longest", routes[:-6:-1])
    show("Shortest", routes[:5])
    show(
        "Where ellipsoid and sphere disagree most, in metres",
        sorted(routes, key=lambda route: -abs(route.difference))[:5],
    )
    show(
        "Where ellipsoid and sphere disagree most, for the distance",
        sorted(routes, key=lambda route: -abs(route.relative))[:5],
    )
    print()
    geodist("map", ROUTES, "-o", folder / "map.html", "--title", "Airline routes")


def geodist(*arguments: str | Path) -> None:
    """Run the console command of this Python, and show it."""
    command = Path(sys.executable).parent / "geodist"
    print("$", shlex.join(["geodist", *map(str, arguments)]), flush=True)
    subprocess.run([command, *arguments], check=True)


def read_routes(ellipsoid: Path, sphere: Path) -> list[Route]:
    """Read both results."""
    with ellipsoid.open(encoding="utf-8") as first, sphere.open(encoding="utf-8") as second:
        return [
            Route(
                f"{a['origin']} {a['origin_city']} - {a['destination']} {a['destination_city']}",
                float(a["distance"]),
                float(b["distance"]),
            )
            for a, b in zip(csv.DictReader(first), csv.DictReader(second), strict=True)
        ]


def show(title: str, routes: list[Route]) -> None:
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
