"""Columns and joins of Spark: exact distances, the same on every worker."""

from geodist.spark.columns import (
    azimuth,
    chord,
    direct,
    distance,
    from_ecef,
    interpolate,
    inverse,
    inverse_full,
    midpoint,
    rhumb_direct,
    rhumb_distance,
    rhumb_inverse,
    to_ecef,
)
from geodist.spark.joins import contains_join, nearest_join, within_join

__all__ = [
    "azimuth",
    "chord",
    "contains_join",
    "direct",
    "distance",
    "from_ecef",
    "interpolate",
    "inverse",
    "inverse_full",
    "midpoint",
    "nearest_join",
    "rhumb_direct",
    "rhumb_distance",
    "rhumb_inverse",
    "to_ecef",
    "within_join",
]
