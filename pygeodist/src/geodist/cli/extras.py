"""How what is missing gets installed."""

from __future__ import annotations


def install_hint(extra: str) -> str:
    """Say what installs an extra: from a checkout, for geodist is on no index yet.

    >>> install_hint("cli")
    "in a checkout of geodist, install it with: pip install './pygeodist[cli]'"
    """
    return f"in a checkout of geodist, install it with: pip install './pygeodist[{extra}]'"
