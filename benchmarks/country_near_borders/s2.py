"""S2's S2ContainsPointQuery, the first polygon."""

from benchmarks import native
from benchmarks.shape_searches import s2_covering as prepare

__all__ = ["LIMIT", "VERSION", "prepare"]
VERSION = native.version("s2")
LIMIT = 200_000
