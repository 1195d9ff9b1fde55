#!/usr/bin/env bash
# pyproj's Geod ignores the radius that you give, if you also name an ellipsoid.
#
# PROJ reads "+ellps=WGS84 +a=1737400 +f=0" as an ellipsoid of which a and f are changed. Most users
# expect pyproj.Geod, which takes the same parameters and refers to PROJ's documentation, to do the
# same, or to refuse the two together. ellps="WGS84" is often already in a dictionary of defaults.
#
# Geod takes the named ellipsoid and drops a and f. There is neither an error nor a warning: distances
# on the Moon are those on the Earth, 3.7 times too long. CRS and Proj of pyproj take a.
#
# Seen with pyproj 3.7.2 (PROJ 9.5.1), Python 3.11, on 2026-11-28.
# https://pyproj4.github.io/pyproj/stable/api/geod.html
# https://github.com/pyproj4/pyproj/issues/1157 (other parameters that it drops)
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pyproj==3.7.2

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys

import pyproj

moon = {"a": 1_737_400, "f": 0}
seen = {
    'Geod(a=1737400, f=0)': pyproj.Geod(**moon),
    'Geod(ellps="WGS84", a=1737400, f=0)': pyproj.Geod(ellps="WGS84", **moon),
    'Geod("+ellps=WGS84 +a=1737400 +f=0")': pyproj.Geod("+ellps=WGS84 +a=1737400 +f=0"),
}
crs = pyproj.CRS("+proj=longlat +ellps=WGS84 +a=1737400 +f=0 +type=crs")
print(f"pyproj {pyproj.__version__}, PROJ {pyproj.proj_version_str}")
lengths = []
for call, geod in seen.items():
    lengths.append(round(geod.inv(0, 0, 90, 0)[2] / 1000))
    print(f"{call:38} a = {geod.a:9.0f} m, a quarter of the equator = {lengths[-1]} km")
radius = crs.ellipsoid.semi_major_metre
print(f"{'CRS of the same text':38} a = {radius:9.0f} m")
if lengths != [2729, 10019, 10019] or radius != 1_737_400:
    sys.exit("pyproj takes the parameters in another way now")
PYTHON
