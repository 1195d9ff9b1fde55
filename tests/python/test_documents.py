"""
The code in the README and in every page of the documentation runs and prints what it says.

A page is one session: its blocks share names and files. Those in `python` are doctests, those in
`console` shell commands with their output, those in `cpp` whole programs whose output stands after
`// prints:`. Lines in `sh` build or install; in the documentation they are ones that the README or .ci/run has.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from doctests import OPTIONS, run_examples

import geodist

ROOT = Path(__file__).parents[2]
# Where the Makefile builds.
BUILD = ROOT / os.environ.get("BUILD", "build/dev")
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in [
        ROOT / "README.md",
        *sorted((ROOT / "examples").rglob("*.md")),
        *sorted((ROOT / "docs").rglob("*.md")),
    ]
}


# What tests/engines/test_pages.py runs.
ENGINES = {f"docs/how-to/{name}.md": ("pycon",) for name in ("sedonadb", "spark")}


def blocks(page: str, language: str) -> list[str]:
    pattern = rf"^```{re.escape(language)}\n(.*?)^```$"
    return re.findall(pattern, PAGES[page], re.MULTILINE | re.DOTALL)


def pages_with(language: str) -> list[str]:
    return [page for page in PAGES if blocks(page, language)]


def matches(expected: str, printed: str) -> bool:
    return doctest.OutputChecker().check_output(expected, printed, OPTIONS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the tables that the pages measure."""
    (tmp_path / "examples").mkdir()
    for ending in ("csv", "geojson"):
        for table in (ROOT / "examples").glob(f"*.{ending}"):
            shutil.copy(table, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", pages_with("python"))
def test_python(page: str, folder: Path) -> None:
    assert run_examples("".join(blocks(page, "python")), page)


@pytest.mark.parametrize("page", pages_with("console"))
def test_shell(page: str, folder: Path) -> None:
    pytest.importorskip("click", reason="the extra cli is not installed")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    code = "".join(blocks(page, "console"))
    commands = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", code, re.MULTILINE)
    assert commands
    for command, expected in commands:
        result = subprocess.run(
            command,
            shell=True,
            cwd=folder,
            env=os.environ | {"PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert matches(expected, result.stdout), f"$ {command}\n{result.stdout}"


@pytest.mark.parametrize("page", pages_with("cpp"))
def test_cpp(page: str, folder: Path) -> None:
    """Compile the programs against the library that `make develop` built, and run them."""
    compiler = os.environ.get("CXX") or shutil.which("c++")
    if not compiler:
        pytest.skip("no C++ compiler")
    library = BUILD / "geodist-core" / "src" / "libgeodist-core.a"
    if not library.exists():
        pytest.skip("the C++ library is not built: make develop does it")
    flags = ["-std=c++20", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'geodist-core' / 'include'}"]
    for program in blocks(page, "cpp"):
        source, executable = folder / "program.cpp", folder / "program"
        source.write_text(program, encoding="utf-8")
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


@pytest.mark.parametrize("page", PAGES)
def test_no_block_is_left_out(page: str) -> None:
    fences = re.findall(r"^ *```(.*)$", PAGES[page], re.MULTILINE)
    opened = [language for language in fences[::2] if not language.startswith("{")]
    assert set(opened) <= {"python", "console", "cpp", "sh", *ENGINES.get(page, ())}
    assert len(fences) % 2 == 0


def test_shell_lines_are_those_that_run_elsewhere() -> None:
    known = PAGES["README.md"] + (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for page in pages_with("sh"):
        if page.startswith("docs"):
            for line in "".join(blocks(page, "sh")).splitlines():
                assert line.partition("  #")[0] in known, page


def test_every_public_name_is_in_the_reference() -> None:
    pages = "".join(text for page, text in PAGES.items() if page.startswith("docs/reference/"))
    missing = {name for name in geodist.__all__ if not name.startswith("_")} - set(
        re.findall(r"\w+", pages)
    )
    assert not missing, "give them a place in docs/reference/"
    index = set(re.findall(r"^   (\w+)$", PAGES["docs/reference/index.md"], re.MULTILINE))
    called = {name for name in geodist.__all__ if callable(getattr(geodist, name))}
    assert called <= index, "and a line in its index.md"
    tracks = set(re.findall(r"^   tracks\.(\w+)$", PAGES["docs/reference/tracks.md"], re.MULTILINE))
    assert tracks == set(geodist.tracks.__all__)


def test_every_public_header_is_in_the_reference() -> None:
    page = PAGES["docs/reference/cpp.md"]
    for header in (ROOT / "geodist-core" / "include" / "geodist").glob("*.hpp"):
        assert f"/include/geodist/{header.name}\n" in page


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", PAGES[page]):
        if not target.startswith(("https://", "#")):
            assert (ROOT / page).parent.joinpath(target.partition("#")[0]).exists(), target
