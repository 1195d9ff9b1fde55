"""Every public docstring is valid numpydoc."""

from __future__ import annotations

import pytest
from numpydoc.validate import validate

import geodist

# Sections that not every object needs, and layout that ruff's formatter decides.
IGNORED = {
    "ES01",
    "EX01",
    "GL01",
    "GL02",
    "GL03",
    "PR09",
    "RT02",
    "RT03",
    "RT05",
    "SA01",
    "SA04",
    "SS06",
}
PUBLIC = [
    name
    for name in geodist.__all__
    if callable(getattr(geodist, name)) and not name.endswith("Error")
]


@pytest.mark.parametrize("name", PUBLIC)
def test_docstring(name: str) -> None:
    errors = validate(f"geodist.{name}")["errors"]
    assert [error for error in errors if error[0] not in IGNORED] == []
