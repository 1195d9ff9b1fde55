"""Bytes in: files and standard input, plain or compressed, read again where a format needs it."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import os
import stat
import sys
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from geodist.cli.errors import FileError, MissingExtraError, TableError, say

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_STREAM = "-"
# What messages call it where it is read.
STANDARD_INPUT = "standard input"
_CHUNK = 1 << 18
# How compressed files begin: with this no table does.
_BEGINNINGS = {
    "gzip": b"\x1f\x8b",
    "zstd": b"\x28\xb5\x2f\xfd",
    "xz": b"\xfd7zXZ\0",
    "bz2": b"BZh",
}
_ENDINGS = {"gzip": ".gz", "zstd": ".zst", "xz": ".xz", "bz2": ".bz2"}
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
    path
        The file, where it is one; None for standard input.
    quiet
        Whether nothing is to be said of a temporary copy.
    """

    def __init__(
        self,
        name: str,
        raw: BinaryIO,
        compression: str | None = None,
        path: Path | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        self.name = name
        self.compression = compression
        self._path = path
        self._quiet = quiet
        self._raw = raw
        self._copy: Any = None
        self._begin = raw.tell() if raw.seekable() else 0
        self.size: int | None = None
        with contextlib.suppress(OSError, ValueError):
            status = os.fstat(raw.fileno())
            if stat.S_ISREG(status.st_mode):
                self.size = status.st_size
        self._open()

    def _open(self) -> None:
        self._counted = _Counted(self._raw)
        self._stream = _decompress(self._counted, self.compression)

    @property
    def position(self) -> int:
        """The number of stored bytes read so far."""
        return self._counted.count

    def read(self, count: int) -> bytes:
        """Read ``count`` bytes, fewer only at the end."""
        begins = not self._counted.count
        parts = []
        with self._reporting():
            if begins and self.compression:
                self._refuse_plain()
            while count > 0 and (part := self._stream.read(count)):
                parts.append(part)
                count -= len(part)
        data = parts[0] if len(parts) == 1 else b"".join(parts)
        if begins and not self.compression:
            self._refuse_compressed(data)
        return data

    def rewind(self, begun: bytes) -> None:
        """Begin again; ``begun`` is all that was read, which a temporary copy of a pipe begins with."""
        if self.size is None:
            self._copy = self._spool(begun)
            self._raw, self.compression, self._begin = self._copy, None, 0
            self.size = self._copy.seek(0, os.SEEK_END)
        self._raw.seek(self._begin)
        self._open()

    def seekable(self) -> BinaryIO:
        """Return the bytes as a file that can be read from its end, before anything was read."""
        if self.size is None or self.compression:
            self._copy = self._spool(b"")
            self._copy.seek(0)
            return cast("BinaryIO", self._copy)
        return self._raw

    def local(self, ending: str) -> Path:
        """Return a file of the bytes for a library that opens it itself.

        A copy has the ending, since GDAL warns of others.
        """
        if self._path is not None and self.size is not None and not self.compression:
            return self._path
        self._copy = self._spool(b"", named=ending)
        self._copy.flush()
        return Path(self._copy.name)

    def close(self) -> None:
        """Let go of the temporary copy."""
        if self._copy is not None:
            self._copy.close()

    def _spool(self, begun: bytes, *, named: str = "") -> Any:
        kind = tempfile.NamedTemporaryFile if named else tempfile.TemporaryFile
        try:
            copy = kind(prefix="geodist-", suffix=named)
            copy.write(begun)
            while data := self.read(_CHUNK):
                copy.write(data)
        except OSError as error:
            raise FileError.of(
                "write", f"a copy of {self.name} in {tempfile.gettempdir()}", error
            ) from error
        if not self._quiet:
            size = f"{copy.tell() / 1e6:.1f} MB"
            say(f"{self.name} was copied to a temporary file, {size}")
        return copy

    @contextlib.contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if self.compression and error.errno is None:
                raise FileError(f"cannot read {self.name}: it is damaged: {error}") from error
            raise FileError.of("read", self.name, error) from error
        except _DAMAGED as error:
            raise FileError(f"cannot read {self.name}: it is damaged: {error}") from error

    def _refuse_plain(self) -> None:
        if not self._counted.peek(10).startswith(_BEGINNINGS[str(self.compression)]):
            raise FileError(
                f"cannot read {self.name}: it is not compressed in the way its ending says"
            )

    def _refuse_compressed(self, data: bytes) -> None:
        for compression, beginning in _BEGINNINGS.items():
            # "BZh" alone may be the name of a column.
            if data.startswith(beginning) and (compression != "bz2" or data[4:7] == b"1AY"):
                ending = _ENDINGS[compression]
                raise TableError(
                    f"{self.name} is compressed by {compression.replace('bz2', 'bzip2')}: give it "
                    f"the ending {ending}, or use --from-format csv{ending}"
                )


class _Counted(io.RawIOBase):
    """A stream that counts the bytes read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head = b""
        self.count = 0

    def peek(self, size: int) -> bytes:
        """Return the next bytes without taking them."""
        while len(self._head) < size and (data := self._stream.read(size - len(self._head))):
            self._head += data
        return self._head

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = len(self._head) if self._head and size < 0 else size
        data, self._head = self._head[:size], self._head[size:]
        data = data or self._stream.read(size)
        self.count += len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Streams:
    """Compressed streams one after the other, to their end: what follows one must be another.

    Python's own readers of bz2 and xz drop what they do not know.

    Parameters
    ----------
    raw
        The compressed bytes.
    make
        Makes what undoes one stream.
    padding
        Zero bytes between two streams come in groups of so many; 0 for none.
    """

    def __init__(self, raw: _Counted, make: Any, padding: int) -> None:
        self._raw = raw
        self._make = make
        self._padding = padding
        self._one = make()

    def read(self, size: int) -> bytes:
        """Read some bytes; none at the end."""
        while True:
            rest = b""
            if self._one.eof:
                rest = self._one.unused_data or self._raw.read(_CHUNK)
                rest = self._without_padding(rest)
                if not rest:
                    return b""
                self._one = self._make()
            elif self._one.needs_input and not (rest := self._raw.read(_CHUNK)):
                raise EOFError("it ends in the middle of a compressed stream")
            if data := cast("bytes", self._one.decompress(rest, size)):
                return data

    def _without_padding(self, rest: bytes) -> bytes:
        zeros = 0
        while self._padding:
            stripped = rest.lstrip(b"\0")
            zeros += len(rest) - len(stripped)
            rest = stripped or self._raw.read(_CHUNK)
            if stripped or not rest:
                break
        if self._padding and zeros % self._padding:
            raise EOFError("other data follow the compressed stream")
        return rest


def _decompress(raw: _Counted, compression: str | None) -> Any:
    if compression == "gzip":
        return gzip.open(cast("BinaryIO", raw))
    if compression == "bz2":
        return _Streams(raw, bz2.BZ2Decompressor, 0)
    if compression == "xz":
        return _Streams(raw, lzma.LZMADecompressor, 4)
    if compression == "zstd":
        return _arrow().CompressedInputStream(_arrow().PythonFile(raw, "r"), "zstd")
    return raw


def _arrow() -> Any:
    try:
        import pyarrow as pa
    except ModuleNotFoundError:
        raise MissingExtraError("cli", "pyarrow", "files compressed by zstd need") from None
    return pa


def check_readable(name: str) -> None:
    """Refuse an input that is not there, before anything is said about its format."""
    if name == STANDARD_STREAM:
        if sys.stdin is None:
            raise FileError("cannot read standard input: it is closed")
        return
    if not name:
        raise FileError("the name of the table is empty")
    path = Path(name)
    if path.is_dir():
        raise FileError(f"cannot read {name}: it is a folder")
    try:
        path.stat()
    except (OSError, ValueError) as error:
        raise FileError.of("read", name, error) from error


@contextlib.contextmanager
def open_input(name: str, compression: str | None, *, quiet: bool = False) -> Iterator[Input]:
    """Open the file ``name`` for reading; ``-`` is standard input."""
    check_readable(name)
    with contextlib.ExitStack() as stack:
        if name == STANDARD_STREAM:
            # Unbuffered, so that a signal is heeded between two reads of a pipe.
            raw = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
            stream = Input(STANDARD_INPUT, raw, compression, quiet=quiet)
        else:
            try:
                file = stack.enter_context(Path(name).open("rb", buffering=0))
            except OSError as error:
                raise FileError.of("read", name, error) from error
            stream = Input(name, cast("BinaryIO", file), compression, Path(name), quiet=quiet)
        with contextlib.closing(stream):
            yield stream


@contextlib.contextmanager
def compress(raw: Any, compression: str | None) -> Iterator[BinaryIO]:
    """Wrap an output so that what is written arrives compressed."""
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
        stream = _arrow().CompressedOutputStream(_arrow().PythonFile(raw, "w"), "zstd")
    with stream:
        yield cast("BinaryIO", stream)
