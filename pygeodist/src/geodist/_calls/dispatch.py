"""
Calls with objects that bring their own kind of array: pandas, xarray, Dask, masked arrays, others.

The compiled functions come here when an argument overrides NumPy's ufuncs or is masked. With plain
arrays and numbers they never do.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core, ufuncs
from geodist._calls.functions import FUNCTIONS
from geodist._errors import GeodistError
from geodist._geodist_core import Ellipsoid
from geodist._types import results as types

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Libraries whose arrays are matched in their own way, by labels or by chunks, and what these are.
_LIBRARIES = {
    "dask.array": ("Array",),
    "pandas": ("Series", "DataFrame", "Index", "api.extensions.ExtensionArray"),
    "polars": ("Series", "Expr"),
    "xarray": ("DataArray", "Dataset", "Variable"),
}

# Attributes of the CF conventions that say of a coordinate what is not true of a result.
_OF_THE_INPUT = {
    "actual_range",
    "axis",
    "bounds",
    "long_name",
    "standard_name",
    "valid_max",
    "valid_min",
    "valid_range",
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
    function = FUNCTIONS[name]
    kind = None if function.result_type is None else getattr(types, function.result_type)
    fields = (name,) if kind is None else kind._fields
    results = _results_of(name, fields, inputs, (a, f), out, where, threads)
    return results[0] if kind is None else kind._make(results)


def _results_of(
    name: str,
    fields: Sequence[str],
    inputs: tuple[Any, ...],
    axes: tuple[float, float],
    out: Any,
    where: Any,
    threads: int | None,
) -> Sequence[Any]:
    compiled = getattr(_geodist_core, name)
    function = partial(compiled, ellipsoid=Ellipsoid(*axes), threads=threads)
    outs = out if isinstance(out, tuple) else (out,)
    missing = getattr(sys.modules.get("pandas"), "NA", None)
    if missing is not None and any(value is missing for value in inputs):
        # Arrays of NumPy would be filled with it.
        inputs = tuple(np.nan if value is missing else value for value in inputs)
        results = function(*inputs, out=out, where=where)
        return results if len(fields) > 1 else (results,)
    operands = (*inputs, where)
    parameters = FUNCTIONS[name].parameters
    library = _only_library(name, operands)
    for target in outs:
        if _library_of(target) is not None:
            raise TypeError(
                f"out must be a NumPy array, got {_describe(target)}; "
                f"without out, {name}() gives what its inputs are"
            )
    if library == "xarray":
        _refuse_out(name, out, "xarray objects")
        return _call_xarray(fields, FUNCTIONS[name].units, function, inputs, where)
    if library == "dask.array":
        _refuse_out(name, out, "Dask arrays")
        return _call_dask(fields, function, inputs, where)
    if library == "pandas":
        from geodist._calls.pandas import call_pandas

        return call_pandas(fields, function, parameters, inputs, out, where)
    if library == "polars":
        from geodist._calls.polars import call_polars

        return call_polars(fields, function, parameters, inputs, out, where)
    if any(isinstance(operand, np.ma.MaskedArray) for operand in (*operands, *outs)):
        results = _call_masked(function, inputs, out, where)
    else:
        results = _call_ufunc(name, (*inputs, *axes), out, where)
    return results if len(fields) > 1 else (results,)


def _is_of(module: str, classes: tuple[str, ...], *values: Any) -> bool:
    """Tell whether a value is of one of these classes, without importing their module."""
    loaded = sys.modules.get(module)
    if loaded is None:
        return False
    kinds = tuple(_attribute(loaded, kind) for kind in classes)
    return any(isinstance(value, kinds) for value in values)


def _attribute(module: Any, path: str) -> Any:
    for part in path.split("."):
        module = getattr(module, part)
    return module


def _library_of(value: Any) -> str | None:
    """Name the library that matches this operand with others."""
    if value is None or value is True or isinstance(value, float | int | np.ndarray | list):
        return None
    return next(
        (name for name, classes in _LIBRARIES.items() if _is_of(name, classes, value)), None
    )


def _describe(value: Any) -> str:
    kind = type(value).__name__
    library = _library_of(value)
    return kind if library is None else f"{library}.{kind}"


def _only_library(name: str, operands: tuple[Any, ...]) -> str | None:
    """Tell which library is to match the operands, and refuse those of several."""
    libraries = [_library_of(operand) for operand in operands]
    found = {library for library in libraries if library is not None}
    if "xarray" in found:
        found.discard("dask.array")  # which it holds too
    if len(found) > 1:
        names = dict(zip([*FUNCTIONS[name].parameters, "where"], operands, strict=True))
        given = [f"{key} is {_describe(v)}" for key, v in names.items() if _library_of(v)]
        raise TypeError(
            f"{name}() cannot tell which rows belong together: {', '.join(given)}; "
            "give columns of one library, or arrays, as by numpy.asarray(x)"
        )
    return found.pop() if found else None


def _refuse_out(name: str, out: Any, kind: str) -> None:
    if out is not None:
        raise TypeError(f"{name}() takes no out= with {kind}")


def _call_with_where(function: Callable[..., Any], *operands: Any) -> Any:
    """Call a function whose last operand is `where`."""
    return function(*operands[:-1], where=operands[-1])


def _call_xarray(
    fields: Sequence[str],
    units: Sequence[str],
    function: Callable[..., Any],
    inputs: tuple[Any, ...],
    where: Any,
) -> Sequence[Any]:
    xarray = sys.modules["xarray"]
    results = xarray.apply_ufunc(
        function if where is True else partial(_call_with_where, function),
        *(inputs if where is True else (*inputs, where)),
        output_core_dims=((),) * len(fields),
        join=xarray.get_options()["arithmetic_join"],
        dataset_fill_value=np.nan,
        dask="allowed",
    )
    if len(fields) == 1:
        results = (results,)
    for field, unit, result in zip(fields, units, results, strict=True):
        if isinstance(result, xarray.DataArray):
            # Otherwise it would have the name of the first input.
            result.name = field
        parts = result.data_vars.values() if isinstance(result, xarray.Dataset) else (result,)
        for part in parts:
            for key in _OF_THE_INPUT.intersection(part.attrs):
                del part.attrs[key]
            part.attrs["units"] = unit
    return results  # type: ignore[no-any-return]


def _call_dask(
    fields: Sequence[str], function: Any, inputs: tuple[Any, ...], where: Any
) -> Sequence[Any]:
    dask_array = sys.modules["dask.array"]
    if function.keywords["threads"] is None:
        # Dask runs the blocks in parallel already.
        function = partial(function, threads=1)
    function = partial(_call_in_chunk, function)
    operands = inputs if where is True else (*inputs, where)
    several = len(fields) > 1
    results = dask_array.apply_gufunc(
        function if where is True else partial(_call_with_where, function),
        ",".join(["()"] * len(operands)) + "->" + ",".join(["()"] * len(fields)),
        *operands,
        output_dtypes=[np.float64] * len(fields) if several else np.float64,
        # Chunks that differ are cut alike, as in sums of arrays.
        allow_rechunk=True,
    )
    return results if several else (results,)


def _call_in_chunk(function: Callable[..., Any], *operands: Any, where: Any = True) -> Any:
    """Call a function with parts of arrays, and do not name the row of a part as one of theirs."""
    try:
        return function(*operands, where=where)
    except GeodistError as error:
        if error.index is None:
            raise
        shown = f"index {error.index}"
        message = str(error).replace(shown, f"{shown} within its chunk")
        raise type(error)(message, error.value) from None


def _call_masked(
    function: Callable[..., Any], inputs: tuple[Any, ...], out: Any, where: Any
) -> Any:
    """Leave out the masked rows, and mask them in the results."""
    masks = [np.ma.getmaskarray(value) for value in (*inputs, where)]
    mask = np.logical_or.reduce(np.broadcast_arrays(*masks))
    asked = np.ma.getdata(where)
    outs = out if isinstance(out, tuple) else (out,)
    results = function(
        *map(_unmasked, inputs),
        out=None if out is None else tuple(None if o is None else np.ma.getdata(o) for o in outs),
        where=~mask & asked,
    )
    several = isinstance(results, tuple)
    given = outs if out is not None else (None,) * (len(results) if several else 1)
    masked = []
    for result, target in zip(results if several else (results,), given, strict=True):
        if target is None:
            shape = np.shape(result)
            # A masked number is numpy.ma.masked, as everywhere in numpy.ma.
            masked.append(
                np.ma.array(result, mask=np.broadcast_to(mask, shape))[() if not shape else ...]
            )
        else:
            if isinstance(target, np.ma.MaskedArray):
                target.mask = np.where(asked, mask, np.ma.getmaskarray(target))
            else:
                # A plain array says by NaN what is missing.
                np.copyto(target, np.nan, where=mask & asked)
            masked.append(target)
    return tuple(masked) if several else masked[0]


def _unmasked(value: Any) -> Any:
    """Give the data of an array; what is masked among objects may be no number."""
    data = np.ma.getdata(value) if isinstance(value, np.ma.MaskedArray) else value
    if isinstance(data, np.ndarray) and data.dtype == object:
        return np.where(np.ma.getmaskarray(value), np.nan, data)
    return data


def _call_ufunc(name: str, operands: tuple[Any, ...], out: Any, where: Any) -> Any:
    """Leave the call to the ufunc protocol."""
    keywords: dict[str, Any] = {} if out is None else {"out": out}
    if where is not True:
        keywords["where"] = where
    return getattr(ufuncs, name)(*operands, **keywords)
