#!/usr/bin/env bash
# DuckDB reads Parquet's GEOGRAPHY, whose edges are great circles, as GEOMETRY with planar edges.
#
# Most users expect a type that DuckDB does not have to be refused, or to be named in a warning; the same
# column is refused when it comes from Arrow ("Can't import non-planar edges").
#
# From a Parquet file it becomes a GEOMETRY without a word. So do GeoParquet files with "edges":
# "spherical". What COPY writes says that edges are planar: a line from 70 degrees west to 70 degrees
# east at 60 degrees north no longer passes near the pole.
#
# Seen with DuckDB 2.0.1, PyArrow 26.0.1, Python 3.11, on 2026-11-28.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    duckdb==2.0.1 pyarrow==26.0.1

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import json
import struct
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

folder = sys.argv[1]
ABOUT = json.dumps({"edges": "spherical"}).encode()


class WellKnownBinary(pa.ExtensionType):
    """What PyArrow writes as GEOGRAPHY."""

    def __init__(self):
        super().__init__(pa.binary(), "geoarrow.wkb")

    def __arrow_ext_serialize__(self):
        return ABOUT

    @classmethod
    def __arrow_ext_deserialize__(cls, storage, text):
        return cls()


def type_of(path):
    return str(pq.ParquetFile(path).schema.column(0).logical_type)


line = struct.pack("<bIIdddd", 1, 2, 2, -70, 60, 70, 60)
cells = pa.ExtensionArray.from_storage(WellKnownBinary(), pa.array([line]))
pq.write_table(pa.table({"g": cells}), f"{folder}/native.parquet", store_schema=False)
about = {"encoding": "WKB", "geometry_types": [], "edges": "spherical"}
geo = {"version": "1.1.0", "primary_column": "g", "columns": {"g": about}}
plain = pa.table({"g": [line]}).replace_schema_metadata({b"geo": json.dumps(geo).encode()})
pq.write_table(plain, f"{folder}/geoparquet.parquet")

con = duckdb.connect()
found = []
for name in ("native", "geoparquet"):
    path, out = f"{folder}/{name}.parquet", f"{folder}/out.parquet"
    ((kind,),) = con.sql(f"SELECT typeof(g) FROM '{path}'").fetchall()
    con.execute(f"COPY (FROM '{path}') TO '{out}' (geoparquet_version 'V2')")
    written = json.loads(pq.read_schema(out).metadata[b"geo"])["columns"]["g"]
    found.append((kind[:8], type_of(out)[:9], written.get("edges", "planar")))
    print(name, type_of(path), "| in DuckDB:", kind[:40], "| written:", *found[-1][1:])

field = pa.field("g", pa.binary(), metadata={
    "ARROW:extension:name": "geoarrow.wkb", "ARROW:extension:metadata": ABOUT.decode(),
})
table = pa.table([pa.array([line])], schema=pa.schema([field]))
try:
    con.register("arrow", table)
    refusal = ""
except duckdb.Error as error:
    refusal = str(error)
print("from Arrow:", refusal)
if found != [("GEOMETRY", "Geometry(", "planar")] * 2 or "non-planar" not in refusal:
    sys.exit("the edges are kept or refused now")
PYTHON
