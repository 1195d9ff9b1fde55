"""Writing a result so that nothing half-written ever stands under its final name."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import click

from geodist.cli.errors import EXIT_BROKEN_PIPE, FileError
from geodist.cli.io.streams import STANDARD_STREAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

if sys.platform != "win32":
    import fcntl

# A draft beside its final place, and how long nothing writes to one before it may be swept.
_PREFIX, _SUFFIX = ".geodist-", ".part"
_OLD_SECONDS = 3600
# What waits before a pipe or a device gets the first byte: as much as is read at a time.
HELD_BYTES = 1 << 20


def check_apart(
    tables: Mapping[str, str],
    written: Mapping[str, str | None],
    replaceable: str | None = None,
) -> None:
    """Refuse to write one file twice, or a file over a table that is read.

    Parameters
    ----------
    tables
        What is read, by its name in messages, such as "LEFT".
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
        if not name:
            raise click.UsageError(f"{option}: the file name is empty")
        one = (f"{option} {name}", _identify(name, sys.stdout))
        kept = [x for x in inputs if option != "--output" or x[1] != free]
        for other in [*outputs, *kept]:
            if one[1] is not None and one[1] == other[1]:
                raise click.UsageError(f"{one[0]} and {other[0]} are the same file; choose another")
        outputs.append(one)


def _identify(name: str, standard: TextIO | None) -> tuple[int, int] | str | None:
    """Tell which file a name stands for; None for pipes and devices, which many may share."""
    try:
        # As it is opened: links are followed, and ".." is undone even of folders that are not there.
        path = os.path.realpath(name)
        if name != STANDARD_STREAM:
            status = Path(path).stat()
        elif standard is None:
            return None
        else:
            status = os.fstat(standard.fileno())
    except (OSError, ValueError):
        # What is not there yet has no number.
        return None if name == STANDARD_STREAM else os.path.normcase(path)
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


class Output(io.RawIOBase):
    """Bytes on their way out, through compression or a library's writer.

    Parameters
    ----------
    stream
        Where they go. It stays open when a writer closes this one.
    held
        How many wait before the first is written: a table that fails among them leaves nothing.

    Attributes
    ----------
    abandoned
        Whether nothing more is written: no writer can finish what is not whole.
    """

    def __init__(self, stream: BinaryIO, held: int = 0) -> None:
        self._stream = stream
        self._room = held
        self._held: list[bytes] | None = []
        self.abandoned = False

    def writable(self) -> bool:
        """Say that it is for writing."""
        return True

    def write(self, data: Any) -> int:
        """Write bytes, or keep them for now."""
        count = memoryview(data).nbytes
        if self.abandoned:
            return count
        self._room -= count
        if self._held is not None and self._room >= 0:
            self._held.append(bytes(data))
        else:
            self.release()
            self._stream.write(data)
        return count

    def release(self) -> None:
        """Write what was kept."""
        held, self._held = self._held or [], None
        for data in held:
            self._stream.write(data)


@contextlib.contextmanager
def open_output(name: str) -> Iterator[Output]:
    """Open the output ``name`` for bytes; ``-`` is standard output.

    A regular file is written beside its final place, synced, and moved there only when the block
    ends without an exception; otherwise it is removed. Pipes and devices are written as they are,
    except for the first bytes, which wait until there are more or the block ends.
    """
    with _reporting(name):
        if name == STANDARD_STREAM:
            if sys.stdout is None:
                raise FileError("cannot write standard output: it is closed")
            output = Output(sys.stdout.buffer, HELD_BYTES)
            yield output
            output.release()
            sys.stdout.buffer.flush()
            return
        path = Path(name)
        mode = _mode_before(name)
        if mode is None or stat.S_ISREG(mode):
            # The file that a symbolic link points to is replaced, never the link.
            with _replace(Path(os.path.realpath(name)), mode) as stream:
                yield Output(stream)
        else:
            with path.open("wb") as stream:
                output = Output(stream, HELD_BYTES)
                yield output
                output.release()


@contextlib.contextmanager
def open_output_path(name: str) -> Iterator[Path]:
    """Give a path for the output ``name`` to a library that makes the file itself.

    It is in a temporary folder next to the final place. Like `open_output`, this moves it there,
    with all other files of that folder.
    """
    with _reporting(name):
        mode = _mode_before(name)
        if name == STANDARD_STREAM or (mode is not None and not stat.S_ISREG(mode)):
            raise click.UsageError(
                f"--output: this format can only be written to a file, not to {name}"
            )
        final = Path(os.path.realpath(name))
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=final.parent))
        try:
            with _locked(folder):
                _sweep(final.parent)
                path = folder / final.name
                yield path
                # The file itself comes last: a Shapefile is several.
                for part in sorted(folder.iterdir(), key=lambda part: part == path):
                    with part.open("rb+") as stream:
                        _seal(stream.fileno(), mode)
                    part.replace(final.with_name(part.name))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        _sync_folder(final.parent)


def _mode_before(name: str) -> int | None:
    """Tell the kind and permissions of a file that will be replaced; None where there is none."""
    path = Path(name)
    path.parent.stat()  # refuses a folder that is not there, also before ".."
    if name.endswith(os.sep) or path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    return path.stat().st_mode if path.exists() else None


def discard_standard_streams() -> None:
    """Send what is still to be flushed nowhere, or Python complains about it at exit."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()
            continue
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextlib.contextmanager
def _reporting(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # The reader, as in "| head", has enough: end as quietly as a process that SIGPIPE ends.
        discard_standard_streams()
        sys.exit(EXIT_BROKEN_PIPE)
    except OSError as error:
        if name == STANDARD_STREAM:
            discard_standard_streams()
            name = "standard output"
        raise FileError.of("write", name, error) from error


@contextlib.contextmanager
def _replace(path: Path, mode: int | None) -> Iterator[BinaryIO]:
    descriptor, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream, _locked(temporary):
            _sweep(path.parent)
            yield stream
            stream.flush()
            _seal(stream.fileno(), mode)
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _seal(descriptor: int, mode: int | None) -> None:
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, _default_mode() if mode is None else stat.S_IMODE(mode))
    os.fsync(descriptor)


@contextlib.contextmanager
def _locked(draft: Path) -> Iterator[bool]:
    """Hold the lock of a draft while it is being written; a process that is killed lets go of it."""
    if sys.platform == "win32":
        yield False
        return
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = True
    except OSError:
        held = False  # another process has it, or the file system has no locks
    try:
        yield held
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove the drafts of runs that were killed: ours, old, and locked by nobody."""
    if sys.platform == "win32":
        return
    for draft in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            status = draft.lstat()
            age = time.time() - status.st_mtime
            if stat.S_ISLNK(status.st_mode) or status.st_uid != os.geteuid() or age < _OLD_SECONDS:
                continue
            with _locked(draft) as free:
                if free and draft.is_dir():
                    shutil.rmtree(draft)
                elif free:
                    draft.unlink()


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
