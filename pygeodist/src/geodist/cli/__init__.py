"""The command line, ``geodist``.

It needs the extra ``cli``: ``pip install './pygeodist[cli]'`` in a checkout of geodist.
"""

from __future__ import annotations

import gc
import sys

from geodist.cli.extras import install_hint

__all__ = ["main"]

# New objects until garbage is collected.
_GARBAGE = 100_000


def main() -> None:
    """Run the command line with the arguments of this process."""
    # What imports make is there to stay: searching it for garbage takes a tenth of the start.
    gc.set_threshold(_GARBAGE)
    try:
        import click  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        sys.stderr.write(
            f"geodist: error: the command line needs the package 'click'; {install_hint('cli')}\n"
        )
        raise SystemExit(1) from None

    from geodist.cli.app import run

    run()
