"""Calls of element-wise functions with points in place of columns of coordinates."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from geodist import _geodist_core
from geodist._arguments import is_of
from geodist._calls.arrow import pyarrow_module
from geodist._calls.functions import FUNCTIONS
from geodist._calls.shapes import distances
from geodist._columns.datums import shared_ellipsoid
from geodist._geodist_core import Point, Point3D
from geodist._types.point_arguments import refuse_altitudes
from geodist._types.points import as_points, find_points
from geodist._types.shape_arguments import holds_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodist._columns.datums import Datum
    from geodist._types.points import Points
    from geodist._typing import EllipsoidLike


def call(
    name: str,
    given: tuple[Any, ...],
    named: Mapping[str, Any],
    ellipsoid: EllipsoidLike,
    out: Any,
    where: Any,
    threads: int | None,
) -> Any:
    """
    Call a function with points, as ``distance(a, b)`` or ``direct(a, azi1, distance)``.

    Parameters
    ----------
    name : str
        Name of the function.
    given : tuple
        What is given by position: the points, and what the function takes besides coordinates.
    named : mapping
        What is given by its name.
    ellipsoid, out, where, threads : object
        As of the function.

    Returns
    -------
    object
        What the function returns; NotImplemented if the first of them holds no points.
    """
    compiled = getattr(_geodist_core, name)
    function = FUNCTIONS[name]
    count, rest = function.points, function.other_parameters
    points = given[:count]
    if name == "distance" and len(points) == 2 and any(map(holds_shapes, points)):
        return _shape_distances(given, named, ellipsoid, out, where, threads)
    first = _find(points[0]) if points else None
    # What is said of missing columns says how to add heights.
    if first is None or (function.heights and isinstance(first, Point)):
        return NotImplemented
    takes = f"with points it takes {', '.join([*'ab'[:count], *rest])}"
    if len(points) < count:
        raise TypeError(f"{name}() is missing the second points; {takes}")
    values = dict(zip(rest, given[count:], strict=False))
    if len(given) > count + len(rest) or not {*named} <= {*rest} - {*values}:
        raise TypeError(f"{name}() got too many arguments; {takes}")
    values |= named
    if missing := [parameter for parameter in rest if parameter not in values]:
        raise TypeError(f"{name}() is missing {', '.join(missing)}; {takes}")
    datums: dict[str, Datum | None] = {}
    for which, value in zip("ab", points, strict=False):
        found = first if which == "a" else _find(value)
        columns, datums[which] = _columns(name, which, value, found, function.heights)
        suffix = {"a": "1", "b": "2"}[which] if "lat1" in function.parameters else ""
        values |= {f"{key}{suffix}": column for key, column in columns.items()}
    return compiled(
        *(values[parameter] for parameter in function.parameters),
        ellipsoid=shared_ellipsoid(ellipsoid, **datums),
        out=out,
        where=where,
        threads=threads,
    )


def _shape_distances(
    given: tuple[Any, ...],
    named: Mapping[str, Any],
    ellipsoid: EllipsoidLike,
    out: Any,
    where: Any,
    threads: int | None,
) -> Any:
    """Measure shapes, which come in columns: neither broadcast nor written to given memory."""
    if len(given) > 2 or named:
        raise TypeError("distance() got too many arguments; with shapes it takes a, b")
    if out is not None or where is not True:
        raise TypeError("distance() takes no out or where with shapes")
    return distances(given[0], given[1], ellipsoid, threads)


def ends_of_points(name: str, a: Any, b: Any, ellipsoid: EllipsoidLike) -> tuple[Any, ...]:
    """Give lat1, lon1, lat2, lon2 of two points or sets of them, and the ellipsoid to measure on.

    Parameters
    ----------
    name : str
        Name of the function.
    a, b : object
        The points.
    ellipsoid : Ellipsoid, str or None
        The ellipsoid that the caller chose.

    Returns
    -------
    tuple
        Numbers, arrays, or Series where the points are rows of pandas; and the ellipsoid.
    """
    first = None if b is None else _find(a)
    if first is None:
        raise TypeError(
            f"{name}() is missing lat2, lon2; instead of columns it takes two sets of points, as "
            "Points.from_latlon(array) or Points.from_lonlat(array)"
        )
    one, datum_a = _columns(name, "a", a, first, False)
    two, datum_b = _columns(name, "b", b, _find(b), False)
    shared = shared_ellipsoid(ellipsoid, a=datum_a, b=datum_b)
    return one["lat"], one["lon"], two["lat"], two["lon"], shared


def _find(value: Any) -> Point | Point3D | Points | None:
    return value if isinstance(value, Point | Point3D) else find_points(value)


def _columns(
    name: str, which: str, value: Any, found: Point | Point3D | Points | None, high: bool
) -> tuple[dict[str, Any], Datum | None]:
    """Give the coordinates of points by name, and their datum."""
    points = as_points(value, which) if found is None else found
    altitude = getattr(points, "altitude", None)
    if high and altitude is None:
        raise ValueError(f"{name}() needs altitudes, which {which} does not have")
    if altitude is not None and not high:
        refuse_altitudes(name, value, which)
    columns: dict[str, Any] = {"lat": points.lat, "lon": points.lon}
    if high:
        columns["h"] = altitude
    if isinstance(points, Point | Point3D):
        return columns, None
    if points is not value:
        columns = {key: _like(value, column) for key, column in columns.items()}
    return columns, points._datum


def _like(value: Any, column: Any) -> Any:
    """Give a column the kind of what it came from, with its labels; or a number for one point."""
    for library in ("pandas", "polars"):
        if is_of(library, "Series", value) or is_of(library, "DataFrame", value):
            labels = {"index": value.index} if library == "pandas" else {}
            return sys.modules[library].Series(column, **labels)
    if hasattr(value, "__arrow_c_array__") or hasattr(value, "__arrow_c_stream__"):
        array = pyarrow_module().array(column, from_pandas=True)
        whole = hasattr(value, "__arrow_c_array__")
        return array if whole else pyarrow_module().chunked_array([array])
    return column.item() if _is_single(value) else column


def _is_single(value: Any) -> bool:
    """Tell whether it is one point rather than a set of them."""
    value = getattr(value, "__geo_interface__", value) if hasattr(value, "geom_type") else value
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    return kind == "Point" or (
        kind == "Feature" and (value.get("geometry") or {}).get("type") == "Point"
    )
