"""Functions for Spark's Python workers: all use one instruction set."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from geodist.spark.calls import active_instructions

if TYPE_CHECKING:
    from collections.abc import Callable


def on_workers(function: Callable[..., Any], *state: Any) -> Callable[..., Any]:
    """Make a function for workers of one of a module here, and what it needs besides its argument.

    Distances may differ in their last bits from one instruction set to another, so workers are
    given the one of this process. A function defined here is pickled by value: it sets the variable
    before it imports geodist.
    """
    key, payload, instructions = uuid4().hex, pickle.dumps((function, state)), active_instructions()

    def run(*data: Any) -> Any:
        import os

        os.environ.setdefault("GEODIST_ISA", instructions)
        from geodist.spark.calls import call

        return call(key, payload, instructions, *data)

    return run
