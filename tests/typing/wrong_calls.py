"""Calls that type checkers must refuse: each line that ends with a mark, and no other. Never run."""

import numpy as np
import polars as pl
import xarray as xr

import geodist as gd


def text(lat: pl.Expr, grid: xr.DataArray) -> None:
    gd.distance("1", 0, 0, 0)  # wrong
    gd.distance(0, 0, 0, ["1"])  # wrong
    gd.distance(lat, "lon", 0, 0)  # wrong
    gd.inverse(grid, 0, "2", 0)  # wrong
    gd.direct(0, ("1",), 0, 0)  # wrong


def values() -> None:
    gd.distance(None, 0, 0, 0)  # wrong
    gd.distance(1j, 0, 0, 0)  # wrong
    gd.distance(object(), 0, 0, 0)  # wrong
    gd.distance({"lat": 1}, 0, 0, 0)  # wrong
    gd.distance(lambda: 1, 0, 0, 0)  # wrong


def arguments(lat: pl.Expr) -> None:
    gd.distance(1, 2, 3)  # wrong
    gd.distance(1, 2, 3, 4, 5)  # wrong
    gd.distance(1, 2, 3, 4, unit="km")  # wrong
    gd.distance(1, 2, 3, 4, ellipsoid=6)  # wrong
    gd.distance(1, 2, 3, 4, threads="2")  # wrong
    gd.distance(lat, 2, 3, 4, out=lat)  # wrong
    gd.distance(lat, 2, 3, 4, where="lat")  # wrong
    gd.inverse(1, 2, 3, 4, out=np.zeros(1))  # wrong


def results(lat: pl.Expr) -> None:
    str(gd.distance(1, 2, 3, 4).azi1)  # wrong
    str(gd.inverse(lat, 2, 3, 4).lat2)  # wrong
    gd.distance(lat, 2, 3, 4).to_numpy()  # wrong
    gd.as_struct(gd.distance(lat, 2, 3, 4))  # wrong
    gd.as_struct(gd.inverse(1, 2, 3, 4))  # wrong


def joins(frame: pl.DataFrame) -> None:
    gd.nearest_join(5, 6)  # wrong
    gd.nearest_join("a", frame)  # wrong
    gd.nearest_join(frame, [[1, 2]])  # wrong
    gd.nearest_join(frame, frame, 1, how="outer")  # wrong
    gd.within_join(frame, frame)  # wrong


def sets(lat: np.ndarray[tuple[int], np.dtype[np.float64]], points: gd.Points) -> None:
    gd.Points(5)  # wrong
    gd.Points("points")  # wrong
    gd.Points(lat)  # wrong
    gd.Points([[1, 2]])  # wrong
    gd.Points(lat, lat)  # wrong
    gd.Points.concat(points)  # wrong
    gd.Points.concat([lat])  # wrong
    gd.hausdorff(points, 5)  # wrong
    gd.hausdorff(lat, lat)  # wrong
    gd.chamfer(points, [(1, 2)])  # wrong
    gd.diameter(None)  # wrong
    gd.medoid("points")  # wrong
    gd.PointIndex(5)  # wrong
    gd.PointIndex("points")  # wrong
    gd.PointIndex(points, 5, 6)  # wrong
    gd.cdist(points, 5)  # wrong
    gd.cdist("points", points)  # wrong
    gd.cdist_blocks(5, points)  # wrong


def queries(points: gd.Points, index: gd.PointIndex) -> None:
    index.query("points")  # wrong
    index.query(points, k="2")  # wrong
    index.query(None)  # wrong
    index.query({1, 2})  # wrong
    index.query_radius(object(), radius=5)  # wrong
    index.farthest(lambda: 1)  # wrong
    gd.pdist("points")  # wrong
    gd.pdist(5)  # wrong
    gd.nearest_join(points, points, 1, 5)  # wrong
    gd.chamfer(points, points, "max")  # wrong


def lines(lat: pl.Series, points: gd.Points) -> None:
    gd.waypoints("1", 2, 3, 4, 5)  # wrong
    gd.waypoints(1, 2, 3, 4)  # wrong
    gd.waypoints(1, 2, 3, 4, 5, spacing=6)  # wrong
    gd.waypoints(lat, 2, None, 4, 5)  # wrong
    gd.waypoints(points, 5, 6)  # wrong
    gd.waypoints(1, 2, 3, 4, "5")  # wrong
    str(gd.waypoints(1, 2, 3, 4, spacing=5).line)  # wrong
