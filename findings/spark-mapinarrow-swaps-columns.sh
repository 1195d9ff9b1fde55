#!/usr/bin/env bash
# Spark's mapInArrow() pairs columns by position, whatever their names: latitudes become longitudes.
#
# Most users expect the columns of the batches that a function yields to be matched with the schema by
# name, as mapInPandas() does, or an error where names and schema differ.
#
# mapInArrow() takes the first column of a batch as the first of the schema. If both are numbers, there is
# no error, and the columns have the wrong names from then on.
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
"$folder/venv/bin/python" - 2>/dev/null <<'PYTHON'
import sys

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .getOrCreate()
)
points = spark.createDataFrame([(52.31, 4.76)], "lat double, lon double")


def in_arrow(batches):
    for batch in batches:
        yield batch.select(["lon", "lat"])


def in_pandas(frames):
    for frame in frames:
        yield frame[["lon", "lat"]]


found = {}
for name, function in (("mapInArrow", in_arrow), ("mapInPandas", in_pandas)):
    found[name] = getattr(points, name)(function, points.schema).first().asDict()
    print(name, found[name])
spark.stop()
if found["mapInArrow"] != {"lat": 4.76, "lon": 52.31}:
    sys.exit("columns are matched by name now, or refused")
if found["mapInPandas"] != {"lat": 52.31, "lon": 4.76}:
    sys.exit("mapInPandas() pairs columns by position, too")
PYTHON
