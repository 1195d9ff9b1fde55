"""
PEP 517 hooks: meson-python at the repository root, with one addition.

Both pyproject.toml files name this backend, so `pygeodist/` is built by the top-level meson.build.

The addition is the build setting `plain-editable=true`. An editable install of meson-python
rebuilds itself on import with the tools that built it; a front end that built it in an isolated
environment has deleted them by then. uv always isolates and has no other way to install a project,
so the root's [tool.uv] asks for a plain wheel instead and lets uv renew it when a source changes.
"""

from __future__ import annotations

import os
import pathlib
from collections.abc import Mapping
from typing import Any

# Front ends call each hook in a process of its own, so changing directory disturbs nobody.
os.chdir(pathlib.Path(__file__).resolve().parents[2])

import mesonpy  # noqa: E402
from mesonpy import (  # noqa: E402, F401
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
)

Settings = Mapping[Any, Any]


def _take_plain(settings: Settings | None) -> tuple[bool, dict[Any, Any]]:
    """Split our own setting from those of meson-python."""
    rest = dict(settings or {})
    return rest.pop("plain-editable", "false") == "true", rest


def build_sdist(sdist_directory: str, config_settings: Settings | None = None) -> str:
    """Build the source distribution of the whole repository."""
    return mesonpy.build_sdist(sdist_directory, _take_plain(config_settings)[1])


def build_wheel(
    wheel_directory: str,
    config_settings: Settings | None = None,
    metadata_directory: str | None = None,
) -> str:
    """Build a wheel."""
    settings = _take_plain(config_settings)[1]
    return mesonpy.build_wheel(wheel_directory, settings, metadata_directory)


def build_editable(
    wheel_directory: str,
    config_settings: Settings | None = None,
    metadata_directory: str | None = None,
) -> str:
    """Build a wheel that rebuilds itself on import, or a plain one where that cannot work."""
    plain, settings = _take_plain(config_settings)
    build = mesonpy.build_wheel if plain else mesonpy.build_editable
    return build(wheel_directory, settings, metadata_directory)
