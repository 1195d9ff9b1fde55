#!/usr/bin/env bash
# One line without a position in newline-delimited GeoJSON, and GeoPandas reads one row of thousands.
#
# Logs of positions have a line for each message. All lines are valid JSON, but where there is no
# position, the line may be null. Most users expect an error that names the line, a row without a
# geometry, or at least a warning. They also expect the place of that line not to matter.
#
# If the second line is null, GDAL takes the file for a GeoJSON file of one feature, although its name
# ends in .geojsonl, and ignores what follows: 10 000 lines become one row. In a later line, null
# is skipped, and the index of the table is 0, 1, 2 ... without a gap. Neither way is there an error, a
# warning, or a line in Python's log. With "GeoJSONSeq:" before the path, only that line is lost.
#
# Seen with GeoPandas 1.2.0, pyogrio 0.13.0 (GDAL 3.12.4), Python 3.11, on 2026-11-28.
# https://gdal.org/en/stable/drivers/vector/geojsonseq.html
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    geopandas==1.2.0 pyogrio==0.13.0 shapely==2.2.0 pandas==3.1.1

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import json
import logging
import sys
import warnings

import geopandas
import pyogrio

logged = []
handler = logging.Handler()
handler.emit = logged.append
logging.basicConfig(level=logging.DEBUG, handlers=[handler])
warnings.simplefilter("error")

LINES = 10_000
point = {"type": "Point", "coordinates": [13.4, 52.5]}
path = f"{sys.argv[1]}/log.geojsonl"


def rows_read(null_line: int, prefix: str = "") -> int:
    with open(path, "w", encoding="utf-8") as file:
        for line in range(1, LINES + 1):
            feature = {"type": "Feature", "properties": {"line": line}, "geometry": point}
            file.write(json.dumps(None if line == null_line else feature) + "\n")
    read = geopandas.read_file(prefix + path)
    driver = pyogrio.read_info(prefix + path)["driver"]
    print(f"null in line {null_line} of {LINES}, {driver}: {len(read)} rows")
    return len(read)


seen = [rows_read(2), rows_read(3), rows_read(LINES), rows_read(2, "GeoJSONSeq:")]
messages = [record.getMessage() for record in logged if record.name.startswith("pyogrio")]
print("messages:", messages)
if seen != [1, LINES - 1, LINES - 1, LINES - 1] or messages:
    sys.exit("lines that are null are read in another way now")
PYTHON
