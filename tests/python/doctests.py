"""Doctests, outside the modules that pytest collects."""

from __future__ import annotations

import doctest
import re

import pytest

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run_examples(text: str, name: str) -> int:
    """Run the examples in a text, and count them; skip where a library they import is missing."""
    for library in re.findall(r"^ *(?:>>>|\.\.\.) *(?:import|from) (\w+)", text, re.MULTILINE):
        pytest.importorskip(library)
    test = doctest.DocTestParser().get_doctest(text, {}, name, None, 0)
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=report.append)
    assert result.failed == 0, "".join(report)
    return result.attempted
