"""A progress bar on a terminal."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geodist.cli.io.layer import Source


@contextlib.contextmanager
def show_progress(source: Source, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show how far the reading of a table has come, where a person watches standard error.

    Yields
    ------
    callable
        To be told the number of rows that are done.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _rows: None
        return
    from tqdm import tqdm

    _, total = source.progress
    with tqdm(
        total=total,
        unit=source.progress_unit,
        unit_scale=True,
        unit_divisor=1000,
        desc="geodist",
        leave=False,
        file=sys.stderr,
    ) as bar:

        def advance(rows: int) -> None:
            done, _ = source.progress
            bar.set_postfix_str(f"{rows:,} rows", refresh=False)
            bar.update(done - bar.n)

        yield advance
