"""Calls that type checkers must take, and the types that they must find. Never run."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, assert_type

import narwhals as nw
import numpy as np
import polars as pl
import xarray as xr
from numpy.typing import NDArray

import geodist as gd

FloatArray = NDArray[np.float64]


def numbers(number: np.float32, truth: bool) -> None:
    assert_type(gd.distance(1, 2.5, number, truth), float)
    assert_type(gd.inverse(1, 2, 3, 4), gd.Inverse[float])
    assert_type(gd.inverse(1, 2, 3, 4).azi1, float)
    assert_type(gd.direct(1, 2, 3, 4, ellipsoid="sphere", threads=2), gd.Direct[float])
    assert_type(gd.interpolate(1, 2, 3, 4, fraction=0.5), gd.LatLon[float])


def arrays(lat: FloatArray, rows: NDArray[np.int64], numbers: Sequence[float]) -> None:
    assert_type(gd.distance(lat, rows, 1, 2), FloatArray)
    assert_type(gd.distance([1, 2.5], (3, 4), numbers, 0), FloatArray)
    assert_type(gd.distance([1, None, Decimal("2.5")], 0, [[1], [2]], 0), FloatArray)
    assert_type(gd.distance(1, 2, 3, 4, where=[True, False]), FloatArray)
    assert_type(gd.distance(lat, 0, 0, 0, out=lat, where=lat > 0), FloatArray)
    assert_type(gd.inverse(lat, 0, 0, 0, out=(None, lat, None)), gd.Inverse[FloatArray])
    assert_type(gd.to_ecef(lat, 0, 0).x, FloatArray)


def expressions(lat: pl.Expr, column: pl.Series) -> None:
    assert_type(gd.distance(lat, lat, 1, 2), pl.Expr)
    assert_type(gd.distance(1, 2, 3, lat * 2), pl.Expr)
    assert_type(gd.distance(lat, 1, np.zeros(3), [1, 2, 3], where=lat > 0), pl.Expr)
    assert_type(gd.inverse(lat, 0, 0, 0), gd.Inverse[pl.Expr])
    assert_type(gd.inverse(lat, 0, 0, 0).azi1.round(1), pl.Expr)
    assert_type(gd.as_struct(gd.inverse(lat, 0, 0, 0)), pl.Expr)
    assert_type(gd.distance(column, column, 1, 2), pl.Series)
    assert_type(gd.distance(column, 1, 2, 3, out=np.zeros(3)), pl.Series)
    assert_type(gd.midpoint(column, 0, 0, column).lon, pl.Series)
    assert_type(gd.as_struct(gd.midpoint(column, 0, 0, column)), pl.Series)


def grids(lat: xr.DataArray, data: xr.Dataset) -> None:
    assert_type(gd.distance(lat, 0, lat, 0), xr.DataArray)
    assert_type(gd.distance(lat, np.zeros(3), lat, 0, where=lat < 1), xr.DataArray)
    assert_type(gd.inverse(lat, 0, lat, 0).azi2, xr.DataArray)
    assert_type(gd.distance(data, 0, 0, 0), xr.Dataset)


class Quantity:
    """As of pint."""

    magnitude = 1.0

    def __array_ufunc__(self, ufunc: Any, method: Any, *inputs: Any, **kwargs: Any) -> Any: ...


class ArrowColumn:
    """As of nanoarrow."""

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return self, self


def others(angle: Quantity, column: ArrowColumn) -> None:
    assert_type(gd.distance(angle, 0, 0, 0), Any)
    assert_type(gd.inverse(angle, 0, [1, 2], 0), gd.Inverse[Any])
    assert_type(gd.distance(column, 0, np.zeros(3), 0), Any)


class Survey(pl.DataFrame): ...


def joins(
    frame: pl.DataFrame,
    survey: Survey,
    lazy: pl.LazyFrame,
    view: nw.DataFrame[pl.DataFrame],
    column: dict[str, list[float]],
) -> None:
    assert_type(gd.nearest_join(frame, survey), pl.DataFrame)
    assert_type(gd.nearest_join(lazy, frame), pl.LazyFrame)
    assert_type(gd.within_join(frame, lazy, 5), pl.LazyFrame)
    assert_type(gd.contains_join(lazy, lazy), pl.LazyFrame)
    assert_type(gd.nearest_join(survey, frame, 2, how="left", exclude_self=True), Survey)
    assert_type(gd.within_join(frame, column, [1, 2], how="left"), pl.DataFrame)
    assert_type(gd.within_join(view, view, 5, exclude_self=True), nw.DataFrame[pl.DataFrame])
    assert_type(gd.nearest_join(column, frame), Any)


def sets(table: pl.DataFrame, shapes: NDArray[np.object_], points: gd.Points) -> None:
    assert_type(gd.Points(points, crs=4267), gd.Points)
    assert_type(gd.Points([gd.Point(1, 2), None]), gd.Points)
    assert_type(gd.Points(table), gd.Points)
    assert_type(gd.Points(shapes, ellipsoid="sphere"), gd.Points)
    assert_type(gd.Points({"type": "MultiPoint", "coordinates": []}), gd.Points)
    assert_type(gd.Points(lat=[1], lon=[2]), gd.Points)
    assert_type(gd.Points.concat([points, [gd.Point(1, 2)], shapes, table]), gd.Points)
    assert_type(gd.Points.concat(part for part in (points, points)), gd.Points)
    assert_type(gd.hausdorff(points, shapes).distance, float)
    assert_type(gd.chamfer([gd.Point3D(1, 2, 3)], points, reduction="max").distance, float)
    gd.diameter(table)
    gd.medoid(shapes)
    gd.center(points.to_arrow())

    column = table["lat"]
    gd.PointIndex(points).query(points)
    gd.PointIndex(gd.PointIndex(table), ellipsoid="sphere")
    gd.PointIndex([1, 2.5, None], (3, 4, 5))
    gd.PointIndex(column, column)
    assert_type(gd.cdist(points, shapes), FloatArray)
    assert_type(gd.cdist(column, [1], np.zeros(3), column, dtype="float32"), NDArray[np.float32])
    gd.cdist_blocks(gd.LatLon([1], [2]), points)


def queries(lat: FloatArray, table: pl.DataFrame, points: gd.Points, index: gd.PointIndex) -> None:
    assert_type(index.query(1, 2), gd.Nearest[float, int])
    assert_type(index.query(gd.Point(1, 2), max_distance=5), gd.Nearest[float, int])
    assert_type(index.query(points, k=2), gd.Nearest[FloatArray, NDArray[np.int64]])
    assert_type(index.query([[1, 2]], lat, 3), gd.Nearest[FloatArray, NDArray[np.int64]])
    assert_type(index.query(1, 2, [1, 3]), gd.Nearest[FloatArray, NDArray[np.int64]])
    assert_type(index.query(table["lat"], table["lon"]), gd.Nearest[FloatArray, NDArray[np.int64]])
    assert_type(index.farthest(1, 2), gd.Nearest[float, int])
    assert_type(index.farthest(points), gd.Nearest[FloatArray, NDArray[np.int64]])
    assert_type(index.query_radius(points, radius=5), gd.RadiusResult)
    assert_type(index.query_radius(lat, lat, lat, count_only=True), NDArray[np.int64])
    assert_type(gd.pdist(points), FloatArray)
    assert_type(gd.pdist([1, 2], table["lon"], dtype="f4"), NDArray[np.float32])


def lines(
    lat: FloatArray,
    column: pl.Series,
    grid: xr.DataArray,
    points: gd.Points,
    arrow: ArrowColumn,
) -> None:
    assert_type(gd.waypoints(1, 2, 3, 4, 5), gd.LatLon[FloatArray])
    assert_type(gd.waypoints(1, 2, 3, 4, spacing=5), gd.LatLon[FloatArray])
    assert_type(gd.waypoints(lat, 2, [3, 4], 4, n=5), gd.LatLon[FloatArray])
    assert_type(gd.waypoints(lat, 2, 3, 4, spacing=5), gd.Waypoints[FloatArray])
    assert_type(gd.waypoints(column, 2, 3, 4, 5), gd.LatLon[pl.Series])
    assert_type(gd.waypoints(1, grid, 3, 4, 5), gd.LatLon[xr.DataArray])
    assert_type(gd.waypoints(points, gd.Point(1, 2), 5), gd.LatLon[FloatArray])
    assert_type(gd.waypoints(points, points, n=5), gd.LatLon[FloatArray])
    assert_type(gd.waypoints(points, points, spacing=5), gd.Waypoints[FloatArray])
    assert_type(gd.waypoints(gd.Point(1, 2), gd.Point(3, 4), spacing=5), gd.LatLon[FloatArray])
    assert_type(gd.waypoints(arrow, 2, 3, 4, 5), gd.LatLon[Any])
    str(gd.waypoints(column, 2, 3, 4, spacing=5).lat)
