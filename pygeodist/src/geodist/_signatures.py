"""Calls whose arguments do not fit: what the function takes, beside what Python says of them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    F = TypeVar("F", bound=Callable[..., Any])
    C = TypeVar("C", bound=type)


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
    return f"{called}() {said}; it takes {', '.join(takes)}"
