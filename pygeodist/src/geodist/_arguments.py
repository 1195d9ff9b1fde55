"""Single numbers among the arguments: what is none is refused by the name of the argument."""

from __future__ import annotations

import operator
from typing import Any


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


def real_number(value: Any, name: str) -> float:
    """Make a float of an argument, but of no text.

    >>> real_number("5", "max_distance")
    Traceback (most recent call last):
        ...
    TypeError: max_distance must be a number, got str
    """
    try:
        if not isinstance(value, str | bytes | bytearray):
            return float(value)
    except TypeError:
        pass
    raise TypeError(f"{name} must be a number, got {type(value).__name__}")


def thread_count(threads: Any) -> int:
    """Give the core's 0 for the default."""
    if threads is None:
        return 0
    count = whole_number(threads, "threads")
    if not 1 <= count <= 1024:
        raise ValueError(f"threads must be None or between 1 and 1024, got {count}")
    return count
