"""SQL functions for DuckDB that measure on the ellipsoid, in metres."""

from geodist.duckdb.sql import register

__all__ = ["register"]
