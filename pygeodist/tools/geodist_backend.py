"""
PEP 517 hooks: meson-python at the repository root, with one addition.

Both pyproject.toml files name this backend, so `pygeodist/` is built by the top-level meson.build.

The addition is the build setting `plain-editable=true`. An editable install of meson-python
rebuilds itself on import with the tools that built it; a front end that built it in an isolated
environment has deleted them by then. uv always isolates and has no other way to install a project,
so the root's [tool.uv] asks for a plain wheel instead and lets uv renew it when a source changes.
"""

import os
import pathlib

# Front ends call each hook in a process of its own, so changing directory disturbs nobody.
os.chdir(pathlib.Path(__file__).resolve().parents[2])

import mesonpy  # noqa: E402
from mesonpy import (  # noqa: E402, F401
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
)


def _take_plain(settings):
    """Split our own setting from those of meson-python."""
    settings = dict(settings or {})
    return settings.pop("plain-editable", "false") == "true", settings


def build_sdist(sdist_directory, config_settings=None):
    """Build the source distribution of the whole repository."""
    return mesonpy.build_sdist(sdist_directory, _take_plain(config_settings)[1])


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Build a wheel."""
    return mesonpy.build_wheel(
        wheel_directory, _take_plain(config_settings)[1], metadata_directory
    )


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """Build a wheel that rebuilds itself on import, or a plain one where that cannot work."""
    plain, settings = _take_plain(config_settings)
    build = mesonpy.build_wheel if plain else mesonpy.build_editable
    return build(wheel_directory, settings, metadata_directory)
