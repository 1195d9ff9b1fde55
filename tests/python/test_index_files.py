"""Index files: as they were, or an error."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

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
        RESTORE(np.frombuffer(bytes(STATE[:256]) + data, np.uint8))


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
        (STATE.tobytes()[:300] + b"!" + STATE.tobytes()[301:], "damaged"),
        (STATE.tobytes()[:8] + b"\x09" + STATE.tobytes()[9:], "version 9"),
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
        state[rng.integers(256, state.size, 200)] = rng.integers(0, 256, 200)
        path.write_bytes(state.tobytes())
        index = gd.PointIndex.load(path, verify=False)
        index.query(LAT, LON, 5)
        index.query_radius(LAT, LON, 1e6)
        index.farthest(LAT[:20], LON[:20])
        with contextlib.suppress(gd.IndexFileError):
            index.query_pairs(1e5)


def test_boxes_that_do_not_exist_are_not_searched(tmp_path: Path) -> None:
    # Damage that no checksum was compared with: each box is said to hold everything, also those
    # that only fill the last group of a level.
    path = tmp_path / "points.gdx"
    rng = np.random.default_rng(0)
    for n in (17, 400, 5000):
        lat, lon = SHAPES["uniform"](rng, n)
        state = gd.PointIndex(lat, lon).__reduce__()[1][0].copy()
        leaves = -(-n // 16)
        boxes = state[256 + leaves * 704 : state.size - leaves * 8].view(np.float64)
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


def with_checksums(state: np.ndarray) -> np.ndarray:
    sealed = state.copy()
    sealed[72:80] = np.frombuffer(xxh64(sealed[256:].tobytes()).to_bytes(8, "little"), np.uint8)
    sealed[248:256] = np.frombuffer(xxh64(sealed[:248].tobytes()).to_bytes(8, "little"), np.uint8)
    return sealed


def test_rows_out_of_range_are_refused_whatever_the_checksum() -> None:
    state = gd.PointIndex(LAT[:20], LON[:20]).__reduce__()[1][0]
    np.testing.assert_array_equal(with_checksums(state), state)
    row = state.copy()
    row[256 + 640 : 256 + 644] = np.frombuffer((20).to_bytes(4, "little"), np.uint8)
    found_padding = state.copy()
    found_padding[256 + 704 : 256 + 704 + 384].view(np.float64)[:] = 0.0
    for damaged in (row, found_padding):
        with pytest.raises(gd.IndexFileError, match="rows that contradict"):
            RESTORE(with_checksums(damaged))


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
