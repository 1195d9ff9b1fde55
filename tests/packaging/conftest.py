"""Fresh copies of the project, fresh environments, and a machine without build tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.packaging)


def run(*command: object, cwd: Path | None = None, **env: str) -> str:
    """Run a command to its successful end, and give what it printed."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=clean_environment() | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command} in {cwd}:\n{done.stdout[-6000:]}"
    return done.stdout


def clean_environment() -> dict[str, str]:
    """Give the environment without the virtual environment that runs the tests."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MESON"))}
    own = env.pop("VIRTUAL_ENV", None) or sys.prefix
    path = [p for p in env["PATH"].split(os.pathsep) if not Path(p).is_relative_to(own)]
    return env | {"PATH": os.pathsep.join(path), "GEODIST_TEST_NO_SKIP": ""}


class Environment:
    """A new virtual environment."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=True, symlinks=True)
        self.bin = folder / "bin"

    def python(self, *args: object, cwd: Path | None = None, **env: str) -> str:
        """Run its interpreter; its commands come first in the PATH."""
        path = os.pathsep.join([str(self.bin), env.pop("PATH", clean_environment()["PATH"])])
        return run(self.bin / "python", *args, cwd=cwd, PATH=path, **env)

    def pip_install(self, *args: object, cwd: Path | None = None, **env: str) -> str:
        """Install into it."""
        return self.python("-m", "pip", "install", "--quiet", *args, cwd=cwd, **env)

    def geodist_version(self, cwd: Path) -> str:
        """Import the installed package, far from the sources, and give its version."""
        code = "import geodist; print(geodist.__version__, geodist.__file__)"
        version, _, file = self.python("-c", code, cwd=cwd).strip().partition(" ")
        assert Path(file).is_relative_to(self.bin.parent)
        return version


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
    for place in clean_environment()["PATH"].split(os.pathsep):
        for tool in Path(place).iterdir() if Path(place).is_dir() else ():
            if not tool.name.startswith(hidden) and not (folder / tool.name).exists():
                (folder / tool.name).symlink_to(tool)
    return str(folder)


@pytest.fixture(scope="session")
def project_version() -> str:
    """Give the version that the top-level meson.build states."""
    line = next(x for x in (ROOT / "meson.build").read_text().splitlines() if "version:" in x)
    return line.split("'")[1]
