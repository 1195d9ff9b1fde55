"""Read the fixtures of this folder; nothing but the standard library is needed."""

from __future__ import annotations

import array
import math
import os
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(os.environ.get("GEODIST_REFERENCE", Path(__file__).resolve().parent))


class Table(NamedTuple):
    """A fixture: column names, kinds of rows, and the numbers row by row."""

    columns: list[str]
    kinds: list[str]
    rows: int
    data: array.array[float]

    def column(self, name: str) -> array.array[float]:
        """One column, by name."""
        return self.data[self.columns.index(name) :: len(self.columns)]


def load(name: str) -> Table:
    """Read the table of that name ("inverse", "direct", ...)."""
    header = dict(
        line.split(" ", 1)
        for line in (HERE / f"{name}.txt").read_text(encoding="ascii").splitlines()
    )
    data = array.array("d")
    data.frombytes((HERE / f"{name}.f64").read_bytes())
    if sys.byteorder == "big":
        data.byteswap()
    columns, rows = header["columns"].split(), int(header["rows"])
    if len(data) != rows * len(columns):
        raise ValueError(f"{name}.f64 holds {len(data)} numbers, not {rows} rows of {len(columns)}")
    return Table(columns, header["kinds"].split(), rows, data)


def position_error(
    a: float,
    f: float,
    lat: float,
    lon: float,
    ref_lat: float,
    ref_lat_lo: float,
    ref_lon: float,
    ref_lon_lo: float,
) -> float:
    """Distance in metres between a computed position and the true one, for positions close to each
    other.

    Good everywhere, at the poles too: the radii of the two parallels and the chord between their
    points. The truth is the sum of its two parts; longitudes count modulo 360.
    """
    e2 = f * (2 - f)
    s, c = math.sin(math.radians(ref_lat)), math.sin(math.radians(90 - abs(ref_lat)))
    v = math.sqrt(1 - e2 * s * s)
    north = math.radians((lat - ref_lat) - ref_lat_lo) * a * (1 - e2) / v**3
    parallel = a * math.sqrt(c * math.sin(math.radians(90 - abs(lat)))) / v
    dlon = math.remainder(lon - ref_lon, 360) - ref_lon_lo
    return math.hypot(north, 2 * parallel * math.sin(math.radians(dlon) / 2))


def azimuth_error(azi: float, ref_azi: float, m12: float) -> float:
    """Displacement in metres of the far end by the error of an azimuth; nan truth (no direction)
    gives 0.
    """
    if math.isnan(ref_azi):
        return 0.0
    return abs(math.radians(math.remainder(azi - ref_azi, 360)) * m12)
