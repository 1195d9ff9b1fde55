"""Index files: as they were, or an error."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
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
