"""Who measures lines and polygons right: `python -m benchmarks.conformance`, with the peers installed.

Each peer, a file of `peers/`, answers the cases of tests/reference/shapes on WGS84, which have
geodesic edges and known values. `results.json` and `results.md` say how far off each is.
"""
