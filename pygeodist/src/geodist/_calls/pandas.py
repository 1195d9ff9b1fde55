"""Calls with columns of pandas: rows are matched by their labels, results keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geodist._columns.numbers import real_array_where
from geodist._errors import AlignmentWarning, GeodistError
from geodist._warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geodist._calls.call import Call
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
    axes = _common_axes(labelled)
    named = dict(zip(call.parameters, inputs, strict=True))
    moved = any(_moved(value, axes) for value in labelled)
    if moved:
        _refuse_positions({**named, "where": where}, labelled, axes)
    arrays = {
        name: _aligned(value, name, axes, where)
        if isinstance(value, (*_COLUMNS, np.ma.MaskedArray))
        else value
        for name, value in named.items()
    }
    if moved:
        _warn_of_slices(named, arrays, axes)
    try:
        results = call(*arrays.values(), out=out, where=_mask(where, axes))
    except GeodistError as error:
        if moved and error.index is not None:
            raise _by_label(error, axes) from None
        raise
    return [
        _wrap(result, field, inputs, labelled, axes)
        for result, field in zip(results, call.fields, strict=True)
    ]


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
            "DataFrames and Series cannot be combined; give Series alone, "
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


def _reindexed(value: Any, axes: Sequence[Any], **fill: Any) -> Any:
    """Put the rows, and columns, where the labels are those of the axes."""
    return value.reindex(**dict(zip(("index", "columns"), axes, strict=False)), **fill)


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
        shape = () if isinstance(value, _LABELLED) else np.shape(value)
        if any(shape[axis] > 1 for axis in moved if -axis <= len(shape)):
            kind = type(labelled[0]).__name__
            raise ValueError(
                f"{name} has rows without labels, beside {kind} whose labels (index) differ and are "
                f"matched; give a {kind}, or to_numpy() of all to go by position"
            )


def _warn_of_slices(
    named: Mapping[str, Any], arrays: Mapping[str, Any], axes: Sequence[Any]
) -> None:
    """Warn of Series such as lat[:-1] and lat[1:], whose labels match each row with itself."""
    if not all(isinstance(named.get(f"{what}{i}"), pd.Series) for what in _ANGLES for i in "12"):
        return
    for what in _ANGLES:
        early, late = named[f"{what}1"].index, named[f"{what}2"].index
        if len(early) != len(late) or len(late) == 0 or early.equals(late):
            return
        if late[0] not in early:
            early, late = late, early
        # How far one is shifted against the other, if that is all.
        shift = early.get_indexer_for(late[:1])[0]
        if (
            shift < 1
            or len(axes[0]) != len(early) + shift
            or not early[shift:].equals(late[:-shift])
        ):
            return
    apart = sum(np.abs(arrays[f"{what}1"] - arrays[f"{what}2"]) for what in _ANGLES)
    matched = apart[~np.isnan(apart)]
    if matched.size and not matched.any():
        warn(
            "rows were matched by their labels, each point with itself, as those of lat[:-1] and "
            "lat[1:] are: all distances are zero; use shift(), which moves values and leaves their "
            "labels, or to_numpy() of all to go by position",
            AlignmentWarning,
        )


def _aligned(value: Any, name: str, axes: Sequence[Any], where: Any) -> FloatArray:
    """Make an array of the numbers of a column, where the labels are those of the axes."""
    own = value.axes if isinstance(value, _LABELLED) else axes
    # Python objects in rows that are left out may be anything.
    kinds = value.dtypes.tolist() if isinstance(value, pd.DataFrame) else [value.dtype]
    mask = _mask(where, own) if np.dtype(object) in kinds else True
    if isinstance(value, pd.DataFrame):
        numbers = np.empty(value.shape)
        for i, part in enumerate(_columns_of(mask, value.shape)):
            label = f"column {value.columns[i]!r} of {name}"
            numbers[:, i] = real_array_where(value.iloc[:, i], label, part)
    else:
        numbers = real_array_where(value, name, mask)
    if own is not axes and _moved(value, axes):
        plain = pd.DataFrame if isinstance(value, pd.DataFrame) else pd.Series
        numbers = _reindexed(plain(numbers, *own), axes).to_numpy()
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
    if isinstance(where, pd.DataFrame) and len(axes) != 2:
        raise TypeError("where must be a Series beside Series, got a DataFrame")
    if isinstance(where, _LABELLED):
        where = _reindexed(where, axes[: where.ndim], fill_value=False)
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
        known = {label for label, given in types if result_dtype([given])}
        whole = whole.astype(
            {k: result_dtype(d for label, d in types if label == k) for k in known}
        )
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
