"""Type checkers find the types of results, and refuse the calls that are wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALLS = ROOT / "tests/typing"
SOURCE = ROOT / "pygeodist/src"

Lines = dict[str, set[int]]


def run_mypy(_: Path) -> Lines:
    options = [
        "--config-file=",
        "--strict",
        "--ignore-missing-imports",
        "--no-pretty",
        "--cache-dir",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, str(ROOT / ".mypy_cache/typing"), str(CALLS)],
        capture_output=True,
        text=True,
        env={**os.environ, "MYPYPATH": str(SOURCE)},
        check=False,
    )
    found: Lines = {}
    for path, line in re.findall(r"^(.+?):(\d+): error:", done.stdout, re.MULTILINE):
        found.setdefault(Path(path).name, set()).add(int(line))
    assert "checked 2 source files" in done.stdout, done.stdout + done.stderr
    return found


def run_pyright(folder: Path) -> Lines:
    shutil.copytree(CALLS, folder / "calls")
    settings = {"include": ["calls"], "extraPaths": [str(SOURCE)], "typeCheckingMode": "standard"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        ["pyright", "--outputjson", "--project", str(folder), "--pythonpath", sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] == 2, report
    found: Lines = {}
    for message in report["generalDiagnostics"]:
        if message["severity"] == "error":
            line = message["range"]["start"]["line"] + 1
            found.setdefault(Path(message["file"]).name, set()).add(line)
    return found


CHECKERS = {"mypy": run_mypy}
if shutil.which("pyright"):
    CHECKERS["pyright"] = run_pyright


@pytest.fixture(scope="module", params=CHECKERS)
def errors(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lines:
    """Lines with errors, by file."""
    if request.param == "mypy":
        pytest.importorskip("mypy")
    return CHECKERS[request.param](tmp_path_factory.mktemp("typing"))


def test_right_calls_have_the_right_types(errors: Lines) -> None:
    assert errors.get("right_calls.py", set()) == set()


def test_wrong_calls_are_refused(errors: Lines) -> None:
    text = (CALLS / "wrong_calls.py").read_text(encoding="utf-8")
    marked = {i for i, line in enumerate(text.splitlines(), 1) if line.endswith("# wrong")}
    assert len(marked) > 20
    assert errors["wrong_calls.py"] == marked
