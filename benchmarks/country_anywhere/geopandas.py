"""GeoPandas' sjoin, in the plane of degrees."""

import geopandas

from benchmarks.shape_searches import geopandas_covering as prepare
from benchmarks.shape_searches import rows_of_join as finish

__all__ = ["LIMIT", "VERSION", "finish", "prepare"]
VERSION = f"GeoPandas {geopandas.__version__} sjoin (plane of degrees)"
LIMIT = 100_000
