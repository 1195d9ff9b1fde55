"""No text tells a user to install what on PyPI is somebody else's project."""

from __future__ import annotations

import re

from fresh import ROOT, run

# What may stand between the command and the name: options, quotes.
INSTALL = re.compile(
    r"(?:pip3?|pipx|uv|uvx|poetry|conda|pixi) +(?:pip +)?(?:install|add|tool +install)\b"
    r"(?: +-\S+)* +['\"]?(?:pygeodist|geodist)\b(?!-core)"
)


def test_the_pattern_finds_what_it_should() -> None:
    for text in ("pip install geodist", "pip install 'pygeodist[cli]'", "uv add --dev pygeodist"):
        assert INSTALL.search(text)
    for text in ("pip install ./pygeodist", "pip install './pygeodist[cli]'"):
        assert not INSTALL.search(text)


def test_texts_install_from_a_checkout() -> None:
    names = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    wrong = [
        f"{name}:{number}: {line.strip()}"
        for name in names.splitlines()
        if name not in ("CONTRIBUTING.md", "tests/packaging/test_names.py")
        and (ROOT / name).is_file()
        for number, line in enumerate((ROOT / name).read_text("utf-8", "replace").splitlines(), 1)
        if INSTALL.search(line)
    ]
    assert not wrong, "\n".join(wrong)
