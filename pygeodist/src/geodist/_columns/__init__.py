"""From what callers give to arrays: numbers, names of columns, CRS, Arrow, Shapely, GeoJSON, pandas."""
