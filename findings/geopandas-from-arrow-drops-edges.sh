#!/usr/bin/env bash
# GeoPandas makes planar edges of spherical ones, without a word, when a table comes through Arrow.
#
# Most users expect what read_parquet() does: it warns that a file has spherical edges, because GeoPandas
# has planar ones only. The same column from Arrow, GeoDataFrame.from_arrow(), gives no warning. Written
# again, by to_arrow() or to_parquet(), its edges are planar: the great circle from 70 degrees west to
# 70 degrees east at 60 degrees north, which passes near the pole, has become the parallel.
#
# Seen with GeoPandas 1.2.0, PyArrow 26.0.1, Python 3.11, on 2026-11-28.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    geopandas==1.2.0 pyarrow==26.0.1

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import json
import sys
import warnings

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

folder = sys.argv[1]
line = shapely.LineString([(-70, 60), (70, 60)])
label = {
    "ARROW:extension:name": "geoarrow.wkb",
    "ARROW:extension:metadata": json.dumps({"crs": "OGC:CRS84", "edges": "spherical"}),
}
field = pa.field("geometry", pa.binary(), metadata=label)
table = pa.table([pa.array([line.wkb])], schema=pa.schema([field]))
about = {"encoding": "WKB", "geometry_types": [], "edges": "spherical"}
geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}
pq.write_table(
    table.replace_schema_metadata({b"geo": json.dumps(geo).encode()}), f"{folder}/in.parquet"
)


def warnings_of(read):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        layer = read()
    return layer, [str(warning.message) for warning in caught]


_, of_file = warnings_of(lambda: geopandas.read_parquet(f"{folder}/in.parquet"))
layer, of_arrow = warnings_of(lambda: geopandas.GeoDataFrame.from_arrow(table))
layer.to_parquet(f"{folder}/out.parquet")
written = json.loads(pq.read_schema(f"{folder}/out.parquet").metadata[b"geo"])
edges = written["columns"]["geometry"].get("edges", "planar")
arrow = pa.table(layer.to_arrow()).schema.field("geometry").metadata
print("read_parquet() warns:", any("spherical edges" in text for text in of_file))
print("from_arrow() warns:", bool(of_arrow))
print("edges that to_parquet() writes:", edges)
print("edges in the label of to_arrow():", b"edges" in arrow[b"ARROW:extension:metadata"])
if not any("spherical edges" in text for text in of_file) or of_arrow or edges != "planar":
    sys.exit("from_arrow() warns now, or the edges are kept")
PYTHON
