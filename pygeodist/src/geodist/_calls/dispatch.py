"""
Calls with objects that bring their own kind of array: pandas, Polars, Arrow, xarray, Dask, others.

The compiled functions come here when an argument overrides NumPy's ufuncs, is masked, has a unit or
is a column of Arrow. There is one way for all: units are converted, one library is found whose
objects say which rows belong together, and its adapter makes plain arrays of these, calls the
compiled function, and makes of the results what the inputs are. With plain arrays and numbers the
compiled functions never come here.
"""

from __future__ import annotations

import sys
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core, ufuncs
from geodist._calls.arrays import call_dask, call_masked, call_xarray
from geodist._calls.arrow import call_arrow
from geodist._calls.call import Call
from geodist._calls.functions import FUNCTIONS
from geodist._columns.numbers import real_array
from geodist._columns.units import has_units, without_units
from geodist._geodist_core import Ellipsoid
from geodist._types import results as types

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Libraries whose arrays are matched in their own way, by labels or by chunks, and what these are.
_LIBRARIES = {
    "dask.array": ("Array",),
    "pandas": ("Series", "DataFrame", "Index", "api.extensions.ExtensionArray"),
    "polars": ("Series", "Expr"),
    "xarray": ("DataArray", "Dataset", "Variable"),
}


def call(
    name: str,
    inputs: tuple[Any, ...],
    a: float,
    f: float,
    out: Any,
    where: Any,
    threads: int | None,
) -> Any:
    """
    Call a function with operands of which at least one is not a plain array.

    Parameters
    ----------
    name : str
        Name of the function.
    inputs : tuple
        Its coordinates.
    a, f : float
        The ellipsoid.
    out, where, threads : object
        As of the function.

    Returns
    -------
    object
        What the function returns.
    """
    this = Call(
        name, partial(getattr(_geodist_core, name), ellipsoid=Ellipsoid(a, f), threads=threads)
    )
    results = _results_of(
        this, list(map(without_units, inputs, this.parameters)), (a, f), out, where
    )
    kind = FUNCTIONS[name].result_type
    return results[0] if kind is None else getattr(types, kind)._make(results)


def _results_of(
    call: Call, inputs: list[Any], axes: tuple[float, float], out: Any, where: Any
) -> Sequence[Any]:
    if has_units(type(where)) or isinstance(where, list | tuple):
        where = np.asarray(where)
    missing = getattr(sys.modules.get("pandas"), "NA", None)
    # Arrays of NumPy would be filled with it.
    inputs = [np.nan if missing is not None and v is missing else v for v in inputs]
    operands = (*inputs, where)
    library = only_library(call.name, dict(zip((*call.parameters, "where"), operands, strict=True)))
    outs = out if isinstance(out, tuple) else (out,)
    for target in outs:
        if _library_of(target) or has_units(type(target)) or isinstance(target, list):
            raise TypeError(
                f"out must be a NumPy array, got {_describe(target)}; "
                f"without out, {call.name}() gives what its inputs are"
            )
    if library is not None:
        return _adapter(library)(call, inputs, out, where)
    if any(isinstance(operand, np.ma.MaskedArray) for operand in (*operands, *outs)):
        return call_masked(call, inputs, out, where)
    if any(map(_overrides, (*operands, *outs))):
        keywords = {} if out is None else {"out": out}
        if where is not True:
            keywords["where"] = where
        results = getattr(ufuncs, call.name)(*inputs, *axes, **keywords)
        return results if len(call.fields) > 1 else (results,)
    # Quantities, which are numbers and arrays by now.
    return call(
        *(
            value if isinstance(value, float | int | np.number) else real_array(value, name)
            for value, name in zip(inputs, call.parameters, strict=True)
        ),
        out=out,
        where=where,
    )


def _adapter(library: str) -> Callable[[Call, Sequence[Any], Any, Any], Sequence[Any]]:
    """Find what calls with the objects of a library; pandas and Polars are there by now."""
    if library == "pandas":
        from geodist._calls.pandas import call_pandas

        return call_pandas
    if library == "polars":
        from geodist._calls.polars import call_polars

        return call_polars
    return {"arrow": call_arrow, "dask.array": call_dask, "xarray": call_xarray}[library]


def _overrides(value: Any) -> bool:
    """Tell whether it is for this operand's type to call the ufunc."""
    mine = np.ndarray.__array_ufunc__
    return (
        not isinstance(value, np.generic) and getattr(type(value), "__array_ufunc__", mine) != mine
    )


def _library_of(value: Any) -> str | None:
    """Name the library that matches this operand with others."""
    if value is None or value is True or isinstance(value, float | int | np.ndarray | list):
        return None
    for name, classes in _LIBRARIES.items():
        loaded = sys.modules.get(name)
        if loaded is not None and isinstance(
            value, tuple(attrgetter(kind)(loaded) for kind in classes)
        ):
            return name
    return "arrow" if _is_arrow_column(value) else None


def _is_arrow_column(value: Any) -> bool:
    """Tell whether it is a column by Arrow's PyCapsule interface; points and tables are several."""
    kind = type(value)
    return (hasattr(kind, "__arrow_c_array__") or hasattr(kind, "__arrow_c_stream__")) and not (
        hasattr(kind, "columns") or hasattr(kind, "lat")
    )


def _describe(value: Any) -> str:
    kind = type(value).__name__
    library = _library_of(value)
    if library == "arrow":
        library = type(value).__module__.partition(".")[0]
    return kind if library is None else f"{library}.{kind}"


def only_library(name: str, operands: Mapping[str, Any]) -> str | None:
    """Say which library is to match the operands of a function, and refuse those of several."""
    found = {library for library in map(_library_of, operands.values()) if library is not None}
    if "xarray" in found:
        found.discard("dask.array")  # which it holds too
    if len(found) > 1:
        given = [f"{key} is {_describe(v)}" for key, v in operands.items() if _library_of(v)]
        raise TypeError(
            f"{name}() cannot tell which rows belong together: {', '.join(given)}; "
            "give columns of one library, or arrays, for example numpy.asarray(x)"
        )
    return found.pop() if found else None
