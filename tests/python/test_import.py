"""`import geodist` loads NumPy and itself; what else it can work with is loaded when it is used."""

from __future__ import annotations

import json
import subprocess
import sys

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
