"""geodist.ShapeIndex's covering."""

import geodist as gd
from benchmarks.shape_searches import first_rows as finish
from benchmarks.shape_searches import geodist_covering as prepare
from benchmarks.shape_searches import has

__all__ = ["VERSION", "finish", "prepare"]
has("ShapeIndex")
VERSION = f"geodist {gd.__version__} ShapeIndex"
