"""Commands in an environment of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]


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
    # A compiler cache, where there is one, finds what was compiled from another copy.
    cache = {
        "CCACHE_BASEDIR": tempfile.gettempdir(),
        "CCACHE_NOHASHDIR": "1",
        "CCACHE_IGNOREOPTIONS": "-Werror",
    }
    return env | cache | {"PATH": os.pathsep.join(path), "GEODIST_TEST_NO_SKIP": ""}


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
