"""
Calls with objects that bring their own kind of array: pandas, Polars, Arrow, xarray, Dask, others.

The compiled functions come here when an argument overrides NumPy's ufuncs, is masked, has a unit or
is a column of Arrow. There is one way for all: units are converted, one library is found whose
objects say which rows belong together, and its adapter makes plain arrays of these, calls the
compiled function, and makes of the results what the inputs are. With plain arrays and numbers the
compiled functions never come here.

The ufunc alone serves what overrides it and is of none of these libraries. Elsewhere it cannot: it
names no row of an error, and so no label; it takes no threads; pandas does not match `where` with
its rows and passes what lies under missing cells; Dask takes one result only; and neither
Decimal nor None among objects are numbers to it.
"""

from __future__ import annotations

import sys
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core, ufuncs
from geodist._calls.arrays import call_dask, call_dask_table, call_masked, call_xarray
from geodist._calls.arrow import call_arrow
from geodist._calls.functions import FUNCTIONS, Call
from geodist._columns.units import has_units, without_units
from geodist._geodist_core import Ellipsoid
from geodist._types import results as types

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Libraries whose arrays are matched in their own way, by labels or by chunks, and what these are.
_LIBRARIES = {
    "dask.array": ("Array",),
    "dask.dataframe": ("Series",),
    "pandas": ("Series", "DataFrame", "Index", "api.extensions.ExtensionArray"),
    "polars": ("Series", "Expr"),
    "xarray": ("DataArray", "Dataset", "Variable"),
}


def call(
    name: str, inputs: tuple[Any, ...], a: float, f: float, out: Any, where: Any, threads: Any
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
    about, ellipsoid = FUNCTIONS[name], Ellipsoid(a, f)
    function = partial(getattr(_geodist_core, name), ellipsoid=ellipsoid, threads=threads)
    this = Call(about, function)
    given = [_plain(*pair) for pair in zip(inputs, about.parameters, strict=True)]
    if has_units(type(where)) or isinstance(where, list | tuple):
        where = np.asarray(where)
    outs = out if isinstance(out, tuple) else (out,)
    for target in outs:
        if _library_of(target) or has_units(type(target)) or isinstance(target, list):
            raise TypeError(
                f"out must be a NumPy array, got {_describe(target)}; "
                f"without out, {name}() gives what its inputs are"
            )
    library = only_library(
        name, {**dict(zip(about.parameters, given, strict=True)), "where": where}
    )
    operands = (*given, where, *outs)
    if library is not None:
        results = _adapter(library)(this, given, out, where)
    elif any(isinstance(operand, np.ma.MaskedArray) for operand in operands):
        results = call_masked(this, given, out, where)
    elif any(map(_overrides, operands)):
        ufunc = getattr(ufuncs, name)
        results = ufunc(*given, a, f, out=out, **({} if where is True else {"where": where}))
        results = (results,) if about.result_type is None else results
    else:
        # Quantities, which are numbers and arrays by now.
        results = this(*given, out=out, where=where)
    kind = about.result_type
    return results[0] if kind is None else getattr(types, kind)._make(results)


def _plain(value: Any, name: str) -> Any:
    """Convert what has a unit, and pandas' NA, of which arrays of NumPy would make objects."""
    missing = getattr(sys.modules.get("pandas"), "NA", None)
    return np.nan if missing is not None and value is missing else without_units(value, name)


def _adapter(library: str) -> Callable[[Call, Sequence[Any], Any, Any], Sequence[Any]]:
    """Find what calls with the objects of a library; pandas and Polars are there by now."""
    if library == "pandas":
        from geodist._calls.pandas import call_pandas

        return call_pandas
    if library == "polars":
        from geodist._calls.polars import call_polars

        return call_polars
    return {
        "arrow": call_arrow,
        "dask.array": call_dask,
        "dask.dataframe": call_dask_table,
        "xarray": call_xarray,
    }[library]


def _overrides(value: Any) -> bool:
    """Tell whether it is for this operand's type to call the ufunc."""
    mine = np.ndarray.__array_ufunc__
    return (
        not isinstance(value, np.generic) and getattr(type(value), "__array_ufunc__", mine) != mine
    )


def _library_of(value: Any) -> str | None:
    """Name the library that matches this operand with others."""
    for name, classes in _LIBRARIES.items():
        loaded = sys.modules.get(name)
        if loaded and isinstance(value, tuple(attrgetter(kind)(loaded) for kind in classes)):
            return name
    # By Arrow's PyCapsule interface come columns, and points and tables, which hold several.
    kind = type(value)
    is_arrow = hasattr(kind, "__arrow_c_array__") or hasattr(kind, "__arrow_c_stream__")
    return "arrow" if is_arrow and not (hasattr(kind, "columns") or hasattr(kind, "lat")) else None


def _describe(value: Any) -> str:
    module, kind = type(value).__module__.partition(".")[0], type(value).__name__
    library = module if _library_of(value) == "arrow" else _library_of(value)
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
