"""Bytes in and out: files and standard streams, plain or compressed."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import os
import stat
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from geodist.cli.errors import FileError, TableError

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_STREAM = "-"
# How compressed files begin, and end in their names; no table begins so.
_BEGINNINGS = {
    b"\x1f\x8b": ("gzip", ".gz"),
    b"\x28\xb5\x2f\xfd": ("zstd", ".zst"),
    b"\xfd7zXZ\0": ("xz", ".xz"),
    b"BZh91AY&SY": ("bzip2", ".bz2"),
}
# What a damaged compressed file raises, besides OSError.
_DAMAGED = (EOFError, zlib.error, lzma.LZMAError)


class Input:
    """An input being read: its bytes after decompression, and how far the reading has come.

    Parameters
    ----------
    name
        What messages call it.
    raw
        The file as it is stored.
    compression
        What is to be undone: "gzip", "bz2", "xz", "zstd" or None.
    """

    def __init__(self, name: str, raw: BinaryIO, compression: str | None) -> None:
        self.name = name
        self.raw = _Counted(raw)
        self.stream = _decompress(cast("BinaryIO", self.raw), compression)
        self.compressed = compression is not None
        self.size: int | None = None
        with contextlib.suppress(OSError, ValueError):
            status = os.fstat(raw.fileno())
            if stat.S_ISREG(status.st_mode):
                self.size = status.st_size

    @property
    def position(self) -> int:
        """The number of stored bytes read so far."""
        return self.raw.count

    def read(self, count: int) -> bytes:
        """Read ``count`` bytes, fewer only at the end."""
        begins = not self.raw.count
        parts = []
        try:
            while count > 0 and (part := self.stream.read(count)):
                parts.append(part)
                count -= len(part)
        except OSError as error:
            if begins and self.compressed and error.errno is None:
                raise FileError(
                    f"cannot read {self.name}: it is not compressed as its ending says: {error}"
                ) from error
            raise FileError.of("read", self.name, error) from error
        except _DAMAGED as error:
            raise FileError(f"cannot read {self.name}: it is damaged: {error}") from error
        data = parts[0] if len(parts) == 1 else b"".join(parts)
        if begins and not self.compressed:
            self._refuse_compressed(data)
        return data

    def _refuse_compressed(self, data: bytes) -> None:
        for beginning, (name, ending) in _BEGINNINGS.items():
            if data.startswith(beginning):
                raise TableError(
                    f"{self.name} is compressed by {name}: give it the ending {ending}, "
                    f"or set --from-format, as csv{ending}"
                )


class _Counted(io.RawIOBase):
    """A stream that counts the bytes read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    @property
    def base(self) -> BinaryIO:
        """The stream itself."""
        return self._stream

    def seekable(self) -> bool:
        return self._stream.seekable()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def check_readable(name: str) -> None:
    """Refuse an input that is not there, before anything is said about its format."""
    path = Path(name)
    if name == STANDARD_STREAM:
        return
    if path.is_dir():
        raise FileError(f"cannot read {name}: it is a folder")
    try:
        path.stat()
    except OSError as error:
        raise FileError.of("read", name, error) from error


@contextlib.contextmanager
def open_input(name: str, compression: str | None) -> Iterator[Input]:
    """Open the file ``name`` for reading; ``-`` is standard input."""
    if name == STANDARD_STREAM:
        # Unbuffered, so that a signal is heeded between two reads of a pipe.
        raw = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
        yield Input("standard input", raw, compression)
        return
    try:
        stream = Path(name).open("rb", buffering=0)  # noqa: SIM115
    except OSError as error:
        raise FileError.of("read", name, error) from error
    with stream:
        yield Input(name, cast("BinaryIO", stream), compression)


def _decompress(raw: BinaryIO, compression: str | None) -> BinaryIO:
    if compression == "gzip":
        return cast("BinaryIO", gzip.open(raw))
    if compression == "bz2":
        return cast("BinaryIO", bz2.open(raw))
    if compression == "xz":
        return cast("BinaryIO", lzma.open(raw))
    if compression == "zstd":
        import pyarrow as pa

        return cast("BinaryIO", pa.CompressedInputStream(pa.PythonFile(raw, "r"), "zstd"))
    return raw


@contextlib.contextmanager
def compress(raw: BinaryIO, compression: str | None) -> Iterator[BinaryIO]:
    """Wrap a stream so that what is written arrives compressed; ``raw`` stays open."""
    if compression is None:
        yield raw
        return
    stream: Any
    if compression == "gzip":
        # Without a time and a name, the same table gives the same bytes.
        stream = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0)
    elif compression == "bz2":
        stream = bz2.open(raw, "wb")  # noqa: SIM115
    elif compression == "xz":
        stream = lzma.open(raw, "wb")  # noqa: SIM115
    else:
        import pyarrow as pa

        # Closing the outer stream would close what it wraps.
        stream = pa.CompressedOutputStream(pa.PythonFile(_Unclosed(raw), "w"), "zstd")
    with stream:
        yield cast("BinaryIO", stream)


class _Unclosed(io.RawIOBase):
    """A stream to write to, whose closing leaves the one behind it open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._stream.write(data)
        return len(data)

    def flush(self) -> None:
        if not self.closed:
            self._stream.flush()
