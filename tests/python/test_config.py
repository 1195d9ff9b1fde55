"""show_config, the constant of the core, and the stub."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import geodist
from geodist import _geodist_core


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


def test_the_stub_describes_the_compiled_module() -> None:
    pytest.importorskip("mypy")
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "geodist._geodist_core"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
