"""Calls with columns of pandas: rows are matched by their labels, results keep them."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geodist._columns.numbers import real_array_where
from geodist._errors import AlignmentWarning, GeodistError
from geodist._warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geodist._calls.functions import Call
    from geodist._typing import FloatArray

_LABELLED = (pd.Series, pd.DataFrame)
_ANGLES = ("lat", "lon")
_COLUMNS = (*_LABELLED, pd.Index, pd.api.extensions.ExtensionArray)


def call_pandas(call: Call, inputs: Sequence[Any], out: Any, where: Any) -> list[Any]:
    """
    Call a function with operands of which at least one is of pandas.

    Parameters
    ----------
    call : Call
        The function.
    inputs, out, where : object
        As of the function.

    Returns
    -------
    list
        The results, of the kind of the inputs: Series or DataFrames.
    """
    _refuse_unlike_frames(inputs)
    labelled = [value for value in inputs if isinstance(value, _LABELLED)]
    if not labelled and isinstance(where, _LABELLED):
        labelled = [where]
    # The labels of all are united, as pandas does in sums.
    axes = [
        reduce(lambda a, b: a if a.equals(b) else a.union(b), labels)
        for labels in zip(*(value.axes for value in labelled), strict=True)
    ]
    moved = [
        i - len(axes)
        for i, axis in enumerate(axes)
        if not all(value.axes[i].equals(axis) for value in labelled)
    ]
    named = dict(zip(call.about.parameters, inputs, strict=True))
    _refuse_positions({**named, "where": where}, type(labelled[0]).__name__ if moved else "", moved)
    arrays = {
        name: _aligned(value, name, axes, where)
        if isinstance(value, (*_COLUMNS, np.ma.MaskedArray))
        else value
        for name, value in named.items()
    }
    if moved:
        _warn_of_strangers(labelled)
        _warn_of_slices(named, arrays, axes[0])
    try:
        results = call(*arrays.values(), out=out, where=_mask(where, axes))
    except GeodistError as error:
        if moved and error.index is not None:
            raise _by_label(error, axes) from None
        raise
    return [
        _wrap(result, field, inputs, labelled, axes)
        for result, field in zip(results, call.about.fields, strict=True)
    ]


def _refuse_unlike_frames(operands: Sequence[Any]) -> None:
    """Refuse DataFrames that pandas would align to nothing, such as df[["lat"]] and df[["lon"]]."""
    frames = [value for value in operands if isinstance(value, pd.DataFrame)]
    if any(frames[0].columns.intersection(frame.columns).empty for frame in frames[1:]):
        names = " and ".join(str(list(frame.columns[:4])) for frame in frames)
        raise TypeError(
            f"DataFrames are aligned on their columns, and {names} have none in common; "
            'give Series: df["lat"] rather than df[["lat"]]'
        )
    if frames and any(isinstance(value, pd.Series) for value in operands):
        raise TypeError(
            "DataFrames and Series cannot be combined; give Series alone: "
            'df["lat"] rather than df[["lat"]]'
        )


def _refuse_positions(operands: Mapping[str, Any], kind: str, moved: Sequence[int]) -> None:
    """Refuse rows without labels beside Series that are reordered: whose rows they are is unknown."""
    for name, value in operands.items():
        shape = () if isinstance(value, _LABELLED) else np.shape(value)
        if any(shape[axis] > 1 for axis in moved if -axis <= len(shape)):
            raise ValueError(
                f"{name} has rows without labels, beside {kind} whose labels (index) differ and are "
                f"matched; give a {kind}, or to_numpy() of all to go by position"
            )


def _warn_of_strangers(labelled: Sequence[Any]) -> None:
    """Warn of rows that have no label in common with the others: all results are missing."""
    indexes = [value.index for value in labelled if len(value)]
    if len(indexes) < 2:
        return
    if not len(reduce(lambda a, b: a if a.equals(b) else a.intersection(b), indexes)):
        kind = type(labelled[0]).__name__
        warn(
            f"rows of {kind} are matched by their labels (index), and none is in all of them, so that "
            "every result is missing; give to_numpy() of all to go by position; for one row against "
            "all others, give its numbers or a Point",
            AlignmentWarning,
        )


def _warn_of_slices(named: Mapping[str, Any], arrays: Mapping[str, Any], axis: Any) -> None:
    """Warn of Series such as lat[:-1] and lat[1:], whose labels match each row with itself."""
    if not all(isinstance(named.get(f"{what}{i}"), pd.Series) for what in _ANGLES for i in "12"):
        return
    for what in _ANGLES:
        one, other = named[f"{what}1"].index, named[f"{what}2"].index
        shift = len(axis) - len(one)
        slices = (
            (one[shift:], other[: len(other) - shift]),
            (other[shift:], one[: len(one) - shift]),
        )
        if shift == 0 or len(one) != len(other) or not any(a.equals(b) for a, b in slices):
            return
    apart = sum(np.abs(arrays[f"{what}1"] - arrays[f"{what}2"]) for what in _ANGLES)
    matched = apart[~np.isnan(apart)]
    if matched.size and not matched.any():
        warn(
            "rows were matched by their labels, each point with itself, and all distances are zero: "
            "that happens with slices such as lat[:-1] and lat[1:]; use shift(), which moves values "
            "and leaves their labels, or to_numpy() of all columns to go by position",
            AlignmentWarning,
        )


def _aligned(value: Any, name: str, axes: Sequence[Any], where: Any) -> FloatArray:
    """Make an array of the numbers of a column, where the labels are those of the axes."""
    # What columns of several types have in common are objects.
    column = value.to_numpy() if isinstance(value, pd.DataFrame) else value
    if not isinstance(value, _LABELLED):
        return real_array_where(column, name, _mask(where, axes))
    # Python objects in rows that are left out may be anything.
    mask = _mask(where, value.axes) if column.dtype == object else True
    numbers = real_array_where(column, name, mask)
    plain = pd.DataFrame if isinstance(value, pd.DataFrame) else pd.Series
    aligned: FloatArray = _reindexed(plain(numbers, *value.axes, copy=False), axes).to_numpy()
    return aligned


def _reindexed(value: Any, axes: Sequence[Any], **fill: Any) -> Any:
    """Put the rows, and columns, where the labels are those of the axes."""
    return value.reindex(**dict(zip(("index", "columns"), axes, strict=False)), **fill)


def _mask(where: Any, axes: Sequence[Any]) -> Any:
    """Make an array of `where`; rows that it does not have, or not know of, are left out."""
    if not isinstance(where, _COLUMNS):
        return where
    if isinstance(where, pd.DataFrame) and len(axes) != 2:
        raise TypeError("where must be a Series beside Series, got a DataFrame")
    if isinstance(where, _LABELLED):
        where = _reindexed(where, axes[: where.ndim], fill_value=False)
    table = pd.DataFrame(where)
    if not all(map(pd.api.types.is_bool_dtype, table.dtypes)):
        raise TypeError(f"where must hold booleans, got {type(where).__name__} of other values")
    mask = table.to_numpy(dtype=np.bool_, na_value=False)
    return mask if isinstance(where, _LABELLED) and len(axes) == 2 else mask[:, 0]


def _by_label(error: GeodistError, axes: Sequence[Any]) -> GeodistError:
    """Name the row by its label: where it came to stand is not where it stands for the caller."""
    index: Any = error.index if isinstance(error.index, tuple) else (error.index,)
    # A matrix has more dimensions, and these come first.
    index = index[len(index) - len(axes) :]
    if not all(i < len(axis) for i, axis in zip(index, axes, strict=True)):
        return error
    labels = ", ".join(repr(axis[i]) for i, axis in zip(index, axes, strict=True))
    return type(error)(str(error).replace(f"index {error.index}", f"label {labels}"), error.value)


def _wrap(
    result: Any, field: str, inputs: Sequence[Any], labelled: Sequence[Any], axes: Sequence[Any]
) -> Any:
    """Make of an array what the inputs are."""
    if np.ndim(result) != max(len(axes), 1):
        return result  # a Series against a matrix
    shape = tuple(map(len, axes))
    if axes and result.shape != shape:
        kind = type(labelled[0]).__name__
        raise ValueError(f"a {kind} of shape {shape} does not broadcast to {result.shape}")
    dtype = result_dtype(getattr(value, "dtype", None) for value in inputs)
    if not labelled:
        if any(isinstance(value, pd.Index) for value in inputs):
            return pd.Index(result, dtype=dtype, name=field)
        return result if dtype is None else pd.array(result, dtype=dtype)
    whole = labelled[0]._constructor(result, *axes, copy=False)
    if len(axes) == 2:
        frames = [value for value in inputs if isinstance(value, pd.DataFrame)]
        types = [pair for f in frames for pair in zip(f.columns, f.dtypes, strict=True)]
        chosen = {k: result_dtype(d for label, d in types if label == k) for k in whole}
        whole = whole.astype({k: dtype for k, dtype in chosen.items() if dtype})
    elif dtype is not None:
        whole = whole.astype(dtype)
    if len(labelled) == 1:
        # The attributes and flags of the input, where this is one, as pandas does.
        whole = whole.__finalize__(labelled[0])
    if len(axes) == 1:
        whole.name = field
    return whole


def result_dtype(dtypes: Iterable[Any]) -> Any:
    """Choose the type of a result, of those that can say missing if an input is of one."""
    given = [dtype for dtype in dtypes if getattr(dtype, "na_value", None) is pd.NA]
    if not given:
        return None
    return "double[pyarrow]" if any(isinstance(d, pd.ArrowDtype) for d in given) else "Float64"
