"""Units that come with numbers: quantities of Astropy and pint, and xarray's attribute `units`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from re import Pattern


class _Unit(NamedTuple):
    """A unit that geodist computes in."""

    name: str
    symbol: str
    # What it measures, in the words of Astropy, and the root of these units in those of pint.
    kinds: tuple[str, str]
    # What xarray's attribute may say, and the factor that makes this unit of it.
    spellings: dict[Pattern[str], float]


_DEGREES = _Unit(
    "degrees",
    "deg",
    ("angle", "radian"),
    {
        # https://cfconventions.org, sections 4.1 and 4.2: latitude and longitude
        re.compile("°|deg|degrees?(_?(?P<side>north|n|east|e|true|t))?", re.IGNORECASE): 1,
        re.compile("rad|radians?", re.IGNORECASE): 180 / np.pi,
    },
)
_METRES = _Unit(
    "metres",
    "m",
    ("length", "meter"),
    {re.compile("m|met(er|re)s?"): 1, re.compile("km|kilomet(er|re)s?"): 1000},
)
_NUMBER = _Unit("a number without a unit", "", ("dimensionless",) * 2, {re.compile("1"): 1})

_SIDES = {"n": "lat", "e": "lon"}


def has_units(kind: type) -> bool:
    """Tell whether this type is of quantities, which know their unit and convert it."""
    return hasattr(kind, "to") and (hasattr(kind, "unit") or hasattr(kind, "units"))


def _may_have_units(kind: type) -> bool:
    """Tell whether an item of a list of this type has a unit, or items that have one."""
    return (
        has_units(kind)
        or kind in (list, tuple)
        or (hasattr(kind, "dims") and hasattr(kind, "attrs"))
    )


def _item_without_units(item: Any, name: str) -> Any:
    """Convert an item of a list; an array of xarray would go on saying the unit that it had."""
    numbers = without_units(item, name)
    return numbers.values if hasattr(numbers, "dims") and hasattr(numbers, "attrs") else numbers


def without_units(values: Any, name: str) -> Any:
    """
    Convert what has a unit to degrees or metres, and leave anything else as it is.

    Parameters
    ----------
    values : object
        An argument: what may have a unit is a quantity of Astropy or pint, a list of these, a
        column of them in pandas, or an object of xarray.
    name : str
        The name of the argument, which says what it is: an angle, a length or a number.

    Returns
    -------
    object
        Numbers, or what holds them: pandas' and xarray's objects keep their labels.

    Raises
    ------
    TypeError
        The unit measures something else, or is not known.

    Examples
    --------
    >>> from astropy import units
    >>> float(without_units(2 * units.km, "h"))
    2000.0
    >>> without_units(2 * units.km, "lat1")
    Traceback (most recent call last):
        ...
    TypeError: lat1 must be in degrees, or in a unit that converts to degrees, got km
    """
    kind = type(values)
    if kind is list or kind is tuple:
        if any(map(_may_have_units, set(map(type, values)))):
            return [_item_without_units(item, name) for item in values]
        return values
    if has_units(kind):
        return _of_quantity(values, name)
    if getattr(getattr(values, "dtype", None), "units", None) is not None:
        # pandas with numbers of pint; a Series has labels.
        numbers = _of_quantity(getattr(values, "array", values), name)
        return kind(numbers, index=values.index) if hasattr(values, "index") else numbers
    xarray = sys.modules.get("xarray")
    if xarray is None:
        return values
    if isinstance(values, xarray.Dataset):
        return values.map(without_units, keep_attrs=True, args=(name,))
    return (
        _of_xarray(values, name)
        if isinstance(values, xarray.DataArray | xarray.Variable)
        else values
    )


def _expected(name: str) -> _Unit:
    """Say what unit an argument of this name is in; that of a column may be the last word."""
    word = name.rpartition(" ")[2]
    if word.startswith(("lat", "lon", "azi", "array")):
        return _DEGREES
    return _NUMBER if word == "fraction" else _METRES


def _of_quantity(values: Any, name: str) -> Any:
    unit = values.unit if hasattr(type(values), "unit") else values.units
    expected = _expected(name)
    if unit is None:
        numbers = values  # a column of Astropy
    elif not _measures(values, unit, expected):
        raise _refusal(name, expected, unit)
    else:
        # Columns of Astropy, and of pint in pandas, have a quantity.
        converted = getattr(values, "quantity", values).to(expected.symbol)
        numbers = converted.magnitude if hasattr(converted, "magnitude") else converted.value
    if isinstance(values, np.ma.MaskedArray) or hasattr(numbers, "unmasked"):
        return np.ma.array(getattr(numbers, "unmasked", numbers), mask=values.mask)
    return np.asarray(numbers) if isinstance(numbers, np.ndarray) else numbers


def _measures(values: Any, unit: Any, expected: _Unit) -> bool:
    """Tell whether a unit is of this kind: pint would make an angle of any number."""
    astropy, pint = expected.kinds
    if hasattr(unit, "physical_type"):
        return bool(unit.physical_type == astropy)
    try:
        return str((1 * values.units).to_root_units().units) == pint
    except Exception:  # of the library: it is no unit to multiply with
        return False


def _of_xarray(values: Any, name: str) -> Any:
    if has_units(type(values.data)):
        return values.copy(data=_of_quantity(values.data, name))
    unit = str(values.attrs.get("units", ""))
    if not unit:
        return values
    expected = _expected(name)
    for spelling, factor in expected.spellings.items():
        match = spelling.fullmatch(unit)
        if match is None:
            continue
        side = (match.groupdict().get("side") or "").lower()[:1]
        if side in _SIDES and name.startswith(("lat", "lon")) and not name.startswith(_SIDES[side]):
            raise TypeError(f"{name} has the units {unit!r}; latitude and longitude swapped?")
        return values if factor == 1 else values.copy(data=values.data * factor)
    raise _refusal(name, expected, unit)


def _refusal(name: str, expected: _Unit, unit: Any) -> TypeError:
    wanted = expected.name
    also = f", or in a unit that converts to {wanted}" if expected.symbol else ""
    verb = "be in" if expected.symbol else "be"
    return TypeError(f"{name} must {verb} {wanted}{also}, got {str(unit) or 'dimensionless'}")
