"""The README's line for the demo needs nothing of the tests."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from fresh import ROOT, run


def line_of(target: str) -> tuple[set[str], str]:
    """Give the packages that the README's line for a target installs, and its last command."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^.* && make {target}$", text, re.MULTILINE)
    *_, install, command = line.split(" && ")
    _, _, packages = install.partition(" install ")
    return {word for word in shlex.split(packages) if not word.startswith("-")}, command


def test_the_demo_needs_less_than_the_tests() -> None:
    packages, command = line_of("demo")
    assert command == "make demo"
    assert packages == {"g++", "make", "python3-dev", "python3-venv"}
    assert packages < line_of("test")[0]


@pytest.fixture
def without_doctest(tmp_path: Path) -> dict[str, str]:
    """Give an environment in which nothing that includes doctest compiles."""
    header = tmp_path / "trap" / "doctest" / "doctest.h"
    header.parent.mkdir(parents=True)
    header.write_text("#error doctest is not on this machine\n")
    # Where pkg-config and CMake find it.
    return {"CPATH": str(header.parents[1])}


def test_the_demo_runs_where_doctest_is_out_of_reach(
    clone: Path, without_doctest: dict[str, str]
) -> None:
    subprojects = sorted((clone / "subprojects").iterdir())
    output = run("bash", "-c", line_of("demo")[1], cwd=clone, **without_doctest)
    # It says how far it is, and ends with its maps.
    assert re.search(r"^\[\d+/\d+\] Compiling C\+\+ object geodist-core/", output, re.MULTILINE)
    assert output.rstrip().endswith("build/demo/nearest.html")
    assert sorted((clone / "subprojects").iterdir()) == subprojects

    # The tests then find the library compiled.
    ninja = clone / ".venv" / "bin" / "ninja"
    meson = clone / ".venv" / "bin" / "meson"
    path = f"{ninja.parent}:" + run("bash", "-c", "printf %s $PATH")
    build = clone / "build" / "dev"
    assert "core-tests" not in run(meson, "introspect", "--targets", build, PATH=path)
    run(meson, "setup", "--reconfigure", "-Dtests=enabled", build, cwd=clone, PATH=path)
    steps = run(ninja, "-n", "-C", build, "meson-test-prereq")
    compiled = re.findall(r"^\[\d+/\d+\] Compiling C\+\+ object (.*)$", steps, re.MULTILINE)
    assert compiled
    assert [file for file in compiled if not file.startswith("tests/core/")] == []
