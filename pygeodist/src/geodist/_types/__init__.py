"""The types that callers hold: points, ellipsoids, results.

The compiled part takes the results' types from here when it is loaded, so this file imports nothing.
"""
