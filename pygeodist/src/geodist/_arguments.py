"""Arguments of calls: counts, boxes and paths, and what a function takes where a call does not fit."""

from __future__ import annotations

import math
import operator
import os
import sys
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from geodist._geodist_core import BoundingBox

if TYPE_CHECKING:
    from collections.abc import Callable

    F = TypeVar("F", bound=Callable[..., Any])
    C = TypeVar("C", bound=type)


def whole_number(value: Any, name: str) -> int:
    """Make an int of an argument.

    >>> whole_number(1.5, "k")
    Traceback (most recent call last):
        ...
    TypeError: k must be an integer, got float
    """
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, got {type(value).__name__}") from None


def checked_box(bbox: Any) -> BoundingBox | None:
    """Refuse anything but a BoundingBox: four numbers do not say their order.

    >>> checked_box((0, 0, 1, 1))
    Traceback (most recent call last):
        ...
    TypeError: bbox must be a BoundingBox(min_lat, min_lon, max_lat, max_lon), got tuple
    """
    if bbox is None or isinstance(bbox, BoundingBox):
        return bbox
    raise TypeError(
        f"bbox must be a BoundingBox(min_lat, min_lon, max_lat, max_lon), got {type(bbox).__name__}"
    )


def thread_count(threads: Any) -> int:
    """Give the core's 0 for the default."""
    if threads is None:
        return 0
    count = whole_number(threads, "threads")
    if not 1 <= count <= 1024:
        raise ValueError(f"threads must be None or between 1 and 1024, got {count}")
    return count


def checked_flag(value: Any, name: str) -> bool:
    """Take True or False.

    >>> checked_flag("yes", "directed")
    Traceback (most recent call last):
        ...
    TypeError: directed must be True or False, got 'yes'
    """
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return bool(value)


def checked_metres(
    value: Any, name: str, *, unit: str = "metres", above_zero: bool = False
) -> float:
    """Take a length, or a duration: a number that is not negative; infinity is one.

    With `above_zero` it is finite and not 0.

    >>> checked_metres(-1, "eps")
    Traceback (most recent call last):
        ...
    ValueError: eps must be a number of metres, not negative, got -1
    """
    if isinstance(value, bool | np.bool_ | str):
        raise TypeError(f"{name} must be a number of {unit}, got {type(value).__name__}")
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be a number of {unit}, got {type(value).__name__}") from None
    if above_zero and not 0 < number < math.inf:
        raise ValueError(f"{name} must be a number of {unit} above 0, got {value}")
    if math.isnan(number) or number < 0:
        raise ValueError(f"{name} must be a number of {unit}, not negative, got {value}")
    return number


def checked_path(path: Any) -> str:
    r"""Make a str of a path that the system takes.

    >>> checked_path(5)
    Traceback (most recent call last):
        ...
    TypeError: path must be a str or path-like, got int
    >>> checked_path("a\0b")
    Traceback (most recent call last):
        ...
    ValueError: path has a null character: 'a\x00b'
    """
    try:
        name = os.fsdecode(path)
    except TypeError:
        raise TypeError(f"path must be a str or path-like, got {type(path).__name__}") from None
    if "\0" in name:
        raise ValueError(f"path has a null character: {name!r}")
    os.fsencode(name)  # raises UnicodeEncodeError, as open() does
    return name


def is_of(module: str, kind: str, value: Any) -> bool:
    """Tell whether a value is of a class, without importing the library that has it.

    >>> is_of("fractions", "Fraction", 5), is_of("library_that_nobody_has", "Table", 5)
    (False, False)
    """
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(value, getattr(loaded, kind))


def explained(function: F) -> F:
    """Add to the error of a call that does not fit which arguments the function takes.

    >>> @explained
    ... def area(lat, lon, *, closed=True): ...
    >>> area(1, 2, close=True)
    Traceback (most recent call last):
        ...
    TypeError: area() got an unexpected keyword argument 'close'...; it takes lat, lon, closed
    """

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except TypeError as error:
            # An error of the function itself comes from a frame of its own.
            if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                raise
            message = _explanation(function, error)
        raise TypeError(message)

    return call  # type: ignore[return-value]


def explained_methods(cls: C) -> C:
    """Do so for the constructor and the public methods of a class."""
    for name, value in list(vars(cls).items()):
        if name.startswith("_") and name not in {"__init__", "__new__"}:
            continue
        if isinstance(value, classmethod | staticmethod):
            setattr(cls, name, type(value)(explained(value.__func__)))
        elif callable(value):
            setattr(cls, name, explained(value))
    return cls


def _explanation(function: Callable[..., Any], error: TypeError) -> str:
    from inspect import signature

    owner, _, name = function.__qualname__.rpartition(".")
    said = str(error).removeprefix(f"{function.__qualname__}()").lstrip()
    takes = [p for p in signature(function).parameters if p not in {"self", "cls"}]
    called = owner if name in {"__init__", "__new__"} else name
    return f"{called}() {said}; it takes {', '.join(takes) or 'no arguments'}"
