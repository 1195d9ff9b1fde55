"""show_config, the constant of the core, and the stub."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import geodist
from geodist import _geodist_core
from geodist._calls.functions import FUNCTIONS


def test_dicts_name_versions_compiler_and_instruction_sets() -> None:
    facts = geodist.show_config(mode="dicts")
    assert facts["geodist"]["version"] == geodist.__version__
    assert facts["Compilers"]["c++"]["name"]
    assert "-ffp-contract=off" in facts["Compilers"]["c++"]["args"]
    assert facts["Python Information"]["path"] == sys.executable
    simd = facts["SIMD"]
    assert simd["compiled"][0] == "portable"
    assert simd["active"] in simd["available"]
    assert set(simd["available"]) <= set(simd["compiled"])


def test_stdout_is_the_same_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert geodist.show_config() is None
    assert json.loads(capsys.readouterr().out) == geodist.show_config("dicts")


def test_another_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="mode must be"):
        geodist.show_config("yaml")


def test_the_constant_is_what_the_library_reports() -> None:
    # The library's mean sphere has its own way to Python.
    assert geodist.SPHERE.a == geodist.EARTH_RADIUS_METERS
    assert geodist.EARTH_RADIUS_METERS == _geodist_core.EARTH_RADIUS_METERS
    assert isinstance(geodist.EARTH_RADIUS_METERS, float)


@pytest.mark.parametrize("more", ["", "def not_there() -> None: ..."])
def test_the_stub_describes_the_compiled_module(more: str, tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    # A copy, since mypy does not see the stub through the import hook of an editable install.
    folder = shutil.copytree(
        Path(geodist.__file__).parent, tmp_path / "geodist", ignore=shutil.ignore_patterns("*.so")
    )
    with (folder / "_geodist_core.pyi").open("a", encoding="utf-8") as stub:
        stub.write(more)
    config = tmp_path / "mypy.ini"
    config.write_text(
        "[mypy]\nignore_missing_imports = true\n[mypy-duckdb.*]\nfollow_imports = skip\n",
        encoding="utf-8",
    )
    # Those that take points too have two signatures, which stubtest makes one of. Their stubs are
    # written from the table that the module itself reads.
    several = tmp_path / "several.txt"
    several.write_text(
        "".join(f"geodist._geodist_core.{name}\n" for name, f in FUNCTIONS.items() if f.points)
    )
    command = ["mypy.stubtest", "geodist._geodist_core", "--mypy-config-file", str(config)]
    command += ["--allowlist", str(several)]
    done = subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        env=os.environ | {"MYPYPATH": str(tmp_path)},
        text=True,
        check=False,
    )
    assert bool(done.returncode) == bool(more), done.stdout + done.stderr
    assert ("not_there" in done.stdout) == bool(more)
