"""The package's rooms: what may import what, stated once, and read from the sources."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[2] / "pygeodist/src"
BINDINGS = SOURCE / "bindings"

# From the ground up: a module imports those of its own room and of rooms before it.
ORDER = (
    "_errors",
    "_warnings",
    "_geodist_core",
    "_typing",
    "_arguments",
    "_config",
    "ufuncs",
    "_columns",
    "_types",
    "_calls",
    "_search",
    "_measures",
    "tracks",
    "_pickles",
    "geopandas",
    "dask",
    "spark",
    "duckdb",
    "__init__",
    "cli",
)
MOST_PRIVATE = 12

FILES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for pattern in ("*.py", "*.pyi")
    for path in (SOURCE / "geodist").rglob(pattern)
}
MODULES = {name: path for name, path in FILES.items() if path.suffix == ".py"}


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def is_for_types_only(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def import_statements(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Find the imports in a piece of code, those in functions too, those for types alone not."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif isinstance(child, ast.If) and is_for_types_only(child):
            yield from import_statements(ast.Module(child.orelse, []))
        else:
            yield from import_statements(child)


def imported(source: str) -> set[str]:
    """Name the modules of geodist that a source imports."""
    found = set()
    for node in import_statements(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        else:
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in FILES else str(node.module))
    return {name for name in found if name.partition(".")[0] == "geodist"}


GRAPH = {name: imported(path.read_text("utf-8")) for name, path in MODULES.items()}


def test_imports_are_found_wherever_they_stand() -> None:
    source = """
import numpy, geodist.ufuncs
from geodist import _errors, distance
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from geodist._search.index import PointIndex
else:
    from geodist._types.points import Points
class A:
    def f(self):
        if self:
            from geodist._columns import names
"""
    assert imported(source) == {
        "geodist",
        "geodist.ufuncs",
        "geodist._errors",
        "geodist._types.points",
        "geodist._columns.names",
    }


def test_every_module_has_a_room() -> None:
    assert {room_of(name) for name in FILES} == set(ORDER)


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module: str) -> None:
    assert GRAPH[module] <= FILES.keys()
    level = ORDER.index(room_of(module))
    assert [name for name in GRAPH[module] if ORDER.index(room_of(name)) > level] == []


def test_no_circle() -> None:
    try:
        TopologicalSorter(GRAPH).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_few_private_names_at_the_top() -> None:
    private = {room for room in ORDER if re.match("_[a-z]", room)}
    assert len(private) <= MOST_PRIVATE
    entries = {path.name for path in (SOURCE / "geodist").iterdir() if path.name != "__pycache__"}
    assert {Path(name).stem for name in entries if re.match("_[a-z]", name)} == private


def test_a_room_opens_without_its_modules() -> None:
    # The compiled part takes the types of results from their room while it is loaded itself.
    rooms = [name for name in MODULES if MODULES[name].name == "__init__.py" and name != "geodist"]
    inner = [name for name in rooms if room_of(name).startswith("_")]
    assert len(inner) >= 5
    assert {name: GRAPH[name] for name in inner} == {name: set() for name in inner}


def test_the_compiled_part_finds_what_it_imports() -> None:
    pattern = re.compile(r'module_::import\(\s*"(geodist[\w.]*)"\s*\)')
    sources = [path.read_text("utf-8") for path in BINDINGS.glob("*.?pp")]
    names = {name for source in sources for name in pattern.findall(source)}
    assert "geodist._types.results" in names
    assert names <= MODULES.keys()
