"""One file a peer. To add yours, write one, and name it in `benchmarks/conformance/scores.py`.

`VERSION` is its name and version, `METHOD` says in few words what it measures on. Of the functions
`length(line)`, `area(polygon)` and `distance(a, b)` it has those that the peer offers. They take
geometries of Shapely, longitude first, and return metres or square metres. What they raise counts as
a refusal; a module that cannot be used raises ImportError.
"""
