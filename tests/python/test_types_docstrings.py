"""The examples in the docstrings of the compiled types run; doctest does not find them itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from doctests import run_examples

import geodist as gd

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPES = [gd.Point, gd.Point3D, gd.BoundingBox, gd.Ellipsoid]


def documented() -> Iterator[tuple[str, str]]:
    for kind in TYPES:
        yield kind.__name__, kind.__doc__ or ""
        for name in vars(kind):
            if not name.startswith("_"):
                yield f"{kind.__name__}.{name}", getattr(kind, name).__doc__ or ""
    for item in (gd.GeodistError, gd.ellipsoids):
        yield item.__name__, item.__doc__ or ""


@pytest.mark.parametrize(("name", "doc"), list(documented()))
def test_docstring(name: str, doc: str) -> None:
    assert doc.strip()
    assert "->" not in doc.splitlines()[0]
    run_examples(doc, name)


@pytest.mark.parametrize("kind", TYPES)
def test_every_method_has_an_example(kind: type) -> None:
    for name, member in vars(kind).items():
        if not name.startswith("_") and not isinstance(member, property):
            assert ">>>" in getattr(kind, name).__doc__
