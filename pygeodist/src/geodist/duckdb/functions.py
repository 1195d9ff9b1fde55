"""What the SQL functions compute, from columns of Arrow to columns of Arrow.

DuckDB passes rows without a NULL in them, 2048 at a time, from several threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from geodist import _geodist_core as core
from geodist._calls.functions import FUNCTIONS
from geodist._calls.shapes import distances
from geodist._columns.datums import shared_ellipsoid
from geodist._errors import GeodistError
from geodist._measures.shapes import area as shape_area
from geodist._measures.shapes import length as shape_length
from geodist.duckdb.columns import Located, numbers, places, showing_rows
from geodist.duckdb.ways import way_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geodist._typing import EllipsoidLike, FloatArray


def of_numbers(name: str, *, chosen: bool) -> Callable[..., Any]:
    """Make what computes an element-wise function of numbers.

    Parameters
    ----------
    name : str
        The function.
    chosen : bool
        Whether the last column is the number of a way, which has the ellipsoid.

    Returns
    -------
    callable
        The function of columns.
    """
    about, function = FUNCTIONS[name], getattr(core, name)

    def compute(*columns: Any) -> Any:
        ellipsoid = way_of(columns[-1]).ellipsoid if chosen else None
        given = dict(zip(about.parameters, columns, strict=False))
        with showing_rows(name, **given):
            results = function(*map(numbers, given.values()), ellipsoid=ellipsoid, threads=1)
        return _column(name, results)

    return compute


def of_points(name: str) -> Callable[..., Any]:
    """Make what computes an element-wise function of two columns of points."""
    function = getattr(core, name)

    def compute(a: Any, b: Any, way: Any) -> Any:
        with showing_rows(name, a=a, b=b):
            here, there, ellipsoid = _sides(a, b, way)
            if not (isinstance(here, Located) and isinstance(there, Located)):
                raise GeodistError("the geometries must be points")
            ends = here.lat, here.lon, there.lat, there.lon
            return _column(name, function(*ends, ellipsoid=ellipsoid, threads=1))

    return compute


def distance_of_shapes(a: Any, b: Any, way: Any) -> Any:
    """Measure geometries of any kind, pair by pair."""
    with showing_rows("distance", a=a, b=b):
        here, there, ellipsoid = _sides(a, b, way)
        if isinstance(here, Located) and isinstance(there, Located):
            ends = here.lat, here.lon, there.lat, there.lon
            return pa.array(core.distance(*ends, ellipsoid=ellipsoid, threads=1))
        shapes = [side.shapes if isinstance(side, Located) else side for side in (here, there)]
        return pa.array(distances(shapes[0], shapes[1], ellipsoid, 1))


def area(geometry: Any, way: Any) -> Any:
    """Measure the areas of polygons."""
    return _measure("area", shape_area, geometry, way)


def length(geometry: Any, way: Any) -> Any:
    """Measure the lengths of lines."""
    return _measure("length", shape_length, geometry, way)


def _measure(name: str, function: Callable[..., Any], geometry: Any, way: Any) -> Any:
    (stated, _), ellipsoid, edges = way_of(way)
    with showing_rows(name, geometry=geometry):
        found = places(geometry, stated, edges)
        if not isinstance(found, Located):
            return pa.array(function(found, ellipsoid=ellipsoid, threads=1))
        results = function(found.shapes, ellipsoid=ellipsoid, threads=1)
        # A shape of a point that is empty is missing, but NULL does not come here.
        return pa.array(np.where(np.isnan(found.lat), 0.0, results))


def _sides(
    a: Any, b: Any, numbers_of_ways: Any
) -> tuple[Located | Any, Located | Any, EllipsoidLike]:
    """Read two columns of geometries, and choose the ellipsoid for both."""
    (datum_a, datum_b), ellipsoid, edges = way_of(numbers_of_ways)
    here, there = places(a, datum_a, edges), places(b, datum_b, edges)
    datums = [side.datum if isinstance(side, Located) else side._datum for side in (here, there)]
    return here, there, shared_ellipsoid(ellipsoid, a=datums[0], b=datums[1])


def _column(name: str, results: FloatArray | Sequence[FloatArray]) -> Any:
    """Make a column of Arrow of results, or a struct of several."""
    about = FUNCTIONS[name]
    if about.result_type is None:
        return pa.array(results)
    return pa.StructArray.from_arrays([pa.array(column) for column in results], about.fields)
