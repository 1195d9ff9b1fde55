"""What is stated in several files agrees."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import geodist

ROOT = Path(__file__).parents[2]


def pyproject(folder: str) -> dict:
    return tomllib.loads((ROOT / folder / "pyproject.toml").read_text())


@pytest.mark.parametrize("folder", ["geodist-core", "pygeodist"])
def test_every_meson_project_states_the_version(folder: str, project_version: str) -> None:
    text = (ROOT / folder / "meson.build").read_text()
    assert re.search(r"version: '(.*)'", text)[1] == project_version


def test_the_package_has_the_version_of_the_core(project_version: str) -> None:
    assert geodist.__version__ == project_version
    assert geodist.show_config("dicts")["geodist"]["version"] == project_version
    assert version("pygeodist") == project_version


def test_the_citation_has_the_version(project_version: str) -> None:
    assert f"\nversion: {project_version}\n" in (ROOT / "CITATION.cff").read_text()


def test_both_build_systems_are_equal() -> None:
    root, package = pyproject("."), pyproject("pygeodist")
    assert root["build-system"]["requires"] == package["build-system"]["requires"]
    assert root["build-system"]["build-backend"] == package["build-system"]["build-backend"]
    assert package.keys() == {"build-system"}


def test_the_development_group_holds_the_build_requirements() -> None:
    root = pyproject(".")
    assert set(root["build-system"]["requires"]) <= set(root["dependency-groups"]["build"])


def test_the_group_of_the_demo_holds_the_extra_of_the_command_line() -> None:
    root = pyproject(".")
    assert set(root["project"]["optional-dependencies"]["cli"]) <= {
        x for x in root["dependency-groups"]["demo"] if isinstance(x, str)
    }


def test_the_hooks_run_the_pinned_linters() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text()
    group = pyproject(".")["dependency-groups"]["lint"]
    pins = [x for x in group if isinstance(x, str)]
    tools = {
        "clang-format": "mirrors-clang-format",
        "ruff": "ruff-pre-commit",
        "codespell": "codespell",
    }
    for name, pin in (x.split("==") for x in pins):
        if name in tools:
            assert re.search(rf"{tools[name]}\n    rev: v{re.escape(pin)}\n", hooks), name
