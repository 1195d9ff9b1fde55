"""SedonaDB's geography, which is S2."""

from importlib.metadata import version
from typing import Any

import sedonadb
import shapely

VERSION = f"SedonaDB {version('sedonadb')} (S2)"
METHOD = "sphere"
CONNECTION = sedonadb.connect()


def ask(call: str, *geometries: Any) -> float:
    texts = [shapely.to_wkt(geometry, rounding_precision=17) for geometry in geometries]
    made = [f"ST_GeogFromWKT('{text}')" for text in texts]
    table = CONNECTION.sql(f"SELECT {call}({', '.join(made)}) AS found").to_arrow_table()
    return float(table["found"][0].as_py())


def length(line: Any) -> float:
    return ask("ST_Length", line)


def area(polygon: Any) -> float:
    return ask("ST_Area", polygon)


def distance(a: Any, b: Any) -> float:
    return ask("ST_Distance", a, b)
