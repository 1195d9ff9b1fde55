"""
Make coastlines.npy, which `geodist map` draws, of Natural Earth's coastlines at 1:50 million.

    pip install geopandas
    python pygeodist/tools/make_coastlines.py ne_50m_coastline.shp

Natural Earth is in the public domain. The shapefile comes from
https://www.naturalearthdata.com/downloads/50m-physical-vectors/50m-coastline/.

The array has a row per point, longitude and latitude in hundredths of a degree, as 16-bit integers;
rows of GAP stand between two lines.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import geopandas
import numpy as np
import numpy.typing as npt
import shapely

SOURCE = Path(__file__).resolve().parents[1] / "src" / "geodist"
GAP = np.iinfo(np.int16).min
PER_DEGREE = 100
# At most this far from Natural Earth's line: a pixel of a map of the United States.
TOLERANCE_DEGREES = 0.05


def main() -> None:
    """Simplify the lines, and write them."""
    parser = argparse.ArgumentParser(description="Make coastlines.npy of a shapefile.")
    parser.add_argument("shapefile", type=Path)
    parser.add_argument("--output", type=Path, default=SOURCE / "cli" / "map" / "coastlines.npy")
    arguments = parser.parse_args()
    lines = shapely.get_parts(geopandas.read_file(arguments.shapefile).geometry.values)
    rows: list[npt.NDArray[np.int16]] = []
    for line in shapely.simplify(lines, TOLERANCE_DEGREES, preserve_topology=False):
        points = np.rint(shapely.get_coordinates(line) * PER_DEGREE).astype(np.int16)
        # What rounds to the same place is one point; an islet that is one is left out.
        points = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
        if len(points) > 1:
            rows += [points, np.full((1, 2), GAP, np.int16)]
    array = np.concatenate(rows[:-1])
    np.save(arguments.output, array)
    print(f"{len(rows) // 2} lines, {len(array)} rows in {arguments.output}")


if __name__ == "__main__":
    main()
