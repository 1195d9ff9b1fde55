"""Shapes among the arguments of a function: which arguments they are, and two columns of them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import numpy as np

from geodist._arguments import is_of
from geodist._columns.coordinates import check_labels
from geodist._columns.datums import measured_ellipsoid
from geodist._columns.geojson import holds_geojson
from geodist._columns.layouts import POINT
from geodist._errors import GeodistError, InvalidGeometryError
from geodist._geodist_core import Point, Point3D
from geodist._types.point_arguments import given_datum, refuse_altitudes
from geodist._types.points import Points, find_points
from geodist._types.shape import Shape
from geodist._types.shapes import Shapes, as_shapes, is_single

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geodist._columns.datums import Datum
    from geodist._geodist_core import Ellipsoid
    from geodist._typing import EllipsoidLike, FloatArray

    T = TypeVar("T", bound=np.generic)

# Of GeoJSON, which are rows of points among points alone.
_POINTS = ("Point", "MultiPoint")


class ShapeSide(NamedTuple):
    """One side of a call that measures shapes against shapes.

    Parameters
    ----------
    columns : tuple
        What the core takes.
    size : int
        Rows.
    single : bool
        Whether it is one geometry rather than a column of them.
    datum : Datum or None
        What the coordinates refer to; None if nobody said.
    """

    columns: tuple[Any, ...]
    size: int
    single: bool
    datum: Datum | None

    @property
    def are_points(self) -> bool:
        """Whether the core gets latitudes and longitudes alone."""
        return len(self.columns) == 2


class ShapePair(NamedTuple):
    """Both sides of such a call, the ellipsoid to measure on, and whether both are single."""

    a: ShapeSide
    b: ShapeSide
    ellipsoid: Ellipsoid
    single: bool


def holds_shapes(value: Any) -> bool:
    """Tell whether it holds lines, polygons or sets of points as rows, rather than points.

    >>> line = Shapes.lines(lat=[0, 1], lon=[0, 1], offsets=[0, 2])
    >>> holds_shapes(line), holds_shapes(line[0]), holds_shapes(Points(lat=[0], lon=[0]))
    (True, True, False)
    """
    if isinstance(value, Shapes | Shape | type):
        return True
    if isinstance(value, Points | Point | Point3D):
        return False
    if is_of("geopandas", "GeoDataFrame", value):
        if value.active_geometry_name is None:
            return True
        value = value.geometry
    kind = getattr(value, "geom_type", None)
    if isinstance(kind, str):
        return kind != "Point"
    if is_of("geopandas", "GeoSeries", value):
        return any(name != "Point" for name in kind.dropna().unique())  # type: ignore[union-attr]
    if is_of("pandas", "Series", value) and value.dtype == object:
        value = value.to_numpy()
    if isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.dtype == object):
        cells = value.flat if isinstance(value, np.ndarray) else value
        return any(
            isinstance(cell, Shape)
            or getattr(cell, "geom_type", "Point") != "Point"
            or (holds_geojson(cell) and _holds_json_shapes(cell))
            for cell in cells
        )
    if is_of("pandas", "DataFrame", value) or is_of("pandas", "Series", value):
        return False
    return _holds_arrow_shapes(value) or _holds_json_shapes(value)


def _holds_arrow_shapes(value: Any) -> bool:
    """Tell the same of Arrow data, but of a stream, which can be read once only."""
    kind = type(value)
    whole = hasattr(kind, "__arrow_c_array__")
    if not (whole or (hasattr(kind, "__arrow_c_stream__") and hasattr(kind, "__len__"))):
        return False
    try:
        Points._find(value)
    except InvalidGeometryError:
        with suppress(GeodistError):
            shapes = Shapes.from_arrow(value)
            return set(shapes._layout.kinds.tolist()) - {0} != {POINT}
    except (GeodistError, TypeError):
        pass
    return False


def _holds_json_shapes(value: Any) -> bool:
    """Tell the same of GeoJSON, and of what gives it."""
    if not isinstance(value, dict):
        # Whole tables and layers give it too, but all at once.
        if not hasattr(value, "__geo_interface__") or hasattr(value, "columns"):
            return False
        value = value.__geo_interface__
    kind = value.get("type")
    if kind == "FeatureCollection":
        return any(map(_holds_json_shapes, value.get("features") or ()))
    if kind == "Feature":
        return isinstance(value.get("geometry"), dict) and _holds_json_shapes(value["geometry"])
    return isinstance(kind, str) and kind not in _POINTS


def is_single_point(value: Any) -> bool:
    """Tell whether it is one point: `Point`, one of Shapely, or GeoJSON of one.

    >>> is_single_point(Point(1, 2)), is_single_point({"type": "Point", "coordinates": [2, 1]})
    (True, True)
    >>> is_single_point([Point(1, 2)])
    False
    """
    if isinstance(value, Point | Point3D):
        return True
    return _is_single(value) and not holds_shapes(value) and not _is_json_multipoint(value)


def _is_json_multipoint(value: Any) -> bool:
    if isinstance(value, Points | Shapes | Shape) or not holds_geojson(value):
        return False
    geometry = getattr(value, "__geo_interface__", value)
    if geometry.get("type") == "Feature":
        geometry = geometry.get("geometry") or {}
    return bool(geometry.get("type") == "MultiPoint")


def shape_side(function: str, value: Any, name: str) -> ShapeSide:
    """Take points or shapes."""
    are_rows = not holds_shapes(value) and not _is_json_multipoint(value)
    if isinstance(value, Point | Point3D) or are_rows:
        points = value if isinstance(value, Point | Point3D) else find_points(value)
        if points is not None:
            if getattr(points, "altitude", None) is not None:
                refuse_altitudes(function, value, name)
            columns = _column(points.lat), _column(points.lon)
            single = isinstance(value, Point) or _is_single(value)
            return ShapeSide(columns, columns[0].size, single, given_datum(points))
    shapes = as_shapes(value, name)
    return ShapeSide(shapes._columns, len(shapes), _is_single(value), shapes._datum)


def _column(values: Any) -> FloatArray:
    return np.ascontiguousarray(np.atleast_1d(values), np.float64)


def _is_single(value: Any) -> bool:
    return is_single(value) and not isinstance(value, Points | Shapes)


def shape_pair(function: str, a: Any, b: Any, ellipsoid: EllipsoidLike) -> ShapePair:
    """Take two columns of points or shapes, of one length or one of them of a single row."""
    check_labels(a=a, b=b)
    one, two = shape_side(function, a, "a"), shape_side(function, b, "b")
    check_lengths(a=one.size, b=two.size)
    return ShapePair(one, two, shape_ellipsoid(ellipsoid, one, two), one.single and two.single)


def check_lengths(**sizes: int) -> None:
    """Refuse two columns that are not of one length, unless one has a single row."""
    (one, a), (two, b) = sizes.items()
    if a != b and 1 not in (a, b):
        raise ValueError(
            f"{one} and {two} must have one length, or one of them a single row, got {a} and {b}"
        )


def as_given(values: NDArray[T], *given: Any, name: str | None = None) -> NDArray[T]:
    """Give values the index of a column of pandas, where one was given."""
    labels = _labels_of(len(values), given)
    if labels is None:
        return values
    import pandas as pd

    series: Any = pd.Series(values, index=labels, name=name)
    return cast("NDArray[T]", series)


def as_layer(shapes: Shapes, *given: Any) -> Any:
    """Make a GeoSeries of shapes, with the index of a layer of that many rows, if one was given.

    Shapes of other sources have edges and an orientation that a layer cannot keep.
    """
    layers = [column for column in given if is_layer(column)]
    labels = _labels_of(len(shapes), layers)
    if labels is None:
        return shapes
    series: Any = shapes.to_geoseries(index=labels)
    says_nothing = hasattr(layers[0], "crs") and layers[0].crs is None
    return series.set_crs(None, allow_override=True) if says_nothing else series


def is_layer(value: Any) -> bool:
    """Tell whether it is a column of geometries with labels."""
    if is_of("geopandas", "GeoSeries", value) or is_of("geopandas", "GeoDataFrame", value):
        return True
    return is_of("pandas", "Series", value) and value.dtype == object


def _labels_of(size: int, given: Iterable[Any]) -> Any:
    """Find the index of the first column of pandas of so many rows."""
    for column in given:
        is_labelled = is_of("pandas", "Series", column) or is_of("pandas", "DataFrame", column)
        if is_labelled and len(column) == size:
            return column.index
    return None


def shape_ellipsoid(ellipsoid: EllipsoidLike, a: ShapeSide, b: ShapeSide) -> Ellipsoid:
    """Choose the ellipsoid to measure two sides on."""
    return measured_ellipsoid(ellipsoid, a=a.datum, b=b.datum)
