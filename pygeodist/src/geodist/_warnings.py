"""Warnings that point to the line of the caller, however deep in geodist they arise."""

from __future__ import annotations

import sys
import warnings


def warn(message: str, category: type[Warning]) -> None:
    """Warn of what the first frame outside of geodist does."""
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("geodist."):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level)
