#!/usr/bin/env bash
# PyIceberg turns a geography with an ellipsoidal algorithm into a geometry with planar edges.
#
# Most users expect the Arrow schema of an Iceberg table to say of edges what the table says. Iceberg's
# type geography names an algorithm: spherical, vincenty, thomas, andoyer or karney.
#
# Schema.as_arrow() keeps "spherical". Of the four ellipsoidal algorithms nothing is left: the label
# in Arrow has no edges, which means planar ones, as if the column were a geometry. There is no warning,
# though GeoArrow has the same four words.
#
# Seen with PyIceberg 0.12.0, geoarrow-pyarrow 0.3.0, PyArrow 26.0.1, Python 3.11, on 2026-11-28.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pyiceberg==0.12.0 geoarrow-pyarrow==0.3.0 pyarrow==26.0.1

"$folder/venv/bin/python" - <<'PYTHON'
import json
import sys

from pyiceberg.schema import Schema
from pyiceberg.types import GeographyType, NestedField

kept = {}
for algorithm in ("spherical", "vincenty", "thomas", "andoyer", "karney"):
    column = NestedField(1, "g", GeographyType("OGC:CRS84", algorithm), required=False)
    kind = Schema(column).as_arrow().field("g").type
    kept[algorithm] = json.loads(kind.__arrow_ext_serialize__()).get("edges", "planar")
    print(f"{column.field_type} becomes {kind.extension_name} with edges {kept[algorithm]}")
if kept != dict.fromkeys(kept, "planar") | {"spherical": "spherical"}:
    sys.exit("other algorithms are kept now, or refused")
PYTHON
