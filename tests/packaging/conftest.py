"""Fresh copies of the project, fresh environments, and a machine without build tools."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from fresh import ROOT, Environment, clean_environment, run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.packaging)


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return Environment(tmp_path / "environment")


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Copy the sources, as they are now, into a Git repository of their own."""
    names = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    folder = tmp_path / "clone"
    for name in names.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    git = ("git", "-c", "user.name=test", "-c", "user.email=test@localhost")
    run(*git, "init", "--quiet", cwd=folder)
    run(*git, "add", ".", cwd=folder)
    run(*git, "commit", "--quiet", "--message", "Copy", cwd=folder)
    return folder


@pytest.fixture(scope="session")
def path_without_build_tools(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a PATH with everything of this machine except Meson, ninja, CMake and pybind11."""
    folder = tmp_path_factory.mktemp("bin")
    hidden = ("meson", "ninja", "samu", "cmake", "pybind11", "pyenv")
    seen = set()
    for place in clean_environment()["PATH"].split(os.pathsep):
        for tool in Path(place).iterdir() if Path(place).is_dir() else ():
            # By name: a link such as /usr/bin/X11 -> . does not resolve, and so never exists().
            if not tool.name.startswith(hidden) and tool.name not in seen:
                seen.add(tool.name)
                (folder / tool.name).symlink_to(tool)
    return str(folder)


@pytest.fixture(scope="session")
def project_version() -> str:
    """Give the version that the top-level meson.build states."""
    line = next(x for x in (ROOT / "meson.build").read_text().splitlines() if "version:" in x)
    return line.split("'")[1]
