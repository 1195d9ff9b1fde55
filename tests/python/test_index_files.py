"""Index files: as they were, or an error."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_data import SHAPES

import geodist as gd

LAT, LON = SHAPES["uniform"](np.random.default_rng(4), 400)
INDEX = gd.PointIndex(LAT, LON, ellipsoid="GRS80")
STATE = INDEX.__reduce__()[1][0]
RESTORE = INDEX.__reduce__()[0]

HEADER, TABLE = 512, 120  # bytes of the header, and where in it the table of sections stands
LEAVES, BOXES, ALTITUDES, MISSING, HEADS = 1, 2, 4, 5, 6


def state_of(index: gd.PointIndex) -> np.ndarray:
    return index.__reduce__()[1][0].copy()


def sections(state: np.ndarray) -> dict[int, slice]:
    """Find the sections in the bytes of an index, by their kind."""
    count = int(state[20:24].view(np.uint32)[0])
    table = state[TABLE : TABLE + 32 * count].view(np.uint64).reshape(count, 4)
    return {int(kind): slice(int(at), int(at) + int(size)) for kind, at, size, _ in table}


@pytest.mark.parametrize("mmap", [True, False])
@pytest.mark.parametrize("altitude", [None, LAT * 100])
def test_round_trip(tmp_path: Path, mmap: bool, altitude: np.ndarray | None) -> None:
    index = gd.PointIndex(LAT, LON, altitude=altitude)
    index.save(tmp_path / "points.gdx")
    index.save(str(tmp_path / "points.gdx"))
    loaded = gd.PointIndex.load(tmp_path / "points.gdx", mmap=mmap)
    up = None if altitude is None else altitude[::-1]
    expected = index.query(LON / 4, LAT, 3, altitude=up)
    for other in (loaded, pickle.loads(pickle.dumps(index)), pickle.loads(pickle.dumps(loaded))):
        np.testing.assert_array_equal(
            other.query(LON / 4, LAT, 3, altitude=up).distances, expected.distances
        )
        assert (len(other), other.nbytes, other.ellipsoid) == (400, index.nbytes, index.ellipsoid)
    assert [entry.name for entry in tmp_path.iterdir()] == ["points.gdx"]


@given(st.integers(0, STATE.size - 1), st.integers(1, 255))
@settings(max_examples=300)
def test_any_changed_byte_is_noticed(at: int, change: int) -> None:
    damaged = STATE.copy()
    damaged[at] ^= change
    with pytest.raises(gd.IndexFileError):
        RESTORE(damaged)


@given(st.binary(max_size=600) | st.integers(0, STATE.size - 1).map(lambda n: bytes(STATE[:n])))
@settings(max_examples=300)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(gd.IndexFileError):
        RESTORE(np.frombuffer(data, np.uint8))
    with pytest.raises(gd.IndexFileError):
        RESTORE(np.frombuffer(bytes(STATE[:HEADER]) + data, np.uint8))


def test_messages(tmp_path: Path) -> None:
    path = tmp_path / "points.gdx"
    with pytest.raises(FileNotFoundError, match=r"points\.gdx"):
        gd.PointIndex.load(path)
    with pytest.raises(FileNotFoundError):
        INDEX.save(tmp_path / "absent" / "points.gdx")
    with pytest.raises(OSError, match="directory"):
        gd.PointIndex.load(tmp_path)
    for content, words in [
        (b"", "too short"),
        (b"lat,lon\n" * 100, "is not a geodist index"),
        (STATE.tobytes()[:-1], "cut off"),
        (STATE.tobytes()[:600] + b"!" + STATE.tobytes()[601:], "damaged"),
        (STATE.tobytes()[:8] + b"\x09" + STATE.tobytes()[9:], "version 9"),
        # All there was of an empty index once.
        (STATE.tobytes()[:8] + b"\1" + STATE.tobytes()[9:256], "build the index again and save it"),
        (STATE.tobytes()[:12] + STATE.tobytes()[12:16][::-1] + STATE.tobytes()[16:], "order"),
    ]:
        path.write_bytes(content)
        with pytest.raises(gd.IndexFileError, match=words) as caught:
            gd.PointIndex.load(path)
        assert "points.gdx" in str(caught.value)


def test_a_damaged_file_that_is_not_verified_crashes_nothing(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    path = tmp_path / "points.gdx"
    for _ in range(30):
        state = STATE.copy()
        state[rng.integers(HEADER, state.size, 200)] = rng.integers(0, 256, 200)
        path.write_bytes(state.tobytes())
        index = gd.PointIndex.load(path, verify=False)
        for call in (
            lambda index: index.query(LAT, LON, 5).indices,
            lambda index: index.query_radius(LAT, LON, 1e6).indices,
            lambda index: index.farthest(LAT[:20], LON[:20]).indices,
            lambda index: index.query_pairs(1e5).j,
        ):
            with contextlib.suppress(gd.IndexFileError):
                assert np.all(call(index) < len(INDEX))


def test_a_row_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "points.gdx"
    state = STATE.copy()
    state[sections(state)[LEAVES]].reshape(-1, 704)[:, 384:448].view(np.uint32)[:] = 4_000_000_000
    path.write_bytes(state.tobytes())
    index = gd.PointIndex.load(path, verify=False)
    for call in (
        lambda: index.query(LAT, LON),
        lambda: index.query(0, 0, 300),
        lambda: index.query_radius(LAT, LON, 1e6),
        lambda: index.farthest(0, 0),
        lambda: index.query_pairs(1e6),
        lambda: index.sparse_distance_matrix(1e6),
        lambda: index.lat,
    ):
        with pytest.raises(gd.IndexFileError, match="a row that is not there"):
            call()


def test_boxes_that_do_not_exist_are_not_searched(tmp_path: Path) -> None:
    # Damage that no checksum was compared with: each box is said to hold everything, also those
    # that only fill the last group of a level.
    path = tmp_path / "points.gdx"
    rng = np.random.default_rng(0)
    for n in (17, 400, 5000):
        lat, lon = SHAPES["uniform"](rng, n)
        state = state_of(gd.PointIndex(lat, lon))
        boxes = state[sections(state)[BOXES]].view(np.float32)
        boxes.reshape(-1, 2, 48)[:, 0] = -1e9
        boxes.reshape(-1, 2, 48)[:, 1] = 1e9
        path.write_bytes(state.tobytes())
        index = gd.PointIndex.load(path, verify=False)
        expected = gd.PointIndex(lat, lon)
        np.testing.assert_array_equal(
            index.query_radius(lat, lon, 1e6, count_only=True),
            expected.query_radius(lat, lon, 1e6).counts,
        )
        np.testing.assert_array_equal(index.query(lat, lon, 9), expected.query(lat, lon, 9))
        assert index.query_radius(lat, lon, 1e6) == expected.query_radius(lat, lon, 1e6)
        assert index.farthest(0, 0) == expected.farthest(0, 0)


def xxh64(data: bytes) -> int:
    """Hash 32 bytes or more (https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md)."""
    primes = (
        *(0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9),
        *(0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5),
    )
    mask = 2**64 - 1

    def turn(x: int, by: int) -> int:
        return (x << by | x >> 64 - by) & mask

    def step(at: int, x: int) -> int:
        return turn((at + x * primes[1]) & mask, 31) * primes[0] & mask

    words = np.frombuffer(data[: len(data) // 8 * 8], "<u8").tolist()
    lanes = [(primes[0] + primes[1]) & mask, primes[1], 0, -primes[0] & mask]
    whole = len(words) // 4 * 4
    for i, word in enumerate(words[:whole]):
        lanes[i % 4] = step(lanes[i % 4], word)
    total = sum(turn(lane, by) for lane, by in zip(lanes, (1, 7, 12, 18), strict=True)) & mask
    for lane in lanes:
        total = ((total ^ step(0, lane)) * primes[0] + primes[3]) & mask
    total = (total + len(data)) & mask
    for word in words[whole:]:
        total = (turn(total ^ step(0, word), 27) * primes[0] + primes[3]) & mask
    assert len(data) % 8 == 0
    total = (total ^ total >> 33) * primes[1] & mask
    total = (total ^ total >> 29) * primes[2] & mask
    return total ^ total >> 32


def edited(state: Any, edits: list[tuple[int, int]]) -> Any:
    """Write numbers to places in a file, and the checksums that fit."""
    state = state.copy()
    for at, value in edits:
        state.view(np.uint32)[at] = value
    with contextlib.suppress(ValueError, OverflowError):  # the table may point anywhere
        state = with_checksums(state)
    state[504:512].view(np.uint64)[0] = xxh64(state[:504].tobytes())
    return state


def with_checksums(state: np.ndarray) -> np.ndarray:
    sealed = state.copy()
    for number, where in enumerate(sections(state).values()):
        at = TABLE + 32 * number + 24
        section = sealed[where].tobytes()
        if len(section) >= 32 and len(section) % 8 == 0:  # tables made by hand have others
            sealed[at : at + 8].view(np.uint64)[0] = xxh64(section)
    sealed[504:512].view(np.uint64)[0] = xxh64(sealed[:504].tobytes())
    return sealed


def test_rows_out_of_range_are_refused_whatever_the_checksum() -> None:
    lat = np.where(np.arange(20) % 7 == 3, np.nan, LAT[:20])
    state = state_of(gd.PointIndex(lat, LON[:20]))
    np.testing.assert_array_equal(with_checksums(state), state)
    where = sections(state)
    assert state[where[MISSING]].view(np.uint32)[:4].tolist() == [3, 10, 17, 0]
    row, not_missing, twice_missing = (state.copy() for _ in range(3))
    row[where[LEAVES]][384:388].view(np.uint32)[:] = 20
    not_missing[where[MISSING]][8:12].view(np.uint32)[:] = 20
    twice_missing[where[MISSING]][4:8].view(np.uint32)[:] = 3
    twice, found_and_missing = state.copy(), state.copy()
    rows = state[where[LEAVES]][384:448].view(np.uint32)
    twice[where[LEAVES]][384:388].view(np.uint32)[:] = rows[9]
    found_and_missing[where[LEAVES]][384:388].view(np.uint32)[:] = 10
    for damaged in (row, not_missing, twice_missing, twice, found_and_missing):
        with pytest.raises(gd.IndexFileError, match="rows that contradict"):
            RESTORE(with_checksums(damaged))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_row_that_is_there_twice_is_an_error_of_pairs(tmp_path: Path, when: str) -> None:
    path = tmp_path / "points.gdx"
    INDEX.save(path)
    leaves = sections(STATE)[LEAVES]
    doubled = STATE.copy()
    rows = doubled[leaves].reshape(-1, 704)[:, 384:448].view(np.uint32)
    rows[0, 1] = rows[0, 0]
    # Not verified, or changed since.
    index = gd.PointIndex.load(path) if when == "after" else None
    with path.open("r+b") as file:
        file.seek(leaves.start)
        file.write(doubled[leaves].tobytes())
    if index is None:
        index = gd.PointIndex.load(path, verify=False)
    for threads in (1, 4):
        with pytest.raises(gd.IndexFileError, match="or one twice"):
            index.query_pairs(1.0, threads=threads)
    assert np.all(index.query(LAT, LON, 3).indices < 400)
    assert index.lat.size == 400


def set_number(state: np.ndarray, at: int, number: int, kind: type = np.uint64) -> np.ndarray:
    changed = state.copy()
    changed[at : at + np.dtype(kind).itemsize].view(kind)[0] = number
    return changed


@pytest.mark.parametrize("verify", [True, False])
def test_headers_made_by_hand_are_refused_whatever_the_checksum(
    tmp_path: Path, verify: bool
) -> None:
    path = tmp_path / "points.gdx"
    empty = state_of(gd.PointIndex([], []))
    assert empty.size == HEADER
    for state, at, number, kind in [
        (STATE, 16, 2, np.uint32),  # content
        (STATE, 20, 13, np.uint32),  # sections
        (STATE, 20, 3, np.uint32),
        (STATE, 40, 2**32, np.uint64),  # rows
        (STATE, 40, 399, np.uint64),
        (STATE, 40, 2**32 - 1, np.uint64),
        (empty, 40, 2**32 - 1, np.uint64),  # columns of 64 GiB in 512 bytes
        (empty, 40, 1, np.uint64),
        (STATE, 48, 384, np.uint64),  # points
        (STATE, TABLE, 6, np.uint32),  # kind of a section
        (STATE, TABLE, 2, np.uint32),
        (STATE, TABLE + 8, 0, np.uint64),  # its offset
        (STATE, TABLE + 8, 2**64 - 64, np.uint64),
        (STATE, TABLE + 16, 0, np.uint64),  # its size
        (STATE, TABLE + 16, 2**64 - 64, np.uint64),
        (STATE, TABLE + 16, 17601, np.uint64),
    ]:
        damaged = set_number(state, at, number, kind)
        damaged[504:512].view(np.uint64)[0] = xxh64(damaged[:504].tobytes())
        path.write_bytes(damaged.tobytes())
        with pytest.raises(gd.IndexFileError, match=r"contradict|something else than points"):
            gd.PointIndex.load(path, verify=verify)


@given(
    st.lists(
        st.tuples(
            st.integers(4, HEADER // 4 - 3) | st.integers(HEADER // 4, STATE.size // 4 - 1),
            st.sampled_from([0, 1, 2, 15, 16, 17, 63, 64, 399, 400, 401, 2**31, 2**32 - 1])
            | st.integers(0, 2**32 - 1),
        ),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_any_file_with_right_checksums_is_refused_or_answers(
    edits: list[tuple[int, int]], verify: bool
) -> None:
    state = edited(STATE, edits)
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(gd.IndexFileError):
        path = Path(folder, "points.gdx")
        path.write_bytes(state.tobytes())
        index = gd.PointIndex.load(path, verify=verify)
        assert len(index) * 4 <= state.size
        for found in (
            index.query(LAT[:50], LON[:50], 3).indices,
            index.query_radius(LAT[:50], LON[:50], 1e6).indices,
            index.farthest(LAT[:5], LON[:5]).indices,
            index.query_pairs(1e5).j,
        ):
            assert np.all(found < len(index))


def test_all_rows_may_be_missing() -> None:
    index = gd.PointIndex(np.full(1000, np.nan), np.zeros(1000))
    assert index.nbytes == HEADER + 4032  # four bytes each
    again = RESTORE(state_of(index))
    assert (len(again), again.n_missing) == (1000, 1000)
    assert np.isnan(again.lat).all()
    assert again.query_pairs(1e6).i.size == 0
    assert again.query(0, 0).indices == -1
    assert again.sparse_distance_matrix(1e6).nnz == 0


def test_a_mapped_file_that_is_changed_in_place_ends_no_process(tmp_path: Path) -> None:
    path = tmp_path / "points.gdx"
    INDEX.save(path)
    index = gd.PointIndex.load(path)
    with path.open("r+b") as file:
        file.seek(8)
        file.write(b"\xff" * (HEADER - 8))
    assert index.ellipsoid == INDEX.ellipsoid
    assert (len(index), index.n_missing) == (400, 0)
    np.testing.assert_array_equal(index.query(LAT, LON, 3), INDEX.query(LAT, LON, 3))


@pytest.mark.parametrize("mmap", [True, False])
def test_a_file_that_is_replaced_while_it_is_opened(tmp_path: Path, mmap: bool) -> None:
    path = tmp_path / "points.gdx"
    sizes = 10, 2000
    for n in sizes:
        gd.PointIndex(LAT[:1].repeat(n), LON[:1].repeat(n)).save(tmp_path / str(n))
    os.link(tmp_path / str(sizes[1]), path)
    script = (
        "import os, sys\nos.chdir(sys.argv[1])\nprint(flush=True)\n"
        "while True:\n"
        "    for n in sys.argv[2:]:\n"
        "        os.link(n, 'next')\n"
        "        os.replace('next', 'points.gdx')\n"
    )
    command = [sys.executable, "-c", script, tmp_path, *map(str, sizes)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            # So long a path takes the system longer to follow than the other to replace the file.
            slow = f"{tmp_path}/" + "./" * 1900 + "points.gdx"
            for _ in range(300):
                assert len(gd.PointIndex.load(slow, mmap=mmap)) in sizes
            assert other.poll() is None
        finally:
            other.kill()


def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "points.gdx"
    INDEX.save(path)
    usual = path.stat().st_mode
    path.chmod(0o640)
    INDEX.save(path)
    assert path.stat().st_mode & 0o777 == 0o640
    path.unlink()
    INDEX.save(path)
    assert path.stat().st_mode == usual


def test_only_files_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link, pipe = tmp_path / "link.gdx", tmp_path / "pipe"
    (tmp_path / "there" / "points.gdx").write_bytes(b"old")
    link.symlink_to(tmp_path / "there" / "points.gdx")
    INDEX.save(link)
    assert link.is_symlink()
    assert len(gd.PointIndex.load(tmp_path / "there" / "points.gdx")) == len(INDEX)
    assert len(list((tmp_path / "there").iterdir())) == 1
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    INDEX.save(pipe)
    reader.join(20)
    assert pipe.is_fifo()
    assert read == [STATE.tobytes()]


def test_processes_share_a_file(tmp_path: Path) -> None:
    INDEX.save(tmp_path / "points.gdx")
    script = (
        "import sys, geodist as gd; index = gd.PointIndex.load(sys.argv[1]);"
        "print(index.query(10, 20).indices)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "points.gdx"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert int(done.stdout) == INDEX.query(10, 20).indices


def test_control_c_stops_a_medoid() -> None:
    # On a circle all totals are nearly equal: every point is looked at, each in a short time.
    points = gd.Points(lat=np.zeros(20_000), lon=np.linspace(0, 360, 20_000))
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    start = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        gd.medoid(points, threads=1)
    timer.join()
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("threads", [1, 2])
def test_control_c(threads: int) -> None:
    rng = np.random.default_rng(1)
    index = gd.PointIndex(*SHAPES["uniform"](rng, 100_000))
    lat, lon = SHAPES["uniform"](rng, 100_000)
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        index.query_radius(lat, lon, 2e6, threads=threads)
    timer.join()


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        (5, TypeError, "path must be a str or path-like, got int"),
        (None, TypeError, "path must be a str or path-like, got NoneType"),
        ("x\0y", ValueError, "null character"),
        ("\ud800", UnicodeEncodeError, "surrogates"),
    ],
)
def test_what_is_no_path_is_refused_in_words(path: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        gd.PointIndex.load(path)
    with pytest.raises(error, match=words):
        gd.PointIndex([1], [2]).save(path)
