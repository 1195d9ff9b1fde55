#!/usr/bin/env bash
# geopy and lat-lon-parser read the minus sign of typography, U+2212, as if it were not there.
#
# Web pages, PDF files and word processors write negative numbers with U+2212. Most users who copy
# such a coordinate expect either the negative number or an error, such as float() raises.
#
# Both libraries drop the character, and Sydney (33.9 S) becomes a place in the sea off Japan (33.9 N).
# There is neither an error nor a warning. The hyphen of the keyboard works.
#
# Seen with geopy 2.5.0 and lat-lon-parser 1.3.1, Python 3.11, on 2026-11-28.
# https://geopy.readthedocs.io/en/stable/#geopy.point.Point
# https://pypi.org/project/lat-lon-parser/
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    geopy==2.5.0 lat-lon-parser==1.3.1

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys

from geopy.distance import geodesic
from geopy.point import Point
from lat_lon_parser import parse

hyphen, minus = "-33.8688", "\N{MINUS SIGN}33.8688"
seen = {
    "geopy": [Point(f"{text}, 151.2093").latitude for text in (hyphen, minus)],
    "lat-lon-parser": [parse(text) for text in (hyphen, minus)],
}
for library, (plain, typographic) in seen.items():
    print(f"{library}: {hyphen!a} is {plain}, {minus!a} is {typographic}")
apart = geodesic(*(Point(f"{text}, 151.2093") for text in (hyphen, minus))).km
print(f"geopy: {apart:.0f} km apart")
if any(values != [-33.8688, 33.8688] for values in seen.values()) or round(apart) != 7498:
    sys.exit("the minus sign is read in another way now")
PYTHON
