#!/usr/bin/env bash
# A table written as FlatGeobuf comes back with its rows in another order.
#
# Most users expect that a table written to a file and read again has the same rows in the same order,
# as with GeoPackage, Shapefile and GeoJSON. Lists that run beside the table, such as the distances
# from a calculation, then still fit.
#
# GeoPandas and pyogrio write FlatGeobuf with GDAL's spatial index, which is on by default, and the
# index needs the rows sorted along a Hilbert curve. Nothing warns, and the index of the new table is
# 0, 1, 2 ... again, so rows and lists are paired wrongly. With SPATIAL_INDEX="NO" the order stays.
#
# Seen with GeoPandas 1.2.0, pyogrio 0.13.0 (GDAL 3.12.4), Python 3.11, on 2026-11-28.
# https://gdal.org/en/stable/drivers/vector/flatgeobuf.html
# https://github.com/geopandas/pyogrio/pull/75
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    geopandas==1.2.0 pyogrio==0.13.0 shapely==2.2.0 pandas==3.1.1

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys
import warnings

import geopandas

warnings.simplefilter("error")
places = geopandas.GeoDataFrame(
    {"name": ["Berlin", "London", "Sydney", "New York", "Paris"]},
    geometry=geopandas.points_from_xy(
        [13.4, -0.1, 151.2, -73.8, 2.35], [52.5, 51.5, -33.9, 40.6, 48.9]
    ),
    crs="EPSG:4326",
)


def names_after(file: str, **options: str) -> list[str]:
    path = f"{sys.argv[1]}/{file}"
    places.to_file(path, **options)
    names = geopandas.read_file(path)["name"].tolist()
    print(f"{file:18}{', '.join(names)}")
    return names


written = places["name"].tolist()
print(f"{'written':18}{', '.join(written)}")
same = [
    names_after("places.gpkg"),
    names_after("places.geojson"),
    names_after("without-index.fgb", SPATIAL_INDEX="NO"),
]
sorted_rows = names_after("places.fgb")
if same != [written] * 3 or sorted_rows != ["Sydney", "Berlin", "London", "Paris", "New York"]:
    sys.exit("the order of the rows is another one now")
PYTHON
