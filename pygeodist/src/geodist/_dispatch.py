"""
Calls with objects that bring their own kind of array: pandas, xarray, Dask, masked arrays, others.

The compiled functions come here when an argument overrides NumPy's ufuncs or is masked. With plain
arrays and numbers they never do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from geodist import _geodist_core, _results, ufuncs
from geodist._errors import GeodistError
from geodist._geodist_core import Ellipsoid

_RESULTS: dict[str, Any] = {
    "inverse": _results.Inverse,
    "inverse_full": _results.InverseFull,
    "direct": _results.Direct,
    "interpolate": _results.LatLon,
    "midpoint": _results.LatLon,
    "rhumb_inverse": _results.RhumbInverse,
    "rhumb_direct": _results.LatLon,
    "to_ecef": _results.Ecef,
    "from_ecef": _results.Geodetic,
}

# In the words of the CF conventions, by name of a result; the rest are lengths.
_UNITS = {
    "azimuth": "degrees",
    "azi1": "degrees",
    "azi2": "degrees",
    "azi12": "degrees",
    "lat": "degrees_north",
    "lat2": "degrees_north",
    "lon": "degrees_east",
    "lon2": "degrees_east",
    "M12": "1",
    "M21": "1",
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
    operands = (*inputs, where, *(out if isinstance(out, tuple) else (out,)))
    function = partial(getattr(_geodist_core, name), ellipsoid=Ellipsoid(a, f), threads=threads)
    if _any_of("xarray", ("DataArray", "Dataset", "Variable"), operands):
        _refuse_out(name, out, "xarray objects")
        results = _call_xarray(name, function, inputs, where)
    elif _any_of("dask.array", ("Array",), operands):
        _refuse_out(name, out, "Dask arrays")
        results = _call_dask(name, function, inputs, where)
    elif any(isinstance(operand, np.ma.MaskedArray) for operand in operands):
        results = _call_masked(function, inputs, out, where)
    else:
        results = _call_ufunc(name, function, (*inputs, a, f), out, where)
    kind = _RESULTS.get(name)
    return results if kind is None else kind._make(results)


def _any_of(module: str, classes: tuple[str, ...], operands: tuple[Any, ...]) -> bool:
    """Tell whether an operand is of one of these classes, without importing their module."""
    loaded = sys.modules.get(module)
    if loaded is None:
        return False
    kinds = tuple(getattr(loaded, kind) for kind in classes)
    return any(isinstance(operand, kinds) for operand in operands)


def _refuse_out(name: str, out: Any, kind: str) -> None:
    if out is not None:
        raise TypeError(f"{name}() takes no out= with {kind}")


def _call_with_where(function: Callable[..., Any], *operands: Any) -> Any:
    """Call a function whose last operand is `where`."""
    return function(*operands[:-1], where=operands[-1])


def _call_xarray(
    name: str, function: Callable[..., Any], inputs: tuple[Any, ...], where: Any
) -> Any:
    xarray = sys.modules["xarray"]
    outputs = getattr(ufuncs, name).nout
    results = xarray.apply_ufunc(
        function if where is True else partial(_call_with_where, function),
        *(inputs if where is True else (*inputs, where)),
        output_core_dims=((),) * outputs,
        join=xarray.get_options()["arithmetic_join"],
        dataset_fill_value=np.nan,
        dask="allowed",
    )
    names = _RESULTS[name]._fields if name in _RESULTS else (name,)
    for field, result in zip(names, results if outputs > 1 else (results,), strict=True):
        parts = result.data_vars.values() if isinstance(result, xarray.Dataset) else (result,)
        for part in parts:
            part.attrs["units"] = _UNITS.get(field, "m")
    return results


def _call_dask(name: str, function: Any, inputs: tuple[Any, ...], where: Any) -> Any:
    dask_array = sys.modules["dask.array"]
    if function.keywords["threads"] is None:
        # Dask runs the blocks in parallel already.
        function = partial(function, threads=1)
    function = partial(_call_in_chunk, function)
    operands = inputs if where is True else (*inputs, where)
    outputs = getattr(ufuncs, name).nout
    return dask_array.apply_gufunc(
        function if where is True else partial(_call_with_where, function),
        ",".join(["()"] * len(operands)) + "->" + ",".join(["()"] * outputs),
        *operands,
        output_dtypes=[np.float64] * outputs if outputs > 1 else np.float64,
        # Chunks that differ are cut alike, as in sums of arrays.
        allow_rechunk=True,
    )


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


def _call_ufunc(
    name: str, function: Callable[..., Any], operands: tuple[Any, ...], out: Any, where: Any
) -> Any:
    """Leave the call to the ufunc protocol."""
    keywords: dict[str, Any] = {} if out is None else {"out": out}
    pandas = _any_of("pandas", ("Series", "DataFrame", "Index"), (*operands, where))
    if where is not True:
        if pandas and out is None:
            # Rows left out are missing in a new object, not whatever memory held.
            operands = tuple(_left_out(value, where) for value in operands)
        else:
            keywords["where"] = where
    if pandas:
        _refuse_unlike_frames(operands)
        # Numbers and None are objects to pandas; ufuncs want numbers and NaN.
        operands = tuple(
            value.infer_objects() if hasattr(value, "infer_objects") else value
            for value in operands
        )
    try:
        return getattr(ufuncs, name)(*operands, **keywords)
    except GeodistError as error:
        if pandas and _aligned(operands):
            _raise_with_index(function, operands[:-2], where, error)
        raise
    except TypeError:
        if pandas:
            # Columns of text say so in the words of plain arrays: argument, type and remedy.
            function(*map(np.asarray, operands[:-2]))
        raise


def _refuse_unlike_frames(operands: tuple[Any, ...]) -> None:
    """Refuse DataFrames that pandas would align to nothing, as df[["lat"]] and df[["lon"]]."""
    pandas = sys.modules["pandas"]
    frames = [value for value in operands if isinstance(value, pandas.DataFrame)]
    if any(frames[0].columns.intersection(frame.columns).empty for frame in frames[1:]):
        names = " and ".join(str(list(frame.columns[:4])) for frame in frames)
        raise TypeError(
            f"DataFrames are aligned on their columns, and {names} have none in common; "
            'give Series, as df["lat"] rather than df[["lat"]]'
        )
    if frames and any(isinstance(value, pandas.Series) for value in operands):
        raise TypeError(
            "DataFrames and Series do not go together; give Series alone, "
            'as df["lat"] rather than df[["lat"]]'
        )


def _left_out(value: Any, where: Any) -> Any:
    if np.ndim(value) == 0:
        return value
    return value.where(where) if hasattr(value, "where") else np.where(where, value, np.nan)


def _aligned(operands: tuple[Any, ...]) -> bool:
    """Tell whether pandas would compute row by row, as for arrays."""
    first = None
    for operand in operands:
        index = getattr(operand, "index", None)
        if index is None or callable(index):
            continue
        if first is None:
            first = index
        elif not first.equals(index):
            return False
    return True


def _raise_with_index(
    function: Callable[..., Any], inputs: tuple[Any, ...], where: Any, error: GeodistError
) -> None:
    """Raise the error again with the position of the value, which a ufunc does not know."""
    try:
        function(*map(np.asarray, inputs), where=np.asarray(where))
    except GeodistError as located:
        raise located from error
