"""PEP 517 hooks of the repository root: pygeodist is built by the top-level meson.build."""

import os
import pathlib

# Front ends call each hook in a process of its own, so changing directory disturbs nobody.
os.chdir(pathlib.Path(__file__).resolve().parents[2])

from mesonpy import *  # noqa: E402, F403
