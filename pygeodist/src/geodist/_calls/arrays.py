"""Calls with arrays of several dimensions: of xarray, of Dask, and masked ones."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._errors import GeodistError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geodist._calls.call import Call

# Attributes of the CF conventions that say of a coordinate what is not true of a result.
_OF_THE_INPUT = {"actual_range", "axis", "bounds", "long_name", "standard_name"}
_OF_THE_INPUT |= {"valid_max", "valid_min", "valid_range"}


def call_xarray(call: Call, inputs: Sequence[Any], out: Any, where: Any) -> Sequence[Any]:
    """Let xarray align and broadcast by name; results have names and units."""
    _refuse_out(call, out, "xarray objects")
    xarray = sys.modules["xarray"]
    results = xarray.apply_ufunc(
        call.function if where is True else partial(_call_with_where, call.function),
        *(inputs if where is True else (*inputs, where)),
        output_core_dims=((),) * len(call.fields),
        join=xarray.get_options()["arithmetic_join"],
        dataset_fill_value=np.nan,
        dask="allowed",
    )
    if len(call.fields) == 1:
        results = (results,)
    for field, unit, result in zip(call.fields, call.units, results, strict=True):
        if isinstance(result, xarray.DataArray):
            # Otherwise it would have the name of the first input.
            result.name = field
        parts = result.data_vars.values() if isinstance(result, xarray.Dataset) else (result,)
        for part in parts:
            for key in _OF_THE_INPUT.intersection(part.attrs):
                del part.attrs[key]
            part.attrs["units"] = unit
    return results  # type: ignore[no-any-return]


def call_dask(call: Call, inputs: Sequence[Any], out: Any, where: Any) -> Sequence[Any]:
    """Make arrays of Dask that call the function with each chunk."""
    _refuse_out(call, out, "Dask arrays")
    function: Any = call.function
    if function.keywords["threads"] is None:
        # Dask runs the blocks in parallel already.
        function = partial(function, threads=1)
    function = partial(_call_in_chunk, function)
    operands = inputs if where is True else (*inputs, where)
    several = len(call.fields) > 1
    results = sys.modules["dask.array"].apply_gufunc(
        function if where is True else partial(_call_with_where, function),
        ",".join(["()"] * len(operands)) + "->" + ",".join(["()"] * len(call.fields)),
        *operands,
        output_dtypes=[np.float64] * len(call.fields) if several else np.float64,
        # Chunks that differ are cut alike, as in sums of arrays.
        allow_rechunk=True,
    )
    return results if several else (results,)


def _refuse_out(call: Call, out: Any, kind: str) -> None:
    if out is not None:
        raise TypeError(f"{call.name}() takes no out= with {kind}")


def _call_with_where(function: Callable[..., Any], *operands: Any) -> Any:
    """Call a function whose last operand is `where`."""
    return function(*operands[:-1], where=operands[-1])


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


def call_masked(call: Call, inputs: Sequence[Any], out: Any, where: Any) -> Sequence[Any]:
    """Leave out the masked rows, and mask them in the results."""
    mask = np.logical_or.reduce(np.broadcast_arrays(*map(np.ma.getmaskarray, (*inputs, where))))
    chosen = np.ma.getdata(where)
    outs = (None,) * len(call.fields) if out is None else out if isinstance(out, tuple) else (out,)
    data = tuple(None if target is None else np.ma.getdata(target) for target in outs)
    results = call(
        *map(_unmasked, inputs),
        out=None if out is None else data if isinstance(out, tuple) else data[0],
        where=~mask & chosen,
    )
    return [
        _masked(result, target, mask, chosen) for result, target in zip(results, outs, strict=True)
    ]


def _masked(result: Any, target: Any, mask: Any, chosen: Any) -> Any:
    if target is None:
        shape = np.shape(result)
        # A masked number is numpy.ma.masked, as everywhere in numpy.ma.
        return np.ma.array(result, mask=np.broadcast_to(mask, shape))[() if not shape else ...]
    if isinstance(target, np.ma.MaskedArray):
        target.mask = np.where(chosen, mask, np.ma.getmaskarray(target))
    else:
        # A plain array says by NaN what is missing.
        np.copyto(target, np.nan, where=mask & chosen)
    return target


def _unmasked(value: Any) -> Any:
    """Give the data of an array; what is masked among objects may be no number."""
    data = np.ma.getdata(value) if isinstance(value, np.ma.MaskedArray) else value
    if isinstance(data, np.ndarray) and data.dtype == object:
        return np.where(np.ma.getmaskarray(value), np.nan, data)
    return data
