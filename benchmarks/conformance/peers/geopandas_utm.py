"""What manuals recommend: GeoPandas in the UTM zone that it estimates."""

from typing import Any

import geopandas

VERSION = f"GeoPandas {geopandas.__version__}"
METHOD = "plane of the estimated UTM zone"


def projected(*geometries: Any) -> Any:
    degrees = geopandas.GeoSeries(geometries, crs="EPSG:4326")
    return degrees.to_crs(degrees.estimate_utm_crs())


def length(line: Any) -> float:
    return float(projected(line).length[0])


def area(polygon: Any) -> float:
    return float(projected(polygon).area[0])


def distance(a: Any, b: Any) -> float:
    first, second = projected(a, b)
    return float(first.distance(second))
