"""`import geodist` loads NumPy and itself; what else it can work with is loaded when it is used."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import geodist

SCRIPT = """
import json
import sys

import numpy

before = set(sys.modules)
import geodist

print(json.dumps([name.partition(".")[0] for name in set(sys.modules) - before]))
"""


def test_loads_no_other_library() -> None:
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, text=True, check=True
    )
    loaded = set(json.loads(result.stdout))
    assert "geodist" in loaded
    assert loaded - {"geodist"} <= sys.stdlib_module_names


def test_modules_that_are_imported_later_are_those_that_type_checkers_see() -> None:
    source = Path(geodist.__file__ or "").read_text(encoding="utf-8")
    checked = next(node for node in ast.parse(source).body if isinstance(node, ast.If))
    seen = {
        (str(statement.module).removeprefix("geodist."), alias.asname or alias.name)
        for statement in checked.body
        if isinstance(statement, ast.ImportFrom) and statement.module != "geodist"
        for alias in statement.names
    }
    assert seen == {(home, name) for home, names in geodist._LATER.items() for name in names}
    assert {name for _, name in seen} | {"geopandas"} <= set(dir(geodist))
    for name in geodist.__all__:
        assert getattr(geodist, name) is getattr(geodist, name)


def test_loads_little_of_itself() -> None:
    script = "import sys, geodist; print(*[name for name in sys.modules if 'geodist' in name])"
    result = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=True
    )
    rooms = [name for name in result.stdout.split() if name.count(".") == 2]
    assert not [name for name in rooms if name.startswith(("geodist._search", "geodist._measures"))]
