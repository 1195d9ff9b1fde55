#!/usr/bin/env bash
# MovingPandas takes feet for metres: get_length(units="m") of a track in feet is in feet.
#
# Most users expect get_length(units="m") to be metres, as its docstring promises wherever the unit of
# the CRS is known, and as add_speed(units=("m", "s")) gives on the same track.
#
# On a CRS in US survey feet, such as EPSG:2263 of New York, the number of feet comes back as metres,
# 3.28 times too much. units="ft" multiplies the feet by 3.28 once more. The speed on the same track
# is right, so speed times time is not the length.
#
# Seen with MovingPandas 0.23.0, GeoPandas 1.2.0, pyproj 3.7.2, Python 3.11, on 2026-11-28.
# https://movingpandas.readthedocs.io
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    movingpandas==0.23.0 geopandas==1.2.0 shapely==2.2.0 pandas==3.1.1 pyproj==3.7.2

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys
import warnings

import geopandas
import pandas

# A warning about optional dependencies.
warnings.filterwarnings("ignore", category=UserWarning)
import movingpandas

feet = [980_000, 981_000]
times = pandas.date_range("2026-01-01", periods=2, freq="1000s")
table = geopandas.GeoDataFrame(
    {"id": 1}, index=times, geometry=geopandas.points_from_xy(feet, [200_000] * 2), crs="EPSG:2263"
)
track = movingpandas.Trajectory(table, "id")
track.add_speed(units=("m", "s"))
metre = 3937 / 1200  # US survey feet
seen = {
    "length": track.get_length(),
    "length in m": track.get_length(units="m"),
    "length in ft": track.get_length(units="ft"),
    "speed in m/s times 1000 s": track.df["speed"].iloc[-1] * 1000,
}
print("unit of the CRS:", table.crs.axis_info[0].unit_name)
print(f"right: 1000 ft or {1000 / metre:.1f} m")
for what, value in seen.items():
    print(f"{what}: {value:.1f}")
if [round(value, 1) for value in seen.values()] != [1000, 1000, 3280.8, 304.8]:
    sys.exit("MovingPandas gives other lengths now")
PYTHON
