"""Print how far GeographicLib (PyPI, double precision) is from the geodesic fixtures, by kind and
flattening.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict

from geographiclib.geodesic import Geodesic

import reference

CAPS = Geodesic.STANDARD | Geodesic.REDUCEDLENGTH | Geodesic.GEODESICSCALE


def inverse_errors(row: tuple[float, ...]) -> list[float]:
    """Distance, both azimuths (as displacement), m12: metres; and the scales."""
    _, a, f, lat1, lon1, lat2, lon2, s12, low, azi1, azi2, m12, scale12, scale21 = row
    g = Geodesic(a, f).Inverse(lat1, lon1, lat2, lon2, CAPS)
    return [
        abs((g["s12"] - s12) - low),
        reference.azimuth_error(g["azi1"], azi1, m12),
        reference.azimuth_error(g["azi2"], azi2, m12),
        abs(g["m12"] - m12),
        abs(g["M12"] - scale12),
        abs(g["M21"] - scale21),
    ]


def direct_errors(row: tuple[float, ...]) -> list[float]:
    """Position in metres, and in proportion to 40,000 km for longer lines; azimuth in radians."""
    _, a, f, lat1, lon1, azi1, s12, lat2, lat2_lo, lon2, lon2_lo, azi2 = row
    g = Geodesic(a, f).Direct(lat1, lon1, azi1, s12)
    position = reference.position_error(a, f, g["lat2"], g["lon2"], lat2, lat2_lo, lon2, lon2_lo)
    longer = max(1.0, abs(s12) / 4e7)
    cos_lat = math.sin(math.radians(90 - abs(lat2)))
    return [
        position / longer,
        abs(math.radians(math.remainder(g["azi2"] - azi2, 360))) * cos_lat * a / longer,
    ]


def main() -> None:
    verbose = "-v" in sys.argv
    for name, errors in (
        ("inverse", inverse_errors),
        ("lattice", inverse_errors),
        ("direct", direct_errors),
    ):
        table = reference.load(name)
        width = len(table.columns)
        worst: dict[tuple[str, str], list[float]] = defaultdict(list)
        for i in range(table.rows):
            row = tuple(table.data[i * width : (i + 1) * width])
            found = errors(row)
            if verbose and max(found[:4]) > 1e-7:
                print(name, table.kinds[int(row[0])], row[1:], found)
            flat = "1/50" if abs(row[2]) > 0.01 else "1/150" if abs(row[2]) > 0.005 else "smaller"
            key = table.kinds[int(row[0])], flat
            worst[key] = [max(x, y) for x, y in zip(found, worst[key] or found, strict=True)]
        for (kind, flat), values in sorted(worst.items()):
            print(f"{name:8} {kind:15} {flat:8}", *(f"{x:.1e}" for x in values))


if __name__ == "__main__":
    main()
