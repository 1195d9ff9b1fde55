"""``geodist info``: what this build is."""

from __future__ import annotations

import click

import geodist


@click.command(epilog="Examples: geodist info")
def info() -> None:
    """Show versions, compiler and instruction sets of this build."""
    geodist.show_config()
