"""Writing a result so that nothing half-written ever stands under its final name."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

import click

from geodist.cli.errors import EXIT_BROKEN_PIPE, FileError
from geodist.cli.streams import STANDARD_STREAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def check_apart(
    tables: Mapping[str, str],
    written: Mapping[str, str | None],
    replaceable: str | None = None,
) -> None:
    """Refuse to write one file twice, or a file over a table that is read.

    Parameters
    ----------
    tables
        What is read, by how messages call it, as "LEFT".
    written
        What is written, by option; None where the option was not given.
    replaceable
        The table that ``--output`` may replace, as its rows are what is written.

    Raises
    ------
    click.UsageError
        Two are the same file, by whatever names.
    """
    inputs = [(f"{label} {name}", _identify(name, sys.stdin)) for label, name in tables.items()]
    free = None if replaceable is None else _identify(replaceable, sys.stdin)
    outputs: list[tuple[str, tuple[int, int] | str | None]] = []
    for option, name in written.items():
        if name is None:
            continue
        one = (f"{option} {name}", _identify(name, sys.stdout))
        kept = [x for x in inputs if option != "--output" or x[1] != free]
        for other in [*outputs, *kept]:
            if one[1] is not None and one[1] == other[1]:
                raise click.UsageError(
                    f"{one[0]} and {other[0]} are the same file; name another file"
                )
        outputs.append(one)


def _identify(name: str, standard: TextIO) -> tuple[int, int] | str | None:
    """Tell which file a name stands for; None for pipes and devices, which many may share."""
    try:
        # As it is opened: links are followed, and ".." is undone even of folders that are not there.
        path = os.path.realpath(name)
        status = os.fstat(standard.fileno()) if name == STANDARD_STREAM else Path(path).stat()
    except (OSError, ValueError):
        # What is not there yet has no number.
        return None if name == STANDARD_STREAM else os.path.normcase(path)
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


@contextlib.contextmanager
def open_output(name: str) -> Iterator[BinaryIO]:
    """Open the output ``name`` for bytes; ``-`` is standard output.

    A regular file is written beside its final place, synced, and moved there only when the block
    ends without an exception; otherwise it is removed. Pipes and devices are written as they are.
    """
    with _reporting(name):
        if name == STANDARD_STREAM:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
            return
        Path(name).parent.stat()  # refuses a folder that is not there, also before ".."
        mode = Path(name).stat().st_mode if Path(name).exists() else None
        if mode is None or stat.S_ISREG(mode):
            # The file that a symbolic link points to is replaced, never the link.
            with _replace(Path(os.path.realpath(name)), mode) as stream:
                yield stream
        else:
            with Path(name).open("wb") as stream:
                yield stream


def discard_standard_output() -> None:
    """Send what is still to be flushed nowhere, or Python complains about it at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def _reporting(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # The reader, as in "| head", has enough: end as quietly as a process that SIGPIPE ends.
        discard_standard_output()
        sys.exit(EXIT_BROKEN_PIPE)
    except OSError as error:
        if name == STANDARD_STREAM:
            discard_standard_output()
            name = "standard output"
        raise FileError.of("write", name, error) from error


@contextlib.contextmanager
def _replace(path: Path, mode: int | None) -> Iterator[BinaryIO]:
    descriptor, name = tempfile.mkstemp(prefix=".geodist-", suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            if hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), _default_mode() if mode is None else stat.S_IMODE(mode))
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _default_mode() -> int:
    """Tell the permissions that ``open`` would have given; a temporary file has fewer."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
