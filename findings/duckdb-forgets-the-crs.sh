#!/usr/bin/env bash
# DuckDB drops the CRS of a Parquet file that names it, and writes metres as degrees.
#
# Most users expect the CRS of a GEOMETRY column to be kept from one Parquet file to another, or an error.
# Parquet's type GEOMETRY states it in text, for example "EPSG:3857" or "srid:3857".
#
# DuckDB keeps only a CRS that is written out in full, as PROJJSON. Of a name it keeps nothing, without
# a warning, even where an SQL literal with the same name is refused. COPY then writes a column
# without a CRS, which by the standard means longitude and latitude on WGS 84: a point 500 km east and
# 6000 km north, in metres, is read by others as 500000 degrees east.
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


class WellKnownBinary(pa.ExtensionType):
    """What PyArrow writes as GEOMETRY."""

    def __init__(self, crs):
        self.crs = crs
        super().__init__(pa.binary(), "geoarrow.wkb")

    def __arrow_ext_serialize__(self):
        return json.dumps({"crs": self.crs}).encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage, text):
        return cls(json.loads(text)["crs"])


def type_of(path):
    return str(pq.ParquetFile(path).schema.column(0).logical_type)


point = struct.pack("<bIdd", 1, 1, 500_000, 6_000_000)
con = duckdb.connect()
found = []
for crs in ("EPSG:3857", "srid:3857"):
    cells = pa.ExtensionArray.from_storage(WellKnownBinary(crs), pa.array([point]))
    pq.write_table(pa.table({"g": cells}), f"{folder}/in.parquet", store_schema=False)
    ((kind,),) = con.sql(f"SELECT typeof(g) FROM '{folder}/in.parquet'").fetchall()
    con.execute(
        f"COPY (FROM '{folder}/in.parquet') TO '{folder}/out.parquet' (geoparquet_version 'V2')"
    )
    about = json.loads(pq.read_schema(f"{folder}/out.parquet").metadata[b"geo"])["columns"]["g"]
    found.append((type_of(f"{folder}/in.parquet"), kind, type_of(f"{folder}/out.parquet"), "crs" in about))
    print("in the file:", found[-1][0], "| in DuckDB:", kind, "| written:", found[-1][2])
    print("  a CRS in the GeoParquet metadata that are written:", found[-1][3])
if [row[1:] for row in found] != [("GEOMETRY", "Geometry(crs=)", False)] * 2:
    sys.exit("the CRS is kept now, or there is an error")
PYTHON
