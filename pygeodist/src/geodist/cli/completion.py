"""What the shell completes: files, ellipsoids, formats, and the columns of a table."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import click


def complete_file(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Let the shell complete the name of a file."""
    return [CompletionItem(incomplete, type="file")]


def complete_ellipsoid(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of an ellipsoid, written without blanks and brackets."""
    import geodist

    names = (re.sub("[ ()]+", "-", entry.name).strip("-") for entry in geodist.ellipsoids())
    return [CompletionItem(name) for name in _matching(names, incomplete)]


def complete_format(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of a format."""
    from geodist.cli.io.formats import KINDS

    return [CompletionItem(name) for name in _matching(KINDS, incomplete)]


def complete_column(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of a column of the table that was typed already; the last of several."""
    # Without the value that is being completed, the arguments may not have been assigned yet.
    inputs = context.params.get("inputs") or context.params.get("table") or context.args
    tables = [inputs] if isinstance(inputs, str) else list(inputs)
    second = (parameter.name or "").startswith("right_")
    options = context.params
    if second:
        options = {"delimiter": options.get("right_delimiter"), "layer": options.get("right_layer")}
    begun, comma, last = incomplete.rpartition(",")
    try:
        names = _header(tables[int(second)], options)
    except Exception:  # whatever is wrong with the table, the command will say it
        return []
    found = [begun + comma + name for name in _matching(names, last)]
    if os.environ.get("_GEODIST_COMPLETE", "").startswith("bash"):
        found = [shlex.quote(text) for text in found]  # which Bash does not do, as others do
    return [CompletionItem(text) for text in found]


def _header(name: str, options: Mapping[str, Any]) -> list[str]:
    """Name the columns of a table in a file, nothing of one in a pipe."""
    from geodist.cli.io.formats import choose_format
    from geodist.cli.io.tables import open_table

    if not Path(name).is_file():
        return []
    form = choose_format(name, options.get("from_format"), options.get("delimiter"))
    with open_table(name, replace(form, layer=options.get("layer")), quiet=True) as source:
        return list(source.schema.readable)


def _matching(names: Iterable[str], incomplete: str) -> list[str]:
    """Choose the names with this beginning, in any case."""
    return [name for name in names if name.lower().startswith(incomplete.lower())]
