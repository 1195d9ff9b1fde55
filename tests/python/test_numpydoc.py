"""Every public docstring is valid numpydoc, by the rules in pyproject.toml, and says what it must."""

from __future__ import annotations

import inspect
import re
import tomllib
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from numpydoc.docscrape import FunctionDoc
from numpydoc.validate import validate

import geodist

if TYPE_CHECKING:
    from collections.abc import Iterator

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
RULES = tomllib.loads(PYPROJECT.read_text("utf-8"))["tool"]["numpydoc_validation"]["checks"]
NAMES = [*geodist.__all__, *(f"tracks.{name}" for name in geodist.tracks.__all__)]
# Without DuckDB or PyArrow there is nothing to look at.
if all(map(find_spec, ("duckdb", "pyarrow"))):
    NAMES += [f"duckdb.{name}" for name in geodist.duckdb.__all__]
# They compute nothing.
SETTINGS = {"as_struct", "ellipsoids", "get_num_threads", "set_num_threads", "show_config"}
SETTINGS |= {"tracks.plot"}


def item_of(name: str) -> Any:
    return attrgetter(name)(geodist)


FUNCTIONS = [name for name in NAMES if inspect.isroutine(item_of(name))]


def documented() -> Iterator[str]:
    for name in NAMES:
        item = item_of(name)
        if callable(item):
            yield name
        # The fields of a NamedTuple stand in the docstring of the class.
        if inspect.isclass(item) and not issubclass(item, (tuple, Exception)):
            members = {member for kind in item.__mro__[:-1] for member in vars(kind)}
            yield from (f"{name}.{member}" for member in sorted(members) if member[0] != "_")


def is_of_base(name: str, code: str) -> bool:
    """Errors are made as their base class, whose docstring has the parameters."""
    item = None if "." in name else getattr(geodist, name, None)
    return (
        code == "PR01"
        and inspect.isclass(item)
        and issubclass(item, geodist.GeodistError)
        and item is not geodist.GeodistError
    )


@pytest.mark.parametrize("name", list(documented()))
def test_is_valid(name: str) -> None:
    assert RULES[0] == "all"
    errors = validate(f"geodist.{name}")["errors"]
    assert [e for e in errors if e[0] not in RULES and not is_of_base(name, e[0])] == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_says_what_it_must(name: str) -> None:
    sections = FunctionDoc(item_of(name))
    assert sections["See Also"]
    assert sections["Examples"]
    if name in SETTINGS:
        return
    assert sections["Raises"]
    if name.startswith(("duckdb.", "tracks.")):
        return  # of tables and lines, which have no degrees and shapes of their own
    assert sections["References"]
    text = "\n".join(sections["Notes"])
    assert re.search(r"[\d.]+ nm\b", text), "an error bound"
    # Units of each parameter that has one, and shapes, or that it broadcasts.
    for parameter in sections["Parameters"]:
        if re.match(r"(lat|lon|azi|h\d?$|distance|x$|y$|z$|spacing)", parameter.name):
            assert re.search(r"degrees|metres", " ".join(parameter.desc)), parameter.name
    assert re.search(r"broadcast|shape", item_of(name).__doc__)
