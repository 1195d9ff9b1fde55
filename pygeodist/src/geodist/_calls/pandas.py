"""Calls with columns of pandas: rows are matched by their labels, results keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geodist._columns.numbers import real_array_where
from geodist._errors import GeodistError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geodist._typing import FloatArray

_COLUMNS = (pd.Series, pd.DataFrame, pd.Index, pd.api.extensions.ExtensionArray)


def call_pandas(
    fields: Sequence[str],
    function: Callable[..., Any],
    parameters: Sequence[str],
    inputs: Sequence[Any],
    out: Any,
    where: Any,
) -> list[Any]:
    """
    Call a function with operands of which at least one is of pandas.

    Parameters
    ----------
    fields : sequence of str
        The names of the results.
    function : callable
        The function for arrays.
    parameters : sequence of str
        The names of the inputs.
    inputs, out, where : object
        As of the function.

    Returns
    -------
    list
        The results: Series, or what else the inputs are.
    """
    _refuse_unlike_frames(inputs)
    labelled = [value for value in inputs if isinstance(value, pd.Series | pd.DataFrame)]
    if not labelled and isinstance(where, pd.Series | pd.DataFrame):
        labelled = [where]
    axes = _common_axes(labelled)
    named = dict(zip(parameters, inputs, strict=True))
    _refuse_positions({**named, "where": where}, labelled, axes)
    mask = _mask(where, axes)
    arrays = [
        _aligned(value, name, axes, where) if _is_column(value) else value
        for name, value in named.items()
    ]
    try:
        results = function(*arrays, out=out, where=mask)
    except GeodistError as error:
        if error.index is not None and any(_moved(value, axes) for value in labelled):
            raise _by_label(error, axes) from None
        raise
    if len(fields) == 1:
        results = (results,)
    return [
        _wrap(result, field, inputs, labelled, axes)
        for result, field in zip(results, fields, strict=True)
    ]


def _is_column(value: Any) -> bool:
    return isinstance(value, (*_COLUMNS, np.ma.MaskedArray))


def _refuse_unlike_frames(operands: Sequence[Any]) -> None:
    """Refuse DataFrames that pandas would align to nothing, as df[["lat"]] and df[["lon"]]."""
    frames = [value for value in operands if isinstance(value, pd.DataFrame)]
    if any(frames[0].columns.intersection(frame.columns).empty for frame in frames[1:]):
        names = " and ".join(str(list(frame.columns[:4])) for frame in frames)
        raise TypeError(
            f"DataFrames are aligned on their columns, and {names} have none in common; "
            'give Series, as df["lat"] rather than df[["lat"]]'
        )
    if frames and any(isinstance(value, pd.Series) for value in operands):
        raise TypeError(
            "DataFrames and Series do not go together; give Series alone, "
            'as df["lat"] rather than df[["lat"]]'
        )


def _common_axes(labelled: Sequence[Any]) -> list[Any]:
    """Unite the labels of all, as pandas does in sums."""
    axes = list(labelled[0].axes) if labelled else []
    for value in labelled[1:]:
        axes = [
            mine if mine.equals(other) else mine.union(other)
            for mine, other in zip(axes, value.axes, strict=True)
        ]
    return axes


def _moved(value: Any, axes: Sequence[Any]) -> bool:
    return not all(mine.equals(axis) for mine, axis in zip(value.axes, axes, strict=True))


def _refuse_positions(
    operands: Mapping[str, Any], labelled: Sequence[Any], axes: Sequence[Any]
) -> None:
    """Refuse rows without labels beside Series that are reordered: whose rows they are is unknown."""
    moved = [
        i - len(axes)
        for i, axis in enumerate(axes)
        if not all(value.axes[i].equals(axis) for value in labelled)
    ]
    for name, value in operands.items():
        if not moved or isinstance(value, pd.Series | pd.DataFrame):
            continue
        shape = np.shape(value)
        if any(shape[axis] > 1 for axis in moved if -axis <= len(shape)):
            kind = type(labelled[0]).__name__
            raise ValueError(
                f"{name} has rows without labels, beside {kind} whose labels (index) differ and are "
                f"matched; give a {kind}, or to_numpy() of all to go by position"
            )


def _aligned(value: Any, name: str, axes: Sequence[Any], where: Any) -> FloatArray:
    """Make an array of the numbers of a column, where the labels are those of the axes."""
    mask: Any = True
    if np.dtype(object) in (
        value.dtypes.tolist() if isinstance(value, pd.DataFrame) else [value.dtype]
    ):
        mask = _mask(where, value.axes if isinstance(value, pd.Series | pd.DataFrame) else axes)
    if isinstance(value, pd.DataFrame):
        masks = _columns_of(mask, value.shape)
        parts = [
            real_array_where(value.iloc[:, i], f"column {value.columns[i]!r} of {name}", masks[i])
            for i in range(value.shape[1])
        ]
        numbers = np.column_stack(parts) if parts else np.empty(value.shape)
        if _moved(value, axes):
            frame = pd.DataFrame(numbers, *value.axes)
            numbers = frame.reindex(index=axes[0], columns=axes[1]).to_numpy()
        return numbers
    numbers = real_array_where(value, name, mask)
    if isinstance(value, pd.Series) and _moved(value, axes):
        numbers = pd.Series(numbers, value.index).reindex(axes[0]).to_numpy()
    return numbers


def _columns_of(mask: Any, shape: tuple[int, int]) -> list[Any]:
    """Give the mask of each column of a DataFrame."""
    try:
        return [True] * shape[1] if mask is True else list(np.broadcast_to(mask, shape).T)
    except ValueError:
        return [True] * shape[1]  # The shapes are for the function to refuse.


def _mask(where: Any, axes: Sequence[Any]) -> Any:
    """Make an array of `where`; rows that it does not have, or not know of, are left out."""
    if not isinstance(where, _COLUMNS):
        return where
    if isinstance(where, pd.Series):
        where = where.reindex(axes[0], fill_value=False)
    elif isinstance(where, pd.DataFrame):
        if len(axes) != 2:
            raise TypeError("where must be a Series beside Series, got a DataFrame")
        where = where.reindex(index=axes[0], columns=axes[1], fill_value=False)
    kinds = where.dtypes if isinstance(where, pd.DataFrame) else [where.dtype]
    if not all(pd.api.types.is_bool_dtype(kind) for kind in kinds):
        raise TypeError(f"where must hold booleans, got {type(where).__name__} of other values")
    mask = where.to_numpy(dtype=np.bool_, na_value=False)
    return mask[:, np.newaxis] if isinstance(where, pd.Series) and len(axes) == 2 else mask


def _by_label(error: GeodistError, axes: Sequence[Any]) -> GeodistError:
    """Name the row by its label: where it came to stand is not where it stands for the caller."""
    index: Any = error.index if isinstance(error.index, tuple) else (error.index,)
    # A matrix has more dimensions, and these come first.
    index = index[len(index) - len(axes) :]
    if not all(i < len(axis) for i, axis in zip(index, axes, strict=True)):
        return error
    labels = [axis[i] for i, axis in zip(index, axes, strict=True)]
    told = ", ".join(map(repr, labels))
    return type(error)(str(error).replace(f"index {error.index}", f"label {told}"), error.value)


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
    if len(axes) == 2:
        return _described(_wrap_frame(result, inputs, labelled, axes), labelled)
    dtype = _result_dtype(getattr(value, "dtype", None) for value in inputs)
    if labelled:
        series = labelled[0]._constructor(result, axes[0], dtype=dtype, copy=False)
        series = _described(series, labelled)
        series.name = field
        return series
    if any(isinstance(value, pd.Index) for value in inputs):
        return pd.Index(result, dtype=dtype, name=field)
    return result if dtype is None else pd.array(result, dtype=dtype)


def _described(result: Any, labelled: Sequence[Any]) -> Any:
    """Give a result the attributes and flags of the input, where this is one, as pandas does."""
    return result.__finalize__(labelled[0]) if len(labelled) == 1 else result


def _wrap_frame(
    result: FloatArray, inputs: Sequence[Any], labelled: Sequence[Any], axes: Sequence[Any]
) -> Any:
    types = [
        (label, dtype)
        for value in inputs
        if isinstance(value, pd.DataFrame)
        for label, dtype in zip(value.columns, value.dtypes, strict=True)
        if _result_dtype([dtype]) is not None
    ]
    if not types:
        return labelled[0]._constructor(result, *axes, copy=False)
    columns = [
        pd.Series(
            result[:, i],
            axes[0],
            dtype=_result_dtype(dtype for other, dtype in types if other == label),
        )
        for i, label in enumerate(axes[1])
    ]
    return labelled[0]._constructor(pd.concat(columns, axis=1).set_axis(axes[1], axis=1))


def _result_dtype(dtypes: Any) -> Any:
    """Choose the type of a result, of those that can say missing if an input is of one."""
    given = [dtype for dtype in dtypes if getattr(dtype, "na_value", None) is pd.NA]
    if not given:
        return None
    return "double[pyarrow]" if any(isinstance(d, pd.ArrowDtype) for d in given) else "Float64"
