"""Distances on the Earth: in metres, exactly, and fast."""

from geodist._config import show_config
from geodist._geodist_core import EARTH_RADIUS_METERS, __version__

__all__ = ["EARTH_RADIUS_METERS", "__version__", "show_config"]
