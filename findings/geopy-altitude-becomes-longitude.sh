#!/usr/bin/env bash
# geopy reads the third number of "latitude, longitude, altitude" as the longitude.
#
# Most users expect the text "40.6413,-73.7781,4" to be a point at 40.6 N 73.8 W, at a height of 4, or
# an error. The same values as numbers, Point(40.6413, -73.7781, 4), are read so. They also expect
# "51 28 40 N, 0 27 15 W" to be degrees, minutes and seconds.
#
# geopy searches the text for something that it can read. Without a unit the third number is not an
# altitude, so the latitude is skipped, and the next two numbers become the point: 73.8 S 4 E. Of
# degrees, minutes and seconds without marks, it takes the last minutes and seconds: 27 N 15 W. There
# is neither an error nor a warning. With a unit ("4m") or marks ("51 28m 40s N") it reads them right.
#
# Seen with geopy 2.5.0, Python 3.11, on 2026-11-28.
# https://geopy.readthedocs.io/en/stable/#geopy.point.Point
# https://github.com/geopy/geopy/issues/247
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    geopy==2.5.0

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys

from geopy.point import Point

expected = {
    # as users expect
    "40.6413,-73.7781": (40.6413, -73.7781, 0),
    "40.6413,-73.7781,4m": (40.6413, -73.7781, 0.004),
    "51 28m 40s N, 0 27m 15s W": (51.4778, -0.4542, 0),
    # the surprise
    "40.6413,-73.7781,4": (-73.7781, 4, 0),
    "40.6413 -73.7781 4": (-73.7781, 4, 0),
    "51 28 40 N, 0 27 15 W": (27, -15, 0),
}
changed = False
for text, values in expected.items():
    seen = tuple(round(value, 4) for value in Point(text))
    print(f"{text:28}{seen}")
    changed |= seen != values
sys.exit("geopy reads these texts in another way now" if changed else 0)
PYTHON
