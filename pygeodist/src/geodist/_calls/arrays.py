"""Calls with arrays of several dimensions: of xarray, of Dask, and masked ones."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._errors import GeodistError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geodist._calls.functions import Call

# Attributes of the CF conventions that say of a coordinate what is not true of a result.
_OF_THE_INPUT = {"actual_range", "axis", "bounds", "long_name", "standard_name"}
_OF_THE_INPUT |= {"valid_max", "valid_min", "valid_range"}


def call_xarray(call: Call, inputs: Sequence[Any], out: Any, where: Any) -> Sequence[Any]:
    """Let xarray align and broadcast by name; results have names and units."""
    _refuse_out(call, out, "xarray objects")
    xarray = sys.modules["xarray"]
    results = xarray.apply_ufunc(
        partial(_call_with_where, call.function),
        *(*inputs, where),
        output_core_dims=((),) * len(call.about.fields),
        join=xarray.get_options()["arithmetic_join"],
        dataset_fill_value=np.nan,
        dask="allowed",
    )
    results = results if len(call.about.fields) > 1 else (results,)
    for field, unit, result in zip(call.about.fields, call.about.units, results, strict=True):
        if isinstance(result, xarray.DataArray):
            # Otherwise it would have the name of the first input.
            result.name = field
        for part in result.values() if isinstance(result, xarray.Dataset) else (result,):
            part.attrs = {k: v for k, v in part.attrs.items() if k not in _OF_THE_INPUT}
            part.attrs["units"] = unit
    return results


def call_dask(call: Call, inputs: Sequence[Any], out: Any, where: Any) -> Sequence[Any]:
    """Make arrays of Dask that call the function with each chunk."""
    _refuse_out(call, out, "Dask arrays")
    several = len(call.about.fields) > 1
    if any(np.isnan(size) for x in inputs for size in getattr(x, "shape", ())):
        return _call_with_unknown_chunks(call, inputs, where)
    results = sys.modules["dask.array"].apply_gufunc(
        partial(_call_in_chunk, call.function),
        ",".join(["()"] * (len(inputs) + 1)) + "->" + ",".join(["()"] * len(call.about.fields)),
        *(*inputs, where),
        output_dtypes=[np.float64] * len(call.about.fields) if several else np.float64,
        # Chunks that differ are cut alike, as in sums of arrays.
        allow_rechunk=True,
    )
    return results if several else (results,)


def _call_with_unknown_chunks(call: Call, inputs: Sequence[Any], where: Any) -> Sequence[Any]:
    """Call with columns of Dask's tables, whose lengths nobody knows before they are computed."""
    operands = (*inputs, where)
    lazy = sys.modules["dask.array"].Array
    counts = {x.numblocks for x in operands if isinstance(x, lazy)}
    other = next((x for x in operands if not isinstance(x, lazy) and np.ndim(x)), None)
    if len(counts) > 1 or other is not None:
        raise ValueError(
            f"{call.about.name}() cannot tell which rows belong together: the sizes of some chunks "
            "are not known. Give numbers and columns of one table of Dask, or call "
            "compute_chunk_sizes() of the arrays first"
        )
    several = len(call.about.fields) > 1
    together = sys.modules["dask.array"].map_blocks(
        partial(_call_with_rows, call.function, several),
        *operands,
        dtype=np.float64,
        meta=np.empty((0, 0) if several else (0,)),
        **({"new_axis": 0, "chunks": (len(call.about.fields), np.nan)} if several else {}),
    )
    return [together[i] for i in range(len(call.about.fields))] if several else (together,)


def _call_with_rows(function: Any, several: bool, *operands: Any) -> Any:
    """Call a function with chunks of as many rows each; several results become one array."""
    shapes = {np.shape(x) for x in operands if np.ndim(x)}
    if len(shapes) > 1:
        raise ValueError(f"chunks of arrays of unknown sizes differ: {sorted(shapes)}")
    found = _call_in_chunk(function, *operands)
    return np.stack(found) if several else found


def call_dask_table(call: Call, inputs: Sequence[Any], out: Any, where: Any) -> Sequence[Any]:
    """Make columns of Dask's tables, which call the function with each partition."""
    _refuse_out(call, out, "columns of Dask")
    import dask.dataframe as dd

    fields = list(call.about.fields)
    several = len(fields) > 1
    meta: Any = dict.fromkeys(fields, np.float64) if several else (fields[0], np.float64)
    found = dd.map_partitions(
        partial(_call_in_partition, call.function, fields),
        *(*inputs, where),
        meta=meta,
        enforce_metadata=False,
    )
    return [found[field] for field in fields] if several else (found,)


def _call_in_partition(function: Any, fields: list[str], *operands: Any) -> Any:
    """Call a function with columns of pandas; several results become a table."""
    found = _call_in_chunk(function, *operands)
    if len(fields) == 1:
        return found.rename(fields[0])
    import pandas as pd

    return pd.DataFrame(dict(zip(fields, found, strict=True)))


def _refuse_out(call: Call, out: Any, kind: str) -> None:
    if out is not None:
        raise TypeError(f"{call.about.name}() takes no out= with {kind}")


def _call_with_where(function: Callable[..., Any], *operands: Any) -> Any:
    """Call a function whose last operand is `where`."""
    return function(*operands[:-1], where=operands[-1])


def _call_in_chunk(function: Any, *operands: Any) -> Any:
    """Call a function with parts of arrays, and do not name the row of a part as one of theirs."""
    if function.keywords["threads"] is None:
        # Dask runs the chunks in parallel already.
        function = partial(function, threads=1)
    try:
        return _call_with_where(function, *operands)
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
    outs = out if isinstance(out, tuple) else (out,) * len(call.about.fields)
    data = tuple(None if target is None else np.ma.getdata(target) for target in outs)
    results = call(
        *map(_unmasked, inputs),
        out=data if isinstance(out, tuple) else data[0],
        where=~mask & chosen,
    )
    pairs = zip(results, outs, strict=True)
    return [_masked(result, target, mask, chosen) for result, target in pairs]


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
