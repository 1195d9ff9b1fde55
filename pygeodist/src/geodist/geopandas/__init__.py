"""GeoPandas layers, measured on the ellipsoid of their CRS, in metres."""

from geodist.geopandas.joins import sjoin, sjoin_nearest
from geodist.geopandas.measures import area, distance, dwithin, length

__all__ = ["area", "distance", "dwithin", "length", "sjoin", "sjoin_nearest"]
