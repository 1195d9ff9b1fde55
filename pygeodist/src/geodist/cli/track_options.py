"""The options of commands on tracks in tables of points."""

from __future__ import annotations

from typing import Any

from geodist.cli.options import column_option


def by_option(name: str = "--by", text: str = "") -> Any:
    """Make the option that says which track a row belongs to."""
    text = text or "Column that says which track a row belongs to; repeat it for several columns."
    return column_option(name, text=text, multiple=True)


def sort_option(name: str = "--sort", text: str = "") -> Any:
    """Make the option that says which row of a track comes first."""
    text = (
        text
        or "Column of times or durations (ISO 8601) or numbers to sort by. Default: as they stand."
    )
    return column_option(name, text=text)
