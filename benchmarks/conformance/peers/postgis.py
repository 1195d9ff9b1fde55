"""PostGIS' geography, in the database that libpq's variables (PGHOST, PGPORT, ...) name.

On Debian: `pg_virtualenv python -m benchmarks.conformance`, with postgresql-15-postgis-3 installed.
"""

from functools import cache
from typing import Any

import psycopg
import shapely

METHOD = "ellipsoid, nearest points on a sphere"


@cache
def database() -> Any:
    try:
        connection = psycopg.connect(autocommit=True, connect_timeout=5)
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except psycopg.Error as error:
        raise ImportError(f"no PostGIS: {str(error).splitlines()[0]}") from error
    return connection


def ask(call: str, *geometries: Any) -> float:
    values = [shapely.to_wkb(geometry, hex=True) for geometry in geometries]
    row = database().execute(f"SELECT {call}", values).fetchone()
    return float(row[0])


def length(line: Any) -> float:
    return ask("ST_Length(%s::geography)", line)


def area(polygon: Any) -> float:
    return ask("ST_Area(%s::geography)", polygon)


def distance(a: Any, b: Any) -> float:
    return ask("ST_Distance(%s::geography, %s::geography)", a, b)


VERSION = f"PostGIS {database().execute('SELECT postgis_lib_version()').fetchone()[0]}"
