"""GeoPandas' sjoin_nearest, nearest in the plane of degrees: its error is that of the plane."""

import geopandas

from benchmarks.joins import geopandas_join

VERSION = f"GeoPandas {geopandas.__version__} sjoin_nearest (plane of degrees)"
prepare = geopandas_join
