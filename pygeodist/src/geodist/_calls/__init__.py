"""The element-wise functions over pandas, Polars, xarray, Dask and masked arrays."""
