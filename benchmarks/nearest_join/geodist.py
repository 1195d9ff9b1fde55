"""geodist.nearest_join: the index of the right table, the search and the joined table."""

import geodist
from benchmarks.joins import geodist_join

VERSION = f"geodist {geodist.__version__} nearest_join"
prepare = geodist_join
