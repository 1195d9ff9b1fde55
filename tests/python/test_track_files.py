"""Files of indexes of tracks: as they were, or an error."""

from __future__ import annotations

import contextlib
import pickle
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_index_files import HEADER, edited, sections, set_number, with_checksums, xxh64

import geodist as gd

RNG = np.random.default_rng(8)
OFFSETS = np.concatenate([[0], np.cumsum(RNG.integers(1, 40, 30))])
LAT = 48 + np.cumsum(RNG.normal(0, 1e-2, OFFSETS[-1]))
LON = 179.5 + np.cumsum(RNG.normal(0, 1e-2, OFFSETS[-1]))
TRACKS = gd.Shapes.lines(LAT, LON, OFFSETS, edges="geodesic")
TrackIndex = gd.tracks.TrackIndex
LATS, RINGS, PARTS, KINDS = 8, 10, 11, 13


def state_of(index: gd.tracks.TrackIndex) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        index.save(Path(folder, "tracks.gdx"))
        return np.fromfile(Path(folder, "tracks.gdx"), np.uint8)


STATE = state_of(TrackIndex(TRACKS))


def opened(state: Any, **options: Any) -> gd.tracks.TrackIndex:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tracks.gdx")
        path.write_bytes(state.tobytes())
        return TrackIndex.load(path, **options)


def check_same(found: gd.tracks.TrackIndex, index: gd.tracks.TrackIndex) -> None:
    assert (len(found), found.nbytes, found.datum) == (len(index), index.nbytes, index.datum)
    assert found.ellipsoid == index.ellipsoid
    assert found.tracks == index.tracks
    assert found.tracks.edges == index.tracks.edges
    for metric in ("dtw", "sspd"):
        near = (one.query(TRACKS[:9], metric=metric, k=4) for one in (found, index))
        for a, b in zip(*near, strict=True):
            assert np.array_equal(a, b)


@pytest.mark.parametrize("mmap", [True, False])
@pytest.mark.parametrize(
    "index",
    [
        TrackIndex(TRACKS),
        TrackIndex(TRACKS, ellipsoid="sphere"),
        TrackIndex(gd.Shapes.lines(LAT, LON, OFFSETS, edges="planar")),
        TrackIndex(gd.Points(lat=LAT[:7], lon=LON[:7]).to_geoseries()),
        TrackIndex(TRACKS[:0]),
    ],
    ids=["geodesic", "sphere", "planar", "points", "empty"],
)
def test_round_trip(tmp_path: Path, index: gd.tracks.TrackIndex, mmap: bool) -> None:
    path = tmp_path / "tracks.gdx"
    index.save(path)
    index.save(str(path))  # it is replaced
    found = TrackIndex.load(path, mmap=mmap, threads=1)
    check_same(found, index)
    check_same(pickle.loads(pickle.dumps(found)), index)
    found.save(tmp_path / "again.gdx")
    assert (tmp_path / "again.gdx").read_bytes() == path.read_bytes()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["again.gdx", "tracks.gdx"]


def test_the_datum_is_kept(tmp_path: Path) -> None:
    tracks = gd.Shapes.lines(LAT, LON, OFFSETS, crs="EPSG:4267", edges="geodesic")
    TrackIndex(tracks).save(tmp_path / "tracks.gdx")
    found = TrackIndex.load(tmp_path / "tracks.gdx")
    assert found.datum == "North American Datum 1927"
    assert found.tracks == tracks
    assert found.ellipsoid.name == "Clarke 1866"
    assert found.query(tracks[3], metric="dtw").rows == 3
    with pytest.raises(gd.GeodistError, match="query is on WGS"):
        found.query(TRACKS, metric="dtw")


def test_a_file_is_as_large_as_its_tracks() -> None:
    assert STATE.size < HEADER + 16 * LAT.size + 8 * 2 * len(TRACKS) + 7 * 64


def test_other_files(tmp_path: Path) -> None:
    path = tmp_path / "x.gdx"
    with pytest.raises(FileNotFoundError, match=r"x\.gdx"):
        TrackIndex.load(path)
    with pytest.raises(OSError, match="directory"):
        TrackIndex(TRACKS).save(tmp_path / "none" / "x.gdx")
    path.write_bytes(b"")
    with pytest.raises(gd.IndexFileError, match="too short"):
        TrackIndex.load(path)
    for other in (gd.ShapeIndex(TRACKS), gd.PointIndex(LAT, LON)):
        other.save(path)
        with pytest.raises(gd.IndexFileError, match="an index of something else than tracks"):
            TrackIndex.load(path)
    TrackIndex(TRACKS).save(path)
    for reader in (gd.ShapeIndex, gd.PointIndex):
        with pytest.raises(gd.IndexFileError, match="an index of something else than"):
            reader.load(path)
    with pytest.raises(TypeError, match="path must be a str or path-like"):
        TrackIndex.load(5)  # type: ignore[arg-type]


def test_damage_is_noticed() -> None:
    for at in range(0, STATE.size, 97):
        damaged = STATE.copy()
        damaged[at] ^= 4
        with pytest.raises(gd.IndexFileError):
            opened(damaged)
    for size in range(0, STATE.size, 331):
        with pytest.raises(gd.IndexFileError, match=r"too short|cut off"):
            opened(STATE[:size])
    with pytest.raises(gd.IndexFileError, match="added to"):
        opened(np.concatenate([STATE, STATE[:64]]))


@pytest.mark.parametrize("verify", [True, False])
def test_tracks_that_nobody_saved_are_refused_whatever_the_checksum(verify: bool) -> None:
    where = sections(STATE)
    for section, at, value, kind in (
        (LATS, 0, 91, np.float64),
        (LATS, 8, np.nan, np.float64),
        (RINGS, 8, -1, np.int64),
        (RINGS, 8, 0, np.int64),  # a line without vertices
        (RINGS, 16, 2**60, np.int64),
        (PARTS, 8, 7, np.int64),
        (KINDS, 3, 0, np.uint8),  # missing
        (KINDS, 3, 3, np.uint8),  # a polygon
        (KINDS, 3, 99, np.uint8),
    ):
        damaged = STATE.copy()
        size = np.dtype(kind).itemsize
        damaged[where[section]][at : at + size].view(kind)[0] = value
        with pytest.raises(gd.IndexFileError, match="has tracks that nobody can have saved"):
            opened(with_checksums(damaged), verify=verify)


@pytest.mark.parametrize("verify", [True, False])
def test_headers_made_by_hand_are_refused_whatever_the_checksum(verify: bool) -> None:
    for at, number, kind in [
        (16, 1, np.uint32),  # content
        (16, 2, np.uint32),
        (20, 4, np.uint32),  # sections
        (40, 31, np.uint64),  # rows
        (40, 2**31, np.uint64),
        (72, 8, np.uint64),  # flags: none that is known
        (72, 0, np.uint64),  # the offsets of rows are not there
        (80, 2**61, np.uint64),  # vertices
        (88, 2**61 - 1, np.uint64),  # rings
        (96, 29, np.uint64),  # parts
    ]:
        damaged = set_number(STATE, at, number, kind)
        damaged[504:512].view(np.uint64)[0] = xxh64(damaged[:504].tobytes())
        with pytest.raises(gd.IndexFileError, match=r"contradict|something else than tracks"):
            opened(damaged, verify=verify)


@given(
    st.lists(
        st.tuples(
            st.integers(4, HEADER // 4 - 3) | st.integers(HEADER // 4, STATE.size // 4 - 1),
            st.sampled_from([0, 1, 2, 7, 29, 30, 31, 63, 64, 2**31, 2**32 - 1])
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
    with contextlib.suppress(gd.IndexFileError):
        index = opened(state, verify=verify)
        assert len(index) == len(index.tracks) <= state.size
        found = index.query(TRACKS[:3], metric="dtw", k=2, max_distance=1e5)
        assert (found.rows < len(index)).all()
