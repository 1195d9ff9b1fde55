"""The examples in the docstrings of public functions run."""

from __future__ import annotations

import inspect
from importlib.util import find_spec
from typing import Any

import pytest
from doctests import run_examples

import geodist as gd

MODULES: list[Any] = [gd, gd.dask, gd.tracks]
if all(map(find_spec, ("duckdb", "pyarrow"))):
    MODULES.append(gd.duckdb)
DOCUMENTED: dict[str, Any] = {
    f"{module.__name__}.{name}": getattr(module, name)
    for module in MODULES
    for name in module.__all__
    if inspect.isroutine(getattr(module, name))
}
FUNCTIONS = list(DOCUMENTED)
DOCUMENTED["geodist.ufuncs"] = gd.ufuncs


@pytest.mark.parametrize("name", DOCUMENTED)
def test_examples(name: str) -> None:
    assert run_examples(DOCUMENTED[name].__doc__, name)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_help_tells_the_signature(name: str) -> None:
    assert inspect.signature(DOCUMENTED[name]) is not None
