"""Arrays of real numbers of what callers give: one rule for what is a number, and what is missing."""

from __future__ import annotations

import sys
from types import NoneType
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._columns.units import has_units, without_units

if TYPE_CHECKING:
    from geodist._typing import FloatArray

# NumPy has one such object, but for other orders of bytes.
_FLOAT64 = np.dtype(np.float64)
_REMEDY = "; convert it, for example with numpy.asarray(x, float) or pandas.to_numeric(x)"


def holds_points(value: Any) -> bool:
    """Tell whether it has columns of coordinates, as `Points`, an index or a table may have.

    Those of shapes are of their vertices, and so no points.
    """
    return (
        hasattr(value, "lat") and hasattr(value, "lon") and not hasattr(type(value), "ring_offsets")
    )


def is_set_of_points(value: Any) -> bool:
    """Tell whether it holds points and is not a column, which may have coordinates in xarray."""
    if not holds_points(value):
        return False
    return not hasattr(type(value), "dtype") or bool(getattr(value.dtype, "names", None))


def real_number(value: Any, name: str) -> float:
    """Make a float of an argument, in degrees or metres if it has a unit, but not of text.

    >>> real_number("5", "max_distance")
    Traceback (most recent call last):
        ...
    TypeError: max_distance must be a number, got str
    """
    plain = without_units(value, name)
    try:
        if not isinstance(plain, str | bytes | bytearray):
            return float(plain)
    except TypeError:
        pass
    raise TypeError(f"{name} must be a number, got {type(value).__name__}")


def real_array(values: Any, name: str) -> FloatArray:
    """Make a float64 array, of a column of a library of tables too; what is missing becomes NaN.

    Missing is what is masked, null, None, NaN or pandas' NA. Numbers are those of Python, Decimal
    among them, and of NumPy. Text is not, even if it reads like one. What has a unit is converted
    to degrees or metres, by the name.

    Parameters
    ----------
    values : array_like
        What the caller gave. It is not copied if it is an array of float64 already.
    name : str
        What messages call it.

    Returns
    -------
    ndarray of float64
        The numbers.

    Raises
    ------
    TypeError
        It holds something else; for objects, the first one that is not a number is named.

    Examples
    --------
    >>> from decimal import Decimal
    >>> real_array([1, None, Decimal("0.5")], "lat").tolist()
    [1.0, nan, 0.5]
    >>> real_array([1, "2"], "lat")
    Traceback (most recent call last):
        ...
    TypeError: lat must hold real numbers, got '2' (index 1); convert it, ...
    """
    if type(values) is np.ndarray and values.dtype is _FLOAT64:
        return values
    if is_set_of_points(values):
        kind = type(values).__name__
        raise TypeError(f"{name} must hold real numbers, got {kind}; give its lat and lon")
    values = without_units(values, name)
    if isinstance(values, np.ma.MaskedArray):
        return _of_masked(values, name)
    if getattr(getattr(values, "dtype", None), "_is_numeric", False):
        # pandas' own types: as arrays they may be objects.
        return np.asarray(values.to_numpy(dtype=np.float64, na_value=np.nan))
    polars = type(values).__module__.startswith("polars.")
    array = _array_of_polars(values, name) if polars else np.asarray(values)
    if array.dtype.kind in "SU" and isinstance(values, list | tuple | str | bytes):
        # NumPy makes text of the numbers beside a text.
        array = np.asarray(values, dtype=object)
    if array.size == 0 and not hasattr(values, "dtype"):
        array = array.astype(np.float64)
    if array.dtype.kind == "O":
        return _of_objects(array, name)
    if array.dtype.kind not in "biuf":
        kind, dtype = type(values).__name__, getattr(values, "dtype", array.dtype)
        remedy = "; convert it, for example with .cast(polars.Float64)" if polars else _REMEDY
        raise TypeError(f"{name} must hold real numbers, got {kind} of dtype {dtype}{remedy}")
    return array.astype(np.float64, copy=False)


def _array_of_polars(values: Any, name: str) -> Any:
    kind = type(values).__name__
    if kind == "Expr":
        raise TypeError(
            f"{name} must hold real numbers, got a Polars expression; this function needs the "
            "data, for example frame['a']"
        )
    if kind == "Series" and str(values.dtype).startswith("Struct"):
        # NumPy would make a matrix of its fields.
        raise TypeError(
            f"{name} must hold real numbers, got Series of dtype {values.dtype}; "
            "give one of its fields, for example .struct.field('lat')"
        )
    return np.asarray(values)


def real_array_where(values: Any, name: str, where: Any) -> FloatArray:
    """Make an array as `real_array`, without a look at the Python objects that `where` leaves out.

    >>> real_array_where(np.array([1.5, "2"], object), "lat", np.array([True, False])).tolist()
    [1.5, nan]
    """
    # Polars writes it with a capital letter.
    if where is not True and str(getattr(values, "dtype", "")).lower() == "object":
        masked = isinstance(values, np.ma.MaskedArray)
        objects = np.where(values.mask, np.nan, values.data) if masked else np.asarray(values)
        values = _without_excluded(objects, np.asarray(where, np.bool_))
    return real_array(values, name)


def _without_excluded(objects: np.ndarray[Any, Any], kept: Any) -> Any:
    # A row that goes with several is left out if it is in all.
    kept = kept.any(axis=tuple(range(kept.ndim - objects.ndim)))
    for axis in range(-kept.ndim, 0):
        if objects.shape[axis] == 1:
            kept = kept.any(axis=axis, keepdims=True)
    try:
        return np.where(kept, objects, np.nan)
    except ValueError:
        return objects  # The shapes are for the function to refuse.


def _of_masked(values: np.ma.MaskedArray[Any, Any], name: str) -> FloatArray:
    data, mask = np.ma.getdata(values), np.ma.getmaskarray(values)
    if data.dtype.kind == "O":
        # What is masked may be anything.
        data = np.where(mask, np.nan, data)
    array = real_array(data, name)
    return np.where(mask, np.nan, array) if mask.any() else array


def _of_objects(array: np.ndarray[Any, Any], name: str) -> FloatArray:
    """Make numbers of Python objects, looking at each type once rather than at each object."""
    flat = array.reshape(-1).tolist()
    kinds = set(map(type, flat))
    missing = {kind for kind in kinds if kind in _missing_types()}
    quantities = kinds - missing
    # A number beside them would have a unit that nobody knows, and the name of a column of a
    # table, which is in quotes, does not say what it measures.
    if quantities and name[:1] not in "'\"" and all(map(has_units, quantities)):
        flat = [v if type(v) in missing else without_units(v, name) for v in flat]
        kinds = set(map(type, flat))
    wrong = {kind for kind in kinds - missing if not _is_number(kind)}
    if array.ndim == 0:
        # An argument that is None was forgotten, rather than missing.
        wrong |= kinds & {NoneType}
    if wrong:
        row = next(i for i, value in enumerate(flat) if type(value) in wrong)
        raise TypeError(_refusal(array, row, name) + _REMEDY)
    if missing:
        flat = [np.nan if type(value) in missing else value for value in flat]
    try:
        return np.array(flat, dtype=np.float64).reshape(array.shape)
    except (OverflowError, ValueError) as error:
        row = next(i for i, value in enumerate(flat) if not _fits(value))
        raise TypeError(_refusal(array, row, name)) from error


def _missing_types() -> set[type]:
    pandas = sys.modules.get("pandas")
    return {NoneType} if pandas is None else {NoneType, type(pandas.NA)}


def _is_number(kind: type) -> bool:
    from decimal import Decimal
    from numbers import Real

    return issubclass(kind, Real | Decimal | np.bool_) and not issubclass(kind, np.timedelta64)


def _fits(value: Any) -> bool:
    try:
        float(value)
    except (OverflowError, ValueError):
        return False
    return True


def _refusal(array: np.ndarray[Any, Any], flat: int, name: str) -> str:
    from reprlib import repr as shorten

    value = shorten(array.reshape(-1)[flat])
    if array.ndim == 0:
        return f"{name} must hold real numbers, got {value}"
    index = tuple(map(int, np.unravel_index(flat, array.shape)))
    where = index[0] if array.ndim == 1 else index
    return f"{name} must hold real numbers, got {value} (index {where})"
