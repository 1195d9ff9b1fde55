#!/usr/bin/env bash
# SedonaDB turns a polygon inside out: a point in the Pacific is in a sliver of Africa.
#
# Most users expect ST_Intersects of a small polygon, which is valid on the map, and a point on the
# other side of the Earth to be false.
#
# The ring is four vertices of Sudan's border in Natural Earth's map of the world. Two of its edges
# cross if they are great circles, and what is left of the ring is then taken to be inside: the whole
# world except for the polygon. Points in it are out, and all others are in, with the distance 0.
#
# Seen with SedonaDB 0.5.0, Python 3.11, on 2026-11-28.
# https://github.com/apache/sedona-db/issues/1085
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    sedonadb==0.5.0 pyarrow==26.0.1 geoarrow-pyarrow==0.3.0

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys
import warnings

# One about GDAL.
warnings.filterwarnings("ignore", category=UserWarning)
import sedonadb

ring = "24.5674 8.2292, 23.8058 8.6663, 22.5087 11.6794, 23.887 8.6197, 24.5674 8.2292"
polygon = f"ST_GeogFromWKT('POLYGON(({ring}))')"
connection = sedonadb.connect()
seen = []
for where, place in (("in the polygon", "23.1723 10.1729"), ("in the Pacific", "-120 -45")):
    point = f"ST_GeogFromWKT('POINT({place})')"
    query = f"SELECT ST_Intersects({polygon}, {point}) AS found"
    seen.append(connection.sql(query).to_arrow_table()["found"][0].as_py())
    print(f"a point {where} is in the polygon: {seen[-1]}")
if seen != [False, True]:
    sys.exit("SedonaDB answers something else now")
PYTHON
