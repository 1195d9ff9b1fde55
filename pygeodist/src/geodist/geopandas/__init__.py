"""GeoPandas layers, measured on the ellipsoid of their CRS, in metres."""

from geodist.geopandas.joins import sjoin_nearest
from geodist.geopandas.measures import area, length

__all__ = ["area", "length", "sjoin_nearest"]
