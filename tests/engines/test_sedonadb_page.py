"""The code of the page on SedonaDB, which the other tests do not install."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from doctests import run_examples

pytest.importorskip("sedonadb")
PAGE = Path(__file__).parents[2] / "docs/how-to/sedonadb.md"


def test_its_code_runs() -> None:
    blocks = re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert run_examples("".join(blocks), PAGE.name)
