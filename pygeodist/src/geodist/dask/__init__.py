"""Tables of Dask, joined by distance: exactly, to the last bit, and lazily."""

from geodist.dask.joins import contains_join, nearest_join, within_join

__all__ = ["contains_join", "nearest_join", "within_join"]
