#!/usr/bin/env bash
# pyproj adds the area of a hole that goes the same way as its shell.
#
# Most users expect Geod.geometry_area_perimeter of a polygon to be its area, less that of its holes:
# Shapely's polygons may have rings of either direction, and Shapely's own area does not depend on it.
#
# Where shell and hole go the same way, the hole is added: 15,386 km2 instead of 9232 km2 for a
# square of a degree with a hole of half its size. Files of many formats have such rings.
#
# Seen with pyproj 3.7.2, Shapely 2.2.0, Python 3.11, on 2026-11-28.
# https://pyproj4.github.io/pyproj/stable/api/geod.html
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pyproj==3.7.2 shapely==2.2.0 numpy==2.4.6

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys

import pyproj
import shapely

shell = [(0, 0), (1, 0), (1, 1), (0, 1)]
hole = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)]
geod = pyproj.Geod(ellps="WGS84")
seen = []
for way, ring in (("the other way", hole[::-1]), ("the same way", hole)):
    polygon = shapely.Polygon(shell, [ring])
    seen.append(round(abs(geod.geometry_area_perimeter(polygon)[0]) / 1e6))
    print(f"the hole goes {way}: {seen[-1]} km2; in degrees {polygon.area}")
if seen != [9232, 15386]:
    sys.exit("pyproj gives other areas now")
PYTHON
