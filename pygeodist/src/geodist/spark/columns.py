"""The element-wise functions as columns of Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from geodist import _geodist_core
from geodist._calls.functions import FUNCTIONS
from geodist._columns.datums import known_ellipsoid
from geodist.spark.workers import on_workers

if TYPE_CHECKING:
    from geodist._typing import EllipsoidLike


class ColumnFunction(Protocol):
    """A function of columns that gives a column."""

    __name__: str

    def __call__(self, *coordinates: Any, ellipsoid: EllipsoidLike = None) -> Any:
        """Make the column."""


def _made(name: str) -> ColumnFunction:
    about = FUNCTIONS[name]

    def function(*coordinates: Any, ellipsoid: EllipsoidLike = None) -> Any:
        if len(coordinates) != len(about.parameters):
            raise TypeError(
                f"{name}() takes {', '.join(about.parameters)}, got {len(coordinates)} columns"
            )
        return _column(name, coordinates, ellipsoid)

    function.__name__ = function.__qualname__ = name
    function.__module__ = "geodist.spark"
    fields = ", ".join(f"``{field}``" for field in about.fields)
    gives = (
        "A column of doubles."
        if about.result_type is None
        else f"A column of structs of doubles: {fields}."
    )
    function.__doc__ = f"""
    Make a column of Spark: `geodist.{name}` of each row.

    Parameters
    ----------
    *coordinates : Column, str or float
        The columns {", ".join(f"`{parameter}`" for parameter in about.parameters)}, or numbers.
    ellipsoid : Ellipsoid or str, optional
        The figure of the Earth, WGS84 by default.

    Returns
    -------
    pyspark.sql.Column
        {gives} NULL gives NULL, NaN gives NaN.

    Raises
    ------
    TypeError
        There are not as many columns as the function takes.
    GeodistError
        A coordinate is out of range, when Spark computes.

    See Also
    --------
    geodist.{name} : The function, its units and its error bound.
    """
    return function


def _column(name: str, coordinates: Any, ellipsoid: EllipsoidLike) -> Any:
    import pyarrow as pa
    from pyspark.sql import functions

    about = FUNCTIONS[name]
    figure = known_ellipsoid("WGS84" if ellipsoid is None else ellipsoid)
    kind = "double"
    if about.result_type is not None:
        kind = "struct<" + ", ".join(f"{field}: double" for field in about.fields) + ">"
    run = on_workers(compute, name, figure)

    def column(*arrays: pa.Array) -> pa.Array:
        return run(arrays)

    # Spark reads the kind of function from these.
    column.__annotations__ = {"arrays": pa.Array, "return": pa.Array}
    inputs = [
        value if isinstance(value, str) or hasattr(value, "alias") else functions.lit(float(value))
        for value in coordinates
    ]
    arrow_udf: Any = functions.arrow_udf  # its types know functions of some numbers of columns
    return arrow_udf(column, returnType=kind)(*inputs).alias(name)


def compute(arrays: Any, name: str, ellipsoid: Any) -> Any:
    """Call a function with Arrow's arrays."""
    import pyarrow as pa

    found = getattr(_geodist_core, name)(*arrays, ellipsoid=ellipsoid, threads=1)
    about = FUNCTIONS[name]
    if about.result_type is None:
        return found
    return pa.StructArray.from_arrays(
        list(found), list(about.fields), mask=pa.compute.is_null(found[0])
    )


azimuth = _made("azimuth")
chord = _made("chord")
direct = _made("direct")
distance = _made("distance")
from_ecef = _made("from_ecef")
interpolate = _made("interpolate")
inverse = _made("inverse")
inverse_full = _made("inverse_full")
midpoint = _made("midpoint")
rhumb_direct = _made("rhumb_direct")
rhumb_distance = _made("rhumb_distance")
rhumb_inverse = _made("rhumb_inverse")
to_ecef = _made("to_ecef")
