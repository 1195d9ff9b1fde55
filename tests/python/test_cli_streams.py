"""Bytes in and out of the command line: compression, standard streams, drafts, and its last word."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("click", reason="the extra cli is not installed")

from test_cli import invoke, table

HEADER = b"lat,lon\n"
ROWS = b"".join(b"%d,%d\n" % (i % 90, i % 180) for i in range(2000))
POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX files and descriptors")
COMPRESS = {"bz2": bz2.compress, "xz": lzma.compress, "gz": gzip.compress}


def measure(path: Path, *options: str) -> tuple[int, int, str]:
    result = invoke("distance", path, "--to", "0,0", "-q", *options)
    return result.exit_code, max(result.stdout.count("\n") - 1, 0), result.stderr


# Compression


@pytest.mark.parametrize("ending", COMPRESS)
def test_streams_behind_each_other_are_all_read(tmp_path: Path, ending: str) -> None:
    compress = COMPRESS[ending]
    data = compress(HEADER + ROWS) + compress(b"") + compress(ROWS)
    assert measure(table(tmp_path, data, f"in.csv.{ending}")) == (0, 4000, "")


@pytest.mark.parametrize("ending", COMPRESS)
@pytest.mark.parametrize("behind", [b"garbage", b"\0\0\0garbage", b"BZh", b"\xfd7zX", b"\x1f\x8b"])
def test_what_follows_a_compressed_stream_is_another(
    tmp_path: Path, ending: str, behind: bytes
) -> None:
    path = table(tmp_path, COMPRESS[ending](HEADER + ROWS) + behind, f"in.csv.{ending}")
    code, rows, message = measure(path, "-o", str(tmp_path / "out.csv"))
    assert (code, rows) == (5, 0)
    assert f"cannot read {path}: it is damaged" in message
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("ending", ["bz2", "xz"])
def test_a_damaged_second_stream_is_told(tmp_path: Path, ending: str) -> None:
    second = bytearray(COMPRESS[ending](ROWS))
    second[:4] = b"\1\2\3\4"
    data = COMPRESS[ending](HEADER + ROWS) + bytes(second)
    code, _, message = measure(table(tmp_path, data, f"in.csv.{ending}"))
    assert (code, "it is damaged" in message) == (5, True)


def test_padding_between_streams_of_xz(tmp_path: Path) -> None:
    data = lzma.compress(HEADER + ROWS)
    assert measure(table(tmp_path, data + bytes(8), "in.csv.xz")) == (0, 2000, "")
    both = data + bytes(4) + lzma.compress(ROWS)
    assert measure(table(tmp_path, both, "in.csv.xz")) == (0, 4000, "")
    assert measure(table(tmp_path, data + bytes(5), "in.csv.xz"))[0] == 5


@pytest.mark.parametrize("ending", COMPRESS)
def test_a_damaged_stream_is_not_taken_for_a_plain_one(tmp_path: Path, ending: str) -> None:
    data = bytearray(COMPRESS[ending](HEADER + ROWS))
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    code, _, message = measure(table(tmp_path, bytes(data), f"in.csv.{ending}"))
    assert (code, "not compressed" in message) == (5, False)
    path = table(tmp_path, HEADER + ROWS, f"in.csv.{ending}")
    code, _, message = measure(path)
    assert (code, message.count("it is not compressed in the way its ending says")) == (5, 1)


# Standard streams


def run(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    command = command.replace("geodist", f"{sys.executable} -m geodist.cli")
    return subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    table(tmp_path, HEADER + b"1,2\n")
    return tmp_path


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["distance 1,2 3,4", "--help", "info", "--man", "--version"])
def test_a_full_device_is_an_error(folder: Path, command: str) -> None:
    result = run(f"geodist {command} > /dev/full", folder)
    assert result.returncode == 5
    assert result.stderr.startswith(b"geodist: error: cannot write standard output: ")
    assert result.stderr.count(b"\n") == 1


@POSIX
@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("distance - --to 0,0 <&-", 5, b"cannot read standard input: it is closed"),
        ("distance in.csv --to 0,0 -q >&-", 5, b"cannot write standard output: it is closed"),
        ("distance 1,2 3,4 >&-", 5, b"cannot write standard output: it is closed"),
        ("distance in.csv --to 0,0 -q -o out.csv >&-", 0, b""),
        ("distance in.csv --to 0,0 -o out.csv 2>&-", 0, b""),
        ("distance in.csv --to 0,0 -o out.csv <&- >&- 2>&-", 0, b""),
    ],
)
def test_closed_streams(folder: Path, command: str, code: int, message: bytes) -> None:
    result = run(f"geodist {command}", folder)
    assert (result.returncode, message in result.stderr) == (code, True)
    assert result.stderr.count(b"\n") == bool(code)
    if "out.csv" in command:
        assert (folder / "out.csv").read_bytes() == b"lat,lon,distance\n1,2,248575.56516798\n"


@POSIX
def test_messages_that_nobody_reads_are_no_bug(folder: Path) -> None:
    (folder / "in.csv").write_bytes(HEADER + ROWS * 500)
    command = f"{sys.executable} -m geodist.cli distance in.csv --to 0,0"
    both = ["bash", "-c", f"{command} 2>&1 | head -1; exit ${{PIPESTATUS[0]}}"]
    result = subprocess.run(both, cwd=folder, capture_output=True, check=False)
    assert result.returncode == 141
    assert result.stdout.count(b"\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["in.csv", "--to", "0,0", "-o", ""], 2, "--output: the file name is empty"),
        (["1,2", "3,4", "-o", ""], 2, "--output: the file name is empty"),
        (
            ["in.csv", "--to", "0,0", "--invalid", "skip", "--rejects", ""],
            2,
            "--rejects: the file name",
        ),
        (["in.csv", "--to", "0,0", "-o", "new.csv/"], 5, "cannot write new.csv/: it is a folder"),
        ([""], 5, "the name of the table is empty"),
    ],
)
def test_names_that_are_none(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(folder)
    result = invoke("distance", *arguments)
    assert (result.exit_code, message in result.stderr, result.stdout) == (code, True, "")
    assert [path.name for path in folder.iterdir()] == ["in.csv"]


@POSIX
def test_names_cannot_order_a_terminal_about(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    name, shown = "a\x1b[31m\x9b\u202e.csv", r"a\x1b[31m\x9b\u202e.csv"
    command = [sys.executable, "-m", "geodist.cli", "distance"]
    for there in (False, True):
        if there:
            (folder / name).write_bytes((folder / "in.csv").read_bytes())
        for options in (["--to", "0,0"], ["1,2"], ["--to", "0,0", "--rejects", name]):
            result = subprocess.run([*command, name, *options], capture_output=True, check=False)
            text = result.stderr.decode()
            assert text.replace("\n", "").isprintable()
            is_good = there and options == ["--to", "0,0"]
            assert (result.returncode == 0, shown in text) == (is_good, not is_good)


# Drafts


@POSIX
def test_old_drafts_of_killed_runs_are_swept(folder: Path) -> None:
    import fcntl

    now = time.time()
    names = {name: folder / f".geodist-{name}.part" for name in ("old", "new", "held", "set")}
    for name in ("old", "new", "held"):
        names[name].write_bytes(b"half")
    names["set"].mkdir()
    (names["set"] / "half.gpkg").write_bytes(b"half")
    (folder / ".other-old.part").write_bytes(b"")
    names["link"] = folder / ".geodist-link.part"
    names["link"].symlink_to(folder / "in.csv")
    for path in folder.iterdir():
        if path != names["new"]:
            os.utime(path, (now - 7200, now - 7200), follow_symlinks=False)
    with names["held"].open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        result = invoke("distance", folder / "in.csv", "--to", "0,0", "-o", folder / "out.csv")
    assert result.exit_code == 0, result.output
    assert {path.name for path in folder.iterdir()} == {
        *("in.csv", "out.csv", ".other-old.part"),
        *(names[name].name for name in ("new", "held", "link")),
    }


@POSIX
def test_a_draft_is_held_while_it_is_written(folder: Path) -> None:
    """However old it looks: its reader may be slow."""
    command = [
        sys.executable,
        "-m",
        "geodist.cli",
        "distance",
        "-",
        "--to",
        "0,0",
        "-o",
        "slow.csv",
    ]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(HEADER + ROWS * 400)
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while not (drafts := list(folder.glob(".geodist-*.part"))):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.utime(drafts[0], (0, 0))
        result = invoke("distance", folder / "in.csv", "--to", "0,0", "-o", folder / "out.csv")
        assert result.exit_code == 0
        assert drafts[0].exists()
        process.stdin.close()
        assert process.wait(60) == 0
    assert (folder / "slow.csv").read_bytes().count(b"\n") == 800_001


# The last handler


BUG = """
import sys
import geodist.cli.run
def fail(*_): {statement}
geodist.cli.run.choose = fail
import geodist.cli
geodist.cli.main()
"""


@pytest.mark.parametrize(
    ("statement", "code", "message"),
    [
        ("raise KeyError('a\\nb')", 70, "this is a bug in geodist, please report it"),
        ("raise MemoryError", 6, "there is not enough memory"),
    ],
)
def test_whatever_escapes_is_one_line(
    folder: Path, statement: str, code: int, message: str
) -> None:
    script = BUG.format(statement=statement)
    command = [sys.executable, "-c", script, "distance", "in.csv", "--to", "0,0", "-o", "out.csv"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == code
    assert result.stderr.startswith("geodist: error: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (folder / "out.csv").exists()
    if code == 70:
        assert "KeyError" in result.stderr
        assert "version" in result.stderr
        command[1:1] = ["-X", "dev"]
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert "Traceback" in result.stderr


@POSIX
def test_a_signal_that_a_library_makes_another_error_of(folder: Path) -> None:
    """As what PyArrow imports does."""
    statement = """
    import os, signal
    try: os.kill(os.getpid(), signal.SIGTERM)
    except BaseException: raise AttributeError('x')
    """
    command = [sys.executable, "-c", BUG.format(statement=statement), "distance", "in.csv"]
    result = subprocess.run(
        [*command, "--to", "0,0"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (result.returncode, "bug" in result.stderr) == (143, False)


@POSIX
@pytest.mark.parametrize("command", [["distance", "--to", "0,0"], ["nearest", "one.csv"]])
def test_both_streams_closed_before_the_end(tmp_path: Path, command: list[str]) -> None:
    """As in ``geodist ... 2>&1 | head -1``."""
    table(tmp_path, HEADER + ROWS * 50, "many.csv")
    table(tmp_path, HEADER + b"1,2\n", "one.csv")
    arguments = [sys.executable, "-m", "geodist.cli", command[0], "many.csv", *command[1:]]
    with subprocess.Popen(
        arguments, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait() == 141
