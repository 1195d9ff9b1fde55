#!/usr/bin/env bash
# Spark reads Parquet's GEOGRAPHY of any algorithm as a spherical one, and writes it so.
#
# Most users expect an algorithm that a program does not have to be refused, or named in a warning. The
# type names what runs between two vertices: great circles ("spherical"), or geodesics of the ellipsoid
# ("vincenty", "thomas", "andoyer", "karney"), which are up to some hundred metres away.
#
# Spark has only the spherical one. It reads the others as if they were that, without a warning, and a
# copy of the file says "spherical". No program can know any longer what the edges were.
#
# Seen with PySpark 4.3.0, PyArrow 26.0.1, pandas 2.3.3, Java 17, Python 3.11, on 2026-11-28. The script
# needs Java, too (Debian: openjdk-17-jre-headless).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pyspark==4.3.0 pyarrow==26.0.1 pandas==2.3.3

export PYSPARK_PYTHON="$folder/venv/bin/python" SPARK_LOCAL_IP=127.0.0.1
"$folder/venv/bin/python" - "$folder" 2>/dev/null <<'PYTHON'
import pathlib
import struct
import sys

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

folder = pathlib.Path(sys.argv[1])


class WellKnownBinary(pa.ExtensionType):
    """What PyArrow writes as GEOGRAPHY."""

    def __init__(self):
        super().__init__(pa.binary(), "geoarrow.wkb")

    def __arrow_ext_serialize__(self):
        return b'{"edges": "spherical"}'

    @classmethod
    def __arrow_ext_deserialize__(cls, storage, text):
        return cls()


def type_of(path):
    return str(pq.ParquetFile(path).schema.column(0).logical_type)


line = struct.pack("<bIIdddd", 1, 2, 2, -70, 60, 70, 60)
cells = pa.ExtensionArray.from_storage(WellKnownBinary(), pa.array([line]))
source = folder / "in.parquet"
pq.write_table(pa.table({"g": cells}), source, store_schema=False)
# PyArrow writes no algorithm but spherical. This is field 2 of the type GEOGRAPHY, with Karney's number.
data, number = source.read_bytes(), 4
size = struct.unpack("<I", data[-8:-4])[0] + 2
data = data[:-8].replace(b"\x0c\x24\x00", b"\x0c\x24\x25" + bytes([2 * number]) + b"\x00")
source.write_bytes(data + struct.pack("<I", size) + b"PAR1")

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .getOrCreate()
)
table = spark.read.parquet(str(source))
((_, kind),) = table.dtypes
table.coalesce(1).write.parquet(str(folder / "out"))
spark.stop()
(written,) = (folder / "out").glob("*.parquet")
print("in the file:", type_of(source))
print("in Spark:", kind)
print("written:", type_of(written))
if "karney" not in type_of(source) or kind != "geography(4326)" or "spherical" not in type_of(written):
    sys.exit("the algorithm is kept now, or refused")
PYTHON
