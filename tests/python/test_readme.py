"""The README's code runs and prints what it says."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Where the Makefile builds.
BUILD = ROOT / os.environ.get("BUILD", "build/dev")
BOUND = r"([\d.e-]+)( nm)?"
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no {language} block"
    return found


def matches(expected: str, printed: str) -> bool:
    return doctest.OutputChecker().check_output(expected, printed, OPTIONS)


def test_python() -> None:
    test = doctest.DocTestParser().get_doctest("".join(blocks("python")), {}, "README", None, 0)
    assert len(test.examples) > 5
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=report.append)
    assert result.failed == 0, "".join(report)


def test_shell(tmp_path: Path) -> None:
    pytest.importorskip("click", reason="the extra cli is not installed")
    (tmp_path / "examples").mkdir()
    shutil.copy(ROOT / "examples" / "routes.csv", tmp_path / "examples")
    folder = Path(sys.executable).parent
    env = os.environ | {"PATH": os.pathsep.join([str(folder), os.environ["PATH"]])}
    commands = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", "".join(blocks("console")), re.MULTILINE)
    assert len(commands) > 2
    for command, expected in commands:
        result = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert matches(expected, result.stdout), f"$ {command}\n{result.stdout}"


def test_cpp(tmp_path: Path) -> None:
    """Compile the program against the library that `make develop` built, and run it."""
    compiler = os.environ.get("CXX") or shutil.which("c++")
    if not compiler:
        pytest.skip("no C++ compiler")
    library = BUILD / "geodist-core" / "src" / "libgeodist-core.a"
    if not library.exists():
        pytest.skip("the C++ library is not built: make develop does it")
    (program,) = blocks("cpp")
    source = tmp_path / "program.cpp"
    source.write_text(program, encoding="utf-8")
    executable = tmp_path / "program"
    flags = ["-std=c++20", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'geodist-core' / 'include'}"]
    run([compiler, *flags, source, library, "-pthread", "-o", executable])
    expected = re.findall(r"^// prints: (.*)$", program, re.MULTILINE)
    assert expected
    assert matches("\n".join(expected) + "\n", run([executable]))


def run(command: list[str | Path]) -> str:
    result = subprocess.run(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


def test_test_command_is_one_line() -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    where = [i for i, line in enumerate(lines) if "make test" in line]
    assert len(where) == 1
    sudo = re.escape("$(command -v sudo)")
    install = rf"{sudo} apt-get update && {sudo} apt-get install -y [a-z0-9+ -]+ && make test"
    assert re.fullmatch(install, lines[where[0]])
    assert lines[where[0] - 1] == "# Debian, Ubuntu"


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if not target.startswith("https://"):
            assert (ROOT / target).exists(), target


def test_number_of_routes() -> None:
    rows = len((ROOT / "examples" / "routes.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert rows >= 500
    assert set(re.findall(r"(\d+) (?:real airline routes|rows)", README)) == {str(rows)}


def test_bounds_are_those_the_tests_enforce() -> None:
    source = (ROOT / "tests" / "core" / "contract.hpp").read_text(encoding="utf-8")
    contract = {
        name: float(value)
        for name, value in re.findall(r"constexpr double (\w+) = ([^;]+);", source)
    }
    rows = re.findall(r"^\| (.*?) \| ([^|]*\d[^|]*) \|$", README, re.MULTILINE)
    stated = [
        [float(number) * (1e-9 if unit else 1) for number, unit in re.findall(BOUND, bounds)]
        for _, bounds in rows
    ]
    enforced = [
        ["inverse_distance"],
        ["inverse_azimuth"],
        ["inverse_m12", "inverse_scale"],
        ["direct_position"],
        ["great_circle_distance", "great_circle_azimuth"],
        ["rhumb_distance", "rhumb_position"],
        ["ecef"],
    ]
    assert len(stated) == len(enforced)
    for numbers, names in zip(stated, enforced, strict=True):
        assert numbers == pytest.approx([contract[name] for name in names], rel=1e-12)
